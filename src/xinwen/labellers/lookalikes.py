"""What only looks like a number with a unit: 百度, 十分, 7纳米 (a node), 前两句 (a rank), 二次, 三番五次 (an idiom)."""

from __future__ import annotations

import re
from collections.abc import Callable

from xinwen.labellers.amounts import STOP, VAGUE_BEFORE, any_of
from xinwen.labellers.numerals import NUMERAL_CHARS
from xinwen.labellers.units import units

_MEASURED = re.compile(r"(?:波长|间距|节距|半节|膜厚|厚度?|线宽|宽度?|误差|偏差|精度|直径|粒径|高度?|长度?)[^，。；]{0,6}$")
_SIZE = re.compile("参数|规模|体量")
_ASKED = re.compile(
    r"(?:到底|究竟|具体|不知道?|说不清|[问答]我?，‘[^，。；’]*)[^，。；：‘“]{0,3}$|(?:判断|估计|估算|测算|预测|猜|问|看看?|算算?)[^，。；：‘“]{0,3}能[^，。；：‘“]{1,3}$"
)
_UNTOLD = re.compile("[^，。；？]{0,4}(?:没有?|未|并未|不)(?:说明?|透露|披露|公布|清楚|知道|确定|详)|[^，。；？]{0,4}要看")
_OTHER_QUESTION = re.compile("为什么|为何|怎么|是否|是不是|能不能|吗$|么$|谁")
_RANKED = re.compile(r"(?:排名?|位列|名列)(?:到|在|进|至|第)?$")
_BEFORE_FRONT = frozenset("目此之提日以当年空史")  # 目前, 此前, … end a word; any other 前 in front of a number makes it a rank
_EXEMPT = frozenset("逾超近约达上破满过")  # in front of a bare multiplier with a unit: 近千家, 上百米
_BARE = frozenset("百千万亿")
_BY_UNIT = frozenset("半十零")
_HALVED = frozenset("上下多大前后")
_VESSELS = frozenset("个壶杯瓶碗箱袋桶盒层页圈盘锅勺缸坛包")
_AGO = ("从前", "以前", "此前", "之前", "目前")
_PROCESS = re.compile(any_of("process"))
_IDIOM = re.compile(any_of("idiom"))
_IDIOM_LENGTH = 6
_VAGUE_BEFORE = frozenset(VAGUE_BEFORE)
_CN = frozenset(NUMERAL_CHARS + "数几半")
_MOVED = re.compile(r"(?:[跌涨挫升弹低高报收降近约超逾破守]|收于|收报|指数|站上|失守)[了至到于破过近约]?$")
_SPLIT = re.compile(r"(?:分成?|分为|共|连续|连出)$")
_DISK = re.compile("硬盘|固态|存储|内存|容量|闪存|U盘")
LINKS = frozenset(("1.6", "3.2", "6.4", "12.8", "25.6", "51.2", "102.4"))
_NETWORK = ("网", "基站", "手机", "通信", "时代", "套餐", "信号", "芯片", "牌照")
_HEIGHTS = frozenset(("240", "360", "480", "540", "720", "1080", "1440", "2160", "4320"))
_RUNS = frozenset("天日连出收")
_ADDRESSED = ("住", "苑", "园", "寓", "庭", "湾", "院", "村", "城", "府", "里", "区", "坊")
_IN_HOUSE = ("楼下", "楼上", "楼前", "单元", "底商", "门口", "东", "西", "南", "北")
_CLASSED = ("区", "声环境", "标准", "功能")
_MOVES = frozenset("涨跌升降减增")
_CLAUSE_END = ("", *"，,。；！？")
_LISTED = re.compile(r"[有这那出下以列的议]$")


def is_lookalike(text: str, m: re.Match[str]) -> bool:
    """Whether a match of number and unit (groups ``a``, ``b``, ``unit``) is no number at all."""
    number, unit, before = m["a"], m["unit"], text[m.start() - 1 : m.start()]
    if before == "前" and _is_front(text, m):
        return True
    if number[0] in _CN:
        if is_in_idiom(text, m.start(), m.end()):
            return True
        if number[0] in "数几" or number in _BY_UNIT:
            return _is_word(text, m)
        if number == "二" and units()[unit].kind == "counter":
            return unit not in {"字", "人", "倍"}  # two of a kind are 两; 二期, 二代, 二次 are the second
        if number in _BARE and (unit in "度分" or (unit in "克米瓦家户元层" and before not in _EXEMPT)):
            return True
    return unit in _RISKY and _RISKY[unit](text, m)


def _is_word(text: str, m: re.Match[str]) -> bool:
    """Whether 半, 十, 零, 数 or 几 with its unit is part of a word, or asks."""
    number, unit, before = m["a"], m["unit"], text[m.start() - 1 : m.start()]
    counter = units()[unit].kind == "counter"
    if number[0] == "几":
        return unit in {"分", "成"} or _is_asked(text, m.start(), m.end())
    if number[0] == "数":
        return before in _VAGUE_BEFORE or unit in {"字", "组", "码"}
    if number == "半":
        return _is_half_word(text, m, before)
    if number == "十":
        return unit == "分" and not _is_mark(text, m)
    return counter


