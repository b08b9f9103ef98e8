"""Whether the files of a release are what its manifest says; every problem names the file that is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import yaml

from xinwen.errors import XinwenError
from xinwen.release.card import loadable
from xinwen.release.comparison import read_release
from xinwen.release.croissant import FILE as CROISSANT
from xinwen.release.manifest import FILE, digests_by_table, file_digest, release_digest, statistics
from xinwen.release.parquet import logical_digest, read_plain

_AGAIN = "Build the release again, or fetch it again from where it came."
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where it was compiled in
_UNREADABLE = (OSError, pa.ArrowException)


def verify_files(folder: Path) -> list[XinwenError]:
    """Every problem of the files of a release: bytes, rows, schemas and digests, and what card, Croissant and stats say of them.

    Returns:
        An empty list, or errors with ids ``verify-manifest``, ``verify-missing``, ``verify-extra``, ``verify-sha256``,
        ``verify-unreadable``, ``verify-schema``, ``verify-rows``, ``verify-digest``, ``verify-card``, ``verify-croissant`` or
        ``verify-stats``.
    """
    try:
        manifest = json.loads((folder / FILE).read_text("utf-8"))
        listed = {entry["path"]: entry for entry in (*manifest["files"], *manifest["documents"])}
        digest = release_digest(manifest["files"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        return [_problem("verify-manifest", folder / FILE, f"The manifest cannot be read: {error!r}.")]
    problems = [problem for entry in listed.values() if (problem := _file_problem(folder, manifest, entry))]
    problems += _unlisted(folder, listed)
    if manifest["logical_digest"] != digest:
        problems.append(_problem("verify-manifest", folder / FILE, "The digest of the release is not that of its files."))
    return problems or list(_said(folder, manifest))


def outdated(folder: Path, again: Path) -> list[str]:
    """Names of the files beside ``data/`` that a fresh build ``again`` holds with other bytes than ``folder``.

    Without the manifest: it names the versions of libraries, which may differ where nothing else does.
    """
    names = sorted(path.name for path in again.iterdir() if path.is_file() and path.name != FILE)
    return [name for name in names if not (folder / name).is_file() or (folder / name).read_bytes() != (again / name).read_bytes()]


def _problem(id: str, path: Path, message: str) -> XinwenError:
    return XinwenError(id, message, place=str(path), remedy=_AGAIN)


def _unlisted(folder: Path, listed: Mapping[str, Any]) -> list[XinwenError]:
    """Files that the manifest does not know."""
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    message = "The manifest does not list this file."
    return [_problem("verify-extra", folder / name, message) for name in sorted(there - {*listed, FILE})]


def _file_problem(folder: Path, manifest: Mapping[str, Any], entry: Mapping[str, Any]) -> XinwenError | None:
    """The first thing that is wrong with a listed file."""
    path = folder / entry["path"]
    if not path.is_file():
        return _problem("verify-missing", path, "The manifest lists this file, and it is not there.")
    if file_digest(path) != entry["sha256"]:
        return _problem("verify-sha256", path, "The bytes of this file are not those that the manifest states.")
    return _table_problem(path, manifest, entry) if "table" in entry else None


def _table_problem(path: Path, manifest: Mapping[str, Any], entry: Mapping[str, Any]) -> XinwenError | None:
    """What is wrong with a Parquet file whose bytes are as stated: then it is the manifest that errs."""
    try:
        data = read_plain(path)
    except _UNREADABLE as error:
        return _problem("verify-unreadable", path, f"This file cannot be read: {error}.")
    stated = manifest["schemas"].get(entry["table"])
    if {field.name: str(field.type) for field in data.schema} != stated:
        return _problem("verify-schema", path, "The columns are not those that the manifest states.")
    if data.num_rows != entry["rows"]:
        return _problem("verify-rows", path, f"The manifest states {entry['rows']} rows, and the file holds {data.num_rows}.")
    if logical_digest(data) != entry["logical_digest"]:
        return _problem("verify-digest", path, "The rows do not have the digest that the manifest states.")
    return None


def _said(folder: Path, manifest: Mapping[str, Any]) -> Iterator[XinwenError]:
    """Whether card, Croissant and stats say of the files what the manifest says."""
    for name, id, holds in (
        ("README.md", "verify-card", _card_holds),
        (CROISSANT, "verify-croissant", _croissant_holds),
        ("stats.json", "verify-stats", _stats_hold),
    ):
        try:
            if not holds(folder / name, manifest):
                yield _problem(id, folder / name, "This file says something else than the tables and the manifest.")
        except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError) as error:
            yield _problem(id, folder / name, f"This file cannot be read: {error!r}.")


def _card_holds(path: Path, manifest: Mapping[str, Any]) -> bool:
    """The card's YAML passes the Hub library's parser, and states version, digest, splits and rows as they are."""
    from datasets.info import DatasetInfosDict
    from datasets.utils.metadata import MetadataConfigs
    from huggingface_hub import DatasetCardData

    values = yaml.load(path.read_text("utf-8").split("\n---\n", 1)[0].removeprefix("---\n"), Loader=_LOADER)
    configs = MetadataConfigs.from_dataset_card_data(DatasetCardData(**values))
    infos = DatasetInfosDict.from_dataset_card_data(DatasetCardData(**values))
    listed = loadable(manifest["files"])
    digests = digests_by_table(listed)
    said = {
        (name, split.name): (split.num_examples, configs[name]["version"], configs[name]["description"])
        for name, info in infos.items()
        for split in (info.splits or {}).values()
    }
    return said == {(f["table"], f["split"]): (f["rows"], manifest["version"], f"sha256:{digests[f['table']]}") for f in listed}


def _croissant_holds(path: Path, manifest: Mapping[str, Any]) -> bool:
    values = json.loads(path.read_text("utf-8"))
    said = {file["contentUrl"]: file["sha256"] for file in values["distribution"]}
    return values["version"] == manifest["version"] and said == {file["path"]: file["sha256"] for file in manifest["files"]}


def _stats_hold(path: Path, manifest: Mapping[str, Any]) -> bool:
    return bool(json.loads(path.read_text("utf-8")) == statistics(read_release(path.parent)))
