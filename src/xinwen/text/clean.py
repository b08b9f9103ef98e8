"""Cleaning: a chain of named steps, each of which can be switched off, with a full account of what it did.

``clean`` runs the steps over one document and returns a :class:`CleanText`: the text, its alignment to the
raw text, and the ledger. A step is a pure function of the text so far: it returns either edits (runs to
remove, insert or replace) or a text of the same length (one-to-one replacements, counted and not listed).
Cost grows linearly with the length of the document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from xinwen.text.alignment import Alignment, Edit, Edits, apply_edits, carried, put_back
from xinwen.text.blanks import find_blanks, without_gaps
from xinwen.text.charclass import code_points
from xinwen.text.contacts import find_contacts
from xinwen.text.controls import compose, find_controls
from xinwen.text.damage import find_damage
from xinwen.text.furniture import find_furniture
from xinwen.text.lines import is_lines
from xinwen.text.pinyin import find_pinyin
from xinwen.text.punctuation import set_widths
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
    """What a step says of a text.

    Attributes:
        edits: what to change in it.
        damaged: spans, before the edits, whose text could not be restored.
        parts: whether the edits leave a part of a line, which is then another line than the one that was judged.
    """

    edits: Sequence[Edit]
    damaged: Sequence[tuple[int, int]] = ()
    parts: bool = False


@dataclass(frozen=True, eq=False)
class CleanText:
    """A document on its way from raw to clean; what is known of its single characters is worked out when it is asked for.

    Attributes:
        raw: the raw text.
        text: the text so far.
        history: what steps found and changed, with their names, in order, each in the text that the one before it left.
        rewrites: each time that a step replaced characters one for one: its name, the text before and after.
    """

    raw: str
    text: str
    history: tuple[tuple[str, Finding], ...] = ()
    rewrites: tuple[tuple[str, str, str], ...] = ()

    @classmethod
    def of(cls, raw: str) -> CleanText:
        """The untouched text."""
        return cls(raw, raw)

    @cached_property
    def steps(self) -> tuple[str, ...]:
        """Names of the steps that made edits, in the order of their first; the numbers below count them."""
        return tuple(dict.fromkeys([step for step, found in self.history if found.edits]))

    @cached_property
    def replaced(self) -> Mapping[str, int]:
        """How many characters each step replaced one for one."""
        counts: Counter[str] = Counter()
        for step, before, after in self.rewrites:
            counts[step] += int(np.count_nonzero(code_points(before) != code_points(after)))
        return counts

    def _stages(self) -> Iterator[tuple[int, npt.NDArray[np.int32]]]:
        """The number of each step that made edits with ``origins`` before them, and at last -1 with those of ``text``."""
        origins = np.arange(len(self.raw), dtype=np.int32)
        for step, found in self.history:
            if found.edits:
                number = self.steps.index(step)
                yield number, origins
                origins = carried(origins, found.edits, ~number)
        yield -1, origins

    @cached_property
    def origins(self) -> npt.NDArray[np.int32]:
        """For each character of ``text`` its position in ``raw``, or the complement (``~n``) of the number of the step that
        inserted it; shape (len(text),)."""
        for _, origins in self._stages():
            last = origins
        return last

    @cached_property
    def garbled(self) -> npt.NDArray[np.bool_]:
        """For each character of ``text`` whether it belongs to a run that could not be restored; shape (len(text),).

        What an edit writes in is garbled where it stands for garbled characters.
        """
        if not any(found.damaged for _, found in self.history):
            return np.zeros(len(self.text), np.bool_)
        garbled = np.zeros(len(self.raw), np.bool_)
        for _, (edits, damaged, _) in self.history:
            for start, end in damaged:
                garbled[start:end] = True
            if edits:
                columns = Edits.of(edits)
                before = np.concatenate(([0], np.cumsum(garbled)))
                garbled = columns.carried(garbled, before[columns.ends] > before[columns.starts])
        return garbled

    @cached_property
    def alignment(self) -> Alignment:
        """The runs of ``raw`` that ``text`` is made of."""
        return Alignment.of_origins(self.origins, len(self.raw))

    @cached_property
    def removed_by(self) -> npt.NDArray[np.int8]:
        """For each character of ``raw`` the number of the step that removed it, or -1; shape (len(raw),)."""
        numbers = np.full(len(self.raw), -1, np.int8)
        for number, origins in self._stages():
            numbers[origins[origins >= 0]] = number  # the last step that found a character is the one that removed it
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
        if not finding.edits and not finding.damaged:
            return self
        return CleanText(self.raw, apply_edits(self.text, finding.edits), (*self.history, (step, finding)), self.rewrites)

    def rewritten(self, step: str, text: str) -> CleanText:
        """The text after ``step`` replaced characters one for one."""
        if text == self.text:
            return self
        return CleanText(self.raw, text, self.history, (*self.rewrites, (step, self.text, text)))


def _runs(values: npt.NDArray[Any]) -> Iterator[tuple[int, int, int]]:
    """Maximal runs of equal values: (value, start, end)."""
    if not len(values):
        return
    bounds = np.concatenate(([0], np.flatnonzero(values[1:] != values[:-1]) + 1, [len(values)])).tolist()
    for start, end in pairwise(bounds):
        yield int(values[start]), start, end


def _edits(find: Callable[[str], Sequence[Edit]]) -> Callable[[str], Finding]:
    return lambda text: Finding(find(text))


def _lines(find: Callable[[str], Sequence[Edit]]) -> Callable[[str], Finding]:
    """A step that judges lines: it is shown them without gaps, and its edits are put where the text has them."""

    def step(text: str) -> Finding:
        shown, gaps = without_gaps(text)
        edits = find(shown)
        parts = not all(is_lines(shown, start, end) for start, end, _ in edits)
        return Finding(put_back(edits, gaps) if gaps else edits, parts=parts)

    return step


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
    "contacts": _lines(find_contacts),
    "furniture": _lines(find_furniture),
    "blanks": _edits(find_blanks),
}


#: The steps that judge a page as a whole, and those that ask what stands beside a character: what comes after may change either.
PAGE_STEPS = ("controls", "nfc", "damage", "pinyin", "script")

#: The steps that remove lines.
LINE_STEPS = ("contacts", "furniture")

_LOOKS = 20  # a text is looked at again so often at most, lest one go on for ever; no random one took more than three


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

    What one step did may be something to another: what is left is looked at again as long as more is found.
    """
    page = [name for name in steps if name in PAGE_STEPS]
    before, state = CleanText.of(state.raw), run(state, steps[made:])
    for _ in range(_LOOKS):
        judged = run(state, page) if state.text != before.text else state
        if judged.text == state.text and not any(found.parts for _, found in state.history[len(before.history) :]):
            return judged
        before, state = judged, run(judged, steps)
    return state
