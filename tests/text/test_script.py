"""Traditional paragraphs become Simplified, character for character; everything else stays."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from xinwen.text.alignment import apply_edits
from xinwen.text.pinyin import find_pinyin
from xinwen.text.script import script_of, simplify, to_simplified

FIXTURES = Path(__file__).parents[1] / "fixtures" / "text"
SEEDS = Path(__file__).parents[2] / "seeds"
NAMES = Path(__file__).parents[2] / "src" / "xinwen" / "text" / "data" / "names.txt"


def zhu_words(kind: str) -> list[str]:
    lines = (FIXTURES / "zhu-words.tsv").read_text(encoding="utf-8").splitlines()
    return [word for line in lines for label, word in [line.split("\t")] if label == kind]


@pytest.mark.parametrize("defect", ["converted-without-pinyin", "converted-words-stay"])
def test_a_fixture_is_converted_exactly(defect: str) -> None:
    raw = (FIXTURES / f"{defect}.txt").read_text(encoding="utf-8")
    assert simplify(raw) == (FIXTURES / f"{defect}.want.txt").read_text(encoding="utf-8")


def test_the_polluted_seed_reads_as_mainland_text() -> None:
    raw = next(SEEDS.glob("000_*")).read_text(encoding="utf-8")
    text = simplify(apply_edits(raw, find_pinyin(raw)))
    assert (text.count("昇腾"), text.count("升腾")) == (2, 0)
    assert (text.count("标志着"), text.count("意味着"), text.count("显著")) == (2, 1, 2)
    assert script_of(text) == "Hans" and script_of(raw) == "Hant"


def test_a_simplified_page_is_never_converted() -> None:
    text = next(SEEDS.glob("004_*")).read_text(encoding="utf-8")
    assert simplify(text) == text
    assert simplify("华为昇腾、昇思与乾照光电的后台,魏徵和商於之地") == "华为昇腾、昇思与乾照光电的后台,魏徵和商於之地"


def test_only_the_traditional_paragraphs_of_a_mixed_page_are_converted() -> None:
    assert simplify("这是简体的段落,讨论《國語》一书。\n這是繁體的段落,討論著發展。\n著名作家") == (
        "这是简体的段落,讨论《國語》一书。\n这是繁体的段落,讨论着发展。\n著名作家"
    )


def test_a_short_paragraph_without_evidence_follows_the_one_before_it() -> None:
    assert simplify("這個問題與發展\n看著他") == "这个问题与发展\n看着他"
    assert simplify("这个问题与发展\n看著他") == "这个问题与发展\n看著他"


def test_a_protected_name_is_kept_only_where_the_raw_text_had_its_character() -> None:
    assert simplify("華為昇騰與升騰的氣體,歌舞昇平") == "华为昇腾与升腾的气体,歌舞升平"


def test_every_protected_name_is_needed_and_kept() -> None:
    names = [line for line in NAMES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    to_raw, back = OpenCC("s2tw"), OpenCC("tw2s")
    assert len(names) >= 30
    for name in names:
        raw = "".join(c if to_simplified(c) != c else to_raw.convert(c) for c in name)
        assert back.convert(raw) != name, f"OpenCC leaves {name} right"
        assert simplify(f"關於{raw}的報導") == f"关于{name}的报导"


@pytest.mark.parametrize("word", zhu_words("kept"))
def test_writing_keeps_zhu(word: str) -> None:
    assert "着" not in simplify(word)


@pytest.mark.parametrize("word", zhu_words("particle"))
def test_the_particle_becomes_zhe(word: str) -> None:
    assert "著" not in simplify(word)


def test_zhe_in_the_raw_text_is_never_touched() -> None:
    assert simplify("這裡寫着名作,顯着") == "这里写着名作,显着"


def test_the_traditional_character_that_opencc_leaves_becomes_simplified() -> None:
    assert simplify("他們揹著債務，把產業揹在身上") == "他们背着债务，把产业背在身上"
    assert simplify("这里写的是揹字，国产业") == "这里写的是揹字，国产业"


@pytest.mark.parametrize(
    ("text", "script"),
    [("國際", "Hant"), ("国际", "Hans"), ("国際", "mixed"), ("AI 2025", "none"), ("", "none"), ("后里乾著", "none")],
)
def test_the_script_is_told_from_characters_of_one_script_only(text: str, script: str) -> None:
    assert script_of(text) == script


@given(
    st.text(
        st.one_of(st.sampled_from("國际著着昇騰乾後后於徵麼\n\r\0\ud800、《》於"), st.characters(exclude_categories=())),
        max_size=60,
    )
)
def test_the_length_never_changes_and_a_second_pass_changes_nothing(text: str) -> None:
    once = simplify(text)
    assert len(once) == len(text)
    assert simplify(once) == once


def test_a_nul_or_a_lone_surrogate_does_not_stop_the_conversion() -> None:
    assert simplify("國際\0產業\ud800標準") == "国际\0产业\ud800标准"


@pytest.mark.parametrize("text", ["著" * 60_000, "國\n" * 100_000, "於" * 300_000])
def test_hostile_text_takes_linear_time(text: str) -> None:
    start = time.process_time()
    simplify(text)
    assert time.process_time() - start < 3


def test_of_hard_clauses_with_zhu_at_most_three_in_a_hundred_are_wrong() -> None:
    lines = (FIXTURES / "zhu-clauses.txt").read_text(encoding="utf-8").splitlines()[1:]
    raw = OpenCC("s2tw").convert("\n".join(lines)).replace("着", "著")
    made = simplify("這個產業與國際學術機構發展關係\n" + raw).splitlines()[1:]
    wrong = [want for got, want in zip(made, lines, strict=True) if re.findall("[著着]", got) != re.findall("[著着]", want)]
    assert len(wrong) <= 0.03 * len(lines), wrong
