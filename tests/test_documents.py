"""From a page to a document: what must not be published is masked in the raw text."""

from __future__ import annotations

import pytest

from xinwen.documents import prepare
from xinwen.records import Article, Source

NEWS = "昇腾芯片是一种国产的人工智能处理器，发布于二〇一八年的秋天。\n"


@pytest.mark.parametrize(
    ("line", "secrets"),
    [
        ("新闻报料请加微信：abc_12345", ["abc_12345"]),
        ("新闻报料请加微信号\u3000 abc_12345", ["abc_12345"]),
        ("联系电话：138\u3000\u30000013  8000", ["0013"]),
        ("QQ：338<b class=x>6405", ["338", "6405"]),
        ("微信abc_12345（原标题：市场）", ["abc_12345"]),
    ],
)
def test_contact_data_that_cleaning_takes_out_is_masked_however_it_is_parted(line: str, secrets: list[str]) -> None:
    raw = NEWS + line
    document = prepare(Article("a1", raw, Source("a1", "a1.txt", ""), "plain", "utf-8"))
    assert document.clean.text == NEWS.strip()
    assert len(document.masked_raw_text) == len(raw)
    for secret in secrets:
        assert secret in raw and secret not in document.masked_raw_text
