"""The scores of each layer, and the parts that they are told apart by."""

from __future__ import annotations

import numpy as np
import pytest
from bench_examples import TEXTS, entities, gold_of, marked, news
from hypothesis import given, settings

from xinwen.bench.benchmark import Result
from xinwen.bench.claims import claim_counts, overlapping
from xinwen.bench.counts import Sampling
from xinwen.bench.errors import errors_of
from xinwen.bench.gold import read_gold
from xinwen.bench.marks import Claimed, Entity, Marks, Source, Target
from xinwen.bench.scores import has_conflict, score, score_entities, score_sentiment
from xinwen.bench.tagsets import tag_set
from xinwen.load import path as release_path
from xinwen.metrics.spans import TypedSpan, overlap_score

GUESS = [
    Marks(entities(TEXTS[0], 海川汽车="ORG", 张明="ORG", 京="LOC", 对手="PER")),
    Marks(entities(TEXTS[1], 灵犀科技="ORG")),
    Marks(),
]


def sampling(n):
    return Sampling(np.arange(n), resamples=50)


def parts(gold, guess, by):
    slices = score_entities(gold, guess, sampling(len(guess))).slices
    return {part: (score.correct, score.gold, score.predicted) for part, score in slices[by].items()}


def test_errors_of_boundary_and_of_type_are_told_apart():
    spans = score_entities(news(), GUESS, sampling(3)).spans
    assert (spans.wrong_boundary, spans.wrong_type, spans.missed, spans.spurious) == (1, 1, 2, 1)


def test_names_that_train_does_not_have_are_scored_apart_and_numbers_are_no_names():
    texts = ["海川汽车和灵犀科技投入3亿元。"]
    gold = gold_of(
        [Marks(entities(texts[0], 海川汽车="ORG", 灵犀科技="ORG", **{"3亿元": "NUM"}))], texts, names=frozenset({"海川汽车"})
    )
    guess = [Marks(entities(texts[0], 海川汽车="ORG", 投入="ORG", **{"3亿元": "NUM"}))]
    assert parts(gold, guess, "names_by_train") == {"seen": (1, 1, 1), "unseen": (0, 1, 1)}


def test_without_training_data_nothing_is_said_of_unseen_names():
    assert "names_by_train" not in score_entities(news(), GUESS, sampling(3)).slices


def test_lengths_of_sentences_and_of_mentions_are_told_apart():
    texts = ["海川汽车。" + "很" * 40, "北京。"]
    gold = gold_of([Marks(entities(texts[0], 海川汽车="ORG")), Marks(entities(texts[1], 北京="LOC"))], texts)
    guess = [gold.marks[0], Marks()]
    assert parts(gold, guess, "by_sentence_length") == {"1–20": (0, 1, 0), "41–80": (1, 1, 1)}
    assert parts(gold, guess, "by_mention_length") == {"1–2": (0, 1, 0), "3–4": (1, 1, 1)}


def test_real_and_synthetic_articles_are_told_apart():
    sources = (
        Source("a.s1", "北京。", "a", "web"),
        Source("b.s1", "上海。", "b", "synthetic"),
        Source("b.s2", "完。", "b", "synthetic"),
    )
    gold = gold_of([Marks((Entity(0, 2, "LOC"),)), Marks((Entity(0, 2, "LOC"),)), Marks()], ["北京。", "上海。", "完。"])
    gold = type(gold)(**{**vars(gold), "sources": sources})
    guess = [gold.marks[0], Marks(), Marks()]
    assert parts(gold, guess, "by_source") == {"synthetic": (0, 1, 0), "web": (1, 1, 1)}
    assert parts(gold, guess, "by_article") == {"a": (1, 1, 1), "b": (0, 1, 0)}


@given(marked(), marked())
@settings(max_examples=30)
def test_the_parts_of_a_whole_add_up(gold, guess):
    one = gold_of(gold, ["海" * 14] * 4)
    whole = score_entities(one, guess, sampling(4))
    for by in ("by_sentence_length", "by_mention_length", "by_article", "by_source"):
        for count in ("correct", "gold", "predicted"):
            assert sum(getattr(s, count) for s in whole.slices[by].values()) == getattr(whole.spans.micro, count)


