"""The labeller ``hf:PATH``: outer entities by any token classifier of `transformers`, a local folder or a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from xinwen.errors import XinwenError
from xinwen.formats.mapping import TagMap
from xinwen.formats.tags import Scheme, guess_scheme, split_tag, to_spans
from xinwen.labellers import Labeller
from xinwen.labellers.linking import complete
from xinwen.labellers.report import Report
from xinwen.labellers.tagmaps import guess_tag_map, read_tag_map
from xinwen.labellers.tokenization import Tokenization, Tokens
from xinwen.records import Entity, Sentence, SentenceLabels
from xinwen.scheme import split_type

FloatArray = npt.NDArray[np.float64]


class Tags(NamedTuple):
    """A model's labels read as tags: one for each of its outputs, and their scheme."""

    tags: list[str]
    scheme: Scheme

    @property
    def labels(self) -> set[str]:
        """The labels without prefixes, O left out."""
        return {parts[1] for tag in self.tags if (parts := split_tag(tag)) and parts[1]}


class TokenClassifierLabeller(Labeller):
    """Labels outer entities; a confidence is the mean probability of the tags that make the span."""

    name = "hf"

    def __init__(self, model: Any, tokenization: Tokenization, version: str, tag_map: str | None, batch: int) -> None:
        self.version = version
        self.report: Report = Report()
        self._model, self._tokenization, self._batch = model, tokenization, batch
        self._tags = read_tags([label for _, label in sorted(model.config.id2label.items())], version)
        self._map: TagMap = read_tag_map(tag_map) if tag_map else guess_tag_map(self._tags.labels, version)

    def label(self, sentences: Sequence[Sentence]) -> list[SentenceLabels]:
        """Label one article's sentences, in order. Nothing is labelled that touches a damaged span."""
        tokens = [self._tokenization.tokens(sentence.text) for sentence in sentences]
        return [
            SentenceLabels(s.sentence_id, s.text, s.raw_start, s.raw_end, self._entities(s, t, probabilities))
            for s, t, probabilities in zip(sentences, tokens, self._probabilities(tokens), strict=True)
        ]

    def _entities(self, sentence: Sentence, tokens: Tokens, probabilities: FloatArray) -> tuple[Entity, ...]:
        seen = [i for i, (start, end) in enumerate(tokens.spans) if start < end]
        best = probabilities[seen].argmax(axis=1)
        sure = probabilities[seen].max(axis=1)
        spans, _ = to_spans([self._tags.tags[tag] for tag in best], self._tags.scheme, "conlleval")
        entities: list[Entity] = []
        for span in spans:
            start, end = tokens.spans[seen[span.start]][0], tokens.spans[seen[span.end - 1]][1]
            if (type_ := self._admitted(span.label, start, end, sentence, entities)) is not None:
                confidence = round(float(sure[span.start : span.end].mean()), 4)
                id_, surface = f"e{len(entities) + 1:02d}", sentence.text[start:end]
                entities.append(Entity(id_, start, end, surface, *split_type(type_), confidence=confidence))
        return complete(sentence.text, entities, self.report.counts)

    def _admitted(self, label: str, start: int, end: int, sentence: Sentence, before: Sequence[Entity]) -> str | None:
        """The type of a span, or None for one that cannot stay, which is then counted."""
        type_ = self._map.tags.get(label)
        if type_ is None:
            self.report.counts[f"spans without a type: {label}"] += 1
        elif any(start < right and left < end for left, right in sentence.damaged):
            self.report.counts["labels in damaged text"] += 1
        elif before and start < before[-1].end_char:  # two tags within one word or character
            self.report.counts["labels that overlap others"] += 1
        else:
            return type_
        return None

    def _probabilities(self, sentences: Sequence[Tokens]) -> Iterator[FloatArray]:
        """For each sentence the probabilities of the tags, shape (tokens, tags); where windows overlap, their mean."""
        windows = [(i, start, end) for i, t in enumerate(sentences) for start, end in self._tokenization.windows(len(t.ids))]
        sums = [np.zeros((len(t.ids), len(self._tags.tags))) for t in sentences]
        times = [np.zeros((len(t.ids), 1)) for t in sentences]
        for first in range(0, len(windows), self._batch):
            some = windows[first : first + self._batch]
            rows = [self._tokenization.framed(sentences[i].ids[start:end]) for i, start, end in some]
            for (i, start, end), scores in zip(some, self._scores(rows), strict=True):
                sums[i][start:end] += scores[self._tokenization.unframed(end - start)]
                times[i][start:end] += 1
        return (total / np.maximum(count, 1) for total, count in zip(sums, times, strict=True))

    def _scores(self, rows: Sequence[list[int]]) -> FloatArray:
        """Probabilities for rows of token ids, shape (rows, longest row, tags)."""
        import torch

        longest = max(map(len, rows))
        ids = [row + [self._tokenization.padding] * (longest - len(row)) for row in rows]
        mask = [[1] * len(row) + [0] * (longest - len(row)) for row in rows]
        device = self._model.device
        with torch.inference_mode():
            logits = self._model(
                input_ids=torch.tensor(ids, device=device), attention_mask=torch.tensor(mask, device=device)
            ).logits
        scores: FloatArray = logits.double().softmax(-1).cpu().numpy()
        return scores


