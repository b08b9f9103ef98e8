"""Alignment: mapping in both directions, and agreement with a plain reference."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinwen.text.alignment import Alignment, Edit, apply_edits, put_back
from xinwen.text.clean import CleanText, Finding


@st.composite
def edits_of(draw: st.DrawFn, length: int) -> list[Edit]:
    cuts = sorted(draw(st.lists(st.integers(0, length), max_size=8)))
    edits: list[Edit] = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        replacement = draw(st.text("xyz", max_size=3))
        if (not edits or start >= edits[-1].end) and (start < end or replacement):
            edits.append(Edit(start, end, replacement))
    return edits


@st.composite
def two_rounds(draw: st.DrawFn) -> tuple[str, list[Edit], list[Edit]]:
    raw = draw(st.text("abcdefgh", max_size=30))
    first = draw(edits_of(len(raw)))
    second = draw(edits_of(len(apply_edits(raw, first))))
    return raw, first, second


def reference(origins: list[int | None], edits: list[Edit]) -> list[int | None]:
    """For each character of the edited text where it came from, by plain lists."""
    result: list[int | None] = []
    at = 0
    for start, end, replacement in edits:
        result += [*origins[at:start], *[None] * len(replacement)]
        at = end
    return result + origins[at:]


def per_character(alignment: Alignment) -> list[int | None]:
    result: list[int | None] = [None] * alignment.clean_length
    for clean, raw, length in alignment.segments():
        result[clean : clean + length] = range(raw, raw + length)
    return result


def after(raw: str, *rounds: list[Edit]) -> tuple[CleanText, list[int | None]]:
    state, expected = CleanText.of(raw), list[int | None](range(len(raw)))
    for number, edits in enumerate(rounds):
        state = state.edited(f"step {number}", Finding(edits))
        expected = reference(expected, edits)
    return state, expected


@given(two_rounds())
def test_steps_compose_as_the_plain_reference_says(case: tuple[str, list[Edit], list[Edit]]) -> None:
    state, expected = after(*case)
    assert state.text == apply_edits(apply_edits(*case[:2]), case[2])
    assert per_character(state.alignment) == expected


@given(two_rounds())
def test_an_alignment_is_monotone_and_its_runs_are_maximal(case: tuple[str, list[Edit], list[Edit]]) -> None:
    segments = after(*case)[0].alignment.segments()
    for (clean, raw, length), (next_clean, next_raw, _) in itertools.pairwise(segments):
        assert length > 0
        assert clean + length <= next_clean and raw + length <= next_raw
        assert (clean + length, raw + length) != (next_clean, next_raw)


@given(two_rounds())
def test_a_span_maps_to_the_raw_span_of_its_characters_and_back(case: tuple[str, list[Edit], list[Edit]]) -> None:
    state, found = after(*case)
    for start in range(len(found)):
        for end in range(start + 1, len(found) + 1):
            first, last = found[start], found[end - 1]
            raw_start, raw_end = state.raw_span(start, end)
            assert 0 <= raw_start <= raw_end <= len(state.raw)
            if first is not None and last is not None:
                assert (raw_start, raw_end) == (first, last + 1)
                assert state.alignment.clean_span(raw_start, raw_end) == (start, end)


@given(two_rounds(), st.integers(0, 30), st.integers(0, 30))
def test_a_window_is_the_alignment_of_the_part(case: tuple[str, list[Edit], list[Edit]], a: int, b: int) -> None:
    state, found = after(*case)
    start, end = sorted((min(a, len(found)), min(b, len(found))))
    part: list[int | None] = [None] * (end - start)
    for clean, raw, length in state.alignment.window(start, end):
        part[clean : clean + length] = range(raw, raw + length)
    assert part == found[start:end]


@given(two_rounds())
def test_edits_that_are_put_back_take_out_the_same_characters(case: tuple[str, list[Edit], list[Edit]]) -> None:
    raw, first, second = case
    first = [Edit(start, end, replacement[:1]) for start, end, replacement in first if start < end]
    left = reference([*range(len(raw))], first)
    second = [edit for edit in second if edit.start < edit.end <= len(left)]
    for (start, end, replacement), back in zip(second, put_back(second, first), strict=True):
        assert back.replacement == replacement
        taken = set(range(back.start, back.end))
        assert {at for at in left[start:end] if at is not None} <= taken
        assert taken.isdisjoint(at for at in (*left[:start], *left[end:]) if at is not None)


def test_the_first_raw_character_after_an_insertion_is_a_run_of_its_own() -> None:
    alignment = Alignment.of_origins(np.array([-2, -1, 0, 1], np.int32), 2)
    assert alignment.segments() == [(2, 0, 2)]


def test_an_inserted_character_maps_to_the_raw_run_it_stands_for() -> None:
    state = CleanText.of("aebc").edited("nfc", Finding([Edit(1, 3, "é")]))
    assert state.raw_span(1, 2) == (1, 3)
    assert state.inserted[0][:3] == ("nfc", 1, 2)


def test_the_raw_span_of_a_word_holds_what_was_cut_inside_it_and_not_what_follows() -> None:
    raw = "標(biāo)志著(zhe)中"
    state = CleanText.of(raw).edited("pinyin", Finding([Edit(1, 7), Edit(9, 14)]))
    assert raw[slice(*state.raw_span(0, 3))] == "標(biāo)志著"


def test_a_span_outside_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="does not lie in"):
        CleanText.of("abc").raw_span(1, 4)
