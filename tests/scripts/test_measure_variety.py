"""The figures of variety, on corpora small enough to count by hand."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "measure_variety.py"
MODULE = runpy.run_path(str(SCRIPT))


def label(folder: Path, article: str, *sentences: tuple[str, list[tuple[str, str]]]) -> None:
    """Write a pass: sentences with their entities as (surface, type)."""
    folder.mkdir(exist_ok=True)
    lines: list[dict[str, Any]] = [{"name": "a"}]
    for text, found in sentences:
        places = [(text.index(surface), surface, type) for surface, type in found]
        entities = [
            {"start_char": at, "end_char": at + len(surface), "text": surface, "type": type} for at, surface, type in places
        ]
        lines.append({"text": text, "entities": entities})
    (folder / f"{article}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")


@pytest.fixture
def figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    folder = tmp_path / "passes"
    first = ("蓝鲸科技的厂房停了三天。", [("蓝鲸科技", "ORG"), ("三天", "NUM")])
    label(folder, "syn-0001", ("题目", []), first, ("没有人敢打包票。", []))
    label(folder, "syn-0002", ("老张等了三天。", [("三天", "NUM")]), ("谁都没有人敢打包票。", []))
    label(folder, "seed-000", ("灵犀发布了R7。", [("灵犀", "ORG"), ("R7", "PROD")]), ("它很快。", []))
    conll = tmp_path / "other.bio"
    conll.write_text("".join(f"{c}\tO\n" for c in "我们走吧。") + "\n" + "北\tB-LOC\n京\tI-LOC\n好\tO\n\n", "utf-8")
    MODULE["main"]([str(folder), "--conll", str(conll), "--json"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_articles_are_grouped_by_their_ids_and_other_files_stand_beside(figures: dict[str, Any]) -> None:
    assert list(figures) == ["syn", "seed", "other"]
    assert [(c["articles"], c["sentences"], c["characters"]) for c in figures.values()] == [(2, 5, 39), (1, 2, 12), (2, 2, 8)]


def test_sentences_without_entities_names_and_persons_or_places_are_told_apart(figures: dict[str, Any]) -> None:
    assert (figures["syn"]["without_entity"], figures["syn"]["without_name"]) == (0.6, 0.8)
    assert (figures["seed"]["without_name"], figures["seed"]["without_per_org_loc"]) == (0.5, 0.5)
    assert figures["other"]["without_name"] == 0.5


def test_short_sentences_are_counted_without_headings(figures: dict[str, Any]) -> None:
    assert figures["syn"]["short_sentences"] == 0.6
    assert figures["other"]["short_sentences"] == 0.5


def test_names_are_counted_without_numbers(figures: dict[str, Any]) -> None:
    assert figures["syn"]["names_per_1000"] == pytest.approx(1000 / 39)


def test_a_phrase_of_two_articles_shows_in_the_shared_8grams(figures: dict[str, Any]) -> None:
    grams = {
        text[i : i + 8]
        for text in ("蓝鲸科技的厂房停了三天。", "没有人敢打包票。", "谁都没有人敢打包票。")
        for i in range(len(text) - 7)
    }
    assert figures["syn"]["shared_8grams"] == pytest.approx(1 / len(grams))
    assert figures["seed"]["shared_8grams"] == 0


def test_names_and_numbers_are_left_out_of_masked_8grams() -> None:
    sentence, span = MODULE["Sentence"], MODULE["Span"]
    texts = [sentence(a, f"{n}的厂房停了一个多月没复工", (span(0, 2, "ORG"),)) for a, n in (("a", "甲乙"), ("b", "丙丁"))]
    assert texts[0].masked() == "\0\0的厂房停了一个多月没复工"
    assert MODULE["shared_grams"]((s.article, s.masked()) for s in texts) == 1.0
    assert MODULE["shared_grams"]((s.article, s.text) for s in texts) == pytest.approx(5 / 9)


def test_a_figure_of_size_is_taken_of_windows_of_one_size() -> None:
    windowed = MODULE["windowed"]
    assert windowed(list("abab"), 2, lambda w: len(set(w))) == 2
    assert windowed(list("aabb"), 4, lambda w: len(set(w)) / 4) == 0.5
    assert windowed(list("abc"), 4, len) is None


def test_openings_leave_marks_and_headings_aside() -> None:
    assert MODULE["edge"]("“没有人敢打包票。”") == "没有人敢"
    assert MODULE["edge"]("“没有人敢打包票。”", last=True) == "敢打包票"
    sentence = MODULE["Sentence"]
    assert MODULE["body"]([sentence("a", "题目", ()), sentence("a", "正文。", ())])[0].text == "正文。"


def test_phrases_come_once_with_their_articles_and_without_their_parts() -> None:
    sentence = MODULE["Sentence"]
    found = MODULE["phrases"]([sentence(a, f"{c}不敢打包票。", ()) for a, c in zip("abc", "他她它", strict=True)])
    assert found == [("不敢打包票", ["a", "b", "c"])]


def test_labels_of_the_test_split_are_not_read() -> None:
    labels = SCRIPT.parents[1] / "annotations" / "passes" / "a"
    test = MODULE["test_articles"]()
    assert test and test.isdisjoint(s.article for s in MODULE["of_labels"](labels, with_test=False))


def test_a_release_is_read_too_and_the_table_has_a_column_a_corpus(capsys: pytest.CaptureFixture[str]) -> None:
    release = next((SCRIPT.parents[1] / "dataset").glob("xinwen-*"))
    MODULE["main"]([str(release)])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("| | ") and "seed" in lines[0]
    assert len({line.count("|") for line in lines}) == 1
