"""Triggers: which rules are worth trying; and that no rule is passed over that would have found something."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from xinwen.labellers.cues import CueScan, cue_pattern, cue_tables, cue_words, has_cue
from xinwen.labellers.gazetteer import packaged_gazetteer
from xinwen.labellers.numbers import NUMBER_RULES, find_numbers
from xinwen.labellers.patterns import PATTERN_RULES
from xinwen.labellers.persons import PERSON_RULES
from xinwen.labellers.triggers import Triggers

STRINGS = st.text("ab中美", min_size=1, max_size=3)
PLACES_AND_FIRMS = "江苏 省 无锡 市 中 美 对 华 出口 两国 7nm 纳米 N3 A16 制程 《 》 法案 滨海 科技 有限公司 有限责任公司"
PERSONS = "记者 文 ： 林远舟 总裁 工程师 表示 称， Anna Lindqvist J. 说 帕特 · • 基辛格 ， 。"
PIECES = [*PLACES_AND_FIRMS.split(), *PERSONS.split(), " "]
COUNTED = "2 20 19 3,000 0.5 １２ 零 一 两 三 十 百 千 万 亿 数 几 半 余 多 年 月 日 内 号 天 个月 小时 分 秒 点 岁 元 台 % 米"
AROUND = "约 超过 连续 为期 涨到 跌了 共 达 从 满 比 年龄 每 之 左右 还不 以上 ， 。 第 前 腊月 廿 分之 / - × : 案 国 连 番"
NUMBER_PIECES = [*COUNTED.split(), *AROUND.split(), " "]


@given(st.lists(st.lists(STRINGS, max_size=4), min_size=1, max_size=5).filter(any), st.text("ab中美x", max_size=12))
@settings(max_examples=60, deadline=None)
def test_a_rule_fires_where_one_of_its_strings_stands(rules: list[list[str]], text: str) -> None:
    triggers = Triggers([(number, strings) for number, strings in enumerate(rules)])
    due = [number for number, strings in enumerate(rules) if not strings or any(s in text for s in strings)]
    assert list(triggers.fired(text)) == due


@given(st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
@example("总裁Anna Lindqvist表示")
@example("中美两国")
@example("记者：林远舟")
@settings(max_examples=150, deadline=None)
def test_a_rule_finds_nothing_without_its_strings(text: str) -> None:
    for rule, strings in (*PATTERN_RULES, *PERSON_RULES):
        if list(rule(text, packaged_gazetteer())):
            assert any(string in text for string in strings)


@given(st.lists(st.sampled_from(NUMBER_PIECES), max_size=9).map("".join))
@example("连续5日")
@example("三日内")
@example("一年零3 个月")
@example("卖出20199")
@example("涨到二十。")
@example("腊月廿")
@settings(max_examples=150, deadline=None)
def test_a_rule_of_numbers_finds_nothing_without_its_strings(text: str) -> None:
    for rule, strings in NUMBER_RULES:
        if found := list(rule(text)):
            assert not strings or any(string in f"{text}\n" for string in strings)
            assert find_numbers(text)[0].start <= found[0].start


CUE_PIECES = sorted({piece for table in cue_tables() for cue in cue_words(table) for piece in re.findall("[\u4e00-\u9fff]+", cue)})


@given(st.lists(st.sampled_from(CUE_PIECES) | st.text("的，x", max_size=2), max_size=6).map("".join))
@settings(max_examples=150)
def test_a_scan_misses_no_table_with_a_cue_in_the_text(text: str) -> None:
    told = CueScan(*cue_tables()).tables(text)
    assert told >= {table for table in cue_tables() if has_cue(text, table)}


@given(st.lists(st.sampled_from(CUE_PIECES) | st.text("的，x", max_size=2), max_size=6).map("".join))
@example("第三种说法是")
@example("更好")
@settings(max_examples=60)
def test_a_pattern_finds_a_cue_wherever_one_of_its_expressions_does(text: str) -> None:
    for table in cue_tables():
        found = {at for at in range(len(text)) if cue_pattern(table).match(text, at)}
        assert found == {at for at in range(len(text)) if any(re.compile(cue).match(text, at) for cue in cue_words(table))}


def test_a_scan_leaves_out_tables_without_a_cue_in_the_text() -> None:
    assert CueScan("forecast", "rumour", "past").tables("新厂有望投产") == {"forecast"}
