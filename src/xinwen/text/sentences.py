"""Sentence boundaries in Chinese text, with English sentences inside it.

The rules (source: GB/T 15834-2011, on final marks and quotations):

- A line is a paragraph; no sentence crosses one.
- A sentence ends after a run of ``。！？`` (half-width ``!?`` too) or after ``……``, with the closing quotes and brackets that
  follow. ``；`` ends none.
- Nothing is cut inside a closed pair of quotes or brackets. A pair that is not closed within its paragraph is none, so a
  forgotten quote cannot swallow the page.
- After a quotation that ends in ``。”`` the sentence ends, unless a speaker's tag follows (``“来。”他答。``); after ``！”`` and ``？”``
  it goes on (by the standard these marks stay inside a quotation that is part of a sentence), unless the paragraph ends
  or another quotation or a bracketed title begins.
- A full stop in Latin script ends a sentence before a blank and a capital letter or a Han character, not after an
  abbreviation or an initial; a number, a version or a domain name has no blank there.

Method: what must not be cut is blotted out in a copy of the same length, in which one expression then finds the sentences.
Cost grows linearly with the text.
"""

from __future__ import annotations

import re

from xinwen.text.punctuation import HAN

_PAIRS = ("“”", "‘’", "「」", "『』", "《》", "〈〉", "（）", "()", "【】", "[]", "〔〕", "［］")
_QUOTES = "”’」』"
_CLOSERS = "".join(pair[1] for pair in _PAIRS)
_FINALS = "。！？｡…⋯!?"


def _pair(opening: str, closing: str) -> str:
    """A pair that is closed, with at most one level of its own kind inside."""
    inner = rf"[^{re.escape(opening + closing)}\n]*+"
    opening, closing = re.escape(opening), re.escape(closing)
    return f"{opening}{inner}(?:{opening}{inner}{closing}{inner})*+{closing}"


_OPENER = re.compile("[" + re.escape("".join(pair[0] for pair in _PAIRS)) + "]")
_CLOSED = re.compile("|".join(_pair(*pair) for pair in _PAIRS))

# In the copy \0 blots out a character, and \1 stands for one that ends a sentence.
_BLOT, _END = "\0", "\1"
_MARKS = f"{_FINALS}{_END}"
_TAIL = rf"[{_MARKS}]*[{re.escape(_CLOSERS)}]*"
_SENTENCE = re.compile(rf"[^\s{_MARKS}][^\n{_MARKS}]*{_TAIL}|[{_MARKS}]{_TAIL}")

_IN_TOKEN = re.compile(r"[!?](?=[A-Za-z0-9])")
_DOTS = re.compile(r"\.{3,}(?![\w/])")
_STOP = re.compile(rf"\.(?=[ \u00a0]+[\"“(]?(?:[A-Z]|(?<=[A-Za-z)\]%]\.[ \u00a0])[{HAN}]))")
_ABBREVIATION = re.compile(
    r"(?:^|\W)(?:[Mm]rs?|[Mm]s|[Dd]r|[Pp]rof|[Ii]nc|[Cc]orp|[Ll]td|[Cc]o|[Nn]o|[Vv]s|[Ss]t|[Jj]r|[Ss]r|[Ff]ig|etc|al|[A-Za-z]|[a-z]\.[a-z])$|(?:^|\n) *\d{1,3}$"
)
_SPEAKER = re.compile(
    r"[^，。！？；：“”\n]{0,12}?(?:说道|回答|表示|指出|认为|强调|坦言|透露|补充|回应|感叹|解释|说|道|问|答|称|喊|笑|叹)"
    r"[^，。！？；“”\n]{0,6}[。！？，：]"
)
_NEXT_UNIT = re.compile(r"[ \u00a0]*(?:$|\n|[“「『《（【])")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of ``text`` as half-open spans without blanks at their edges; every other character is in one of them."""
    spans = [match.span() for match in _SENTENCE.finditer(_blotted(text))]
    return [(start, start + len(text[start:end].rstrip()) if text[end - 1].isspace() else end) for start, end in spans]


def _blotted(text: str) -> str:
    """A copy of ``text`` in which only the marks that end a sentence are left."""
    copy = text.replace(_END, _BLOT)
    if _OPENER.search(copy):
        copy = _CLOSED.sub(_blot_pair, copy)
    if "!" in copy or "?" in copy:
        copy = _IN_TOKEN.sub(_BLOT, copy)
    if ". " in copy or ".\u00a0" in copy:
        copy = _STOP.sub(_mark_stop, copy)
    if "..." in copy:
        copy = _DOTS.sub(lambda match: _END * len(match.group()), copy)
    return copy


def _blot_pair(match: re.Match[str]) -> str:
    start, end = match.span()
    return _BLOT * (end - start - 1) + (_END if _ends_sentence(match.string, start, end) else _BLOT)


def _ends_sentence(text: str, start: int, end: int) -> bool:
    """Whether the sentence ends with the pair ``text[start:end]``: a quotation that holds a final mark of its own."""
    last = text[max(start, end - 4) : end].rstrip(_CLOSERS)[-1:]
    if text[end - 1] not in _QUOTES or not last or last not in _FINALS:
        return False
    if _NEXT_UNIT.match(text, end):
        return True
    leads = start == 0 or text[start - 1].isspace() or text[start - 1] in _FINALS + _CLOSERS
    return last in "。｡…⋯" and text[end] not in "，、；：。！？的" and not (leads and _SPEAKER.match(text, end))


def _mark_stop(match: re.Match[str]) -> str:
    at = match.start()
    return "." if _ABBREVIATION.search(match.string, max(0, at - 8), at) else _END
