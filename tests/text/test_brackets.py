"""The short brackets of a text, found at once, are those that a search one by one finds."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from xinwen.text.brackets import find_brackets
from xinwen.text.charclass import code_points

LONGEST = 13


def one_by_one(text: str) -> list[tuple[str, int, int]]:
    """Each bracket with the character it stands behind: key, start, end."""
    found: list[tuple[str, int, int]] = []
    for start in (at for at in range(1, len(text)) if text[at] in "(（"):
        end = next((at + 1 for at in range(start, len(text)) if text[at] in ")）"), None)
        if end is not None and end - start <= LONGEST:
            leader = found[-1][0][0] if found and found[-1][2] == start else text[start - 1]
            found.append((leader + text[start:end], start, end))
    return found


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="()（）國為guó \n\0", max_size=60))
def test_the_brackets_are_those_that_a_search_one_by_one_finds(text: str) -> None:
    found = find_brackets(text, code_points(text))
    keys = [found.keys[number] for number in found.numbers]
    assert list(zip(keys, found.starts.tolist(), found.ends.tolist(), strict=True)) == one_by_one(text)
    # Each distinct key stands there once, with its count.
    assert len(set(found.keys)) == len(found.keys) and dict(zip(found.keys, found.counts, strict=True)) == Counter(keys)


def test_a_bracket_right_behind_another_stands_behind_the_same_character() -> None:
    text = "國(guó)(zhōng)"
    assert set(find_brackets(text, code_points(text)).keys) == {"國(guó)", "國(zhōng)"}
