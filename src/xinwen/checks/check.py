"""What a check is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from xinwen.checks.target import Hit, Target

Level = Literal["error", "warning"]
Kind = Literal["release", "passes", "foreign"]

#: Kinds of target: a release folder, the project's own passes, somebody else's label files.
RELEASE: tuple[Kind, ...] = ("release",)
PASSES: tuple[Kind, ...] = ("passes",)
FOREIGN: tuple[Kind, ...] = ("foreign",)
OURS: tuple[Kind, ...] = ("release", "passes")
ALL: tuple[Kind, ...] = ("release", "passes", "foreign")


Run = Callable[[Target], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Check:
    """A check.

    Attributes:
        id: stable, kebab-case.
        level: ``error`` for a broken invariant, ``warning`` for what is suspicious and may be right.
        title: what holds when the check passes, as a sentence.
        remedy: what to do about a finding.
        kinds: the kinds of target that it looks at.
    """

    id: str
    level: Level
    title: str
    remedy: str
    kinds: tuple[Kind, ...]
    run: Run


@dataclass(frozen=True, slots=True)
class Finding:
    """A hit of a check; ``excused`` is the reason that a recorded exception gives for it."""

    check_id: str
    level: Level
    place: str
    message: str
    remedy: str
    surface: str | None = None
    article_id: str | None = None
    excused: str | None = None

    def as_dict(self) -> dict[str, str]:
        """The finding as a flat record, without what it has not."""
        values = {key: getattr(self, key) for key in self.__slots__}
        return {key: value for key, value in values.items() if value is not None}


def check(id: str, level: Level, title: str, remedy: str, kinds: tuple[Kind, ...]) -> Callable[[Run], Check]:
    """Make a check of a function that yields its hits."""

    def made(run: Run) -> Check:
        return Check(id, level, title, remedy, kinds, run)

    return made
