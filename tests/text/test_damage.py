"""Torn GBK bytes are restored where what is left determines them, reported where it does not, and never imagined."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinwen.text.alignment import apply_edits
from xinwen.text.clean import clean
from xinwen.text.damage import find_damage
from xinwen.text.pinyin import find_pinyin

FIXTURES = Path(__file__).parents[1] / "fixtures" / "text"
PIECES = ["?yǒng)硭\ue18eā啡", "\ue123", "，F(xiàn)in", "織(zhī)l"]
PIECES += ["因?yàn)橹忻揽萍疾", "?guó)", "冗M(jìn)", "?，F(xiàn)", "國(guó)", "ÎÒ¸ú£¬", "A", "。", "?"]
SEEDS = Path(__file__).parents[2] / "seeds"


def restored(text: str) -> tuple[str, list[str]]:
    edits, lost = find_damage(text)
    return apply_edits(text, edits), [text[start:end] for start, end in lost]


def torn(text: str, *readings: str) -> str:
    """``text`` as a mirror leaves it that writes readings into GBK bytes without regard to characters."""
    data = text.encode("gbk")
    for reading in readings:
        code = reading[0].encode("gbk")
        data = data.replace(code, code + reading[1:].encode("gbk"))
    shown, at = "", 0
    while at < len(data):
        size = 1 if data[at] < 0x80 else 2
        pair = data[at : at + size]
        shown += "?" if size == 2 and pair[1:] < b"\x40" else pair.decode("gbk")
        at += size
    return shown


def test_the_torn_fixture_is_restored_but_for_one_unknown_character() -> None:
    raw = (FIXTURES / "torn-bytes.txt").read_text(encoding="utf-8")
    text, lost = restored(raw)
    assert apply_edits(text, find_pinyin(text)) == (FIXTURES / "torn-bytes.want.txt").read_text(encoding="utf-8")
    assert lost == ["?"]


def test_the_byte_before_a_reading_realigns_the_run_behind_it() -> None:
    raw = torn("因為中美先進技術", "驗(yàn)", "進(jìn)")
    assert raw == "因?yàn)橹忻老冗M(jìn)技術"
    assert restored(raw) == ("因為中美先進(jìn)技術", [])


def test_a_lost_last_byte_costs_the_last_character_of_the_run() -> None:
    assert restored("因?yàn)橹忻揽萍疾") == ("因為中美科技疾", ["疾"])


def test_an_unknown_first_character_keeps_its_place_and_is_reported() -> None:
    assert restored("“正?！毕冗M(jìn)的") == ("“正?”先進(jìn)的", ["?"])
    assert restored("激發(fā)?，F(xiàn)在") == ("激發(fā)?現(xiàn)在", ["?"])
    assert restored("他說冗M(jìn)") == ("他說冗進(jìn)", ["冗"])


def test_a_lone_character_is_restored_when_the_page_annotates_one_with_its_reading() -> None:
    assert restored("中國(guó)企業和中?guó)市場") == ("中國(guó)企業和中國市場", [])
    assert restored("中?guó)市場") == ("中?guó)市場", ["?guó)"])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("自?yǒng)硭ā啡菰S可", "?yǒng)硭ā啡菰S"),  # a character of the run is gone: what is left decodes to 來栓》容許
        ("股東的?xū)v(lì)，並稱", "?xū)v(lì)"),
        ("數?lù)蠖嚯b是弱監督", "?lù)蠖嚯b"),
        ("他回?zhēn)洠暗盅旱氖陱?cóng)手機", "?zhēn)洠暗盅旱氖陱?cóng)"),
    ],
)
def test_a_run_that_is_not_certain_is_left_and_reported_to_its_last_byte(text: str, left: str) -> None:
    assert restored(text) == (text, [left])


def test_the_second_byte_of_a_lost_character_is_reported_with_it() -> None:
    assert restored("登門的客?tuì)簟?\n") == ("登門的客戶簟?\n", ["簟?"])
    assert restored("半節?jiàn)嘣?8納米") == ("半節距嘣?8納米", ["嘣?"])
    assert restored("審?chè)洠?F在要審") == ("審貨洠?F在要審", ["洠?F"])


def test_a_reading_that_a_shifted_character_drew_in_is_part_of_the_run() -> None:
    assert restored("客?tuì)簦織(zhī)l文沒有") == ("客戶？條文沒有", [])


def test_a_latin_word_that_drew_a_reading_in_keeps_its_letter_and_the_mark_before_it() -> None:
    assert restored("製程，F(xiàn)inFET還在") == ("製程，FinFET還在", [])


def test_private_use_characters_in_a_shifted_run_are_bytes_of_it() -> None:
    assert clean("這裡有《自?yǒng)硭\ue18eā啡菰S(xǔ)這樣做。").text == "这里有《自来水法》容许这样做。"
    done = clean("這批數?lù)\ue123瑻啪\ue000嘣")
    assert not set(done.text) & {"\ue123", "\ue000"} and done.damaged
    assert clean("芯\ue123片").removed_by_step() == {"controls": 1}


def test_garbage_that_cannot_be_realigned_is_reported_to_its_end() -> None:
    text, lost = restored("市處?kù)锻?凰?骄 上")
    assert text == "市處?kù)锻?凰?骄 上"
    assert "".join(lost).startswith("?kù)锻")


def test_gbk_read_as_latin_1_is_decoded() -> None:
    sentence = "芯片产业，我跟大家说"
    assert restored(sentence.encode("gb2312").decode("latin-1") + "!") == (sentence + "!", [])


@pytest.mark.parametrize(
    "text",
    [
        "真的吗？当然！",
        "真的吗?当然!AI芯片?是的,A股也涨了",
        "你好吗?！现在A股上涨",
        "为什么?，因为芯片",
        "What is this? (yes) Really?",
        "因? 我不知道",
        "“×××××”····±±±±",
        "Ænær Þórður, señor à côté",
        "价格?(guess)也许",
        "DNA(dna)和M(m)是单位",
    ],
)
def test_undamaged_text_is_left_alone(text: str) -> None:
    assert find_damage(text) == ([], [])


@pytest.mark.parametrize("seed", ["000_*", "004_*"])
def test_the_seeds_hold_no_damage(seed: str) -> None:
    assert find_damage(next(SEEDS.glob(seed)).read_text(encoding="utf-8")) == ([], [])


@given(
    st.text(st.one_of(st.sampled_from("國?)(？ān jìM，！"), st.characters(exclude_categories=())), max_size=60)
    | st.lists(st.sampled_from(PIECES)).map("".join)
)
def test_edits_and_lost_spans_ascend_inside_the_text_and_do_not_overlap(text: str) -> None:
    edits, lost = find_damage(text)
    for spans in ([(e.start, e.end) for e in edits], lost, sorted([*((e.start, e.end) for e in edits), *lost])):
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(a[1] <= b[0] for a, b in pairwise(spans))


@pytest.mark.parametrize("text", ["國?" * 100_000, "國?jìn)" + "國" * 400_000, "國M(jìn)" * 40_000, ("?" + "国" * 398) * 500])
def test_hostile_text_takes_linear_time(text: str) -> None:
    start = time.process_time()
    find_damage(text)
    assert time.process_time() - start < 3


def test_a_run_of_latin_1_is_decoded_whatever_blanks_or_marks_stand_beside_it() -> None:
    assert restored("\xa0¡¢°¡")[0] == "\xa0、啊"
    assert restored("£¬Ð¾Æ¬\xa0°¡\x85£¬")[0] == "，芯片\xa0啊\x85，"


def test_a_replacement_character_goes_and_the_characters_beside_it_are_reported() -> None:
    assert restored("芯片\ufffd\ufffd发展") == ("芯片发展", ["片", "发"])
    assert restored("\ufffd\n") == ("\n", [])


def test_a_reading_at_replacement_characters_is_a_tear_like_one_at_a_question_mark() -> None:
    assert restored("因\ufffdyàn)橹忻老冗M(jìn)技術") == ("因為中美先進(jìn)技術", [])


def test_bytes_of_gbk_that_show_as_soft_hyphens_reach_the_decoder() -> None:
    sentence = "芯片产业，我跟大家说，这是个发展的时代"
    shown = sentence.encode("gbk").decode("latin-1")
    done = clean(f"{shown}\xad" + "次次".encode("gbk").decode("latin-1"))
    assert "\xad" not in done.text and done.text.startswith(sentence)
    assert clean("AI\u00ad芯片\x9f").removed_by_step() == {"controls": 2}
    assert clean("芯片\ufffd发展").removed_by_step() == {"damage": 1}
    assert clean("芯片\ufffd发展").damaged == ((1, 3),)
