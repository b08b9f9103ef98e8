"""HTML pages: the article's text as trafilatura extracts it, a unit a line.

The raw text of an HTML page is what the extractor gave: the way back from a label ends there. Comments are left out; of a
table each row is a line, its cells parted by tabs; the title stands first where the page shows it as a heading.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from copy import deepcopy

from lxml import etree, html
from trafilatura import bare_extraction
from trafilatura.settings import DEFAULT_CONFIG, Document

from xinwen.errors import XinwenError
from xinwen.readers.dates import iso_date
from xinwen.readers.headings import is_bold_heading
from xinwen.readers.page import Page, Reader
from xinwen.records import Block, Metadata
from xinwen.text.paragraphs import page_metadata
from xinwen.text.punctuation import widen
from xinwen.text.script import simplify

#: libxml2 stops reading at 256 elements inside each other; real pages have fewer than a hundred.
MAX_DEPTH = 200
#: Limits of size: extraction grows faster than the number of elements. Real pages have a few thousand.
MAX_ELEMENTS = 20_000
MAX_CHARACTERS = 8 * 2**20

_DOCUMENT = re.compile(
    r"\s*(?:<\?xml[^<>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body|meta)\b", re.I | re.S
)
_OTHER_XML = re.compile(r"\s*<(?:\?xml|rss|feed|rdf:RDF)\b", re.I)
_ELEMENT = re.compile(r"<(?:div|p|article|section|span|table|h[1-6]|ul|title)\b[^<>]*>", re.I)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_KINDS = {"head": "heading", "item": "list_item", "code": "code", "row": "row"}
_HIDDEN = frozenset(("head", "script", "style", "noscript", "template", "option"))
_INLINE = frozenset(("a", "abbr", "b", "em", "font", "i", "label", "mark", "small", "span", "strong", "sub", "sup", "time", "u"))
_EDGE_SIGNS = " \u3000·|｜丨/-—,，、:："
_UNITS = frozenset(("p", "head", "item", "quote", "row", "code", "list", "table", "lb", "body", "main"))

# An extraction that fails is reported by an error, not on the log.
for _name in ("trafilatura", "htmldate", "courlan", "justext"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


def is_document(text: str) -> bool:
    """Whether a text is an HTML document or a large part of one, from its start."""
    head = text[:8192]
    if _DOCUMENT.match(head):
        return True
    return head.lstrip()[:1] == "<" and not _OTHER_XML.match(head) and len(_ELEMENT.findall(head)) > 4


def read(text: str) -> Page:
    """Extract the article of an HTML page.

    Raises:
        XinwenError: ``input-too-large``, ``input-html-nesting`` or ``input-no-text``.
    """
    if len(text) > MAX_CHARACTERS:
        raise _too_much("input-too-large", f"The page has {len(text):,} characters; the limit for HTML is {MAX_CHARACTERS:,}.")
    tree = _parsed(text)
    captions = _captions(tree)
    title = _heading(tree)
    found = _extracted(tree)
    stated = page_metadata(simplify(widen(_shown(tree))))
    units = list(_units(found.body, captions))
    if not any(kind != "code" for kind, _ in units):
        raise _nothing()
    known = Metadata(
        title=found.title or title or None,
        author=(found.author or _meta(tree, "author", "article:author")).strip(_EDGE_SIGNS) or stated.get("author"),
        publisher=found.sitename or stated.get("publisher"),
        date=iso_date(found.date) or stated.get("date"),
        url=found.url or None,
        summary=found.description or None,
    )
    if title and all(text != title for _, text in units):
        units.insert(0, ("title", title))
    return _page(units, known)


def _parsed(text: str) -> html.HtmlElement:
    """The tree of the page. Its encoding is settled already, whatever the page declares."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(_NOT_XML.sub("", text).encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise _nothing() from None
    depth = deepest = elements = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        elements += event == "start"
        deepest = max(deepest, depth)
    if deepest > MAX_DEPTH:
        raise _too_much("input-html-nesting", f"The page nests its elements more than {MAX_DEPTH} deep.")
    if elements > MAX_ELEMENTS:
        raise _too_much("input-too-large", f"The page has {elements:,} elements; the limit is {MAX_ELEMENTS:,}.")
    return tree


