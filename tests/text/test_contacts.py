"""Contact data is found where a word says so, and removed where it asks the reader to get in touch."""

from __future__ import annotations

import timeit
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinwen.text.alignment import apply_edits
from xinwen.text.contacts import contact_spans, find_contacts

SEED = Path(__file__).parents[2] / "seeds" / "004_c62db6931da95260.txt"
NEWS = "厂商的新产线在周四投产，首批产品已经发往三家客户。"


def values(text: str) -> list[str]:
    return [text[start:end] for start, end in contact_spans(text)]


def cleaned(text: str) -> str:
    return apply_edits(text, find_contacts(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("电话：010-66667777", ["010-66667777"]),
        ("联系电话：13900001111（微信同号）", ["13900001111"]),
        ("手机 +86-139-0000-1111", ["+86-139-0000-1111"]),
        ("Tel: +86 10 66667777", ["+86 10 66667777"]),
        ("客服（0755）26660000", ["（0755）26660000"]),
        ("咨询热线 400-000-1234", ["400-000-1234"]),
        ("热线：028-86660000、86661111", ["028-86660000", "86661111"]),
        ("电话：66667777", ["66667777"]),
        ("报料QQ：1234567890", ["1234567890"]),
        ("QQ群 123456789", ["123456789"]),
        ("商务合作微信：abc_123456", ["abc_123456"]),
        ("微信号zhangsan_88", ["zhangsan_88"]),
        ("加V：zhangsan88备注姓名", ["zhangsan88"]),
        ("微信：13900001111", ["13900001111"]),
        ("投稿邮箱：news@example.com", ["news@example.com"]),
        ("他写信到zhang.san@mail.example.com.cn询问。", ["zhang.san@mail.example.com.cn"]),
        ("邮箱 a.b#example.com（#换成@）", ["a.b#example.com"]),
        ("请写信到 name(at)example.com", ["name(at)example.com"]),
        ("聯(lián)系電(diàn)話(huà)：13900001111", ["13900001111"]),
        ("報料熱線：028-86660000", ["028-86660000"]),
        ("（商务合作请加微信xw_hezuo2026，注明公司和姓名）", ["xw_hezuo2026"]),
        ("商务合作微信xw_hezuo2026", ["xw_hezuo2026"]),
        ("联系我们：VX abc_1234", ["abc_1234"]),
        ("加V信abc12345", ["abc12345"]),
        ("QQ12345678", ["12345678"]),
        ("轉載請聯(lián)系QQ12345678", ["12345678"]),
        ("微信abc12345（备注公司）", ["abc12345"]),
        ("业务咨询电话66667777", ["66667777"]),
    ],
)
def test_the_exact_value_is_found(text: str, found: list[str]) -> None:
    assert values(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "3386405712",
        "股票代码：600519",
        "股票代码300750今日收涨",
        "ISBN 978-7-111-00000-6",
        "2024-2028年",
        "手机出货13800台",
        "手机出货13800000000台",
        "消费者可拨打12315",
        "热线96110全天开通",
        "微信接入DeepSeek后",
        "微信：DeepSeek-R1灰度接入",
        "微信用户13.8亿",
        "QQ浏览器2025",
        "QQ用户达57000万",
        "合作金额1234567890元",
        "合作编号 20250610123",
        "https://example.com/13900001111/x",
        "图片 logo@2x.png",
        "git@github.com",
        "联系方式将在2025-06-10 10:22:21公布",
        "手机 iPhone 16 Pro 128GB",
        "¥13800138",
        "型号RTX4090，电话会议纪要",
        "电话会议定于20250610召开",
        "C#开发者大会",
        "微信8.0发布",
        "微信iOS版更新",
        "微信android14版联系人卡顿",
        "他用微信abc_1234登录过后台。",
        "微信2025年营收",
        "客服系统接入微信deepseek_r1",
        "联系人称QQ2025版卡顿",
        "（QQ2011正式版）",
        "新增加微信pay2025",
        "手机13800000台",
    ],
)
def test_numbers_and_names_that_are_no_contact_are_left(text: str) -> None:
    assert values(text) == []
    assert cleaned(text) == text


def test_the_seed_gives_its_two_ids_and_loses_the_line_that_asks_for_news() -> None:
    text = SEED.read_text(encoding="utf-8")
    assert values(text) == ["ihxdsb", "3386405712"]
    (edit,) = find_contacts(text)
    assert text[edit.start : edit.end].startswith("**【如果您有新闻线索") and text[edit.start : edit.end].endswith("】**\n")


