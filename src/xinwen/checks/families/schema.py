"""Schema: the tables that the release declares, with their columns and types, and nothing else in the folder."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xinwen.checks.check import RELEASE, check
from xinwen.checks.folder import CARD, CROISSANT, REJECTS, STATS, missing
from xinwen.checks.target import Hit, Target
from xinwen.release.columns import TABLES, arrow_schema
from xinwen.release.manifest import FILE

_WRITE = "Write the file with `xinwen build`; nothing in a release is made by hand."
_CHANGES = re.compile(r"changes-\d+\.\d+\.\d+-\d+\.\d+\.\d+\.parquet")
_KNOWN = {CARD, CROISSANT, REJECTS, STATS, FILE}


@check("schema-table", "error", "Every declared table is there, with every split.", _WRITE, RELEASE)
def table(target: Target) -> Iterator[Hit]:
    files = target.release.files
    splits = dict.fromkeys(file.split for file in files)
    for name in TABLES:
        have = {file.split for file in files if file.table == name}
        for split in splits if have else ():
            if split not in have:
                yield Hit(f"data/{name}", f"there is no file of the split {split}")
        if not have:
            yield Hit(f"data/{name}", "there is no file of this table")


@check("schema-columns", "error", "A table has its declared columns in their order.", _WRITE, RELEASE)
def columns(target: Target) -> Iterator[Hit]:
    for file in target.release.files:
        if file.data is not None:
            have, due = file.data.schema.names, arrow_schema(TABLES[file.table]).names
            extra, lost = [c for c in have if c not in due], [c for c in due if c not in have]
            if have != due:
                differ = f"missing: {', '.join(lost) or 'none'}; unknown: {', '.join(extra) or 'none'}"
                yield Hit(file.path, differ if extra or lost else "the order differs")


@check("schema-type", "error", "A column has its declared type in every file.", _WRITE, RELEASE)
def column_type(target: Target) -> Iterator[Hit]:
    for file in target.release.files:
        for field in arrow_schema(TABLES[file.table]) if file.data is not None else ():
            at = file.data.schema.get_field_index(field.name)
            if at >= 0 and not file.data.schema.field(at).type.equals(field.type):
                yield Hit(f"{file.path}: {field.name}", f"the type is {file.data.schema.field(at).type}, not {field.type}")


@check(
    "schema-metadata",
    "error",
    "No library's metadata is written into a file.",
    "Write with pyarrow, without pandas or `datasets` metadata: older versions of `datasets` cannot read it.",
    RELEASE,
)
def metadata(target: Target) -> Iterator[Hit]:
    for file in target.release.files:
        for key in (file.data.schema.metadata or {}) if file.data is not None else ():
            if not key.startswith(b"xinwen_"):
                yield Hit(file.path, f"the schema carries the metadata {key.decode(errors='replace')!r}")


@check("schema-null", "error", "Nothing is null that must have a value.", _WRITE, RELEASE)
def null(target: Target) -> Iterator[Hit]:
    for name, splits in target.release.tables.items():
        for split, data in splits.items():
            if data.num_rows > len(target.release.rows(name)[split]):
                for number, row in enumerate(data.to_pylist()):
                    for column in missing(name, row):
                        yield Hit(f"{name}/{split}: row {number}", f"{column} is null")


@check(
    "schema-stray-file",
    "error",
    "The folder holds the files of the release and no others.",
    "Take the file away: readers that guess take it for data.",
    RELEASE,
)
def stray(target: Target) -> Iterator[Hit]:
    known = _KNOWN | {file.path for file in target.release.files}
    for path in sorted(p for p in target.release.root.rglob("*") if p.is_file()):
        name = path.relative_to(target.release.root).as_posix()
        if name not in known and path.suffix != ".py" and not _CHANGES.fullmatch(name):
            yield Hit(name, "the file is no part of a release")


@check(
    "schema-script",
    "error",
    "There is no Python file in the folder.",
    "Take it away: `datasets` from 4.0 on refuses a folder with a loading script.",
    RELEASE,
)
def script(target: Target) -> Iterator[Hit]:
    for path in sorted(target.release.root.rglob("*.py")):
        yield Hit(path.relative_to(target.release.root).as_posix(), "a script lies in the release")
