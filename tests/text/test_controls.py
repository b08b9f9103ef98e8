"""Characters that cannot be seen, and canonical composition."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinwen.text import controls
from xinwen.text.alignment import apply_edits
from xinwen.text.controls import compose, find_controls


def visible(text: str) -> str:
    return apply_edits(text, find_controls(text))


@pytest.mark.parametrize(
    ("name", "invisible"),
    [
        ("nul", "\x00"),
        ("control", "\x07"),
        ("byte order mark", "\ufeff"),
        ("zero-width space", "\u200b"),
        ("bidirectional mark", "\u202e"),
        ("private use", "\ue123"),
        ("private use beyond the first plane", "\U000f1234"),
        ("lone surrogate", "\ud800"),
        ("noncharacter", "\uffff"),
    ],
)
def test_a_character_that_cannot_be_seen_goes(name: str, invisible: str) -> None:
    assert visible(f"芯{invisible}片{invisible * 3}。") == "芯片。", name


@pytest.mark.parametrize("text", ["芯片\t与\u3000算力\n下一段\r\n", "café", "\u00a0", "𠮷野家"])
def test_blanks_and_line_ends_are_no_controls(text: str) -> None:
    assert visible(text) == text


def test_a_joiner_that_joins_no_emoji_goes() -> None:
    assert visible("芯\u200d片") == "芯片"


_COMPOSING = st.sampled_from("e\u0301\u1100\u1161\u11a8\ufa0e")


@given(st.text(st.one_of(st.characters(exclude_categories=("Cs",)), _COMPOSING), max_size=20))
def test_composition_is_that_of_unicode(text: str) -> None:
    assert apply_edits(text, compose(text)) == unicodedata.normalize("NFC", text)


def test_text_that_is_not_looked_at_is_composed() -> None:
    unseen = [chr(code) for code in np.flatnonzero(~controls._COMPOSABLE.mask(np.arange(0x110000, dtype=np.uint32)))]
    assert len(unseen) > 28_000
    assert not [c for c in unseen if not unicodedata.is_normalized("NFC", c) or unicodedata.combining(c)]
    assert controls._seconds().isdisjoint(unseen)


def test_a_joiner_between_emoji_stays_and_one_between_letters_goes() -> None:
    assert find_controls("👩\u200d💻") == []
    assert [(edit.start, edit.end) for edit in find_controls("好a\u200db")] == [(2, 3)]
