"""Sound targets, as small as can be, that no check finds anything wrong with: a release, a store of passes, a CoNLL file."""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from xinwen.codec import encode
from xinwen.documents import Document, prepare
from xinwen.passes.store import ADJUDICATED, write_pass
from xinwen.records import (
    Article,
    ArticlePass,
    Claim,
    Entity,
    Mention,
    Name,
    PassInfo,
    Quantity,
    Sentence,
    SentenceLabels,
    Sentiment,
    Source,
)
from xinwen.release.columns import FLAT, TABLES
from xinwen.release.parquet import to_table, write_parquet
from xinwen.release.rows import Labelled, flat_rows, ner_row
from xinwen.release.writer import Content, tables_of, write_into
from xinwen.scheme import scheme, split_type

VERSION = "1.0.0"
TRAIN = """澄海半导体发布晨曦A7

澄海半导体首席执行官林知远3月1日在北岭市表示，晨曦A7采用5nm工艺，售价300美元。
青石大学和工业署参加星河大会，讨论《算力促进法》和《算力年报》。
东湾的澄海一厂用云帆系统训练玄武3.0，良率提高20%，产能为500片。
欢迎来电：0755-88887777

这一天的北岭市天气很好。
"""
TEST = """海风集团宣布建设园区

海风集团7月2日称，园区将带来新的岗位。
"""
#: surface, type, name_id, further fields; an inner mention follows its outer one and names it by its surface.
MENTIONS: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "澄海半导体发布晨曦A7": [("澄海半导体", "ORG.company", {"name_id": "chenghai"}), ("晨曦A7", "PROD.hardware", {})],
    "澄海半导体首席": [
        ("澄海半导体", "ORG.company", {"name_id": "chenghai"}),
        ("首席执行官", "POS", {}),
        ("林知远", "PER", {}),
        ("3月1日", "NUM.date", {"date": "2031-03-01"}),
        ("北岭市", "LOC.gpe", {}),
        ("晨曦A7", "PROD.hardware", {}),
        ("5nm", "TECH", {}),
        ("300美元", "NUM.money", {"value": 300.0, "unit": "USD"}),
    ],
    "青石大学": [
        ("青石大学", "ORG.other", {}),
        ("工业署", "ORG.government", {}),
        ("星河大会", "EVENT", {}),
        ("算力促进法", "LAW", {}),
        ("算力年报", "WORK", {}),
    ],
    "东湾的": [
        ("东湾", "LOC.other", {}),
        ("澄海一厂", "LOC.facility", {}),
        ("澄海", "ORG.company", {"name_id": "chenghai", "level": "inner"}),
        ("云帆", "PROD.software", {}),
        ("玄武3.0", "PROD.model", {}),
        ("20%", "NUM.percent", {"value": 20.0, "unit": "%"}),
        ("500片", "NUM.quantity", {"value": 500.0, "unit": "1"}),
    ],
    "这一天": [("北岭市", "LOC.gpe", {})],
    "海风集团宣布": [("海风集团", "ORG.company", {})],
    "海风集团7月": [("海风集团", "ORG.company", {}), ("7月2日", "NUM.date", {"date": "2031-07-02"})],
}
#: content, type, source, its kind, cue, surface of a number
CLAIMS = {
    "澄海半导体首席": ("晨曦A7采用5nm工艺，售价300美元", "numeric", "林知远", "named_person", "表示", "300美元"),
    "海风集团7月": ("园区将带来新的岗位", "forecast", "海风集团", "named_org", "称", None),
}
NAMES = (Name("chenghai", "ORG", "company", "澄海半导体", None, ("澄海",)),)
INFO = PassInfo("a", "hand", "language_model", "reader 1", "1.0.0", scheme().version)


