"""The labeller ``rules``: dictionary, grammars and cue tables. Its confidences are weights of rules, not probabilities."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

from xinwen._version import __version__
from xinwen.labellers import Labeller
from xinwen.labellers.claims import find_claims
from xinwen.labellers.gazetteer import Gazetteer, Sense, packaged_gazetteer
from xinwen.labellers.namelist import new_entries, read_names
from xinwen.labellers.names import NameMatch, find_names
from xinwen.labellers.numbers import NumberMatch, find_numbers
from xinwen.labellers.targets import find_sentiments
from xinwen.records import Entity, Name, Sentence, SentenceLabels
from xinwen.register import Register, packaged_register
from xinwen.scheme import split_type

_NUMBER_WEIGHT = 0.9
Span = tuple[int, int]
_Match = TypeVar("_Match", bound=NameMatch | NumberMatch)
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
        each = zip(sentences, entities, find_claims(sentences, entities), strict=True)
        return [
            SentenceLabels(s.sentence_id, s.text, s.raw_start, s.raw_end, own, find_sentiments(s, own, stated), stated)
            for s, own, stated in each
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
    names = find_names(text, article, gazetteer)
    matches: list[NameMatch | NumberMatch] = [*names]
    if numbers := find_numbers(text):
        matches = sorted([*names, *_outside(numbers, names)], key=itemgetter(0)) if names else [*numbers]
    if damaged:
        matches = _untouched(matches, damaged)
    entities: list[Entity] = []
    for match in matches:
        outer_id = _id(len(entities))
        entities.append(_entity(outer_id, text, match))
        if isinstance(match, NameMatch):
            for inner in match.inner:
                entities.append(_entity(_id(len(entities)), text, inner, outer_id))
    return tuple(entities)


def _outside(numbers: Sequence[NumberMatch], names: Sequence[NameMatch]) -> list[NumberMatch]:
    """The numbers that share no character with a name. Both are in order and without overlaps."""
    ends = [name.end for name in names]
    next_ = [bisect_right(ends, number.start) for number in numbers]
    return [n for n, at in zip(numbers, next_, strict=True) if at == len(names) or names[at].start >= n.end]


@cache
def _id(position: int) -> str:
    return f"e{position + 1:02d}"


def _untouched(matches: Iterable[_Match], spans: Sequence[Span]) -> list[_Match]:
    """The matches that share no character with any of the spans."""
    return [match for match in matches if not any(match.start < end and start < match.end for start, end in spans)]


def _entity(id: str, text: str, match: NameMatch | NumberMatch, parent_id: str | None = None) -> Entity:
    start, end, level = match.start, match.end, "inner" if parent_id else "outer"
    place = (id, start, end, text[start:end])
    if isinstance(match, NumberMatch):
        values = (match.value, match.max_value, match.unit, match.date)
        return Entity(*place, "NUM", match.type, level, parent_id, None, *values, _NUMBER_WEIGHT)
    type_, fine_type = _types(match.type)
    return Entity(*place, type_, fine_type, level, parent_id, match.name_id, confidence=match.confidence)
