"""The grammar of numbers: dates, money, percentages and quantities, with what they are worth.

A number, in digits or in words, becomes a mention by its unit (``data/units.tsv``), by a multiplier (45亿, 千亿) or by a sign
($, %). Values are exact until the last step, units are UCUM, money is ISO 4217; counters and factors have the unit ``1``. Not
numbers here: 一 as an article, ordinals (第一), ranks (前五), collectives without a counter (三大运营商), comparators (约, 以上).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from xinwen.labellers.dates import find_dates
from xinwen.labellers.numerals import (
    ARABIC,
    CHINESE,
    MULTIPLIER,
    NUMBER_START,
    NUMERAL,
    NUMERAL_CHARS,
    half_width,
    multiplier,
    parse_numeral,
)


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


class Unit(NamedTuple):
    """A line of ``data/units.tsv``."""

    kind: str
    unit: str
    factor: Fraction
    not_before: str


_TYPE = {"counter": "quantity", "unit": "quantity", "percent": "percent", "money": "money"}
_CURRENCY = {
    "US$": "USD",
    "HK$": "HKD",
    "NT$": "TWD",
    "$": "USD",
    "＄": "USD",
    "¥": "CNY",
    "￥": "CNY",
    "€": "EUR",
    "£": "GBP",
    "₩": "KRW",
}
_CURRENCY |= {"人民币": "CNY", "新台币": "TWD", "RMB": "CNY", "USD": "USD"}
_NUMERIC = re.compile(rf"[{NUMBER_START}]")
_CURRENCY_ENDS = frozenset(name[-1] for name in _CURRENCY)
_JOIN = r" ?(?:-|—{1,2}|–|~|～|至|到) ?"
_START = (
    rf"(?=[{NUMBER_START}])(?<![{NUMERAL_CHARS}])(?<![A-Z\d第])(?<![A-Za-z第]-)(?<!\d[.,:/])(?<!第 )(?<!(?<![目此之提日以当年])前)"
)
_COMPARATOR = re.compile(r"(?:仅|只|至少|不到|不足|超过?|约|近|逾|最多|至多|唯)有? ?$")
_BARE_BEFORE = r"(?<=[达为约超至到近逾共仅破])"


@cache
def units() -> dict[str, Unit]:
    """The units and counters that make a number a mention, by surface."""
    lines = files("xinwen.labellers").joinpath("data/units.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    return {row[0]: Unit(row[1], row[2], Fraction(row[3]), row[4].strip("-")) for row in rows}


def find_numbers(text: str) -> list[NumberMatch]:
    """The numbers of a text, in order, without overlaps (the leftmost, then the longest, wins)."""
    plain = half_width(text)
    if _NUMERIC.search(plain) is None:
        return []
    found = [NumberMatch(d.start, d.end, "date", date=d.date) for d in find_dates(plain)]
    found += [match for rule, needed in _RULES if needed.search(plain) for match in rule(plain)]
    found.sort(key=lambda n: (n.start, -n.end))
    kept: list[NumberMatch] = []
    for number in found:
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return kept


@cache
def _unit_pattern() -> re.Pattern[str]:
    """Number, or range of numbers, with a unit behind."""

    def alternative(surface: str, unit: Unit) -> str:
        guard = f"(?![{re.escape(unit.not_before)}])" if unit.not_before else ""
        return re.escape(surface) + guard + ("(?![A-Za-z])" if surface.isascii() and surface.isalpha() else "")

    ordered = sorted(units().items(), key=lambda item: -len(item[0]))
    unit = "|".join(alternative(surface, unit) for surface, unit in ordered)
    return re.compile(
        rf"{_START}(?P<a>{NUMERAL})(?:(?: ?(?P<ua>{unit}))?{_JOIN}(?P<b>{NUMERAL}))? ?(?P<unit>{unit})(?P<half>半(?!导|成|年|数))?"
    )


def _with_unit(text: str) -> Iterator[NumberMatch]:
    """3万台, 10～20亿元, 3%至5%, 2.307亿台, 三年半."""
    for m in _unit_pattern().finditer(text):
        unit = units()[m["unit"]]
        if m["ua"] and units()[m["ua"]].unit != unit.unit:
            continue
        low, high = _interval(m["a"], m["b"])
        if low is None or high is None or _is_article(text, m) or _is_word(text, m):
            continue
        if m["ua"] and text[max(0, m.start() - 1) : m.start()] in ("从", "自"):  # a way from one value to another is two spans
            first = units()[m["ua"]]
            yield _number(m.start(), m.end("ua"), _TYPE[first.kind], low * first.factor, low * first.factor, first.unit)
            yield _number(m.start("b"), m.end(), _TYPE[unit.kind], high * unit.factor, high * unit.factor, unit.unit)
            continue
        half = Fraction(1, 2) if m["half"] else 0
        start, end, code = _span(text, m, unit)
        yield _number(start, end, _TYPE[unit.kind], (low + half) * unit.factor, (high + half) * unit.factor, code)


def _span(text: str, m: re.Match[str], unit: Unit) -> tuple[int, int, str]:
    """The span with a currency in front (人民币3亿元, US$ belongs to `_with_sign`), and the unit."""
    if unit.kind == "money" and text[m.start() - 1 : m.start()] in _CURRENCY_ENDS:
        for name, code in _CURRENCY.items():
            if text.endswith(name, 0, m.start()) and (unit.unit in (code, "CNY")):
                return m.start() - len(name), m.end(), code
    return m.start(), m.end(), unit.unit


def _is_article(text: str, m: re.Match[str]) -> bool:
    """一 before a counter or 年 is an article unless a comparator stands in front of it."""
    article = m["a"] == "一" and m["b"] is None and (units()[m["unit"]].kind in ("counter", "unit")) and m["unit"] != "倍"
    return article and not _COMPARATOR.search(text, max(0, m.start() - 5), m.start())


def _is_word(text: str, m: re.Match[str]) -> bool:
    """Words that only look like a number with a unit: 百度, 十分, 千家 (万户), 下半年, 半成 (品)."""
    number, unit = m["a"], m["unit"]
    if number == "半":
        return unit in {"成", "层", "字", "步", "根", "场"} or text[max(0, m.start() - 1) : m.start()] in {"上", "下"}
    if number == "十":
        return unit == "分"
    return number in set("百千万亿") and unit in {"度", "分", "克", "米", "瓦", "家", "户", "元", "层"}


def _with_sign(text: str) -> Iterator[NumberMatch]:
    """$3.5亿, US$20 billion is left at the number, ¥1,299."""
    for m in _SIGN.finditer(text):
        low, high = _interval(m["a"], m["b"])
        if low is not None and high is not None:
            yield _number(m.start(), m.end(), "money", low, high, _CURRENCY[m["sign"]])


def _fractions(text: str) -> Iterator[NumberMatch]:
    """1/20, 百分之七, 三分之一, 一半, 半数: in hundredths."""
    for m in _SLASH.finditer(text):
        top, bottom = int(m["top"]), int(m["bottom"])
        if 0 < top < bottom:
            value = Fraction(top, bottom) * 100
            yield _number(m.start(), m.end(), "percent", value, value, "%")
    for m in _PARTS.finditer(text):
        top_range, bottom_range = parse_numeral(m["top"]), parse_numeral(m["bottom"])
        if top_range and bottom_range and bottom_range.low:
            low, high = (end / bottom_range.low * 100 for end in top_range)
            yield _number(m.start(), m.end(), "percent", low, high, "%")
    for m in _HALF.finditer(text):
        yield _number(m.start(), m.end(), "percent", Fraction(50), Fraction(50), "%")


def _multiples(text: str) -> Iterator[NumberMatch]:
    """Numbers without a unit that are numbers all the same: 45亿, 千亿 (参数), 达 88.5."""
    for pattern in (_MULTIPLE, _BARE):
        for m in pattern.finditer(text):
            low, high = _interval(m["a"], m["b"])
            if low is not None and high is not None:
                yield _number(m.start("a"), m.end(), "quantity", low, high, "1")


def _interval(first: str, second: str | None) -> tuple[Fraction | None, Fraction | None]:
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


def _number(start: int, end: int, type_: str, low: Fraction, high: Fraction, unit: str) -> NumberMatch:
    """The match, with exact values made floats (a fraction that repeats is rounded to four digits)."""
    ends = [round(float(x), 4) if type_ == "percent" else float(x) for x in (low, high)]
    return NumberMatch(start, end, type_, ends[0], ends[1] if low != high else None, unit)


_AMOUNT = rf"{ARABIC}(?: ?{MULTIPLIER})?"
_SIGN = re.compile(
    rf"(?P<sign>{'|'.join(map(re.escape, sorted(_CURRENCY, key=len, reverse=True)))})"
    rf" ?(?P<a>{_AMOUNT})(?:{_JOIN}(?P<b>{_AMOUNT}))?"
)
_SLASH = re.compile(r"(?<![\dA-Za-z./])(?P<top>\d{1,3})/(?P<bottom>\d{1,5})(?![\dA-Za-z./年月日号])")
_PARTS = re.compile(rf"(?<![{NUMERAL_CHARS}])(?P<bottom>{CHINESE})分之(?P<top>{CHINESE}|{ARABIC})")
_HALF = re.compile(r"一半|半数(?![据字])")
_MULTIPLE = re.compile(
    rf"{_START}(?P<a>{ARABIC} ?[余多]?{MULTIPLIER}"
    r"|[数几]?[百千]?[一二三四五六七八九两]?[十百千]?[万亿]{1,2}(?=参数|级|规模|市值))"
    rf"(?:{_JOIN}(?P<b>{ARABIC} ?[余多]?{MULTIPLIER}))?(?![A-Za-z\d])"
)
_BARE = re.compile(rf"{_BARE_BEFORE} ?(?P<a>{ARABIC})(?P<b>)(?![\dA-Za-z.,:/\-年月日号时点第强大代期版 ])(?=[，。；、）！？]|$)")
# With each rule a character that a match cannot do without: most sentences need not be searched by most rules.
_RULES: tuple[tuple[Callable[[str], Iterator[NumberMatch]], re.Pattern[str]], ...] = (
    (_with_unit, _NUMERIC),
    (_with_sign, re.compile(f"[{''.join(sorted(_CURRENCY_ENDS))}]")),
    (_fractions, re.compile("[/分半]")),
    (_multiples, re.compile(r"[\d万亿]")),
)
