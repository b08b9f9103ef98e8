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
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from pypinyin.constants import PINYIN_DICT

from xinwen.text.alignment import Edit, Edits
from xinwen.text.brackets import Brackets, find_brackets
from xinwen.text.charclass import Codes, Positions, code_points, to_code_points
from xinwen.text.punctuation import HAN
from xinwen.text.script import is_ambiguous, is_converted, script_of, to_simplified, to_traditional

_BLANKS = " \t\u00a0\u3000"
SYLLABLE_LETTERS = "a-zàáèéêìíòóùúüāăēĕěĩīĭńňōŏūŭǎǐǒǔǖǘǚǜǹḿếềɑɡ"
_INSIDE = rf"[{_BLANKS}]{{0,2}}[{SYLLABLE_LETTERS}]{{1,7}}[{_BLANKS}]{{0,2}}[)）]"
# Each begins with a literal, which the engine searches for at once.
_READINGS = {opening: re.compile(re.escape(opening) + _INSIDE) for opening in "(（"}
_CANDIDATE = re.compile(f"[{HAN}][(（]{_INSIDE}")
# Letters that stand for others: breves for carons, the letters of GBK's phonetic block.
_FOLD = str.maketrans("ăĕĭŏŭɑɡ", "ǎěǐǒǔag")
_TONES = re.compile("[\u0300\u0301\u0304\u030c]")
_LISTING = "、，,;；/·｜|\n "


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
        dialect: 2 for a toned one, and 1 for a wide bracket; one machine writes one dialect.
        origin: which of the kinds of a :data:`_Verdict` it is of, most special first.
        weight, weight_in_hans: how strongly it speaks for a machine (1 convicts), in most texts and in a Simplified one.
        sure: for each verdict whether the reading goes by it, however often it stands there.
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
    dialect: int = field(init=False)
    origin: int = field(init=False)
    weight: float = field(init=False)
    weight_in_hans: float = field(init=False)
    sure: tuple[bool, ...] = field(init=False)

    def __post_init__(self) -> None:
        derived = {
            "spelling": f"{self.character}{'（' if self.wide else '('}{self.reading}",
            "dialect": 2 * self.toned + self.wide,
            "origin": _TRADITIONAL if self.traditional else _CONVERTED if self.converted else _ANY,
            "weight": _weight(self, hans=False),
            "weight_in_hans": _weight(self, hans=True),
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)
        sure = tuple(self.verified and self.first and (_is_of_kind(self, verdict) or self.lopsided) for verdict in _KINDS)
        object.__setattr__(self, "sure", sure)


#: Which characters a machine annotated: converted from Traditional, from either script, or any.
_KINDS = _TRADITIONAL, _CONVERTED, _ANY = range(3)

#: A character with one reading in a document: its key, the gloss, how often it stands there, at which share of the character.
_Use = tuple[str, Gloss, int, float]


def find_pinyin(text: str) -> Sequence[Edit]:
    """The injected readings of ``text``, brackets included, as ascending deletions.

    Cost: a few array scans of the text; the decision itself is taken on the distinct pairs of character and bracket.
    """
    if not any(opening in text and reading.search(text) for opening, reading in _READINGS.items()):
        return []
    codes = code_points(text)
    found = find_brackets(text, codes)
    glossed = [(key, gloss, times) for key, times in zip(found.keys, found.counts, strict=True) if (gloss := gloss_of(key))]
    if not any(gloss.verified for _, gloss, _ in glossed):
        return []
    injected = _injected(text, found, _uses(codes, glossed), hans=script_of(text) == "Hans")
    if not injected:
        return []
    chosen = found.of(injected)
    return Edits(found.starts[chosen], found.ends[chosen])


