"""Sentence labels to the formats and back; tag maps; the Label Studio interface."""

import json
from collections import Counter
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from format_examples import FULL, PLAIN

from xinwen.errors import XinwenError
from xinwen.formats import FORMATS, TaggedSpan, TaggedText, load_files
from xinwen.formats.interface import labeling_config
from xinwen.formats.labels import to_labels, to_tagged
from xinwen.formats.mapping import apply, comparable, map_names, named_map, parse_map
from xinwen.records import Mention, SentenceLabels
from xinwen.scheme import scheme


@pytest.mark.parametrize("labels", [FULL, PLAIN], ids=["full", "plain"])
def test_labels_come_back_as_they_were(labels: SentenceLabels) -> None:
    assert to_labels(to_tagged(labels)) == (labels, [])


def test_a_source_in_another_sentence_comes_back() -> None:
    far = Mention("syn-1.s000", 3, 5, "青禾")
    labels = replace(FULL, claims=(replace(FULL.claims[0], sources=(far,)), FULL.claims[1]))
    assert to_labels(to_tagged(labels)) == (labels, [])


def test_label_studio_keeps_all_but_the_numbers_of_quantities() -> None:
    dumped = FORMATS["label-studio"].dump([to_tagged(FULL), to_tagged(PLAIN)])  # type: ignore[misc]
    assert dumped.lost == {"relation attributes": 3}
    loaded = load_files(FORMATS["label-studio"], {"x": str(dumped.content).encode()})
    back = [to_labels(text) for text in loaded.texts]
    first = FULL.claims[1]
    bare = replace(first, quantities=(replace(first.quantities[0], value=None, unit=None, comparator="="),))
    assert back == [(replace(FULL, claims=(FULL.claims[0], bare)), []), (PLAIN, [])]


def test_doccano_shows_outer_and_inner_by_nesting() -> None:
    dumped = FORMATS["doccano"].dump([to_tagged(FULL)])  # type: ignore[misc]
    assert "levels" not in dumped.lost
    loaded = load_files(FORMATS["doccano"], {"x": str(dumped.content).encode()})
    labels, problems = to_labels(loaded.texts[0])
    assert [(e.text, e.level, e.parent_id) for e in labels.entities] == [
        ("青禾科技上海研究院", "outer", None),
        ("青禾科技", "inner", "e01"),
        ("上海", "inner", "e01"),
        ("岚山X3", "outer", None),
        ("40%", "outer", None),
    ]
    assert (labels.raw_start, labels.raw_end) == (FULL.raw_start, FULL.raw_end)
    assert [p.id for p in problems] == ["format-claim", "format-claim"]  # doccano cannot hold a claim's time


def test_a_label_outside_the_scheme_is_refused() -> None:
    labels, problems = to_labels(TaggedText("t", "青州", (TaggedSpan(0, 2, "GPE"),)))
    assert not labels.entities
    assert [p.id for p in problems] == ["format-label"]


def test_a_number_that_is_none_is_refused() -> None:
    text = TaggedText("t", "三成", (TaggedSpan(0, 2, "NUM.percent", "outer", (("value", "viel"),)),))
    assert [p.id for p in to_labels(text)[1]] == ["format-number"]


@pytest.mark.parametrize("name", scheme().mappings)
def test_every_type_has_a_place_in_every_map(name: str) -> None:
    assert set(named_map(name).tags) >= set(scheme().full_types)
    back = named_map(f"from-{name}").tags
    for full, tag in scheme().mappings[name].items():
        assert tag is None or full == back[tag] or full.partition(".")[0] == back[tag]


def test_tags_of_others_come_in_as_the_type_they_share() -> None:
    back = named_map("from-cluener10").tags
    assert (back["government"], back["address"], back["movie"], back["game"]) == ("ORG.government", "LOC", "WORK", None)
    assert named_map("from-ontonotes18").tags["CARDINAL"] == "NUM.quantity"


def test_what_a_map_drops_is_counted_on_each_side() -> None:
    gold = TaggedText("t", "青州7nm", (TaggedSpan(0, 2, "LOC.gpe"), TaggedSpan(2, 5, "TECH")))
    system = TaggedText("t", "青州7nm", (TaggedSpan(0, 2, "GPE"), TaggedSpan(2, 5, "NORP")))
    ours, theirs = comparable([gold], [system], "ontonotes18")
    assert ours.texts[0].spans == theirs.texts[0].spans == (TaggedSpan(0, 2, "GPE"),)
    assert (ours.dropped, theirs.dropped) == (Counter(TECH=1), Counter(NORP=1))


def test_a_tag_that_a_users_map_does_not_name_is_dropped_and_counted() -> None:
    text = TaggedText("t", "青州甲", (TaggedSpan(0, 2, "地点"), TaggedSpan(2, 3, "人")))
    mapped = apply([text], parse_map('{"地点": "LOC"}'))
    assert [s.label for s in mapped.texts[0].spans] == ["LOC"]
    assert mapped.dropped == {"人": 1}


def test_claims_stay_where_entity_types_are_mapped() -> None:
    mapped = apply([to_tagged(FULL)], named_map("coarse")).texts[0]
    assert Counter(s.label for s in mapped.spans) == Counter(
        {"ORG": 2, "LOC": 1, "PROD": 1, "NUM": 1, "CLAIM.commitment": 1, "CLAIM.numeric": 1, "SOURCE": 1, "CUE": 1}
    )


@pytest.mark.parametrize("text", ["[]", '{"a": 3}', '{"a": ""}', '{"a": "X", "a": "Y"}', "a: b"])
def test_a_map_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(XinwenError, match="format-map"):
        parse_map(text, "map.json")


def test_an_unknown_map_names_those_there_are() -> None:
    with pytest.raises(XinwenError, match="from-msra3"):
        named_map("conll2003")
    assert all(named_map(name).tags for name in map_names())


def test_the_interface_offers_the_whole_scheme() -> None:
    root = ET.fromstring(labeling_config())
    controls = {e.get("name"): [c.get("value") for c in e] for e in root if e.tag in ("Labels", "Choices")}
    assert tuple(controls["outer"]) == tuple(controls["inner"]) == scheme().full_types
    assert tuple(controls["sentiment"]) == scheme().sentence_polarities
    assert controls["claim"] == [f"CLAIM.{kind}" for kind in scheme().claim_types]
    assert {"source", "cue", "about"} <= {r.get("value") for r in root.iter("Relation")}
    names = [e.get("name") for e in root.iter() if e.get("name")]
    assert len(names) == len(set(names))


def test_the_interface_has_a_control_for_every_result_that_is_written() -> None:
    root = ET.fromstring(labeling_config())
    kinds = {e.get("name"): e.tag.lower() for e in root if e.get("name")}
    dumped = FORMATS["label-studio"].dump([to_tagged(FULL)])  # type: ignore[misc]
    for result in json.loads(dumped.content)[0]["annotations"][0]["result"]:
        if result["type"] != "relation":
            assert kinds[result["from_name"]] == result["type"]
