"""Alignment of an edited text with the raw text it came from.

An alignment is the list of runs that were kept, each as (start in the edited text, start in the raw
text, length). What lies between two kept runs was removed (raw side), inserted (edited side) or
replaced by something of another length (both sides). One-to-one replacements keep positions and
need no entry. Offsets are Unicode code points; spans are half-open.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, NamedTuple, overload

import numpy as np
import numpy.typing as npt

from xinwen.text.charclass import code_points, made_of, of_code_points

IntArray = npt.NDArray[np.int64]


class Edit(NamedTuple):
    """Replace ``text[start:end]`` by ``replacement`` (empty: remove it)."""

    start: int
    end: int
    replacement: str = ""


# The constructor of a named tuple unpacks and packs its arguments again, which takes twice as long.
_EDIT: Callable[[tuple[int, int, str]], Edit] = partial(tuple.__new__, Edit)


def edits_of(rows: Iterable[tuple[int, int, str]]) -> list[Edit]:
    """The edits with these starts, ends and replacements, for steps that make many."""
    return list(map(_EDIT, rows))


@dataclass(frozen=True, eq=False)
class Edits(Sequence[Edit]):
    """Ascending edits in columns, for steps that make one every few characters; reads as a sequence of :class:`Edit`.

    Attributes:
        starts, ends: int64, shape (n,).
        replacements: one an edit; empty when all of them are deletions.
    """

    starts: IntArray
    ends: IntArray
    replacements: Sequence[str] = ()

    @classmethod
    def of(cls, edits: Sequence[Edit]) -> Edits:
        """``edits`` in columns."""
        if isinstance(edits, Edits):
            return edits
        starts, ends, replacements = zip(*edits, strict=True) if edits else ((), (), ())
        return cls(np.array(starts, np.int64), np.array(ends, np.int64), replacements if any(replacements) else ())

    @cached_property
    def _kept(self) -> IntArray:
        """The places before the end of the last edit whose characters stay; a text and its origins both ask for them."""
        begins = np.zeros(len(self), np.int64)  # of the runs that stay, each before an edit
        begins[1:] = self.ends[:-1]
        lengths = self.starts - begins
        kept: IntArray = (begins - lengths.cumsum() + lengths).repeat(lengths)  # by how much the characters of a run move
        kept += np.arange(len(kept))
        return kept

    def carried(self, values: npt.NDArray[Any], written: npt.ArrayLike) -> npt.NDArray[Any]:
        """Values of the characters of a text, shape (n,), as those of the text after the edits.

        Args:
            values: one a character.
            written: that of what an edit writes in; one for all, or one an edit.
        """
        left = np.concatenate((values.take(self._kept), values[self.ends[-1] if len(self) else 0 :]))
        if not self.replacements:
            return left
        lengths = np.fromiter(map(len, self.replacements), np.int64, len(self))
        gone = np.cumsum(self.ends - self.starts) - (self.ends - self.starts)
        written = np.broadcast_to(written, len(self)).repeat(lengths)
        return np.insert(left, np.repeat(self.starts - gone, lengths), written)

    def __len__(self) -> int:
        return len(self.starts)

    def __iter__(self) -> Iterator[Edit]:
        return map(Edit, self.starts.tolist(), self.ends.tolist(), self.replacements or [""] * len(self))

    @overload
    def __getitem__(self, index: int) -> Edit: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Edit]: ...
    def __getitem__(self, index: int | slice) -> Edit | Sequence[Edit]:
        return list(self)[index]


@dataclass(frozen=True, slots=True, eq=False)
class Alignment:
    """Kept runs between a raw text and an edited one, both strictly increasing.

    Attributes:
        clean: starts in the edited text, int64, shape (n,).
        raw: starts in the raw text, int64, shape (n,).
        length: lengths of the runs, int64, shape (n,), all positive.
        clean_length, raw_length: lengths of the two texts in code points.
    """

    clean: IntArray
    raw: IntArray
    length: IntArray
    clean_length: int
    raw_length: int

    @classmethod
    def of_origins(cls, origins: npt.NDArray[np.int32], raw_length: int) -> Alignment:
        """The alignment in which character ``i`` of the edited text came from ``origins[i]``; negative: from nowhere."""
        if not len(origins):
            none = np.zeros(0, np.int64)
            return cls(none, none, none, 0, raw_length)
        breaks = (origins[1:] - origins[:-1] != 1).nonzero()[0]
        bounds = np.zeros(len(breaks) + 2, np.int64)
        bounds[1:-1], bounds[-1] = breaks + 1, len(origins)
        start, length = bounds[:-1], bounds[1:] - bounds[:-1]
        # Neighbouring inserted characters may differ by one as kept ones do; the sign tells them apart, and 0 follows -1.
        raw = origins[start]
        kept = raw >= 0
        if np.count_nonzero(kept) == len(kept):
            return cls(start, raw.astype(np.int64), length, len(origins), raw_length)
        zero = np.flatnonzero(~kept & (origins[start] + length > 0))
        start[zero], length[zero] = start[zero] - origins[start[zero]], length[zero] + origins[start[zero]]
        kept[zero] = True
        return cls(start[kept], origins[start[kept]].astype(np.int64), length[kept], len(origins), raw_length)

    def segments(self) -> list[tuple[int, int, int]]:
        """The kept runs as (start in the edited text, start in the raw text, length)."""
        return list(zip(self.clean.tolist(), self.raw.tolist(), self.length.tolist(), strict=True))

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The smallest raw span that holds the raw characters of ``text[start:end]`` (``start < end``).

        A character that was inserted maps to the raw run that it stands for.
        """
        if not 0 <= start < end <= self.clean_length:
            raise ValueError(f"span {start}:{end} does not lie in a text of {self.clean_length} characters")
        first = int(np.searchsorted(self.clean, start, side="right")) - 1
        last = int(np.searchsorted(self.clean, end - 1, side="right")) - 1
        return self._raw_start(first, start), self._raw_end(last, end)

    def _raw_start(self, run: int, start: int) -> int:
        if run < 0:
            return 0
        return int(self.raw[run] + min(start - self.clean[run], self.length[run]))

    def _raw_end(self, run: int, end: int) -> int:
        if run >= 0 and end - self.clean[run] <= self.length[run]:
            return int(self.raw[run] + end - self.clean[run])
        return int(self.raw[run + 1]) if run + 1 < len(self.raw) else self.raw_length

    def clean_span(self, raw_start: int, raw_end: int) -> tuple[int, int]:
        """What is left in the edited text of ``raw[raw_start:raw_end]``; ``(0, 0)`` when nothing of it was kept."""
        first = int(np.searchsorted(self.raw + self.length, raw_start, side="right"))
        last = int(np.searchsorted(self.raw, raw_end, side="left")) - 1
        if first > last:
            return (0, 0)
        start = self.clean[first] + max(raw_start - self.raw[first], 0)
        end = self.clean[last] + min(raw_end - self.raw[last], self.length[last])
        return int(start), int(end)

    def window(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """The kept runs of ``text[start:end]``, their starts counted from ``start``."""
        first = int(np.searchsorted(self.clean + self.length, start, side="right"))
        last = int(np.searchsorted(self.clean, end, side="left"))
        begin = np.maximum(self.clean[first:last], start)
        stop = np.minimum(self.clean[first:last] + self.length[first:last], end)
        raw = self.raw[first:last] + begin - self.clean[first:last]
        return list(zip((begin - start).tolist(), raw.tolist(), (stop - begin).tolist(), strict=True))


def carried(values: npt.NDArray[Any], edits: Sequence[Edit], written: int) -> npt.NDArray[Any]:
    """Values of the characters of a text, shape (n,), after ``edits``; what they write in gets ``written``."""
    if isinstance(edits, Edits):
        return edits.carried(values, written)
    # Between few edits there are few runs: to join them costs less than to look at each character.
    kept: list[npt.NDArray[Any]] = []
    at = 0
    for start, end, replacement in edits:
        kept.append(values[at:start])
        if replacement:
            kept.append(np.full(len(replacement), written, values.dtype))
        at = end
    return np.concatenate((*kept, values[at:]))


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """``text`` with ascending, non-overlapping ``edits`` carried out."""
    if isinstance(edits, Edits) and not edits.replacements:
        left = of_code_points(edits.carried(code_points(text), 0))
        made_of(left, text)
        return left
    parts: list[str] = []
    at = 0
    written: set[str] = set()
    for start, end, replacement in edits:
        parts.append(text[at:start])
        if replacement:
            parts.append(replacement)
            written.update(replacement)
        at = end
    parts.append(text[at:])
    edited = "".join(parts)
    made_of(edited, text, written)
    return edited


def put_back(edits: Iterable[Edit], earlier: Iterable[Edit]) -> list[Edit]:
    """Edits of what ``earlier`` ones leave of a text as edits of that text.

    Args:
        edits: ascending, none of them empty.
        earlier: deletions, or runs that became one character, which is taken for the first of its run.
    """
    ends, shifts, moved = [], [0], 0  # of what earlier edits leave: behind each of them, and by how much it moved from there on
    for start, end, replacement in earlier:
        ends.append(start - moved + len(replacement))
        moved = end - ends[-1]
        shifts.append(moved)
    return edits_of(
        [(start + shifts[bisect_right(ends, start)], end + shifts[bisect_right(ends, end - 1)], new) for start, end, new in edits]
    )
