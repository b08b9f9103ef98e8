"""Claims by rules: clauses that assert, without the saying around them, with the attributes that the cue tables give."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xinwen.labellers.attribution import Attribution, find_attribution
from xinwen.labellers.clauses import Clause, nameless, split_clauses, trim
from xinwen.labellers.cues import cue_pattern, has_cue
from xinwen.labellers.quantities import find_quantities
from xinwen.records import Claim, Entity, Sentence

_WEIGHT = 0.6
_QUOTES = {"“": "”", "「": "」"}
_ABOUT = {"PER", "ORG", "PROD", "TECH"}
_INTERESTED = {"named_org", "named_person", "unnamed"}


@dataclass(frozen=True)
class _Unit:
    """A stretch that may become a claim, and the saying that it stands under."""

    start: int
    end: int
    attribution: Attribution | None


def find_claims(sentence: Sentence, entities: Sequence[Entity], previous: Sequence[Claim] = ()) -> tuple[Claim, ...]:
    """The claims of a sentence, in order, without overlaps.

    Args:
        entities: the sentence's entities.
        previous: the claims of the sentence before, for sources that are only referred to.
    """
    if sentence.kind == "byline":
        return ()
    claims: list[Claim] = []
    blotted = nameless(sentence.text, entities)
    for unit in _units(sentence, blotted, entities, previous):
        damaged = any(unit.start < end and start < unit.end for start, end in sentence.damaged)
        if not damaged and _asserts(blotted[unit.start : unit.end]):
            claims.append(_claim(f"c{len(claims) + 1:02d}", sentence.text, unit, entities, claims[-1] if claims else None))
    return tuple(claims)


def _asserts(blotted: str) -> bool:
    return has_cue(blotted, "predicate", "forecast", "future")


def _units(sentence: Sentence, blotted: str, entities: Sequence[Entity], previous: Sequence[Claim]) -> list[_Unit]:
    """Clauses with the saying over each; bare phrases and conditions go with what follows, results with what precedes."""
    text, units = sentence.text, list[_Unit]()
    before = next(((claim.sources, claim.source_kind) for claim in reversed(previous) if claim.sources), None)
    saying: Attribution | None = None
    waiting: int | None = None
    for clause in split_clauses(text):
        found = find_attribution(
            sentence.sentence_id, text, clause, entities, (saying.sources, saying.source_kind) if saying else before
        )
        if found:
            saying, waiting = found, None
        start = found.content_start if found else clause.start
        start, end = _content(text, start, clause.end)
        if start >= end or clause.mark in ("？", "?"):
            waiting = waiting if start >= end else None
            continue
        if clause.mark in ("，", ",") and re.fullmatch(cue_pattern("lead_in", "connective").pattern, text[start:end]):
            continue
        head = blotted[start:end]
        if units and not found and cue_pattern("consequence").match(head) and units[-1].attribution is saying:
            units[-1] = _Unit(units[-1].start, end, saying)
        elif _leans_forward(clause, head):
            waiting = start if waiting is None else waiting
        else:
            units.append(_Unit(start if waiting is None else waiting, end, saying))
            waiting = None
    return units


def _leans_forward(clause: Clause, head: str) -> bool:
    """Adverbials, conditions, embedded questions, and bare subjects belong to the clause that follows."""
    if clause.mark not in ("，", ","):
        return False
    return bool(cue_pattern("condition").match(head) or re.match("如何|怎样", head)) or _is_adverbial(head) or _is_nominal(head)


def _is_adverbial(head: str) -> bool:
    """随着…, 从…到…, a 在… that fills the clause, or a subject with nothing but 通过… behind it."""
    opening = cue_pattern("adverbial").match(head)
    if opening:
        return opening.end() == len(head) or not head.startswith("在")
    via = cue_pattern("via").search(head)
    if via is None or _asserts(head[: via.start()]):
        return False
    means, modifier, _ = head[via.end() :].rpartition("的")
    return not _asserts(means if modifier else head[via.end() :])


def _is_nominal(head: str) -> bool:
    """No predicate, or only that of a relative clause: DeepSeek掀起的革命."""
    if not _asserts(head):
        return True
    relative, _, noun = head.rpartition("的")
    return (
        re.search(f"(?:{cue_pattern('predicate').pattern})$", relative) is not None and not _asserts(noun) and "了" not in relative
    )


def _content(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without edge punctuation and without the connective in front of it."""
    start, end = trim(text, start, end)
    connective = cue_pattern("connective").match(text, start, end)
    return trim(text, connective.end(), end) if connective else (start, end)


def _claim(id: str, text: str, unit: _Unit, entities: Sequence[Entity], before: Claim | None) -> Claim:
    start, end, quote = _unquoted(text, unit)
    content = text[start:end]
    inside = [e for e in entities if e.level == "outer" and start <= e.start_char and e.end_char <= end]
    saying = unit.attribution
    cue = saying.cue.text if saying and saying.cue else ""
    actor = any(e.type == "ORG" and e.start_char == start for e in inside)
    types = _types(content, cue, saying, any(_is_point(text, e) for e in inside), actor)
    about = _about(text, start, end, inside, entities, saying, before)
    numbers = any(e.type == "NUM" and e.fine_type != "date" for e in inside)
    dated = any(e.fine_type == "date" and e.date for e in inside)
    return Claim(
        id,
        start,
        end,
        content,
        types[0],
        _time(content, types[0]),
        _certainty(content, cue),
        saying.source_kind if saying else "author",
        quote,
        saying.sources if saying else (),
        saying.cue if saying else None,
        types[1:],
        _verifiable(types[0], content, numbers, dated),
        _checkworthy(content, bool(about), numbers or dated, saying),
        about,
        find_quantities(text, inside),
        _WEIGHT,
    )


