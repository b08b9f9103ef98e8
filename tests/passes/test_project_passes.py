"""The project's own passes: the forms as they were handed in compile to what lies in the store, on the sentences of today."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from xinwen.documents import Document
from xinwen.passes.authoring import compile_form, form_header, form_info
from xinwen.passes.rules import check_pass, check_sentences
from xinwen.passes.store import read_pass
from xinwen.pipeline import load_articles
from xinwen.records import ArticlePass, PassInfo
from xinwen.register import Register, packaged_register
from xinwen.scheme import scheme

ROOT = Path(__file__).resolve().parents[2]
FORMS = sorted((ROOT / "annotations" / "forms").glob("*/*.form"))
PASSES = sorted((ROOT / "annotations" / "passes").glob("*/*.jsonl")) + sorted(
    (ROOT / "annotations" / "adjudicated").glob("*.jsonl")
)


@cache
def documents() -> dict[str, Document]:
    return {d.article.article_id: d for d in load_articles(ROOT / "seeds")}


def unlinked(p: ArticlePass) -> list[object]:
    """The labels without their links: names proposed in a form may be in the register by now."""
    return [replace(s, entities=tuple(e._replace(name_id=None) for e in s.entities)) for s in p.sentences]


@pytest.mark.parametrize("form", FORMS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_form_compiles_to_the_stored_pass(form: Path) -> None:
    text = form.read_text("utf-8")
    base = PassInfo("", "hand", "language_model", "", scheme().guidelines, scheme().version)
    info = form_info(text, base)
    sentences = documents()[form_header(text)["article"]].sentences
    made, errors = compile_form(text, sentences, info, Register(packaged_register()), str(form))
    stored = read_pass(ROOT / "annotations" / "passes" / info.name / f"{form.stem}.jsonl")
    assert not errors
    assert unlinked(made) == unlinked(stored)


@pytest.mark.parametrize("path", PASSES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_stored_pass_is_valid_and_was_made_on_the_sentences_of_today(path: Path) -> None:
    one = read_pass(path)
    assert not check_pass(one)
    assert not check_sentences(one, documents()[one.article_id].sentences)
