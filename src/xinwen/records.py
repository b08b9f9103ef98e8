"""The records that travel through the house: frozen, plain, and the same everywhere.

Offsets are Unicode code points, spans half-open. ``start_char``/``end_char`` lie in the sentence's text (a sentence's own
in the article's clean text), ``raw_start``/``raw_end`` in the article's raw text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the raw text that a reader knows to be one unit, and its kind (heading, list_item, caption, …)."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself. All optional; dates as the page gives them, in ISO 8601 where they could be read."""

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    date: str | None = None
    url: str | None = None
    summary: str | None = None
    original_title: str | None = None
    signature: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One line of ``sources.jsonl``: where a page came from."""

    article_id: str
    file: str
    sha256: str
    publisher: str | None = None
    url: str | None = None
    date: str | None = None
    rights: str = "unknown"
    source_kind: str = "web"
    obtained: str = ""
    title: str | None = None
    split: str = "train"
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A decoded page: raw text, what the reader found in it, and where it came from.

    Attributes:
        raw_text: for plain text and Markdown the decoded bytes; for HTML what the extractor gave.
        blocks: units of known kind, in order; text outside them is of unknown kind.
        markup: spans of ``raw_text`` that are no text, by the step that found them (``front_matter``, ``markdown``).
        reader: the reader's name; ``encoding``: the one the bytes were decoded with.
    """

    article_id: str
    raw_text: str
    source: Source
    reader: str
    encoding: str
    blocks: tuple[Block, ...] = ()
    markup: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    metadata: Metadata = Metadata()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article's clean text; ``kind`` is one of the scheme's sentence kinds."""

    sentence_id: str
    article_id: str
    position: int
    paragraph: int
    kind: str
    text: str
    start_char: int
    end_char: int
    raw_start: int
    raw_end: int
    damaged: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A span in a sentence that a claim points to: its source or its cue. The sentence may be another than the claim's."""

    sentence_id: str
    start_char: int
    end_char: int
    text: str


class Entity(NamedTuple):
    """An entity mention. ``id`` is local to the sentence (``e03``); ``parent_id`` names the outer mention of an inner one.

    ``value``, ``max_value``, ``unit`` and ``date`` normalise a NUM mention: a number (a range has a ``max_value``), its UCUM or
    ISO 4217 unit, an ISO 8601 date or interval.

    A tuple, unlike the other records: labellers make it by the thousand, and a frozen dataclass of so many fields takes several
    times as long to make.
    """

    id: str
    start_char: int
    end_char: int
    text: str
    type: str
    fine_type: str | None = None
    level: str = "outer"
    parent_id: str | None = None
    name_id: str | None = None
    value: float | None = None
    max_value: float | None = None
    unit: str | None = None
    date: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Sentiment:
    """Polarity of a sentence (``entity_id`` is None) or towards one of its outer entities."""

    polarity: str
    entity_id: str | None = None
    basis: str | None = None
    claim_id: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that a claim rests on: the NUM entity, its role, and its normalised value."""

    entity_id: str
    role: str
    value: float | None = None
    unit: str | None = None
    per_unit: str | None = None
    comparator: str = "="


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim: the span of its content, and what is known of it. ``id`` is local to the sentence (``c01``)."""

    id: str
    start_char: int
    end_char: int
    text: str
    type: str
    time: str
    certainty: str
    source_kind: str = "author"
    quote: str = "none"
    sources: tuple[Mention, ...] = ()
    cue: Mention | None = None
    other_types: tuple[str, ...] = ()
    verifiable: bool | None = None
    checkworthy: int | None = None
    about: tuple[str, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class SentenceLabels:
    """What one pass says of one sentence. ``sentiments`` holds the sentence's own (at most one) and those of its targets."""

    sentence_id: str
    text: str
    raw_start: int
    raw_end: int
    entities: tuple[Entity, ...] = ()
    sentiments: tuple[Sentiment, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class PassInfo:
    """Who made a pass, under what, and whether it can count as independent.

    Attributes:
        name: the pass (``a``, ``b``, ``auto``); one folder in ``annotations/passes``.
        label_source: ``hand`` or ``auto``; ``annotator_kind``: ``person``, ``language_model`` or ``program``.
        annotator: name and version of the annotator.
        guidelines, scheme: the versions it was made under.
        independent: made without sight of another pass; ``derived_from``: the pass it started from, if any.
    """

    name: str
    label_source: str
    annotator_kind: str
    annotator: str
    guidelines: str
    scheme: str
    independent: bool = True
    derived_from: str | None = None


@dataclass(frozen=True, slots=True)
class ArticlePass:
    """One pass over one article: every sentence in order."""

    info: PassInfo
    article_id: str
    sentences: tuple[SentenceLabels, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """An entry of the register of names."""

    name_id: str
    type: str
    fine_type: str | None
    name_zh: str | None
    name_en: str | None
    aliases: tuple[str, ...] = ()
    note: str | None = None
