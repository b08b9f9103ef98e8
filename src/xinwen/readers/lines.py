"""The lines of a Markdown page: headings, lists, quotes, tables, rules, definitions, and the paragraphs between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from xinwen.readers.headings import is_bold_heading, is_heading
from xinwen.readers.inline import find_inline
from xinwen.readers.opaque import blanked
from xinwen.records import Block

Span = tuple[int, int]


class Line(NamedTuple):
    """A line without its line end; ``start`` is behind the marks of quotes before it."""

    start: int
    end: int
    text: str
    quoted: bool


@dataclass
class Layout:
    """What the lines of a page are.

    Attributes:
        marks: spans that are Markdown; ``code``: indented code.
        blocks: headings, list items, captions and, as body, rows of tables; ascending.
        first: where the first text of the page starts, -1 if it has none.
    """

    marks: list[Span] = field(default_factory=list)
    code: list[Span] = field(default_factory=list)
    blocks: tuple[Block, ...] = ()
    first: int = -1


_LINES = re.compile(r"(?P<quote>(?:[ \t]{0,3}>[ \t]?)*)(?P<text>[^\r\n]*)(?:\r\n?|\n|\Z)")
_RULE = re.compile(r"[ \t]*(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|={3,}[ \t]*)$")
_UNDERLINE = re.compile(r"[ \t]{0,3}(?:=+|-{2,})[ \t]*$")
_ATX = re.compile(r"[ \t]{0,3}(?:#{1,6}(?:[ \t\u3000]+|$)|#{2,6}(?=[^#\s]))")
_ATX_END = re.compile(r"(?:(?<![ \t])[ \t]+#+|(?<![#])##+)[ \t]*$")
_ITEM = re.compile(r"[ \t]*(?:[-*+][ \t]+|(?P<ordinal>\d{1,9}[.)][ \t]+))(?P<task>\[[ xX]\][ \t]+)?(?=\S)|[ \t]*[-*+][ \t]*$")
_DELIMITERS = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_PIPE = re.compile(r"(?:(?<=[ \t])|^)\||(?<!\\)\|(?=[ \t]|$)")
_DEFINITION = re.compile(
    r"[ \t]{0,3}\[(?P<label>[^\[\]^][^\[\]]*)\]:(?:(?<=\[#\]:).*|"
    r"[ \t]*<?(?=[^\s<>]*[/.#:@])[^\s<>]+>?(?:[ \t]+[\"'(].*[\"')])?[ \t]*)$"
)
_IMAGE_LINE = re.compile(r"[ \t]*(?:\[ ?)?!\[[^\[\]]*\][(\[][^()\[\]]*[)\]](?: ?\][(\[][^()\[\]]*[)\]])?[ \t]*$")
_INDENTED = re.compile(r"(?: {4}|\t)[ \t]*\S")
_HAN = re.compile("[\u3400-\u9fff]")
_CAPTION = re.compile(r"[ \t]*(?:\*[^*]{1,120}\*|_[^_]{1,120}_|[▲△▼▽↑↓].{1,120})[ \t]*$")
#: Lines are taken to be wrapped by a machine when they are at least this wide, in columns.
_WRAPPED = 60
_BEFORE_WRAP = re.compile("[\u3400-\u9fff，、”》）]$")
_AFTER_WRAP = re.compile("[ \t]*(?=[\u3400-\u9fff“《（])")


def lay_out(text: str) -> Layout:
    """Find what the lines of a page are and what in them is Markdown; what was found before stands in ``text`` as blanks."""
    return _Scanner(text).run()


class _Scanner:
    """One pass over the lines; a paragraph is gathered until something ends it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.layout = Layout()
        self.blocks: list[Block] = []
        self.labels: set[str] = set()
        self.paragraph: list[Line] = []
        self.kind = "body"
        self.in_list = False
        self.after_image = False

    def run(self) -> Layout:
        lines = self._definitions_out(list(self._lines()))
        at = 0
        while at < len(lines):
            at = self._take(lines, at)
        self._flush()
        self.layout.blocks = tuple(self.blocks)
        return self.layout

    def _lines(self) -> Iterator[Line]:
        for found in _LINES.finditer(self.text):
            quote = found.span("quote")
            if quote[0] < quote[1]:
                self.layout.marks.append(quote)
            yield Line(*found.span("text"), found["text"], quote[0] < quote[1])

    def _definitions_out(self, lines: list[Line]) -> list[Line]:
        """Take the definitions of link references out, leaving blank lines: they may stand after their use."""
        kept = []
        for line in lines:
            if "]:" in line.text and (found := _DEFINITION.match(line.text)):
                self.labels.add(found["label"].strip().lower())
                self.layout.marks.append((line.start, line.end))
                line = Line(line.end, line.end, "", line.quoted)
            kept.append(line)
        return kept

    def _take(self, lines: list[Line], at: int) -> int:
        """Deal with the line at ``at``; returns the next one to look at."""
        line = lines[at]
        if not line.text.strip():
            self._flush()
        elif self.paragraph and self.kind == "body" and _UNDERLINE.match(line.text):
            self._underlined(line)
        elif _RULE.match(line.text):
            self._flush()
            self.layout.marks.append((line.start, line.end))
        elif found := _ATX.match(line.text):
            self._heading(line, found.end())
        elif "|" in line.text and at + 1 < len(lines) and "|" in lines[at + 1].text and _DELIMITERS.match(lines[at + 1].text):
            return self._table(lines, at)
        elif found := _ITEM.match(line.text):
            self._item(line, found)
        elif not self.paragraph and not self.in_list and _INDENTED.match(line.text):
            return self._indented(lines, at)
        else:
            self._prose(line)
        return at + 1

    def _underlined(self, line: Line) -> None:
        self.layout.marks.append((line.start, line.end))
        self.kind = "heading" if len(self.paragraph) == 1 else "body"
        self._flush()

    def _heading(self, line: Line, opened: int) -> None:
        self._flush()
        closed = _ATX_END.search(line.text, opened)
        end = line.start + closed.start() if closed else line.end
        self.layout.marks += [(line.start, line.start + opened), (end, line.end)]
        self._start("heading", Line(line.start + opened, end, self.text[line.start + opened : end], False))
        self._flush()

    def _item(self, line: Line, found: re.Match[str]) -> None:
        self._flush()
        bullet = found.start("task") if found["task"] else found.end()
        start = line.start if found["ordinal"] else line.start + found.end()
        if not found["ordinal"]:
            self.layout.marks.append((line.start, start))
        elif found["task"]:
            self.layout.marks.append((line.start + bullet, line.start + found.end()))
        self._start("list_item", Line(start, line.end, self.text[start : line.end], line.quoted))
        self.in_list = True

    def _table(self, lines: list[Line], at: int) -> int:
        self._flush()
        while at < len(lines) and "|" in lines[at].text:
            line = lines[at]
            if _DELIMITERS.match(line.text):
                self.layout.marks.append((line.start, line.end))
            else:
                self.layout.marks += [(line.start + p.start(), line.start + p.end()) for p in _PIPE.finditer(line.text)]
                self._start("row", line)
                self._flush()
            at += 1
        return at

    def _indented(self, lines: list[Line], at: int) -> int:
        """Indented lines are code if no Chinese stands in them, else prose: Chinese paragraphs begin with blanks."""
        stop = at
        while stop < len(lines) and _INDENTED.match(lines[stop].text):
            stop += 1
        if any(_HAN.search(line.text) for line in lines[at:stop]):
            for line in lines[at:stop]:
                self._prose(line)
        else:
            self.layout.code.append((lines[at].start, lines[stop - 1].end))
        return stop

    def _prose(self, line: Line) -> None:
        alone = line.quoted or bool(_IMAGE_LINE.match(line.text))
        if alone:
            self._flush()
        if not self.paragraph:
            self.in_list = self.in_list and line.text[:1] in " \t"
            self._start("body", line)
        else:
            self.paragraph.append(line)
        if alone:
            self._flush()

    def _start(self, kind: str, line: Line) -> None:
        self.kind = kind
        self.paragraph = [line]

    def _flush(self) -> None:
        """End the paragraph: find its inline marks and decide its kind."""
        if not self.paragraph:
            return
        lines, self.paragraph = self.paragraph, []
        start, end = lines[0].start, lines[-1].end
        cuts = [*find_inline(self.text, start, end, self.labels), *_breaks(lines)]
        plain = blanked(self.text[start:end], [(s - start, e - start) for s, e in cuts]).strip()
        self.layout.marks += cuts
        if not plain:
            self.after_image = True
            return
        kind = self._kind_of(lines, plain)
        if kind != "body":
            self.blocks.append(Block("body" if kind == "row" else kind, start, end))
        if self.layout.first < 0:
            self.layout.first = start
        self.after_image = False

    def _kind_of(self, lines: list[Line], plain: str) -> str:
        line = lines[0].text.strip()
        if self.kind == "heading":
            return "heading" if is_heading(plain) else "body"
        if self.kind != "body" or len(lines) > 1:
            return self.kind
        if self.after_image and _CAPTION.match(line):
            return "caption"
        bold = line.startswith(("**", "__")) and line.endswith(line[:2]) and line[:2] not in line[2:-2].replace(line[:2] * 2, "")
        return "heading" if bold and is_bold_heading(plain) else "body"


def _breaks(lines: list[Line]) -> Iterator[Span]:
    """Hard breaks written as a backslash, and line ends inside a sentence that a machine has wrapped."""
    for line, after in pairwise(lines):
        if line.text.endswith("\\"):
            yield (line.end - 1, line.end)
        elif _width(line.text) >= _WRAPPED and _BEFORE_WRAP.search(line.text) and (found := _AFTER_WRAP.match(after.text)):
            yield (line.end, after.start + found.end())


def _width(text: str) -> int:
    """Columns: two for a full-width character."""
    return len(text) + len(_FULL_WIDTH.findall(text))


_FULL_WIDTH = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]")
