"""Markdown pages."""

import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinwen.errors import XinwenError
from xinwen.readers import markdown, read_page
from xinwen.readers.page import Page

FIXTURES = Path(__file__).parents[1] / "fixtures" / "readers"
SEEDS = Path(__file__).parents[2] / "seeds"
EXTERNAL = Path(__file__).parents[3] / "shared" / "external" / "lctt"


def fixture(name: str) -> Page:
    return markdown.read((FIXTURES / name).read_text("utf-8"))


def lines(page: Page) -> list[str]:
    return [line.strip() for line in page.text().splitlines() if line.strip()]


def blocks(page: Page) -> list[tuple[str, str]]:
    return [(block.kind, page.raw_text[block.start : block.end]) for block in page.blocks]


def check_spans(page: Page) -> None:
    spans = sorted(span for step in page.markup.values() for span in step)
    assert all(0 <= start < end <= len(page.raw_text) for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    assert all(list(step) == sorted(step) for step in page.markup.values())
    edges = [edge for block in page.blocks for edge in (block.start, block.end)]
    assert edges == sorted(edges) and all(block.start < block.end for block in page.blocks)
    assert len(page.text()) + sum(end - start for start, end in spans) == len(page.raw_text)


def test_the_hugo_seed_gives_metadata_and_clean_prose() -> None:
    page, reader, _ = read_page((SEEDS / "004_c62db6931da95260.txt").read_bytes(), "004.txt")
    assert reader == "markdown"
    assert page.metadata.title == "国产化加速，DeepSeek掀起AICG算力革命"
    assert page.metadata.date == "2025-02-13T08:01:14"
    assert page.metadata.summary and page.metadata.summary.startswith("封面新闻记者 吉星")
    assert page.metadata.url == "https://new.qq.com/rain/a/20250213A016I800"
    text = page.text()
    assert not re.search(r"\*|!\[|\]\(|^---|图片|inews", text, re.M)
    assert "国产化进程亟待加快。虽然国产芯片" in text
    assert [block.kind for block in page.blocks] == ["heading"] * 3
    check_spans(page)


def test_escaped_quotes_lists_and_site_addresses_in_front_matter() -> None:
    page = fixture("hugo_escaped_quotes.md")
    found = page.metadata
    assert (found.title, found.date) == ('他说"算力不够"，股价涨了', "2026-08-22T14:04:43")
    assert (found.author, found.publisher, found.url, found.summary) == ("甲文, 乙武", "示例日报", None, None)
    assert page.extra == {"url": "/posts/42/", "tags": "芯片, 算力"}
    assert lines(page) == ["示例公司说，新工厂明年投产。"]


@pytest.mark.parametrize(
    ("name", "title", "date", "text"),
    [
        ("hexo_without_opening_fence.md", "封装产能吃紧", "2025-03-09T07:05:00", "先进封装的产能全年吃紧。"),
        ("front_matter_never_closed.md", "一条没有收尾的消息", "2025-02-30", "正文：产能仍在爬坡。"),
        ("front_matter_broken_yaml.md", '存储: 价格 "又涨了', "2025-02-13T08:01:14+08:00", "存储芯片的价格又涨了。"),
        ("front_matter_toml.md", "光刻胶国产化", "2025-02-13T08:01:14+08:00", "光刻胶的验证周期很长。"),
    ],
)
def test_front_matter_of_other_generators_and_broken_ones(name: str, title: str, date: str, text: str) -> None:
    page = fixture(name)
    assert (page.metadata.title, page.metadata.date, lines(page)) == (title, date, [text])


def test_front_matter_in_json_and_with_carriage_returns() -> None:
    page = markdown.read('{"title": "题", "date": "2025年2月13日"}\n正文')
    assert (page.metadata.title, page.metadata.date, page.text()) == ("题", "2025-02-13", "\n正文")
    page = markdown.read("---\r\ntitle: 题\r\n---\r\n正文\r\n")
    assert (page.metadata.title, page.text()) == ("题", "正文\r\n")


def test_a_rule_on_the_first_line_is_no_front_matter() -> None:
    page = markdown.read("---\n第一段。\n\n---\n第二段。")
    assert "front_matter" not in page.markup and lines(page) == ["第一段。", "第二段。"]


@pytest.mark.parametrize("body", ["- " * 6000, "a: " + "[" * 9000, "a: &a [*a]", "&a" * 5000])
def test_front_matter_made_to_overflow_is_survived(body: str) -> None:
    check_spans(markdown.read(f"---\n{body}\n---\n正文"))


def test_emphasis_beside_full_width_marks_is_removed() -> None:
    page = fixture("invalid_emphasis.md")
    assert lines(page) == ["首先，良率要提高。其次，价格要下降。这是“关键”一步。", "设备，从跟跑到并跑", "作者：丁酉"]
    assert blocks(page) == [("heading", "**设备，从跟跑到并跑**")]


@pytest.mark.parametrize(
    "text",
    ["5*3=15，5*4*3=60", "snake_case 与 a_b_c", "因*排放超标被罚", "被告人张**、李**到案", "拨打138****5678咨询", "2**3等于8",
     "*ST康得与*ST保千退市", "若a<b 且 c>d 则", "vector<int> 与 x <y且z>", "[注](见下文)", "[未定义][9]", "1.5亿元", "#芯片# 热议"],
)  # fmt: skip
def test_characters_that_only_look_like_markdown_stay(text: str) -> None:
    assert markdown.read(text).text() == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (r"\*ST康得退市", "*ST康得退市"),
        ("***ST信威**复牌", "*ST信威复牌"),
        ('看[这里](https://a.com/x_(y) "注")说', "看这里说"),
        ("看[**粗**体](https://a.com)", "看粗体"),
        ("[参考][1]与[名][]\n\n[1]: https://a.com '题'\n[名]: <b.html>\n", "参考与名\n\n\n\n"),
        ("<https://a.com/b>", "https://a.com/b"),
        ("正文[^1]。\n\n[^1]:脚注", "正文。\n\n脚注"),
        ('<p align="center">红<br/>字</p><!-- more -->续', "红字续"),
        ("<ruby>核<rt>core</rt></ruby>心", "核心"),
        ("<script>alert(1)</script>正", "正"),
        ('{{< figure src="a" >}}正{% raw %}文{% endraw %}', "正文"),
        ("`x**y`与``a`b``", "x**y与a`b"),
        ("~~旧~~新，__粗__ 与 _斜_ 与 *斜*", "旧新，粗 与 斜 与 斜"),
        ("5&nbsp;GHz&amp;", "5GHz&"),
        ("[TOC]\n正", "\n正"),
        ("行一\\\n行二", "行一\n行二"),
        ("甲\n\n* * *\n\n乙", "甲\n\n\n\n乙"),
        ("公司 | 份额\n:-- | --:\n甲 | 80%", "公司  份额\n\n甲  80%"),
    ],
)
def test_markdown_goes_and_its_text_stays(text: str, kept: str) -> None:
    page = markdown.read(text)
    assert page.text() == kept
    check_spans(page)


