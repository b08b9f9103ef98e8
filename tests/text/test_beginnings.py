"""Trying only the patterns that can begin as a line does finds what trying all of them finds."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinwen.text.beginnings import Forms, first_characters, needed_characters
from xinwen.text.furniture import rules

BEFORE = r"[*•]*\s*"
RULES = [rule.pattern for rule in rules()]
LINES = [line for rule in rules() for line in (*rule.removes, *rule.keeps)]
FORMS = Forms(RULES, BEFORE, re.VERBOSE)
ANY = re.compile(f"{BEFORE}(?:{'|'.join(f'(?:{pattern}' + chr(10) + ')' for pattern in RULES)})", re.VERBOSE)


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
