"""Sets of characters, looked up for a whole text at once.

Each class is a bit of one table, so that one pass over a text tells which classes have a member in it: most pages need few of the
cleaning steps, and a step that finds none of its characters is done.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

import numpy as np
import numpy.typing as npt

_SIZE = 0x110000
_NEAR = 50  # so many characters are searched one by one before all of a text is looked at

_everything = np.zeros(_SIZE, np.uint32)  # for each code point the bits of the classes it is in

Codes = npt.NDArray[np.uint32]
Positions = npt.NDArray[np.int64]
_Entry = TypeVar("_Entry", bound=np.generic)

# What is known of the string that was looked at last: steps ask of one page by turns. Strings are told by identity, as to hash a
# page, which ``lru_cache`` does, takes longer than to encode it.
_encoded: tuple[str, Codes] = ("", np.zeros(0, np.uint32))  # its code points
_looked: tuple[str, int, bool] = ("", 0, True)  # bits of classes, and whether all of them have a member in it, or only may have


def to_code_points(text: str) -> Codes:
    """The code points of ``text`` as an array of shape (len(text),); lone surrogates pass through."""
    return np.ndarray(len(text), np.uint32, np.array(text))  # takes half as long as to encode


def code_points(text: str) -> Codes:
    """The same of a page, which is kept as several steps ask for it."""
    global _encoded
    known, codes = _encoded
    if known is not text:
        codes = to_code_points(text)
        _encoded = text, codes
    return codes


def look_up(table: npt.NDArray[_Entry], codes: Codes) -> npt.NDArray[_Entry]:
    """For each code point its entry in a table of them all; that there is one need not be checked."""
    return table.take(codes, mode="wrap")


def where(mask: npt.NDArray[np.bool_]) -> Positions:
    """The positions at which ``mask`` holds; ``np.flatnonzero`` takes twice as long on a page."""
    return mask.nonzero()[0]


def of_code_points(codes: Codes) -> str:
    """The text of an array of code points."""
    if not len(codes):
        return ""
    text: str = codes.view(f"U{len(codes)}").item()  # takes half as long as to decode; NULs at the end are lost
    return text.ljust(len(codes), "\0")


def made_of(text: str, whole: str, written: Iterable[str] = ()) -> None:
    """Note that ``text`` has characters of ``whole`` and ``written`` only: a class without a member there has none in it either."""
    global _looked
    known, bits, _ = _looked
    if known is whole:
        for character in written:
            bits |= int(_everything[ord(character)])
        _looked = text, bits, False


class CharClass:
    """The characters that a regular-expression class such as ``a-z\\u3000`` names; there may be 32 classes."""

    _made = 0

    def __init__(self, inside: str) -> None:
        global _looked
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
        self._near = re.compile(f"[{inside}]")
        _looked = "", 0, True

    def is_in(self, text: str) -> bool:
        """Whether ``text`` has a member."""
        global _looked
        known, bits, exact = _looked
        if known is text and not exact and bits & self._bit and self._near.search(text, 0, _NEAR):
            return True
        if known is not text or (not exact and bits & self._bit):
            bits = int(np.bitwise_or.reduce(look_up(_everything, code_points(text))))
            _looked = text, bits, True
        return bool(bits & self._bit)

    def mask(self, codes: Codes) -> npt.NDArray[np.bool_]:
        """For each code point whether it is in the class."""
        return look_up(self._member, codes)

    def runs(self, codes: Codes) -> tuple[Positions, Positions]:
        """Starts and ends of the maximal runs of members."""
        return runs_of(where(self.mask(codes)))


def runs_of(positions: Positions) -> tuple[Positions, Positions]:
    """Starts and ends of the maximal runs of ascending ``positions``."""
    if not len(positions):
        return positions, positions
    breaks = where(positions[1:] - positions[:-1] != 1)
    return positions[np.concatenate(([0], breaks + 1))], positions[np.concatenate((breaks, [len(positions) - 1]))] + 1
