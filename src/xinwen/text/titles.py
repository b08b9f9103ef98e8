"""Titles that a page gives more than once, whole or damaged, and the keywords that a mirror writes between two copies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import combinations, islice, pairwise
from typing import NamedTuple

from xinwen.text.punctuation import HAN

_TITLE_LINES = 8  # a title is repeated within the first lines
_SHORTEST_TITLE = 6
_TITLE_LIKENESS = 0.75
# What a mirror writes between two copies of the title: groups of keywords, with blanks between.
_KEYWORDS = re.compile(rf"[{HAN}][^\s。！？!?，,；;：:、…]{{1,13}}(?:\s+[{HAN}][^\s。！？!?，,；;：:、…]{{1,13}}){{3,}}")
_SIGNS, _SIGNS_IN_LINES = re.compile(r"[\W_]+"), re.compile(r"[^\w\n]+|_+")
_BROKEN_SIGNS = "\ufffd?āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_BROKEN, _DAMAGED = re.compile(f"[{_BROKEN_SIGNS}]"), re.compile(f"[{_BROKEN_SIGNS}()]")
_TORN_BRACKET = re.compile("[\u4e00-\u9fff][a-z]+\\)")


class _Title(NamedTuple):
    """A line that may be the title: itself, the line without its signs, how damaged it is."""

    at: int
    line: str
    solid: str
    damage: int


def repeated_titles(bare: Sequence[str], titles: Sequence[int]) -> list[int]:
    """The lines among the first of the page that give the title again, and keywords between two copies of it.

    The first undamaged copy stays.
    """
    ahead = iter(titles)
    left: list[int] = []
    repeated: list[int] = []
    while True:
        left += islice(ahead, _TITLE_LINES - len(left))
        if not _may_repeat([bare[at] for at in left]):
            return repeated
        told = [_title(at, bare[at]) for at in left]
        worse = _keywords(told) or _worse_title(told)
        if worse is None:
            return repeated
        left.remove(worse.at)
        repeated.append(worse.at)


def _may_repeat(lines: Sequence[str]) -> bool:
    """Whether two of ``lines`` may be one title: they begin alike, they differ in signs only, or one is damaged.

    On most pages none of this is so. It is asked of all lines at once, as what is known of each takes longer to find out.
    """
    if len({line[:_SHORTEST_TITLE] for line in lines}) < len(lines):
        return True
    joined = "\n".join(lines)
    if len(set(_SIGNS_IN_LINES.sub("", joined).split("\n"))) < len(lines):
        return True
    return _DAMAGED.search(joined) is not None and any(map(_damage, lines))


def _title(at: int, line: str) -> _Title:
    return _Title(at, line, _SIGNS.sub("", line), _damage(line))


def _keywords(titles: Sequence[_Title]) -> _Title | None:
    for one, between, other in zip(titles, titles[1:], titles[2:], strict=False):
        several = len(between.line.split()) > 3  # asked first: the expression takes longer
        if several and _KEYWORDS.fullmatch(between.line) and (one.line == other.line or _is_same_title(one, other)):
            return between
    return None


def _worse_title(titles: Sequence[_Title]) -> _Title | None:
    """A title that another line gives better; a short one must stand right below its like."""
    pairs = (pair for pair in combinations(titles, 2) if _is_same_title(*pair))
    worse = max(next(pairs, ()), key=lambda title: (title.damage, len(title.line), title.at), default=None)
    return worse or next((other for one, other in pairwise(titles) if one.line == other.line and len(one.solid) > 1), None)


def _is_same_title(one: _Title, other: _Title) -> bool:
    """Whether two lines are one title, whole or damaged, with or without the name of the site after it."""
    short, long = (one, other) if len(one.line) <= len(other.line) else (other, one)
    size, more = len(short.line), len(long.line) - len(short.line)
    if size < _SHORTEST_TITLE:
        return False
    if long.line.startswith(short.line) and (not more or long.line[size:].lstrip()[0] in "_|-–—｜丨"):
        return True
    if short.solid == long.solid:
        return True
    if not (one.damage or other.damage) or more > size:
        return False
    return SequenceMatcher(None, short.line, long.line, autojunk=False).ratio() >= _TITLE_LIKENESS


def _damage(line: str) -> int:
    """How many signs of a broken conversion a line shows."""
    torn = len(_TORN_BRACKET.findall(line)) if ")" in line else 0
    return len(_BROKEN.findall(line)) + torn + abs(line.count("(") - line.count(")"))
