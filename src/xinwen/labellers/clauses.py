"""Clauses: a sentence cut at its inner punctuation, never inside quotes or brackets, never inside a number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from xinwen.records import Entity

_PAIRED = re.compile(r"“[^“”]*”|「[^「」]*」|‘[^‘’]*’|《[^《》]*》|（[^（）]*）|\([^()]*\)|【[^【】]*】|\[[^\[\]]*\]")
_SPEECH = re.compile(
    r"(?:^|[：:，,。；！？”」说道称问答写]) ?"
    r"(?:“(?P<first>[^“”]*[，。；！？!?…][^“”]*)”|「(?P<second>[^「」]*[，。；！？!?…][^「」]*)」)"
)
_FULL_QUOTE = re.compile(r"“[^“”]*[。！？!?…]”|「[^「」]*[。！？!?…]」")
_MARK = re.compile(  # the marks by themselves first: a search skips to the next of them
    r"[，；。！？：;!?…\n—,:](?:(?<![—,:])[，；。！？：;!?…\n]*|(?<=—)—+|(?<=,)(?:(?<!\d,)|(?!\d))|(?<=:)(?:(?<!\d:)|(?!\d)))"
)
_BRACKET = re.compile(r"[“「‘《（(【\[]")
_BLANKS = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
_OPENING, _CLOSING = "“「‘", "”」’"
_QUOTES = dict(zip(_OPENING, _CLOSING, strict=True))
_QUOTES_AT_EDGES = frozenset(_OPENING + _CLOSING)
#: Sentiment, claims and heads read the clauses of the same sentence one after the other.
_REMEMBERED = 64
EDGE = f"{_BLANKS}，；。！？：;!?…—,:、·-"
_EDGE = frozenset(EDGE)


class Clause(NamedTuple):
    """A clause without its outer punctuation, and the mark that follows it."""

    start: int
    end: int
    mark: str


@lru_cache(maxsize=_REMEMBERED)
def split_clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a sentence, in order; none is empty or edged with blanks. Direct speech is cut too, a quoted word is not."""
    marks = [position for start, end in speeches(text) for position in (start - 1, end)]
    blotted = text
    for position in marks:
        blotted = f"{blotted[:position]}\0{blotted[position + 1 :]}"
    if _BRACKET.search(text):
        blotted = _PAIRED.sub(lambda match: "\0" * len(match[0]), blotted)
    cuts = [(position, position + 1, text[position]) for position in marks]
    cuts += [(mark.start(), mark.end(), mark[0][:1]) for mark in _MARK.finditer(blotted)]
    if _is_quoting(text):
        ends = [quote.end() for quote in _FULL_QUOTE.finditer(text) if blotted.startswith("\0", quote.start())]
        cuts += [(end, end, "。") for end in ends]
    clauses: list[Clause] = []
    start = 0
    for end, following, mark in [*sorted(cuts), (len(text), len(text), "")]:
        left, right = trim(text, start, end)
        if left < right:
            clauses.append(Clause(left, right, mark))
        start = max(start, following)
    return tuple(clauses)


def speeches(text: str) -> list[tuple[int, int]]:
    """The spans of direct speech without their quotation marks: quotes with a clause mark, where a speech may begin."""
    if not _is_quoting(text):
        return []
    return [match.span("first" if match["first"] is not None else "second") for match in _SPEECH.finditer(text)]


def _is_quoting(text: str) -> bool:
    return "“" in text or "「" in text


def unquote(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without quotation marks at its edges that have no partner inside, or that enclose the whole of it."""
    while start < end:
        first, last = text[start], text[end - 1]
        if first not in _QUOTES_AT_EDGES and last not in _QUOTES_AT_EDGES:
            break
        inside = text[start:end]
        if first in _OPENING and inside.find(_QUOTES[first]) in (-1, len(inside) - 1):
            start, end = start + 1, end - (last == _QUOTES[first])
        elif first in _CLOSING:
            start += 1
        elif last in _OPENING or (last in _CLOSING and inside.count(last) > inside.count(_OPENING[_CLOSING.index(last)])):
            end -= 1
        else:
            break
        start, end = trim(text, start, end)
    return start, end


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without punctuation and blanks at its edges (empty spans stay empty)."""
    if start < end and text[start] not in _EDGE and text[end - 1] not in _EDGE:
        return start, end
    body = text[start:end]
    kept = body.strip(EDGE)
    left = start + body.find(kept) if len(kept) < len(body) else start
    return (left, left + len(kept)) if kept else (start, start)


def nameless(text: str, entities: Sequence[Entity]) -> str:
    """The text with its names blotted out, at the same length, so that no cue is seen inside a name (有限公司, 应用材料)."""
    for entity in entities:
        if entity.level == "outer" and entity.type != "NUM":
            text = text[: entity.start_char] + "\0" * len(entity.text) + text[entity.end_char :]
    return text
