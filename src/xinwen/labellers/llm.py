"""The labeller ``llm``: a language model behind any OpenAI-compatible endpoint. It gives no confidences."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, NamedTuple

from xinwen.errors import XinwenError
from xinwen.labellers import Labeller
from xinwen.labellers.answer_cache import AnswerCache
from xinwen.labellers.answers import AnswerError, Item, read_answer
from xinwen.labellers.endpoint import RETRIES, TIMEOUT, Endpoint, Unanswered
from xinwen.labellers.placement import place
from xinwen.labellers.report import Report
from xinwen.records import Sentence, SentenceLabels
from xinwen.scheme import scheme

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletionMessageParam

_CONTEXT = 3
_ATTEMPTS = 3
#: Kept in place of an answer to a question that had to be split.
_SPLIT = "split"


class Prompt(NamedTuple):
    """The instructions, and their version."""

    text: str
    version: str


class Question(NamedTuple):
    """Sentences to ask for: their numbers, what is sent, and every sentence in it by number."""

    numbers: list[int]
    text: str
    shown: dict[int, Sentence]


class LanguageModelLabeller(Labeller):
    """Labels by asking a language model; every answer is checked, and every surface looked up in its sentence."""

    name = "llm"
    annotator_kind = "language_model"

    def __init__(self, endpoint: Endpoint, model: str, *, batch: int, cache: Path | None) -> None:
        prompt = packaged_prompt()
        self.version = f"{model}, prompt {prompt.version}"
        self.report: Report = Report()
        self._endpoint, self._batch, self._prompt = endpoint, batch, prompt
        digest = hashlib.sha256(prompt.text.encode()).hexdigest()[:12]
        self._cache = AnswerCache(cache, (model, f"prompt {prompt.version} {digest}", f"guidelines {scheme().guidelines}"))

    def label(self, sentences: Sequence[Sentence]) -> list[SentenceLabels]:
        """Label one article's sentences. One that gets no usable answer has no labels, and is named in the report.

        Raises:
            XinwenError: ``llm-endpoint`` where no request gets an answer, ``llm-cache``.
        """
        starts = range(0, len(sentences), self._batch)
        return [labels for start in starts for labels in self._labelled(sentences, start, min(start + self._batch, len(sentences)))]

    def _labelled(self, sentences: Sequence[Sentence], start: int, end: int) -> Iterator[SentenceLabels]:
        """The labels of ``sentences[start:end]``: by one question, or by one each where that brings nothing."""
        question = _question(sentences, start, end)
        try:
            for item in self._kept(question) or self._asked(question):
                yield place(item, question.shown[item["n"]], question.shown, self.report.counts)
        except (AnswerError, Unanswered) as error:
            if end - start == 1:
                yield self._unlabelled(sentences[start], error)
                return
            for i in range(start, end):
                yield from self._labelled(sentences, i, i + 1)
            self._cache.put(question.text, _SPLIT)

    def _kept(self, question: Question) -> list[Item] | None:
        """The answer from the cache, if it is there and still usable.

        Raises:
            AnswerError: where an earlier run had to ask sentence by sentence.
        """
        kept = self._cache.get(question.text)
        if kept == _SPLIT:
            raise AnswerError("no answer to the question for all of these sentences was usable")
        try:
            return None if kept is None else read_answer(kept, question.numbers)
        except AnswerError:
            return None

    def _asked(self, question: Question) -> list[Item]:
        """The answer of the model; one that is not usable is sent back with what is wrong with it.

        Raises:
            AnswerError: for the last of several answers that are not usable. Unanswered: for none at all.
        """
        messages: list[ChatCompletionMessageParam] = [
            {"role": "system", "content": self._prompt.text},
            {"role": "user", "content": question.text},
        ]
        attempts = 0
        while True:
            attempts += 1
            text = self._written(messages)
            try:
                items = read_answer(text, question.numbers)
            except AnswerError as error:
                self.report.counts["answers not usable"] += 1
                if attempts == _ATTEMPTS:
                    raise
                complaint = f"That answer cannot be used: {error}. Write the whole answer again, corrected."
                messages[2:] = [{"role": "assistant", "content": text}, {"role": "user", "content": complaint}]
            else:
                self._cache.put(question.text, text)
                return items

    def _written(self, messages: Sequence[ChatCompletionMessageParam]) -> str:
        """What the model writes next; requests and tokens are counted."""
        self.report.counts["requests"] += 1
        answer = self._endpoint.ask(messages)
        self.report.counts.update({"prompt tokens": answer.prompt_tokens, "completion tokens": answer.completion_tokens})
        return answer.text

    def _unlabelled(self, sentence: Sentence, error: Exception) -> SentenceLabels:
        self.report.counts["sentences without labels"] += 1
        remedy = "Run again; with --cache only what is missing is asked for."
        self.report.problems.append(
            XinwenError("llm-answer", f"The sentence has no labels: {error}.", place=sentence.sentence_id, remedy=remedy)
        )
        return SentenceLabels(sentence.sentence_id, sentence.text, sentence.raw_start, sentence.raw_end)


def create(
    base_url: str,
    model: str,
    api_key_env: str | None = None,
    batch: int = 10,
    cache: Path | None = None,
    timeout: float = TIMEOUT,
    retries: int = RETRIES,
) -> LanguageModelLabeller:
    """The labeller.

    Args:
        base_url, model, api_key_env, timeout, retries: as `xinwen.labellers.endpoint.Endpoint` takes them.
        batch: sentences in a question.
        cache: a folder for the answers; what lies there is not asked for again.

    Raises:
        XinwenError: ``llm-missing``, ``llm-key``, ``llm-endpoint``.
    """
    endpoint = Endpoint(base_url, model, api_key_env, timeout=timeout, retries=retries)
    return LanguageModelLabeller(endpoint, model, batch=batch, cache=cache)


@cache
def packaged_prompt() -> Prompt:
    """The instructions, with the label sets of the scheme in force."""
    lines = files("xinwen.labellers").joinpath("data/llm_prompt.txt").read_text("utf-8").splitlines()
    version = next(line.removeprefix("# version ") for line in lines if line.startswith("# version "))
    sets = {key: ", ".join(value) for key, value in vars(scheme()).items() if isinstance(value, tuple)}
    text = "\n".join(line for line in lines if not line.startswith("#"))
    return Prompt(Template(text).substitute(sets, entity_types=", ".join(scheme().full_types)), version)


def _question(sentences: Sequence[Sentence], start: int, end: int) -> Question:
    first = max(0, start - _CONTEXT)
    shown = dict(enumerate(sentences[first:end], 1))
    rows = [{"n": n, "kind": s.kind, "text": s.text} for n, s in shown.items()]
    asked = start - first
    text = json.dumps({"context": rows[:asked], "sentences": rows[asked:]}, ensure_ascii=False)
    return Question(list(shown)[asked:], text, shown)
