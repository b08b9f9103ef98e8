"""Conversion by table gives what OpenCC gives, whatever words meet."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinwen.text import conversion
from xinwen.text.charclass import of_code_points
from xinwen.text.conversion import convert
from xinwen.text.zhu import data_lines

LISTED = data_lines("contexts.txt")[1:]
ANYTHING = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)


@cache
def phrases() -> tuple[str, ...]:
    """The phrases of both stages of the installed OpenCC, and the characters that it converts."""
    package = Path(opencc.__file__).parent / "clib"
    found: list[str] = []
    for name in ("TSPhrases", "TWVariantsRevPhrases", "TWVariantsRev", "TSCharacters", "CJK_Compatibility_Ideographs"):
        source = package / f"share/opencc/{name}.ocd2"
        command = [package / "bin/opencc_dict", "-i", source, "-o", "/dev/stdout", "-f", "ocd2", "-t", "text"]
        listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        found += [line.split("\t")[0] for line in listed.splitlines()]
    return tuple(found)


CONVERTER = opencc.OpenCC("tw2s")


def by_opencc(text: str) -> str:
    return CONVERTER.convert(text).replace("揹", "背")


of_listed_version = pytest.mark.skipif(
    data_lines("contexts.txt")[0] != f"OpenCC {opencc.__version__}",
    reason=f"contexts.txt was made from {data_lines('contexts.txt')[0]}; with {opencc.__version__} all text goes to OpenCC",
)


@of_listed_version
def test_with_the_listed_version_the_table_is_used() -> None:
    assert conversion._is_of_listed_version()


@of_listed_version
def test_every_character_and_every_phrase_is_converted_as_opencc_does() -> None:
    for break_ in ("\n", "，", "、"):
        text = break_.join((*phrases(), *LISTED))
        assert of_code_points(convert(text)) == by_opencc(text)
    characters = "\n".join(chr(code) for code in range(1, 0x110000) if not 0xD800 <= code < 0xE000 and chr(code) not in "⿰⿱\n")
    assert of_code_points(convert(characters)) == by_opencc(characters)


@of_listed_version
@given(st.data())
def test_phrases_that_meet_or_overlap_are_converted_as_opencc_does(data: st.DataObject) -> None:
    word = st.sampled_from(phrases()) | st.sampled_from(LISTED)
    part = st.tuples(word, st.integers(0, 3)).map(lambda cut: cut[0][cut[1] :] or cut[0])
    text = "".join(data.draw(st.lists(part | word | st.sampled_from(("，", "\n", "著", "揹", "⿰")) | ANYTHING, max_size=30)))
    assert of_code_points(convert(text)) == by_opencc(text)


def test_another_version_of_opencc_converts_all_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    conversion._is_of_listed_version.cache_clear()
    monkeypatch.setattr(opencc, "__version__", "0.0.0")
    monkeypatch.setattr(conversion, "_table", lambda: pytest.fail("the table belongs to the listed version"))
    try:
        assert of_code_points(convert("乾隆年間，電腦計畫\0揹")) == "乾隆年间，电脑计划\0背"
    finally:
        conversion._is_of_listed_version.cache_clear()


def test_what_the_binding_cannot_take_stays() -> None:
    assert of_code_points(convert("乾隆\0電腦\ud800計畫")) == "乾隆\0电脑\ud800计划"
