"""Counters that are such only in certain company: 打了三枪 but no 长枪, 六味药 but no 五味, 四十里路 but no 三里屯."""

from __future__ import annotations

import re
from collections.abc import Callable

_BEHIND = {
    "发": r"[^，。；：、！？的]{0,3}[弹箭雷炮]",
    "打": "啤酒|鸡蛋|生蚝|可乐|玫瑰|袜|铅笔|毛巾",
    "听": "可乐|啤酒|饮料|罐头|奶粉",
    "枝": "[^，。；：、！？的]{0,3}[花梅柳桃梨竹兰菊荷玫香烟枪箭笔蜡]",
    "味": "中?药|中?草药|配料|香料|辅料",
    "服": "中?药|汤药",
    "帖": "中?药|汤药|膏药",
    "石": "[米粮谷麦]",
    "堂": "[^，。；：、！？]{0,4}课",
    "挺": "[轻重]?机枪",
    "身": "衣|新衣|西装|行头|制服|军装|校服|盔甲",
    "速": "变速|自动|手动|双离合|湿式|干式|DCT|AT",
    "特斯拉": "的?(?:超导|磁|核磁|强磁|永磁|扫描)",
    "里": r"[路地外远长]|山路|水路|之外|开外|以外|左右|上下|[，。；！？]|$",
    "方": r"[土石混木水沙砂气料]|[，。；！？]|$",
    "两": r"[白黄酒茶肉油米面糖银金盐饭重半药]|[，。；！？]|$",
}
"""What must stand behind a counter."""
_STRUCK = ("枪", "炮", "拳", "脚", "眼", "箭", "鞭", "棍", "锤", "剑", "掌", "巴掌", "耳光", "嗓子", "觉", "跤", "跟头", "胎", "下")
_BARE = frozenset("百千万亿")
_LARGE = re.compile(r"\d\d|[百千万亿]")
_OF_DAYS = frozenset("周期初拜十廿大日号")
_CARRIED = re.compile(r"[信输视摄通并采传天话高模数串人大纵解编差音光]| ?\d|电(?!车)|[A-Z]")
_HITS = frozenset("击点敲按拍摇晃抖戳碰推捏踩甩砸磕")
_PARTED = ("", *"，。；：、“分作成为有从这那共的了在由派换用")
_CUT = re.compile("[刺砍捅劈剁挨]")
_PLAYED = frozenset("胜负战败、")
_GO_MOVE = re.compile("[让贴输赢胜负][她他它我你]?$")
_BOARD = re.compile("围棋|棋手|棋局|执[黑白]|[黑白]棋|落子|贴目|官子")
_DELAYED = re.compile("[慢快晚早差停]了?$")
_MUSIC = re.compile("小节|节拍|节奏|音乐|乐句|鼓点|曲|演奏|指挥")
_ROADS = frozenset("二三四五六")
_CROWD = frozenset("两三四五六七八九十几数")


def _needs(pattern: str) -> Callable[[str, re.Match[str]], bool]:
    """A test that tells a counter from another word by what stands behind it."""
    behind = re.compile(pattern)
    return lambda text, m: behind.match(text, m.end()) is None


def _is_no_blow(text: str, m: re.Match[str]) -> bool:
    """打了三枪, 连开两炮 and 看了两眼 are counted; 三枪 alone is a brand, 四眼 a nickname. 三两下 needs nothing in front."""
    before = text[max(0, m.start() - 2) : m.start()]
    if m["a"] == "三两" or (m["unit"] == "下" and before[-1:] in _HITS):
        return False
    return not before.endswith(("了", "过")) and not before.startswith("连")


_mile, _cube, _tael = (_needs(_BEHIND[unit]) for unit in "里方两")


def _is_no_mile(text: str, m: re.Match[str]) -> bool:
    """四十里路, 三里外; 万里 and 千里 are words, 三里屯 a place."""
    return m["a"] in _BARE or _mile(text, m)


def _is_side(text: str, m: re.Match[str]) -> bool:
    """六方 and 三方 are sides; 300方混凝土 is a volume."""
    return _LARGE.search(m["a"]) is None or _cube(text, m)


def _is_no_weight(text: str, m: re.Match[str]) -> bool:
    """二两油; 一两 and 三两 are numbers, too, and weights only in front of what is weighed."""
    return _tael(text, m) or (m["a"] in ("一", "三") and text[m.end() : m.end() + 1] in ("", *"，。；！？"))