def _unquoted(text: str, unit: _Unit) -> tuple[int, int, str]:
    """The span without quotation marks around the whole of it, and the kind of quotation."""
    start, end = unit.start, unit.end
    if unit.attribution is None:
        return start, end, "none"
    closing = _QUOTES.get(text[start])
    if closing and text[end - 1] == closing and text.find(closing, start) == end - 1:
        left, right = trim(text, start + 1, end - 1)
        return (left, right, "direct") if left < right else (start, end, "indirect")
    return start, end, "indirect"


def _is_point(text: str, entity: Entity) -> bool:
    """Whether a number is what is told: money and percentages are, a counted noun (两颗芯片) only behind a verb of measure."""
    if entity.fine_type in {"money", "percent"}:
        return True
    if entity.fine_type == "quantity" and entity.text.endswith("倍"):
        return True
    before = text[max(0, entity.start_char - 4) : entity.start_char]
    return (
        entity.fine_type == "quantity"
        and re.search("(?:达到?|为|是|至|到|增长?|超过?|约|仅|近|突破|逾|不足|不到)[ 约近超仅]?$", before) is not None
    )


def _types(content: str, cue: str, saying: Attribution | None, has_number: bool, actor: bool) -> tuple[str, ...]:
    """Every type that fits, in the scheme's order of precedence."""
    own = saying is not None and saying.source_kind in {"named_org", "named_person"}
    owned = actor and has_cue(content, "own_act")
    willed = cue == "承诺" or (own and cue == "宣布" and has_cue(content, "future")) or has_cue(content, "commit") or owned
    fits = {
        "commitment": willed and not has_cue(content + cue, "probable", "possible"),
        "forecast": has_cue(content, "forecast") or cue in {"预计", "预测", "估计"},
        "numeric": has_number and has_cue(content, "numeric"),
        "comparison": has_cue(content, "comparison"),
        "causal": has_cue(content, "causal"),
        "position": has_cue(content, "position") or cue == "认为",
    }
    found = tuple(type_ for type_, fit in fits.items() if fit)
    return tuple(t for t in found if not (t == "forecast" and "commitment" in found)) or ("event_property",)


def _time(content: str, type_: str) -> str:
    if type_ in {"commitment", "forecast"} or has_cue(content, "future"):
        return "future"
    return "past" if has_cue(content, "past") and not re.search("正在?|仍|一直", content) else "present"


def _certainty(content: str, cue: str) -> str:
    for certainty in ("denied", "rumour", "possible", "probable"):
        if has_cue(cue if certainty == "denied" else content + cue, certainty):
            return certainty
    return "asserted"


def _verifiable(type_: str, content: str, numbers: bool, dated: bool) -> bool:
    if type_ == "forecast":
        return numbers and dated
    if type_ == "commitment":
        return dated or not has_cue(content, "vague")
    return type_ != "position" and (numbers or not has_cue(content, "vague"))


def _checkworthy(content: str, named: bool, figured: bool, saying: Attribution | None) -> int:
    """One point each: a named subject with a figure; a matter of market or policy; a source that is single or unnamed."""
    alone = saying is not None and (
        saying.source_kind == "unnamed" or (saying.source_kind in _INTERESTED and len(saying.sources) == 1)
    )
    return sum((named and figured, has_cue(content, "market_policy"), alone))


def _about(
    text: str,
    start: int,
    end: int,
    inside: Sequence[Entity],
    entities: Sequence[Entity],
    saying: Attribution | None,
    before: Claim | None,
) -> tuple[str, ...]:
    """Names in the span that are no mere setting (在X), and the subject outside it when the span opens with its predicate."""
    named = [e for e in inside if e.type in _ABOUT and not text.endswith("在", 0, e.start_char)]
    named += [e for e in inside if (e.type, e.fine_type) == ("LOC", "gpe") and e.start_char - start <= 2]
    ids = [e.id for e in sorted(named, key=lambda e: e.start_char)]
    opens = cue_pattern("predicate", "future", "adopt").match(text, start, end) or re.match(
        "[也还其并既较比]|正式|率先|不仅|同比|环比", text[start:end]
    )
    if opens and not any(e.start_char == start for e in named):
        ids = [*_subject(text, entities, saying, before), *ids]
    return tuple(dict.fromkeys(ids))


def _subject(text: str, entities: Sequence[Entity], saying: Attribution | None, before: Claim | None) -> list[str]:
    """The subject of the claim before under the same saying; for the first, the speakers themselves."""
    if before and before.cue == (saying.cue if saying else None):
        heads = [
            e.id for e in entities if e.id in before.about and text[max(before.start_char, e.start_char - 1)] in (e.text[0], "，")
        ]
        return heads[-1:] or list(before.about[:1])
    if saying and saying.source_kind in {"named_org", "named_person"}:
        spans = {(source.start_char, source.end_char) for source in saying.sources}
        return [e.id for e in entities if (e.start_char, e.end_char) in spans and e.level == "outer"]
    return []
