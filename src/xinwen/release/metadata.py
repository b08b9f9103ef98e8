"""The card's YAML: configs with version and digest, features with class labels, and split sizes.

Each ``configs`` entry carries the version and a digest of the config's rows, since ``datasets`` keys its cache by folder name,
version and YAML, and not by the content of the files.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from xinwen.release.columns import TABLES, Column, Label, ListOf, Struct

#: datasets' name for an Arrow type alias, where the two differ.
_DTYPES = {"bool": "bool", "int8": "int8", "int32": "int32", "float32": "float32", "float64": "float64", "string": "string"}


def feature(column: Column) -> dict[str, Any]:
    """One ``dataset_info.features`` entry. ``sequence`` for lists of scalars and ``list`` for lists of structs load in
    datasets 2.21 to 5.2 alike."""
    return {"name": column.name, **_feature_type(column.type)}


def _feature_type(kind: str | Label | ListOf | Struct) -> dict[str, Any]:
    if isinstance(kind, Label):
        return {"dtype": _class_label(kind)}
    if isinstance(kind, Struct):
        return {"struct": [feature(field) for field in kind.fields]}
    if isinstance(kind, ListOf):
        if isinstance(kind.item, Struct):
            return {"list": [feature(field) for field in kind.item.fields]}
        return {"sequence": _class_label(kind.item) if isinstance(kind.item, Label) else _scalar(kind.item)}
    return {"dtype": _DTYPES[kind]}


def _scalar(kind: str | ListOf) -> str:
    if not isinstance(kind, str):
        raise TypeError("a list of lists has no spelling that loads in every supported version of datasets")
    return _DTYPES[kind]


def _class_label(label: Label) -> dict[str, Any]:
    return {"class_label": {"names": {str(i): name for i, name in enumerate(label.names)}}}


def configs(version: str, digests: Mapping[str, str], files: Mapping[str, Mapping[str, str]]) -> list[dict[str, Any]]:
    """The ``configs`` entries: ``digests`` by table, ``files`` by table and split (a glob relative to the release)."""
    entries = []
    for name in files:
        entry: dict[str, Any] = {"config_name": name, "version": version, "description": f"sha256:{digests[name]}"}
        if name == next(iter(TABLES)):
            entry["default"] = True
        entry["data_files"] = [{"split": split, "path": path} for split, path in files[name].items()]
        entries.append(entry)
    return entries


def dataset_info(rows: Mapping[str, Mapping[str, int]], sizes: Mapping[str, Mapping[str, int]]) -> list[dict[str, Any]]:
    """The ``dataset_info`` entries: ``rows`` and file ``sizes`` in bytes by table and split."""
    return [
        {
            "config_name": name,
            "features": [feature(column) for column in TABLES[name].columns],
            "splits": [{"name": split, "num_bytes": sizes[name][split], "num_examples": n} for split, n in rows[name].items()],
            "download_size": sum(sizes[name].values()),
            "dataset_size": sum(sizes[name].values()),
        }
        for name in rows
    ]


def front_matter(values: Mapping[str, Any]) -> str:
    """YAML between ``---`` lines, in the order given."""
    return "---\n" + yaml.safe_dump(dict(values), allow_unicode=True, sort_keys=False, width=120) + "---\n"
