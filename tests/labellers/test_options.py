"""How a labeller is chosen: specs, options, a user's own names, and the threshold."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from xinwen.cli.build import build, label
from xinwen.errors import XinwenError
from xinwen.labellers import labeller, labeller_options, parse_labeller
from xinwen.labellers.threshold import Thresholded, above
from xinwen.passes.rules import sentence_problems
from xinwen.records import Claim, Entity, Quantity, Sentence, SentenceLabels, Sentiment


def sentences(*texts: str) -> list[Sentence]:
    return [Sentence(f"a.s{i:03d}", "a", i, 0, "body", t, 0, len(t), 0, len(t)) for i, t in enumerate(texts, 1)]


def found(path: Path, text: str) -> list[tuple[str, str, str | None]]:
    [labels] = labeller("rules", names=path).label(sentences(text))
    return [(e.text, f"{e.type}.{e.fine_type}" if e.fine_type else e.type, e.name_id) for e in labels.entities]


def names(folder: Path, *lines: str, header: str = "surface,type,name_id,canonical", encoding: str = "utf-8") -> Path:
    path = folder / "my.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding)
    return path


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("rules", ("rules", {})),
        ("hf:my/model", ("hf", {"path": "my/model"})),
        (r"hf:C:\models\x", ("hf", {"path": r"C:\models\x"})),
    ],
)
def test_a_spec_is_a_name_and_a_path(spec: str, expected: object) -> None:
    assert parse_labeller(spec) == expected


@pytest.mark.parametrize("spec", ["hf:", ":x", ""])
def test_a_spec_that_names_nothing_is_refused(spec: str) -> None:
    with pytest.raises(XinwenError, match="labeller-spec"):
        parse_labeller(spec)


def test_options_are_those_of_create_and_others_are_refused() -> None:
    assert labeller_options("llm")["base_url"] and not labeller_options("llm")["cache"]
    with pytest.raises(XinwenError, match=r"labeller-option.*does not take colour.*names"):
        labeller("rules", colour="red")
    with pytest.raises(XinwenError, match=r"labeller-option.*needs path"):
        labeller("hf")


def test_own_names_are_found_and_linked_and_win_over_the_register(tmp_path: Path) -> None:
    path = names(
        tmp_path, "拓荒者,PROD.hardware,pioneer,拓荒者", "拓荒者一号,PROD.hardware,pioneer,", "华为,ORG.other,,", "老黄,PER,,黄仁勋"
    )
    assert found(path, "华为的老黄展示了拓荒者一号和拓荒者。") == [
        ("华为", "ORG.other", None), ("老黄", "PER", "jensen-huang"), ("拓荒者一号", "PROD.hardware", "pioneer"),
        ("拓荒者", "PROD.hardware", "pioneer"),
    ]  # fmt: skip


def test_a_surface_marked_as_no_name_is_not_labelled(tmp_path: Path) -> None:
    assert found(names(tmp_path, "华为,-,,"), "华为发布新品。") == []


def test_no_other_name_crosses_an_own_one(tmp_path: Path) -> None:
    assert found(names(tmp_path), "新思科技园开放。")[0][0] != "科技园"
    assert found(names(tmp_path, "科技园,LOC.facility"), "新思科技园开放。") == [
        ("新思", "ORG.company", "synopsys"),
        ("科技园", "LOC.facility", None),
    ]


def test_an_own_latin_name_is_no_part_of_a_word(tmp_path: Path) -> None:
    path = names(tmp_path, "Orca,PROD.model")
    assert found(path, "Orcas与Orca不同。") == [("Orca", "PROD.model", None)]


def test_the_file_may_come_from_a_spreadsheet(tmp_path: Path) -> None:
    others = [f"{name},ORG.company" for name in ("中国电子公司", "上海研究所", "北方的工厂", "我们的公司", "新的技术中心")]
    for encoding in ("utf-8-sig", "gb18030"):
        path = names(tmp_path, '"拓荒者", ORG.company', *others, header="Surface, Type", encoding=encoding)
        assert found(path, "拓荒者发布新品。") == [("拓荒者", "ORG.company", None)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",PER,,", "the surface is empty"),
        ("甲厂,ORG,,", "ORG is no type"),
        ("甲厂,,,", "an empty cell is no type"),
        ("甲厂,ORG.company,nvidia-gpu,\n乙厂,PER,nvidia-gpu,", "nvidia-gpu is ORG.company, not PER"),
        ("黄厂,PER,nvidia,", "nvidia is ORG.company, not PER"),
        ("甲厂,ORG.company,,没有这家", "no ORG.company of the register is called 没有这家"),
        ("甲厂,PER,,\n甲厂,PER,,", "stands twice"),
    ],
)
def test_a_line_that_is_no_name_is_reported_with_its_number(tmp_path: Path, line: str, reason: str) -> None:
    with pytest.raises(XinwenError) as caught:
        labeller("rules", names=names(tmp_path, "好厂,ORG.company,,", line))
    last = 2 + len(line.splitlines())
    assert caught.value.id == "names-line" and f"line {last}: {reason}" in caught.value.message.replace("甲厂 stands", "stands")
    assert caught.value.place.endswith(f"my.csv:{last}")


def test_every_wrong_line_is_counted(tmp_path: Path) -> None:
    with pytest.raises(XinwenError, match="7 of the lines are no names"):
        labeller("rules", names=names(tmp_path, *["甲厂,FIRM,,"] * 7))


@pytest.mark.parametrize("header", ["name,type", "surface", "surface,type,colour", "surface,type,type"])
def test_other_columns_are_refused(tmp_path: Path, header: str) -> None:
    with pytest.raises(XinwenError, match="names-header"):
        labeller("rules", names=names(tmp_path, "甲,乙", header=header))


def test_new_entries_travel_into_the_release(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("拓荒者公司今天发布了新一代芯片，性能提升了三成，价格没有变化。\n", "utf-8")
    path = names(tmp_path, "拓荒者,ORG.company,pioneer,拓荒者公司")
    done = CliRunner().invoke(build, [str(tmp_path / "a.txt"), "-o", str(tmp_path / "out"), "--names", str(path), "--json"])
    assert done.exit_code == 0, done.output
    import pyarrow.parquet as pq

    [row] = [r for r in pq.read_table(tmp_path / "out" / "data" / "names").to_pylist() if r["name_id"] == "pioneer"]
    assert (row["name_zh"], row["aliases"], row["fine_type"]) == ("拓荒者公司", ["拓荒者"], "company")


TEXT = "灵犀科技上海工厂投资3亿元。"
WEIGHTS = st.one_of(st.none(), st.floats(0, 1))


@st.composite
def labelled(draw: st.DrawFn) -> SentenceLabels:
    def weight() -> float | None:
        return draw(WEIGHTS)

    entities = (
        Entity("e01", 0, 8, TEXT[:8], "LOC", "facility", confidence=weight()),
        Entity("e02", 0, 4, TEXT[:4], "ORG", "company", "inner", "e01", confidence=weight()),
        Entity("e03", 10, 13, TEXT[10:13], "NUM", "money", confidence=weight()),
    )
    firm = Entity("e00", 0, 4, TEXT[:4], "ORG", "company", confidence=weight())
    outer = draw(st.booleans())
    entities = entities if outer else (firm, *entities[2:])
    about = "e01" if outer else "e00"
    quantity = Quantity("e03", "value", 3e8, "CNY")
    claim = Claim(
        "c01", 0, 13, TEXT[:13], "numeric", "past", "asserted", about=(about,), quantities=(quantity,), confidence=weight()
    )
    views = () if outer else (Sentiment("positive", "e00", "fact", "c01", weight()),)
    return SentenceLabels("a.s001", TEXT, 0, len(TEXT), entities, (Sentiment("neutral", confidence=weight()), *views), (claim,))


@given(labelled(), st.floats(0, 1))
def test_what_is_left_is_sure_and_valid_and_the_rest_is_counted(labels: SentenceLabels, minimum: float) -> None:
    kept, left_out = above(labels, minimum)
    assert not list(sentence_problems(kept, {kept.sentence_id: kept.text}, complete=False))
    before, after = everything(labels), everything(kept)
    assert all(one.confidence is None or one.confidence >= minimum for one in after)
    assert len(before) - len(after) == left_out.total()
    assert above(kept, minimum) == (kept, {})
    assert above(labels, 0.0)[0] == labels


def everything(labels: SentenceLabels) -> Sequence[Entity | Sentiment | Claim]:
    return [*labels.entities, *labels.sentiments, *labels.claims]


def test_with_a_mention_go_what_is_inside_it_and_what_points_to_it() -> None:
    entities = (
        Entity("e01", 0, 8, TEXT[:8], "LOC", "facility", confidence=0.2),
        Entity("e02", 0, 4, TEXT[:4], "ORG", "company", "inner", "e01"),
    )
    claim = Claim("c01", 0, 13, TEXT[:13], "numeric", "past", "asserted", about=("e01",), confidence=0.9)
    kept, left_out = above(SentenceLabels("a.s001", TEXT, 0, 14, entities, (), (claim,)), 0.5)
    assert kept.entities == () and kept.claims == (replace(claim, about=()),) and left_out == {"entities": 2}


def test_a_threshold_is_signed_and_reported() -> None:
    sure = Thresholded(labeller("rules"), 0.7)
    [labels] = sure.label(sentences("英伟达投资3亿元。"))
    assert labels.entities and not labels.sentiments and not labels.claims
    assert sure.version.endswith(", confidence >= 0.7") and sure.annotator_kind == "program"
    assert sure.report and sure.report.counts["sentiments below the threshold"] == 2
    with pytest.raises(XinwenError, match="labeller-threshold"):
        Thresholded(labeller("rules"), 1.5)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--base-url", "http://x"], "hybrid does not take --base-url. It takes --names, :PATH behind its name, --threshold."),
        (["--labeller", "llm", "--model", "m"], "llm needs --base-url."),
        (["--labeller", "hf"], "hf needs :PATH behind its name."),
        (
            ["--labeller", "hf:x", "--names", "my.csv"],
            "hf does not take --names. It takes :PATH behind its name, --tag-map, --batch",
        ),
        (["--labeller", "rules:x"], "rules does not take :PATH behind its name."),
    ],
)
def test_an_option_that_the_labeller_does_not_take_is_a_usage_error(words: list[str], message: str) -> None:
    for command, rest in ((label, []), (build, ["pages", "-o", "out"])):
        with pytest.raises(click.UsageError) as caught:
            command.main([*rest, *words], standalone_mode=False)
        assert message in caught.value.message


@pytest.mark.parametrize("words", [["--threshold", "0.5"], ["--names", "my.csv"], ["--model", "m"]])
def test_labelling_options_without_pages_are_refused(words: list[str]) -> None:
    with pytest.raises(click.UsageError, match="pages of your own"):
        build.main(words, standalone_mode=False)


def test_the_threshold_is_in_the_report_of_a_build(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("英伟达今天发布了新一代芯片，性能提升了三成，价格没有变化。\n", "utf-8")
    words = [str(tmp_path / "a.txt"), "-o", str(tmp_path / "out"), "--threshold", "0.99", "--json"]
    done = CliRunner().invoke(build, words)
    assert done.exit_code == 0, done.output
    report = json.loads(done.stdout)
    assert report["labeller"]["sentiments below the threshold"] >= 2 and report["labels"]["sentiments"] == 0
