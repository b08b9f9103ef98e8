"""Bytes to text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinwen.errors import XinwenError
from xinwen.readers import read_page
from xinwen.readers.decoding import decode

PROSE = "中国的芯片产业发展很快，人工智能对算力的需求也在增长。示例公司说，新的工厂明年就会投产，价格有望下降。\r\n第二段。"
TRADITIONAL = "中國的晶片產業發展很快，對於人工智慧來說，這樣的機會還會增加。公司說，新的工廠明年就會開始生產。"
EXTERNAL = Path(__file__).parents[3] / "shared" / "external" / "encodings"


def refusal(data: bytes) -> str:
    with pytest.raises(XinwenError) as caught:
        decode(data, "page.txt")
    assert caught.value.place == "page.txt" and caught.value.message
    return caught.value.id


def as_euc_tw(text: str) -> bytes:
    """Level-1 characters only: plane 1 follows the order of Big5."""
    out = bytearray()
    for character in text:
        lead, trail = character.encode("big5")
        index = (lead - 0xA4) * 157 + trail - (0x40 if trail < 0x7F else 0x62)
        if 0 <= index < 5401:
            row, cell = divmod(index, 94)
            out += bytes((0xC4 + row, 0xA1 + cell))
    return bytes(out)


ENCODINGS = ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "gb18030"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_encoding_is_found_without_a_byte_order_mark(encoding: str) -> None:
    assert decode(PROSE.encode(encoding), "x") == (PROSE, encoding)


@pytest.mark.parametrize("encoding", ENCODINGS[:5])
def test_a_byte_order_mark_decides_and_is_not_part_of_the_text(encoding: str) -> None:
    assert decode(("\ufeff" + PROSE).encode(encoding), "x") == (PROSE, encoding)


@pytest.mark.parametrize("declared", ["gb2312", "big5", "iso-8859-1"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_what_the_page_declares_does_not_count(declared: str, encoding: str) -> None:
    page = f'<meta charset="{declared}"><p>{PROSE}'
    assert decode(page.encode(encoding), "x") == (page, encoding)


def test_big5_and_gb18030_are_told_apart_by_the_text() -> None:
    assert decode(TRADITIONAL.encode("big5"), "x") == (TRADITIONAL, "big5hkscs")
    assert decode(TRADITIONAL.encode("gb18030"), "x") == (TRADITIONAL, "gb18030")


def test_utf_16_that_holds_no_ascii_is_found() -> None:
    text = "中国的芯片产业发展很快，人工智能的需求也在增长。"
    assert decode(text.encode("utf-16-be"), "x") == (text, "utf-16-be")


def test_surrogates_in_cesu_8_become_one_character() -> None:
    cesu = "芯片很快".encode() + "\ud83d\ude00".encode("utf-8", "surrogatepass")
    assert decode(cesu, "x") == ("芯片很快😀", "cesu-8")


def test_half_a_surrogate_pair_is_refused() -> None:
    assert refusal("芯片很快".encode() + "\ud83d".encode("utf-8", "surrogatepass")) == "input-encoding"


def test_line_ends_are_left_alone() -> None:
    assert decode("一\r\n二\r三\n".encode(), "x")[0] == "一\r\n二\r三\n"


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\0\0\0", b"\xef\xbb\xbf", b"\xff\xfe\n\0"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert refusal(data) == "input-empty"


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n", b"\x1f\x8b\x08\0", b"%PDF-1.7\n", b"PK\x03\x04", bytes(range(256)) * 9, PROSE.encode() + b"\0" * 400],
)
def test_a_binary_file_is_refused(data: bytes) -> None:
    assert refusal(data) == "input-binary"


def test_euc_tw_is_recognised_and_refused() -> None:
    assert refusal(as_euc_tw(TRADITIONAL.replace("，", "").replace("。", ""))) == "input-euc-tw"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("반도체 산업의 투자가 크게 늘어나고 있다고 회사는 밝혔다. 가격이 상승하고 있다.", "euc_kr"),
        ("半導体の投資が増えていると発表した。価格が上昇している。", "cp932"),
        ("Déjà vu à la café où l'on", "latin-1"),
    ],
)
def test_other_encodings_are_refused_not_garbled(text: str, encoding: str) -> None:
    assert refusal(text.encode(encoding)) == "input-encoding"


def test_a_file_cut_inside_a_character_is_refused_with_the_offset() -> None:
    data = PROSE.encode()[:-4]
    with pytest.raises(XinwenError, match=rf"utf-8 but broken: byte 0x\w\w at offset {len(data) - 2}") as caught:
        decode(data, "x")
    assert caught.value.id == "input-encoding"


@given(st.binary(max_size=300) | st.text(max_size=80).map(lambda text: text.encode("utf-16-le", "ignore")))
def test_any_bytes_are_a_page_or_an_error(data: bytes) -> None:
    for name in ("page.txt", "page.md", "page.html"):
        try:
            page, reader, _ = read_page(data, name)
        except XinwenError as error:
            assert error.id.startswith("input-") and error.place == name
        else:
            assert page.text().strip() and reader


@pytest.mark.parametrize(
    ("name", "encoding", "words"),
    [
        ("Big5__fudesign", "big5hkscs", "英國之旅"),
        ("Big5__myblog", "big5hkscs", "懺悔的偷鴨賊"),
        ("Big5__unoriginal", "big5hkscs", "試下今日用中文打日記先"),
        ("Big5__ytc", "cp950", "你是個殺手"),
        ("GB2312___mozilla", "gb18030", "免费"),
        ("GB2312__capp", "gb18030", "今天早上看到鱼缸的水混浊了"),
        ("GB2312__coverer", "gb18030", "清风工作室"),
        ("GB2312__eighth", "gb18030", "不同"),
        ("UTF-16LE__nobom", "utf-16-le", "DateTime,Bid,Ask"),
        ("UTF-16LE__plane1", "utf-16-le", "<!DOCTYPE HTML"),
        ("EUC-TW", "input-euc-tw", ""),
    ],
)
def test_real_pages_in_old_encodings_are_right_or_refused(name: str, encoding: str, words: str) -> None:
    if not EXTERNAL.is_dir():
        pytest.skip(f"no real pages here: {EXTERNAL} is absent")
    (path,) = EXTERNAL.glob(f"*{name}*")
    if encoding.startswith("input-"):
        assert refusal(path.read_bytes()) == encoding
    else:
        text, found = decode(path.read_bytes(), path.name)
        assert found == encoding and words in text
