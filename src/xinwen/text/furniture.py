"""Page furniture: what a news page holds besides the article.

The evidence is of two kinds. *Position*: a line of prose is long and holds a full stop; what stands before the first
such line is the head of the page, what stands after the last is its tail. *Form*: ``data/furniture.toml`` lists the forms
of furniture that a whole line can have, and where each counts. Between the prose only unmistakable forms fall, in the head
and the tail every form that belongs there, and after a line that ends the page (a comment form, a list of links) the short
fragments too. A line of prose that has none of the forms is never removed, wherever it stands.

Each verdict rests on the line itself and on where the prose begins and ends; removing lines changes neither, so that a
second run finds nothing more. Cost is linear in the text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from xinwen.text.alignment import Edit, apply_edits, edits_of
from xinwen.text.beginnings import Forms
from xinwen.text.charclass import CharClass
from xinwen.text.lines import Lines
from xinwen.text.script import to_simplified, to_traditional
from xinwen.text.titles import repeated_titles

_PLACES = ("anywhere", "edges", "head", "tail", "end")
_PROSE_LENGTH = 20  # shorter lines say nothing of where the article begins or ends
_UNSTOPPED_PROSE_LENGTH = 60  # a line without a full stop needs more length to be prose than any title has
_FORM_LENGTH = 700  # no form is longer
_UNMISTAKABLE_LENGTH = 160  # between prose, none is longer
_FRAGMENT_LENGTH = 60
_TITLE_LENGTH = 120
_CLOSERS = frozenset("）)】]>")
_STOPS = frozenset("。！？!?…；;”’」』")
_PROSE_STOPS = _STOPS | frozenset("：:.)）】")
_BULLETS = r"[•·▪●◆◇▶►■□*>»◎○※→☆★]*\s*"

# Parts of a line. Markup that an extractor left: tags with attributes, and the end tags of these names on the line; bare
# tags stay, an article about HTML names them, and where a tag is torn (``<a <b``) the rest of the line is left alone.
_ELEMENT = (
    "a|b|big|br|center|cite|code|div|em|font|form|h[1-6]|hr|i|iframe|img|input|label|li|ol|p|section|small|span|strong|sub|sup"
    "|t[dhr]|table|u|ul|video"
)
_TAG = re.compile(
    rf"<(?P<name>{_ELEMENT})\s+[a-z-]{{2,20}}\s*=[^<>]{{0,300}}>|</(?P<end>{_ELEMENT})>|<[^<>]*<.*",
    re.I,
)
# At the end of a line: credits in brackets, and the noise that forum software (Discuz!) hides there: pairs of characters
# drawn from two ranges.
_CREDITS = re.compile(
    r"[（(【\[](?:(?:责任|本文|执行|值班|见习|实习)?(?:编辑|责编|校对|审核|监制|主编|编审)"
    r"|(?:文章|新闻|稿件|本文|图片|照片|资料)?来源|稿源|图源|原标题|题图|头图|制图)"
    r"[：:丨｜|/ \u3000][^（）()【】\[\]。！？]{1,40}[）)】\]]\s*\Z"
)
_NOISE = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ ]?(?:[\x20-\x3b] [\x3f-\x7e]){5,15}[\x20-\x3b]?\Z")
_NOISE_PAIRS = re.compile(r" (?=[\x3f-\x7e][\x20-\x3b] [\x3f-\x7e])")  # two of its pairs, which few pages have
_LAST_LENGTH = 64
_SHORTEST_NOISE, _NOISE_BLANKS = 15, 5  # so many characters, and so many blanks among them, has the noise at least


@dataclass(frozen=True, slots=True)
class Rule:
    """A form of furniture: its name, where it counts, the pattern of the whole line, what it removes, what it must keep."""

    name: str
    where: str
    pattern: str
    removes: tuple[str, ...]
    keeps: tuple[str, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of ``data/furniture.toml``, in order."""
    table = tomllib.loads(files("xinwen.text").joinpath("data/furniture.toml").read_text(encoding="utf-8"))["rule"]
    return tuple(Rule(r["name"], r["where"], r["pattern"], tuple(r["removes"]), tuple(r["keeps"])) for r in table)


def find_furniture(text: str) -> list[Edit]:
    """The lines of ``text`` that are page furniture, and the parts of lines that clearly are.

    Args:
        text: a page after script and punctuation; lines may have blanks at their edges.

    Returns:
        Deletions, ascending: whole lines with their line end, or parts of a line.
    """
    lines = Lines(_spelled(text))
    filled = [at for at, line in enumerate(lines.bare) if line]
    bare = list(filter(None, lines.bare))
    cuts: list[tuple[int, int]] = []
    anywhere = "<" in text or _NOISE_PAIRS.search(text) is not None
    for number, line in enumerate(bare):
        if (anywhere or line[-1] in _CLOSERS) and (parts := _parts(line)):  # credits end in a bracket
            shift = lines.bare_start(filled[number])
            cuts += [(shift + start, shift + end) for start, end in parts]
            bare[number] = _without(line, parts)
    cuts += lines.spans([filled[number] for number in _fallen(bare)])
    return edits_of([(start, end, "") for start, end in _joined(sorted(cuts))])


