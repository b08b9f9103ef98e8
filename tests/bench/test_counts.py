"""Counts, intervals and paired differences, held against seqeval and against scoring every resample again."""

from __future__ import annotations

import random
import warnings

import numpy as np
import pytest
from bench_examples import LENGTH, TAGS, marked
from hypothesis import given, settings
from hypothesis import strategies as st
from seqeval.metrics import classification_report
from seqeval.scheme import IOB2

from xinwen.bench.counts import Sampling, paired_difference
from xinwen.bench.marks import Entity, Marks
from xinwen.bench.scores import entity_counts
from xinwen.formats.tags import to_spans
from xinwen.metrics.intervals import bootstrap
from xinwen.metrics.spans import TypedSpan, score_spans

SAMPLING = Sampling(np.arange(4), seed=3, resamples=200)
BIO = st.lists(
    st.sampled_from(["O", "O", *(f"{prefix}-{tag}" for tag in TAGS for prefix in "BI")]), min_size=LENGTH, max_size=LENGTH
)


def spans(marks: list[Marks]) -> list[TypedSpan]:
    return [TypedSpan(i, *entity) for i, m in enumerate(marks) for entity in m.entities]


def as_marks(rows: list[list[str]]) -> list[Marks]:
    """Marks of tag sequences that may break their scheme, as predictions from a file are read."""
    return [Marks(tuple(Entity(*span) for span in to_spans(row, "BIO", "discard")[0])) for row in rows]


@given(st.lists(BIO, min_size=2, max_size=2), st.lists(BIO, min_size=2, max_size=2))
@settings(max_examples=60)
def test_scores_of_any_tag_sequences_are_those_of_seqeval_in_strict_mode(gold, predicted):
    counts = entity_counts(as_marks(gold), as_marks(predicted))
    if not counts.labels:
        assert (counts.total.f1, counts.macro_f1) == (None, None)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = classification_report(gold, predicted, mode="strict", scheme=IOB2, output_dict=True, zero_division=0)
    for tag, score in counts.by_label.items():
        assert score.gold == report[tag]["support"]
        assert (score.precision or 0, score.recall or 0, score.f1) == pytest.approx(
            tuple(report[tag][key] for key in ("precision", "recall", "f1-score"))
        )
    assert counts.total.f1 == pytest.approx(report["micro avg"]["f1-score"])
    assert counts.macro_f1 == pytest.approx(report["macro avg"]["f1-score"])


@given(marked(), marked())
@settings(max_examples=60)
def test_counts_and_span_scores_give_the_same_figures(gold, predicted):
    counts, scores = entity_counts(gold, predicted), score_spans(spans(gold), spans(predicted))
    assert (counts.total, counts.by_label) == (scores.micro, scores.types)
    assert counts.macro_f1 == pytest.approx(scores.macro_f1)


@given(marked())
def test_a_perfect_system_scores_one_in_every_resample(gold):
    counts = entity_counts(gold, gold)
    for statistic in ("micro_f1", "macro_f1"):
        interval = SAMPLING.interval(counts, statistic)
        assert interval == ((1, 1, 1) if spans(gold) else None)
    assert all(interval == (1, 1, 1) for interval in SAMPLING.label_intervals(counts).values())


@given(marked(), marked(), st.integers(0, 99))
@settings(max_examples=40)
def test_the_order_of_sentences_changes_no_figure(gold, predicted, seed):
    pairs = list(zip(gold, predicted, strict=True))
    random.Random(seed).shuffle(pairs)
    one, other = entity_counts(gold, predicted), entity_counts(*map(list, zip(*pairs, strict=True)))
    assert (one.total, one.by_label, one.macro_f1) == (other.total, other.by_label, other.macro_f1)


@given(marked(), marked(), marked())
@settings(max_examples=40)
def test_a_paired_difference_turned_round_is_its_negative(gold, one, other):
    sides = entity_counts(gold, one), entity_counts(gold, other)
    for statistic in ("micro_f1", "macro_f1"):
        forth, back = (paired_difference(*pair, SAMPLING, statistic) for pair in (sides, sides[::-1]))
        if forth is None or back is None:
            assert forth is back is None
            continue
        assert forth.estimate == pytest.approx(-back.estimate)
        assert (forth.low, forth.high) == pytest.approx((-back.high, -back.low))
        assert forth.ahead == pytest.approx(1 - back.ahead)


def test_a_system_is_not_ahead_of_itself():
    counts = entity_counts(SEEN, GUESSED)
    assert paired_difference(counts, counts, SAMPLING) == (0, 0, 0, 0.5)


SEEN = [Marks((Entity(0, 2, "ORG"), Entity(3, 5, "PER"))), Marks((Entity(1, 4, "LOC"),)), Marks((Entity(0, 1, "ORG"),)), Marks()]
GUESSED = [
    Marks((Entity(0, 2, "ORG"),)),
    Marks((Entity(1, 3, "LOC"),)),
    Marks((Entity(0, 1, "PER"),)),
    Marks((Entity(2, 3, "ORG"),)),
]


@pytest.mark.parametrize("statistic", ["micro_f1", "macro_f1"])
def test_intervals_are_those_of_scoring_every_resample_again(statistic):
    def again(units):
        drawn = [(Marks(SEEN[i].entities), Marks(GUESSED[i].entities)) for i in units]
        counts = entity_counts(*map(list, zip(*drawn, strict=True)))
        return counts.total.f1 if statistic == "micro_f1" else counts.macro_f1

    slow = bootstrap(range(4), again, seed=SAMPLING.seed, resamples=SAMPLING.resamples)
    assert SAMPLING.interval(entity_counts(SEEN, GUESSED), statistic) == pytest.approx(slow)


def test_where_units_are_articles_their_sentences_are_drawn_together():
    good, bad = Marks((Entity(0, 2, "ORG"),)), Marks((Entity(0, 3, "ORG"),))
    counts = entity_counts([good] * 40, [good] * 20 + [bad] * 20)
    apart = Sampling(np.arange(40)).interval(counts)
    together = Sampling(np.repeat([0, 1], 20)).interval(counts)
    assert apart.low > 0.3
    assert (together.low, together.high) == (0, 1)


def test_half_of_the_sentences_are_sampled_by_their_own_units():
    part = Sampling(np.array([0, 0, 1, 1, 2])).where(np.array([True, False, False, False, True]))
    assert part.units.tolist() == [0, 1]
