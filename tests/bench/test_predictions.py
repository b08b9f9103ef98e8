"""Predictions from files are brought to the gold sentences, and nothing is scored down for blanks."""

from __future__ import annotations

import json
import re

import pytest
from bench_examples import TEXTS, news
from hypothesis import given, settings
from hypothesis import strategies as st

from xinwen.bench.benchmark import benchmark
from xinwen.bench.gold import read_gold
from xinwen.bench.marks import Claimed, Entity, Marked, Marks, Source, Target
from xinwen.bench.predictions import align
from xinwen.bench.reading import read_labelled
from xinwen.bench.tagsets import tag_set
from xinwen.errors import XinwenError
from xinwen.formats import FORMATS, TaggedSpan, TaggedText
from xinwen.load import path as release_path

GOLD = Source("a.s001", "灵犀科技 位于 上海。")


def one(text, *spans, id="a.s001", tokens=None, **marks):
    return Marked(Source(id, text), Marks(tuple(Entity(*span) for span in spans), **marks), tokens)


def test_predictions_on_a_text_without_blanks_are_moved_to_their_places():
    aligned = align([one("灵犀科技位于上海。", (0, 4, "ORG"), (6, 8, "LOC"))], [GOLD])
    assert [GOLD.text[e.start : e.end] for e in aligned.marks[0].entities] == ["灵犀科技", "上海"]
    assert (aligned.how, aligned.moved) == ("id", 1)


def test_a_mention_with_a_blank_inside_keeps_it():
    source = Source("x", "Galaxy S25 发布")
    aligned = align([one("GalaxyS25发布", (0, 9, "PROD"), id="x")], [source])
    assert aligned.marks[0].entities == (Entity(0, 10, "PROD"),)


def test_one_token_a_character_is_enough_where_characters_were_replaced():
    tokens = tuple((5 * i, 5 * i + 5) for i in range(9))
    aligned = align([one("[UNK]" * 9, (0, 20, "ORG"), tokens=tokens)], [GOLD])
    assert aligned.marks[0].entities == (Entity(0, 4, "ORG"),)


def test_claims_sources_and_targets_are_moved_as_well():
    claim = Claimed(4, 8, "named_org", frozenset({("a.s001", 0, 4), ("a.s000", 1, 2)}))
    marks = align([one("灵犀科技位于上海。", targets=(Target(6, 8, "neutral"),), claims=(claim,))], [GOLD]).marks[0]
    assert marks.targets == (Target(8, 10, "neutral"),)
    assert marks.claims == (Claimed(5, 10, "named_org", frozenset({("a.s001", 0, 4), ("a.s000", 1, 2)})),)


@given(st.text("海川科技AB ", min_size=1, max_size=12).filter(str.strip), st.data())
@settings(max_examples=60)
def test_every_span_covers_the_same_characters_after_it_was_moved(text, data):
    bare = "".join(text.split())
    start = data.draw(st.integers(0, len(bare) - 1))
    end = data.draw(st.integers(start + 1, len(bare)))
    moved = align([one(bare, (start, end, "ORG"), id="x")], [Source("x", text)]).marks[0].entities[0]
    surface = text[moved.start : moved.end]
    assert surface == surface.strip()
    assert "".join(surface.split()) == bare[start:end]


def test_without_ids_predictions_are_taken_in_order():
    aligned = align([one(text, id=str(i)) for i, text in enumerate(TEXTS, 1)], news().sources)
    assert (aligned.how, aligned.missing, aligned.unknown) == ("order", (), ())


def test_without_ids_and_order_predictions_are_found_by_their_text():
    aligned = align([one(TEXTS[2], id="1"), one("别的句子。", id="2"), one(TEXTS[0], (0, 4, "ORG"), id="3")], news().sources)
    assert (aligned.how, aligned.missing, aligned.unknown) == ("text", ("a.s002",), ("2",))
    assert aligned.marks[0].entities == (Entity(0, 4, "ORG"),)


