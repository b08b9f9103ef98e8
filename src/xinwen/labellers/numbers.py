"""The grammar of numbers: dates, money, percentages and quantities, with what they are worth.

A number, in digits or in words, becomes a mention by its unit (``data/units.tsv``), by a multiplier (45亿, 千亿) or by a sign
($, %). Values are exact until the last step, units are UCUM, money is ISO 4217; counters and factors have the unit ``1``. Not
numbers here: 一 as an article, ordinals (第一), ranks (前五), collectives without a counter (三大运营商), comparators (约, 以上).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache, lru_cache
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
from xinwen.labellers.units import Unit, units


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
_NUMERIC = frozenset("0123456789数几半" + NUMERAL_CHARS)
_CURRENCY_ENDS = frozenset(name[-1] for name in _CURRENCY)
_JOIN = r" ?(?:-|—{1,2}|–|~|～|至|到) ?"
_START = (
    rf"(?=[{NUMBER_START}])(?<![{NUMERAL_CHARS}])(?<![A-Z\d第])(?<![A-Za-z第]-)(?<!\d[.,:/])(?<!第 )"
    r"(?:(?=几)|(?<!(?<![目此之提日以当年])前))"
)
_COMPARATOR = re.compile(
    r"(?:(?:仅|只(?![要见不顾])|唯独?)[^，。；：、？！\d]{0,3}"
    r"|至少|不到|不足|不止|不出|超过?|约|近|逾|最多|至多|各[^，。；：、？！\d]?)有? ?$"
)
_COMPARED = re.compile(r" ?(?:上下|左右|以内|以下|出头|有余)")
_STOP = re.compile("[，。；：、！？“”‘’]")
_OTHER = rf"(?<![第每另哪那这某{NUMERAL_CHARS}])(?P<number>[{NUMERAL_CHARS}]|(?<!\d)\d{{1,3}})"
_NEXT_CLAUSE = re.compile(rf"[^，。；：、！？]{{1,10}}[，；](?=[{NUMBER_START}])(?!一)")
_AGAINST = 24  # how far off, in characters, another number with the same counter may stand
_MEASURED = re.compile(r"(?:波长|间距|节距|半节|膜厚|厚度?|线宽|宽度?|误差|偏差|精度|直径|粒径|高度?|长度?)[^，。；]{0,6}$")
_SIZE = re.compile("参数|规模|体量")
_VAGUE_BEFORE = frozenset("参多少函倍总人次读个指岁分系常无点变整因悉大小计算全代术基正负约")
_BARE_BEFORE = r"(?:^(?![\d.,]+$)|(?<=[达为约超至到近逾共仅破有是从成变得而加减数以，。；：“]))"


def find_numbers(text: str) -> list[NumberMatch]:
    """The numbers of a text, in order, without overlaps (the leftmost, then the longest, wins)."""
    plain = half_width(text)
    there = set(plain)
    if _NUMERIC.isdisjoint(there):
        return []
    found = [NumberMatch(d.start, d.end, "date", date=d.date) for d in find_dates(plain)]
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


@cache
def _unit_pattern() -> re.Pattern[str]:
    """Number, or range of numbers, with a unit behind."""

    def alternative(surface: str, unit: Unit) -> str:
        guard = f"(?![{re.escape(unit.not_before)}])" if unit.not_before else ""
        return re.escape(surface) + guard + ("(?![A-Za-z])" if surface.isascii() and surface.isalpha() else "")

    ordered = sorted(units().items(), key=lambda item: -len(item[0]))
    unit = "|".join(alternative(surface, unit) for surface, unit in ordered)
    # What can follow the number: one look at a character spares most numbers the long list of units, twice over.
    heads = "".join({re.escape(surface[0]) for surface in units()})
    unit = f"(?=[{heads}])(?:{unit})"
    return re.compile(
        rf"{_START}(?P<a>{NUMERAL})(?=[{heads} 至到~～—–-])(?:(?: ?(?P<ua>{unit}))?{_JOIN}(?P<b>{NUMERAL}))? ?(?P<unit>{unit})"
        r"(?P<half>半(?!导|成|年|数))?"
    )


def _with_unit(text: str) -> Iterator[NumberMatch]:
    """3万台, 10～20亿元, 3%至5%, 2.307亿台, 三年半."""
    known = units()
    for m in _unit_pattern().finditer(text):
        unit = known[m["unit"]]
        low, high = _interval(m["a"], m["b"])
        if low is None or high is None or _is_article(text, m) or _is_word(text, m):
            continue
        if _is_way(text, m, low, high):
            first, own = units()[m["ua"]], parse_numeral(m["a"])
            exact = own.low if own else low
            yield _number(m.start(), m.end("ua"), _TYPE[first.kind], exact * first.factor, exact * first.factor, first.unit)
            yield _number(m.start("b"), m.end(), _TYPE[unit.kind], high * unit.factor, high * unit.factor, unit.unit)
            continue
        start, end, code = _span(text, m, unit)
        value, upper = _worth(m["a"], m["b"], m["unit"], m["half"])
        yield NumberMatch(start, end, _TYPE[unit.kind], value, upper, code)


@lru_cache(maxsize=4096)
def _worth(first: str, second: str | None, surface: str, half: str | None) -> tuple[float | None, float | None]:
    """Value and upper end of a number or range with its unit."""
    low, high = _interval(first, second)
    if low is None or high is None:
        return None, None
    unit, more = units()[surface], Fraction(1, 2) if half or "半" in surface else 0
    factor = 1 if surface == "折" and low > 10 else unit.factor  # 八五折 is 85 in the hundred
    return _ends((low + more) * factor, (high + more) * factor, _TYPE[unit.kind])


def _is_way(text: str, m: re.Match[str], low: Fraction, high: Fraction) -> bool:
    """从5元到2元, 4个百分点至45%: two values, each with its unit, that are no range of one."""
    if not m["ua"]:
        return False
    from_ = text[max(0, m.start() - 1) : m.start()] in ("从", "自", "由")
    return from_ or low > high or units()[m["ua"]].unit != units()[m["unit"]].unit


def _span(text: str, m: re.Match[str], unit: Unit) -> tuple[int, int, str]:
    """The span with a currency in front (人民币3亿元, US$ belongs to `_with_sign`), and the unit."""
    if unit.kind == "money" and text[m.start() - 1 : m.start()] in _CURRENCY_ENDS:
        for name, code in _CURRENCY.items():
            if text.endswith(name, 0, m.start()) and (unit.unit in (code, "CNY")):
                return m.start() - len(name), m.end(), code
    return m.start(), m.end(), unit.unit


def _is_article(text: str, m: re.Match[str]) -> bool:
    """一 before a counter or a unit is an article, unless it is compared (只有一家) or set against another number."""
    if m["a"] != "一" or m["b"] is not None or units()[m["unit"]].kind not in ("counter", "unit") or m["unit"] == "倍":
        return False
    if _COMPARED.match(text, m.end()):
        return False
    if _COMPARATOR.search(text, max(0, m.start() - 7), m.start()):
        return m["unit"] == "个" and text[m.start() - 1] in "是算"  # 只是一个时刻
    return not _is_set_against(text, m.start(), m["unit"])


def _is_set_against(text: str, start: int, unit: str) -> bool:
    """Whether the same counter stands near by with another number, or in another clause with 一 again (一家盈利，一家亏损).

    At the head of a clause also before a clause with any other number at its head (一家公司，两个价格).
    """
    if text.count(unit) > 1:
        for other in re.finditer(_OTHER + re.escape(unit), text):
            between = text[min(start, other.start()) : max(start, other.start())]
            if not 1 + len(unit) < len(between) <= _AGAINST:
                continue
            if other["number"] != "一" or (_STOP.search(between) and (unit != "个" or _open_clauses(text, start, other.start()))):
                return True
    opposite = _NEXT_CLAUSE.match(text, start) if _open_clauses(text, start) else None
    return opposite is not None and _unit_pattern().match(text, opposite.end()) is not None


def _open_clauses(text: str, *starts: int) -> bool:
    """Whether clauses begin at these places: 一个怕漏，一个怕冤. Elsewhere 一个 is too common an article."""
    return all(start == 0 or _STOP.match(text, start - 1) for start in starts)


def _is_word(text: str, m: re.Match[str]) -> bool:
    """Words that only look like a number with a unit: 百度, 十分, 千家 (万户), 下半年, 半成 (品)."""
    number, unit, before = m["a"], m["unit"], text[max(0, m.start() - 1) : m.start()]
    if number == "半":
        return before in {"上", "下", "多", "大"} or unit == "成" or (units()[unit].kind == "counter" and unit != "个")
    if number[0] in "数几":
        asked = number[0] == "几" and (unit == "分" or _is_asked(text, m.end()))
        return asked or (number[0] == "数" and (before in _VAGUE_BEFORE or unit in {"字", "组"}))
    if number == "十":
        return unit == "分"
    if unit in _RISKY:
        return _RISKY[unit](text, m)
    return number in set("百千万亿") and unit in set("度分克米瓦家户元层") and before not in set("逾超近约达")


def _is_asked(text: str, end: int) -> bool:
    """Whether the clause is a question: then 几 asks (要几天？)."""
    stop = _STOP.search(text, end)
    return stop is not None and stop[0] == "？"


def _is_node(text: str, m: re.Match[str]) -> bool:
    """A whole length in nm is the name of a process, unless the words in front measure something."""
    return "." not in m["a"] and _MEASURED.search(text, max(0, m.start() - 12), m.start()) is None


def _is_variant(text: str, m: re.Match[str]) -> bool:
    """7B is the name of a variant, unless it is said to be a number of parameters or an end of a range."""
    near = _SIZE.search(text, max(0, m.start() - 12), m.end() + 6)
    return near is None and m["b"] is None and text[max(0, m.start() - 1) : m.start()] not in ("从", "由")


def _is_rank(text: str, m: re.Match[str]) -> bool:
    """二级, 5级 are ranks; 7.2级 and the grades of an earthquake or a wind are measured."""
    return "." not in m["a"] and (not m["a"].isdigit() or re.search("震|风|烈度", text) is None)


def _is_season(text: str, m: re.Match[str]) -> bool:
    """四季 are the year."""
    return m["a"] == "四"


_RISKY: dict[str, Callable[[str, re.Match[str]], bool]] = {
    "nm": _is_node,
    "纳米": _is_node,
    "B": _is_variant,
    "级": _is_rank,
    "季": _is_season,
}


def _with_sign(text: str) -> Iterator[NumberMatch]:
    """$3.5亿, US$20 billion is left at the number, ¥1,299."""
    for m in _SIGN.finditer(text):
        low, high = _interval(m["a"], m["b"])
        if low is not None and high is not None:
            yield _number(m.start(), m.end(), "money", low, high, _CURRENCY[m["sign"]])


def _fractions(text: str) -> Iterator[NumberMatch]:
    """1/20, 百分之七, 三分之一, 一半, 半数, 三成二: in hundredths."""
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
    for m in _TENTHS.finditer(text):
        tens, ones = parse_numeral(m["tens"]), parse_numeral(m["ones"])
        if tens and ones:
            value = tens.low * 10 + ones.low
            yield _number(m.start(), m.end(), "percent", value, value, "%")


def _multiples(text: str) -> Iterator[NumberMatch]:
    """Numbers without a unit that are numbers all the same: 45亿, 千亿 (参数), 达 88.5, 15000."""
    for pattern in (_MULTIPLE, _BARE):
        for m in pattern.finditer(text):
            low, high = _interval(m["a"], m["b"])
            if low is not None and high is not None:
                yield _number(m.start("a"), m.end(), "quantity", low, high, "1")
    for m in _LONG.finditer(text):
        yield _number(m.start(), m.end(), "quantity", Fraction(m[0]), Fraction(m[0]), "1")


def _words(text: str) -> Iterator[NumberMatch]:
    """七亿, 八千 (左右), 数 (国)."""
    for m in _WORDS.finditer(text):
        if number := parse_numeral(m[0]):
            yield _number(m.start(), m.end(), "quantity", *number, "1")


def _results(text: str) -> Iterator[NumberMatch]:
    """3比2: two counts."""
    for m in _RESULT.finditer(text):
        for part in "ab":
            if number := parse_numeral(m[part]):
                yield _number(m.start(part), m.end(part), "quantity", *number, "1")


def _durations(text: str) -> Iterator[NumberMatch]:
    """1分52秒 in seconds; 数日, 几日, 七日 (内) in days; 数月."""
    for m in _MINUTES.finditer(text):
        parts = parse_numeral(m["minutes"]), parse_numeral(m["seconds"])
        if parts[0] and parts[1]:
            value = parts[0].low * 60 + parts[1].low
            yield _number(m.start(), m.end(), "quantity", value, value, "s")
    for m in _DAYS.finditer(text):
        if number := parse_numeral(m["number"]):
            yield _number(m.start(), m.end(), "quantity", *number, "d" if text[m.end() - 1] == "日" else "mo")


@lru_cache(maxsize=4096)
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
    return NumberMatch(start, end, type_, *_ends(low, high, type_), unit)


def _ends(low: Fraction, high: Fraction, type_: str) -> tuple[float, float | None]:
    """The exact ends as floats, the upper one only of a range (a fraction that repeats is rounded to four digits)."""
    first, last = (round(float(x), 4) if type_ == "percent" else float(x) for x in (low, high))
    return first, last if low != high else None


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
_WORDS = re.compile(
    rf"{_START}(?:[数几]?[十百千]?(?:[一二三四五六七八九两][十百千]?){{1,4}}[万亿]{{1,2}}|[数几](?=国|省|县)"
    rf"|(?:[一二三四五六七八九两][十百千]){{1,3}}(?=左右|上下|以上|以下|出头))(?![一二三四五六七八九万亿])"
    rf"(?<![{''.join(sorted(_VAGUE_BEFORE))}]数)"
)
_BARE = re.compile(
    rf"{_BARE_BEFORE} ?(?P<a>{ARABIC})(?P<b>)(?![\dA-Za-z.,:/\-年月日号时点第强大代期版 ])"
    r"(?=[，。；、）！？“”]|$|[变加减乘除]|到\d|比[^\d]|的[会能就都])"
)
_LONG = re.compile(r"(?<![\dA-Za-z.,:/\-#号码 ])[1-9]\d{4}(?![\dA-Za-z.,:/\-年月日号 ])")
_RESULT = re.compile(
    rf"(?<![\d.:{NUMERAL_CHARS}])(?P<a>\d{{1,4}}|[{NUMERAL_CHARS}]) ?比"
    rf" ?(?P<b>\d{{1,4}}|[{NUMERAL_CHARS}])(?![\d.%{NUMERAL_CHARS}])"
)
_TENTHS = re.compile(
    rf"(?<![{NUMERAL_CHARS}第\d])(?P<tens>[一二两三四五六七八九])成(?P<ones>[一二三四五六七八九])(?=[，。；、！？）的多以左]|$)"
)
_MINUTES = re.compile(
    rf"(?<![\d.{NUMERAL_CHARS}])(?P<minutes>\d{{1,3}}|[{NUMERAL_CHARS}]{{1,3}}) ?分钟?"
    rf"(?P<seconds>\d{{1,2}}|[{NUMERAL_CHARS}]{{1,3}}) ?秒"
)
_DAYS = re.compile(
    rf"(?<![{''.join(sorted(_VAGUE_BEFORE))}\d{NUMERAL_CHARS}第])"
    rf"(?P<number>[数几](?=日(?![本常元圆])|月)|(?:\d{{1,3}}|[{NUMERAL_CHARS}]{{1,3}})(?=日[之以]?内))(?:日|(?<=数)月)"
)
# With each rule the characters of which a match holds at least one: most rules need not search most sentences.
_RULES: tuple[tuple[Callable[[str], Iterator[NumberMatch]], frozenset[str]], ...] = (
    (_with_unit, _NUMERIC),
    (_with_sign, _CURRENCY_ENDS),
    (_fractions, frozenset("/分半成")),
    (_multiples, frozenset("0123456789万亿数几")),
    (_words, frozenset("万亿千百十数几")),
    (_results, frozenset("比")),
    (_durations, frozenset("日月秒")),
)
