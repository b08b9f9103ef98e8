"""The labels of any labeller without those that it is not sure enough of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from xinwen.errors import XinwenError
from xinwen.labellers import Labeller
from xinwen.labellers.report import Report
from xinwen.records import Sentence, SentenceLabels


class Thresholded(Labeller):
    """A labeller whose labels below a confidence are left out and counted in its report."""

    def __init__(self, labeller: Labeller, minimum: float) -> None:
        if not 0 <= minimum <= 1:
            message = f"The threshold {minimum:g} does not lie between 0 and 1."
            raise XinwenError("labeller-threshold", message, remedy="Give a confidence, e.g. 0.8.")
        self._labeller, self._minimum = labeller, minimum
        self.name = labeller.name
        self.version = f"{labeller.version}, confidence >= {minimum:g}"
        self.annotator_kind = labeller.annotator_kind
        self.own_names = labeller.own_names
        self.report: Report = labeller.report or Report()

    def label(self, sentences: Sequence[Sentence]) -> list[SentenceLabels]:
        """Label one article's sentences, in order."""
        kept = []
        for labels in self._labeller.label(sentences):
            sure, left_out = above(labels, self._minimum)
            kept.append(sure)
            self.report.counts.update({f"{layer} below the threshold": n for layer, n in left_out.items()})
        return kept


def above(labels: SentenceLabels, minimum: float) -> tuple[SentenceLabels, Counter[str]]:
    """The labels whose confidence is at least ``minimum``, and how many of each layer were left out.

    A label without a confidence stays. With a mention go the names inside it and the polarity towards it; with a claim the
    reference of a polarity to it.
    """
    sure = {e.id for e in labels.entities if _is_sure(e.confidence, minimum)}
    entities = tuple(e for e in labels.entities if e.id in sure and (e.parent_id is None or e.parent_id in sure))
    there = {e.id for e in entities}
    claims = tuple(
        replace(c, about=tuple(a for a in c.about if a in there), quantities=tuple(q for q in c.quantities if q.entity_id in there))
        for c in labels.claims
        if _is_sure(c.confidence, minimum)
    )
    stated = {c.id for c in claims}
    sentiments = tuple(
        replace(s, claim_id=s.claim_id if s.claim_id in stated else None)
        for s in labels.sentiments
        if _is_sure(s.confidence, minimum) and (s.entity_id is None or s.entity_id in there)
    )
    kept = replace(labels, entities=entities, sentiments=sentiments, claims=claims)
    layers = ("entities", "sentiments", "claims")
    return kept, +Counter({layer: len(getattr(labels, layer)) - len(getattr(kept, layer)) for layer in layers})


def _is_sure(confidence: float | None, minimum: float) -> bool:
    return confidence is None or confidence >= minimum
