"""The annotation commands from end to end, on the pages of the project."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from xinwen.cli.main import main

ROOT = Path(__file__).parents[2]
ARTICLE = "seed-000"


def run(*args: str) -> Result:
    result = CliRunner().invoke(main, ["annotate", *map(str, args)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def fill(form: Path, first_polarity: str, *first_lines: str) -> None:
    """Give every sentence a polarity, and the first one some further lines."""
    head, *sections = re.split(r"(?m)^(?=## )", form.read_text("utf-8"))
    bodies = [f"{section.rstrip()}\nS neutral\n" for section in sections]
    bodies[0] = bodies[0].replace("S neutral", "\n".join([f"S {first_polarity}", *first_lines]))
    form.write_text(head + "".join(bodies), "utf-8")


NAME = "E DeepSeek R2 = PROD.model | @- | positive fact"
PLACE = "E 中国 = LOC.gpe | neutral fact"
CLAIM = """C 中国AI与芯片产业迎来新一轮协同进化
  type: event_property
  source: author
  quote: none
  time: present
  certainty: asserted
  verifiable: no
  checkworthy: 0
  about: 中国"""


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    """A copy of the pages, with two passes made through forms."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    (folder / "annotations").mkdir()
    shutil.copy(ROOT / "annotations" / "GUIDELINES.md", folder / "annotations")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name, lines in (("a", (NAME, PLACE, CLAIM)), ("b", (NAME.replace("positive", "neutral"), PLACE))):
            started = run("start", ARTICLE, "--pass", name, "--annotator", "model 1", "--annotator-kind", "language_model")
            assert started.output.strip() == f"forms/{name}/{ARTICLE}.form"
            fill(Path(f"forms/{name}/{ARTICLE}.form"), "positive", *lines)
            compiled = run("compile", f"forms/{name}/{ARTICLE}.form")
            assert (compiled.exit_code, compiled.output.strip()) == (0, f"annotations/passes/{name}/{ARTICLE}.jsonl")
    return folder


@pytest.fixture
def inside(project, monkeypatch) -> Path:
    monkeypatch.chdir(project)
    return project


def test_a_form_is_not_written_over_by_accident(inside):
    result = run("start", ARTICLE, "--pass", "a")
    assert result.exit_code == 1
    assert "[form-exists]" in result.output


def test_an_unknown_article_is_named(inside):
    result = run("start", "seed-999", "--pass", "a")
    assert (result.exit_code, "[article-unknown]" in result.output) == (1, True)


def test_a_form_with_a_mistake_is_reported_and_not_stored(inside):
    run("start", ARTICLE, "--pass", "wrong", "--annotator", "x")
    result = run("compile", f"forms/wrong/{ARTICLE}.form")
    assert result.exit_code == 1
    assert f"[form-incomplete] forms/wrong/{ARTICLE}.form:" in result.output
    assert not Path("annotations/passes/wrong").exists()


def test_a_form_by_nobody_is_refused(inside):
    run("start", ARTICLE, "--pass", "nobody")
    fill(Path(f"forms/nobody/{ARTICLE}.form"), "neutral")
    result = run("compile", f"forms/nobody/{ARTICLE}.form")
    assert (result.exit_code, "annotator is empty" in result.output) == (1, True)


def test_a_pass_that_starts_from_another_says_so(inside):
    started = run("start", ARTICLE, "--pass", "c", "--from", "a", "--annotator", "reader", "--json")
    form = str(Path("forms/c") / f"{ARTICLE}.form")
    assert json.loads(started.output) == {"pass": "c", "independent": False, "derived_from": "a", "forms": [form]}
    assert NAME in Path(f"forms/c/{ARTICLE}.form").read_text("utf-8")
    assert run("compile", f"forms/c/{ARTICLE}.form").exit_code == 0
    header = json.loads(Path(f"annotations/passes/c/{ARTICLE}.jsonl").read_text("utf-8").splitlines()[0])
    assert (header["independent"], header["derived_from"], header["annotator"]) == (False, "a", "reader")
    assert run("agree", "a", "c", "--json").output.count('"f1": 1.0')


def test_passes_and_forms_are_checked_together(inside):
    result = run("check", "annotations/passes/a", "forms/b", "--json")
    found = json.loads(result.output)
    assert (result.exit_code, found["files"], found["errors"]) == (0, 2, [])


def test_a_pass_over_other_sentences_fails_the_check(inside, tmp_path):
    lines = Path(f"annotations/passes/a/{ARTICLE}.jsonl").read_text("utf-8").splitlines()
    (tmp_path / "short.jsonl").write_text("\n".join(lines[:-1]), "utf-8")
    (tmp_path / "broken.jsonl").write_text(lines[0] + "\n{}\n", "utf-8")
    result = run("check", str(tmp_path), "--json")
    assert result.exit_code == 1
    assert {error["id"] for error in json.loads(result.output)["errors"]} == {"pass-sentences", "pass-line"}


def test_agreement_is_shown_as_a_table_and_as_json(inside):
    assert run("agree", "a", "b").output.startswith("pass agreement: a (model 1) and b (model 1)")
    figures = json.loads(run("agree", "a", "b", "--json").output)
    assert figures["sentiment"]["target"] == {"n": 2, "equal": 1, "raw": 0.5, "alpha": pytest.approx(0.0, abs=1)}
    assert figures["claims"]["exact"]["gold"] == 1


def test_a_pass_that_is_not_there_is_named(inside):
    result = run("agree", "a", "zzz")
    assert (result.exit_code, "[pass-file]" in result.output) == (1, True)


