"""Markdown inside a line: what is markup, as spans.

A parser that renders is of no use here, since every character that goes must be accounted for by its place; and CommonMark's
rule of flanking fails beside full-width marks (``加快****。**虽然`` is no emphasis to it), where Chinese editors put most of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

Span = tuple[int, int]

_TAGS = (
    "a|abbr|address|article|aside|audio|b|big|blockquote|body|br|button|canvas|caption|center|cite|code|col|colgroup|dd|del|details|"
    "dfn|div|dl|dt|em|embed|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|li|link|"
    "main|mark|meta|nav|object|ol|p|param|picture|pre|q|rb|rp|rt|rtc|ruby|s|samp|section|small|source|span|strike|strong|sub|"
    "summary|sup|svg|table|tbody|td|tfoot|th|thead|time|title|tr|track|tt|u|ul|var|video|wbr|o:p"
)
_PARENS = r"\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"
# An address: a bracket after [text] that is empty or holds a mark that addresses have and words do not.
_ADDRESS = r"\((?:[ \t]*|\d{1,3}|(?=[^\n()]*[/.#:@?%=<])[^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)"
_REFERENCE = r"\[[^\[\]\n]*\]"
_IMAGE = rf"!\[[^\[\]\n]*\](?:{_PARENS}|{_REFERENCE})"

_INLINE = re.compile(
    rf"""
    \\(?P<escaped>[!-/:-@\[-`{{-~])
  | (?P<ticks>(?<!`)(?:`(?!`)|``(?!`)))
  | (?P<image>\[\s?{_IMAGE}\s?\](?:{_PARENS}|{_REFERENCE})?
      | !\[\]\(\)(?:https?://[^\s!<>()\[\]]+(?:!\[\]\(\))?)? | {_IMAGE}(?:\{{[^{{}}\n]*\}})? )
  | (?P<note>\[\^[^\[\]\s]+\]:?)
  | \[(?P<text>(?:[^\[\]\n\\]|\\.|\[[^\[\]\n]*\])*)\](?P<target>{_ADDRESS}(?:\{{:?[^{{}}\n]*\}})?|\[(?P<label>[^\[\]\n]*)\])?
  | <(?P<auto>(?:https?|ftp|mailto):[^\s<>]*)>
  | (?P<gloss><r[tp]\b[^<>]*>[^<>]*</r[tp]>)
  | (?P<tag></?(?:{_TAGS})(?:\s+[A-Za-z:_@-][^<>]*|\s*/?\s*)>)
  | (?P<entity>&(?:nbsp|emsp|ensp|thinsp|zwnj|zwj|\#160|\#12288);|(?<=&)amp;)
  | (?P<kramdown>\{{:[^{{}}\n]*\}})
  | (?P<run>\*+|_+|~~)
    """,
    re.X | re.I,
)
_CLOSING_MARK = frozenset("，。、；：！？”’）》】」』,.;:!?)]}%…")
# A listed company under special treatment: its asterisk is part of the name.
_SPECIAL_TREATMENT = re.compile(r"S?ST(?=[\s\u3400-\u9fff])")


def find_inline(text: str, start: int, end: int, labels: Collection[str] = ()) -> list[Span]:
    """The spans of ``text[start:end]``, one paragraph or line, that are Markdown and no text; ascending and disjoint.

    Args:
        text: the page.
        start, end: the paragraph.
        labels: labels of the link references that the page defines, in lower case.
    """
    cuts: list[Span] = []
    runs: list[Span] = []
    _scan(text, start, end, labels, cuts, runs)
    cuts += _emphasis(text, start, end, runs)
    return sorted(cuts)


def _scan(text: str, start: int, end: int, labels: Collection[str], cuts: list[Span], runs: list[Span]) -> None:
    """Collect cuts and the runs of emphasis characters, which only the whole paragraph can tell from text."""
    at = start
    while found := _INLINE.search(text, at, end):
        at = found.end()
        kind = found.lastgroup
        if kind == "run":
            runs.append(found.span())
        elif found["escaped"]:
            cuts.append((found.start(), found.start() + 1))
        elif found["ticks"]:
            at = _code(text, found, end, cuts)
        elif found["auto"]:
            cuts += [(found.start(), found.start() + 1), (at - 1, at)]
        elif found["text"] is not None:
            at = _link(text, found, labels, cuts, runs)
        else:
            cuts.append(found.span())


def _code(text: str, opening: re.Match[str], end: int, cuts: list[Span]) -> int:
    """A code span: its backticks go, and nothing in it is markup. Returns where to go on."""
    ticks = opening["ticks"]
    close = text.find(ticks, opening.end(), end)
    if close < 0 or "\n" in text[opening.end() : close]:
        return opening.end()
    cuts += [opening.span(), (close, close + len(ticks))]
    return close + len(ticks)


def _link(text: str, found: re.Match[str], labels: Collection[str], cuts: list[Span], runs: list[Span]) -> int:
    """A link keeps its text; brackets without a target or a defined label are text. Returns where to go on."""
    label = found["label"] if found["label"] else found["text"]
    is_reference = found["target"] is None or found["target"].startswith("[")
    if is_reference and label.strip().lower() not in labels:
        return found.start() + 1
    inner, stop = found.span("text")
    cuts.append((found.start(), inner))
    _scan(text, inner, stop, (), cuts, runs)
    cuts.append((stop, found.end()))
    return found.end()


def _emphasis(text: str, start: int, end: int, runs: list[Span]) -> Iterator[Span]:
    """Runs that open and close emphasis, in pairs; a run of two or more may close and open again (``****``)."""
    for marks in ("**", "__", "~~"):
        yield from _strong(text, start, end, [run for run in runs if text.startswith(marks, run[0])])
    for mark in "*_":
        yield from _weak(text, start, end, [r for r in runs if r[1] - r[0] == 1 and text[r[0]] == mark])


def _strong(text: str, start: int, end: int, runs: list[Span]) -> Iterator[Span]:
    opened: Span | None = None
    for left, right in runs:
        if text[left] == "*" and (right - left) % 2 and _SPECIAL_TREATMENT.match(text, right, end):
            right -= 1
        if opened is None:
            if _opens(text, left, right, start, end):
                opened = (left, right)
        elif (right - left) % 4 == 0:
            yield (left, right)
        else:
            yield from (opened, (left, right))
            opened = None
    if opened and opened[0] == start:
        yield opened


def _opens(text: str, left: int, right: int, start: int, end: int) -> bool:
    """Whether a run can open: text follows it, or it stands at the edge of the paragraph; masked digits (138****5678) do not."""
    if left == start or right == end:
        return True
    before, after = text[left - 1], text[right]
    if text[left] == "_" and before.isalnum():
        return False
    return not after.isspace() and after not in _CLOSING_MARK and not (_is_word(before) and _is_word(after))


def _weak(text: str, start: int, end: int, runs: list[Span]) -> Iterator[Span]:
    """Single marks: an opener after and a closer before a border, or both inside Han text a few characters apart."""
    opened: Span | None = None
    for left, right in runs:
        before = text[left - 1] if left > start else " "
        after = text[right] if right < end else " "
        if opened and not before.isspace() and (not after.isalnum() or _is_short(text, opened, left)):
            yield from (opened, (left, right))
            opened = None
        elif not after.isspace() and not _is_word(before) and not _SPECIAL_TREATMENT.match(text, right, end):
            opened = (left, right)


def _is_short(text: str, opened: Span, left: int) -> bool:
    if text[left] != "*" or not 1 < left - opened[1] <= 30:
        return False
    return not any(mark in text[opened[1] : left] for mark in "，。；！？、")


def _is_word(character: str) -> bool:
    return character.isascii() and character.isalnum()
