"""Agreement of two passes: figures by hand, n beside each, and the right name for what they are."""

from __future__ import annotations

from dataclasses import replace

import pytest
from two_passes import pass_a, pass_b

from xinwen.adjudication.agreement import agree
from xinwen.cli.adjudicate import render_agreement
from xinwen.errors import XinwenError
from xinwen.metrics.spans import Score
from xinwen.records import ArticlePass


def test_a_pass_agrees_with_itself_in_everything():
    figures = agree([pass_a()], [pass_a()])
    assert figures.coarse.micro.f1 == figures.claims.f1 == figures.claims_overlap.f1 == 1
    assert all(score.f1 in (1, None) for score in figures.parts.values())
    assert all(value.raw == 1 for value in (*figures.sentiment.values(), *figures.attributes.values(), figures.links))


def test_spans_are_scored_strictly_by_level_and_type():
    figures = agree([pass_a()], [pass_b()])
    assert figures.coarse.micro == Score(6, 7, 7)
    assert figures.coarse.types["PROD"] == Score(0, 1, 1)
    assert figures.entities["outer"].types["ORG.other"] == Score(1, 1, 1)
    assert figures.entities["inner"].micro == Score(0, 1, 0)
    assert figures.coarse.wrong_boundary == 1


def test_values_are_compared_on_matched_units_only_each_with_its_n():
    figures = agree([pass_a()], [pass_b()])
    assert (figures.sentiment["sentence"].n, figures.sentiment["sentence"].equal) == (3, 2)
    assert (figures.sentiment["target"].n, figures.sentiment["target"].equal) == (4, 3)
    assert figures.claims == Score(2, 3, 2)
    assert figures.claims_overlap == Score(2, 3, 2)
    assert {name: (value.n, value.equal) for name, value in figures.attributes.items()} == {
        "type": (2, 2),
        "time": (2, 2),
        "certainty": (2, 1),
        "source_kind": (2, 2),
        "quote": (2, 2),
        "verifiable": (2, 2),
        "checkworthy": (2, 1),
    }
    assert figures.attributes["verifiable"].alpha is None
    assert figures.parts["sources"] == Score(1, 1, 1)
    assert figures.parts["quantities"] == Score(2, 2, 2)


def test_two_passes_of_language_models_are_never_called_inter_annotator():
    shown = render_agreement(agree([pass_a()], [pass_b()]))
    assert shown.startswith("pass agreement: ")
    assert "inter-annotator" not in shown


def of_person(p: ArticlePass) -> ArticlePass:
    return replace(p, info=replace(p.info, annotator_kind="person"))


def test_only_two_people_make_inter_annotator_agreement():
    assert agree([of_person(pass_a())], [of_person(pass_b())]).kind == "inter-annotator agreement"
    assert agree([of_person(pass_a())], [pass_b()]).kind == "pass agreement"


def test_the_table_shows_what_the_figures_are():
    shown = render_agreement(agree([pass_a()], [pass_b()]))
    row = next(line for line in shown.splitlines() if "entities, outer, coarse" in line)
    assert row.split()[-4:] == ["0.857", "6", "7", "7"]
    assert next(line for line in shown.splitlines() if "verifiable" in line).split()[-3:] == ["–", "1.000", "2"]


def test_the_json_holds_every_figure_with_its_counts():
    record = agree([pass_a()], [pass_b()]).as_dict()
    assert record["kind"] == "pass agreement"
    assert record["claims"]["exact"]["f1"] == pytest.approx(0.8)
    assert record["sentiment"]["target"]["n"] == 4
    assert record["entities"]["coarse"]["errors"]["wrong_boundary"] == 1


def test_passes_without_a_common_article_have_no_agreement():
    with pytest.raises(XinwenError) as caught:
        agree([pass_a()], [replace(pass_b(), article_id="other")])
    assert caught.value.id == "agreement-articles"


def test_passes_over_other_sentences_cannot_be_compared():
    shorter = replace(pass_b(), sentences=pass_b().sentences[:2])
    with pytest.raises(XinwenError) as caught:
        agree([pass_a()], [shorter])
    assert caught.value.id == "agreement-sentences"
