"""What is taken from a file and what is not: every span is checked against its text, every refusal has a place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from xinwen.errors import XinwenError
from xinwen.formats.document import Pairs, Relation, TaggedSpan, TaggedText, crossing, in_order

SURROGATE = re.compile("[\ud800-\udfff]")
LAYER_OF_LABEL = {"CLAIM": "claim", "SOURCE": "source", "CUE": "cue"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span as a file has it: ``key`` is its name in the file, ``surface`` the text that the file says it covers."""

    span: TaggedSpan
    key: str
    place: str
    surface: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A relation as a file has it, by the keys of its two spans."""

    head: str
    tail: str
    label: str
    place: str


@dataclass(frozen=True, slots=True)
class Row:
    """A text as a file has it, before its spans are checked."""

    id: str
    text: str
    candidates: Sequence[Candidate]
    links: Sequence[Link] = ()
    choices: Pairs = ()
    tokens: tuple[tuple[int, int], ...] | None = None
    meta: Pairs = ()


_REMEDIES = {
    "format-range": "Correct the offsets: half-open, counted in characters from 0.",
    "format-text": "Correct the offsets or the surface, so that they agree.",
    "format-edge-blank": "Leave the blank outside, or have edges trimmed (--trim-edges).",
    "format-duplicate": "Take one of the two out.",
    "format-overlap": "Let one lie inside the other, or take one out.",
    "format-relation": "Mend the spans that it joins, or take it out.",
}


def layer(label: str, level: str | None = None) -> str | None:
    """The level of a span; claims, sources and cues show theirs in the label where the file has no levels."""
    return level or LAYER_OF_LABEL.get(label.partition(".")[0])


def refuse_surrogates(text: str, place: str) -> XinwenError | None:
    """The error of a text that holds half a surrogate pair: such a text cannot be written as UTF-8."""
    found = SURROGATE.search(text)
    if not found:
        return None
    message = f"Character {found.start()} is half a surrogate pair (U+{ord(found[0]):04X})."
    return XinwenError("format-encoding", message, place=place, remedy="Mend the file.")


def admit(row: Row, *, trim: bool = False) -> tuple[TaggedText, list[XinwenError]]:
    """The text with every span and relation that can be taken, and an error for each that cannot.

    With ``trim`` blanks at the edges of a span are left outside it; without, such a span is refused.

    Errors: ``format-range``, ``format-text``, ``format-edge-blank``, ``format-duplicate``, ``format-overlap``, ``format-relation``.
    """
    problems: list[XinwenError] = []
    seen: set[tuple[int, int, str, str | None]] = set()
    fit = []
    for candidate in (_trimmed(c, row.text) for c in row.candidates) if trim else row.candidates:
        problem = _misfit(candidate, row.text) or _repeat(candidate, seen)
        if problem:
            problems.append(problem)
        else:
            fit.append(candidate)
    conflicts = crossing([c.span for c in fit])
    problems += [_overlap(fit[i], fit[j].span) for i, j in sorted(conflicts.items())]
    taken = sorted((c for i, c in enumerate(fit) if i not in conflicts), key=lambda c: in_order(c.span))
    index = {c.key: i for i, c in enumerate(taken)}
    relations = []
    for link in row.links:
        if link.head in index and link.tail in index:
            relations.append(Relation(index[link.head], index[link.tail], link.label))
        else:
            message = f"The relation {link.label!r} joins {link.head} and {link.tail}, and not both are taken."
            problems.append(_refusal("format-relation", message, link.place))
    relations.sort(key=lambda r: (r.head, r.tail, r.label))
    spans = tuple(c.span for c in taken)
    return TaggedText(row.id, row.text, spans, tuple(relations), row.choices, row.tokens, row.meta), problems


def _trimmed(candidate: Candidate, text: str) -> Candidate:
    """The candidate without blanks at its edges; one that is all blank or out of range stays as it is, to be refused."""
    span = candidate.span
    surface = text[span.start : span.end] if 0 <= span.start < span.end <= len(text) else ""
    if not surface.strip() or surface == surface.strip():
        return candidate
    start = span.start + len(surface) - len(surface.lstrip())
    stated = candidate.surface.strip() if candidate.surface is not None else None
    return replace(candidate, span=replace(span, start=start, end=start + len(surface.strip())), surface=stated)


def _misfit(candidate: Candidate, text: str) -> XinwenError | None:
    span, place = candidate.span, candidate.place
    what = f"{span.label} [{span.start}, {span.end})"
    if not 0 <= span.start < span.end <= len(text):
        return _refusal("format-range", f"{what} is empty or outside the text of {len(text)} characters.", place)
    surface = text[span.start : span.end]
    if candidate.surface is not None and candidate.surface != surface:
        return _refusal("format-text", f"{what} covers {surface!r}, the file says {candidate.surface!r}.", place)
    if surface != surface.strip():
        return _refusal("format-edge-blank", f"{what} begins or ends with a blank: {surface!r}.", place)
    return None


def _repeat(candidate: Candidate, seen: set[tuple[int, int, str, str | None]]) -> XinwenError | None:
    span = candidate.span
    key = (span.start, span.end, span.label, span.level)
    if key in seen:
        return _refusal("format-duplicate", f"{span.label} [{span.start}, {span.end}) is there twice.", candidate.place)
    seen.add(key)
    return None


def _overlap(candidate: Candidate, other: TaggedSpan) -> XinwenError:
    span = candidate.span
    message = f"{span.label} [{span.start}, {span.end}) overlaps {other.label} [{other.start}, {other.end}); the latter is taken."
    return _refusal("format-overlap", message, candidate.place)


def _refusal(id: str, message: str, place: str) -> XinwenError:
    return XinwenError(id, message, place=place, remedy=_REMEDIES[id])
