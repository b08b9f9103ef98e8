"""The grammar of numbers: spans, kinds, and what they are worth."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xinwen.labellers.amounts import words
from xinwen.labellers.numbers import find_numbers
from xinwen.labellers.numerals import parse_numeral
from xinwen.labellers.units import units

DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """The written Chinese numeral of a positive integer below 10**12: the inverse that the parser is checked against."""
    if number >= 10**4:
        base, unit = (10**8, "亿") if number >= 10**8 else (10**4, "万")
        high, low = divmod(number, base)
        gap = "零" if 0 < low < base // 10 else ""
        return chinese(high) + unit + gap + (chinese(low) if low else "")
    words, gap = "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            words += ("零" if gap and words else "") + DIGITS[digit] + unit
        gap = not digit
    return words


@given(st.integers(1, 10**12 - 1))
@settings(max_examples=300, deadline=None)
def test_a_chinese_numeral_reads_back_as_the_number_it_was_written_from(number: int) -> None:
    interval = parse_numeral(chinese(number))
    assert interval is not None and interval.low == interval.high == number


@given(st.integers(1, 9999), st.integers(0, 9), st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8), ("万亿", 10**12)]))
@settings(max_examples=100, deadline=None)
def test_digits_with_a_multiplier_are_exact(whole: int, tenth: int, multiplier: tuple[str, int]) -> None:
    [found] = find_numbers(f"出货{whole}.{tenth}{multiplier[0]}台，")
    assert found.value == (whole * 10 + tenth) * multiplier[1] / 10 and found.unit == "1"


def one(text: str) -> tuple[object, ...]:
    [found] = find_numbers(text)
    return text[found.start : found.end], found.type, found.value, found.max_value, found.unit or found.date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("投资约45亿元。", ("45亿元", "money", 4.5e9, None, "CNY")),
        ("人民币3亿元", ("人民币3亿元", "money", 3e8, None, "CNY")),
        ("新台币100亿元", ("新台币100亿元", "money", 1e10, None, "TWD")),
        ("定价¥1,299起", ("¥1,299", "money", 1299.0, None, "CNY")),
        ("US$3.5亿", ("US$3.5亿", "money", 3.5e8, None, "USD")),
        ("10～20亿元", ("10～20亿元", "money", 1e9, 2e9, "CNY")),
        ("数千亿韩元", ("数千亿韩元", "money", 2e11, 9e11, "KRW")),
        ("3%至5%", ("3%至5%", "percent", 3.0, 5.0, "%")),
        ("良率达９１.５％", ("９１.５％", "percent", 91.5, None, "%")),
        ("百分之七", ("百分之七", "percent", 7.0, None, "%")),
        ("三成以上", ("三成", "percent", 30.0, None, "%")),
        ("打八折", ("八折", "percent", 80.0, None, "%")),
        ("只有1/20", ("1/20", "percent", 5.0, None, "%")),
        ("三分之一的产能", ("三分之一", "percent", 33.3333, None, "%")),
        ("一半门店", ("一半", "percent", 50.0, None, "%")),
        ("下降2个百分点", ("2个百分点", "percent", 2.0, None, "pp")),
        ("下调25个基点", ("25个基点", "percent", 0.25, None, "pp")),
        ("是原来的两倍", ("两倍", "quantity", 2.0, None, "1")),
        ("一两个", ("一两个", "quantity", 1.0, 2.0, "1")),
        ("30余家客户", ("30余家", "quantity", 30.0, None, "1")),
        ("仅一家盈利", ("一家", "quantity", 1.0, None, "1")),
        ("1,234,567台", ("1,234,567台", "quantity", 1234567.0, None, "1")),
        ("300mm晶圆", ("300mm", "quantity", 300.0, None, "mm")),
        ("参数量为70B，", ("70B", "quantity", 7e10, None, "1")),
        ("百万词元", ("百万词元", "quantity", 1e6, None, "token")),
        ("千亿参数", ("千亿", "quantity", 1e11, None, "1")),
        ("带宽10TB/s", ("10TB/s", "quantity", 10.0, None, "TBy/s")),
        ("未来三年", ("三年", "quantity", 3.0, None, "a")),
        ("三年半", ("三年半", "quantity", 3.5, None, "a")),
        ("半个小时", ("半个小时", "quantity", 0.5, None, "h")),
        ("2025年6月", ("2025年6月", "date", None, None, "2025-06")),
        ("2024 年第四季度", ("2024 年第四季度", "date", None, None, "2024-10/2024-12")),
        ("2025年上半年", ("2025年上半年", "date", None, None, "2025-01/2025-06")),
        ("2025Q1", ("2025Q1", "date", None, None, "2025-01/2025-03")),
        ("2024-2028年", ("2024-2028年", "date", None, None, "2024/2028")),
        ("2月10日", ("2月10日", "date", None, None, "--02-10")),
        ("将于20日发布", ("20日", "date", None, None, "---20")),
        ("5月1日至7日", ("5月1日至7日", "date", None, None, "--05-01/--05-07")),
        ("2025-02-13 08:01", ("2025-02-13 08:01", "date", None, None, "2025-02-13T08:01")),
        ("2027年初动工", ("2027年初", "date", None, None, "2027")),
        ("6月底", ("6月底", "date", None, None, "--06")),
        ("二〇二五年十月", ("二〇二五年十月", "date", None, None, "2025-10")),
        ("20世纪90年代", ("20世纪90年代", "date", None, None, "1990/1999")),
        ("12日上午9时30分", ("12日上午9时30分", "date", None, None, "---12")),
        ("2024财年第一季度", ("2024财年第一季度", "date", None, None, None)),
        ("去年5月", ("5月", "date", None, None, "--05")),
        ("几家供应商", ("几家", "quantity", 2.0, 9.0, "1")),
        ("停产数日", ("数日", "quantity", 2.0, 9.0, "d")),
        ("横跨数国", ("数", "quantity", 2.0, 9.0, "1")),
        ("十来个用户", ("十来个", "quantity", 10.0, None, "1")),
        ("两三封来信", ("两三封", "quantity", 2.0, 3.0, "1")),
        ("口号只剩一句", ("一句", "quantity", 1.0, None, "1")),
        ("库存只够一个月", ("一个月", "quantity", 1.0, None, "mo")),
        ("只用一周", ("一周", "quantity", 1.0, None, "wk")),
        ("占三成二。", ("三成二", "percent", 32.0, None, "%")),
        ("打八八折", ("八八折", "percent", 88.0, None, "%")),
        ("还差8个多百分点", ("8个多百分点", "percent", 8.0, None, "pp")),
        ("历时四个半月", ("四个半月", "quantity", 4.5, None, "mo")),
        ("全长1分52秒", ("1分52秒", "quantity", 112.0, None, "s")),
        ("通知后七日内", ("七日", "quantity", 7.0, None, "d")),
        ("功耗12千瓦", ("12千瓦", "quantity", 12.0, None, "kW")),
        ("装机三百万千瓦", ("三百万千瓦", "quantity", 3e6, None, "kW")),
        ("占地300亩", ("300亩", "quantity", 300.0, None, "mu")),
        ("200万个token", ("200万个token", "quantity", 2e6, None, "token")),
        ("56年来最低", ("56年", "quantity", 56.0, None, "a")),
        ("“暂行”二字", ("二字", "quantity", 2.0, None, "1")),
        ("记者数到15000有余", ("15000", "quantity", 15000.0, None, "1")),
        ("震度5级", ("5级", "quantity", 5.0, None, "1")),
        ("波长13.5纳米", ("13.5纳米", "quantity", 13.5, None, "nm")),
        ("半节距18纳米", ("18纳米", "quantity", 18.0, None, "nm")),
        ("17日上午还有客户", ("17日上午", "date", None, None, "---17")),
        ("3月19日凌晨2时47分", ("3月19日凌晨2时47分", "date", None, None, "--03-19")),
        ("二季度末", ("二季度末", "date", None, None, "--04/--06")),
        ("3月22日报道", ("3月22日", "date", None, None, "--03-22")),
        ("八十年代", ("八十年代", "date", None, None, "1980/1989")),
        ("2026年前九个月", ("2026年前九个月", "date", None, None, "2026-01/2026-09")),
    ],
)
def test_a_number_has_its_span_kind_value_and_unit(text: str, expected: tuple[object, ...]) -> None:
    assert one(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "一家公司",
        "一场展会",
        "第三款",
        "前五名",
        "三大运营商",
        "去年",
        "当日",
        "上半年",
        "今年下半年",
        "百度",
        "千问",
        "十分重要",
        "万一",
        "一些",
        "三星",
        "两岸双方",
        "四大银行",
        "多家厂商",
        "H100",
        "GPT-4",
        "半导体",
        "统一",
        "GPT-4.5",
        "688047",
        "多数家长",
        "要几天？",
        "数字孪生",
        "两回事",
        "一年后再看",
        "产线是7纳米",
        "二级缓存",
        "四季如春",
        "只是一个时刻",
        "开放7B版本",
    ],
)
def test_articles_ordinals_collectives_and_parts_of_words_are_no_numbers(text: str) -> None:
    assert find_numbers(text) == []


def test_a_way_from_one_value_to_another_is_two_spans() -> None:
    text = "从1.5B到70B，从2027年到2029年"
    assert [text[n.start : n.end] for n in find_numbers(text)] == ["1.5B", "70B", "2027年", "2029年"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一家盈利，三家亏损", ["一家", "三家"]),
        ("一个怕漏，一个怕冤", ["一个", "一个"]),
        ("一家公司，两个价格", ["一家", "两个"]),
        ("原来三杯，现在一杯", ["三杯", "一杯"]),
        ("一个团队做了一个模型，还有一个接口", []),
        ("3比2", ["3", "2"]),
        ("升4.4个百分点至45.1%", ["4.4个百分点", "45.1%"]),
        ("每千次0.02元到0.0005元", ["千次", "0.02元", "0.0005元"]),
        ("V2，1元；另收2元", ["1元", "2元"]),
        ("从0.33到0.55", ["0.33", "0.55"]),
    ],
)
def test_numbers_set_against_one_another_are_each_a_span(text: str, expected: list[str]) -> None:
    assert [text[n.start : n.end] for n in find_numbers(text)] == expected


def test_a_full_width_comma_between_full_width_digits_groups_them() -> None:
    assert one("１，２３４台")[:3] == ("１，２３４台", "quantity", 1234.0)


def test_a_change_is_two_spans() -> None:
    text = "从5元降至2元"
    assert [text[n.start : n.end] for n in find_numbers(text)] == ["5元", "2元"]


@given(
    st.text(alphabet="0123456789 ,.%％-至到从第一二两十百千万亿年月日时分季度元个台家nmGBtoken约半余多上下/:￥$０９", max_size=40)
)
@settings(max_examples=300, deadline=None)
def test_matches_lie_in_the_text_in_order_and_without_blank_edges(text: str) -> None:
    end = 0
    for found in find_numbers(text):
        surface = text[found.start : found.end]
        assert end <= found.start < found.end <= len(text) and surface == surface.strip()
        assert (found.type == "date") == (found.value is None)
        end = found.end


@pytest.mark.parametrize("unit", ["一", "5级", "1,", "9", "十百千万亿", "2024-", "1至", "1 ", "百分之", "1/"])
def test_time_grows_no_faster_than_the_text(unit: str) -> None:
    def seconds(count: int) -> float:
        taken = []
        for _ in range(2):
            started = time.process_time()
            find_numbers(unit * count)
            taken.append(time.process_time() - started)
        return min(taken)

    seconds(1000)
    assert seconds(40_000) < max(8 * seconds(10_000), 0.5)


def test_every_unit_is_well_formed() -> None:
    for surface, unit in units().items():
        assert surface == surface.strip() and unit.unit and unit.factor > 0
        assert unit.kind in {"counter", "unit", "percent", "money"}
        assert (unit.kind != "money") or (len(unit.unit) == 3 and unit.unit.isupper())


@pytest.mark.parametrize("word", words("priced"))
def test_a_number_behind_every_word_of_price_is_found(word: str) -> None:
    assert [(n.start, n.end) for n in find_numbers(f"{word}八千。")] == [(len(word), len(word) + 2)]
