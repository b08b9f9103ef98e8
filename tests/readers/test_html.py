"""HTML pages."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xinwen.errors import XinwenError
from xinwen.readers import html, read_page

FIXTURE = Path(__file__).parents[1] / "fixtures" / "readers" / "gb2312_declared_in_utf8.html"
PARAGRAPH = "<p>示例公司表示，新厂的产能利用率达到八成，同比明显提升，全年的目标保持不变。</p>"


def refusal(text: str) -> XinwenError:
    with pytest.raises(XinwenError) as caught:
        html.read(text)
    return caught.value


def test_an_article_gives_its_text_kinds_and_metadata() -> None:
    page, reader, encoding = read_page(FIXTURE.read_bytes(), FIXTURE.name)
    assert (reader, encoding) == ("html", "utf-8")
    found = page.metadata
    assert (found.title, found.author, found.publisher, found.date) == ("晶圆厂扩产", "戊戌", "示例网", "2025-06-01")
    kinds = [(block.kind, page.raw_text[block.start : block.end]) for block in page.blocks]
    assert kinds == [
        ("title", "晶圆厂扩产"),
        ("heading", "一、产能"),
        ("heading", "二、价格"),
        ("list_item", "第一，扩产放缓。"),
        ("list_item", "第二，库存下降。"),
        ("body", "公司\t份额"),
        ("body", "甲公司\t80%"),
        ("caption", "图为晶圆厂外景。"),
    ]
    lines = page.text().split("\n")
    assert "示例公司表示，新厂的产能利用率达到87%，同比提升12个百分点，全年目标不变。" in lines
    assert "公司\t份额" in lines and "甲公司\t80%" in lines
    assert not any(word in page.text() for word in ("首页", "评论", "备案号", "x = 1"))
    assert [page.raw_text[slice(*span)] for span in page.markup["code"]] == ["x = 1"]


@pytest.mark.parametrize("depth", [250, 1000, 100_000])
def test_elements_nested_too_deep_are_refused(depth: int) -> None:
    assert refusal(f"<html><body>{'<div>' * depth}{PARAGRAPH * 9}").id == "input-html-nesting"


def test_a_page_of_too_many_elements_is_refused() -> None:
    assert refusal("<html><body>" + "<p>中" * 21_000).id == "input-too-large"


@pytest.mark.parametrize("text", ["<html></html>", "<html><body><script>var x = 1;</script></body></html>", "<html"])
def test_a_page_without_an_article_is_refused(text: str) -> None:
    assert refusal(text).id == "input-no-text"


def test_a_nul_does_not_cut_the_page() -> None:
    last = "<p>最后一段也还在这里，没有因为一个控制字符而丢失。</p>"
    page = html.read(f"<html><body><article>{PARAGRAPH * 2}\0{last}</article></body></html>")
    assert "最后一段也还在这里" in page.raw_text


def test_source_author_and_time_are_read_where_the_page_shows_them_outside_the_article() -> None:
    found = html.read((FIXTURE.parent / "byline_outside_article.html").read_text("utf-8")).metadata
    assert (found.author, found.publisher, found.date) == ("戊戌", "示例财经", "2025-07-03T16:05:00")


def test_a_separator_behind_the_author_is_no_part_of_the_name() -> None:
    head = '<head><meta name="author" content="戊戌 · "></head>'
    page = html.read(f"<html>{head}<body><article>{PARAGRAPH * 3}</article></body></html>")
    assert page.metadata.author == "戊戌"


TAGS = ["<html>", "<body>", "<div>", "</div>", "<p>", "</p>", "<h1>", "<table>", "<tr><td>", "<ul><li>", 
        "<figure>", "<figcaption>", "<pre>",        "<b>", "<br>", "<!--", "-->", "<script>", "&nbsp;", "&#0;", 
        "<title>", "<meta name=author content=", "<a href=x>", PARAGRAPH, "中文，", "\0"]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(TAGS), max_size=30).map("".join))
def test_any_html_is_a_page_or_an_error(text: str) -> None:
    try:
        page = html.read(text)
    except XinwenError as error:
        assert error.id.startswith("input-")
    else:
        edges = [edge for block in page.blocks for edge in (block.start, block.end)]
        assert edges == sorted(edges) and page.raw_text.strip()
