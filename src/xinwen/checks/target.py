"""What is checked, in one model: sentences with their labels as the rows of the ``sentences`` table have them.

Passes and foreign files are brought into that shape, so that a check is written once and serves every kind of target.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from xinwen.checks.folder import ReleaseFolder
from xinwen.errors import XinwenError
from xinwen.passes.store import StoredPass
from xinwen.text.near_duplicates import near_duplicates

Row = dict[str, Any]

#: Shorter foreign texts are compared for equality only: of a few words, near-duplicates are no news.
_LONG = 20
_QUOTED = 40


def brief(text: str) -> str:
    """A text as messages quote it."""
    return repr(text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…")


class Hit(NamedTuple):
    """One place where a check fails; ``surface`` and ``article_id`` are what an exception may name instead of the place."""

    place: str
    message: str
    surface: str | None = None
    article_id: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence (or a text of a foreign file) with its labels.

    Attributes:
        group: the article or document that it belongs to.
        split: the split of a release, the pass, or the name of the file.
        source: the file or table that it was read from, with the line where there is one.
        row: as in ``sentences``; a foreign text has ``text``, ``entities`` and, where the file has tokens, ``tokens`` only.
        hand: whether an annotator read it and wrote the labels down.
    """

    id: str
    group: str
    split: str
    source: str
    row: Row
    hand: bool = False

    @property
    def text(self) -> str:
        """The text that offsets count in."""
        text: str = self.row["text"]
        return text

    @property
    def place(self) -> str:
        """Where it stands."""
        return f"{self.source}: {self.id}"

    def at(self, label_id: str) -> str:
        """Where one of its labels stands."""
        return f"{self.source}: {label_id}"


    def hit(self, message: str, label_id: str | None = None, surface: str | None = None) -> Hit:
        """What a check finds wrong here, or with one of its labels."""
        return Hit(self.at(label_id or self.id), message, surface, self.group)


class Labelled(NamedTuple):
    """A label of a unit: an entity, a claim or a sentiment; ``surface`` is what its offsets cover, empty where they are no span."""

    unit: Unit
    row: Row
    id: str
    surface: str = ""

    @classmethod
    def spanning(cls, unit: Unit, row: Row, id: str) -> Labelled:
        """A label that has a span."""
        start, end = row["start_char"], row["end_char"]
        return cls(unit, row, id, unit.text[start:end] if 0 <= start < end <= len(unit.text) else "")

    @property
    def place(self) -> str:
        """Where it stands."""
        return self.unit.at(self.id)

    @property
    def span(self) -> tuple[int, int]:
        """Its offsets in the unit's text."""
        return self.row["start_char"], self.row["end_char"]

    @property
    def sound(self) -> bool:
        """Whether its offsets are a span of the unit's text."""
        return bool(self.surface)


    def hit(self, message: str) -> Hit:
        """What a check finds wrong with it."""
        return self.unit.hit(message, self.id, self.row.get("text"))


class Passage(NamedTuple):
    """A text that is compared with others: an article of a release, or a text of a foreign file."""

    place: str
    split: str
    text: str


@dataclass(frozen=True)
class Target:
    """What is checked.

    Attributes:
        kind: ``release``, ``passes`` or ``foreign``.
        roots: the paths that were asked for.
        units: every sentence in order.
        files: the text files of the target by name, as bytes.
        problems: what could not be read, as the readers said it.
        folder: of a release, its files and tables.
        passes: of a folder of passes, each pass with its file.
        names: the register by ``name_id``; None where there is none to compare with.
    """

    kind: str
    roots: tuple[Path, ...]
    units: tuple[Unit, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    problems: tuple[XinwenError, ...] = ()
    folder: ReleaseFolder | None = None
    passes: tuple[tuple[Path, StoredPass], ...] = ()
    names: Mapping[str, Row] | None = None

    @property
    def release(self) -> ReleaseFolder:
        """The release, for checks of releases only."""
        if self.folder is None:
            raise TypeError(f"a target of the kind {self.kind} is no release")
        return self.folder

    @cached_property
    def entities(self) -> tuple[Labelled, ...]:
        """Every entity mention."""
        return tuple(Labelled.spanning(u, e, e["entity_id"]) for u in self.units for e in u.row["entities"])

    @cached_property
    def outer(self) -> tuple[Labelled, ...]:
        """Every outer entity mention."""
        return tuple(e for e in self.entities if e.row["level"] == "outer")

    @cached_property
    def claims(self) -> tuple[Labelled, ...]:
        """Every claim."""
        return tuple(Labelled.spanning(u, c, c["claim_id"]) for u in self.units for c in u.row.get("claims", ()))

    @cached_property
    def sentiments(self) -> tuple[Labelled, ...]:
        """Every polarity."""
        return tuple(Labelled(u, s, s["sentiment_id"]) for u in self.units for s in u.row.get("sentiments", ()))

    @cached_property
    def groups(self) -> Mapping[tuple[str, str], tuple[Unit, ...]]:
        """The units of each article or document, by split and group."""
        found: defaultdict[tuple[str, str], list[Unit]] = defaultdict(list)
        for unit in self.units:
            found[unit.split, unit.group].append(unit)
        return {key: tuple(units) for key, units in found.items()}

    def scope(self, unit: Unit) -> str:
        """Within what labels are to agree: passes are each by themselves, splits and files all together."""
        return unit.split if self.kind == "passes" else ""

    @cached_property
    def _registers(self) -> Mapping[str, Mapping[str, Row]]:
        found: defaultdict[str, dict[str, Row]] = defaultdict(dict)
        for _, split, row in self.rows("names"):
            found[split][row["name_id"]] = row
        return found

    def register(self, split: str) -> Mapping[str, Row] | None:
        """The names that mentions of a split may be linked to; None where there is no register to compare with."""
        return self._registers.get(split, {}) if self.folder else self.names

    def rows(self, table: str) -> Iterator[tuple[str, str, Row]]:
        """Place, split and row of every row of a release's table."""
        for split, rows in self.folder.rows(table).items() if self.folder else ():
            place = f"{table}/{split}"
            for row in rows:
                yield place, split, row

    @cached_property
    def near_duplicates(self) -> tuple[tuple[Passage, Passage, float], ...]:
        """Pairs of articles of a release, or of longer foreign texts, that are nearly the same, with their Jaccard index."""
        if self.folder:
            texts = [Passage(f"{place}: {row['article_id']}", split, row["text"]) for place, split, row in self.rows("articles")]
        else:
            texts = [Passage(unit.place, unit.split, unit.text) for unit in self.units if len(unit.text) >= _LONG]
        clusters = near_duplicates({str(at): text.text for at, text in enumerate(texts)})
        return tuple((texts[int(c.representative)], texts[int(other.key)], other.jaccard) for c in clusters for other in c.others)

    def problems_of(self, *ids: str) -> Iterator[XinwenError]:
        """The readers' problems with one of these ids."""
        return (problem for problem in self.problems if problem.id in ids)
