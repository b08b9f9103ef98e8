"""What a model leaves out of a mention: its fine type, its entry in the register, the value of a number.

Names are looked up in the dictionary, numbers read by the number grammar. Spans and coarse types stay as the model gave them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from xinwen.labellers.gazetteer import packaged_gazetteer
from xinwen.labellers.numbers import NumberMatch, find_numbers
from xinwen.records import Entity
from xinwen.scheme import full_type, scheme, split_type

SUPPOSED = "fine types supposed"


def complete(text: str, entities: Iterable[Entity], counts: Counter[str]) -> tuple[Entity, ...]:
    """The entities of a sentence with fine types, entries and values.

    A coarse type that needs a fine one takes that of the dictionary, and the first of the scheme (ORG.company, LOC.gpe) where the
    name is not known: ``counts`` then says how often.
    """
    given = list(entities)
    found = find_numbers(text) if any(e.type == "NUM" for e in given) else []
    numbers = {(number.start, number.end): number for number in found}
    return tuple(
        _valued(e, numbers.get((e.start_char, e.end_char)), counts) if e.type == "NUM" else _named(e, counts) for e in given
    )


def _valued(entity: Entity, number: NumberMatch | None, counts: Counter[str]) -> Entity:
    if number is None or entity.fine_type not in (None, number.type):
        return _typed(entity, None, counts)
    return entity._replace(
        fine_type=number.type, value=number.value, max_value=number.max_value, unit=number.unit, date=number.date
    )


def _named(entity: Entity, counts: Counter[str]) -> Entity:
    senses = [s for s in packaged_gazetteer().lookup(entity.text) if split_type(s.type)[0] == entity.type]
    typed = _typed(entity, split_type(senses[0].type)[1] if senses else None, counts)
    own = full_type(typed.type, typed.fine_type)
    entries = {s.name_id for s in senses if s.type == own and s.name_id}
    return typed._replace(name_id=entries.pop()) if len(entries) == 1 else typed


def _typed(entity: Entity, known: str | None, counts: Counter[str]) -> Entity:
    fines = scheme().entity_types[entity.type]
    if entity.fine_type or not fines:
        return entity
    counts[SUPPOSED] += known is None
    return entity._replace(fine_type=known or fines[0])
