"""Sets of characters, looked up for a whole text at once.

Each class is a bit of one table, so that one pass over a text tells which classes have a member in it: most pages need few of the
cleaning steps, and a step that finds none of its characters is done.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

import numpy as np
import numpy.typing as npt

_SIZE = 0x110000

_everything = np.zeros(_SIZE, np.uint32)  # for each code point the bits of the classes it is in

Positions = npt.NDArray[np.int64]
_Entry = TypeVar("_Entry", bound=np.generic)
_Told = TypeVar("_Told")


def _kept(tell: Callable[[str], _Told]) -> Callable[[str], _Told]:
    """``tell`` with what it last told, for the same string; ``lru_cache`` hashes the page, which takes as long as to look at it."""
    last = ("", tell(""))

    @wraps(tell)
    def told(text: str) -> _Told:
        nonlocal last
        known = last
        if known[0] is not text:
            last = known = (text, tell(text))
        return known[1]

    return told


def to_code_points(text: str) -> npt.NDArray[np.uint32]:
    """The code points of ``text`` as an array of shape (len(text),); lone surrogates pass through."""
    return np.ndarray(len(text), np.uint32, np.array(text))  # takes half as long as to encode


#: The same of a page, which several steps ask for.
code_points = _kept(to_code_points)


def look_up(table: npt.NDArray[_Entry], codes: npt.NDArray[np.uint32]) -> npt.NDArray[_Entry]:
    """For each code point its entry in a table of them all; that there is one need not be checked."""
    return table.take(codes, mode="wrap")


def where(mask: npt.NDArray[np.bool_]) -> Positions:
    """The positions at which ``mask`` holds; ``np.flatnonzero`` takes twice as long on a page."""
    return mask.nonzero()[0]


def of_code_points(codes: npt.NDArray[np.uint32]) -> str:
    """The text of an array of code points."""
    if not len(codes):
        return ""
    text: str = codes.view(f"U{len(codes)}").item()  # takes half as long as to decode; NULs at the end are lost
    return text.ljust(len(codes), "\0")


@_kept
def _seen(text: str) -> int:
    """The bits of the classes that have a member in ``text``."""
    return int(np.bitwise_or.reduce(look_up(_everything, code_points(text))))


class CharClass:
    """The characters that a regular-expression class such as ``a-z\\u3000`` names; there may be 32 classes."""

    _made = 0

    def __init__(self, inside: str) -> None:
        if CharClass._made == 32:
            raise ValueError("no bit is left for another class of characters")
        self.inside = inside
        self._bit = 1 << CharClass._made
        CharClass._made += 1
        self._member = np.zeros(_SIZE, np.bool_)
        if re.search(r"[\\^-]", inside):
            for match in re.finditer(f"[{inside}]+", of_code_points(np.arange(_SIZE, dtype=np.uint32))):
                self._member[slice(*match.span())] = True
        else:  # single characters; a class of thousands beyond the BMP takes a second to search with
            self._member[code_points(inside)] = True
        _everything[self._member] |= self._bit
        _seen("")  # what it told of another text holds no longer

    def is_in(self, text: str) -> bool:
        """Whether ``text`` has a member."""
        return bool(_seen(text) & self._bit)

    def mask(self, codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
        """For each code point whether it is in the class."""
        return look_up(self._member, codes)

    def runs(self, codes: npt.NDArray[np.uint32]) -> tuple[Positions, Positions]:
        """Starts and ends of the maximal runs of members."""
        return runs_of(where(self.mask(codes)))


def runs_of(positions: Positions) -> tuple[Positions, Positions]:
    """Starts and ends of the maximal runs of ascending ``positions``."""
    if not len(positions):
        return positions, positions
    breaks = where(positions[1:] - positions[:-1] != 1)
    return positions[np.concatenate(([0], breaks + 1))], positions[np.concatenate((breaks, [len(positions) - 1]))] + 1
