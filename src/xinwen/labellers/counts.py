"""Numbers without a unit that are numbers all the same: 45亿, 千亿 (参数), 达 88.5, 15000, 3比2, 六男三女, 翻两番."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial

from xinwen.labellers.amounts import (
    DIGITS,
    JOIN,
    NO_NAME,
    NUMBER_CHARS,
    START,
    VAGUE_BEFORE,
    NumberMatch,
    Rule,
    amount,
    any_of,
    behind,
    parsed,
    quantity,
    words,
)
from xinwen.labellers.lookalikes import is_in_idiom
from xinwen.labellers.numerals import ARABIC, MULTIPLIER, NUMERAL_CHARS, STEPWISE, parse_numeral
from xinwen.labellers.triggers import chains

_CLAUSE_END = "，。；、！？（）“”"
# Digits that are all of a quotation are a name (“618”).
_BARE_BEFORE = (
    r"(?<!“(?=\d{1,5}”))(?:^(?![\d.,]+$)|(?<=[成到为涨降跌考扣罚]了)|(?<=[总满评得]分)|(?<=[浓温长宽高深亮精密厚强]度)"
    r"|(?<=[达为约超至到近逾共仅破有是从成变得而加减数以均取报考剩余高低多少者率价差额值量，。；：“]))"
)
_MULTIPLE = re.compile(
    rf"{START}(?P<a>{STEPWISE}|{ARABIC} ?[余多]?{MULTIPLIER}"
    rf"|[数几]?[百千]?[一二三四五六七八九两]?[十百千]?[万亿]{{1,2}}(?={any_of('counted')}))"
    rf"(?:{JOIN}(?P<b>{ARABIC} ?[余多]?{MULTIPLIER}))?(?P<more>[余多](?![{NUMERAL_CHARS}]))?(?!\d)"
)
_REACHED = re.compile(rf"(?=[十百千万亿])(?<=[破超逾近达过上满资值])(?P<a>[十百千万]亿|[十百千]万|亿)(?=[{_CLAUSE_END}的]|$)")
_PER_MILLION = re.compile(r"(?<=[每/])(?P<a>百万)(?=\d)")
# 型号为730 is a name, and so is 一加12.
_NO_CODE = "(?<!一加)" + "".join(f"(?<!{word}[为是])" for word in words("number_of"))
_BARE = re.compile(
    rf"(?=[\d ])(?<!\d：){_BARE_BEFORE}{_NO_CODE} ?{NO_NAME}(?P<a>{ARABIC})(?![\dA-Za-z.,:/\-年月日号时点第强大代期版 ])"
    rf"(?=[{_CLAUSE_END}]|$|[变加减乘除]|到\d|比[^\d]|的[会能就都]|[呢吗吧]|还是|以[上下内]|左右|上下)"
)
_SCORE = re.compile(
    rf"(?=\d)(?<![\dA-Za-z.,:/\-第版 ·.]){behind('number_of', '!')}"
    rf"(?P<a>(?:[2-9]\d|\d{{3,4}})\.\d{{1,2}}|0\.\d{{1,4}}|[1-9]\.\d{{2,4}})(?=[{_CLAUSE_END}吗呢仅只]|$|[升降涨跌变][到至为成]|[到至和与比]\d|以[上下内]|左右|上下)"
)
_LONG = re.compile(
    rf"(?=\d{{1,3}},|\d{{5}})(?<![\dA-Za-z.,:/\-#号码 ]){behind('number_of', '!')}"
    r"(?P<a>[1-9]\d{4}|\d{1,3}(?:,\d{3}){1,6})(?![\dA-Za-z.,:/\-年月日号 ]|热线|客服|平台|网站)"
)
_WORDS = re.compile(
    rf"{START}(?P<a>(?:(?:[一二三四五六七八九两][十百千]?){{1,4}}[亿万])?[数几]?[十百千]?(?:[一二三四五六七八九两][十百千]?){{1,4}}(?:(?<=[十百千])[余多来])?[万亿]{{1,2}}|[数几](?=国|省|县|案(?!例))|[两二三四五六七八九](?=案(?![例件由]))"
    rf"|(?:[一二三四五六七八九两][十百千]){{1,3}}(?=左右|上下|以上|以下|出头))(?![一二三四五六七八九万亿])"
    rf"(?<![{VAGUE_BEFORE}]数)"
)
_JOINS = re.compile(JOIN)
_DIGIT = "[一二三四五六七八九两]"
_SMALL = rf"\d{{1,4}}|[{NUMERAL_CHARS}]"
_SCORED = rf"\d{{1,4}}(?:\.\d)?|[{NUMERAL_CHARS}]{{1,5}}"
_RESULT = re.compile(
    rf"(?=[\d{NUMERAL_CHARS}])(?<![\d.:点第{NUMERAL_CHARS}]){NO_NAME}(?P<a>{_SCORED})(?: ?比 ?| ?∶ ?|:(?=\d(?!\d)))"
    rf"(?P<b>{_SCORED})(?![\d.%:∶点{NUMERAL_CHARS}])"
)
_RATIO = re.compile(rf"比例?(?:大?约?[是为]|大约是) ?(?P<a>{ARABIC}) ?： ?(?P<b>{ARABIC})(?![\d.%:])")
_PAIR = re.compile(
    rf"(?=[\d{NUMERAL_CHARS}])(?<![\d第{NUMERAL_CHARS}])(?P<a>{_SMALL})(?:男(?P<b>{_SMALL})女|女(?P<c>{_SMALL})男|死(?P<d>{_SMALL})伤|胜(?P<e>{_SMALL})负)"
)
_WHOLE = rf"\d{{1,6}}|[{NUMERAL_CHARS}]{{1,4}}"
_REDUCED = re.compile(rf"满 ?(?P<a>{_WHOLE}) ?[减送返] ?(?P<b>{_WHOLE})(?![\d.%{NUMERAL_CHARS}折])")
_PRICE = (
    r"(?P<a>\d{2,6}|"
    rf"(?:[一二三四五六七八九两]?十[一二三四五六七八九]?|{_DIGIT}{{1,2}})万{_DIGIT}?|(?:{_DIGIT}万)?{_DIGIT}{{1,2}}[百千](?:{_DIGIT}百?)?)"
)
_PRICED = re.compile(
    rf"(?:{any_of('priced')})(?:[只就]?[是为要在到至给])?了? ?{_PRICE}"
    rf"(?=[{_CLAUSE_END}给买就才都还也起的]|左右|上下|出头|以[上下内]|$)"
)
_COLLOQUIAL = rf"(?:{_DIGIT}?十?{_DIGIT}[万千百]){{1,2}}[一二三四五六七八九]{{1,2}}"
_SHORTENED = re.compile(
    rf"{START}(?P<a>{_COLLOQUIAL})(?:{JOIN}(?P<b>{_COLLOQUIAL}))?(?!(?!一)[{NUMERAL_CHARS}余多几来点])"
    rf"(?=[{_CLAUSE_END}起的就才都跌降涨升砍提]|左右|上下|出头|不等|以[上下内]|一[平个台张块条件套斤吨晚天月年]|$)"
)
_AGED = re.compile(
    rf"{any_of('aged')}(?:[是为在才刚已就]|不过|也才)?(?P<a>\d{{2}}|[二三四五六七八九]?十[一二三四五六七八九]?)"
    rf"(?=[{_CLAUSE_END}了]|出头|上下|左右|$)"
)
_ENDS = rf"(?=[{_CLAUSE_END}]|$|以[上下内]|左右|上下|出头|不等|[还就]不|[掉涨跌降升增加减缩砍压提扩][到至])"
_ROUND = re.compile(
    rf"(?=[{_DIGIT[1:-1]}十几数][{_DIGIT[1:-1]}十百千万亿]){START}{behind('index', '!')}"
    rf"(?P<a>(?:{_DIGIT}{{1,2}}|{_DIGIT}?十{_DIGIT}{{0,2}}|[几数])[百千万亿]"
    rf"(?:零?[十百千万亿{_DIGIT[1:]}){{0,8}}[多余几]?){_ENDS}"
)
_AT_TENS = "到至回为达是共剩满过近约超加减返还卖要收降涨跌升才线从"
_TENS = re.compile(
    rf"(?:(?<=[到至成降涨跌减加升]了)|(?<=[{_AT_TENS}]))(?P<a>{_DIGIT}十{_DIGIT}?|十{_DIGIT}){_ENDS}"
)
_MORE = re.compile(rf"{START}(?P<a>(?:{ARABIC}|[{NUMERAL_CHARS}]{{1,8}})[万亿千百][多余]|\d{{2,4}}多){_ENDS}")
_NOTHING = re.compile(rf"(?<=[到至为成于])(?P<a>零)(?=[{_CLAUSE_END}会]|$)")
_IN_A_ROW = re.compile(rf"{START}(?P<a>[两二三四五六七八九十]|\d{{1,2}})(?=连[阴阳涨跌板冠胜败升降])")
_GRID = re.compile(
    r"(?=\d)(?<![\dA-Za-z.×])(?P<a>\d{1,5})×(?P<b>\d{1,5})(?![\dA-Za-z.×])(?! ?(?:[A-Za-z]|像素|毫米|厘米|米))(?P<hours> ?小时)?"
)
_OUT_OF_REACH = ("下不来", "拿不下", "买不到", "买不下", "买不着", "买不起", "办不到", "办不成")
_NOT_BELOW = re.compile(rf"[没不](?:有|到|花|出)?{_PRICE}(?:{'|'.join(_OUT_OF_REACH)})")
_DOUBLED = re.compile(
    r"(?:翻了? ?(?:不止|不下|将近|近|超过?|约|好)?(?P<a>[两二三四五六七八九几数])(?:番(?P<b>[两二三四五]))?"
    r"|(?:不止|至少|最多|不到|只)翻了?(?P<one>一))番"
)


def multiples(text: str) -> Iterator[NumberMatch]:
    """Digits with a multiplier, bare multipliers before what they count."""
    for m in _MULTIPLE.finditer(text):
        if m["b"] and text.endswith("从", 0, m.start()):
            yield from parsed(m, "a")
            yield from parsed(m, "b")
        elif worth := quantity(m["a"], m["b"]):
            yield NumberMatch(m.start("a"), m.end(), "quantity", *worth, "1")


def bare_numbers(text: str) -> Iterator[NumberMatch]:
    """Bare digits where a clause calls for a number."""
    for pattern in (_BARE, _SCORE) if "." in text else (_BARE,):
        for m in pattern.finditer(text):
            yield from parsed(m, "a")


def long_numbers(text: str) -> Iterator[NumberMatch]:
    """Bare digits that are too many for a year or a name."""
    for m in _LONG.finditer(text):
        yield from parsed(m, "a")


def words_alone(text: str) -> Iterator[NumberMatch]:
    """七亿, 八千 (左右), 数 (国), 破万亿."""
    found = [n for m in _WORDS.finditer(text) if not is_in_idiom(text, *m.span("a")) for n in parsed(m, "a")]
    yield from joined(text, found)
    for pattern in (_REACHED, _PER_MILLION):
        for m in pattern.finditer(text):
            if not is_in_idiom(text, m.start("a"), m.end("a")):
                yield from parsed(m, "a")


def joined(text: str, numbers: Sequence[NumberMatch]) -> Iterator[NumberMatch]:
    """Numbers in order, two with 到 or its like between them as one range (五十万到八十万), but not behind 从."""
    last: NumberMatch | None = None
    for number in numbers:
        if last and _JOINS.fullmatch(text, last.end, number.start) and text[last.start - 1 : last.start] not in ("从", "由", "自"):
            last = last._replace(end=number.end, max_value=number.value)
            continue
        if last:
            yield last
        last = number
    if last:
        yield last


def prices(text: str) -> Iterator[NumberMatch]:
    """What something costs, without a currency: 预算八千."""
    for m in _PRICED.finditer(text):
        yield from parsed(m, "a")


def shortened(text: str) -> Iterator[NumberMatch]:
    """一万二, 四千七八: what stands behind the last unit is of the next lower one. Such numbers need no unit to be numbers."""
    for m in _SHORTENED.finditer(text):
        worth = quantity(m["a"], m["b"])
        if worth and not is_in_idiom(text, m.start(), m.end()):
            yield NumberMatch(m.start(), m.end(), "quantity", *worth, "1")


def ages(text: str) -> Iterator[NumberMatch]:
    """年龄三十四, 刚满20: years of age without 岁."""
    for m in _AGED.finditer(text):
        yield from parsed(m, "a", "a")


def _ending(pattern: re.Pattern[str], text: str) -> Iterator[NumberMatch]:
    """寄四千, 本该三百一十二, 涨到二十, 净亏7亿多 at the end of a clause."""
    for m in pattern.finditer(text):
        if not is_in_idiom(text, m.start("a"), m.end("a")):
            yield from parsed(m, "a")


def zeros(text: str) -> Iterator[NumberMatch]:
    """跌到零."""
    for m in _NOTHING.finditer(text):
        if not is_in_idiom(text, m.start(), m.end()):
            yield from parsed(m, "a")


def runs(text: str) -> Iterator[NumberMatch]:
    """三连冠, 两连阴: the number alone."""
    for m in _IN_A_ROW.finditer(text):
        yield from parsed(m, "a")


def grids(text: str) -> Iterator[NumberMatch]:
    """512×512, as many cells; 7×24小时, as many hours."""
    for m in _GRID.finditer(text):
        cells = Fraction(int(m["a"]) * int(m["b"]))
        yield amount(m.start(), m.end(), "quantity", cells, cells, "h" if m["hours"] else "1")


def floors(text: str) -> Iterator[NumberMatch]:
    """What something cannot be had below: 没一万一下不来."""
    for m in _NOT_BELOW.finditer(text):
        yield from parsed(m, "a")


def reductions(text: str) -> Iterator[NumberMatch]:
    """满1000减80: two counts."""
    for m in _REDUCED.finditer(text):
        yield from parsed(m, "a")
        yield from parsed(m, "b")


def results(text: str) -> Iterator[NumberMatch]:
    """3比2, 比例为7.5：1: two counts."""
    for pattern in (_RESULT, _RATIO):
        for m in pattern.finditer(text):
            yield from parsed(m, "a")
            yield from parsed(m, "b")


def pairs(text: str) -> Iterator[NumberMatch]:
    """六男三女: two counts."""
    for m in _PAIR.finditer(text):
        for group, part in m.groupdict().items():
            if part:
                yield from parsed(m, group)


def doublings(text: str) -> Iterator[NumberMatch]:
    """翻两番: two doublings, the factor four; 翻一番 only behind a comparator (不止翻一番)."""
    for m in _DOUBLED.finditer(text):
        start = m.start("a") if m["a"] else m.start("one")
        if (number := parse_numeral(text[start])) and (other := parse_numeral(m["b"] or text[start])):
            low, high = (Fraction(2 ** int(end)) for end in (min(number.low, other.low), max(number.high, other.high)))
            yield amount(start, m.end(), "quantity", low, high, "1")


_LARGE, _ONES, _SIDES = "百千万亿", "一二三四五六七八九", ("左右", "上下")
#: The rules, each with the strings of which every match holds one; the end of the text counts as a line feed.
COUNT_RULES: tuple[Rule, ...] = (
    (multiples, [*chains(DIGITS, ("", " "), "十余多" + _LARGE), *chains("万亿", words("counted"))]),
    (bare_numbers, chains(DIGITS, (*_CLAUSE_END, *"\n变加减乘除升降涨跌到比的以至和与吗呢吧", "还是", *_SIDES))),
    # Of five digits the first four or the last four are none of a year.
    (long_numbers, [*chains(DIGITS, ",", DIGITS), *(f"{n:04d}" for n in range(10**4) if not 1900 <= n < 2100)]),
    (
        words_alone,
        [
            *chains("一二三四五六七八九两十百千万", "万亿"),
            *chains("余多来", "万亿"),
            *chains("每/", ("百万",), DIGITS),
            *chains("数几", "国省县案"),
            *chains("两二三四五六七八九", "案"),
            *chains("十百千", (*_SIDES, "以上", "以下", "出头")),
            *chains("破超逾近达过上满资值", (*chains("十百千", "万亿"), "万亿", "亿")),
        ],
    ),
    (prices, chains(words("priced"), f"{DIGITS}一二两三四五六七八九十只就是为要在到至给了 ")),
    (shortened, chains("万千百", "一二三四五六七八九")),
    (ages, words("aged")),
    (partial(_ending, _ROUND), chains(f"两{_ONES}十几数", "百千万亿")),
    (partial(_ending, _TENS), chains(f"了{_AT_TENS}", [*chains(f"两{_ONES}", "十"), *chains("十", f"两{_ONES}")])),
    (partial(_ending, _MORE), [*chains("万亿千百", "多余"), *chains(DIGITS, "多")]),
    (zeros, chains("到至为成于", "零")),
    (runs, chains(f"{DIGITS}两二三四五六七八九十", "连")),
    (grids, chains(DIGITS, "×", DIGITS)),
    (floors, _OUT_OF_REACH),
    (reductions, chains("满", ("", " "), NUMBER_CHARS)),
    (results, [*chains(NUMBER_CHARS, ("", " "), "比∶："), *chains(DIGITS, ":", DIGITS)]),
    (pairs, chains(NUMBER_CHARS, "男女死胜")),
    (doublings, chains(NUMBER_CHARS, "番")),
)
