"""The trained tagger as a labeller of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from xinwen.errors import XinwenError
from xinwen.labellers import labeller
from xinwen.passes.rules import sentence_problems
from xinwen.records import Sentence
from xinwen.tagging.model import Sentence as Told
from xinwen.tagging.tokens import Span
from xinwen.tagging.training import Example, fit, prepare


def sentences(*texts: str, damaged: tuple[tuple[int, int], ...] = ()) -> list[Sentence]:
    return [Sentence(f"a.s{i:03d}", "a", i, 0, "body", t, 0, len(t), 0, len(t), damaged) for i, t in enumerate(texts, 1)]


def trained(path: Path, type_: str) -> Path:
    made = [Example(Told(f"{name}今日上市。"), (Span(0, 4, type_),)) for name in ("灵犀科技", "蓝鲸科技", "北渚科技", "云岭科技")]
    fit(prepare(made, "char"), "char", path)
    return path


def test_the_packaged_tagger_labels_the_seeds_kind_of_sentence() -> None:
    text = "6月12日，英伟达在台北宣布推出新款GPU，售价299美元。"
    [labels] = labeller("tagger").label(sentences(text))
    assert {(e.text, e.type) for e in labels.entities} >= {
        ("英伟达", "ORG"),
        ("台北", "LOC"),
        ("299美元", "NUM"),
        ("6月12日", "NUM"),
    }
    assert not list(sentence_problems(labels, {labels.sentence_id: labels.text}, complete=False))
    assert not labels.claims and not labels.sentiments
    money = next(e for e in labels.entities if e.text == "299美元")
    assert (money.fine_type, money.value, money.unit) == ("money", 299.0, "USD")


def test_a_coarse_model_gets_its_fine_types_supposed_and_counted(tmp_path: Path) -> None:
    tagger = labeller("tagger", path=trained(tmp_path / "m.crfsuite", "ORG"))
    [labels] = tagger.label(sentences("云岭科技今日上市。"))
    assert labels.entities[0].fine_type == "company"
    assert tagger.report is not None and tagger.report.counts["fine types supposed"] == 1


def test_a_damaged_span_is_never_labelled(tmp_path: Path) -> None:
    [labels] = labeller("tagger", path=trained(tmp_path / "m.crfsuite", "ORG")).label(
        sentences("云岭科技今日上市。", damaged=((3, 5),))
    )
    assert labels.entities == ()


def test_a_model_of_foreign_types_is_refused(tmp_path: Path) -> None:
    with pytest.raises(XinwenError) as refused:
        labeller("tagger", path=trained(tmp_path / "m.crfsuite", "COMPANY"))
    assert refused.value.id == "tagger-types" and "COMPANY" in refused.value.message


def test_a_path_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(XinwenError) as refused:
        labeller("tagger", path=tmp_path / "none.crfsuite")
    assert refused.value.id == "tagger-model"
