"""Effects: words that tell who gains and who loses, their subject (丢掉, 获批) or their object (打败, 断供), or either (输给)."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from xinwen.labellers.cues import cue_words

_NEGATED = re.compile("(?:不|没|没有|未|未必|无|难以|尚未|并非|别|勿)$")
_REACH = 3
_SUBJECT, _OBJECT = {"gains": "+", "loses": "-"}, {"helps": "+", "harms": "-"}


class Effect(NamedTuple):
    """A word, and what it tells of its subject and its object: ``+``, ``-``, both, or nothing; ``!`` where it is negated."""

    start: int
    end: int
    subject: str
    object: str


def find_effects(text: str) -> list[Effect]:
    """The effects that a text tells of, in order, the longest word at each place; names in the text should be blotted out."""
    pattern, roles = _lexicon()
    found = []
    for match in pattern.finditer(text):
        subject, object_ = roles[match[0]]
        turn = "!" if _NEGATED.search(text, max(0, match.start() - _REACH), match.start()) else ""
        found.append(Effect(*match.span(), subject and subject + turn, object_ and object_ + turn))
    return found


@cache
def _lexicon() -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    """A pattern for every word of the tables, and what each tells of subject and object."""
    tables = {table: set(cue_words(table)) for table in (*_SUBJECT, *_OBJECT)}
    words = sorted(set().union(*tables.values()), key=lambda word: (-len(word), word))
    roles = {word: (_signs(word, tables, _SUBJECT), _signs(word, tables, _OBJECT)) for word in words}
    return re.compile(_by_first_character(words)), roles


def _signs(word: str, tables: dict[str, set[str]], role: dict[str, str]) -> str:
    return "".join(sign for table, sign in role.items() if word in tables[table])


def _by_first_character(words: list[str]) -> str:
    """The alternatives of a pattern, those with the same first character together: fewer to try at each place."""
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in rests.items())
