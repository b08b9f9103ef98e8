"""Counts per sentence, from which every figure and every interval is computed: F1 of sums is all there is to it.

An item is what can be right or wrong: a span with its tag, a sentence with its polarity, a claim. ``Counts`` holds, for each
sentence and each label, how many items both sides have, how many gold has, and how many the system gives. A resample of sentences
is a weighted sum of these counts, so that a thousand resamples cost a matrix product and no second scoring.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from xinwen.metrics.intervals import Interval
from xinwen.metrics.spans import Score

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
#: What can be right or wrong, and the label it is counted under.
Item = tuple[Hashable, str]
RESAMPLES = 1000
CONFIDENCE = 0.95
_CORRECT, _GOLD, _PREDICTED = range(3)


@dataclass(frozen=True, eq=False)
class Counts:
    """Counts of both sides.

    Attributes:
        labels: what is counted apart.
        values: shape (sentences, labels, 3): items of both sides, of gold, of the system.
    """

    labels: tuple[str, ...]
    values: Integers

    @property
    def total(self) -> Score:
        """All labels pooled: micro scores."""
        return Score(*map(int, self.values.sum(axis=(0, 1))))

    @property
    def by_label(self) -> dict[str, Score]:
        """The scores of each label that occurs."""
        sums = self.values.sum(axis=0)
        return {label: Score(*map(int, row)) for label, row in zip(self.labels, sums, strict=True) if row.any()}

    @property
    def macro_f1(self) -> float | None:
        """Mean F1 of the labels that occur; None where there are none."""
        return _value(macro(self.values.sum(axis=0)))

    def where(self, chosen: npt.NDArray[np.bool_]) -> Counts:
        """The counts of some sentences."""
        return Counts(self.labels, self.values[chosen])

    def only(self, labels: Iterable[str]) -> Counts:
        """The counts of some labels."""
        chosen = [i for i, label in enumerate(self.labels) if label in set(labels)]
        return Counts(tuple(self.labels[i] for i in chosen), self.values[:, chosen])


def count(gold: Sequence[Iterable[Item]], predicted: Sequence[Iterable[Item]]) -> Counts:
    """Count items sentence by sentence; an item that stands twice on one side counts once."""
    pairs = [(set(g), set(p)) for g, p in zip(gold, predicted, strict=True)]
    labels = tuple(sorted({label for pair in pairs for side in pair for _, label in side}))
    return tally(labels, [(g & p, g, p) for g, p in pairs])


def tally(labels: tuple[str, ...], sides: Sequence[tuple[Iterable[Item], Iterable[Item], Iterable[Item]]]) -> Counts:
    """Counts from the items of each sentence that are right, that gold has, and that the system gives."""
    values = np.zeros((len(sides), len(labels), 3), dtype=np.int64)
    column = {label: i for i, label in enumerate(labels)}
    for row, items in enumerate(sides):
        for kind, side in enumerate(items):
            for label, n in Counter(label for _, label in side).items():
                values[row, column[label], kind] = n
    return Counts(labels, values)


def f1(counts: Integers) -> Floats:
    """F1 of counts in the last axis; NaN where there is nothing on either side."""
    both = counts[..., _GOLD] + counts[..., _PREDICTED]
    return _quotient(2 * counts[..., _CORRECT], both)


def micro(sums: Integers) -> Floats:
    """F1 of all labels pooled; ``sums`` of shape (…, labels, 3)."""
    return f1(sums.sum(axis=-2))


def macro(sums: Integers) -> Floats:
    """Mean F1 over the labels that occur; ``sums`` of shape (…, labels, 3)."""
    scores = f1(sums)
    there = ~np.isnan(scores)
    summed: Floats = np.nansum(scores, axis=-1)
    return _quotient(summed, there.sum(axis=-1))


STATISTICS = {"micro_f1": micro, "macro_f1": macro}


@dataclass(frozen=True, eq=False)
class Sampling:
    """How resamples are drawn (Efron's bootstrap): the unit that each sentence belongs to, and the seed.

    Systems that are sampled alike see the same resamples, which makes their differences paired.
    """

    units: Integers
    seed: int = 0
    resamples: int = RESAMPLES

    def where(self, chosen: npt.NDArray[np.bool_]) -> Sampling:
        """How some of the sentences are sampled: the units that they belong to are drawn alone."""
        units: Integers = np.unique(self.units[chosen], return_inverse=True)[1]
        return Sampling(units, self.seed, self.resamples)

    def sums(self, counts: Counts) -> Integers:
        """Summed counts of every resample: shape (resamples, labels, 3)."""
        n = int(self.units.max()) + 1
        width = counts.values.shape[1] * 3
        per_unit = np.zeros((n, width), dtype=np.int64)
        np.add.at(per_unit, self.units, counts.values.reshape(len(self.units), width))
        rng = np.random.default_rng(self.seed)
        sums = [np.bincount(rng.integers(n, size=n), minlength=n) @ per_unit for _ in range(self.resamples)]
        return np.asarray(sums, dtype=np.int64).reshape(self.resamples, -1, 3)

    def interval(self, counts: Counts, statistic: str = "micro_f1") -> Interval | None:
        """A statistic with its percentile interval; resamples in which it is undefined are left out."""
        function = STATISTICS[statistic]
        estimate = _value(function(counts.values.sum(axis=0)))
        return None if estimate is None else Interval(estimate, *_bounds(function(self.sums(counts))))

    def label_intervals(self, counts: Counts) -> dict[str, Interval]:
        """F1 of each label that occurs with its interval."""
        found = f1(counts.values.sum(axis=0))
        drawn = f1(self.sums(counts))
        there = [i for i, value in enumerate(found) if not np.isnan(value)]
        return {counts.labels[i]: Interval(float(found[i]), *_bounds(drawn[:, i])) for i in there}


class Difference(NamedTuple):
    """How far one system is ahead of another.

    Attributes:
        estimate: the one's value less the other's; low, high: its percentile interval.
        ahead: share of the resamples in which the one is ahead, ties counted half.
    """

    estimate: float
    low: float
    high: float
    ahead: float


def paired_difference(one: Counts, other: Counts, sampling: Sampling, statistic: str = "micro_f1") -> Difference | None:
    """Paired bootstrap of two systems on the same sentences; None where one of them has no value."""
    function = STATISTICS[statistic]
    first, second = (_value(function(c.values.sum(axis=0))) for c in (one, other))
    if first is None or second is None:
        return None
    drawn = function(sampling.sums(one)) - function(sampling.sums(other))
    drawn = drawn[~np.isnan(drawn)]
    ahead = float(np.mean((drawn > 0) + (drawn == 0) / 2)) if drawn.size else 0.5
    return Difference(first - second, *_bounds(drawn), ahead)


def _quotient(above: Integers | Floats, below: Integers) -> Floats:
    """NaN where there is nothing below."""
    found: Floats = np.full(below.shape, np.nan)
    np.divide(above, below, out=found, where=below > 0)
    return found


def _value(value: Floats) -> float | None:
    return None if np.isnan(value) else float(value)


def _bounds(values: Floats) -> tuple[float, float]:
    tail = (1 - CONFIDENCE) / 2
    low, high = np.nanquantile(values, (tail, 1 - tail))
    return float(low), float(high)
