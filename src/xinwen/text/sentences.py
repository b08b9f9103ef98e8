"""Sentence boundaries in Chinese text, with English sentences inside it.

The rules (source: GB/T 15834-2011, on final marks and quotations):

- A line is a paragraph; no sentence crosses one.
- A sentence ends after a run of ``。！？`` (half-width ``!?`` too) or after ``……`` (not before a comma), with the closing
  quotes and brackets that follow. ``；`` ends none.
- Nothing is cut inside a closed pair of quotes or brackets. A pair that is not closed within its paragraph is none, so a
  forgotten quote cannot swallow the page.
- After a quotation that ends in ``。”`` the sentence ends, unless a speaker's tag follows (``“来。”他答。``); after ``！”`` and
  ``？”`` it goes on (by the standard these marks stay inside a quotation that is part of a sentence), unless the paragraph ends
  or another quotation or a bracketed title begins.
- A full stop in Latin script ends a sentence before a blank and a capital letter or a Han character, not after an
  abbreviation or an initial; a number, a version or a domain name has no blank there.

Method: one expression finds the sentences, pairs and all. Where there are Latin stops to be told apart, what must not be cut is
first blotted out in a copy of the same length. Cost grows linearly with the text.
"""

from __future__ import annotations

import re
from itertools import accumulate

from xinwen.text.punctuation import HAN

_PAIRS = ("“”", "‘’", "「」", "『』", "《》", "〈〉", "（）", "()", "【】", "[]", "〔〕", "［］")
_QUOTES = "”’」』"
_CLOSERS = "".join(pair[1] for pair in _PAIRS)
_FINALS = "。！？｡…⋯!?"


def _rest(opening: str, closing: str) -> str:
    """What follows the opener of a pair that is closed, with at most one level of its own kind inside."""
    inner = rf"[^{re.escape(opening + closing)}\n]*+"
    opening, closing = re.escape(opening), re.escape(closing)
    return f"{inner}(?:{opening}{inner}{closing}{inner})*+{closing}"


_OPENERS = re.escape("".join(pair[0] for pair in _PAIRS))
_CLOSING = re.escape(_CLOSERS)

_SPEAKER = (
    r"[^，。！？；：“”\n]{0,12}?(?:说道|回答|表示|指出|认为|强调|坦言|透露|补充|回应|感叹|解释|说|道|问|答|称|喊|笑|叹)"
    r"[^，。！？；“”\n]{0,6}[。！？，：]"
)
_NEXT_UNIT = r"[ \u00a0]*(?:$|\n|[“「『《（【])"


def _behind(marks: str) -> str:
    """One of ``marks`` right before the end of a quotation, perhaps with other closing marks between."""
    return "(?:" + "|".join(f"(?<=[{marks}][{_CLOSING}]{{{n}}})" for n in (1, 2, 3)) + ")"


# A quotation that ends a sentence: it holds a final mark of its own, and what follows begins another unit; or it ends in a
# full stop, the sentence does not go on, and no speaker is named where the quotation itself begins a sentence.
_FINISHED = rf"(?<=[{_FINALS}{_CLOSING}].)"  # of all that are not, the first look tells
_BEFORE_UNIT = rf"{_behind(_FINALS)}(?={_NEXT_UNIT})"
_STOPPED = rf"{_behind('。｡…⋯')}(?![，、；：。！？的])"
_GOING_ON = rf"[^\s{_FINALS}{_CLOSING}]"  # what stands before a quotation that does not itself begin a sentence


def _quotation(pair: str, *, ends: bool) -> str:
    """What follows the opener of a quotation that ends a sentence, or of one that does not."""
    look = "?:" if ends else "?!"
    rest, opening = _rest(*pair), re.escape(pair[0])
    led = rf"(?<={_GOING_ON}{opening}){rest}({look}{_FINISHED}(?:{_BEFORE_UNIT}|{_STOPPED}))"
    leading = rf"(?<!{_GOING_ON}{opening}){rest}({look}{_FINISHED}(?:{_BEFORE_UNIT}|{_STOPPED}(?!{_SPEAKER})))"
    return f"{led}|{leading}"


_QUOTATIONS = [pair for pair in _PAIRS if pair[1] in _QUOTES]
_ENDING = "|".join(f"{re.escape(pair[0])}(?:{_quotation(pair, ends=True)})" for pair in _QUOTATIONS)