def _is_half_word(text: str, m: re.Match[str], before: str) -> bool:
    """上半年, 半夜, 半场 and 半成品 are words; 半年, 半成 and 半壶 count."""
    unit = m["unit"]
    if before in _HALVED and not text.startswith(_AGO, m.start() - 2):
        return True
    if unit == "成":
        return text.startswith("品", m.end())
    return unit == "夜" or before == "“" or (units()[unit].kind == "counter" and unit not in _VESSELS)


def _is_mark(text: str, m: re.Match[str]) -> bool:
    """十分 is “very”, but a mark at the end of a clause or beside another (零分是…，十分是…)."""
    return text[m.end() : m.end() + 1] in _CLAUSE_END or (text.startswith("是", m.end()) and "零分" in text)


def _is_front(text: str, m: re.Match[str]) -> bool:
    """前两句 is a place in an order; 前4人, 前两季 and 前几个月 count."""
    if text[max(0, m.start() - 2) : m.start() - 1] in _BEFORE_FRONT:
        return False
    return m["a"] != "几" and units()[m["unit"]].kind == "counter" and m["unit"] != "人"


def is_in_idiom(text: str, start: int, end: int) -> bool:
    """Whether a span lies in an idiom, or crosses one."""
    for idiom in _IDIOM.finditer(text, max(0, start - _IDIOM_LENGTH), end + _IDIOM_LENGTH):
        if idiom.start() < end and start < idiom.end():
            return True
    return False


def _is_asked(text: str, start: int, end: int) -> bool:
    """Whether 几 asks (要几天？, 到底几纳米)."""
    stop = STOP.search(text, end)
    if stop is not None and stop[0] == "？":
        return _OTHER_QUESTION.search(text, max(0, start - 12), stop.start()) is None
    return _ASKED.search(text, max(0, start - 12), start) is not None or _UNTOLD.match(text, end) is not None


def _is_node(text: str, m: re.Match[str]) -> bool:
    """A whole length in nm is the name of a process, unless the words in front measure something."""
    return "." not in m["a"] and _MEASURED.search(text, max(0, m.start() - 12), m.start()) is None


def _is_process(text: str, m: re.Match[str]) -> bool:
    """0.18微米工艺, 18埃制程: nodes by what stands behind."""
    return _PROCESS.match(text, m.end()) is not None


def _is_variant(text: str, m: re.Match[str]) -> bool:
    """7B is the name of a variant, unless it is said to be a number of parameters or an end of a range."""
    near = _SIZE.search(text, max(0, m.start() - 12), m.end() + 6)
    return near is None and m["b"] is None and text[max(0, m.start() - 1) : m.start()] not in ("从", "由")


def _is_no_size(text: str, m: re.Match[str]) -> bool:
    """350M, 1.8T are numbers only of parameters."""
    return _SIZE.search(text, max(0, m.start() - 8), m.end() + 3) is None


def _is_rank(text: str, m: re.Match[str]) -> bool:
    """二级, 5级 are ranks; 7.2级 and the grades of an earthquake or a wind are measured."""
    return "." not in m["a"] and (not m["a"].isdigit() or re.search("震|风|烈度", text) is None)


def _is_season(text: str, m: re.Match[str]) -> bool:
    """四季 are the year."""
    return m["a"] == "四"


def _is_everywhere(text: str, m: re.Match[str]) -> bool:
    """四处 is everywhere."""
    return m["a"] == "四"


def _is_incident(text: str, m: re.Match[str]) -> bool:
    """一起 is together; 掌声四起 at the end of a clause, all around; 售价3999起 a price and up."""
    if text[max(0, m.start() - 1) : m.start()] == "价":
        return True
    return m["a"] == "一" or (m["a"] == "四" and text[m.end() : m.end() + 1] in _CLAUSE_END)


def _is_hand(text: str, m: re.Match[str]) -> bool:
    """两手 and 一手 are hands; lots of shares come in digits or by the hundred (40万手)."""
    return not m["a"][0].isdigit() and not _BARE.intersection(m["a"])


def _is_no_phase(text: str, m: re.Match[str]) -> bool:
    """一期, 三期 are places in an order, unless something is split (分三期) or counted (共三期)."""
    return _SPLIT.search(text, max(0, m.start() - 3), m.start()) is None


def _is_no_rate(text: str, m: re.Match[str]) -> bool:
    """5G is a generation of networks; 800G and 32G are rates and capacities."""
    return not m["a"].isdigit() or int(m["a"]) < 8


def is_capacity(text: str, m: re.Match[str]) -> bool:
    """Whether the words near by speak of storage (2T硬盘)."""
    return _DISK.search(text, max(0, m.start() - 6), m.end() + 6) is not None


def _is_no_rate_or_size(text: str, m: re.Match[str]) -> bool:
    """1.6T is a rate of a link, 1.8T a number of parameters or a capacity where the text says so."""
    return m["a"] not in LINKS and not is_capacity(text, m) and _is_no_size(text, m)


