"""Numbers with more than one unit, each a single mention: 三年零四个月, 两小时三十分, 1米68, 两块五, 八毛五分."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from xinwen.labellers.amounts import ANY_START, NUMBER_CHARS, NumberMatch, Rule, amount
from xinwen.labellers.numerals import NUMERAL_CHARS, parse_numeral
from xinwen.labellers.triggers import chains

_SMALL = rf"(?:\d{{1,3}}(?:\.\d)?|[{NUMERAL_CHARS}]{{1,4}}|[数几])"
_LATER = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3}|[数几])"
_TIMES = {"年": "a", "个月": "mo", "周": "wk", "星期": "wk", "天": "d", "小时": "h", "钟头": "h", "分": "min", "分钟": "min"}
_TIMES |= {"秒": "s", "秒钟": "s"}
# What one unit of time is of the other, and what a number of the smaller ones stays below: 三年 and 五个月, but 一年十二个月.
_PARTS = {("a", "mo"): 12, ("a", "d"): 365, ("mo", "d"): 30, ("wk", "d"): 7, ("d", "h"): 24, ("h", "min"): 60, ("h", "s"): 3600}
_PART = rf"{_LATER} ?(?:个月|天|个?小时|个?钟头|分钟|分(?![之别布钱析为成])|秒钟?)"
_DURATION = re.compile(rf"{ANY_START}(?<!每)(?:{_SMALL}) ?(?:年|个月|个?星期|周|天|个?小时|个?钟头)(?: ?[零又]? ?{_PART}){{1,3}}")
# Most texts hold no second unit of time behind a first: a search without look-behinds tells at once.
_NEXT = re.compile(r"[年月周天时头期] ?[零又]? ?[一二两三四五六七八九十\d数几]{1,3} ?[个天小分钟秒]")
_STEP = re.compile(rf"([零又]?) ?({_SMALL}) ?({'|'.join(sorted(_TIMES, key=len, reverse=True))})")
_DAYS_AND_NIGHTS = re.compile(rf"{ANY_START}(?P<a>{_SMALL})天(?P=a)夜")
_METRES = re.compile(
    rf"{ANY_START}(?P<a>[一二两三]|[1-9])米(?P<b>\d{{1,2}}|[一二三四五六七八九]{{1,2}})(?=[，。；、！？）”的高宽长厚深左以上]|$)"
)
_END = "(?=[，。；、！？）”的左以上一就]|$)"
_DIGIT = "[一二三四五六七八九]"
_YUAN = re.compile(rf"{ANY_START}(?P<a>{_SMALL}) ?[块元](?P<b>{_DIGIT}|\d)(?:{_END}|[毛角])(?:(?P<c>{_DIGIT}|\d)(?:分钱?|{_END}))?")
_MAO = re.compile(rf"{ANY_START}(?P<b>{_DIGIT}|[两\d])[毛角](?P<c>{_DIGIT}|\d)(?:分钱?|{_END})")


def durations(text: str) -> Iterator[NumberMatch]:
    """三年零四个月, in the smallest unit; a year has 365 days and a month 30. 一天八小时 without 零 or 又 is a rate."""
    for m in _DURATION.finditer(text) if _NEXT.search(text) else ():
        steps = _STEP.findall(m[0].replace("个小时", "小时").replace("个钟头", "钟头").replace("个星期", "星期"))
        unit, total = _TIMES[steps[0][2]], parse_numeral(steps[0][1])
        joined = any(join for join, _, _ in steps[1:])
        if total is None or (steps[0][1] in "一1" and unit not in ("a", "wk", "h") and not joined):
            continue
        low, high = total
        for _, number, surface in steps[1:]:
            part, per = parse_numeral(number), _PARTS.get((unit, _TIMES[surface]))
            if part is None or per is None or part.high >= per:
                break
            unit, low, high = _TIMES[surface], low * per + part.low, high * per + part.high
        else:
            yield amount(m.start(), m.end(), "quantity", low, high, unit)


def days_and_nights(text: str) -> Iterator[NumberMatch]:
    """三天三夜, in days."""
    for m in _DAYS_AND_NIGHTS.finditer(text):
        if number := parse_numeral(m["a"]):
            yield amount(m.start(), m.end(), "quantity", *number, "d")


def lengths(text: str) -> Iterator[NumberMatch]:
    """1米68, 一米七, in metres."""
    for m in _METRES.finditer(text):
        first, digits = parse_numeral(m["a"]), "".join(str(int(n.low)) for c in m["b"] if (n := parse_numeral(c)))
        if first:
            value = first.low + Fraction(int(digits), 10 ** len(digits))
            yield amount(m.start(), m.end(), "quantity", value, value, "m")


def small_money(text: str) -> Iterator[NumberMatch]:
    """两块五, 三块八毛五, 一毛五, in yuan."""
    for pattern in (_YUAN, _MAO):
        for m in pattern.finditer(text):
            parts = [parse_numeral(m.groupdict().get(group) or "零") for group in "abc"]
            yuan, tenths, cents = (part.low if part else Fraction(0) for part in parts)
            value = yuan + tenths / 10 + cents / 100
            yield amount(m.start(), m.end(), "money", value, value, "CNY")


#: The rules, each with the strings of which every match holds one.
COMPOUND_RULES: tuple[Rule, ...] = (
    (durations, chains("年月周天时头期", f" 又{NUMBER_CHARS}")),
    (days_and_nights, chains("天", NUMBER_CHARS)),
    (lengths, chains("米", NUMBER_CHARS)),
    (small_money, [*chains("块元", NUMBER_CHARS), *chains(NUMBER_CHARS, "毛角")]),
)