@given(marked(), marked())
@settings(max_examples=30)
def test_the_error_list_has_every_error_that_is_counted_under_the_same_kind(gold, guess):
    one = gold_of(gold, ["海" * 14] * 4, layers=("entities",))
    scores = score(one, guess, ["entities"], sampling(4))
    spans = scores.entities.spans
    kinds = [e.kind for e in errors_of(Result("x", None, one, tuple(guess), scores, (), one.dropped, one.dropped))]
    counted = {
        "wrong type": spans.wrong_type,
        "wrong boundary": spans.wrong_boundary,
        "missed": spans.missed,
        "spurious": spans.spurious,
    }
    assert {kind: kinds.count(kind) for kind in counted} == counted


def polarities(*targets, own="neutral"):
    return Marks(polarity=own, targets=tuple(Target(i, i + 1, p) for i, p in targets))


def test_a_sentence_with_opposite_targets_is_in_the_conflict_subset():
    assert has_conflict(polarities((0, "positive"), (2, "negative")))
    assert not has_conflict(polarities((0, "positive"), (2, "neutral")))
    assert not has_conflict(polarities(own="mixed"))


def test_polarities_are_scored_with_and_without_the_targets_that_were_not_found():
    gold = [polarities((0, "positive"), (2, "negative"), own="mixed"), polarities((0, "neutral"))]
    guess = [polarities((0, "positive"), own="positive"), polarities((0, "neutral"), (5, "neutral"))]
    figures = score_sentiment(gold, guess, sampling(2))
    assert figures["sentence polarity"].interval.estimate == pytest.approx((0 + 1 + 0) / 3)
    assert figures["target polarity"].interval.estimate == pytest.approx((1 + 0 + 2 / 3) / 3)
    assert figures["target polarity, found targets"].interval.estimate == 1
    assert figures["sentence polarity, conflict subset"].counts.total.gold == 1
    assert figures["target polarity, conflict subset"].interval.estimate == pytest.approx(1 / 2)


def test_without_conflicts_there_is_no_conflict_subset():
    figures = score_sentiment([polarities((0, "neutral"))], [polarities((0, "neutral"))], sampling(1))
    assert not any("conflict" in name for name in figures)


SOURCE = frozenset({("a.s001", 0, 2)})
CLAIMS = (Claimed(0, 4, "named_org", SOURCE), Claimed(5, 9, "author"), Claimed(10, 14, "unnamed", SOURCE))


def claim_score(gold, guess, name):
    score = claim_counts([Source("a.s001", "海" * 20)], [Marks(claims=gold)], [Marks(claims=guess)])[name].total
    return score.correct, score.gold, score.predicted


@pytest.mark.parametrize(
    ("name", "guess", "counts"),
    [
        ("claim detection", (Claimed(1, 3, "author"), Claimed(3, 6, "author"), Claimed(16, 18, "author")), (2, 3, 3)),
        ("claim span", (Claimed(0, 4, "author"), Claimed(5, 8, "author")), (1, 3, 2)),
        ("attribution", (Claimed(0, 3, "named_org", SOURCE), Claimed(5, 9, "document")), (1, 1, 2)),
        ("attribution", (Claimed(0, 3, "named_org"), Claimed(10, 14, "document", SOURCE)), (0, 2, 2)),
        ("source kind", (Claimed(0, 3, "named_org"), Claimed(5, 9, "document")), (1, 2, 2)),
    ],
)
def test_claims_are_scored_by_overlap_by_span_and_by_whose_they_are(name, guess, counts):
    assert claim_score(CLAIMS, guess, name) == counts


@given(marked(sentences=1), marked(sentences=1))
@settings(max_examples=40)
def test_claims_are_paired_as_often_as_the_metric_counts(gold, guess):
    one, other = ([Claimed(e.start, e.end, "author") for e in side[0].entities] for side in (gold, guess))
    spans = ([TypedSpan(0, *e) for e in side[0].entities] for side in (gold, guess))
    assert len(overlapping(one, other)) == overlap_score(*spans).correct


def test_gold_of_the_release_scores_one_against_itself_in_every_layer():
    gold = read_gold(release_path(), tag_set("ours"), split="seeds")
    figures = score(gold, gold.marks, gold.layers, gold.sampling(0)).figures
    assert len(figures) >= 9
    assert {name: tuple(figure.interval) for name, figure in figures.items()} == dict.fromkeys(figures, (1, 1, 1))
