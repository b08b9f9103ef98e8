"""Tears: where a text lost a byte of GBK and a shifted run may begin, or where such a run shows its end."""

from __future__ import annotations

import re
from typing import NamedTuple

from xinwen.text.brackets import Brackets, find_brackets
from xinwen.text.charclass import code_points
from xinwen.text.pinyin import SYLLABLE_LETTERS, gloss_of, syllables

READING = rf"[{SYLLABLE_LETTERS}]{{1,7}}"
# A tear: a lost byte, which may show as several U+FFFD, perhaps with a reading at it.
_TEAR = re.compile(
    rf"[?\ufffd](?<=[^\x00-\x28\x2a-\xa0\xad\ufffd].)(?:(?<=\ufffd)\ufffd*\??|)\ufffd*"
    rf"(?:\(?(?P<reading>{READING}) ?\)|(?=[^\x00-\x7f\ufffd]))"
)
# A letter that is the second byte of a character, known by the reading behind it.
TRAIL = re.compile(rf"[@-~]\((?P<reading>{READING})\)")
# The same at its bracket, which the engine searches for at once; few have a letter before them, which is asked first.
_TRAILED = re.compile(rf"\((?<=[@-~].)(?<=[^\x00-\x7f]..){READING}\)")


class Page(NamedTuple):
    """A text, its short brackets, and the characters that it annotates with each reading."""

    text: str
    brackets: Brackets
    spelled: dict[str, set[str]]


def may_be_torn(text: str) -> bool:
    """Whether there is a place holder at a two-byte character, or a letter with a reading behind such a character."""
    if "(" in text and _TRAILED.search(text):
        return True
    return ("?" in text or "\ufffd" in text) and _TEAR.search(text) is not None


def page_of(text: str) -> Page:
    """What is known of ``text``."""
    found = find_brackets(text, code_points(text))
    spelled: dict[str, set[str]] = {}
    for key in found.keys:
        gloss = gloss_of(key)
        if gloss and gloss.verified:
            spelled.setdefault(gloss.reading, set()).add(gloss.character)
    return Page(text, found, spelled)


def tears_of(page: Page) -> list[tuple[int, str, int]]:
    """Where a run may be torn, or where it shows its end, as (start, reading, end) in order."""
    tears: list[tuple[int, str, int]] = []
    if "?" in page.text or "\ufffd" in page.text:
        found = ((m.start(), m["reading"] or "", m.end()) for m in _TEAR.finditer(page.text))
        tears += [tear for tear in found if not tear[1] or is_reading(tear[1], page)]
    letters = {key for key in page.brackets.keys if TRAIL.fullmatch(key)}
    if letters:
        tears += [(start - 1, "", start) for start in page.brackets.starts[page.brackets.of(letters)].tolist()]
    return sorted(tears)


def is_reading(reading: str, page: Page) -> bool:
    """Whether Latin letters at a question mark are a reading: toned ones by themselves, others if the page has that reading."""
    return reading in page.spelled or (not reading.isascii() and reading in syllables())
