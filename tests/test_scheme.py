"""The scheme: every fine type in every mapping once, and one version of the guidelines."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from xinwen.scheme import full_type, scheme, split_type

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("name", sorted(scheme().mappings))
def test_a_mapping_holds_every_type_exactly_once(name: str) -> None:
    assert sorted(scheme().mappings[name]) == sorted(scheme().full_types)


def test_full_types_split_and_join() -> None:
    assert [full_type(*split_type(full)) for full in scheme().full_types] == list(scheme().full_types)
    assert all(scheme().is_type(*split_type(full)) for full in scheme().full_types)
    assert not scheme().is_type("ORG", None) and not scheme().is_type("PER", "company")


def test_targets_are_named_by_coarse_or_full_type() -> None:
    assert scheme().is_target("LOC", "gpe") and scheme().is_target("ORG", "other")
    assert not scheme().is_target("LOC", "other") and not scheme().is_target("NUM", "date")


def test_the_scheme_names_the_version_that_the_guidelines_state() -> None:
    text = (ROOT / "annotations" / "GUIDELINES.md").read_text("utf-8")
    assert re.findall(r"^Version (\d+\.\d+\.\d+)$", text, re.M) == [scheme().guidelines]


def test_bio_tags_are_o_and_two_a_coarse_type() -> None:
    assert len(scheme().bio_tags) == 1 + 2 * len(scheme().coarse_types) == len(set(scheme().bio_tags))
