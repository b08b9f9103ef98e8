"""Sentiment towards the names in a sentence: what their clause says is done by them, to them, or true of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from xinwen.labellers.cues import alternatives, cue_pattern
from xinwen.labellers.reading import CLOSE, LIST, Reading
from xinwen.labellers.sentiment import SIGN, SUPPOSED, Cue, last_sign
from xinwen.records import Claim, Entity, Sentiment

_WEIGHT, _NEUTRAL_WEIGHT = 0.6, 0.5
_HEAD = re.compile(r"(?:(?:系列|芯片|大?模型|平台|处理器|版本|GPU|手机|生态|集群|团队|旗下|产品)*|[^，。；的]{0,4})的")
_PASSING = re.compile("(?:在|对|从|由|与|和|于|向|为|如|像|因|基于|通过|根据|据|(?<!开源)的)$")
_STANDING = re.compile(r"的(?:垄断|主导|领先|优势|霸主|市场)?(?:地位|份额|优势)")
_MODIFIER = re.compile("[^，的]{0,4}的")
_NOT_ADOPTED = re.compile(r"[^，]{0,12}的?(?:成本|标准|要求|测试)")
_ABOUT_FIGURES = re.compile("[了的 ]*[预平均去前目]")
_PARTNER = re.compile("(?:与|和|跟|同|向)[“ ]?$")
_MOVED = re.compile("(?:对|向|将|把|给予?)$")
_DONE_TO = {
    sign: re.compile(rf"{alternatives(table)}(?:了|过)?(?:[^，的]{{1,10}}的)?[“ ]?$")
    for table, sign in (("good_object", 1), ("bad_object", -1))
}
_FOR = re.compile("(?:对于?|给|为)[“ ]?$")
_SO_SAY = "(?:来说|而言)?，?(?:都|则|也|更|才|却|不)?"
_FOR_GOOD = {sign: re.compile(f"{_SO_SAY}{alternatives(table)}") for table, sign in (("boon", 1), ("bane", -1))}
_TOWARDS = re.compile("(?:向|在|给)[“ ]?$")
_CAUSED = re.compile("(?:让|令|使|使得|叫)[“ ]?$")
_WITHHELD = re.compile(f"{alternatives('withheld')}[“ ]?$")
_TIMES = re.compile(r"[”]?(?:[^，。；]{0,8})的[^，。；的]{0,4}[\d一两三四五六七八九十百千几多.]+多?倍")
_MEASURED = re.compile(r"(?:是|为|达到?|相当于|约为|同等数量)[“ ]?$")
_COMPARISONS = (("higher", 1), ("lower", -1), ("equal", 1))
_NEAR = 8


def find_sentiments(reading: Reading, claims: Sequence[Claim]) -> tuple[Sentiment, ...]:
    """The sentence's own polarity first, then one for each target (outer PER, ORG, PROD, LOC.gpe, TECH), neutral written down."""
    return (reading.own, *(_sentiment(reading, target, claims) for target in reading.targets))


def _sentiment(reading: Reading, target: Entity, claims: Sequence[Claim]) -> Sentiment:
    sign = sign_towards(reading, target)
    return towards(reading, target, SIGN[sign], _WEIGHT if sign else _NEUTRAL_WEIGHT, claims)


def towards(reading: Reading, target: Entity, polarity: str, confidence: float, claims: Sequence[Claim]) -> Sentiment:
    """The sentiment of that polarity towards a target, with its basis and the claim of another that it stands in."""
    if polarity == SIGN[0]:
        return Sentiment(polarity, target.id, "fact", confidence=confidence)
    quoted = (
        c for c in claims if c.source_kind != "author" and c.start_char <= target.start_char and target.end_char <= c.end_char
    )
    view = next(quoted, None)
    return Sentiment(polarity, target.id, reading.basis(target), view.id if view else None, confidence)


def sign_towards(reading: Reading, target: Entity) -> int:
    """The sign by the rules: for an alias in brackets that of the name in front of it, else that of the first that decides."""
    named = reading.named_before(target) or target
    spot = _Spot(reading, named, *reading.around(named))
    return next((sign for rule in (_compared, _adopted, _acted_on, _as_subject) if (sign := rule(spot)) is not None), 0)


