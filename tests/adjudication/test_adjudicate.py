"""Adjudication: every difference is listed, needs a decision with a reason, and is carried out as decided."""

from __future__ import annotations

from dataclasses import replace

import pytest
from two_passes import INFO_A, INFO_B, REGISTER, pass_a, pass_b

from xinwen.adjudication.adjudicate import adjudicate, adjudicated_info
from xinwen.adjudication.decisions import Decision, ledger, parse_sheet, read_decisions, sheet, write_decisions
from xinwen.adjudication.differences import differences
from xinwen.errors import XinwenError
from xinwen.passes.rules import check_pass

INFO = adjudicated_info(INFO_A, INFO_B, "model 1", "language_model")
IDS = [
    "demo.s001:sentence:0-23",
    "demo.s001:entity:7-13",
    "demo.s001:claim:13-22:certainty",
    "demo.s001:claim:13-22:checkworthy",
    "demo.s002:target:0-4",
    "demo.s002:claim:19-23",
]


def decide(choose: str, *others: Decision) -> list[Decision]:
    """One choice for every difference, but for those decided apart."""
    apart = {d.difference for d in others}
    return [*(Decision(id, choose, "read again") for id in IDS if id not in apart), *others]


def settled(*decisions: Decision):
    return adjudicate(pass_a(), pass_b(), decisions, INFO, REGISTER)


def ids_of(errors: list[XinwenError]) -> list[str]:
    return [error.id for error in errors]


def test_the_differences_are_those_that_there_are():
    assert [d.id for d in differences(pass_a(), pass_b(), REGISTER)] == IDS


def test_a_difference_shows_what_each_says_in_the_words_of_the_form():
    entity = differences(pass_a(), pass_b(), REGISTER)[1]
    assert entity.a == ("E 蓝鲸鲲鹏X9 = PROD.hardware | @鲲鹏X9 | positive forecast c1", "I 蓝鲸 = ORG.company | @蓝鲸科技")
    assert entity.b == ("E 鲲鹏X9 = PROD.hardware | @鲲鹏X9 | neutral fact",)


def test_a_pass_has_no_difference_from_itself():
    assert differences(pass_a(), pass_a(), REGISTER) == []


@pytest.mark.parametrize(("choose", "wanted"), [("a", pass_a), ("b", pass_b)])
def test_one_side_throughout_gives_the_labels_of_that_side(choose, wanted):
    made, errors = settled(*decide(choose))
    assert errors == []
    assert made.sentences == wanted().sentences
    assert made.info == INFO
    assert check_pass(made) == []


def test_the_adjudicated_pass_says_what_it_was_made_from():
    assert (INFO.name, INFO.label_source, INFO.derived_from, INFO.independent) == ("adjudicated", "hand", "a+b", False)


def test_a_decision_of_its_own_is_written_as_a_line_of_the_form():
    own = Decision(
        IDS[1], "other", "the firm by itself", ("E 鲲鹏X9 = PROD.hardware | @鲲鹏X9 | positive forecast c1", "I 鲲鹏 = TECH")
    )
    polarity = Decision(IDS[4], "other", "an opinion", ("negative evaluation",))
    certainty = Decision(IDS[2], "other", "a cue", ("possible",))
    made, errors = settled(*decide("a", own, polarity, certainty))
    assert errors == []
    first, second, _ = made.sentences
    assert [(e.text, e.type, e.level) for e in first.entities][1:3] == [("鲲鹏X9", "PROD", "outer"), ("鲲鹏", "TECH", "inner")]
    assert first.sentiments[2].claim_id == "c01"
    assert first.claims[0].certainty == "possible"
    assert (second.sentiments[1].polarity, second.sentiments[1].basis) == ("negative", "evaluation")


def test_neither_leaves_the_label_out():
    made, errors = settled(*decide("a", Decision(IDS[1], "neither", "no name"), Decision(IDS[5], "neither", "no claim")))
    assert errors == []
    assert [e.text for e in made.sentences[0].entities] == ["蓝鲸科技", "2028年"]
    assert [c.text for c in made.sentences[1].claims] == ["灵犀科技收入下降18%"]


def test_a_missing_decision_is_refused():
    _, errors = settled(*decide("a")[1:])
    assert [(e.id, e.place) for e in errors] == [("decision-missing", IDS[0])]