def _is_no_dozen(text: str, m: re.Match[str]) -> bool:
    """半打, 两打啤酒."""
    return m["a"] != "半" and _dozen(text, m)


_dozen = _needs(_BEHIND["打"])


def _is_no_dollar(text: str, m: re.Match[str]) -> bool:
    """20刀 a month are dollars; 两刀 are cuts."""
    if not m["a"][0].isdigit() and not _BARE.intersection(m["a"]):
        return True
    return _CUT.search(text, max(0, m.start() - 24), m.start()) is not None


def _is_evening_of(text: str, m: re.Match[str]) -> bool:
    """周五晚 and 初三晚 are points in time; 住了四晚 is counted."""
    return len(m["a"]) > 1 or m["a"][0].isdigit() or m["a"] == "一" or text[max(0, m.start() - 1) : m.start()] in _OF_DAYS


def _is_line(text: str, m: re.Match[str]) -> bool:
    """3路公交 and 302路 number a line, 科技三路 a street, 一路 is “all the way”; 38路信号 and 三路人马 are counted."""
    if m["a"].isdigit():
        return _CARRIED.match(text, m.end()) is None
    return m["a"] == "一" or (m["a"] not in ("两", "几", "数") and text[max(0, m.start() - 1) : m.start()] not in _PARTED)


def _is_no_fold(text: str, m: re.Match[str]) -> bool:
    """三重保障; 重 behind digits is a weight."""
    return m["a"] not in _CROWD


def _is_dimension(text: str, m: re.Match[str]) -> bool:
    """三维 and 二维 are words; vectors have 768维."""
    return len(m["a"]) == 1


def _is_no_area(text: str, m: re.Match[str]) -> bool:
    """89平 is an area; 三平 and 5胜12平 are games that nobody won."""
    return _LARGE.search(m["a"]) is None or text[max(0, m.start() - 1) : m.start()] in _PLAYED


def _is_off_board(text: str, m: re.Match[str]) -> bool:
    """子 and 目 are counted where a game of go is spoken of (让她四子, 输一目半); 两子 are sons, 三目 a term."""
    if _GO_MOVE.search(text, max(0, m.start() - 2), m.start()):
        return False
    if m["a"] == "一" or text[max(0, m.start() - 1) : m.start()] in ("有", "育", "生"):
        return True
    return _BOARD.search(text, max(0, m.start() - 30), m.end() + 30) is None


def _is_no_beat(text: str, m: re.Match[str]) -> bool:
    """慢了一拍, 四拍 of music are counted; 一拍, 二拍 number auctions."""
    if _DELAYED.search(text, max(0, m.start() - 2), m.start()):
        return False
    return m["a"] in ("一", "四四", "四三", "四二", "八六") or _MUSIC.search(text, max(0, m.start() - 30), m.end() + 30) is None


def _is_no_stage(text: str, m: re.Match[str]) -> bool:
    """二十关 of a game and 过了八关 are counted; 三关 alone is a word."""
    if len(m["a"]) > 1 or m["a"].isdigit():
        return False
    return text[max(0, m.start() - 1) : m.start()] not in ("过", "了", "闯", "共", "有")


def _is_ring(text: str, m: re.Match[str]) -> bool:
    """三环, 五环 are roads; rings of a target are hit (打了九环)."""
    return m["a"] in _ROADS and text[max(0, m.start() - 1) : m.start()] not in ("中", "打", "了", "得")


#: Tests of whether a match of number and counter is something else.
SURROUNDINGS: dict[str, Callable[[str, re.Match[str]], bool]] = (
    {unit: _needs(pattern) for unit, pattern in _BEHIND.items()}
    | dict.fromkeys(_STRUCK, _is_no_blow)
    | {
        "里": _is_no_mile,
        "方": _is_side,
        "两": _is_no_weight,
        "打": _is_no_dozen,
        "刀": _is_no_dollar,
        "晚": _is_evening_of,
        "路": _is_line,
        "重": _is_no_fold,
        "维": _is_dimension,
        "平": _is_no_area,
        "环": _is_ring,
        "子": _is_off_board,
        "目": _is_off_board,
        "拍": _is_no_beat,
        "关": _is_no_stage,
    }
)
