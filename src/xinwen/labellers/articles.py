"""When 一 with a counter is a number: compared (仅一家), or set against another number (一家盈利，三家亏损)."""

from __future__ import annotations

import re
from functools import cache

from xinwen.labellers.amounts import STOP
from xinwen.labellers.numerals import NUMBER_START, NUMERAL_CHARS

_COMPARATOR = re.compile(
    r"(?=[仅只唯至不未没足每超约近逾最各连才快慢多少长短早晚轻重])(?:(?:仅|(?<!一)只(?![要见不顾])|唯独?)[^，。；：、？！\d]{0,3}"
    r"|(?:至少|最多|至多)[会要得能可需须该有用等花再还]{0,2}|(?<!刚)才|[快慢多少长短早晚轻重]则|连"
    r"|不到|不足|不止|不出|[不未]满|没[^，。；：、？！\d]?满|足足|超过?|(?<![纽节契])约|(?<![最附靠])近|逾|各[^，。；：、？！\d]?"
    r"|每[边侧端面人组户家队桌层])有? ?$"
)
_COMPARED = re.compile(r" ?(?:上下|左右|以内|以下|出头|有余|不到(?=[，。；、！？就便])|(?P<alone>就[占达]))")
_NOT_EVEN = re.compile(
    "[^，。；：、！？谁哪么]{0,4}[也都](?:还|从|未)?(?:[没未]|不(?![过例]))|[^，。；：、！？的谁哪么什]{0,2}[也都][^，。；：、！？]不[了到起住上下动成出]"
)
_NONE = re.compile(
    "(?:没(?!有|问题|关系|准)|不(?!小心|留神|注意|慎|在意|[行错同对大小好多少落差漏]))[^，。；：、！？的]{1,2}(?=[，。；！？]|$)"
)
_SPOKEN = frozenset(("字", "句", "声", "丝", "毛", "辈子"))  # 一字不提, 一声不吭 are sayings
_OTHER = (
    rf"(?<![第每另哪那这某何同{NUMERAL_CHARS}])(?P<number>(?:[一二两三四五六七八九十]{{2,3}}|[{NUMERAL_CHARS}])[几余多来]?"
    r"|[几数半]|(?<!\d)\d{1,3}[余多来]?)"
)
_SHOWN = frozenset("那这哪")
_NEXT_CLAUSE = re.compile(rf"[^，。；：、！？]{{1,10}}[，；](?=[{NUMBER_START}])(?!一)")
_ANY = re.compile(
    "(?:任何|每隔?|每[年月周天日季]|[哪某同头]|随便|(?<![剩留余只])下|(?<![以加得])上|(?<![之以此目])前|(?<![之以此然最])后)$"
)
_ANY_ENDS = frozenset("何每隔年月周天日季哪某同头便下上前后")
_OTHER_ONE = "(?:另外?|剩下|其余)"
_CUE = re.compile("[仅只唯至不未满足每超约近逾最各连才则]")  # one of these stands in every comparator
_EVEN = re.compile(r"[^，。；：、！？]{0,12}[都也没]")
_EQUAL = re.compile(r"(?:相当于|抵得?上|等于|顶|换来?|改成了?)$")
_JOINED_NEXT = re.compile(rf"[^，。；：！？、和与及]{{1,10}}(?:以及|[和与]|(?<!涉)及)(?=[{NUMBER_START}])(?![一几数])")
_JOINED_LAST = re.compile(
    rf"(?=[{NUMBER_START}])(?<![第前{NUMERAL_CHARS}])(?![一几数])[^，。；：！？“”]{{3,14}}(?<![前后上下中里内外间])(?:以及|[和与、]|(?<!涉)及)$"
)
_SAME = {"个": "(?!多?小时|多?月|多?星期|季度|钟头|百分点|基点|世纪|工作日|交易日|半)", "年": "(?![初中底末前后])"}
_OTHER_BEFORE = re.compile(f"{_OTHER_ONE}$")
_LENGTHS = frozenset(
    ("年", "天", "周", "小时", "分钟", "分多钟", "个月", "个多月", "个小时", "个多小时", "个季度", "个星期", "个钟头")
)
_AT_BEST = frozenset(f"最{how}" for how in "快慢早迟晚短长")
_TOOK = frozenset("了等拖")
_DURATION = re.compile(
    rf"(?=[\d几半{NUMERAL_CHARS}])(?:\d{{1,3}}|[几半{NUMERAL_CHARS}]{{1,3}}) ?"
    r"(?:个?多?(?:小时|月|季度|星期|钟头)|年|天|周|秒|分钟)半?多?(?![前来初底末中])[^，；。]{0,12}[，；]"
)
_NO_VERB = frozenset("的了着过是有这那每另第为到在从把被对和与及或前后上下中内外里间末初当比，。；：、！？“”（） ")
_OPEN = re.compile("[，。；：！？]")
_NO_NOUN = frozenset(("", *"，。；：、！？”）也都就才没不是在要能会已则还又再"))
_VERBS = frozenset("是叫在要来去走做搞管靠讲说负没有能会想买卖出")
_OPPOSITES = (
    "大小",
    "高低",
    "新旧",
    "新老",
    "快慢",
    "贵廉",
    "强弱",
    "长短",
    "前后",
    "左右",
    "上下",
    "轻重",
    "男女",
    "厚薄",
    "宽窄",
)
_QUALITIES = {side: pair.replace(side, "") for pair in _OPPOSITES for side in pair}
_ANY_COUNTED = re.compile(rf"{_OTHER}[个位名家台款颗项条种件篇部只支座所份批间辆艘张次场]")
_NEXT_VERB = 16  # how far off, in characters, the verb may stand again
_NEXT_ONLY = re.compile("[^。！？，；]{0,8}[，；][^，。；：！？]{0,6}")
_NEAR = 60  # how far around, in characters, anything is looked for
_PAIRED = 40  # how far off, in characters, 另一 may stand
_AGAINST = 24  # how far off, in characters, another number with the same counter may stand


