"""The dictionary of names: every place in a text where a known surface stands, with what it can be."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import itemgetter
from string import ascii_letters, digits
from typing import NamedTuple

from daachorse import CharwiseDoubleArrayAhoCorasick

from xinwen.labellers.numerals import NUMERAL_CHARS
from xinwen.records import Name
from xinwen.register import packaged_register, surfaces
from xinwen.scheme import full_type

LISTS = ("places", "technologies", "positions", "laws_events", "not_names")
NOT_A_NAME = "-"

_YEAR = re.compile(r"(?:19|20)\d\d ?年")
_SHORT_VERSION = re.compile(r"[A-Za-z]\d{1,2}(?:\.\d)?")
_SHORT_PERSON = re.compile(r"[\u4e00-\u9fff]{2}")
_BYTES = "字节"
_START = itemgetter(0)
_JOINTS = re.compile(r"[ \-·]")
_WORD = frozenset(f"{ascii_letters}{digits}_")
_JOINING = frozenset((*_WORD, *NUMERAL_CHARS, "."))  # beside any other character a border is one of a word


class Sense(NamedTuple):
    """What a surface can be: a full type, and its entry in the register."""

    type: str
    name_id: str | None = None
    family: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A surface of the dictionary with what can be said of it before any text is seen.

    Attributes:
        senses: what it can be, the likeliest first.
        product, firm, place, owner: the first sense that is a product; a company; a state or a part of one; either an organisation
            or such a place.
        only: its type and entry where it can be one thing alone.
        joins: whether it could be a part of a longer word, so that the characters beside it must be looked at.
        bare: whether it counts only in some contexts: a version without its family, a person's two characters, a unit.
        own: whether it is a user's.
    """

    senses: tuple[Sense, ...]
    product: Sense | None
    firm: Sense | None
    place: Sense | None
    owner: Sense | None
    only: tuple[str, str | None] | None
    joins: bool
    bare: bool
    own: bool

    @classmethod
    def of(cls, surface: str, senses: tuple[Sense, ...], own: bool) -> Entry:
        """The entry of a surface."""

        def first(*types: str) -> Sense | None:
            return next((sense for sense in senses if sense.type.startswith(types)), None)

        named = first("PROD"), first("ORG.company"), first("LOC.gpe"), first("ORG", "LOC.gpe")
        joins = surface[0] in _WORD or surface[-1] in _WORD or surface[-1].isdigit() or surface[0] in NUMERAL_CHARS
        only = (senses[0].type, senses[0].name_id) if len(senses) == 1 else None
        return cls(senses, *named, only, joins, not own and _is_bare(surface, senses[0].type), own)


#: A surface of the dictionary in a text: start, end, entry. Hits may overlap. A bare tuple, as most end up in another record.
Hit = tuple[int, int, Entry]


def read_list(name: str) -> list[tuple[str, str]]:
    """The pairs (surface, full type) of one of `LISTS`."""
    lines = files("xinwen.labellers").joinpath(f"data/{name}.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(row[0], row[1]) for row in rows[1:]]


class Gazetteer:
    """Surfaces of the register, of the lists and of a user, found by one automaton.

    Args:
        register: the entries whose surfaces are known.
        own: a user's own surfaces with their senses. They replace all other senses of these surfaces, count wherever they stand,
            and no other surface crosses them.
    """

    def __init__(self, register: Iterable[Name], own: Mapping[str, tuple[Sense, ...]] | None = None) -> None:
        senses: dict[str, tuple[Sense, ...]] = {}
        for name in register:
            sense = Sense(full_type(name.type, name.fine_type), name.name_id, re.split("[- ]", name.name_en or "")[0])
            for surface in surfaces(name):
                senses[surface] = (*senses.get(surface, ()), sense)
        for surface, type_ in (row for name in LISTS for row in read_list(name)):
            senses.setdefault(surface, (Sense(type_),))
        self._own = own or {}
        senses.update(self._own)
        self.senses = senses
        self._automaton = CharwiseDoubleArrayAhoCorasick(list(senses))
        self._entries = [Entry.of(surface, found, surface in self._own) for surface, found in senses.items()]
        self._by_key = {_key(surface): found for surface, found in reversed(senses.items())}

    def find(self, text: str, article: str) -> list[Hit]:
        """Every hit whose borders are word borders, by start, the longest first.

        Args:
            text: the text to search.
            article: the text around it. A bare version (R1) counts only where its family (DeepSeek) is named.
        """
        hits: list[Hit] = []
        entries = self._entries
        for start, end, index in self._automaton.find_overlapping(text):
            entry = entries[index]
            if entry.joins and not _bordered(text, start, end):
                continue
            if entry.bare and not _at_home(entry, text, start, article):
                continue
            hits.append((start, end, entry))
        if len(hits) > 1:  # they come by end, those of one end the longest first
            hits.reverse()
            hits.sort(key=_START)
        return self._uncrossed(hits) if self._own else hits

    def _uncrossed(self, hits: Sequence[Hit]) -> list[Hit]:
        """The hits without those that cross one of the user's."""
        own: list[tuple[int, int]] = []
        for start, end, entry in hits:
            if entry.own and (not own or own[-1][1] <= start):
                own.append((start, end))
        ends = [end for _, end in own]

        def crosses(start: int, end: int) -> bool:
            first, last = bisect_left(ends, start + 1), bisect_left(ends, end)
            near = own[first : first + 1] + own[last : last + 1]
            return any(s < start < e < end or start < s < end < e for s, e in near)

        return [hit for hit in hits if not crosses(hit[0], hit[1])]

    def lookup(self, surface: str) -> tuple[Sense, ...]:
        """The senses of a surface, blind to blanks, hyphens and case (``DeepSeek R1`` finds ``DeepSeek-R1``)."""
        return self.senses.get(surface) or self._by_key.get(_key(surface), ())


@cache
def packaged_gazetteer() -> Gazetteer:
    """The dictionary of the packaged register."""
    return Gazetteer(packaged_register())


def _key(surface: str) -> str:
    return _JOINTS.sub("", surface).lower()


def _bordered(text: str, start: int, end: int) -> bool:
    """Latin names must not be a part of a word (R1 in R10, Meta in Metal), nor numerals of a number (百度 in 六百度).

    A year may follow (SEMI2024年).
    """
    before, after = text[start - 1 : start], text[end : end + 1]
    if before not in _JOINING and after not in _JOINING:
        return True
    first, last = text[start], text[end - 1]
    if before in NUMERAL_CHARS and before and first in NUMERAL_CHARS:
        return False
    if (
        before in _WORD
        and first in _WORD
        and not (first.isalpha() and before.isdigit() and text[start:end].isupper() and end - start > 2)
    ):
        return False
    if after in _WORD and last in _WORD:
        return last.isalpha() and _YEAR.match(text, end) is not None
    return not (after == "." and last.isdigit() and text[end + 1 : end + 2].isdigit())


def _is_bare(surface: str, type_: str) -> bool:
    if type_ == "PROD.model":
        return _SHORT_VERSION.fullmatch(surface) is not None
    return surface == _BYTES or (type_ == "PER" and _SHORT_PERSON.fullmatch(surface) is not None)


def _at_home(entry: Entry, text: str, start: int, article: str) -> bool:
    """Bare versions need their family in the article; two-character persons are found by their context instead.

    字节 after a number is a unit, not the firm.
    """
    type_ = entry.senses[0].type
    if type_ == "PROD.model":
        return any(sense.family and sense.family in article for sense in entry.senses)
    return type_ != "PER" and not (start > 0 and (text[start - 1].isdigit() or text[start - 1] in NUMERAL_CHARS))
