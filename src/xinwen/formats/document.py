"""The common model of the formats: texts with labelled spans, whatever tag set they use.

Offsets are Unicode code points, spans half-open, spans in text order (longer first). A relation names its two spans by
their index in ``spans``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from xinwen.errors import XinwenError

Pairs = tuple[tuple[str, str], ...]
"""Named values; a name may occur twice (a choice of several values)."""


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """A labelled span. ``level`` tells layers of labels apart (``outer``, ``inner``, ``claim``, …); None: not told."""

    start: int
    end: int
    label: str
    level: str | None = None
    attributes: Pairs = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """A directed relation from the span ``head`` to the span ``tail``, both indices into ``TaggedText.spans``."""

    head: int
    tail: int
    label: str
    attributes: Pairs = ()


@dataclass(frozen=True, slots=True)
class TaggedText:
    """A text (a document or a sentence) and what is labelled in it.

    Attributes:
        choices: labels of the text as a whole, e.g. ``("sentiment", "positive")``.
        tokens: token spans, where the file has tokens.
        meta: further fields of the text's record that are no labels.
    """

    id: str
    text: str
    spans: tuple[TaggedSpan, ...] = ()
    relations: tuple[Relation, ...] = ()
    choices: Pairs = ()
    tokens: tuple[tuple[int, int], ...] | None = None
    meta: Pairs = ()


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file held: the texts taken, what could not be taken (with its place), and how the file was understood."""

    texts: tuple[TaggedText, ...] = ()
    problems: tuple[XinwenError, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dumped:
    """A file's content, and how many things of each kind the format could not hold."""

    content: str | bytes
    lost: Counter[str] = field(default_factory=Counter)


def in_order(span: TaggedSpan) -> tuple[int, int, str, str]:
    """Sort key of spans: text order, longer first."""
    return span.start, -span.end, span.level or "", span.label


def with_levels(spans: Sequence[TaggedSpan]) -> tuple[TaggedSpan, ...]:
    """Spans whose level is not told are ``inner`` where they lie inside another such span, else ``outer``."""
    reach = -1
    told = list(spans)
    for index in sorted((i for i, s in enumerate(spans) if s.level is None), key=lambda i: in_order(spans[i])):
        level = "inner" if spans[index].end <= reach else "outer"
        told[index] = replace(spans[index], level=level)
        reach = max(reach, spans[index].end)
    return tuple(told)


def select(text: TaggedText, keep: Iterable[int]) -> TaggedText:
    """The text with the spans of these indices only, and the relations between them."""
    kept = sorted(set(keep))
    place = {old: new for new, old in enumerate(kept)}
    relations = tuple(
        replace(r, head=place[r.head], tail=place[r.tail]) for r in text.relations if r.head in place and r.tail in place
    )
    return replace(text, spans=tuple(text.spans[i] for i in kept), relations=relations)


def crossing(spans: Sequence[TaggedSpan]) -> dict[int, int]:
    """Spans that cross or cover exactly another one of their level: index → index of the one in the way.

    Of such a pair the one that starts first stays (of two that coincide, the first listed). Nested spans are no conflict.
    """
    conflicts: dict[int, int] = {}
    open_spans: dict[str | None, list[int]] = {}
    for index in sorted(range(len(spans)), key=lambda i: (spans[i].start, -spans[i].end, i)):
        span = spans[index]
        stack = open_spans.setdefault(span.level, [])
        while stack and spans[stack[-1]].end <= span.start:
            stack.pop()
        top = spans[stack[-1]] if stack else None
        if top and (span.end > top.end or (span.start, span.end) == (top.start, top.end)):
            conflicts[index] = stack[-1]
        else:
            stack.append(index)
    return conflicts
