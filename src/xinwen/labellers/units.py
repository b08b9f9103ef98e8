"""Units of measure, counters and currencies that make a number a mention: ``data/units.tsv``."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Unit(NamedTuple):
    """A line of ``data/units.tsv``."""

    kind: str
    unit: str
    factor: Fraction
    not_before: str


@cache
def units() -> dict[str, Unit]:
    """The units and counters that make a number a mention, by surface."""
    lines = files("xinwen.labellers").joinpath("data/units.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    return {row[0]: Unit(row[1], row[2], Fraction(row[3]), row[4].strip("-")) for row in rows}
