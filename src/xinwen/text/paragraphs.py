"""Paragraphs of a clean text and what kind each is, and what a page says of itself.

A paragraph is a line. Its kind is what a reader knows of it, or else follows from its form and its neighbours. Cost is linear.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

from xinwen.scheme import scheme
from xinwen.text.furniture import prose_bounds
from xinwen.text.lines import Lines
from xinwen.text.punctuation import HAN

_TITLE_LENGTH = 60
_HEAD_LINES = 8
_OVERLAPPING = 8  # so many known spans on one line are looked at
_HEADING_LENGTH = 30
_BYLINE_LENGTH = 60
_CAPTION_LENGTH = 120
_RUNNING_LENGTH = 15
_WRAPPED_SHARE = 0.6  # with more lines than this in the form of headings, the text is verse, a table or wrapped by hand

_STOPS = "。！？!?；;：:，,、…—”’」』"
_TITLE_STOPS = "。；;：:，,、…—”’」』"  # a title may ask or exclaim
_HAN_NAME = rf"[{HAN}·]{{2,6}}"
# The hundred or so most frequent surnames: where no mark stands between 记者 and the name, only they tell 记者张三 from 记者的一天.
_SURNAME = (
    "[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文]"
)
_REPORTER = (
    rf"(?P<outlet>[{HAN}A-Za-z]{{2,12}}?)?(?:见习|实习|特约|首席|驻\S{{1,6}}?)?(?:全媒体)?(?P<role>记者|通讯员|编辑)"
    rf"(?:\s*[：:|｜丨/／]\s*|\s+)(?P<name>{_HAN_NAME}(?:[、，/\s]+(?!记者|编辑|通讯员){_HAN_NAME}){{0,5}})"
)
_BYLINE = re.compile(
    rf"[（(【\[〔]?(?:{_REPORTER}(?:\s*(?:\S{{2,4}})?(?:报[道导]|摄影|摄|文))?(?:\s*(?:[{HAN}]{{0,6}}(?:记者|编辑|通讯员|实习生)\s*[：:|｜丨/／]?\s*{_HAN_NAME}\s*){{0,4}})?"
    rf"|(?:本报|本刊|本网|本台|[{HAN}A-Za-z]{{2,8}}[报社网刊])?记者(?P<bare>{_SURNAME}[{HAN}]{{1,2}})(?:\S{{2,4}})?(?:报[道导]|摄)?"
    rf"|(?:作者|撰文|采写|撰稿|记者|通讯员|供稿|文字?)\s*[：:|｜丨/／]\s*(?P<author>[^。！？：:，]{{1,40}})(?:[\s|｜]+(?:编辑|责编|审校|校对|译者)\s*[：:|｜丨/／]\s*[^。！？：:，]{{1,30}})?"
    rf"|(?:文|作者|撰文|采写|撰稿)\s+(?P<writer>{_HAN_NAME})|[Bb]y\s+[A-Z][\w.' -]{{1,40}})[）)】\]〕]?"
)
_BYLINE_WORD = re.compile("[者员辑文写稿y]")  # one of them is in every byline
_LIST_ITEM = re.compile(
    r"[•·▪●◆■□◇○➤►▶‣⁃]\s*\S|[*+-]\s+\S|\d{1,2}(?:[.．]\s*(?!\d)|[、)）]\s*)\S|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]\s*\S|[一二三四五六七八九十]{1,3}、\s*\S|[①-⑳]\s*\S"
)
_LIST_FIRST = frozenset("•·▪●◆■□◇○➤►▶‣⁃*+-（(一二三四五六七八九十①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")  # or a figure
_SECTION = re.compile(r"[一二三四五六七八九十]{1,3}、")
_TELLING = "(?:则|也|还|所|中|里|是|为|展示|显示|给出|列出|描述|说明|表明|反映|比较|对比)"  # begins a sentence about the picture
_CAPTION = re.compile(
    r"[（(]?(?:(?:图|表|图表|图片|图注|图说|图为|配图|[上下左右]图)\s*\d{0,2}(?:[-.]\d{1,2})?\s*[：:丨｜|/]\s*\S.*"
    rf"|图\s?\d{{1,2}}\s+(?!{_TELLING})[^。\s][^。]*|[△▲▼↑]\s*\S[^。]*)"
)
_CAPTION_FIRST = frozenset("（(图表配上下左右△▲▼↑")
_PICTURE_CREDIT = re.compile(r"(?:\A|[\s（(])(?:资料图|[^\s。！？（(]{1,12}供图|[^\s。！？（(]{1,6}\s?摄)[）)]?\Z")
_PICTURE_CREDIT_LENGTH = 20
_CREDIT_LAST = frozenset("图摄）)")


class Paragraph(NamedTuple):
    """``text[start:end]``, a line without its line end, and its kind: one of the scheme's sentence kinds."""

    start: int
    end: int
    kind: str


