"""Between a sentence's labels and the common model of the formats.

Entities become spans labelled with their full type (``ORG.company``) at the level ``outer`` or ``inner``; a claim becomes the
span of its content (``CLAIM.forecast``, level ``claim``) with relations to the spans of its sources and its cue. Everything else
is an attribute or a relation, so that the way back gives the same labels.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from itertools import count
from typing import Any

from xinwen.errors import XinwenError
from xinwen.formats.document import Pairs, Relation, TaggedSpan, TaggedText, in_order, with_levels
from xinwen.records import Claim, Entity, Mention, Quantity, SentenceLabels, Sentiment
from xinwen.scheme import full_type, scheme, split_type

ENTITY_LEVELS = ("outer", "inner")
SOURCE, CUE = "SOURCE", "CUE"
PART_OF, FROM_SOURCE, WITH_CUE, ABOUT, HELD_IN, QUANTITY = "part_of", "source", "cue", "about", "held_in", "quantity"
_ELSEWHERE = "elsewhere"
_Built = tuple[list[TaggedSpan], list[tuple[TaggedSpan, TaggedSpan, str, Pairs]]]


def claim_label(claim_type: str) -> str:
    """``forecast`` → ``CLAIM.forecast``."""
    return f"CLAIM.{claim_type}"


def to_tagged(labels: SentenceLabels) -> TaggedText:
    """A sentence's labels as a text with spans, relations and attributes."""
    spans: list[TaggedSpan] = []
    links: list[tuple[TaggedSpan, TaggedSpan, str, Pairs]] = []
    targets = {s.entity_id: s for s in labels.sentiments if s.entity_id}
    by_id: dict[str | None, TaggedSpan] = {}
    for entity in labels.entities:
        by_id[entity.id] = _entity_span(entity, targets.get(entity.id))
        spans.append(by_id[entity.id])
    links += [(by_id[e.id], by_id[e.parent_id], PART_OF, ()) for e in labels.entities if e.parent_id in by_id]
    for claim in labels.claims:
        by_id[claim.id] = _claim_span(claim, labels.sentence_id)
        more, arcs = _claim_parts(claim, by_id, labels.sentence_id)
        spans += [by_id[claim.id], *more]
        links += arcs
    links += [(by_id[t.entity_id], by_id[t.claim_id], HELD_IN, ()) for t in targets.values() if t.claim_id in by_id]
    ordered = sorted(dict.fromkeys(spans), key=in_order)
    index = {span: i for i, span in enumerate(ordered)}
    relations = sorted((Relation(index[a], index[b], label, pairs) for a, b, label, pairs in links), key=_arc)
    own = [s for s in labels.sentiments if s.entity_id is None]
    choices = tuple(pair for s in own for pair in _pairs(sentiment=s.polarity, sentiment_confidence=s.confidence))
    meta = _pairs(raw_start=labels.raw_start, raw_end=labels.raw_end)
    return TaggedText(labels.sentence_id, labels.text, tuple(ordered), tuple(relations), choices, None, meta)


def to_labels(text: TaggedText) -> tuple[SentenceLabels, list[XinwenError]]:
    """The labels of a sentence, and an error for each span that the scheme has no place for.

    Spans without a level are outer or inner as they nest. A text from elsewhere, that says nothing of a raw text, is its own.
    Errors: ``format-label`` (a label that is not in the scheme), ``format-claim`` (a claim without time or certainty),
    ``format-number``.
    """
    problems: list[XinwenError] = []
    spans = with_levels(text.spans)
    ids = _ids(spans)
    entities: dict[int, Entity] = {}
    claims: dict[int, Claim] = {}
    sentiments: list[Sentiment] = []
    own = dict(text.choices)
    if own.get("sentiment") in scheme().sentence_polarities:
        sentiments.append(Sentiment(own["sentiment"], confidence=_number(own.get("sentiment_confidence"), text.id)))
    elif "sentiment" in own:
        problems.append(_not_in_scheme(own["sentiment"], text.id))
    for i, span in enumerate(spans):
        try:
            if span.level in ENTITY_LEVELS:
                entities[i] = _entity(span, ids[i], text)
            elif span.level == "claim":
                claims[i] = _claim(span, ids[i], text)
        except XinwenError as problem:
            problems.append(problem)
    arcs = _Arcs(text, spans, ids, entities, claims)
    sentiments += [s for i in entities if (s := arcs.sentiment(i))]
    meta = dict(text.meta)
    return (
        SentenceLabels(
            text.id,
            text.text,
            int(meta.get("raw_start", 0)),
            int(meta.get("raw_end", len(text.text))),
            tuple(arcs.entity(i) for i in entities),
            tuple(sentiments),
            tuple(arcs.claim(i) for i in claims),
        ),
        problems,
    )


