"""The scores of a system on gold sentences, layer by layer, each figure with what it rests on.

Spans are scored strictly (`xinwen.metrics.spans`); intervals come from counts per sentence (`xinwen.bench.counts`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from xinwen.bench.claims import claim_counts
from xinwen.bench.counts import Counts, Sampling, count
from xinwen.bench.gold import Gold
from xinwen.bench.marks import Entity, Marks
from xinwen.metrics.intervals import Interval
from xinwen.metrics.spans import Score, SpanScores, TypedSpan, score_spans

#: Upper bounds of the bins of lengths in characters; what is longer is in a last bin.
SENTENCE_BINS = (20, 40, 80)
MENTION_BINS = (2, 4, 8)


@dataclass(frozen=True)
class Figure:
    """A statistic of counts, ``micro_f1`` or ``macro_f1``, with its interval and how that was drawn."""

    counts: Counts
    statistic: str
    sampling: Sampling
    interval: Interval | None

    def as_dict(self) -> dict[str, object]:
        """The figure with the counts and the scores that it rests on."""
        bounds = self.interval and {"low": self.interval.low, "high": self.interval.high}
        value = self.interval and self.interval.estimate
        labels = {label: score.as_dict() for label, score in self.counts.by_label.items()}
        return {"statistic": self.statistic, "value": value, "interval": bounds, **self.counts.total.as_dict(), "labels": labels}


@dataclass(frozen=True)
class EntityScores:
    """Scores of outer mentions.

    Attributes:
        spans: strict scores, and the kinds of errors.
        micro, macro: their F1 with intervals; types: F1 of each tag.
        slices: by what they are sliced by (``seen in train``, ``sentence length``, ``mention length``, ``article``, ``source``),
            the scores of each part.
    """

    spans: SpanScores
    micro: Figure
    macro: Figure
    types: Mapping[str, Interval]
    slices: Mapping[str, Mapping[str, Score]]

    def as_dict(self) -> dict[str, object]:
        """Everything as plain values."""
        strict = self.spans.as_dict()
        types = {tag: {**score.as_dict(), **_bounds(self.types.get(tag))} for tag, score in self.spans.types.items()}
        slices = {by: {part: score.as_dict() for part, score in parts.items()} for by, parts in self.slices.items()}
        micro, macro = ({"value": f.interval and f.interval.estimate, **_bounds(f.interval)} for f in (self.micro, self.macro))
        figures = {"micro_f1": micro, "macro_f1": macro}
        return {**figures, "micro": strict["micro"], "types": types, "errors": strict["errors"], **slices}


@dataclass(frozen=True)
class Scores:
    """The scores of a system: of entities, and of the other layers by the figure's name; None for a layer that it does not give."""

    entities: EntityScores | None
    sentiment: Mapping[str, Figure] | None
    claims: Mapping[str, Figure] | None

    @property
    def figures(self) -> dict[str, Figure]:
        """The figures that systems are compared by, by name."""
        found = {f"entities {f.statistic}": f for f in (self.entities.micro, self.entities.macro)} if self.entities else {}
        return {**found, **(self.sentiment or {}), **(self.claims or {})}

    def as_dict(self) -> dict[str, object]:
        """Everything as plain values."""
        layers = {"sentiment": self.sentiment, "claims": self.claims}
        plain = {layer: {name: f.as_dict() for name, f in found.items()} for layer, found in layers.items() if found is not None}
        return {**({"entities": self.entities.as_dict()} if self.entities else {}), **plain}


def score(gold: Gold, marks: Sequence[Marks], layers: Iterable[str], sampling: Sampling) -> Scores:
    """Score a system's marks, under the same tag set as gold, sentence by sentence."""
    layers = set(layers) & set(gold.layers)
    return Scores(
        score_entities(gold, marks, sampling) if "entities" in layers else None,
        score_sentiment(gold.marks, marks, sampling) if "sentiment" in layers else None,
        score_claims(gold, marks, sampling) if "claims" in layers else None,
    )


def score_entities(gold: Gold, marks: Sequence[Marks], sampling: Sampling) -> EntityScores:
    """Scores of outer mentions."""
    counts = entity_counts(gold.marks, marks)
    return EntityScores(
        score_spans(typed_spans(gold, gold.marks), typed_spans(gold, marks)),
        _figure(counts, "micro_f1", sampling),
        _figure(counts, "macro_f1", sampling),
        sampling.label_intervals(counts),
        _slices(gold, marks, counts),
    )


def entity_counts(gold: Sequence[Marks], marks: Sequence[Marks]) -> Counts:
    """Counts of mentions by tag."""
    return count(*([[((e.start, e.end), e.tag) for e in m.entities] for m in side] for side in (gold, marks)))


def typed_spans(gold: Gold, marks: Sequence[Marks]) -> list[TypedSpan]:
    """The mentions as `xinwen.metrics` takes them."""
    return [TypedSpan(i, e.start, e.end, e.tag) for i, m in enumerate(marks) for e in m.entities]


