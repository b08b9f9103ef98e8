"""``xinwen bench``: tables, JSON, leaderboard and error lists."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bench_examples import TEXTS, entities
from click.testing import CliRunner

from xinwen.bench.leaderboard import in_page
from xinwen.cli.main import main
from xinwen.formats import FORMATS, TaggedSpan, TaggedText
from xinwen.load import path as release_path

GOLDEN = Path(__file__).parents[1] / "golden" / "leaderboard.md"
NAMES = (
    {"海川汽车": "ORG", "张明": "PER", "北京": "LOC", "灵犀科技": "ORG"},
    {"灵犀科技": "ORG", "上海": "LOC"},
    {},
)
GUESSED = ({"海川汽车": "ORG", "张明": "ORG", "京": "LOC"}, {"灵犀科技": "ORG", "上海": "LOC"}, {"无人": "PER"})


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Gold and two files of predictions, in the folder that the command is run in."""
    monkeypatch.chdir(tmp_path)
    for name, marks in (("gold", NAMES), ("good", NAMES), ("poor", GUESSED)):
        texts = [
            TaggedText(f"s{i}", text, tuple(TaggedSpan(*e) for e in entities(text, **tags)))
            for i, (text, tags) in enumerate(zip(TEXTS, marks, strict=True), 1)
        ]
        (tmp_path / f"{name}.conll").write_text(FORMATS["conll"].dump(texts).content, "utf-8")
    return tmp_path


def bench(*arguments):
    return CliRunner().invoke(main, ["bench", *map(str, arguments)])


def as_json(*arguments):
    result = bench(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_predictions_are_scored_against_a_foreign_file(files):
    found = as_json("--data", "gold.conll", "--tags", "msra", "--system", "poor.conll", "--system", "good.conll")
    poor, good = (system["entities"]["micro"] for system in found["systems"])
    assert (poor["correct"], poor["gold"], poor["predicted"]) == (3, 6, 6)
    assert good["f1"] == 1
    assert found["data"]["sentences"] == 3
    assert found["intervals"] == {"unit": "sentence", "resamples": 1000, "confidence": 0.95, "seed": 0}


def test_the_same_seed_gives_the_same_intervals_and_another_seed_others(files):
    run = ("--data", "gold.conll", "--system", "poor.conll", "--seed")
    one, again, other = (as_json(*run, seed)["systems"][0]["entities"]["types"] for seed in (1, 1, 2))
    assert one == again
    assert all(
        type_["low"] <= type_["f1"] <= type_["high"] for type_ in (*one.values(), *other.values()) if type_["f1"] is not None
    )


def test_two_systems_are_compared_on_the_same_resamples(files):
    compared = as_json("--data", "gold.conll", "--compare", "good.conll", "poor.conll")["comparisons"]
    difference = compared[0]["differences"]["entities micro_f1"]
    assert compared[0]["systems"] == ["good.conll", "poor.conll"]
    assert difference["estimate"] == pytest.approx(0.5)
    assert difference["ahead"] > 0.9


def test_names_seen_in_training_are_told_apart(files):
    found = as_json("--data", "gold.conll", "--system", "poor.conll", "--train", "gold.conll")
    parts = found["systems"][0]["entities"]["names_by_train"]
    assert parts["seen"]["gold"] == 6
    assert parts["unseen"] | {"precision": 0, "f1": 0} == parts["unseen"] | {"gold": 0, "precision": 0, "f1": 0}


def test_error_lists_show_the_sentence_with_the_place_marked(files):
    assert bench("--data", "gold.conll", "--system", "poor.conll", "--errors", "errors.md").exit_code == 0
    text = Path("errors.md").read_text("utf-8")
    assert "### entities: wrong type (1)" in text
    assert "| s1 | 张明 PER | 张明 ORG | 海川汽车的〔张明〕在北京说，灵犀科技是对手。 |" in text
    assert "| s1 | 北京 LOC | 京 LOC |" in text
    assert "| s3 | – | 无人 PER | 〔无人〕回应。 |" in text


def test_the_leaderboard_is_as_it_was(files):
    run = bench(
        "--data", "gold.conll", "--tags", "msra", "--system", "poor.conll", "--system", "good.conll", "--markdown", "board.md"
    )
    assert run.exit_code == 0, run.output
    board = re.sub("(?m)^- (versions|command): .*$", r"- \1: …", Path("board.md").read_text("utf-8"))
    assert board == GOLDEN.read_text("utf-8")


def test_the_leaderboard_names_versions_commit_and_command(files):
    bench("--data", "gold.conll", "--system", "good.conll", "--markdown", "board.md")
    board = Path("board.md").read_text("utf-8")
    assert re.search(r"(?m)^- versions: xinwen \S+, python 3\.\S+, numpy \S+; commit \S+$", board)
    assert re.search(r"(?m)^- command: `xinwen .*`$", board)


def test_a_leaderboard_is_written_between_its_marks_and_again_without_change(files):
    page = "# Scores\n\n<!-- leaderboard -->\nstale\n<!-- end of leaderboard -->\n\nThe end.\n"
    Path("page.md").write_text(page, "utf-8")
    bench("--data", "gold.conll", "--system", "good.conll", "--markdown", "page.md")
    once = Path("page.md").read_text("utf-8")
    assert once.startswith("# Scores\n")
    assert once.endswith("\nThe end.\n")
    assert ("stale" in once, "good.conll" in once) == (False, True)
    bench("--data", "gold.conll", "--system", "good.conll", "--markdown", "page.md")
    assert Path("page.md").read_text("utf-8") == once
    assert in_page("no marks", "board") is None


def test_seeds_are_reported_as_exposed_and_a_pass_is_a_system_in_every_layer():
    release = release_path()
    sentences = str(release)
    result = bench("--data", sentences, "--split", "seeds", "--system", sentences)
    assert result.exit_code == 0
    assert "exposed: scheme and rules were made with these sentences in sight" in result.output
    assert re.search(r"attribution +1\.000", result.output)
    assert re.search(r"target polarity, conflict subset +1\.000", result.output)


def test_the_rules_run_by_name_and_what_they_cost_is_told():
    found = as_json("--system", "rules", "--split", "seeds", "--layer", "entities")
    system = found["systems"][0]
    assert system["cost"]["characters_per_cpu_second"] > 1000
    assert "claims" not in system


def test_a_named_system_that_cannot_be_run_ends_with_status_1(files):
    result = bench("--data", "gold.conll", "--system", "hf")
    assert result.exit_code == 1
    assert "not run: hf" in result.output


@pytest.mark.parametrize(
    ("arguments", "id_"),
    [
        (("--split", "nothing"), "bench-split"),
        (("--data", "gold.conll", "--split", "test"), "bench-split"),
        (("--data", "broken.conll"), "bench-data"),
        (("--data", "gold.conll", "--tags", "nothing"), "bench-tags"),
        (("--data", "gold.conll", "--system", "nothing"), "bench-system"),
        (("--data", "gold.conll", "--system", "other.conll"), "bench-alignment"),
        (("--data", "gold.conll", "--system", "good.conll", "--errors", "no/such/folder"), "output-unwritable"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(arguments, id_, files):
    (files / "broken.conll").write_text("海\tB-ORG\n说\tI-PER\n\n", "utf-8")
    (files / "other.conll").write_text("别\tO\n的\tB-ORG\n\n", "utf-8")
    result = bench(*arguments)
    assert result.exit_code == 1
    assert f"[{id_}]" in result.stderr
