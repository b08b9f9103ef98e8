"""Claims by rules: clauses that assert, without the saying around them, described by `xinwen.labellers.attributes`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from xinwen.labellers.attributes import Unit, describe
from xinwen.labellers.attribution import TABLES, Attribution, find_attribution
from xinwen.labellers.clauses import speeches, split_clauses, trim, unquote
from xinwen.labellers.cues import CueScan, alternatives, cue_pattern, has_cue
from xinwen.labellers.reading import Reading
from xinwen.labellers.speakers import Known, Said, Setting, introduced, remember
from xinwen.records import Claim, Entity, Sentence

_NOUN = re.compile("^[^，。；]*的[^，。；的]{1,4}$")
_WHEN = re.compile(
    r"(?:到了?|早在)?(?:(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?|[今去明前]年|当[天日晚时年]|[同次前后]一?[天日年]|昨[天日晚]|今[天日])"
    r"(?:[上下]半年|[一二三四]季度|年?[初中底末]|[上中下]旬|[春夏秋冬]天?|凌晨|早上|上午|下午|傍晚|晚间?|晚上|以来|之前|之后|[前后起])*"
)
_EMBEDDED = re.compile("如何|怎样")
_LAST_PREDICATE = re.compile(f"{alternatives('predicate')}$")


_SCAN = CueScan(*TABLES, "connective", "consequence", "condition", "adverbial", "via")
#: The tables of which a cue may stand in a sentence.
Tables = frozenset[str]


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


def find_claims(readings: Sequence[Reading]) -> list[tuple[Claim, ...]]:
    """The claims of each sentence of an article, in order, without overlaps."""
    found: list[tuple[Claim, ...]] = []
    known = Known()
    for reading, following in zip(readings, [*readings[1:], None], strict=True):
        if _is_speech(reading.sentence.text):
            known = known._replace(last=_ahead(reading, following, known) or known.person or known.last)
        stated = _claims(reading, known)
        found.append(stated)
        known = remember(known, reading.sentence, reading.entities, stated)
    return found


def _ahead(reading: Reading, following: Reading | None, known: Known) -> Said | None:
    """The speaker of a sentence in quotation marks whom the next one of its paragraph names."""
    if following is None or following.sentence.paragraph != reading.sentence.paragraph:
        return None
    return introduced(Setting(following.sentence.sentence_id, following.sentence.text, following.entities, known))


def _is_speech(text: str) -> bool:
    """Whether a sentence stands wholly in quotation marks."""
    quoted = speeches(text)
    return bool(quoted) and quoted[0][0] <= 1 and quoted[0][1] >= len(text.rstrip()) - 1


def _claims(reading: Reading, known: Known) -> tuple[Claim, ...]:
    sentence = reading.sentence
    if sentence.kind == "byline":
        return ()
    tables = _SCAN.tables(sentence.text)
    segments = _segments(sentence, reading.entities, known, tables)
    claims = list[Claim]()
    for unit in _units(sentence, reading.text, segments, tables):
        if not (sentence.damaged and any(unit.start < end and start < unit.end for start, end in sentence.damaged)):
            before = claims[-1] if claims else None
            claims.append(describe(f"c{len(claims) + 1:02d}", sentence.text, unit, reading.outer, before))
    return tuple(claims)


def _segments(sentence: Sentence, entities: Sequence[Entity], known: Known, tables: Tables) -> list[_Segment]:
    """The segments of a sentence, in order: no bare connective, no saying, and none empty."""
    text, segments = sentence.text, list[_Segment]()
    quoted = speeches(text)
    saying = _unsaid(text, quoted, known.last)
    spoken = 0
    for clause in split_clauses(text):
        here = next((end for start, end in quoted if start <= clause.start < end), 0) if quoted else 0
        if spoken and here != spoken and not (saying and saying.cue is None):
            saying = None
        under = (saying.sources, saying.source_kind) if saying else None
        found = find_attribution(Setting(sentence.sentence_id, text, entities, known, under, tables), clause)
        if found and found.content_start == clause.end and text[: clause.start].rstrip("，, ").endswith(("”", "」")):
            segments = [s._replace(attribution=found) if s.spoken and s.attribution in (None, saying) else s for s in segments]
        if found and saying and saying.cue and found.source_kind == "unnamed" and found.sources != saying.sources:
            found = found._replace(sources=(*found.sources, *saying.sources))
        saying, spoken = found or saying, here
        start, end = _content(text, found.content_start if found else clause.start, clause.end, tables)
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


def _units(sentence: Sentence, blotted: str, segments: Sequence[_Segment], tables: Tables) -> list[Unit]:
    """Adverbials and conditions go with what follows, results with what precedes; questions and bare phrases are none."""
    units: list[Unit] = []
    leaning = open_ = False
    for segment in segments:
        head = blotted[segment.start : segment.end]
        asserting = (sentence.kind == "body" and len(head) > 1 and not ("的" in head and _NOUN.search(head))) or _asserts(head)
        joins = open_ and (leaning or ("consequence" in tables and cue_pattern("consequence").match(head) is not None))
        leaned = leaning
        open_ = segment.mark not in ("？", "?") and (asserting or joins)
        leaning = open_ and _leans_forward(segment.mark, head, tables)
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


def _leans_forward(mark: str, head: str, tables: Tables) -> bool:
    """Adverbials, conditions, embedded questions, and bare subjects belong to the clause that follows."""
    if mark not in ("，", ","):
        return False
    if _WHEN.fullmatch(head):
        return True
    if ("condition" in tables and cue_pattern("condition").match(head)) or _EMBEDDED.match(head):
        return True
    return _is_adverbial(head, tables) or _is_nominal(head)


def _is_adverbial(head: str, tables: Tables) -> bool:
    """随着…, 从…到…, a 在… that fills the clause, or a subject with nothing but 通过… behind it."""
    opening = cue_pattern("adverbial").match(head) if "adverbial" in tables else None
    if opening:
        return opening.end() == len(head) or not head.startswith("在")
    via = cue_pattern("via").search(head) if "via" in tables else None
    if via is None or _asserts(head[: via.start()]):
        return False
    means, modifier, _ = head[via.end() :].rpartition("的")
    return not _asserts(means if modifier else head[via.end() :])


def _is_nominal(head: str) -> bool:
    """Only the predicate of a relative clause: DeepSeek掀起的革命."""
    relative, _, noun = head.rpartition("的")
    return _LAST_PREDICATE.search(relative) is not None and not _asserts(noun) and "了" not in relative


def _content(text: str, start: int, end: int, tables: Tables) -> tuple[int, int]:
    """A stretch without edge punctuation and without the connective in front of it."""
    start, end = unquote(text, *trim(text, start, end))
    connective = cue_pattern("connective").match(text, start, end) if "connective" in tables else None
    return unquote(text, *trim(text, connective.end(), end)) if connective else (start, end)
