"""Units that are also something else: 7纳米 is a node, 三点 a time of the day; sizes (`sizes`), ranks (`ranks`)."""

from __future__ import annotations

import re
from collections.abc import Callable

from xinwen.labellers.amounts import any_of
from xinwen.labellers.ranks import RANKS
from xinwen.labellers.sizes import SIZES
from xinwen.labellers.surroundings import SURROUNDINGS

_MEASURED = re.compile(r"(?:波长|间距|节距|半节|膜厚|厚度?|线宽|宽度?|误差|偏差|精度|直径|粒径|高度?|长度?)[^，。；]{0,6}$")
_EXTENTS = frozenset("厚宽长高粗深")
_PROCESS = re.compile(any_of("process"))
_MOVED = re.compile(r"(?:[跌涨挫升弹低高报收降近约超逾破守]|收于|收报|指数|站上|失守)[了至到于破过近约]?$")
_SPLIT = re.compile(r"(?:分成?|分为|共|连续|连出)$")
_DEALT = re.compile("棋|中签|认购|新股|招股|每手")
_OUTCOME = re.compile(r"[皆全均都连尽未无一二三两四五六七八九\d]")
_BUREAUS = frozenset("铁建交冶水电安核化")
_CURRENT = re.compile("电流[^，。；、]{0,6}$|[VW][/、，]?$")
_RUNS = frozenset("天日连出收")
_ADDRESSED = ("住", "苑", "园", "寓", "庭", "湾", "院", "村", "城", "府", "里", "区", "坊")
_IN_HOUSE = ("楼下", "楼上", "楼前", "单元", "底商", "门口", "东", "西", "南", "北")
_MOVES = frozenset("涨跌升降减增")
_LISTED = re.compile(
    r"(?:[有这那出下以列的议]|其中|(?:强调|补充|说明|归纳|总结|概括|注意|做到|做好|明确|提醒|[说谈讲提])[了过为成]?)$"
)
_REASONS = (
    *("意见", "建议", "理由", "原因", "要求", "看法", "不同", "启示", "希望", "感受", "体会", "疑问", "说明", "声明", "共识"),
    *("结论", "教训", "变化", "好处", "不足", "主张", "质疑", "判断", "区别", "差别", "经验", "提醒", "内容", "承诺", "值得"),
    "思考",
)
_BARE = frozenset("百千万亿")
_CLAUSE_END = ("", *"，,。；！？、")


def _is_node(text: str, m: re.Match[str]) -> bool:
    """A whole length in nm is the name of a process, unless the words in front measure something."""
    if text[m.end() : m.end() + 1] in _EXTENTS:
        return False
    return "." not in m["a"] and _MEASURED.search(text, max(0, m.start() - 12), m.start()) is None


def _is_process(text: str, m: re.Match[str]) -> bool:
    """0.18微米工艺, 18埃制程: nodes by what stands behind."""
    return _PROCESS.match(text, m.end()) is not None


def _is_season(text: str, m: re.Match[str]) -> bool:
    """四季 are the year."""
    return m["a"] == "四"


def _is_everywhere(text: str, m: re.Match[str]) -> bool:
    """四处 is everywhere, 散落在四处 counts."""
    return m["a"] == "四" and not (text.startswith("在", m.start() - 1) and text[m.end() : m.end() + 1] in _CLAUSE_END)


def _is_incident(text: str, m: re.Match[str]) -> bool:
    """一起 is together; 掌声四起 at the end of a clause, all around; 售价3999起 a price and up."""
    if text[max(0, m.start() - 1) : m.start()] == "价":
        return True
    return m["a"] == "一" or (m["a"] == "四" and text[m.end() : m.end() + 1] in _CLAUSE_END)


def _is_hand(text: str, m: re.Match[str]) -> bool:
    """两手 and 一手 are hands; moves at a board and lots of shares are counted (40万手)."""
    if m["a"][0].isdigit() or _BARE.intersection(m["a"]):
        return False
    return _DEALT.search(text, max(0, m.start() - 30), m.end() + 30) is None


def _is_no_phase(text: str, m: re.Match[str]) -> bool:
    """一期, 三期 are places in an order, unless something is split (分三期) or counted (共三期)."""
    return m["a"] != "两" and _SPLIT.search(text, max(0, m.start() - 3), m.start()) is None


def _is_no_coin(text: str, m: re.Match[str]) -> bool:
    """三角 is a shape and 八角 a spice."""
    return m["a"] in {"一", "三", "四", "八"}


def _is_floor(text: str, m: re.Match[str]) -> bool:
    """2号楼三层 and 负一层 are places in a building."""
    return text[max(0, m.start() - 1) : m.start()] in ("楼", "厦", "负")


def _is_no_limit(text: str, m: re.Match[str]) -> bool:
    """板 counts the days at the upper limit of a price (5天3板)."""
    return text[max(0, m.start() - 1) : m.start()] not in _RUNS


