"""Re-anchoring: the labels of a pass carried over to sentences that were cleaned or split anew.

A label is taken through the raw text: from its old sentence to the raw characters it was read from, and from these to the new
sentence they stand in. It is accepted where the new sentence says there what the old one did; everything else is handed
back for review. The raw text must be the same, which its checksum in ``sources.jsonl`` vouches for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from xinwen.passes.store import Segments, StoredPass
from xinwen.records import ArticlePass, Claim, Entity, Mention, Sentence, SentenceLabels, Sentiment
from xinwen.text.alignment import Alignment


class Unanchored(NamedTuple):
    """A label that could not be carried over, or not whole.

    Attributes:
        sentence_id, label: where it was: the old sentence, and the label's id (``S``: the sentence's own sentiment).
        old_text, new_text: what it covered, and what the new text has in its place (empty: nothing).
        raw_start, raw_end: its place in the raw text.
        reason: why it has to be looked at.
    """

    sentence_id: str
    label: str
    old_text: str
    new_text: str
    raw_start: int
    raw_end: int
    reason: str


class _Home(NamedTuple):
    """Where a span stands now."""

    sentence_id: str
    start: int
    end: int


Key = tuple[str, str]


def segments_of(sentences: Iterable[Sentence], alignment: Alignment) -> dict[str, Segments]:
    """For each sentence the runs it kept from the raw text, as the store wants them."""
    return {s.sentence_id: tuple(alignment.window(s.start_char, s.end_char)) for s in sentences}


def reanchor(stored: StoredPass, sentences: Sequence[Sentence], alignment: Alignment) -> tuple[ArticlePass, list[Unanchored]]:
    """Carry a pass over to ``sentences``.

    Args:
        stored: the pass, with the runs that its sentences kept from the raw text.
        sentences: the new sentences of the same article, in order.
        alignment: of the new clean text to the raw text.

    Returns:
        The pass on the new sentences, with new local ids, and the labels that have to be looked at.
    """
    move = _Move(stored, sentences, alignment)
    for labels in stored.labels.sentences:
        move.place(labels)
    move.number()
    for labels in stored.labels.sentences:
        move.carry(labels)
    return replace(stored.labels, sentences=tuple(move.labels_of(s) for s in sentences)), move.lost


@dataclass(slots=True)
class _Move:
    """One pass on its way: the new places of its labels, their new ids, the labels carried, the labels lost."""

    stored: StoredPass
    sentences: Sequence[Sentence]
    alignment: Alignment
    entities: dict[Key, tuple[_Home, Entity]] = field(default_factory=dict)
    claims: dict[Key, tuple[_Home, Claim]] = field(default_factory=dict)
    ids: dict[Key, str] = field(default_factory=dict)
    carried: dict[str, SentenceLabels] = field(default_factory=dict)
    lost: list[Unanchored] = field(default_factory=list)

    def __post_init__(self) -> None:
        for s in self.sentences:
            self.carried[s.sentence_id] = SentenceLabels(s.sentence_id, s.text, s.raw_start, s.raw_end)

    def place(self, labels: SentenceLabels) -> None:
        """Find the new places of the entities and claims of a sentence."""
        here = labels.sentence_id
        for e in labels.entities:
            home = self._home(here, e.id, e.start_char, e.end_char, e.text)
            parent = self.entities.get((here, e.parent_id)) if e.parent_id else None
            if home and e.parent_id and (parent is None or parent[0].sentence_id != home.sentence_id):
                self._lose(labels, e.id, e.text, "its outer mention is not in the same sentence any more")
            elif home:
                self.entities[here, e.id] = (home, e)
        for c in labels.claims:
            home = self._home(here, c.id, c.start_char, c.end_char, c.text)
            moved = home and self._claim_mentions(c)
            if home and moved:
                self.claims[here, c.id] = (home, moved)

    def number(self) -> None:
        """Give the labels of each new sentence their ids, in order of position."""
        for prefix, placed in (("e", self.entities), ("c", self.claims)):
            counts: dict[str, int] = {}
            order = [(pair[0], key) for key, pair in placed.items()]
            for home, key in sorted(order, key=lambda item: (item[0].sentence_id, item[0].start, -item[0].end)):
                counts[home.sentence_id] = counts.get(home.sentence_id, 0) + 1
                self.ids[key] = f"{prefix}{counts[home.sentence_id]:02d}"

    def carry(self, labels: SentenceLabels) -> None:
        """Put the labels of a sentence where they belong, with their references."""
        here = labels.sentence_id
        for e in labels.entities:
            if (here, e.id) in self.entities:
                home, _ = self.entities[here, e.id]
                parent = self.ids[here, e.parent_id] if e.parent_id else None
                new = e._replace(id=self.ids[here, e.id], start_char=home.start, end_char=home.end, parent_id=parent)
                self._add(home.sentence_id, entities=(new,))
        for c in labels.claims:
            if (here, c.id) in self.claims:
                self._carry_claim(labels, c.id)
        for s in labels.sentiments:
            self._carry_sentiment(labels, s)

    def labels_of(self, s: Sentence) -> SentenceLabels:
        """The labels carried to a new sentence, in order."""
        labels = self.carried[s.sentence_id]
        rank = {e.id: n for n, e in enumerate(sorted(labels.entities, key=lambda e: e.start_char), 1)}
        return replace(
            labels,
            entities=tuple(sorted(labels.entities, key=lambda e: (e.start_char, -e.end_char))),
            sentiments=tuple(sorted(labels.sentiments, key=lambda v: rank[v.entity_id] if v.entity_id else 0)),
            claims=tuple(sorted(labels.claims, key=lambda c: c.start_char)),
        )

    def _carry_claim(self, labels: SentenceLabels, id: str) -> None:
        here = labels.sentence_id
        home, c = self.claims[here, id]
        homes = {e.id: self.entities[here, e.id][0] for e in labels.entities if (here, e.id) in self.entities}
        near = {id for id, place in homes.items() if place.sentence_id == home.sentence_id}
        for entity_id in (*c.about, *(q.entity_id for q in c.quantities)):
            if entity_id not in near:
                self._lose(labels, id, c.text, f"it no longer reaches the entity {entity_id}")
        new = replace(
            c,
            id=self.ids[here, id],
            start_char=home.start,
            end_char=home.end,
            about=tuple(self.ids[here, a] for a in c.about if a in near),
            quantities=tuple(replace(q, entity_id=self.ids[here, q.entity_id]) for q in c.quantities if q.entity_id in near),
        )
        self._add(home.sentence_id, claims=(new,))

    def _carry_sentiment(self, labels: SentenceLabels, s: Sentiment) -> None:
        here = labels.sentence_id
        if s.entity_id is None:
            twin = self._at(labels)
            if twin is None or twin.text != labels.text:
                self._lose(labels, "S", labels.text, f"the sentence has changed; it was {s.polarity}", twin.text if twin else "")
            else:
                self._add(twin.sentence_id, sentiments=(s,))
            return
        placed = self.entities.get((here, s.entity_id))
        if placed is None:
            self._lose(labels, s.entity_id, labels.text, f"its polarity ({s.polarity}) went with the mention")
            return
        claim = self.claims.get((here, s.claim_id)) if s.claim_id else None
        together = claim is not None and claim[0].sentence_id == placed[0].sentence_id
        if s.claim_id and not together:
            self._lose(labels, s.entity_id, placed[1].text, f"its polarity no longer reaches the claim {s.claim_id}")
        claim_id = self.ids[here, s.claim_id] if s.claim_id and together else None
        self._add(placed[0].sentence_id, sentiments=(replace(s, entity_id=self.ids[here, s.entity_id], claim_id=claim_id),))

    def _claim_mentions(self, c: Claim) -> Claim | None:
        """The claim with its sources and cue at their new places, or None (and noted) where one of them is lost."""
        sources = [self._mention(c.id, m) for m in c.sources]
        cue = self._mention(c.id, c.cue) if c.cue else None
        if None in sources or (c.cue and cue is None):
            return None
        return replace(c, sources=tuple(m for m in sources if m), cue=cue)

    def _mention(self, label: str, m: Mention) -> Mention | None:
        home = self._home(m.sentence_id, label, m.start_char, m.end_char, m.text)
        return Mention(*home, m.text) if home else None

    def _home(self, sentence_id: str, label: str, start: int, end: int, text: str) -> _Home | None:
        """Where a span stands now; None (and noted) where the new text differs."""
        raw = _raw_span(self.stored.segments.get(sentence_id, ()), start, end)
        if raw is None:
            self.lost.append(Unanchored(sentence_id, label, text, "", 0, 0, "its place in the raw text is not known"))
            return None
        new_start, new_end = self.alignment.clean_span(*raw)
        s = self._sentence_at(new_start) if new_end else None
        there = s.text[new_start - s.start_char : new_end - s.start_char] if s else ""
        if s is None or there != text:
            self.lost.append(Unanchored(sentence_id, label, text, there, *raw, "the text has changed"))
            return None
        return _Home(s.sentence_id, new_start - s.start_char, new_end - s.start_char)

    def _sentence_at(self, position: int) -> Sentence | None:
        at = bisect_right(self.sentences, position, key=lambda s: s.start_char) - 1
        return self.sentences[at] if at >= 0 and position < self.sentences[at].end_char else None

    def _at(self, labels: SentenceLabels) -> Sentence | None:
        raw = _raw_span(self.stored.segments.get(labels.sentence_id, ()), 0, len(labels.text))
        return self._sentence_at(self.alignment.clean_span(*raw)[0]) if raw else None

    def _lose(self, labels: SentenceLabels, label: str, old: str, reason: str, new: str = "") -> None:
        self.lost.append(Unanchored(labels.sentence_id, label, old, new, labels.raw_start, labels.raw_end, reason))

    def _add(
        self,
        sentence_id: str,
        entities: tuple[Entity, ...] = (),
        sentiments: tuple[Sentiment, ...] = (),
        claims: tuple[Claim, ...] = (),
    ) -> None:
        to = self.carried[sentence_id]
        self.carried[sentence_id] = replace(
            to, entities=to.entities + entities, sentiments=to.sentiments + sentiments, claims=to.claims + claims
        )


def _raw_span(segments: Segments, start: int, end: int) -> tuple[int, int] | None:
    """The raw span of ``text[start:end]`` of a sentence, or None where none of it was kept from the raw text."""
    cut = ((raw - at, max(at, start), min(at + length, end)) for at, raw, length in segments)
    inside = [(shift + first, shift + last) for shift, first, last in cut if first < last]
    return (inside[0][0], inside[-1][1]) if inside else None
