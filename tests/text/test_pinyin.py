"""Injected pinyin is found in every dialect, and brackets that an author wrote stay."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinwen.text.alignment import apply_edits
from xinwen.text.pinyin import find_pinyin

FIXTURES = Path(__file__).parents[1] / "fixtures" / "text"
PIECES = ["國(guó)", "進(jìn)", "我(wǒ )", "重(chóng)", "動(dong)", "(guó)", "业(yè)", "（guó）", "。", "囧"]
SEEDS = Path(__file__).parents[2] / "seeds"


def stripped(text: str) -> str:
    return apply_edits(text, find_pinyin(text))


@pytest.mark.parametrize(
    "defect",
    [
        "injected-pinyin-toned",
        "injected-pinyin-blank-inside",
        "injected-pinyin-toneless",
        "injected-pinyin-toneless-simplified",
        "injected-pinyin-first-reading",
        "genuine-brackets-on-a-polluted-page",
    ],
)
def test_a_fixture_is_cleaned_exactly(defect: str) -> None:
    raw = (FIXTURES / f"{defect}.txt").read_text(encoding="utf-8")
    assert stripped(raw) == (FIXTURES / f"{defect}.want.txt").read_text(encoding="utf-8")


def test_the_polluted_seed_loses_all_352_readings_and_no_other_bracket() -> None:
    text = next(SEEDS.glob("000_*")).read_text(encoding="utf-8")
    edits = find_pinyin(text)
    assert len(edits) == 352
    assert len(apply_edits(text, edits)) == 2711
    assert "(600萬美元)" in stripped(text) and "(2000塊)" in stripped(text)


def test_the_simplified_seed_is_left_alone() -> None:
    assert find_pinyin(next(SEEDS.glob("004_*")).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("polluted", "clean"),
    [
        ("這三個突破性進(jìn)展標(biāo)志著中國(guó)AI產(chǎn)業(yè)", "這三個突破性進展標志著中國AI產業"),
        ("中國(guó)芯片", "中國芯片"),
        ("中國(ɡuó)芯片", "中國芯片"),
        ("網絡(luò )", "網絡"),
        ("花( huā)園", "花園"),
        ("成本(600萬(wàn)美元)", "成本(600萬美元)"),
        ("國（guó）產（chǎn）", "國產"),
        ("國(guó)(guó)產", "國產"),
        ("國(guó)(Guo)產", "國(Guo)產"),
        ("我們(men)對(duì)國(guó)產(chǎn)的信心", "我們對國產的信心"),
        ("進(jìn)口的\U00020bb7(jí)野家與國(guó)產", "進口的\U00020bb7野家與國產"),
        ("中国(guó)AI与芯片产(chǎn)业(yè)迎来新一轮进(jìn)化,标(biāo)志", "中国AI与芯片产业迎来新一轮进化,标志"),
    ],
)
def test_short_polluted_texts_are_cleaned(polluted: str, clean: str) -> None:
    assert stripped(polluted) == clean


@pytest.mark.parametrize(
    "text",
    [
        "龜(qiū)茲是古國",
        "昆仑(kunlun)芯",
        "一千克(g)",
        "芯片(chip)",
        "厄尔尼诺(niño)",
        "重(chóng)庆",
        "囧(jiǒng)是一个字",
        "子弹（dàn）飞过",
        "单(shàn)于和吐蕃(bō)",
        "龐(páng)統是三國時人",
        "宫(gong)商(shang)角(jue)徵(zhi)羽(yu)",
        "阴(yin)、阳(yang)",
        "元(yuan)",
        "陈(chen)先生与李(li)先生",
        "床(chuáng)前(qián)明(míng)月(yuè)光(guāng),疑(yí)是(shì)地(dì)上(shàng)霜(shuāng)",
        "舉(jǔ)頭(tóu)望(wàng)明(míng)月(yuè),低(dī)頭(tóu)思(sī)故(gù)鄉(xiāng)",
        "小草(cǎo)从地下探(tàn)出头(tóu)来,国(guó)家",
        "國字在這裡讀國(guó),國家的國,愛國的國",
    ],
)
def test_genuine_brackets_stay(text: str) -> None:
    assert find_pinyin(text) == []


@given(
    st.text(
        st.one_of(st.sampled_from("國龜我产()（） ūóguóqiū"), st.characters(exclude_categories=())),
        max_size=60,
    )
    | st.lists(st.sampled_from(PIECES)).map("".join)
)
def test_a_cleaned_text_is_clean(text: str) -> None:
    edits = find_pinyin(text)
    assert all(a.end <= b.start for a, b in pairwise(edits))
    assert find_pinyin(apply_edits(text, edits)) == []


@pytest.mark.parametrize("text", ["國(" * 200_000, "國(" + "a" * 400_000, "國(" + " " * 400_000, "國" + "(guó)" * 80_000])
def test_hostile_text_takes_linear_time(text: str) -> None:
    start = time.process_time()
    find_pinyin(text)
    assert time.process_time() - start < 2


def test_a_character_that_conversion_changes_in_some_words_only_is_of_the_annotated_kind() -> None:
    raw = "過(guò)去中國(guó)的產(chǎn)業(yè)沿著(zhù)這條路,瞭(liǎo)解發(fā)展"
    assert "(" not in apply_edits(raw, find_pinyin(raw))
