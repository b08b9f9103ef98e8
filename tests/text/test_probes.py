"""The cleaner against material that the authors of its code did not write: brackets, polluted pages, words with 著.

Bars: at most 1 % of genuine brackets harmed, at least 98 % of injected readings found, at most 2 of 200 words wrong.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from xinwen.text.clean import clean
from xinwen.text.pinyin import find_pinyin
from xinwen.text.script import simplify

PROBES = Path(__file__).parents[1] / "fixtures" / "probes"
PAGES = ("polluted_1", "polluted_2", "polluted_3")


def brackets() -> list[dict[str, str]]:
    return [json.loads(line) for line in (PROBES / "genuine_brackets.jsonl").read_text("utf-8").splitlines()]


def test_at_most_one_percent_of_genuine_brackets_is_harmed() -> None:
    cases = brackets()
    harmed = [case["text"] for case in cases if find_pinyin(case["text"])]
    assert len(cases) == 100
    assert len(harmed) <= len(cases) // 100, harmed


def page(name: str) -> tuple[str, str, dict[str, list[list[object]]]]:
    read = [(PROBES / f"{name}{suffix}").read_text("utf-8") for suffix in (".txt", ".truth.txt", ".json")]
    return read[0], read[1], json.loads(read[2])


@pytest.mark.parametrize("name", PAGES)
def test_injected_readings_are_found_and_genuine_brackets_kept(name: str) -> None:
    raw, _, spans = page(name)
    cut = {(edit.start, edit.end) for edit in find_pinyin(raw)}
    artefacts = {(start, end) for start, end, _ in spans["artefacts"]}
    assert len(cut & artefacts) >= 0.98 * len(artefacts), sorted(artefacts - cut)
    assert not cut - artefacts, [raw[s - 3 : e] for s, e in cut - artefacts]


@pytest.mark.parametrize("name", PAGES)
def test_a_polluted_page_comes_out_as_the_page_it_was_made_from(name: str) -> None:
    raw, truth, _ = page(name)
    made = clean(raw, skip=["furniture", "contacts"]).text
    expected = clean(truth, skip=["furniture", "contacts"]).text
    wrong = [(a, b) for a, b in zip(made.splitlines(), expected.splitlines(), strict=True) if a != b]
    assert not wrong


def test_at_most_two_of_two_hundred_words_with_zhu_are_wrong() -> None:
    pairs = [
        line.split("\t") for line in (PROBES / "zhu_words.tsv").read_text("utf-8").splitlines() if line and not line.startswith("#")
    ]
    # A page in Traditional characters, as the words would stand in one: the gate looks at the document.
    lines = simplify("\n".join(["這個產業與國際學術機構發展關係，並開發應用軟體。", *(word for word, _ in pairs)])).splitlines()[1:]
    wrong = [(word, made, right) for (word, right), made in zip(pairs, lines, strict=True) if made != right]
    assert len(pairs) == 200
    assert len(wrong) <= 2, wrong
