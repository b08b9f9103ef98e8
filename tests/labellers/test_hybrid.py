"""Rules and tagger together: the conflict rule case by case, and what a user sees of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from xinwen.errors import XinwenError
from xinwen.labellers import labeller, labeller_names
from xinwen.labellers.conflicts import confirmed, losers, settle
from xinwen.passes.rules import sentence_problems
from xinwen.records import Entity, Sentence
from xinwen.scheme import full_type, split_type
from xinwen.tagging.model import Found
from xinwen.tagging.model import Sentence as Told
from xinwen.tagging.tokens import Span
from xinwen.tagging.training import Example, fit, prepare

TEXT = "英伟达H100在2025年6月涨价三成"
Case = tuple[str, str]


def entity(number: int, surface: str, type_: str, parent: str | None = None, **more: object) -> Entity:
    start = TEXT.index(surface)
    level = "inner" if parent else "outer"
    made = Entity(f"e{number:02d}", start, start + len(surface), surface, *split_type(type_), level=level, parent_id=parent)
    return made._replace(**more)  # type: ignore[arg-type]


def entities(*cases: Case) -> list[Entity]:
    return [entity(number, *case) for number, case in enumerate(cases, 1)]


def shown(found: Sequence[Entity]) -> list[str]:
    return [f"{'+' if e.parent_id else ''}{e.text}={full_type(e.type, e.fine_type)}" for e in found]


@pytest.mark.parametrize(
    ("ruled", "tagged", "expected"),
    [
        ([("英伟达", "ORG.company")], [("三成", "NUM.percent")], ["英伟达=ORG.company", "三成=NUM.percent"]),
        ([("英伟达", "ORG.company")], [("英伟达", "PROD.hardware")], ["英伟达=PROD.hardware"]),
        ([("英伟达H", "ORG.company")], [("H100", "PROD.hardware")], ["H100=PROD.hardware"]),
        ([("英伟达", "ORG.company")], [("英伟达H100", "PROD.hardware")], ["英伟达H100=PROD.hardware", "+英伟达=ORG.company"]),
        ([("英伟达H100", "PROD.hardware")], [("H100", "PROD.hardware")], ["H100=PROD.hardware"]),
        ([("6月", "NUM.date")], [("2025年6月", "NUM.date")], ["2025年6月=NUM.date"]),
        ([], [("英伟达", "ORG.company")], ["英伟达=ORG.company"]),
        ([("三成", "NUM.percent")], [], ["三成=NUM.percent"]),
    ],
)
def test_of_mentions_that_overlap_the_taggers_stays(ruled: list[Case], tagged: list[Case], expected: list[str]) -> None:
    assert shown(settle(entities(*ruled), entities(*tagged))) == expected


def test_a_mention_that_both_have_keeps_what_the_rules_know_of_it() -> None:
    known = entity(1, "三成", "NUM.percent", value=30.0, unit="%", confidence=0.9)
    [one] = settle([known], [entity(1, "三成", "NUM.quantity", confidence=0.6)])
    assert (one.fine_type, one.value, one.confidence) == ("percent", 30.0, 0.9)


def test_a_mention_that_both_have_keeps_its_inner_names() -> None:
    ruled = [entity(1, "英伟达H100", "PROD.hardware"), entity(2, "英伟达", "ORG.company", "e01")]
    assert shown(settle(ruled, [entity(1, "英伟达H100", "PROD.hardware")])) == ["英伟达H100=PROD.hardware", "+英伟达=ORG.company"]


def test_where_both_have_the_same_nothing_is_left_to_settle() -> None:
    inner = entity(2, "英伟达", "ORG.company", "e01")
    ruled = [entity(1, "英伟达H100", "PROD.hardware", confidence=0.9), inner, entity(3, "三成", "NUM.percent", confidence=0.5)]
    tagged = [entity(1, "英伟达H100", "PROD.software", confidence=0.7), entity(2, "三成", "NUM.percent", confidence=0.8)]
    found = [Found(e.start_char, e.end_char, full_type(e.type, e.fine_type), e.confidence or 0.0) for e in tagged]
    assert confirmed(ruled, found) == settle(ruled, tagged)
    assert confirmed(ruled, found[:1]) is None and confirmed([inner], found) is None and confirmed([], []) == ()


def test_a_users_own_name_stays_before_the_taggers() -> None:
    settled = settle([entity(1, "H100", "TECH")], [entity(1, "英伟达H100", "PROD.hardware")], lambda e: e.text == "H100")
    assert shown(settled) == ["H100=TECH"]


def test_losers_are_the_mentions_that_are_not_settled_by_span_and_type() -> None:
    ruled, tagged = [entity(1, "H100", "TECH"), entity(2, "三成", "NUM.percent")], [entity(1, "英伟达H100", "PROD.hardware")]
    assert shown(losers(settle(ruled, tagged), [*ruled, *tagged])) == ["H100=TECH"]
    first = settle(ruled, tagged, lambda e: e.text == "H100")
    assert shown(losers(first, [*ruled, *tagged])) == ["英伟达H100=PROD.hardware"]


def test_a_name_that_became_an_inner_one_lost_nothing() -> None:
    ruled, tagged = [entity(1, "英伟达", "ORG.company")], [entity(1, "英伟达H100", "PROD.hardware")]
    assert losers(settle(ruled, tagged), [*ruled, *tagged]) == ()


def test_ids_run_through_the_sentence() -> None:
    settled = settle(entities(("英伟达", "ORG.company")), entities(("英伟达H100", "PROD.hardware"), ("三成", "NUM.percent")))
    assert [(e.id, e.parent_id) for e in settled] == [("e01", None), ("e02", "e01"), ("e03", None)]


def sentences(*texts: str, damaged: tuple[tuple[int, int], ...] = ()) -> list[Sentence]:
    return [Sentence(f"a.s{i:03d}", "a", i, 0, "body", t, 0, len(t), 0, len(t), damaged) for i, t in enumerate(texts, 1)]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tagger that has learnt what a firm of three invented sentences looks like."""
    firms = ("灵犀渡科技", "蓝鲸湾科技", "北渚台科技", "云岭关科技")
    made = [
        Example(Told(f"{firm}今日{verb}。"), (Span(0, 5, "ORG.company"),))
        for firm in firms
        for verb in ("宣布裁员", "发布新品", "上市")
    ]
    path = tmp_path_factory.mktemp("model") / "firms.crfsuite"
    fit(prepare(made, "seg"), "seg", path)
    return path


