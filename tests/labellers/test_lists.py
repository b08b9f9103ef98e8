"""The register of names and the lists beside it: every line well formed, every ambiguity meant."""

import json
from collections import defaultdict
from pathlib import Path

import pytest

from xinwen.labellers.cues import cue_pattern, cue_tables
from xinwen.labellers.gazetteer import LISTS, NOT_A_NAME, read_list
from xinwen.register import packaged_register, read_register, surfaces
from xinwen.scheme import scheme

REGISTER = Path(__file__).parents[2] / "annotations" / "names.jsonl"


def test_the_register_is_sorted_and_holds_each_name_id_once() -> None:
    ids = [name.name_id for name in read_register(REGISTER)]
    assert ids == sorted(set(ids)) and len(ids) >= 350


def test_lines_have_exactly_the_documented_fields_and_clean_surfaces() -> None:
    for line in REGISTER.read_text("utf-8").splitlines():
        row = json.loads(line)
        assert list(row) == ["name_id", "type", "fine_type", "name_zh", "name_en", "aliases", "note"]
        names = [name for name in (row["name_zh"], row["name_en"], *row["aliases"]) if name is not None]
        assert all(name == name.strip() and len(name) > 1 for name in names), row
        assert len(set(row["aliases"])) == len(row["aliases"]), row


def test_a_surface_of_two_entries_is_a_firm_and_what_it_lends_its_name_to() -> None:
    owners = defaultdict(list)
    for name in packaged_register():
        for surface in surfaces(name):
            owners[surface].append(name)
    for surface, names in owners.items():
        if len(names) > 1:
            assert sorted((n.type, n.fine_type) for n in names)[0] == ("ORG", "company"), surface
            assert (len(names) == 2 and names[1].type == "PROD") or names[0].type == "PROD", surface


@pytest.mark.parametrize("name", LISTS)
def test_lists_hold_each_surface_once_with_a_type_of_the_scheme(name: str) -> None:
    rows = read_list(name)
    assert len({surface for surface, _ in rows}) == len(rows) > 0
    for surface, type_ in rows:
        assert surface == surface.strip() and len(surface) > 1
        assert type_ == NOT_A_NAME if name == "not_names" else type_ in scheme().full_types


def test_every_cue_table_compiles() -> None:
    assert all(cue_pattern(table).pattern for table in cue_tables())