def test_images_go_whole_and_a_line_under_one_is_its_caption() -> None:
    page = fixture("image_address_repeated.md")
    assert lines(page) == ["开头一段。", "图为洁净室", "结尾一段。"]
    assert blocks(page) == [("caption", "*图为洁净室*")]


def test_code_is_taken_out_by_its_own_step() -> None:
    page = markdown.read("前\n\n```py\nprint('文')\n```\n\n    x = 1\n\n后")
    assert lines(page) == ["前", "后"] and [page.raw_text[slice(*span)] for span in page.markup["code"]][1] == "    x = 1"


def test_a_fence_that_is_never_closed_takes_no_text_away() -> None:
    assert lines(markdown.read("```\n正文继续\n还有一段"))[1:] == ["正文继续", "还有一段"]


def test_indented_chinese_is_prose() -> None:
    assert lines(markdown.read("    缩进的段落。\n\t又一段。")) == ["缩进的段落。", "又一段。"]


def test_headings_and_lists_are_blocks() -> None:
    page = markdown.read("# 题 #\n\n## 一、甲\n###乙###\n- 丙\n- [x] 丁\n1. 戊\n\n己\n---\n\n这是一句话。\n---\n")
    assert blocks(page) == [("title", "题"), ("heading", "一、甲"), ("heading", "乙"), ("list_item", "丙"), ("list_item", "丁"),
                            ("list_item", "1. 戊"), ("heading", "己")]  # fmt: skip
    assert page.metadata.title == "题" and lines(page)[-1] == "这是一句话。"


