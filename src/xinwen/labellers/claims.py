"""Claims by rules: clauses that assert, without the saying around them, with the attributes that the cue tables give."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from xinwen.labellers.attribution import Attribution, find_attribution
from xinwen.labellers.clauses import nameless, speeches, split_clauses, trim, unquote
from xinwen.labellers.cues import alternatives, cue_pattern, has_cue
from xinwen.labellers.quantities import find_quantities
from xinwen.labellers.speakers import Known, Said, Setting, introduced, remember
from xinwen.records import Claim, Entity, Sentence

_WEIGHT = 0.6
_NOUN = re.compile("^[^，。；]*的[^，。；的]{1,4}$")
_WHEN = re.compile(
    r"(?:到了?|早在)?(?:(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?|[今去明前]年|当[天日晚时年]|[同次前后]一?[天日年]|昨[天日晚]|今[天日])"
    r"(?:[上下]半年|[一二三四]季度|年?[初中底末]|[上中下]旬|[春夏秋冬]天?|凌晨|早上|上午|下午|傍晚|晚间?|晚上|以来|之前|之后|[前后起])*"
)
_EMBEDDED = re.compile("如何|怎样")
_LAST_PREDICATE = re.compile(f"{alternatives('predicate')}$")
_MEASURED = re.compile("(?:达到?|为|是|至|到|增长?|超过?|约|仅|近|突破|逾|不足|不到)[ 约近超仅]?$")
_LASTING = re.compile("正在?|仍|一直")
_OPENS = re.compile("[也还其并既较比]|正式|率先|不仅|同比|环比")
_ABOUT = {"PER", "ORG", "PROD", "TECH"}
_INTERESTED = {"named_org", "named_person", "unnamed"}


class _Segment(NamedTuple):
    """A clause without the saying in front of it: what may be a claim, or a part of one.

    Attributes:
        start, end: its span in the sentence, without edge punctuation and connective.
        mark: the mark that follows its clause.
        attribution: the saying that it stands under.
        spoken: it lies in direct speech.
    """

    start: int
    end: int
    mark: str
    attribution: Attribution | None
    spoken: bool


def find_claims(sentences: Sequence[Sentence], entities: Sequence[Sequence[Entity]]) -> list[tuple[Claim, ...]]:
    """The claims of each sentence of an article, in order, without overlaps, given the entities of each sentence."""
    found: list[tuple[Claim, ...]] = []
    known = Known()
    for place, (sentence, own) in enumerate(zip(sentences, entities, strict=True)):
        if _is_speech(sentence.text):
            known = known._replace(last=_ahead(sentences, entities, place, known) or known.person or known.last)
        stated = _claims(sentence, own, known)
        found.append(stated)
        known = remember(known, sentence, own, stated)
    return found


def _ahead(sentences: Sequence[Sentence], entities: Sequence[Sequence[Entity]], place: int, known: Known) -> Said | None:
    """The speaker of a sentence in quotation marks whom the next one of its paragraph names."""
    following = sentences[place + 1] if place + 1 < len(sentences) else None
    if following is None or following.paragraph != sentences[place].paragraph:
        return None
    return introduced(Setting(following.sentence_id, following.text, entities[place + 1], known))


def _is_speech(text: str) -> bool:
    """Whether a sentence stands wholly in quotation marks."""
    quoted = speeches(text)
    return bool(quoted) and quoted[0][0] <= 1 and quoted[0][1] >= len(text.rstrip()) - 1


def _claims(sentence: Sentence, entities: Sequence[Entity], known: Known) -> tuple[Claim, ...]:
    if sentence.kind == "byline":
        return ()
    segments = _segments(sentence, entities, known)
    claims: list[Claim] = []
    for unit in _units(sentence, nameless(sentence.text, entities), segments):
        if not any(unit.start < end and start < unit.end for start, end in sentence.damaged):
            claims.append(describe(f"c{len(claims) + 1:02d}", sentence.text, unit, entities, claims[-1] if claims else None))
    return tuple(claims)


def _segments(sentence: Sentence, entities: Sequence[Entity], known: Known) -> list[_Segment]:
    """The segments of a sentence, in order: no bare connective, no saying, and none empty."""
    text, segments = sentence.text, list[_Segment]()
    quoted = speeches(text)
    saying = _unsaid(text, quoted, known.last)
    spoken = 0
    for clause in split_clauses(text):
        here = next((end for start, end in quoted if start <= clause.start < end), 0)
        if spoken and here != spoken and not (saying and saying.cue is None):
            saying = None
        under = (saying.sources, saying.source_kind) if saying else None
        found = find_attribution(Setting(sentence.sentence_id, text, entities, known, under), clause)
        if found and found.content_start == clause.end and text[: clause.start].rstrip("，, ").endswith(("”", "」")):
            segments = [s._replace(attribution=found) if s.spoken and s.attribution in (None, saying) else s for s in segments]
        if found and saying and saying.cue and found.source_kind == "unnamed" and found.sources != saying.sources:
            found = found._replace(sources=(*found.sources, *saying.sources))
        saying, spoken = found or saying, here
        start, end = _content(text, found.content_start if found else clause.start, clause.end)
        bare = clause.mark in ("，", ",") and cue_pattern("lead_in", "connective").fullmatch(text[start:end])
        if start < end and not bare:
            segments.append(_Segment(start, end, clause.mark, saying, bool(here)))
        if clause.mark in ("；", ";") and not here:
            saying = None
    return segments


def _unsaid(text: str, quoted: Sequence[tuple[int, int]], before: Said | None) -> Attribution | None:
    """The speaker of a sentence that stands wholly in quotation marks is the one who spoke before."""
    if before is None or not _is_speech(text):
        return None
    return Attribution(*before, None, 0)


class Unit(NamedTuple):
    """A stretch that is a claim, the saying that it stands under, and whether it lies in direct speech."""

    start: int
    end: int
    attribution: Attribution | None
    spoken: bool


def _units(sentence: Sentence, blotted: str, segments: Sequence[_Segment]) -> list[Unit]:
    """Adverbials and conditions go with what follows, results with what precedes; questions and bare phrases are none."""
    units: list[Unit] = []
    leaning = open_ = False
    for segment in segments:
        head = blotted[segment.start : segment.end]
        asserting = (sentence.kind == "body" and len(head) > 1 and not _NOUN.search(head)) or _asserts(head)
        joins = open_ and (leaning or cue_pattern("consequence").match(head) is not None)
        leaned = leaning
        open_ = segment.mark not in ("？", "?") and (asserting or joins)
        leaning = open_ and _leans_forward(segment.mark, head)
        if open_ and joins:
            units[-1] = _joined(units[-1], segment, leaned)
        elif open_:
            units.append(Unit(segment.start, segment.end, segment.attribution, segment.spoken))
    return units


def _joined(unit: Unit, segment: _Segment, leaned: bool) -> Unit:
    """The unit with one more segment; a setting in front of a saying (到了3月，联想承认…) stays outside."""
    if leaned and unit.attribution is None and segment.attribution is not None:
        return Unit(segment.start, segment.end, segment.attribution, segment.spoken)
    return unit._replace(end=segment.end)


def _asserts(blotted: str) -> bool:
    return has_cue(blotted, "predicate", "forecast", "future")


def _leans_forward(mark: str, head: str) -> bool:
    """Adverbials, conditions, embedded questions, and bare subjects belong to the clause that follows."""
    if mark not in ("，", ","):
        return False
    if _WHEN.fullmatch(head):
        return True
    return bool(cue_pattern("condition").match(head) or _EMBEDDED.match(head)) or _is_adverbial(head) or _is_nominal(head)


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
    """Only the predicate of a relative clause: DeepSeek掀起的革命."""
    relative, _, noun = head.rpartition("的")
    return _LAST_PREDICATE.search(relative) is not None and not _asserts(noun) and "了" not in relative


def _content(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without edge punctuation and without the connective in front of it."""
    start, end = unquote(text, *trim(text, start, end))
    connective = cue_pattern("connective").match(text, start, end)
    return unquote(text, *trim(text, connective.end(), end)) if connective else (start, end)


