"""Blanks and line ends."""

from __future__ import annotations

import pytest

from xinwen.text.alignment import apply_edits
from xinwen.text.blanks import find_blanks


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