def _is_numbered(text: str, m: re.Match[str]) -> bool:
    """2号 numbers something; 三十来号人 are counted."""
    return not text.startswith("人", m.end()) or m["a"][0].isdigit()


def _is_both_ends(text: str, m: re.Match[str]) -> bool:
    """两头 are both ends, 一头 … 一头 “while”; 一头 and 另一头 are counted."""
    return m["a"] == "两" or (m["a"] == "一" and text.count("一头") > 1 and "另一头" not in text)


def _is_side(text: str, m: re.Match[str]) -> bool:
    """一面 is “while”, 两面 both sides, 四面 all around; 分两面 and 四面红旗 are counted."""
    if m["a"] == "四":
        return re.match("[^，。；：、！？]{0,2}[旗镜墙鼓锣幡盾]", text[m.end() : m.end() + 3]) is None
    return m["a"] == "一" or (m["a"] == "两" and text[max(0, m.start() - 1) : m.start()] != "分")


def _is_address(text: str, m: re.Match[str]) -> bool:
    """锦绣苑7栋, 3栋二单元: places in an address."""
    before = text[max(0, m.start() - 1) : m.start()]
    return m["a"].isdigit() and (before in _ADDRESSED or text.startswith(_IN_HOUSE, m.end()))


def _is_word_of_tenths(text: str, m: re.Match[str]) -> bool:
    """成就 is a word, unless something moves by so many tenths (跌三成就)."""
    return text.startswith("就", m.end()) and text[max(0, m.start() - 1) : m.start()] not in _MOVES


def _is_war_or_word(text: str, m: re.Match[str]) -> bool:
    """战 counts games in front of their outcome (三战皆负, 10战8胜)."""
    return _OUTCOME.match(text, m.end()) is None


def _is_bureau(text: str, m: re.Match[str]) -> bool:
    """中铁四局 is a firm; three games are 三局."""
    return text[max(0, m.start() - 1) : m.start()] in _BUREAUS


def _is_no_current(text: str, m: re.Match[str]) -> bool:
    """3A is a current beside a voltage or where the text says so; 3A, 5A are grades."""
    return _CURRENT.search(text, max(0, m.start() - 8), m.start()) is None


def _is_rota(text: str, m: re.Match[str]) -> bool:
    """三班倒 and 三班制 are rotas."""
    return text.startswith(("倒", "制"), m.end()) and not text.startswith("倒也", m.end())


def _is_one_word(text: str, m: re.Match[str]) -> bool:
    """一度, 一口 are words."""
    return m["a"] == "一"


def _is_journey(text: str, m: re.Match[str]) -> bool:
    """行程 is a word; 三行程序 are counted."""
    return text.startswith("程", m.end()) and not text.startswith("程序", m.end())


def _is_sameness(text: str, m: re.Match[str]) -> bool:
    """一样 is “the same”, and so is 没什么两样; 只有一样 counts."""
    if m["a"] == "一":
        return not text.endswith(("只有", "只剩", "只要", "只缺", "仅有"), 0, m.start())
    return m["a"] == "两" and text.endswith(("什么", "没有", "没", "无", "何"), 0, m.start())


def _is_clock(text: str, m: re.Match[str]) -> bool:
    """三点 is a time of the day, unless it counts what is listed (有三点, 三点建议) or the points of an index (跌45点)."""
    number = m["a"]
    if text.startswith(_REASONS, m.end()):
        return False
    if "." in number or (number.isdigit() and int(number) > 24) or len(number) > 3:
        return False
    before = text[max(0, m.start() - 4) : m.start()]
    return _MOVED.search(before) is None and (number[0].isdigit() or _LISTED.search(before) is None)


#: Units that are also something else, each with a test of whether a match of number and unit is that.
HOMONYMS: dict[str, Callable[[str, re.Match[str]], bool]] = (
    RANKS
    | SURROUNDINGS
    | SIZES
    | {
        "nm": _is_node,
        "纳米": _is_node,
        "微米": _is_process,
        "um": _is_process,
        "μm": _is_process,
        "埃": _is_process,
        "手": _is_hand,
        "期": _is_no_phase,
        "班": _is_rota,
        "A": _is_no_current,
        "战": _is_war_or_word,
        "局": _is_bureau,
        "角": _is_no_coin,
        "层": _is_floor,
        "板": _is_no_limit,
        "号": _is_numbered,
        "头": _is_both_ends,
        "面": _is_side,
        "口": _is_one_word,
        "栋": _is_address,
        "幢": _is_address,
        "成": _is_word_of_tenths,
        "季": _is_season,
        "处": _is_everywhere,
        "起": _is_incident,
        "样": _is_sameness,
        "行": _is_journey,
        "辈子": _is_one_word,
        "度": _is_one_word,
        "点": _is_clock,
    }
)
