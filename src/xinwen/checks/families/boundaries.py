"""Boundaries that the guidelines rule on: what stands outside a mention, and what is no name at all. All of them suspicions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xinwen.checks.check import ALL, OURS, check
from xinwen.checks.target import Hit, Labelled, Target, brief

#: In bytes of UTF-8: 40 Han characters, or 120 Latin letters.
_LONG = 120
_PAIRS = tuple(zip("《（(“「【[〈『", "》）)”」】]〉』", strict=True))
_BRACKET = re.compile("[《》（）()“”「」【】\\[\\]〈〉『』]")
_WRAPPED = re.compile("[《“‘「『〈].*[》”’」』〉]", re.DOTALL)
_BEFORE = re.compile(r"(?:约|近|超过|超|仅|不到|不足|逾|至少|最多|大约|将近)[\d一二三四五六七八九十百两]")
_AFTER = ("以上", "以下", "左右", "上下")
_HONORIFICS = ("先生", "女士", "小姐", "博士", "教授", "总裁", "董事长")
_HEADS = ("芯片", "平台", "模型", "版本", "手机", "处理器")
_NO_NAMES = frozenset((
    "我国", "国内", "海外", "国产", "本土", "AI", "AIGC", "AIPC", "大模型", "人工智能", "GPU", "CPU", "SSD", "HDD", "芯片",
    "半导体", "先进制程", "先进封装", "当日", "去年", "今年", "昨日", "第一",
))  # fmt: skip
_UNCUT = re.compile(r"[A-Za-z]{2}|[0-9]{2}")
_MARK = "，。、；：！？,;!?"


@check("boundary-mark", "warning", "No mention begins or ends with a comma, stop or the like.", "Move the edge of the span.", ALL)
def mark(target: Target) -> Iterator[Hit]:
    for e in target.entities:
        if e.surface and (e.surface[0] in _MARK or e.surface[-1] in _MARK):
            yield _hit(e, "begins or ends with a punctuation mark")


@check(
    "boundary-bracket",
    "warning",
    "No mention holds half of a pair of brackets or quotation marks.",
    "Take both halves in, or leave both out.",
    ALL,
)
def bracket(target: Target) -> Iterator[Hit]:
    for e in target.entities:
        if _BRACKET.search(e.surface) and any(e.surface.count(left) != e.surface.count(right) for left, right in _PAIRS):
            yield _hit(e, "holds half of a pair of brackets or quotation marks")


@check("boundary-quotes", "warning", "《》 and quotation marks stand outside a mention.", "Leave the marks outside.", OURS)
def quotes(target: Target) -> Iterator[Hit]:
    for e in target.entities:
        if _WRAPPED.fullmatch(e.surface):
            yield _hit(e, "has its marks inside")


@check("boundary-word", "warning", "No mention cuts a Latin word or a number.", "Take in the whole word or number.", ALL)
def word(target: Target) -> Iterator[Hit]:
    for e in target.entities:
        if e.sound and any(_cuts(e.unit.text, at) for at in e.span):
            yield _hit(e, "cuts a word or a number")


@check("boundary-length", "warning", "Mentions are no longer than a name can be.", "See whether the span runs on by mistake.", ALL)
def length(target: Target) -> Iterator[Hit]:
    for e in target.entities:
        if len(e.surface.encode("utf-8", "surrogatepass")) > _LONG:
            yield _hit(e, f"is {len(e.surface)} characters long")


@check("boundary-newline", "warning", "No mention runs over the end of a line.", "Cut the span at the end of the line.", ALL)
def newline(target: Target) -> Iterator[Hit]:
    for e in target.entities:
        if len(e.surface.splitlines()) > 1:
            yield _hit(e, "runs over the end of a line")


@check("boundary-comparator", "warning", "约, 超, 仅 and 以上 stand outside a number.", "Leave the comparator outside.", OURS)
def comparator(target: Target) -> Iterator[Hit]:
    for e in target.entities:
        if e.row["type"] == "NUM" and (_BEFORE.match(e.surface) or e.surface.endswith(_AFTER)):
            yield _hit(e, "has its comparator inside")


@check("boundary-honorific", "warning", "Titles stand outside the name of a person.", "Leave the title outside.", OURS)
def honorific(target: Target) -> Iterator[Hit]:
    for e in target.entities:
        if e.row["type"] == "PER" and e.surface.endswith(_HONORIFICS):
            yield _hit(e, "ends with a title")


@check(
    "boundary-head",
    "warning",
    "A generic head (芯片, 平台, 模型, 版本) stands outside the name of a product.",
    "Leave the head outside.",
    OURS,
)
def head(target: Target) -> Iterator[Hit]:
    for e in target.entities:
        if e.row["type"] == "PROD" and e.row["level"] == "outer" and e.surface.endswith(_HEADS):
            yield _hit(e, "ends with a generic head")


@check("boundary-no-name", "warning", "Fields, device classes and words like 我国 are not labelled.", "Remove the label.", OURS)
def no_name(target: Target) -> Iterator[Hit]:
    for e in target.entities:
        if e.surface.replace(" ", "") in _NO_NAMES:
            yield _hit(e, "is no name under the guidelines")


def _hit(e: Labelled, what: str) -> Hit:
    return e.hit(f"{brief(e.surface)} ({e.row['type']}) {what}")


def _cuts(text: str, at: int) -> bool:
    """Whether two Latin letters, or two digits, stand on both sides of ``at``."""
    return 0 < at < len(text) and _UNCUT.fullmatch(text, at - 1, at + 1) is not None
