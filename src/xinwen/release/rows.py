"""Rows of the published tables, made from documents and passes: pure assembly, no model runs here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from xinwen.codec import defaults
from xinwen.documents import Document
from xinwen.records import ArticlePass, Claim, Entity, Name, PassInfo, Sentence, SentenceLabels, Sentiment
from xinwen.scheme import full_type
from xinwen.text.script import script_of

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document with its split, the pass that counts, and every pass over it."""

    document: Document
    split: str
    adopted: ArticlePass
    passes: tuple[ArticlePass, ...]


def sentence_rows(labelled: Labelled) -> Iterator[Row]:
    """Rows of ``sentences``."""
    document, info = labelled.document, labelled.adopted.info
    for sentence, labels in _paired(labelled.document, labelled.adopted):
        sentiments = list(_sentiments(sentence, labels, info))
        yield {
            **{k: getattr(sentence, k) for k in ("sentence_id", "article_id", "position", "paragraph", "kind", "text")},
            **{k: getattr(sentence, k) for k in ("start_char", "end_char", "raw_start", "raw_end")},
            "damaged": bool(sentence.damaged),
            "source_kind": document.article.source.source_kind,
            "polarity": next((s["polarity"] for s in sentiments if s["target_id"] is None), None),
            "entities": list(_entities(sentence, labels, document, info)),
            "sentiments": sentiments,
            "claims": list(_claims(sentence, labels, document, info)),
        }


def ner_row(sentence: Row) -> Row:
    """The BIO row of a ``sentences`` row: coarse outer entities over the characters that are not blank."""
    text = sentence["text"]
    tags = ["O"] * len(text)
    for entity in sentence["entities"]:
        if entity["level"] == "outer":
            start, end = entity["start_char"], entity["end_char"]
            tags[start:end] = [f"B-{entity['type']}"] + [f"I-{entity['type']}"] * (end - start - 1)
    kept = [at for at, character in enumerate(text) if not character.isspace()]
    return {"id": sentence["sentence_id"], "tokens": [text[at] for at in kept], "ner_tags": [tags[at] for at in kept]}


def flat_rows(sentences: Iterable[Row], column: str) -> Iterator[Row]:
    """Rows of ``entities``, ``sentiments`` or ``claims``: the nested column with the place of each sentence."""
    for sentence in sentences:
        place = {"sentence_id": sentence["sentence_id"], "article_id": sentence["article_id"]}
        for row in sentence[column]:
            yield {**place, **row}


def article_row(document: Document) -> Row:
    """The row of ``articles``."""
    article, clean, source = document.article, document.clean, document.article.source
    return {
        "article_id": article.article_id,
        "text": clean.text,
        "raw_text": document.masked_raw_text,
        "alignment": [dict(zip(("start_char", "raw_start", "length"), run, strict=True)) for run in clean.alignment.segments()],
        "removed": [{"step": step, "characters": n} for step, n in sorted(clean.removed_by_step().items())],
        **asdict(document.metadata),
        "rights": source.rights,
        "source_kind": source.source_kind,
        "obtained": source.obtained,
        "sha256": source.sha256,
        "reader": article.reader,
        "encoding": article.encoding,
        "script": script_of(article.raw_text),
    }


def name_rows(names: Iterable[Name], sentences: Iterable[Row]) -> Iterator[Row]:
    """Rows of ``names``: the entries that the sentences mention."""
    used = {entity["name_id"] for sentence in sentences for entity in sentence["entities"]}
    for name in names:
        if name.name_id in used:
            yield {**asdict(name), "aliases": list(name.aliases)}


def raw_label_rows(labelled: Labelled) -> Iterator[Row]:
    """Rows of ``labels_raw``: every decision of every pass."""
    adopted = {labels.sentence_id: _keys(labels) for labels in labelled.adopted.sentences}
    for one in labelled.passes:
        for sentence, labels in _paired(labelled.document, one):
            keys = adopted.get(sentence.sentence_id, frozenset())
            yield from _decisions(sentence, labels, labelled.document, one.info, keys)


def _paired(document: Document, one: ArticlePass) -> Iterator[tuple[Sentence, SentenceLabels]]:
    return zip(document.sentences, one.sentences, strict=True)


def _provenance(info: PassInfo, confidence: float | None) -> Row:
    return {
        "label_source": info.label_source,
        "annotator_kind": info.annotator_kind,
        "annotator": info.annotator,
        "pass": info.name,
        "confidence": confidence,
    }


def _span(sentence: Sentence, start: int, end: int, document: Document) -> Row:
    raw_start, raw_end = document.clean.raw_span(sentence.start_char + start, sentence.start_char + end)
    return {"start_char": start, "end_char": end, "raw_start": raw_start, "raw_end": raw_end}


def _entities(sentence: Sentence, labels: SentenceLabels, document: Document, info: PassInfo) -> Iterator[Row]:
    order = sorted(labels.entities, key=lambda e: (e.start_char, -e.end_char, e.level != "outer"))
    for e in order:
        yield {
            "entity_id": _global(sentence, e.id),
            **_span(sentence, e.start_char, e.end_char, document),
            **{k: getattr(e, k) for k in ("text", "type", "fine_type", "level", "name_id", "value", "max_value", "unit", "date")},
            "parent_id": _global(sentence, e.parent_id),
            **_provenance(info, e.confidence),
        }


