"""croissant.json: it describes the files that are there, and the columns that they have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xinwen.checks.check import RELEASE, check
from xinwen.checks.folder import CROISSANT
from xinwen.checks.target import Hit, Row, Target
from xinwen.release.columns import TABLES
from xinwen.release.manifest import file_digest

_BUILD = "Build the release again; croissant.json is generated."


@check("croissant-json", "error", "The release has a croissant.json that can be read.", _BUILD, RELEASE)
def readable(target: Target) -> Iterator[Hit]:
    if target.release.croissant is None:
        yield Hit(CROISSANT, "there is no such file, or it is no JSON object")


@check("croissant-version", "error", "Croissant names the version of the manifest.", _BUILD, RELEASE)
def version(target: Target) -> Iterator[Hit]:
    value = _croissant(target)
    due = (target.release.manifest or {}).get("version")
    if value and due and value.get("version") != due:
        yield Hit(CROISSANT, f"version {value.get('version')}, the manifest says {due}")


@check("croissant-files", "error", "Croissant lists every Parquet file of the tables with its sha256.", _BUILD, RELEASE)
def files(target: Target) -> Iterator[Hit]:
    if target.release.croissant is None:
        return
    said = {str(f.get("contentUrl")): f.get("sha256") for f in _objects(target, "distribution")}
    there = {file.path: file_digest(target.release.root / file.path) for file in target.release.files}
    for path in sorted(said.keys() | there.keys()):
        if said.get(path) != there.get(path):
            what = "it is not listed, or with another sha256" if path in there else "the file is not there"
            yield Hit(f"{CROISSANT}: {path}", what)


@check("croissant-columns", "error", "Croissant's record sets are the tables, its fields their columns.", _BUILD, RELEASE)
def columns(target: Target) -> Iterator[Hit]:
    if target.release.croissant is None:
        return
    said = {str(r.get("name")): _names(r.get("field")) for r in _objects(target, "recordSet")}
    due = {f"{file.table}_{file.split}": [column.name for column in TABLES[file.table].columns] for file in target.release.files}
    for name in sorted(said.keys() | due.keys()):
        if said.get(name) != due.get(name):
            yield Hit(f"{CROISSANT}: {name}", "the record set is missing, unknown, or has other fields than the table")


def _croissant(target: Target) -> Row:
    return target.release.croissant or {}


def _names(fields: Any) -> list[str]:
    return [str(f.get("name")) for f in fields if isinstance(f, dict)] if isinstance(fields, list) else []


def _objects(target: Target, key: str) -> list[dict[str, Any]]:
    listed = _croissant(target).get(key)
    return [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
