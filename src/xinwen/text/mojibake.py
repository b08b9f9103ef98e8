"""GBK bytes that were read as Latin-1 (``ÎÒ¸ú`` for 我跟), and what else a faulty decoding leaves: U+FFFD and C1 controls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from xinwen.text.alignment import Edit
from xinwen.text.charclass import CharClass, code_points, runs_of, where
from xinwen.text.controls import PRIVATE_PAIRS
from xinwen.text.pinyin import is_common
from xinwen.text.script import to_simplified

Span = tuple[int, int]

_MARKS = frozenset("，。、；：？！“”‘’（）《》【】—…·％～")
_LATIN = CharClass("\u0080-\u00ff\ufffd")
# Later steps take blanks and line ends for what they are; a run is therefore tried without them as well.
_BLANKS = "\u0085\u00a0"
_PIECE = re.compile(f"[^{_BLANKS}]+")
_DEBRIS_CLASS = CharClass(f"\u0080-\u0084\u0086-\u009f\u00ad\ufffd{PRIVATE_PAIRS}")
_LOST = re.compile(f"[\ufffd{PRIVATE_PAIRS}]")
_DEBRIS = re.compile("[\u0080-\u0084\u0086-\u009f\u00ad\ufffd]+")


class Repair(NamedTuple):
    """What is to be done about one damaged run."""

    edits: tuple[Edit, ...]
    lost: tuple[Span, ...]
    end: int

    @property
    def start(self) -> int:
        """Where it begins."""
        return min([edit.start for edit in self.edits] + [start for start, _ in self.lost])


def misread_runs(text: str) -> Iterator[Repair]:
    """Repairs of GBK that was read as Latin-1; only where one run of four characters gives Chinese."""
    if not _LATIN.is_in(text):
        return
    latin = _LATIN.mask(code_points(text))
    two = latin[:-1] & latin[1:]
    four = where(two[:-2] & two[2:]).tolist()
    if not any(text[at : at + 4].strip(_BLANKS) for at in four):
        return
    starts, ends = runs_of(where(latin))
    several = ends - starts > 1
    spans = zip(starts[several].tolist(), ends[several].tolist(), strict=True)
    runs = [run for start, end in spans if text[start:end].strip(_BLANKS) for run in _pieces(text, start, end)]
    if not any(len(decoded) > 1 and len(set(text[start:end])) > 2 for start, end, decoded in runs):
        return
    for start, end, decoded in runs:
        if decoded and len(set(text[start:end])) > 1:
            yield Repair((Edit(start, end, decoded),), (), end)
        elif end - start > 3 and len(set(text[start:end])) > 2:
            yield Repair((), ((start, end),), end)


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """A run, or what lies between its blanks, each as (start, end, the Chinese behind it or nothing)."""
    whole = _decoded(text[start:end])
    if whole:
        return [(start, end, whole)]
    return [(*piece.span(), _decoded(_DEBRIS.sub("", piece.group()))) for piece in _PIECE.finditer(text, start, end)]


def _decoded(run: str) -> str:
    """The Chinese behind a run of Latin-1 characters, or nothing."""
    try:
        text = run.encode("latin-1").decode("gbk")
    except UnicodeError:
        return ""
    return text if share_of_common(text) > 0.6 else ""


def without_debris(text: str, edits: list[Edit], lost: list[Span]) -> tuple[list[Edit], list[Span]]:
    """``edits`` and ``lost`` with what is left of U+FFFD, C1 controls, soft hyphens and private-use pairs taken out of the text.

    The characters beside a U+FFFD or such a pair are reported as damaged in its place.
    """
    if not _DEBRIS_CLASS.is_in(text):
        return edits, lost
    starts, ends = _DEBRIS_CLASS.runs(code_points(text))
    debris = list(zip(starts.tolist(), ends.tolist(), strict=True))
    cut, garbled = np.zeros(len(text) + 1, np.bool_), np.zeros(len(text) + 1, np.bool_)
    for edit in edits:
        cut[edit.start : edit.end] = True
    left = [(start, end) for start, end in debris if not cut[start:end].any()]
    for start, end in left:
        cut[start:end] = True
        if _LOST.search(text, start, end):
            garbled[max(start - 1, 0) : end + 1] = True
    for start, end in lost:
        garbled[start:end] = True
    blank = [at for start, end in left for at in (start - 1, end) if text[at : at + 1].isspace()]
    garbled[[*blank, len(text)]] = False
    bounds = np.flatnonzero(np.diff(garbled & ~cut, prepend=False)).tolist()
    return sorted([*edits, *(Edit(start, end) for start, end in left)]), list(zip(bounds[::2], bounds[1::2], strict=True))


def share_of_common(text: str) -> float:
    """The share of ``text`` that is common characters and marks."""
    return sum(map(is_known, text)) / len(text) if text else 0


def is_known(character: str) -> bool:
    """Whether ``character`` is a common one or a mark."""
    return character in _MARKS or is_common(to_simplified(character))
