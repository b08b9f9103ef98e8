"""Changes in percent that a sentence's figures give."""

from __future__ import annotations

from typing import Any

import pytest

from xinwen.metrics.arithmetic import comparisons


def claim(number: int, *quantities: tuple[str, float | None, str]) -> dict[str, Any]:
    return {"claim_id": f"c{number:02d}", "quantities": [{"role": r, "value": v, "unit": u} for r, v, u in quantities]}


def test_a_fall_is_computed_from_figures_of_two_claims() -> None:
    (found,) = comparisons([claim(1, ("value", 0.5, "USD")), claim(2, ("baseline", 2.0, "USD"), ("change", 75.0, "%"))])
    assert (found.claim_id, found.due) == ("c02", -75.0)
    assert found.gap == 0


def test_a_wrong_change_has_a_gap() -> None:
    (found,) = comparisons([claim(1, ("value", 120.0, "1"), ("baseline", 100.0, "1"), ("change", 30.0, "%"))])
    assert found.gap == pytest.approx(10.0)


@pytest.mark.parametrize(
    "claims",
    [
        [claim(1, ("value", 1.0, "USD"), ("baseline", 2.0, "CNY"), ("change", 50.0, "%"))],
        [claim(1, ("baseline", 0.0, "USD"), ("value", 1.0, "USD"), ("change", 50.0, "%"))],
        [claim(1, ("value", 1.0, "USD"), ("change", 50.0, "%"))],
        [claim(1, ("value", None, "USD"), ("baseline", 2.0, "USD"), ("change", 50.0, "%"))],
    ],
    ids=["other unit", "baseline of zero", "no baseline", "no value"],
)
def test_what_cannot_be_computed_is_left_alone(claims: list[dict[str, Any]]) -> None:
    assert not list(comparisons(claims))
