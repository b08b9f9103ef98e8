"""Persons found by their office, their verb, or the form of a foreign name; only where both borders are certain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xinwen.labellers.cues import alternatives, cue_pattern
from xinwen.labellers.gazetteer import Gazetteer, read_list
from xinwen.labellers.patterns import Found

_NAME = rf"(?:{alternatives('surname')}[\u4e00-\u9fff]{{1,2}}?)"
_BORDER = rf"(?={alternatives('after_person')}|[，。、；：（(“\s！？）)]|$)"
_OFFICE = "|".join(sorted((re.escape(surface) for surface, _ in read_list("positions")), key=len, reverse=True))
_TITLES = [*_OFFICE.split("|"), *alternatives("occupation")[3:-1].split("|")]
_TITLE = rf"(?=[{''.join(sorted({title[0] for title in _TITLES}))}])(?:{'|'.join(_TITLES)})"
_SOUND = alternatives("transliteration")
_SAYS = "表示|指出|认为|透露|坦言|直言|告诉记者|称，|强调"
_LATIN_NAME = r"[A-Z][a-z]+(?:[ -](?:[A-Z]\.|[A-Z][a-z]+)){1,3}"
_TWO_WORDS = re.compile(r"[a-z][ -][A-Z][a-z.]").search
# With each rule what a match cannot do without: most sentences need not be searched by most rules.
_RULES = (
    (
        re.compile(r"(?:记者|作者|编辑|文)[ ：:/｜|]{1,3}(?P<name>[\u4e00-\u9fff]{2,4})(?=[ ，,）)]|$)"),
        0.8,
        re.compile(r"[者辑文][ ：:/｜|]").search,
    ),
    (
        re.compile(rf"{_TITLE} ?(?P<name>{_NAME}){_BORDER}"),
        0.75,
        re.compile(rf"[{''.join(sorted({title[-1] for title in _TITLES}))}] ?{alternatives('surname')}").search,
    ),
    (re.compile(rf"(?:^|(?<=[，。；：“\n]))(?P<name>{_NAME})(?={_SAYS})"), 0.6, re.compile(_SAYS).search),
    (re.compile(rf"{_TITLE} *(?P<name>{_LATIN_NAME})(?![A-Za-z])"), 0.85, _TWO_WORDS),
    (
        re.compile(rf"(?<=[\u4e00-\u9fff]) *(?P<name>{_LATIN_NAME})(?= ?(?:表示|指出|认为|透露|称|说|宣布))"),
        0.7,
        _TWO_WORDS,
    ),
    (re.compile(rf"(?P<name>{_SOUND}{{1,6}}(?:[·•](?:{_SOUND}|[A-Z.]){{1,7}}){{1,3}})"), 0.8, re.compile(r"[·•]").search),
)


def find_persons(text: str, gazetteer: Gazetteer) -> list[Found]:
    """Every person found by context: start, end, type, register entry, weight of the rule."""
    found: list[Found] = []
    for pattern, weight, needed in _RULES:
        if needed(text):
            found += _persons(text, pattern, weight, gazetteer)
    return found


def _persons(text: str, pattern: re.Pattern[str], weight: float, gazetteer: Gazetteer) -> Iterator[Found]:
    for match in pattern.finditer(text):
        start, end = match.span("name")
        senses = gazetteer.lookup(text[start:end])
        if cue_pattern("no_person").fullmatch(text, start, end) or any(sense.type != "PER" for sense in senses):
            continue
        yield start, end, "PER", senses[0].name_id if senses else None, weight