class _Arcs:
    """Fills in what relations say of the entities and claims of a text."""

    def __init__(
        self,
        text: TaggedText,
        spans: Sequence[TaggedSpan],
        ids: Mapping[int, str],
        entities: Mapping[int, Entity],
        claims: Mapping[int, Claim],
    ) -> None:
        self.text, self.spans, self.ids = text, spans, ids
        self.entities, self.claims = entities, claims

    def _to(self, head: int, label: str) -> list[int]:
        return [r.tail for r in self.text.relations if r.head == head and r.label == label]

    def entity(self, i: int) -> Entity:
        entity = self.entities[i]
        if entity.level != "inner":
            return entity
        told = [p for p in self._to(i, PART_OF) if p in self.entities]
        around = [p for p, e in self.entities.items() if e.level == "outer" and _inside(entity, e)]
        return entity._replace(parent_id=self.ids[(told or around)[0]] if told or around else None)

    def sentiment(self, i: int) -> Sentiment | None:
        attributes = dict(self.spans[i].attributes)
        if "polarity" not in attributes:
            return None
        held = [c for c in self._to(i, HELD_IN) if c in self.claims]
        claim_id = self.ids[held[0]] if held else None
        confidence = _number(attributes.get("polarity_confidence"))
        return Sentiment(attributes["polarity"], self.ids[i], attributes.get("basis"), claim_id, confidence)

    def claim(self, i: int) -> Claim:
        elsewhere = [Mention(**m) for key, m in _json_pairs(self.spans[i]) if key == FROM_SOURCE]
        far_cue = [Mention(**m) for key, m in _json_pairs(self.spans[i]) if key == WITH_CUE]
        cues = [self._mention(t) for t in self._to(i, WITH_CUE)] + far_cue
        about = tuple(self.ids[t] for t in self._to(i, ABOUT) if t in self.entities)
        sources = (*(self._mention(t) for t in self._to(i, FROM_SOURCE)), *elsewhere)
        quantities = tuple(q for r in self.text.relations if r.head == i and (q := self._quantity(r)))
        return replace(self.claims[i], sources=sources, cue=cues[0] if cues else None, about=about, quantities=quantities)

    def _mention(self, i: int) -> Mention:
        span = self.spans[i]
        return Mention(self.text.id, span.start, span.end, self.text.text[span.start : span.end])

    def _quantity(self, relation: Relation) -> Quantity | None:
        kind, _, role = relation.label.partition(".")
        if kind != QUANTITY or relation.tail not in self.entities:
            return None
        told: dict[str, Any] = dict(relation.attributes)
        value = _number(told.pop("value", None))
        return Quantity(self.ids[relation.tail], role, value, **told)


def _entity_span(entity: Entity, target: Sentiment | None) -> TaggedSpan:
    fields = ("id", "name_id", "value", "max_value", "unit", "date", "confidence")
    pairs = _pairs(**{name: getattr(entity, name) for name in fields})
    if target:
        pairs += _pairs(polarity=target.polarity, basis=target.basis, polarity_confidence=target.confidence)
    label = full_type(entity.type, entity.fine_type)
    return TaggedSpan(entity.start_char, entity.end_char, label, entity.level, tuple(sorted(pairs)))


def _claim_span(claim: Claim, sentence_id: str) -> TaggedSpan:
    fields = ("id", "time", "certainty", "source_kind", "quote", "verifiable", "checkworthy", "confidence")
    pairs = _pairs(**{name: getattr(claim, name) for name in fields})
    pairs += tuple(("other_types", kind) for kind in claim.other_types)
    mentions = [(FROM_SOURCE, m) for m in claim.sources] + [(WITH_CUE, claim.cue)] * (claim.cue is not None)
    far = [[key, asdict(m)] for key, m in mentions if m and m.sentence_id != sentence_id]
    pairs += ((_ELSEWHERE, json.dumps(far, ensure_ascii=False)),) if far else ()
    return TaggedSpan(claim.start_char, claim.end_char, claim_label(claim.type), "claim", tuple(sorted(pairs)))


