"""What is known of a claim, by rules: type, time, certainty, verifiability, check-worthiness, and what it is about."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from xinwen.labellers.attribution import Attribution
from xinwen.labellers.cues import CueScan, cue_pattern, has_cue
from xinwen.labellers.quantities import find_quantities
from xinwen.records import Claim, Entity

_WEIGHT = 0.6
_MEASURED = re.compile("(?:达到?|为|是|至|到|增长?|超过?|约|仅|近|突破|逾|不足|不到)[ 约近超仅]?$")
_LASTING = re.compile("正在?|仍|一直")
_OPENS = re.compile("[也还其并既较比]|正式|率先|不仅|同比|环比")
_ABOUT = {"PER", "ORG", "PROD", "TECH"}
_DOUBTS = ("rumour", "possible", "probable")
_DOUBT_SCAN = CueScan(*_DOUBTS)
_SCAN = CueScan(
    *("own_act", "commit", "forecast", "numeric", "comparison", "causal", "position"),
    *("future", "past", "vague", "market_policy", *_DOUBTS),
)
_NO_TYPE = ("event_property",)
_INTERESTED = {"named_org", "named_person", "unnamed"}


class _Content(NamedTuple):
    """What a claim states, and the tables of which a cue stands in it."""

    text: str
    cues: frozenset[str]


class Outer:
    """The outer mentions of a sentence, by place."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self.mentions = [e for e in entities if e.level == "outer"]
        self._starts = [e.start_char for e in self.mentions]

    def within(self, start: int, end: int) -> list[Entity]:
        """Those that lie in a stretch, in order."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [e for e in self.mentions[first:last] if e.end_char <= end]

    @cached_property
    def by_span(self) -> dict[tuple[int, int], Entity]:
        return {(e.start_char, e.end_char): e for e in self.mentions}

    @cached_property
    def by_id(self) -> dict[str, Entity]:
        return {e.id: e for e in self.mentions}


class Unit(NamedTuple):
    """A stretch that is a claim, the saying that it stands under, and whether it lies in direct speech."""

    start: int
    end: int
    attribution: Attribution | None
    spoken: bool


def describe(id: str, text: str, unit: Unit, entities: Outer, before: Claim | None) -> Claim:
    """The claim that a unit states, its attributes read from the cue tables; ``before`` is the claim before it in the sentence."""
    start, end = unit.start, unit.end
    words = text[start:end]
    content = _Content(words, _SCAN.shown(words))
    inside = entities.within(start, end)
    saying = unit.attribution
    cue = saying.cue.text if saying and saying.cue else ""
    acts = "own_act" in content.cues and any(e.type == "ORG" and e.start_char == start for e in inside)
    counted = [e for e in inside if e.type == "NUM"]
    figures = "numeric" in content.cues and any(is_point(text, e) for e in counted)
    types = _types(content, cue, saying, figures, acts)
    about = _about(text, start, end, inside, entities, saying, before)
    numbers = any(e.fine_type != "date" for e in counted)
    dated = any(e.fine_type == "date" and e.date for e in counted)
    return Claim(
        id,
        start,
        end,
        content.text,
        types[0],
        _time(content, types[0]),
        _certainty(content, cue),
        saying.source_kind if saying else "author",
        "none" if saying is None else "direct" if unit.spoken or _is_quoted(text, start, end) else "indirect",
        saying.sources if saying else (),
        saying.cue if saying else None,
        types[1:],
        _verifiable(types[0], content, numbers, dated),
        _checkworthy(content, bool(about), numbers or dated, saying),
        about,
        find_quantities(text, counted) if counted else (),
        _WEIGHT,
    )


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Whether quotation marks stand right around the span, but for its final mark."""
    behind = text[end : end + 2].lstrip("。！？!?…，,")
    return text.startswith(("“", "「", "‘"), max(0, start - 1)) and behind.startswith(("”", "」", "’"))


