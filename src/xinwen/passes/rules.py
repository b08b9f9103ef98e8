"""What a pass must fulfil, whoever made it: surfaces, labels, references, order. Structure is the codec's matter.

Ids: ``pass-header``, ``pass-label`` (a value outside the scheme), ``pass-surface`` (text and offsets disagree), ``pass-reference``
(a label points to nothing, or to something of the wrong kind), ``pass-overlap``, ``pass-nesting``, ``pass-order``,
``pass-incomplete`` (a hand pass leaves a required label out), ``pass-sentences`` (its sentences are not those of the article).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from xinwen.errors import XinwenError
from xinwen.passes.remedies import REMEDIES
from xinwen.records import ArticlePass, Claim, Entity, Mention, PassInfo, Quantity, Sentence, SentenceLabels, Sentiment
from xinwen.scheme import full_type, scheme


class Problem(NamedTuple):
    """What is wrong with one label of a sentence: its id (``S`` for the sentence's own sentiment, or empty) and its field."""

    id: str
    label: str
    message: str
    key: str = ""


def check_pass(p: ArticlePass, place: str = "") -> list[XinwenError]:
    """Everything that is wrong with a pass.

    Args:
        p: the pass.
        place: its file, if it was read from one: a sentence's line is then part of each error's place.
    """
    id, whole = "pass-header", place or p.article_id
    errors = [XinwenError(id, message, place=whole, remedy=REMEDIES[id]) for message in _header_problems(p.info)]
    texts = {labels.sentence_id: labels.text for labels in p.sentences}
    if len(texts) < len(p.sentences):
        message = "a sentence stands twice in the pass."
        errors.append(XinwenError("pass-sentences", message, place=whole, remedy="Remove one of its two lines."))
    complete = p.info.label_source == "hand"
    for line, labels in enumerate(p.sentences, 2):
        at = f"{place}:{line}: {labels.sentence_id}" if place else labels.sentence_id
        for problem in sentence_problems(labels, texts, complete=complete):
            where = f"{at}.{problem.label}" if problem.label else at
            errors.append(XinwenError(problem.id, problem.message, place=where, remedy=REMEDIES[problem.id]))
    return errors


def check_sentences(p: ArticlePass, sentences: Sequence[Sentence], place: str = "") -> list[XinwenError]:
    """Whether a pass has exactly the sentences of its article, in order and with their texts (``pass-sentences``)."""
    at = place or p.article_id
    remedy = "Re-anchor the pass to the new sentences."
    had, wanted = [s.sentence_id for s in p.sentences], [s.sentence_id for s in sentences]
    errors = []
    if had != wanted:
        missing, extra = sorted(set(wanted) - set(had)), sorted(set(had) - set(wanted))
        what = f"missing: {_listed(missing)}; unknown: {_listed(extra)}" if missing or extra else "their order differs"
        message = f"the sentences are not those of the article ({what})."
        errors.append(XinwenError("pass-sentences", message, place=at, remedy=remedy))
    texts = {s.sentence_id: s.text for s in sentences}
    for labels in p.sentences:
        if texts.get(labels.sentence_id, labels.text) != labels.text:
            message = f"{labels.sentence_id} has another text than in the article."
            errors.append(XinwenError("pass-sentences", message, place=at, remedy=remedy))
    return errors


def sentence_problems(labels: SentenceLabels, texts: Mapping[str, str], *, complete: bool) -> Iterator[Problem]:
    """What is wrong with the labels of one sentence.

    Args:
        labels: the sentence and its labels.
        texts: the texts of the pass's sentences by id, for sources in another sentence.
        complete: whether every sentence and every target must have a polarity.
    """
    yield from _entity_problems(labels)
    yield from _sentiment_problems(labels, complete)
    yield from _claim_problems(labels, texts)


def _header_problems(info: PassInfo) -> Iterator[str]:
    s = scheme()
    if info.label_source not in s.label_sources:
        yield f"unknown label_source {info.label_source!r}; known are {', '.join(s.label_sources)}."
    if info.annotator_kind not in s.annotator_kinds:
        yield f"unknown annotator_kind {info.annotator_kind!r}; known are {', '.join(s.annotator_kinds)}."
    for key in ("name", "annotator", "guidelines", "scheme"):
        if not getattr(info, key).strip():
            yield f"{key} is empty."
    if info.independent and info.derived_from:
        yield f"the pass started from {info.derived_from} and cannot be independent."


def _entity_problems(labels: SentenceLabels) -> Iterator[Problem]:
    yield from _duplicates(labels.entities)
    outers = {e.id: e for e in labels.entities if e.level == "outer"}
    for e in labels.entities:
        yield from _surface(labels.text, e, e.id)
        if not scheme().is_type(e.type, e.fine_type):
            yield Problem("pass-label", e.id, f"{full_type(e.type, e.fine_type)} is no entity type of the scheme.")
        yield from _outside(e.id, "level", e.level, scheme().levels)
        yield from _nesting(e, outers)
        if e.type != "NUM" and any(v is not None for v in (e.value, e.max_value, e.unit, e.date)):
            yield Problem("pass-label", e.id, f"only a NUM carries a value, not {full_type(e.type, e.fine_type)}.")
    yield from _overlaps(e for e in labels.entities if e.level == "outer")
    for parent in outers:
        yield from _overlaps(e for e in labels.entities if e.parent_id == parent)
    yield from _order(labels.entities)


def _nesting(e: Entity, outers: Mapping[str, Entity]) -> Iterator[Problem]:
    if e.level != "inner":
        if e.parent_id is not None:
            yield Problem("pass-nesting", e.id, "an outer mention has no parent.")
        return
    parent = outers.get(e.parent_id or "")
    if parent is None:
        yield Problem("pass-reference", e.id, f"its parent {e.parent_id!r} is no outer mention of the sentence.")
        return
    inside = parent.start_char <= e.start_char and e.end_char <= parent.end_char
    if not inside or (e.start_char, e.end_char) == (parent.start_char, parent.end_char):
        yield Problem("pass-nesting", e.id, f"{e.text!r} does not lie inside its parent {parent.text!r}.")


def _sentiment_problems(labels: SentenceLabels, complete: bool) -> Iterator[Problem]:
    entities, claims = {e.id: e for e in labels.entities}, {c.id for c in labels.claims}
    seen: set[str] = set()
    for s in labels.sentiments:
        label = s.entity_id or "S"
        if label in seen:
            yield Problem("pass-reference", label, "two polarities for one target.")
        seen.add(label)
        yield from _sentiment_labels(s, label)
        if complete and s.entity_id is not None and s.basis is None:
            yield Problem("pass-incomplete", label, "the polarity has no basis.")
        if s.entity_id is not None and not _bears_polarity(entities.get(s.entity_id)):
            yield Problem("pass-reference", label, f"{s.entity_id} is no outer mention that bears a polarity.")
        if s.claim_id is not None and s.claim_id not in claims:
            yield Problem("pass-reference", label, f"its claim {s.claim_id} is not in the sentence.")
    rank = {e.id: i for i, e in enumerate(labels.entities, 1)}
    places = [rank.get(s.entity_id, len(rank) + 1) if s.entity_id else 0 for s in labels.sentiments]
    if places != sorted(places):
        yield Problem("pass-order", "", "the sentence's own polarity comes first, then its targets in order.")
    if complete and "S" not in seen:
        yield Problem("pass-incomplete", "S", "the sentence has no polarity.")
    for e in labels.entities:
        if complete and _bears_polarity(e) and e.id not in seen:
            yield Problem("pass-incomplete", e.id, f"the target {e.text!r} has no polarity.")


def _sentiment_labels(s: Sentiment, label: str) -> Iterator[Problem]:
    if s.entity_id is None:
        yield from _outside(label, "polarity", s.polarity, scheme().sentence_polarities)
        return
    yield from _outside(label, "polarity", s.polarity, scheme().target_polarities)
    if s.basis is not None:
        yield from _outside(label, "basis", s.basis, scheme().bases)


def _bears_polarity(e: Entity | None) -> bool:
    return e is not None and e.level == "outer" and scheme().is_target(e.type, e.fine_type)


def _claim_problems(labels: SentenceLabels, texts: Mapping[str, str]) -> Iterator[Problem]:
    yield from _duplicates(labels.claims)
    entities = {e.id: e for e in labels.entities}
    for c in labels.claims:
        yield from _surface(labels.text, c, c.id)
        yield from _claim_labels(c)
        for mention in (*c.sources, *((c.cue,) if c.cue else ())):
            yield from _mention_problems(mention, texts, c.id)
        for id in c.about:
            if id not in entities or entities[id].level != "outer":
                yield Problem("pass-reference", c.id, f"about points to {id}, which is no outer mention of the sentence.", "about")
        for q in c.quantities:
            yield from _quantity_problems(q, entities, c.id)
    yield from _overlaps(labels.claims)
    yield from _order(labels.claims)


def _claim_labels(c: Claim) -> Iterator[Problem]:
    s = scheme()
    for value in (c.type, *c.other_types):
        yield from _outside(c.id, "type", value, s.claim_types)
    yield from _outside(c.id, "time", c.time, s.times)
    yield from _outside(c.id, "certainty", c.certainty, s.certainties)
    yield from _outside(c.id, "source_kind", c.source_kind, s.source_kinds)
    yield from _outside(c.id, "quote", c.quote, s.quotes)
    if c.checkworthy is not None and c.checkworthy not in range(4):
        yield Problem("pass-label", c.id, f"checkworthy is {c.checkworthy}, not 0, 1, 2 or 3.", "checkworthy")
    if (c.source_kind == "author") == bool(c.sources):
        yield Problem("pass-label", c.id, "the author as source has no surface; every other source has one.", "source_kind")


def _mention_problems(m: Mention, texts: Mapping[str, str], label: str) -> Iterator[Problem]:
    if m.sentence_id not in texts:
        yield Problem("pass-reference", label, f"{m.text!r} points to the sentence {m.sentence_id}, which is not in the pass.")
    else:
        yield from _surface(texts[m.sentence_id], m, label)


def _quantity_problems(q: Quantity, entities: Mapping[str, Entity], label: str) -> Iterator[Problem]:
    if q.entity_id not in entities or entities[q.entity_id].type != "NUM":
        yield Problem("pass-reference", label, f"a quantity points to {q.entity_id}, which is no NUM of the sentence.", "role")
    yield from _outside(label, "role", q.role, scheme().quantity_roles)
    yield from _outside(label, "comparator", q.comparator, scheme().comparators)


def _surface(text: str, span: Entity | Claim | Mention, label: str) -> Iterator[Problem]:
    if not 0 <= span.start_char < span.end_char <= len(text):
        yield Problem("pass-surface", label, f"[{span.start_char}, {span.end_char}) is no span of {len(text)} characters.")
    elif text[span.start_char : span.end_char] != span.text:
        there = text[span.start_char : span.end_char]
        yield Problem("pass-surface", label, f"[{span.start_char}, {span.end_char}) is {there!r} and not {span.text!r}.")


def _outside(label: str, key: str, value: str, known: Sequence[str]) -> Iterator[Problem]:
    if value not in known:
        yield Problem("pass-label", label, f"unknown {key} {value!r}; known are {', '.join(known)}.", key)


def _duplicates(labels: Sequence[Entity | Claim]) -> Iterator[Problem]:
    seen: set[str] = set()
    for label in labels:
        if label.id in seen:
            yield Problem("pass-reference", label.id, f"the id {label.id} stands twice in the sentence.")
        seen.add(label.id)


def _overlaps(labels: Iterable[Entity | Claim]) -> Iterator[Problem]:
    for one, two in pairwise(sorted(labels, key=lambda label: (label.start_char, label.end_char))):
        if two.start_char < one.end_char:
            yield Problem("pass-overlap", two.id, f"{two.text!r} overlaps {one.id} {one.text!r}.")


def _order(labels: Sequence[Entity | Claim]) -> Iterator[Problem]:
    for one, two in pairwise(labels):
        if (one.start_char, -one.end_char) > (two.start_char, -two.end_char):
            yield Problem("pass-order", two.id, f"{two.text!r} stands before {one.text!r} in the sentence, after it in the list.")


def _listed(ids: Sequence[str]) -> str:
    return ", ".join(ids[:5]) + (f" and {len(ids) - 5} more" if len(ids) > 5 else "") if ids else "none"
