"""The card is read by the Hub library's own parser, and load_dataset takes every config and split by it."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml
from datasets import ClassLabel, config, get_dataset_config_names, load_dataset
from datasets.info import DatasetInfosDict
from datasets.utils.metadata import MetadataConfigs
from huggingface_hub import DatasetCardData

from xinwen.release.columns import TABLES, Label, ListOf, Struct
from xinwen.release.rows import Labelled
from xinwen.scheme import scheme


@pytest.fixture(autouse=True)
def fresh_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A cache of ``datasets`` that holds nothing yet, and no network."""
    monkeypatch.setattr(config, "HF_DATASETS_CACHE", tmp_path / "hf-cache")
    monkeypatch.setattr(config, "HF_HUB_OFFLINE", True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _yaml(release: Path) -> dict[str, Any]:
    return dict(yaml.safe_load((release / "README.md").read_text("utf-8").split("\n---\n", 1)[0].removeprefix("---\n")))


def _named(feature: Any, value: Any) -> Any:
    """A loaded value with the names of its class labels in place of integers."""
    if value is None:
        return None
    if isinstance(feature, ClassLabel):
        return feature.int2str(value)
    if isinstance(feature, dict):
        return {name: _named(inner, value[name]) for name, inner in feature.items()}
    inner = feature[0] if isinstance(feature, list) else getattr(feature, "feature", None)
    return [_named(inner, item) for item in value] if inner is not None else value


def _rows(release: Path, name: str, split: str) -> list[dict[str, Any]]:
    return list(pq.read_table(release / "data" / name / f"{split}-00000-of-00001.parquet", partitioning=None).to_pylist())


def test_the_hub_s_parser_takes_every_config_and_info(release: Path) -> None:
    data = DatasetCardData(**_yaml(release))
    configs = MetadataConfigs.from_dataset_card_data(data)
    infos = DatasetInfosDict.from_dataset_card_data(data)
    assert list(configs) == list(infos) == list(TABLES)
    assert configs.get_default_config_name() == "sentences"
    for name, info in infos.items():
        assert list(info.features) == [column.name for column in TABLES[name].columns]
    assert infos["ner"].features["ner_tags"].feature.names == list(scheme().bio_tags)


@pytest.mark.parametrize("streaming", [False, True], ids=["map-style", "streaming"])
def test_every_config_and_split_loads_with_the_very_values_of_the_files(release: Path, streaming: bool) -> None:
    assert get_dataset_config_names(str(release)) == list(TABLES)
    for name in TABLES:
        loaded = load_dataset(str(release), name, streaming=streaming)
        held = [split for split in ("seeds", "train", "test") if _rows(release, name, split)]
        assert list(loaded) == held
        for split in held:
            features = loaded[split].features
            assert [_named(dict(features), row) for row in loaded[split]] == _rows(release, name, split), (name, split)


def test_every_closed_set_of_labels_is_declared_as_class_labels(release: Path) -> None:
    def labels(kind: Any, path: str) -> Iterator[str]:
        inner = kind.item if isinstance(kind, ListOf) else kind
        if isinstance(inner, Label):
            yield path
        for column in inner.fields if isinstance(inner, Struct) else ():
            yield from labels(column.type, f"{path}.{column.name}")

    def loaded(feature: Any, path: str) -> Iterator[str]:
        if isinstance(feature, ClassLabel):
            yield path
        elif isinstance(feature, dict):
            for name, inner in feature.items():
                yield from loaded(inner, f"{path}.{name}" if path else name)
        elif isinstance(feature, list) or hasattr(feature, "feature"):
            yield from loaded(feature[0] if isinstance(feature, list) else feature.feature, path)

    infos = DatasetInfosDict.from_dataset_card_data(DatasetCardData(**_yaml(release)))
    for name, table in TABLES.items():
        declared = {path for column in table.columns for path in labels(column.type, column.name)}
        assert set(loaded(dict(infos[name].features), "")) == declared


def test_other_rows_under_the_same_folder_name_and_version_are_not_taken_from_the_cache(
    tmp_path: Path, make_content: Callable[..., Any], write_release: Callable[..., Path], pages: Any
) -> None:
    first = write_release(tmp_path / "one" / "xinwen-0.1.0", make_content())
    fewer = {key: text for key, text in pages.items() if key[1] != "test"}
    assert set(load_dataset(str(first))) == {"seeds", "train", "test"}
    shutil.rmtree(first)
    second = write_release(tmp_path / "one" / "xinwen-0.1.0", make_content(pages=fewer))
    for name in ("sentences", "ner", "labels_raw"):
        loaded = load_dataset(str(second), name, split="seeds")
        assert loaded.num_rows == len(_rows(second, name, "seeds"))
    assert set(load_dataset(str(second))) == {"seeds", "train"}
    edited = {key: text.replace("新品", "样品") for key, text in fewer.items()}
    digests = {entry["config_name"]: entry["description"] for entry in _yaml(second)["configs"]}
    shutil.rmtree(second)
    third = write_release(tmp_path / "one" / "xinwen-0.1.0", make_content(pages=edited))
    assert "样品" in "".join(load_dataset(str(third), split="seeds")["text"])
    # Row counts and file sizes may be equal by chance; the digest tells the caches apart, table by table.
    changed = {entry["config_name"] for entry in _yaml(third)["configs"] if entry["description"] != digests[entry["config_name"]]}
    assert changed == {"sentences", "ner", "articles"}


def test_a_config_without_a_row_is_left_out_and_the_others_load(
    tmp_path: Path, make_content: Callable[..., Any], write_release: Callable[..., Path]
) -> None:
    """A split without rows makes load_dataset raise, whatever the version."""
    made = make_content(pages={("page-1", "train"): "这是一句没有名称的话。\n"}, own=False)
    made = replace(made, names=(), labelled=[_only_auto(one) for one in made.labelled])
    release = write_release(tmp_path / "mine", made)
    names = get_dataset_config_names(str(release))
    assert names == ["sentences", "ner", "articles"]
    assert [load_dataset(str(release), name, split="train").num_rows for name in names] == [1, 1, 1]
    assert pq.read_table(release / "data" / "claims").num_rows == 0
    assert "Without rows" in (release / "README.md").read_text("utf-8")
    assert _yaml(release)["annotations_creators"] == ["no-annotation"]


def _only_auto(one: Labelled) -> Labelled:
    return replace(one, adopted=one.passes[-1], passes=one.passes[-1:])


def _by_a_person(one: Labelled) -> Labelled:
    info = replace(one.adopted.info, annotator_kind="person", annotator="reader 1")
    adopted = replace(one.adopted, info=info)
    return replace(one, adopted=adopted, passes=(adopted, *one.passes[1:]))


def test_annotations_creators_follow_from_who_labelled(
    release: Path, tmp_path: Path, make_content: Callable[..., Any], write_release: Callable[..., Path]
) -> None:
    assert _yaml(release)["annotations_creators"] == ["machine-generated"]
    assert "No person labelled this release" in (release / "README.md").read_text("utf-8")
    made = make_content()
    people = write_release(tmp_path / "people", replace(made, labelled=[_by_a_person(one) for one in made.labelled]))
    assert _yaml(people)["annotations_creators"] == ["expert-generated"]
    text = (people / "README.md").read_text("utf-8")
    assert "No person" not in text
    assert "没有人工标注" not in text


@pytest.mark.parametrize("own", [True, False])
def test_the_card_is_filled_in_says_what_the_data_is_not_fit_for_and_speaks_chinese(
    tmp_path: Path, make_content: Callable[..., Any], write_release: Callable[..., Path], own: bool
) -> None:
    release = write_release(tmp_path / "x", make_content(own=own))
    text = (release / "README.md").read_text("utf-8")
    assert "{{" not in text
    assert "## What it is not fit for" in text
    assert "## 中文说明" in text
    assert f"| `sentences` | {' | '.join(str(len(_rows(release, 'sentences', s))) for s in ('seeds', 'train', 'test'))} |" in text


def test_sizes_in_the_card_are_those_of_the_files(release: Path) -> None:
    for info in _yaml(release)["dataset_info"]:
        for split in info["splits"]:
            path = release / "data" / info["config_name"] / f"{split['name']}-00000-of-00001.parquet"
            assert split["num_bytes"] == path.stat().st_size
            assert split["num_examples"] == pq.read_metadata(path).num_rows
