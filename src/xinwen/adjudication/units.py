"""What a pass says of a sentence, cut into the units that adjudication decides on, in the words of the authoring form.

A unit is the sentence's polarity, an outer mention with its inner ones, the polarity of a target, or a claim. Units name each other
by span and not by id, so that those of two passes can be put side by side and together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from xinwen.errors import XinwenError
from xinwen.passes.compiler import SentenceReader
from xinwen.passes.drafting import label_lines
from xinwen.passes.sections import Faults, Line, Section
from xinwen.passes.surface import written
from xinwen.records import Sentence, SentenceLabels
from xinwen.register import Register

Span = tuple[int, int]
#: Stands for a claim that a polarity names and that is not there.
_NOWHERE = (-1, -1)


class View(NamedTuple):
    """A polarity towards a target; ``claim`` is the span of the claim that carries it."""

    polarity: str
    basis: str | None
    claim: Span | None

    def same(self, other: View) -> bool:
        """Whether both say the same; their claims need only overlap, since a claim's span is decided on its own."""
        one, two = self.claim, other.claim
        linked = one is two is None or (one is not None and two is not None and overlap(one, two))
        return self[:2] == other[:2] and linked


@dataclass(frozen=True, slots=True)
class EntityUnit:
    """An outer mention: its ``E`` line without the polarity, the ``I`` lines below it, and the polarity."""

    lines: tuple[str, ...]
    view: View | None = None


@dataclass(frozen=True, slots=True)
class ClaimUnit:
    """A claim: its content as the form names it, and its fields."""

    content: str
    fields: Mapping[str, tuple[str, ...]]

    @property
    def lines(self) -> tuple[str, ...]:
        """The ``C`` line and its fields."""
        return (f"C {self.content}", *(f"  {key}: {value}" for key, values in self.fields.items() for value in values))


@dataclass(slots=True)
class Units:
    """The units of a sentence."""

    own: str | None = None
    entities: dict[Span, EntityUnit] = field(default_factory=dict)
    claims: dict[Span, ClaimUnit] = field(default_factory=dict)

    def lines(self) -> list[str]:
        """The lines of the authoring form that say all this."""
        lines = [f"S {self.own}"] if self.own else []
        for span in sorted(self.entities):
            lines += self.entity_lines(span)
        for span in sorted(self.claims):
            lines += self.claims[span].lines
        return lines

    def entity_lines(self, span: Span) -> list[str]:
        """The lines of an outer mention, with its polarity."""
        unit = self.entities[span]
        head, *inner = unit.lines
        return [f"{head} | {self.view_text(unit.view)}" if unit.view else head, *inner]

    def view_text(self, view: View) -> str:
        """A polarity as the form writes it. A claim that is not there becomes ``c0``, which the form refuses."""
        claim = view.claim
        spans = sorted(self.claims)
        number = next((n for n, span in enumerate(spans, 1) if claim and overlap(span, claim)), 0)
        return f"{view.polarity} {view.basis or '?'}{f' c{number}' if claim else ''}"


class Desk(NamedTuple):
    """What is needed to read lines about an article: its id, the texts of its sentences, the register."""

    article_id: str
    texts: Mapping[str, str]
    register: Register

    def units(self, labels: SentenceLabels) -> Units:
        """The units of a sentence of a pass."""
        return self.read(labels, list(label_lines(labels, self.texts, self.register)))[0]

    def read(self, labels: SentenceLabels, lines: Sequence[str]) -> tuple[Units, list[XinwenError]]:
        """The units that ``lines`` of a form speak of, in the sentence of ``labels``."""
        reader = self._reader(labels)
        for number, line in enumerate(lines, 1):
            reader.read(Line(number, line))
        spans = [(block.start, block.end) for block in reader.blocks]
        units = Units(reader.own[0][1] if reader.own else None)
        for mark in reader.marks:
            if mark.parent is None:
                inner = (m.plain for m in reader.marks if m.parent is mark)
                units.entities[mark.start, mark.end] = EntityUnit((mark.plain, *inner), _view(mark.view, spans))
        for span, block in zip(spans, reader.blocks, strict=True):
            fields = {key: tuple(line.text for line in values) for key, values in block.fields.items()}
            units.claims[span] = ClaimUnit(written(labels.text, *span), fields)
        return units, reader.faults.errors

    def compile(self, labels: SentenceLabels, units: Units) -> tuple[SentenceLabels, list[XinwenError]]:
        """The labels that ``units`` stand for, with everything that is wrong with them."""
        reader = self._reader(labels)
        lines = [Line(number, line) for number, line in enumerate(units.lines(), 1)]
        return reader.labels(Section(0, labels.sentence_id, "", labels.text, lines)), reader.faults.errors

    def _reader(self, s: SentenceLabels) -> SentenceReader:
        sentence = Sentence(s.sentence_id, self.article_id, 0, 0, "body", s.text, 0, len(s.text), s.raw_start, s.raw_end)
        return SentenceReader(sentence, self.texts, self.register, Faults(s.sentence_id))


def overlap(one: Span, two: Span) -> bool:
    """Whether two spans share a character."""
    return one[0] < two[1] and two[0] < one[1]


def _view(view: tuple[str, str | None, int | None] | None, claims: Sequence[Span]) -> View | None:
    if view is None:
        return None
    polarity, basis, number = view
    return View(polarity, basis, None if number is None else claims[number - 1] if 1 <= number <= len(claims) else _NOWHERE)