def is_prose(line: str) -> bool:
    """Whether a line without edge blanks is a sentence or more of running text, and no furniture."""
    stopped = "。" in line or (len(line) >= _UNSTOPPED_PROSE_LENGTH and line[-1] in _PROSE_STOPS)
    return len(line) >= _PROSE_LENGTH and stopped and not (len(line) <= _FORM_LENGTH and _form(*_PLACES)(line))


def prose_bounds(bare: Sequence[str]) -> tuple[int, int] | None:
    """The indexes of the first and the last line of prose among lines without edge blanks, or None when there is none."""
    # Most lines of a head or a tail are too short, which is asked here at once.
    first = next((at for at, line in enumerate(bare) if len(line) >= _PROSE_LENGTH and is_prose(line)), None)
    if first is None:
        return None
    behind = next((back for back, line in enumerate(reversed(bare)) if len(line) >= _PROSE_LENGTH and is_prose(line)), 0)
    return first, len(bare) - 1 - behind


def _parts(line: str) -> list[tuple[int, int]]:
    """Spans of a bare line that are no text of the article, ascending."""
    parts = _tags(line) if "<" in line else []
    left = _without(line, parts) if parts else line
    while match := _last(left):
        left = left[: match.start()].rstrip()
    start = len(left)
    for begin, end in parts:
        start += end - begin if begin <= start else 0
    return [*(part for part in parts if part[0] < start), (start, len(line))] if start < len(line) else parts


def _last(line: str) -> re.Match[str] | None:
    """What stands at the end of a line and is no text of the article; the first of two that begin together or one in the other."""
    start = max(0, len(line) - _LAST_LENGTH)
    credits = _CREDITS.search(line, start) if line[-1:] in _CLOSERS else None
    noise = _NOISE.search(line, start) if line.count(" ", -_SHORTEST_NOISE) >= _NOISE_BLANKS else None
    return min(credits, noise, key=re.Match.start) if credits and noise else credits or noise


def _tags(line: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    names: set[str] = set()
    for match in _TAG.finditer(line):
        if name := match["name"]:
            names.add(name.lower())
            spans.append(match.span())
        elif (end := match["end"]) and end.lower() in names:
            spans.append(match.span())
    return spans


def _without(line: str, parts: Iterable[tuple[int, int]]) -> str:
    """A bare line once ``parts`` are cut out of it."""
    return apply_edits(line, [Edit(*part) for part in parts]).strip()


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ascending ``spans`` with those that touch or overlap made one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _spelled(text: str) -> str:
    """``text`` with the characters of the rules in Simplified: a line of furniture is too short to be judged by its script."""
    if not _traditional().is_in(text):
        return text
    return re.sub(f"[{_traditional().inside}]", lambda match: to_simplified(match.group()), text)


@cache
def _traditional() -> CharClass:
    """The Traditional forms of the characters in the rules."""
    spelled = set("".join(rule.pattern for rule in rules()))
    return CharClass("".join(sorted({to_traditional(character) for character in spelled} - spelled)))


@cache
def _form(*places: str) -> Forms:
    """Whether a whole line has one of the forms that count in ``places``."""
    return Forms([rule.pattern for rule in rules() if rule.where in places], _BULLETS, re.VERBOSE)


def _fallen(bare: Sequence[str]) -> list[int]:
    """The indexes of the lines that are furniture."""
    bounds = prose_bounds(bare)
    if bounds is None:
        form = _form(*_PLACES)
        return [at for at, line in enumerate(bare) if 0 < len(line) <= _FORM_LENGTH and form(line)]
    first, last = bounds
    unmistakable = _form("anywhere")
    # The first and the last line of prose have no form, or they would be none.
    between = enumerate(bare[first + 1 : last], first + 1)
    inside = [at for at, line in between if 0 < len(line) <= _UNMISTAKABLE_LENGTH and unmistakable(line)]
    return [*_fallen_head(bare[:first]), *inside, *(last + 1 + at for at in _fallen_tail(bare[last + 1 :]))]


def _fallen_head(bare: Sequence[str]) -> list[int]:
    form = _form("anywhere", "edges", "head")
    fallen = {at for at, line in enumerate(bare) if 0 < len(line) <= _FORM_LENGTH and form(line)}
    titles = [at for at, line in enumerate(bare) if 0 < len(line) <= _TITLE_LENGTH and at not in fallen]
    return sorted(fallen.union(repeated_titles(bare, titles)))


def _fallen_tail(bare: Sequence[str]) -> list[int]:
    form, end = _form("anywhere", "edges", "tail", "end"), _form("end")
    fallen = []
    ended = False
    for at, line in enumerate(bare):
        if 0 < len(line) <= _FORM_LENGTH and ((ended and len(line) <= _FRAGMENT_LENGTH and line[-1] not in _STOPS) or form(line)):
            fallen.append(at)
            ended = ended or end(line)
    return fallen
