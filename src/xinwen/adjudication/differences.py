"""Where two passes differ, unit by unit, each difference with an id that stays the same as long as text and labels do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TypeVar

from xinwen.adjudication.agreement import sentence_pairs
from xinwen.adjudication.units import ClaimUnit, Desk, EntityUnit, Span, Units, overlap
from xinwen.records import ArticlePass, SentenceLabels
from xinwen.register import Register

Unit = TypeVar("Unit", EntityUnit, ClaimUnit)


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two passes differ.

    Attributes:
        id: ``<sentence_id>:<layer>:<start>-<end>``, with the field of a claim behind it.
        layer: ``sentence``, ``entity``, ``target`` or ``claim``.
        a, b: what each says, as lines of the authoring form (a polarity, or a field's values); empty: nothing.
        span: what both sides together cover; key: the field of the claim, or empty for a claim as a whole.
    """

    id: str
    sentence_id: str
    layer: str
    a: tuple[str, ...]
    b: tuple[str, ...]
    span: Span = (0, 0)
    key: str = ""

    def as_dict(self) -> dict[str, object]:
        """The difference as a flat record."""
        return {"difference": self.id, "sentence_id": self.sentence_id, "layer": self.layer, "a": list(self.a), "b": list(self.b)}


@dataclass(slots=True)
class Comparison:
    """A sentence as two passes see it: the units of each, those they agree on, and where they differ."""

    labels: SentenceLabels
    a: Units
    b: Units
    agreed: Units = field(default_factory=Units)
    differences: list[Difference] = field(default_factory=list)


def differences(a: ArticlePass, b: ArticlePass, register: Register | None = None) -> list[Difference]:
    """Every difference of two passes over an article, in the order of the text.

    Raises:
        XinwenError: ``agreement-sentences`` when they are not over the same sentences.
    """
    return [d for comparison in compare(a, b, desk_of(a, register)) for d in comparison.differences]


def desk_of(p: ArticlePass, register: Register | None = None) -> Desk:
    """What is needed to read lines about the article of a pass."""
    return Desk(p.article_id, {s.sentence_id: s.text for s in p.sentences}, register or Register())


def compare(a: ArticlePass, b: ArticlePass, desk: Desk) -> Iterator[Comparison]:
    """Both passes sentence by sentence."""
    for one, two in sentence_pairs(a, b):
        comparison = Comparison(one, desk.units(one), desk.units(two))
        _compare_sentence(comparison)
        _compare_entities(comparison)
        _compare_claims(comparison)
        yield comparison


def _compare_sentence(c: Comparison) -> None:
    if c.a.own == c.b.own:
        c.agreed.own = c.a.own
    else:
        _differ(c, "sentence", _some(c.a.own), _some(c.b.own), (0, len(c.labels.text)))


def _compare_entities(c: Comparison) -> None:
    for span in clusters(chain(c.a.entities, c.b.entities)):
        one, two = within(c.a.entities, span), within(c.b.entities, span)
        same = {s: u.lines for s, u in one.items()} == {s: u.lines for s, u in two.items()}
        if same:
            c.agreed.entities |= one
        else:
            _differ(c, "entity", _entity_lines(c.a, one), _entity_lines(c.b, two), span)
        for target in one.keys() & two.keys():
            _compare_views(c, target, same)


def _compare_views(c: Comparison, span: Span, agreed: bool) -> None:
    """Polarities differ where both have one; one alone goes with its mention, unless both have the very mention."""
    one, two = c.a.entities[span].view, c.b.entities[span].view
    if one is None or two is None:
        if agreed and one != two:
            _differ(c, "target", _some(one and c.a.view_text(one)), _some(two and c.b.view_text(two)), span)
            c.agreed.entities[span] = replace(c.agreed.entities[span], view=None)
    elif not one.same(two):
        _differ(c, "target", (c.a.view_text(one),), (c.b.view_text(two),), span)


def _compare_claims(c: Comparison) -> None:
    for span in clusters(chain(c.a.claims, c.b.claims)):
        one, two = within(c.a.claims, span), within(c.b.claims, span)
        if one.keys() == two.keys() == {span}:
            _compare_fields(c, span, one[span], two[span])
        else:
            _differ(c, "claim", _claim_lines(one), _claim_lines(two), span)


def _compare_fields(c: Comparison, span: Span, one: ClaimUnit, two: ClaimUnit) -> None:
    """Claims of the same span differ field by field."""
    keys = [*one.fields, *(key for key in two.fields if key not in one.fields)]
    shared = {key: one.fields[key] for key in keys if one.fields.get(key) == two.fields.get(key)}
    c.agreed.claims[span] = ClaimUnit(one.content, shared)
    for key in keys:
        if key not in shared:
            _differ(c, "claim", one.fields.get(key, ()), two.fields.get(key, ()), span, key)


def _differ(c: Comparison, layer: str, a: Sequence[str], b: Sequence[str], span: Span, key: str = "") -> None:
    here = c.labels.sentence_id
    id = f"{here}:{layer}:{span[0]}-{span[1]}{f':{key}' if key else ''}"
    c.differences.append(Difference(id, here, layer, tuple(a), tuple(b), span, key))


def clusters(spans: Iterable[Span]) -> Iterator[Span]:
    """The hulls of spans that overlap, in order."""
    hull: Span | None = None
    for span in sorted(spans):
        if hull and overlap(hull, span):
            hull = (hull[0], max(hull[1], span[1]))
        else:
            if hull:
                yield hull
            hull = span
    if hull:
        yield hull


def within(units: dict[Span, Unit], hull: Span) -> dict[Span, Unit]:
    """The units inside a hull."""
    return {span: unit for span, unit in sorted(units.items()) if overlap(span, hull)}


def _entity_lines(units: Units, some: Iterable[Span]) -> list[str]:
    return [line for span in some for line in units.entity_lines(span)]


def _claim_lines(claims: dict[Span, ClaimUnit]) -> list[str]:
    return [line for claim in claims.values() for line in claim.lines]


def _some(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()
