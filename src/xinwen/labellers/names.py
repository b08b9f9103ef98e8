"""Names in a sentence: dictionary, patterns of products and organisations, persons by context; outer spans with their inner ones.

Each rule proposes candidates; of those that overlap the leftmost, then the longest, then the more certain, is the outer span.
Confidences are weights of rules, fixed by hand, not probabilities.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from string import ascii_uppercase
from typing import NamedTuple

from xinwen.labellers.cues import alternatives
from xinwen.labellers.gazetteer import NOT_A_NAME, Entry, Gazetteer, Hit, Sense, packaged_gazetteer
from xinwen.labellers.organisations import GROWTH_STARTS, extend_organisation
from xinwen.labellers.patterns import PATTERN_RULES
from xinwen.labellers.persons import PERSON_RULES
from xinwen.labellers.products import brand_with_model, joined_versions, with_version
from xinwen.labellers.triggers import Triggers

EXACT, CHOSEN = 0.95, 0.8
_USE_WINDOW = 12
_FORMS = Triggers([*PATTERN_RULES, *PERSON_RULES])
_GROWING = ("ORG", "LOC")
_JOINTS = frozenset("/、")
_MODEL_STARTS = frozenset(f" {ascii_uppercase}")

_USED_BEFORE = re.compile(rf"{alternatives('used_before')}(?:了|在|到|过|于|着)?[ “]?$")
_YEAR_BEFORE = re.compile(r"(?<!\d)20\d\d ?年?$")
_YEAR_AFTER = re.compile(r" ?20\d\d(?!\d| ?年)")
_USED_AFTER = re.compile(rf"”? ?{alternatives('used_after')}")


class NameMatch(NamedTuple):
    """A name: its span, full type, register entry, weight of its rule, and the names inside it (of one level)."""

    start: int
    end: int
    type: str
    name_id: str | None = None
    confidence: float = EXACT
    inner: tuple[NameMatch, ...] = ()


def find_names(text: str, article: str | None = None, gazetteer: Gazetteer | None = None) -> list[NameMatch]:
    """The outer names of a sentence, in order, without overlaps.

    Args:
        text: a sentence.
        article: the text of the article it stands in (default: the sentence); a bare version such as R1 counts only if its
            family is named there.
        gazetteer: the dictionary (default: that of the packaged register).
    """
    gazetteer = gazetteer or packaged_gazetteer()
    hits = gazetteer.find(text, text if article is None else article)
    forms = _FORMS.fired(text)
    if not (hits or forms):
        return []
    known = [
        NameMatch(start, end, only[0], only[1]) if (only := entry.only) else _chosen(text, start, end, entry)
        for start, end, entry in hits
    ]
    more = _composed(text, hits, known, gazetteer) if hits else []
    if forms:
        more += [NameMatch(*found) for rule in forms for found in rule(text, gazetteer)]
    # Hits are in the order of resolution already.
    kept = _resolved([*known, *more]) if more else _disjoint(known)
    outer = [match for match in kept if match.type != NOT_A_NAME]
    if ("/" in text or "、" in text) and (joined := _joined(text, outer, gazetteer)):
        outer = _resolved([*outer, *joined])
    if not more and len(outer) == len(hits):
        return outer
    for at, inside in _inside(_parts(hits, outer), outer).items():
        if not outer[at].inner and (inner := _inner(text, outer[at], inside)):
            outer[at] = outer[at]._replace(inner=inner)
    return outer


def _resolved(candidates: Iterable[NameMatch]) -> list[NameMatch]:
    """Leftmost, then longest, then most certain."""
    return _disjoint(sorted(candidates, key=lambda c: (c.start, -c.end, -c.confidence)))


def _disjoint(matches: Iterable[NameMatch]) -> list[NameMatch]:
    """The matches without those that overlap an earlier one."""
    kept: list[NameMatch] = []
    end = 0
    for match in matches:
        if match.start >= end:
            kept.append(match)
            end = match.end
    return kept


def _chosen(text: str, start: int, end: int, entry: Entry) -> NameMatch:
    """A hit of several senses with the one that its context calls for: a thing used is the product, else the firm."""
    sense = entry.senses[0]
    if entry.product and entry.firm:
        used = _USED_BEFORE.search(text, max(0, start - _USE_WINDOW), start) or _USED_AFTER.match(text, end)
        sense = entry.product if used else entry.firm
    return NameMatch(start, end, sense.type, sense.name_id, CHOSEN)


def _composed(text: str, hits: list[Hit], chosen: list[NameMatch], gazetteer: Gazetteer) -> list[NameMatch]:
    """Longer names that grow out of a hit: a version, a brand in front, a head of an organisation behind."""
    grown: list[NameMatch] = []
    places: dict[int, tuple[int, Sense]] = {}
    products: dict[int, list[tuple[int, int, Sense]]] = {}
    for start, end, entry in hits:
        if entry.place:
            places.setdefault(start, (end, entry.place))
        if product := entry.product:
            versioned = with_version(text, start, end, product, gazetteer)
            if versioned:
                grown.append(NameMatch(start, versioned[1], versioned[2].type, versioned[2].name_id, CHOSEN))
            products.setdefault(start, []).append(versioned or (start, end, product))
    for match in chosen:
        type_ = match.type
        if type_.startswith(_GROWING):
            end = match.end
            behind = text[end : end + 1]
            if type_.startswith("ORG") and (end in products or behind in _MODEL_STARTS):
                grown += _branded(text, match, products, gazetteer)
            if end in places or behind in GROWTH_STARTS:
                grown += _extended(text, match, places)
        elif type_ == "EVENT":
            grown.append(_with_year(text, match))
    return grown


def _branded(
    text: str, match: NameMatch, products: Mapping[int, list[tuple[int, int, Sense]]], gazetteer: Gazetteer
) -> Iterator[NameMatch]:
    """A firm with its product behind it."""
    for start, last, sense in brand_with_model(text, match.start, match.end, products, gazetteer):
        yield NameMatch(start, last, sense.type, sense.name_id, CHOSEN, (match,))


def _extended(text: str, match: NameMatch, places: Mapping[int, tuple[int, Sense]]) -> Iterator[NameMatch]:
    """The longer names of organisations and sites that begin with a name."""
    for last, type_, inside in extend_organisation(text, match.end, match.type, places):
        inner = () if inside is None else (match, *(NameMatch(s, e, t.type, t.name_id) for s, e, t in inside))
        yield NameMatch(match.start, last, type_, match.name_id if inside is None else None, CHOSEN, inner)


def _with_year(text: str, event: NameMatch) -> NameMatch:
    """An event with the year in front of it or behind it (CES 2027, 2027世界人工智能大会)."""
    before = _YEAR_BEFORE.search(text, max(0, event.start - 6), event.start)
    after = _YEAR_AFTER.match(text, event.end)
    return event._replace(
        start=before.start() if before else event.start, end=after.end() if after else event.end, confidence=CHOSEN
    )


def _joined(text: str, outer: list[NameMatch], gazetteer: Gazetteer) -> list[NameMatch]:
    """Later names of a list that drop the shared prefix: DeepSeek-R1/V3, 鲲鹏X7/X9."""
    return [
        NameMatch(start, end, sense.type, sense.name_id, CHOSEN)
        for match in outer
        if match.type[:4] == "PROD" and text[match.end : match.end + 1] in _JOINTS
        for start, end, sense in joined_versions(text, match.start, match.end, match.type, gazetteer)
    ]


def _parts(hits: list[Hit], outer: list[NameMatch]) -> list[NameMatch]:
    """The hits that can be a part of another name: organisations and places that are no outer names themselves, by start."""
    spans = {(match.start, match.end) for match in outer}
    return [
        NameMatch(start, end, owner.type, owner.name_id)
        for start, end, entry in hits
        if (owner := entry.owner) and (start, end) not in spans
    ]


def _inside(parts: list[NameMatch], outer: list[NameMatch]) -> dict[int, list[NameMatch]]:
    """The parts that lie in outer names, by the place of these in the list."""
    inside: dict[int, list[NameMatch]] = {}
    at = 0
    for part in parts:
        while at < len(outer) and outer[at].end <= part.start:
            at += 1
        if at < len(outer) and outer[at].start <= part.start and part.end <= outer[at].end:
            inside.setdefault(at, []).append(part)
    return inside


def _inner(text: str, outer: NameMatch, inside: list[NameMatch]) -> tuple[NameMatch, ...]:
    """The names that a dictionary name can be read as belonging to (腾讯云, 美国商务部); of a site, every name in it.

    ``inside`` are the known names that lie in it, by start.
    """
    if outer.type != "LOC.facility":
        owners = [part for part in inside if part.start == outer.start and _owns(text, part, outer)]
        # Of a unit named after firm and place (灵犀科技上海团队) the place is a part as well.
        firms = {part.end for part in owners if part.type.startswith("ORG")}
        inside = owners + [part for part in inside if part.start in firms and part.type.startswith("LOC")]
    return tuple(_resolved(inside)) if inside else ()


def _owns(text: str, part: NameMatch, outer: NameMatch) -> bool:
    """Whether the whole can be read as “part 的 rest” with the same referent."""
    if part.name_id is not None and part.name_id == outer.name_id:
        return False
    head = text[outer.start : outer.end]
    if part.type.startswith("ORG"):
        return outer.type.startswith(("PROD", "ORG.other", "EVENT")) or head.endswith("云")
    return (outer.type in {"ORG.government", "LAW"} and not head.endswith("银行")) or head.endswith("协会")
