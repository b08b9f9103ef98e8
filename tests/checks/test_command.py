"""``xinwen check``: what it prints, what it excuses, and its exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sound_targets import conll, write_passes, write_release

from xinwen.checks import CHECKS
from xinwen.checks.exceptions import read_exceptions
from xinwen.checks.listing import markdown
from xinwen.cli.check import check
from xinwen.errors import XinwenError

DOCS = Path(__file__).parents[2] / "docs" / "checks.md"
BROKEN = "海\tO\n风\tI-ORG\n\n"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(check, [str(argument) for argument in arguments])


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A file with one invalid tag, in an otherwise empty folder."""
    path = tmp_path / "broken.conll"
    path.write_text(conll() + BROKEN, "utf-8")
    return path


def test_an_error_gives_place_message_remedy_and_status_1(broken: Path) -> None:
    result = run(broken)
    assert result.exit_code == 1
    assert "error bio-transition: 1" in result.output
    assert f"{broken}:{conll().count(chr(10)) + 2}: I-ORG after O" in result.output
    assert CHECKS["bio-transition"].remedy in result.output


def test_a_sound_file_gives_status_0(tmp_path: Path) -> None:
    (tmp_path / "sound.conll").write_text(conll(), "utf-8")
    result = run(tmp_path / "sound.conll")
    assert (result.exit_code, "0 errors, 0 warnings" in result.output) == (0, True)


def test_warnings_fail_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "few.conll"
    path.write_text("海\tB-ORG\n风\tO\n\n天\tO\n\n", "utf-8")
    assert (run(path).exit_code, run(path, "--strict").exit_code) == (0, 1)


def test_json_holds_every_finding_and_the_counts(broken: Path) -> None:
    value = json.loads(run(broken, "--json").output)
    assert (value["kind"], value["errors"]) == ("foreign", 1)
    assert value["findings"][0]["check_id"] == "bio-transition"
    assert value["findings"][0]["remedy"]


def test_only_and_skip_take_ids_and_families(broken: Path) -> None:
    assert run(broken, "--only", "tagset").exit_code == 0
    assert run(broken, "--only", "bio-transition,tagset").exit_code == 1
    assert run(broken, "--skip", "bio").exit_code == 0
    with pytest.raises(XinwenError, match="no-such-check"):
        CliRunner().invoke(check, [str(broken), "--only", "no-such-check"], catch_exceptions=False)


def test_findings_of_one_check_are_cut_at_twenty_unless_all_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "many.conll"
    path.write_text(conll() + BROKEN * 25, "utf-8")
    assert "and 5 more" in run(path).output
    assert run(path, "--all").output.count("I-ORG after O") == 25


def test_a_recorded_exception_silences_its_finding_and_json_shows_the_reason(tmp_path: Path) -> None:
    path, exceptions = tmp_path / "mixed.conll", tmp_path / "exceptions.jsonl"
    path.write_text(conll() + "海\tB-ORG\n好\tO\n\n" * 2 + "海\tB-LOC\n坏\tO\n\n", "utf-8")
    only = ["--only", "same-surface-other-type", "--strict"]
    assert run(path, *only).exit_code == 1
    entries = [
        {"check": "same-surface-other-type", "surface": "海", "reason": "the sea and the firm"},
        {"check": "same-surface-other-type", "surface": "河", "reason": "gone by now"},
    ]
    exceptions.write_text("".join(json.dumps(entry) + "\n" for entry in entries), "utf-8")
    result = run(path, *only, "--exceptions", exceptions)
    assert (result.exit_code, "1 excused" in result.output, "at 河 excuses nothing" in result.output) == (0, True, True)
    value = json.loads(run(path, *only, "--json", "--exceptions", exceptions).output)
    assert [finding["excused"] for finding in value["findings"]] == ["the sea and the firm"]


@pytest.mark.parametrize(
    "line",
    ["{", "[]", '{"check": "span-bounds", "reason": "all of them"}', '{"check": "no-such-check", "place": "x", "reason": "y"}',
     '{"check": "span-bounds", "place": "x"}', '{"check": "span-bounds", "place": "x", "reason": ""}'],
)  # fmt: skip
def test_an_exception_without_check_place_or_reason_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "exceptions.jsonl").write_text(line + "\n", "utf-8")
    with pytest.raises(XinwenError) as refused:
        read_exceptions(tmp_path / "exceptions.jsonl")
    assert (refused.value.id, refused.value.place) == ("exceptions-line", f"{tmp_path / 'exceptions.jsonl'}:1")


def test_the_list_names_every_check(tmp_path: Path) -> None:
    listed = json.loads(run("--list", "--json").output)
    assert [one["id"] for one in listed] == list(CHECKS)
    assert all(check_id in run("--list").output for check_id in CHECKS)


def test_the_page_in_the_docs_is_the_generated_one() -> None:
    assert DOCS.read_text("utf-8") == markdown() == run("--list", "--markdown").output


@pytest.mark.parametrize(("name", "error_id"), [("absent", "check-missing"), ("empty", "check-nothing")])
def test_a_path_with_nothing_to_check_is_an_error(tmp_path: Path, name: str, error_id: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(XinwenError) as refused:
        CliRunner().invoke(check, [str(tmp_path / name)], catch_exceptions=False)
    assert refused.value.id == error_id


def test_a_release_is_checked_by_itself(tmp_path: Path) -> None:
    release, passes = write_release(tmp_path / "xinwen-1.0.0"), write_passes(tmp_path / "annotations")
    with pytest.raises(XinwenError) as refused:
        CliRunner().invoke(check, [str(release), str(passes)], catch_exceptions=False)
    assert refused.value.id == "check-mixed"
    assert run(release).exit_code == run(passes).exit_code == 0


def test_a_licence_beside_label_files_is_no_label_file(tmp_path: Path) -> None:
    (tmp_path / "sound.conll").write_text(conll(), "utf-8")
    (tmp_path / "LICENSE.txt").write_text("Do as you like.\n", "utf-8")
    assert run(tmp_path).exit_code == 0
