"""From a language model's item to a sentence's labels: surfaces become spans, and what fits nowhere is counted.

No offset is the model's: a surface stands where the text has it, at the occurrence that is named or else at the first that is free.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xinwen.labellers.answers import Item
from xinwen.labellers.clauses import trim
from xinwen.labellers.linking import complete
from xinwen.records import Claim, Entity, Mention, Sentence, SentenceLabels, Sentiment
from xinwen.scheme import scheme, split_type

Span = tuple[int, int]


def place(item: Item, sentence: Sentence, shown: Mapping[int, Sentence], counts: Counter[str]) -> SentenceLabels:
    """The labels of a sentence.

    Args:
        item: the model's item for it, as `xinwen.labellers.answers.read_answer` gives it.
        shown: the sentences that the model was shown, by number; sources may stand in any of them.
        counts: where everything that could not be placed is counted.
    """
    placed = _Placement(sentence, shown, counts)
    outer = placed.spans(item["entities"])
    entities, views = placed.entities(outer)
    claims = placed.claims(item["claims"], entities)
    own = Sentiment(item["polarity"])
    targets = tuple(_view(e, views[e.id], claims) for e in entities if e.id in views)
    s = sentence
    return SentenceLabels(s.sentence_id, s.text, s.raw_start, s.raw_end, entities, (own, *targets), claims)


@dataclass(frozen=True, slots=True)
class _Placement:
    """Finds the surfaces of one sentence."""

    sentence: Sentence
    shown: Mapping[int, Sentence]
    counts: Counter[str]

    def spans(self, items: Sequence[Item], within: Span | None = None, bounds: bool = False) -> list[tuple[Span, Item]]:
        """The items with their spans, in order, without overlaps.

        Named occurrences are placed first, then long surfaces before short ones: 英特尔 then does not take the place of 英特尔至强.

        Args:
            within: the stretch of the sentence to look in, which itself is no answer.
            bounds: whether punctuation at the edges is cut off.
        """
        text, (start, end) = self.sentence.text, within or (0, len(self.sentence.text))
        found: list[tuple[Span, Item]] = []
        for item in sorted(items, key=lambda i: (not i.get("occurrence"), -len(i["text"]))):
            span = self._located(text[start:end], item, [(a - start, b - start) for (a, b), _ in found])
            if span is None:
                continue
            span = trim(text, start + span[0], start + span[1]) if bounds else (start + span[0], start + span[1])
            if span[0] >= span[1] or span == within or _overlaps(span, [other for other, _ in found]):
                self.counts["labels that overlap others"] += 1
            elif _overlaps(span, self.sentence.damaged):
                self.counts["labels in damaged text"] += 1
            else:
                found.append((span, item))
        return sorted(found, key=lambda pair: pair[0])

    def entities(self, outer: Sequence[tuple[Span, Item]]) -> tuple[tuple[Entity, ...], dict[str, Item]]:
        """The entities, each outer one before its inner ones, and by id the items of those that have a polarity."""
        made: list[Entity] = []
        views: dict[str, Item] = {}
        for span, item in outer:
            parent = self._entity(len(made) + 1, span, item["type"])
            made.append(parent)
            for inside, inner in self.spans(item.get("inner") or [], within=span):
                one = self._entity(len(made) + 1, inside, inner["type"])
                made.append(one._replace(level="inner", parent_id=parent.id))
            if scheme().is_target(parent.type, parent.fine_type):
                views[parent.id] = item
        return complete(self.sentence.text, made, self.counts), views

    def claims(self, items: Sequence[Item], entities: Sequence[Entity]) -> tuple[Claim, ...]:
        """The claims, in order. One whose source is not found is left out: without it, it would be the author's."""
        made: list[Claim] = []
        for span, item in self.spans(items, bounds=True):
            sources = tuple(self._sources(item, span))
            if item["source_kind"] != "author" and not sources:
                self.counts["claims without their source"] += 1
                continue
            cue = self._mention(item["cue"], self.sentence, span) if item.get("cue") else None
            others = tuple(t for t in scheme().claim_types if t in (item.get("other_types") or ()) and t != item["type"])
            made.append(
                Claim(
                    f"c{len(made) + 1:02d}",
                    *span,
                    self.sentence.text[slice(*span)],
                    item["type"],
                    item["time"],
                    item["certainty"],
                    item["source_kind"],
                    item["quote"],
                    sources,
                    cue if sources else None,
                    others,
                    about=tuple(dict.fromkeys(self._about(item, entities))),
                )
            )
        return tuple(made)

    def _entity(self, number: int, span: Span, type: str) -> Entity:
        return Entity(f"e{number:02d}", *span, self.sentence.text[slice(*span)], *split_type(type))

    def _sources(self, item: Item, claim: Span) -> Iterator[Mention]:
        for source in item.get("sources") or ():
            sentence = self.shown.get(source["n"]) if source.get("n") else self.sentence
            if sentence is None:
                self.counts["surfaces not in the sentence"] += 1
            elif mention := self._mention(source, sentence, claim):
                yield mention

    def _mention(self, item: Item, sentence: Sentence, claim: Span) -> Mention | None:
        """A source or cue; in the claim's own sentence rather outside the claim."""
        span = self._located(sentence.text, item, [claim] if sentence is self.sentence else [])
        return Mention(sentence.sentence_id, *span, sentence.text[slice(*span)]) if span else None

    def _about(self, item: Item, entities: Sequence[Entity]) -> Iterator[str]:
        outer = {(e.start_char, e.end_char): e.id for e in entities if e.level == "outer"}
        for mention in item.get("about") or ():
            fitting = [outer[span] for span in _named(self.sentence.text, mention) if span in outer]
            self.counts["references to no mention"] += not fitting
            yield from fitting[:1]

    def _located(self, text: str, item: Item, taken: Sequence[Span]) -> Span | None:
        """Where a surface stands, if it does: at its occurrence, at the first free place, or at the first."""
        spans = _named(text, item)
        self.counts["surfaces not in the sentence"] += not spans
        return next((span for span in spans if not _overlaps(span, taken)), spans[0] if spans else None)


def _named(text: str, item: Item) -> list[Span]:
    """The spans that a surface can mean: that of its occurrence, or all of them."""
    spans = [match.span() for match in re.finditer(re.escape(item["text"].strip()), text)]
    occurrence = item.get("occurrence")
    return spans[occurrence - 1 : occurrence] if occurrence else spans


def _overlaps(span: Span, others: Iterable[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _view(entity: Entity, item: Item, claims: Iterable[Claim]) -> Sentiment:
    """The polarity towards a target; a view, where it stands in what somebody else than the author says."""
    if item["polarity"] == "neutral":
        return Sentiment("neutral", entity.id, "fact")
    around = (c for c in claims if c.start_char <= entity.start_char and entity.end_char <= c.end_char)
    said = next((c.id for c in around if c.source_kind != "author"), None)
    return Sentiment(item["polarity"], entity.id, item["basis"], said)
