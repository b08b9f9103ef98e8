"""Clauses: a sentence cut at its inner punctuation, never inside quotes or brackets, never inside a number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from xinwen.records import Entity

_PAIRED = re.compile(r"“[^“”]*”|「[^「」]*」|《[^《》]*》|（[^（）]*）|\([^()]*\)|【[^【】]*】|\[[^\[\]]*\]")
_FULL_QUOTE = re.compile(r"“[^“”]*[。！？!?…]”|「[^「」]*[。！？!?…]」")
_MARK = re.compile(r"[，；。！？：;!?…\n]+|——+|(?<!\d),|,(?!\d)|(?<!\d):|:(?!\d)")
_BLANKS = " \t\u00a0\u3000"
EDGE = f"{_BLANKS}\n，；。！？：;!?…—,:、·-"


class Clause(NamedTuple):
    """A clause without its outer punctuation, and the mark that follows it."""

    start: int
    end: int
    mark: str


def split_clauses(text: str) -> list[Clause]:
    """The clauses of a sentence, in order; none is empty or edged with blanks."""
    blotted = _PAIRED.sub(lambda match: "\0" * len(match[0]), text)
    cuts = [(mark.start(), mark.end(), mark[0][:1]) for mark in _MARK.finditer(blotted)]
    cuts += [(quote.end(), quote.end(), "。") for quote in _FULL_QUOTE.finditer(text) if blotted.startswith("\0", quote.start())]
    clauses: list[Clause] = []
    start = 0
    for end, following, mark in [*sorted(cuts), (len(text), len(text), "")]:
        left, right = trim(text, start, end)
        if left < right:
            clauses.append(Clause(left, right, mark))
        start = max(start, following)
    return clauses


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without punctuation and blanks at its edges (empty spans stay empty)."""
    body = text[start:end]
    left = len(body) - len(body.lstrip(EDGE))
    return (start + left, start + len(body.rstrip(EDGE))) if left < len(body) else (start, start)


def nameless(text: str, entities: Sequence[Entity]) -> str:
    """The text with its names blotted out, at the same length, so that no cue is seen inside a name (有限公司, 应用材料)."""
    for entity in entities:
        if entity.level == "outer" and entity.type != "NUM":
            text = text[: entity.start_char] + "\0" * len(entity.text) + text[entity.end_char :]
    return text