# The constructor of a named tuple unpacks and packs its arguments again, which takes twice as long.
_PARAGRAPH: Callable[[tuple[int, int, str]], Paragraph] = partial(tuple.__new__, Paragraph)


def find_paragraphs(text: str, known: Sequence[tuple[int, int, str]] = (), title: str | None = None) -> list[Paragraph]:
    """The paragraphs of a clean text.

    Args:
        text: clean text; lines are separated by newlines.
        known: spans of ``text`` whose kind a reader found, ascending; they win over the form. A known ``body`` may still be a
            byline or a caption, which no markup tells apart; a kind that is not in the scheme counts as ``body``.
        title: the title as the page's own data give it. Without it, a short first line before prose is the title.
    """
    starts, ends, lines = _lines(text)
    told = _told(list(zip(starts, ends, strict=True)), known) if known else [None] * len(lines)
    kinds = list(map(_kind, lines, told))
    kinds = _headed(kinds, lines, marked="heading" in told)
    first = _title_at(lines, kinds, told, title)
    if first is not None:
        kinds[first] = "title"
    return list(map(_PARAGRAPH, zip(starts, ends, [kind or "body" for kind in kinds], strict=True)))


def _lines(text: str) -> tuple[list[int], list[int], list[str]]:
    """Where the lines begin and end that hold more than blanks, and themselves without edge blanks."""
    starts, ends, lines = [], [], []
    start = 0
    for whole in text.split("\n"):
        end = start + len(whole)
        if line := whole.strip():
            starts.append(start)
            ends.append(end)
            lines.append(line)
        start = end + 1
    return starts, ends, lines


def _told(spans: Sequence[tuple[int, int]], known: Sequence[tuple[int, int, str]]) -> list[str | None]:
    """For each line the kind of the known span that holds at least half of it, or None."""
    told: list[str | None] = []
    kinds = scheme().sentence_kinds
    at = 0
    for start, end in spans:
        while at < len(known) and known[at][1] <= start:
            at += 1
        near = known[at : at + _OVERLAPPING]
        kind = next((kind for a, b, kind in near if 2 * (min(end, b) - max(start, a)) >= end - start), None)
        told.append(kind if kind is None or kind in kinds else "body")
    return told


def _kind(line: str, told: str | None) -> str | None:
    if told and told != "body":
        return told
    size, first = len(line), line[0]
    if size <= _BYLINE_LENGTH and _BYLINE_WORD.search(line) and _BYLINE.fullmatch(line):
        return "byline"
    if size <= _CAPTION_LENGTH and (first in _CAPTION_FIRST or line[-1] in _CREDIT_LAST) and _is_caption(line):
        return "caption"
    return told or ("list_item" if (first in _LIST_FIRST or first.isdigit()) and _LIST_ITEM.match(line) else None)


def _is_caption(line: str) -> bool:
    if line[-1] in _CREDIT_LAST and _PICTURE_CREDIT.search(line, max(0, len(line) - _PICTURE_CREDIT_LENGTH)):
        return "。" not in line
    return line[0] in _CAPTION_FIRST and _CAPTION.fullmatch(line) is not None


def _headed(kinds: Sequence[str | None], lines: Sequence[str], marked: bool) -> list[str | None]:
    """``kinds`` with the headings: short lines without a stop before running text, or before another heading that is.

    On a page that marks its headings, a line without a mark is none, unless it is numbered as a section. More than two such
    lines on end are a list; the first line of the page does not count among them, as it may be the title.
    """
    headed = list(kinds)
    leads = False
    chain: list[int] = []
    for at in range(len(lines) - 1, -1, -1):
        line, kind = lines[at], kinds[at]
        if kind == "caption":
            continue
        free = leads and ((kind is None and not marked) or (kind == "list_item" and _SECTION.match(line)))
        if free and _is_heading_form(line):
            chain.append(at)
            if len(chain) <= 2 + (at == 0):
                headed[at] = "heading"
            elif len(chain) == 3:
                for below in chain:
                    headed[below] = kinds[below]
        else:
            leads, chain = kind == "list_item" or (kind in (None, "body") and _is_running(line)), []
    found = headed.count("heading")
    wrapped = found > 4 and found > _WRAPPED_SHARE * len(lines)
    return list(kinds) if wrapped else headed


def _is_heading_form(line: str) -> bool:
    short = 2 <= len(line) <= _HEADING_LENGTH
    return short and line[-1] not in _STOPS and line[0] not in "“‘「『—-" and any(map(str.isalpha, line))


def _is_running(line: str) -> bool:
    return len(line) >= _RUNNING_LENGTH and (line[-1] in _STOPS or "。" in line)


