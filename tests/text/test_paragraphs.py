"""The kind of a paragraph follows from what a reader knows, or from its form and its neighbours; pages say who made them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinwen.scheme import scheme
from xinwen.text.clean import clean
from xinwen.text.paragraphs import find_paragraphs, page_metadata

SEED = Path(__file__).parents[2] / "seeds" / "000_bb733943415e4c05.txt"
PROSE = "某芯片厂商周四公布了新的路线图，下一代产品的带宽将提高一倍，功耗保持不变。"


def kinds(*lines: str, title: str | None = None) -> list[str]:
    return [paragraph.kind for paragraph in find_paragraphs("\n".join(lines), title=title)]


def test_the_paragraphs_are_the_lines_that_are_not_empty() -> None:
    text = f"{PROSE}\n\n{PROSE}\n"
    assert [text[paragraph.start : paragraph.end] for paragraph in find_paragraphs(text)] == [PROSE, PROSE]


def test_a_short_first_line_before_prose_is_the_title() -> None:
    assert kinds("某芯片厂商公布路线图", PROSE) == ["title", "body"]
    assert kinds("谁来为算力买单？", "作者：甲乙", PROSE) == ["title", "byline", "body"]


@pytest.mark.parametrize("line", ["本报讯 今日发布。", PROSE, "下列企业入选：", "“来。”"])
def test_a_first_line_with_a_stop_is_no_title(line: str) -> None:
    assert kinds(line, PROSE)[0] == "body"


def test_a_title_that_the_page_names_is_found_below_other_lines_and_nothing_else_is_one() -> None:
    assert kinds("要闻", "某芯片厂商公布路线图", PROSE, title="某芯片厂商公布 路线图") == ["heading", "title", "body"]
    assert kinds("第一节", PROSE, title="某芯片厂商公布路线图") == ["heading", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "某某新闻记者 甲乙",
        "记者 张三 李四 报道",
        "本报记者 张三 北京报道",
        "本报记者张三",
        "作者：甲乙丙",
        "作者 | 甲乙 编辑 | 丙丁",
        "文｜甲乙",
        "撰文：某某工作室",
        "每日某某记者 张三 每日某某编辑 李四",
        "（记者 张三）",
        "By Ada Lovelace",
        "【作者 甲乙】",
        "记者 张三／台北报导",
        "〔记者张三／台北报导〕",
    ],
)
def test_a_line_that_names_the_writer_is_a_byline(line: str) -> None:
    assert kinds("标题在此", line, PROSE)[1] == "byline"


@pytest.mark.parametrize(
    "line", ["记者的一天", "本报讯", "作者已死", "文明的尺度", "记者节特稿", "编辑部的深夜", "记者问：价格还会涨吗？"]
)
def test_a_line_that_only_begins_like_a_byline_is_none(line: str) -> None:
    assert kinds("标题在此", line, PROSE)[1] != "byline"


@pytest.mark.parametrize("line", ["尾声", "AI与芯片的协同进化", "先进制程瓶颈的破解之道", "一、产能", "（小标题）GPU 之外"])
def test_a_short_line_without_a_stop_before_prose_is_a_heading(line: str) -> None:
    assert kinds(PROSE, line, PROSE)[1] == "heading"


@pytest.mark.parametrize("line", ["下列企业入选：", "第三，价格下降；", "“来。”", "——某甲，工程师", "他说，", "价格下降了吗？"])
def test_a_short_line_with_a_stop_is_body(line: str) -> None:
    assert kinds(PROSE, line, PROSE)[1] == "body"


def test_a_short_line_with_no_prose_after_it_is_body() -> None:
    assert kinds(PROSE, "记于上海") == ["body", "body"]


def test_a_heading_may_stand_over_a_heading_and_over_a_list() -> None:
    assert kinds(PROSE, "下篇", "封装", PROSE, "名单", "1. 甲公司", "2. 乙公司") == [
        "body",
        "heading",
        "heading",
        "body",
        "heading",
        "list_item",
        "list_item",
    ]


def test_verse_and_text_wrapped_by_hand_have_no_headings() -> None:
    wrapped = [
        line
        for _ in range(4)
        for line in ("某芯片厂商周四公布了新的路线", "图，下一代产品的带宽将提高一", "倍，功耗保持不变，价格不变。")
    ]
    assert "heading" not in kinds(*wrapped)


@pytest.mark.parametrize(
    "line",
    [
        "1. 甲公司",
        "2、乙公司负责封装。",
        "（三）丙公司",
        "(4) 丁公司",
        "• 戊公司",
        "- 己公司",
        "①庚公司",
        "二、坚持自主研发，不走捷径。",
    ],
)
def test_a_line_with_a_list_mark_is_a_list_item(line: str) -> None:
    assert kinds(PROSE, line, PROSE)[1] == "list_item"


@pytest.mark.parametrize(
    "line",
    [
        "第一，厂商放弃了原来的方案，采用了新的封装；",
        "1.5B参数的模型也能跑起来。",
        "2024年是转折之年。",
        "-5℃下仍能启动。",
        "3.2万亿元的市场",
    ],
)
def test_a_line_that_only_begins_with_a_number_is_body(line: str) -> None:
    assert kinds(PROSE, line)[1] == "body"


@pytest.mark.parametrize(
    "line",
    [
        "图：某厂商的新产线",
        "图1 路线图",
        "表2：各代产品对比",
        "图为发布会现场 某某社供图",
        "▲ 发布会现场",
        "（资料图）",
        "新产线 甲乙 摄",
        "图 3 封装之后",
    ],
)
def test_a_line_that_explains_a_picture_is_a_caption(line: str) -> None:
    assert kinds(PROSE, line, PROSE)[1] == "caption"


@pytest.mark.parametrize(
    "line",
    [
        "图书馆里的算力中心开始向公众开放，预约已经排到下月。",
        "图灵奖得主到访",
        "表面之下",
        "图 2 展示了两代产品的带宽",
        "图 2 左侧为旧产品。右侧的带宽高出一倍。",
    ],
)
def test_a_line_that_only_begins_like_a_caption_is_none(line: str) -> None:
    assert kinds(PROSE, line, PROSE)[1] != "caption"


def test_a_page_that_marks_its_headings_has_no_others_but_numbered_sections() -> None:
    text = "\n".join(("产能", PROSE, "另外一个选择", PROSE, "二、价格", PROSE))
    found = [paragraph.kind for paragraph in find_paragraphs(text, [(0, 2, "heading")])]
    assert found == ["heading", "body", "body", "body", "heading", "body"]


def test_more_than_two_short_lines_on_end_are_a_list_and_no_headings() -> None:
    assert kinds(PROSE, "0 – 读写", "1 – 只读", "2 – 只写", PROSE) == ["body"] * 5
    assert kinds("某芯片厂商公布路线图", "上篇", "封装", PROSE) == ["title", "heading", "heading", "body"]
    assert "heading" not in kinds(PROSE, *["短行"] * 9, PROSE)


def test_what_a_reader_knows_wins_over_the_form() -> None:
    text = f"尾声\n{PROSE}\n1. 甲公司\n{PROSE}"
    known = [(0, 2, "title"), (3, 3 + len(PROSE), "caption"), (4 + len(PROSE), 4 + len(PROSE) + 7, "body")]
    assert [paragraph.kind for paragraph in find_paragraphs(text, known)] == ["title", "caption", "body", "body"]


def test_a_known_span_that_holds_less_than_half_of_a_line_says_nothing_of_it() -> None:
    assert [paragraph.kind for paragraph in find_paragraphs(PROSE, [(0, 5, "heading")])] == ["body"]


def test_a_byline_is_one_also_where_the_reader_saw_a_paragraph() -> None:
    text = f"某某新闻记者 甲乙\n尾声\n{PROSE}"
    known = [(0, 9, "body"), (10, 12, "body"), (13, 13 + len(PROSE), "body")]
    assert [paragraph.kind for paragraph in find_paragraphs(text, known)] == ["byline", "body", "body"]


def test_the_seed_has_its_title_and_its_four_headings() -> None:
    text = clean(SEED.read_text(encoding="utf-8")).text
    found = {
        kind: [text[start:end] for start, end, of in find_paragraphs(text) if of == kind]
        for kind in ("title", "heading", "list_item")
    }
    assert found == {
        "title": ["DeepSeek R2加持，中国AI与芯片产业迎来新一轮协同进化"],
        "heading": ["DeepSeek一夜爆红", "先进制程瓶颈的破解之道", "AI与芯片的协同进化", "尾声"],
        "list_item": [],
    }


lines = st.one_of(
    st.sampled_from([PROSE, "尾声", "作者：甲", "1. 甲", "图：甲", "", "记者 张三"]),
    st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), max_size=30),
)
spans = st.tuples(st.integers(0, 60), st.integers(1, 40), st.sampled_from(["heading", "body", "code", "list_item"]))


@given(st.lists(lines, max_size=8), st.lists(spans, max_size=4))
def test_the_paragraphs_cover_all_that_is_not_blank_and_have_a_kind_of_the_scheme(
    parts: list[str], known: list[tuple[int, int, str]]
) -> None:
    text = "\n".join(parts)
    paragraphs = find_paragraphs(text, sorted((start, start + size, kind) for start, size, kind in known))
    assert [text[paragraph.start : paragraph.end] for paragraph in paragraphs] == [part for part in parts if part.strip()]
    assert {paragraph.kind for paragraph in paragraphs} <= set(scheme().sentence_kinds)


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("", "声明：本文仅代表作者观点，不代表某网立场。", {"publisher": "某网"}),
        ("", "声明：本文仅代表作者观点，不代表本站立场。", {}),
        (
            "2025-06-12 10:33 来源：某某日报 作者：甲乙",
            "",
            {"date": "2025-06-12T10:33:00", "publisher": "某某日报", "author": "甲乙"},
        ),
        ("2025年6月12日\n来源：某某日报", "", {"date": "2025-06-12", "publisher": "某某日报"}),
        ("某某新闻记者 甲乙", "", {"author": "甲乙", "publisher": "某某新闻"}),
        ("", "- MOUMOU -\n原文标题 ： 国产替代进入深水区", {"signature": "MOUMOU", "original_title": "国产替代进入深水区"}),
        ("", "via: https://example.com\n作者：[Some Body][a]\n译者：[某丙](https://example.com/c)", {"author": "Some Body"}),
        ("", "图片来源：某图库\nEND", {}),
        ("来源：某某日报\n来源：某某晚报", "", {}),
        ("2025-13-40 10:00", "", {}),
        ("", "", {}),
    ],
)
def test_a_page_is_taken_at_its_word_and_no_further(before: str, after: str, found: dict[str, str]) -> None:
    assert page_metadata(f"{before}\n{PROSE}\n{PROSE}\n{after}\n") == found


def test_an_editor_is_no_author_and_what_a_paper_calls_itself_no_publisher() -> None:
    assert page_metadata(f"路线图公布\n{PROSE}\n（责任编辑：甲乙）\n") == {}
    assert page_metadata(f"路线图公布\n本报记者 张三\n{PROSE}\n") == {"author": "张三"}


def test_the_date_of_a_wire_report_is_its_dateline() -> None:
    assert page_metadata(f"某某社北京2025年6月1日电（记者 张三）{PROSE}")["date"] == "2025-06-01"


def test_a_date_in_the_news_is_not_the_date_of_the_page() -> None:
    assert page_metadata(f"2024年3月1日，{PROSE}\n{PROSE}") == {}
