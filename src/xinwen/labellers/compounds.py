"""Numbers with more than one part, each a single mention: 三年零四个月, 1米68, 9秒83, 两块五, 三毛几, 16×6毫米, 1 mS/cm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from xinwen.labellers.amounts import ANY_START, DIGITS, JOIN, NUMBER_CHARS, NumberMatch, Rule, amount, interval
from xinwen.labellers.numerals import ARABIC, NUMERAL_CHARS, parse_numeral
from xinwen.labellers.triggers import chains

_SMALL = rf"(?:\d{{1,3}}(?:\.\d)?|[{NUMERAL_CHARS}]{{1,7}}|[数几])"
_LATER = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3}|[数几])"
_TIMES = {
    "年": "a",
    "岁": "a",
    "个月": "mo",
    "周": "wk",
    "星期": "wk",
    "天": "d",
    "小时": "h",
    "钟头": "h",
    "分": "min",
    "分钟": "min",
}
_TIMES |= {"秒": "s", "秒钟": "s"}
# What one unit of time is of the other, and what a number of the smaller ones stays below: 三年 and 五个月, but 一年十二个月.
_PARTS = {
    ("a", "mo"): 12,
    ("a", "d"): 365,
    ("mo", "d"): 30,
    ("wk", "d"): 7,
    ("d", "h"): 24,
    ("h", "min"): 60,
    ("h", "s"): 3600,
    ("min", "s"): 60,
}
_PART = rf"{_LATER} ?(?:个月|天|个?小时|个?钟头|分钟|分(?![之别布钱析为成])|秒钟?)"
_DURATION = re.compile(
    rf"{ANY_START}(?<!每)(?:{_SMALL}) ?(?:[年岁]|个月|个?星期|周|天|个?小时|个?钟头)(?: ?[零又]? ?{_PART}){{1,3}}"
)
# Most texts hold no second unit of time behind a first: a search without look-behinds tells at once.
_NEXT = re.compile(r"[年岁月周天时头期] ?[零又]? ?[一二两三四五六七八九十\d数几]{1,3} ?[个天小分钟秒]")
_STEP = re.compile(rf"([零又]?) ?({_SMALL}) ?({'|'.join(sorted(_TIMES, key=len, reverse=True))})")
_DAYS_AND_NIGHTS = re.compile(rf"{ANY_START}(?P<a>{_SMALL})天(?P=a)夜")
_METRES = re.compile(
    rf"{ANY_START}(?P<a>[一二两三四五六七八九十]{{1,3}}|[1-9]\d?)米(?P<b>\d{{1,2}}|[零一二三四五六七八九]?[一二三四五六七八九])(?=[，。；、！？）”的高宽长厚深左以上]|$)"
)
_SECONDS = re.compile(
    r"(?=\d)(?<![\dA-Za-z.:分′])(?:(?P<minutes>\d{1,3})(?:[分′]|:(?=[0-5]\d\.)))?"
    r"(?P<a>\d{1,3})(?P<point>[秒.″])(?P<b>\d{1,3})(?![\d.:]|[分秒]| ?[A-Za-z])"
)
_DECIMAL = "[零一二三四五六七八九]"
_TENTHS = re.compile(rf"{ANY_START}(?P<a>{_SMALL})(?P<unit>秒|度)(?P<b>{_DECIMAL}{{1,2}}|\d(?!\d))(?=[，。；、！？）”的就]|$)")
_LENGTHS = {
    "毫米": "mm",
    "mm": "mm",
    "厘米": "cm",
    "cm": "cm",
    "公分": "cm",
    "米": "m",
    "m": "m",
    "微米": "um",
    "μm": "um",
    "nm": "nm",
}
_LENGTHS |= {"纳米": "nm", "英寸": "[in_i]", "像素": "px"}
_SIZE = re.compile(
    rf"(?=\d)(?<![\dA-Za-z.×*])(?P<a>{ARABIC})(?P<more>(?: ?[×x*] ?{ARABIC}){{1,2}}) ?(?P<unit>{'|'.join(_LENGTHS)})(?![A-Za-z×])"
)
_OF, _PER = (
    r"[munpkMGTμ]?(?:g|m|L|l|mol|S|W|Wh|V|A|J|N|Pa|Hz|B|b|C|Ω|eq|IU|U|cd|lm|t)[²³]?",
    r"s|min|h|d|m?[Ll]|d[Ll]|[cmkμ]?m[²³23]?|[mk]?g|mol|W|Wh|kWh|V|A|K|℃|Hz|bit",
)
_RATE = re.compile(rf"{ANY_START}(?P<a>{ARABIC})(?:{JOIN}(?P<b>{ARABIC}))? ?(?P<unit>{_OF}/(?:{_PER}))(?![A-Za-z\d/])")
_END = "(?=[，。；、！？）”的左以上一就]|$)"
_DIGIT = "[一二三四五六七八九]"
_YUAN = re.compile(rf"{ANY_START}(?P<a>{_SMALL}) ?[块元](?P<b>{_DIGIT}|\d)(?:{_END}|[毛角])(?:(?P<c>{_DIGIT}|\d)(?:分钱?|{_END}))?")
_OLD = {"斤": ("两", "liang"), "尺": ("寸", "cun"), "丈": ("尺", "chi")}
_OLD_PAIR = re.compile(rf"{ANY_START}(?P<a>{_SMALL})(?P<unit>[斤尺丈])(?P<b>{_DIGIT})(?:(?P<last>[两寸尺])|(?<=尺.){_END})")
_SOME = re.compile(rf"{ANY_START}(?P<a>{_SMALL})(?P<unit>[块毛])几(?:{_END}|钱)")
_MAO = re.compile(rf"{ANY_START}(?P<b>{_DIGIT}|[两\d])[毛角](?P<c>{_DIGIT}|\d)(?:分钱?|{_END})")


def durations(text: str) -> Iterator[NumberMatch]:
    """三年零四个月, in the smallest unit; a year has 365 days and a month 30. 一天八小时 without 零 or 又 is a rate."""
    for m in _DURATION.finditer(text) if _NEXT.search(text) else ():
        steps = _STEP.findall(m[0].replace("个小时", "小时").replace("个钟头", "钟头").replace("个星期", "星期"))
        unit, total = _TIMES[steps[0][2]], parse_numeral(steps[0][1])
        joined = any(join for join, _, _ in steps[1:])
        if total is None or (steps[0][1] in "一1" and unit not in ("a", "h") and not joined):
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


def some_money(text: str) -> Iterator[NumberMatch]:
    """三毛几, 五块几: some tenths more of the unit."""
    for m in _SOME.finditer(text):
        if (number := parse_numeral(m["a"])) and number.low == number.high:
            unit = Fraction(1 if m["unit"] == "块" else Fraction(1, 10))
            low, high = (unit * (number.low + Fraction(tenths, 10)) for tenths in (2, 9))
            yield amount(m.start(), m.end(), "money", low, high, "CNY")


def old_measures(text: str) -> Iterator[NumberMatch]:
    """三斤二两, 二尺四, in the smaller measure, of which ten are the larger."""
    for m in _OLD_PAIR.finditer(text):
        first, second = parse_numeral(m["a"]), parse_numeral(m["b"])
        part, unit = _OLD[m["unit"]]
        if first and second and m["last"] in (None, part):
            yield amount(m.start(), m.end(), "quantity", first.low * 10 + second.low, first.high * 10 + second.high, unit)


def seconds(text: str) -> Iterator[NumberMatch]:
    """9秒83, and with minutes in front 6分18秒43, 6:25.07, 1′52″08."""
    for m in _SECONDS.finditer(text):
        if m["minutes"] or m["point"] != ".":
            value = Fraction(f"{m['a']}.{m['b']}") + 60 * int(m["minutes"] or 0)
            yield amount(m.start(), m.end(), "quantity", value, value, "s")


def tenths(text: str) -> Iterator[NumberMatch]:
    """十三秒二, 三十八度五 (of a temperature)."""
    for m in _TENTHS.finditer(text):
        first, digits = parse_numeral(m["a"]), "".join(str(int(n.low)) for c in m["b"] if (n := parse_numeral(c)))
        if first and first.low == first.high:
            value = first.low + Fraction(int(digits), 10 ** len(digits))
            yield amount(m.start(), m.end(), "quantity", value, value, "s" if m["unit"] == "秒" else "Cel")


def sizes(text: str) -> Iterator[NumberMatch]:
    """16×6毫米, from the shortest side to the longest."""
    for m in _SIZE.finditer(text):
        sides = [Fraction(side.replace(",", "")) for side in re.findall(ARABIC, m["a"] + m["more"])]
        yield amount(m.start(), m.end(), "quantity", min(sides), max(sides), _LENGTHS[m["unit"]])


def rates(text: str) -> Iterator[NumberMatch]:
    """1 mS/cm, 35～40 μg/m³: any unit over another."""
    for m in _RATE.finditer(text):
        low, high = interval(m["a"], m["b"])
        if low is not None and high is not None:
            unit = m["unit"].replace("μ", "u").replace("²", "2").replace("³", "3")
            yield amount(m.start(), m.end(), "quantity", low, high, unit)


#: The rules, each with the strings of which every match holds one.
COMPOUND_RULES: tuple[Rule, ...] = (
    (durations, chains(NUMBER_CHARS, ("", " "), ("个月", "天", "个小", "小时", "个钟", "钟头", "分", "秒"))),
    (days_and_nights, chains("天", NUMBER_CHARS)),
    (lengths, chains("米", NUMBER_CHARS)),
    (small_money, [*chains("块元", NUMBER_CHARS), *chains(NUMBER_CHARS, "毛角")]),
    (old_measures, chains("斤尺丈", "一二三四五六七八九")),
    (some_money, ("块几", "毛几")),
    (seconds, [*chains("秒″", DIGITS), *chains(":′", DIGITS)]),
    (tenths, chains(NUMBER_CHARS, "秒度", f"{DIGITS}零一二三四五六七八九")),
    (sizes, chains("×x*", (" ", ""), DIGITS)),
    (rates, chains("gmLlSWhVAJNazBbCΩqUdt²³", "/", "smhdLlcμkgWVAK℃Hb")),
)
