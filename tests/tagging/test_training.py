"""Training: a small tagger learns, is the same each time, and a damaged file is refused."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from xinwen.errors import XinwenError
from xinwen.tagging.features import FEATURE_SETS, features, parse
from xinwen.tagging.model import Sentence, Tagger, described, metadata_path
from xinwen.tagging.tokens import Span, tokenize, tokenize_all
from xinwen.tagging.training import ALL, Example, count, f1_interval, fit, prepare, total

CITIES, FIRMS = ("北京", "上海", "深圳", "成都", "武汉"), ("灵犀科技", "蓝鲸科技", "云岭科技", "北渚科技")


def examples() -> list[Example]:
    made = []
    for number, (city, firm) in enumerate((c, f) for c in CITIES for f in FIRMS):
        text = f"{firm}昨日在 {city} 设厂。"
        spans = (Span(0, 4, "ORG.company"), Span(8, 10, "LOC.gpe"))
        made.append(Example(Sentence(text), spans, f"a{number // 4}"))
    return made


def written(sentences: Sequence[Sentence], templates: Sequence[str]) -> list[list[list[str]]]:
    parsed = parse(templates)
    return features(described(sentences, tokenize_all([sentence.text for sentence in sentences]), parsed), parsed)


def trained(path: Path, kind: str = "char") -> Path:
    fit(prepare(examples(), kind), kind, path, {"data": "cities", "seed": 1})
    return path


def test_a_tagger_finds_what_it_has_learnt_in_a_new_sentence(tmp_path: Path) -> None:
    [found] = Tagger(trained(tmp_path / "m.crfsuite")).tag([Sentence("云岭科技昨日在 北京 设厂。")])
    assert [span[:3] for span in found] == [(0, 4, "ORG.company"), (8, 10, "LOC.gpe")]
    assert all(0 < span.confidence <= 1 for span in found)


def test_the_same_examples_give_the_same_file(tmp_path: Path) -> None:
    first, second = (trained(tmp_path / name) for name in ("a.crfsuite", "b.crfsuite"))
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("kind", ["seg", "lac", "default"])
def test_every_torch_free_set_of_features_trains(tmp_path: Path, kind: str) -> None:
    tagger = Tagger(trained(tmp_path / "m.crfsuite", kind))
    assert tagger.types == ("LOC.gpe", "ORG.company") and tagger.tag([Sentence(""), Sentence("  ")]) == [[], []]


def test_the_description_says_what_the_model_is(tmp_path: Path) -> None:
    path = trained(tmp_path / "m.crfsuite")
    description = json.loads(metadata_path(path).read_text("utf-8"))
    assert description["data"] == "cities" and description["sentences"] == 20 and description["spans"] == 40
    assert description["libraries"].keys() == {"python-crfsuite"} and description["features"] == "char"


def test_a_hint_reaches_the_features_of_its_tokens() -> None:
    tokens = tokenize("H20上市")
    [rows] = written([Sentence("H20上市", (Span(0, 3, "PROD.hardware"),))], FEATURE_SETS["default"])
    assert len(rows) == len(tokens)
    letter = next(t.letter for t in parse(FEATURE_SETS["default"]) if t.parts == (("hints", 0),))
    hinted = [f"{letter}{tag}" in row for tag, row in zip(("BPRha", "IPRha", "O"), rows, strict=False)]
    assert hinted == [True] * 3


def test_jieba_words_stand_with_their_place_and_their_neighbours() -> None:
    rows = written([Sentence("好"), Sentence("我们喜欢北京")], ("word[0]", "before[0]", "after[0]"))[1]
    assert rows[2:4] == [["aB喜欢", "b我们", "c北京"], ["aI喜欢", "b我们", "c北京"]]
    assert (rows[0][1], rows[-1][2]) == ("b^", "c$")


def test_features_are_the_same_whatever_sentences_are_read_with_it() -> None:
    texts = [Sentence("广发证券在北京开会"), Sentence("壁仞科技"), Sentence("英伟达发布了新一代的产品，售价为300美元。")]
    alone = [written([text], FEATURE_SETS["default"])[0] for text in texts]
    assert written(texts, FEATURE_SETS["default"]) == alone


@pytest.mark.parametrize(
    "defect", ["missing", "damaged", "description missing", "description torn", "foreign features", "no field"]
)
def test_a_model_that_is_missing_or_damaged_is_refused(tmp_path: Path, defect: str) -> None:
    path = trained(tmp_path / "m.crfsuite")
    if defect == "missing":
        path.unlink()
    elif defect == "damaged":
        path.write_bytes(path.read_bytes()[:-100])
    elif defect == "description missing":
        metadata_path(path).unlink()
    elif defect == "description torn":
        metadata_path(path).write_text('{"features": "char"', "utf-8")
    elif defect == "no field":
        path.write_bytes(b"weights of something else")
        told = json.loads(metadata_path(path).read_text("utf-8"))
        told["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
        metadata_path(path).write_text(json.dumps(told), "utf-8")
    else:
        metadata_path(path).write_text('{"features": "bert", "sha256": ""}', "utf-8")
    with pytest.raises(XinwenError) as refused:
        Tagger(path)
    assert refused.value.id == "tagger-model" and refused.value.remedy


def test_nothing_to_learn_from_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(XinwenError) as refused:
        fit(prepare([Example(Sentence("好。"), ())], "char"), "char", tmp_path / "m.crfsuite")
    assert refused.value.id == "tagger-examples"


def test_features_that_are_not_known_are_an_error() -> None:
    with pytest.raises(XinwenError) as refused:
        prepare(examples(), "bert")
    assert refused.value.id == "tagger-features"


def test_counts_are_strict_and_coarse() -> None:
    gold = [Example(Sentence("北京灵犀"), (Span(0, 2, "LOC.gpe"), Span(2, 4, "ORG.company")), "a")]
    units = count(gold, [[Span(0, 2, "LOC.other"), Span(2, 3, "ORG.company")]])
    assert (total(units).correct, total(units).gold, total(units).predicted) == (1, 2, 2)
    assert total(units, "LOC").f1 == 1 and total(units, "ORG").f1 == 0 and f1_interval(units, ALL) == (0.5, 0.5, 0.5)


def test_a_model_is_read_with_its_own_templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, sentence = trained(tmp_path / "m.crfsuite"), Sentence("云岭科技昨日在 北京 设厂。")
    found = Tagger(path).tag([sentence])
    monkeypatch.setitem(FEATURE_SETS, "char", ("class[0]",))
    assert found[0] and Tagger(path).tag([sentence]) == found


def test_a_template_joins_columns_at_their_places() -> None:
    [rows] = written([Sentence("去年A股")], ("token[-2] token[0]", "class[1]"))
    assert rows == [["a^|去", "bH"], ["a^|年", "bU1"], ["a去|A", "bH"], ["a年|股", "b$"]]


@pytest.mark.parametrize("template", ["", "token", "pos[0]", "token[0] ", "lac?[0] token[0]", "token[x]"])
def test_what_is_no_template_is_refused(template: str) -> None:
    with pytest.raises(ValueError, match="no template"):
        parse([template])


def test_more_templates_than_letters_are_refused() -> None:
    with pytest.raises(ValueError, match="more than"):
        parse(["token[0]"] * 63)


def test_training_without_the_library_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pycrfsuite", None)
    prepared = prepare(examples(), "char")
    with pytest.raises(XinwenError, match="python-crfsuite") as caught:
        fit(prepared, "char", tmp_path / "model.crfsuite")
    assert caught.value.id == "training-missing" and "xinwen[train]" in str(caught.value.remedy)
