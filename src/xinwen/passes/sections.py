"""The outline of an authoring form: header lines, sentences, and under each its lines with their numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from xinwen.errors import XinwenError
from xinwen.passes.remedies import REMEDIES

_HEAD = re.compile(r"## (\S+) (\S+)\s*")
_HEADER = re.compile(r"@(\w+)\s+(.+?)\s*")


class Line(NamedTuple):
    """A line of a form and its number, from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A sentence of a form: the number of its ``##`` line, its short id (``s012``), kind, text, and the lines below."""

    number: int
    id: str
    kind: str
    text: str
    lines: list[Line] = field(default_factory=list)


class Faults:
    """The errors of a form, collected so that a file is reported on at once."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.errors: list[XinwenError] = []

    def add(self, id: str, line: int, message: str, remedy: str = "") -> None:
        """Note an error in a line; an id that the table of remedies has not brings its own."""
        self.errors.append(XinwenError(id, message, place=f"{self.place}:{line}", remedy=remedy or REMEDIES[id]))


@dataclass(frozen=True, slots=True)
class Outline:
    """A form cut into its parts."""

    header: dict[str, Line]
    sections: list[Section]


def outline(text: str, faults: Faults) -> Outline:
    """Cut a form. The line after a ``##`` line is the sentence's text, whatever it looks like."""
    header: dict[str, Line] = {}
    sections: list[Section] = []
    lines = iter(enumerate(text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n"), 1))
    for number, line in lines:
        if not line.strip() or line.startswith("//"):
            continue
        if line.startswith("##"):
            head = _HEAD.fullmatch(line)
            if head is None:
                faults.add("form-heading", number, "a sentence starts with `## s012 body`: its number and its kind.")
            id, kind = (head[1], head[2]) if head else ("", "")
            sections.append(Section(number, id, kind, next(lines, (number, ""))[1]))
        elif sections:
            sections[-1].lines.append(Line(number, line))
        elif found := _HEADER.fullmatch(line):
            header[found[1]] = Line(number, found[2])
        else:
            faults.add("form-header", number, "a header line reads `@key value`.")
    return Outline(header, sections)
