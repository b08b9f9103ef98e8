"""Sets of characters, looked up for a whole text at once."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
import numpy.typing as npt

_SIZE = 0x110000

Positions = npt.NDArray[np.int64]


@lru_cache(1)
def code_points(text: str) -> npt.NDArray[np.uint32]:
    """The code points of ``text`` as an array of shape (len(text),); lone surrogates pass through."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def of_code_points(codes: npt.NDArray[np.uint32]) -> str:
    """The text of an array of code points."""
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


class CharClass:
    """The characters that a regular-expression class such as ``a-z\\u3000`` names."""

    def __init__(self, inside: str) -> None:
        self.inside = inside
        self._member = np.zeros(_SIZE, np.bool_)
        everything = "".join(map(chr, range(_SIZE)))
        for match in re.finditer(f"[{inside}]+", everything):
            self._member[slice(*match.span())] = True

    def mask(self, codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
        """For each code point whether it is in the class."""
        return self._member.take(codes)

    def runs(self, codes: npt.NDArray[np.uint32]) -> tuple[Positions, Positions]:
        """Starts and ends of the maximal runs of members."""
        return runs_of(np.flatnonzero(self.mask(codes)))


def runs_of(positions: Positions) -> tuple[Positions, Positions]:
    """Starts and ends of the maximal runs of ascending ``positions``."""
    if not len(positions):
        return positions, positions
    breaks = np.flatnonzero(positions[1:] - positions[:-1] != 1)
    return positions[np.concatenate(([0], breaks + 1))], positions[np.concatenate((breaks, [len(positions) - 1]))] + 1
