"""Markdown with front matter: Hugo, Jekyll, Hexo, and what feeds and translators make of it.

Nothing is rendered: the raw text stays, and what is Markdown in it is listed as spans, by step: ``front_matter``, ``code``
(fenced and indented code is not news text) and ``markdown``. Images go with their alternative text, which describes a
picture that is not there; links keep their text; ordinals of lists stay, bullets go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from xinwen.readers.frontmatter import find_front_matter, metadata_of
from xinwen.readers.lines import Layout, lay_out
from xinwen.readers.opaque import blanked, find_code, find_opaque
from xinwen.readers.page import Page, Reader, Spans
from xinwen.records import Block, Metadata

Span = tuple[int, int]

_SIGNS = re.compile(
    r"^#{1,6} \S|^\*\*[^*\n]+\*\*[ \t\r]*$|!\[[^\[\]\n]*\]\(|\[[^\[\]\n]+\]\(https?:|^(?:```|~~~)|^\[[^\[\]\n]+\]: \S", re.M
)
#: The page's own address as its last line: [qq](https://…), [阅读原文](https://…).
_SOURCE_LINK = re.compile(
    r"^[ \t]*\[(?P<label>[\w.-]{1,20}|[^\[\]\n]{0,8}(?:原文|来源|來源|链接|連結|source|original)[^\[\]\n]{0,8})\]"
    r"\((?P<url>https?://[^\s()]+)\)\s*\Z",
    re.M | re.I | re.A,
)


def read(text: str) -> Page:
    """Read a Markdown page; never fails, whatever the text."""
    front = find_front_matter(text)
    metadata, extra = metadata_of(front.values)
    code = find_code(text, front.end)
    rest = blanked(text, [(0, front.end), *code])
    marks = find_opaque(rest)
    rest = blanked(rest, marks)
    if link := _SOURCE_LINK.search(rest, max(front.end, len(rest) - 2000)):
        metadata = replace(metadata, url=metadata.url or link["url"])
        marks = [*marks, link.span()]
        rest = blanked(rest, [link.span()])
    layout = lay_out(rest)
    steps = {"front_matter": [(0, front.end)], "code": [*code, *layout.code], "markdown": [*marks, *layout.marks]}
    markup = _disjoint(steps)
    metadata, blocks = _titled(text, layout, markup.get("markdown", ()), metadata)
    return Page(text, blocks, markup, metadata, extra)


def looks_like_markdown(text: str) -> bool:
    """Whether a text has front matter or at least two signs of Markdown that plain text has not."""
    return find_front_matter(text).end > 0 or len(_SIGNS.findall(text[: 1 << 16])) > 1


def _disjoint(steps: dict[str, list[Span]]) -> dict[str, Spans]:
    """The spans of each step, ascending and disjoint across steps: where two overlap, the one that starts first has it."""
    ordered = sorted((start, -end, name) for name, spans in steps.items() for start, end in spans if start < end)
    found: dict[str, list[Span]] = {name: [] for name in steps}
    at = 0
    for start, negative_end, name in ordered:
        begin = max(start, at)
        if begin < -negative_end:
            found[name].append((begin, -negative_end))
            at = -negative_end
    return {name: tuple(spans) for name, spans in found.items() if spans}


def _titled(text: str, layout: Layout, cuts: Iterable[Span], metadata: Metadata) -> tuple[Metadata, tuple[Block, ...]]:
    """Make a title of the first heading if it says what the front matter says, or if that says nothing and it opens the page."""
    first = next((block for block in layout.blocks if block.kind == "heading"), None)
    if not first:
        return metadata, layout.blocks
    heading = " ".join("".join(_kept(text, first, cuts)).split())
    if not (_same(heading, metadata.title) if metadata.title else first.start == layout.first):
        return metadata, layout.blocks
    blocks = tuple(replace(block, kind="title") if block is first else block for block in layout.blocks)
    return replace(metadata, title=metadata.title or heading or None), blocks


def _kept(text: str, block: Block, cuts: Iterable[Span]) -> Iterator[str]:
    at = block.start
    for start, end in cuts:
        if block.start <= start and end <= block.end:
            yield text[at:start]
            at = end
    yield text[at : block.end]


def _same(heading: str, title: str) -> bool:
    return "".join(heading.split()) == "".join(title.split())


READER = Reader("markdown", (".md", ".markdown", ".mdown", ".mkd"), looks_like_markdown, read)
