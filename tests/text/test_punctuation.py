"""Width of punctuation marks."""

from __future__ import annotations

import pytest

from xinwen.text.punctuation import widen


@pytest.mark.parametrize(
    ("text", "wide"),
    [
        ("公司表示,芯片很贵;价格:六元", "公司表示，芯片很贵；价格：六元"),
        ("真的吗?真的!", "真的吗？真的！"),
        ("“好”,他说", "“好”，他说"),
        ("性能提升30%,价格不变", "性能提升30%，价格不变"),
        ("接入AI,手机厂商", "接入AI，手机厂商"),
        ("他们 ,走了", "他们 ，走了"),
    ],
)
def test_a_mark_in_chinese_text_becomes_full_width(text: str, wide: str) -> None:
    assert widen(text) == wide


@pytest.mark.parametrize("text", ["1,000元", "12:30开始", "https://a.cn/b?c=d", "Hello, world! OK?", "a:b;c", "成本(600万美元)"])
def test_a_mark_in_a_number_an_address_or_english_stays(text: str) -> None:
    assert widen(text) == text
