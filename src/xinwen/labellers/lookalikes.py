"""What only looks like a number with a unit: 百度, 十分, 7纳米 (a node), 前两句 (a rank), 二次, 三番五次 (an idiom)."""

from __future__ import annotations

import re
from functools import lru_cache

from xinwen.labellers.amounts import STOP, VAGUE_BEFORE, any_of, words
from xinwen.labellers.homonyms import HOMONYMS
from xinwen.labellers.numerals import NUMERAL_CHARS
from xinwen.labellers.surroundings import SURROUNDINGS
from xinwen.labellers.units import units

_ASKED = re.compile(
    r"(?:到底|究竟|具体|不知道?|知道(?:要|能|该)|说不清|[问答]我?，‘[^，。；’]*)[^，。；：‘“]{0,3}$"
    r"|(?:判断|估计|估算|测算|预测|猜|看看?|算算?)[^，。；：‘“]{0,3}(?:能|还要|要)[^，。；：‘“]{0,3}$|问(?![题了过世]|[他她我]?们?$)[^，。；：‘“]{1,9}$"
)
_UNTOLD = re.compile("[^，。；？]{0,4}(?:没有?|未|并未|不)(?:说明?|透露|披露|公布|清楚|知道|确定|详)|[^，。；？]{0,4}要看")
_OTHER_QUESTION = re.compile("为什么|为何|怎么|是否|是不是|能不能|吗$|么$|谁")
_BEFORE_FRONT = frozenset("目此之提日以当年空史")  # 目前, 此前, … end a word; any other 前 in front of a number makes it a rank
_EXEMPT = frozenset("逾超近约达上破满过")  # in front of a bare multiplier with a unit: 近千家, 上百米
_BARE = frozenset("百千万亿")
_MADE_LARGER = frozenset((*"克米瓦家户元层伏安帕焦欧", "瓦时", "伏安", "欧姆"))  # 千瓦时 is a unit, 千家 (万户) a word
# 百家企业 and 千元手机 count; 百家, 千户 and 万元 alone are words or name a unit.
_NAMED_BY = re.compile(
    "元(?![，。；、！？）：户计]|$|人民)|[家户](?:企业|公司|机构|媒体|银行|门店|商户|厂商|工厂|高校|医院|供应商|单位|村民|居民|家庭)"
)
_BY_UNIT = frozenset("半十零")
_HALVED = frozenset("上下多大小前后")
_VESSELS = frozenset("个壶杯瓶碗箱袋桶盒层页圈盘锅勺缸坛包张块片颗本车套代种条宿打行句步格级档份台寸间目")
_SPENT = frozenset("等花拖忙住待干撑熬晾搁放排练学养歇躺")
_EVENTS = frozenset("拍市职世婚业产线赛会货船课学幕馆店庭牌卖布发售生院工期考战约标台任年提先延推落退")
_NOT_HALVED = ("从前", "以前", "此前", "之前", "目前", "最后", "之后", "此后", "以后", "然后", "随后", "落后")
_LONG_WHILE = frozenset("不没才也")
_BRIEF = frozenset(("秒", "秒钟", "分钟", "小时", "钟头"))
_IDIOM = re.compile(any_of("idiom"))
_IDIOM_LENGTH = 6
_IDIOM_PAIRS = frozenset(idiom[at : at + 2] for idiom in words("idiom") for at in range(len(idiom) - 1))
_QUESTION = 80  # how far off, in characters, a question may end
_VAGUE_BEFORE = frozenset(VAGUE_BEFORE)
_CN = frozenset(NUMERAL_CHARS + "数几半")
_CALLED = ("叫", "叫做", "叫作", "名为", "称为", "称作", "取名", "起名", "绰号", "外号", "昵称", "代号", "型号")
_CLAUSE_END = ("", *"，,。；！？")
_FRONTS = frozenset("前头")
_PHRASE_ENDS = ("", *"，。；：、！？“”（的那这是把在")


def is_lookalike(text: str, m: re.Match[str]) -> bool:
    """Whether a match of number and unit (groups ``a``, ``b``, ``unit``) is no number at all."""
    number, unit = m["a"], m["unit"]
    start, end = m.span()
    before = text[start - 1 : start]
    if before in _FRONTS and _is_front(text, m):
        return True
    if unit.isascii() and text.startswith("系列", end):
        return True  # 酷睿200V系列
    if before == "“" and text.startswith("”", end) and text.endswith(_CALLED, 0, start - 1):
        return True
    if number[0] in _CN:
        if is_in_idiom(text, start, end):
            return True
        if number[0] in "数几" or number in _BY_UNIT:
            tests = HOMONYMS if number == "十" else SURROUNDINGS
            return _is_word(text, m) or (unit in tests and tests[unit](text, m))
        if number == "二" and (units()[unit].kind == "counter" or unit == "度"):
            return unit not in {"字", "人", "倍"}  # two of a kind are 两; 二期, 二代, 二次, 二度 are the second
        if number == "一一":
            return True  # 唯一一家
        if number in _BARE and (unit in "度分" or (unit in _MADE_LARGER and before not in _EXEMPT)):
            return not _NAMED_BY.match(text, end - len(unit))
        if before == "少" and text.startswith("多", start - 2):
            return True  # 多少万亿次 asks
    return unit in HOMONYMS and HOMONYMS[unit](text, m)


