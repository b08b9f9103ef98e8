"""Intervals: of a share, of a statistic by bootstrap, of a population by capture and recapture."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import NormalDist
from typing import NamedTuple, TypeVar

import numpy as np

Unit = TypeVar("Unit")


class Interval(NamedTuple):
    """An estimate with the bounds of its interval."""

    estimate: float
    low: float
    high: float


def wilson(successes: int, n: int, confidence: float = 0.95) -> Interval | None:
    """A share with its Wilson score interval (Wilson 1927); None for ``n`` = 0."""
    if n == 0:
        return None
    z = _z(confidence)
    share = successes / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return Interval(share, 0.0 if successes == 0 else centre - half, 1.0 if successes == n else centre + half)


def chapman(marked: int, caught: int, recaptured: int, confidence: float = 0.95) -> Interval | None:
    """Size of a closed population by capture and recapture (estimate: Chapman 1951); None where nothing was recaptured.

    The bounds are those of what was never seen, given Jeffreys' prior on the chance of being caught and a flat one on the number: a
    beta-negative-binomial distribution. Unlike normal and logit intervals it holds for few units, and when all were recaptured.

    Args:
        marked: units marked in the first sample.
        caught: units in the second sample.
        recaptured: marked units among them.
    """
    if not 0 <= recaptured <= min(marked, caught):
        raise ValueError(f"{recaptured} recaptured of {marked} marked and {caught} caught is not possible")
    if recaptured == 0:
        return None
    estimate = (marked + 1) * (caught + 1) / (recaptured + 1) - 1
    seen = marked + caught - recaptured
    low, high = _unseen(caught - recaptured + 1, recaptured + 0.5, marked - recaptured + 0.5, confidence)
    return Interval(estimate, min(float(seen + low), estimate), max(float(seen + high), estimate))


def _unseen(found: float, a: float, b: float, confidence: float, draws: int = 50_000) -> tuple[int, int]:
    """Quantiles of the beta-negative-binomial distribution, from draws with a fixed seed: its tail is too long to sum up."""
    rng = np.random.default_rng(0)
    chance = rng.beta(a, b, draws)
    unseen = rng.poisson(rng.gamma(found, (1 - chance) / chance))
    tail = (1 - confidence) / 2
    low, high = np.quantile(unseen, (tail, 1 - tail), method="inverted_cdf")
    return int(low), int(high)


def bootstrap(
    units: Sequence[Unit],
    statistic: Callable[[Sequence[Unit]], float | None],
    *,
    seed: int = 0,
    resamples: int = 1000,
    confidence: float = 0.95,
) -> Interval | None:
    """A statistic with its percentile bootstrap interval (Efron 1979), drawn from ``units`` (articles, sentences) with replacement.

    Resamples in which the statistic is undefined are left out. None where it is undefined for the units themselves.
    """
    estimate = statistic(units) if units else None
    if estimate is None:
        return None
    drawn = np.random.default_rng(seed).integers(len(units), size=(resamples, len(units)))
    values = [value for row in drawn if (value := statistic([units[i] for i in row])) is not None]
    tail = (1 - confidence) / 2
    low, high = np.quantile(values, (tail, 1 - tail)) if values else (estimate, estimate)
    return Interval(float(estimate), float(low), float(high))


def _z(confidence: float) -> float:
    return NormalDist().inv_cdf((1 + confidence) / 2)
