"""Effects: words that tell who gains and who loses, their subject (丢掉, 获批) or their object (打败, 断供), or either (输给)."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from daachorse import MATCH_KIND_LEFTMOST_LONGEST, CharwiseDoubleArrayAhoCorasick

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
    automaton, roles = _lexicon()
    found = []
    for start, end, word in automaton.find(text):
        subject, object_ = roles[word]
        turn = "!" if _NEGATED.search(text, max(0, start - _REACH), start) else ""
        found.append(Effect(start, end, subject and subject + turn, object_ and object_ + turn))
    return found


@cache
def _lexicon() -> tuple[CharwiseDoubleArrayAhoCorasick, list[tuple[str, str]]]:
    """An automaton for every word of the tables, and what each tells of subject and object."""
    tables = {table: set(cue_words(table)) for table in (*_SUBJECT, *_OBJECT)}
    words = sorted(set().union(*tables.values()))
    roles = [(_signs(word, tables, _SUBJECT), _signs(word, tables, _OBJECT)) for word in words]
    return CharwiseDoubleArrayAhoCorasick(words, MATCH_KIND_LEFTMOST_LONGEST), roles


def _signs(word: str, tables: dict[str, set[str]], role: dict[str, str]) -> str:
    return "".join(sign for table, sign in role.items() if word in tables[table])
