"""Attributes of entities: values, units and dates of numbers, confidence."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import date

from xinwen.checks.check import OURS, check
from xinwen.checks.target import Hit, Labelled, Target

_NUMERIC = ("value", "max_value", "unit", "date")
_CURRENCY = re.compile(r"[A-Z]{3}")
#: A year, month, day or time; what the text does not say is left out from the left (``--02-10``, ``---20``).
_POINT = re.compile(r"(?:(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T[0-2]\d:[0-5]\d(?::[0-5]\d)?)?)?)?|--(\d\d)(?:-(\d\d))?|---(\d\d))")
_LEAP_YEAR = 2000


@check("num-only", "error", "Only a NUM mention has a value, a unit or a date.", "Remove the value, or correct the type.", OURS)
def only_numbers(target: Target) -> Iterator[Hit]:
    for e in target.entities:
        held = [key for key in _NUMERIC if e.row[key] is not None]
        if held and e.row["type"] != "NUM":
            yield _hit(e, f"is {e.row['type']} and has {', '.join(held)}")


@check("num-range", "error", "The upper end of a range lies above its value.", "Swap the two, or remove max_value.", OURS)
def value_range(target: Target) -> Iterator[Hit]:
    for e in target.entities:
        low, high = e.row["value"], e.row["max_value"]
        if high is not None and (low is None or not low < high):
            yield _hit(e, f"goes from {low} to {high}")


@check("num-finite", "error", "Values are finite numbers.", "Remove the value, or write the number.", OURS)
def finite(target: Target) -> Iterator[Hit]:
    for e in target.entities:
        if any(e.row[key] is not None and not math.isfinite(e.row[key]) for key in ("value", "max_value")):
            yield _hit(e, "has a value that is no finite number")


@check("num-date", "error", "Only NUM.date has a date.", "Remove the date, or correct the fine type.", OURS)
def date_type(target: Target) -> Iterator[Hit]:
    for e in target.entities:
        if e.row["type"] == "NUM" and e.row["date"] is not None and e.row["fine_type"] != "date":
            yield _hit(e, f"is NUM.{e.row['fine_type']} and has the date {e.row['date']}")


@check("num-iso-date", "error", "Dates are ISO 8601.", "Write the date or interval in ISO 8601, as far as the text gives it.", OURS)
def iso_date(target: Target) -> Iterator[Hit]:
    for e in target.entities:
        if e.row["date"] is not None and not is_iso(e.row["date"]):
            yield _hit(e, f"has the date {e.row['date']!r}")


@check("num-currency", "error", "The unit of an amount of money is an ISO 4217 code.", "Write the three-letter code.", OURS)
def currency(target: Target) -> Iterator[Hit]:
    for e in target.entities:
        unit = e.row["unit"]
        if e.row["fine_type"] == "money" and unit is not None and not _CURRENCY.fullmatch(unit):
            yield _hit(e, f"has the unit {unit!r}")


@check("confidence-range", "error", "A confidence lies between 0 and 1.", "Scale the labeller's weights.", OURS)
def confidence(target: Target) -> Iterator[Hit]:
    for label in (*target.entities, *target.sentiments, *target.claims):
        weight = label.row["confidence"]
        if weight is not None and not 0 <= weight <= 1:
            yield label.hit(f"the confidence is {weight}")


def is_iso(text: str) -> bool:
    """Whether this is a date of the calendar in ISO 8601, or an interval of two."""
    points = text.split("/")
    return len(points) <= 2 and all(map(_is_point, points))


def _is_point(text: str) -> bool:
    match = _POINT.fullmatch(text)
    if not match:
        return False
    year, month, day = match[1] or _LEAP_YEAR, match[2] or match[4] or 1, match[3] or match[5] or match[6] or 1
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _hit(e: Labelled, what: str) -> Hit:
    return e.hit(f"{e.row['text']!r} {what}")
