"""The lines of a text."""

from __future__ import annotations

import pytest

from xinwen.text.lines import Lines, is_lines


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\u2029"])
def test_a_line_with_its_end_is_a_line_and_a_part_of_it_is_none(end: str) -> None:
    text = f"甲乙{end}丙丁{end}戊己"
    for number in range(3):
        [(start, stop)] = Lines(text).spans([number])
        assert is_lines(text, start, stop)
        assert not is_lines(text, start + 1, stop)
        assert not is_lines(text, start, start + 1)
    assert is_lines(text, 0, len(text))
