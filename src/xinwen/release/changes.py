"""``changes-<from>-<to>.parquet``: what a release changed, cell by cell, for who holds labels or results made on the one before.

A removed row is kept whole in ``before``, and an edited cell with its old value, so that the older rows can be had back from the
newer release and this file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from xinwen.release.columns import Column, Label, Table
from xinwen.release.comparison import Change, check_version, compare, read_release
from xinwen.release.parquet import to_table, write_parquet

PREFIX = "xinwen-"

CHANGES = Table(
    "changes",
    "a row a change between two releases: of a cell, a row or a column",
    (
        Column("table", "string", "the config"),
        Column("kind", Label(("added", "removed", "edited", "column_added", "column_removed")), "what happened"),
        Column("row", "string", "key of the row (parts joined by a blank; in names the split comes first); of a column its name"),
        Column("split_before", "string", "the split that the row stood in"),
        Column("split_after", "string", "the split that it stands in"),
        Column("column", "string", "the column that was edited; null: the whole row"),
        Column("before", "string", "old value as JSON; of a removed row the whole row"),
        Column("after", "string", "new value as JSON; an added row stands in the release itself"),
    ),
    ("table", "kind", "row", "column"),
)


def file_name(before: str, after: str) -> str:
    """The name of the change file between two versions."""
    return f"changes-{before}-{after}.parquet"


def change_table(changes: Sequence[Change]) -> pa.Table:
    """Changes as a table, a row a cell, sorted."""
    rows = [row for change in changes for row in _rows(change)]
    return to_table(CHANGES, sorted(rows, key=lambda row: tuple(row[column] or "" for column in CHANGES.sorted_by)))


def write_changes(path: Path, changes: Sequence[Change], version: str) -> None:
    """Write a change file; the same changes give the same bytes."""
    write_parquet(CHANGES, change_table(changes), path, version)


def version_of(folder: Path) -> str:
    """The version that a release folder's manifest states."""
    return str(json.loads((folder / "MANIFEST.json").read_text("utf-8"))["version"])


def previous_release(dataset: Path, version: str) -> Path | None:
    """The newest release folder in ``dataset`` that is older than ``version``."""
    older = {_order(p.name.removeprefix(PREFIX)): p for p in dataset.glob(f"{PREFIX}*") if (p / "MANIFEST.json").is_file()}
    below = [order for order in older if order < _order(version)]
    return older[max(below)] if below else None


def changes_since(previous: Path, folder: Path, version: str) -> list[Change]:
    """What ``folder``, to be released as ``version``, changes against the release before it.

    Raises:
        XinwenError: ``release-version`` when the version claims less than that.
    """
    changes = compare(read_release(previous), read_release(folder))
    check_version(version_of(previous), version, changes, str(previous))
    return changes


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _rows(change: Change) -> Iterator[dict[str, Any]]:
    row: dict[str, Any] = {
        "table": change.table,
        "kind": change.kind,
        "row": change.row,
        "split_before": change.split_before,
        "split_after": change.split_after,
        "column": None,
        "before": None,
        "after": None,
    }
    if change.kind == "edited" and change.before:
        for column, value in change.before.items():
            yield {**row, "column": column, "before": _json(value), "after": _json(change.after[column])}
    else:
        yield {**row, "before": _json(change.before) if change.before else None}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
