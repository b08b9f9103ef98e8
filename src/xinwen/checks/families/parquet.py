"""Parquet files: readable with their checksums, and laid out as the writer lays them out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from xinwen.checks.check import RELEASE, check
from xinwen.checks.target import Hit, Target
from xinwen.release.columns import TABLES

_WRITE = "Write the file with `xinwen build`."
_ROW_GROUP = 20_000


@check(
    "parquet-unreadable",
    "error",
    "Every file can be read, and its pages match their checksums.",
    "Fetch the file again, and compare its sha256 with the manifest's.",
    RELEASE,
)
def unreadable(target: Target) -> Iterator[Hit]:
    for file in target.release.files:
        if file.error:
            yield Hit(file.path, file.error)


@check("parquet-compression", "error", "Columns are compressed with zstd.", _WRITE, RELEASE)
def compression(target: Target) -> Iterator[Hit]:
    for path, chunk in _chunks(target):
        if chunk.compression != "ZSTD":
            yield Hit(path, f"{chunk.path_in_schema} is compressed with {chunk.compression}")


@check("parquet-row-group", "error", f"A row group holds at most {_ROW_GROUP:,} rows.", _WRITE, RELEASE)
def row_group(target: Target) -> Iterator[Hit]:
    for file in target.release.files:
        for number in range(file.metadata.num_row_groups) if file.metadata else ():
            if file.metadata.row_group(number).num_rows > _ROW_GROUP:
                yield Hit(file.path, f"row group {number} holds {file.metadata.row_group(number).num_rows} rows")


@check("parquet-page-index", "error", "Columns have a page index.", _WRITE, RELEASE)
def page_index(target: Target) -> Iterator[Hit]:
    for path, chunk in _chunks(target):
        if not chunk.has_offset_index:
            yield Hit(path, f"{chunk.path_in_schema} has none")


@check("parquet-sorted", "error", "Rows stand in the order of their key.", _WRITE, RELEASE)
def in_order(target: Target) -> Iterator[Hit]:
    for name, splits in target.release.tables.items():
        for split, data in splits.items() if TABLES[name].sorted_by else ():
            keys = zip(*(data[column].to_pylist() for column in TABLES[name].sorted_by), strict=True)
            for row, (one, two) in enumerate(pairwise(keys), 1):
                if None not in (*one, *two) and two < one:
                    yield Hit(f"{name}/{split}: row {row}", f"{' '.join(map(str, two))} stands after {' '.join(map(str, one))}")


def _chunks(target: Target) -> Iterator[tuple[str, Any]]:
    """Path and metadata of the first column chunk of each row group: the writer treats all columns alike."""
    for file in target.release.files:
        for number in range(file.metadata.num_row_groups) if file.metadata else ():
            yield file.path, file.metadata.row_group(number).column(0)
