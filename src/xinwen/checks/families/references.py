"""Ids and references: ids are unique and well formed, and every reference leads to something of the right kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from xinwen.checks.check import OURS, PASSES, RELEASE, check
from xinwen.checks.target import Hit, Labelled, Row, Target, Unit
from xinwen.register import PROPOSED
from xinwen.release.comparison import KEYS
from xinwen.scheme import full_type, scheme

_LINK = "Correct the id, or add what it should lead to."
_PLACED = ("entities", "sentiments", "claims", "labels_raw")
_LOCAL = re.compile(r"\.(?:e\d+|c\d+|s00|e\d+\.s)")


@check("id-duplicate", "error", "The ids of a table stand once.", "Give each row its own id.", OURS)
def duplicate(target: Target) -> Iterator[Hit]:
    for table, columns in KEYS.items():
        seen: set[tuple[str, ...]] = set()
        for place, split, row in target.rows(table):
            key = (split if table == "names" else "", *[row[column] for column in columns])
            if key in seen:
                yield Hit(f"{place}: {' '.join(key[1:])}", "the id stands in the table already")
            seen.add(key)
    for unit in target.units if target.folder is None else ():
        yield from _twice(unit)


def _twice(unit: Unit) -> Iterator[Hit]:
    seen: set[str] = set()
    for label_id in (*(e["entity_id"] for e in unit.row["entities"]), *(c["claim_id"] for c in unit.row["claims"])):
        if label_id in seen:
            yield Hit(unit.at(label_id), "the id stands twice in the sentence")
        seen.add(label_id)


@check(
    "id-form",
    "error",
    "Ids are made as documented: article.s001, ….e01, ….c01, ….s00.",
    "Rename the id; ids are stable from then on.",
    OURS,
)
def form(target: Target) -> Iterator[Hit]:
    for unit in target.units:
        if not re.fullmatch(rf"{re.escape(unit.group)}\.s\d+", unit.id):
            yield unit.hit(f"the sentence's id is not made of its article's, {unit.group}")
    for label in (*target.entities, *target.claims, *target.sentiments):
        local = label.id.removeprefix(label.unit.id)
        if local == label.id or not _LOCAL.fullmatch(local):
            yield label.hit(f"the label's id is not made of its sentence's, {label.unit.id}")


@check("ref-article", "error", "Every row belongs to an article of its split.", _LINK, RELEASE)
def article(target: Target) -> Iterator[Hit]:
    known = target.release.articles.keys()
    for table in ("sentences", *_PLACED):
        for place, split, row in target.rows(table):
            if (split, row["article_id"]) not in known:
                yield Hit(f"{place}: {row['sentence_id']}", f"the split has no article {row['article_id']}")


@check("ref-sentence", "error", "Every label belongs to a sentence of its split and article.", _LINK, RELEASE)
def sentence(target: Target) -> Iterator[Hit]:
    known = {(u.split, u.id): u.group for u in target.units}
    for table in _PLACED:
        for place, split, row in target.rows(table):
            if known.get((split, row["sentence_id"])) != row["article_id"]:
                yield Hit(f"{place}: {row['sentence_id']}", f"the article {row['article_id']} has no such sentence in the split")


@check("ref-parent", "error", "An inner mention names an outer mention of its sentence.", _LINK, OURS)
def parent(target: Target) -> Iterator[Hit]:
    for unit in target.units:
        outer = {e["entity_id"] for e in unit.row["entities"] if e["level"] == "outer"}
        for e in unit.row["entities"]:
            if e["level"] == "inner" and e["parent_id"] not in outer:
                yield unit.hit(f"its parent {e['parent_id']} is no outer mention of the sentence", e["entity_id"], e["text"])


@check("ref-target", "error", "A polarity's target is an outer mention of its sentence whose type bears one.", _LINK, OURS)
def sentiment_target(target: Target) -> Iterator[Hit]:
    for s in target.sentiments:
        bearers = {e["entity_id"] for e in s.unit.row["entities"] if bears_polarity(e)}
        if s.row["target_id"] is not None and s.row["target_id"] not in bearers:
            yield s.hit(f"{s.row['target_id']} is no outer mention of the sentence that bears a polarity")


@check("ref-claim", "error", "A polarity's claim stands in its sentence.", _LINK, OURS)
def sentiment_claim(target: Target) -> Iterator[Hit]:
    for s in target.sentiments:
        if s.row["claim_id"] is not None and s.row["claim_id"] not in {c["claim_id"] for c in s.unit.row["claims"]}:
            yield s.hit(f"the sentence has no claim {s.row['claim_id']}")


@check("ref-about", "error", "What a claim is about are outer mentions of its sentence.", _LINK, OURS)
def about(target: Target) -> Iterator[Hit]:
    for c in target.claims:
        outer = {e["entity_id"] for e in c.unit.row["entities"] if e["level"] == "outer"}
        for entity_id in c.row["about"]:
            if entity_id not in outer:
                yield c.hit(f"it is about {entity_id}, no outer mention of the sentence")


@check("ref-quantity", "error", "A quantity of a claim names a NUM mention of its sentence.", _LINK, OURS)
def quantity(target: Target) -> Iterator[Hit]:
    for c in target.claims:
        numbers = {e["entity_id"] for e in c.unit.row["entities"] if e["type"] == "NUM"}
        for q in c.row["quantities"]:
            if q["entity_id"] not in numbers:
                yield c.hit(f"the quantity {q['entity_id']} is no NUM mention of the sentence")


@check("ref-source", "error", "A source and a cue lie in a sentence of the claim's article.", _LINK, OURS)
def source(target: Target) -> Iterator[Hit]:
    known = {(split, group): {u.id for u in units} for (split, group), units in target.groups.items()}
    for c in target.claims:
        for mention in (*c.row["sources"], *c.row["cue"]):
            if mention["sentence_id"] not in known[c.unit.split, c.unit.group]:
                yield c.hit(f"{mention['text']!r} is said to stand in {mention['sentence_id']}, no sentence of the article")


@check(
    "ref-name",
    "error",
    "A linked mention leads to an entry of the register.",
    "Add the entry to the register, or correct the name_id.",
    OURS,
)
def name(target: Target) -> Iterator[Hit]:
    for e, names in _linked(target):
        if e.row["name_id"] not in names and (target.folder or not e.row["name_id"].startswith(PROPOSED)):
            yield e.hit(f"{e.row['text']!r} is linked to {e.row['name_id']}, no entry of the register")


@check(
    "ref-name-proposed",
    "warning",
    "No name waits to be entered in the register.",
    "Add the entry to the register, or reject it.",
    PASSES,
)
def name_proposed(target: Target) -> Iterator[Hit]:
    for e, names in _linked(target):
        if e.row["name_id"].startswith(PROPOSED) and e.row["name_id"] not in names:
            yield e.hit(f"{e.row['text']!r} is linked to the proposed name {e.row['name_id'].removeprefix(PROPOSED)!r}")


@check(
    "ref-name-type",
    "error",
    "A linked mention has the type of its entry in the register.",
    "Correct the type of the mention, or the link.",
    OURS,
)
def name_type(target: Target) -> Iterator[Hit]:
    for e, names in _linked(target):
        entry = names.get(e.row["name_id"])
        mine = full_type(e.row["type"], e.row["fine_type"])
        theirs = full_type(entry["type"], entry["fine_type"]) if entry else mine
        if theirs not in (mine, e.row["type"]):
            yield e.hit(f"{e.row['text']!r} is {mine}, its entry {e.row['name_id']} is {theirs}")


@check("ref-name-unused", "error", "The names of a split are those that its sentences mention.", "Write the table again.", RELEASE)
def name_unused(target: Target) -> Iterator[Hit]:
    used = {(e.unit.split, e.row["name_id"]) for e in target.entities}
    for place, split, row in target.rows("names"):
        if (split, row["name_id"]) not in used:
            yield Hit(f"{place}: {row['name_id']}", "no sentence of the split mentions it")


def bears_polarity(entity: Row) -> bool:
    """Whether a mention is a target of sentiment."""
    return entity["level"] == "outer" and scheme().is_target(entity["type"], entity["fine_type"])


def _linked(target: Target) -> Iterator[tuple[Labelled, Mapping[str, Row]]]:
    """Every linked mention with the register that holds for it."""
    for e in target.entities:
        register = target.register(e.unit.split)
        if e.row["name_id"] is not None and register is not None:
            yield e, register
