"""Script of a text (Simplified, Traditional) and conversion to Simplified, one character for one.

Evidence is counted in characters that belong to one script only: 國 is never Simplified, 国 never Traditional; 后, 里 or
乾 may be either and do not count. Each paragraph (line) is judged by its own evidence and, where that is thin, follows the
nearest paragraph before it that was clear (else the next, else the document). Only Traditional paragraphs are converted,
with OpenCC ``tw2s``: character-level with phrases for ambiguous characters, no change of wording or length.
On top of it come protected names (昇腾) and 著/着, both only where the raw character calls for them (:mod:`xinwen.text.zhu`).
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt
from opencc import OpenCC

from xinwen.text.charclass import CharClass, code_points, look_up, of_code_points, where
from xinwen.text.conversion import convert
from xinwen.text.punctuation import HAN
from xinwen.text.zhu import WINDOW, data_lines, is_writing

Script = Literal["Hans", "Hant", "mixed", "none"]

_TRADITIONAL, _SIMPLIFIED, _BREAK = 1, 2, 4
_BREAKS = "\n\r\u000b\u000c\u001c\u001d\u001e\u0085\u2028\u2029"
# Traditional characters that mainland spelling keeps in some words or names: no evidence of the script.
_SHARED = "乾徵於夥吒拚捱摺榘袷醣麴麽菸薹著昇甯"
# Traditional characters that conversion changes in some words only: 著 in 看著, 藉 in 藉助, 瞭 in 瞭解.
_IN_WORDS = frozenset("著藉瞭覆甦彷俱薰暱揹簷痺衞敍枱")


def simplify(text: str) -> str:
    """``text`` with its Traditional paragraphs converted to Simplified; the length does not change."""
    hant, hans = (belonging.is_in(text) for belonging in _belonging())
    if hant != hans:  # no line can be of another script than the others
        return _converted(text) if hant else text
    kinds = look_up(_kinds(), code_points(text))
    starts = np.concatenate(([0], where(kinds == _BREAK) + 1))
    traditional = _traditional_lines(kinds, starts)
    if not traditional.any():
        return text
    if traditional.all():
        return _converted(text)
    edges = where(np.diff(traditional)) + 1
    cuts = [0, *starts[edges].tolist(), len(text)]
    parts = [text[a:b] for a, b in pairwise(cuts)]
    first = 0 if traditional[0] else 1
    parts[first::2] = map(_converted, parts[first::2])
    return "".join(parts)


def script_of(text: str) -> Script:
    """The script of ``text``: of one script where its evidence outweighs the other's two to one; ``none`` without evidence."""
    hant, hans = (belonging.is_in(text) for belonging in _belonging())
    if not (hant and hans):
        return "Hant" if hant else "Hans" if hans else "none"
    kinds = look_up(_kinds(), code_points(text))
    traditional, simplified = (int(np.count_nonzero(kinds == kind)) for kind in (_TRADITIONAL, _SIMPLIFIED))
    return "Hant" if traditional > 2 * simplified else "Hans" if simplified > 2 * traditional else "mixed"


def to_simplified(character: str) -> str:
    """The Simplified form of one character, itself where there is none."""
    return _forms()[0].get(character, character)


def to_traditional(character: str) -> str:
    """The first Traditional form of one character, itself where there is none."""
    return _forms()[1].get(character, character)


def is_converted(character: str) -> bool:
    """Whether conversion to Simplified changes ``character``, in some words at least."""
    return character in _forms()[0] or character in _IN_WORDS


def is_ambiguous(character: str) -> bool:
    """Whether a Simplified character stands for several Traditional ones, itself among them (制 for 制 and 製)."""
    return character in _merged()


