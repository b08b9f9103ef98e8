"""Blanks and line ends: one newline between paragraphs, no blanks at their edges or beside full-width marks."""

from __future__ import annotations

import re
from functools import lru_cache

from xinwen.text.alignment import Edit, edits_of
from xinwen.text.punctuation import BLANK, LINE_END

# Curly quotes and the ellipsis are not among them: English uses the same characters, with blanks beside them.
_WIDE_MARKS = frozenset("，。、；：？！「」『』（）《》【】〈〉〔〕")
_MARK = f"[{''.join(sorted(_WIDE_MARKS))}]"
_LINE_END = re.compile(f"[{LINE_END}]")
# A run of blanks and line ends, but for those that stay as they are, which most are: one newline, one space between words.
_RUN = re.compile(
    rf"[{BLANK}{LINE_END}](?:[{BLANK}{LINE_END}]++|(?<=[^\n ])|(?<=\A.)|\Z|(?<= )(?:(?<={_MARK}.)|(?={_MARK})))", re.DOTALL
)


def find_blanks(text: str) -> list[Edit]:
    """Edits that leave single spaces inside lines and single newlines between them."""
    edits: list[tuple[int, int, str]] = []
    size = len(text)
    for match in _RUN.finditer(text):
        start, end = match.span()
        if text[start] == "\n" and start > 0 and end < size:  # blank lines, as most are: the first newline stays
            edits.append((start + 1, end, ""))
            continue
        run = match.group()
        at_edge = start == 0 or end == size
        kept, wanted = _kept(run, at_edge, at_edge or text[start - 1] in _WIDE_MARKS or text[end] in _WIDE_MARKS)
        if kept < 0:
            edits.append((start, end, wanted))
            continue
        if kept:
            edits.append((start, start + kept, ""))
        if start + kept + 1 < end:
            edits.append((start + kept + 1, end, ""))
    return edits_of(edits)


@lru_cache(1024)
def _kept(run: str, at_edge: bool, at_mark: bool) -> tuple[int, str]:
    """The one character that a run of blanks becomes (none: empty), and where the run holds it (nowhere: -1)."""
    if at_edge:
        return -1, ""
    wanted = "\n" if _LINE_END.search(run) else "" if at_mark else " "
    return (run.find(wanted), wanted) if wanted else (-1, "")
