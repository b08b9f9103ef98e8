"""What changed between two releases, row by row, and which part of the version must rise for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from xinwen.errors import XinwenError
from xinwen.release.columns import TABLES
from xinwen.release.parquet import logical_digest, read_plain

#: The columns that name a row of each table, across versions.
KEYS: dict[str, tuple[str, ...]] = {
    "sentences": ("sentence_id",),
    "ner": ("id",),
    "articles": ("article_id",),
    "entities": ("entity_id",),
    "sentiments": ("sentiment_id",),
    "claims": ("claim_id",),
    "names": ("name_id",),
    "labels_raw": ("pass", "label_id"),
}
BUMPS = ("none", "patch", "minor", "major")

Release = dict[str, dict[str, pa.Table]]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One row that differs, or one column that came or went.

    Attributes:
        kind: added, removed or edited (a row); column_added or column_removed (``row`` is the column's name).
        before, after: of an edited row, the values of the columns that differ; of a removed one, the whole row as it was.
    """

    table: str
    kind: str
    row: str
    split_before: str | None = None
    split_after: str | None = None
    before: Row = field(default_factory=dict)
    after: Row = field(default_factory=dict)


def read_release(folder: Path) -> Release:
    """Every table of a release folder by name and split, as the files have it, read with page checksums on.

    Raises:
        OSError, pa.ArrowException: for a file that cannot be read.
    """
    tables: Release = {}
    for name in TABLES:
        for path in sorted((folder / "data" / name).glob("*.parquet")):
            split = path.name.split("-", 1)[0]
            part = read_plain(path)
            held = tables.setdefault(name, {})
            held[split] = pa.concat_tables([held[split], part]).combine_chunks() if split in held else part
    return tables


def digests(release: Release) -> dict[str, str]:
    """Logical digests by table and split."""
    return {f"{name}/{split}": logical_digest(table) for name, splits in release.items() for split, table in splits.items()}


def compare(before: Release, after: Release) -> list[Change]:
    """Every row that was added, removed or edited, by table and key, and every column that came or went.

    A row that moved to another split is edited. Columns that only one release has do not make every row an edited one.
    """
    changes: list[Change] = []
    for name in TABLES:
        old, new = before.get(name, {}), after.get(name, {})
        if _same(old, new):
            continue
        columns_old, columns_new = _columns(old), _columns(new)
        shared = (
            {c for c, kind in columns_new.items() if columns_old.get(c) == kind} if old and new else {*columns_old, *columns_new}
        )
        changes += [Change(name, "column_added", column) for column in _outermost(columns_new, shared)]
        changes += [Change(name, "column_removed", column) for column in _outermost(columns_old, shared)]
        alike = shared == {*columns_old, *columns_new}
        changes += _rows(name, _keyed(name, old), _keyed(name, new), None if alike else shared)
    return changes


def required_bump(changes: Sequence[Change]) -> str:
    """The part of the version that must rise: rows edited or removed, or columns removed, are major; rows or columns added minor.

    These are the rules of Croissant 1.1, "Dataset versions".
    """
    if any(change.kind not in ("added", "column_added") for change in changes):
        return "major"
    return "minor" if changes else "none"


def next_version(version: str, bump: str) -> str:
    """``version`` with the part ``bump`` raised. While 0.x, a major change raises the minor part."""
    major, minor, patch = _parts(version)
    if bump == "major" and major > 0:
        return f"{major + 1}.0.0"
    if bump in ("major", "minor"):
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}" if bump == "patch" else version


def claims_enough(before_version: str, after_version: str, changes: Sequence[Change]) -> bool:
    """Whether ``after_version`` is at least what ``changes`` ask for after ``before_version``."""
    return _parts(after_version) >= _parts(next_version(before_version, required_bump(changes)))


