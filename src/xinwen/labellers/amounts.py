"""Numbers as they are found, and what the grammars of numbers share: where a number may begin, what joins a range, its ends."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from xinwen.labellers.numerals import NUMBER_START, NUMERAL_CHARS, NUMERAL_END, multiplier, parse_numeral


class NumberMatch(NamedTuple):
    """A number in a text.

    Attributes:
        type: ``date``, ``money``, ``percent`` or ``quantity``.
        value, max_value: the number in ``unit``; a range has a ``max_value``. None for dates.
        unit: UCUM, ISO 4217, ``token`` or ``pp``. None for dates.
        date: ISO 8601 date or interval, parts unknown left out from the left.
    """

    start: int
    end: int
    type: str
    value: float | None = None
    max_value: float | None = None
    unit: str | None = None
    date: str | None = None


Rule = tuple[Callable[[str], Iterator[NumberMatch]], Sequence[str]]
"""A rule of the grammar, with the strings of which every match of it holds one; without any it is always tried (`triggers`)."""
DIGITS = "0123456789"
NUMBER_CHARS = f"{DIGITS}数几半{NUMERAL_CHARS}"
"""Every character that a number can begin with."""
JOIN = r" ?(?:-|—{1,2}|–|~|～|至|到) ?"
"""What joins the two ends of a range."""
_FIRST = (
    rf"[{NUMBER_START}](?:(?<![{NUMERAL_CHARS}第].)|(?<=[每/]百万\d))(?<!\d[\d十百千万亿半数几])"
    r"(?<![A-Z]\d)(?<![A-Za-z第]-.)(?<!\d[.,:/∶].)(?<!第 .)"
)
ANY_START = f"(?={_FIRST})"
"""Where a number may begin: not inside another, an ordinal or a model's name."""
ANY_NUMERAL = f"{_FIRST}{NUMERAL_END}"
"""A number where one may begin."""
START = rf"{ANY_START}(?:(?=几)|(?<!(?<![目此之提日以当年])前))"
"""The same, and not a rank (前五)."""
NO_NAME = r"(?!(?:[2-5]0[5-9]0|618|996|985|211|12306|12345|19[1-9]\d|20(?!00)[0-4]\d)(?![\d.,]))"
"""None of the numbers that are names of graphics cards (4090), days, universities or lines (985), nor a year."""
VAGUE_BEFORE = "参多少函倍总人次读个指岁分系常无点变整因悉大小计算全代术基正负约"
"""Characters before which 数 stands for no number (参数, 多数)."""
_BLOCK = 18  # about the square root of the number of first characters of units
STOP = re.compile("[，。；：、！？“”‘’]")


@cache
def words(kind: str) -> tuple[str, ...]:
    """A class of words of ``data/number_words.tsv``, the longest first."""
    lines = files("xinwen.labellers").joinpath("data/number_words.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple(sorted((row[1] for row in rows if row[0] == kind), key=len, reverse=True))


def behind(kind: str, sign: str) -> str:
    """A look-behind for the words of a class: ``=`` for one of them, ``!`` for none."""
    tests = (f"(?<{sign}{re.escape(word)})" for word in words(kind))
    return f"(?:{'|'.join(tests)})" if sign == "=" else "".join(tests)


def any_of(kind: str) -> str:
    """The words of a class as a regular expression, the longest first."""
    return branches((word, "") for word in words(kind))


def branches(words: Iterable[tuple[str, str]]) -> str:
    """One of many words, each with what must follow it, as a regular expression.

    Words with the same first character are one branch, in the order given, and such branches stand in blocks, each behind a look at
    the first characters of its own: a text is held against far fewer branches than there are words, and against none where no word
    can begin.
    """
    rests: dict[str, list[str]] = {}
    for word, after in words:
        rests.setdefault(re.escape(word[0]), []).append(re.escape(word[1:]) + after)
    firsts = list(rests)
    blocks = [firsts[at : at + _BLOCK] for at in range(0, len(firsts), _BLOCK)]
    together = (f"(?=[{''.join(block)}])(?:{'|'.join(_branch(first, rests[first]) for first in block)})" for block in blocks)
    return f"(?=[{''.join(firsts)}])(?:{'|'.join(together)})"


def _branch(first: str, rests: list[str]) -> str:
    return f"{first}(?:{'|'.join(rests)})"


@lru_cache(maxsize=4096)
def interval(first: str, second: str | None) -> tuple[Fraction | None, Fraction | None]:
    """The ends of a number or range; the first takes over the second's multiplier where it has none (10～20亿)."""
    low = parse_numeral(first)
    high = parse_numeral(second) if second else low
    if low is None or high is None:
        return None, None
    if not second:
        return low
    shared = multiplier("".join(re.findall("[百千万亿]", second))) if second[-1] in "万亿千百" else 1
    bare = not re.search("[十百千万亿]", first)
    return low.low * (shared or 1) if bare and low.low < high.high else low.low, high.high


def ends(low: Fraction, high: Fraction, type_: str) -> tuple[float, float | None]:
    """The exact ends as floats, the upper one only of a range (a fraction that repeats is rounded to four digits)."""
    first, last = (round(float(x), 4) if type_ == "percent" else float(x) for x in (low, high))
    return first, last if low != high else None


@lru_cache(maxsize=4096)
def quantity(first: str, second: str | None = None) -> tuple[float, float | None] | None:
    """What a number or range without a unit is worth; None when it is no number."""
    low, high = interval(first, second)
    return None if low is None or high is None else ends(low, high, "quantity")


def amount(start: int, end: int, type_: str, low: Fraction, high: Fraction, unit: str) -> NumberMatch:
    """A number with its exact ends."""
    return NumberMatch(start, end, type_, *ends(low, high, type_), unit)


def parsed(m: re.Match[str], group: str, unit: str = "1") -> Iterator[NumberMatch]:
    """The quantity that a group of a match holds; nothing where it is no number."""
    if worth := quantity(m[group]):
        yield NumberMatch(m.start(group), m.end(group), "quantity", *worth, unit)
