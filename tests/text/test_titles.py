"""Titles given again, whole or damaged."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xinwen.text.titles import repeated_titles

TITLE = "芯片产业迎来新一轮机遇"


@pytest.mark.parametrize(
    ("lines", "gone"),
    [
        ([TITLE, "要闻", TITLE], [2]),
        ([TITLE + "_某某网", TITLE], [0]),
        (["芯片产业：迎来新一轮机遇", TITLE], [0]),
        (["芯片产(chǎn)业迎来新一轮机遇", TITLE], [0]),
        ([TITLE, "芯片 算力 大模型 服务器 数据", TITLE], [1, 2]),
        ([TITLE, "芯片企业公布半年业绩", "要闻"], []),
        (["要闻", "科技", "要闻"], []),
        (["要闻", "要闻"], [1]),
    ],
)
def test_one_copy_stays(lines: list[str], gone: list[int]) -> None:
    assert sorted(repeated_titles(lines, range(len(lines)))) == gone


@given(st.lists(st.text("芯片产业迎来新一轮机遇?(_ ", min_size=1, max_size=12).map(str.strip).filter(bool), max_size=12))
@settings(max_examples=60, deadline=None)
def test_what_stays_is_given_once(lines: list[str]) -> None:
    gone = repeated_titles(lines, range(len(lines)))
    kept = [line for at, line in enumerate(lines) if at not in gone]
    assert len(set(gone)) == len(gone)
    assert repeated_titles(kept, range(len(kept))) == []