def _is_word(text: str, m: re.Match[str]) -> bool:
    """Whether 半, 十, 零, 数 or 几 with its unit is part of a word, or asks."""
    number, unit, before = m["a"], m["unit"], text[m.start() - 1 : m.start()]
    counter = units()[unit].kind == "counter"
    if number[0] == "几":
        asked = unit in {"分", "成"} or is_asked(text, m.start(), m.end())
        return asked or (number == "几" and unit == "点" and HOMONYMS["点"](text, m))  # 几点上班: at what time
    if number[0] == "数":
        # 数块数 is to count pieces
        return before in _VAGUE_BEFORE or unit in {"字", "组", "码", "下", "目", "子"} or text.startswith("数", m.end())
    if number == "半":
        return _is_half_word(text, m, before)
    if number == "十":
        return unit == "分" and not _is_mark(text, m)
    return counter


def _is_half_word(text: str, m: re.Match[str], before: str) -> bool:
    """上半年, 半夜, 半场 and 半成品 are words; 半年, 半成 and 半壶 count."""
    unit = m["unit"]
    if before in _HALVED and unit not in _BRIEF and not _is_spent(text, m.start()):
        return True
    if before == "对":
        return True  # 对半分
    if unit == "成":
        return text.startswith("品", m.end())
    if unit == "句":
        return text[m.end() : m.end() + 1] not in _CLAUSE_END  # 半句话
    if unit == "天":
        return before in "了好" or text[m.end() : m.end() + 1] in _LONG_WHILE  # 等了半天, 半天没动静: a long while
    return unit in ("夜", "辈子") or before == "“" or (units()[unit].kind == "counter" and unit not in _VESSELS)


def _is_spent(text: str, start: int) -> bool:
    """等上半年 and 开拍前半个月 are lengths of time, 上半年 and 10月前半个月 parts of one."""
    if text.startswith(_NOT_HALVED, start - 2):
        return True
    verb = text[max(0, start - 2) : start - 1]
    return verb in _SPENT if text[start - 1] == "上" else text[start - 1] in "前后" and verb in _EVENTS


def _is_mark(text: str, m: re.Match[str]) -> bool:
    """十分 is “very”, but a mark at the end of a clause or beside another (零分是…，十分是…)."""
    return text[m.end() : m.end() + 1] in _CLAUSE_END or (text.startswith("是", m.end()) and "零分" in text)


def _is_front(text: str, m: re.Match[str]) -> bool:
    """前两句, 头两期 are places in an order; 前4人, 前两季, 前几个月 and 街头三家店 count."""
    if text[m.start() - 1] == "头":
        return units()[m["unit"]].kind == "counter" and text[max(0, m.start() - 2) : m.start() - 1] in _PHRASE_ENDS
    if text[max(0, m.start() - 2) : m.start() - 1] in _BEFORE_FRONT:
        return False
    return m["a"] != "几" and units()[m["unit"]].kind == "counter" and m["unit"] != "人"


def is_in_idiom(text: str, start: int, end: int) -> bool:
    """Whether a span lies in an idiom, or crosses one."""
    # An idiom that is not all inside goes on beyond an end: the pair of characters there tells at once that most do not.
    beyond = text[start - 1 : start + 1] in _IDIOM_PAIRS or text[end - 1 : end + 1] in _IDIOM_PAIRS
    if not (beyond or _holds_idiom(text[start:end])):
        return False
    for idiom in _IDIOM.finditer(text, max(0, start - _IDIOM_LENGTH), end + _IDIOM_LENGTH):
        if idiom.start() < end and start < idiom.end():
            return True
    return False


@lru_cache(maxsize=4096)
def _holds_idiom(surface: str) -> bool:
    return _IDIOM.search(surface) is not None


def is_asked(text: str, start: int, end: int) -> bool:
    """Whether 几 asks (要几天？, 到底几纳米)."""
    stop = STOP.search(text, end, end + _QUESTION)
    if stop is not None and stop[0] == "？":
        return _OTHER_QUESTION.search(text, max(0, start - 12), stop.start()) is None
    return _ASKED.search(text, max(0, start - 12), start) is not None or _UNTOLD.match(text, end) is not None
