"""Recorded exceptions: findings that somebody has looked at and found right, each with its reason."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from xinwen.checks.check import Finding
from xinwen.checks.registry import CHECKS
from xinwen.errors import XinwenError

NAME = "exceptions.jsonl"
_KEYS = {"check", "place", "surface", "article_id", "reason"}


@dataclass(frozen=True, slots=True)
class Recorded:
    """An exception: the check, the place or the surface (in one article, or in all), and the reason."""

    check: str
    reason: str
    place: str | None = None
    surface: str | None = None
    article_id: str | None = None

    def covers(self, finding: Finding) -> bool:
        """Whether the finding is the one that is excused. A place is given without its file: ``seed-000.s012.e03``."""
        return (
            finding.check_id == self.check
            and (self.place is None or finding.place == self.place or finding.place.endswith(f": {self.place}"))
            and self.surface in (None, finding.surface)
            and self.article_id in (None, finding.article_id)
        )


def read_exceptions(path: Path) -> list[Recorded]:
    """The exceptions of a file, one JSON object a line.

    Raises:
        XinwenError: ``exceptions-line`` for a line that is no exception, or that excuses everything.
    """
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip():
            found.append(_entry(line, f"{path}:{number}"))
    return found


def excuse(findings: Iterable[Finding], exceptions: Sequence[Recorded]) -> tuple[list[Finding], list[Recorded]]:
    """The findings with the reasons of those that are excused, and the exceptions that excuse nothing."""
    used: set[Recorded] = set()
    made = []
    for finding in findings:
        match = next((one for one in exceptions if one.covers(finding)), None)
        if match:
            used.add(match)
            finding = replace(finding, excused=match.reason)
        made.append(finding)
    return made, [one for one in exceptions if one not in used]


def _entry(line: str, place: str) -> Recorded:
    remedy = 'Write {"check": …, "place" or "surface": …, "article_id": …, "reason": …}.'
    try:
        value = json.loads(line)
    except ValueError as error:
        raise XinwenError("exceptions-line", f"No JSON: {error}.", place=place, remedy=remedy) from None
    if not isinstance(value, dict) or not all(isinstance(v, str) and v for v in value.values()) or value.keys() - _KEYS:
        raise XinwenError("exceptions-line", "The line is no exception.", place=place, remedy=remedy)
    if value.get("check") not in CHECKS or "reason" not in value or not value.keys() & {"place", "surface"}:
        message = "An exception has a known check, a place or a surface, and a reason."
        raise XinwenError("exceptions-line", message, place=place, remedy=remedy)
    return Recorded(**value)
