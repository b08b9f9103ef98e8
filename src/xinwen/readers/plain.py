"""Plain text: the raw text is the text."""

from __future__ import annotations

from xinwen.readers.page import Page, Reader


def read(text: str) -> Page:
    """The text as it is, without markup, blocks or metadata."""
    return Page(text)


READER = Reader("plain", (".txt", ".text"), lambda text: True, read)
