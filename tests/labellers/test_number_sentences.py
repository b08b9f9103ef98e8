"""The spans that the guidelines call for in sentences written for the purpose: ``number_sentences.txt``."""

import re
from pathlib import Path

import pytest

from xinwen.labellers.numbers import NumberMatch, find_numbers

ROWS = [
    line
    for line in (Path(__file__).parent / "number_sentences.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
MARK = re.compile("〔([^|〕]+)[|]([^〕]+)〕")


def shown(text: str, number: NumberMatch, detail: int) -> str:
    """A number as the table marks it, with its kind and as many further fields as the table gives."""
    fields = [number.type]
    if number.type == "date":
        fields += [number.date] if number.date else []
    else:
        high = "" if number.max_value is None else f"..{number.max_value:.15g}"
        fields += [f"{number.value:.15g}{high}", str(number.unit)]
    return f"〔{text[number.start : number.end]}|{' '.join(fields[:detail])}〕"


@pytest.mark.parametrize("row", ROWS)
def test_a_sentence_holds_the_numbers_that_are_marked_in_it(row: str) -> None:
    text = MARK.sub(r"\1", row)
    wanted = [(m[0], len(m[2].split())) for m in MARK.finditer(row)]
    found = find_numbers(text)
    details = [detail for _, detail in wanted] + [9] * len(found)
    assert [shown(text, n, d) for n, d in zip(found, details, strict=False)] == [mark for mark, _ in wanted]