class _Spot(NamedTuple):
    """A target, and what stands before and behind it in its clause."""

    reading: Reading
    target: Entity
    before: str
    after: str


def _compared(spot: _Spot) -> int | None:
    """The sides of a comparison: who stands before the verb, who right behind it; in 比X更… X is the yardstick."""
    reading, target, before, after = spot
    if before.endswith("比") and re.search("[更还要]", after):
        return -last_sign(reading.cues(reading.clause(target)))
    if _TIMES.match(after) and _MEASURED.search(before):
        return -1
    for table, sign in _COMPARISONS:
        if table not in reading.tables:
            continue
        if table == "equal" and _PARTNER.search(before) and cue_pattern(table).search(after):
            return 0
        subject = cue_pattern(table).search(after)
        if subject and subject.start() <= _NEAR and not after.startswith("的") and not _ABOUT_FIGURES.match(after, subject.end()):
            return sign
        if any(len(before) - verb.end() <= CLOSE for verb in cue_pattern(table).finditer(before)):
            return 0 if table == "equal" else -sign
    return None


def _adopted(spot: _Spot) -> int | None:
    """A product that is taken into use is favoured, unless it is only the means, or the tie is mutual (与X完成适配)."""
    reading, target, before, after = spot
    if target.type not in ("PROD", "TECH") or "adopt" not in reading.tables or _NOT_ADOPTED.match(after):
        return None
    verb = next(iter(reversed(list(cue_pattern("adopt").finditer(before)))), None)
    if verb is None or not _reaches(before[verb.end() :]):
        return None
    return None if cue_pattern("means").search(before[max(0, verb.start() - 3) : verb.start()]) else 1


def _reaches(between: str) -> bool:
    """Whether a verb reaches its object: only a short modifier, or other members of a list, stand between."""
    return (len(between) <= 4 and "的" not in between[:-1]) or (len(between) <= 30 and bool(LIST.search(between)))


def _acted_on(spot: _Spot) -> int | None:
    """What is done to the target as object: 制裁X, 看好X, 对X实施限制."""
    reading, _, before, after = spot
    if _MODIFIER.match(after) and not _STANDING.match(after):
        return None
    if "withheld" in reading.tables and _WITHHELD.search(before):
        return -1
    if "bestowed" in reading.tables and _TOWARDS.search(before) and cue_pattern("bestowed").match(after):
        return 1
    for sign, stated in _FOR_GOOD.items():
        if _FOR.search(before) and stated.match(after):
            return sign
    for table, sign in (("good_object", 1), ("bad_object", -1)):
        if table not in reading.tables:
            continue
        if _DONE_TO[sign].search(before) or (_MOVED.search(before) and cue_pattern(table).search(after[:_NEAR])):
            return sign
    return None


def _as_subject(spot: _Spot) -> int | None:
    """The sign of the clause, or of those that go on with its subject, where the target is that subject and no mere modifier."""
    reading, target, before, after = spot
    clause = reading.clause(target)
    in_passing = _HEAD.match(after) or _PASSING.search(before)
    modifies = reading.text.startswith("\0", target.end_char)
    if modifies or in_passing or SUPPOSED.match(reading.text, clause.start):
        return None
    if target.id not in reading.first and not _CAUSED.search(before):
        return None
    cues = [cue for cue in reading.cues(clause) if cue.start >= target.end_char and not _is_deed(reading, cue)]
    if (target.type, target.fine_type) == ("LOC", "gpe") and not (cues and cues[0].start - target.end_char <= CLOSE):
        return None
    signs = [last_sign(cues), *(last_sign(reading.cues(following)) for following in reading.following(target))]
    return next((sign for sign in signs if sign), None)


def _is_deed(reading: Reading, cue: Cue) -> bool:
    """Whether the cue is what its subject does or feels (起诉, 反对), or does to a target right behind it."""
    if cue_pattern("passive").search(reading.text, max(0, cue.start - _NEAR), cue.start):
        return False
    done = cue_pattern("bad_object", "good_object").fullmatch(reading.text, cue.start, cue.end)
    if done is not None and reading.is_target_at(cue.end):
        return True
    return cue_pattern("deed").fullmatch(reading.text, cue.start, cue.end) is not None