def _too_much(id: str, message: str) -> XinwenError:
    return XinwenError(id, message, remedy="Cut the page down to its article, or save that as text.")


def _nothing() -> XinwenError:
    remedy = "Fetch the page again, or save its article as text."
    return XinwenError("input-no-text", "No article was found in the page.", remedy=remedy)


def _captions(tree: html.HtmlElement) -> frozenset[str]:
    """The captions of figures. They are made paragraphs, as the extractor drops figures whole."""
    found = set()
    for caption in list(tree.iter("figcaption")):
        found.add(_squeezed(caption.text_content()))
        caption.tag = "p"
        if (figure := caption.getparent()) is not None and figure.tag == "figure":
            figure.tag = "div"
    return frozenset(found - {""})


def _heading(tree: html.HtmlElement) -> str:
    """The page's only top heading, or nothing."""
    headings = [_squeezed(heading.text_content()) for heading in tree.iter("h1")]
    return headings[0] if len(headings) == 1 and len(headings[0]) <= 200 else ""


def _meta(tree: html.HtmlElement, *names: str) -> str:
    """The content of the first ``meta`` element of one of the names: the extractor refuses names without a blank."""
    for element in tree.iter("meta"):
        if (element.get("name") or element.get("property") or "").lower() in names:
            return _squeezed(element.get("content") or "")
    return ""


def _shown(tree: html.HtmlElement) -> str:
    """All that the page shows, a block a line: the extractor drops the lines that name source, author and time."""
    pieces: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        start = event == "start"
        hidden += (1 if start else -1) * (element.tag in _HIDDEN)
        pieces.append(" " if element.tag in _INLINE else "\n")
        if not hidden and (piece := element.text if start else element.tail):
            pieces.append(" ".join(piece.split()))
    return "".join(pieces)


def _extracted(tree: html.HtmlElement) -> Document:
    config = deepcopy(DEFAULT_CONFIG)
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "100"  # the default of 250 is meant for alphabets
    try:
        found = bare_extraction(
            deepcopy(tree),
            with_metadata=True,
            include_comments=False,
            include_formatting=True,
            date_extraction_params={"original_date": True, "extensive_search": False},
            config=config,
        )
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError, etree.LxmlError):
        raise _nothing() from None
    if not isinstance(found, Document):
        raise _nothing()
    return found


def _units(body: etree._Element, captions: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The units of the extracted body in order: kind and text of one line."""
    pieces: list[tuple[str, bool]] = []
    within: list[str] = []
    bold = 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        tag, start = str(element.tag), event == "start"
        if tag in _UNITS:
            yield from _unit(pieces, within, captions)
            pieces = []
        if tag in _KINDS:
            within = [*within, _KINDS[tag]] if start else within[:-1]
        bold += (1 if start else -1) * (tag == "hi" and element.get("rend") == "#b")
        if start and tag == "cell":
            pieces.append(("\t", True))
        if piece := element.text if start else element.tail:
            pieces.append((piece, bold > 0))
    yield from _unit(pieces, within, captions)


def _unit(pieces: list[tuple[str, bool]], within: list[str], captions: frozenset[str]) -> Iterator[tuple[str, str]]:
    text = re.sub(r"[^\S\t\u3000]+", " ", "".join(piece for piece, _ in pieces)).strip()
    if not text:
        return
    if within:
        kind = within[-1]
    elif _squeezed(text) in captions:
        kind = "caption"
    else:
        bold = all(is_bold or not piece.strip() for piece, is_bold in pieces) and is_bold_heading(text) and "\t" not in text
        kind = "heading" if bold else "body"
    yield kind, text


def _page(units: list[tuple[str, str]], metadata: Metadata) -> Page:
    blocks, code, at = [], [], 0
    for kind, text in units:
        end = at + len(text)
        if kind == "code":
            code.append((at, end))
        elif kind != "body":
            shown = "title" if text == metadata.title else "body" if kind == "row" else kind
            blocks.append(Block(shown, at, end))
        at = end + 1
    markup = {"code": tuple(code)} if code else {}
    return Page("\n".join(text for _, text in units), tuple(blocks), markup, metadata)


def _squeezed(text: str) -> str:
    return " ".join(text.split())


READER = Reader("html", (".html", ".htm", ".xhtml", ".shtml"), is_document, read)
