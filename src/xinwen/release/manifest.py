"""MANIFEST.json: what every file of a release is, and what made it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any
from unicodedata import unidata_version

import pyarrow as pa

from xinwen._version import __version__
from xinwen.release.columns import FLAT, TABLES, arrow_schema
from xinwen.release.parquet import logical_digest
from xinwen.scheme import scheme

#: Libraries whose version shapes the text or the bytes.
_SHAPING = ("opencc", "pypinyin", "pyarrow", "trafilatura", "lxml", "numpy", "rensa", "PyYAML")

FILE = "MANIFEST.json"

#: The name of the project's own releases, and of those that users build from pages of their own.
OWN, BUILD = "xinwen", "xinwen-build"


def file_digest(path: Path) -> str:
    """sha256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def file_entry(path: Path, root: Path) -> dict[str, Any]:
    """What the manifest says of any file."""
    return {"path": path.relative_to(root).as_posix(), "bytes": path.stat().st_size, "sha256": file_digest(path)}


def table_entry(path: Path, root: Path, table: str, split: str, data: pa.Table) -> dict[str, Any]:
    """What the manifest says of one Parquet file of a table; ``data`` is the table read back from it."""
    facts = {"table": table, "split": split, "rows": data.num_rows, "logical_digest": logical_digest(data)}
    return {**file_entry(path, root), **facts}


def combined_digest(entries: Mapping[str, str]) -> str:
    """One digest for many: of the sorted names with their digests."""
    text = "".join(f"{name} {digest}\n" for name, digest in sorted(entries.items()))
    return hashlib.sha256(text.encode()).hexdigest()


def release_digest(files: list[dict[str, Any]]) -> str:
    """The logical digest of a whole release: equal exactly when every table and split holds the same rows."""
    return combined_digest({f"{f['table']}/{f['split']}": f["logical_digest"] for f in files})


def digests_by_table(files: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """One logical digest a table, over its splits."""
    names = dict.fromkeys(f["table"] for f in files)
    return {name: combined_digest({f["split"]: f["logical_digest"] for f in files if f["table"] == name}) for name in names}


def manifest(
    name: str,
    version: str,
    files: list[dict[str, Any]],
    guidelines: str,
    sources: list[dict[str, str | None]],
    passes: list[dict[str, Any]],
) -> dict[str, Any]:
    """The content of MANIFEST.json, but for ``documents``: the files that are made from it."""
    return {
        "name": name,
        "version": version,
        "logical_digest": release_digest(files),
        "code": __version__,
        "scheme": scheme().version,
        "guidelines": guidelines,
        "libraries": {"unicode": unidata_version, **{name: installed(name) for name in _SHAPING}},
        "schemas": {
            name: {field.name: str(field.type) for field in arrow_schema(table)}
            for name, table in TABLES.items()
            if any(f["table"] == name for f in files)
        },
        "files": files,
        "sources": sources,
        "passes": passes,
    }


def statistics(tables: Mapping[str, Mapping[str, pa.Table]]) -> dict[str, Any]:
    """The content of stats.json: counts by config and split, and of labels by type."""
    stats: dict[str, Any] = {"rows": {name: {split: t.num_rows for split, t in splits.items()} for name, splits in tables.items()}}
    stats["entities"] = {split: _counts(t, "level", "type", "fine_type") for split, t in tables["entities"].items()}
    stats["sentiments"] = {split: _polarities(t) for split, t in tables["sentiments"].items()}
    stats["claims"] = {split: _counts(t, "type") for split, t in tables["claims"].items()}
    stats["label_sources"] = _label_sources(tables)
    stats["source_kinds"] = {split: _counts(t, "source_kind") for split, t in tables["articles"].items()}
    return stats


def _label_sources(tables: Mapping[str, Mapping[str, pa.Table]]) -> dict[str, dict[str, int]]:
    """Published labels of all layers by split, source and kind of annotator."""
    totals: dict[str, Counter[str]] = {}
    for layer in FLAT:
        for split, table in tables[layer].items():
            totals.setdefault(split, Counter()).update(_counts(table, "label_source", "annotator_kind"))
    return {split: dict(sorted(counts.items())) for split, counts in totals.items()}


def _counts(table: pa.Table, *columns: str) -> dict[str, int]:
    keys = zip(*(table[c].to_pylist() for c in columns), strict=True)
    return dict(sorted(Counter(".".join(p for p in key if p) for key in keys).items()))


def _polarities(table: pa.Table) -> dict[str, int]:
    pairs = zip(table["target_id"].to_pylist(), table["polarity"].to_pylist(), strict=True)
    return dict(sorted(Counter(f"{'target' if target else 'sentence'}.{polarity}" for target, polarity in pairs).items()))


def dump(value: Any) -> str:
    """JSON as it is written into a release."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
