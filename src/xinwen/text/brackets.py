"""The short brackets of a text and the character that each stands behind (``國(guó)``)."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from xinwen.text.charclass import Positions, where

_LONGEST = 13
# Powers of an odd number, to tell the brackets of a text apart by one 64-bit sum each: a page may have thousands, few of them
# different, and making a string of each would take longer than all the rest.
_POWERS = np.cumprod(np.full(_LONGEST + 1, 0x9E3779B97F4A7C15, np.uint64))
_STEPS = np.arange(_LONGEST)[:, None]


class Brackets(NamedTuple):
    """The short brackets of a text.

    Attributes:
        keys: the distinct ones, each with the character before it, in any order; counts: how often each stands there.
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
        return np.fromiter(map(keys.__contains__, self.keys), np.bool_, len(self.keys))[self.numbers]


def find_brackets(text: str, codes: npt.NDArray[np.uint32]) -> Brackets:
    """The brackets of at most thirteen characters; one right behind another stands behind the same character."""
    starts = _places(text, codes[1:], "(", "（") + 1
    closing = np.concatenate((_places(text, codes, ")", "）") + 1, [len(text) + _LONGEST + 1]))
    ends = closing[closing.searchsorted(starts, side="right")]
    short = ends - starts <= _LONGEST
    starts, ends = starts[short], ends[short]
    if not len(starts):
        return Brackets((), (), starts, starts, ends)
    leaders = _leaders(starts, ends)
    once, counts, numbers = _distinct(_sums(codes, leaders, starts, ends))
    places = zip(leaders[once].tolist(), starts[once].tolist(), ends[once].tolist(), strict=True)
    keys = tuple([text[leader:end] if leader + 1 == start else text[leader] + text[start:end] for leader, start, end in places])
    return Brackets(keys, tuple(counts.tolist()), numbers, starts, ends)


def _distinct(values: npt.NDArray[np.uint64]) -> tuple[Positions, Positions, Positions]:
    """Where each distinct value stands for once; how often it stands; for each value the number of its own in that list."""
    order = values.argsort()
    ordered = values[order]
    breaks = where(ordered[1:] != ordered[:-1])
    bounds = np.zeros(len(breaks) + 2, np.int64)
    bounds[1:-1], bounds[-1] = breaks + 1, len(values)
    counts = bounds[1:] - bounds[:-1]
    numbers = np.empty_like(order)
    numbers[order] = np.arange(len(counts)).repeat(counts)
    return order[bounds[:-1]], counts, numbers


def _places(text: str, codes: npt.NDArray[np.uint32], narrow: str, wide: str) -> Positions:
    """Where one of two characters of ``text`` stands in ``codes``."""
    found = codes == ord(narrow)
    return where(found | (codes == ord(wide)) if wide in text else found)


def _leaders(starts: Positions, ends: Positions) -> Positions:
    """Where the character stands that each bracket stands behind."""
    touching = ends[:-1] == starts[1:]
    if not np.count_nonzero(touching):
        return starts - 1
    behind = np.concatenate(([False], touching))
    return starts[np.maximum.accumulate(np.where(behind, 0, np.arange(len(starts))))] - 1


def _sums(codes: npt.NDArray[np.uint32], leaders: Positions, starts: Positions, ends: Positions) -> npt.NDArray[np.uint64]:
    """For each bracket with its character a number that only equal ones share."""
    places = starts + _STEPS[: (ends - starts).max()]
    inside = codes.take(places, mode="clip")
    inside *= places < ends
    sums: npt.NDArray[np.uint64] = _POWERS[1 : len(places) + 1] @ inside + codes[leaders] * _POWERS[0]
    return sums
