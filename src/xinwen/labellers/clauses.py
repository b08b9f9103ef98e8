"""Clauses: a sentence cut at its inner punctuation, never inside quotes or brackets, never inside a number."""

from __future__ import annotations

import re
from typing import NamedTuple

_PAIRED = re.compile(r"“[^“”]*”|「[^「」]*」|《[^《》]*》|（[^（）]*）|\([^()]*\)|【[^【】]*】|\[[^\[\]]*\]")
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
    clauses: list[Clause] = []
    start = 0
    for mark in [*_MARK.finditer(blotted), None]:
        end = mark.start() if mark else len(text)
        left, right = trim(text, start, end)
        if left < right:
            clauses.append(Clause(left, right, mark[0][:1] if mark else ""))
        start = mark.end() if mark else end
    return clauses


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without punctuation and blanks at its edges (empty spans stay empty)."""
    body = text[start:end]
    left = len(body) - len(body.lstrip(EDGE))
    return (start + left, start + len(body.rstrip(EDGE))) if left < len(body) else (start, start)
