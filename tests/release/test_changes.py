"""What two releases differ in, which version that asks for, and the file that says it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinwen.errors import XinwenError
from xinwen.release.changes import change_table, previous_release, write_changes
from xinwen.release.comparison import (
    KEYS,
    Change,
    Release,
    check_version,
    claims_enough,
    compare,
    next_version,
    read_release,
    required_bump,
    summary,
)
from xinwen.release.verification import verify_files

PAGE_4 = {("page-4", "train"): "戊辰光电扩产。\n"}


def _edit(release: Release, name: str, split: str, row: int, **values: Any) -> Release:
    """The release with some cells of one row set otherwise."""
    table = release[name][split]
    rows = table.to_pylist()
    rows[row] = {**rows[row], **values}
    return {**release, name: {**release[name], split: pa.Table.from_pylist(rows, schema=table.schema)}}


def _drop_rows(release: Release, name: str, split: str, keep: int) -> Release:
    return {**release, name: {**release[name], split: release[name][split].slice(0, keep)}}


def _keyed(release: Release, name: str) -> dict[str, dict[str, Any]]:
    rows = {}
    for split, table in release.get(name, {}).items():
        for row in table.to_pylist():
            key = " ".join(str(row[column]) for column in KEYS[name])
            rows[f"{split} {key}" if name == "names" else key] = {**row, "in split": split}
    return rows


def _undo(after: Release, changes: pa.Table, name: str) -> dict[str, dict[str, Any]]:
    """The older rows of a table, from the newer release and the change file alone."""
    rows = _keyed(after, name)
    for change in changes.to_pylist():
        if change["table"] != name:
            continue
        if change["kind"] == "added":
            del rows[change["row"]]
        elif change["kind"] == "removed":
            rows[change["row"]] = {**json.loads(change["before"]), "in split": change["split_before"]}
        else:
            cell = {change["column"]: json.loads(change["before"])} if change["column"] else {}
            rows[change["row"]] |= {**cell, "in split": change["split_before"]}
    return rows


@pytest.fixture
def before(release: Path) -> Release:
    return read_release(release)


@pytest.fixture
def many_edits(before: Release) -> Release:
    """A release with a row of each kind of change."""
    edited = _edit(before, "entities", "seeds", 0, type="PROD", fine_type="model")
    edited = _edit(edited, "sentences", "seeds", 1, text="改过的句子。", claims=[])
    edited = _drop_rows(edited, "sentiments", "test", 1)
    moved = {"train": edited["ner"]["train"], "test": edited["ner"]["test"], "validation": edited["ner"]["seeds"]}
    return {**edited, "ner": moved}


def test_equal_releases_have_no_changes(before: Release, release: Path) -> None:
    assert compare(before, read_release(release)) == []
    assert required_bump([]) == "none"


def test_every_kind_of_change_is_named_with_table_row_and_cells(before: Release, many_edits: Release) -> None:
    changes = compare(before, many_edits)
    entity = next(c for c in changes if c.table == "entities")
    assert (entity.kind, entity.row) == ("edited", "page-1.s001.e01")
    assert entity.before == {"type": "ORG", "fine_type": "company"}
    assert entity.after == {"type": "PROD", "fine_type": "model"}
    assert summary(changes)["sentiments"] == {"added": 0, "removed": 2, "edited": 0}
    assert {(c.split_before, c.split_after) for c in changes if c.table == "ner"} == {("seeds", "validation")}


def test_the_older_rows_can_be_had_back_from_the_newer_release_and_the_change_file(before: Release, many_edits: Release) -> None:
    changes = change_table(compare(before, many_edits))
    for name in before:
        assert _undo(many_edits, changes, name) == _keyed(before, name), name


def test_the_change_file_is_sorted_and_the_same_twice(before: Release, many_edits: Release, tmp_path: Path) -> None:
    digests = set()
    for name in ("one.parquet", "two.parquet"):
        write_changes(tmp_path / name, compare(before, many_edits), "0.2.0")
        digests.add(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
    assert len(digests) == 1
    rows = pq.read_table(tmp_path / "one.parquet").to_pylist()
    keys = [(row["table"], row["kind"], row["row"], row["column"] or "") for row in rows]
    assert keys == sorted(keys)


def test_a_new_column_is_one_change_and_not_an_edit_of_every_row(before: Release) -> None:
    """Also in nested records: the column stands in ``claims`` and inside ``sentences.claims``."""
    table = before["sentences"]["seeds"]
    rows = [{**row, "claims": [{**claim, "stance": "x"} for claim in row["claims"]]} for row in table.to_pylist()]
    at = table.schema.get_field_index("claims")
    inner = table.schema.field("claims").type.value_type
    wider = pa.list_(pa.struct([*inner, pa.field("stance", pa.string())]))
    after = {**before, "sentences": {"seeds": pa.Table.from_pylist(rows, schema=table.schema.set(at, pa.field("claims", wider)))}}
    only_seeds = {**before, "sentences": {"seeds": table}}
    added = compare(only_seeds, after)
    assert [(c.table, c.kind, c.row) for c in added] == [("sentences", "column_added", "claims.stance")]
    assert required_bump(added) == "minor"
    removed = compare(after, only_seeds)
    assert [(c.kind, c.row) for c in removed] == [("column_removed", "claims.stance")]
    assert required_bump(removed) == "major"


@pytest.mark.parametrize(
    ("kinds", "bump"),
    [((), "none"), (("added",), "minor"), (("column_added",), "minor"), (("added", "edited"), "major"), (("removed",), "major")],
)
def test_added_is_minor_and_edited_or_removed_is_major(kinds: tuple[str, ...], bump: str) -> None:
    assert required_bump([Change("ner", kind, "x") for kind in kinds]) == bump


@pytest.mark.parametrize(
    ("before", "after", "kind", "enough"),
    [
        ("1.2.3", "1.2.3", None, True),
        ("1.2.3", "1.2.4", None, True),
        ("1.2.3", "1.2.2", None, False),
        ("1.2.3", "1.2.4", "added", False),
        ("1.2.3", "1.3.0", "added", True),
        ("1.2.3", "2.0.0", "added", True),
        ("1.2.3", "1.3.0", "edited", False),
        ("1.9.9", "1.10.0", "edited", False),
        ("1.2.3", "2.0.0", "edited", True),
        ("0.1.0", "0.1.1", "edited", False),
        ("0.1.0", "0.2.0", "edited", True),
        ("0.9.0", "0.10.0", "removed", True),
    ],
)
def test_a_version_may_not_claim_less_than_what_changed(before: str, after: str, kind: str | None, enough: bool) -> None:
    changes = [Change("entities", kind, "x")] if kind else []
    assert claims_enough(before, after, changes) is enough
    if not enough:
        with pytest.raises(XinwenError) as caught:
            check_version(before, after, changes, "dataset")
        assert caught.value.id == "release-version"


@given(st.tuples(*[st.integers(0, 20)] * 3), st.sampled_from(["patch", "minor", "major"]))
def test_the_next_version_is_enough_and_higher(parts: tuple[int, int, int], bump: str) -> None:
    version = ".".join(map(str, parts))
    raised = next_version(version, bump)
    assert tuple(map(int, raised.split("."))) > parts
    kind = {"patch": (), "minor": ("added",), "major": ("edited",)}[bump]
    assert claims_enough(version, raised, [Change("ner", k, "x") for k in kind])


def test_a_build_beside_an_older_release_writes_what_changed(
    tmp_path: Path, make_content: Callable[..., Any], write_release: Callable[..., Path], pages: Mapping[tuple[str, str], str]
) -> None:
    old = write_release(tmp_path / "xinwen-1.0.0", make_content("1.0.0"))
    new = write_release(
        tmp_path / "xinwen-1.1.0", make_content("1.1.0", {**pages, **PAGE_4}, previous=previous_release(tmp_path, "1.1.0"))
    )
    rows = pq.read_table(new / "changes-1.0.0-1.1.0.parquet").to_pylist()
    assert {row["kind"] for row in rows} == {"added"}
    assert "page-4.s001" in {row["row"] for row in rows if row["table"] == "sentences"}
    assert verify_files(new) == []
    assert previous_release(tmp_path, "1.0.0") is None
    assert previous_release(tmp_path, "1.0.1") == old


def test_a_build_that_claims_a_patch_for_new_rows_is_refused(
    tmp_path: Path, make_content: Callable[..., Any], write_release: Callable[..., Path], pages: Mapping[tuple[str, str], str]
) -> None:
    old = write_release(tmp_path / "xinwen-1.0.0", make_content("1.0.0"))
    with pytest.raises(XinwenError) as caught:
        write_release(tmp_path / "xinwen-1.0.1", make_content("1.0.1", {**pages, **PAGE_4}, previous=old))
    assert caught.value.id == "release-version"
    assert "1.1.0" in caught.value.remedy
