"""Spans of entities: bounds, surface, order, nesting, edges. Claims share the first three."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from xinwen.checks.check import ALL, OURS, check
from xinwen.checks.target import Hit, Labelled, Target

_OFFSETS = "Correct the offsets: Unicode code points, half-open, counted in the sentence's text."
_ATTACHED = re.compile("[\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]")


@check("span-bounds", "error", "A span lies inside its text and is not empty.", _OFFSETS, ALL)
def bounds(target: Target) -> Iterator[Hit]:
    for label in (*target.entities, *target.claims):
        if not label.sound:
            start, end = label.span
            yield label.hit(f"[{start}, {end}) is no span of a text of {len(label.unit.text)} characters")
    yield from _problems(target, "format-range", "format-offsets")


@check("span-surface", "error", "The text at a span is the text that its label states.", _OFFSETS, ALL)
def surface(target: Target) -> Iterator[Hit]:
    for label in (*target.entities, *target.claims):
        if label.sound and label.surface != label.row["text"]:
            yield label.hit(f"the offsets cover {label.surface!r}, the label says {label.row['text']!r}")
    yield from _problems(target, "format-text")


@check("span-blank-edge", "error", "No span begins or ends with a blank.", "Move the edge of the span.", ALL)
def blank_edge(target: Target) -> Iterator[Hit]:
    for label in (*target.entities, *target.claims):
        if label.surface != label.surface.strip():
            yield label.hit(f"{label.surface!r} begins or ends with a blank")
    yield from _problems(target, "format-edge-blank")


@check(
    "span-splits-character",
    "error",
    "No span cuts a character from its combining marks, joiners or variation selectors.",
    "Move the edge of the span.",
    ALL,
)
def splits_character(target: Target) -> Iterator[Hit]:
    for label in (*target.entities, *target.claims):
        text = label.unit.text
        if label.sound and not text.isascii() and any(_inside_cluster(text, at) for at in label.span):
            yield label.hit(f"an edge of {label.surface!r} lies inside one visible character")


@check("span-duplicate", "error", "No mention stands twice.", "Remove one of the two.", ALL)
def duplicate(target: Target) -> Iterator[Hit]:
    for unit in target.units:
        seen: set[tuple[object, ...]] = set()
        for e in unit.row["entities"]:
            key = (e["start_char"], e["end_char"], e["type"], e["level"])
            if key in seen:
                yield unit.hit(f"{e['text']!r} is labelled {e['type']} twice", e["entity_id"], e["text"])
            seen.add(key)
    yield from _problems(target, "format-duplicate")


@check(
    "span-overlap",
    "error",
    "Outer mentions do not overlap.",
    "Keep the longer name as outer mention and the other inside it.",
    ALL,
)
def overlap(target: Target) -> Iterator[Hit]:
    for unit in target.units:
        outer = [Labelled(unit, e, e["entity_id"]) for e in unit.row["entities"] if e["level"] == "outer"]
        for one, two in pairwise(sorted(outer, key=lambda label: label.span)):
            if two.span[0] < one.span[1] and (one.span, one.row["type"]) != (two.span, two.row["type"]):
                yield two.hit(f"{two.row['text']!r} overlaps {one.row['text']!r}")
    yield from _problems(target, "format-overlap")


@check(
    "span-nesting",
    "error",
    "An inner mention lies inside its outer one and is shorter.",
    "Correct the span, or the level and the parent.",
    OURS,
)
def nesting(target: Target) -> Iterator[Hit]:
    for unit in target.units:
        outer = {e["entity_id"]: e for e in unit.row["entities"] if e["level"] == "outer"}
        for e in unit.row["entities"]:
            parent = outer.get(e["parent_id"])
            if e["level"] == "outer" and e["parent_id"] is not None:
                yield unit.hit(f"the outer mention {e['text']!r} has a parent", e["entity_id"], e["text"])
            elif e["level"] == "inner" and parent and not _inside(e, parent):
                yield unit.hit(f"{e['text']!r} does not lie inside {parent['text']!r}", e["entity_id"], e["text"])


@check(
    "span-inner-overlap",
    "error",
    "Inner mentions of one outer mention do not overlap.",
    "Keep the longest, or correct the edges.",
    OURS,
)
def inner_overlap(target: Target) -> Iterator[Hit]:
    for unit in target.units:
        inner = [e for e in unit.row["entities"] if e["level"] == "inner"]
        inner.sort(key=lambda e: (str(e["parent_id"]), e["start_char"]))
        for one, two in pairwise(inner):
            if one["parent_id"] == two["parent_id"] and two["start_char"] < one["end_char"]:
                yield unit.hit(f"{two['text']!r} overlaps {one['text']!r}", two["entity_id"], two["text"])


@check("span-order", "error", "Mentions and claims stand in the order of the text, the longer one first.", "Sort them.", OURS)
def order(target: Target) -> Iterator[Hit]:
    for unit in target.units:
        for column, key in (("entities", "entity_id"), ("claims", "claim_id")):
            for one, two in pairwise(unit.row[column]):
                if (one["start_char"], -one["end_char"]) > (two["start_char"], -two["end_char"]):
                    yield unit.hit(f"{two['text']!r} stands after {one['text']!r}, and before it in the sentence", two[key])


def _inside(inner: dict[str, int], outer: dict[str, int]) -> bool:
    within = outer["start_char"] <= inner["start_char"] and inner["end_char"] <= outer["end_char"]
    return within and (inner["start_char"], inner["end_char"]) != (outer["start_char"], outer["end_char"])


def _inside_cluster(text: str, at: int) -> bool:
    """Whether the character at ``at`` attaches to the one before it (after Unicode Standard Annex 29)."""
    if not 0 < at < len(text):
        return False
    after = text[at]
    return unicodedata.category(after)[0] == "M" or bool(_ATTACHED.match(after)) or text[at - 1] == "\u200d"


def _problems(target: Target, *ids: str) -> Iterator[Hit]:
    for problem in target.problems_of(*ids):
        yield Hit(problem.place, problem.message)
