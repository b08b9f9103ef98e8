"""Offsets in UTF-16 code units and in code points, and which of the two a file counts.

JavaScript counts UTF-16, Python code points; they part at the first character beyond U+FFFF (an emoji, a rare Han character).
A file does not say which it uses, so its spans are read both ways and the evidence decides.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

Convention = Literal["code-point", "utf-16"]
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
# Blanks and stops do not begin a name, and a run of Latin letters or digits is not cut by an annotator's mouse.
_EDGE = re.compile(r"[\s，。、；：！？,;:!?]")
_RUN = re.compile(r"[0-9A-Za-zÀ-ɏ]")
_MAJORITY = 0.9
_FEW = 3


class Sample(NamedTuple):
    """A span as a file counts it; ``surface`` where the file says what it covers."""

    text: str
    start: int
    end: int
    surface: str | None = None


class Verdict(NamedTuple):
    """What the spans of a file say: the convention (None: cannot be told) and the evidence in words."""

    convention: Convention | None
    evidence: str


def to_utf16(text: str, offset: int) -> int:
    """The number of UTF-16 code units before the code point ``offset``."""
    return offset + bisect_left(_astral(text), offset)


def from_utf16(text: str, offset: int) -> int | None:
    """The code point at which the UTF-16 offset lies; None inside a surrogate pair."""
    astral = _astral(text)
    before = bisect_left(range(len(astral)), offset, key=lambda i: astral[i] + i)
    return None if before and astral[before - 1] + before == offset else offset - before


@lru_cache(maxsize=256)
def _astral(text: str) -> list[int]:
    """Where the astral characters of a text stand; all spans of a text ask for it one after another."""
    return [match.start() for match in _ASTRAL.finditer(text)]


def matters(sample: Sample) -> bool:
    """Whether the two ways of counting give different spans here."""
    astral = _astral(sample.text)
    return bool(astral) and astral[0] < sample.end


def read(sample: Sample, convention: Convention) -> tuple[int, int] | None:
    """The span in code points; None where an end lies inside a surrogate pair."""
    if convention == "code-point":
        return sample.start, sample.end
    start, end = from_utf16(sample.text, sample.start), from_utf16(sample.text, sample.end)
    return None if start is None or end is None else (start, end)


def resolve(sample: Sample, convention: Convention | None) -> tuple[int, int] | None:
    """The span in code points; what the span is said to cover decides first, then ``convention``. None: cannot be told."""
    if not matters(sample):
        return sample.start, sample.end
    if sample.surface is not None:
        readings = {span for c in _CONVENTIONS if (span := read(sample, c)) and sample.text[slice(*span)] == sample.surface}
        if len(readings) == 1:
            return readings.pop()
    return read(sample, convention) if convention else None


def judge(samples: Iterable[Sample]) -> Verdict:
    """Which way of counting the spans of a file support.

    Hard evidence (out of range, inside a pair, another surface than stated) goes before soft evidence (an edge inside a word, on a
    blank or a stop). Only spans that one reading explains and the other does not are counted; nine in ten must agree, and of
    soft ones there must be three.
    """
    differing = [s for s in samples if matters(s)]
    if not differing:
        return Verdict("code-point", "both ways of counting agree")
    for test, few, words in ((_possible, 1, "can be read"), (_plausible, _FEW, "hit word borders")):
        votes = Counter(vote for s in differing if (vote := _vote(s, test)))
        convention, count = max(((c, votes[c]) for c in _CONVENTIONS), key=lambda pair: pair[1])
        if votes.total() >= few and count >= _MAJORITY * votes.total():
            figures = " and ".join(f"{sum(test(s, c) for s in differing):,} as {c}" for c in _CONVENTIONS)
            return Verdict(convention, f"of {len(differing):,} spans that reach past an astral character, {figures} {words}")
    return Verdict(None, f"{len(differing):,} spans reach past an astral character and tell neither way")


_CONVENTIONS: tuple[Convention, ...] = ("code-point", "utf-16")


def _vote(sample: Sample, test: Callable[[Sample, Convention], bool]) -> Convention | None:
    good = [c for c in _CONVENTIONS if test(sample, c)]
    return good[0] if len(good) == 1 else None


def _possible(sample: Sample, convention: Convention) -> bool:
    span = read(sample, convention)
    if span is None or not 0 <= span[0] < span[1] <= len(sample.text):
        return False
    return sample.surface is None or sample.text[slice(*span)] == sample.surface


def _plausible(sample: Sample, convention: Convention) -> bool:
    span = read(sample, convention)
    if span is None or not _possible(sample, convention):
        return False
    start, end = span
    text = sample.text
    return not (_EDGE.match(text, start) or _EDGE.match(text, end - 1) or _cuts_run(text, start) or _cuts_run(text, end))


def _cuts_run(text: str, at: int) -> bool:
    return 0 < at < len(text) and bool(_RUN.match(text, at - 1) and _RUN.match(text, at))
