"""JSON Lines."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinwen.errors import XinwenError
from xinwen.readers.jsonl import read_jsonl
from xinwen.readers.page import Page

FIXTURE = Path(__file__).parents[1] / "fixtures" / "readers" / "records.jsonl"
PIECES = ['{"text": "', "这一行说的是芯片产业的消息。", '"}', "\n", "[", "{", "1", "\\ud800", '"id": ', "null", ", "]
PROSE = "中国的芯片产业发展很快，人工智能的需求也在增长。"


def test_bad_lines_are_errors_with_their_number_and_the_others_go_on() -> None:
    found = dict(read_jsonl(FIXTURE.read_text("utf-8"), place="records.jsonl"))
    errors = {number: (page.id, page.place) for number, page in found.items() if isinstance(page, XinwenError)}
    assert errors == {
        2: ("input-jsonl-line", "records.jsonl:2"),
        4: ("input-jsonl-line", "records.jsonl:4"),
        5: ("input-no-text", "records.jsonl:5"),
        6: ("input-no-chinese", "records.jsonl:6"),
    }
    assert [number for number, page in found.items() if isinstance(page, Page)] == [1, 7]


def test_the_usual_field_names_are_known() -> None:
    page = dict(read_jsonl(FIXTURE.read_text("utf-8")))[1]
    assert isinstance(page, Page)
    found = page.metadata
    assert (found.title, found.date, found.publisher) == ("一", "2025-02-13T08:01:00", "示例日报")
    assert page.extra == {"id": "7", "lang": "zh"} and page.raw_text.startswith("这一行是完整的")


def test_a_field_map_names_other_fields() -> None:
    line = f'{{"正文": "{PROSE}", "标题": "题", "编号": "a1", "时间": 1739404874}}'
    ((_, page),) = read_jsonl(line, {"text": "正文", "title": "标题", "id": "编号", "date": "时间"})
    assert isinstance(page, Page) and page.raw_text == PROSE
    assert (page.metadata.title, page.metadata.date, page.extra) == ("题", "2025-02-13T00:01:14+00:00", {"id": "a1"})


def test_a_mapped_field_that_a_record_lacks_is_an_error() -> None:
    ((_, error),) = read_jsonl(f'{{"text": "{PROSE}"}}', {"text": "正文"})
    assert isinstance(error, XinwenError) and error.id == "input-jsonl-line" and "正文" in error.message


def test_a_field_map_with_an_unknown_target_is_refused_at_once() -> None:
    with pytest.raises(XinwenError) as caught:
        read_jsonl("", {"titel": "标题"})
    assert caught.value.id == "input-jsonl-fields"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_whatever_ends_them(end: str) -> None:
    text = end.join([f'{{"text": "{PROSE}"}}', "", "oops", f'{{"text": "{PROSE}\u2028{PROSE}"}}'])
    assert [number for number, _ in read_jsonl(text)] == [1, 3, 4]


@given(st.text(max_size=200) | st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_text_gives_pages_or_errors(text: str) -> None:
    for number, page in read_jsonl(text):
        assert number >= 1 and (isinstance(page, Page) or page.id.startswith("input-"))
