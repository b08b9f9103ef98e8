"""The grammar of numbers: dates, money, percentages and quantities, with what they are worth.

A number, in digits or in words, becomes a mention by its unit (`measures`, ``data/units.tsv``), by a currency in front
(`currencies`), as a share (`shares`), by a multiplier or its place in the clause (`counts`, `digits`, `bare_words`), by the
noun behind it (`nouns`), or as a date (`dates`). Values are exact until the last step, units are UCUM, money is ISO 4217;
counters and factors have the unit ``1``. Not numbers here: 一 as an article (`articles`), ordinals (第一), ranks (前五),
collectives (三大运营商), idioms (`lookalikes`), comparators (约, 以上).
"""

from __future__ import annotations

import re

from xinwen.labellers.amounts import NUMBER_CHARS, NumberMatch, Rule
from xinwen.labellers.bare_words import BARE_WORD_RULES
from xinwen.labellers.compounds import COMPOUND_RULES
from xinwen.labellers.counts import COUNT_RULES
from xinwen.labellers.currencies import CURRENCY_RULES
from xinwen.labellers.dates import DATE_RULES
from xinwen.labellers.digits import DIGIT_RULES
from xinwen.labellers.measures import MEASURE_RULES
from xinwen.labellers.nouns import NOUN_RULES
from xinwen.labellers.numerals import half_width
from xinwen.labellers.shares import SHARE_RULES
from xinwen.labellers.triggers import Triggers

__all__ = ["NUMBER_RULES", "NumberMatch", "find_numbers"]

_ANY = re.compile(f"[{NUMBER_CHARS}廿０-９]")  # one of these stands in every number
#: All rules of the grammar, each with the strings of which every match holds one.
NUMBER_RULES: tuple[Rule, ...] = (
    *DATE_RULES,
    *MEASURE_RULES,
    *COMPOUND_RULES,
    *CURRENCY_RULES,
    *SHARE_RULES,
    *COUNT_RULES,
    *DIGIT_RULES,
    *BARE_WORD_RULES,
    *NOUN_RULES,
)
_RULES = Triggers(NUMBER_RULES)


def find_numbers(text: str) -> list[NumberMatch]:
    """The numbers of a text, in order, without overlaps (the leftmost, then the longest, wins)."""
    if not _ANY.search(text):
        return []
    plain = half_width(text)
    found: list[NumberMatch] = []
    for rule in _RULES.fired(f"{plain}\n"):  # so that a rule can ask for a number at the end
        found += rule(plain)
    if len(found) < 2:
        return found
    found.sort(key=lambda n: (n.start, -n.end))
    kept: list[NumberMatch] = []
    for number in found:
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return kept
