"""Speakers: who the subject of a saying is, by name, by a phrase, or by a pronoun for somebody named before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from xinwen.labellers.clauses import EDGE, Clause, split_clauses
from xinwen.labellers.cues import alternatives, cue_pattern
from xinwen.records import Claim, Entity, Mention, Sentence

#: Sources and their kind.
Said = tuple[tuple[Mention, ...], str]

_SPEAKERS = {"ORG", "PER"}
_MANNER = re.compile(
    r"(?:均|都|也|还|已|则|曾|又|再次|再|就|便|却|只|才|先|更|倒|并且?|而且?|但|倾向|随后|后来|当天|当晚|当时|今日|今天|昨天|近日|日前|此前|昨日|对此|据此|由此|为此"
    r"|相继|普遍|一致|公开|正式|联合|同时|同日|进一步|最新|明确|干脆|私下|反复|一再|早就?|只肯|只敢|(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日|(?:今年|去年)?\d{1,2}月"
    r"|[今去前当]年|[一二三四五六七八九十]+月[初中底]?|(?:在|对|向|就|给)[^，。；：、在对向就给]{1,16}(?:中|里|上|时|后|前|间|内|记者|媒体|本刊|我们|外界)|[\s，,])+$"
)
_ADDRESSEE = re.compile(r"(?:对|向|跟|同|给|告诉|答复)(?:《)?$")
_SOMEBODY = re.compile(r"(?:[一两三几某数多不][名位个止]|[另那这][一]?[名位个]|有)[^，。；：]*$")
_PRONOUN = re.compile("(?:但|而|可|不过|只是)?(?:其|他|她|它)(?:本人|自己|们)?")
_HUMAN = re.compile("[他她]")
_DOCUMENT = re.compile(f"{alternatives('document')}(?:[里中上])?$")
_PLACE = re.compile("[里中上]$")
_HEAD_DOCUMENT = re.compile(f"(?:[^，。；：]{{0,12}}的)?{alternatives('document')}")
_UNNAMED = re.compile(f"{alternatives('unnamed')}(?:们|[（(][^）)]*[）)])?$")
_HEAD_UNNAMED = re.compile(
    rf"(?:[^，。；：、]{{0,16}}的)?(?P<who>(?:[一两三几某数多][名位]|另一名|另一位)[^，。；：、]{{0,18}}?{alternatives('unnamed')})"
)
_CITED = re.compile("援引|引述|转引")
_OWNED = re.compile("的?$")
_MAX_SOURCE, _MAX_MANNER, _TITLE = 28, 28, 18


class Known(NamedTuple):
    """Who was named before in the article, for what refers back to them.

    Attributes:
        last: the sources that spoke last.
        person: the person who spoke or was named last.
        body: the organisation that spoke or was named last at the head of a clause.
    """

    last: Said | None = None
    person: Said | None = None
    body: Said | None = None

    def of(self, pronoun: str) -> Said | None:
        """The sources that a pronoun stands for: 他, 她 persons, the others organisations, either the last speaker if none is known."""
        return (self.person if _HUMAN.search(pronoun) else self.body) or self.last


def remember(known: Known, sentence: Sentence, entities: Sequence[Entity], claims: Sequence[Claim]) -> Known:
    """What is known after a sentence: its speakers before those whom it only names."""
    last, person, body = known
    named = [e for e in names(sentence.text, entities) if e.type in _SPEAKERS]
    people = [e for e in named if e.type == "PER"]
    bodies = [e for e in named if e.type == "ORG" and e.fine_type == "company"]
    if people:
        person = (mention(sentence.sentence_id, sentence.text, people[-1].start_char, people[-1].end_char),), "named_person"
    if bodies:
        starts = {clause.start for clause in split_clauses(sentence.text)}
        head = next((e for e in bodies if e.start_char in starts), None)
        if head:
            body = (mention(sentence.sentence_id, sentence.text, head.start_char, head.end_char),), "named_org"
    for claim in claims:
        if claim.sources and claim.source_kind != "document":
            last = claim.sources, claim.source_kind
            if claim.source_kind == "named_org":
                body = last
            elif claim.cue is None or claim.cue.text != claim.sources[0].text:
                person = last
    return Known(last, person, body)


def names(text: str, entities: Sequence[Entity], start: int = 0, end: int | None = None) -> list[Entity]:
    """The outer mentions in a stretch, without those that stand in brackets as another name of the one before."""
    stop = len(text) if end is None else end
    here = [e for e in entities if e.level == "outer" and start <= e.start_char and e.end_char <= stop]
    ends = {e.end_char for e in here}
    return [e for e in here if not (text.startswith(("（", "("), max(0, e.start_char - 1)) and e.start_char - 1 in ends)]


def speakers(text: str, entities: Sequence[Entity], start: int, end: int) -> list[Entity]:
    """Names that can speak, in a stretch, but for those spoken to; a state only when it stands alone there."""
    here = names(text, entities, start, end)
    people = [e for e in here if e.type in _SPEAKERS]
    spoken_to = [e for e in people if _ADDRESSEE.search(text, max(start, e.start_char - 4), e.start_char)]
    people = [e for e in people if e not in spoken_to]
    return people or ([] if spoken_to else [e for e in here if (e.type, e.fine_type) == ("LOC", "gpe")])


def kind_of(found: Sequence[Entity]) -> str:
    """The kind of sources that are names: with a person among them they are persons."""
    return "named_person" if any(e.type == "PER" for e in found) else "named_org"


def find_speaker(
    sentence_id: str, text: str, start: int, cue_start: int, entities: Sequence[Entity], known: Known, saying: Said | None
) -> Said | None:
    """The subject of a saying: a document, names, somebody referred to, or a phrase for people without names.

    Args:
        start: where the clause of the saying begins.
        cue_start: where its verb stands.
        saying: the sources under which the sentence stands so far.
    """
    end = cue_start - len(_tail(text[start:cue_start]))
    subject = text[start:end].strip(EDGE)
    if not subject:
        return saying or _earlier(sentence_id, text, start, entities, known) or (known.last if start < cue_start else None)
    found = speakers(text, entities, start, end)
    cited = _CITED.search(text, start, end)
    if cited and found and found[0].end_char <= cited.start():
        original = find_speaker(sentence_id, text, cited.end(), end, entities, known, None)
        if original:
            first = found[0]
            return (*original[0], mention(sentence_id, text, first.start_char, first.end_char)), original[1]
    if _DOCUMENT.search(text, start, end):
        first_char = found[0].start_char if found else start
        stop = end - (text[end - 1] in "里中上" and _PLACE.search(text, start, end) is not None)
        return ((mention(sentence_id, text, first_char, stop),), "document") if stop > first_char else None
    people = [e for e in found if e.type == "PER"]
    if re.fullmatch(cue_pattern("self_reference").pattern, subject) or _PRONOUN.fullmatch(subject):
        return _referred(sentence_id, text, start, subject, entities, known)
    phrase = _nameless(subject) if not any(e.type == "PER" and e.end_char == end for e in people) else None
    if phrase and not any(e.end_char == end for e in found):
        left = text.rindex(phrase, start, end)
        left = min(left, _owner(text, found, left))
        return (mention(sentence_id, text, left, end if end - left <= len(phrase) + 40 else left + len(phrase)),), "unnamed"
    if found:
        return tuple(mention(sentence_id, text, e.start_char, e.end_char) for e in people or found), kind_of(found)
    return None


def _earlier(sentence_id: str, text: str, start: int, entities: Sequence[Entity], known: Known) -> Said | None:
    """The subject that a clause without one takes from the clauses before it in the sentence."""
    begin = max(text.rfind(mark, 0, start) for mark in "；。：") + 1
    before: Clause | None = next((c for c in split_clauses(text) if c.start >= begin), None)
    if before is None or before.start >= start:
        return None
    head = text[before.start : start]
    pronoun = re.match(cue_pattern("self_reference").pattern, head)
    if pronoun:
        return _referred(sentence_id, text, before.start, pronoun[0], entities, known)
    document = _HEAD_DOCUMENT.match(text, before.start, start)
    found = speakers(text, entities, before.start, start)
    if document and (not found or found[0].start_char < document.end()):
        first = found[0].start_char if found else before.start
        return (mention(sentence_id, text, first, document.end()),), "document"
    somebody = _HEAD_UNNAMED.match(text, before.start, start)
    if somebody:
        return (mention(sentence_id, text, *somebody.span("who")),), "unnamed"
    if not found:
        return None
    first_name = found[0]
    people = [e for e in found if e.type == "PER" and e.start_char - first_name.end_char <= _TITLE]
    chosen = people[0] if people and "，" not in text[first_name.end_char : people[0].start_char] else first_name
    return (mention(sentence_id, text, chosen.start_char, chosen.end_char),), kind_of([chosen])


def _referred(sentence_id: str, text: str, start: int, pronoun: str, entities: Sequence[Entity], known: Known) -> Said | None:
    """Whom a pronoun means: the last of its sort in the sentence before it, else in the article."""
    human = _HUMAN.search(pronoun) is not None
    sort = "PER" if human else "ORG"
    here = [e for e in names(text, entities, 0, start) if e.type == sort and (human or e.fine_type == "company")]
    if here:
        return (mention(sentence_id, text, here[-1].start_char, here[-1].end_char),), kind_of(here[-1:])
    somebody = _HEAD_UNNAMED.match(text, 0, start) if human else None
    if somebody:
        return (mention(sentence_id, text, *somebody.span("who")),), "unnamed"
    return known.of(pronoun)


def _nameless(subject: str) -> str | None:
    """People or circles without a name at the end of a subject: 一名不愿具名的编辑, 业内人士."""
    if _UNNAMED.search(subject) is None:
        return None
    somebody = _SOMEBODY.search(subject)
    if somebody and not subject[: somebody.start()].endswith("的"):
        subject = somebody[0] if somebody[0] == "有人" else somebody[0].removeprefix("有")
    return subject if len(subject) <= _MAX_SOURCE else None


def _owner(text: str, found: Sequence[Entity], left: int) -> int:
    """Where the name begins that a phrase for somebody without one hangs on (瑞穗证券一名分析师)."""
    owners = [e.start_char for e in found if e.end_char <= left and text[e.end_char : left] in ("", "的")]
    return owners[-1] if owners else left


def _tail(prefix: str) -> str:
    """Adverbs and settings between the subject and its verb (也, 还, 日前, 在会上)."""
    match = _MANNER.search(prefix[-_MAX_MANNER:])
    return match[0] if match else ""


def mention(sentence_id: str, text: str, start: int, end: int) -> Mention:
    """The mention of a span."""
    return Mention(sentence_id, start, end, text[start:end])
