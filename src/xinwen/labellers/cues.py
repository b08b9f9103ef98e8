"""The cue tables of sentiment and claims: ``data/cues.tsv``, one expression a line, joined to one pattern a table."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files


@cache
def _tables() -> dict[str, list[str]]:
    tables: dict[str, list[str]] = {}
    lines = files("xinwen.labellers").joinpath("data/cues.tsv").read_text("utf-8").splitlines()
    for table, expressions in (line.split("\t") for line in lines if line and not line.startswith("#")):
        tables.setdefault(table, []).extend(expressions.split(" "))
    return tables


@cache
def cue_pattern(*tables: str) -> re.Pattern[str]:
    """A pattern for every expression of the tables, longest first.

    Raises:
        KeyError: there is no such table.
    """
    expressions = sorted({cue for table in tables for cue in _tables()[table]}, key=len, reverse=True)
    return re.compile("|".join(expressions))


def has_cue(text: str, *tables: str) -> bool:
    """Whether an expression of one of the tables stands in the text."""
    return cue_pattern(*tables).search(text) is not None


def cue_tables() -> tuple[str, ...]:
    """The names of the tables."""
    return tuple(_tables())
