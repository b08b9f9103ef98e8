"""Shares: 1/20, 百分之七, 三分之一, 一半, 三成二, in hundredths."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from xinwen.labellers.amounts import ANY_NUMERAL, DIGITS, JOIN, NumberMatch, Rule, amount, parsed
from xinwen.labellers.lookalikes import is_asked
from xinwen.labellers.numerals import ARABIC, CHINESE, NUMERAL_CHARS, parse_numeral
from xinwen.labellers.triggers import chains
from xinwen.labellers.units import units

_SLASH = re.compile(
    r"(?=\d)(?<![\dA-Za-z./])(?P<top>\d{1,3})/(?P<bottom>\d{1,5})(?! ?[\dA-Za-z./年月日号纳英寸吋层代核片卡系万亿元美欧港韩小事])"
)
_PRESSURE = re.compile(r"压[^，。；：、\d]{0,6}(?P<a>\d{2,3})/(?P<b>\d{2,3})(?![\d./])(?! ?mmHg|毫米)")
_SIDES = re.compile(
    rf"(?=\d)(?<![\dA-Za-z./])(?P<a>{ARABIC})/(?P<b>{ARABIC})"
    r" ?(?P<unit>美元|欧元|日元|韩元|港元|英镑|元|mmHg|毫米汞柱)(?![/A-Za-z])"
)
_PARTS = re.compile(
    rf"(?=[几{NUMERAL_CHARS}])(?<![几{NUMERAL_CHARS}])(?P<bottom>{CHINESE}|几)分之(?P<top>{CHINESE}|{ARABIC}|几)"
    rf"(?:{JOIN}(?:(?P<last>{CHINESE})分之)?(?P<upper>{CHINESE}|{ARABIC})(?![{NUMERAL_CHARS}分]))?"
)
_HALF = re.compile(r"一半|半数(?![据字])")
_POINTS = re.compile(rf"(?P<a>{ANY_NUMERAL})个[多半]?点(?![心击评名位])")
_RATED = re.compile("[涨跌升降减增扣返让佣税费率利掉绿差抬成%]|份额|占比|渠道|折扣|仓位|区间|加了?$")
_RATE = re.compile("宽|仓位?|的?(?:毛利|净利|利润|利差|利率|佣金|提成|回报|收益|涨幅|跌幅|增速|手续费|税)")
_RATED_NEAR = 32  # how far off, in characters
_HALVES = re.compile("两半(?![天年个小导日月])")
_TENTHS = re.compile(
    rf"(?=[一两二三四五六七八九])(?<![{NUMERAL_CHARS}第\d])(?P<tens>[一二两三四五六七八九])成(?P<ones>[一二三四五六七八九])"
    r"(?=[，。；、！？）”的多以左上下到至摊稀砍压减降跌升涨加增提扩缩变出还就才都也听占来是在给由归用能可会被不略已和与说认表称选觉想打属的人受用]|$)(?!上[的市车])"
)
_ABOUT = re.compile(r"(?<![A-Za-z])(?P<part>low|mid|high)-?(?P<tens>[1-9]0)s?%")
_PART = {"low": (1, 3), "mid": (4, 6), "high": (7, 9)}


def slashes(text: str) -> Iterator[NumberMatch]:
    """1/20."""
    for m in _SLASH.finditer(text):
        top, bottom = int(m["top"]), int(m["bottom"])
        if 0 < top < bottom:
            yield _share(m, Fraction(top, bottom) * 100)


def pressures(text: str) -> Iterator[NumberMatch]:
    """血压160/95: two numbers."""
    for m in _PRESSURE.finditer(text):
        yield from parsed(m, "a")
        yield from parsed(m, "b")


def sides(text: str) -> Iterator[NumberMatch]:
    """15/75美元, 120/80 mmHg: two numbers that share the unit behind."""
    for m in _SIDES.finditer(text):
        yield from parsed(m, "a")
        unit = units()[m["unit"]]
        second = Fraction(m["b"].replace(",", "")) * unit.factor
        yield amount(m.start("b"), m.end(), "money" if unit.kind == "money" else "quantity", second, second, unit.unit)


def fractions(text: str) -> Iterator[NumberMatch]:
    """百分之七, 三分之一, 几分之一."""
    for m in _PARTS.finditer(text):
        if m["top"] == "几" and is_asked(text, m.start(), m.end()):
            continue
        tops, bottoms = parse_numeral(m["top"]), parse_numeral(m["bottom"])
        uppers = parse_numeral(m["upper"]) if m["upper"] else tops
        if tops and uppers and bottoms and bottoms.low:
            lasts = (parse_numeral(m["last"]) if m["last"] else None) or bottoms
            if lasts.low:
                yield _share(m, tops.low / bottoms.high * 100, uppers.high / lasts.low * 100)


def halves(text: str) -> Iterator[NumberMatch]:
    """一半, 半数."""
    for m in _HALF.finditer(text):
        yield _share(m, Fraction(50))


def two_halves(text: str) -> Iterator[NumberMatch]:
    """两半 that something is cut into: a count."""
    for m in _HALVES.finditer(text):
        yield amount(m.start(), m.end(), "quantity", Fraction(2), Fraction(2), "1")


def tenths(text: str) -> Iterator[NumberMatch]:
    """三成二."""
    for m in _TENTHS.finditer(text):
        tens, ones = parse_numeral(m["tens"]), parse_numeral(m["ones"])
        if tens and ones:
            yield _share(m, tens.low * 10 + ones.low)


def about(text: str) -> Iterator[NumberMatch]:
    """mid-70%: the middle of the seventies."""
    for m in _ABOUT.finditer(text):
        low, high = (Fraction(int(m["tens"]) + ones) for ones in _PART[m["part"]])
        yield _share(m, low, high)


def points(text: str) -> Iterator[NumberMatch]:
    """25个点, where the text speaks of rates or of moves: percentage points."""
    for m in _POINTS.finditer(text):
        number = parse_numeral(m["a"])
        if m["a"] == "几" and is_asked(text, m.start(), m.end()):
            continue
        rated = "." in m["a"] or _RATE.match(text, m.end()) or _RATED.search(text, max(0, m.start() - _RATED_NEAR), m.start())
        if number and rated:
            more = Fraction("半" in m[0][len(m["a"]) :], 2)
            yield amount(m.start(), m.end(), "percent", number.low + more, number.high + more, "pp")


def _share(m: re.Match[str], low: Fraction, high: Fraction | None = None) -> NumberMatch:
    return amount(m.start(), m.end(), "percent", low, low if high is None else high, "%")


#: The rules, each with the strings of which every match holds one.
SHARE_RULES: tuple[Rule, ...] = (
    (slashes, chains(DIGITS, "/", DIGITS)),
    (pressures, chains(DIGITS, "/", DIGITS)),
    (sides, chains(DIGITS, "/", DIGITS)),
    (fractions, ("分之",)),
    (halves, ("一半", "半数")),
    (points, chains(f"{NUMERAL_CHARS}{DIGITS}数几余多", ("个点", "个多点", "个半点"))),
    (two_halves, ("两半",)),
    (about, chains(("low", "mid", "high"), ("", "-"), "123456789")),
    (tenths, chains("一两二三四五六七八九", "成", "一二三四五六七八九")),
)
