"""Sentiment by rules: the polarity of a sentence, from the evaluative words that its main clauses assert."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from xinwen.labellers.clauses import Clause
from xinwen.labellers.cues import cue_pattern, has_cue
from xinwen.records import Sentiment

_WEIGHT = 0.55
_REMEMBERED = 512  # clauses: targets and heads ask for the same ones again
SIGN = {1: "positive", -1: "negative", 0: "neutral"}
_NEGATION_WINDOW, _RELIEF_WINDOW, _EFFORT_WINDOW = 4, 10, 24
_QUESTION = re.compile(r"[？?]”?$")
SUPPOSED = re.compile("如果|若|假如|倘若|一旦|只要|除非|如何|怎样|为何")


class Cue(NamedTuple):
    """An evaluative word of a clause: where it stands, and its sign after negation."""

    start: int
    end: int
    sign: int


def find_sentence_sentiment(text: str, clauses: Sequence[Clause]) -> Sentiment:
    """The sentence's own polarity.

    Args:
        text: the sentence with its names blotted out (`xinwen.labellers.clauses.nameless`).
        clauses: its clauses.
    """
    return Sentiment(_polarity(text, clauses), confidence=_WEIGHT)


def _polarity(text: str, clauses: Sequence[Clause]) -> str:
    """The sign of the main clauses: a concession leaves what it turns to; opposite signs make it mixed."""
    if _QUESTION.search(text.rstrip()):
        return "neutral"
    signs = [last_sign(find_cues(text, clause)) for clause in _main(text, clauses)]
    found = {sign for sign in signs if sign}
    return "mixed" if len(found) > 1 else SIGN[found.pop() if found else 0]


def _main(text: str, clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses without those that a concession (虽…, 尽管…) or a turn (但…) makes minor."""
    asserted = [c for c in clauses if not SUPPOSED.match(text[c.start : c.end])] or list(clauses)
    main = [c for c in asserted if not cue_pattern("minor").search(text, c.start, c.end)] or asserted
    turn = next((i for i, c in enumerate(main) if i and cue_pattern("turn").match(text, c.start, c.end)), 0)
    return main[turn:]


@lru_cache(maxsize=_REMEMBERED)
def find_cues(text: str, clause: Clause) -> tuple[Cue, ...]:
    """The evaluative words that the clause asserts: none before 的, none that is only an effort; negation turns signs."""
    found = [(m, 1) for m in cue_pattern("good").finditer(text, clause.start, clause.end)]
    found += [(m, -1) for m in cue_pattern("bad").finditer(text, clause.start, clause.end)]
    cues: list[Cue] = []
    for match, sign in sorted(found, key=lambda item: item[0].start()):
        before = text[max(clause.start, match.start() - _NEGATION_WINDOW) : match.start()]
        attributive = text.startswith(("的", "”的"), match.end()) and match.end() + 1 < clause.end
        relieved = sign < 0 and has_cue(text[max(clause.start, match.start() - _RELIEF_WINDOW) : match.start()], "relief")
        effort = has_cue(text[max(clause.start, match.start() - _EFFORT_WINDOW) : match.start()], "effort") and sign > 0
        if not attributive and not effort:
            cues.append(Cue(*match.span(), -sign if relieved or has_cue(before, "negation") else sign))
        if match[0].endswith("于") or text.startswith("于", match.end()):
            break  # what follows is the yardstick: 滞后于需求增长
    return tuple(cues)


def last_sign(cues: Sequence[Cue]) -> int:
    """The sign of the last cue, for the predicate stands behind its modifiers."""
    return cues[-1].sign if cues else 0