def check_version(before_version: str, after_version: str, changes: Sequence[Change], place: str) -> None:
    """Refuse a version that claims less than what changed.

    Raises:
        XinwenError: ``release-version``.
    """
    if not claims_enough(before_version, after_version, changes):
        bump = required_bump(changes)
        counts = "; ".join(
            f"{table}: {', '.join(f'{n} {kind}' for kind, n in kinds.items() if n)}" for table, kinds in summary(changes).items()
        )
        raise XinwenError(
            "release-version",
            f"Version {after_version} claims less than what changed since {before_version} ({counts}): a {bump} change.",
            place=place,
            remedy=f"Set the version to {next_version(before_version, bump)} or higher in src/xinwen/_version.py and build again.",
        )


def summary(changes: Sequence[Change]) -> dict[str, dict[str, int]]:
    """Counts of changes by table and kind."""
    counts: dict[str, dict[str, int]] = {}
    for change in changes:
        kinds = counts.setdefault(change.table, {"added": 0, "removed": 0, "edited": 0})
        kinds[change.kind] = kinds.get(change.kind, 0) + 1
    return counts


def _parts(version: str) -> tuple[int, int, int]:
    major, minor, patch = (int(part) for part in version.split("."))
    return major, minor, patch


def _same(old: Mapping[str, pa.Table], new: Mapping[str, pa.Table]) -> bool:
    return old.keys() == new.keys() and all(logical_digest(old[split]) == logical_digest(new[split]) for split in old)


def _columns(splits: Mapping[str, pa.Table]) -> dict[str, str]:
    """The columns of a table with their types, those of nested records by path (``claims.sources.text``)."""
    return dict(node for table in splits.values() for node in _nodes(table.schema, ""))


def _nodes(fields: Iterable[pa.Field], prefix: str) -> Iterator[tuple[str, str]]:
    for one in fields:
        kind, lists = one.type, ""
        while pa.types.is_list(kind):
            kind, lists = kind.value_type, lists + "list of "
        path = f"{prefix}{one.name}"
        if pa.types.is_struct(kind):
            yield path, lists + "struct"
            yield from _nodes(kind, f"{path}.")
        else:
            yield path, f"{lists}{kind}"


def _outermost(columns: Mapping[str, str], shared: set[str]) -> list[str]:
    """The columns that are not shared, without those inside one of them."""
    lone = [column for column in columns if column not in shared]
    return [column for column in lone if column.rpartition(".")[0] not in lone]


def _shared(value: Any, shared: set[str], prefix: str = "") -> Any:
    """A value without the columns that only one release has."""
    if isinstance(value, dict):
        return {k: _shared(v, shared, f"{prefix}{k}.") for k, v in value.items() if f"{prefix}{k}" in shared}
    return [_shared(item, shared, prefix) for item in value] if isinstance(value, list) else value


def _keyed(name: str, splits: Mapping[str, pa.Table]) -> dict[str, tuple[str, Row]]:
    rows: dict[str, tuple[str, Row]] = {}
    for split, table in splits.items():
        for row in table.to_pylist():
            key = " ".join(str(row[column]) for column in KEYS[name])
            rows[key if name != "names" else f"{split} {key}"] = (split, row)
    return rows


def _rows(
    name: str, old: Mapping[str, tuple[str, Row]], new: Mapping[str, tuple[str, Row]], shared: set[str] | None
) -> Iterator[Change]:
    """The rows that changed; ``shared``: the columns to compare, None for all."""
    for key in sorted({*old, *new}):
        if key not in old:
            yield Change(name, "added", key, split_after=new[key][0])
        elif key not in new:
            yield Change(name, "removed", key, split_before=old[key][0], before=old[key][1])
        else:
            (split_before, before), (split_after, after) = old[key], new[key]
            if shared is not None:
                before, after = _shared(before, shared), _shared(after, shared)
            edited = [column for column in before if before[column] != after[column]]
            if edited or split_before != split_after:
                old_cells, new_cells = ({column: row[column] for column in edited} for row in (before, after))
                yield Change(name, "edited", key, split_before, split_after, old_cells, new_cells)
