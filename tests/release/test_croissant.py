"""croissant.json is valid, reads back to the very rows, and says plainly who labelled."""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

mlc = pytest.importorskip("mlcroissant")


def _described(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "croissant.json").read_text("utf-8")))


def _plain(value: Any) -> Any:
    """A value as mlcroissant gives it: bytes as text, names without their namespace, NaN as null."""
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, dict):
        return {name.rsplit("/", 1)[-1]: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple) or type(value).__name__ == "ndarray":
        return [_plain(inner) for inner in value]
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and math.isnan(value) else value


def _without_inner_lists(value: Any) -> Any:
    """Rows without the lists of records inside lists of records, which the config ``claims`` describes."""
    inside = {"sources", "cue", "quantities"}
    if not isinstance(value.get("claims"), list):
        return value
    return {**value, "claims": [{k: v for k, v in claim.items() if k not in inside} for claim in value["claims"]]}


def test_mlcroissant_finds_nothing_wrong_and_every_record_set_reads_back_to_the_rows_of_its_file(
    release: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        dataset = mlc.Dataset(jsonld=str(release / "croissant.json"))
    assert dataset.metadata.issues.errors == set()
    assert dataset.metadata.issues.warnings == set()
    assert caplog.text == ""
    names = [record_set.id for record_set in dataset.metadata.record_sets]
    files = {f"{path.parent.name}_{path.name.split('-')[0]}": path for path in (release / "data").rglob("*.parquet")}
    assert sorted(names) == sorted(files)
    for name in names:
        rows = [_without_inner_lists(row) for row in pq.read_table(files[name], partitioning=None).to_pylist()]
        assert [_plain(record) for record in dataset.records(name)] == rows, name


def test_a_file_that_was_changed_is_refused_on_reading(own_release: Path) -> None:
    path = own_release / "data" / "ner" / "train-00000-of-00001.parquet"
    path.write_bytes((own_release / "data" / "ner" / "test-00000-of-00001.parquet").read_bytes())
    dataset = mlc.Dataset(jsonld=str(own_release / "croissant.json"))
    with pytest.raises(Exception, match="An error occurred") as caught:
        list(dataset.records("ner_train"))
    assert "sha256" in repr(caught.value.__cause__).lower() or "hash" in repr(caught.value.__cause__).lower()


def test_it_conforms_to_1_1_and_hashes_every_parquet_file(release: Path) -> None:
    described = _described(release)
    assert described["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    listed = {file["contentUrl"] for file in described["distribution"]}
    assert listed == {path.relative_to(release).as_posix() for path in (release / "data").rglob("*.parquet")}
    assert {file["encodingFormat"] for file in described["distribution"]} == {"application/x-parquet"}
    assert all(len(file["sha256"]) == 64 for file in described["distribution"])


def test_it_says_that_a_language_model_and_a_program_labelled_and_no_person(release: Path) -> None:
    described = _described(release)
    assert described["rai:annotatorDemographics"] == [
        "Labelled by a language model, not people.",
        "Labelled by a program, not people.",
    ]
    assert described["rai:machineAnnotationTools"] == ["some model 1 (pass a)", "rules 1 (pass auto)"]
    assert described["rai:annotationsPerItem"] == "pass a: 3 articles; pass auto: 3 articles"
    fields = (
        "dataCollection",
        "dataAnnotationProtocol",
        "dataAnnotationPlatform",
        "personalSensitiveInformation",
        "dataLimitations",
    )
    assert all(described[f"rai:{name}"] for name in fields)


def test_the_date_is_the_one_given_and_otherwise_the_newest_article_s(
    release: Path, tmp_path: Path, make_content: Callable[..., Any], write_release: Callable[..., Path]
) -> None:
    assert _described(release)["datePublished"] == "2025-02-10"
    assert (
        _described(write_release(tmp_path / "xinwen-0.1.0", make_content(published="2026-11-21")))["datePublished"] == "2026-11-21"
    )


def test_a_user_s_release_does_not_pass_for_the_project_s(
    tmp_path: Path, make_content: Callable[..., Any], write_release: Callable[..., Path]
) -> None:
    described = _described(write_release(tmp_path / "mine", make_content(own=False)))
    assert described["name"] == "xinwen-build"
    assert "none was checked" in described["rai:dataLimitations"][0]