def test_the_rows_of_a_table_are_body() -> None:
    page = markdown.read("指标 | 数值\n---|---\n良率 | 九成\n\n正文。\n")
    assert blocks(page) == [("body", "指标 | 数值"), ("body", "良率 | 九成")]


def test_the_item_that_stands_for_a_table_of_contents_goes_with_it() -> None:
    assert lines(markdown.read("* 目录\n{:toc}\n\n* 产能\n* 价格\n")) == ["产能", "价格"]


def test_the_heading_that_repeats_the_front_matter_is_the_title() -> None:
    page = markdown.read("---\ntitle: 芯片 新闻\n---\n导语。\n\n## **芯片新闻**\n\n## 背景")
    assert [kind for kind, _ in blocks(page)] == ["title", "heading"]


def test_lines_wrapped_by_a_machine_are_joined_and_short_ones_are_not() -> None:
    long = "这一行是被机器按照固定的宽度折断的，它的长度超过了六十列，所以要与下一行接起来"
    assert markdown.read(f"{long}\n下一行。").text() == f"{long}下一行。"
    assert markdown.read("编辑：甲\n审核：乙").text() == "编辑：甲\n审核：乙"


def test_the_source_link_at_the_end_becomes_the_address() -> None:
    page = fixture("source_link_last.md")
    assert page.metadata.url == "https://new.example.com/rain/a/1"
    assert lines(page) == ["芯片出口数据今天公布，同比增长两成。"]


def test_a_page_with_nothing_but_its_source_link_is_refused() -> None:
    with pytest.raises(XinwenError) as caught:
        read_page((FIXTURES / "source_link_only.md").read_bytes(), "a.md")
    assert caught.value.id == "input-no-text"


PIECES = ["**", "*", "_", "`", "```\n", "[", "]", "(", ")", "![", "](a.b)", "<", ">", "<b>", "<!--", "-->", "{{", "}}", "|",
          "-|-\n",
          "\n", "\r\n", "\r", "    ", "\t", "# ", "- ", "1. ", "> ", "---\n", "===\n", "\\", "&nbsp;",
          "[^1]:", "[a]: b.c\n", "中", "文。", "a", " ", "title: x\n"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=120))
def test_spans_are_ascending_disjoint_and_account_for_every_character(text: str) -> None:
    page = markdown.read(text)
    assert page.raw_text == text
    check_spans(page)


@pytest.mark.parametrize(
    "piece",
    ["[", "![](", "[a](", "**a", "*a b", "`a\n", "<!--", "{{", "<a ", "a|b\n", "[a]: /", "> ", "_*", "a\n=\n", "title: x\n"],
)
def test_cost_grows_linearly_on_hostile_text(piece: str) -> None:
    start = time.process_time()
    markdown.read(piece * (50_000 // len(piece)))
    assert time.process_time() - start < 3


def test_real_translated_articles_leave_no_markdown_behind() -> None:
    if not EXTERNAL.is_dir():
        pytest.skip(f"no real pages here: {EXTERNAL} is absent")
    paths = sorted(EXTERNAL.glob("*.md"))
    assert len(paths) > 30
    for path in paths:
        page, reader, _ = read_page(path.read_bytes(), path.name)
        assert reader == "markdown" and page.metadata.title
        check_spans(page)
        left = [line for line in lines(page) if re.search(r"\*\*|!\[|\]\[\d|^#{2}|^>|^={3}|^\[.*\]:", line)]
        assert not left, path.name
