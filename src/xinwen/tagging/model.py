"""The tagger: a conditional random field in a file (CRFsuite's), with a description beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from xinwen.errors import XinwenError
from xinwen.tagging.crf import Path as Best
from xinwen.tagging.crf import States, paths
from xinwen.tagging.crf_file import read_field
from xinwen.tagging.features import HINTS, Table, Template, parse, sources, tabulate
from xinwen.tagging.segmenters import SEGMENTERS, Told, hinted
from xinwen.tagging.tokens import Span, Tokens, decode, tokenize_all

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
        content = _content(path, self.metadata)
        try:
            self._field = read_field(content)
        except ValueError as error:
            raise XinwenError("tagger-model", f"The tagger cannot be read: {error}.", place=str(path), remedy=_REMEDY) from None
        self._templates = parse(self.metadata["templates"])
        self._states = States(self._field, self._templates)
        self.version = f"{self.metadata['features']} {self.metadata['sha256'][:8]}"

    @property
    def types(self) -> tuple[str, ...]:
        """The types that it knows."""
        return tuple(sorted({label[2:] for label in self._field.labels if label != "O"}))

    def tag(self, sentences: Sequence[Sentence]) -> list[list[Found]]:
        """The spans of each sentence of an article, in order, without overlaps."""
        texts = [sentence.text for sentence in sentences]
        tokens = tokenize_all(texts)
        table = described(sentences, tokens, self._templates)
        best = paths(self._field.steps, self._states.scores(table), table.lengths)
        places = list(zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True))
        tokens_before, chars_before = accumulate(tokens.lengths, initial=0), accumulate(map(len, texts), initial=0)
        each = zip(best, pairwise(tokens_before), chars_before, strict=False)
        return [self._spans(places[first:last], begin, path) for path, (first, last), begin in each]

    def _spans(self, places: Sequence[tuple[int, int]], begin: int, path: Best) -> list[Found]:
        """The spans of a sentence that begins at ``begin``; the places of its tokens are those in all texts."""
        runs = decode([self._field.labels[number] for number in path.labels])
        return [
            Found(places[first][0] - begin, places[last - 1][1] - begin, kind, round(min(path.sure[first:last]), 4))
            for first, last, kind in runs
        ]


def described(sentences: Sequence[Sentence], tokens: Tokens, templates: Sequence[Template]) -> Table:
    """What is said of the tokens of each sentence, as far as these templates ask for it."""
    texts = [sentence.text for sentence in sentences]
    wanted = sources(templates)
    told = {name: SEGMENTERS[name]()(texts) for name in wanted if name != HINTS}
    if HINTS in wanted:
        told[HINTS] = Told(hinted(texts, [sentence.hints for sentence in sentences]))
    return tabulate(tokens, told, templates)


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
