"""Runs the checks that fit a target."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from xinwen.checks.check import Check, Finding
from xinwen.checks.exceptions import Recorded, excuse
from xinwen.checks.loading import open_target
from xinwen.checks.registry import CHECKS
from xinwen.checks.target import Target


@dataclass(frozen=True, slots=True)
class Report:
    """What the checks found.

    Attributes:
        kind: of the target; ``units`` and ``entities``: how much was looked at.
        ran: ids of the checks that fit the target.
        findings: all of them, excused ones too.
        unused: exceptions that excuse nothing any more, for checks that ran.
    """

    kind: str
    units: int
    entities: int
    ran: tuple[str, ...]
    findings: tuple[Finding, ...]
    unused: tuple[Recorded, ...] = ()

    def of_level(self, level: str) -> list[Finding]:
        """The findings of a level that are not excused."""
        return [finding for finding in self.findings if finding.level == level and finding.excused is None]


def check_paths(paths: Sequence[Path], *, checks: Iterable[Check] | None = None, exceptions: Sequence[Recorded] = ()) -> Report:
    """Check what lies under ``paths``.

    Args:
        paths: a release; a folder of passes or pass files; or label files of another kind, which are looked at together.
        checks: all by default.
        exceptions: findings that are right, with their reasons.

    Raises:
        XinwenError: see :func:`xinwen.checks.loading.open_target`.
    """
    return check_target(open_target(paths), CHECKS.values() if checks is None else checks, exceptions)


def check_target(target: Target, checks: Iterable[Check], exceptions: Sequence[Recorded] = ()) -> Report:
    """Run the checks that fit the target's kind."""
    fitting = [check for check in checks if target.kind in check.kinds]
    found = [
        Finding(c.id, c.level, hit.place, hit.message, c.remedy, hit.surface, hit.article_id)
        for c in fitting
        for hit in c.run(target)
    ]
    findings, unused = excuse(found, exceptions)
    ran = tuple(check.id for check in fitting)
    unused = [one for one in unused if one.check in ran]
    return Report(target.kind, len(target.units), len(target.entities), ran, tuple(findings), tuple(unused))
