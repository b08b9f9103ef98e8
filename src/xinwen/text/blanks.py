"""Blanks and line ends: one newline between paragraphs, no blanks at their edges or beside full-width marks."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np

from xinwen.text.alignment import Edit
from xinwen.text.charclass import CharClass, code_points, runs_of

_BLANK = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_NEWLINE = "\n\r\u000b\u000c\u001c-\u001e\u0085\u2028\u2029"

_LF, _SPACE = 0x0A, 0x20

_ANY = CharClass(_BLANK + _NEWLINE)
_LINE_END = re.compile(f"[{_NEWLINE}]")
# Curly quotes and the ellipsis are not among them: English uses the same characters, with blanks beside them.
_WIDE_MARK = CharClass("，。、；：？！「」『』（）《》【】〈〉〔〕")


def find_blanks(text: str) -> list[Edit]:
    """Edits that leave single spaces inside lines and single newlines between them."""
    codes = code_points(text)
    starts, ends = runs_of(np.flatnonzero(_ANY.mask(codes)))
    edge = (starts == 0) | (ends == len(codes))
    beside = edge | _WIDE_MARK.mask(codes[starts - 1]) | _WIDE_MARK.mask(codes.take(ends, mode="clip"))
    # Most runs are one newline or one space between words and stay.
    first = codes[starts]
    moves = edge | (ends - starts > 1) | ((first != _LF) & ((first != _SPACE) | beside))
    columns = zip(*(column[moves].tolist() for column in (starts, ends, first, edge, beside)), strict=True)
    edits: list[Edit] = []
    for start, end, code, at_edge, at_mark in columns:
        if code == _LF and not at_edge:  # blank lines, as most are: the first newline stays
            edits.append(Edit(start + 1, end))
            continue
        kept, wanted = _kept(text[start:end], at_edge, at_mark)
        if kept < 0:
            edits.append(Edit(start, end, wanted))
            continue
        if kept:
            edits.append(Edit(start, start + kept))
        if start + kept + 1 < end:
            edits.append(Edit(start + kept + 1, end))
    return edits


@lru_cache(1024)
def _kept(run: str, at_edge: bool, at_mark: bool) -> tuple[int, str]:
    """The one character that a run of blanks becomes (none: empty), and where the run holds it (nowhere: -1)."""
    if at_edge:
        return -1, ""
    wanted = "\n" if _LINE_END.search(run) else "" if at_mark else " "
    return (run.find(wanted), wanted) if wanted else (-1, "")
