"""Persons found by their office, their verb, or the form of a foreign name; only where both borders are certain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from string import ascii_lowercase, ascii_uppercase

from xinwen.labellers.amounts import branches
from xinwen.labellers.cues import alternatives, cue_pattern, cue_words
from xinwen.labellers.gazetteer import Gazetteer, read_list
from xinwen.labellers.patterns import Found, Rule
from xinwen.labellers.triggers import chains

_NAME = rf"(?:{alternatives('surname')}[\u4e00-\u9fff]{{1,2}}?)"
_BORDER = rf"(?={alternatives('after_person')}|[，。、；：（(“\s！？）)]|$)"
_OFFICES = sorted((surface for surface, _ in read_list("positions")), key=len, reverse=True)
_TITLES = [*_OFFICES, *sorted(cue_words("occupation"), key=len, reverse=True)]
_TITLE = branches((title, "") for title in _TITLES)
_SOUND = alternatives("transliteration")
_SAYS = ("表示", "指出", "认为", "透露", "坦言", "直言", "告诉记者", "称，", "强调")
_LATIN_NAME = r"[A-Z][a-z]+(?:[ -](?:[A-Z]\.|[A-Z][a-z]+)){1,3}"
_VERBS = ("表示", "指出", "认为", "透露", "称", "说", "宣布")
_GAP = ("", " ")
# With each pattern the weight of the rule, and the strings of which every match holds one.
_PATTERNS: tuple[tuple[str, float, Sequence[str]], ...] = (
    (
        r"(?:记者|作者|编辑|文)[ ：:/｜|]{1,3}(?P<name>[\u4e00-\u9fff]{2,4})(?=[ ，,）)]|$)",
        0.8,
        chains("者辑文", " ：:/｜|"),
    ),
    (rf"{_TITLE} ?(?P<name>{_NAME}){_BORDER}", 0.75, _TITLES),
    (rf"(?:^|(?<=[，。；：“\n]))(?P<name>{_NAME})(?={'|'.join(_SAYS)})", 0.6, _SAYS),
    (rf"{_TITLE} *(?P<name>{_LATIN_NAME})(?![A-Za-z])", 0.85, chains((*chains(_TITLES, _GAP), "  "), ascii_uppercase)),
    (
        rf"(?<=[\u4e00-\u9fff]) *(?P<name>{_LATIN_NAME})(?= ?(?:{'|'.join(_VERBS)}))",
        0.7,
        chains(f"{ascii_lowercase}.", _GAP, _VERBS),
    ),
    (rf"(?P<name>{_SOUND}{{1,6}}(?:[·•](?:{_SOUND}|[A-Z.]){{1,7}}){{1,3}})", 0.8, "·•"),
)


def _persons(pattern: re.Pattern[str], weight: float, text: str, gazetteer: Gazetteer) -> Iterator[Found]:
    """Every person that the pattern finds, but for words that are none."""
    for match in pattern.finditer(text):
        start, end = match.span("name")
        senses = gazetteer.lookup(text[start:end])
        if cue_pattern("no_person").fullmatch(text, start, end) or any(sense.type != "PER" for sense in senses):
            continue
        yield start, end, "PER", senses[0].name_id if senses else None, weight


#: The rules, each with the strings of which every match holds one.
PERSON_RULES: tuple[tuple[Rule, Sequence[str]], ...] = tuple(
    (partial(_persons, re.compile(pattern), weight), strings) for pattern, weight, strings in _PATTERNS
)