def test_equal_sentences_are_matched_in_their_order():
    gold = [Source("x", "是。"), Source("y", "否。"), Source("z", "是。")]
    aligned = align([one("是。", (0, 1, "ORG"), id="1"), one("是。", (1, 2, "ORG"), id="2")], gold)
    assert [len(m.entities) for m in aligned.marks] == [1, 0, 1]
    assert aligned.marks[2].entities == (Entity(1, 2, "ORG"),)


@pytest.mark.parametrize("text", ["完全不同的一句话。", "灵犀科技位于。"])
def test_predictions_of_other_texts_are_refused(text):
    with pytest.raises(XinwenError) as error:
        align([one(text), one(TEXTS[1], id="a.s002")], [GOLD, Source("a.s002", TEXTS[1])], "p.conll")
    assert (error.value.id, error.value.place) == ("bench-alignment", "p.conll:a.s001")


def test_predictions_of_no_gold_sentence_are_refused():
    with pytest.raises(XinwenError, match="bench-alignment"):
        align([one("别的句子。", id="1")], [GOLD])


@pytest.mark.parametrize("name", ["conll", "doccano", "cluener"])
def test_gold_written_to_a_file_and_read_as_predictions_scores_one(name, tmp_path):
    gold = read_gold(release_path(), tag_set("ours"), split="seeds")
    texts = [
        TaggedText(s.id, s.text, tuple(TaggedSpan(e.start, e.end, e.tag) for e in m.entities))
        for s, m in zip(gold.sources, gold.marks, strict=True)
    ]
    file = tmp_path / f"predictions{FORMATS[name].suffixes[0]}"
    file.write_text(FORMATS[name].dump(texts).content, "utf-8")
    result = benchmark(gold, [str(file)]).results[0]
    assert result.scores.entities.spans.micro.f1 == 1
    assert (result.aligned.missing, result.cost, result.scores.claims) == ((), None, None)


def test_json_lines_of_tokens_and_tags_as_the_config_ner_has_them_score_one(tmp_path):
    gold = read_gold(release_path(), tag_set("ours"), split="seeds")
    file = tmp_path / "predictions.jsonl"
    rows = []
    for source, marks in zip(gold.sources, gold.marks, strict=True):
        places = [m.start() for m in re.finditer(r"\S", source.text)]
        tags = ["O"] * len(places)
        for entity in marks.entities:
            inside = [i for i, place in enumerate(places) if entity.start <= place < entity.end]
            for i in inside:
                tags[i] = f"{'B' if i == inside[0] else 'I'}-{entity.tag}"
        rows.append({"id": source.id, "tokens": [source.text[place] for place in places], "ner_tags": tags})
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    assert benchmark(gold, [str(file)]).results[0].scores.entities.spans.micro.f1 == 1


def test_tags_may_be_numbers_of_the_list_that_load_dataset_gives(tmp_path):
    file = tmp_path / "p.jsonl"
    file.write_text('{"id": "x", "tokens": ["张", "明", "说"], "ner_tags": [1, 2, 0]}\n', "utf-8")
    assert read_labelled(file).sentences[0].marks.entities == (Entity(0, 2, "PER"),)


@pytest.mark.parametrize("tags", [["B-PER"], [99, 0, 0], None, ["B-PER", "Q-PER", "O"]])
def test_tokens_and_tags_that_do_not_go_together_are_a_problem_with_its_place(tags, tmp_path):
    file = tmp_path / "p.jsonl"
    file.write_text(json.dumps({"tokens": ["张", "明", "说"], "ner_tags": tags}), "utf-8")
    reading = read_labelled(file)
    assert [problem.place for problem in reading.problems] == [f"{file}:1"]
    with pytest.raises(XinwenError):
        benchmark(news(), [str(file)])


def test_a_broken_sequence_gives_no_mention_there(tmp_path):
    file = tmp_path / "p.conll"
    file.write_text("海\tB-ORG\n川\tI-ORG\n说\tI-PER\n。\tO\n", "utf-8")
    assert len(read_labelled(file).sentences) == 0
    assert read_labelled(file, repair="discard").sentences[0].marks.entities == (Entity(0, 2, "ORG"),)
