"""Sentence boundaries: the rules one by one, properties, and a worst case."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinwen.text.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "他说：“今天很好。明天更好！”然后走了。",
        "《怎么办？》是一本书",
        "1. 提高认识",
        "（三）落实",
        "芯片（SSD。固态）很好",
        "会议（主题：怎么办？何时办？）昨天召开。",
        "价格为0.27美元，版本是GPT-4.5，共2.307亿台，参数1.5B。",
        "详见www.example.com.cn的公告。",
        "他问：『真的？』她点头。",
        "这是“芯片热！”的又一例",
        "订单、产能……，都要重新谈。",
    ],
)
def test_one_unit_stays_one(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("你好。再见。", ["你好。", "再见。"]),
        ("真的？！是的。。。好……然后", ["真的？！", "是的。。。", "好……", "然后"]),
        ("很好 。下一句", ["很好 。", "下一句"]),
        ("“你来吗？”她问。“来。”他答。", ["“你来吗？”她问。", "“来。”他答。"]),
        ("他说：“很好。”第二天他走了。", ["他说：“很好。”", "第二天他走了。"]),
        ("『真的？』「是。」", ["『真的？』", "「是。」"]),
        ("涨价；缺货。停产", ["涨价；缺货。", "停产"]),
        ("标题\n正文。正文二。\n\n尾声", ["标题", "正文。", "正文二。", "尾声"]),
        ("He left. She stayed in the U.S. Army. 中文来了。", ["He left.", "She stayed in the U.S. Army.", "中文来了。"]),
        ("情况很好。（来源：新华社。）", ["情况很好。", "（来源：新华社。）"]),
        ("第一句。」第二句。", ["第一句。」", "第二句。"]),
        ("Mr. Wang said hi. OK", ["Mr. Wang said hi.", "OK"]),
    ],
)
def test_units_are_told_apart(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_an_unclosed_quote_does_not_swallow_the_paragraph() -> None:
    assert sentences("他说：“第一句。第二句。\n第三句。") == ["他说：“第一句。", "第二句。", "第三句。"]


@given(st.text(st.sampled_from("中国a1 。！？!?….,，“”‘’（）()《》「」『』；：\n\u3000"), max_size=60))
def test_sentences_hold_every_visible_character_in_order_and_no_edge_blanks(text: str) -> None:
    spans = split_sentences(text)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    assert "".join(text[s:e] for s, e in spans).replace(" ", "").replace("\u3000", "") == re.sub(r"\s", "", text)
    for start, end in spans:
        assert text[start:end] == text[start:end].strip() != ""
        assert "\n" not in text[start:end]


@given(
    st.text(st.sampled_from("中国芯片，、"), min_size=1, max_size=8), st.text(st.sampled_from("中国芯片，"), min_size=1, max_size=8)
)
def test_without_quotes_the_boundaries_are_those_of_a_plain_look_behind(a: str, b: str) -> None:
    text = f"{a}。{b}！{a}？{b}"
    assert sentences(text) == [part for part in re.split(r"(?<=[。！？])", text) if part]


@pytest.mark.parametrize("unit", ["“", "”", "（", "“（", "。”", "!", ". ", "《“", "…", "“。"])
def test_adversarial_input_is_split_in_linear_time(unit: str) -> None:
    assert split_sentences(unit * 50_000) is not None
