"""Blanks and line ends: one newline between paragraphs, no blanks at their edges or beside full-width marks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from xinwen.text.alignment import Edit, Edits
from xinwen.text.charclass import CharClass, code_points

_BLANK = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_NEWLINE = "\n\r\u000b\u000c\u001c-\u001e\u0085\u2028\u2029"

_ANY = CharClass(_BLANK + _NEWLINE)
_LINE_END = CharClass(_NEWLINE)
# Curly quotes and the ellipsis are not among them: English uses the same characters, with blanks beside them.
_WIDE_MARK = CharClass("，。、；：？！「」『』（）《》【】〈〉〔〕")


def find_blanks(text: str) -> Sequence[Edit]:
    """Edits that leave single spaces inside lines and single newlines between them."""
    codes = code_points(text)
    starts, ends = _ANY.runs(codes)
    before, after = codes[starts - 1], codes[np.minimum(ends, len(codes) - 1)]
    edge = (starts == 0) | (ends == len(codes))
    beside = edge | _WIDE_MARK.mask(before) | _WIDE_MARK.mask(after)
    # Most runs are one newline or one space between words and stay.
    first = codes[starts]
    moves = edge | (ends - starts > 1) | ((first != 0x0A) & ((first != 0x20) | beside))
    if not moves.any():
        return []
    starts, ends, edge, beside = starts[moves], ends[moves], edge[moves], beside[moves]
    breaks = ~edge & (_first(_LINE_END.mask(codes), starts, ends) < ends)
    wanted = np.where(breaks, "\n", np.where(beside, "", " "))
    kept = np.where(breaks, _first(codes == 0x0A, starts, ends), np.where(beside, ends, _first(codes == 0x20, starts, ends)))
    return _keeping(starts, ends, kept, wanted)


def _first(mask: npt.NDArray[np.bool_], starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The first position of ``mask`` in each span, or the span's end."""
    places = np.append(np.flatnonzero(mask), len(mask))
    return np.minimum(places[np.searchsorted(places, starts)], ends)


def _keeping(starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64], kept: npt.NDArray[np.int64], wanted: npt.NDArray[np.str_]) -> Edits:
    """Edits from each run to the one character wanted that keep it where the run holds it (at ``kept``, else at the run's end)."""
    held = kept < ends
    begins, stops = np.concatenate((starts, kept[held] + 1)), np.concatenate((kept, ends[held]))
    texts = np.concatenate((np.where(held, "", wanted), np.full(int(held.sum()), "")))
    order = np.argsort(begins, kind="stable")
    order = order[begins[order] < stops[order]]
    return Edits(begins[order], stops[order], texts[order].tolist() if texts.any() else ())
