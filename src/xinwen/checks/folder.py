"""The files of a release as they lie on the disk; what cannot be read is held with the reason, and the rest is read still."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from xinwen.release.changes import PREFIX, changes_since, previous_release, version_of
from xinwen.release.columns import TABLES, arrow_schema
from xinwen.release.comparison import Change
from xinwen.release.manifest import FILE
from xinwen.scheme import scheme

Row = dict[str, Any]

#: The loader in C, where PyYAML was built with it: a card is some thousand lines long.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

CARD, STATS, CROISSANT, REJECTS = "README.md", "stats.json", "croissant.json", "rejects.jsonl"

#: Columns that may be null, by table or nested column; every other one may not.
_SPAN = {"fine_type", "parent_id", "name_id", "value", "max_value", "unit", "date", "confidence"}
NULLABLE: dict[str, set[str]] = {
    "sentences": {"polarity"},
    "ner": set(),
    "articles": {
        "title", "author", "publisher", "date", "url", "summary", "original_title", "signature", "obtained", "script",
    },
    "entities": _SPAN,
    "sentiments": {"target_id", "basis", "claim_id", "confidence"},
    "claims": {"verifiable", "checkworthy", "confidence"},
    "names": {"fine_type", "name_zh", "name_en", "note"},
    "labels_raw": {"text", "confidence"},
    "quantities": {"value", "unit", "per_unit"},
}


@dataclass(frozen=True, slots=True)
class ParquetFile:
    """A Parquet file of a release: its ``pq.FileMetaData`` and ``pa.Table``, None where it cannot be read; ``error`` says why."""

    path: str
    table: str
    split: str
    error: str | None = None
    metadata: Any = None
    data: Any = None

    @property
    def conforms(self) -> bool:
        """Whether it has the declared columns, in name and type."""
        return self.data is not None and self.data.schema.remove_metadata().equals(arrow_schema(TABLES[self.table]))


@dataclass(frozen=True)
class ReleaseFolder:
    """A release on the disk."""

    root: Path
    files: tuple[ParquetFile, ...]
    _rows: dict[str, dict[str, list[Row]]] = field(default_factory=dict, repr=False)

    @cached_property
    def changes(self) -> tuple[Path | None, list[Change]]:
        """The release before this one, and what changed; none where there is none to compare with.

        Raises:
            XinwenError: ``release-version`` when the version claims less than what changed.
        """
        if not self.entries:
            return None, []
        root = self.root.resolve()
        try:
            previous = previous_release(root.parent, version_of(root)) if root.name.startswith(PREFIX) else None
            return previous, changes_since(previous, root, version_of(root)) if previous else []
        except (OSError, ValueError, KeyError, pa.ArrowException):
            return None, []

    @cached_property
    def tables(self) -> Mapping[str, Mapping[str, pa.Table]]:
        """The tables by name and split; files without the declared columns are left out."""
        parts: dict[str, dict[str, list[pa.Table]]] = {}
        for file in self.files:
            if file.conforms:
                parts.setdefault(file.table, {}).setdefault(file.split, []).append(file.data.replace_schema_metadata(None))
        return {
            name: {split: pa.concat_tables(data).combine_chunks() for split, data in splits.items()}
            for name, splits in parts.items()
        }

    def rows(self, table: str) -> Mapping[str, list[Row]]:
        """By split, every row of a table that has all that it must have."""
        if table not in self._rows:
            self._rows[table] = {split: _whole_rows(table, data) for split, data in self.tables.get(table, {}).items()}
        return self._rows[table]

    @cached_property
    def articles(self) -> Mapping[tuple[str, str], Row]:
        """The rows of ``articles`` by split and article_id."""
        return {(split, row["article_id"]): row for split, rows in self.rows("articles").items() for row in rows}

    @cached_property
    def manifest(self) -> Row | None:
        """MANIFEST.json, where it is an object."""
        return self._object(FILE)

    @cached_property
    def stats(self) -> Row | None:
        """stats.json, where it is an object."""
        return self._object(STATS)

    @cached_property
    def croissant(self) -> Row | None:
        """croissant.json, where it is an object."""
        return self._object(CROISSANT)

    @cached_property
    def card(self) -> str | None:
        """The card's text."""
        try:
            return (self.root / CARD).read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    @cached_property
    def front_matter(self) -> Row | None:
        """The card's YAML, where it can be read."""
        parts = (self.card or "").split("---\n", 2)
        if len(parts) < 3 or parts[0]:
            return None
        try:
            value = yaml.load(parts[1], _LOADER)
        except yaml.YAMLError:
            return None
        return value if isinstance(value, dict) else None

    @cached_property
    def entries(self) -> Mapping[str, Row]:
        """The manifest's Parquet files by path."""
        return self._listed("files")

    @cached_property
    def documents(self) -> Mapping[str, Row]:
        """The manifest's other files by path."""
        return self._listed("documents")

    def _listed(self, key: str) -> dict[str, Row]:
        listed = (self.manifest or {}).get(key)
        found = listed if isinstance(listed, list) else []
        return {f["path"]: f for f in found if isinstance(f, dict) and isinstance(f.get("path"), str)}

    def _object(self, name: str) -> Row | None:
        try:
            value = json.loads((self.root / name).read_bytes())
        except (OSError, ValueError, RecursionError):
            return None
        return value if isinstance(value, dict) else None


def read_folder(root: Path) -> ReleaseFolder:
    """The files of a release; unreadable ones are held with the reason."""
    paths = ((name, path) for name in TABLES for path in (root / "data" / name).glob("*.parquet"))
    files = [_read(path, path.relative_to(root).as_posix(), name) for name, path in paths]
    rank = {split: at for at, split in enumerate(scheme().splits)}
    files.sort(key=lambda file: (list(TABLES).index(file.table), rank.get(file.split, len(rank)), file.path))
    return ReleaseFolder(root, tuple(files))


def _read(path: Path, name: str, table: str) -> ParquetFile:
    split = path.name.split("-", 1)[0]
    try:
        data = pq.read_table(path, page_checksum_verification=True, partitioning=None)
        return ParquetFile(name, table, split, None, pq.read_metadata(path), data)
    except (OSError, pa.ArrowException) as error:
        return ParquetFile(name, table, split, " ".join(str(error).split())[:200])


def _whole_rows(table: str, data: pa.Table) -> list[Row]:
    rows: list[Row] = data.to_pylist()
    holed = any(has_hole(table, name, data[name].combine_chunks()) for name in data.column_names)
    return [row for row in rows if not missing(table, row)] if holed else rows


def has_hole(table: str, column: str, values: Any) -> bool:
    """Whether an Arrow array of a column, or of what it nests, has a null that must not be."""
    if values.null_count and column not in NULLABLE.get(table, ()):
        return True
    if not pa.types.is_list(values.type):
        return False
    items = values.flatten()
    if not pa.types.is_struct(items.type):
        return bool(items.null_count)
    return bool(items.null_count) or any(
        has_hole(column, inner.name, part) for inner, part in zip(items.type, items.flatten(), strict=True)
    )


def missing(table: str, row: Row) -> list[str]:
    """The columns of a row, nested ones with a dot, that are null and must not be."""
    nullable: set[str] = NULLABLE.get(table, set())
    found = []
    for column, value in row.items():
        if value is None and column not in nullable:
            found.append(column)
        for item in value if isinstance(value, list) else ():
            inner = missing(column, item) if isinstance(item, dict) else []
            found += [column] if item is None else [f"{column}.{name}" for name in inner]
    return found
