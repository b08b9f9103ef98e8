"""Sentiment: one polarity a sentence and a target, none left out where an annotator read the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from xinwen.checks.check import OURS, RELEASE, check
from xinwen.checks.families.references import bears_polarity
from xinwen.checks.target import Hit, Target, Unit


@check("sentiment-twice", "error", "A sentence and a target have one polarity each.", "Keep one of the two.", OURS)
def twice(target: Target) -> Iterator[Hit]:
    for unit in target.units:
        for target_id, count in Counter(s["target_id"] for s in unit.row["sentiments"]).items():
            if count > 1:
                yield Hit(unit.at(target_id or unit.id), f"there are {count} polarities")


@check(
    "sentiment-missing",
    "error",
    "Hand labels give every sentence and every target a polarity; neutral is written down.",
    "Add the polarity.",
    OURS,
)
def missing(target: Target) -> Iterator[Hit]:
    for unit in target.units:
        if unit.hand:
            have = {s["target_id"] for s in unit.row["sentiments"]}
            if None not in have:
                yield unit.hit("the sentence has no polarity")
            for e in unit.row["entities"]:
                if bears_polarity(e) and e["entity_id"] not in have:
                    yield unit.hit(f"the target {e['text']!r} has no polarity", e["entity_id"], e["text"])


@check(
    "sentiment-column",
    "error",
    "The column polarity is the sentence's own row among its sentiments.",
    "Write the table sentences again.",
    RELEASE,
)
def column(target: Target) -> Iterator[Hit]:
    for unit in target.units:
        own = next((s["polarity"] for s in unit.row["sentiments"] if s["target_id"] is None), None)
        if unit.row["polarity"] != own:
            yield unit.hit(f"the column says {unit.row['polarity']}, the row {own}")


@check("sentiment-basis", "error", "Only a polarity towards a target has a basis.", "Remove the basis.", OURS)
def basis(target: Target) -> Iterator[Hit]:
    for s in target.sentiments:
        if s.row["target_id"] is None and s.row["basis"] is not None:
            yield s.hit(f"the sentence's own polarity has the basis {s.row['basis']}")


@check("sentiment-order", "error", "The sentence's own polarity comes first, then its targets in order.", "Sort them.", OURS)
def order(target: Target) -> Iterator[Hit]:
    for unit in target.units:
        places = _places(unit)
        if places != sorted(places):
            yield unit.hit("the polarities do not stand in the order of their targets")


def _places(unit: Unit) -> list[int]:
    rank = {e["entity_id"]: i for i, e in enumerate(unit.row["entities"], 1)}
    return [rank.get(s["target_id"], len(rank) + 1) if s["target_id"] else 0 for s in unit.row["sentiments"]]
