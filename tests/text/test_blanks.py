"""Blanks and line ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinwen.text.alignment import apply_edits
from xinwen.text.blanks import find_blanks, find_gaps, without_gaps


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("edges", "\n \u3000芯片。 \n", "芯片。"),
        ("indents and trailing blanks", "甲。  \n\n\u3000\u3000乙。", "甲。\n乙。"),
        ("line ends of all kinds", "甲\r\n乙\r丙\u2028丁\x85戊", "甲\n乙\n丙\n丁\n戊"),
        ("no-break and wide blanks", "AI\u00a0PC\u3000市场", "AI PC 市场"),
        ("several blanks", "AI   PC", "AI PC"),
        ("beside a full-width mark", "价格 ，涨了 。 下一句", "价格，涨了。下一句"),
    ],
)
def test_one_space_in_a_line_and_one_newline_between_lines_are_left(name: str, text: str, left: str) -> None:
    assert apply_edits(text, find_blanks(text)) == left, name


@pytest.mark.parametrize("text", ["", "芯片", "AI PC 市场", "甲。\n乙。", "他说 “好” 了"])
def test_text_in_order_is_left_alone(text: str) -> None:
    assert list(find_blanks(text)) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("甲  乙", "甲 乙"),
        ("甲\u3000乙", "甲 乙"),
        ("甲 \u3000乙，\xa0丙", "甲 乙，丙"),
        ("  甲 ，乙  \n\n \u3000丙 。 ", "  甲，乙  \n\n \u3000丙。 "),
        ("甲 乙\n丙", "甲 乙\n丙"),
    ],
)
def test_gaps_lie_inside_lines(text: str, left: str) -> None:
    assert without_gaps(text)[0] == apply_edits(text, find_gaps(text)) == left


@given(st.text("甲a， \u3000\xa0\t\n\r\u2028", max_size=12))
def test_without_gaps_a_text_has_the_same_blanks_in_the_end_and_no_other_gap(text: str) -> None:
    shown, _ = without_gaps(text)
    assert not find_gaps(shown)
    assert apply_edits(shown, find_blanks(shown)) == apply_edits(text, find_blanks(text))
    inside = [line.strip() for line in shown.splitlines()]
    assert [line for line in inside if line] == apply_edits(text, find_blanks(text)).splitlines()
