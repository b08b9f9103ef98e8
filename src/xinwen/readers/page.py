"""What a reader makes of one page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from xinwen.records import Block, Metadata

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A decoded page.

    Attributes:
        raw_text: for plain text and Markdown the decoded bytes without a byte-order mark, line ends as they were; for HTML
            the extractor's paragraphs, one a line.
        blocks: units of known kind, ascending; text outside them is of unknown kind.
        markup: spans of ``raw_text`` that are no text, by the step that found them; ascending, and disjoint across steps.
        metadata: what the page says of itself.
        extra: further values of the front matter or record, under their own names.
    """

    raw_text: str
    blocks: tuple[Block, ...] = ()
    markup: Mapping[str, Spans] = field(default_factory=dict)
    metadata: Metadata = field(default_factory=Metadata)
    extra: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """The raw text without its markup."""
        at, parts = 0, []
        for start, end in sorted(span for spans in self.markup.values() for span in spans):
            parts.append(self.raw_text[at:start])
            at = end
        return "".join((*parts, self.raw_text[at:]))


@dataclass(frozen=True, slots=True)
class Reader:
    """A kind of page that can be read.

    Attributes:
        name: the reader's name in the registry.
        suffixes: file name suffixes that speak for it, lower case.
        sniff: whether a text looks like this kind of page.
        read: text to page.
    """

    name: str
    suffixes: tuple[str, ...]
    sniff: Callable[[str], bool]
    read: Callable[[str], Page]
