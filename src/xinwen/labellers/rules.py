"""The labeller ``rules``: dictionary, grammars and cue tables. Its confidences are weights of rules, not probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xinwen._version import __version__
from xinwen.labellers import Labeller
from xinwen.labellers.claims import find_claims
from xinwen.labellers.gazetteer import Gazetteer, Sense, packaged_gazetteer
from xinwen.labellers.namelist import new_entries, read_names
from xinwen.labellers.names import NameMatch, find_names
from xinwen.labellers.numbers import NumberMatch, find_numbers
from xinwen.labellers.targets import find_sentiments
from xinwen.records import Claim, Entity, Name, Sentence, SentenceLabels
from xinwen.register import Register, packaged_register
from xinwen.scheme import split_type

_NUMBER_WEIGHT = 0.9
Span = tuple[int, int]


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
        labelled: list[SentenceLabels] = []
        claims: tuple[Claim, ...] = ()
        for sentence in sentences:
            entities = find_entities(sentence.text, article, self.gazetteer, sentence.damaged)
            claims = find_claims(sentence, entities, claims)
            sentiments = find_sentiments(sentence, entities, claims)
            labelled.append(
                SentenceLabels(
                    sentence.sentence_id, sentence.text, sentence.raw_start, sentence.raw_end, entities, sentiments, claims
                )
            )
        return labelled


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
    taken = [(name.start, name.end) for name in names]
    numbers = [number for number in find_numbers(text) if not _touches(number, taken)]
    matches: list[NameMatch | NumberMatch] = [*names, *numbers]
    found = [match for match in matches if not _touches(match, damaged)]
    entities: list[Entity] = []
    for match in sorted(found, key=lambda m: m.start):
        outer_id = f"e{len(entities) + 1:02d}"
        if isinstance(match, NumberMatch):
            entities.append(_number(text, match, outer_id))
            continue
        entities.append(_name(text, match, outer_id, None))
        for inner in match.inner:
            entities.append(_name(text, inner, f"e{len(entities) + 1:02d}", outer_id))
    return tuple(entities)


def _touches(match: NameMatch | NumberMatch, spans: Sequence[Span]) -> bool:
    return any(match.start < end and start < match.end for start, end in spans)


def _name(text: str, match: NameMatch, id: str, parent_id: str | None) -> Entity:
    coarse, fine = split_type(match.type)
    return Entity(
        id,
        match.start,
        match.end,
        text[match.start : match.end],
        coarse,
        fine,
        level="inner" if parent_id else "outer",
        parent_id=parent_id,
        name_id=match.name_id,
        confidence=match.confidence,
    )


def _number(text: str, match: NumberMatch, id: str) -> Entity:
    surface = text[match.start : match.end]
    return Entity(
        id,
        match.start,
        match.end,
        surface,
        "NUM",
        match.type,
        value=match.value,
        max_value=match.max_value,
        unit=match.unit,
        date=match.date,
        confidence=_NUMBER_WEIGHT,
    )
