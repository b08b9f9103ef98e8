"""Where the rules and the tagger differ: which mention stays.

The rule, for mentions that overlap: **one of the user's own names stays before all others, one of the tagger's before one of the
rules', which it was told of when it decided.** Mentions of the rules that overlap none of the tagger's stay as they are. A mention
that both have, span and coarse type, is one, with the rules' fine type, entry and value. A loser that is a name inside the winner
becomes an inner mention of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from xinwen.records import Entity
from xinwen.scheme import split_type
from xinwen.tagging.model import Found

_NESTED = ("PER", "ORG", "LOC", "PROD")
#: What may lie inside what: parts are names of their own, and a number inside a name is none.
Own = Callable[[Entity], bool]
Span = tuple[int, int]


def settle(ruled: Sequence[Entity], tagged: Sequence[Entity], own: Own = lambda _: False) -> tuple[Entity, ...]:
    """The mentions of a sentence, in text order, each outer one before its inner ones, with new ids.

    Args:
        ruled: mentions of the rules, outer and inner.
        tagged: outer mentions of the tagger, without overlaps.
        own: whether a mention of the rules is one of the user's names.
    """
    outer = [entity for entity in ruled if entity.level == "outer"]
    parts: dict[str, list[Entity]] = {}
    for entity in ruled:
        if entity.parent_id is not None:
            parts.setdefault(entity.parent_id, []).append(entity)
    spans = {_span(entity): entity for entity in outer}
    first = [entity for entity in outer if own(entity)]
    second = [_agreed(entity, spans.get(_span(entity))) for entity in tagged if not _overlaps(entity, first)]
    before = {_span(entity): entity for entity in [*first, *second]}
    # Most mentions are in both: a look at their spans spares the comparison with all others.
    third = [entity for span, entity in spans.items() if span not in before and not _overlaps(entity, before.values())]
    kept = sorted([*before.values(), *third], key=lambda e: e.start_char)
    return _numbered((entity, _inside(entity, spans, parts)) for entity in kept)


def confirmed(ruled: Sequence[Entity], found: Sequence[Found]) -> tuple[Entity, ...] | None:
    """What `settle` gives where the tagger found the very mentions of the rules; None where they differ."""
    sure = {(span.start, span.end, split_type(span.type)[0]): span.confidence for span in found}
    outer = {(e.start_char, e.end_char, e.type) for e in ruled if e.level == "outer"}
    if sure.keys() != outer:
        return None
    return tuple(_surer(e, sure[e.start_char, e.end_char, e.type]) if e.level == "outer" else e for e in ruled)


def losers(settled: Sequence[Entity], said: Iterable[Entity]) -> tuple[Entity, ...]:
    """The outer mentions that are none of the settled ones by span and coarse type, in text order, with new ids."""
    kept = {(entity.start_char, entity.end_char, entity.type) for entity in settled}
    lost = {(e.start_char, e.end_char, e.type): e for e in said if e.level == "outer"}
    return _numbered((lost[key], ()) for key in sorted(lost.keys() - kept))


def _agreed(tagged: Entity, same: Entity | None) -> Entity:
    """The mention with the rules' details where the one at its span has its type; it is as sure as the surer of the two."""
    if same is None or same.type != tagged.type:
        return tagged
    return _surer(same, tagged.confidence or 0.0)


def _surer(entity: Entity, confidence: float) -> Entity:
    """The mention, as sure as it is or as told, whichever is more."""
    if entity.confidence is not None and entity.confidence >= confidence:
        return entity
    return entity._replace(confidence=confidence)


def _inside(winner: Entity, ruled: Mapping[Span, Entity], parts: Mapping[str, list[Entity]]) -> list[Entity]:
    """The names inside a mention: its own parts by the rules, or the names of the rules that it swallowed."""
    if winner.type == "NUM":
        return []
    same = ruled.get(_span(winner))
    if same is not None:
        return parts.get(same.id, []) if same.type == winner.type else []
    return [
        entity
        for entity in ruled.values()
        if entity.type in _NESTED and winner.start_char <= entity.start_char and entity.end_char <= winner.end_char
    ]


def _numbered(mentions: Iterable[tuple[Entity, Sequence[Entity]]]) -> tuple[Entity, ...]:
    numbered: list[Entity] = []
    for outer, inner in mentions:
        outer_id = f"e{len(numbered) + 1:02d}"
        numbered.append(_placed(outer, outer_id, "outer", None))
        for part in inner:
            numbered.append(_placed(part, f"e{len(numbered) + 1:02d}", "inner", outer_id))
    return tuple(numbered)


def _placed(entity: Entity, id: str, level: str, parent_id: str | None) -> Entity:
    """The mention under that id; most have theirs already."""
    if (entity.id, entity.level, entity.parent_id) == (id, level, parent_id):
        return entity
    return entity._replace(id=id, level=level, parent_id=parent_id)


def _span(entity: Entity) -> Span:
    return entity.start_char, entity.end_char


def _overlaps(entity: Entity, others: Iterable[Entity]) -> bool:
    return any(entity.start_char < other.end_char and other.start_char < entity.end_char for other in others)
