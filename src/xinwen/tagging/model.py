"""The tagger: a conditional random field in a file (CRFsuite's), with a description beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from xinwen.errors import XinwenError
from xinwen.tagging.crf import Scores, States, paths
from xinwen.tagging.crf_file import read_field
from xinwen.tagging.features import HINTS, Table, Template, parse, sources, tabulate
from xinwen.tagging.segmenters import SEGMENTERS, Told, hinted
from xinwen.tagging.tokens import Runs, Span, Tokens, decode, tokenize_all

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
        runs = decode(best.labels, self._field.labels, table.lengths)
        return self._spans(texts, tokens, runs, best.sure)

    def _spans(self, texts: Sequence[str], tokens: Tokens, runs: Runs, sure: Scores) -> list[list[Found]]:
        """The spans of each sentence, given the runs of tokens in all of them."""
        ends = np.cumsum([0, *map(len, texts)], dtype=np.intp)
        starts = tokens.starts[runs.first]
        owners = np.searchsorted(ends, starts, side="right") - 1
        places = (owners, starts - ends[owners], tokens.ends[runs.last - 1] - ends[owners], runs.tags, _least(sure, runs))
        found: list[list[Found]] = [[] for _ in texts]
        for owner, start, end, tag, least in zip(*(column.tolist() for column in places), strict=True):
            found[owner].append(Found(start, end, self._field.labels[tag][2:], round(least, 4)))
        return found


def _least(sure: Scores, runs: Runs) -> Scores:
    """The smallest probability of each run."""
    edges = np.column_stack([runs.first, runs.last]).ravel()
    least: Scores = np.minimum.reduceat(np.append(sure, 1.0), edges)[::2]  # what stands between two runs is left out
    return least


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
