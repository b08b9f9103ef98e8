"""Who says it: the saying in front of a clause's content, its cue and its sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from xinwen.labellers.clauses import EDGE, Clause
from xinwen.labellers.cues import alternatives, cue_pattern
from xinwen.records import Entity, Mention

Antecedent = tuple[tuple[Mention, ...], str] | None

_SPEAKERS = {"ORG", "PER"}
_MANNER = re.compile(
    r"(?:均|都|也|还|已|则|曾|又|再次|再|就|便|却|只|更|倒|倾向|随后|后来|当天|当晚|当时|今日|今天|昨天|近日|日前|此前|昨日|对此|据此|为此|相继|普遍|一致"
    r"|公开|正式|联合|同时|同日|进一步|最新|明确|干脆|私下|反复|一再|(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日|(?:今年|去年)?\d{1,2}月"
    r"|(?:在|对|向|就|给)[^，。；：、在对向就给]{1,12}(?:中|里|上|时|后|前|间|内|记者|媒体|本刊|我们|外界)|[\s，,])+$"
)
_ACCORDING = re.compile(r"^(?P<cue>根据|据|按照|按|照|援引)(?!悉|了解|此|时|期)")
_REPORTED = re.compile(r"的?(?P<cue>报道|数据|显示|透露|介绍|称|消息|统计|表示|披露|预测|估计|估算|测算|折算|转述|说法)$")
_VIEW = re.compile(r"在(?P<holder>[^，。]{1,24}?)(?P<cue>看来|眼里|眼中)$")
_SOMEBODY = re.compile(r"(?:[一两三几某数多][名位个]|有)[^，。；：]*$")
_PRONOUN = re.compile("(?:但|而|可|不过|只是)?(?:其|他|她)(?:本人|自己|们)?")
_LAST_SAYING = re.compile(f"{alternatives('say_at_end', 'say')}$")
_DOCUMENT = re.compile(f"{alternatives('document')}$")
_UNNAMED = re.compile(f"{alternatives('unnamed')}$")
_MAX_SOURCE, _MAX_MANNER = 24, 24


class Attribution(NamedTuple):
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
    for find in (_hearsay, _by_document, _by_view, _by_saying, _by_colon):
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
    document = cue_pattern("document").search(text, start, clause.end) if match["cue"] in {"根据", "据", "援引"} else None
    if reported is None and document is None:
        return None
    speakers = _speakers(entities, start, clause.end)
    named = bool(speakers) and (reported is not None or document is None)
    cue_span = (start + reported.start("cue"), clause.end) if reported else (clause.start, start)
    rest = (start, start + reported.start() if reported else clause.end)
    spans = [(e.start_char, e.end_char) for e in speakers] if named else [rest]
    if any(left >= right for left, right in spans):
        return None
    kind = _kind(speakers) if named else "document" if document else "unnamed"
    sources = tuple(_mention(sentence_id, text, *span) for span in spans)
    return Attribution(sources, kind, _mention(sentence_id, text, *cue_span), clause.end)


def _by_view(sentence_id: str, text: str, clause: Clause, entities: Sequence[Entity], antecedent: Antecedent) -> Attribution | None:
    """在X看来: the whole clause is the saying."""
    match = _VIEW.match(text, clause.start, clause.end)
    if match is None:
        return None
    found = _sources(sentence_id, text, match.start("holder"), match.end("holder"), entities, antecedent)
    return Attribution(*found, _mention(sentence_id, text, *match.span("cue")), clause.end) if found else None


def _by_saying(
    sentence_id: str, text: str, clause: Clause, entities: Sequence[Entity], antecedent: Antecedent
) -> Attribution | None:
    """X表示，…; X宣布…; X报告显示，…."""
    cue = _saying(text, clause)
    if cue is None or any(e.start_char < cue.end() and cue.start() < e.end_char for e in entities):
        return None
    found = _sources(sentence_id, text, clause.start, cue.start(), entities, antecedent)
    behind = cue.end() + text.startswith("过", cue.end())
    return Attribution(*found, _mention(sentence_id, text, *cue.span()), behind) if found else None


def _by_colon(
    sentence_id: str, text: str, clause: Clause, entities: Sequence[Entity], antecedent: Antecedent
) -> Attribution | None:
    """X：…, a speaker's name and nothing else, or a clause with one person in it in front of direct speech."""
    if clause.mark not in ("：", ":"):
        return None
    people = [e for e in _speakers(entities, clause.start, clause.end) if e.type == "PER"]
    alone = len(people) == 1 and (people[0].start_char, people[0].end_char) == clause[:2]
    if not alone and not (len(people) == 1 and text[clause.end + 1 :].lstrip().startswith(("“", "「"))):
        return None
    [speaker] = people
    return Attribution((_mention(sentence_id, text, speaker.start_char, speaker.end_char),), "named_person", None, clause.end)


