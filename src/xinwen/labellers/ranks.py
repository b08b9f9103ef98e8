"""Counters that also rank or number: 三级, 九段, 十四届, 12代, 排到三百名, 1.0版 are places in an order and count nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

_GRADED = re.compile("震|风|烈度")
_BLOWING = re.compile("(?:[阵大]风|风力|里氏|浪高)[^，。；：、]{0,3}$")
_STEPS = ("台阶", "石阶", "阶梯", "楼梯", "审批", "审核")
_STEPPED = re.compile("(?:连[升降跳跌]|上调|下调|调[高低]|相差|[升降跳跨差高低]了)$")
_RANKED = re.compile(r"(?:排名?|位列|名列)(?:到|在|进|至|第)?$")
_DIGITS = re.compile("位数(?![学据字])")
_MADE = frozenset("了过印出改")
_CLASSED = ("区", "声环境", "标准", "功能")
_INTO = ("成", "成了", "为", "分了", "有", "共", "这", "前")


def _is_rank(text: str, m: re.Match[str]) -> bool:
    """二级, 5级 are ranks; 7.2级, the grades of an earthquake or a wind, 两级, stairs and steps up or down are counted."""
    if m["a"] == "两" or text.startswith(_STEPS, m.end()) or _STEPPED.search(text, max(0, m.start() - 3), m.start()):
        return False
    if _BLOWING.search(text, max(0, m.start() - 6), m.start()):
        return False
    return "." not in m["a"] and (not m["a"].isdigit() or _GRADED.search(text, max(0, m.start() - 60), m.end() + 60) is None)


def _is_term(text: str, m: re.Match[str]) -> bool:
    """十四届, 四届三中全会 are ordinals without 第."""
    front = text[max(0, m.start() - 2) : m.start()]
    return (len(m["a"]) > 1 and not front.endswith(("共", "历", "连续"))) or text[m.end() + 1 : m.end() + 2] == "中"


def _is_generation(text: str, m: re.Match[str]) -> bool:
    """12代 is the twelfth; generations are counted in words (隔两代)."""
    return m["a"][0].isdigit()


def _is_placed(text: str, m: re.Match[str]) -> bool:
    """排到三百名 is a rank, 两位数 a number of so many digits."""
    if _DIGITS.match(text, m.end() - 1):
        return True
    return _RANKED.search(text, max(0, m.start() - 4), m.start()) is not None


def _is_version(text: str, m: re.Match[str]) -> bool:
    """1.0版 and 三版 are versions; editions are counted where they are made (印了五版)."""
    return m["a"][0].isdigit() or text[max(0, m.start() - 1) : m.start()] not in _MADE


def _is_no_grade(text: str, m: re.Match[str]) -> bool:
    """等 counts the classes that something is divided into (分作三等); else it is “and others”, “to wait” or a rank."""
    return re.search("[分排列归划][作为成]$", text[max(0, m.start() - 2) : m.start()]) is None


def _is_no_rating(text: str, m: re.Match[str]) -> bool:
    """三星 is a firm; 四星半 and 打四星 are ratings."""
    return not m["half"] and text[max(0, m.start() - 1) : m.start()] not in ("给", "打", "评")


def _is_class(text: str, m: re.Match[str]) -> bool:
    """2类区 is a class."""
    return m["a"].isdigit() and text.startswith(_CLASSED, m.end())


def _is_master(text: str, m: re.Match[str]) -> bool:
    """九段 and 职业三段 are grades of players."""
    before = text[max(0, m.start() - 3) : m.start()]
    return before.endswith(("职业", "业余", "晋升", "升为")) or (m["a"] == "九" and not before.endswith(_INTO))


#: Counters that also rank, each with a test of whether a match of number and counter does.
RANKS: dict[str, Callable[[str, re.Match[str]], bool]] = {
    "级": _is_rank,
    "届": _is_term,
    "代": _is_generation,
    "名": _is_placed,
    "位": _is_placed,
    "版": _is_version,
    "等": _is_no_grade,
    "星": _is_no_rating,
    "类": _is_class,
    "段": _is_master,
}
