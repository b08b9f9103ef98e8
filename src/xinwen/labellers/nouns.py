"""Numbers directly in front of a noun, without a counter, which is outside: 19波束, 二十八国, 10万GPU, 17投9中."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xinwen.labellers.amounts import DIGITS, START, NumberMatch, Rule, any_of, parsed, quantity, words
from xinwen.labellers.lookalikes import is_in_idiom
from xinwen.labellers.numerals import ARABIC, MULTIPLIER
from xinwen.labellers.triggers import chains

_THINGS = re.compile(rf"{START}(?P<a>(?!(?:19|20)\d\d(?!\d))\d{{1,6}})(?={any_of('uncounted')})")
_KIN = re.compile(rf"{START}(?P<a>[两三四五六七八九])(?={any_of('kin')})")
_CAPITALS = re.compile(rf"{START}(?P<a>{ARABIC} ?[余多]?{MULTIPLIER}) ?(?P<unit>[A-Z]{{2,6}})(?![A-Za-z\d])")
_SHOTS = re.compile(r"(?=\d)(?<![\d.第])(?P<a>\d{1,3})(?P<kind>投|罚)(?P<b>\d{1,3})中")
_STATISTICS = re.compile(
    r"(?=\d)(?<![\dA-Za-z.:第])(?P<a>\d{1,2})(?=篮板|助攻|抢断|盖帽|失误|犯规|板\d{1,2}助|助\d{0,2}[，。断帽])"
)
_SCORES = re.compile(
    r"(?=\d)(?<![\dA-Za-z.:/\-])(?P<a>\d{1,3})[-–—](?P<b>\d{1,3})(?=的?比分|击败|战胜|大胜|险胜|完胜|力克|逆转|领先|落后|横扫|取胜|获胜|告负|不敌|负于|淘汰|战平|打平|战成|憾负)"
)
_COUNT = r"(?:\d{1,2}|[一两二三四五六七八九十]{1,3})"
_WON = re.compile(
    rf"(?=[\d一两二三四五六七八九十])(?:(?<=战)(?P<a>{_COUNT})(?=[胜负平])|(?<=[局场盘])(?P<d>[两二三四五六七八九2-9])(?=胜(?!利))|(?<=[胜负平])(?P<b>{_COUNT})(?=[负平](?![责荷面债数载值于均台衡衷]))"
    rf"|(?<![\d第一两二三四五六七八九十胜负平战])(?P<c>{_COUNT})(?=[胜平]{_COUNT}[平负]))"
)
_STATES = re.compile(
    rf"{START}(?P<a>[1-9]\d{{1,2}}|[二三四五六七八九]十[一二三四五六七八九]?[多余]?|十(?:[一二三四五六七八九][多余]?|[余多几])|百[余多])"
    rf"(?=国(?![产内际家有企资债庆道标货人土防足创外王民务旗语]|集团|峰会)|[省](?![去下略钱事电心力])|[市县](?![值场斤价面占长委令府级]))"
)
_NOUNS = frozenset(words("capitals"))


def nouns(text: str) -> Iterator[NumberMatch]:
    """19 (波束), 两 (兄弟), 11 (篮板): the number alone."""
    for pattern in (_THINGS, _KIN, _STATISTICS):
        for m in pattern.finditer(text):
            yield from parsed(m, "a")


def states(text: str) -> Iterator[NumberMatch]:
    """二十八 (国), 31 (省): more than sum up a list."""
    for m in _STATES.finditer(text):
        if not is_in_idiom(text, m.start("a"), m.end("a")):
            yield from parsed(m, "a")


def capitals(text: str) -> Iterator[NumberMatch]:
    """2690万TPP, whatever the unit; 10万 before GPU, which is a thing."""
    for m in _CAPITALS.finditer(text):
        if worth := quantity(m["a"]):
            named = m["unit"] in _NOUNS
            yield NumberMatch(m.start(), m.end("a") if named else m.end(), "quantity", *worth, "1" if named else m["unit"])


def sports(text: str) -> Iterator[NumberMatch]:
    """17投9中, 3-1击败, 三战两胜一负, 五局三胜: each number."""
    for pattern in (_SHOTS, _SCORES, _WON):
        for m in pattern.finditer(text):
            for group, part in m.groupdict().items():
                if part and group in "abcd":
                    yield from parsed(m, group)


#: The rules, each with the strings of which every match holds one.
NOUN_RULES: tuple[Rule, ...] = (
    (
        nouns,
        [
            *chains(DIGITS, (*words("uncounted"), "篮板", "助", "抢断", "盖帽", "失误", "犯规", "板")),
            *chains("两三四五六七八九", words("kin")),
        ],
    ),
    (states, chains(f"{DIGITS}十余多几一二三四五六七八九", "国省市县")),
    (capitals, chains("百千万亿", ("", " "), "ABCDEFGHIJKLMNOPQRSTUVWXYZ")),
    (
        sports,
        [
            *chains("投罚", DIGITS),
            *chains(DIGITS, "-–—", DIGITS),
            *chains("胜负平", f"{DIGITS}一两二三四五六七八九十"),
            *chains("战局场盘", f"{DIGITS}一两二三四五六七八九十"),
        ],
    ),
)