@pytest.mark.parametrize(
    "line",
    [
        "电话：010-66667777",
        "地址：某市某区某某路100号 邮编：100000 电话：010-66667777",
        "商务合作请加微信：abc_123456（备注姓名+公司）",
        "广告投放、内容合作请联系 news@example.com",
        "【有新闻线索？欢迎向我们报料，一经采用有奖。】",
        "如需转载请联系微信：abcdefg。",
        "某某报新闻热线：028-86660000",
        "简历请投递至hr@example.com，邮件注明姓名",
        "大数据业务合作请联系微信：abc_123456",
        "（商务合作请加微信xw_hezuo2026，注明公司和姓名）",
        "微信xw_hezuo2026",
        "商务合作QQ12345678",
        "联系电话13900001111",
    ],
)
def test_a_line_that_asks_the_reader_to_get_in_touch_falls_whole(line: str) -> None:
    assert cleaned(f"{NEWS}\n{line}\n{NEWS}\n") == f"{NEWS}\n{NEWS}\n"


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("产业链走向成熟。联系邮箱：x@example.com", "产业链走向成熟。"),
        ("产业链走向成熟。转载请联系微信：abcdefg。商务合作请联系QQ：123456789。", "产业链走向成熟。"),
        ("张三（电话：010-66667777）表示，产线已经恢复。", "张三表示，产线已经恢复。"),
        ("产业链走向成熟。（如果您有新闻线索，欢迎联系，报料QQ：1234567890）", "产业链走向成熟。"),
    ],
)
def test_only_the_part_of_a_line_that_asks_falls(line: str, left: str) -> None:
    assert cleaned(f"\u3000\u3000{line}\n{NEWS}") == f"\u3000\u3000{left}\n{NEWS}"


@pytest.mark.parametrize(
    "line",
    [
        "消费者可拨打400-000-1234咨询。",
        "据客服介绍，消费者可致电010-66667777反映问题，工作人员会在两个工作日内回复。",
        "市民举报电话为12345，24小时开通。",
        "该公司客服电话是400-000-1234，记者多次拨打均无人接听。",
        "他的邮箱zhang@example.com遭到攻击，攻击者用它给同事发了钓鱼邮件。",
        "爆料人称，新机将于下月发布。",
        "有网友爆料，这款处理器的频率只有两吉赫。",
        "警方提醒：如有线索，请拨打110。",
        "微信8.0发布，聊天列表可以折叠了。",
        "微信接入deepseek_r1以后，联系客服的人少了。",
    ],
)
def test_a_news_sentence_that_reports_a_contact_stays(line: str) -> None:
    assert cleaned(f"{NEWS}\n{line}\n") == f"{NEWS}\n{line}\n"


@pytest.mark.parametrize(
    "unit", ["1 ", "电话：", "@a.", "微信", "（电话", "12345678、", "a@b.c", "QQ：12345 ", "电话：13900001111。", "（QQ：12345）"]
)
def test_the_cost_of_a_hostile_line_grows_with_its_length(unit: str) -> None:
    text = unit * (20000 // len(unit))
    assert timeit.timeit(lambda: find_contacts(text), number=1) < 1


pieces = st.sampled_from(
    [
        "电话：",
        "13900001111",
        "微信",
        "：",
        "abc_123456",
        "（",
        "）",
        "。",
        "QQ",
        "123456789",
        "、",
        "请联系",
        "a@b.com",
        "#换成@",
        "\n",
        " ",
        "产线恢复",
        "【",
        "】",
        "加",
        "合作",
        "欢迎报料",
        "新闻线索",
    ]
)


@given(st.one_of(st.text(), st.lists(pieces, max_size=16).map("".join)))
def test_a_second_run_finds_nothing_more(text: str) -> None:
    assert find_contacts(cleaned(text)) == []


@given(st.one_of(st.text(), st.lists(pieces, max_size=16).map("".join)))
def test_spans_and_edits_are_ascending_and_do_not_overlap(text: str) -> None:
    for found in (contact_spans(text), [(edit.start, edit.end) for edit in find_contacts(text)]):
        assert all(0 <= start < end <= len(text) for start, end in found)
        assert all(one[1] <= other[0] for one, other in pairwise(found))
