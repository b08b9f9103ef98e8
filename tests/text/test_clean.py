"""The chain of steps: a full account of every character, and nothing left to do the second time."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xinwen.text.alignment import Edit, Edits
from xinwen.text.clean import STEPS, CleanText, Finding, clean
from xinwen.text.furniture import rules

#: Arbitrary Unicode, lone surrogates included, mixed with the material that the steps look for.
_PIECES = st.sampled_from(
    [
        "國(guó)",
        "标(biao)志",
        "標(biāo)志著",
        "\x00",
        "�",
        "é",
        "\u200b",
        "👩\u200d👩",
        "𠮷",
        "\n",
        "\r\n",
        " ",
        "\u3000",
        "，",
        ",",
        "。",
        "订阅",
        "扫码关注公众号",
        "声明：",
        "【来源：新华社】",
        "QQ：3386405712",
        "?，F(xiàn)在",
        "昇騰",
        "著名",
        "“",
        "”",
        "（",
        "）",
        "A",
        "1",
        "·",
        "ÚÀ£¬",
        "Ａ",
        "１．５％",
        "冗Ｍ(jìn)",
        "微信abc_1234",
    ]
)
#: Lines that come near to furniture, for what one step makes of them may be something to another.
_LINES = st.sampled_from(
    [line for rule in rules() for line in (*rule.removes, *rule.keeps)]
    + [
        "昇腾芯片是一种国产的人工智能处理器，发布于二〇一八年的秋天。",
        "這是一句很長(cháng)的正文，說明國(guó)產(chǎn)芯片的進(jìn)展，一點(diǎn)也不短。",
    ]
)
_BETWEEN = st.sampled_from(
    ["", "", " ", "  ", "\u3000", "\xa0", "\n", "\n", "\r\n", "<b class=x>", "</b>", "【来源：新华社】", "e\u0301", "："]
)
ANY_TEXT = st.one_of(
    st.text(st.characters(), max_size=60),
    st.lists(st.one_of(_PIECES, st.text(st.characters(), max_size=3)), max_size=25).map("".join),
)


@st.composite
def torn_pages(draw: st.DrawFn) -> str:
    """Lines, some of them cut in two, with something between the pieces."""
    pieces = []
    for line in draw(st.lists(st.one_of(_LINES, _PIECES), max_size=8)):
        at = draw(st.integers(0, len(line)))
        pieces += [line[:at], draw(_BETWEEN), line[at:], draw(st.one_of(st.just("\n"), _BETWEEN))]
    return "".join(pieces)


def accounted(done: CleanText) -> None:
    """Characters in = kept + removed by a named step; characters out = kept + inserted by a named step."""
    kept = int(done.alignment.length.sum())
    assert len(done.raw) == kept + sum(done.removed_by_step().values())
    assert len(done.text) == kept + sum(run.end_char - run.start_char for run in done.inserted)
    assert {run.step for run in (*done.removed, *done.inserted)} <= set(STEPS)
    runs = sorted((run.raw_start, run.raw_end) for run in done.removed)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(runs))


@given(ANY_TEXT)
@example("\x00國(guó)\ud800")
@example("e\u0301\u0301 \u0344\u0958")
@example("\u1100\u1161\u11a8")
def test_every_character_is_kept_or_removed_by_a_named_step(raw: str) -> None:
    accounted(clean(raw))


@given(ANY_TEXT)
def test_kept_characters_are_the_raw_ones_up_to_counted_replacements(raw: str) -> None:
    done = clean(raw)
    differing = sum(
        a != b
        for start, raw_start, n in done.alignment.segments()
        for a, b in zip(done.text[start : start + n], raw[raw_start : raw_start + n], strict=True)
    )
    assert differing <= sum(done.replaced.values())


@given(st.one_of(ANY_TEXT, torn_pages()))
def test_cleaning_clean_text_changes_nothing(raw: str) -> None:
    once = clean(raw).text
    assert clean(once).text == once


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("扫码公号000000000000000000  0", ""),  # a form allows one blank
        ("（\xa0广告）", ""),
        ("*\u3000m&\u3000K(\u3000q1\u3000z+\u3000R", ""),
        ("储存器涨价。\n联系电话：138\u3000\u30000013  8000", "储存器涨价。"),
        ("微信abc_1234（原标题：市）", ""),  # what is at the end of a line hides what is before it
        ("QQ：338<b class=x>6405", ""),  # a tag parts a number, a mark from its neighbour, a letter from its accent
        ("芯<b class=x>,", "芯，"),
        ("e<b class=x>\u0301", "é"),
        ("e\ufffd\u0301", "é"),
        ("Ａ\u0301", "Á"),
        # Once the Traditional line is converted, its readings show that the page is annotated.
        (
            "产滞长赖进设备终带来储備(bèi)號(hào)\n該(gāi)備(bèi)(bèi)號(hào)",
            "产滞长赖进设备终带来储備號\n该备号",
        ),
    ],
)
def test_what_one_step_does_the_others_look_at_again(raw: str, text: str) -> None:
    assert clean(raw).text == text == clean(text).text


@given(ANY_TEXT, st.sets(st.sampled_from(sorted(STEPS))))
def test_every_step_can_be_switched_off_by_name(raw: str, skip: set[str]) -> None:
    done = clean(raw, skip=skip)
    accounted(done)
    assert not skip & {run.step for run in (*done.removed, *done.inserted)}
    assert not skip & set(done.replaced)


def test_with_every_step_switched_off_the_text_is_the_raw_text() -> None:
    assert clean("國(guó)\x00 ", skip=STEPS).text == "國(guó)\x00 "


def test_an_unknown_step_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="no such cleaning step: polish"):
        clean("中", skip=["polish"])


def test_a_very_long_line_is_cleaned() -> None:
    raw = "中國(guó)AI產(chǎn)業(yè)與芯片，" * 20_000
    done = clean(raw)
    accounted(done)
    assert done.text == ("中国AI产业与芯片，" * 20_000)


def test_the_markup_of_a_reader_is_a_step_of_the_ledger() -> None:
    done = clean("**芯片**很好。", {"markdown": [(0, 2), (4, 6)]})
    assert done.text == "芯片很好。"
    assert done.removed_by_step() == {"markdown": 4}


def test_a_replaced_cluster_maps_to_its_raw_characters() -> None:
    done = clean("Cafe\u0301很好")
    assert done.text == "Café很好"
    assert done.raw[slice(*done.raw_span(3, 4))] == "e\u0301"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), st.data())
def test_edits_in_a_list_and_in_columns_leave_the_same(text: str, data: st.DataObject) -> None:
    places = st.lists(st.integers(0, len(text)), min_size=2, max_size=10, unique=True).map(sorted)
    bounds = data.draw(places) if text else [0, 0]
    edits = [Edit(a, b, data.draw(st.sampled_from(("", "甲", "ab")))) for a, b in zip(bounds[::2], bounds[1::2], strict=False)]
    damaged = data.draw(places.map(lambda bounds: list(zip(bounds[::2], bounds[1::2], strict=False)))) if text else []
    one, other = (CleanText.of(text).edited("step", Finding(made, damaged)) for made in (edits, Edits.of(edits)))
    assert one.text == other.text
    assert one.origins.tolist() == other.origins.tolist()
    assert one.garbled.tolist() == other.garbled.tolist() == _garbled(text, edits, damaged)


def _garbled(text: str, edits: list[Edit], damaged: list[tuple[int, int]]) -> list[bool]:
    """Character by character: whether what is left is garbled, and what is written in for something garbled."""
    before = [any(start <= at < end for start, end in damaged) for at in range(len(text))]
    after, at = [], 0
    for start, end, replacement in edits:
        after += [*before[at:start], *[any(before[start:end])] * len(replacement)]
        at = end
    return after + before[at:]
