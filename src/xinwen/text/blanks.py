"""Blanks and line ends: one newline between paragraphs, no blanks at their edges or beside full-width marks."""

from __future__ import annotations

import re

import numpy as np

from xinwen.text.alignment import Edit
from xinwen.text.charclass import CharClass, code_points

_BLANK = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_NEWLINE = "\n\r\u000b\u000c\u001c-\u001e\u0085\u2028\u2029"

_ANY = CharClass(_BLANK + _NEWLINE)
# Curly quotes and the ellipsis are not among them: English uses the same characters, with blanks beside them.
_WIDE_MARK = CharClass("，。、；：？！「」『』（）《》【】〈〉〔〕")
_LINE_END = re.compile(f"[{_NEWLINE}]")


def find_blanks(text: str) -> list[Edit]:
    """Edits that leave single spaces inside lines and single newlines between them."""
    codes = code_points(text)
    starts, ends = _ANY.runs(codes)
    wide = np.concatenate(([True], _WIDE_MARK.mask(codes), [True]))
    # A mark, or the edge of the text, beside the run; most runs are one newline or one space between words and stay.
    beside = wide[starts] | wide[ends + 1]
    edge = (starts == 0) | (ends == len(text))
    first = codes[starts]
    stays = (ends - starts == 1) & ~edge & ((first == 0x0A) | ((first == 0x20) & ~beside))
    edits: list[Edit] = []
    for start, end, at_mark, at_edge in zip(*(a[~stays].tolist() for a in (starts, ends, beside, edge)), strict=True):
        run = text[start:end]
        kept = "" if at_edge else "\n" if _LINE_END.search(run) else "" if at_mark else " "
        edits += _keeping(run, kept, start)
    return edits


def _keeping(run: str, kept: str, start: int) -> list[Edit]:
    """Edits from ``run`` to ``kept`` that keep the kept character itself where the run holds it."""
    at = run.find(kept) if kept else -1
    if at < 0:
        return [Edit(start, start + len(run), kept)]
    after = start + at + 1
    return [e for e in (Edit(start, start + at), Edit(after, start + len(run))) if e.end > e.start]
