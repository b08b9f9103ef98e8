"""Sentiment towards the names in a sentence: what their clause says is done by them, to them, or true of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from xinwen.labellers.clauses import Clause, nameless, split_clauses
from xinwen.labellers.cues import CueScan, alternatives, cue_pattern, has_cue
from xinwen.labellers.effects import Effect, find_effects
from xinwen.labellers.masks import Masked
from xinwen.labellers.sentiment import SIGN, SUPPOSED, Cue, find_cues, find_sentence_sentiment, last_sign
from xinwen.records import Claim, Entity, Sentence, Sentiment
from xinwen.scheme import scheme

_WEIGHT, _NEUTRAL_WEIGHT = 0.6, 0.5
_HEAD = re.compile(r"(?:(?:系列|芯片|大?模型|平台|处理器|版本|GPU|手机|生态|集群|团队|旗下|产品)*|[^，。；的]{0,4})的")
_PASSING = re.compile("(?:在|对|从|由|与|和|于|向|为|如|像|因|基于|通过|根据|据|(?<!开源)的)$")
_STANDING = re.compile(r"的(?:垄断|主导|领先|优势|霸主|市场)?(?:地位|份额|优势)")
_MODIFIER = re.compile("[^，的]{0,4}的")
_CONTINUES = re.compile("成为|实现|获|并|也|还|将|已|正|率先|是|不仅|可|能|有望|或|被|使|让|创|超|更|同比|环比|达到|展现")
_LIST = re.compile(r"[、和与及]|以及|/| |\0*")
_MEMBER = re.compile("[）)》”]*(?:[、和与及/]|以及)[《“]*")
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
_SCAN = CueScan("good", "bad", "higher", "lower", "equal", "adopt", "good_object", "bad_object", "withheld", "bestowed")
_BASES = (("market_reaction", "market"), ("forecast", "future"), ("evaluation", "evaluation"))
_WINDOW, _NEAR, _CLOSE = 40, 8, 2


def find_sentiments(sentence: Sentence, entities: Sequence[Entity], claims: Sequence[Claim]) -> tuple[Sentiment, ...]:
    """The sentence's own polarity first, then one for each target (outer PER, ORG, PROD, LOC.gpe, TECH), neutral written down."""
    reading = Reading(sentence, entities)
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
    rules = (_compared, _adopted, _acted_on, _as_subject)
    return next((sign for rule in rules if (sign := rule(reading, named)) is not None), 0)


