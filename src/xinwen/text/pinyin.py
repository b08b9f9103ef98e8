"""Injected pinyin: readings that a mirror site wrote behind characters, as in ``中國(guó)``.

A *candidate* is a Han character followed by a bracket that holds one lower-case syllable. It counts only if the
syllable is a reading of the character (any heteronym, in either script; source: pypinyin's dictionary). Whether it
was injected or is the author's own gloss is decided for the document, separately for toned and toneless readings and
for ASCII and full-width brackets, by what machines and authors do differently:

* A machine annotates a character always or never, with the dictionary's first reading, and characters that everybody
  can read. With tones it annotates only characters that script conversion changes (all 497 annotations in the pages
  the rule was drawn from). An author glosses rare characters or the unexpected reading of a common one (重(chóng)庆),
  once; an annotated poem or textbook annotates simple and converted characters alike, one after the other.
* *Evidence* for injection are therefore distinct characters that are in level 1 of GB 2312, annotated at most of their
  occurrences, with the first reading and, for toned readings, changed by conversion. How much each weighs is in
  :func:`_weight`; 1 is enough. In a Traditional text one character like 國 does, of less plain ones three are needed;
  a Simplified text, where authors do gloss, needs five, and toneless readings need two to five.
* *Counter-evidence* are the other verified candidates; the evidence must outnumber them, and the candidates must not
  follow each other without a break.

In a document so found polluted, a verified candidate goes if its character is of the annotated kind and its reading is
the first one, or stands at all of several occurrences; a toned syllable behind a character that the dictionary does not
know goes too. Other candidates stay: they are genuine glosses. A blank at one side of the first reading (``花( huā)``) is
a machine's trace by itself, for a plain character or for two of level 1.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from operator import itemgetter, truediv
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from pypinyin.constants import PINYIN_DICT

from xinwen.text.alignment import Edit, Edits
from xinwen.text.brackets import Brackets, find_brackets
from xinwen.text.charclass import Positions, code_points
from xinwen.text.punctuation import HAN
from xinwen.text.script import is_ambiguous, is_converted, script_of_codes, to_simplified, to_traditional

_BLANKS = " \t\u00a0\u3000"
SYLLABLE_LETTERS = "a-zàáèéêìíòóùúüāăēĕěĩīĭńňōŏūŭǎǐǒǔǖǘǚǜǹḿếềɑɡ"
_READING = re.compile(rf"[(（][{_BLANKS}]{{0,2}}[{SYLLABLE_LETTERS}]{{1,7}}[{_BLANKS}]{{0,2}}[)）]")
_CANDIDATE = re.compile(f"[{HAN}]{_READING.pattern}")
# Letters that stand for others: breves for carons, the letters of GBK's phonetic block.
_FOLD = str.maketrans("ăĕĭŏŭɑɡ", "ǎěǐǒǔag")
_TONES = re.compile("[\u0300\u0301\u0304\u030c]")
_LISTING = "、，,;；/·｜|\n "

Codes = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Gloss:
    """What is known of a character and the bracket behind it, whatever the document.

    Attributes:
        verified: the reading is one of the character's; first: the dictionary's first one.
        neutral: a verified reading that is written without a tone mark (們 men).
        traditional, converted: conversion to Simplified (to either script) changes the character, in some words at least.
        ambiguous: conversion to Traditional changes it in some words only (制).
        plain: a character that nobody glosses; common: one of level 1 of GB 2312.
        lopsided: a blank at one side of the syllable only.
        spelling: the same without the blanks in the bracket.
        weight, weight_in_hans: how strongly it speaks for a machine (1 convicts), in most texts and in a Simplified one.
    """

    character: str
    reading: str
    toned: bool
    wide: bool
    verified: bool
    first: bool
    neutral: bool
    traditional: bool
    converted: bool
    ambiguous: bool
    plain: bool
    common: bool
    lopsided: bool
    spelling: str = field(init=False)
    weight: float = field(init=False)
    weight_in_hans: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "spelling", f"{self.character}{'（' if self.wide else '('}{self.reading}")
        object.__setattr__(self, "weight", _weight(self, hans=False))
        object.__setattr__(self, "weight_in_hans", _weight(self, hans=True))


class _Use(NamedTuple):
    """A character with one reading in a document: the gloss, how often it stands there, at which share of the character."""

    gloss: Gloss
    times: int
    share: float


def find_pinyin(text: str) -> Sequence[Edit]:
    """The injected readings of ``text``, brackets included, as ascending deletions.

    Cost: a few array scans of the text; the decision itself is taken on the distinct pairs of character and bracket.
    """
    if not _READING.search(text):
        return []
    codes = code_points(text)
    found = find_brackets(text, codes)
    glosses = {key: gloss for key in found.keys if (gloss := gloss_of(key))}
    if not any(gloss.verified for gloss in glosses.values()):
        return []
    hans = script_of_codes(codes) == "Hans"
    chosen = found.of(_injected(text, found, _uses(codes, found, glosses), hans=hans))
    return Edits(found.starts[chosen], found.ends[chosen]) if chosen.any() else []


def _injected(text: str, found: Brackets, uses: Mapping[str, _Use], *, hans: bool) -> set[str]:
    """The keys whose brackets were injected into ``text``."""
    groups: dict[tuple[bool, bool], dict[str, _Use]] = {}
    for key, use in uses.items():
        groups.setdefault((use.gloss.toned, use.gloss.wide), {})[key] = use
    injected: set[str] = set()
    # Toned readings first: neutral ones (們(men)) belong to them and are no evidence of a toneless machine.
    for (toned, _), group in sorted(groups.items(), key=itemgetter(0), reverse=True):
        left = {key: use for key, use in group.items() if key not in injected} if injected else group
        verdict = _verdict(left.values(), toned=toned, hans=hans)
        if not verdict:
            continue
        chosen = found.of({key for key, use in left.items() if not use.gloss.lopsided})
        if _is_on_purpose(text, found.starts[chosen], found.ends[chosen], toned=toned):
            continue
        injected |= {key for key, use in left.items() if _is_injected(use, verdict)}
        if toned:
            injected |= {key for key, use in uses.items() if use.gloss.neutral and use.gloss.first and use.gloss.traditional}
    return injected | _lopsided(uses)


def _uses(codes: Codes, found: Brackets, glosses: Mapping[str, Gloss]) -> dict[str, _Use]:
    """The uses of each candidate; variants in blanks (``(luò)``, ``(luò )``) count together."""
    same: Counter[str] = Counter()
    for key, count in zip(found.keys, found.counts, strict=True):
        if key in glosses:
            same[glosses[key].spelling] += count
    ordered = np.sort(codes)
    characters = code_points("".join([gloss.character for gloss in glosses.values()]))
    totals = (np.searchsorted(ordered, characters, side="right") - np.searchsorted(ordered, characters)).tolist()
    times = [same[gloss.spelling] for gloss in glosses.values()]
    shares = map(truediv, times, totals)
    return dict(zip(glosses, map(_Use, glosses.values(), times, shares), strict=True))


class _Verdict(NamedTuple):
    """Which characters the machine annotated: converted from Traditional, from either script, or any."""

    traditional: bool
    converted: bool


def _verdict(group: Iterable[_Use], *, toned: bool, hans: bool) -> _Verdict | None:
    """What kind of machine wrote the readings of one dialect, or None if there was none."""
    evidence: dict[str, float] = {}
    against: set[str] = set()
    kinds: Counter[str] = Counter()
    for use in group:
        gloss = use.gloss
        weight = gloss.weight_in_hans if hans else gloss.weight
        if weight and use.share > 0.5:
            evidence[gloss.character] = weight
            kinds["traditional" if gloss.traditional else "converted" if gloss.converted else "any"] += 1
        elif gloss.verified and not gloss.lopsided and not (toned and gloss.ambiguous):
            against.add(gloss.character)
    simplified = kinds["converted"] > kinds["traditional"]
    if sum(evidence.values()) < 0.99 or len(evidence) < len(against - evidence.keys()) * (4 if toned and simplified else 1):
        return None
    if not toned or kinds["any"] > 1:
        return _Verdict(False, False)
    return _Verdict(not simplified, True)


def _weight(gloss: Gloss, *, hans: bool) -> float:
    """How strongly a reading that stands at most occurrences of its character speaks for a machine: 1 convicts."""
    if not (gloss.verified and gloss.first and gloss.common):
        return 0
    if not gloss.toned:
        return (1 / 2 if gloss.plain else 1 / 3) if gloss.traditional and not hans else 1 / 3 if gloss.plain else 1 / 5
    if gloss.lopsided and not gloss.converted:
        return 1 / 2
    if gloss.traditional and not hans:
        return 1 if gloss.plain else 1 / 3
    return 1 / 5 if gloss.converted else 0


def _is_on_purpose(text: str, starts: Positions, ends: Positions, *, toned: bool) -> bool:
    """Whether the candidates follow each other without a break, as in an annotated poem or a list of readings."""
    gaps = starts[1:] - ends[:-1]
    listed = sum(text[end] in _LISTING for end in ends[:-1][gaps == 2].tolist())
    share = (int(np.count_nonzero(gaps == 1)) + listed) / max(len(gaps), 1)
    # In a heading or a short sentence toned readings may be neighbours by chance.
    return len(gaps) > 6 and share > 0.8 if toned else share > 0.5


def _is_injected(use: _Use, verdict: _Verdict) -> bool:
    gloss = use.gloss
    if not gloss.verified:
        return gloss.toned and not readings(gloss.character) and gloss.reading in syllables()
    kind = gloss.traditional if verdict.traditional else gloss.converted or gloss.ambiguous or not verdict.converted
    return (kind or (gloss.lopsided and gloss.first)) and (gloss.first or (use.times > 1 and use.share > 0.9))


def _lopsided(uses: Mapping[str, _Use]) -> set[str]:
    """Readings with a blank at one side: by themselves for plain characters, else where there are two such characters."""
    marked = {key: use.gloss for key, use in uses.items() if use.gloss.lopsided and use.gloss.toned}
    sure = {key for key, gloss in marked.items() if gloss.verified and gloss.first and gloss.common}
    if len({marked[key].character for key in sure}) > 1:
        return sure
    return {key for key in sure if marked[key].plain}


@lru_cache(1 << 16)
def gloss_of(key: str) -> Gloss | None:
    """What is known of ``國(guó)``; None unless it is a Han character and a bracket with one syllable."""
    if not _CANDIDATE.fullmatch(key):
        return None
    character, inside = key[0], key[2:-1]
    reading = unicodedata.normalize("NFC", inside.strip(_BLANKS).translate(_FOLD))
    bare = _bare(reading)
    toned = bare != reading.replace("ü", "v")
    simplified = to_simplified(character)
    known = readings(character)
    firsts = [r[0] for c in (character, simplified) if (r := _spelled(c))]
    return Gloss(
        character=character,
        reading=reading,
        toned=toned,
        wide=key[1] == "（",
        verified=reading in known if toned else bare in map(_bare, known),
        first=reading in firsts if toned else bare in map(_bare, firsts),
        neutral=not toned and reading in known,
        traditional=is_converted(character),
        converted=is_converted(character) or to_traditional(character) != character,
        ambiguous=is_ambiguous(character),
        plain=simplified in _plain(),
        common=is_common(simplified),
        lopsided=(inside[0] in _BLANKS) != (inside[-1] in _BLANKS),
    )


def _bare(reading: str) -> str:
    """A syllable without its tone mark, ü as v."""
    return unicodedata.normalize("NFC", _TONES.sub("", unicodedata.normalize("NFD", reading))).replace("ü", "v")


def _spelled(character: str) -> list[str]:
    return [reading for reading in PINYIN_DICT.get(ord(character), "").split(",") if reading]


@cache
def readings(character: str) -> frozenset[str]:
    """All readings of a character and of its forms in either script."""
    return frozenset(r for c in {character, to_simplified(character), to_traditional(character)} for r in _spelled(c))


@cache
def syllables() -> frozenset[str]:
    return frozenset(reading for readings in PINYIN_DICT.values() for reading in readings.split(","))


@cache
def _plain() -> frozenset[str]:
    lines = (files("xinwen.text") / "data/plain.txt").read_text(encoding="utf-8").splitlines()
    return frozenset("".join(line for line in lines if not line.startswith("#")))


@cache
def is_common(character: str) -> bool:
    """Whether ``character`` is in level 1 of GB 2312, the 3,755 commonest."""
    try:
        return 0xB0 <= character.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False
