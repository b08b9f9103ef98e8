"""Labels of one sentence, written as the lines of an authoring form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from xinwen.passes.surface import written
from xinwen.records import Claim, Entity, Mention, Quantity, SentenceLabels, Sentiment
from xinwen.register import Register
from xinwen.scheme import full_type, scheme


def label_lines(labels: SentenceLabels, texts: Mapping[str, str], register: Register) -> Iterator[str]:
    """The lines below a sentence's text.

    Raises:
        SurfaceError: for a span that the form cannot name.
    """
    views = {s.entity_id: s for s in labels.sentiments}
    if None in views:
        yield f"S {views[None].polarity}"
    entities = {e.id: e for e in labels.entities}
    for outer in (e for e in labels.entities if e.level == "outer"):
        yield _entity_line(labels, outer, None, views, register)
        for inner in (e for e in labels.entities if e.parent_id == outer.id):
            yield _entity_line(labels, inner, outer, views, register)
    for claim in labels.claims:
        yield f"C {written(labels.text, claim.start_char, claim.end_char)}"
        yield from (f"  {key}: {value}" for key, value in _claim_fields(labels, claim, entities, texts))


def _entity_line(
    labels: SentenceLabels, e: Entity, outer: Entity | None, views: Mapping[str | None, Sentiment], register: Register
) -> str:
    start, end = (outer.start_char, outer.end_char) if outer else (0, len(labels.text))
    surface = written(labels.text[start:end], e.start_char - start, e.end_char - start)
    type = full_type(e.type, e.fine_type)
    parts = [f"{'I' if outer else 'E'} {surface} = {type}"]
    if e.name_id is not None:
        parts.append(f"@{register.written(e.name_id, type)}")
    elif e.type in scheme().named_types:
        parts.append("@-")
    if (view := views.get(e.id)) is not None:
        parts.append(_view(view, labels))
    if numbers := _pairs(value=e.value, max=e.max_value, unit=e.unit, date=e.date):
        parts.append(numbers)
    return " | ".join(parts)


def _view(view: Sentiment, labels: SentenceLabels) -> str:
    order = [c.id for c in labels.claims]
    claim = f" c{order.index(view.claim_id) + 1}" if view.claim_id in order else ""
    return f"{view.polarity} {view.basis or '?'}{claim}"


def _claim_fields(
    labels: SentenceLabels, c: Claim, entities: Mapping[str, Entity], texts: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    yield "type", c.type
    if c.other_types:
        yield "other", ", ".join(c.other_types)
    for source in c.sources:
        yield "source", f"{c.source_kind} {_mention(source, labels.sentence_id, texts)}"
    if not c.sources:
        yield "source", c.source_kind
    if c.cue:
        yield "cue", _mention(c.cue, labels.sentence_id, texts)
    yield "quote", c.quote
    yield "time", c.time
    yield "certainty", c.certainty
    if c.verifiable is not None:
        yield "verifiable", "yes" if c.verifiable else "no"
    if c.checkworthy is not None:
        yield "checkworthy", str(c.checkworthy)
    if c.about:
        yield "about", ", ".join(_surface(labels, entities[id]) for id in c.about)
    for q in c.quantities:
        yield "num", _quantity(labels, q, entities[q.entity_id])


def _quantity(labels: SentenceLabels, q: Quantity, e: Entity) -> str:
    """What the entity says itself is left out; ``-`` says that the quantity has none although the entity does."""
    pairs = _pairs(
        role=q.role,
        value=None if q.value == e.value else "-" if q.value is None else q.value,
        unit=None if q.unit == e.unit else q.unit or "-",
        per=q.per_unit,
        cmp=None if q.role == "time" and q.comparator == "=" else q.comparator,
    )
    return f"{_surface(labels, e)} {pairs}"


def _surface(labels: SentenceLabels, e: Entity) -> str:
    return written(labels.text, e.start_char, e.end_char)


def _mention(m: Mention, here: str, texts: Mapping[str, str]) -> str:
    """A mention's surface, with the number of its sentence where that is another one."""
    surface = written(texts[m.sentence_id], m.start_char, m.end_char)
    short = m.sentence_id.rpartition(".")[2]
    return surface if m.sentence_id == here and not re.match(r"s\d+:", surface) else f"{short}:{surface}"


def _pairs(**values: float | str | None) -> str:
    return " ".join(f"{key}={_plain(value)}" for key, value in values.items() if value is not None)


def _plain(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return str(int(value)) if float(value).is_integer() else repr(value)
