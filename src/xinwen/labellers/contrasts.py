"""Whether 一 with a counter is set against another number: 一家盈利，三家亏损; 三家公司，其中一家; 一座停工，另一座在建."""

from __future__ import annotations

import re
from functools import cache

from xinwen.labellers.amounts import STOP
from xinwen.labellers.neighbours import LENGTHS, is_beside, is_contrasted, is_end, open_clauses
from xinwen.labellers.numerals import NUMERAL_CHARS

_OTHER = (
    rf"(?<![第每另哪那这某何同几数\d{NUMERAL_CHARS}])(?P<number>(?:[一二两三四五六七八九十]{{2,3}}|[{NUMERAL_CHARS}])几?"
    r"|[几数]|\d{1,3})[多余来]?"
)
_OTHER_LARGE = rf"(?<![第每另哪那这某何同\d{NUMERAL_CHARS}])(?P<number>[几数]?[\d{NUMERAL_CHARS}]{{1,7}}|[几数])[多余来]?"
_SHOWN = frozenset("那这哪")
_NAMED = frozenset("那这哪是")
_SAME = {
    "个": "(?!多?小时|多?月|多?星期|季度|钟头|百分点|基点|世纪|工作日|交易日|半)",
    "年": "(?![初中底末前后])",
    "点": "(?![零一二三四五六七八九十半多整钟])",
}
_PERSONS = dict.fromkeys(("位", "名", "人"), "[位名个人]")
_NAMELESS = frozenset(("一两", "几", "数"))
_OTHER_ONE = "(?:另外?|剩下|其余)"
_OTHER_BEFORE = re.compile(f"{_OTHER_ONE}$")
_EQUAL = re.compile(r"(?:相当于|抵得?上|等于|顶|换来?|改成了?)$")
_PICKED = re.compile("(?:其中|有|剩|最[^，。；：、！？]{1,4}的|[那头])$")
_SUPERLATIVE = re.compile("(?:最[^，。；：、！？]{1,4}|唯一)的$")
_INTRODUCED = frozenset("家名位")
_SPREAD = re.compile("一(?![直等二三定些般起样边致共旦律向概再度])|里")  # 一天一改, 一格里
_AGO = re.compile("[之以]?([后前来])")
_IN = re.compile("(?<![现正存所])在$")  # 在一次采访中
_TIMES = frozenset("次回天年代届轮")
_PART_OF_DAY = re.compile("周[末一二三四五六日]|星期[一二三四五六日天]|[早晚清傍夜凌]|上午|下午|中午|[春夏秋冬]")
_HEADED = frozenset("栏")  # 设备一栏 has a heading, no number
_RATED = re.compile(r"[^，。；：、！？一]{0,4}[\d二三四五六七八九两几]")
_CHARGED = re.compile(r"(?:补贴|均价|单价|售价|卖价|成本|租金|月租|收费|运费)[^，。；：、！？]{0,3}\d")
_SAYS = re.compile(
    "[^，。；：、！？]{1,12}(?:[说称](?=[，。：“他她其该公])|表示|指出|宣布|认为|透露|告诉|显示|披露|发现|证实|抱怨|强调|预计|公布|坦言|承认|介绍|回应|测算|报道|建议|提醒|警告|呼吁)"
)
_PICTURED = ("不是", "不像", "就像", "好像", "像", "仿佛", "如同")
_CLAUSES = re.compile("[，；：]")
_NEAR = 60  # how far around, in characters, anything is looked for
_PAIRED = 40  # how far off, in characters, 另一 may stand
_AGAINST = 24  # how far off, in characters, another number with the same counter may stand
_PICKED_FROM = 40  # how far off what it is picked from may stand


def is_set_against(text: str, start: int, unit: str, number: re.Pattern[str] | None) -> bool:
    """Whether the same counter stands near by with another number, or in another clause with 一 again (一家盈利，一家亏损).

    At the head of a clause also before a clause with any other number at its head (一家公司，两个价格).
    """
    end = start + 1 + len(unit)
    if number is not None and is_contrasted(text, end, number):
        return True
    if text.count(unit, max(0, start - _NEAR), start + _NEAR) > 1 or text.endswith("其中", 0, start):
        if _is_doubled(text, start, end, unit):
            return False
        if _is_one_of_two(text, start, unit):
            return not _is_none(text, start, end, unit)
        if _is_counted_near(text, start, unit):
            return _is_free(text, start, end, unit)
    if number is None or _is_said_of(text, start, unit) or not is_beside(text, start, unit, number):
        return False
    return _is_free(text, start, end, unit)


def _is_free(text: str, start: int, end: int, unit: str) -> bool:
    """Whether nothing speaks against it: most 一 stand beside no other number, so this is asked last."""
    return not (_is_none(text, start, end, unit) or _is_base(text, start, end, unit) or _is_source(text, start, end))


def _is_none(text: str, start: int, end: int, unit: str) -> bool:
    """Whether it is only a heading, a comparison, a statement of what something is, or a time."""
    if unit in _HEADED or text.endswith(_PICTURED, 0, start) or _SPREAD.match(text, end):
        return True
    if unit not in LENGTHS and _IN.search(text, max(0, start - 2), start):
        return True
    return _is_once(text, start, end, unit)