# In the copy \0 blots out a character, and \1 stands for one that ends a sentence.
_BLOT, _END = "\0", "\1"
_MARKS = f"{_FINALS}{_END}"
_TAIL = rf"[{_MARKS}]*[{_CLOSING}]*"
# Within a sentence: other characters, and between them pairs that do not end it and openers without a partner. Each alternative
# begins with a character of its own, so that the engine goes straight to the one that can match.
_PLAIN = rf"[^\n{_MARKS}{_OPENERS}]"
_UNITS = "|".join(
    [
        *(f"{re.escape(pair[0])}(?:{_quotation(pair, ends=False)}|(?!{_rest(*pair)}))" for pair in _QUOTATIONS),
        *(f"{re.escape(pair[0])}(?:{_rest(*pair)})?+" for pair in _PAIRS if pair not in _QUOTATIONS),
    ]
)
_SENTENCE = re.compile(rf"((?:{_PLAIN}++|(?=[{_MARKS}{_OPENERS}]))(?:(?:{_UNITS}){_PLAIN}*+)*+(?:{_ENDING})?+{_TAIL})")
_CLOSED = re.compile("|".join(re.escape(pair[0]) + _rest(*pair) for pair in _PAIRS))
_ENDS = re.compile(_ENDING)

# Patterns that begin with a literal, which the engine searches for at once.
_IN_TOKEN = {mark: re.compile(rf"{re.escape(mark)}(?=[A-Za-z0-9])") for mark in "!?"}
_PAUSE = {mark: re.compile(rf"{mark}(?<![…⋯].)[…⋯]*+(?=[，、；：])") for mark in "…⋯"}
_LATIN_STOP = re.compile(r"\.[. \u00a0]")
_DOTS = re.compile(r"\.\.\.\.*(?![\w/])")
_STOP = re.compile(rf"\.(?=[ \u00a0]+[\"“(]?(?:[A-Z]|(?<=[A-Za-z)\]%]\.[ \u00a0])[{HAN}]))")
_ABBREVIATION = re.compile(
    r"(?:^|\W)(?:[Mm]rs?|[Mm]s|[Dd]r|[Pp]rof|[Ii]nc|[Cc]orp|[Ll]td|[Cc]o|[Nn]o|[Vv]s|[Ss]t|[Jj]r|[Ss]r|[Ff]ig|etc|al|[A-Za-z]|[a-z]\.[a-z])$"
    r"|(?:^|\n) *\d{1,3}$"
)


def split_sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of ``text`` as half-open spans without blanks at their edges; every other character is in one of them."""
    pieces = _SENTENCE.split(_blotted(text))  # by turns what stands between sentences, and a sentence
    places = list(accumulate(map(len, pieces)))
    spans = list(zip(places[:-1:2], places[1::2], strict=True))
    found = pieces[1::2]
    if list(map(str.strip, found)) == found:
        return spans
    edged = zip(spans, found, strict=True)
    return [(end - len(piece.lstrip()), start + len(piece.rstrip())) for (start, end), piece in edged if not piece.isspace()]


def _blotted(text: str) -> str:
    """``text`` with its Latin marks told apart: a copy of the same length in which those that end a sentence show it."""
    copy = text.replace(_END, _BLOT)
    for mark, in_token in _IN_TOKEN.items():
        copy = in_token.sub(_BLOT, copy) if mark in copy else copy
    if "…" in copy:
        for mark, pause in _PAUSE.items():
            copy = pause.sub(lambda match: _BLOT * len(match.group()), copy) if mark in copy else copy
    if _LATIN_STOP.search(copy):
        copy = _DOTS.sub(lambda match: _END * len(match.group()), copy)
        if _STOP.search(copy):
            copy = _STOP.sub(_mark_stop, _CLOSED.sub(_blot_pair, copy))
    return copy


def _blot_pair(match: re.Match[str]) -> str:
    ends = _ENDS.match(match.string, match.start()) is not None
    return _BLOT * (len(match.group()) - 1) + (_END if ends else _BLOT)


def _mark_stop(match: re.Match[str]) -> str:
    at = match.start()
    return "." if _ABBREVIATION.search(match.string, max(0, at - 8), at) else _END