def test_two_passes_become_adjudicated_labels_by_way_of_a_sheet(inside):
    listed = json.loads(run("adjudicate", "a", "b", "--json").output)
    assert [d["layer"] for d in listed] == ["target", "claim"]
    run("adjudicate", "a", "b", "--sheet", "sheets")
    sheet = Path(f"sheets/{ARTICLE}.sheet")
    refused = run("adjudicate", "a", "b", "--decisions", "sheets")
    assert (refused.exit_code, refused.output.count("[decision-missing]")) == (1, 2)
    assert not Path("annotations/adjudicated").exists()
    sheet.write_text(sheet.read_text("utf-8").replace("\n>\n#\n", "\n> a\n# the main clause says so\n"), "utf-8")
    assert run("adjudicate", "a", "b", "--decisions", "sheets").exit_code == 0
    adjudicated = Path(f"annotations/adjudicated/{ARTICLE}.jsonl").read_text("utf-8").splitlines()
    assert adjudicated[1:] == Path(f"annotations/passes/a/{ARTICLE}.jsonl").read_text("utf-8").splitlines()[1:]
    decisions = Path(f"annotations/decisions/{ARTICLE}.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["reason"] for line in decisions] == ["the main clause says so"] * 2
    again = run("adjudicate", "a", "b", "--decisions", f"annotations/decisions/{ARTICLE}.jsonl")
    assert again.exit_code == 0


def test_seeded_errors_are_reviewed_and_estimated(inside):
    planted = run("seed-errors", "a", "--per-layer", "4", "-o", "review")
    assert planted.exit_code == 0
    key = json.loads(Path("review/key.json").read_text("utf-8"))
    assert len([p for p in key["planted"] if p["layer"] == "sentiment"]) == 4
    assert "[S] S" in Path("review/review.txt").read_text("utf-8")
    with Path("review/flags.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["sentence_id", "layer", "label", "wrong", "correction"])
        writer.writerows([p["sentence_id"], p["layer"], p["label"], "wrong", p["text"]] for p in key["planted"][1:])
        writer.writerow([f"{ARTICLE}.s001", "entity", "missing", "left out", "E 不存在的名字 = TECH"])
    counts = json.loads(run("review", "review/key.json", "review/flags.csv", "-o", "review/verdicts.csv", "--json").output)
    assert (counts["found"], counts["without verdict"]) == (len(key["planted"]) - 1, 1)
    waiting = run("estimate", "review/key.json", "review/flags.csv")
    assert (waiting.exit_code, "[review-verdict]" in waiting.output) == (1, True)
    verdicts = Path("review/verdicts.csv")
    verdicts.write_text(re.sub(r",\n$", ",none\n", verdicts.read_text("utf-8")), "utf-8")
    layers = json.loads(run("estimate", "review/key.json", "review/flags.csv", "review/verdicts.csv", "--json").output)
    assert sum(layer["found"] for layer in layers) == len(key["planted"]) - 1
    assert {layer["real"] for layer in layers} == {0}
    assert "share found" in run("estimate", "review/key.json", "review/flags.csv", "review/verdicts.csv").output


@pytest.mark.parametrize("name", ["doccano.jsonl", "label_studio.json"])
def test_a_kit_goes_out_blank_and_what_comes_back_is_scored(inside, name):
    kit = run("audit-kit", ARTICLE, "-n", "51", "-o", "kit")
    assert (kit.exit_code, "guidelines: annotations/GUIDELINES.md" in kit.output) == (0, True)
    unanswered = run("audit-score", f"kit/{name}", "--against", "a")
    assert (unanswered.exit_code, "[audit-unanswered]" in unanswered.output) == (1, True)
    answer(Path("kit") / name)
    scored = run("audit-score", f"kit/{name}", "--against", "a", "--json")
    figures = json.loads(scored.output)
    assert (figures["sentences"], figures["b"]["annotator_kind"]) == (51, "person")
    assert figures["entities"]["coarse"]["errors"]["missed"] == 2
    assert figures["entities"]["coarse"]["micro"]["predicted"] == 1
    assert figures["sentiment"]["sentence"]["n"] == 0
    assert run("audit-score", f"kit/{name}", "--against", "a").output.startswith("pass agreement: a (model 1) and audit (person)")


def answer(kit: Path) -> None:
    """Label the last character of the first sentence as a person would, and look at the others without finding anything."""
    text = kit.read_text("utf-8")
    if kit.suffix == ".jsonl":
        lines = [json.loads(line) for line in text.splitlines()]
        size = len(lines[0]["text"])
        lines[0]["entities"] = [{"id": 1, "label": "TECH", "start_offset": size - 1, "end_offset": size}]
        kit.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    else:
        tasks = [{**task, "annotations": [{"result": []}]} for task in json.loads(text)]
        size = len(tasks[0]["data"]["text"])
        value = {"start": size - 1, "end": size, "text": tasks[0]["data"]["text"][-1], "labels": ["TECH"]}
        label = {"id": "x", "from_name": "outer", "to_name": "text", "type": "labels", "value": value}
        tasks[0]["annotations"] = [{"result": [label]}]
        kit.write_text(json.dumps(tasks), "utf-8")


def test_labels_stay_as_they_are_when_nothing_has_changed(inside):
    before = Path(f"annotations/passes/a/{ARTICLE}.jsonl").read_bytes()
    result = run("reanchor", "a")
    assert (result.exit_code, result.output.strip()) == (0, "0 labels to look at")
    assert Path(f"annotations/passes/a/{ARTICLE}.jsonl").read_bytes() == before
