"""Files to pages: which reader, what is refused."""

from pathlib import Path

import pytest

from xinwen.errors import XinwenError
from xinwen.readers import READERS, read_bytes, read_page

PROSE = "中国的芯片产业发展很快，人工智能对算力的需求也在增长。"
SEEDS = Path(__file__).parents[2] / "seeds"


def refusal(data: bytes | str, name: str = "page.txt") -> XinwenError:
    with pytest.raises(XinwenError) as caught:
        read_page(data.encode() if isinstance(data, str) else data, name)
    return caught.value


@pytest.mark.parametrize(
    ("text", "name", "reader"),
    [
        (PROSE, "a.txt", "plain"),
        (PROSE, "a", "plain"),
        (PROSE, "a.md", "markdown"),
        (PROSE, "a.html", "plain"),
        (f"---\ntitle: 题\n---\n{PROSE}", "a.txt", "markdown"),
        (f"# 题\n\n{PROSE}\n\n![](a.png)", "a.txt", "markdown"),
        (f"<!DOCTYPE html><html><body><p>{PROSE * 9}</p></body></html>", "a.txt", "html"),
        (f"<html><body><p>{PROSE * 9}</p></body></html>", "a.md", "html"),
        (f"<div>{f'<p>{PROSE}</p>' * 9}</div>", "a.txt", "html"),
        (f"<b>{PROSE}", "a.txt", "plain"),
        (f"#芯片# 话题\n{PROSE}", "a.txt", "plain"),
    ],
)
def test_suffix_and_content_decide_on_the_reader(text: str, name: str, reader: str) -> None:
    assert read_page(text.encode(), name)[1] == reader


def test_a_reader_can_be_named() -> None:
    page, reader, _ = read_page(f"---\ntitle: 题\n---\n{PROSE}".encode(), "a.md", reader="plain")
    assert reader == "plain" and page.markup == {} and page.metadata.title is None
    assert set(READERS) == {"html", "markdown", "plain"}


def test_plain_text_is_left_as_it_is() -> None:
    data = (SEEDS / "000_bb733943415e4c05.txt").read_bytes()
    page, reader, encoding = read_page(data, "000.txt")
    assert (reader, encoding, page.raw_text, page.text()) == ("plain", "utf-8", data.decode(), data.decode())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "OpenAI released a new model today, and everyone wrote about it, at length and in detail. 芯片产业发展得很快呢",
            "another language",
        ),
        ("你好", "2 Chinese characters"),
        ("日本の半導体メーカーは今年の投資額を増やす計画だと発表した。人工知能の需要が伸びている。", "Japanese"),
        ("삼성전자는 반도체 투자를 늘릴 계획이라고 밝혔다. 三星電子半導體人工智能", "Korean"),
    ],
)
def test_a_page_in_another_language_is_refused_with_the_count(text: str, reason: str) -> None:
    error = refusal(text)
    assert error.id == "input-no-chinese" and reason in error.message


def test_a_chinese_page_may_quote_other_scripts() -> None:
    text = PROSE + "东京电子（東京エレクトロン）与三星（삼성전자）都表示，DeepSeek、NVIDIA、OpenAI 的需求仍在增长。"
    assert read_page(text.encode(), "a.txt")[0].raw_text == text


@pytest.mark.parametrize("name", ["feed.xml", "data.json", "table.csv", "pages.jsonl"])
def test_data_that_is_no_page_is_refused(name: str) -> None:
    assert refusal(f'{{"text": "{PROSE}"}}', name).id == "input-format"


def test_a_feed_is_refused_whatever_its_name() -> None:
    assert refusal(f'<?xml version="1.0"?><rss><title>{PROSE}</title></rss>').id == "input-format"


@pytest.mark.parametrize("start", ['<?xml version="1.0" encoding="GB2312"?>\n<!-- feed -->\n<rss>', "<rss>", "<feed>"])
def test_a_feed_of_many_titles_is_no_html_page(start: str) -> None:
    text = start + f"<item><title>{PROSE}</title><p>{PROSE}</p></item>" * 9
    assert refusal(text, "feed.xml").id == "input-format"


def test_a_page_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 100)
    for read in (lambda: read_bytes(path, limit=99), lambda: read_page(b"x" * 100, "a.txt", limit=99)):
        with pytest.raises(XinwenError) as caught:
            read()
        assert caught.value.id == "input-too-large"
    assert read_bytes(path, limit=100) == b"x" * 100


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(XinwenError) as caught:
            read_bytes(path)
        assert caught.value.id == "input-missing" and caught.value.place == str(path)
