"""What systems are scored against."""

from __future__ import annotations

from pathlib import Path

from xinwen.bench.gold import read_gold
from xinwen.bench.tagsets import tag_set
from xinwen.register import packaged_register, surfaces


def test_the_unspoilt_register_lacks_what_only_the_data_names(tmp_path: Path) -> None:
    test, train = tmp_path / "test.conll", tmp_path / "train.conll"
    test.write_text("台 B-ORG\n积 I-ORG\n电 I-ORG\n和 O\n高 B-ORG\n通 I-ORG\n", "utf-8")
    train.write_text("高 B-ORG\n通 I-ORG\n来 O\n", "utf-8")
    kept = {name.name_id for name in read_gold(test, tag_set("ours"), train=train).unspoilt_register()}
    assert "tsmc" not in kept
    assert {"qualcomm", "nvidia"} <= kept


def test_the_unspoilt_register_lacks_forms_that_only_the_data_uses_of_an_entry_that_the_training_data_names(tmp_path: Path) -> None:
    test, train = tmp_path / "test.conll", tmp_path / "train.conll"
    test.write_text("T B-ORG\nS I-ORG\nM I-ORG\nC I-ORG\n", "utf-8")
    train.write_text("台 B-ORG\n积 I-ORG\n电 I-ORG\n", "utf-8")
    whole = {name.name_id: set(surfaces(name)) for name in packaged_register()}
    kept = {name.name_id: set(surfaces(name)) for name in read_gold(test, tag_set("ours"), train=train).unspoilt_register()}
    assert kept["tsmc"] == whole["tsmc"] - {"TSMC"}
    assert all(kept[name] == forms for name, forms in whole.items() if "TSMC" not in forms)
