"""Tag sets: what falls off on either side is dropped and counted."""

from __future__ import annotations

import pytest

from xinwen.bench.marks import Entity, Marks
from xinwen.bench.systems import tool_types
from xinwen.bench.tagsets import NAMED, restrict, retag, tag_set
from xinwen.bench.tools import tool_names
from xinwen.errors import XinwenError
from xinwen.scheme import scheme

MARKS = [Marks(tuple(Entity(i, i + 1, type) for i, type in enumerate(("ORG.company", "LOC.gpe", "PROD.model", "NUM.date"))))]


def tags(retagged):
    return [entity.tag for entity in retagged.marks[0].entities]


@pytest.mark.parametrize(
    ("name", "kept", "dropped"),
    [
        ("ours", ["ORG", "LOC", "PROD", "NUM"], {}),
        ("ontonotes", ["ORG", "GPE", "PRODUCT", "DATE"], {}),
        ("cluener", ["company", "address"], {"PROD.model": 1, "NUM.date": 1}),
        ("msra", ["ORG", "LOC"], {"PROD.model": 1, "NUM.date": 1}),
    ],
)
def test_our_types_become_those_of_the_set_and_the_rest_is_counted(name, kept, dropped):
    made = retag(MARKS, tag_set(name), ours=True)
    assert (tags(made), dict(made.dropped)) == (kept, dropped)


def test_a_coarse_type_that_a_set_splits_has_no_counterpart_there():
    made = retag([Marks((Entity(0, 1, "ORG"),))], tag_set("cluener"), ours=True)
    assert (tags(made), dict(made.dropped)) == ([], {"ORG": 1})


def test_a_foreign_file_keeps_its_tags_and_those_that_mean_the_same():
    found = [Marks((Entity(0, 1, "GPE"), Entity(1, 2, "TIME"), Entity(2, 3, "NORP"), Entity(3, 4, "LOC.gpe")))]
    made = retag(found, tag_set("ontonotes"), ours=False)
    assert (tags(made), dict(made.dropped)) == (["GPE", "DATE", "GPE"], {"NORP": 1})


def test_a_map_of_a_user_decides_what_is_scored(tmp_path):
    file = tmp_path / "weibo.json"
    file.write_text('{"person": "PER", "company": "ORG.company", "job": null}', "utf-8")
    set_ = tag_set(str(file))
    assert (set_.name, set_.tags) == ("weibo", {"PER", "ORG"})
    theirs = retag([Marks((Entity(0, 1, "person"), Entity(1, 2, "company"), Entity(2, 3, "job")))], set_, ours=False)
    ours = retag(MARKS, set_, ours=True)
    assert (tags(theirs), dict(theirs.dropped)) == (["PER", "ORG"], {"job": 1})
    assert (tags(ours), set(ours.dropped)) == (["ORG"], {"LOC.gpe", "PROD.model", "NUM.date"})


def test_a_map_to_types_that_are_not_ours_is_refused(tmp_path):
    file = tmp_path / "map.json"
    file.write_text('{"person": "HUMAN"}', "utf-8")
    with pytest.raises(XinwenError, match=r"format-map.*HUMAN"):
        tag_set(str(file))


def test_an_unknown_tag_set_is_refused():
    with pytest.raises(XinwenError, match=r"bench-tags.*msra"):
        tag_set("nothing")


@pytest.mark.parametrize(
    ("name", "types", "covered"),
    [
        ("ours", ["PER", "ORG", "LOC", "NUM.date"], {"PER", "ORG", "LOC"}),
        ("ontonotes", ["PER", "ORG", "LOC", "NUM.date"], {"PERSON", "ORG", "DATE"}),
        ("msra", ["PER", "ORG.company"], {"PER"}),
        ("cluener", ["PER", "ORG", "WORK"], {"name", "book"}),
    ],
)
def test_a_system_is_scored_on_tags_that_it_gives_in_full(name, types, covered):
    assert tag_set(name).covered(types) == covered


def test_tags_that_a_system_cannot_give_are_taken_from_gold_and_counted():
    made = restrict([Marks((Entity(0, 1, "ORG"), Entity(1, 2, "NUM")))], {"ORG"})
    assert (tags(made), dict(made.dropped)) == (["ORG"], {"NUM": 1})


@pytest.mark.parametrize("name", NAMED)
def test_numbers_are_told_from_names_in_every_set(name):
    set_ = tag_set(name)
    assert set_.numbers == {set_.of_ours(f"NUM.{fine}") for fine in scheme().entity_types["NUM"]} - {None}


@pytest.mark.parametrize("tool", tool_names())
def test_every_tool_has_a_table_of_tags_with_types_of_ours(tool):
    types = set(tool_types()[tool].values()) - {None}
    assert types <= {*scheme().full_types, *scheme().coarse_types}
    assert {"PER", "ORG", "LOC"} <= types