def _is_class_of_lines(text: str, m: re.Match[str]) -> bool:
    """千兆 and 百兆 are classes of network."""
    return m["a"] in _BARE


def _is_no_mobile_gram(text: str, m: re.Match[str]) -> bool:
    """5g is a generation of networks where the text says so."""
    return m["a"] in {"2", "3", "4", "5", "6"} and text.startswith(_NETWORK, m.end())


def _is_no_picture(text: str, m: re.Match[str]) -> bool:
    """1080p is the height of a picture; 12p is none."""
    return m["a"] not in _HEIGHTS


def _is_no_grade(text: str, m: re.Match[str]) -> bool:
    """等 counts the classes that something is divided into (分作三等); else it is “and others”, “to wait” or a rank."""
    return re.search("分[作为成]$", text[max(0, m.start() - 2) : m.start()]) is None


def _is_no_limit(text: str, m: re.Match[str]) -> bool:
    """板 counts the days at the upper limit of a price (5天3板)."""
    return text[max(0, m.start() - 1) : m.start()] not in _RUNS


def _is_numbered(text: str, m: re.Match[str]) -> bool:
    """2号 numbers something; 三十来号人 are counted."""
    return not text.startswith("人", m.end()) or m["a"][0].isdigit()


def _is_both_ends(text: str, m: re.Match[str]) -> bool:
    """两头 are both ends."""
    return m["a"] == "两"


def _is_side(text: str, m: re.Match[str]) -> bool:
    """一面 is “while”, 两面 both sides; 分两面 is counted."""
    return m["a"] == "一" or (m["a"] == "两" and text[max(0, m.start() - 1) : m.start()] != "分")


def _is_address(text: str, m: re.Match[str]) -> bool:
    """锦绣苑7栋, 3栋二单元: places in an address."""
    before = text[max(0, m.start() - 1) : m.start()]
    return m["a"].isdigit() and (before in _ADDRESSED or text.startswith(_IN_HOUSE, m.end()))


def _is_class(text: str, m: re.Match[str]) -> bool:
    """2类区 is a class."""
    return m["a"].isdigit() and text.startswith(_CLASSED, m.end())


def _is_word_of_tenths(text: str, m: re.Match[str]) -> bool:
    """成就 is a word, unless something moves by so many tenths (跌三成就)."""
    return text.startswith("就", m.end()) and text[max(0, m.start() - 1) : m.start()] not in _MOVES


def _is_rota(text: str, m: re.Match[str]) -> bool:
    """三班倒 is a rota."""
    return text.startswith("倒", m.end()) and not text.startswith("倒也", m.end())


def _is_one_word(text: str, m: re.Match[str]) -> bool:
    """一样, 一度, 一口 are words."""
    return m["a"] == "一"


def _is_term(text: str, m: re.Match[str]) -> bool:
    """十四届, 四届三中全会 are ordinals without 第."""
    front = text[max(0, m.start() - 2) : m.start()]
    return (len(m["a"]) > 1 and not front.endswith(("共", "历", "连续"))) or text[m.end() + 1 : m.end() + 2] == "中"


def _is_generation(text: str, m: re.Match[str]) -> bool:
    """12代 is the twelfth; generations are counted in words (隔两代)."""
    return m["a"][0].isdigit()


def _is_placed(text: str, m: re.Match[str]) -> bool:
    """排到三百名 is a rank."""
    return _RANKED.search(text, max(0, m.start() - 4), m.start()) is not None


def _is_clock(text: str, m: re.Match[str]) -> bool:
    """三点 is a time of the day, unless it counts what is listed (有三点) or the points of an index (跌45点)."""
    number = m["a"]
    if "." in number or (number.isdigit() and int(number) > 24) or len(number) > 3:
        return False
    before = text[max(0, m.start() - 4) : m.start()]
    return _MOVED.search(before) is None and (number[0].isdigit() or _LISTED.search(before) is None)


_RISKY: dict[str, Callable[[str, re.Match[str]], bool]] = {
    "nm": _is_node,
    "纳米": _is_node,
    "微米": _is_process,
    "um": _is_process,
    "μm": _is_process,
    "埃": _is_process,
    "B": _is_variant,
    "M": _is_no_size,
    "T": _is_no_rate_or_size,
    "G": _is_no_rate,
    "兆": _is_class_of_lines,
    "手": _is_hand,
    "期": _is_no_phase,
    "班": _is_rota,
    "g": _is_no_mobile_gram,
    "p": _is_no_picture,
    "等": _is_no_grade,
    "板": _is_no_limit,
    "号": _is_numbered,
    "头": _is_both_ends,
    "面": _is_side,
    "口": _is_one_word,
    "栋": _is_address,
    "幢": _is_address,
    "类": _is_class,
    "成": _is_word_of_tenths,
    "级": _is_rank,
    "季": _is_season,
    "处": _is_everywhere,
    "起": _is_incident,
    "样": _is_one_word,
    "度": _is_one_word,
    "届": _is_term,
    "代": _is_generation,
    "名": _is_placed,
    "位": _is_placed,
    "点": _is_clock,
}
