"""The store: what is written is read again, and what is not right is named with its place."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from pass_samples import INFO, articles, sentences_of

from xinwen.errors import XinwenError
from xinwen.passes.rules import check_pass, check_sentences
from xinwen.passes.store import dump_pass, read_pass, read_passes, read_stored, write_pass
from xinwen.records import ArticlePass, Entity, SentenceLabels, Sentiment

FIXTURES = Path(__file__).parents[1] / "fixtures" / "passes"


def small() -> ArticlePass:
    entity = Entity("e01", 0, 2, "蓝鲸", "ORG", "company")
    labels = SentenceLabels("demo.s001", "蓝鲸投产", 4, 9, (entity,), (Sentiment("neutral"), Sentiment("neutral", "e01", "fact")))
    return ArticlePass(INFO, "demo", (labels,))


@given(articles())
@settings(max_examples=60, deadline=None)
def test_a_pass_that_is_written_is_read_again_as_it_was(tmp_path_factory, article):
    _, made = article
    folder = tmp_path_factory.mktemp("annotations")
    assert read_pass(write_pass(made, folder)) == made


@given(articles())
@settings(max_examples=60, deadline=None)
def test_a_valid_pass_has_nothing_wrong_with_it(article):
    sentences, made = article
    assert check_pass(made) == []
    assert check_sentences(made, sentences) == []


def test_a_line_shows_what_was_said_and_no_defaults():
    _, line = dump_pass(small(), {})
    assert line == (
        '{"sentence_id": "demo.s001", "text": "蓝鲸投产", "raw_start": 4, "raw_end": 9, '
        '"entities": [{"id": "e01", "start_char": 0, "end_char": 2, "text": "蓝鲸", "type": "ORG", "fine_type": "company"}], '
        '"sentiments": [{"polarity": "neutral"}, {"polarity": "neutral", "entity_id": "e01", "basis": "fact"}]}'
    )


def test_kept_runs_are_stored_where_the_sentence_is_no_copy_of_its_raw_text(tmp_path):
    runs = ((0, 4, 2), (2, 7, 2))
    path = write_pass(small(), tmp_path, {"demo.s001": runs})
    assert '"raw": [[0, 4, 2], [2, 7, 2]]' in path.read_text("utf-8")
    assert read_stored(path).segments == {"demo.s001": runs}


def test_a_sentence_that_is_a_copy_of_its_raw_text_needs_no_runs(tmp_path):
    labels = SentenceLabels("demo.s001", "蓝鲸投产", 5, 9)
    path = write_pass(ArticlePass(INFO, "demo", (labels,)), tmp_path, {"demo.s001": ((0, 5, 4),)})
    assert '"raw"' not in path.read_text("utf-8")
    assert read_stored(path).segments == {"demo.s001": ((0, 5, 4),)}


def test_the_adjudicated_labels_have_a_folder_of_their_own_and_are_read_first(tmp_path):
    made = small()
    write_pass(made, tmp_path)
    path = write_pass(
        ArticlePass(INFO.__class__("adjudicated", "hand", "person", "x", "1", "1", False, "a+b"), "demo", ()), tmp_path
    )
    assert path == tmp_path / "adjudicated" / "demo.jsonl"
    assert [p.info.name for p in read_passes(tmp_path)] == ["adjudicated", "a"]
    assert not list(tmp_path.rglob("*.part"))


BROKEN = {
    "header_missing": ("pass-header", ":1"),
    "header_key_unknown": ("pass-header", ":1"),
    "line_not_json": ("pass-line", ":2"),
    "line_key_missing": ("pass-line", ":2"),
    "line_offset_is_text": ("pass-line", ":2"),
    "line_number_is_nan": ("pass-line", ":2"),
    "line_runs_are_no_list": ("pass-line", ":2"),
    "file_empty": ("pass-header", ":1"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_is_no_pass_is_refused_with_its_line(name):
    id, place = BROKEN[name]
    with pytest.raises(XinwenError) as caught:
        read_pass(FIXTURES / f"{name}.jsonl")
    assert caught.value.id == id
    assert caught.value.place.endswith(f"{name}.jsonl{place}")


def test_an_error_in_a_line_names_the_path_in_the_value():
    with pytest.raises(XinwenError, match=r"entities\[0\]\.start_char: int is expected, not '0'"):
        read_pass(FIXTURES / "line_offset_is_text.jsonl")


def test_a_missing_file_is_an_error_of_its_own(tmp_path):
    with pytest.raises(XinwenError) as caught:
        read_pass(tmp_path / "none.jsonl")
    assert caught.value.id == "pass-file"


WRONG = sorted(path.stem for path in FIXTURES.glob("pass-*.jsonl"))


@pytest.mark.parametrize("name", WRONG)
def test_each_rule_finds_the_defect_its_fixture_is_named_after(name):
    path = FIXTURES / f"{name}.jsonl"
    errors = check_pass(read_pass(path), str(path))
    expected = re.match(r"pass-[a-z]+", name)[0]
    assert {error.id for error in errors} == {expected}
    assert all(str(path) in error.place for error in errors)


def test_there_is_a_fixture_for_each_rule():
    ids = {re.match(r"pass-[a-z]+", name)[0] for name in WRONG}
    rules = ("header", "label", "surface", "reference", "overlap", "nesting", "order", "incomplete", "sentences")
    assert ids == {f"pass-{rule}" for rule in rules}


def test_sentences_of_another_article_are_named():
    errors = check_sentences(small(), sentences_of(["蓝鲸投产", "另一句"]))
    assert [error.id for error in errors] == ["pass-sentences"]
    assert "missing: demo.s002" in errors[0].message


def test_a_sentence_whose_text_changed_is_named():
    errors = check_sentences(small(), sentences_of(["蓝鲸停产"]))
    assert [error.id for error in errors] == ["pass-sentences"]
    assert "demo.s001" in errors[0].message


def test_the_lines_of_a_pass_are_json(tmp_path):
    lines = write_pass(small(), tmp_path).read_text("utf-8").splitlines()
    assert json.loads(lines[0])["xinwen_pass"] == 1
    assert len(lines) == 2
