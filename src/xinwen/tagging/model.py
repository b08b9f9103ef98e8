"""The tagger: a conditional random field (python-crfsuite) in a file, with a description beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from xinwen.errors import XinwenError
from xinwen.tagging.features import HINTS, Template, features, parse, sources
from xinwen.tagging.segmenters import SEGMENTERS, Column
from xinwen.tagging.tokens import Span, char_tags, decode, tokenize

_REMEDY = "Train one with scripts/train_ner.py, or install the package again."


class Found(NamedTuple):
    """A span that the tagger found. Its confidence is the smallest probability of one of its tags (their marginals)."""

    start: int
    end: int
    type: str
    confidence: float


class Sentence(NamedTuple):
    """A sentence to tag: its text, and the spans that rules and dictionaries know in it."""

    text: str
    hints: tuple[Span, ...] = ()


class Tagger:
    """A trained tagger.

    Attributes:
        metadata: what it was trained on and with, as it stands in the description.
        name, version: of the model, as it signs.

    Raises:
        XinwenError: ``tagger-model`` for a model that is not there, or damaged, or does not fit its description;
            ``tagger-missing`` and ``tagger-weights`` for a segmenter that it needs.
    """

    def __init__(self, path: Path) -> None:
        self.metadata = read_metadata(path)
        # The library reads the weights where they lie in memory: they must stay.
        self._content = _content(path, self.metadata)
        from pycrfsuite import Tagger as Field

        self._field = Field()
        self._field.open_inmemory(self._content)
        self._templates = parse(self.metadata["templates"])
        self.version = f"{self.metadata['features']} {self.metadata['sha256'][:8]}"

    @property
    def types(self) -> tuple[str, ...]:
        """The types that it knows."""
        return tuple(sorted({label[2:] for label in self._field.labels() if label != "O"}))

    def tag(self, sentences: Sequence[Sentence]) -> list[list[Found]]:
        """The spans of each sentence of an article, in order, without overlaps."""
        tokens = [tokenize(sentence.text) for sentence in sentences]
        rows = described(sentences, tokens, self._templates)
        return [self._spans(*each) for each in zip(tokens, rows, strict=True)]

    def _spans(self, tokens: Sequence[tuple[int, int]], rows: list[list[bytes]]) -> list[Found]:
        if not tokens:
            return []
        self._field.set(rows)
        tags = self._field.tag()
        found = []
        for first, last, kind in decode(tags):
            confidence = min(self._field.marginal(tags[place], place) for place in range(first, last))
            found.append(Found(tokens[first][0], tokens[last - 1][1], kind, round(confidence, 4)))
        return found


def described(
    sentences: Sequence[Sentence], tokens: Sequence[Sequence[tuple[int, int]]], templates: Sequence[Template]
) -> list[list[list[bytes]]]:
    """The features of the tokens of each sentence, by these templates."""
    texts = [sentence.text for sentence in sentences]
    wanted = sources(templates)
    columns: dict[str, list[Column]] = {name: SEGMENTERS[name]()(texts) for name in wanted if name != HINTS}
    if HINTS in wanted:
        columns[HINTS] = [Column(char_tags(len(sentence.text), sentence.hints), []) for sentence in sentences]
    told = [{name: column[i] for name, column in columns.items()} for i in range(len(texts))]
    return [features(*each, templates) for each in zip(texts, tokens, told, strict=True)]


def metadata_path(path: Path) -> Path:
    """Where the description of a model lies."""
    return path.with_suffix(".json")


def read_metadata(path: Path) -> Mapping[str, Any]:
    """The description of a model.

    Raises:
        XinwenError: ``tagger-model``.
    """
    place = metadata_path(path)
    try:
        metadata = json.loads(place.read_text("utf-8"))
        parse(metadata["templates"])
        if not isinstance(metadata["features"], str) or not isinstance(metadata["sha256"], str):
            raise ValueError("it names no features, or no sum")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise XinwenError(
            "tagger-model", f"The description of the tagger cannot be read: {error}.", place=str(place), remedy=_REMEDY
        ) from None
    return dict(metadata)


def _content(path: Path, metadata: Mapping[str, Any]) -> bytes:
    """The model, if it is the one that is described: a damaged one would end the process inside the library."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise XinwenError("tagger-model", f"The tagger cannot be read: {error}.", place=str(path), remedy=_REMEDY) from None
    if hashlib.sha256(content).hexdigest() != metadata["sha256"]:
        message = "The tagger is not the one that its description names: it is damaged, or one of the two files is another's."
        raise XinwenError("tagger-model", message, place=str(path), remedy=_REMEDY)
    return content