class Reading:
    """A sentence read once for all its targets: clauses, their cues, and which target is the first of its clause.

    Attributes:
        text: the sentence's text with its names blotted out.
        tables: those of which a cue may stand in the text.
        targets: the mentions towards which a polarity is told, in order.
    """

    def __init__(self, sentence: Sentence, entities: Sequence[Entity]) -> None:
        self.sentence, self.entities = sentence, entities
        self.text = nameless(sentence.text, entities)
        self.clauses = split_clauses(self.text)
        self.targets = [e for e in entities if e.level == "outer" and scheme().is_target(e.type, e.fine_type)]
        self.tables = _SCAN.tables(self.text)
        self._evaluates = not self.tables.isdisjoint(("good", "bad"))
        self._bases: dict[int, str] = {}
        self._starts = {t.start_char for t in self.targets}
        self._ends = {t.end_char: t for t in self.targets}

    @cached_property
    def masked(self) -> Masked:
        """The text as the heads see it."""
        return Masked(self.sentence.text, self.entities)

    @cached_property
    def own(self) -> Sentiment:
        """The sentence's own sentiment by the rules."""
        return find_sentence_sentiment(self.text, self.clauses if self._evaluates else ())

    @cached_property
    def effects(self) -> list[Effect]:
        """The words that tell who gains and who loses."""
        return find_effects(self.text)

    @cached_property
    def _extents(self) -> dict[str, tuple[int, int]]:
        """For each target the span of its name with the alias in brackets behind it; an alias has that of its name."""
        found: dict[str, tuple[int, int]] = {}
        for target in self.targets:
            named = self.named_before(target)
            if named is None:
                found[target.id] = target.start_char, target.end_char
            else:
                end = target.end_char + self.text.startswith(("）", ")"), target.end_char)
                found[named.id] = found[target.id] = found[named.id][0], end
        return found

    @cached_property
    def _index(self) -> dict[str, int]:
        """For each target the index of its clause (both come in order)."""
        found, clause = {}, 0
        for target in self.targets:
            while clause + 1 < len(self.clauses) and self.clauses[clause].end <= target.start_char:
                clause += 1
            found[target.id] = clause
        return found

    @cached_property
    def first(self) -> set[str]:
        """The targets that are the first of their clause, in a list with it, or right behind it (a firm, its office, a name)."""
        found: set[str] = set()
        last: Entity | None = None
        for target in self.targets:
            alone = last is None or self._index[last.id] != self._index[target.id]
            if alone or (last and last.id in found and _LIST.fullmatch(self.text, last.end_char, target.start_char)):
                found.add(target.id)
            last = target
        return found

    def extent(self, target: Entity) -> tuple[int, int]:
        """Where the target's name begins, and where it ends with the alias in brackets behind it."""
        return self._extents[target.id]

    def between(self, target: Entity) -> tuple[int, int]:
        """Where the last target in front of this one ends, and where the next one begins; the members of a list count as one."""
        return self._gaps[self._extents[target.id]]

    @cached_property
    def _gaps(self) -> dict[tuple[int, int], tuple[int, int]]:
        """For each extent what `between` tells."""
        listed: list[list[tuple[int, int]]] = []
        for extent in dict.fromkeys(self._extents.values()):
            if listed and _MEMBER.fullmatch(self.text, listed[-1][-1][1], extent[0]):
                listed[-1].append(extent)
            else:
                listed.append([extent])
        ends = [-1, *(extents[-1][1] for extents in listed)]
        starts = [*(extents[0][0] for extents in listed[1:]), len(self.text)]
        each = zip(listed, ends[:-1], starts, strict=True)
        return {extent: (before, behind) for extents, before, behind in each for extent in extents}

    def clause(self, target: Entity) -> Clause:
        return self.clauses[self._index[target.id]]

    def following(self, target: Entity) -> list[Clause]:
        """The clauses behind the target's that go on with its subject: none has a target of its own."""
        index = self._index[target.id]
        busy = set(self._index.values())
        found = []
        while self.clauses[index].mark in ("，", ",") and index + 1 < len(self.clauses) and index + 1 not in busy:
            index += 1
            if not _CONTINUES.match(self.text, self.clauses[index].start):
                break
            found.append(self.clauses[index])
        return found

    def behind(self, target: Entity) -> Sequence[Clause]:
        """The two clauses behind the target's."""
        index = self._index[target.id]
        return self.clauses[index + 1 : index + 3]

    def cues(self, clause: Clause) -> tuple[Cue, ...]:
        """The evaluative words of a clause."""
        return find_cues(self.text, clause) if self._evaluates else ()

    def basis(self, target: Entity) -> str:
        """The first of the bases whose cues the target's clause shows; a fact otherwise."""
        clause = self.clause(target)
        if clause.start not in self._bases:
            words = self.text[clause.start : clause.end]
            self._bases[clause.start] = next((basis for basis, table in _BASES if has_cue(words, table)), "fact")
        return self._bases[clause.start]

    def before(self, target: Entity) -> str:
        """What stands before the target in its clause, as far as a rule looks."""
        return self.text[max(self.clause(target).start, target.start_char - _WINDOW) : target.start_char]

    def after(self, target: Entity) -> str:
        """What stands behind the target in its clause, as far as a rule looks."""
        return self.text[target.end_char : min(self.clause(target).end, target.end_char + _WINDOW)]

    def named_before(self, target: Entity) -> Entity | None:
        """The target that this one, standing in brackets right behind it, is another name of."""
        if self.text[max(0, target.start_char - 1) : target.start_char] not in ("（", "("):
            return None
        return self._ends.get(target.start_char - 1)

    def is_target_at(self, position: int) -> bool:
        """Whether a target begins at the position or right behind it."""
        return any(position + step in self._starts for step in range(_CLOSE + 1))


def _compared(reading: Reading, target: Entity) -> int | None:
    """The sides of a comparison: who stands before the verb, who right behind it; in 比X更… X is the yardstick."""
    before, after = reading.before(target), reading.after(target)
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
        if any(len(before) - verb.end() <= _CLOSE for verb in cue_pattern(table).finditer(before)):
            return 0 if table == "equal" else -sign
    return None


def _adopted(reading: Reading, target: Entity) -> int | None:
    """A product that is taken into use is favoured, unless it is only the means, or the tie is mutual (与X完成适配)."""
    if target.type not in ("PROD", "TECH") or "adopt" not in reading.tables or _NOT_ADOPTED.match(reading.after(target)):
        return None
    before = reading.before(target)
    verb = next(iter(reversed(list(cue_pattern("adopt").finditer(before)))), None)
    if verb is None or not _reaches(before[verb.end() :]):
        return None
    return None if cue_pattern("means").search(before[max(0, verb.start() - 3) : verb.start()]) else 1


def _reaches(between: str) -> bool:
    """Whether a verb reaches its object: only a short modifier, or other members of a list, stand between."""
    return (len(between) <= 4 and "的" not in between[:-1]) or (len(between) <= 30 and bool(_LIST.search(between)))


def _acted_on(reading: Reading, target: Entity) -> int | None:
    """What is done to the target as object: 制裁X, 看好X, 对X实施限制."""
    before, after = reading.before(target), reading.after(target)
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


def _as_subject(reading: Reading, target: Entity) -> int | None:
    """The sign of the clause, or of those that go on with its subject, where the target is that subject and no mere modifier."""
    clause = reading.clause(target)
    in_passing = _HEAD.match(reading.after(target)) or _PASSING.search(reading.before(target))
    modifies = reading.text.startswith("\0", target.end_char)
    if modifies or in_passing or SUPPOSED.match(reading.text, clause.start):
        return None
    if target.id not in reading.first and not _CAUSED.search(reading.before(target)):
        return None
    cues = [cue for cue in reading.cues(clause) if cue.start >= target.end_char and not _is_deed(reading, cue)]
    if (target.type, target.fine_type) == ("LOC", "gpe") and not (cues and cues[0].start - target.end_char <= _CLOSE):
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
