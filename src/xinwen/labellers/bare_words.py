"""Numbers in words without a unit where the words around them call for one: 原因有三, 除以八, 一点六, 四五十, 从三十降到二十.

Digits without a unit are read in `xinwen.labellers.digits`, what ends a clause behind a verb in `xinwen.labellers.counts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial

from xinwen.labellers.amounts import DIGITS, START, NumberMatch, Rule, amount, parsed, words
from xinwen.labellers.lookalikes import is_in_idiom
from xinwen.labellers.numerals import ARABIC, NUMERAL_CHARS, parse_numeral
from xinwen.labellers.triggers import chains

_ONES, _LARGE = "一二三四五六七八九", "百千万亿"
_SEVERAL = _ONES[1:]
_PAIRS = ("一二", "二三", "两三", "三四", "四五", "五六", "六七", "七八", "八九")
_PAIR = f"(?:{'|'.join(_PAIRS)})"
_CLAUSE_END = "，。；、！？）”"
_ENDS = rf"(?=[{_CLAUSE_END}]|$|以[上下内]|左右|上下|出头|开外|不等)"
_TENS = rf"(?:[{_SEVERAL}]?十[{_ONES}]?)"
_ROUND = rf"(?:[{_ONES}两]{{1,2}}|[{_ONES}]?十[{_ONES}]?)[{_LARGE}](?:[{_LARGE}零{_ONES}]{{0,6}})"
_AFTER = (*_CLAUSE_END, "\n", "以", "左右", "上下", "出头", "开外", "不等")
# What stands in front or behind tells these from parts of words; with each pattern the strings of which every match holds one.
_ALONE: tuple[tuple[str, Sequence[str]], ...] = (
    (rf"(?<=有)(?P<a>[{_SEVERAL}])(?=[：，；。]|$)", chains("有", _SEVERAL, "：，；。\n")),
    (rf"(?<=[除乘]以)(?P<a>[{NUMERAL_CHARS}]{{1,6}})(?=[{_CLAUSE_END}等再得的是就]|$)", chains(("除以", "乘以"), NUMERAL_CHARS)),
    (
        rf"{START}(?P<a>[零{_ONES}十百]{{1,5}}点[零{_ONES}]{{1,4}})(?:{_ENDS}|(?=[（“]|[还就]不|[掉涨跌降升增加减缩砍压提扩][到至]))",
        chains("零十百" + _ONES, "点", "零" + _ONES),
    ),
    (
        rf"{START}(?P<a>{_PAIR}十|(?!十四五)[{_SEVERAL}]?十{_PAIR}|百八十|千八百|万八千){_ENDS}",
        chains((*chains(_PAIRS, "十"), *chains("十", _PAIRS), "百八十", "千八百", "万八千"), _AFTER),
    ),
    (
        rf"(?<=[给赚付值花赔欠赢输押在开叫])(?P<a>(?!十[，。]){_TENS}){_ENDS}",
        chains("给赚付值花赔欠赢输押在开叫", "十" + _SEVERAL),
    ),
    (rf"(?<=最[大小老高低多少快慢长短贵]的)(?P<a>{_TENS}){_ENDS}", chains("大小老高低多少快慢长短贵", "的", "十" + _SEVERAL)),
    (rf"(?<=[得丢罚扣减加]了)(?P<a>[两{_SEVERAL}十])(?=[，。；！？]|$)", chains("得丢罚扣减加", "了", f"两十{_SEVERAL}")),
    (
        rf"(?<=[从由])(?P<a>{_ROUND}|{_TENS})(?=[讲谈涨跌降升加减砍调提改扩增缩变]?[到至成为])",
        chains("从由", "十两" + _ONES),
    ),
    (
        rf"(?:(?<=[破过超逾])|(?<=[破过超上]了))(?P<a>[百千万])(?=[{_CLAUSE_END}的]|$)",
        chains(("破", "过", "超", "逾", "上了", "破了", "过了", "超了"), "百千万", (*_CLAUSE_END, "的", "\n")),
    ),
    (rf"{START}(?P<a>{_ROUND})(?=(?:[和与或及、]{_ROUND}){{1,3}}{_ENDS})", chains(_LARGE, "和与或及、", "两十" + _ONES)),
    (rf"(?<![\d点{NUMERAL_CHARS}])(?P<a>零)(?=以[上下])", ("零以",)),
    (r"(?<=[有余共外])(?P<a>[四五六七八九])(?=国(?!集团|峰会|演义|[产内际家有企]))", chains("有余共外", "四五六七八九", "国")),
    (
        rf"{START}(?P<a>[{_SEVERAL}]十[{_ONES}]?)(?=开外|有余|了(?:[{_CLAUSE_END}]|$))",
        chains("十" + _ONES, ("开外", "有余", *chains("了", (*_CLAUSE_END, "\n")))),
    ),
    (
        rf"{START}(?P<a>(?:[几数]十|[十百千][余多来几])[万亿][多余]?){_ENDS}",
        [*chains("余多来几", "万亿"), *chains("几数", "十", "万亿")],
    ),
    (
        rf"(?:{'|'.join(words('measuring'))})(?P<a>{_TENS}){_ENDS}",
        chains(words("measuring"), "十" + _SEVERAL),
    ),
)
_SIDE = rf"[2-9]|1[01]|[两{_SEVERAL}]|十一"
_SIDES = re.compile(
    rf"(?<![\d第.{NUMERAL_CHARS}])(?:(?P<a>{_SIDE})对(?P<b>(?P=a))|(?P<c>[{_SEVERAL}])加(?P<d>[{_ONES}])"
    rf"|(?P<e>[{_ONES}两])荤(?P<f>[{_ONES}两])素)(?![\d.{NUMERAL_CHARS}])"
)
_MANY = rf"\d{{1,3}}|[{_ONES}两十]{{1,3}}"
_MEDALS = re.compile(
    rf"(?<![\d第.{NUMERAL_CHARS}])(?:(?P<a>{_MANY})金(?P<b>{_MANY})银(?:(?P<c>{_MANY})铜)?|(?P<d>{_MANY})银(?P<e>{_MANY})铜)"
)
_HALF_MORE = re.compile(rf"{START}(?P<a>(?:{ARABIC}|[{NUMERAL_CHARS}]{{1,4}})(?P<unit>[万亿]))半{_ENDS}")


def _alone(pattern: re.Pattern[str], text: str) -> Iterator[NumberMatch]:
    """Numbers in words that a pattern finds."""
    for m in pattern.finditer(text):
        if not is_in_idiom(text, m.start("a"), m.end("a")):
            yield from parsed(m, "a")


def sides(text: str) -> Iterator[NumberMatch]:
    """五对五, 五加二, 两荤一素, 三金两银一铜: each number."""
    for pattern in (_SIDES, _MEDALS):
        for m in pattern.finditer(text):
            for group, part in m.groupdict().items():
                if part:
                    yield from parsed(m, group)


def halves_more(text: str) -> Iterator[NumberMatch]:
    """三亿半: half of the last unit more."""
    for m in _HALF_MORE.finditer(text):
        if number := parse_numeral(m["a"]):
            more = Fraction(10**4 if m["unit"] == "万" else 10**8, 2)
            yield amount(m.start(), m.end(), "quantity", number.low + more, number.high + more, "1")


#: The rules, each with the strings of which every match of it holds one; the end of the text counts as a line feed.
BARE_WORD_RULES: tuple[Rule, ...] = (
    *((partial(_alone, re.compile(pattern)), strings) for pattern, strings in _ALONE),
    (sides, [*chains(f"{DIGITS}{NUMERAL_CHARS}", "对加", f"{DIGITS}{NUMERAL_CHARS}"), *chains(DIGITS + NUMERAL_CHARS, "荤银")]),
    (halves_more, chains("万亿", "半", _AFTER)),
)
