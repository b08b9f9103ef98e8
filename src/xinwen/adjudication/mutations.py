"""Ways to make a label wrong, each so that the pass stays valid by the format: what error seeding plants."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from xinwen.records import Claim, Entity, Mention, Quantity, SentenceLabels, Sentiment
from xinwen.scheme import full_type, scheme, split_type

#: Makes the label of an id wrong, or returns None where it cannot.
Mutation = Callable[[SentenceLabels, str, Random], SentenceLabels | None]

#: The id of a mention that was made up; ids are given anew afterwards.
SPURIOUS = "e00"
_WORD = re.compile(r"[\u4e00-\u9fff]{2,4}|[A-Za-z][A-Za-z0-9]{1,11}")
_SPURIOUS_TYPES = ("TECH", "ORG.company", "ORG.other", "PROD.hardware", "PROD.software", "EVENT", "WORK")


def miss_entity(labels: SentenceLabels, id: str, rng: Random) -> SentenceLabels | None:
    """Leave a mention out, with its inner mentions and its polarity. One that a claim points to stays."""
    gone = {id, *(e.id for e in labels.entities if e.parent_id == id)}
    used = {used for c in labels.claims for used in (*c.about, *(q.entity_id for q in c.quantities))}
    if gone & used:
        return None
    kept = tuple(e for e in labels.entities if e.id not in gone)
    return replace(labels, entities=kept, sentiments=tuple(s for s in labels.sentiments if s.entity_id not in gone))


def move_entity(labels: SentenceLabels, id: str, rng: Random) -> SentenceLabels | None:
    """Shift one boundary of a mention by one or two characters."""
    e = _entity(labels, id)
    moved = _shifted(labels.text, e, rng, (1, 2))
    return _with_entity(labels, e._replace(**moved)) if moved else None


def retype_entity(labels: SentenceLabels, id: str, rng: Random) -> SentenceLabels | None:
    """Give a mention another type of the same kind: a NUM stays a NUM, a target a target."""
    e = _entity(labels, id)
    now = full_type(e.type, e.fine_type)
    alike = [t for t in scheme().full_types if t != now and _kind(*split_type(t)) == _kind(e.type, e.fine_type)]
    coarse, fine = split_type(rng.choice(alike))
    return _with_entity(labels, e._replace(type=coarse, fine_type=fine))


def _kind(coarse: str, fine: str | None) -> tuple[bool, bool]:
    return coarse == "NUM", scheme().is_target(coarse, fine)


def invent_entity(labels: SentenceLabels, id: str, rng: Random) -> SentenceLabels | None:
    """Label a word that is none, with a neutral polarity where its type calls for one."""
    taken = [(e.start_char, e.end_char) for e in labels.entities]
    words = [m.span() for m in _WORD.finditer(labels.text)]
    free = [(s, e) for s, e in words if all(e <= start or end <= s for start, end in taken)]
    if not free:
        return None
    start, end = rng.choice(free)
    coarse, fine = split_type(rng.choice(_SPURIOUS_TYPES))
    new = Entity(SPURIOUS, start, end, labels.text[start:end], coarse, fine)
    neutral = (Sentiment("neutral", SPURIOUS, "fact"),) if scheme().is_target(coarse, fine) else ()
    return replace(labels, entities=(*labels.entities, new), sentiments=(*labels.sentiments, *neutral))


def flip_polarity(labels: SentenceLabels, id: str, rng: Random) -> SentenceLabels | None:
    """Change a polarity; ``S`` is the sentence's own. A neutral one has the basis ``fact``, as the guidelines want it."""
    known = scheme().sentence_polarities if id == "S" else scheme().target_polarities

    def change(s: Sentiment) -> Sentiment:
        polarity = _other(known, s.polarity, rng)
        return replace(s, polarity=polarity, basis="fact" if id != "S" and polarity == "neutral" else s.basis)

    return _with_sentiment(labels, id, change)


def change_basis(labels: SentenceLabels, id: str, rng: Random) -> SentenceLabels | None:
    """Change the basis of a polarity that is not neutral."""
    view = next(s for s in labels.sentiments if s.entity_id == id)
    if view.polarity == "neutral" or view.basis is None:
        return None
    return _with_sentiment(labels, id, lambda s: replace(s, basis=_other(scheme().bases, s.basis, rng)))


def miss_claim(labels: SentenceLabels, id: str, rng: Random) -> SentenceLabels | None:
    """Leave a claim out. One that carries a polarity stays."""
    if any(s.claim_id == id for s in labels.sentiments):
        return None
    return replace(labels, claims=tuple(c for c in labels.claims if c.id != id))


def move_claim(labels: SentenceLabels, id: str, rng: Random) -> SentenceLabels | None:
    """Shift one boundary of a claim by two to five characters."""
    c = _claim(labels, id)
    moved = _shifted(labels.text, c, rng, (2, 5))
    return _with_claim(labels, replace(c, **moved)) if moved else None


