"""Strict span scores: a span counts when start, end and type are the same, and not otherwise.

Micro scores pool all spans, macro F1 is the mean over the types that gold or prediction has (what seqeval's strict IOB2 mode gives,
which tests compare with). Errors are told apart as MUC does: right boundary with a wrong type, right type with a wrong boundary.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple


class TypedSpan(NamedTuple):
    """A span of a unit (a sentence's id), half-open, with its type."""

    unit: Hashable
    start: int
    end: int
    type: str


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one type, or of all: ``correct`` are in both, ``gold`` and ``predicted`` are totals."""

    correct: int
    gold: int
    predicted: int

    @property
    def precision(self) -> float | None:
        """Share of predicted spans that are right; None where nothing was predicted."""
        return self.correct / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """Share of gold spans that were found; None where there are none."""
        return self.correct / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None where there are no spans on either side."""
        return 2 * self.correct / (self.gold + self.predicted) if self.gold + self.predicted else None

    def as_dict(self) -> dict[str, float | int | None]:
        """Scores and counts as a flat record."""
        scores = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return {**scores, "correct": self.correct, "gold": self.gold, "predicted": self.predicted}


@dataclass(frozen=True, slots=True)
class SpanScores:
    """Strict scores over a set of spans.

    Attributes:
        micro: all types pooled; types: each by itself.
        wrong_type: gold spans that were predicted with the same boundaries and another type.
        wrong_boundary: gold spans, not found, that a wrong predicted span of the same type overlaps.
        missed, spurious: the other gold spans not found, and the predicted spans that account for no gold one.
    """

    micro: Score
    types: Mapping[str, Score]
    wrong_type: int
    wrong_boundary: int
    missed: int
    spurious: int

    @property
    def macro_f1(self) -> float | None:
        """Mean F1 over the types that occur; None where there are none."""
        scores = [score.f1 for score in self.types.values() if score.f1 is not None]
        return sum(scores) / len(scores) if scores else None

    def as_dict(self) -> dict[str, object]:
        """Everything as plain values."""
        errors = {key: getattr(self, key) for key in ("wrong_type", "wrong_boundary", "missed", "spurious")}
        types = {type: score.as_dict() for type, score in self.types.items()}
        return {"micro": self.micro.as_dict(), "macro_f1": self.macro_f1, "types": types, "errors": errors}


def score_spans(gold: Iterable[TypedSpan], predicted: Iterable[TypedSpan]) -> SpanScores:
    """Score ``predicted`` against ``gold``; a span that stands twice on one side counts once."""
    gold, predicted = set(gold), set(predicted)
    correct = gold & predicted
    counts = [Counter(span.type for span in spans) for spans in (correct, gold, predicted)]
    types = {type: Score(*(count[type] for count in counts)) for type in sorted(counts[1].keys() | counts[2].keys())}
    wrong_type, wrong_boundary, explained = _near_misses(gold - correct, predicted - correct)
    left = len(gold - correct) - wrong_type - wrong_boundary
    micro = Score(len(correct), len(gold), len(predicted))
    return SpanScores(micro, types, wrong_type, wrong_boundary, left, len(predicted - correct) - explained)


def _near_misses(gold: set[TypedSpan], predicted: set[TypedSpan]) -> tuple[int, int, int]:
    """Counts of wrong types, of wrong boundaries, and of the predicted spans used up by them, each used once."""
    by_unit: defaultdict[Hashable, list[TypedSpan]] = defaultdict(list)
    for span in sorted(predicted, key=lambda s: (s.start, s.end, s.type)):
        by_unit[span.unit].append(span)
    counts = [0, 0]
    left = sorted(gold, key=lambda s: (s.start, s.end, s.type))
    for kind, near in enumerate((_same_boundary, _same_type)):
        unmatched = []
        for span in left:
            rivals = by_unit[span.unit]
            rival = next((r for r in rivals if near(span, r)), None)
            if rival is None:
                unmatched.append(span)
            else:
                rivals.remove(rival)
                counts[kind] += 1
        left = unmatched
    return counts[0], counts[1], sum(counts)


def _same_boundary(a: TypedSpan, b: TypedSpan) -> bool:
    return (a.start, a.end) == (b.start, b.end)


def _same_type(a: TypedSpan, b: TypedSpan) -> bool:
    return a.type == b.type and a.start < b.end and b.start < a.end


def overlap_score(gold: Iterable[TypedSpan], predicted: Iterable[TypedSpan]) -> Score:
    """How many spans have a partner on the other side that they overlap, whatever its type, each used once.

    Spans of one side do not overlap each other, so going through both from the left pairs as many as can be paired.
    """
    pairs = 0
    rivals: defaultdict[Hashable, list[TypedSpan]] = defaultdict(list)
    gold, predicted = list(gold), list(predicted)
    for span in sorted(predicted, key=lambda s: s.start):
        rivals[span.unit].append(span)
    for span in sorted(gold, key=lambda s: s.start):
        rival = next((r for r in rivals[span.unit] if r.start < span.end and span.start < r.end), None)
        if rival:
            rivals[span.unit].remove(rival)
            pairs += 1
    return Score(pairs, len(gold), len(predicted))
