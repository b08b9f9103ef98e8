"""Cleaning: a chain of named steps, each of which can be switched off, with a full account of what it did.

``clean`` runs the steps over one document and returns a :class:`CleanText`: the text, its alignment to the
raw text, and the ledger. A step is a pure function of the text so far: it returns either edits (runs to
remove, insert or replace) or a text of the same length (one-to-one replacements, counted and not listed).
Cost grows linearly with the length of the document.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from xinwen.text.alignment import Alignment, Edit, Edits
from xinwen.text.blanks import find_blanks
from xinwen.text.charclass import code_points, of_code_points
from xinwen.text.contacts import find_contacts
from xinwen.text.controls import compose, find_controls
from xinwen.text.damage import find_damage
from xinwen.text.furniture import find_furniture
from xinwen.text.pinyin import find_pinyin
from xinwen.text.punctuation import has_wide_signs, set_widths
from xinwen.text.script import simplify


class Removed(NamedTuple):
    """A run of raw characters that is not in the clean text, and the step that took it out."""

    step: str
    raw_start: int
    raw_end: int


class Inserted(NamedTuple):
    """A run of the clean text that has no character of its own in the raw text, and the step that wrote it."""

    step: str
    start_char: int
    end_char: int


class Finding(NamedTuple):
    """What a step says of a text: edits to make, and spans (before the edits) whose text could not be restored."""

    edits: Sequence[Edit]
    damaged: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True, eq=False)
class CleanText:
    """A document on its way from raw to clean.

    Attributes:
        raw: the raw text.
        text: the text so far.
        origins: for each character of ``text`` its position in ``raw``, or the complement (``~n``) of the number of the
            step that inserted it; int32, shape (len(text),).
        history: for each time that a step made edits its number, and ``origins`` before.
        garbled: for each character of ``text`` whether it belongs to a run that could not be restored; bool, shape (len(text),).
        replaced: how many characters each step replaced one for one.
        steps: names of the steps that made edits; the numbers above count them.
    """

    raw: str
    text: str
    origins: npt.NDArray[np.int32]
    history: tuple[tuple[int, npt.NDArray[np.int32]], ...]
    garbled: npt.NDArray[np.bool_]
    replaced: Mapping[str, int] = field(default_factory=dict)
    steps: tuple[str, ...] = ()

    @classmethod
    def of(cls, raw: str) -> CleanText:
        """The untouched text."""
        size = len(raw)
        return cls(raw, raw, np.arange(size, dtype=np.int32), (), np.zeros(size, np.bool_))

    @cached_property
    def alignment(self) -> Alignment:
        """The runs of ``raw`` that ``text`` is made of."""
        return Alignment.of_origins(self.origins, len(self.raw))

    @cached_property
    def removed_by(self) -> npt.NDArray[np.int8]:
        """For each character of ``raw`` the number of the step that removed it, or -1; shape (len(raw),)."""
        numbers = np.full(len(self.raw), -1, np.int8)
        for number, origins in self.history:
            numbers[origins[origins >= 0]] = number  # the last step that found a character is the one that removed it
        numbers[self.origins[self.origins >= 0]] = -1
        return numbers

    @cached_property
    def removed(self) -> tuple[Removed, ...]:
        """The runs taken out, by raw position; together with the kept characters they make up ``raw``."""
        return tuple(Removed(self.steps[n], start, end) for n, start, end in _runs(self.removed_by) if n >= 0)

    @cached_property
    def inserted(self) -> tuple[Inserted, ...]:
        """The runs written in, by position in ``text``."""
        return tuple(Inserted(self.steps[~n], start, end) for n, start, end in _runs(np.minimum(self.origins, 0)) if n < 0)

    @cached_property
    def damaged(self) -> tuple[tuple[int, int], ...]:
        """Spans of ``text`` that are known to be garbled."""
        return tuple((start, end) for garbled, start, end in _runs(self.garbled) if garbled) if self.garbled.any() else ()

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw span of the characters of ``text[start:end]``."""
        return self.alignment.raw_span(start, end)

    def removed_by_step(self) -> dict[str, int]:
        """Raw characters removed, by step."""
        counts = np.bincount(self.removed_by[self.removed_by >= 0], minlength=len(self.steps)).tolist()
        return {step: n for step, n in zip(self.steps, counts, strict=True) if n}

    def edited(self, step: str, finding: Finding) -> CleanText:
        """The text after ``step`` made its edits; edits are ascending and do not overlap."""
        state = self._marked(finding.damaged) if finding.damaged else self
        if not finding.edits:
            return state
        steps = self.steps if step in self.steps else (*self.steps, step)
        number = steps.index(step)
        edit = _edited_by_pieces if len(finding.edits) <= _FEW else _edited_by_mask
        left = edit(_Characters(state.text, state.origins, state.garbled), finding.edits, ~number)
        history = (*self.history, (number, self.origins))
        return CleanText(self.raw, left.text, left.origins, history, left.garbled, self.replaced, steps)

    def _marked(self, spans: Sequence[tuple[int, int]]) -> CleanText:
        garbled = self.garbled.copy()
        for start, end in spans:
            garbled[start:end] = True
        return replace(self, garbled=garbled)

    def rewritten(self, step: str, text: str) -> CleanText:
        """The text after ``step`` replaced characters one for one."""
        if text is self.text:
            return self
        before = code_points(self.text)  # asked first: the array of the text that was asked last is at hand
        changed = int(np.count_nonzero(before != code_points(text)))
        if not changed:
            return self
        return replace(self, text=text, replaced={**self.replaced, step: self.replaced.get(step, 0) + changed})


