"""Width of punctuation marks."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinwen.text.clean import clean
from xinwen.text.punctuation import HAN, narrow, widen


@pytest.mark.parametrize(
    ("text", "wide"),
    [
        ("公司表示,芯片很贵;价格:六元", "公司表示，芯片很贵；价格：六元"),
        ("真的吗?真的!", "真的吗？真的！"),
        ("“好”,他说", "“好”，他说"),
        ("性能提升30%,价格不变", "性能提升30%，价格不变"),
        ("接入AI,手机厂商", "接入AI，手机厂商"),
        ("他们 ,走了", "他们 ，走了"),
        ("成本(600万美元),后来", "成本(600万美元)，后来"),
    ],
)
def test_a_mark_in_chinese_text_becomes_full_width(text: str, wide: str) -> None:
    assert widen(text) == wide


@pytest.mark.parametrize(
    ("text", "ascii_signs"),
    [
        ("ＮＶＩＤＩＡ发布Ｈ２００", "NVIDIA发布H200"),
        ("增长１２．５％，达到３９００万", "增长12.5%，达到3900万"),
        ("第１、２代（Ａ１００）：Ｇｒａｃｅ", "第1、2代（A100）：Grace"),
        ("良率95％，第１名", "良率95％，第1名"),
    ],
)
def test_full_width_letters_and_figures_become_ascii_and_marks_beside_han_stay(text: str, ascii_signs: str) -> None:
    assert narrow(text) == ascii_signs
    assert clean(text).text == ascii_signs


@pytest.mark.parametrize("text", ["他说：增长．", "％是百分号", "12％", "Ⅳ型℃"])
def test_full_width_marks_and_other_signs_are_not_narrowed(text: str) -> None:
    assert narrow(text) == text


def test_a_reading_that_shows_only_at_half_width_is_found_in_the_same_run() -> None:
    once = clean("中國(ｇuó)芯片，他說冗Ｍ(jìn)與國家").text
    assert clean(once).text == once


@pytest.mark.parametrize("text", ["1,000元", "12:30开始", "https://a.cn/b?c=d", "Hello, world! OK?", "a:b;c", "成本(600万美元)"])
def test_a_mark_in_a_number_an_address_or_english_stays(text: str) -> None:
    assert widen(text) == text


def by_character(text: str) -> str:
    """What `widen` does, a mark at a time."""
    wide: list[str] = []
    for at, sign in enumerate(text):
        before, after = text[:at].rstrip(BLANKS), text[at + 1 :].lstrip(BLANKS)
        last, following = text[:at][-1:], after[:1]
        chinese = (
            re.match(f"[{HAN}）】》」』”’]", before[-1:])
            or (wide and last in MARKS and wide[-1] != last)
            or (sign in ",:;" and re.match(r"[A-Za-z0-9%℃\])]", last) and re.match(f"[{HAN}（【《「『“‘]", following))
            or (sign in ",:;" and re.match("[0-9%]", last) and following in LINE_ENDS)
        )
        wide.append("，：；？！"[MARKS.index(sign)] if sign in MARKS and chinese else sign)
    return "".join(wide)


MARKS, BLANKS, LINE_ENDS = ",:;?!", " \t\u00a0\u3000", "\n\r\u2028"


@given(st.text(f"中国Aa19%])℃（）“”，。{BLANKS}{LINE_ENDS}{MARKS}\U00020001\0", max_size=30))
def test_marks_are_widened_as_one_at_a_time_would_be(text: str) -> None:
    assert widen(text) == by_character(text)


@pytest.mark.parametrize("gap", ["", " ", "   ", "    ", "\u3000" * 9])
def test_blanks_before_a_mark_do_not_matter(gap: str) -> None:
    assert widen(f"他们{gap},走了{gap}?!A{gap},b") == f"他们{gap}，走了{gap}？！A{gap},b"
