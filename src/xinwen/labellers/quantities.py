"""The numbers that a claim rests on: role, comparator and per-unit base, read from the words around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from xinwen.records import Entity, Quantity

_DURATIONS = {"s", "ms", "min", "h", "d", "wk", "mo", "a"}
_CHANGE = re.compile(
    r"(?:增长|增加|增幅|增速|增|下降|下滑|降低|降幅|减少|减|上涨|涨幅|涨|下跌|跌幅|跌|缩小|缩减|扩大|扩张|提高|提升|上调|下调|翻|超出|高出|溢价)"
    r"(?:了|约|近|超过?|逾|高达|达到?|为|仅|不到|惊人的|[ ])*$"
)
_RATE_AFTER = re.compile(r" ?的?(?:年?复合)?(?:年?均?)(?:增长率|增速|增幅|降幅)")
_BASELINE = re.compile(r"(?:从|由|相比于?|较|对比|原来的|原先的|此前的)[^，。；至到升降增减为达]{0,8}$")
_TARGET = re.compile(r"目标(?:是|为|定为|达到?)?(?:约|近|超过?)?$")
_BEFORE = (
    ("≥", re.compile(r"(?:至少|不低于|不少于|起码|不小于)有? ?$")),
    ("≤", re.compile(r"(?:至多|最多|不超过|不高于|上限为?) ?$")),
    ("<", re.compile(r"(?:不到|不足|低于|少于|小于|未达|不及) ?$")),
    (">", re.compile(r"(?:超过?|逾|高于|多于|大于|突破|超越) ?$")),
    ("~", re.compile(r"(?:约为?|大约|近|将近|接近|上|左右|大概|大致) ?$")),
)
_ANY_BEFORE = re.compile("|".join(pattern.pattern for _, pattern in _BEFORE))
_MORE, _SEVERAL = re.compile("[余多]"), re.compile("[数几]")
_AFTER = (
    ("≥", re.compile(r" ?(?:及?以上|起)")),
    ("≤", re.compile(r" ?(?:以内|之内)")),
    ("<", re.compile(r" ?(?:及?以下|不到)")),
    ("~", re.compile(r" ?(?:左右|上下|前后)")),
)
_WINDOW = 16


def find_quantities(text: str, entities: Sequence[Entity]) -> tuple[Quantity, ...]:
    """The quantities of a claim, in order; a per-unit base (每百万token) is no quantity of its own.

    Args:
        text: the sentence.
        entities: the outer entities inside the claim.
    """
    numbers = [e for e in entities if e.type == "NUM"]
    bases = {b.id: a for a, b in pairwise(numbers) if _is_base(text, a, b)}
    skipped = {base.id for base in bases.values()}
    return tuple(_quantity(text, number, bases.get(number.id)) for number in numbers if number.id not in skipped)


def _is_base(text: str, first: Entity, second: Entity) -> bool:
    """每百万token0.27美元: the first number is what the second is counted by."""
    return first.fine_type == "quantity" and second.start_char - first.end_char <= 1 and text[: first.start_char].endswith("每")


def _quantity(text: str, number: Entity, base: Entity | None) -> Quantity:
    before = text[max(0, number.start_char - _WINDOW) : number.start_char]
    role = _role(number, before, text, number.end_char)
    per = (
        f"/{base.value:.0e}{base.unit if base.unit != '1' else ''}".replace("e+0", "e").replace("e+", "e")
        if base and base.value
        else None
    )
    comparator = "=" if role == "time" else _comparator(text, number, before)
    return Quantity(number.id, role, number.value, number.unit, per, comparator)


def _role(number: Entity, before: str, text: str, end: int) -> str:
    if number.fine_type == "date" or number.unit in _DURATIONS:
        return "time"
    if _CHANGE.search(before) or _RATE_AFTER.match(text, end):
        return "change"
    if _TARGET.search(before):
        return "target"
    return "baseline" if _BASELINE.search(before) else "value"


def _comparator(text: str, number: Entity, before: str) -> str:
    for comparator, pattern in _BEFORE if _ANY_BEFORE.search(before) else ():
        if pattern.search(before):
            return comparator
    for comparator, pattern in _AFTER:
        if pattern.match(text, number.end_char):
            return comparator
    return ">" if _MORE.search(number.text) else "~" if _SEVERAL.search(number.text) else "="
