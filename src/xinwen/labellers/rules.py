"""The labeller ``rules``: dictionary, grammars and cue tables. Its confidences are weights of rules, not probabilities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from operator import itemgetter
from pathlib import Path

from xinwen._version import __version__
from xinwen.labellers import Labeller
from xinwen.labellers.claims import find_claims
from xinwen.labellers.gazetteer import Gazetteer, Sense, packaged_gazetteer
from xinwen.labellers.namelist import new_entries, read_names
from xinwen.labellers.names import NameMatch, find_names
from xinwen.labellers.numbers import NumberMatch, find_numbers
from xinwen.labellers.reading import Reading
from xinwen.labellers.targets import find_sentiments
from xinwen.records import Entity, Name, Sentence, SentenceLabels
from xinwen.register import Register, packaged_register
from xinwen.scheme import split_type

_NUMBER_WEIGHT = 0.9
_START = itemgetter(0)
Span = tuple[int, int]
_types = cache(split_type)


class RuleLabeller(Labeller):
    """Labels by rules alone: no model, no network, the same result everywhere."""

    name = "rules"
    version = __version__

    def __init__(self, gazetteer: Gazetteer | None = None, own_names: Sequence[Name] = ()) -> None:
        self.gazetteer = gazetteer or packaged_gazetteer()
        self.own_names = own_names

    def label(self, sentences: Sequence[Sentence]) -> list[SentenceLabels]:
        """Label one article's sentences, in order. Nothing is labelled that touches a damaged span."""
        article = "\n".join(sentence.text for sentence in sentences)
        entities = [find_entities(s.text, article, self.gazetteer, s.damaged) for s in sentences]
        readings = [Reading(s, own) for s, own in zip(sentences, entities, strict=True)]
        each = zip(sentences, entities, readings, find_claims(readings), strict=True)
        return [
            SentenceLabels(s.sentence_id, s.text, s.raw_start, s.raw_end, own, find_sentiments(reading, stated), stated)
            for s, own, reading, stated in each
        ]


def create(register: Sequence[Name] | None = None, names: Path | None = None) -> RuleLabeller:
    """The labeller.

    Args:
        register: replaces the packaged register of names.
        names: a CSV file with a user's own names (`xinwen.labellers.namelist`), which win over those of the register.
    """
    if names is None:
        return RuleLabeller(None if register is None else Gazetteer(register))
    known = Register(packaged_register() if register is None else register)
    own = read_names(names, known)
    senses: dict[str, tuple[Sense, ...]] = {}
    for name in own:
        senses[name.surface] = (*senses.get(name.surface, ()), Sense(name.type, name.name_id))
    return RuleLabeller(Gazetteer(known.by_id.values(), senses), new_entries(own, known))


def find_entities(text: str, article: str, gazetteer: Gazetteer, damaged: Sequence[Span] = ()) -> tuple[Entity, ...]:
    """The entities of a sentence, ids in text order, each outer one before its inner ones. A number inside a name is none."""
    matches = _merged(find_names(text, article, gazetteer), find_numbers(text))
    if damaged:
        matches = _untouched(matches, damaged)
    entities: list[Entity] = []
    for match in matches:
        if isinstance(match, NumberMatch):
            entities.append(_number(_id(len(entities)), text, match))
            continue
        outer = _named(_id(len(entities)), text, match, "outer", None)
        entities.append(outer)
        for inner in match.inner:
            entities.append(_named(_id(len(entities)), text, inner, "inner", outer.id))
    return tuple(entities)


def _merged(names: Sequence[NameMatch], numbers: Sequence[NumberMatch]) -> Sequence[NameMatch | NumberMatch]:
    """The names, and the numbers that share no character with one, by start. Both are in order and without overlaps."""
    if not names or not numbers:
        return names or numbers
    merged: list[NameMatch | NumberMatch] = list(names)
    at, last = 0, len(names)
    for number in numbers:
        start = number.start
        while at < last and names[at].end <= start:
            at += 1
        if at == last or number.end <= names[at].start:
            merged.append(number)
    merged.sort(key=_START)
    return merged


@cache
def _id(position: int) -> str:
    return f"e{position + 1:02d}"


def _untouched(matches: Iterable[NameMatch | NumberMatch], spans: Sequence[Span]) -> list[NameMatch | NumberMatch]:
    """The matches that share no character with any of the spans."""
    return [match for match in matches if not any(match.start < end and start < match.end for start, end in spans)]


def _named(id: str, text: str, match: NameMatch, level: str, parent_id: str | None) -> Entity:
    start, end, full, name_id, confidence, _ = match
    type_, fine_type = _types(full)
    return Entity(id, start, end, text[start:end], type_, fine_type, level, parent_id, name_id, None, None, None, None, confidence)


def _number(id: str, text: str, match: NumberMatch) -> Entity:
    start, end, kind, value, high, unit, date = match
    return Entity(id, start, end, text[start:end], "NUM", kind, "outer", None, None, value, high, unit, date, _NUMBER_WEIGHT)
