"""Flat tables: they hold the same rows as the nested columns of ``sentences``."""

from __future__ import annotations

from collections.abc import Iterator

from xinwen.checks.check import RELEASE, Check, check
from xinwen.checks.target import Hit, Row, Target
from xinwen.release.columns import FLAT, TABLES
from xinwen.release.comparison import KEYS
from xinwen.release.rows import flat_rows


def _flat(name: str) -> Check:
    """A check that one flat table is the nested column unnested."""

    @check(
        f"flat-{name}",
        "error",
        f"The table {name} is the column {name} of sentences, unnested.",
        "Write both tables again from the same rows.",
        RELEASE,
    )
    def run(target: Target) -> Iterator[Hit]:
        key = KEYS[name][0]
        flat = _by_split((split, row) for _, split, row in target.rows(name))
        nested = _by_split((unit.split, row) for unit in target.units for row in flat_rows([unit.row], name))
        columns = [column.name for column in TABLES[name].columns]
        for split in sorted(flat.keys() | nested.keys()):
            mine, theirs = flat.get(split, []), nested.get(split, [])
            if mine != theirs:
                at = next((i for i, (a, b) in enumerate(zip(mine, theirs, strict=False)) if a != b), min(len(mine), len(theirs)))
                yield Hit(f"{name}/{split}: row {at}", _difference(mine, theirs, at, key, columns))

    return run


def _by_split(rows: Iterator[tuple[str, Row]]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for split, row in rows:
        found.setdefault(split, []).append(row)
    return found


def _difference(mine: list[Row], theirs: list[Row], at: int, key: str, columns: list[str]) -> str:
    if at >= len(mine) or at >= len(theirs):
        return f"{len(mine)} rows here, {len(theirs)} in the nested column"
    if mine[at][key] != theirs[at][key]:
        return f"{mine[at][key]} here, {theirs[at][key]} in the nested column"
    edited = [c for c in columns if mine[at][c] != theirs[at][c]]
    return f"{mine[at][key]} differs in {', '.join(edited)}"


ENTITIES, SENTIMENTS, CLAIMS = (_flat(name) for name in FLAT)
