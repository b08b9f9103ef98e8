"""Every check finds its defect, with place and remedy, and nothing in a sound target."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from file_defects import FILE_DEFECTS
from pass_defects import PASS_DEFECTS
from row_defects import ROW_DEFECTS
from sound_targets import change_rows, conll, write_passes, write_release

from xinwen.checks import CHECKS, Finding, check_paths

FIXTURES = Path(__file__).parent.parent / "fixtures" / "checks"
FOREIGN = sorted({path.name.split(".")[0] for path in FIXTURES.iterdir()})


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a sound release, sound passes and a sound CoNLL file."""
    root = tmp_path_factory.mktemp("sound")
    write_release(root / "xinwen-1.0.0")
    write_passes(root / "annotations")
    (root / "names.conll").write_text(conll(), "utf-8")
    return root


def findings(check_id: str, *paths: Path) -> list[Finding]:
    return list(check_paths(paths, checks=[CHECKS[check_id]]).findings)


def assert_found(check_id: str, found: list[Finding]) -> None:
    assert found, f"{check_id} finds nothing"
    for finding in found:
        assert finding.check_id == check_id
        assert finding.level == CHECKS[check_id].level
        assert finding.place
        assert finding.message
        assert finding.remedy


@pytest.mark.parametrize("name", ["xinwen-1.0.0", "annotations", "names.conll"])
def test_a_sound_target_has_no_finding_of_any_check(sound: Path, name: str) -> None:
    report = check_paths([sound / name])
    assert report.units
    assert report.entities
    assert not report.findings


def test_every_check_has_a_defect_that_shows_it() -> None:
    shown = {*ROW_DEFECTS, *FILE_DEFECTS, *PASS_DEFECTS, *FOREIGN}
    assert shown == set(CHECKS)


def test_every_check_runs_on_a_sound_target_of_each_of_its_kinds(sound: Path) -> None:
    ran = {kind: set(check_paths([sound / name]).ran) for kind, name in
           (("release", "xinwen-1.0.0"), ("passes", "annotations"), ("foreign", "names.conll"))}  # fmt: skip
    for check in CHECKS.values():
        assert {kind for kind, ids in ran.items() if check.id in ids} == set(check.kinds)


@pytest.mark.parametrize("check_id", sorted(ROW_DEFECTS))
def test_a_defect_in_the_rows_of_a_release_is_found(tmp_path: Path, sound: Path, check_id: str) -> None:
    root = shutil.copytree(sound / "xinwen-1.0.0", tmp_path / "xinwen-1.0.0")
    change_rows(root, ROW_DEFECTS[check_id])
    assert_found(check_id, findings(check_id, root))


@pytest.mark.parametrize(
    "check_id",
    [
        "span-bounds",
        "schema-null",
        "raw-alignment",
        "bio-length",
        "label-split",
        "ref-source",
        "sentence-surface",
        "text-empty",
        "id-form",
    ],
)
def test_no_other_check_falls_over_a_defect(tmp_path: Path, sound: Path, check_id: str) -> None:
    root = shutil.copytree(sound / "xinwen-1.0.0", tmp_path / "xinwen-1.0.0")
    change_rows(root, ROW_DEFECTS[check_id])
    assert check_id in {finding.check_id for finding in check_paths([root]).findings}


@pytest.mark.parametrize("check_id", sorted(FILE_DEFECTS))
def test_a_defect_in_the_files_of_a_release_is_found(tmp_path: Path, sound: Path, check_id: str) -> None:
    root = shutil.copytree(sound / "xinwen-1.0.0", tmp_path / "xinwen-1.0.0")
    FILE_DEFECTS[check_id](root)
    assert_found(check_id, findings(check_id, root if root.exists() else max(tmp_path.glob("xinwen-*"))))


@pytest.mark.parametrize("check_id", sorted(PASS_DEFECTS))
def test_a_defect_in_a_store_of_passes_is_found(tmp_path: Path, sound: Path, check_id: str) -> None:
    annotations = shutil.copytree(sound / "annotations", tmp_path / "annotations")
    PASS_DEFECTS[check_id](annotations)
    assert_found(check_id, findings(check_id, annotations))


@pytest.mark.parametrize("check_id", FOREIGN)
def test_a_defect_in_a_foreign_file_is_found(check_id: str) -> None:
    paths = sorted(FIXTURES.glob(f"{check_id}.*"), key=lambda path: ".test." in path.name)
    assert_found(check_id, findings(check_id, *paths))
