"""What stands beside 一 with a counter: another number in a list, behind the same verb, in the next clause, or after 而不是."""

from __future__ import annotations

import re

from xinwen.labellers.amounts import STOP
from xinwen.labellers.numerals import NUMBER_START, NUMERAL_CHARS
from xinwen.labellers.units import units

LENGTHS = frozenset(("年", "天", "周", "小时", "分钟", "分多钟", "刻钟", "学期", "个学期")) | frozenset(
    ("个月", "个多月", "个小时", "个多小时", "个季度", "个星期", "个钟头")
)
_NEXT_CLAUSE = re.compile(rf"[^，。；：、！？]{{1,10}}[，；](?=[{NUMBER_START}])(?!一)")
_JOINED_NEXT = re.compile(rf"[^，。；：！？、和与及]{{1,10}}(?:以及|[和与、]|(?<!涉)及)(?=[{NUMBER_START}])(?![一几数])")
_JOINS = frozenset("和与、及")
_JOINED_LAST = re.compile(
    rf"(?=[{NUMBER_START}])(?<![第前几数{NUMERAL_CHARS}])(?![一几数])[^，。；：！？“”]{{3,14}}(?<![前后上下中里内外间])(?:以及|[和与、]|(?<!涉)及)$"
)
_TOOK = frozenset("了等拖")
_DURATION = re.compile(
    rf"(?=[\d几半{NUMERAL_CHARS}])(?:\d{{1,3}}|[几半{NUMERAL_CHARS}]{{1,3}}) ?"
    r"(?:个?多?(?:小时|月|季度|星期|钟头)|年|天|周|秒|分钟)半?多?(?![前来初底末中])[^，；。]{0,12}[，；]"
)
_OUTLASTED = re.compile(
    rf"(?:[以之]?内)?[^，。；：、！？]{{0,3}}[，；][^，。；：！？\d{NUMERAL_CHARS}]{{0,14}}"
    r"(?:\d{1,3}|[几半两二三四五六七八九十]{1,3}) ?"
    r"(?:个?多?(?:小时|月|季度|星期|钟头|学期)|年|天|周|秒|分钟)(?:[以之]?内|不到)?(?=[，。；！？”]|$)"
)
_CONTRAST = re.compile("[^。！？；]{0,12}[，、]?(?:而不是|而非|而是)(?!一)")
_NO_VERB = frozenset("的了着过是有这那每另第为到在从把被对和与及或前后上下中内外里间末初当比，。；：、！？“”（） ")
_NEXT_VERB = 16  # how far off, in characters, the verb may stand again
_NEXT_ONLY = re.compile("[^。！？，；]{0,8}[，；][^，。；：！？]{0,6}")
_NEAR = 60  # how far around, in characters, anything is looked for


def is_contrasted(text: str, end: int, number: re.Pattern[str]) -> bool:
    """Whether it is denied for another number, or another number for it (一天跑通，而不是两个月)."""
    if text.find("而", end, end + 14) < 0:
        return False
    contrast = _CONTRAST.match(text, end)
    return contrast is not None and number.match(text, contrast.end()) is not None


def is_beside(text: str, start: int, unit: str, number: re.Pattern[str]) -> bool:
    """Whether any other number is set against it: in a list, behind the same verb, or at the head of the next clause."""
    end = start + 1 + len(unit)
    if unit in LENGTHS and (_is_waited(text, start, end) or _OUTLASTED.match(text, end)):
        return True
    if _is_joined(text, start, unit, number) or _is_parallel(text, start, end, number):
        return True
    opposite = _NEXT_CLAUSE.match(text, start) if unit not in LENGTHS and open_clauses(text, start) else None
    return opposite is not None and number.match(text, opposite.end()) is not None


def _is_waited(text: str, start: int, end: int) -> bool:
    """Whether it says how long something took, behind a clause with another duration (原定半小时，拖了一小时)."""
    if text[start - 1 : start] not in _TOOK or not (end == len(text) or STOP.match(text, end)):
        return False
    return _DURATION.search(text, max(0, start - _NEAR), start) is not None


def _is_parallel(text: str, start: int, end: int, number: re.Pattern[str]) -> bool:
    """Whether the verb in front stands in a later clause in front of another number (报价管一天，如今管两个小时)."""
    verb = text[start - 1 : start]
    if not verb or verb in _NO_VERB:
        return False
    again = text.find(verb, end, end + _NEXT_VERB) + 1
    return (
        again > 0
        and text[again : again + 1] != "一"
        and _NEXT_ONLY.fullmatch(text, end, again - 1) is not None
        and number.match(text, again) is not None
    )


def _is_joined(text: str, start: int, unit: str, number: re.Pattern[str]) -> bool:
    """Whether 和 or its like joins it to another number with a counter (两家银行和一只基金, 一个主会场和五场论坛)."""
    behind = _JOINED_NEXT.match(text, start + 1 + len(unit))
    if behind and _kind(text, behind.end(), number) == "counter":
        return True
    if text[start - 1 : start] not in _JOINS:
        return False
    front = _JOINED_LAST.search(text, max(0, start - 18), start)
    return front is not None and _kind(text, front.start(), number) in ("counter", "unit")


def _kind(text: str, start: int, number: re.Pattern[str]) -> str | None:
    """Of which kind the unit of the number is that stands here."""
    m = number.match(text, start)
    return units()[m["unit"]].kind if m else None


def open_clauses(text: str, *starts: int) -> bool:
    """Whether clauses begin at these places: 一个怕漏，一个怕冤. Elsewhere 一个 is too common an article."""
    return all(start == 0 or STOP.match(text, start - 1) for start in starts)


def is_end(text: str, end: int) -> bool:
    """Whether a clause ends here."""
    return end == len(text) or STOP.match(text, end) is not None
