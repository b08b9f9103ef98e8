"""``xinwen convert``."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from format_examples import FULL, PLAIN
from test_format_defects import FIXTURES

from xinwen.cli.convert import labels_of_row
from xinwen.cli.main import main
from xinwen.codec import defaults
from xinwen.passes.store import write_pass
from xinwen.records import ArticlePass, PassInfo
from xinwen.release.columns import SENTENCES, arrow_schema

INFO = PassInfo("a", "hand", "person", "someone", "1.0.0", "1.0.0")
PREFIX = f"{FULL.sentence_id}."


def convert(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["convert", *map(str, arguments)])


@pytest.fixture
def a_pass(tmp_path: Path) -> Path:
    return write_pass(ArticlePass(INFO, "syn-1", (FULL, PLAIN)), tmp_path)


@pytest.fixture
def a_table(tmp_path: Path) -> Path:
    path = tmp_path / "train-00000.parquet"
    pq.write_table(pa.Table.from_pylist([sentence_row()], schema=arrow_schema(SENTENCES)), path)
    return path


def sentence_row() -> dict[str, Any]:
    """A row of ``sentences`` as a release has it: ids unique in the release."""

    def plain(record: Any, **others: Any) -> dict[str, Any]:
        return {name: getattr(record, name) for name, _ in defaults(type(record))} | others

    entities = [plain(e, entity_id=PREFIX + e.id, parent_id=e.parent_id and PREFIX + e.parent_id) for e in FULL.entities]
    sentiments = [
        plain(s, target_id=s.entity_id and PREFIX + s.entity_id, claim_id=s.claim_id and PREFIX + s.claim_id)
        for s in FULL.sentiments
    ]
    claims = [
        plain(
            c,
            claim_id=PREFIX + c.id,
            sources=[plain(m) for m in c.sources],
            cue=[plain(c.cue)],
            about=[PREFIX + e for e in c.about],
            quantities=[plain(q, entity_id=PREFIX + q.entity_id) for q in c.quantities],
        )
        for c in FULL.claims
    ]
    return plain(FULL, entities=entities, sentiments=sentiments, claims=claims)


@pytest.mark.parametrize("told", [(), ("--from", "pass")])
def test_the_folder_of_a_pass_is_converted_article_by_article(a_pass: Path, tmp_path: Path, told: tuple[str, ...]) -> None:
    second = a_pass.with_name("syn-2.jsonl")
    second.write_text(a_pass.read_text("utf-8").replace("syn-1", "syn-2"), "utf-8")
    out = tmp_path / "out.json"
    done = convert(a_pass.parent, out, "--to", "label-studio", "--allow-loss", *told)
    assert done.exit_code == 0, done.output
    assert len(json.loads(out.read_text("utf-8"))) == 4


def test_a_folder_without_passes_is_refused(tmp_path: Path) -> None:
    done = convert(tmp_path, tmp_path / "out.json", "--to", "doccano", "--from", "pass")
    assert done.exit_code == 1 and "[input-missing]" in done.output


def test_a_row_of_a_release_gives_the_labels_it_was_made_from(a_table: Path) -> None:
    (row,) = pq.read_table(a_table).to_pylist()
    assert labels_of_row(row) == FULL


def test_a_pass_becomes_label_studio_tasks_with_their_interface(a_pass: Path, tmp_path: Path) -> None:
    out, config = tmp_path / "tasks.json", tmp_path / "interface.xml"
    result = convert(a_pass, out, "--to", "label-studio", "--labeling-config", config, "--json", "--allow-loss")
    report = json.loads(result.stdout)
    assert (result.exit_code, report["from"], report["texts"], report["problems"]) == (0, "pass", 2, [])
    assert report["lost"] == {"relation attributes": 3}
    assert len(json.loads(out.read_text("utf-8"))) == 2
    assert '<Label value="CLAIM.forecast"' in config.read_text("utf-8")


def test_a_release_becomes_coarse_bio_and_what_is_lost_is_said(a_table: Path, tmp_path: Path) -> None:
    out = tmp_path / "train.conll"
    result = convert(a_table, out, "--to", "conll", "--map", "coarse")
    assert result.exit_code == 1
    assert "lost: inner spans" in result.stdout
    assert "conll cannot hold" in result.stdout
    lines = out.read_text("utf-8").splitlines()
    assert lines[0] == "# sent_id = syn-1.s001"
    assert "青\tB-ORG" in lines


def test_the_tag_scheme_of_the_output_can_be_chosen(tmp_path: Path) -> None:
    out = tmp_path / "out.bmes"
    result = convert(FIXTURES / "doccano" / "lists.jsonl", out, "--to", "conll", "--write-tags", "BMES")
    assert result.exit_code == 0
    assert "禾\tM-ORG" in out.read_text("utf-8")


def test_problems_go_to_standard_error_and_make_it_fail_unless_loss_is_allowed(tmp_path: Path) -> None:
    arguments = (FIXTURES / "doccano" / "overlap.jsonl", tmp_path / "out.conll", "--to", "conll")
    result = convert(*arguments)
    assert result.exit_code == 1
    assert "[format-overlap]" in result.stderr
    assert convert(*arguments, "--allow-loss").exit_code == 0


def test_a_folder_of_brat_files_is_read_as_one(tmp_path: Path) -> None:
    result = convert(FIXTURES / "brat", tmp_path / "out.jsonl", "--to", "doccano", "--json")
    report = json.loads(result.stdout)
    assert (result.exit_code, report["from"]) == (1, "brat")
    assert {"format-discontinuous", "format-unlabelled"} <= {problem["id"] for problem in report["problems"]}


def test_one_ann_file_finds_its_text(tmp_path: Path) -> None:
    report = json.loads(convert(FIXTURES / "brat" / "text_differs.ann", tmp_path / "o", "--to", "doccano", "--json").stdout)
    assert [problem["id"] for problem in report["problems"]] == ["format-text"]


def test_a_users_map_is_applied_and_what_it_drops_is_printed(tmp_path: Path) -> None:
    map_file = tmp_path / "map.json"
    map_file.write_text('{"ORG": "机构"}', "utf-8")
    result = convert(FIXTURES / "doccano" / "lists.jsonl", tmp_path / "o.json", "--to", "label-studio", "--map", map_file)
    assert result.exit_code == 0
    assert "dropped by the map: LOC" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("doccano/lists.jsonl", "--repair", "discard"), "format-option"),
        (("doccano/lists.jsonl", "--map", "conll2003"), "format-map"),
        (("doccano/none.jsonl",), "input-missing"),
        (("conll/no_tags.bio", "--from", "conll"), "format-columns"),
        (("conll/good.bmes", "--from", "release"), "format-release"),
        (("conll/good.bmes", "--from", "spacy"), "format-binary"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(arguments: tuple[str, ...], error: str, tmp_path: Path) -> None:
    if error == "format-binary":
        pytest.importorskip("spacy")
    result = convert(FIXTURES / arguments[0], tmp_path / "out", "--to", "conll", *arguments[1:])
    assert result.exit_code == 1
    assert error in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_file_is_not_converted_onto_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes((FIXTURES / "doccano" / "lists.jsonl").read_bytes())
    assert "format-same-file" in convert(path, path, "--to", "conll").stderr
    assert path.read_bytes() == (FIXTURES / "doccano" / "lists.jsonl").read_bytes()
