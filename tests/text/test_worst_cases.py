"""Cost grows with the length of a text and no faster, whatever stands in it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest

from xinwen.text.clean import STEPS, clean
from xinwen.text.contacts import contact_spans
from xinwen.text.furniture import Rule, rules
from xinwen.text.paragraphs import find_paragraphs, page_metadata
from xinwen.text.sentences import split_sentences

WORK: dict[str, Callable[[str], object]] = {
    **STEPS,
    "clean": clean,
    "split_sentences": split_sentences,
    "find_paragraphs": find_paragraphs,
    "page_metadata": page_metadata,
    "contact_spans": contact_spans,
}

UNITS = (
    "(", ")", "（", "[", "【", "<", "<a ", "<a href=", "</a>", "“", "”", "“a”", "‘", "「", "《", "《》", "“（‘「",
    "。”", "“。”", " ", "\t", "\u3000", "\n", "\r\n", "\n\n ", "0", "1.", "1.1.1", "1-", "1 ", "13800000000", "0755-",
    "QQ：", "微信", "微信：a", "a", "A ", "Z.", "a. B", "@", "@a.a.a", "a@", "a.", "a_", "http://", "www.", "- - -",
    "-", "=", "*", "|", " | ", "要闻|", "* ", "中", "中国", "國", "國(", "國(guó", "國(guó)", "(guó)", "國( guó)",
    "國?(", "?", "?�", "M(jìn)", "Î", "ÎÒ", "著", "昇騰", "\u0301", "e\u0301", "ᄀ", "\u200b", "👩\u200d", "\ud800",
    "，", ",", "。", "！？", "…", "...", ".", ":", "：", "标题：", "来源：", "记者", "记者 张三", "作者：", "编辑：",
    "责任编辑：a ", "2025-06-12 ", "2025年", "新闻", "报料", "热线：", "声明：", "评论", "登录", "首页 > ", "上一页 ",
    "1、", "（1）", "图", "a\n", "中。\n", "中\n", "登录\n", "(a)\n", "图：\n", "版权", "本文", "via: ", "!a", "\x00",
    "😀",
)  # fmt: skip
SHORT, LONG = 20_000, 40_000  # characters
FLOOR = 0.02  # seconds; less is not told from noise
GROWTH = 4  # where the length doubles


def cpu_seconds(work: Callable[[str], object], text: str, enough: float = 0.0) -> float:
    """CPU time, best of three; measured once where that is ``enough`` or less."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        work(text)
        best = min(best, time.process_time() - start)
        if best <= enough:
            break
    return best


@pytest.mark.parametrize("name", WORK)
def test_the_cost_is_linear_in_the_length_of_adversarial_text(name: str) -> None:
    work = WORK[name]
    for unit in UNITS:
        text = unit * (LONG // len(unit) + 1)
        longer = cpu_seconds(work, text, FLOOR)
        if longer > FLOOR:
            assert longer < GROWTH * cpu_seconds(work, text[:SHORT]) + FLOOR, f"{name} of {unit!r} takes {longer:.2f} s"


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_no_form_of_furniture_tries_the_ways_to_part_a_row_of_its_own_lines(rule: Rule) -> None:
    """京ICP备12345678号-1 six times over, with a full stop behind, once took five seconds."""
    fits = re.compile(rule.pattern, re.VERBOSE).fullmatch
    rows = [line * (400 // len(line) + 1) for line in rule.removes]
    # In steps: where one copy more means ten times the work, this ends at once.
    for row, length in ((row, length) for row in rows for length in (50, 70, 90, 110, 150, 400)):
        text = f"{row[:length]}。"
        assert cpu_seconds(fits, text, FLOOR) <= FLOOR, f"{text!r} is slow"