def _saying(text: str, clause: Clause) -> re.Match[str] | None:
    """The first cue that is followed by what is said; some verbs say something only at the end of their clause."""
    cue = cue_pattern("say").search(text, clause.start, clause.end)
    if cue and not text.startswith(("的", "了", "过的"), cue.end()):
        return cue
    if clause.mark and clause.mark in "，,：:":
        return _LAST_SAYING.search(text, clause.start, clause.end)
    return None


def _sources(
    sentence_id: str, text: str, start: int, cue_start: int, entities: Sequence[Entity], antecedent: Antecedent
) -> tuple[tuple[Mention, ...], str] | None:
    """The subject of the saying: a document, names, an antecedent, or a phrase for people without names."""
    end = cue_start - len(_tail(text[start:cue_start]))
    speakers = _speakers(entities, start, cue_start)
    document = _DOCUMENT.search(text, start, end)
    if document:
        first = speakers[0].start_char if speakers else start
        return ((_mention(sentence_id, text, first, end),), "document") if end > first else None
    people = [e for e in speakers if e.type == "PER"]
    subject = text[start:end].strip(EDGE)
    if re.fullmatch(cue_pattern("self_reference").pattern, subject) or _PRONOUN.fullmatch(subject):
        return antecedent
    nameless = _nameless(subject) if subject and not people else None
    if nameless and not any(e.end_char == end for e in speakers):
        left = text.rindex(nameless, start, end)
        return (_mention(sentence_id, text, left, left + len(nameless)),), "unnamed"
    if speakers:
        return tuple(_mention(sentence_id, text, e.start_char, e.end_char) for e in people or speakers), _kind(speakers)
    return antecedent if not subject and start < cue_start else None


def _nameless(subject: str) -> str | None:
    """People or circles without a name at the end of a subject: 一名不愿具名的编辑, 业内人士."""
    if _UNNAMED.search(subject) is None:
        return None
    somebody = _SOMEBODY.search(subject)
    if somebody and not subject[: somebody.start()].endswith("的"):
        subject = somebody[0].removeprefix("有")
    return subject if len(subject) <= _MAX_SOURCE else None


def _tail(prefix: str) -> str:
    """Adverbs and settings between the subject and its verb (也, 还, 日前, 在会上)."""
    match = _MANNER.search(prefix[-_MAX_MANNER:])
    return match[0] if match else ""


def _speakers(entities: Sequence[Entity], start: int, end: int) -> list[Entity]:
    """Names that can speak, in a stretch; a state only when it stands alone there."""
    here = [e for e in entities if e.level == "outer" and start <= e.start_char and e.end_char <= end]
    people = [e for e in here if e.type in _SPEAKERS]
    return people or [e for e in here if (e.type, e.fine_type) == ("LOC", "gpe")]


def _kind(speakers: Sequence[Entity]) -> str:
    return "named_person" if any(e.type == "PER" for e in speakers) else "named_org"