def _sentiments(sentence: Sentence, labels: SentenceLabels, info: PassInfo) -> Iterator[Row]:
    for s in sorted(labels.sentiments, key=lambda s: s.entity_id or ""):
        yield {
            "sentiment_id": _sentiment_id(sentence, s),
            "target_id": _global(sentence, s.entity_id),
            "polarity": s.polarity,
            "basis": s.basis,
            "claim_id": _global(sentence, s.claim_id),
            **_provenance(info, s.confidence),
        }


def _claims(sentence: Sentence, labels: SentenceLabels, document: Document, info: PassInfo) -> Iterator[Row]:
    for c in sorted(labels.claims, key=lambda c: c.start_char):
        yield {
            "claim_id": _global(sentence, c.id),
            **_span(sentence, c.start_char, c.end_char, document),
            **{
                k: getattr(c, k) for k in ("text", "type", "time", "certainty", "source_kind", "quote", "verifiable", "checkworthy")
            },
            "other_types": list(c.other_types),
            "sources": [asdict(m) for m in c.sources],
            "cue": [asdict(c.cue)] if c.cue else [],
            "about": [_global(sentence, e) for e in c.about],
            "quantities": [{**asdict(q), "entity_id": _global(sentence, q.entity_id)} for q in c.quantities],
            **_provenance(info, c.confidence),
        }


def _global(sentence: Sentence, local: str | None) -> str | None:
    """An id that is local to the sentence, made unique in the release."""
    return f"{sentence.sentence_id}.{local}" if local else None


def _sentiment_id(sentence: Sentence, s: Sentiment) -> str:
    return f"{sentence.sentence_id}.{s.entity_id}.s" if s.entity_id else f"{sentence.sentence_id}.s00"


def _entity_key(e: Entity) -> tuple[object, ...]:
    return ("entity", e.start_char, e.end_char, full_type(e.type, e.fine_type), e.level)


def _sentiment_key(s: Sentiment, entities: Mapping[str, Entity]) -> tuple[object, ...]:
    target = entities.get(s.entity_id or "")
    return ("sentiment", (target.start_char, target.end_char) if target else None, s.polarity)


def _claim_key(c: Claim) -> tuple[object, ...]:
    return ("claim", c.start_char, c.end_char, c.type)


def _keys(labels: SentenceLabels) -> frozenset[tuple[object, ...]]:
    entities = {e.id: e for e in labels.entities}
    return frozenset(
        [
            *map(_entity_key, labels.entities),
            *map(_claim_key, labels.claims),
            *(_sentiment_key(s, entities) for s in labels.sentiments),
        ]
    )


def _decisions(
    sentence: Sentence, labels: SentenceLabels, document: Document, info: PassInfo, adopted: frozenset[tuple[object, ...]]
) -> Iterator[Row]:
    """The rows of one pass over one sentence."""
    entities = {e.id: e for e in labels.entities}
    found: list[tuple[str, str, tuple[object, ...], str, Entity | Claim | None, Any]] = [
        *((f"{e.id}", "entity", _entity_key(e), full_type(e.type, e.fine_type), e, e) for e in labels.entities),
        *((f"{c.id}", "claim", _claim_key(c), c.type, c, c) for c in labels.claims),
        *(
            (
                f"{s.entity_id}.s" if s.entity_id else "s00",
                "sentiment",
                _sentiment_key(s, entities),
                s.polarity,
                entities.get(s.entity_id or ""),
                s,
            )
            for s in labels.sentiments
        ),
    ]
    for local, layer, key, kind, span, label in found:
        start, end = (span.start_char, span.end_char) if span else (0, len(sentence.text))
        yield {
            "sentence_id": sentence.sentence_id,
            "article_id": sentence.article_id,
            "label_id": _global(sentence, local),
            "layer": layer,
            **_span(sentence, start, end, document),
            "text": span.text if span else None,
            "type": kind,
            "attributes": _attributes(label),
            "adopted": key in adopted,
            **_provenance(info, label.confidence),
            "guidelines": info.guidelines,
            "independent": info.independent,
        }


_COVERED = {"id", "start_char", "end_char", "text", "type", "fine_type", "polarity", "confidence"}


def _attributes(label: Entity | Sentiment | Claim) -> str:
    """What the columns of ``labels_raw`` do not say of a label, as JSON."""
    said = ((name, getattr(label, name)) for name, _ in defaults(type(label)) if name not in _COVERED)
    rest = {name: value for name, value in said if value not in (None, ())}
    return json.dumps(rest, ensure_ascii=False, sort_keys=True, default=asdict)


def rows_by_table(labelled: Sequence[Labelled], names: Sequence[Name]) -> dict[str, list[Row]]:
    """All rows of one split, by table, articles in the order of their ids."""
    labelled = sorted(labelled, key=lambda one: one.document.article.article_id)
    sentences = [row for one in labelled for row in sentence_rows(one)]
    return {
        "sentences": sentences,
        "ner": [ner_row(row) for row in sentences],
        "articles": [article_row(one.document) for one in labelled],
        **{column: list(flat_rows(sentences, column)) for column in ("entities", "sentiments", "claims")},
        "names": list(name_rows(names, sentences)),
        "labels_raw": [row for one in labelled for row in raw_label_rows(one)],
    }
