"""Sentiment by rules: polarity of a sentence and of each target in it, from the cues of the clause it stands in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from xinwen.labellers.clauses import Clause, nameless, split_clauses
from xinwen.labellers.cues import cue_pattern, has_cue
from xinwen.records import Claim, Entity, Sentence, Sentiment
from xinwen.scheme import scheme

_SENTENCE_WEIGHT, _TARGET_WEIGHT, _NEUTRAL_WEIGHT = 0.55, 0.6, 0.5
_SIGN = {1: "positive", -1: "negative", 0: "neutral"}
_NEGATION_WINDOW, _RELIEF_WINDOW = 4, 10
_QUESTION = re.compile(r"[？?]”?$")
_SUPPOSED = re.compile("如果|若|假如|倘若|一旦|只要|除非|如何|怎样|为何")
_HEAD = re.compile(r"(?:(?:系列|芯片|大?模型|平台|处理器|版本|GPU|手机|生态|集群|团队|旗下|产品)*|[^，。；的]{0,4})的")
_PASSING = re.compile("(?:在|对|从|由|与|和|于|向|为|如|像|因|基于|通过|根据|据|(?<!开源)的)$")
_STANDING = re.compile(r"的(?:垄断|主导|领先|优势|霸主|市场)?(?:地位|份额|优势)")
_CONTINUES = re.compile("(?:成为|实现|获|并|也|还|将|已|正|率先|是|不仅|可|能|有望|或|被|使|让|创|超|更|同比|环比|达到|展现)")
_LIST = re.compile(r"[、和与及]|以及|/| ")
_NEAR_OBJECT = 8


class _Cue(NamedTuple):
    """An evaluative word of a clause: where it stands, and its sign after negation."""

    start: int
    end: int
    sign: int


def find_sentiments(sentence: Sentence, entities: Sequence[Entity], claims: Sequence[Claim]) -> tuple[Sentiment, ...]:
    """The sentence's own polarity first, then one for each target (outer PER, ORG, PROD, LOC.gpe, TECH), neutral written down."""
    text = nameless(sentence.text, entities)
    clauses = split_clauses(text)
    own = Sentiment(_sentence_polarity(text, clauses), confidence=_SENTENCE_WEIGHT)
    targets = [e for e in entities if e.level == "outer" and scheme().is_target(e.type, e.fine_type)]
    return (own, *(_target(text, clauses, target, targets, claims) for target in targets))


def _sentence_polarity(text: str, clauses: Sequence[Clause]) -> str:
    """The sign of the main clauses: a concession leaves what it turns to; opposite signs make it mixed."""
    if _QUESTION.search(text.rstrip()):
        return "neutral"
    signs = [_sign(_cues(text, clause)) for clause in _main(text, clauses)]
    found = {sign for sign in signs if sign}
    return "mixed" if len(found) > 1 else _SIGN[found.pop() if found else 0]