def document(article_id: str, text: str, split: str, date: str) -> Document:
    """A prepared article."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    source = Source(article_id, f"{article_id}.txt", sha256, date=date, rights="own", source_kind="synthetic", split=split)
    return prepare(Article(article_id, text, source, "plain", "utf-8"))


DOCUMENTS = (document("syn-0001", TRAIN, "train", "2031-03-02"), document("syn-0002", TEST, "test", "2031-07-03"))


def labels(sentence: Sentence) -> SentenceLabels:
    """The labels of one sentence."""
    key = next((key for key in MENTIONS if sentence.text.startswith(key)), "")
    entities: list[Entity] = []
    for number, (surface, kind, more) in enumerate(MENTIONS.get(key, ()), 1):
        start = sentence.text.index(surface)
        parent = next(e.id for e in reversed(entities) if e.level == "outer") if more.get("level") == "inner" else None
        entities.append(Entity(f"e{number:02d}", start, start + len(surface), surface, *split_type(kind), parent_id=parent, **more))
    targets = [e for e in entities if e.level == "outer" and scheme().is_target(e.type, e.fine_type)]
    sentiments = (Sentiment("neutral"), *(Sentiment("neutral", e.id, "fact") for e in targets))
    claims = (claim(sentence, entities, *CLAIMS[key]),) if key in CLAIMS else ()
    head = (sentence.sentence_id, sentence.text, sentence.raw_start, sentence.raw_end)
    return SentenceLabels(*head, tuple(entities), sentiments, claims)


def claim(
    sentence: Sentence, entities: list[Entity], content: str, kind: str, source: str, source_kind: str, cue: str, number: str | None
) -> Claim:
    """A claim with its source, its cue and a number."""
    at = sentence.text.index(content)
    by_text = {e.text: e for e in entities}
    mentions = [Mention(sentence.sentence_id, (s := sentence.text.index(t)), s + len(t), t) for t in (source, cue)]
    held = by_text.get(number or "")
    quantities = (Quantity(held.id, "value", held.value, held.unit),) if held else ()
    about = tuple(e.id for e in entities if e.level == "outer" and e.type == "PROD")
    return Claim(
        "c01", at, at + len(content), content, kind, "present", "asserted", source_kind, "indirect",
        (mentions[0],), mentions[1], (), True, 1, about, quantities,
    )  # fmt: skip


def passes(doc: Document) -> tuple[ArticlePass, ...]:
    """Two independent passes that agree, and the adjudicated labels."""
    made = tuple(labels(sentence) for sentence in doc.sentences)
    second = replace(INFO, name="b", annotator="reader 2")
    last = replace(INFO, name=ADJUDICATED, annotator="reader 3", independent=False)
    return tuple(ArticlePass(info, doc.article.article_id, made) for info in (INFO, second, last))


def content() -> Content:
    """A release of two articles."""
    labelled = [Labelled(doc, doc.article.source.split, passes(doc)[0], passes(doc)[:2]) for doc in DOCUMENTS]
    return Content(labelled, NAMES, VERSION, "1.0.0")


CONTENT = content()
TABLES_OF = tables_of(CONTENT)
Rows = dict[str, dict[str, list[dict[str, Any]]]]
ROWS = pickle.dumps({name: {split: t.to_pylist() for split, t in splits.items()} for name, splits in TABLES_OF.items()})


def write_release(folder: Path) -> Path:
    """A release."""
    folder.mkdir(parents=True)
    write_into(folder, CONTENT, TABLES_OF)
    return folder


def change_rows(root: Path, change: Callable[[Rows], Iterable[str] | None]) -> None:
    """Change rows of a release and write the tables that differ; what describes the files stays as it was.

    Tables that follow from ``sentences`` are made again, but for those that ``change`` returns the names of.
    """
    rows: Rows = pickle.loads(ROWS)
    sound: Rows = pickle.loads(ROWS)
    kept = set(change(rows) or ())
    for split, sentences in rows["sentences"].items():
        for name in FLAT.keys() - kept:
            rows[name][split] = list(flat_rows(sentences, name))
        if "ner" not in kept:
            rows["ner"][split] = [ner_row(row) for row in sentences]
    for name, splits in rows.items():
        for split in TABLES_OF[name].keys() | splits.keys():
            path = root / "data" / name / f"{split}-00000-of-00001.parquet"
            if split not in splits:
                path.unlink()
            elif splits[split] != sound[name].get(split):
                write_parquet(TABLES[name], to_table(TABLES[name], splits[split]), path, VERSION)


def write_passes(annotations: Path) -> Path:
    """A store with passes, adjudicated labels and a register."""
    for doc in DOCUMENTS:
        segments = {s.sentence_id: tuple(doc.clean.alignment.window(s.start_char, s.end_char)) for s in doc.sentences}
        for one in passes(doc):
            write_pass(one, annotations, segments)
    register = (json.dumps(encode(name), ensure_ascii=False) for name in NAMES)
    (annotations / "names.jsonl").write_text("".join(f"{line}\n" for line in register), "utf-8")
    return annotations


def conll() -> str:
    """A CoNLL file with enough examples of its one label, and with sentences that have none."""
    sentences = [f"{chr(0x4E00 + 7 * n)}\tB-ORG\n{chr(0x5E00 + 5 * n)}\tI-ORG\n涨\tO\n\n" for n in range(50)]
    return "".join(sentences) + "今\tO\n天\tO\n晴\tO\n\n"
