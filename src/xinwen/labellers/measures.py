"""Numbers with a unit, a counter or a currency behind: 3万台, 10～20亿元, 3%至5%, 三年半; and durations in minutes and days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

from xinwen.labellers.amounts import (
    ANY_NUMERAL,
    ANY_START,
    DIGITS,
    JOIN,
    NUMBER_CHARS,
    VAGUE_BEFORE,
    NumberMatch,
    Rule,
    amount,
    behind,
    branches,
    ends,
    interval,
    parsed,
    quantity,
    words,
)
from xinwen.labellers.articles import is_article
from xinwen.labellers.currencies import currency_before
from xinwen.labellers.lookalikes import is_lookalike
from xinwen.labellers.numerals import ARABIC, NUMERAL, NUMERAL_CHARS, parse_numeral
from xinwen.labellers.signs import SIGN_ENDS, sign_before, signed
from xinwen.labellers.sizes import LINKS, is_capacity, kilo
from xinwen.labellers.triggers import chains
from xinwen.labellers.units import Unit, units

_TYPE = {"counter": "quantity", "unit": "quantity", "percent": "percent", "money": "money"}
_COLD = re.compile(r"摄氏|[温冷热寒烧熔炉沸煮烤]|零下|零上")
_TURNED = re.compile(r"[转旋角弯倾仰俯视纬]|[东西]经|环绕|全景")
_EACH = re.compile("[一二三四五六七八九两几十][百千万亿]一$")
_SHORT = frozenset("块GTK厘")
_INTEREST = re.compile("[息利]")
_RATES = frozenset(("10", "25", "40", "50", "100", "200", "400", "800", "一百", "二百", "两百", "四百", "八百"))
_JOINS = "至到~～—–-"
_FROM = re.compile("[从自由](?:每[年月周天日家个人台])?$")
_ONTO = re.compile("[^，。；]{0,4}[到至为成]")
_TIMES = frozenset("两三四五六数几")
_COUNTED = frozenset(("counter", "unit"))
# 一 with a counter or a unit may be an article, but not 一倍.
_NO_ARTICLE = frozenset(("倍", "个亿", "个半小时", "个半钟头", "个半月", "个半星期"))
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_LOWERED = str.maketrans(_RAISED, "0123456789")
_MINUTES = re.compile(
    rf"(?=[\d{NUMERAL_CHARS}])(?<![\d.{NUMERAL_CHARS}])(?P<minutes>\d{{1,3}}|[{NUMERAL_CHARS}]{{1,3}}) ?分钟?"
    rf"(?P<seconds>\d{{1,2}}|[{NUMERAL_CHARS}]{{1,3}}) ?秒"
)
_DAYS = re.compile(
    rf"(?=[\d数几{NUMERAL_CHARS}])(?<![{VAGUE_BEFORE}\d.,:/\-月{NUMERAL_CHARS}第])"
    rf"(?P<number>[数几](?=日(?![本常元圆])|月)|(?:\d{{1,3}}|[{NUMERAL_CHARS}]{{1,3}})(?=日[之以]?内)"
    rf"|{behind('lasting', '=')}(?:\d{{1,3}}|[{NUMERAL_CHARS}]{{1,3}})(?=日)"
    r"|(?:[4-9]\d|3[2-9]|[1-9]\d\d)(?=日(?![均元圆本线])))(?:日|(?<=数)月)"
)


@cache
def unit_heads() -> str:
    """What a unit can begin with, in the order of the table, which has the commonest first."""
    return "".join(dict.fromkeys(surface[0] for surface in units()))


def guard(surface: str, unit: Unit) -> str:
    """What must not follow a unit, as a regular expression."""
    return _not_before(unit.not_before) + ("(?![A-Za-z])" if surface.isascii() and surface[-1].isalpha() else "")


def _not_before(characters: str) -> str:
    """A look-ahead for what must not stand behind a unit: characters, each perhaps with those that lift it (电[子商])."""
    marked = re.findall(r"(.)(?:\[(.*?)\])?", characters)
    parts = ["".join(re.escape(char) for char, lifted in marked if not lifted)]
    parts = [f"[{plain}]" for plain in parts if plain] + [f"{char}(?![{lifted}])" for char, lifted in marked if lifted]
    return f"(?!{'|'.join(parts)})" if parts else ""


@cache
def _unit_pattern() -> re.Pattern[str]:
    """Number, or range of numbers, with a unit behind."""
    heads = unit_heads()
    # Among those of one first character the longest first.
    ordered = sorted(units().items(), key=lambda item: (heads.index(item[0][0]), -len(item[0])))
    unit = branches((surface, guard(surface, unit)) for surface, unit in ordered)
    longest = max(map(len, units()))
    return re.compile(
        rf"(?P<a>{ANY_NUMERAL})(?=[{re.escape(heads)} {_JOINS}])"
        # A range, only where what joins one is near: most numbers are none, and the long list of units costs.
        rf"(?:(?=[^{_JOINS}]{{0,{longest + 2}}}+[{_JOINS}])(?: ?(?P<ua>{unit})(?P<ha>半)?)?{JOIN}(?P<b>{NUMERAL}))?"
        rf" ?(?P<unit>{unit})(?P<half>半(?![导成年数对真夜途路天圆径岛生月定自固球小职官决挂潜合场透开封公裸流衰音价截身]))?"
    )


def measures(text: str) -> Iterator[NumberMatch]:
    """The numbers with a unit in a text. A way (从5元到2元, 4个百分点至45%) is two values, each with its unit."""
    pattern = _unit_pattern()
    found = list(pattern.finditer(text))
    number = pattern if len(found) > 1 else None
    for m in found:
        first, _, _, second, surface, half = parts = m.groups()
        if first == "一" and second is None and not half and _is_no_number(text, m.start(), m.end(), surface, number):
            continue
        if is_lookalike(text, m):
            # 人数顶到3000人: no range, but a number
            if second and (last := pattern.match(text, m.start("b"))) and not is_lookalike(text, last):
                yield from _read(text, last, last.groups())
        elif second and (way := _way(text, m)):
            yield from way
        else:
            yield from _read(text, m, parts)


def _read(text: str, m: re.Match[str], parts: tuple[str | Any, ...]) -> tuple[NumberMatch, ...]:
    """The number that a match of number and unit is, from the groups of the match; nothing where it is none."""
    first, first_unit, first_half, second, surface, half = parts
    start, end = m.span()
    if first[-1] == "一" and second is None and _EACH.search(first) and (worth := quantity(first[:-1])):
        return (NumberMatch(start, m.end("a") - 1, "quantity", *worth, "1"),)  # 四五千一张: what each costs
    if surface in _SHORT:
        surface = _meant(text, m)
    value, upper = _worth(first, second, surface, half, first_half)
    if value is None:
        return ()
    kind, code, _, _ = units()[surface]
    if kind == "counter":
        return (NumberMatch(start, end, "quantity", value, upper, code),)
    if kind == "money":
        start, code = _front(text, start, code)
    elif surface == "度":
        code = _degree(text, m)
    if text[start - 1 : start] in SIGN_ENDS and (sign := sign_before(text, start, code)):
        start -= len(sign)
        value, upper = signed(sign, value, upper, len(sign) > 1 and first_unit is None)
    return (NumberMatch(start, end, _TYPE[kind], value, upper, code),)


def _is_no_number(text: str, start: int, end: int, surface: str, number: re.Pattern[str] | None) -> bool:
    """Whether 一 with this unit is an article."""
    if text.startswith("每", start - 1):
        return True
    counted = surface not in _NO_ARTICLE and units()[surface].kind in _COUNTED
    return counted and is_article(text, start, end, surface, number)


def _meant(text: str, m: re.Match[str]) -> str:
    """What a short unit stands for: 800G is the rate of a link, 32G a capacity, 3K pixels, 八万块 money, 三厘 interest or money."""
    if m["unit"] == "K":
        return kilo(text, m)
    if m["unit"] == "块" and text.endswith("人民币", 0, m.start()):
        return "块钱"
    if m["unit"] == "块":
        return "块钱" if m["a"][-1] in "百千万" and (m.end() == len(text) or text[m.end()] in "，。；、！？的") else "块"
    if m["unit"] == "厘":
        return "厘" if _INTEREST.search(text, max(0, m.start() - 6), m.start()) else "厘钱"
    if m["unit"] == "G":
        return "Gbps" if m["a"] in _RATES else "GB"
    return "Tbps" if m["a"] in LINKS else "TB" if is_capacity(text, m) else "T"


def _valued(start: int, end: int, number: Fraction, unit: Unit) -> NumberMatch:
    return amount(start, end, _TYPE[unit.kind], number * unit.factor, number * unit.factor, unit.unit)


@lru_cache(maxsize=4096)
def _worth(
    first: str, second: str | None, surface: str, half: str | None, first_half: str | None = None
) -> tuple[float | None, float | None]:
    """Value and upper end of a number or range with its unit."""
    low, high = interval(first, second)
    if low is None or high is None:
        return None, None
    unit, more = units()[surface], Fraction(1, 2) if half or "半" in surface else Fraction(0)
    less = Fraction(1, 2) if first_half else Fraction(0) if second else more
    factor = 1 if surface == "折" and low > 10 else unit.factor  # 八五折 is 85 in the hundred
    return ends((low + less) * factor, (high + more) * factor, _TYPE[unit.kind])


def _way(text: str, m: re.Match[str]) -> tuple[NumberMatch, ...]:
    """The two values of a way; nothing for a range. The first may lack its unit, and then is a bare count (从4万多到7万元)."""
    low, high = interval(m["a"], m["b"])
    if low is None or high is None:
        return ()
    if not m["ua"]:
        if not text.endswith("从", 0, m.start()) or _is_end(text, m):
            return ()
        bare = amount(m.start(), m.end("a"), "quantity", low, low, "1")
        return (bare, _valued(m.start("b"), m.end(), high, units()[m["unit"]]))
    first, last = units()[m["ua"]], units()[m["unit"]]
    below = text.endswith("零下", 0, m.start())
    start = m.start() - 2 * below
    away = _FROM.search(text, max(0, start - 4), start) and not _is_end(text, m)
    if not (away or first.unit != last.unit or (low > high and not below)):
        return ()
    own = parse_numeral(m["a"])
    opening = (own.low if own else low) * (-1 if below else 1)
    return (_valued(start, m.end("ua"), opening, first), _valued(m.start("b"), m.end(), high, last))


def _is_end(text: str, m: re.Match[str]) -> bool:
    """Whether a range is itself one end of a way: 从8%—13%上调到18%."""
    joint = text[m.end("ua" if m["ua"] else "a") : m.start("b")].strip()
    return joint not in ("到", "至") and _ONTO.match(text, m.end()) is not None


def _front(text: str, start: int, code: str) -> tuple[int, str]:
    """Where money begins, with a currency in front (人民币3亿元), and its code."""
    front = currency_before(text, start, code)
    return (start - len(front[0]), front[1]) if front else (start, code)


def _degree(text: str, m: re.Match[str]) -> str:
    """度 is of temperature, of an angle, a time (两度推迟), or of electricity."""
    if text.startswith("电", m.end()):
        return "kW.h"
    near = text[max(0, m.start() - 10) : m.end() + 6]
    if "华氏" in near:
        return "[degF]"
    if _COLD.search(near):
        return "Cel"
    if _TURNED.search(near):
        return "deg"
    return "1" if m["a"] in _TIMES else "kW.h"


@cache
def _marginal_pattern() -> re.Pattern[str]:
    """A number, or a power of ten, with what is said of it by a sign: 31%±1.5%, 25±2℃, 10¹⁰次, 10的25次方FLOPs."""
    unit = "|".join(map(re.escape, sorted(units(), key=len, reverse=True)))
    return re.compile(
        rf"{ANY_START}(?:(?P<plain>\d(?:\.\d{{1,6}})?[eE][-+]?\d{{1,2}})(?![\dA-Za-z.])"
        rf"|(?P<a>{ARABIC}) ?(?P<ua>{unit})? ?± ?(?P<b>{ARABIC}) ?(?P<unit>{unit})"
        rf"|(?:(?P<times>{ARABIC}) ?[×x·] ?)?10"
        rf"(?:(?P<raised>[{_RAISED}]{{1,3}})|的(?P<power>\d{{1,3}}|[{NUMERAL_CHARS}]{{1,4}})次方)"
        rf"(?: ?(?P<of>{unit}))?)"
    )


def margins(text: str) -> Iterator[NumberMatch]:
    """31%±1.5% as a range, powers of ten, 3e-4."""
    for m in _marginal_pattern().finditer(text):
        unit = units().get(m["unit"] or m["of"] or "")
        if m["plain"]:
            value, margin = Fraction(m["plain"]), Fraction(0)
        elif m["b"]:
            value, margin = (Fraction(m[group].replace(",", "")) for group in "ab")
        else:
            power = parse_numeral(m["power"] or m["raised"].translate(_LOWERED))
            value = Fraction(m["times"] or 1) * 10 ** int(power.low if power else 0)
            margin = Fraction(0)
        low, high = ((value + way * margin) * (unit.factor if unit else 1) for way in (-1, 1))
        yield amount(m.start(), m.end(), _TYPE[unit.kind] if unit else "quantity", low, high, unit.unit if unit else "1")


def minutes(text: str) -> Iterator[NumberMatch]:
    """1分52秒, in seconds."""
    for m in _MINUTES.finditer(text):
        first, second = parse_numeral(m["minutes"]), parse_numeral(m["seconds"])
        if first and second:
            value = first.low * 60 + second.low
            yield amount(m.start(), m.end(), "quantity", value, value, "s")


def days(text: str) -> Iterator[NumberMatch]:
    """数日, 连续五日, 七日 (内) and more days than a month has; 数月."""
    for m in _DAYS.finditer(text):
        for number in parsed(m, "number", "d" if text[m.end() - 1] == "日" else "mo"):
            yield number._replace(end=m.end())


#: The rules, each with the strings of which every match holds one.
MEASURE_RULES: tuple[Rule, ...] = (
    (minutes, chains(NUMBER_CHARS, (" 秒", "秒"))),
    (
        days,
        [
            *("数日", "几日", "数月"),
            *chains(NUMBER_CHARS, ("日内", "日之内", "日以内")),
            *chains(words("lasting"), NUMBER_CHARS),
            *chains("3456789", DIGITS, "日"),
            *chains(DIGITS, DIGITS, DIGITS, "日"),
        ],
    ),
    (margins, [*chains("±", f" {DIGITS}"), *chains("0", _RAISED), "次方", *chains(DIGITS, "eE", f"-+{DIGITS}")]),
    (measures, ()),  # most numbers have a unit: always worth trying
)
