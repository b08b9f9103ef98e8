"""Both real pages, the whole way: golden files read by hand, and what must and must not come out."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pysbd
import pytest

from xinwen.documents import Document
from xinwen.pipeline import load_articles

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {d.article.article_id: d for d in load_articles(ROOT / "seeds")}


@pytest.mark.parametrize("name", ["seed-000", "seed-004"])
def test_the_clean_text_equals_the_golden_file(documents: dict[str, Document], name: str) -> None:
    assert documents[name].clean.text + "\n" == (GOLDEN / f"{name}.clean.txt").read_text("utf-8")


@pytest.mark.parametrize("name", ["seed-000", "seed-004"])
def test_sentence_boundaries_and_kinds_equal_the_hand_checked_file(documents: dict[str, Document], name: str) -> None:
    made = [f"{s.sentence_id}\t{s.paragraph}\t{s.kind}\t{s.text}" for s in documents[name].sentences]
    assert made == (GOLDEN / f"{name}.sentences.tsv").read_text("utf-8").splitlines()


@pytest.mark.parametrize(("name", "units"), [("seed-000", 51), ("seed-004", 54)])
def test_another_splitter_agrees_paragraph_by_paragraph(documents: dict[str, Document], name: str, units: int) -> None:
    document = documents[name]
    reference = [
        unit.strip()
        for line in document.clean.text.split("\n")
        for unit in pysbd.Segmenter(language="zh", clean=False).segment(line)
    ]
    assert [s.text for s in document.sentences] == reference
    assert len(reference) == units


def test_every_span_leads_back_to_the_raw_text(documents: dict[str, Document]) -> None:
    for document in documents.values():
        for s in document.sentences:
            assert document.clean.text[s.start_char : s.end_char] == s.text
            assert 0 <= s.raw_start < s.raw_end <= len(document.article.raw_text)


def test_seed_000_has_no_injected_pinyin_and_no_traditional_character(documents: dict[str, Document]) -> None:
    text = documents["seed-000"].clean.text
    assert not re.search(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü ]+\)", text)
    assert documents["seed-000"].clean.removed_by_step()["pinyin"] == 1834
    assert "昇腾" in text and "升腾" not in text
    assert text.count("标志着") == 2 and text.count("意味着") == 1
    assert "(600万美元)" in text and "(2000块)" in text
    assert not re.search("[\u3400-\u9fff][,:;][\u3400-\u9fff]", text)


def test_seed_000_runs_from_the_abstract_to_the_last_sentence(documents: dict[str, Document]) -> None:
    document = documents["seed-000"]
    assert document.sentences[0].kind == "title"
    assert document.sentences[1].text.startswith("【摘要】")
    assert document.sentences[-1].text.endswith("下一步的关键命题。")
    for word in ("订阅", "纠错", "加入自媒体", "验证码", "扫码关注", "粤公网安备", "发表评论", "原文标题", "声明"):
        assert not any(word in s.text for s in document.sentences), word


def test_seed_000_keeps_publisher_original_title_and_signature_as_metadata(documents: dict[str, Document]) -> None:
    metadata = documents["seed-000"].metadata
    assert metadata.publisher == "OFweek人工智能网"
    assert metadata.original_title == metadata.title == "DeepSeek R2加持，中国AI与芯片产业迎来新一轮协同进化"
    assert metadata.signature == "XINLIU"


def test_the_raw_span_of_a_word_holds_its_reading(documents: dict[str, Document]) -> None:
    clean = documents["seed-000"].clean
    start = clean.text.index("标志着")
    assert clean.raw[slice(*clean.raw_span(start, start + 3))] == "標(biāo)志著"


def test_seed_004_has_its_front_matter_as_metadata(documents: dict[str, Document]) -> None:
    metadata = documents["seed-004"].metadata
    assert metadata.title == "国产化加速，DeepSeek掀起AICG算力革命"
    assert metadata.date == "2025-02-13"
    assert metadata.summary is not None and metadata.summary.startswith("封面新闻记者")
    assert metadata.url == "https://new.qq.com/rain/a/20250213A016I800"
    assert metadata.author == "吉星"


def test_seed_004_runs_from_the_byline_to_the_last_sentence(documents: dict[str, Document]) -> None:
    document = documents["seed-004"]
    assert (document.sentences[0].kind, document.sentences[0].text) == ("byline", "封面新闻记者 吉星")
    assert document.sentences[1].text.startswith("这个蛇年新春")
    assert document.sentences[-1].text.endswith("终极命题。")
    assert "**" not in document.clean.text and "![" not in document.clean.text


def test_contact_data_is_removed_counted_and_masked(documents: dict[str, Document]) -> None:
    document = documents["seed-004"]
    assert document.clean.removed_by_step()["contacts"] > 0
    for secret in ("ihxdsb", "3386405712"):
        assert secret in document.article.raw_text
        assert secret not in document.clean.text and secret not in document.masked_raw_text
    assert len(document.masked_raw_text) == len(document.article.raw_text)


def test_the_seeds_are_byte_for_byte_what_the_sources_say() -> None:
    for line in (ROOT / "seeds" / "sources.jsonl").read_text("utf-8").splitlines():
        source = json.loads(line)
        assert hashlib.sha256((ROOT / "seeds" / source["file"]).read_bytes()).hexdigest() == source["sha256"]
