"""Cutting a text down to what a format can hold, and counting what falls off."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from xinwen.formats.admission import layer
from xinwen.formats.document import TaggedText, crossing, select, with_levels


def fit(text: TaggedText, holds: frozenset[str], lost: Counter[str]) -> TaggedText:
    """The text without what a format of these features cannot hold.

    Args:
        text: the text.
        holds: the format's features (see ``Format.holds``).
        lost: counts, by kind, to which the losses are added.
    """
    if "nesting" not in holds:
        text = _flat(text, lost)
    if "levels" not in holds:
        text = _without_levels(text, lost)
    if "attributes" not in holds:
        lost["span attributes"] += sum(len(s.attributes) for s in text.spans)
        text = replace(text, spans=tuple(replace(s, attributes=()) for s in text.spans))
    if "relations" not in holds:
        lost["relations"] += len(text.relations)
        text = replace(text, relations=())
    lost["relation attributes"] += sum(len(r.attributes) for r in text.relations)
    text = replace(text, relations=tuple(replace(r, attributes=()) for r in text.relations))
    if "choices" not in holds:
        lost["choices"] += len(text.choices)
        text = replace(text, choices=())
    if "meta" not in holds:
        lost["further fields"] += len(text.meta)
        text = replace(text, meta=())
    if "tokens" not in holds and text.tokens is not None:
        lost["texts' token borders"] += any(end - start > 1 for start, end in text.tokens)
        text = replace(text, tokens=None)
    return text


def _flat(text: TaggedText, lost: Counter[str]) -> TaggedText:
    """The outer spans only; of two that cross, the first."""
    spans = with_levels(text.spans)
    outer = [i for i, span in enumerate(spans) if span.level == "outer"]
    flat: list[int] = []
    for index in outer:
        if flat and spans[index].start < spans[flat[-1]].end:
            lost["overlapping spans"] += 1
        else:
            flat.append(index)
    lost.update(f"{span.level} spans" for span in spans if span.level != "outer")
    kept = select(text, flat)
    lost["relations"] += len(text.relations) - len(kept.relations)
    return replace(kept, spans=tuple(replace(span, level=None) for span in kept.spans))


def _without_levels(text: TaggedText, lost: Counter[str]) -> TaggedText:
    """Levels go; counted are those that nesting and labels do not show again, and spans that then stand in each other's way."""
    bare = tuple(replace(span, level=layer(span.label)) for span in text.spans)
    conflicts = crossing(bare)
    kept = select(replace(text, spans=bare), set(range(len(bare))) - set(conflicts))
    lost["overlapping spans"] += len(conflicts)
    lost["relations"] += len(text.relations) - len(kept.relations)
    before = [span.level for i, span in enumerate(text.spans) if i not in conflicts]
    shown = [span.level for span in with_levels(kept.spans)]
    lost["levels"] += sum(old is not None and old != new for old, new in zip(before, shown, strict=True))
    return kept
