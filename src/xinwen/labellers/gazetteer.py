"""The dictionary of names: every place in a text where a known surface stands, with what it can be."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
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


class Sense(NamedTuple):
    """What a surface can be: a full type, and its entry in the register."""

    type: str
    name_id: str | None = None
    family: str | None = None


class Hit(NamedTuple):
    """A surface of the dictionary in a text. Hits may overlap."""

    start: int
    end: int
    senses: tuple[Sense, ...]

    def sense(self, *types: str) -> Sense | None:
        """The first sense whose full type begins with one of the given."""
        return next((sense for sense in self.senses if sense.type.startswith(types)), None)


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
        self._surfaces = list(senses)
        self._automaton = CharwiseDoubleArrayAhoCorasick(self._surfaces)
        self._by_key = {_key(surface): found for surface, found in reversed(senses.items())}

    def find(self, text: str, article: str) -> list[Hit]:
        """Every hit whose borders are word borders.

        Args:
            text: the text to search.
            article: the text around it. A bare version (R1) counts only where its family (DeepSeek) is named.
        """
        hits = []
        for start, end, index in self._automaton.find_overlapping(text):
            surface = self._surfaces[index]
            senses = self.senses[surface]
            if not _bordered(text, start, end):
                continue
            if surface in self._own or (_at_home(surface, senses, article) and not _is_unit(text, start, surface)):
                hits.append(Hit(start, end, senses))
        hits.sort(key=lambda hit: (hit.start, -hit.end))
        return self._uncrossed(text, hits) if self._own else hits

    def _uncrossed(self, text: str, hits: Sequence[Hit]) -> list[Hit]:
        """The hits without those that cross one of the user's."""
        own: list[Hit] = []
        for hit in hits:
            if text[hit.start : hit.end] in self._own and (not own or own[-1].end <= hit.start):
                own.append(hit)
        ends = [hit.end for hit in own]

        def crosses(hit: Hit) -> bool:
            first, last = bisect_left(ends, hit.start + 1), bisect_left(ends, hit.end)
            return any(
                one.start < hit.start < one.end < hit.end or hit.start < one.start < hit.end < one.end
                for one in own[first : first + 1] + own[last : last + 1]
            )

        return [hit for hit in hits if not crosses(hit)]

    def lookup(self, surface: str) -> tuple[Sense, ...]:
        """The senses of a surface, blind to blanks, hyphens and case (``DeepSeek R1`` finds ``DeepSeek-R1``)."""
        return self.senses.get(surface) or self._by_key.get(_key(surface), ())


@cache
def packaged_gazetteer() -> Gazetteer:
    """The dictionary of the packaged register."""
    return Gazetteer(packaged_register())


def _key(surface: str) -> str:
    return re.sub(r"[ \-·]", "", surface).lower()


def _bordered(text: str, start: int, end: int) -> bool:
    """Latin names must not be a part of a word: R1 in R10, Meta in Metal. A year may follow (SEMI2024年)."""
    before, after = text[start - 1 : start], text[end : end + 1]
    first, last = text[start], text[end - 1]
    if (
        _latin(first)
        and _latin(before)
        and not (first.isalpha() and before.isdigit() and text[start:end].isupper() and end - start > 2)
    ):
        return False
    if _latin(last) and _latin(after):
        return last.isalpha() and _YEAR.match(text, end) is not None
    return not (last.isdigit() and after == "." and text[end + 1 : end + 2].isdigit())


def _latin(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char == "_")


def _at_home(surface: str, senses: tuple[Sense, ...], article: str) -> bool:
    """Bare versions need their family in the article; two-character persons are found by their context instead."""
    if _SHORT_VERSION.fullmatch(surface) and senses[0].type == "PROD.model":
        return any(sense.family and sense.family in article for sense in senses)
    return senses[0].type != "PER" or _SHORT_PERSON.fullmatch(surface) is None


def _is_unit(text: str, start: int, surface: str) -> bool:
    """字节 after a number is a unit, not the firm."""
    return surface == "字节" and start > 0 and (text[start - 1].isdigit() or text[start - 1] in NUMERAL_CHARS)