def is_article(text: str, start: int, end: int, unit: str, number: re.Pattern[str] | None) -> bool:
    """Whether the 一 at ``start``, with its unit up to ``end``, counts nothing.

    Args:
        number: what another number with its unit looks like; None where the text has no other.
    """
    before = text[start - 1 : start]
    if before == "这" or (before == "那" and unit in _LENGTHS):
        return True
    if before == "就" and (end == len(text) or STOP.match(text, end)):
        return False
    if unit in _LENGTHS and text[max(0, start - 2) : start] in _AT_BEST:
        return False
    if compared := _COMPARED.match(text, end):
        # the last word of 最大的一家就占 is a rank, in “模型”一栏就占 it sums up
        return before == "的" or (compared["alone"] is not None and before == "”")
    if (unit != "辈子" and _NOT_EVEN.match(text, end)) or (unit not in _SPOKEN and _NONE.match(text, end)):
        return before in _SHOWN or (before == "的" and "最" in text[max(0, start - 6) : start])
    if before in _ANY_ENDS and _ANY.search(text, max(0, start - 2), start):
        return True
    if _CUE.search(text, max(0, start - 7), start) and _COMPARATOR.search(text, max(0, start - 7), start):
        if text[start - 1] == "连":
            return _EVEN.match(text, end) is None
        return unit == "个" and text[start - 1] in "是算"  # 只是一个时刻
    return not _is_set_against(text, start, unit, number)


