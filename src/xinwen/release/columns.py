"""Every published table, column by column: the one declaration that Arrow schemas, the card's YAML, Croissant and the
data dictionary are made from.

Labels are stored as strings and declared as class labels in the YAML: SQL sees ``ORG``, ``load_dataset`` gives integers with
names, and an unknown label raises.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from xinwen.scheme import scheme


@dataclass(frozen=True, slots=True)
class Label:
    """A closed set of strings."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of scalars, labels or structs."""

    item: str | Label | Struct


@dataclass(frozen=True, slots=True)
class Struct:
    """A record inside a column."""

    fields: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type (an Arrow type name, or one of the classes above), and what it means."""

    name: str
    type: str | Label | ListOf | Struct
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A published table (a config): its columns, and those that its rows are sorted by (articles by id, sentences in order)."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    sorted_by: tuple[str, ...]


def arrow_type(kind: str | Label | ListOf | Struct) -> pa.DataType:
    """The Arrow type of a column; labels are strings."""
    if isinstance(kind, Label):
        return pa.string()
    if isinstance(kind, ListOf):
        return pa.list_(pa.field("element", arrow_type(kind.item)))
    if isinstance(kind, Struct):
        return pa.struct([pa.field(c.name, arrow_type(c.type)) for c in kind.fields])
    return pa.type_for_alias(kind)


def arrow_schema(table: Table) -> pa.Schema:
    """The Arrow schema of a table, without metadata."""
    return pa.schema([pa.field(c.name, arrow_type(c.type)) for c in table.columns])


_S = scheme()

_TEXT_SPAN = (
    Column("start_char", "int32", "start in the sentence's text, code points"),
    Column("end_char", "int32", "end in the sentence's text, half-open"),
    Column("raw_start", "int32", "start in articles.raw_text"),
    Column("raw_end", "int32", "end in articles.raw_text, half-open"),
)
_PROVENANCE = (
    Column("label_source", Label(_S.label_sources), "hand: an annotator read the sentence; auto: a labeller's output"),
    Column("annotator_kind", Label(_S.annotator_kinds), "who made the label: person, language_model or program"),
    Column("annotator", "string", "name and version of the annotator"),
    Column("pass", "string", "the pass that the label comes from"),
    Column("confidence", "float32", "the labeller's weight for the label, 0 to 1; null for hand labels"),
)
_ENTITY = (
    Column("entity_id", "string", "sentence_id + .e + number"),
    *_TEXT_SPAN,
    Column("text", "string", "the mention, equal to sentences.text[start_char:end_char]"),
    Column("type", Label(_S.coarse_types), "coarse entity type"),
    Column("fine_type", Label(_S.fine_types), "fine type; null where the coarse type has none"),
    Column("level", Label(_S.levels), "outer: flat, the benchmark; inner: a name inside an outer mention"),
    Column("parent_id", "string", "of an inner mention: the outer entity_id that holds it"),
    Column("name_id", "string", "entry in the register of names; null: none"),
    Column("value", "float64", "of a NUM mention: the number (percent as written, 87 for 87%)"),
    Column("max_value", "float64", "of a range: its upper end"),
    Column("unit", "string", "of a NUM mention: UCUM unit, or ISO 4217 for money"),
    Column("date", "string", "of a NUM.date mention: ISO 8601 date or interval, as far as the text gives it"),
)
_SENTIMENT = (
    Column("sentiment_id", "string", "sentence_id + .s00 for the sentence itself, entity_id + .s for a target"),
    Column("target_id", "string", "the outer entity_id that the polarity is about; null: the sentence itself"),
    Column("polarity", Label(_S.sentence_polarities), "effect on the target as the text states it; mixed: sentences only"),
    Column("basis", Label(_S.bases), "experimental: what the polarity rests on; null for sentences"),
    Column("claim_id", "string", "the claim that carries the view of a quoted holder"),
)
_MENTION = (
    Column("sentence_id", "string", "the sentence that the span stands in"),
    Column("start_char", "int32", "start in that sentence's text"),
    Column("end_char", "int32", "end in that sentence's text, half-open"),
    Column("text", "string", "the span's text"),
)
_QUANTITY = (
    Column("entity_id", "string", "the NUM mention"),
    Column("role", Label(_S.quantity_roles), "what the number is in the claim"),
    Column("value", "float64", "the normalised number"),
    Column("unit", "string", "UCUM unit, or ISO 4217 for money"),
    Column("per_unit", "string", "per what, e.g. /1e6 token"),
    Column("comparator", Label(_S.comparators), "= unless the text says less, more or about"),
)
_CLAIM = (
    Column("claim_id", "string", "sentence_id + .c + number"),
    *_TEXT_SPAN,
    Column("text", "string", "the content of the claim, without the saying"),
    Column("type", Label(_S.claim_types), "first type that fits, in the order of the guidelines"),
    Column("other_types", ListOf(Label(_S.claim_types)), "further types"),
    Column("time", Label(_S.times), "time of what is claimed"),
    Column("certainty", Label(_S.certainties), "how certain the text makes it"),
    Column("source_kind", Label(_S.source_kinds), "who claims it"),
    Column("quote", Label(_S.quotes), "direct or indirect speech"),
    Column("sources", ListOf(Struct(_MENTION)), "spans that name the source; may stand in another sentence"),
    Column("cue", ListOf(Struct(_MENTION)), "the span of the saying; at most one"),
    Column("verifiable", "bool", "experimental: a stranger could check it against a source"),
    Column("checkworthy", "int8", "experimental: 0 to 3"),
    Column("about", ListOf("string"), "entity_ids that the claim is about"),
    Column("quantities", ListOf(Struct(_QUANTITY)), "numbers that the claim rests on"),
)
_PLACE = (
    Column("sentence_id", "string", "the sentence"),
    Column("article_id", "string", "the article"),
)

SENTENCES = Table(
    "sentences",
    "a row a sentence, labels nested",
    (
        Column("sentence_id", "string", "article_id + .s + number"),
        Column("article_id", "string", "the article"),
        Column("position", "int32", "place in the article, from 1"),
        Column("paragraph", "int32", "paragraph of the article's clean text, from 1"),
        Column("kind", Label(_S.sentence_kinds), "what the unit is on the page"),
        Column("text", "string", "the sentence, equal to articles.text[start_char:end_char]"),
        Column("start_char", "int32", "start in articles.text, code points"),
        Column("end_char", "int32", "end in articles.text, half-open"),
        Column("raw_start", "int32", "start in articles.raw_text"),
        Column("raw_end", "int32", "end in articles.raw_text, half-open"),
        Column("damaged", "bool", "holds garbled text that could not be restored; nothing is labelled there"),
        Column("source_kind", "string", "web: somebody else's page; synthetic: written for the data set by a language model"),
        Column("polarity", Label(_S.sentence_polarities), "sentiment of the sentence (the row without target in sentiments)"),
        Column("entities", ListOf(Struct((*_ENTITY, *_PROVENANCE))), "entity mentions, outer and inner"),
        Column("sentiments", ListOf(Struct((*_SENTIMENT, *_PROVENANCE))), "of the sentence and of its targets"),
        Column("claims", ListOf(Struct((*_CLAIM, *_PROVENANCE))), "what the sentence asserts"),
    ),
    ("article_id", "position"),
)
NER = Table(
    "ner",
    "a row a sentence: coarse outer entities as BIO tags, one token a character that is not blank",
    (
        Column("id", "string", "sentence_id"),
        Column("tokens", ListOf("string"), "the characters of the sentence without blanks"),
        Column("ner_tags", ListOf(Label(_S.bio_tags)), "BIO tags of the coarse outer entities"),
    ),
    (),
)
ARTICLES = Table(
    "articles",
    "a row an article: texts and metadata",
    (
        Column("article_id", "string", "stable id"),
        Column("title", "string", "title as the page gives it, cleaned"),
        Column("text", "string", "the clean text; paragraphs end with a newline"),
        Column("raw_text", "string", "the decoded page, contact data masked character for character"),
        Column("alignment", ListOf(Struct((
            Column("start_char", "int32", "start of a kept run in text"),
            Column("raw_start", "int32", "its start in raw_text"),
            Column("length", "int32", "its length in code points"),
        ))), "the runs of raw_text that text is made of"),
        Column("removed", ListOf(Struct((
            Column("step", "string", "the cleaning step"),
            Column("characters", "int32", "how many characters of raw_text it removed"),
        ))), "removed characters by step; with the kept ones they add up to raw_text"),
        Column("author", "string", "byline"),
        Column("publisher", "string", "who published the page, as far as it tells"),
        Column("date", "string", "ISO 8601, as far as the page tells"),
        Column("url", "string", "address, as far as the page tells"),
        Column("summary", "string", "the page's own summary"),
        Column("original_title", "string", "title of the original that the page names"),
        Column("signature", "string", "signature under the article"),
        Column("rights", "string", "who holds the rights in the text"),
        Column("source_kind", "string", "web or synthetic"),
        Column("obtained", "string", "how the page came to the project"),
        Column("sha256", "string", "of the page's bytes as received"),
        Column("reader", "string", "the reader that took it: plain, markdown, html, jsonl"),
        Column("encoding", "string", "the encoding that the bytes were decoded with"),
        Column("script", "string", "of the raw text: Hans, Hant, mixed or none"),
    ),
    ("article_id",),
)
ENTITIES = Table("entities", "a row an entity mention", (*_PLACE, *_ENTITY, *_PROVENANCE), ("article_id",))
SENTIMENTS = Table(
    "sentiments", "a row a polarity: of a sentence, or towards a target", (*_PLACE, *_SENTIMENT, *_PROVENANCE), ("article_id",)
)
CLAIMS = Table("claims", "a row a claim", (*_PLACE, *_CLAIM, *_PROVENANCE), ("article_id",))
NAMES = Table(
    "names",
    "the register of names: a row a name that the articles of the split mention",
    (
        Column("name_id", "string", "stable id"),
        Column("type", Label(_S.coarse_types), "coarse type"),
        Column("fine_type", Label(_S.fine_types), "fine type"),
        Column("name_zh", "string", "canonical Chinese name"),
        Column("name_en", "string", "English name"),
        Column("aliases", ListOf("string"), "other forms"),
        Column("note", "string", "what a reader should know"),
    ),
    ("name_id",),
)
LABELS_RAW = Table(
    "labels_raw",
    "a row a decision of a pass: every label that every annotator gave, adopted or not",
    (
        *_PLACE,
        Column("label_id", "string", "id of the label within its pass"),
        Column("layer", Label(("entity", "sentiment", "claim")), "which layer the label belongs to"),
        *_TEXT_SPAN,
        Column("text", "string", "the labelled span; for a sentiment its target, null for the sentence itself"),
        Column("type", "string", "entity type with fine type, polarity, or claim type"),
        Column("attributes", "string", "everything else the pass says of it, as JSON with sorted keys"),
        Column("adopted", "bool", "whether the published label is the same in span and type"),
        *_PROVENANCE,
        Column("guidelines", "string", "version of the guidelines the pass was made under"),
        Column("independent", "bool", "the annotator had seen no other pass over the text"),
    ),
    ("article_id",),
)

TABLES: dict[str, Table] = {t.name: t for t in (SENTENCES, NER, ARTICLES, ENTITIES, SENTIMENTS, CLAIMS, NAMES, LABELS_RAW)}
"""The configs, the default first."""

#: The flat tables and the nested column of ``sentences`` that holds the same rows.
FLAT: dict[str, Table] = {t.name: t for t in (ENTITIES, SENTIMENTS, CLAIMS)}
