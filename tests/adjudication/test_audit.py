"""The kit for people: a fair draw, blank tasks, and answers that come back as they were given."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from two_passes import pass_a, pass_b, sentences

from xinwen.adjudication.agreement import agree
from xinwen.adjudication.audit import draw, read_answers, score_answers, write_kit
from xinwen.errors import XinwenError
from xinwen.formats import doccano, label_studio
from xinwen.formats.interface import labeling_config
from xinwen.formats.labels import to_tagged
from xinwen.records import Sentence

TOOLS = {"doccano.jsonl": doccano, "label_studio.json": label_studio}


def article(article_id: str, size: int) -> list[Sentence]:
    return [Sentence(f"{article_id}.s{n:03d}", article_id, n, n, "body", "芯片", 0, 2, 0, 2) for n in range(1, size + 1)]


@given(st.lists(st.integers(1, 40), min_size=1, max_size=4), st.integers(0, 120), st.integers(0, 5))
def test_each_article_is_drawn_from_in_proportion_to_its_length(sizes, n, seed):
    pool = [s for number, size in enumerate(sizes) for s in article(f"art{number}", size)]
    drawn = draw(pool, n, seed)
    assert len(drawn) == len(set(drawn)) == min(n, len(pool))
    assert drawn == sorted(drawn, key=pool.index)
    counts = Counter(s.article_id for s in drawn)
    for number, size in enumerate(sizes):
        assert abs(counts[f"art{number}"] - len(drawn) * size / len(pool)) < 1


def test_a_draw_repeats_with_its_seed():
    pool = article("art", 40)
    assert draw(pool, 10, 1) == draw(pool, 10, 1) != draw(pool, 10, 2)


def test_tasks_hold_the_sentences_and_no_labels(tmp_path):
    write_kit(sentences(), tmp_path)
    (blank,), problems = read_answers(tmp_path / "doccano.jsonl", "nobody")
    assert problems == []
    assert [s.text for s in blank.sentences] == [s.text for s in sentences()]
    assert not any(s.entities or s.claims or s.sentiments for s in blank.sentences)
    tasks = json.loads((tmp_path / "label_studio.json").read_text("utf-8"))
    assert [task["data"]["text"] for task in tasks] == [s.text for s in sentences()]
    assert all(task.keys() == {"data"} for task in tasks), "an annotation, even an empty one, marks a task as done"
    assert (tmp_path / "label_studio.xml").read_text("utf-8") == labeling_config()


@pytest.mark.parametrize("name", TOOLS)
def test_a_kit_that_nobody_answered_is_not_scored(tmp_path, name):
    write_kit(sentences(), tmp_path)
    answers, _ = read_answers(tmp_path / name, "nobody")
    with pytest.raises(XinwenError, match="audit-unanswered"):
        score_answers([pass_a()], answers)


@pytest.mark.parametrize("name", TOOLS)
def test_answers_are_scored_like_any_other_pass(tmp_path, name):
    content = TOOLS[name].dump([to_tagged(labels) for labels in pass_b().sentences]).content
    (tmp_path / name).write_text(content, "utf-8")
    answers, problems = read_answers(tmp_path / name, "reader")
    assert problems == [] or name == "doccano.jsonl"
    figures, expected = score_answers([pass_a()], answers), agree([pass_a()], [pass_b()])
    assert figures.coarse == expected.coarse
    assert figures.entities["outer"] == expected.entities["outer"]
    assert (figures.b.annotator, figures.b.annotator_kind) == ("reader", "person")


def test_answers_in_label_studio_carry_sentiment_and_claims_too(tmp_path):
    content = label_studio.dump([to_tagged(labels) for labels in pass_b().sentences]).content
    (tmp_path / "label_studio.json").write_text(content, "utf-8")
    answers, problems = read_answers(tmp_path / "label_studio.json", "reader")
    assert problems == []
    figures, expected = score_answers([pass_a()], answers), agree([pass_a()], [pass_b()])
    assert (figures.sentiment, figures.claims, figures.attributes) == (expected.sentiment, expected.claims, expected.attributes)


def test_an_answer_to_another_text_is_refused(tmp_path):
    write_kit(sentences(), tmp_path)
    path = tmp_path / "doccano.jsonl"
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    lines[0]["text"] = "别的句子。"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    answers, _ = read_answers(path, "reader")
    with pytest.raises(XinwenError) as caught:
        score_answers([pass_a()], answers)
    assert (caught.value.id, caught.value.place) == ("audit-sentences", "demo.s001")
