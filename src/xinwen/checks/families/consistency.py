"""Consistency: the same words labelled in the same way. Suspicions, each to be mended or recorded with its reason."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from daachorse import MATCH_KIND_LEFTMOST_LONGEST, CharwiseDoubleArrayAhoCorasick

from xinwen.checks.check import ALL, OURS, check
from xinwen.checks.target import Hit, Labelled, Row, Target, Unit
from xinwen.scheme import full_type

_SHORTEST = 2
_ENOUGH = 20
_REASON = "Mend it, or record an exception with the reason."
_LATIN = re.compile(r"[0-9A-Za-z]")
#: The types of which every mention is linked; one of another type may be.
_LINKED = ("PER", "ORG", "PROD")


@check("same-surface-other-type", "warning", "The same words have the same type.", _REASON, ALL)
def other_type(target: Target) -> Iterator[Hit]:
    for (_, surface), labels in _by_surface(target).items():
        types = Counter(_type(e) for e in labels)
        usual = types.most_common(1)[0][0]
        for e in labels if len(types) > 1 else ():
            if _type(e) != usual:
                yield e.hit(f"{surface!r} is {_type(e)} here, and {usual} elsewhere, {types[usual]} times")


@check("same-surface-other-name", "warning", "The same words of the same type are linked to the same name.", _REASON, OURS)
def other_name(target: Target) -> Iterator[Hit]:
    found: defaultdict[tuple[str, str, str], list[Labelled]] = defaultdict(list)
    for e in target.outer:
        if e.row["name_id"] is not None or e.row["type"] in _LINKED:
            found[target.scope(e.unit), e.row["text"], _type(e)].append(e)
    for (_, surface, _), labels in found.items():
        names = Counter(str(e.row["name_id"]) for e in labels)
        usual = names.most_common(1)[0][0]
        for e in labels if len(names) > 1 else ():
            if str(e.row["name_id"]) != usual:
                yield e.hit(f"{surface!r} is linked to {e.row['name_id']} here, and to {usual} elsewhere")


@check(
    "unlabelled-repeat",
    "warning",
    "Words that are labelled once in a document are labelled wherever they stand in it.",
    _REASON,
    ALL,
)
def repeat(target: Target) -> Iterator[Hit]:
    for units in target.groups.values():
        surfaces = sorted({e["text"] for u in units for e in u.row["entities"] if e["level"] == "outer" and _repeats(e)})
        if surfaces:
            automaton = CharwiseDoubleArrayAhoCorasick(surfaces, MATCH_KIND_LEFTMOST_LONGEST)
            for unit in units:
                yield from _unlabelled(unit, automaton, surfaces)


@check("same-text-other-labels", "warning", "The same sentence has the same labels wherever it stands.", _REASON, ALL)
def same_text(target: Target) -> Iterator[Hit]:
    first: dict[tuple[str, str], tuple[Unit, list[tuple[object, ...]]]] = {}
    for unit in target.units:
        labels = sorted((e["start_char"], e["end_char"], e["type"], str(e["fine_type"])) for e in unit.row["entities"])
        before, theirs = first.setdefault((target.scope(unit), unit.text), (unit, list(labels)))
        if theirs != labels:
            yield unit.hit(f"the same text is labelled otherwise in {before.place}", surface=unit.text)


@check(
    "name-form",
    "warning",
    "The words of a linked mention are a form of its name in the register.",
    "Add the form to the aliases, or correct the link.",
    OURS,
)
def name_form(target: Target) -> Iterator[Hit]:
    forms: dict[tuple[str, str], set[str]] = {}
    for e in target.entities:
        entry = (target.register(e.unit.split) or {}).get(e.row["name_id"])
        if entry:
            known = forms.setdefault((e.unit.split, e.row["name_id"]), _forms(entry))
            if _solid(e.row["text"]) not in known:
                yield e.hit(f"{e.row['text']!r} is no form of {e.row['name_id']}")


@check(
    "no-empty-sentence",
    "warning",
    "Some sentences have no entity, at their natural rate.",
    "Take in the sentences without entities: a model learns from them where there is none.",
    ALL,
)
def no_empty(target: Target) -> Iterator[Hit]:
    for split in dict.fromkeys(unit.split for unit in target.units):
        units = [unit for unit in target.units if unit.split == split]
        if len(units) >= _ENOUGH and all(unit.row["entities"] for unit in units):
            yield Hit(units[0].source, f"each of the {len(units)} texts of {split} has an entity")


def _by_surface(target: Target) -> dict[tuple[str, str], list[Labelled]]:
    found: defaultdict[tuple[str, str], list[Labelled]] = defaultdict(list)
    for e in target.outer:
        found[target.scope(e.unit), e.row["text"]].append(e)
    return found


def _solid(text: str) -> str:
    """A name without blanks and letter case."""
    return "".join(text.split()).casefold()


def _forms(entry: Row) -> set[str]:
    return {_solid(form) for form in (entry["name_zh"], entry["name_en"], *entry["aliases"]) if form}


def _type(e: Labelled) -> str:
    return full_type(e.row["type"], e.row["fine_type"])


def _repeats(entity: Row) -> bool:
    """Whether a repetition of these words would be a mention as well: not so of numbers and of single characters."""
    return len(entity["text"].strip()) >= _SHORTEST and entity["type"] not in ("NUM", "POS")


def _unlabelled(unit: Unit, automaton: CharwiseDoubleArrayAhoCorasick, surfaces: list[str]) -> Iterator[Hit]:
    spans = [(e["start_char"], e["end_char"]) for e in unit.row["entities"]]
    for start, end, number in automaton.find(unit.text):
        if any(s < end and start < e for s, e in spans) or _cut(unit.text, start) or _cut(unit.text, end):
            continue
        surface = surfaces[number]
        yield unit.hit(f"{surface!r} at [{start}, {end}) is labelled elsewhere in the document, and not here", surface=surface)


def _cut(text: str, at: int) -> bool:
    """Whether the words there are part of a longer Latin word or number."""
    return 0 < at < len(text) and bool(_LATIN.match(text[at - 1]) and _LATIN.match(text[at]))
