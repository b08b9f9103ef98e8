"""The grammar of numbers: dates, money, percentages and quantities, with what they are worth.

A number, in digits or in words, becomes a mention by its unit (`measures`, ``data/units.tsv``), by a currency in front
(`currencies`), as a share (`shares`), by a multiplier or its place in the clause (`counts`), or as a date (`dates`). Values are
exact until the last step, units are UCUM, money is ISO 4217; counters and factors have the unit ``1``. Not numbers here: 一 as an
article (`articles`), ordinals (第一), ranks (前五), collectives (三大运营商), idioms (`lookalikes`), comparators (约, 以上).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from xinwen.labellers.amounts import NumberMatch
from xinwen.labellers.compounds import durations, lengths, small_money
from xinwen.labellers.counts import bare_numbers, doublings, floors, multiples, pairs, prices, reductions, results, words_alone
from xinwen.labellers.currencies import CURRENCY_ENDS, signed_money
from xinwen.labellers.dates import DATE_SIGNS, find_dates
from xinwen.labellers.measures import days, measures, minutes
from xinwen.labellers.numerals import NUMERAL_CHARS, half_width
from xinwen.labellers.shares import fractions, halves, slashes, tenths

__all__ = ["NumberMatch", "find_numbers"]

_DIGITS = frozenset("0123456789")
_NUMERIC = _DIGITS.union("数几半", NUMERAL_CHARS)
# With each rule the characters of which a match holds at least one: most rules need not search most sentences.
_RULES: tuple[tuple[Callable[[str], Iterator[NumberMatch]], frozenset[str]], ...] = (
    (minutes, frozenset("秒")),
    (days, frozenset("日月")),
    (durations, frozenset("年月周天时头期")),
    (lengths, frozenset("米")),
    (small_money, frozenset("块毛角")),
    (measures, _NUMERIC),
    (signed_money, CURRENCY_ENDS),
    (slashes, frozenset("/")),
    (fractions, frozenset("之")),
    (halves, frozenset("半")),
    (tenths, frozenset("成")),
    (multiples, frozenset("百千万亿")),
    (bare_numbers, _DIGITS),
    (words_alone, frozenset("万亿千百十数几案")),
    (prices, frozenset("价算薪资租费金付供卖花砍涨降跌升改加减还")),
    (floors, frozenset("拿买办来")),
    (reductions, frozenset("满")),
    (results, frozenset("比")),
    (pairs, frozenset("男死胜")),
    (doublings, frozenset("番")),
)
_SIGN = re.compile(f"[{re.escape(''.join(_NUMERIC.union(DATE_SIGNS, *(needed for _, needed in _RULES))))}]")


def find_numbers(text: str) -> list[NumberMatch]:
    """The numbers of a text, in order, without overlaps (the leftmost, then the longest, wins)."""
    plain = half_width(text)
    there = set(_SIGN.findall(plain))  # a third of the time that set(plain) takes
    if _NUMERIC.isdisjoint(there):
        return []
    found = list(find_dates(plain, there))
    for rule, needed in _RULES:
        if not needed.isdisjoint(there):
            found += rule(plain)
    if len(found) < 2:
        return found
    found.sort(key=lambda n: (n.start, -n.end))
    kept: list[NumberMatch] = []
    for number in found:
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return kept