def _injected(text: str, found: Brackets, uses: Sequence[_Use], *, hans: bool) -> set[str]:
    """The keys whose brackets were injected into ``text``."""
    injected: set[str] = set()
    # Toned readings first: neutral ones (們(men)) belong to them and are no evidence of a toneless machine.
    for dialect in sorted({gloss.dialect for _, gloss, _, _ in uses}, reverse=True):
        toned = dialect > 1
        group = [use for use in uses if use[1].dialect == dialect and use[0] not in injected]
        verdict = _verdict(group, toned=toned, hans=hans)
        if verdict is None:
            continue
        chosen = found.of({key for key, gloss, _, _ in group if not gloss.lopsided})
        if _is_on_purpose(text, found.starts[chosen], found.ends[chosen], toned=toned):
            continue
        injected |= {use[0] for use in group if use[1].sure[verdict] or _is_injected(use, verdict)}
        if toned:
            injected |= {key for key, gloss, _, _ in uses if gloss.neutral and gloss.first and gloss.traditional}
    return injected | _lopsided(uses)


def _uses(codes: Codes, glossed: Sequence[tuple[str, Gloss, int]]) -> list[_Use]:
    """The uses of candidates, given with how often each stands there; variants in blanks (``(luò)``, ``(luò )``) count together."""
    if len({gloss.spelling for _, gloss, _ in glossed}) < len(glossed):
        same: Counter[str] = Counter()
        for _, gloss, times in glossed:
            same[gloss.spelling] += times
        glossed = [(key, gloss, same[gloss.spelling]) for key, gloss, _ in glossed]
    ordered = np.sort(codes)
    characters = to_code_points("".join([gloss.character for _, gloss, _ in glossed]))
    totals = (ordered.searchsorted(characters, side="right") - ordered.searchsorted(characters)).tolist()
    return [(key, gloss, times, times / total) for (key, gloss, times), total in zip(glossed, totals, strict=True)]


def _verdict(group: Iterable[_Use], *, toned: bool, hans: bool) -> int | None:
    """What kind of characters the machine annotated that wrote the readings of one dialect, or None if there was none."""
    evidence: dict[str, float] = {}
    against: set[str] = set()
    kinds: list[int] = []
    for _, gloss, _, share in group:
        weight = gloss.weight_in_hans if hans else gloss.weight
        if weight and share > 0.5:
            evidence[gloss.character] = weight
            kinds.append(gloss.origin)
        elif gloss.verified and not gloss.lopsided and not (toned and gloss.ambiguous):
            against.add(gloss.character)
    simplified = kinds.count(_CONVERTED) > kinds.count(_TRADITIONAL)
    if sum(evidence.values()) < 0.99 or len(evidence) < len(against - evidence.keys()) * (4 if toned and simplified else 1):
        return None
    if not toned or kinds.count(_ANY) > 1:
        return _ANY
    return _CONVERTED if simplified else _TRADITIONAL


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
    # In a heading or a short sentence toned readings may be neighbours by chance.
    least, most = (6, 0.8) if toned else (0, 0.5)
    if len(gaps) <= least or int(np.count_nonzero(gaps < 3)) <= most * len(gaps):
        return False
    listed = sum(text[end] in _LISTING for end in ends[:-1][gaps == 2].tolist())
    return int(np.count_nonzero(gaps == 1)) + listed > most * len(gaps)


def _is_injected(use: _Use, verdict: int) -> bool:
    """Whether a reading goes that is not ``sure`` to: an unknown one, or one that is not the first but stands there throughout."""
    _, gloss, times, share = use
    if not gloss.verified:
        return gloss.toned and not readings(gloss.character) and gloss.reading in syllables()
    return _is_of_kind(gloss, verdict) and times > 1 and share > 0.9


def _is_of_kind(gloss: Gloss, verdict: int) -> bool:
    """Whether the machine annotates characters of this kind."""
    return gloss.traditional if verdict == _TRADITIONAL else verdict == _ANY or gloss.converted or gloss.ambiguous


def _lopsided(uses: Iterable[_Use]) -> set[str]:
    """Readings with a blank at one side: by themselves for plain characters, else where there are two such characters."""
    marked = {key: gloss for key, gloss, _, _ in uses if gloss.lopsided and gloss.toned}
    if not marked:
        return set()
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
