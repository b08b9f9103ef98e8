"""Character n-grams of many texts, looked up together: an n-gram is one number, made of the code points of its characters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

_BITS = 21  # of a code point; three of them fit into 64
LONGEST = 64 // _BITS

Numbers = NDArray[np.intp]
Keys = NDArray[np.uint64]


class Grams:
    """The n-grams that are known, each with a number.

    Args:
        known: n-grams of up to `LONGEST` characters, and their numbers.
    """

    def __init__(self, known: Mapping[str, int]) -> None:
        self._known: list[tuple[Keys, Numbers]] = []
        for length in range(1, max(map(len, known), default=0) + 1):
            grams = [gram for gram in known if len(gram) == length]
            keys = _keys(_codes(grams), length)[::length]
            order = np.argsort(keys)
            self._known.append((keys[order], np.array([known[gram] for gram in grams], np.intp)[order]))

    def find(self, texts: Sequence[str]) -> tuple[Numbers, Numbers]:
        """For each place where a known n-gram stands the number of its text, and that of the n-gram."""
        codes = _codes(texts)
        text = np.repeat(np.arange(len(texts)), list(map(len, texts)))
        texts_found, found = [np.zeros(0, np.intp)], [np.zeros(0, np.intp)]
        for length, (known, numbers) in enumerate(self._known, 1):
            within = text[: len(text) - length + 1] == text[length - 1 :]
            keys = _keys(codes, length)[within]
            if not len(keys) or not len(known):
                continue
            places = np.minimum(np.searchsorted(known, keys), len(known) - 1)
            there = known[places] == keys
            texts_found.append(text[: len(within)][within][there])
            found.append(numbers[places[there]])
        return np.concatenate(texts_found), np.concatenate(found)


def written(text: str, longest: int) -> list[str]:
    """The n-grams of a text up to that length."""
    return [text[start : start + n] for n in range(1, longest + 1) for start in range(len(text) - n + 1)]


def _codes(texts: Sequence[str]) -> Keys:
    return np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)


def _keys(codes: Keys, length: int) -> Keys:
    """The n-gram of that length that begins at each character but the last ones."""
    keys = codes[: max(len(codes) - length + 1, 0)]
    for step in range(1, length):
        keys = keys << np.uint64(_BITS) | codes[step : step + len(keys)]
    return keys