def describe(id: str, text: str, unit: Unit, entities: Sequence[Entity], before: Claim | None) -> Claim:
    """The claim that a unit states, its attributes read from the cue tables; ``before`` is the claim before it in the sentence."""
    start, end = unit.start, unit.end
    content = text[start:end]
    inside = [e for e in entities if e.level == "outer" and start <= e.start_char and e.end_char <= end]
    saying = unit.attribution
    cue = saying.cue.text if saying and saying.cue else ""
    actor = any(e.type == "ORG" and e.start_char == start for e in inside)
    types = _types(content, cue, saying, any(is_point(text, e) for e in inside), actor)
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
        "none" if saying is None else "direct" if unit.spoken or _is_quoted(text, start, end) else "indirect",
        saying.sources if saying else (),
        saying.cue if saying else None,
        types[1:],
        _verifiable(types[0], content, numbers, dated),
        _checkworthy(content, bool(about), numbers or dated, saying),
        about,
        find_quantities(text, inside),
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
    return "past" if has_cue(content, "past") and not _LASTING.search(content) else "present"


def _certainty(content: str, cue: str) -> str:
    if cue and has_cue(cue, "denied"):
        return "denied"
    doubts, said = ("rumour", "possible", "probable"), content + cue
    if not has_cue(said, *doubts):
        return "asserted"
    return next(certainty for certainty in doubts if has_cue(said, certainty))


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
    opens = cue_pattern("predicate", "future", "adopt").match(text, start, end) or _OPENS.match(text, start, end)
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
