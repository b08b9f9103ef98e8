"""The short brackets of a text and the character that each stands behind (``國(guó)``)."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from xinwen.text.charclass import Positions

_LONGEST = 13
# Powers of an odd number, to tell the brackets of a text apart by one 64-bit sum each: a page may have thousands, few of them
# different, and making a string of each would take longer than all the rest.
_POWERS = np.cumprod(np.full(_LONGEST + 1, 0x9E3779B97F4A7C15, np.uint64))


class Brackets(NamedTuple):
    """The short brackets of a text.

    Attributes:
        keys: the distinct ones, each with the character before it, in the order of the text; counts: how often each stands there.
        numbers: for each bracket the number of its key, shape (n,).
        starts, ends: where each bracket stands, without the character before it, shape (n,).
    """

    keys: tuple[str, ...]
    counts: tuple[int, ...]
    numbers: Positions
    starts: Positions
    ends: Positions

    def of(self, keys: Container[str]) -> npt.NDArray[np.bool_]:
        """For each bracket whether its key is one of ``keys``."""
        return np.array([key in keys for key in self.keys], np.bool_)[self.numbers]


def find_brackets(text: str, codes: npt.NDArray[np.uint32]) -> Brackets:
    """The brackets of at most thirteen characters; one right behind another stands behind the same character."""
    starts = np.flatnonzero((codes == ord("(")) | (codes == ord("（")))
    closing = np.flatnonzero((codes == ord(")")) | (codes == ord("）"))) + 1
    after = np.searchsorted(closing, starts, side="right")
    starts, after = starts[after < len(closing)], after[after < len(closing)]
    ends = closing[after]
    short = (starts > 0) & (ends - starts <= _LONGEST)
    starts, ends = starts[short], ends[short]
    if not len(starts):
        return Brackets((), (), starts, starts, ends)
    leaders = _leaders(starts, ends)
    sums = _sums(codes, leaders, starts, ends)
    _, first, numbers, counts = np.unique(sums, return_index=True, return_inverse=True, return_counts=True)
    order = np.argsort(first)
    rank = np.argsort(order)
    first = first[order]
    where = zip(leaders[first].tolist(), starts[first].tolist(), ends[first].tolist(), strict=True)
    keys = tuple(text[leader] + text[start:end] for leader, start, end in where)
    return Brackets(keys, tuple(counts[order].tolist()), rank[numbers], starts, ends)


def _leaders(starts: Positions, ends: Positions) -> Positions:
    """Where the character stands that each bracket stands behind."""
    behind = np.concatenate(([False], ends[:-1] == starts[1:]))
    if not behind.any():
        return starts - 1
    return starts[np.maximum.accumulate(np.where(behind, 0, np.arange(len(starts))))] - 1


def _sums(codes: npt.NDArray[np.uint32], leaders: Positions, starts: Positions, ends: Positions) -> npt.NDArray[np.uint64]:
    """For each bracket with its character a number that only equal ones share."""
    places = starts[:, None] + np.arange(_LONGEST)
    inside = codes.take(places, mode="clip")
    inside[places >= ends[:, None]] = 0
    sums: npt.NDArray[np.uint64] = inside @ _POWERS[1:] + codes[leaders] * _POWERS[0]
    return sums
