"""Page furniture falls, and whatever only resembles it stays."""

from __future__ import annotations

import re
import timeit
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinwen.text.alignment import apply_edits
from xinwen.text.furniture import Rule, find_furniture, is_prose, rules

FIXTURES = Path(__file__).parents[1] / "fixtures" / "text"
PAGES = sorted(FIXTURES.glob("furniture_*.page"))
FIRST = "某芯片厂商周四公布了新的路线图，下一代产品的带宽将提高一倍，功耗保持不变。"
LAST = "分析人士说，真正的考验在量产以后才会到来，眼下的样品说明不了什么问题。"
PROSE = (FIRST, LAST, "厂商的股价当天上涨了百分之六，成交量是前一日的两倍多，散户的热情不减。")
PLACES = {"anywhere": "hmt", "edges": "ht", "head": "h", "tail": "t", "end": "t"}


def cleaned(text: str) -> str:
    return apply_edits(text, find_furniture(text))


def page(line: str, place: str) -> str:
    """A page with ``line`` in its head, between its prose or in its tail."""
    lines = {"h": [line, FIRST, LAST], "m": [FIRST, line, LAST], "t": [FIRST, LAST, line]}[place]
    return "\n".join(lines) + "\n"


def examples(kind: str) -> list[object]:
    return [pytest.param(rule, line, id=f"{rule.name}: {line[:20]}") for rule in rules() for line in getattr(rule, kind)]


@pytest.mark.parametrize(("rule", "line"), examples("removes"))
def test_every_form_falls_where_it_counts_and_stays_between_prose_otherwise(rule: Rule, line: str) -> None:
    for place in "hmt":
        gone = line not in cleaned(page(line, place))
        if place in PLACES[rule.where]:
            assert gone, f"{line} stays in {place}"
        elif place == "m" and line[-1] not in "）)】]>":
            assert not gone, f"{line} falls between prose"


@pytest.mark.parametrize(("rule", "line"), examples("keeps"))
@pytest.mark.parametrize("place", ["h", "m", "t"])
def test_what_only_resembles_a_form_stays_wherever_it_stands(rule: Rule, line: str, place: str) -> None:
    assert cleaned(page(line, place)) == page(line, place)


def test_every_rule_is_named_once_and_has_examples_of_both_kinds() -> None:
    assert len({rule.name for rule in rules()}) == len(rules())
    assert all(rule.removes and rule.keeps and rule.where in PLACES for rule in rules())
    assert all(re.compile(rule.pattern, re.VERBOSE) for rule in rules())


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_exactly_the_marked_lines_of_a_page_fall(path: Path) -> None:
    marked = path.read_text(encoding="utf-8").splitlines()
    text = "".join(f"{line[2:]}\n" for line in marked)
    assert [line for line in cleaned(text).splitlines() if line.strip()] == [line[2:] for line in marked if line[0] == " "]


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("产能已经恢复到九成以上，公司说。【来源：某某社】", "产能已经恢复到九成以上，公司说。"),
        ("产能已经恢复到九成以上，公司说。（来源：某某社）（责任编辑：甲某）", "产能已经恢复到九成以上，公司说。"),
        ("产能已经恢复到九成以上，公司说。（编辑 甲某）", "产能已经恢复到九成以上，公司说。"),
        ('公司说，产能<a href="/tag/1">已经恢复</a>到九成以上。', "公司说，产能已经恢复到九成以上。"),
        ('产能已经恢复到九成以上。<cite id="x1"></cite>', "产能已经恢复到九成以上。"),
        ("散热问题终于解决了。) h3 f* m& K( q1 z+ R", "散热问题终于解决了。"),
    ],
)
def test_the_end_of_a_line_that_is_no_text_is_cut_off(line: str, left: str) -> None:
    assert cleaned(f"{FIRST}\n{line}\n{LAST}\n") == f"{FIRST}\n{left}\n{LAST}\n"


@pytest.mark.parametrize(
    "line",
    [
        "公司的成本下降到六百万美元（来源说明见附录三，数字未经审计。）",
        "在网页里写<b>加粗</b>和<div>分块</div>，是每个前端工程师的第一课。",
        "当a<b而b<c时，a<c成立，编译器据此省掉一次比较。",
        "他在编辑部（三楼）等了一夜。",
        "模型支持<think>标签，推理过程写在里面。",
    ],
)
def test_brackets_and_bare_tags_of_the_article_stay(line: str) -> None:
    assert cleaned(f"{FIRST}\n{line}\n{LAST}\n") == f"{FIRST}\n{line}\n{LAST}\n"


def test_short_fragments_fall_after_a_comment_form_and_stay_without_one() -> None:
    fragments = "某某科技网\nx\n最新榜单\n"
    assert cleaned(f"{FIRST}\n{LAST}\n{fragments}") == f"{FIRST}\n{LAST}\n{fragments}"
    assert cleaned(f"{FIRST}\n{LAST}\n发表评论\n{fragments}") == f"{FIRST}\n{LAST}\n"