def create(path: str, tag_map: str | None = None, batch: int = 16) -> TokenClassifierLabeller:
    """The labeller.

    Args:
        path: a folder with a model and its tokenizer, or a name that `transformers` finds.
        tag_map: a JSON file of the model's labels and our types, or a map of the scheme; by default the model's labels decide.
        batch: windows that the model reads at once.

    Raises:
        XinwenError: ``hf-missing`` without transformers or torch, ``hf-model`` for what is no token classifier; ``tag-map-type``
            and ``tag-map-unknown``, ``format-map`` and ``format-scheme`` for its labels.
    """
    try:
        import torch
        import transformers
    except ImportError as error:
        remedy = "Install them: pip install 'xinwen[bench]'."
        raise XinwenError("hf-missing", f"The labeller hf needs torch and transformers ({error}).", remedy=remedy) from None
    try:
        tokenizer: Any = transformers.AutoTokenizer.from_pretrained(path)
        model, loaded = transformers.AutoModelForTokenClassification.from_pretrained(path, output_loading_info=True)
        if loaded["missing_keys"]:
            # The library fills weights that are not there at random: a model without a head would label at random.
            raise ValueError(f"the weights lack {', '.join(sorted(loaded['missing_keys']))}")
    except (OSError, ValueError, KeyError, ImportError) as error:
        reason = next(iter(str(error).strip().splitlines()), type(error).__name__)
        remedy = "Name a folder with config.json, the weights and the tokenizer, or a model that can be reached."
        raise XinwenError("hf-model", f"No token classifier can be loaded: {reason}", place=path, remedy=remedy) from None
    model.eval().to("cuda" if torch.cuda.is_available() else "cpu")
    tokenization = Tokenization(tokenizer, getattr(model.config, "max_position_embeddings", None))
    return TokenClassifierLabeller(model, tokenization, Path(path).name if Path(path).is_dir() else path, tag_map, batch)


def read_tags(labels: Sequence[str], place: str = "") -> Tags:
    """A model's labels as tags: with their prefixes where they have any, else as the inside of spans; others count as O.

    Raises:
        XinwenError: ``format-scheme`` for prefixes of no tag scheme.
    """
    prefixed = any(label != "O" and split_tag(label) for label in labels)
    if not prefixed:
        return Tags(["O" if label == "O" else f"I-{label}" for label in labels], "BIO")
    tags = [label if split_tag(label) else "O" for label in labels]
    return Tags(tags, guess_scheme({tag[0] for tag in tags}, place))
