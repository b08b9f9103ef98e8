"""Versions: a release claims what it changed since the one that stands beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from xinwen.checks.check import RELEASE, check
from xinwen.checks.target import Hit, Target
from xinwen.errors import XinwenError
from xinwen.release.changes import change_table, changes_since, file_name, previous_release, version_of
from xinwen.release.comparison import Change
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
        _changes(target)
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
        previous, changes = _changes(target)
    except XinwenError:
        return
    if previous is None:
        return
    path = target.release.root / file_name(version_of(previous), version_of(target.release.root))
    if not path.is_file():
        yield Hit(path.name, f"{len(changes)} changes since {previous.name}, and the file is not there")
    elif _rows(read_plain(path)) != _rows(change_table(changes)):
        yield Hit(path.name, f"the file does not list the {len(changes)} changes since {previous.name}")


def _changes(target: Target) -> tuple[Path | None, list[Change]]:
    """The release before this one, and what changed; none where there is none to compare with.

    Raises:
        XinwenError: when the version claims less than what changed.
    """
    if not target.release.entries:
        return None, []
    root = target.release.root.resolve()
    try:
        previous = previous_release(root.parent, version_of(root)) if root.name.startswith("xinwen-") else None
        return previous, changes_since(previous, root, version_of(root)) if previous else []
    except (OSError, ValueError, KeyError, pa.ArrowException):
        return None, []


def _rows(table: pa.Table) -> str:
    return logical_digest(table.replace_schema_metadata(None).combine_chunks())