class _Characters(NamedTuple):
    """The columns of a :class:`CleanText` that have a value a character of the text so far."""

    text: str
    origins: npt.NDArray[np.int32]
    garbled: npt.NDArray[np.bool_]


_FEW = 80
"""With so many edits or fewer, taking the text to pieces costs less than looking at each of its characters."""


def _edited_by_pieces(state: _Characters, edits: Sequence[Edit], inserted: int) -> _Characters:
    """The characters after ``edits``; what is written in is garbled where the run was."""
    text, origins, garbled = state
    damaged = bool(garbled.any())
    texts: list[str] = []
    kept: list[npt.NDArray[np.int32]] = []
    marks: list[npt.NDArray[np.bool_]] = []
    at = 0
    for start, end, replacement in edits:
        texts.append(text[at:start])
        kept.append(origins[at:start])
        if damaged:
            marks += (garbled[at:start], np.full(len(replacement), garbled[start:end].any(), np.bool_))
        if replacement:
            texts.append(replacement)
            kept.append(np.full(len(replacement), inserted, np.int32))
        at = end
    left = np.concatenate((*kept, origins[at:]))
    unclear = np.concatenate((*marks, garbled[at:])) if damaged else np.zeros(len(left), np.bool_)
    return _Characters("".join(texts) + text[at:], left, unclear)


def _edited_by_mask(state: _Characters, edits: Sequence[Edit], inserted: int) -> _Characters:
    """The same for any number of edits."""
    columns = Edits.of(edits)
    cut = _covered(columns, len(state.text))
    kept = np.flatnonzero(~cut)
    text = of_code_points(code_points(state.text).take(kept))
    garbled = state.garbled.take(kept) if state.garbled.any() else np.zeros(len(kept), np.bool_)
    left = _Characters(text, state.origins.take(kept), garbled)
    return _rewoven(state, left, columns, cut, inserted) if columns.replacements else left


def _covered(edits: Edits, size: int) -> npt.NDArray[np.bool_]:
    """Which of ``size`` positions lie in one of the edited runs."""
    bounds = np.zeros(2 * len(edits) + 2, np.int64)
    bounds[1:-1:2], bounds[2::2], bounds[-1] = edits.starts, edits.ends, size
    edited = np.zeros(len(bounds) - 1, np.bool_)  # kept and edited runs by turns
    edited[1::2] = True
    return np.repeat(edited, bounds[1:] - bounds[:-1])


def _rewoven(state: _Characters, left: _Characters, edits: Edits, cut: npt.NDArray[np.bool_], inserted: int) -> _Characters:
    """What was ``left``, with what the edits write in; that is garbled where the run held garbled text."""
    lengths = np.fromiter(map(len, edits.replacements), np.int64, len(edits))
    kept_before, garbled_before = (np.concatenate(([0], np.cumsum(mask))) for mask in (~cut, state.garbled))
    at = np.repeat(kept_before[edits.starts], lengths)
    garbled = np.repeat(garbled_before[edits.ends] > garbled_before[edits.starts], lengths)
    return _Characters(
        text=of_code_points(np.insert(code_points(left.text), at, code_points("".join(edits.replacements)))),
        origins=np.insert(left.origins, at, inserted),
        garbled=np.insert(left.garbled, at, garbled),
    )


