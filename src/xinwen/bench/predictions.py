"""Predictions from a file, brought to the gold sentences: by id, else in order, else by text.

Tools and models drop blanks, or write an unknown character as one token; what they say is moved to the places in the gold text, and
not counted as wrong for that.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass

from xinwen.bench.marks import Claimed, Entity, Marked, Marks, Source, Span, Target
from xinwen.errors import XinwenError

_NOT_BLANK = re.compile(r"\S")


@dataclass(frozen=True, slots=True)
class Aligned:
    """Predictions for the gold sentences, in their order; nothing is said of a sentence that has no prediction.

    Attributes:
        how: ``id``, ``order`` or ``text``.
        missing: gold sentences without a prediction; unknown: predictions for no gold sentence; moved: sentences whose offsets
            were not those of the gold text.
    """

    marks: tuple[Marks, ...]
    how: str
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    moved: int


def align(predictions: Sequence[Marked], gold: Sequence[Source], place: str = "") -> Aligned:
    """Bring predictions to the gold sentences.

    Raises:
        XinwenError: ``bench-alignment`` if nothing fits, or a prediction is of another text than its gold sentence.
    """
    how, pairs = _paired(predictions, gold)
    if not pairs:
        remedy = "Give the predictions the ids of the gold sentences, or their texts."
        raise XinwenError("bench-alignment", "No prediction is of a gold sentence.", place=place, remedy=remedy)
    marks = tuple(_moved(pairs[i], source, place) if i in pairs else Marks() for i, source in enumerate(gold))
    used = {id(prediction) for prediction in pairs.values()}
    return Aligned(
        marks,
        how,
        tuple(source.id for i, source in enumerate(gold) if i not in pairs),
        tuple(p.source.id for p in predictions if id(p) not in used),
        sum(p.source.text != gold[i].text for i, p in pairs.items()),
    )


def _paired(predictions: Sequence[Marked], gold: Sequence[Source]) -> tuple[str, dict[int, Marked]]:
    """For gold sentences, by their index, the prediction that is theirs."""
    place = {source.id: i for i, source in enumerate(gold)}
    by_id = {place[p.source.id]: p for p in predictions if p.source.id in place}
    if any(_fits(p, gold[i]) for i, p in by_id.items()):
        return "id", by_id
    if len(predictions) == len(gold) and all(map(_fits, predictions, gold)):
        return "order", dict(enumerate(predictions))
    waiting: defaultdict[str, deque[Marked]] = defaultdict(deque)
    for prediction in predictions:
        waiting[_bare(prediction.source.text)].append(prediction)
    return "text", {i: waiting[bare].popleft() for i, source in enumerate(gold) if waiting[bare := _bare(source.text)]}


def _fits(prediction: Marked, source: Source) -> bool:
    """Whether a prediction can be brought to a sentence: the texts agree but for blanks, or there is a token a character."""
    theirs = _bare(source.text)
    return _bare(prediction.source.text) == theirs or (prediction.tokens is not None and len(prediction.tokens) == len(theirs))


def _bare(text: str) -> str:
    return "".join(text.split())


def _moved(prediction: Marked, source: Source, place: str) -> Marks:
    """The marks at their places in the gold text."""
    text = prediction.source.text
    if text == source.text and prediction.source.id == source.id:
        return prediction.marks
    theirs = [m.start() for m in _NOT_BLANK.finditer(source.text)]
    if _bare(text) == _bare(source.text):
        ours = [m.start() for m in _NOT_BLANK.finditer(text)]
    elif prediction.tokens is not None and len(prediction.tokens) == len(theirs):
        ours = [start for start, _ in prediction.tokens]
    else:
        message = f"The prediction is of another text: {text[:20]!r}…, not {source.text[:20]!r}…."
        remedy = "Predict for the gold texts; blanks may be dropped, or each character that is not blank be one token."
        raise XinwenError("bench-alignment", message, place=f"{place}:{source.id}".strip(":"), remedy=remedy)
    return _Move(ours, theirs, prediction.source.id, source.id).marks(prediction.marks)


@dataclass(frozen=True, slots=True)
class _Move:
    """From offsets in one text to those in another: the characters that are not blank stand at ``ours`` and at ``theirs``."""

    ours: Sequence[int]
    theirs: Sequence[int]
    old_id: str
    new_id: str

    def span(self, start: int, end: int) -> Span | None:
        """The span without blanks at its edges; None where it is all blank."""
        first, last = bisect_left(self.ours, start), bisect_left(self.ours, end)
        return (self.theirs[first], self.theirs[last - 1] + 1) if first < last else None

    def marks(self, marks: Marks) -> Marks:
        return Marks(
            tuple(Entity(*span, e.tag) for e in marks.entities if (span := self.span(e.start, e.end))),
            marks.polarity,
            tuple(Target(*span, t.polarity) for t in marks.targets if (span := self.span(t.start, t.end))),
            tuple(Claimed(*span, c.source_kind, self._sources(c)) for c in marks.claims if (span := self.span(c.start, c.end))),
        )

    def _sources(self, claim: Claimed) -> frozenset[tuple[str, int, int]]:
        """Sources in this sentence are moved with it; those in others stay as they are."""
        here = ((self.new_id, *span) for id, s, e in claim.sources if id == self.old_id and (span := self.span(s, e)))
        return frozenset((*here, *(source for source in claim.sources if source[0] != self.old_id)))
