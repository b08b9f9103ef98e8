"""Who says it: the saying in front of a clause's content, its cue and its sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xinwen.labellers.clauses import EDGE, Clause
from xinwen.labellers.cues import cue_pattern
from xinwen.records import Entity, Mention

Antecedent = tuple[tuple[Mention, ...], str] | None

_SPEAKERS = {"ORG", "PER"}
_MANNER = re.compile(
    r"(?:均|都|也|还|已|则|曾|又|再次|今日|近日|日前|此前|昨日|对此|相继|普遍|一致|公开|正式|联合|同时|进一步|最新|明确|[\s，,])+$"
)
_ACCORDING = re.compile(r"^(?P<cue>根据|据|按照|援引)(?!悉|了解|此)")
_REPORTED = re.compile(r"(?:报道|数据|显示|透露|介绍|称|消息|统计|表示|披露|预测|估计)$")
_MAX_SOURCE = 14


@dataclass(frozen=True)
class Attribution:
    """A saying: its sources, their kind, its cue, and where what is said begins in the sentence."""

    sources: tuple[Mention, ...]
    source_kind: str
    cue: Mention | None
    content_start: int


def find_attribution(
    sentence_id: str, text: str, clause: Clause, entities: Sequence[Entity], antecedent: Antecedent
) -> Attribution | None:
    """The saying with which a clause opens, if it does.

    Args:
        clause: the clause; when it is nothing but the saying, ``content_start`` is its end.
        entities: the sentence's entities.
        antecedent: the sources that were speaking before; a pronoun (该机构还指出) stands for them.
    """
    for find in (_hearsay, _by_document, _by_saying):
        found = find(sentence_id, text, clause, entities, antecedent)
        if found:
            return found
    return None


def _mention(sentence_id: str, text: str, start: int, end: int) -> Mention:
    return Mention(sentence_id, start, end, text[start:end])


def _hearsay(sentence_id: str, text: str, clause: Clause, entities: Sequence[Entity], antecedent: Antecedent) -> Attribution | None:
    """据悉, 消息称: a cue that is its own source."""
    match = cue_pattern("according").match(text, clause.start, clause.end)
    if match is None:
        return None
    mention = _mention(sentence_id, text, *match.span())
    return Attribution((mention,), "unnamed", mention, match.end())


def _by_document(
    sentence_id: str, text: str, clause: Clause, entities: Sequence[Entity], antecedent: Antecedent
) -> Attribution | None:
    """根据X的数据, 据路透社报道: the whole clause is the saying."""
    match = _ACCORDING.match(text[clause.start : clause.end])
    if match is None or clause.mark not in "，,":
        return None
    start = clause.start + match.end()
    reported = _REPORTED.search(text[start : clause.end])
    document = cue_pattern("document").search(text, start, clause.end)
    if reported is None and document is None:
        return None
    cue_span = (clause.start, start) if reported is None or document else (start + reported.start(), clause.end)
    speakers = _speakers(entities, start, clause.end)
    named = document is None and bool(speakers)
    spans = [(e.start_char, e.end_char) for e in speakers] if named else [(start, clause.end if document else cue_span[0])]
    if any(left >= right for left, right in spans):
        return None
    kind = _kind(speakers) if named else "document" if document else "unnamed"
    sources = tuple(_mention(sentence_id, text, *span) for span in spans)
    return Attribution(sources, kind, _mention(sentence_id, text, *cue_span), clause.end)


def _by_saying(
    sentence_id: str, text: str, clause: Clause, entities: Sequence[Entity], antecedent: Antecedent
) -> Attribution | None:
    """X表示，…; X宣布…; X报告显示，…."""
    cue = _saying(text, clause)
    if cue is None or any(e.start_char < cue.end() and cue.start() < e.end_char for e in entities):
        return None
    found = _sources(sentence_id, text, clause, cue.start(), entities, antecedent)
    return Attribution(*found, _mention(sentence_id, text, *cue.span()), cue.end()) if found else None


def _saying(text: str, clause: Clause) -> re.Match[str] | None:
    """The first cue that is followed by what is said; some verbs say something only at the end of their clause."""
    cue = cue_pattern("say").search(text, clause.start, clause.end)
    if cue and not text.startswith("的", cue.end()):
        return cue
    last = list(cue_pattern("say_at_end", "say").finditer(text, clause.start, clause.end))[-1:]
    return last[0] if last and last[0].end() == clause.end and clause.mark in "，,：:" and clause.mark else None


def _sources(
    sentence_id: str, text: str, clause: Clause, cue_start: int, entities: Sequence[Entity], antecedent: Antecedent
) -> tuple[tuple[Mention, ...], str] | None:
    """The subject of the saying: a document, names, an antecedent, or a phrase for people without names."""
    end = cue_start - len(_tail(text[clause.start : cue_start]))
    speakers = _speakers(entities, clause.start, cue_start)
    document = re.search(f"(?:{cue_pattern('document').pattern})$", text[clause.start : end])
    if document:
        start = speakers[0].start_char if speakers else clause.start
        return ((_mention(sentence_id, text, start, end),), "document") if end > start else None
    if speakers:
        people = [e for e in speakers if e.type == "PER"]
        return tuple(_mention(sentence_id, text, e.start_char, e.end_char) for e in people or speakers), _kind(speakers)
    subject = text[clause.start : end].strip(EDGE)
    if (subject and re.fullmatch(cue_pattern("self_reference").pattern, subject)) or (not subject and clause.start < cue_start):
        return antecedent
    if subject and len(subject) <= _MAX_SOURCE and cue_pattern("unnamed").search(subject):
        start = clause.start + text[clause.start : end].index(subject)
        return (_mention(sentence_id, text, start, start + len(subject)),), "unnamed"
    return None


def _tail(prefix: str) -> str:
    """Adverbs between the subject and its verb (也, 还, 日前)."""
    match = _MANNER.search(prefix[-12:])
    return match[0] if match else ""


def _speakers(entities: Sequence[Entity], start: int, end: int) -> list[Entity]:
    """Names that can speak, in a stretch; a state only when it stands alone there."""
    here = [e for e in entities if e.level == "outer" and start <= e.start_char and e.end_char <= end]
    people = [e for e in here if e.type in _SPEAKERS]
    return people or [e for e in here if (e.type, e.fine_type) == ("LOC", "gpe")]


def _kind(speakers: Sequence[Entity]) -> str:
    return "named_person" if any(e.type == "PER" for e in speakers) else "named_org"
