"""The register of names: found by any name that fits the type, and read with every mistake named."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from pass_samples import INFO, REGISTER

from xinwen.errors import XinwenError
from xinwen.records import ArticlePass, Entity, Name, SentenceLabels
from xinwen.register import Register, check_names, packaged_register, read_register

PROJECT = Path(__file__).parents[2] / "annotations" / "names.jsonl"


@pytest.mark.parametrize(
    ("written", "type", "name_id"),
    [
        ("蓝鲸科技", "ORG.company", "n001"),
        ("蓝鲸", "ORG.company", "n001"),
        ("Blue Whale", "ORG.company", "n001"),
        ("BLUE WHALE", "ORG.company", "n001"),
        ("n001", "ORG.company", "n001"),
        ("青鸟云", "ORG.company", "n002"),
        ("青鸟云", "PROD.software", "n003"),
        ("n004", "PER", "n004"),
    ],
)
def test_a_name_leads_to_its_entry(written, type, name_id):
    assert REGISTER.resolve(written, type).name_id == name_id


@pytest.mark.parametrize(("written", "type"), [("灵犀", "ORG.company"), ("蓝鲸科技", "PROD.model"), ("林远舟", "PER")])
def test_a_name_unknown_of_another_type_or_of_two_bearers_leads_nowhere(written, type):
    assert REGISTER.resolve(written, type) is None


def test_an_exact_name_wins_over_one_in_other_letter_case():
    register = Register([Name("n1", "TECH", None, None, "arm"), Name("n2", "TECH", None, None, "ARM")])
    assert register.resolve("ARM", "TECH").name_id == "n2"


def test_what_is_written_for_an_entry_leads_back_to_it():
    for name in REGISTER.by_id.values():
        type = name.type if name.fine_type is None else f"{name.type}.{name.fine_type}"
        assert REGISTER.resolve(REGISTER.written(name.name_id, type), type) == name


def test_a_register_is_read_as_it_was_written(tmp_path):
    names = list(REGISTER.by_id.values())
    lines = (json.dumps(asdict(name), ensure_ascii=False) for name in names)
    (tmp_path / "names.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    assert read_register(tmp_path / "names.jsonl") == names


GOOD = '{"name_id": "n1", "type": "PER", "name_zh": "林远舟"}'


@pytest.mark.parametrize(
    ("line", "id"),
    [
        ('{"name_id": "n2"}', "register-line"),
        ("[]", "register-line"),
        ("", "register-line"),
        ('{"name_id": "n2", "type": "FIRM", "name_zh": "蓝鲸"}', "register-type"),
        ('{"name_id": "n2", "type": "ORG", "fine_type": "model", "name_zh": "蓝鲸"}', "register-type"),
        ('{"name_id": "n2", "type": "PER"}', "register-name"),
        (GOOD, "register-id"),
    ],
)
def test_a_line_that_is_no_entry_is_refused_with_its_number(tmp_path, line, id):
    path = tmp_path / "names.jsonl"
    path.write_text(f"{GOOD}\n{line}\n{GOOD.replace('n1', 'n3')}\n", "utf-8")
    with pytest.raises(XinwenError) as caught:
        read_register(path)
    assert (caught.value.id, caught.value.place) == (id, f"{path}:2")


def test_a_register_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(XinwenError) as caught:
        read_register(tmp_path / "names.jsonl")
    assert (caught.value.id, caught.value.place) == ("register-file", str(tmp_path / "names.jsonl"))


def test_a_proposal_is_warned_of_with_the_entries_of_that_name():
    entities = (
        Entity("e01", 0, 4, "蓝鲸科技", "PROD", "model", name_id="?蓝鲸科技"),
        Entity("e02", 4, 6, "灵犀", "ORG", "company", name_id="?灵犀"),
        Entity("e03", 6, 8, "蓝鲸", "ORG", "company", name_id="n001"),
    )
    made = ArticlePass(INFO, "demo", (SentenceLabels("demo.s001", "蓝鲸科技灵犀蓝鲸", 0, 8, entities),))
    first, second = check_names(made, REGISTER)
    assert (first.id, first.place) == ("name-unregistered", "demo.s001.e01")
    assert "n001 is ORG.company" in first.message
    assert second.place == "demo.s001.e02"


def test_the_register_of_the_package_is_that_of_the_project():
    assert list(packaged_register()) == read_register(PROJECT)