def _title_at(lines: Sequence[str], kinds: Sequence[str | None], told: Sequence[str | None], title: str | None) -> int | None:
    """Which line is the title, when no reader said so."""
    if not lines or "title" in told:
        return None
    if title:
        return next((at for at, line in enumerate(lines[:_HEAD_LINES]) if _solid(line) == _solid(title)), None)
    plain = told[0] is None and kinds[0] in (None, "heading") and lines[0][-1] not in _TITLE_STOPS
    before_prose = any(map(_is_running, lines[1:_HEAD_LINES]))
    return 0 if plain and len(lines[0]) <= _TITLE_LENGTH and before_prose else None


def _solid(line: str) -> str:
    return re.sub(r"[\W_]+", "", line)


_ORIGINAL_TITLE = re.compile(r"[（(【\[]?\s*原文?标题\s*[：:]\s*(.{2,100}?)\s*[）)】\]]?")
_SIGNATURE = re.compile(r"[-—–]{1,3}\s*(?!(?:THE )?END\b)([A-Za-z][A-Za-z0-9 .&]{1,24}?)\s*[-—–]{1,3}")
_LABEL = re.compile(r"(?<![图片资料数据信息])(作者|来源|稿源)\s*[：:]\s*([^\s|｜。！？，；;）)】\]]{2,30})")
_STANDPOINT = re.compile(rf"不代表(?!本|任何|其|公司|我们|个人|作者)([{HAN}A-Za-z0-9]{{2,16}}?)(?:网站|平台)?的?(?:立场|观点)")
_OWN_NAMES = frozenset(("本报", "本刊", "本网", "本台", "本社", "本站", "本号"))  # what any paper calls itself
_DATE = re.compile(
    r"(?:(?:发布|更新|发表|发稿)?(?:时间|日期)\s*[：:]?\s*|(?:发布|更新|发表)于\s*)?((?:20|19)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*日?(?:[T\s]*(\d{1,2})[：:](\d{2})(?:[：:](\d{2}))?)?(?=\s|$|[|·/来作])"
)
_WIRE_DATE = re.compile(rf"[{HAN}]{{2,4}}社[{HAN}]{{2,8}}((?:20|19)\d\d)年(\d{{1,2}})月(\d{{1,2}})日(?:电|讯)")


def page_metadata(text: str) -> dict[str, str]:
    """What a page says of itself outside its prose, by the names of :class:`xinwen.records.Metadata`.

    Args:
        text: a page after script and punctuation, before page furniture is removed.

    Returns:
        Those of ``original_title``, ``signature``, ``author``, ``publisher`` and ``date`` (ISO 8601) that the page states; where it
        contradicts itself, none.
    """
    lines = [line for line in Lines(text).bare if line]
    first, last = prose_bounds(lines) or (len(lines), len(lines))
    head = lines[:first]
    around = [line for line in head + lines[last + 1 :] if len(line) <= _CAPTION_LENGTH]
    bylines = [match for line in around if (match := _BYLINE.fullmatch(line))]
    labels = [match.groups() for line in around for match in _LABEL.finditer(line)]
    found = {
        "original_title": _only(match[1] for line in around if (match := _ORIGINAL_TITLE.fullmatch(line))),
        "signature": _only(match[1] for line in around if (match := _SIGNATURE.fullmatch(line))),
        "author": _only(_name(match) for match in bylines) or _only(value for label, value in labels if label == "作者"),
        "publisher": _only(value for label, value in labels if label != "作者")
        or _only(match[1] for line in lines[last + 1 :] for match in _STANDPOINT.finditer(line))
        or _only(match["outlet"] for match in bylines if match["role"] != "编辑" and match["outlet"] not in _OWN_NAMES),
        "date": _only(_iso(match) for line in head if (match := _DATE.match(line)))
        or _only(_iso(match) for line in lines[first : first + 1] if (match := _WIRE_DATE.search(line[:40]))),
    }
    return {name: value for name, value in found.items() if value}


def _only(values: Iterable[str | None]) -> str | None:
    """The value, when all that is said is one."""
    said = {value for value in values if value}
    return said.pop() if len(said) == 1 else None


def _name(byline: re.Match[str]) -> str | None:
    """Who wrote it; an editor did not."""
    if byline["role"] == "编辑":
        return None
    name = byline["name"] or byline["bare"] or byline["author"] or byline["writer"]
    return re.sub(r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])?", r"\1", name).strip() if name else None


def _iso(date: re.Match[str]) -> str | None:
    """An ISO 8601 date, with the time where it is given; None for what no calendar has."""
    year, month, day, *clock = [int(part) for part in date.groups() if part]
    try:
        moment = datetime(year, month, day, *clock)  # type: ignore[arg-type]
    except ValueError:
        return None
    return moment.isoformat() if clock else moment.date().isoformat()