def _main(text: str, clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses without those that a concession (虽…, 尽管…) or a turn (但…) makes minor."""
    asserted = [c for c in clauses if not _SUPPOSED.match(text[c.start : c.end])] or list(clauses)
    main = [c for c in asserted if not cue_pattern("minor").search(text, c.start, c.end)] or asserted
    turn = next((i for i, c in enumerate(main) if i and cue_pattern("turn").match(text, c.start, c.end)), 0)
    return main[turn:]


def _cues(text: str, clause: Clause) -> list[_Cue]:
    """The evaluative words that the clause asserts: none before 的, none that is only an effort; negation turns signs."""
    found = [(m, 1) for m in cue_pattern("good").finditer(text, clause.start, clause.end)]
    found += [(m, -1) for m in cue_pattern("bad").finditer(text, clause.start, clause.end)]
    cues: list[_Cue] = []
    for match, sign in sorted(found, key=lambda item: item[0].start()):
        before = text[max(clause.start, match.start() - _NEGATION_WINDOW) : match.start()]
        attributive = text.startswith(("的", "”的"), match.end()) and match.end() + 1 < clause.end
        relieved = sign < 0 and has_cue(text[max(clause.start, match.start() - _RELIEF_WINDOW) : match.start()], "relief")
        effort = has_cue(text[clause.start : match.start()], "effort") and sign > 0
        if not attributive and not effort:
            cues.append(_Cue(*match.span(), -sign if relieved or has_cue(before, "negation") else sign))
        if match[0].endswith("于") or text.startswith("于", match.end()):
            break  # what follows is the yardstick: 滞后于需求增长
    return cues


def _sign(cues: Sequence[_Cue]) -> int:
    """The sign of the last cue, for the predicate stands behind its modifiers."""
    return cues[-1].sign if cues else 0


def _target(text: str, clauses: Sequence[Clause], target: Entity, targets: Sequence[Entity], claims: Sequence[Claim]) -> Sentiment:
    """The polarity of one target: the first rule that decides, else what its clause says of its subject."""
    clause = next((c for c in clauses if c.start <= target.start_char < c.end), Clause(0, len(text), ""))
    rules = (_compared, _adopted, _acted_on)
    sign = next((sign for rule in rules if (sign := rule(text, clause, target)) is not None), None)
    sign = _as_subject(text, clauses, clause, target, targets) if sign is None else sign
    if not sign:
        return Sentiment("neutral", target.id, "fact", confidence=_NEUTRAL_WEIGHT)
    view = next(
        (c for c in claims if c.start_char <= target.start_char and target.end_char <= c.end_char and c.source_kind != "author"),
        None,
    )
    return Sentiment(_SIGN[sign], target.id, _basis(text[clause.start : clause.end]), view.id if view else None, _TARGET_WEIGHT)


def _basis(clause: str) -> str:
    """The first of the bases whose cues the clause shows; a fact otherwise."""
    for basis, table in (("market_reaction", "market"), ("forecast", "future"), ("evaluation", "evaluation")):
        if has_cue(clause, table):
            return basis
    return "fact"


def _compared(text: str, clause: Clause, target: Entity) -> int | None:
    """The sides of a comparison: who stands before the verb, who right behind it; in 比X更… X is the yardstick."""
    if text.endswith("比", clause.start, target.start_char) and re.search("[更还要]", text[target.end_char : clause.end]):
        return -_sign(_cues(text, clause))
    for table, sign in (("higher", 1), ("lower", -1), ("equal", 1)):
        verb = cue_pattern(table).search(text, clause.start, clause.end)
        if verb is None or re.match("[了的 ]*[预平均去前目]", text[verb.end() :]):
            continue
        if table == "equal" and re.search("(?:与|和|跟|同|向)[“ ]?$", text[clause.start : target.start_char]):
            return 0
        if (
            target.end_char <= verb.start()
            and text[target.end_char : target.end_char + 1] != "的"
            and verb.start() - target.end_char <= _NEAR_OBJECT
        ):
            return sign
        if 0 <= target.start_char - verb.end() <= 2:
            return -sign if table != "equal" else 0
    return None


def _adopted(text: str, clause: Clause, target: Entity) -> int | None:
    """A product that is taken into use is favoured, unless it is only the means, or the tie is mutual (与X完成适配)."""
    if target.type != "PROD":
        return None
    before = text[clause.start : target.start_char]
    verb = next(iter(reversed(list(cue_pattern("adopt").finditer(before)))), None)
    if (
        verb is None
        or not _reaches(before[verb.end() :])
        or re.match(r"[^，]{0,12}的?(?:成本|标准|要求|测试)", text[target.end_char : clause.end])
    ):
        return None
    return None if cue_pattern("means").search(before[max(0, verb.start() - 3) : verb.start()]) else 1


def _reaches(between: str) -> bool:
    """Whether a verb reaches its object: only a short modifier, or other members of a list, stand between."""
    return (len(between) <= 4 and "的" not in between[:-1]) or (bool(_LIST.search(between)) and len(between) <= 30)


def _acted_on(text: str, clause: Clause, target: Entity) -> int | None:
    """What is done to the target as object: 制裁X, 看好X, 对X实施限制."""
    before, after = text[clause.start : target.start_char], text[target.end_char : clause.end]
    if re.match("[^，的]{0,4}的", after) and not _STANDING.match(after):
        return None
    for table, sign in (("good_object", 1), ("bad_object", -1)):
        if re.search(f"(?:{cue_pattern(table).pattern})(?:了|过)?(?:[^，的]{{1,10}}的)?[“ ]?$", before):
            return sign
        if re.search(r"(?:对|向|将|把|给予?)$", before) and cue_pattern(table).search(after[:_NEAR_OBJECT]):
            return sign
    return None


def _as_subject(text: str, clauses: Sequence[Clause], clause: Clause, target: Entity, targets: Sequence[Entity]) -> int:
    """The sign of the clause, or of those that go on with its subject, where the target is that subject and no mere modifier."""
    after = text[target.end_char : clause.end]
    ahead = [other for other in targets if clause.start <= other.start_char < target.start_char]
    first = all(_same_list(text, other, target) for other in ahead)
    in_passing = _PASSING.search(text, clause.start, target.start_char)
    if _HEAD.match(after) or in_passing or not first or _SUPPOSED.match(text[clause.start : clause.end]):
        return 0
    cues = [cue for cue in _cues(text, clause) if cue.start >= target.end_char and not _is_transitive(text, cue, targets)]
    if (target.type, target.fine_type) == ("LOC", "gpe") and not (cues and cues[0].start - target.end_char <= 2):
        return 0
    return _sign(cues) or _sign_of_rest(text, clauses, clause, targets)


def _is_transitive(text: str, cue: _Cue, targets: Sequence[Entity]) -> bool:
    """Whether the cue is done to another target right behind it (制裁X): it does not fall on who does it."""
    done = cue_pattern("bad_object", "good_object").fullmatch(text, cue.start, cue.end)
    return done is not None and any(0 <= other.start_char - cue.end <= 2 for other in targets)


def _sign_of_rest(text: str, clauses: Sequence[Clause], clause: Clause, targets: Sequence[Entity]) -> int:
    """The sign of the clauses behind that have no subject of their own."""
    for following in clauses[clauses.index(clause) + 1 :] if clause in clauses else ():
        own = any(following.start <= t.start_char < following.end for t in targets)
        if own or clause.mark not in ("，", ",") or not _CONTINUES.match(text, following.start):
            return 0
        if sign := _sign(_cues(text, following)):
            return sign
    return 0


def _same_list(text: str, one: Entity, other: Entity) -> bool:
    """Whether two mentions are joined by a list mark."""
    between = text[one.end_char : other.start_char]
    return (len(between) <= 30 and "、" in between) or _LIST.fullmatch(between) is not None
