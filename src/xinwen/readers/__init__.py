"""Readers: bytes to pages. A reader is one file with a ``READER``; the registry below is all that knows of it."""

from __future__ import annotations

from pathlib import Path

from xinwen.errors import XinwenError
from xinwen.readers import html, markdown, plain
from xinwen.readers.decoding import decode
from xinwen.readers.language import refuse_other_languages
from xinwen.readers.page import Page, Reader

__all__ = ["MAX_BYTES", "READERS", "Page", "Reader", "read_bytes", "read_page"]

#: The largest file that is read unless told otherwise: no news page comes near it.
MAX_BYTES = 64 * 2**20

_NO_PAGES = {
    ".json": "JSON",
    ".jsonl": "JSON Lines",
    ".ndjson": "JSON Lines",
    ".xml": "XML",
    ".rss": "an RSS feed",
    ".atom": "an Atom feed",
    ".csv": "a table",
    ".tsv": "a table",
}

#: The readers by name; where no suffix speaks, the first whose ``sniff`` says yes.
READERS: dict[str, Reader] = {reader.name: reader for reader in (html.READER, markdown.READER, plain.READER)}


def read_bytes(path: Path, *, limit: int = MAX_BYTES) -> bytes:
    """The bytes of a file.

    Raises:
        XinwenError: ``input-missing``, ``input-too-large`` or ``input-unreadable``.
    """
    place = str(path)
    try:
        if path.is_dir():
            raise XinwenError("input-missing", "This is a folder, not a file.", place=place, remedy="Name the files in it.")
        size = path.stat().st_size
        if size > limit:
            raise too_large(size, limit, place)
        return path.read_bytes()
    except FileNotFoundError:
        raise XinwenError("input-missing", "There is no such file.", place=place, remedy="Check the path.") from None
    except (OSError, ValueError) as error:
        remedy = "Check its permissions."
        raise XinwenError("input-unreadable", f"The file cannot be read: {error}.", place=place, remedy=remedy) from None


def too_large(size: int, limit: int, place: str) -> XinwenError:
    """The error for an input of ``size`` bytes where ``limit`` are allowed."""
    message = f"The file has {size:,} bytes; the limit is {limit:,}."
    return XinwenError("input-too-large", message, place=place, remedy="Split it, or give one page a file.")


def read_page(data: bytes, name: str, *, reader: str | None = None, limit: int = MAX_BYTES) -> tuple[Page, str, str]:
    """Read one page.

    Args:
        data: the bytes of the file.
        name: the file's name; its suffix says what the page may be, its content decides.
        reader: the name of a reader, to use it whatever the page looks like.
        limit: the largest number of bytes that is read.

    Returns:
        The page, the name of its reader and the name of its encoding.

    Raises:
        XinwenError: with an id that starts with ``input-``.
        KeyError: if there is no reader of that name.
    """
    if len(data) > limit:
        raise too_large(len(data), limit, name)
    text, encoding = decode(data, name)
    chosen = READERS[reader] if reader else choose(text, name)
    page = _placed(chosen, text, name)
    if not page.text().strip():
        message = "The page holds no text besides its markup."
        raise XinwenError("input-no-text", message, place=name, remedy="Fetch the page again, or leave it out.")
    refuse_other_languages(page.text(), name)
    return page, chosen.name, encoding


def choose(text: str, name: str) -> Reader:
    """The reader for a text: the one its suffix names if the content does not contradict, else the one its content shows.

    Raises:
        XinwenError: ``input-format`` for data that is no page: JSON, XML feeds, tables.
    """
    suffix = Path(name).suffix.lower()
    if (suffix in _NO_PAGES or text.lstrip()[:5].lower() == "<?xml") and not html.is_document(text):
        message = f"The file is {_NO_PAGES.get(suffix, 'XML')}, not a page."
        by_line = "Read it with `xinwen build`, which takes a record a line."
        remedy = by_line if suffix in (".jsonl", ".ndjson") else "Give plain text, Markdown, HTML or JSONL."
        raise XinwenError("input-format", message, place=name, remedy=remedy)
    if suffix in markdown.READER.suffixes and not html.is_document(text):
        return markdown.READER
    return next(reader for reader in READERS.values() if reader.sniff(text))


def _placed(reader: Reader, text: str, name: str) -> Page:
    """Read, and name the file in an error."""
    try:
        return reader.read(text)
    except XinwenError as error:
        raise XinwenError(error.id, error.message, place=name, remedy=error.remedy) from None
