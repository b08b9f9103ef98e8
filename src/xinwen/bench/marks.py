"""What gold or a system says of one sentence, in the one form that scores are counted from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from xinwen.records import Claim, SentenceLabels
from xinwen.scheme import full_type

OUTER = "outer"
Span = tuple[int, int]


class Entity(NamedTuple):
    """A mention, half-open, under a tag: one of our types, or one of the tag set that is scored under."""

    start: int
    end: int
    tag: str


class Target(NamedTuple):
    """The polarity towards the mention of this span."""

    start: int
    end: int
    polarity: str


class Claimed(NamedTuple):
    """A claim's content and whose it is; a source is a sentence's id and a span in it."""

    start: int
    end: int
    source_kind: str
    sources: frozenset[tuple[str, int, int]] = frozenset()


class Marks(NamedTuple):
    """Everything that is said of a sentence: outer mentions, its own polarity, those of its targets, its claims."""

    entities: tuple[Entity, ...] = ()
    polarity: str | None = None
    targets: tuple[Target, ...] = ()
    claims: tuple[Claimed, ...] = ()


class Source(NamedTuple):
    """A sentence that gold or predictions speak of.

    Attributes:
        article_id: None where the file does not tell; source_kind: ``web``, ``synthetic``, …, None likewise.
        damaged: spans that are garbled.
    """

    id: str
    text: str
    article_id: str | None = None
    source_kind: str | None = None
    kind: str = "body"
    damaged: tuple[Span, ...] = ()


class Marked(NamedTuple):
    """A sentence with what is said of it; ``tokens`` holds what stands for each token where the text itself is not known."""

    source: Source
    marks: Marks
    tokens: tuple[Span, ...] | None = None


def marks_of(labels: SentenceLabels) -> Marks:
    """The marks in a sentence's labels, with our full types."""
    spans = {e.id: (e.start_char, e.end_char) for e in labels.entities if e.level == OUTER}
    entities = (e for e in labels.entities if e.level == OUTER)
    return Marks(
        tuple(Entity(e.start_char, e.end_char, full_type(e.type, e.fine_type)) for e in entities),
        next((s.polarity for s in labels.sentiments if s.entity_id is None), None),
        tuple(Target(*spans[s.entity_id], s.polarity) for s in labels.sentiments if s.entity_id in spans),
        tuple(map(_claimed, labels.claims)),
    )


def _claimed(claim: Claim) -> Claimed:
    sources = frozenset((m.sentence_id, m.start_char, m.end_char) for m in claim.sources)
    return Claimed(claim.start_char, claim.end_char, claim.source_kind, sources)


def layers_in(marks: Iterable[Marks]) -> tuple[str, ...]:
    """The layers that are there at all; entities where there is nothing."""
    marks = list(marks)
    found = {
        "entities": any(m.entities for m in marks),
        "sentiment": any(m.polarity or m.targets for m in marks),
        "claims": any(m.claims for m in marks),
    }
    return tuple(layer for layer, there in found.items() if there) or ("entities",)