def change_field(field: str, known: Sequence[str]) -> Mutation:
    """A mutation that changes a closed field of a claim."""

    def mutate(labels: SentenceLabels, id: str, rng: Random) -> SentenceLabels | None:
        c = _claim(labels, id)
        value = _other([v for v in known if v not in c.other_types], getattr(c, field), rng)
        changed: dict[str, Any] = {field: value}
        return _with_claim(labels, replace(c, **changed))

    return mutate


def change_source(labels: SentenceLabels, id: str, rng: Random) -> SentenceLabels | None:
    """Another kind of source, or the author's words put into the mouth of somebody in the sentence."""
    c = _claim(labels, id)
    if c.sources:
        kinds = [kind for kind in scheme().source_kinds if kind != "author"]
        return _with_claim(labels, replace(c, source_kind=_other(kinds, c.source_kind, rng)))
    kinds_of = {"ORG": "named_org", "PER": "named_person"}
    outside = [e for e in labels.entities if e.type in kinds_of and (e.end_char <= c.start_char or c.end_char <= e.start_char)]
    if not outside:
        return None
    e = rng.choice(outside)
    mention = Mention(labels.sentence_id, e.start_char, e.end_char, e.text)
    return _with_claim(labels, replace(c, source_kind=kinds_of[e.type], sources=(mention,), quote="indirect"))


def change_cue(labels: SentenceLabels, id: str, rng: Random) -> SentenceLabels | None:
    """Leave the cue out."""
    c = _claim(labels, id)
    return _with_claim(labels, replace(c, cue=None)) if c.cue else None


def change_quantity(labels: SentenceLabels, id: str, rng: Random) -> SentenceLabels | None:
    """One number of a claim with another role, another comparator, another size, or left out."""
    c = _claim(labels, id)
    if not c.quantities:
        return None
    at = rng.randrange(len(c.quantities))
    wrong = rng.choice(list(_wrong_quantities(c.quantities[at], rng)))
    return _with_claim(labels, replace(c, quantities=(*c.quantities[:at], *wrong, *c.quantities[at + 1 :])))


def _wrong_quantities(q: Quantity, rng: Random) -> Iterator[tuple[Quantity, ...]]:
    yield ()
    yield (replace(q, role=_other(scheme().quantity_roles, q.role, rng)),)
    yield (replace(q, comparator=_other(scheme().comparators, q.comparator, rng)),)
    if q.value:
        yield (replace(q, value=q.value * rng.choice((0.1, 10.0, 1000.0))),)


def change_attribute(labels: SentenceLabels, id: str, rng: Random) -> SentenceLabels | None:
    """Verifiable turned round, or another checkworthiness."""
    c = _claim(labels, id)
    wrong = [replace(c, verifiable=not c.verifiable)] if c.verifiable is not None else []
    if c.checkworthy is not None:
        wrong.append(replace(c, checkworthy=rng.choice([n for n in range(4) if n != c.checkworthy])))
    return _with_claim(labels, rng.choice(wrong)) if wrong else None


def _shifted(text: str, span: Entity | Claim, rng: Random, by: tuple[int, int]) -> dict[str, Any] | None:
    """Where a span lies with one boundary moved; never empty, never with a blank or punctuation at the edge that moved."""
    moves = [(side, sign * n) for side in (0, 1) for sign in (-1, 1) for n in range(by[0], by[1] + 1)]
    rng.shuffle(moves)
    for side, n in moves:
        start, end = span.start_char + (n if side == 0 else 0), span.end_char + (n if side == 1 else 0)
        if 0 <= start < end <= len(text) and text[start].isalnum() and text[end - 1].isalnum():
            return {"start_char": start, "end_char": end, "text": text[start:end]}
    return None


def _other(known: Sequence[str], value: str | None, rng: Random) -> str:
    return rng.choice([v for v in known if v != value])


def _entity(labels: SentenceLabels, id: str) -> Entity:
    return next(e for e in labels.entities if e.id == id)


def _claim(labels: SentenceLabels, id: str) -> Claim:
    return next(c for c in labels.claims if c.id == id)


def _with_entity(labels: SentenceLabels, new: Entity) -> SentenceLabels:
    return replace(labels, entities=tuple(new if e.id == new.id else e for e in labels.entities))


def _with_claim(labels: SentenceLabels, new: Claim) -> SentenceLabels:
    return replace(labels, claims=tuple(new if c.id == new.id else c for c in labels.claims))


def _with_sentiment(labels: SentenceLabels, id: str, change: Callable[[Sentiment], Sentiment]) -> SentenceLabels:
    return replace(labels, sentiments=tuple(change(s) if (s.entity_id or "S") == id else s for s in labels.sentiments))
