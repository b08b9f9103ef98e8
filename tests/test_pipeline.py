"""Many pages to a release: what comes out, what is refused and why, and that the same input gives the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import click
import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
from datasets import ClassLabel, load_dataset

from xinwen.cli.build import build
from xinwen.collection import gather_pages, gather_sources
from xinwen.errors import XinwenError
from xinwen.labellers import Labeller, labeller
from xinwen.labellers.report import Report
from xinwen.pipeline import LOSERS, build_pages, build_project
from xinwen.records import Entity, Sentence, SentenceLabels
from xinwen.release.columns import FLAT, TABLES

ROOT = Path(__file__).resolve().parents[1]
GOOD = "台积电今天发布了新一代芯片。\n\n公司表示，这款芯片的性能提升了三成，价格为600元，预计明年出货量将超过20万片。\n"
OTHER = "灵犀半导体的工厂昨天停电两小时。\n\n业内人士认为，停电对产能影响不大，但是交货时间可能推迟到2027年3月。\n"


def project(folder: Path) -> Path:
    for name in ("seeds", "annotations"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def part_of_project(folder: Path, articles: Sequence[str] = ("seed-000", "seed-004", "syn-0001", "syn-0032", "syn-0037")) -> Path:
    """The project with these articles and no others: a part in each split, where all of it would say no more."""
    project(folder)
    sources = folder / "seeds" / "sources.jsonl"
    lines = sources.read_text("utf-8").splitlines(keepends=True)
    sources.write_text("".join(line for line in lines if json.loads(line)["article_id"] in articles), "utf-8")
    for path in (folder / "annotations").rglob("*.jsonl"):
        if re.fullmatch(r"(?:seed|syn)-\d+", path.stem) and path.stem not in articles:
            path.unlink()
    return folder


def tree(folder: Path) -> dict[str, str]:
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "a.txt").write_text(GOOD, "utf-8")
    (folder / "b.md").write_text(f"---\ntitle: 停电\n---\n\n{OTHER}", "utf-8")
    build_pages([folder], folder.parent / "own_release")
    return folder.parent / "own_release"


class _Settling(Labeller):
    """A labeller in which 台积 loses against what the rules found."""

    name, version = "settling", "1"

    def __init__(self) -> None:
        self.report = Report()

    def label(self, sentences: Sequence[Sentence]) -> list[SentenceLabels]:
        for s in sentences:
            if (at := s.text.find("台积电")) >= 0:
                self.report.losers[s.sentence_id] = (Entity("e01", at, at + 2, "台积", "ORG", "company", confidence=0.5),)
        return labeller("rules").label(sentences)


def test_a_mention_that_lost_a_conflict_stays_in_labels_raw(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD, "utf-8")
    built = build_pages([tmp_path / "a.txt"], tmp_path / "release", chosen=_Settling())
    raw = [row for t in built.tables["labels_raw"].values() for row in t.to_pylist() if row["layer"] == "entity"]
    assert [(row["text"], row["adopted"]) for row in raw if row["pass"] == LOSERS] == [("台积", False)]
    assert "台积" not in {row["text"] for t in built.tables["entities"].values() for row in t.to_pylist()}


def test_the_committed_release_is_what_seeds_and_annotations_give(tmp_path: Path) -> None:
    built = build_project(project(tmp_path), tmp_path / "dataset")
    committed = ROOT / "dataset" / built.target.name
    assert json.loads((committed / "MANIFEST.json").read_text("utf-8"))["logical_digest"] == built.manifest["logical_digest"]


def test_a_second_build_verifies_and_leaves_the_release_untouched(tmp_path: Path) -> None:
    root = part_of_project(tmp_path)
    first = build_project(root, tmp_path / "dataset")
    stamps = {p: p.stat().st_mtime_ns for p in first.target.rglob("*")}
    assert (first.state, build_project(root, tmp_path / "dataset").state) == ("written", "verified")
    assert stamps == {p: p.stat().st_mtime_ns for p in first.target.rglob("*")}


def test_a_changed_label_replaces_a_0_x_release_and_shows_the_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xinwen.pipeline.__version__", "0.9.0")
    root = part_of_project(tmp_path)
    before = build_project(root, tmp_path / "dataset")
    change_one_polarity(root)
    after = build_project(root, tmp_path / "dataset")
    assert after.state == "replaced"
    assert {c.table for c in after.changes} >= {"sentences", "sentiments"}
    assert before.manifest["logical_digest"] != after.manifest["logical_digest"]


def test_a_changed_label_under_a_frozen_version_is_refused_with_the_version_that_is_due(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xinwen.pipeline.__version__", "1.0.0")
    root = part_of_project(tmp_path)
    built = build_project(root, tmp_path / "dataset")
    stood = tree(built.target)
    change_one_polarity(root)
    with pytest.raises(XinwenError, match=r"2\.0\.0") as caught:
        build_project(root, tmp_path / "dataset")
    assert caught.value.id == "release-frozen"
    assert tree(built.target) == stood


def change_one_polarity(root: Path) -> None:
    """Turn the first sentence polarity of the labels that count."""
    annotations = root / "annotations"
    file = next(
        p
        for p in (annotations / "adjudicated" / "seed-000.jsonl", annotations / "passes" / "auto" / "seed-000.jsonl")
        if p.exists()
    )
    lines = file.read_text("utf-8").splitlines(keepends=True)
    turned = {"positive": "negative", "neutral": "positive", "negative": "positive", "mixed": "positive"}
    for number, line in enumerate(lines):
        record = json.loads(line)
        own = next((s for s in record.get("sentiments", []) if "entity_id" not in s), None)
        if own:
            own["polarity"] = turned[own["polarity"]]
            lines[number] = json.dumps(record, ensure_ascii=False) + "\n"
            break
    file.write_text("".join(lines), "utf-8")


def test_the_same_build_gives_the_same_bytes_from_another_folder_and_hash_seed(tmp_path: Path) -> None:
    trees = []
    for name, seed in (("one", "1"), ("two/deeper", "77")):
        root = part_of_project(tmp_path / name)
        code = "from pathlib import Path; from xinwen.pipeline import build_project; build_project(Path('.'), Path('dataset'))"
        subprocess.run([sys.executable, "-c", code], cwd=root, env={**os.environ, "PYTHONHASHSEED": seed}, check=True)
        trees.append(tree(root / "dataset"))
    assert trees[0] == trees[1]
    assert trees[0]


def test_every_config_loads_with_class_labels_and_reads_as_strings(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    for name in TABLES:
        assert load_dataset(str(own), name, split="train", cache_dir=str(tmp_path)).num_rows >= 0
    entities = load_dataset(str(own), "entities", split="train", cache_dir=str(tmp_path))
    assert isinstance(entities.features["type"], ClassLabel)
    kinds = set(pd.read_parquet(own / "data" / "entities")["type"])
    assert kinds and kinds <= set(entities.features["type"].names)
    assert kinds == set(pl.read_parquet(own / "data" / "entities" / "*.parquet")["type"])
    assert kinds == {row[0] for row in duckdb.sql(f"SELECT DISTINCT type FROM '{own}/data/entities/*.parquet'").fetchall()}


def test_flat_tables_are_the_nested_columns_unnested(own: Path) -> None:
    sentences = pq.read_table(own / "data" / "sentences").to_pylist()
    for name in FLAT:
        flat = pq.read_table(own / "data" / name).to_pylist()
        place = ("sentence_id", "article_id")
        assert flat == [{**{k: s[k] for k in place}, **row} for s in sentences for row in s[name]]


def test_offsets_point_at_their_text_in_every_table(own: Path) -> None:
    articles = {a["article_id"]: a for a in pq.read_table(own / "data" / "articles").to_pylist()}
    for s in pq.read_table(own / "data" / "sentences").to_pylist():
        article = articles[s["article_id"]]
        assert article["text"][s["start_char"] : s["end_char"]] == s["text"] == article["raw_text"][s["raw_start"] : s["raw_end"]]
        for row in (*s["entities"], *s["claims"]):
            assert (
                s["text"][row["start_char"] : row["end_char"]]
                == row["text"]
                == article["raw_text"][row["raw_start"] : row["raw_end"]]
            )


BAD: dict[str, tuple[str, bytes]] = {
    "input-empty": ("empty.txt", b""),
    "input-binary": ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4),
    "input-no-chinese": ("english.txt", b"Only English here. No Chinese text at all, not one word.\n" * 5),
}


@pytest.mark.parametrize("id", BAD)
def test_a_bad_page_is_rejected_with_id_place_and_remedy_and_the_good_one_goes_through(tmp_path: Path, id: str) -> None:
    name, data = BAD[id]
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text(GOOD, "utf-8")
    gathered = gather_pages([tmp_path])
    assert [d.article.article_id for d in gathered.documents] == ["good"]
    (reject,) = gathered.rejects
    assert (reject.id, name in reject.place, bool(reject.remedy)) == (id, True, True)


def test_a_page_in_no_known_encoding_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "odd.txt").write_bytes(b"\xff\xfe\xfd" + bytes([0x81, 0x20, 0xFF, 0x80]) * 50)
    (reject,) = gather_pages([tmp_path]).rejects
    assert reject.id in ("input-encoding", "input-binary") and reject.remedy


def test_a_missing_file_and_an_empty_folder_are_rejected(tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    rejects = gather_pages([tmp_path / "nothing", tmp_path / "gone.txt"]).rejects
    assert {r.id for r in rejects} == {"input-empty-folder", "input-missing"}


def test_two_pages_with_one_stem_get_two_ids_and_a_notice(tmp_path: Path) -> None:
    for folder, text in (("x", GOOD), ("y", OTHER)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "page.txt").write_text(text, "utf-8")
    gathered = gather_pages([tmp_path])
    assert len({d.article.article_id for d in gathered.documents}) == 2
    assert [r.id for r in gathered.rejects] == ["input-duplicate-stem"]


def test_a_near_duplicate_is_kept_once_and_listed(tmp_path: Path) -> None:
    body = GOOD * 3 + OTHER * 3
    (tmp_path / "a.txt").write_text(body, "utf-8")
    (tmp_path / "b.txt").write_text(body.replace("三成", "四成", 1), "utf-8")
    gathered = gather_pages([tmp_path])
    assert [d.article.article_id for d in gathered.documents] == ["a"]
    assert [r.id for r in gathered.rejects] == ["near-duplicate"]


def test_a_bad_line_of_sources_is_rejected_and_the_other_articles_go_on(tmp_path: Path) -> None:
    root = project(tmp_path)
    with (root / "seeds" / "sources.jsonl").open("r+", encoding="utf-8") as stream:
        good = len(stream.readlines())
        stream.write('{"article_id": "broken"\n')
    gathered = gather_sources(root / "seeds")
    assert len(gathered.documents) == good
    assert [r.id for r in gathered.rejects] == ["sources-line"]
    assert f"sources.jsonl:{good + 1}" in gathered.rejects[0].place


def test_a_changed_page_is_rejected_by_its_sha256(tmp_path: Path) -> None:
    root = project(tmp_path)
    file = next((root / "seeds").glob("004*"))
    file.write_bytes(file.read_bytes() + b"\n")
    assert [r.id for r in gather_sources(root / "seeds").rejects] == ["source-sha256"]


def test_nothing_readable_is_an_error_and_leaves_no_release(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.txt").write_bytes(b"")
    with pytest.raises(XinwenError) as caught:
        build_pages([tmp_path / "pages"], tmp_path / "out")
    assert caught.value.id == "input-nothing"
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("kept", ["diary.txt", "data/entities/diary.parquet"])
def test_a_folder_with_files_of_somebody_else_is_never_replaced(own: Path, tmp_path: Path, kept: str) -> None:
    (tmp_path / "a.txt").write_text(GOOD, "utf-8")
    target = shutil.copytree(own, tmp_path / "target")
    (target / kept).write_text("mine", "utf-8")
    with pytest.raises(XinwenError) as caught:
        build_pages([tmp_path / "a.txt"], target)
    assert caught.value.id == "release-target" and kept in caught.value.message
    assert (target / kept).read_text("utf-8") == "mine"


def test_a_file_and_a_folder_without_manifest_are_never_replaced_and_an_empty_folder_is(tmp_path: Path) -> None:
    page = tmp_path / "a.txt"
    page.write_text(GOOD, "utf-8")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "diary.txt").write_text("mine", "utf-8")
    for target in (page, tmp_path / "full"):
        with pytest.raises(XinwenError, match="release-target"):
            build_pages([page], target)
    assert (tmp_path / "full" / "diary.txt").exists()
    (tmp_path / "empty").mkdir()
    build_pages([page], tmp_path / "empty")
    assert (tmp_path / "empty" / "MANIFEST.json").exists()


def test_a_release_inside_the_folder_of_pages_is_no_page_of_the_next_build(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD, "utf-8")
    built = [build_pages([tmp_path], tmp_path / "out") for _ in range(2)]
    assert [(b.state, len(b.documents), b.rejects) for b in built] == [("written", 1, ()), ("verified", 1, ())]


@pytest.mark.parametrize("words", [["pages", "-o", "out", "--field", "text"], ["--skip", "pinyin"], ["--labeller", "rules"]])
def test_an_option_that_would_have_no_effect_is_refused(tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "pages").mkdir()
    with pytest.raises(click.UsageError):
        build.main(words, standalone_mode=False)


def test_rejects_are_written_into_the_release_and_the_exit_status_tells(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "good.txt").write_text(GOOD, "utf-8")
    (tmp_path / "pages" / "empty.txt").write_bytes(b"")
    done = subprocess.run(
        [sys.executable, "-m", "xinwen", "build", "pages", "-o", "out"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 1
    assert "[input-empty]" in done.stderr
    (line,) = (tmp_path / "out" / "rejects.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["id"] == "input-empty"


def test_a_pass_made_on_other_sentences_is_refused(tmp_path: Path) -> None:
    root = part_of_project(tmp_path)
    file = root / "annotations" / "passes" / "auto" / "seed-000.jsonl"
    file.write_text(file.read_text("utf-8").replace("尾声", "结语"), "utf-8")
    with pytest.raises(XinwenError) as caught:
        build_project(root, tmp_path / "dataset")
    assert caught.value.id == "pass-stale"
    assert not (tmp_path / "dataset").exists() or not list((tmp_path / "dataset").glob("xinwen-*"))