def _is_set_against(text: str, start: int, unit: str, number: re.Pattern[str] | None) -> bool:
    """Whether the same counter stands near by with another number, or in another clause with 一 again (一家盈利，一家亏损).

    At the head of a clause also before a clause with any other number at its head (一家公司，两个价格).
    """
    near = max(0, start - _NEAR), start + _NEAR
    if unit == "点":
        return text.endswith("其中", 0, start)
    if text.count(unit, *near) > 1:
        twice = f"一{unit}"
        if text.startswith((twice, unit), start + len(twice)) or text.endswith(twice, 0, start):
            return False  # 一条一条, 一条条
        if _is_one_of_two(text, start, unit):
            return True
        for other in _counted(unit).finditer(text, *near):
            between = text[min(start, other.start()) : max(start, other.start())]
            if not 1 + len(unit) < len(between) <= _AGAINST or (other["number"] in "几数" and not text.endswith("其中", 0, start)):
                continue
            alike = unit != "个" or _is_alike(text, start, other.end(), between)
            if alike and (other["number"] != "一" or _EQUAL.search(between)):
                return True
            if other["number"] == "一" and STOP.search(between) and (unit != "个" or _is_pair(text, start, other.start())):
                return True
    if _is_opposed(text, start, unit):
        return True
    if number is None:
        return False
    if text.endswith("其中", 0, start) and _ANY_COUNTED.search(text, max(0, start - _NEAR), start):
        return True
    if unit in _LENGTHS and _is_waited(text, start, start + 1 + len(unit)):
        return True
    if _is_joined(text, start, unit, number):
        return True
    if _is_parallel(text, start, start + 1 + len(unit), number):
        return True
    opposite = _NEXT_CLAUSE.match(text, start) if _open_clauses(text, start) else None
    return opposite is not None and number.match(text, opposite.end()) is not None


def _is_waited(text: str, start: int, end: int) -> bool:
    """Whether it says how long something took, behind a clause with another duration (原定半小时，拖了一小时)."""
    if text[start - 1 : start] not in _TOOK or not (end == len(text) or STOP.match(text, end)):
        return False
    return _DURATION.search(text, max(0, start - _NEAR), start) is not None


def _is_parallel(text: str, start: int, end: int, number: re.Pattern[str]) -> bool:
    """Whether the verb in front stands in a later clause in front of another number (报价管一天，如今管两个小时)."""
    verb = text[start - 1 : start]
    if not verb or verb in _NO_VERB:
        return False
    again = text.find(verb, end, end + _NEXT_VERB) + 1
    return (
        again > 0
        and text[again : again + 1] != "一"
        and _NEXT_ONLY.fullmatch(text, end, again - 1) is not None
        and number.match(text, again) is not None
    )


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
def _counted(unit: str) -> re.Pattern[str]:
    """Any number with the unit."""
    return re.compile(f"{_OTHER}{re.escape(unit)}{_SAME.get(unit, '')}")


def _is_joined(text: str, start: int, unit: str, number: re.Pattern[str]) -> bool:
    """Whether 和 or its like joins it to another number with a counter (两家银行和一只基金, 一个主会场和五场论坛)."""
    behind = _JOINED_NEXT.match(text, start + 1 + len(unit))
    if behind and number.match(text, behind.end()):
        return True
    front = _JOINED_LAST.search(text, max(0, start - 18), start)
    return front is not None and number.match(text, front.start()) is not None


def _is_alike(text: str, start: int, other: int, between: str) -> bool:
    """Whether what 一个 and 三个 count may be the same: 一个 without a noun, with a noun that begins alike, or in one list."""
    noun = text[start + 2 : start + 3]
    if noun in _NO_NOUN or noun == text[other : other + 1] or text.endswith(("另", "那", "还有", "另有", "外加"), 0, start):
        return True
    return "、" in between and not _OPEN.search(between)


def _is_pair(text: str, start: int, other: int) -> bool:
    """Whether 一个 stands twice at the head of a clause, or twice before the same verb (问题在于一个是整数，一个是浮点)."""
    return _open_clauses(text, start, other) or (
        text[start + 2 : start + 3] == text[other + 2 : other + 3] != "" and text[start + 2] in _VERBS
    )


def _is_opposed(text: str, start: int, unit: str) -> bool:
    """Whether it is one of two that differ by a quality: 大的一款…，小的一款…."""
    if text[start - 1 : start] != "的" or (quality := text[start - 2 : start - 1]) not in _QUALITIES:
        return False
    near = text[max(0, start - _NEAR - 20) : start + _NEAR + 20]
    return f"{_QUALITIES[quality]}的一{unit}" in near


def _open_clauses(text: str, *starts: int) -> bool:
    """Whether clauses begin at these places: 一个怕漏，一个怕冤. Elsewhere 一个 is too common an article."""
    return all(start == 0 or STOP.match(text, start - 1) for start in starts)