REFUSED = {
    "a decision without a reason": (Decision(IDS[0], "a", "  "), "decision-reason"),
    "a choice that is none": (Decision(IDS[0], "c", "so"), "decision-choice"),
    "both where only one can hold": (Decision(IDS[0], "both", "so"), "decision-choice"),
    "both of two spans that overlap": (Decision(IDS[1], "both", "so"), "decision-labels"),
    "other without a label": (Decision(IDS[1], "other", "so"), "decision-value"),
    "other with a label that is not in the sentence": (Decision(IDS[1], "other", "so", ("E 灵犀 = EVENT",)), "decision-value"),
    "a value outside the scheme": (Decision(IDS[2], "other", "so", ("sure",)), "decision-labels"),
    "no value where one is required": (Decision(IDS[2], "neither", "so"), "decision-labels"),
    "a polarity left out": (Decision(IDS[4], "neither", "so"), "decision-labels"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_adjudication_refuses(name):
    decision, id = REFUSED[name]
    _, errors = settled(*decide("a", decision))
    assert id in ids_of(errors)


def test_a_decision_on_no_difference_and_one_made_twice_are_refused():
    _, errors = settled(*decide("a"), Decision("demo.s009:entity:0-1", "a", "so"), Decision(IDS[0], "b", "so"))
    assert ids_of(errors) == ["decision-unknown", "decision-twice"]


def extra(
    choose: str, target: str | None = None, *value: str, sentence: str = "demo.s003", reason: str = "third reading"
) -> Decision:
    return Decision("", choose, reason, value, sentence, target)


def test_labels_on_which_both_agree_can_be_changed_dropped_and_added_with_a_reason():
    made, errors = settled(
        *decide("a"),
        extra("add", None, "E 展会 = EVENT"),
        extra("change", "E 合肥", "E 合肥 = LOC.gpe | positive fact"),
        extra("drop", "E 2028年", sentence="demo.s001"),
        extra("change", "C 将于2028年量产", "C 将于2028年量产", *_fields_without_number(), sentence="demo.s001"),
        extra("change", "S", "S positive"),
    )
    assert errors == []
    third = made.sentences[2]
    assert [(e.text, e.type) for e in third.entities] == [("展会", "EVENT"), ("合肥", "LOC")]
    assert [s.polarity for s in third.sentiments] == ["positive", "positive"]
    assert [e.text for e in made.sentences[0].entities] == ["蓝鲸科技", "蓝鲸鲲鹏X9", "蓝鲸"]
    assert made.sentences[0].claims[0].quantities == ()


def _fields_without_number() -> list[str]:
    return [
        "  type: commitment",
        "  source: named_org 蓝鲸科技",
        "  quote: indirect",
        "  time: future",
        "  certainty: asserted",
        "  verifiable: yes",
        "  checkworthy: 2",
    ]


@pytest.mark.parametrize(
    ("decision", "id"),
    [
        (extra("drop", "E 灵犀"), "decision-target"),
        (extra("drop", "E 合肥", reason=""), "decision-reason"),
        (extra("add"), "decision-value"),
        (extra("remove", "E 合肥"), "decision-choice"),
        (extra("drop", "E 合肥", sentence="demo.s009"), "decision-unknown"),
        (extra("drop", "E 2028年", sentence="demo.s001"), "decision-labels"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused(decision, id):
    _, errors = settled(*decide("a"), decision)
    assert ids_of(errors) == [id]


def test_a_sheet_without_answers_leaves_every_difference_undecided():
    decisions, errors = parse_sheet(sheet(pass_a(), pass_b(), REGISTER))
    assert (decisions, errors) == ([], [])
    _, missing = settled(*decisions)
    assert ids_of(missing) == ["decision-missing"] * len(IDS)


def filled(answers: dict[str, str]) -> str:
    """The sheet with answers typed in below their questions."""
    lines, question = [], ""
    for line in sheet(pass_a(), pass_b(), REGISTER).splitlines():
        question = line[2:] if line.startswith("? ") else question
        lines.append(answers.get(question, "> a\n# as a has it") if line == ">" else line)
    return "\n".join(lines)


def test_a_sheet_that_was_filled_in_is_carried_out():
    text = filled(
        {
            IDS[1]: "> other: E 鲲鹏X9 = PROD.hardware | @鲲鹏X9 | neutral fact\n> I 鲲鹏 = TECH\n# the brand\n# is inside",
            IDS[4]: "> b\n# a figure is not an effect",
        }
    )
    text += "\n## demo.s003\n展会在合肥开幕。\n> add: E 展会 = EVENT\n# named\n> drop: E 合肥\n# setting\n"
    decisions, errors = parse_sheet(text)
    assert errors == []
    assert next(d for d in decisions if d.difference == IDS[1]).reason == "the brand is inside"
    made, errors = settled(*decisions)
    assert errors == []
    assert [e.text for e in made.sentences[0].entities] == ["蓝鲸科技", "鲲鹏X9", "鲲鹏", "2028年"]
    assert made.sentences[1].sentiments[1].polarity == "neutral"
    assert [e.text for e in made.sentences[2].entities] == ["展会"]


def test_a_line_that_is_not_understood_is_named():
    _, errors = parse_sheet("@article demo\nhello")
    assert [(error.id, error.place) for error in errors] == [("decision-line", "sheet:2")]


def test_decisions_are_kept_with_what_was_said_and_read_again(tmp_path):
    found = differences(pass_a(), pass_b(), REGISTER)
    decisions = [*decide("b"), extra("drop", "E 合肥")]
    kept = ledger(found, decisions)
    write_decisions(kept, tmp_path / "demo.jsonl")
    again = read_decisions(tmp_path / "demo.jsonl")
    assert again == kept
    assert again[2].a == ("asserted",)
    assert settled(*again) == settled(*decisions)


def test_a_line_that_is_no_decision_is_refused_with_its_number(tmp_path):
    path = tmp_path / "demo.jsonl"
    path.write_text('{"difference": "x", "choose": "a", "reason": "so"}\n{"choose": 1}\n', "utf-8")
    with pytest.raises(XinwenError) as caught:
        read_decisions(path)
    assert (caught.value.id, caught.value.place) == ("decision-line", f"{path}:2")


def test_a_mention_of_another_type_brings_the_polarity_of_its_own_side():
    whale = pass_b().sentences[2]
    event = whale.entities[0]._replace(type="EVENT", fine_type=None)
    other = replace(whale, entities=(event,), sentiments=whale.sentiments[:1])
    b = replace(pass_a(), info=INFO_B, sentences=(*pass_a().sentences[:2], other))
    (difference,) = differences(pass_a(), b, REGISTER)
    assert (difference.layer, difference.b) == ("entity", ("E 合肥 = EVENT",))
    for choose, polarities in (("a", 2), ("b", 1)):
        made, errors = adjudicate(pass_a(), b, [Decision(difference.id, choose, "so")], INFO, REGISTER)
        assert errors == []
        assert len(made.sentences[2].sentiments) == polarities
