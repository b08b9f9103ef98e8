"""What a labeller tells of its work beside the labels."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from xinwen.errors import XinwenError
from xinwen.records import Entity


@dataclass(slots=True)
class Report:
    """A tally that a labeller keeps while it works.

    Attributes:
        counts: numbers by what they count (``requests``, ``surfaces not in the sentence``).
        problems: an error for each sentence that was left without labels; its place is the sentence's id.
        losers: mentions that lost a conflict, by the sentence's id.
    """

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[XinwenError] = field(default_factory=list)
    losers: dict[str, tuple[Entity, ...]] = field(default_factory=dict)
