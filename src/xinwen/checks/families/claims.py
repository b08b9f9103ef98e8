"""Claims: their spans, sources, types and numbers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from xinwen.checks.check import OURS, check
from xinwen.checks.target import Hit, Target
from xinwen.metrics.arithmetic import comparisons

_CHECKWORTHY = range(4)
_TOLERANCE = 1.5


@check("claim-overlap", "error", "Claims of a sentence do not overlap.", "Cut one of the two spans.", OURS)
def overlap(target: Target) -> Iterator[Hit]:
    for unit in target.units:
        for one, two in pairwise(sorted(unit.row["claims"], key=lambda c: (c["start_char"], c["end_char"]))):
            if two["start_char"] < one["end_char"]:
                yield unit.hit(f"it begins before {one['claim_id']} ends", two["claim_id"], two["text"])


@check(
    "claim-author",
    "error",
    "A claim has a source span unless its source is the author.",
    "Add the span, or set the kind of source to author.",
    OURS,
)
def author(target: Target) -> Iterator[Hit]:
    for c in target.claims:
        if (c.row["source_kind"] == "author") == bool(c.row["sources"]):
            yield c.hit(f"the source is {c.row['source_kind']} with {len(c.row['sources'])} spans")


@check(
    "claim-mention",
    "error",
    "The text at a source's or cue's span is the text that is stated.",
    "Correct the offsets: code points, half-open, counted in the sentence that is named.",
    OURS,
)
def mention(target: Target) -> Iterator[Hit]:
    texts = {(u.split, u.id): u.text for u in target.units}
    for c in target.claims:
        for m in (*c.row["sources"], *c.row["cue"]):
            text = texts.get((c.unit.split, m["sentence_id"]))
            start, end = m["start_char"], m["end_char"]
            if text is not None and not (0 <= start < end <= len(text) and text[start:end] == m["text"]):
                yield c.hit(f"[{start}, {end}) of {m['sentence_id']} is not {m['text']!r}")


@check("claim-one-cue", "error", "A claim has one cue at most.", "Keep the cue that stands nearest.", OURS)
def one_cue(target: Target) -> Iterator[Hit]:
    for c in target.claims:
        if len(c.row["cue"]) > 1:
            yield c.hit(f"it has {len(c.row['cue'])} cues")


@check(
    "claim-cue-inside",
    "warning",
    "The saying is no part of a claim's content.",
    "Cut the content so that the cue lies outside.",
    OURS,
)
def cue_inside(target: Target) -> Iterator[Hit]:
    for c in target.claims:
        start, end = c.span
        for m in c.row["cue"]:
            if m["sentence_id"] == c.unit.id and m["start_char"] < end and start < m["end_char"]:
                yield c.hit(f"the cue {m['text']!r} lies in the content")


@check(
    "claim-other-types",
    "error",
    "The further types of a claim are others than its type, each once.",
    "Remove the repeated type.",
    OURS,
)
def other_types(target: Target) -> Iterator[Hit]:
    for c in target.claims:
        types = [c.row["type"], *c.row["other_types"]]
        if len(set(types)) < len(types):
            yield c.hit(f"its types are {', '.join(types)}")


@check("claim-checkworthy", "error", "checkworthy is 0, 1, 2 or 3.", "Count one point for each ruling that holds.", OURS)
def checkworthy(target: Target) -> Iterator[Hit]:
    for c in target.claims:
        if c.row["checkworthy"] is not None and c.row["checkworthy"] not in _CHECKWORTHY:
            yield c.hit(f"checkworthy is {c.row['checkworthy']}")


@check("claim-quantity-twice", "error", "A claim lists a number once in each role.", "Remove the repeated quantity.", OURS)
def quantity_twice(target: Target) -> Iterator[Hit]:
    for c in target.claims:
        keys = [(q["entity_id"], q["role"]) for q in c.row["quantities"]]
        if len(set(keys)) < len(keys):
            yield c.hit("a quantity is listed twice in one role")


@check(
    "claim-arithmetic",
    "warning",
    "The numbers of a claim agree: value, baseline and change in percent.",
    "See whether a number or a role is wrong; if the text itself errs, record an exception.",
    OURS,
)
def arithmetic(target: Target) -> Iterator[Hit]:
    for unit in target.units:
        for one in comparisons(unit.row["claims"]):
            if one.gap > _TOLERANCE:
                message = f"{one.baseline:g} to {one.value:g} is {one.due:.1f} %, the claim says {one.claimed:g} %"
                yield unit.hit(message, one.claim_id)


@check(
    "claim-number",
    "warning",
    "A claim whose point is a figure lists its numbers.",
    "List the NUM mentions with their roles, or correct the type.",
    OURS,
)
def number(target: Target) -> Iterator[Hit]:
    for c in target.claims:
        if c.row["type"] == "numeric" and not c.row["quantities"]:
            yield c.hit("the claim is numeric and lists no number")
