"""Speakers: who the subject of a saying is, by name, by a phrase, or by a pronoun for somebody named before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from xinwen.labellers.clauses import EDGE, split_clauses
from xinwen.labellers.cues import alternatives, cue_pattern
from xinwen.records import Claim, Entity, Mention, Sentence

#: Sources and their kind.
Said = tuple[tuple[Mention, ...], str]

_SPEAKERS, _TEXTS = {"ORG", "PER"}, {"LAW", "WORK"}
_MANNER = re.compile(
    r"(?:均|都|也|还|已|则|曾|又|再次|再|就|便|却|只|才|先|更|倒|并且?|而且?|但|倾向|随后|后来|当天|当晚|当时|今日|今天|昨天|近日|日前|此前|昨日|对此|据此|由此|为此"
    r"|相继|普遍|一致|公开|正式|联合|同时|同日|进一步|最新|明确|干脆|私下|反复|一再|早就?|只肯|只敢|(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日|(?:今年|去年)?\d{1,2}月"
    r"|[今去前当]年|[一二三四五六七八九十]+月[初中底]?|(?:在|对|向|就|给)[^，。；：、在对向就给]{1,16}(?:中|里|上|时|后|前|间|内|记者|媒体|本刊|我们|外界)|[\s，,])+$"
)
_ADDRESSEE = re.compile("(?:对|向|跟|同|给|告诉|答复)《?$")
_SOMEBODY = re.compile(r"(?:[一两三几某数多不][名位个止]|[另那这]一?[名位个]|有)[^，。；：]*$")
_HUMAN = re.compile("[他她]")
_OPENS = re.compile("[他她](?![们的])")
_ENDS = re.compile("(?<!其)(?:[他她它]|该?公司|该机构)(?:本人|自己)?$")
_PRONOUN = re.compile(f"{alternatives('self_reference')}|(?:但|而|可|不过|只是)?(?:其|他|她|它)(?:本人|自己|们)?")
_DOCUMENT = re.compile(f"(?P<name>{alternatives('document')})[里中上]?$")
_HEAD_DOCUMENT = re.compile(f"(?:[^，。；：]{{0,12}}的)?{alternatives('document')}")
_UNNAMED = re.compile(f"{alternatives('unnamed')}(?:们|[（(][^）)]*[）)])?$")
_HEAD_UNNAMED = re.compile(
    rf"(?:[^，。；：、]{{0,16}}的)?(?P<who>(?:[一两三几某数多][名位]|另一[名位])[^，。；：、]{{0,12}}{alternatives('unnamed')})"
)
_CITED = re.compile("援引|引述|转引")
_MAX_SOURCE, _MAX_MANNER, _TITLE = 28, 28, 18


class Known(NamedTuple):
    """Who was named before in the article, for what refers back to them.

    Attributes:
        last: the sources that spoke last.
        person: the person who spoke or was named last.
        body: the organisation that spoke last or was named last at the head of a clause.
    """

    last: Said | None = None
    person: Said | None = None
    body: Said | None = None

    def of(self, pronoun: str) -> Said | None:
        """Whom a pronoun stands for: 他 and 她 for persons, the others for organisations; for the last speaker if none is known."""
        return (self.person if _HUMAN.search(pronoun) else self.body) or self.last


class Setting(NamedTuple):
    """What a saying is looked for in.

    Attributes:
        entities: the sentence's entities.
        known: who was named before; a pronoun (该机构还指出) stands for one of them.
        saying: the sources under which the sentence stands so far.
        tables: those of which a cue of a saying may stand in the text.
    """

    sentence_id: str
    text: str
    entities: Sequence[Entity]
    known: Known = Known()
    saying: Said | None = None
    tables: frozenset[str] = frozenset()

    def mention(self, start: int, end: int) -> Mention:
        return Mention(self.sentence_id, start, end, self.text[start:end])

    def said(self, named: Sequence[Entity]) -> Said:
        """Names as sources: with a person among them they are persons."""
        kind = "named_person" if any(e.type == "PER" for e in named) else "named_org"
        return tuple(self.mention(e.start_char, e.end_char) for e in named), kind

    def names(self, start: int, end: int) -> list[Entity]:
        """The outer mentions in a stretch, without those that stand in brackets as another name of the one before."""
        here = [e for e in self.entities if e.level == "outer" and start <= e.start_char and e.end_char <= end]
        ends = {e.end_char for e in here}
        return [e for e in here if not (e.start_char - 1 in ends and self.text[e.start_char - 1] in "（(")]

    def speakers(self, start: int, end: int) -> list[Entity]:
        """Names that can speak, in a stretch, but for those spoken to; a state only when it stands alone there."""
        here = self.names(start, end)
        able = [e for e in here if e.type in _SPEAKERS]
        found = [e for e in able if not _ADDRESSEE.search(self.text, max(start, e.start_char - 4), e.start_char)]
        return found if able else [e for e in here if (e.type, e.fine_type) == ("LOC", "gpe")]


def remember(known: Known, sentence: Sentence, entities: Sequence[Entity], claims: Sequence[Claim]) -> Known:
    """What is known after a sentence: its speakers before those whom it only names."""
    last, person, body = known
    setting = Setting(sentence.sentence_id, sentence.text, entities)
    named = [e for e in setting.names(0, len(sentence.text)) if e.type in _SPEAKERS] if entities else []
    people = [e for e in named if e.type == "PER"]
    firms = [e for e in named if e.fine_type == "company"]
    if firms:
        starts = {clause.start for clause in split_clauses(sentence.text)}
        firms = [e for e in firms if e.start_char in starts]
    person = setting.said(people[-1:]) if people else person
    body = setting.said(firms[:1]) if firms else body
    for claim in claims:
        if claim.sources and claim.source_kind != "document":
            last = claim.sources, claim.source_kind
            if claim.source_kind == "named_org":
                body = last if len(claim.sources) == 1 else body
            elif claim.cue != claim.sources[0]:
                person = last
    return Known(last, person, body)


def find_speaker(setting: Setting, start: int, cue_start: int) -> Said | None:
    """The subject of a saying: a document, names, somebody referred to, or a phrase for people without names.

    Args:
        start: where the clause of the saying begins.
        cue_start: where its verb stands.
    """
    end = cue_start - len(_tail(setting.text[start:cue_start]))
    if not setting.text[start:end].strip(EDGE):
        return setting.saying or _earlier(setting, start) or (setting.known.last if start < cue_start else None)
    for find in (_cited, _document, _title, _pronoun, _phrase):
        found = find(setting, start, end)
        if found:
            return found
    named = setting.speakers(start, end)
    return setting.said([e for e in named if e.type == "PER"] or named) if named else None


def find_head(setting: Setting, start: int, end: int) -> Said | None:
    """The person at the head of a clause who has no name there: a pronoun, or a phrase (一位基金经理)."""
    pronoun = _OPENS.match(setting.text, start, end)
    if pronoun:
        return _referred(setting, start, pronoun[0])
    somebody = _HEAD_UNNAMED.match(setting.text, start, end)
    if somebody is None:
        return None
    return (setting.mention(_owner(setting, start, somebody.start("who")), somebody.end()),), "unnamed"


def introduced(setting: Setting) -> Said | None:
    """The person with whom a sentence opens: the speaker of the words that stand before it."""
    clauses = split_clauses(setting.text)
    if not clauses:
        return None
    people = [e for e in setting.speakers(clauses[0].start, clauses[0].end) if e.type == "PER"]
    return setting.said(people[:1]) if people else find_head(setting, clauses[0].start, clauses[0].end)


def _cited(setting: Setting, start: int, end: int) -> Said | None:
    """A medium that cites somebody: both are sources, the original one first."""
    cited = _CITED.search(setting.text, start, end)
    medium = setting.speakers(start, cited.start()) if cited else []
    original = find_speaker(setting._replace(saying=None), cited.end(), end) if cited and medium else None
    return ((*original[0], *setting.said(medium[:1])[0]), original[1]) if original else None


def _document(setting: Setting, start: int, end: int) -> Said | None:
    """A text as subject, with its owner: 北辰半导体公告."""
    document = _DOCUMENT.search(setting.text, start, end)
    named = setting.speakers(start, end)
    if document is None or any(e.end_char == end for e in named):
        return None
    return (setting.mention(named[0].start_char if named else start, document.end("name")),), "document"


def _title(setting: Setting, start: int, end: int) -> Said | None:
    """A titled text as subject, with its author: 路风的《光变》."""
    named = setting.names(start, end)
    if not named or named[-1].type not in _TEXTS or setting.text[named[-1].end_char : end] not in ("", "》"):
        return None
    owner = next((e for e in named[:-1] if e.type in _SPEAKERS), None)
    span = (owner.start_char, end) if owner else (named[-1].start_char, named[-1].end_char)
    return (setting.mention(*span),), "document"


def _pronoun(setting: Setting, start: int, end: int) -> Said | None:
    """Somebody referred to: 他, 该公司, also behind a setting (送客时他)."""
    subject = setting.text[start:end].strip(EDGE)
    pronoun = _OPENS.match(subject) or _PRONOUN.fullmatch(subject)
    if pronoun is None and not setting.speakers(start, end):
        pronoun = _ENDS.search(subject)
    return _referred(setting, start, pronoun[0]) if pronoun else None


def _phrase(setting: Setting, start: int, end: int) -> Said | None:
    """People or circles without a name at the end of a subject: 一名不愿具名的编辑, 业内人士."""
    subject = setting.text[start:end].strip(EDGE)
    if _UNNAMED.search(subject) is None or any(e.end_char == end for e in setting.speakers(start, end)):
        return None
    somebody = _SOMEBODY.search(subject)
    if somebody and not subject[: somebody.start()].endswith("的"):
        subject = somebody[0] if somebody[0] == "有人" else somebody[0].removeprefix("有")
    if len(subject) > _MAX_SOURCE:
        return None
    left = setting.text.rindex(subject, start, end)
    return (setting.mention(_owner(setting, start, left), left + len(subject)),), "unnamed"


def _owner(setting: Setting, start: int, left: int) -> int:
    """Where the name begins that a phrase for somebody without one hangs on (瑞穗证券一名分析师)."""
    owners = [e.start_char for e in setting.names(start, left) if setting.text[e.end_char : left] in ("", "的")]
    return owners[-1] if owners else left


def _earlier(setting: Setting, start: int) -> Said | None:
    """The subject that a clause without one takes from the clauses before it in the sentence."""
    text = setting.text
    begin = max(text.rfind(mark, 0, start) for mark in "；。：") + 1
    head = next((clause.start for clause in split_clauses(text) if clause.start >= begin), start)
    if head >= start:
        return None
    pronoun = cue_pattern("self_reference").match(text, head, start)
    if pronoun:
        return _referred(setting, head, pronoun[0])
    document, named = _HEAD_DOCUMENT.match(text, head, start), setting.speakers(head, start)
    if document and (not named or named[0].start_char < document.end()):
        return (setting.mention(named[0].start_char if named else head, document.end()),), "document"
    somebody = find_head(setting, head, start)
    if somebody or not named:
        return somebody
    people = [e for e in named if e.type == "PER" and e.start_char - named[0].end_char <= _TITLE]
    titled = people and "，" not in text[named[0].end_char : people[0].start_char]
    return setting.said(people[:1] if titled else named[:1])


def _referred(setting: Setting, start: int, pronoun: str) -> Said | None:
    """Whom a pronoun means: the last of its sort in the sentence before it, else in the article."""
    human = _HUMAN.search(pronoun) is not None
    here = [e for e in setting.names(0, start) if (e.type == "PER" if human else e.fine_type == "company")]
    if here:
        return setting.said(here[-1:])
    return (find_head(setting, 0, start) if human and start else None) or setting.known.of(pronoun)


def _tail(prefix: str) -> str:
    """Adverbs and settings between the subject and its verb (也, 还, 日前, 在会上)."""
    match = _MANNER.search(prefix[-_MAX_MANNER:])
    return match[0] if match else ""
