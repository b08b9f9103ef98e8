"""Strict span scores, held against seqeval's strict IOB2 mode, and error kinds."""

from __future__ import annotations

import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from seqeval.metrics import classification_report
from seqeval.scheme import IOB2

from xinwen.metrics.spans import Score, TypedSpan, overlap_score, score_spans

LENGTH = 14
TYPES = ("ORG", "PER", "NUM")


@st.composite
def tagged(draw: st.DrawFn) -> list[TypedSpan]:
    """Spans that do not overlap, in sentences of one length."""
    spans = []
    for unit in range(2):
        cuts = sorted(draw(st.lists(st.integers(0, LENGTH), max_size=6, unique=True)))
        spans += [TypedSpan(unit, s, e, draw(st.sampled_from(TYPES))) for s, e in zip(cuts[::2], cuts[1::2], strict=False)]
    return spans


def iob(spans: list[TypedSpan]) -> list[list[str]]:
    rows = [["O"] * LENGTH for _ in range(2)]
    for span in spans:
        rows[span.unit][span.start : span.end] = [f"B-{span.type}", *[f"I-{span.type}"] * (span.end - span.start - 1)]
    return rows


@given(tagged(), tagged())
@settings(max_examples=80, deadline=None)
def test_scores_are_those_of_seqeval_in_strict_mode(gold, predicted):
    scores = score_spans(gold, predicted)
    if not gold and not predicted:
        assert (scores.micro.f1, scores.macro_f1) == (None, None)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = classification_report(iob(gold), iob(predicted), mode="strict", scheme=IOB2, output_dict=True, zero_division=0)
    for type, score in scores.types.items():
        assert score.gold == report[type]["support"]
        assert (score.precision or 0, score.recall or 0, score.f1) == pytest.approx(
            tuple(report[type][key] for key in ("precision", "recall", "f1-score"))
        )
    assert scores.micro.f1 == pytest.approx(report["micro avg"]["f1-score"])
    assert scores.macro_f1 == pytest.approx(report["macro avg"]["f1-score"])


@given(tagged(), tagged())
@settings(max_examples=80, deadline=None)
def test_every_error_is_of_one_kind(gold, predicted):
    scores = score_spans(gold, predicted)
    wrong_gold = scores.micro.gold - scores.micro.correct
    assert scores.wrong_type + scores.wrong_boundary + scores.missed == wrong_gold
    assert scores.wrong_type + scores.wrong_boundary + scores.spurious == scores.micro.predicted - scores.micro.correct


@given(tagged())
@settings(max_examples=20, deadline=None)
def test_a_pass_agrees_with_itself(spans):
    scores = score_spans(spans, spans)
    assert (scores.micro.correct, scores.missed, scores.spurious) == (len(spans), 0, 0)
    assert overlap_score(spans, spans) == Score(len(spans), len(spans), len(spans))


def test_kinds_of_error_are_told_apart():
    gold = [TypedSpan(1, 0, 2, "ORG"), TypedSpan(1, 4, 6, "ORG"), TypedSpan(1, 8, 9, "PER"), TypedSpan(1, 11, 12, "NUM")]
    predicted = [TypedSpan(1, 0, 2, "PER"), TypedSpan(1, 4, 7, "ORG"), TypedSpan(1, 11, 12, "NUM"), TypedSpan(1, 13, 14, "NUM")]
    scores = score_spans(gold, predicted)
    assert (scores.wrong_type, scores.wrong_boundary, scores.missed, scores.spurious) == (1, 1, 1, 1)
    assert scores.micro == Score(1, 4, 4)
    assert scores.types["NUM"] == Score(1, 1, 2)


def test_spans_of_other_sentences_are_other_spans():
    assert score_spans([TypedSpan("a", 0, 2, "ORG")], [TypedSpan("b", 0, 2, "ORG")]).micro.f1 == 0


def test_a_partner_counts_once_for_overlap():
    gold, predicted = [TypedSpan(1, 0, 4, "c"), TypedSpan(1, 4, 8, "c")], [TypedSpan(1, 2, 6, "c")]
    assert overlap_score(gold, predicted) == Score(1, 2, 1)
