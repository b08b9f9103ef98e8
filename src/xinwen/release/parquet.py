"""Tables to Parquet and back, and the digest of what a table says.

The same rows and the same pyarrow give the same bytes: rows come sorted, chunks are combined, and no metadata of other
libraries written (``datasets`` up to 3.6 cannot read what 5.x embeds).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from xinwen.release.columns import Table, arrow_schema

_ROW_GROUP = 20_000


def to_table(table: Table, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Rows as an Arrow table in the declared schema; they come sorted (``table.sorted_by``)."""
    return pa.Table.from_pylist(list(rows), schema=arrow_schema(table)).combine_chunks()


def write_parquet(table: Table, data: pa.Table, path: Path, version: str) -> None:
    """Write one file: zstd, sorted, with page index and page checksums.

    A table without rows becomes a file without row groups: ``datasets`` fails on an empty row group, in every version.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    data = data.replace_schema_metadata({"xinwen_version": version, "xinwen_table": table.name})
    with pq.ParquetWriter(
        path,
        data.schema,
        compression="zstd",
        compression_level=9,
        write_page_index=True,
        write_page_checksum=True,
        sorting_columns=pq.SortingColumn.from_ordering(data.schema, [(column, "ascending") for column in table.sorted_by]) or None,
    ) as writer:
        if data.num_rows:
            writer.write_table(data, row_group_size=_ROW_GROUP)


def read_parquet(table: Table, path: Path) -> pa.Table:
    """Read one file with page checksums verified, cast to the declared schema."""
    return read_plain(path).select(arrow_schema(table).names).cast(arrow_schema(table)).combine_chunks()


def read_plain(path: Path) -> pa.Table:
    """Read one file with page checksums verified, with the columns it has (an older release may have fewer)."""
    with pq.ParquetFile(path, page_checksum_verification=True) as file:
        return file.read().replace_schema_metadata(None).combine_chunks()


def logical_digest(data: pa.Table) -> str:
    """sha256 of the Arrow stream of a table that was read back from Parquet: equal for equal rows, whatever wrote the file.

    Before Parquet, equal tables with nulls or lists may differ in buffers that no reader sees.
    """
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, data.schema) as stream:
        stream.write_table(data, max_chunksize=65_536)
    return hashlib.sha256(sink.getvalue()).hexdigest()
