"""How the authoring form names a span: by its characters, with ``#n`` where they occur more than once."""

from __future__ import annotations

import re

_ORDINAL = re.compile(r"(.+)#(\d+)", re.DOTALL)
_GAP = " ~~ "


class SurfaceError(ValueError):
    """A surface that names no span, or more than one."""


def locate(text: str, written: str) -> tuple[int, int]:
    """The span that ``written`` names in ``text``: ``灵犀``, or ``灵犀#2`` for the second of several.

    Occurrences are counted from the left and do not overlap.

    Raises:
        SurfaceError: when it is not in the text, or more than once and without ``#n``.
    """
    numbered = _ORDINAL.fullmatch(written)
    surface = numbered[1] if numbered else written
    found = _occurrences(text, surface)
    if not found:
        raise SurfaceError(f"{surface!r} is not in the sentence.")
    if numbered is None and len(found) > 1:
        raise SurfaceError(f"{surface!r} occurs {len(found)} times in the sentence; write {surface}#1 … {surface}#{len(found)}.")
    number = int(numbered[2]) if numbered else 1
    if not 1 <= number <= len(found):
        raise SurfaceError(f"{surface!r} occurs {len(found)} times in the sentence, there is no #{number}.")
    return found[number - 1], found[number - 1] + len(surface)


def locate_content(text: str, written: str) -> tuple[int, int]:
    """The span of a claim: as :func:`locate`, or ``first characters ~~ last characters``.

    The latter is the shortest span that starts with the one, at its leftmost (or ``#n``-th) occurrence, and ends with the other.

    Raises:
        SurfaceError: when there is no such span, or more than one.
    """
    if _GAP not in written or written in text:
        return locate(text, written)
    first, last = written.split(_GAP, 1)
    start, stop = locate(text, first if _ORDINAL.fullmatch(first) else f"{first}#1")
    end = text.find(last, stop)
    if end < 0:
        raise SurfaceError(f"{last!r} does not follow {first!r} in the sentence.")
    return start, end + len(last)


def written(text: str, start: int, end: int) -> str:
    """What :func:`locate` reads as ``text[start:end]``.

    Raises:
        SurfaceError: for an occurrence that overlaps an earlier one of the same characters, which no ``#n`` names.
    """
    surface = text[start:end]
    found = _occurrences(text, surface)
    if start not in found:
        raise SurfaceError(f"{surface!r} at {start} overlaps an earlier {surface!r}; the form cannot name it.")
    return f"{surface}#{found.index(start) + 1}" if len(found) > 1 or _ORDINAL.fullmatch(surface) else surface


def _occurrences(text: str, surface: str) -> list[int]:
    return [match.start() for match in re.finditer(re.escape(surface), text)] if surface else []
