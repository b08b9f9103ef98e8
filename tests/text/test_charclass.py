"""Classes of characters, asked of a whole text."""

from __future__ import annotations

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from xinwen.text.alignment import Edit, Edits, apply_edits
from xinwen.text.charclass import CharClass

CLASSES = {inside: CharClass(inside) for inside in ("a", "b-z國")}


@given(st.text(alphabet="ab(（國1 \n", max_size=8))
def test_a_class_is_in_a_text_if_one_of_its_characters_is(text: str) -> None:
    for inside in CLASSES:
        assert CLASSES[inside].is_in(text) == bool(re.search(f"[{inside}]", text))


@given(st.text("ab(國1", max_size=8), st.integers(0, 8), st.integers(0, 8), st.sampled_from(["", "a", "1國"]), st.booleans())
def test_what_edits_leave_has_members_as_if_it_were_looked_at_anew(text: str, a: int, b: int, new: str, far: bool) -> None:
    whole = ("x" * 60 if far else "") + text
    for known in CLASSES.values():
        known.is_in(whole)
    end, start = (max(len(whole) - back, 0) for back in sorted((a, b)))
    for edits in ([Edit(start, end, new)], Edits(np.array([start]), np.array([end]))):
        left = apply_edits(whole, edits)
        for inside in CLASSES:
            assert CLASSES[inside].is_in(left) == bool(re.search(f"[{inside}]", left))
        CLASSES["a"].is_in(whole)