def test_the_tagger_adds_names_that_no_rule_knows(model: Path) -> None:
    [labels] = labeller("hybrid", path=model).label(sentences("石桥门科技今日上市。"))
    assert shown(labels.entities) == ["石桥门科技=ORG.company"] and 0.4 <= (labels.entities[0].confidence or 0) <= 1
    [rules] = labeller("rules").label(sentences("石桥门科技今日上市。"))
    assert rules.entities == ()


def test_the_labels_are_sound_and_carry_sentiments_and_claims(model: Path) -> None:
    text = sentences("石桥门科技今日宣布，2026年6月营收增长30%。", "“我们很高兴。”", "英伟达股价大涨。")
    labelled = labeller("hybrid", path=model).label(text)
    assert [
        problem
        for labels in labelled
        for problem in sentence_problems(labels, {s.sentence_id: s.text for s in text}, complete=True)
    ] == []
    assert labelled[0].claims and labelled[2].sentiments[1].polarity == "positive"


def test_nothing_is_labelled_in_damaged_text(model: Path) -> None:
    hybrid = labeller("hybrid", path=model)
    [labels] = hybrid.label(sentences("石桥门科技今日上市。", damaged=((1, 2),)))
    assert labels.entities == () and hybrid.report is not None and hybrid.report.counts["labels in damaged text"] == 1


def test_what_the_tagger_is_not_sure_of_is_left_out_and_counted(model: Path) -> None:
    strict = labeller("hybrid", path=model, minimum=1.0)
    [labels] = strict.label(sentences("石桥门科技今日上市。"))
    assert labels.entities == () and strict.report is not None and strict.report.counts["mentions of the tagger below 1"] == 1


def test_a_surface_that_the_user_calls_no_name_is_none(model: Path, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("surface,type\n石桥门科技,-\n", "utf-8")
    [labels] = labeller("hybrid", path=model, names=path).label(sentences("石桥门科技今日上市。"))
    assert labels.entities == ()


def test_a_minimum_that_is_no_probability_is_an_error(model: Path) -> None:
    with pytest.raises(XinwenError) as refused:
        labeller("hybrid", path=model, minimum=2.0)
    assert refused.value.id == "labeller-threshold"


def test_the_packaged_labeller_signs_with_the_rules_and_the_model() -> None:
    hybrid = labeller("hybrid")
    assert "tagger default" in hybrid.version and {"hybrid", "strong", "tagger"} <= set(labeller_names())
    assert labeller("hybrid").label(sentences("英伟达发布H20芯片。")) == hybrid.label(sentences("英伟达发布H20芯片。"))