def test_a_sentence_after_a_comment_form_stays() -> None:
    assert LAST in cleaned(f"{FIRST}\n发表评论\n暂无评论\n{LAST}\n")


def test_a_page_of_furniture_alone_may_become_empty() -> None:
    assert cleaned("订阅\n发表评论\n暂无评论\n责任编辑：甲某\n粤公网安备 12345678901234号") == ""


def test_line_ends_of_all_kinds_go_with_their_line() -> None:
    assert cleaned(f"订阅\r\n{FIRST}\r\n\u3000\u3000发表评论\u2028") == f"{FIRST}\r\n"


def test_half_width_punctuation_is_let_in() -> None:
    assert cleaned(f"{FIRST}\n{LAST}\n责任编辑:甲某\n0条评论,0人参与\n来源:某某网\n") == f"{FIRST}\n{LAST}\n"


def test_traditional_furniture_falls_from_a_simplified_page() -> None:
    assert cleaned(f"{FIRST}\n{LAST}\n來源：某某网\n延伸閱讀：存储涨价潮\n責任編輯：甲某\n") == f"{FIRST}\n{LAST}\n"
    assert cleaned(f"{FIRST}\n來源不明的芯片\n{LAST}\n") == f"{FIRST}\n來源不明的芯片\n{LAST}\n"


KEYWORDS = "某某资讯网 国产芯片品牌排行 在线阅读 最新芯片大全"


@pytest.mark.parametrize("title", ["缺水记", "首款存算芯片流片成功"])
def test_a_copy_of_the_title_and_the_keywords_above_it_fall(title: str) -> None:
    assert cleaned(f"{title}\n\n{title}\n{FIRST}\n") == f"{title}\n\n{FIRST}\n"
    assert cleaned(f"{title}\n{KEYWORDS}\n订阅\n{title}\n{FIRST}\n") == f"{title}\n{FIRST}\n"


@pytest.mark.parametrize(
    "head",
    [
        f"缺水记\n{KEYWORDS}",
        "缺水记\n尾声\n缺水记",
        "首款存算芯片流片成功\n甲公司 乙公司 丙公司\n尾声",
        "缺水记\n甲公司，乙公司 丙公司 丁公司 戊公司\n缺水记",
    ],
)
def test_keywords_and_short_lines_elsewhere_stay(head: str) -> None:
    assert cleaned(f"{head}\n{FIRST}\n") == f"{head}\n{FIRST}\n"


def test_titles_that_differ_in_a_number_or_a_word_are_not_repeats() -> None:
    text = f"首款存算芯片R1流片成功\n首款存算芯片R2流片成功\n{FIRST}\n"
    assert cleaned(text) == text


@pytest.mark.parametrize(
    "line",
    [
        "订阅 " * 5000,
        "（来源：" * 5000,
        "首页 | " * 5000,
        "<a href=" * 5000,
        "- " * 5000,
        "国产精品" * 5000,
        "a b" * 5000,
        "1 2 " * 5000,
        "编辑：甲 " * 5000,
        "•" * 9000 + "甲",
    ],
)
def test_the_cost_of_a_hostile_line_grows_with_its_length(line: str) -> None:
    assert timeit.timeit(lambda: find_furniture(f"{FIRST}\n{line}\n{LAST}\n{line}"), number=1) < 1


furniture_lines = st.sampled_from([line for rule in rules() for line in (*rule.removes, *rule.keeps)])
prose_lines = st.sampled_from(PROSE)
SHORT = ["", "尾声", "某某网 甲公司 乙公司 丙公司", "缺水记", "首款存算芯片流片成功", "首款存算?芯片流片成?", "1. 甲公司", "x"]
other_lines = st.one_of(st.text(max_size=30), st.sampled_from(SHORT))
pages = st.lists(st.one_of(furniture_lines, prose_lines, other_lines), max_size=14).map("\n".join)


@given(st.one_of(st.text(), pages))
def test_a_second_run_finds_nothing_more(text: str) -> None:
    assert find_furniture(cleaned(text)) == []


@given(pages)
def test_no_line_of_prose_is_ever_removed(text: str) -> None:
    before = [line for line in map(str.strip, text.splitlines()) if is_prose(line) and line in PROSE]
    after = [line for line in map(str.strip, cleaned(text).splitlines()) if line in PROSE]
    assert after == before


@given(st.one_of(st.text(), pages))
def test_edits_are_ascending_deletions_that_do_not_overlap(text: str) -> None:
    edits = find_furniture(text)
    assert all(edit.replacement == "" and edit.start < edit.end for edit in edits)
    assert all(one.end <= other.start for one, other in pairwise(edits))
