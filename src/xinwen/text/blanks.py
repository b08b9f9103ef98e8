"""Blanks and line ends: one newline between paragraphs, no blanks at their edges or beside full-width marks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from xinwen.text.alignment import Edit, Edits
from xinwen.text.charclass import CharClass, Positions, code_points, runs_of

_BLANK = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_NEWLINE = "\n\r\u000b\u000c\u001c-\u001e\u0085\u2028\u2029"

_LF, _SPACE = 0x0A, 0x20

_ANY = CharClass(_BLANK + _NEWLINE)
_LINE_END = CharClass(_NEWLINE)
# Curly quotes and the ellipsis are not among them: English uses the same characters, with blanks beside them.
_WIDE_MARK = CharClass("，。、；：？！「」『』（）《》【】〈〉〔〕")


def find_blanks(text: str) -> Sequence[Edit]:
    """Edits that leave single spaces inside lines and single newlines between them."""
    codes = code_points(text)
    blanks = np.flatnonzero(_ANY.mask(codes))
    starts, ends = runs_of(blanks)
    edge = (starts == 0) | (ends == len(codes))
    beside = edge | _WIDE_MARK.mask(codes[starts - 1]) | _WIDE_MARK.mask(codes.take(ends, mode="clip"))
    # Most runs are one newline or one space between words and stay.
    first = codes[starts]
    moves = edge | (ends - starts > 1) | ((first != _LF) & ((first != _SPACE) | beside))
    if not moves.any():
        return []
    starts, ends, edge, beside = starts[moves], ends[moves], edge[moves], beside[moves]
    kinds = codes[blanks]
    breaks = ~edge & (_first(blanks[_LINE_END.mask(kinds)], starts, ends) < ends)
    spaces = ~(breaks | beside)
    kept = np.where(breaks, _first(blanks[kinds == _LF], starts, ends), ends)
    kept = np.where(spaces, _first(blanks[kinds == _SPACE], starts, ends), kept)
    return _keeping(starts, ends, kept, breaks * _LF + spaces * _SPACE)


def _first(places: Positions, starts: Positions, ends: Positions) -> Positions:
    """The first of ``places`` in each span, or the span's end."""
    first: Positions = np.minimum(np.append(places, ends[-1])[np.searchsorted(places, starts)], ends)
    return first


def _keeping(starts: Positions, ends: Positions, kept: Positions, wanted: Positions) -> Edits:
    """Edits from each run to the one character wanted (0: none), which stays where the run holds it (``kept``, else its end)."""
    held = kept < ends
    begins, stops = np.concatenate((starts, kept[held] + 1)), np.concatenate((kept, ends[held]))
    written = np.concatenate((np.where(held, 0, wanted), np.zeros(np.count_nonzero(held), np.int64)))
    order = np.argsort(begins)
    order = order[begins[order] < stops[order]]
    texts = [chr(code) if code else "" for code in written[order].tolist()] if written.any() else ()
    return Edits(begins[order], stops[order], texts)