def is_point(text: str, entity: Entity) -> bool:
    """Whether a number is what is told: money and percentages are, a counted noun (两颗芯片) only behind a verb of measure."""
    if entity.fine_type in {"money", "percent"}:
        return True
    if entity.fine_type == "quantity" and entity.text.endswith("倍"):
        return True
    before = text[max(0, entity.start_char - 4) : entity.start_char]
    return entity.fine_type == "quantity" and _MEASURED.search(before) is not None


def _types(content: _Content, cue: str, saying: Attribution | None, figures: bool, acts: bool) -> tuple[str, ...]:
    """Every type that fits, in the scheme's order of precedence."""
    cues = content.cues
    if not (cues or cue):
        return _NO_TYPE
    own = saying is not None and saying.source_kind in {"named_org", "named_person"}
    willed = cue == "承诺" or (own and cue == "宣布" and "future" in cues) or "commit" in cues or acts
    committed = willed and not has_cue(content.text + cue, "probable", "possible")
    fits = (
        ("commitment", committed),
        ("forecast", not committed and ("forecast" in cues or cue in {"预计", "预测", "估计"})),
        ("numeric", figures),
        ("comparison", "comparison" in cues),
        ("causal", "causal" in cues),
        ("position", "position" in cues or cue == "认为"),
    )
    return tuple([type_ for type_, fit in fits if fit]) or _NO_TYPE


def _time(content: _Content, type_: str) -> str:
    if type_ in {"commitment", "forecast"} or "future" in content.cues:
        return "future"
    return "past" if "past" in content.cues and not _LASTING.search(content.text) else "present"


def _certainty(content: _Content, cue: str) -> str:
    if cue and has_cue(cue, "denied"):
        return "denied"
    told = _DOUBT_SCAN.shown(content.text + cue) if cue else content.cues
    return next((doubt for doubt in _DOUBTS if doubt in told), "asserted") if told else "asserted"


def _verifiable(type_: str, content: _Content, numbers: bool, dated: bool) -> bool:
    if type_ == "forecast":
        return numbers and dated
    if type_ == "commitment":
        return dated or "vague" not in content.cues
    return type_ != "position" and (numbers or "vague" not in content.cues)


def _checkworthy(content: _Content, named: bool, figured: bool, saying: Attribution | None) -> int:
    """One point each: a named subject with a figure; a matter of market or policy; a source that is single or unnamed."""
    alone = saying is not None and (
        saying.source_kind == "unnamed" or (saying.source_kind in _INTERESTED and len(saying.sources) == 1)
    )
    return (named and figured) + ("market_policy" in content.cues) + alone


def _about(
    text: str,
    start: int,
    end: int,
    inside: Sequence[Entity],
    entities: Outer,
    saying: Attribution | None,
    before: Claim | None,
) -> tuple[str, ...]:
    """Names in the span that are no mere setting (在X), and the subject outside it when the span opens with its predicate."""
    named = [e for e in inside if _is_topic(text, start, e)]
    ids = [e.id for e in named]
    if named and named[0].start_char == start:
        return tuple(ids)
    if cue_pattern("predicate", "future", "adopt").match(text, start, end) or _OPENS.match(text, start, end):
        ids = [*_subject(text, entities, saying, before), *ids]
    return tuple(dict.fromkeys(ids))


def _is_topic(text: str, start: int, entity: Entity) -> bool:
    """Whether a claim that begins at ``start`` is about a name in it: a state only where it opens the claim."""
    if entity.type in _ABOUT:
        return not text.endswith("在", 0, entity.start_char)
    return entity.fine_type == "gpe" and entity.start_char - start <= 2


def _subject(text: str, entities: Outer, saying: Attribution | None, before: Claim | None) -> list[str]:
    """The subject of the claim before under the same saying; for the first, the speakers themselves."""
    if before and before.cue == (saying.cue if saying else None):
        about = [entities.by_id[id] for id in before.about]
        heads = [e for e in about if text[max(before.start_char, e.start_char - 1)] in (e.text[0], "，")]
        return [max(heads, key=lambda e: e.start_char).id] if heads else list(before.about[:1])
    if saying and saying.source_kind in {"named_org", "named_person"}:
        spans = sorted((source.start_char, source.end_char) for source in saying.sources)
        return [entities.by_span[span].id for span in spans if span in entities.by_span]
    return []