def _claim_parts(claim: Claim, by_id: Mapping[str | None, TaggedSpan], sentence_id: str) -> _Built:
    head = by_id[claim.id]
    sources = [TaggedSpan(m.start_char, m.end_char, SOURCE, "source") for m in claim.sources if m.sentence_id == sentence_id]
    cue = claim.cue
    cues = [TaggedSpan(cue.start_char, cue.end_char, CUE, "cue")] if cue and cue.sentence_id == sentence_id else []
    links: list[tuple[TaggedSpan, TaggedSpan, str, Pairs]] = [(head, span, FROM_SOURCE, ()) for span in sources]
    links += [(head, span, WITH_CUE, ()) for span in cues]
    links += [(head, by_id[e], ABOUT, ()) for e in claim.about if e in by_id]
    for q in claim.quantities:
        if q.entity_id in by_id:
            pairs = _pairs(value=q.value, unit=q.unit, per_unit=q.per_unit, comparator=q.comparator)
            links.append((head, by_id[q.entity_id], f"{QUANTITY}.{q.role}", pairs))
    return sources + cues, links


def _entity(span: TaggedSpan, entity_id: str, text: TaggedText) -> Entity:
    coarse, fine = split_type(span.label)
    types = scheme().entity_types
    if coarse not in types or (fine and fine not in types[coarse]):
        raise _not_in_scheme(span.label, text.id)
    told: dict[str, Any] = dict(span.attributes)
    if told.get("polarity", "neutral") not in scheme().target_polarities:
        raise _not_in_scheme(told["polarity"], text.id)
    _number(told.get("polarity_confidence"), text.id)
    values: dict[str, Any] = {key: _number(told.get(key), text.id) for key in ("value", "max_value", "confidence")}
    values |= {key: told.get(key) for key in ("name_id", "unit", "date")}
    surface = text.text[span.start : span.end]
    return Entity(entity_id, span.start, span.end, surface, coarse, fine, span.level or "outer", **values)


def _claim(span: TaggedSpan, claim_id: str, text: TaggedText) -> Claim:
    kind = split_type(span.label)[1] or ""
    told: dict[str, str] = dict(span.attributes)
    s = scheme()
    if kind not in s.claim_types:
        raise _not_in_scheme(span.label, text.id)
    for key, known in (("time", s.times), ("certainty", s.certainties)):
        if told.get(key) not in known:
            message = f"The claim [{span.start}, {span.end}) has no {key} of {', '.join(known)}."
            raise XinwenError("format-claim", message, place=text.id, remedy=f"Give it the attribute {key}.")
    others = tuple(value for key, value in span.attributes if key == "other_types")
    return Claim(
        id=claim_id,
        start_char=span.start,
        end_char=span.end,
        text=text.text[span.start : span.end],
        type=kind,
        time=told["time"],
        certainty=told["certainty"],
        source_kind=told.get("source_kind", "author"),
        quote=told.get("quote", "none"),
        other_types=tuple(sorted(others, key=s.claim_types.index)) if set(others) <= set(s.claim_types) else others,
        verifiable={"yes": True, "no": False}.get(told.get("verifiable", "")),
        checkworthy=int(told["checkworthy"]) if told.get("checkworthy", "").isdigit() else None,
        confidence=_number(told.get("confidence"), text.id),
    )


def _ids(spans: Sequence[TaggedSpan]) -> dict[int, str]:
    """The ids that spans carry, and fresh ones for those that carry none."""
    told = {i: dict(span.attributes).get("id") for i, span in enumerate(spans)}
    used = set(told.values())
    numbers = {"e": count(1), "c": count(1)}

    def fresh(letter: str) -> str:
        return next(name for n in numbers[letter] if (name := f"{letter}{n:02d}") not in used)

    return {i: told[i] or fresh("c" if span.level == "claim" else "e") for i, span in enumerate(spans)}


def _pairs(**values: object) -> Pairs:
    return tuple((key, _text(value)) for key, value in values.items() if value is not None)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return repr(value) if isinstance(value, float) else str(value)


def _number(value: str | None, place: str = "") -> float | None:
    try:
        return None if value is None else float(value)
    except ValueError:
        raise XinwenError("format-number", f"{value!r} is no number.", place=place, remedy="Write digits.") from None


def _json_pairs(span: TaggedSpan) -> list[tuple[str, dict[str, Any]]]:
    found = dict(span.attributes).get(_ELSEWHERE)
    return [(key, mention) for key, mention in json.loads(found)] if found else []


def _inside(inner: Entity, outer: Entity) -> bool:
    return outer.start_char <= inner.start_char and inner.end_char <= outer.end_char


def _arc(relation: Relation) -> tuple[int, int, str]:
    return relation.head, relation.tail, relation.label


def _not_in_scheme(label: str, place: str) -> XinwenError:
    remedy = "Give a map of its tags to the scheme's."
    return XinwenError("format-label", f"{label!r} is not in the label scheme.", place=place, remedy=remedy)
