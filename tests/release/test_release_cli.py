"""``xinwen release``: what its commands say, and a rebuild from the raw bytes that notices what no checksum can."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from xinwen import pipeline
from xinwen.cli import release as cli_release
from xinwen.cli.release import release as group
from xinwen.collection import gather_sources
from xinwen.passes.store import write_pass
from xinwen.pipeline import build_project
from xinwen.records import ArticlePass, Name, PassInfo, Sentence, SentenceLabels


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(group, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def whole_project(
    tmp_path_factory: pytest.TempPathFactory,
    pages: Mapping[tuple[str, str], str],
    names: tuple[Name, ...],
    label_one: Callable[[Sentence], SentenceLabels],
    hand_info: PassInfo,
) -> Path:
    """A checkout with its release: seeds with their list, guidelines, a register of names, a hand pass."""
    root = tmp_path_factory.mktemp("whole") / "project"
    (root / "seeds").mkdir(parents=True)
    (root / "annotations").mkdir()
    lines = []
    for (article_id, split), text in pages.items():
        (root / "seeds" / f"{article_id}.txt").write_bytes(text.encode())
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        lines.append(
            json.dumps({"article_id": article_id, "file": f"{article_id}.txt", "sha256": sha256, "split": split, "rights": "own"})
        )
    (root / "seeds" / "sources.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    (root / "annotations" / "GUIDELINES.md").write_text("# Guidelines\n\nVersion 1.0.0\n", "utf-8")
    register = "".join(f"{json.dumps(asdict(name), ensure_ascii=False)}\n" for name in names)
    (root / "annotations" / "names.jsonl").write_text(register, "utf-8")
    gathered = gather_sources(root / "seeds")
    assert not gathered.rejects
    for document in gathered.documents:
        labels = tuple(label_one(sentence) for sentence in document.sentences)
        write_pass(ArticlePass(hand_info, document.article.article_id, labels), root / "annotations")
    build_project(root, root / "dataset")
    return root


@pytest.fixture
def project(whole_project: Path, tmp_path: Path) -> Path:
    """A checkout that a test may change."""
    return shutil.copytree(whole_project, tmp_path / "project")


@pytest.fixture
def built(project: Path) -> Path:
    """Its release."""
    return next((project / "dataset").glob("xinwen-*"))


def test_verify_checks_the_files_and_builds_everything_again_from_the_raw_bytes(project: Path, built: Path) -> None:
    result = _run("verify", built, "--root", project)
    assert result.exit_code == 0, result.output
    assert "again from the raw bytes" in result.output


def test_verify_checks_the_files_of_a_release_that_another_version_built_and_says_so(
    project: Path, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli_release, "__version__", "99.0.0")
    result = _run("verify", built, "--root", project)
    assert result.exit_code == 0, result.output
    assert "not built again, since this checkout builds 99.0.0" in result.output
    (built / "stats.json").write_bytes(b"{}")
    assert {id for id, _ in _problems(built, project)} >= {"verify-sha256"}


def test_verify_finds_a_raw_page_that_was_changed(project: Path, built: Path) -> None:
    page = project / "seeds" / "page-1.txt"
    page.write_bytes(page.read_bytes() + "新的一行。\n".encode())
    problems = _problems(built, project)
    assert ("verify-source", str(page)) in problems
    assert _run("verify", built, "--files-only").exit_code == 0


def test_verify_finds_labels_that_were_changed_after_the_release_and_names_the_tables(project: Path, built: Path) -> None:
    path = project / "annotations" / "passes" / "a" / "page-2.jsonl"
    path.write_text(path.read_text("utf-8").replace('"positive"', '"negative"'), "utf-8")
    assert {(id, Path(place).name) for id, place in _problems(built, project)} == {
        ("verify-rebuild", name) for name in ("sentences", "sentiments", "labels_raw")
    }


def test_verify_finds_a_cleaning_step_that_works_otherwise_today(
    project: Path, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pipeline.tables_of

    def shorter(content: Any) -> Any:
        tables = real(content)
        return {**tables, "ner": {split: table.slice(1) for split, table in tables["ner"].items()}}

    monkeypatch.setattr(pipeline, "tables_of", shorter)
    assert _problems(built, project)[0] == ("verify-rebuild", str(built / "data" / "ner"))


def test_verify_finds_a_card_that_was_written_by_hand_and_stated_in_the_manifest(project: Path, built: Path) -> None:
    card = built / "README.md"
    card.write_text(card.read_text("utf-8") + "\nBetter than all others.\n", "utf-8")
    manifest = json.loads((built / "MANIFEST.json").read_text("utf-8"))
    for entry in manifest["documents"]:
        if entry["path"] == "README.md":
            entry["sha256"] = hashlib.sha256(card.read_bytes()).hexdigest()
    (built / "MANIFEST.json").write_text(json.dumps(manifest), "utf-8")
    assert _problems(built, project) == [("verify-rebuild", str(card))]


def test_verify_names_a_spoiled_file_and_exits_with_1(own_release: Path) -> None:
    path = own_release / "data" / "claims" / "seeds-00000-of-00001.parquet"
    path.write_bytes(path.read_bytes()[:-20])
    result = _run("verify", own_release, "--files-only")
    assert result.exit_code == 1
    assert f"[verify-sha256] {path}" in result.output


def _problems(folder: Path, root: Path) -> list[tuple[str, str]]:
    result = _run("verify", folder, "--root", root, "--json")
    assert result.exit_code == 1
    return [(problem["id"], problem["place"]) for problem in json.loads(result.output)]


@pytest.fixture(scope="module")
def two_releases(
    tmp_path_factory: pytest.TempPathFactory,
    make_content: Callable[..., Any],
    write_release: Callable[..., Path],
    pages: Mapping[tuple[str, str], str],
) -> tuple[Path, Path]:
    """Two releases of which the second edits a sentence and claims a patch."""
    home = tmp_path_factory.mktemp("two")
    edited = {**pages, ("page-3", "test"): "丁卯半导体与甲子电子解除协议。\n"}
    old = write_release(home / "xinwen-1.0.0", make_content("1.0.0"))
    return old, write_release(home / "xinwen-1.0.1", make_content("1.0.1", edited))


def test_a_user_s_release_is_not_taken_for_the_project_s(
    project: Path, tmp_path: Path, make_content: Callable[..., Any], write_release: Callable[..., Path]
) -> None:
    mine = write_release(tmp_path / "mine", make_content(own=False))
    result = _run("verify", mine, "--root", project)
    assert (result.exit_code, result.output) == (0, f"{mine}: every file is as stated\n")


def test_diff_counts_rows_by_table_names_columns_and_says_what_must_rise(two_releases: tuple[Path, Path], tmp_path: Path) -> None:
    result = _run("diff", *two_releases, "--json", "-o", tmp_path / "out")
    said = json.loads(result.output)
    assert said["changes"]["sentences"] == {"added": 0, "removed": 0, "edited": 1}
    assert said["columns"]["sentences"] == {"text": 1}
    assert (said["rise"], said["enough"]) == ("major", False)
    assert pq.read_table(tmp_path / "out" / "changes-1.0.0-1.0.1.parquet").num_rows == sum(map(_cells, said["columns"].values()))


def _cells(columns: Mapping[str, int]) -> int:
    return sum(columns.values())


def test_diff_in_words(two_releases: tuple[Path, Path]) -> None:
    result = _run("diff", *two_releases)
    assert "must rise: major; 1.0.0 → 1.0.1, which claims less: at least 2.0.0" in result.output
    assert "no row differs" in _run("diff", two_releases[0], two_releases[0]).output


def test_diff_of_a_folder_that_is_no_release_is_an_error_with_a_remedy(release: Path, tmp_path: Path) -> None:
    result = _run("diff", release, tmp_path)
    assert result.exception is not None
    assert getattr(result.exception, "id", None) == "verify-manifest"


def test_push_without_yes_lists_what_would_go_where_and_sends_nothing(release: Path) -> None:
    result = _run("push", release, "--repo", "someone/xinwen")
    assert result.exit_code == 0, result.output
    assert "someone/xinwen/data/ner/seeds-00000-of-00001.parquet" in result.output
    assert "tag: v0.1.0" in result.output
    assert "Nothing was sent" in result.output


def test_a_user_s_release_outside_a_checkout_is_verified_by_its_files(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = shutil.copytree(release, tmp_path / "copy")
    monkeypatch.chdir(tmp_path)
    result = _run("verify", copy)
    assert (result.exit_code, result.output) == (0, f"{copy}: every file is as stated\n")