def _runs(values: npt.NDArray[Any]) -> Iterator[tuple[int, int, int]]:
    """Maximal runs of equal values: (value, start, end)."""
    if not len(values):
        return
    bounds = np.concatenate(([0], np.flatnonzero(values[1:] != values[:-1]) + 1, [len(values)])).tolist()
    for start, end in pairwise(bounds):
        yield int(values[start]), start, end


def _edits(find: Callable[[str], Sequence[Edit]]) -> Callable[[str], Finding]:
    return lambda text: Finding(find(text))


Step = Callable[[str], Finding] | Callable[[str], str]

#: The steps in their order. Why this order: control characters first (the OpenCC binding cuts a text at a NUL);
#: pinyin before script (``著(zhù)名`` would become 着名); furniture after both, so that its rules need one script only.
STEPS: dict[str, Step] = {
    "controls": _edits(find_controls),
    "nfc": _edits(compose),
    "damage": lambda text: Finding(*find_damage(text)),
    "pinyin": _edits(find_pinyin),
    "script": simplify,
    "punctuation": set_widths,
    "contacts": _edits(find_contacts),
    "furniture": _edits(find_furniture),
    "blanks": _edits(find_blanks),
}


#: The steps that judge a page as a whole.
PAGE_STEPS = ("damage", "pinyin", "script")

#: The steps that remove lines, so that they may change what the page as a whole says.
LINE_STEPS = ("contacts", "furniture")


def clean(raw: str, markup: Mapping[str, Sequence[tuple[int, int]]] | None = None, *, skip: Collection[str] = ()) -> CleanText:
    """Clean one document.

    Args:
        raw: the raw text.
        markup: spans of ``raw`` that a reader found to be no text, by the name of the step that found them.
        skip: names of steps to leave out.

    Raises:
        ValueError: for a name in ``skip`` that is not a step.
    """
    unknown = set(skip) - set(STEPS)
    if unknown:
        raise ValueError(f"no such cleaning step: {', '.join(sorted(unknown))}; there are {', '.join(STEPS)}")
    return settle(begin(raw, markup), [name for name in STEPS if name not in skip])


def begin(raw: str, markup: Mapping[str, Sequence[tuple[int, int]]] | None = None) -> CleanText:
    """The raw text without what its reader found to be no text."""
    state = CleanText.of(raw)
    for name, spans in (markup or {}).items():
        cuts = np.searchsorted(state.origins, np.array(spans, np.int32).reshape(-1, 2)).tolist()
        state = state.edited(name, Finding([Edit(start, end) for start, end in cuts if start < end]))
    return state


def run(state: CleanText, steps: Iterable[str]) -> CleanText:
    """The text after the named steps, in the order given."""
    for name in steps:
        outcome = STEPS[name](state.text)
        state = state.rewritten(name, outcome) if isinstance(outcome, str) else state.edited(name, outcome)
    return state


def settle(state: CleanText, steps: Sequence[str], made: int = 0) -> CleanText:
    """The text after the named steps, of which the first ``made`` are made already.

    Where whole lines went, or letters changed their width, what is left is judged by itself, and again as long as the judgement
    changes.
    """
    before = lines_removed(state)
    wide = has_wide_signs(state.raw)
    state = run(state, steps[made:])
    narrowed = wide and "punctuation" in state.replaced
    removed = lines_removed(state)
    while narrowed or removed > before:
        narrowed, before = False, removed
        judged = run(state, [name for name in steps if name in PAGE_STEPS])
        if judged.text == state.text:
            return judged
        state = run(judged, steps)
        removed = lines_removed(state)
    return state


def lines_removed(state: CleanText) -> int:
    """How many characters of the raw text went with whole lines."""
    following = (*(origins for _, origins in state.history[1:]), state.origins)
    made = zip(state.history, following, strict=False)  # a raw text has no history
    pairs = [(before, after) for (number, before), after in made if state.steps[number] in LINE_STEPS]
    return sum(int(np.count_nonzero(before >= 0) - np.count_nonzero(after >= 0)) for before, after in pairs)