def _traditional_lines(kinds: npt.NDArray[np.uint8], starts: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """For each line whether it is to be converted."""
    edges = np.append(starts, len(kinds))
    hant, hans = (np.diff(np.searchsorted(where(kinds == kind), edges)) for kind in (_TRADITIONAL, _SIMPLIFIED))
    clear_hant, clear_hans = (hant > 1) & (hant > 2 * hans), (hans > 1) & (hans > 2 * hant)
    clear = where(clear_hant | clear_hans)
    if not len(clear):
        return np.full(len(starts), hant.sum() >= hans.sum())
    leader = clear[np.maximum(np.searchsorted(clear, np.arange(len(starts)), side="right") - 1, 0)]
    chosen: npt.NDArray[np.bool_] = clear_hant[leader]
    return chosen


def _converted(text: str) -> str:
    """Traditional ``text`` in Simplified characters."""
    codes = convert(text)
    staying = where(_staying().mask(code_points(text))).tolist()
    special = [(at, text[at]) for at in staying if _special().match(text, at)]
    for at, character in special:
        codes[at] = ord(character)
    return _told_apart(of_code_points(codes), [at for at, character in special if character == "著"])


def _told_apart(text: str, places: list[int]) -> str:
    """``text`` with 着 at those of ``places`` at which 著 is the particle."""
    parts: list[str] = []
    before, start = "", 0
    for at in places:
        between = text[start:at]
        before = (before + between)[-WINDOW:]
        start = at + 1
        mark = "著" if is_writing(before, text[start : start + WINDOW]) else "着"
        before += mark
        parts += (between, mark)
    return "".join((*parts, text[start:]))


@cache
def _special() -> re.Pattern[str]:
    """Raw characters that OpenCC is not asked about: 著, and those that stay because they stand in a protected name."""
    names = (f"{character}(?:{'|'.join(places)})" for character, places in _protected().items())
    return re.compile("|".join(["著", *names]))


@cache
def _staying() -> CharClass:
    return CharClass("".join(["著", *_protected()]))


@cache
def _protected() -> dict[str, list[str]]:
    """The characters that stay in protected names, each with the patterns of what stands around it there."""
    contexts: dict[str, list[str]] = {}
    for name in data_lines("names.txt"):
        spelled = [_either(character) for character in name]
        for i, character in enumerate(name):
            if to_simplified(character) != character:
                before, after = "".join(spelled[:i]), "".join(spelled[i + 1 :])
                contexts.setdefault(character, []).append(f"(?<={before}{character})(?={after})")
    return contexts


def _either(character: str) -> str:
    """A class of ``character`` and the Traditional characters that become it."""
    return f"[{character}{''.join(raw for raw, simplified in _forms()[0].items() if simplified == character)}]"


@cache
def _forms() -> tuple[dict[str, str], dict[str, str]]:
    """For each Han character its Simplified and its first Traditional form, where they differ from it."""
    han = re.findall(f"[{HAN}]", "".join(map(chr, range(0x3000, 0x323B0))))
    converted = (OpenCC(way).convert("\n".join(han)).split("\n") for way in ("t2s", "s2t"))
    simplified, traditional = ({c: f for c, f in zip(han, forms, strict=True) if c != f} for forms in converted)
    return simplified, traditional


@cache
def _merged() -> frozenset[str]:
    simplified, traditional = _forms()
    return frozenset(simplified.values()) - traditional.keys()


@cache
def _kinds() -> npt.NDArray[np.uint8]:
    """For each code point the script it belongs to, or that it ends a line."""
    simplified, traditional = _forms()
    hans = [c for c in traditional.keys() - simplified if _encodes(c, "gb2312") and not _encodes(c, "big5")]
    kinds = np.zeros(0x110000, np.uint8)
    for kind, characters in ((_TRADITIONAL, simplified), (_SIMPLIFIED, hans), (0, _SHARED), (_BREAK, _BREAKS)):
        kinds[list(map(ord, characters))] = kind
    return kinds


@cache
def _belonging() -> tuple[CharClass, CharClass]:
    """The characters that belong to Traditional and to Simplified text only."""
    traditional, simplified = ("".join(map(chr, where(_kinds() == kind))) for kind in (_TRADITIONAL, _SIMPLIFIED))
    return CharClass(traditional), CharClass(simplified)


def _encodes(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
