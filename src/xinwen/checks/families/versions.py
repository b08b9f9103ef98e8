"""Versions: a release claims what it changed since the one that stands beside it."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from xinwen.checks.check import RELEASE, check
from xinwen.checks.target import Hit, Target
from xinwen.errors import XinwenError
from xinwen.release.changes import change_table, file_name, version_of
from xinwen.release.manifest import FILE
from xinwen.release.parquet import logical_digest, read_plain


@check(
    "version-bump",
    "error",
    "A release claims what it changed since the release before it.",
    "Raise the version as the message says, and build again.",
    RELEASE,
)
def bump(target: Target) -> Iterator[Hit]:
    try:
        _ = target.release.changes
    except XinwenError as error:
        yield Hit(FILE, f"{error.message} {error.remedy}")


@check(
    "version-changes",
    "error",
    "A file of changes lists what differs from the release before.",
    "Build the release again beside the one before it.",
    RELEASE,
)
def changes_file(target: Target) -> Iterator[Hit]:
    try:
        previous, changes = target.release.changes
    except XinwenError:
        return
    if previous is None:
        return
    path = target.release.root / file_name(version_of(previous), version_of(target.release.root))
    if not path.is_file():
        yield Hit(path.name, f"{len(changes)} changes since {previous.name}, and the file is not there")
    elif _rows(read_plain(path)) != _rows(change_table(changes)):
        yield Hit(path.name, f"the file does not list the {len(changes)} changes since {previous.name}")


def _rows(table: pa.Table) -> str:
    return logical_digest(table.replace_schema_metadata(None).combine_chunks())
