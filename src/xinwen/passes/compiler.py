"""One sentence of an authoring form, compiled to labels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from xinwen.passes.claimform import ClaimBlock, ClaimReader, read_number
from xinwen.passes.rules import Problem, sentence_problems
from xinwen.passes.sections import Faults, Line, Section
from xinwen.passes.surface import SurfaceError, locate, locate_content
from xinwen.records import Entity, Sentence, SentenceLabels, Sentiment
from xinwen.register import PROPOSED, Register
from xinwen.scheme import scheme, split_type

_ENTITY = re.compile(r"(?P<kind>[EI]) (?P<surface>.+?) = (?P<type>[^\s|=]+)(?P<fields>(?: \| .*)?)")
_VIEW = re.compile(r"(\w+) (\w+|\?)(?: c(\d+))?")
_PAIR = re.compile(r"(\w+)=(\S+)")
_PAIRS = re.compile(r"\w+=\S+(?:\s+\w+=\S+)*")
_DAY = r"\d{4}(?:-\d{2}(?:-\d{2}(?:T\d{2}(?::\d{2}){0,2})?)?)?"
_PARTIAL = r"--\d{2}(?:-\d{2})?|---\d{2}"
_DATE = re.compile(rf"{_DAY}(?:/{_DAY})?|{_PARTIAL}")


@dataclass(slots=True)
class Mark:
    """An ``E`` or ``I`` line, its span, and its fields as written; ``plain`` is the line without the polarity."""

    line: Line
    start: int
    end: int
    type: str
    parent: Mark | None = None
    name_id: str | None = None
    numbers: dict[str, str] = field(default_factory=dict)
    view: tuple[str, str | None, int | None] | None = None
    plain: str = ""


@dataclass(slots=True)
class SentenceReader:
    """Reads the lines of one section.

    Attributes:
        sentence: the sentence as it was handed out; texts: those of the whole article, by sentence id.
        register: what ``@name`` is looked up in.
        faults: where errors go.
    """

    sentence: Sentence
    texts: Mapping[str, str]
    register: Register
    faults: Faults
    own: list[tuple[Line, str]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    blocks: list[ClaimBlock] = field(default_factory=list)
    _outer: Mark | None = None
    _block: ClaimBlock | None = None
    _in_claim: bool = False

    def labels(self, section: Section) -> SentenceLabels:
        """The labels of the section; what is wrong with it is among the faults."""
        for line in section.lines:
            self.read(line)
        marks = sorted(self.marks, key=lambda m: (m.start, -m.end))
        ids = {id(mark): f"e{n:02d}" for n, mark in enumerate(marks, 1)}
        entities = tuple(self._entity(mark, ids) for mark in marks)
        blocks = sorted(self.blocks, key=lambda b: (b.start, -b.end))
        claim_ids = {id(block): f"c{n:02d}" for n, block in enumerate(blocks, 1)}
        s = self.sentence
        reader = ClaimReader(s.article_id, s.sentence_id, self.texts, entities, self.faults)
        claims = tuple(reader.claim(claim_ids[id(block)], block) for block in blocks)
        sentiments = (*self._own_sentiment(), *self._views(marks, ids, claim_ids))
        labels = SentenceLabels(s.sentence_id, s.text, s.raw_start, s.raw_end, entities, sentiments, claims)
        self._check(labels, section, {ids[id(m)]: m for m in marks}, {claim_ids[id(b)]: b for b in blocks})
        return labels

    def read(self, line: Line) -> None:
        """Take in one line: ``own``, ``marks`` and ``blocks`` then hold it."""
        text = line.text.rstrip()
        if text[0].isspace():
            if self._block:
                self._block.read_field(line, self.faults)
            elif not self._in_claim:
                self.faults.add("form-line", line.number, "an indented line belongs under a `C` line.")
            return
        self._in_claim = False
        if text.startswith(("E ", "I ")):
            self._read_mark(Line(line.number, text))
        elif text.startswith("C "):
            self._read_claim(Line(line.number, text))
        elif text.startswith("S "):
            self.own.append((line, text[2:].strip()))
        else:
            self.faults.add("form-line", line.number, "a line starts with `S `, `E `, `I `, `C `, or two blanks (a claim's field).")

    def _read_claim(self, line: Line) -> None:
        self._in_claim, self._block = True, None
        try:
            span = locate_content(self.sentence.text, line.text[2:].strip())
        except SurfaceError as error:
            self.faults.add("form-surface", line.number, str(error))
        else:
            self._block = ClaimBlock(line.number, *span)
            self.blocks.append(self._block)

    def _read_mark(self, line: Line) -> None:
        self._block = None
        inner = line.text.startswith("I")
        if not inner:
            self._outer = None
        found = _ENTITY.fullmatch(line.text)
        if found is None:
            self.faults.add("form-line", line.number, "an entity reads `E surface = TYPE.fine | …`.")
            return
        if inner and self._outer is None:
            self.faults.add("form-nesting", line.number, "an `I` line stands below the `E` line of its outer entity.")
            return
        try:
            mark = self._mark(line, found["surface"].strip(), found["type"], self._outer)
        except SurfaceError as error:
            self.faults.add("form-surface", line.number, str(error))
            return
        mark.plain = line.text.removesuffix(found["fields"])
        for part in found["fields"].split(" | ")[1:]:
            self._read_field(mark, part.strip())
        self._check_fields(mark)
        self.marks.append(mark)
        self._outer = self._outer or mark

    def _mark(self, line: Line, surface: str, type: str, outer: Mark | None) -> Mark:
        offset, end = (outer.start, outer.end) if outer else (0, len(self.sentence.text))
        start, stop = locate(self.sentence.text[offset:end], surface)
        return Mark(line, offset + start, offset + stop, type, outer)

    def _read_field(self, mark: Mark, text: str) -> None:
        if view := _VIEW.fullmatch(text):
            mark.view = (view[1], None if view[2] == "?" else view[2], int(view[3]) if view[3] else None)
            return
        mark.plain += f" | {text}"
        if text.startswith("@"):
            mark.name_id = self._name(text[1:].strip(), mark.type)
        elif _PAIRS.fullmatch(text):
            mark.numbers |= dict(_PAIR.findall(text))
        else:
            message = f"{text!r} is no field of an entity: `@name`, `polarity basis [cN]`, or `value=… unit=…`."
            self.faults.add("form-field", mark.line.number, message)

    def _name(self, written: str, type: str) -> str:
        """A ``name_id``; empty for ``@-``, which is an answer too."""
        if written == "-":
            return ""
        name = self.register.resolve(written, type)
        return name.name_id if name else PROPOSED + written

    def _check_fields(self, mark: Mark) -> None:
        coarse, fine = split_type(mark.type)
        add, line = self.faults.add, mark.line.number
        if coarse in scheme().named_types and mark.name_id is None:
            add("form-incomplete", line, f"{coarse} mentions have their entry in the register, `@name`, or `@-`.")
        if coarse == "NUM" and fine != "date" and not {"value", "unit"} <= mark.numbers.keys():
            add("form-incomplete", line, f"{mark.type} mentions have their number, `value=… unit=…`.")
        for key in mark.numbers.keys() - {"value", "max", "unit", "date"}:
            add("form-field", line, f"unknown key {key!r}; known are value, max, unit, date.")
        date = mark.numbers.get("date")
        if date is not None and not _DATE.fullmatch(date):
            add("form-value", line, f"{date!r} is no ISO 8601 date (2026, 2026-06, 2026-06-30) or pair of dates (2024/2028).")

    def _entity(self, mark: Mark, ids: Mapping[int, str]) -> Entity:
        coarse, fine = split_type(mark.type)
        numbers = mark.numbers
        return Entity(
            id=ids[id(mark)],
            start_char=mark.start,
            end_char=mark.end,
            text=self.sentence.text[mark.start : mark.end],
            type=coarse,
            fine_type=fine,
            level="inner" if mark.parent else "outer",
            parent_id=ids[id(mark.parent)] if mark.parent else None,
            name_id=mark.name_id or None,
            value=read_number(numbers["value"], mark.line, self.faults) if "value" in numbers else None,
            max_value=read_number(numbers["max"], mark.line, self.faults) if "max" in numbers else None,
            unit=numbers.get("unit"),
            date=numbers.get("date"),
        )

    def _own_sentiment(self) -> tuple[Sentiment, ...]:
        for line, _ in self.own[1:]:
            self.faults.add("form-line", line.number, "a sentence has one `S` line.")
        return tuple(Sentiment(polarity) for _, polarity in self.own[:1])

    def _views(self, marks: list[Mark], ids: Mapping[int, str], claim_ids: Mapping[int, str]) -> list[Sentiment]:
        views = []
        for mark in marks:
            if mark.view is None:
                continue
            polarity, basis, number = mark.view
            if number is not None and not 1 <= number <= len(self.blocks):
                self.faults.add("form-reference", mark.line.number, f"the sentence has no claim c{number}.")
                number = None
            claim = claim_ids[id(self.blocks[number - 1])] if number else None
            views.append(Sentiment(polarity, ids[id(mark)], basis, claim))
        return views

    def _check(self, labels: SentenceLabels, section: Section, marks: Mapping[str, Mark], blocks: Mapping[str, ClaimBlock]) -> None:
        """The rules of every pass, each problem at the line that it comes from; no word on labels that could not be read."""
        said = {error.place for error in self.faults.errors}
        for problem in sentence_problems(labels, self.texts, complete=True):
            line = self._line_of(problem, section, marks, blocks)
            if problem.id != "pass-label" or f"{self.faults.place}:{line}" not in said:
                self.faults.add(problem.id.replace("pass-", "form-", 1), line, problem.message)

    def _line_of(self, problem: Problem, section: Section, marks: Mapping[str, Mark], blocks: Mapping[str, ClaimBlock]) -> int:
        if problem.label in marks:
            return marks[problem.label].line.number
        if problem.label in blocks:
            return blocks[problem.label].line_of(problem.key)
        return self.own[0][0].number if self.own else section.number
