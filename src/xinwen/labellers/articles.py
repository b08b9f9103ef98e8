"""When 一 with a counter is a number: compared (仅一家), or set against another number (`contrasts`)."""

from __future__ import annotations

import re

from xinwen.labellers.contrasts import is_set_against
from xinwen.labellers.neighbours import is_end

_COMPARATOR = re.compile(
    r"(?=[仅只唯至不超约近逾最各连才快慢多少长短早晚轻重足起未没])(?:(?:仅|(?<!一)只(?![要见不顾])|唯独?(?!一))[^，。；：、？！\d]{0,3}(?<![这那哪后])"
    r"|(?:至少|最多|至多|起码)[会要得能可需须该有用等花]{0,2}|(?<!刚)才|[快慢多少长短早晚轻重]则|连|足足|[不未没][撑待坚持]{0,2}满"
    r"|不到|不足|不止|不出|超过?|(?<![预节签违制])约|(?<![最附靠临接贴])近|逾|各[^，。；：、？！\d的]{0,2}了?)有? ?$"
)
_COMPARED = re.compile(r" ?(?:上下|左右|以内|以下|出头|有余|就[占达]|不到(?=[，。；、！？就便又]))")
_NOT_EVEN = re.compile(
    "[^，。；：、！？谁哪么]{0,4}[也都]还?[不没]|[^，。；：、！？谁哪么的]{0,4}[也都][^，。；：、！？不没是会有能少]{1,2}不[出成了到起着过来动完]"
)
_NONE = re.compile(
    "(?:没(?!有|问题|关系|准)|不(?!小心|留神|注意|慎|在意|[行错同对大小好多少落差漏动减补]))[^，。；：、！？的]{1,2}(?=[，。；！？]|$)"
)
_SPOKEN = frozenset("字句声丝毛")  # 一字不提, 一声不吭 are sayings
_SHOWN = frozenset("那这哪")
_ANY = re.compile(
    "(?:任何|每隔?|每[年月周天日季]|[哪某同头]|随便|(?<![剩留余只])下|(?<![以加得])上|(?<![之以此目])前|(?<![之以此然最])后)$"
)
_ANY_ENDS = frozenset("何每隔年月周天日季哪某同头便下上前后")
_OF_EACH = "人户家边侧台桌班组类种队校村店间层盒箱页张处房车位名头行桶瓶袋包条排列座栋"
_EACH = re.compile(f"每(?:个?[{_OF_EACH}]|只[手脚])$")
_EACH_ENDS = frozenset(f"{_OF_EACH}手脚")
_CUE = re.compile("[仅只唯至不超约近逾最各连才则足起满]")  # one of these stands in every comparator
_EVEN = re.compile(r"[^，。；：、！？]{0,12}[都也没]")


def is_article(text: str, start: int, end: int, unit: str, number: re.Pattern[str] | None) -> bool:
    """Whether the 一 at ``start``, with its unit up to ``end``, counts nothing.

    Args:
        number: what another number with its unit looks like; None where the text has no other.
    """
    if _COMPARED.match(text, end):
        return text.startswith("的", start - 1)  # the last word of 最大的一家就占 is a rank
    before = text[start - 1 : start]
    if _NOT_EVEN.match(text, end) or (unit not in _SPOKEN and _NONE.match(text, end)):
        return before in _SHOWN
    if before in _EACH_ENDS and _EACH.search(text, max(0, start - 3), start) and is_end(text, end):
        return False
    if before in _ANY_ENDS and _ANY.search(text, max(0, start - 2), start):
        return True
    if _CUE.search(text, max(0, start - 7), start) and _COMPARATOR.search(text, max(0, start - 7), start):
        if text[start - 1] == "连":
            return _EVEN.match(text, end) is None
        return unit == "个" and text[start - 1] in "是算"  # 只是一个时刻
    return not is_set_against(text, start, unit, number)
