"""Blanks and line ends: one newline between paragraphs, no blanks at their edges or beside full-width marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from xinwen.text.alignment import Edit, apply_edits, edits_of
from xinwen.text.charclass import CharClass
from xinwen.text.punctuation import BLANK, LINE_END

# Curly quotes and the ellipsis are not among them: English uses the same characters, with blanks beside them.
_WIDE_MARKS = frozenset("，。、；：？！「」『』（）《》【】〈〉〔〕")
_MARK = f"[{''.join(sorted(_WIDE_MARKS))}]"
_LINE_END = re.compile(f"[{LINE_END}]")
# A run of blanks and line ends, but for those that stay as they are, which most are: one newline, one space between words.
_RUN = re.compile(
    rf"[{BLANK}{LINE_END}](?:[{BLANK}{LINE_END}]++|(?<=[^\n ])|(?<=\A.)|\Z|(?<= )(?:(?<={_MARK}.)|(?={_MARK})))", re.DOTALL
)
# The same with neither a line end nor an edge of the text beside it. The engine searches at once for a literal space, which does
# for a page without other blanks.
_INSIDE = rf"(?<=[^{BLANK}{LINE_END}].)(?>[{BLANK}]++|(?<=[^ ])|(?<={_MARK}.)|(?={_MARK}))(?![{LINE_END}]|\Z)"
_GAP, _ANY_GAP = re.compile(f" {_INSIDE}", re.DOTALL), re.compile(f"[{BLANK}]{_INSIDE}", re.DOTALL)
_OTHER = CharClass(BLANK.replace(" ", ""))


def find_blanks(text: str) -> list[Edit]:
    """Edits that leave single spaces inside lines and single newlines between them."""
    return _edits(text, [match.span() for match in _RUN.finditer(text)])


def find_gaps(text: str) -> list[Edit]:
    """Of ``find_blanks`` those inside lines."""
    gap = _ANY_GAP if _OTHER.is_in(text) else _GAP
    return _edits(text, [match.span() for match in gap.finditer(text)])


@lru_cache(1)
def without_gaps(text: str) -> tuple[str, Sequence[Edit]]:
    """What ``find_gaps`` leaves of a page, and its edits: what a line is depends on its words, not on how many blanks part them."""
    gaps = find_gaps(text)
    return (apply_edits(text, gaps) if gaps else text), gaps


def _edits(text: str, runs: Iterable[tuple[int, int]]) -> list[Edit]:
    """The edits that make one character or none of each run of blanks that is not in order."""
    edits: list[tuple[int, int, str]] = []
    size = len(text)
    for start, end in runs:
        if text[start] == "\n" and start > 0 and end < size:  # blank lines, as most are: the first newline stays
            edits.append((start + 1, end, ""))
            continue
        at_edge = start == 0 or end == size
        kept, wanted = _kept(text[start:end], at_edge, at_edge or text[start - 1] in _WIDE_MARKS or text[end] in _WIDE_MARKS)
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
