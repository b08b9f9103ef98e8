"""Provenance: who made each label, and that every decision of every pass is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator

from xinwen.checks.check import OURS, RELEASE, check
from xinwen.checks.target import Hit, Row, Target
from xinwen.scheme import full_type, scheme

_COLUMNS = ("label_source", "annotator_kind", "annotator", "pass")
_SAY = "Write down who made the label, as it is."


@check(
    "source-label",
    "error",
    "The source of a label and the kind of its annotator are the scheme's, and their names are not empty.",
    _SAY,
    OURS,
)
def labels(target: Target) -> Iterator[Hit]:
    for place, row in _provenances(target):
        if row["label_source"] not in scheme().label_sources or row["annotator_kind"] not in scheme().annotator_kinds:
            yield Hit(place, f"label_source is {row['label_source']!r}, annotator_kind {row['annotator_kind']!r}")
        elif not (row["annotator"].strip() and row["pass"].strip()):
            yield Hit(place, "the annotator or the pass has no name")


@check("source-hand-program", "error", "What a program made is not called hand.", _SAY, OURS)
def hand_program(target: Target) -> Iterator[Hit]:
    for place, row in _provenances(target):
        if row["label_source"] == "hand" and row["annotator_kind"] == "program":
            yield Hit(place, f"the label of {row['annotator']} is called hand")


@check(
    "source-confidence",
    "error",
    "Hand labels carry no confidence.",
    "Remove the confidence: it is a labeller's weight.",
    RELEASE,
)
def confidence(target: Target) -> Iterator[Hit]:
    for label in (*target.entities, *target.sentiments, *target.claims):
        if label.row["label_source"] == "hand" and label.row["confidence"] is not None:
            yield label.hit(f"the hand label has the confidence {label.row['confidence']:g}")


@check(
    "source-attributes",
    "error",
    "The attributes in labels_raw are JSON objects with sorted keys.",
    "Write the table labels_raw again.",
    RELEASE,
)
def attributes(target: Target) -> Iterator[Hit]:
    sound: dict[str, bool] = {}
    for place, _, row in target.rows("labels_raw"):
        text = row["attributes"]
        if text not in sound:
            sound[text] = _is_sorted_object(text)
        if not sound[text]:
            yield Hit(f"{place}: {row['pass']} {row['label_id']}", f"{text[:30]!r} is no such object")


@check(
    "source-adopted",
    "error",
    "adopted in labels_raw is true exactly for the labels that are published in span and type.",
    "Write the table labels_raw again.",
    RELEASE,
)
def adopted(target: Target) -> Iterator[Hit]:
    published = _published(target)
    for place, split, row in target.rows("labels_raw"):
        span = (row["start_char"], row["end_char"])
        key = (split, row["sentence_id"], row["layer"], span, row["type"])
        if row["layer"] != "entity" and row["adopted"] != (key in published):
            yield Hit(f"{place}: {row['pass']} {row['label_id']}", f"adopted is {row['adopted']}")
        elif row["layer"] == "entity" and row["adopted"] and key not in published:
            yield Hit(f"{place}: {row['pass']} {row['label_id']}", "adopted, and no such mention is published")


@check(
    "source-kept",
    "error",
    "Every published label of a pass stands in labels_raw.",
    "Write the table labels_raw again.",
    RELEASE,
)
def kept(target: Target) -> Iterator[Hit]:
    decisions = {(split, row["pass"], row["label_id"]) for _, split, row in target.rows("labels_raw")}
    passes = {name for _, name, _ in decisions}
    for label in (*target.entities, *target.claims):
        name = label.row["pass"]
        if (name in passes or not passes) and (label.unit.split, name, label.id) not in decisions:
            yield label.hit(f"labels_raw has no decision of the pass {name} with this id")


def _is_sorted_object(text: str) -> bool:
    try:
        value = json.loads(text)
    except ValueError:
        return False
    return isinstance(value, dict) and list(value) == sorted(value)


def _published(target: Target) -> set[tuple[object, ...]]:
    found: set[tuple[object, ...]] = set()
    for unit in target.units:
        spans = {e["entity_id"]: (e["start_char"], e["end_char"]) for e in unit.row["entities"]}
        at = (unit.split, unit.id)
        found |= {(*at, "entity", spans[e["entity_id"]], full_type(e["type"], e["fine_type"])) for e in unit.row["entities"]}
        found |= {(*at, "claim", (c["start_char"], c["end_char"]), c["type"]) for c in unit.row["claims"]}
        found |= {(*at, "sentiment", spans.get(s["target_id"], (0, len(unit.text))), s["polarity"]) for s in unit.row["sentiments"]}
    return found


def _provenances(target: Target) -> Iterator[tuple[str, Row]]:
    """Each way in which the labels of a release came to be, and of passes each header, with a place where it stands."""
    seen: set[tuple[str, ...]] = set()
    for label in (*target.entities, *target.sentiments, *target.claims) if target.folder else ():
        key = tuple(label.row[column] for column in _COLUMNS)
        if key not in seen:
            seen.add(key)
            yield label.place, label.row
    for path, stored in target.passes:
        info = stored.labels.info
        yield f"{path}:1", {**{column: getattr(info, column) for column in _COLUMNS[:3]}, "pass": info.name}
