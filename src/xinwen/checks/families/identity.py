"""Identity: what the manifest and the statistics say is what the files hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xinwen.checks.check import RELEASE, check
from xinwen.checks.folder import REJECTS, STATS, ParquetFile
from xinwen.checks.target import Hit, Row, Target
from xinwen.release.columns import TABLES, arrow_schema
from xinwen.release.manifest import FILE, file_digest, release_digest, statistics
from xinwen.release.parquet import logical_digest
from xinwen.scheme import scheme

_BUILD = "Build the release again: files and manifest do not belong together."
_KEYS: dict[str, type] = {
    "version": str,
    "logical_digest": str,
    "code": str,
    "scheme": str,
    "guidelines": str,
    "schemas": dict,
    "files": list,
    "sources": list,
}
_ENTRY = {"path": str, "table": str, "split": str, "rows": int, "bytes": int, "sha256": str, "logical_digest": str}
_VERSION = re.compile(r"\d+\.\d+\.\d+")


@check("manifest-missing", "error", "The release has a MANIFEST.json that can be read.", "Build the release again.", RELEASE)
def missing(target: Target) -> Iterator[Hit]:
    if target.release.manifest is None:
        yield Hit(FILE, "there is no such file, or it is no JSON object")


@check("manifest-keys", "error", "The manifest says all that it has to say.", "Build the release again.", RELEASE)
def keys(target: Target) -> Iterator[Hit]:
    manifest = _manifest(target)
    for key, kind in _KEYS.items() if manifest else ():
        if not isinstance(manifest.get(key), kind):
            yield Hit(FILE, f"{key!r} is missing or no {kind.__name__}")
    for path, entry in target.release.entries.items():
        for key, kind in _ENTRY.items():
            if not isinstance(entry.get(key), kind):
                yield Hit(f"{FILE}: {path}", f"{key!r} is missing or no {kind.__name__}")


@check("manifest-version", "error", "The version has three numbers, and every file carries it.", _BUILD, RELEASE)
def version(target: Target) -> Iterator[Hit]:
    stated = str(_manifest(target).get("version", ""))
    if _manifest(target) and not _VERSION.fullmatch(stated):
        yield Hit(FILE, f"{stated!r} is no version")
    for file in _read(target) if stated else ():
        carried = (file.data.schema.metadata or {}).get(b"xinwen_version", b"").decode(errors="replace")
        if carried and carried != stated:
            yield Hit(file.path, f"the file carries the version {carried}, the manifest says {stated}")


@check(
    "manifest-folder",
    "error",
    "A folder named xinwen-<version> holds that version.",
    "Rename the folder: `datasets` keys its cache by it.",
    RELEASE,
)
def folder(target: Target) -> Iterator[Hit]:
    name = target.release.root.resolve().name
    named = re.fullmatch(r"xinwen-(\d+\.\d+\.\d+)", name)
    if named and _manifest(target) and named[1] != _manifest(target).get("version"):
        yield Hit(name, f"the manifest says version {_manifest(target).get('version')}")


@check(
    "manifest-scheme",
    "warning",
    "The release was made under the label scheme of this program.",
    "Check the release with the version of xinwen that made it.",
    RELEASE,
)
def same_scheme(target: Target) -> Iterator[Hit]:
    stated = _manifest(target).get("scheme")
    if stated and stated != scheme().version:
        yield Hit(FILE, f"scheme {stated}; this program has {scheme().version}")


@check(
    "manifest-file-missing",
    "error",
    "Every file of the manifest is there.",
    "Fetch the file, or build the release again.",
    RELEASE,
)
def file_missing(target: Target) -> Iterator[Hit]:
    for path in _listed(target):
        if not (target.release.root / path).is_file():
            yield Hit(path, "the manifest lists the file, and it is not there")


@check("manifest-file-unlisted", "error", "Every file of the release is in the manifest.", _BUILD, RELEASE)
def file_unlisted(target: Target) -> Iterator[Hit]:
    if target.release.manifest:
        for path in (*(file.path for file in target.release.files), *target.files):
            if path not in _listed(target) and path != FILE:
                yield Hit(path, "the manifest does not list the file")


@check("manifest-entry", "error", "The manifest names the table and split of each file rightly.", _BUILD, RELEASE)
def entry_names(target: Target) -> Iterator[Hit]:
    for file, entry in _pairs(target):
        if (entry.get("table"), entry.get("split")) != (file.table, file.split):
            yield Hit(file.path, f"the manifest says {entry.get('table')}/{entry.get('split')}")


@check("manifest-bytes", "error", "Files have the size that the manifest says.", _BUILD, RELEASE)
def size(target: Target) -> Iterator[Hit]:
    for path, entry in _there(target):
        if entry.get("bytes") != path.stat().st_size:
            yield Hit(entry["path"], f"{path.stat().st_size} bytes, the manifest says {entry.get('bytes')}")


@check("manifest-sha256", "error", "Files have the digest that the manifest says.", _BUILD, RELEASE)
def sha256(target: Target) -> Iterator[Hit]:
    for path, entry in _there(target):
        have = file_digest(path)
        if entry.get("sha256") != have:
            yield Hit(entry["path"], f"sha256 is {have[:12]}…, the manifest says {str(entry.get('sha256'))[:12]}…")


@check("manifest-rows", "error", "Files have as many rows as the manifest says.", _BUILD, RELEASE)
def rows(target: Target) -> Iterator[Hit]:
    for file, entry in _pairs(target):
        if file.data is not None and entry.get("rows") != file.data.num_rows:
            yield Hit(file.path, f"{file.data.num_rows} rows, the manifest says {entry.get('rows')}")


@check("manifest-logical-digest", "error", "The rows of a file have the logical digest that the manifest says.", _BUILD, RELEASE)
def logical(target: Target) -> Iterator[Hit]:
    for file, entry in _pairs(target):
        if file.conforms:
            data = file.data.replace_schema_metadata(None).cast(arrow_schema(TABLES[file.table])).combine_chunks()
            if entry.get("logical_digest") != logical_digest(data):
                yield Hit(file.path, "the rows have another logical digest")


@check("manifest-release-digest", "error", "The digest of the release is that of its files' digests.", _BUILD, RELEASE)
def whole(target: Target) -> Iterator[Hit]:
    entries = list(target.release.entries.values())
    if entries and all(isinstance(e.get(k), str) for e in entries for k in ("table", "split", "logical_digest")):
        due = release_digest(entries)
        if _manifest(target).get("logical_digest") != due:
            yield Hit(FILE, f"logical_digest should be {due[:12]}…")


@check("manifest-schemas", "error", "The schemas of the manifest are those of the tables.", _BUILD, RELEASE)
def schemas(target: Target) -> Iterator[Hit]:
    stated = _manifest(target).get("schemas")
    for name in target.release.tables:
        if isinstance(stated, dict) and stated.get(name) != {field.name: str(field.type) for field in arrow_schema(TABLES[name])}:
            yield Hit(FILE, f"the schema of {name} differs")


@check(
    "manifest-sources",
    "error",
    "The sources of the manifest are the articles: the same ids, splits and sha256.",
    _BUILD,
    RELEASE,
)
def sources(target: Target) -> Iterator[Hit]:
    listed = _manifest(target).get("sources")
    if not isinstance(listed, list):
        return
    stated = {(s.get("article_id"), s.get("split"), s.get("sha256")) for s in listed if isinstance(s, dict)}
    have = {(row["article_id"], split, row["sha256"]) for _, split, row in target.rows("articles")}
    for article_id, split, _ in sorted(stated ^ have, key=str):
        yield Hit(f"{FILE}: {article_id}", f"the source in {split} and the article differ, or one of them is missing")


@check("stats-counts", "error", "stats.json counts what the tables hold.", "Build the release again.", RELEASE)
def stats(target: Target) -> Iterator[Hit]:
    if target.release.stats is None:
        yield Hit(STATS, "there is no such file, or it is no JSON object")
    elif set(target.release.tables) == set(TABLES):
        due: dict[str, Any] = json.loads(json.dumps(statistics(target.release.tables)))
        for key, value in due.items():
            if target.release.stats.get(key) != value:
                yield Hit(f"{STATS}: {key}", "the counts are not those of the tables")


@check("rejects-line", "error", "Every line of rejects.jsonl says what was rejected, and why.", "Build the release again.", RELEASE)
def rejects(target: Target) -> Iterator[Hit]:
    for number, line in enumerate(target.files.get(REJECTS, b"").splitlines(), 1):
        try:
            value = json.loads(line)
        except ValueError:
            value = None
        if not isinstance(value, dict) or not (value.get("id") and value.get("message") and value.get("place")):
            yield Hit(f"{REJECTS}:{number}", "the line is no object with id, place and message")


def _listed(target: Target) -> dict[str, Row]:
    """What the manifest says of every file, tables and documents alike."""
    return {**target.release.entries, **target.release.documents}


def _manifest(target: Target) -> Row:
    return target.release.manifest or {}


def _read(target: Target) -> Iterator[ParquetFile]:
    return (file for file in target.release.files if file.data is not None)


def _there(target: Target) -> Iterator[tuple[Path, Row]]:
    """The files that the manifest lists and that are there."""
    for name, entry in _listed(target).items():
        path = target.release.root / name
        if path.is_file():
            yield path, entry


def _pairs(target: Target) -> Iterator[tuple[ParquetFile, Row]]:
    for file in target.release.files:
        if file.path in target.release.entries:
            yield file, target.release.entries[file.path]
