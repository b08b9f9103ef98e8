"""Krippendorff's α through NLTK, with the number of units it rests on."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of two passes on the units that both labelled.

    Attributes:
        n: units; equal: those with the same value.
        alpha: Krippendorff's α; None where it is undefined: fewer than two units, or one single value throughout.
    """

    n: int
    equal: int
    alpha: float | None

    @property
    def raw(self) -> float | None:
        """Share of units with the same value."""
        return self.equal / self.n if self.n else None

    def as_dict(self) -> dict[str, float | int | None]:
        """The figures as a flat record."""
        return {"n": self.n, "equal": self.equal, "raw": self.raw, "alpha": self.alpha}


def agreement(pairs: Sequence[tuple[Hashable, Hashable]], *, ordinal: bool = False) -> Agreement:
    """Agreement of two annotators.

    Args:
        pairs: for each unit the values of the two; for ordinal data whole numbers.
        ordinal: weigh a difference by the values that lie between (Krippendorff 2011, ordinal metric).
    """
    equal = sum(a == b for a, b in pairs)
    if len(pairs) < 2 or len(set(chain.from_iterable(pairs))) < 2:
        return Agreement(len(pairs), equal, None)
    from nltk.metrics.agreement import AnnotationTask  # imports all of NLTK, and SciPy and scikit-learn where they are
    from nltk.metrics.distance import binary_distance

    distance = ordinal_distance(pairs) if ordinal else binary_distance
    data = [(coder, unit, value) for unit, pair in enumerate(pairs) for coder, value in zip("ab", pair, strict=True)]
    return Agreement(len(pairs), equal, float(AnnotationTask(data, distance=distance).alpha()))


def ordinal_distance(pairs: Sequence[tuple[Any, Any]]) -> Callable[[Any, Any], float]:
    """Krippendorff's ordinal metric: the square of how many values lie from one rank to the other, half of either end."""
    values = list(chain.from_iterable(pairs))
    count = {value: values.count(value) for value in set(values)}

    def distance(a: Any, b: Any) -> float:
        low, high = sorted((a, b))
        between = sum(n for value, n in count.items() if low <= value <= high)
        return (between - (count[low] + count[high]) / 2) ** 2 if low != high else 0.0

    return distance
