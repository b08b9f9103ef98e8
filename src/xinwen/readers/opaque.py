"""Stretches of a Markdown page that are no text whatever stands in them: fenced code, comments, scripts, shortcodes."""

from __future__ import annotations

import re
from collections.abc import Iterable

Span = tuple[int, int]

_FENCE = re.compile(r"^[ \t>]*(?P<fence>`{3,}|~{3,})(?P<info>[^`\r\n]*)", re.M)
_ELEMENT = re.compile(r"<(?:(?P<comment>!--)|(?P<name>script|style|iframe|svg)\b)", re.I)
_SHORTCODE = re.compile(r"\{\{[^{}]{0,1000}\}\}|\{%[^{}]{0,1000}%\}")
# kramdown puts the table in place of the list item before ``{:toc}``, whatever that says.
_TOC = re.compile(
    r"^(?:[ \t]*(?:[-*+]|\d{1,3}\.)[ \t][^\r\n]*(?:\r\n?|\n))?[ \t]*\{:toc\}[ \t]*$|^[ \t]*\[\[?_?TOC_?\]?\][ \t]*$", re.M | re.I
)
_NOT_NEWLINE = re.compile(r"[^\r\n]")


def blanked(text: str, spans: Iterable[Span]) -> str:
    """``text`` with the characters of ``spans`` turned into blanks, its lines and offsets as they were."""
    parts, at = [], 0
    for start, end in sorted(spans):
        if end > at:
            parts += [text[at : max(start, at)], _NOT_NEWLINE.sub(" ", text[max(start, at) : end])]
            at = end
    return "".join((*parts, text[at:]))


def find_code(text: str, start: int = 0) -> list[Span]:
    """Fenced code, fences included. A fence that is never closed encloses nothing: the text after it is kept."""
    found: list[Span] = []
    opening: re.Match[str] | None = None
    for fence in _FENCE.finditer(text, start):
        if opening is None:
            opening = fence
        elif fence["fence"].startswith(opening["fence"]) and not fence["info"].strip():
            found.append((opening.start(), fence.end()))
            opening = None
    return found


def find_opaque(text: str) -> list[Span]:
    """Comments, scripts, shortcodes and tables of contents."""
    found = _elements(text)
    found += [match.span() for match in _SHORTCODE.finditer(text)]
    return found + [match.span() for match in _TOC.finditer(text)]


def _elements(text: str) -> list[Span]:
    found: list[Span] = []
    at, missing = 0, set[str]()
    while opening := _ELEMENT.search(text, at):
        closer = "-->" if opening["comment"] else f"</{opening['name'].lower()}>"
        closing = None if closer in missing else re.compile(closer, re.I).search(text, opening.end())
        if closing:
            at = closing.end()
            found.append((opening.start(), at))
        else:
            missing.add(closer)  # searched for once only, or the cost would be quadratic
            at = opening.end()
    return found