def _slices(gold: Gold, marks: Sequence[Marks], counts: Counts) -> dict[str, dict[str, Score]]:
    """The same counts, part by part."""
    lengths = np.array([_bin(len(source.text), SENTENCE_BINS) for source in gold.sources])
    slices = {
        "by_sentence_length": _by_sentence(counts, lengths, _bins(SENTENCE_BINS)),
        "by_mention_length": _by_mention(gold, marks, lambda e, _: _bin(e.end - e.start, MENTION_BINS), _bins(MENTION_BINS)),
        "by_article": _by_sentence(counts, np.array(gold.articles)) if len(set(gold.articles)) < len(gold.articles) else {},
        "by_source": _by_sentence(counts, np.array([source.source_kind or "not told" for source in gold.sources])),
    }
    if gold.names is not None:
        slices["names_by_train"] = _by_mention(gold, marks, _novelty(gold), ("seen", "unseen"))
    return slices


def _novelty(gold: Gold) -> Callable[[Entity, str], str | None]:
    """Whether a name stands in the training data under the same surface; numbers are no names."""
    names, numbers = gold.names or frozenset(), gold.tags.numbers
    return lambda e, text: None if e.tag in numbers else "seen" if text[e.start : e.end] in names else "unseen"


def _by_sentence(counts: Counts, part: npt.NDArray[np.str_], order: Sequence[str] | None = None) -> dict[str, Score]:
    there = set(part.tolist())
    return {name: counts.where(part == name).total for name in (order or sorted(there)) if name in there}


def _by_mention(
    gold: Gold, marks: Sequence[Marks], part: Callable[[Entity, str], str | None], order: Iterable[str]
) -> dict[str, Score]:
    """The scores of mentions of each part; gold's and the system's are told apart in the same way."""
    texts = [source.text for source in gold.sources]
    sides = (
        [[(e, p) for e in m.entities if (p := part(e, text))] for text, m in zip(texts, side, strict=True)]
        for side in (gold.marks, marks)
    )
    found = count(*sides).by_label
    return {name: found[name] for name in order if name in found}


def score_sentiment(gold: Sequence[Marks], marks: Sequence[Marks], sampling: Sampling) -> dict[str, Figure]:
    """Macro F1 of polarities: of sentences, of targets, of targets whose mention was found, and where polarities conflict."""
    sentence = count(*([[("", m.polarity)] if m.polarity else [] for m in side] for side in (gold, marks)))
    target = count(*([[(t[:2], t.polarity) for t in m.targets] for m in side] for side in (gold, marks)))
    found = count(*zip(*map(_common_targets, gold, marks), strict=True)) if gold else target
    counts = {"sentence polarity": sentence, "target polarity": target, "target polarity, found targets": found}
    figures = {name: _figure(c, "macro_f1", sampling) for name, c in counts.items()}
    conflict = np.array([has_conflict(m) for m in gold], dtype=bool)
    if conflict.any():
        part = sampling.where(conflict)
        for name in ("sentence polarity", "target polarity"):
            figures[f"{name}, conflict subset"] = _figure(counts[name].where(conflict), "macro_f1", part)
    return figures


def has_conflict(marks: Marks) -> bool:
    """Whether targets of the sentence have opposite polarities."""
    return {"positive", "negative"} <= {target.polarity for target in marks.targets}


def _common_targets(gold: Marks, marks: Marks) -> tuple[list[tuple[object, str]], list[tuple[object, str]]]:
    """The targets that both sides have, with either side's polarity."""
    one, other = ({t[:2]: t.polarity for t in side.targets} for side in (gold, marks))
    both = sorted(one.keys() & other.keys())
    return [(span, one[span]) for span in both], [(span, other[span]) for span in both]


def score_claims(gold: Gold, marks: Sequence[Marks], sampling: Sampling) -> dict[str, Figure]:
    """F1 of detection, of exact spans, and of attribution."""
    counts = claim_counts(gold.sources, gold.marks, marks)
    statistics = {"source kind": "macro_f1"}
    return {name: _figure(c, statistics.get(name, "micro_f1"), sampling) for name, c in counts.items()}


def _figure(counts: Counts, statistic: str, sampling: Sampling) -> Figure:
    return Figure(counts, statistic, sampling, sampling.interval(counts, statistic))


def _bounds(interval: Interval | None) -> dict[str, float | None]:
    return {"low": interval.low if interval else None, "high": interval.high if interval else None}


@cache
def _bins(bounds: tuple[int, ...]) -> tuple[str, ...]:
    """The names of bins: ``1–20``, ``21–40``, ``41+``."""
    starts = (1, *(bound + 1 for bound in bounds))
    return (*(f"{low}–{high}" for low, high in zip(starts, bounds, strict=False)), f"{starts[-1]}+")


def _bin(length: int, bounds: tuple[int, ...]) -> str:
    return _bins(bounds)[bisect_left(bounds, length)]
