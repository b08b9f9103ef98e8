"""The card: its YAML, which `datasets` takes at its word, says what the files hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from xinwen.checks.check import RELEASE, check
from xinwen.checks.folder import CARD
from xinwen.checks.target import Hit, Row, Target
from xinwen.release.columns import TABLES
from xinwen.release.manifest import digests_by_table
from xinwen.release.metadata import dataset_info

_BUILD = "Build the release again; the card is generated, never edited."


@check("card-yaml", "error", "README.md begins with YAML that can be read.", _BUILD, RELEASE)
def readable(target: Target) -> Iterator[Hit]:
    if target.release.front_matter is None:
        yield Hit(CARD, "there is no card, or no YAML object at its head")


@check("card-configs", "error", "The card lists the tables as configs, sentences as the default one.", _BUILD, RELEASE)
def configs(target: Target) -> Iterator[Hit]:
    if _yaml(target):
        names = [config.get("config_name") for config in _entries(target, "configs")]
        held = list(_tables(target))
        if names != held:
            yield Hit(f"{CARD}: configs", f"{', '.join(map(str, names)) or 'none'}; the tables are {', '.join(held)}")
        default = [config.get("config_name") for config in _entries(target, "configs") if config.get("default")]
        if default != [next(iter(TABLES))]:
            yield Hit(f"{CARD}: configs", f"the default is {default}")


@check("card-data-files", "error", "The card names every split's files, and they are there.", _BUILD, RELEASE)
def data_files(target: Target) -> Iterator[Hit]:
    for config in _entries(target, "configs"):
        name = str(config.get("config_name"))
        listed = [f for f in config.get("data_files") or [] if isinstance(f, dict)]
        if {f.get("split") for f in listed} != set(_tables(target).get(name, {})):
            yield Hit(f"{CARD}: {name}", "the splits are not those of the files")
        for file in listed:
            if not _matches(target.release.root, file.get("path")):
                yield Hit(f"{CARD}: {name}", f"no file matches {file.get('path')}")


@check("card-version", "error", "Every config carries the version of the release.", _BUILD, RELEASE)
def version(target: Target) -> Iterator[Hit]:
    due = (target.release.manifest or {}).get("version")
    for config in _entries(target, "configs"):
        if due and str(config.get("version")) != due:
            yield Hit(f"{CARD}: {config.get('config_name')}", f"version {config.get('version')}, the manifest says {due}")


@check(
    "card-digest",
    "error",
    "Every config carries the digest of its rows, which the cache of `datasets` is keyed by.",
    _BUILD,
    RELEASE,
)
def digest(target: Target) -> Iterator[Hit]:
    entries = list(target.release.entries.values())
    if not all(isinstance(e.get(k), str) for e in entries for k in ("table", "split", "logical_digest")):
        return
    due = digests_by_table([entry for entry in entries if entry.get("rows")])
    for config in _entries(target, "configs"):
        name = str(config.get("config_name"))
        if name in due and config.get("description") != f"sha256:{due[name]}":
            yield Hit(f"{CARD}: {name}", f"the description is not sha256:{due[name][:12]}…")


@check("card-features", "error", "The features of the card are the columns of the tables.", _BUILD, RELEASE)
def features(target: Target) -> Iterator[Hit]:
    for name, info, due in _infos(target):
        if _without_labels(info.get("features")) != _without_labels(due["features"]):
            yield Hit(f"{CARD}: {name}", "the features are not the declared columns")


@check("card-labels", "error", "The class labels of the card are the scheme's, in its order.", _BUILD, RELEASE)
def labels(target: Target) -> Iterator[Hit]:
    for name, info, due in _infos(target):
        mine, theirs = list(_labels(info.get("features"))), list(_labels(due["features"]))
        if mine != theirs:
            yield Hit(f"{CARD}: {name}", "class labels differ from the scheme's in names or order")


@check("card-counts", "error", "The card's numbers of rows are those of the tables.", _BUILD, RELEASE)
def counts(target: Target) -> Iterator[Hit]:
    for name, info, due in _infos(target):
        mine = {s.get("name"): s.get("num_examples") for s in info.get("splits") or [] if isinstance(s, dict)}
        if mine != {s["name"]: s["num_examples"] for s in due["splits"]}:
            yield Hit(f"{CARD}: {name}", f"num_examples are {mine}")
    for name, figures in re.findall(r"^\| `(\w+)` \| ([\d |]+) \|$", (target.release.card or ""), re.M):
        splits = _tables(target).get(name, {})
        if name in TABLES and sorted(n for n in map(int, figures.split("|")) if n) != sorted(splits.values()):
            yield Hit(f"{CARD}: table of rows", f"`{name}` has other numbers of rows")


@check("card-sizes", "error", "The card's sizes are those of the files.", _BUILD, RELEASE)
def sizes(target: Target) -> Iterator[Hit]:
    for name, info, due in _infos(target):
        mine = {s.get("name"): s.get("num_bytes") for s in info.get("splits") or [] if isinstance(s, dict)}
        if (mine, info.get("download_size")) != ({s["name"]: s["num_bytes"] for s in due["splits"]}, due["download_size"]):
            yield Hit(f"{CARD}: {name}", "num_bytes or download_size differ from the files")


@check("card-identity", "error", "The card's text names the version and the logical digest of the release.", _BUILD, RELEASE)
def identity(target: Target) -> Iterator[Hit]:
    if target.release.manifest and target.release.card is not None:
        for key in ("version", "logical_digest"):
            if str(target.release.manifest.get(key)) not in target.release.card.split("---\n", 2)[-1]:
                yield Hit(CARD, f"the {key} of the manifest is not in the text")


@check(
    "card-licence",
    "error",
    "The card says under what licence labels and texts stand.",
    "Name the licence, and where the rights in each text are written down.",
    RELEASE,
)
def licence(target: Target) -> Iterator[Hit]:
    if _yaml(target) and not (_yaml(target).get("license") and _yaml(target).get("language")):
        yield Hit(f"{CARD}: license", "license or language is missing")


@check(
    "card-annotators",
    "error",
    "The card calls labels machine-generated unless persons made them.",
    "Say who made the labels, as label_source and annotator_kind do.",
    RELEASE,
)
def annotators(target: Target) -> Iterator[Hit]:
    kinds = {label.row["annotator_kind"] for label in (*target.entities, *target.sentiments, *target.claims)}
    stated = _yaml(target).get("annotations_creators") or []
    due = {"machine-generated"} if kinds - {"person"} else set()
    due |= {"expert-generated"} if "person" in kinds else set()
    if _yaml(target) and set(stated) != (due or {"no-annotation"}):
        yield Hit(f"{CARD}: annotations_creators", f"{stated}; the labels were made by {', '.join(sorted(kinds)) or 'nobody'}")


def _yaml(target: Target) -> Row:
    return target.release.front_matter or {}


def _tables(target: Target) -> dict[str, dict[str, int]]:
    """Numbers of rows by table and split; splits without rows, which `datasets` cannot load, are left out as in the card."""
    tables = target.release.tables
    rows = {name: {split: t.num_rows for split, t in splits.items() if t.num_rows} for name, splits in tables.items()}
    return {name: splits for name, splits in rows.items() if splits}


def _entries(target: Target, key: str) -> list[Row]:
    listed = _yaml(target).get(key)
    return [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []


def _infos(target: Target) -> Iterator[tuple[str, Row, Row]]:
    """Name, the card's entry, and the entry that is due, of each table that the card describes."""
    rows = _tables(target)
    size: dict[str, dict[str, int]] = {}
    for file in target.release.files:
        held = size.setdefault(file.table, {})
        if file.split in rows.get(file.table, {}):
            held[file.split] = held.get(file.split, 0) + (target.release.root / file.path).stat().st_size
    due = {entry["config_name"]: entry for entry in dataset_info(rows, size)}
    for info in _entries(target, "dataset_info"):
        if info.get("config_name") in due:
            yield info["config_name"], info, due[info["config_name"]]


def _matches(root: Any, pattern: object) -> bool:
    return isinstance(pattern, str) and not pattern.startswith("/") and any(root.glob(pattern))


def _without_labels(value: Any) -> Any:
    """Features without the names of their class labels."""
    if isinstance(value, dict):
        return {k: None if k == "class_label" else _without_labels(v) for k, v in value.items()}
    return [_without_labels(v) for v in value] if isinstance(value, list) else value


def _labels(value: Any) -> Iterator[list[tuple[str, str]]]:
    """The class labels in features, in order, each as its pairs of number and name."""
    if isinstance(value, dict):
        label = value.get("class_label")
        if isinstance(label, dict) and isinstance(label.get("names"), dict):
            yield [(str(k), str(v)) for k, v in label["names"].items()]
        for inner in value.values():
            yield from _labels(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _labels(inner)
