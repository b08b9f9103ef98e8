"""Small releases made of real parts: pages written for these tests, cleaned and split by the library, labelled by hand below."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from xinwen.documents import prepare
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
from xinwen.release.rows import Labelled
from xinwen.release.writer import Content, tables_of, write_into

PAGES = {
    (
        "page-1",
        "seeds",
    ): "甲子电子周三发布新品。\n公司总裁林某表示，新工厂的产能将提高30%，预计明年投产。\n乙丑证券认为，甲子电子领先于同行。\n",
    ("page-2", "train"): "丙寅科技的订单下滑。\n这是一句没有名称的话。\n",
    ("page-3", "test"): "丁卯半导体与甲子电子签署协议。\n",
}
NAMES = (
    Name("n-jiazi", "ORG", "company", "甲子电子", "Jiazi Electronics", ("甲子",), None),
    Name("n-bingyin", "ORG", "company", "丙寅科技", None, (), None),
)
HAND = PassInfo("a", "hand", "language_model", "some model 1", "1.0.0", "1.0.0")
AUTO = PassInfo("auto", "auto", "program", "rules 1", "1.0.0", "1.0.0")


def entity(sentence: Sentence, id: str, text: str, type: str, fine: str | None = None, **more: object) -> Entity:
    start = sentence.text.index(text)
    return Entity(id, start, start + len(text), text, type, fine, **more)  # type: ignore[arg-type]


def mention(sentence: Sentence, text: str) -> Mention:
    start = sentence.text.index(text)
    return Mention(sentence.sentence_id, start, start + len(text), text)


def label_sentence(sentence: Sentence) -> SentenceLabels:
    """The labels of one sentence of PAGES: names by lookup, and the claims of the second sentence of the first page."""
    entities = [
        entity(sentence, f"e{i:02d}", name, "ORG", "company", name_id=name_id)
        for i, (name, name_id) in enumerate(
            (("甲子电子", "n-jiazi"), ("乙丑证券", None), ("丙寅科技", "n-bingyin"), ("丁卯半导体", None)), 1
        )
        if name in sentence.text
    ]
    sentiments = [Sentiment("neutral"), *(Sentiment("positive", e.id, "fact") for e in entities)]
    claims: tuple[Claim, ...] = ()
    if "产能" in sentence.text:
        entities.append(entity(sentence, "e05", "30%", "NUM", "percent", value=30.0, unit="%"))
        content = "新工厂的产能将提高30%"
        start = sentence.text.index(content)
        claims = (
            Claim(
                "c01",
                start,
                start + len(content),
                content,
                "commitment",
                "future",
                "asserted",
                source_kind="named_person",
                quote="indirect",
                sources=(mention(sentence, "公司总裁林某"),),
                cue=mention(sentence, "表示"),
                other_types=("numeric", "forecast"),
                verifiable=True,
                checkworthy=2,
                about=("e05",),
                quantities=(Quantity("e05", "change", 30.0, "%"),),
            ),
        )
        sentiments = [Sentiment("positive")]
    return SentenceLabels(
        sentence.sentence_id, sentence.text, sentence.raw_start, sentence.raw_end, tuple(entities), tuple(sentiments), claims
    )


def labelled(article_id: str, split: str, text: str, *, hand: bool = True) -> Labelled:
    source = Source(article_id, f"{article_id}.txt", hashlib.sha256(text.encode()).hexdigest(), date="2025-02-10", split=split)
    document = prepare(Article(article_id, text, source, "plain", "utf-8"))
    sentences = tuple(map(label_sentence, document.sentences))
    auto = ArticlePass(AUTO, article_id, tuple(replace(s, claims=(), sentiments=()) for s in sentences))
    passes = (ArticlePass(HAND, article_id, sentences), auto) if hand else (auto,)
    return Labelled(document, split, passes[0], passes)


def content(version: str = "0.1.0", pages: Mapping[tuple[str, str], str] = PAGES, **more: object) -> Content:
    made: Sequence[Labelled] = [labelled(article_id, split, text) for (article_id, split), text in pages.items()]
    return Content(made, NAMES, version, "1.0.0", **more)  # type: ignore[arg-type]


def write(folder: Path, made: Content) -> Path:
    folder.mkdir(parents=True)
    write_into(folder, made, tables_of(made))
    return folder


@pytest.fixture(scope="session")
def pages() -> Mapping[tuple[str, str], str]:
    """The texts of the pages by id and split."""
    return PAGES


@pytest.fixture(scope="session")
def make_content() -> Callable[..., Content]:
    """``content``, for tests that need another version, other pages or another kind of release."""
    return content


@pytest.fixture(scope="session")
def write_release() -> Callable[[Path, Content], Path]:
    """``write``: a release folder from a content."""
    return write


@pytest.fixture(scope="session")
def names() -> tuple[Name, ...]:
    """The register of names."""
    return NAMES


@pytest.fixture(scope="session")
def label_one() -> Callable[[Sentence], SentenceLabels]:
    """``label_sentence``, for tests that write passes."""
    return label_sentence


@pytest.fixture(scope="session")
def hand_info() -> PassInfo:
    """Who made the hand pass."""
    return HAND


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release that no test may change."""
    return write(tmp_path_factory.mktemp("whole") / "xinwen-0.1.0", content())


@pytest.fixture
def own_release(release: Path, tmp_path: Path) -> Path:
    """A release that a test may spoil."""
    return shutil.copytree(release, tmp_path / "xinwen-0.1.0")
