"""The arithmetic that a text allows: from a baseline to a value is so many percent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

Row = Mapping[str, Any]


class Comparison(NamedTuple):
    """A claimed change in percent beside the one that its two figures give; ``claim_id`` names the claim that says it."""

    claim_id: str
    baseline: float
    value: float
    unit: str | None
    claimed: float
    due: float

    @property
    def gap(self) -> float:
        """Percentage points between what is claimed and what the figures give; the direction is in the words."""
        return abs(abs(self.due) - abs(self.claimed))


def comparisons(claims: Sequence[Row]) -> Iterator[Comparison]:
    """Every change of one sentence's claims that can be computed again.

    A claim gives baseline and change; the value stands in the claim itself or in the nearest one before it with the same unit.
    ``claims`` are rows of the table ``claims`` in order.
    """
    before: list[Row] = []
    for claim in claims:
        by_role = {q["role"]: q for q in claim["quantities"] if q["value"] is not None}
        before += [q for q in claim["quantities"] if q["role"] == "value" and q["value"] is not None]
        baseline, change = by_role.get("baseline"), by_role.get("change")
        if not (baseline and change and change["unit"] == "%" and baseline["value"]):
            continue
        value = next((q for q in reversed(before) if q["unit"] == baseline["unit"]), None)
        if value:
            due = 100 * (value["value"] - baseline["value"]) / abs(baseline["value"])
            yield Comparison(claim["claim_id"], baseline["value"], value["value"], value["unit"], change["value"], due)