def _is_said_of(text: str, start: int, unit: str) -> bool:
    """Whether it says what something is (是一家公司)."""
    return text[start - 1 : start] == "是" and unit not in LENGTHS


def _is_once(text: str, start: int, end: int, unit: str) -> bool:
    """Whether it tells when: 这一次, 有一次，, 一天晚上, 一个周末."""
    if unit in _TIMES:
        before = text[start - 1 : start]
        if before in _SHOWN or (before == "有" and text.startswith("，", end)):
            return True
    return unit in "个天" and _PART_OF_DAY.match(text, end) is not None


def _is_doubled(text: str, start: int, end: int, unit: str) -> bool:
    """Whether it stands twice: 一条一条, 一条条, 一次又一次."""
    one = f"一{unit}"
    behind = text.startswith((one, unit, f"又{one}", f"接{one}"), end)
    return behind or text.endswith((one, f"{one}又", f"{one}接"), 0, start)


def _is_counted_near(text: str, start: int, unit: str) -> bool:
    """Whether the same counter stands near by with another number."""
    picked = _PICKED.search(text, max(0, start - 7), start) is not None
    others = _counted(unit, unit not in LENGTHS and text.endswith("其中", 0, start))
    for other in others.finditer(text, max(0, start - _NEAR), start + _NEAR):
        between = text[min(start, other.start()) : max(start, other.start())]
        if not 1 + len(unit) < len(between) <= (_PICKED_FROM if picked and other["number"] != "一" else _AGAINST):
            continue
        if other["number"] == "一":
            if (STOP.search(between) and _is_repeated(text, start, other.start(), unit)) or _EQUAL.search(between):
                return True
        elif picked or not (other["number"] in _NAMELESS or _is_apart(text, start, other, between, unit)):
            return True
    return False


def _is_apart(text: str, start: int, other: re.Match[str], between: str, unit: str) -> bool:
    """Whether another number has nothing to do with it: 一家商会访问过86家会员, or 一个 two clauses off."""
    if unit in LENGTHS and _dated(text, start + 1 + len(unit)) != _dated(text, other.end()):
        return True
    if _is_said_of(text, start, unit) and text[other.start() - 1] != "是":
        return True
    several = len(other["number"]) > 1 or other["number"] == "十"
    if unit == "个":
        return len(_CLAUSES.findall(between)) > 1 or (several and "，" in between and not is_end(text, start + 2))
    return several and unit in _INTRODUCED and start < other.start() and STOP.search(between) is None


def _dated(text: str, end: int) -> str:
    """What makes a length of time a point in time: 一年后, 一个月前."""
    m = _AGO.match(text, end)
    return m[1] if m else ""


def _is_repeated(text: str, start: int, other: int, unit: str) -> bool:
    """Whether 一 with the same counter in two clauses is set against each other, and not shown (这一代) or one of them a rank."""
    starts, size = (start, other), 1 + len(unit)
    if any(text[at - 1 : at] in _NAMED or _SPREAD.match(text, at + size) or _is_source(text, at, at + size) for at in starts):
        return False
    if len({_SUPERLATIVE.search(text, max(0, at - 7), at) is None for at in starts}) > 1:
        return False
    if unit != "个" or open_clauses(text, start, other):
        return True
    here, there = (text[at + size : at + size + 1] for at in starts)
    return here == there and open_clauses(text, max(starts))  # 一个是整数，一个是浮点


def _is_source(text: str, start: int, end: int) -> bool:
    """Whether it introduces who says something: 一家公司宣布，… and 一项研究显示，…, but not 其中一家公司."""
    return _SAYS.match(text, end) is not None and _PICKED.search(text, max(0, start - 7), start) is None


def _is_base(text: str, start: int, end: int, unit: str) -> bool:
    """Whether it is the base of a rate: 一年收入9.1万, 一户补贴1.2万元."""
    if unit in LENGTHS and open_clauses(text, start) and _RATED.match(text, end):
        return True
    return _CHARGED.match(text, end) is not None


def _is_one_of_two(text: str, start: int, unit: str) -> bool:
    """Whether it is one of a pair, 一座…，另一座…, or the rest of a number (毕业两位，一位…，另一位…)."""
    first, other = _of_two(unit)
    if _OTHER_BEFORE.search(text, max(0, start - 2), start):
        return first.search(text, max(0, start - _NEAR), start) is not None
    return other.match(text, start + 1 + len(unit)) is not None


@cache
def _of_two(unit: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands in front of the second of a pair, and behind the first."""
    counter = re.escape(unit) + _SAME.get(unit, "")
    return (
        re.compile(rf"(?<![另某每这那何])[一两]{counter}[^。！？]{{0,{_PAIRED}}}[，；：]"),
        re.compile(rf"[^。！？]{{0,{_PAIRED}}}[，；：][^，；：。！？]{{0,6}}{_OTHER_ONE}一{counter}"),
    )


@cache
def _counted(unit: str, picked: bool) -> re.Pattern[str]:
    """Any number with the unit; persons are picked from those of any counter of persons (五个，其中一位)."""
    if picked:
        return re.compile(f"{_OTHER_LARGE}{_PERSONS.get(unit, re.escape(unit))}{_SAME.get(unit, '')}")
    return re.compile(f"{_OTHER}{re.escape(unit)}{_SAME.get(unit, '')}")
