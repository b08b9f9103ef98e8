"""Trying only the patterns that can begin as a line does finds what trying all of them finds."""

from __future__ import annotations

import re
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinwen.text.alignment import Edit, Edits, apply_edits
from xinwen.text.beginnings import Forms, first_characters, needed_characters
from xinwen.text.charclass import CharClass
from xinwen.text.furniture import rules

BEFORE = r"[*•]*\s*"
RULES = [rule.pattern for rule in rules()]
LINES = [line for rule in rules() for line in (*rule.removes, *rule.keeps)]
FORMS = Forms(RULES, BEFORE, re.VERBOSE)
ANY = re.compile(f"{BEFORE}(?:{'|'.join(f'(?:{pattern}' + chr(10) + ')' for pattern in RULES)})", re.VERBOSE)
CLASSES = {inside: CharClass(inside) for inside in ("a", "b-z國")}


@pytest.mark.parametrize(
    ("pattern", "characters"),
    [
        ("ab|c", "ac"),
        ("a?b", "ab"),
        ("a*+[bc]", "abc"),
        ("(?=x)(?:a|(b))", "ab"),
        (r"[a-c]\d", "abc"),
        ("(?:a{2}|b?c)+", "abc"),
        ("(?>ab)", None),
        ("a?", None),
        ("[^a]b", None),
        (".b", None),
        ("(?i:a)b", None),
        (r"\wa", None),
    ],
)
def test_the_first_characters_of_a_pattern(pattern: str, characters: str | None) -> None:
    assert first_characters(pattern) == (None if characters is None else frozenset(characters))


@pytest.mark.parametrize(
    ("pattern", "characters"),
    [
        ("[^x]*[ab]c", "c"),
        ("(?:ab|[cd])x?", "bcd"),
        ("(?:[ab]c*){2}.", "ab"),
        ("(?=.*[ab]).", "ab"),
        ("(?<=a).", None),
        ("a?|b", None),
        ("(?i:a)", None),
        (r".\w", None),
    ],
)
def test_the_characters_that_a_pattern_needs(pattern: str, characters: str | None) -> None:
    assert needed_characters(pattern) == (None if characters is None else frozenset(characters))


@given(st.sampled_from(LINES), st.sampled_from(["", "* ", "•", "**", " "]), st.integers(0, 3))
def test_a_line_has_a_form_if_any_rule_says_so(line: str, before: str, cut: int) -> None:
    text = before + line[cut:]
    assert not text or FORMS(text) == (ANY.fullmatch(text) is not None)


def test_without_the_parser_of_re_all_forms_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "re._parser", None)
    assert first_characters("ab|c") is None
    forms = Forms(RULES, BEFORE, re.VERBOSE)
    lines = [*LINES, *(f"• {line}" for line in LINES)]
    assert [forms(line) for line in lines] == [ANY.fullmatch(line) is not None for line in lines]


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
