"""Traditional to Simplified as OpenCC ``tw2s`` does it, by a table where it does no more than replace single characters.

OpenCC splits a text into phrases, which takes most of its time, for some forty characters whose form depends on the word they
stand in (乾 in 乾隆, 沈 in 沈沒). ``data/contexts.txt`` lists these words. All characters are converted by a table that is asked
of OpenCC itself; a clause that holds one of the words goes to OpenCC as it is. No phrase holds a comma or a newline, so that a
clause converts alone as it does in its text. With another version of OpenCC than the list was made from, all text goes there.
"""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from functools import cache

import numpy as np
import opencc

from xinwen.text.charclass import CharClass, Codes, code_points, look_up, where
from xinwen.text.zhu import data_lines

_local = threading.local()
_CONVERTIBLE = re.compile("[^\x00\ud800-\udfff]+")
_FIRST, _END = 0x2E80, 0x33480  # no character outside has another form
# OpenCC leaves the characters that an ideographic description puts together, and takes compatibility characters for others.
_INTRICATE = CharClass("\u2ff0-\u2fff\uf900-\ufaff\U0002f800-\U0002fa1f")
_BREAK = re.compile("[\n，]")


def convert(text: str) -> Codes:
    """The code points of ``text`` as OpenCC converts it, and 揹 as 背; a new array of shape (len(text),)."""
    codes = code_points(text)
    if not _is_of_listed_version() or _INTRICATE.is_in(text):
        return code_points(_by_opencc(text)).copy()
    converted = look_up(_table(), codes)
    for start, end in _clauses(text, codes):
        converted[start:end] = code_points(_by_opencc(text[start:end]))
    return converted


def _clauses(text: str, codes: Codes) -> list[tuple[int, int]]:
    """The clauses of ``text`` that hold a word in which OpenCC converts otherwise than by the table."""
    words = _words()
    clauses: list[tuple[int, int]] = []
    done = 0
    for at in where(_asking().mask(codes)).tolist():
        if at >= done and words[text[at]].match(text, at):
            start = max(done, text.rfind("\n", done, at) + 1, text.rfind("，", done, at) + 1)
            end = _BREAK.search(text, at)
            done = end.start() if end else len(text)
            clauses.append((start, done))
    return clauses


def _by_opencc(text: str) -> str:
    """``text`` as OpenCC converts it; its binding cuts a text at a NUL and raises on lone surrogates."""
    convert = _converter().convert
    try:
        if "\0" not in text:
            return _mended(convert(text))
    except UnicodeEncodeError:
        pass
    return _mended(_CONVERTIBLE.sub(lambda match: convert(match.group()), text))


def _mended(text: str) -> str:
    return text.replace("揹", "背")  # OpenCC leaves it, whatever it stands beside


def _converter() -> opencc.OpenCC:
    """The thread's own converter: OpenCC objects do not pickle and are not shared."""
    if not hasattr(_local, "converter"):
        _local.converter = opencc.OpenCC("tw2s")
    converter: opencc.OpenCC = _local.converter
    return converter


@cache
def _is_of_listed_version() -> bool:
    return data_lines("contexts.txt")[0] == f"OpenCC {opencc.__version__}"


@cache
def _table() -> Codes:
    """For each code point that of the character alone once it is converted."""
    table = np.arange(0x110000, dtype=np.uint32)
    table[_FIRST:_END] = code_points(_by_opencc("\n".join(map(chr, range(_FIRST, _END)))))[::2]
    return table


@cache
def _words() -> dict[str, re.Pattern[str]]:
    """The words of the list, each under one of its characters that OpenCC converts otherwise there than alone."""
    patterns: dict[str, list[str]] = defaultdict(list)
    for word in data_lines("contexts.txt")[1:]:
        pairs = zip(code_points(_by_opencc(word)), _table().take(code_points(word)), strict=True)
        at = next((at for at, (one, other) in enumerate(pairs) if one != other and word[at] != "著"), 0)
        patterns[word[at]].append(f"(?<={word[: at + 1]})(?={word[at + 1 :]})")
    return {character: re.compile(f"{character}(?:{'|'.join(places)})") for character, places in patterns.items()}


@cache
def _asking() -> CharClass:
    return CharClass("".join(_words()))
