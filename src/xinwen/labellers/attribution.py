"""Who says it: the saying in front of a clause's content, its cue and its sources."""

from __future__ import annotations

import re
from typing import NamedTuple

from xinwen.labellers.clauses import Clause
from xinwen.labellers.cues import alternatives, cue_pattern
from xinwen.labellers.speakers import Setting, find_head, find_speaker
from xinwen.records import Mention

_ACCORDING = re.compile(r"(?P<cue>根据|据|按照|按|照|援引)(?!悉|了解|此|时|期)")
_REPORTED = re.compile("的?(?P<cue>报道|数据|显示|透露|介绍|称|消息|统计|表示|披露|预测|估计|估算|测算|折算|转述|说法|所述)$")
_VIEW = re.compile(r"在(?P<holder>[^，。]{1,24}?)(?P<cue>看来|眼里|眼中)$")
_LAST_SAYING = re.compile(f"{alternatives('say_at_end', 'say')}$")
_NOUN = re.compile("的(?:报道|声明|判断|分析|评论|预测|估计|测算|研究|统计|调查|要求|建议|警告|承诺|担心|担忧|说法|指控)$")
_HEARER = re.compile("过|(?<=告诉)(?:记者|本[刊报]记者|本[刊报]|媒体|我们?)")
_SPEECH_NEXT = re.compile("[：:，,] ?[“「][^”」]*[，。；！？!?…]")
_OPENING_MARKS = frozenset("：:，,")
_TITLED = "《》“” "
_TEXTS = {"LAW", "WORK"}


class Attribution(NamedTuple):
    """A saying: its sources, their kind, its cue, and where what is said begins in the sentence."""

    sources: tuple[Mention, ...]
    source_kind: str
    cue: Mention | None
    content_start: int


#: The tables that `find_attribution` asks for; a setting tells which of them may have a cue in its text.
TABLES = ("according", "say", "say_at_end")


def find_attribution(setting: Setting, clause: Clause) -> Attribution | None:
    """The saying with which a clause opens, if it does; when it is nothing else, ``content_start`` is the clause's end."""
    for find in (_hearsay, _by_document, _by_view, _by_saying, _by_colon):
        found = find(setting, clause)
        if found:
            return found
    return None


def _hearsay(setting: Setting, clause: Clause) -> Attribution | None:
    """据悉, 消息称: a cue that is its own source."""
    known = "according" in setting.tables
    match = cue_pattern("according").match(setting.text, clause.start, clause.end) if known else None
    if match is None:
        return None
    cue = setting.mention(*match.span())
    return Attribution((cue,), "unnamed", cue, match.end())


def _by_document(setting: Setting, clause: Clause) -> Attribution | None:
    """根据X的数据, 据路透社报道, 据《台北时报》: the whole clause is the saying."""
    match = _ACCORDING.match(setting.text, clause.start, clause.end) if clause.mark in "，," else None
    if match is None:
        return None
    start, end, text = match.end(), clause.end, setting.text
    reported = _REPORTED.search(text, start, end)
    document = cue_pattern("document").search(text, start, end) if match["cue"] in {"根据", "据", "援引"} else None
    if reported is None and document is None:
        return _by_title(setting, match, clause)
    found = setting.speakers(start, end)
    named = bool(found) and (reported is not None or document is None)
    cue = (reported.start("cue"), end) if reported else (clause.start, start)
    rest = (start, reported.start() if reported else end)
    if named:
        return Attribution(*setting.said(found), setting.mention(*cue), end)
    if rest[0] >= rest[1]:
        return None
    return Attribution((setting.mention(*rest),), "document" if document else "unnamed", setting.mention(*cue), end)


def _by_title(setting: Setting, cue: re.Match[str], clause: Clause) -> Attribution | None:
    """据《台北时报》, 按《企业破产法》: a name and nothing else."""
    named = setting.names(cue.end(), clause.end)
    if len(named) != 1 or setting.text[cue.end() : clause.end].strip(_TITLED) != named[0].text:
        return None
    kind = "document" if named[0].type in _TEXTS else "named_org" if named[0].type == "ORG" and cue["cue"] == "据" else None
    source = setting.mention(named[0].start_char, named[0].end_char)
    return Attribution((source,), kind, setting.mention(*cue.span("cue")), clause.end) if kind else None


def _by_view(setting: Setting, clause: Clause) -> Attribution | None:
    """在X看来: the whole clause is the saying."""
    match = _VIEW.match(setting.text, clause.start, clause.end)
    found = find_speaker(setting, *match.span("holder")) if match else None
    return Attribution(*found, setting.mention(*match.span("cue")), clause.end) if match and found else None


def _by_saying(setting: Setting, clause: Clause) -> Attribution | None:
    """X表示，…; X宣布…; X报告显示，…."""
    if setting.tables.isdisjoint(("say", "say_at_end")):
        return None
    cue = _saying(setting, clause)
    if cue is None or any(e.start_char < cue.end() and cue.start() < e.end_char for e in setting.entities):
        return None
    found = find_speaker(setting, clause.start, cue.start())
    if found is None:
        return None
    heard = _HEARER.match(setting.text, cue.end())
    return Attribution(*found, setting.mention(*cue.span()), heard.end() if heard else cue.end())


def _by_colon(setting: Setting, clause: Clause) -> Attribution | None:
    """X：…, a speaker's name and nothing else, or a clause that names or means one person in front of direct speech."""
    if clause.mark not in _OPENING_MARKS:
        return None
    speech = _SPEECH_NEXT.match(setting.text, clause.end)
    if clause.mark not in ("：", ":") and (speech is None or clause.mark not in ("，", ",")):
        return None
    people = [e for e in setting.speakers(clause.start, clause.end) if e.type == "PER"]
    alone = len(people) == 1 and (people[0].start_char, people[0].end_char) == clause[:2]
    if alone or (speech and len(people) == 1):
        return Attribution(*setting.said(people), None, clause.end)
    found = find_head(setting, clause.start, clause.end) if speech and not people else None
    return Attribution(*found, None, clause.end) if found else None


def _saying(setting: Setting, clause: Clause) -> re.Match[str] | None:
    """The first cue that is followed by what is said; some verbs say something only at the end of their clause."""
    text = setting.text
    for cue in cue_pattern("say").finditer(text, clause.start, clause.end) if "say" in setting.tables else ():
        if not text.startswith(("的", "了", "过的"), cue.end()) and not _NOUN.search(text, clause.start, cue.end()):
            return cue
    if clause.mark and clause.mark in "，,：:":
        return _LAST_SAYING.search(text, clause.start, clause.end)
    return None
