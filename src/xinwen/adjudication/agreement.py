"""Agreement of two passes over the same sentences, each figure with the number of units it rests on.

Spans are scored strictly, the second pass against the first (F1 is the same either way round). Values are compared on matched
units only: polarities on outer mentions of the same span, attributes of a claim on claims of the same span.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xinwen.errors import XinwenError
from xinwen.metrics.alpha import Agreement, agreement
from xinwen.metrics.spans import Score, SpanScores, TypedSpan, overlap_score, score_spans
from xinwen.records import ArticlePass, Claim, Entity, Mention, PassInfo, SentenceLabels, Sentiment
from xinwen.scheme import full_type

#: A sentence as two passes see it.
Pair = tuple[SentenceLabels, SentenceLabels]
#: A claim as two passes see it, each with its sentence.
ClaimPair = tuple[SentenceLabels, Claim, SentenceLabels, Claim]

_ATTRIBUTES: dict[str, Callable[[Claim], Hashable]] = {
    "type": lambda c: c.type,
    "time": lambda c: c.time,
    "certainty": lambda c: c.certainty,
    "source_kind": lambda c: c.source_kind,
    "quote": lambda c: c.quote,
    "verifiable": lambda c: c.verifiable,
    "checkworthy": lambda c: c.checkworthy,
}


@dataclass(frozen=True, slots=True)
class PassAgreement:
    """How far two passes agree.

    Attributes:
        kind: what the figures are: ``inter-annotator agreement`` when two people made the passes, ``pass agreement`` otherwise.
        entities: strict span scores of fine types by level; coarse: of coarse types, outer mentions (the benchmark).
        links: agreement on the register entry of mentions of the same span.
        sentiment: agreement on the polarity of ``sentence`` and ``target``, and on the target's ``basis``.
        claims: strict score of contents; claims_overlap: of contents that overlap at all.
        attributes: agreement on each attribute of the claims that both have.
        parts: strict scores of ``sources``, ``cues``, ``other_types``, ``about`` and ``quantities`` of these claims.
    """

    a: PassInfo
    b: PassInfo
    kind: str
    articles: int
    sentences: int
    coarse: SpanScores
    entities: Mapping[str, SpanScores]
    links: Agreement
    sentiment: Mapping[str, Agreement]
    claims: Score
    claims_overlap: Score
    attributes: Mapping[str, Agreement]
    parts: Mapping[str, Score]

    def as_dict(self) -> dict[str, object]:
        """All figures as plain values."""
        return {
            "kind": self.kind,
            "a": {"pass": self.a.name, "annotator": self.a.annotator, "annotator_kind": self.a.annotator_kind},
            "b": {"pass": self.b.name, "annotator": self.b.annotator, "annotator_kind": self.b.annotator_kind},
            "independent": self.a.independent and self.b.independent,
            "articles": self.articles,
            "sentences": self.sentences,
            "entities": {"coarse": self.coarse.as_dict(), **{level: s.as_dict() for level, s in self.entities.items()}},
            "links": self.links.as_dict(),
            "sentiment": {key: value.as_dict() for key, value in self.sentiment.items()},
            "claims": {
                "exact": self.claims.as_dict(),
                "overlap": self.claims_overlap.as_dict(),
                "attributes": {key: value.as_dict() for key, value in self.attributes.items()},
                "parts": {key: value.as_dict() for key, value in self.parts.items()},
            },
        }


def agree(a: Sequence[ArticlePass], b: Sequence[ArticlePass]) -> PassAgreement:
    """Agreement of two passes on the articles that both have.

    Raises:
        XinwenError: ``agreement-articles`` when they have none in common, ``agreement-sentences`` when the sentences differ.
    """
    both = _shared(a, b)
    pairs = [pair for one, two in both for pair in sentence_pairs(one, two)]
    first, second = [p for p, _ in pairs], [p for _, p in pairs]
    matched = [claims for pair in pairs for claims in matched_claims(*pair)]
    people = both[0][0].info.annotator_kind == both[0][1].info.annotator_kind == "person"
    return PassAgreement(
        a=both[0][0].info,
        b=both[0][1].info,
        kind="inter-annotator agreement" if people else "pass agreement",
        articles=len(both),
        sentences=len(pairs),
        coarse=score_spans(_entity_spans(first, "outer", fine=False), _entity_spans(second, "outer", fine=False)),
        entities={level: score_spans(_entity_spans(first, level), _entity_spans(second, level)) for level in ("outer", "inner")},
        links=agreement([pair for one, two in pairs for pair in _links(one, two)]),
        sentiment=_sentiment(pairs),
        claims=score_spans(_claim_spans(first), _claim_spans(second)).micro,
        claims_overlap=overlap_score(_claim_spans(first), _claim_spans(second)),
        attributes=_attributes([(one, two) for _, one, _, two in matched]),
        parts={name: _part_score(part, matched) for name, part in _PARTS.items()},
    )


def sentence_pairs(a: ArticlePass, b: ArticlePass) -> Iterator[Pair]:
    """The sentences of an article as two passes see them.

    Raises:
        XinwenError: ``agreement-sentences`` when they are not the same.
    """
    if [(s.sentence_id, s.text) for s in a.sentences] != [(s.sentence_id, s.text) for s in b.sentences]:
        message = f"the passes {a.info.name} and {b.info.name} have other sentences."
        raise XinwenError("agreement-sentences", message, place=a.article_id, remedy="Re-anchor the older one.")
    return zip(a.sentences, b.sentences, strict=True)


def matched_claims(a: SentenceLabels, b: SentenceLabels) -> Iterator[ClaimPair]:
    """The claims of the same span in both."""
    others = {(c.start_char, c.end_char): c for c in b.claims}
    return ((a, c, b, others[c.start_char, c.end_char]) for c in a.claims if (c.start_char, c.end_char) in others)


def _shared(a: Sequence[ArticlePass], b: Sequence[ArticlePass]) -> list[tuple[ArticlePass, ArticlePass]]:
    others = {p.article_id: p for p in b}
    both = [(p, others[p.article_id]) for p in a if p.article_id in others]
    if not both:
        remedy = "Name two passes of the same articles."
        raise XinwenError("agreement-articles", "the two passes have no article in common.", remedy=remedy)
    return both


def _entity_spans(sentences: Iterable[SentenceLabels], level: str, *, fine: bool = True) -> Iterator[TypedSpan]:
    for s in sentences:
        for e in s.entities:
            if e.level == level:
                yield TypedSpan(s.sentence_id, e.start_char, e.end_char, full_type(e.type, e.fine_type if fine else None))


def _claim_spans(sentences: Iterable[SentenceLabels]) -> Iterator[TypedSpan]:
    for s in sentences:
        for c in s.claims:
            yield TypedSpan(s.sentence_id, c.start_char, c.end_char, "claim")


def _links(a: SentenceLabels, b: SentenceLabels) -> Iterator[tuple[str, str]]:
    """What mentions of the same span are linked to, where at least one is linked."""
    others = {(e.start_char, e.end_char, e.level): e.name_id for e in b.entities}
    for e in a.entities:
        key = (e.start_char, e.end_char, e.level)
        if key in others and (e.name_id or others[key]):
            yield e.name_id or "", others[key] or ""


def _sentiment(pairs: Sequence[Pair]) -> dict[str, Agreement]:
    """Polarity of sentences that both judged; polarity and basis of mentions of one span that both judged."""
    views = [(_views(one), _views(two)) for one, two in pairs]
    both = [(one[key], two[key], key) for one, two in views for key in one.keys() & two.keys()]
    targets = [(one, two) for one, two, key in both if key is not None]
    return {
        "sentence": agreement([(one.polarity, two.polarity) for one, two, key in both if key is None]),
        "target": agreement([(one.polarity, two.polarity) for one, two in targets]),
        "basis": agreement([(one.basis, two.basis) for one, two in targets]),
    }


def _views(labels: SentenceLabels) -> dict[tuple[int, int] | None, Sentiment]:
    spans = {e.id: (e.start_char, e.end_char) for e in labels.entities}
    return {spans[s.entity_id] if s.entity_id else None: s for s in labels.sentiments}


def _attributes(claims: Sequence[tuple[Claim, Claim]]) -> dict[str, Agreement]:
    """Agreement on each attribute; what one pass left open is not counted."""
    figures = {}
    for name, value in _ATTRIBUTES.items():
        values = [(value(one), value(two)) for one, two in claims]
        known = [pair for pair in values if None not in pair]
        figures[name] = agreement(known, ordinal=name == "checkworthy")
    return figures


def _part_score(part: Callable[[SentenceLabels, Claim], Iterable[Hashable]], matched: Sequence[ClaimPair]) -> Score:
    """Strict score of the parts of matched claims, pooled."""
    correct = gold = predicted = 0
    for a, one, b, two in matched:
        left, right = set(part(a, one)), set(part(b, two))
        correct, gold, predicted = correct + len(left & right), gold + len(left), predicted + len(right)
    return Score(correct, gold, predicted)


def _place(m: Mention) -> tuple[str, int, int]:
    return (m.sentence_id, m.start_char, m.end_char)


def _quantities(labels: SentenceLabels, c: Claim) -> Iterator[Hashable]:
    spans = {e.id: (e.start_char, e.end_char) for e in labels.entities}
    return ((spans[q.entity_id], q.role, q.value, q.unit, q.per_unit, q.comparator) for q in c.quantities)


def _about(labels: SentenceLabels, c: Claim) -> Iterator[Hashable]:
    entities: dict[str, Entity] = {e.id: e for e in labels.entities}
    return ((entities[id].start_char, entities[id].end_char) for id in c.about)


_PARTS: dict[str, Callable[[SentenceLabels, Claim], Iterable[Hashable]]] = {
    "sources": lambda _, c: map(_place, c.sources),
    "cues": lambda _, c: [_place(c.cue)] if c.cue else [],
    "other_types": lambda _, c: c.other_types,
    "about": _about,
    "quantities": _quantities,
}
