"""A language model behind an endpoint: what comes out of good answers, bad answers, no answers, and of asking again."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from chat_server import Chat, Item, Reply, serving
from click.testing import CliRunner

from xinwen.cli.build import build
from xinwen.errors import XinwenError
from xinwen.labellers import Labeller, labeller
from xinwen.labellers.answers import AnswerError, read_answer
from xinwen.labellers.llm import packaged_prompt
from xinwen.passes.rules import sentence_problems
from xinwen.pipeline import build_pages, label
from xinwen.records import Sentence, SentenceLabels
from xinwen.scheme import scheme

pytest.importorskip("openai", reason="the labeller llm needs the extra llm")

SOON = {"Retry-After": "0.02"}
KEY = "sk-a-key-that-nobody-must-see"
TEXTS = ("灵犀科技发布鲲鹏X9。", "远山研究所认为，灵犀科技有望受益。", "谁来买单？")

LABELS: dict[str, Item] = {
    TEXTS[0]: {
        "polarity": "neutral",
        "entities": [
            {"text": "鲲鹏X9", "type": "PROD.hardware", "polarity": "neutral", "basis": "fact"},
            {"text": "灵犀科技", "type": "ORG.company", "polarity": "neutral", "basis": "fact"},
        ],
        "claims": [
            {
                "text": "灵犀科技发布鲲鹏X9。",
                "type": "event_property",
                "time": "past",
                "certainty": "asserted",
                "source_kind": "author",
                "quote": "none",
                "about": [{"text": "鲲鹏X9"}, {"text": "灵犀科技"}],
            }
        ],
    },
    TEXTS[1]: {
        "polarity": "positive",
        "entities": [
            {"text": "远山研究所", "type": "ORG.other", "polarity": "neutral"},
            {"text": "灵犀科技", "type": "ORG.company", "polarity": "positive", "basis": "forecast"},
        ],
        "claims": [
            {
                "text": "灵犀科技有望受益",
                "type": "forecast",
                "time": "future",
                "certainty": "probable",
                "source_kind": "named_org",
                "sources": [{"text": "远山研究所"}],
                "cue": {"text": "认为"},
                "quote": "indirect",
            }
        ],
    },
}


def sentences(*texts: str, damaged: tuple[tuple[int, int], ...] = ()) -> list[Sentence]:
    return [Sentence(f"a.s{i:03d}", "a", i, 0, "body", t, 0, len(t), 0, len(t), damaged) for i, t in enumerate(texts, 1)]


def item(text: str) -> Item:
    return LABELS.get(text, {"polarity": "neutral", "entities": [], "claims": []})


def good(question: dict[str, Any]) -> str:
    return json.dumps({"sentences": [{"n": s["n"], **item(s["text"])} for s in question["sentences"]]}, ensure_ascii=False)


@pytest.fixture
def chat(monkeypatch: pytest.MonkeyPatch) -> Iterator[Chat]:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with serving(good) as running:
        yield running


def model(chat: Chat, **options: Any) -> Labeller:
    return labeller("llm", **{"base_url": chat.base_url, "model": "m", "retries": 2, "timeout": 5.0, **options})


def counts(labelled_by: Labeller) -> dict[str, int]:
    assert labelled_by.report is not None
    return {what: n for what, n in labelled_by.report.counts.items() if n}


def spans(labels: SentenceLabels) -> list[tuple[str, str, str | None]]:
    return [(e.text, e.type, e.fine_type) for e in labels.entities]


def answered(chat: Chat, text: str, labels: Item, **options: Any) -> tuple[SentenceLabels, dict[str, int]]:
    """The labels of one sentence to which the model says ``labels``, and what was counted beside the requests."""
    chat.answer = lambda question: json.dumps(
        {"sentences": [{"n": s["n"], "polarity": "neutral", "entities": [], "claims": [], **labels} for s in question["sentences"]]}
    )
    asked = model(chat)
    [made] = asked.label(sentences(text, **options))
    assert not list(sentence_problems(made, {made.sentence_id: made.text}, complete=False))
    return made, {k: n for k, n in counts(asked).items() if k not in ("requests", "prompt tokens", "completion tokens")}


def test_all_three_layers_come_out_with_offsets_of_the_text(chat: Chat) -> None:
    asked = model(chat)
    first, second, third = asked.label(sentences(*TEXTS))
    assert spans(first) == [("灵犀科技", "ORG", "company"), ("鲲鹏X9", "PROD", "hardware")]
    for labels in (first, second, third):
        texts = {s.sentence_id: s.text for s in (first, second, third)}
        assert not list(sentence_problems(labels, texts, complete=True))
    assert [(s.entity_id, s.polarity, s.basis, s.claim_id) for s in second.sentiments] == [
        (None, "positive", None, None), ("e01", "neutral", "fact", None), ("e02", "positive", "forecast", "c01"),
    ]  # fmt: skip
    [claim] = second.claims
    assert (claim.text, claim.source_kind, claim.quote, claim.certainty) == (
        "灵犀科技有望受益",
        "named_org",
        "indirect",
        "probable",
    )
    assert ([s.text for s in claim.sources], claim.cue and claim.cue.text) == (["远山研究所"], "认为")
    assert first.claims[0].text == "灵犀科技发布鲲鹏X9" and first.claims[0].about == ("e02", "e01")
    assert counts(asked) == {"requests": 1, "prompt tokens": 100, "completion tokens": 10}


def test_sentences_go_out_in_batches_with_those_before_them_as_context(chat: Chat) -> None:
    asked = model(chat, batch=2)
    made = asked.label(sentences(*TEXTS, "完。", "终。"))
    assert [labels.text for labels in made] == [*TEXTS, "完。", "终。"]
    asked_for = [([s["n"] for s in q["context"]], [s["text"] for s in q["sentences"]]) for q in chat.questions()]
    assert asked_for == [([], list(TEXTS[:2])), ([1, 2], [TEXTS[2], "完。"]), ([1, 2, 3], ["终。"])]


def test_a_source_may_stand_in_a_sentence_before(chat: Chat) -> None:
    claim = {
        **LABELS[TEXTS[1]]["claims"][0],
        "text": "价格见底",
        "sources": [{"text": "远山研究所", "n": 1}],
        "cue": {"text": "称"},
    }
    chat.answer = lambda question: json.dumps(
        {"sentences": [{"n": s["n"], **(item(s["text"]) if s["n"] == 1 else {**item("") , "claims": [claim]})}
                       for s in question["sentences"]]}
    )  # fmt: skip
    _, second = model(chat).label(sentences(TEXTS[1], "该机构还称价格见底。"))
    [source] = second.claims[0].sources
    assert (source.sentence_id, source.start_char, source.text) == ("a.s001", 0, "远山研究所")


def test_a_pass_is_signed_as_a_language_models(chat: Chat, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("灵犀科技发布鲲鹏X9。\n\n谁来买单？这是一个问题，没有人知道答案，大家都在等待。\n", "utf-8")
    built = build_pages([tmp_path / "a.txt"], tmp_path / "out", chosen=model(chat))
    [row] = {tuple(r.values()) for r in built.tables["entities"]["train"].select(
        ["label_source", "annotator_kind", "annotator"]).to_pylist()}  # fmt: skip
    assert row == ("auto", "language_model", f"llm m, prompt {packaged_prompt().version}")
    assert built.report and built.report.counts["requests"] == 1 and not built.rejects


def test_the_rules_are_signed_as_a_program() -> None:
    assert [p.info.annotator_kind for p in label([], labeller("rules"))] == [] and labeller("rules").annotator_kind == "program"


@pytest.mark.parametrize(
    "bad",
    [
        Reply(status=429, body="{}", headers=SOON),
        Reply(status=500, body="no", headers=SOON),
        Reply(status=503, body="{}", headers={"Retry-After-Ms": "20"}),
        Reply("{}", cut=True),
        Reply(reset=True),
    ],
    ids=["429", "500", "503", "cut", "reset"],
)
def test_a_request_that_fails_in_passing_is_sent_again(chat: Chat, bad: Reply) -> None:
    chat.script = [bad]
    first, *_ = model(chat).label(sentences(*TEXTS))
    assert len(first.entities) == 2 and len(chat.requests) == 2


def test_a_rate_limit_is_waited_for_as_long_as_the_server_says(chat: Chat) -> None:
    import time

    chat.script = [Reply(status=429, body="{}", headers={"Retry-After": "0.3"})]
    started = time.monotonic()
    model(chat).label(sentences(TEXTS[0]))
    assert time.monotonic() - started >= 0.3


@pytest.mark.parametrize(
    "wrap",
    ["```json\n{}\n```", "Here it is:\n{}\nDone.", '<think>maybe {{"n": 1}}</think>{}', "\n {} "],
    ids=["fence", "words", "thought", "blanks"],
)
def test_json_is_found_inside_other_text(chat: Chat, wrap: str) -> None:
    chat.answer = lambda question: wrap.replace("{{", "{").replace("}}", "}").replace("{}", good(question))
    asked = model(chat)
    assert len(asked.label(sentences(TEXTS[0]))[0].entities) == 2
    assert counts(asked)["requests"] == 1


def broken(change: dict[str, Any]) -> str:
    entity = {"text": "灵犀科技", "type": "ORG.company", "polarity": "neutral", **change}
    return json.dumps({"sentences": [{"n": 1, "polarity": "neutral", "entities": [entity], "claims": []}]})


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ("Sorry, I cannot.", "no JSON"),
        ('{"sentences": [', "no JSON"),
        ('{"labels": []}', "sentences is missing"),
        ('{"sentences": []}', "one item for each of the numbers [1]"),
        ('{"sentences": [{"n": 1}]}', "polarity is missing"),
        (broken({"type": "ORG.firm"}), "'ORG.firm' is none of PER, ORG.company"),
        (broken({"polarity": "mixed"}), "'mixed' is none of negative"),
        (broken({"polarity": None}), "has no polarity"),
        (broken({"polarity": "positive"}), "has no basis"),
        (broken({"occurrence": 0}), "a number from 1"),
        (broken({"text": 3}), "text is expected"),
    ],
)
def test_an_answer_of_another_shape_goes_back_with_what_is_wrong_and_the_next_one_counts(
    chat: Chat, answer: str, fault: str
) -> None:
    with pytest.raises(AnswerError) as caught:
        read_answer(answer, [1])
    assert fault in str(caught.value)
    chat.script = [Reply(answer)]
    asked = model(chat)
    [labels] = asked.label(sentences(TEXTS[0]))
    assert len(labels.entities) == 2 and counts(asked)["answers not usable"] == 1
    said = chat.requests[1]["messages"][2:]
    assert said[0] == {"role": "assistant", "content": answer} and fault in said[1]["content"]


def test_a_batch_whose_answers_stay_wrong_is_asked_sentence_by_sentence(chat: Chat) -> None:
    chat.answer = lambda question: good(question) if len(question["sentences"]) == 1 else '{"sentences": []}'
    asked = model(chat)
    made = asked.label(sentences(*TEXTS))
    assert [len(labels.entities) for labels in made] == [2, 2, 0]
    assert counts(asked)["requests"] == 6 and not (asked.report and asked.report.problems)


def test_a_sentence_that_still_fails_has_no_labels_and_is_named(chat: Chat, tmp_path: Path) -> None:
    chat.answer = lambda question: "?" if TEXTS[1] in json.dumps(question["sentences"], ensure_ascii=False) else good(question)
    asked = model(chat, cache=tmp_path)
    made = asked.label(sentences(*TEXTS))
    assert [len(labels.entities) for labels in made] == [2, 0, 0] and made[1].sentiments == ()
    assert asked.report
    [problem] = asked.report.problems
    assert (problem.id, problem.place) == ("llm-answer", "a.s002") and counts(asked)["sentences without labels"] == 1
    chat.answer, before = good, len(chat.requests)
    assert [len(labels.entities) for labels in model(chat, cache=tmp_path).label(sentences(*TEXTS))] == [2, 2, 0]
    assert len(chat.requests) == before + 1  # only what was missing


def test_a_failed_sentence_is_a_reject_of_the_build(chat: Chat, tmp_path: Path) -> None:
    chat.answer = lambda question: "?"
    (tmp_path / "a.txt").write_text("灵犀科技今天发布了新一代芯片，性能提升了三成，价格没有变化。\n", "utf-8")
    built = build_pages([tmp_path / "a.txt"], tmp_path / "out", chosen=model(chat))
    assert [r.id for r in built.rejects] == ["llm-answer"]
    assert '"place": "a.s001"' in (tmp_path / "out" / "rejects.jsonl").read_text("utf-8")


def test_surfaces_not_in_the_text_are_left_out_and_counted(chat: Chat) -> None:
    company = {"type": "ORG.company", "polarity": "neutral"}
    labels, beside = answered(
        chat, "灵犀科技发布鲲鹏X9。", {"entities": [{"text": "灵犀", "occurrence": 2, **company}, {"text": "蓝鲸", **company}]}
    )
    assert labels.entities == () and beside == {"surfaces not in the sentence": 2}


def test_the_nth_occurrence_is_the_models_or_the_next_free_one(chat: Chat) -> None:
    company, chip = {"type": "ORG.company", "polarity": "neutral"}, {"type": "PROD.hardware", "polarity": "neutral"}
    text = "英特尔至强与英特尔、英特尔。"
    free, _ = answered(chat, text, {"entities": [{"text": "英特尔", **company}, {"text": "英特尔至强", **chip}]})
    assert [(e.text, e.start_char) for e in free.entities] == [("英特尔至强", 0), ("英特尔", 6)]
    named, _ = answered(chat, text, {"entities": [{"text": "英特尔", "occurrence": 3, **company}, {"text": "英特尔", **company}]})
    assert [e.start_char for e in named.entities] == [0, 10]


def test_inner_mentions_lie_in_their_outer_one(chat: Chat) -> None:
    inner = [
        {"text": "三星", "type": "ORG.company"},
        {"text": "平泽", "type": "LOC.gpe"},
        {"text": "三星平泽工厂", "type": "ORG.other"},
    ]
    labels, beside = answered(
        chat, "三星的三星平泽工厂。", {"entities": [{"text": "三星平泽工厂", "type": "LOC.facility", "inner": inner}]}
    )
    assert [(e.text, e.start_char, e.level, e.parent_id) for e in labels.entities] == [
        ("三星平泽工厂", 3, "outer", None), ("三星", 3, "inner", "e01"), ("平泽", 5, "inner", "e01"),
    ]  # fmt: skip
    assert beside == {"labels that overlap others": 1}


def test_overlaps_damage_and_missing_sources_are_counted_and_leave_a_valid_sentence(chat: Chat) -> None:
    company = {"type": "ORG.company", "polarity": "neutral"}
    claim = LABELS[TEXTS[1]]["claims"][0]
    labels, beside = answered(
        chat,
        "远山研究所认为，灵犀科技有望受益。",
        {
            "entities": [{"text": "灵犀科技", **company}, {"text": "犀科", **company}, {"text": "远山研究所", **company}],
            "claims": [{**claim, "sources": [{"text": "他"}]}, {**claim, "about": [{"text": "远山"}]}],
        },
        damaged=((0, 1),),
    )
    assert [e.text for e in labels.entities] == ["灵犀科技"] and len(labels.claims) == 0
    assert beside == {
        "labels that overlap others": 2,
        "labels in damaged text": 1,
        "surfaces not in the sentence": 1,
        "claims without their source": 1,
    }


def test_numbers_get_their_value_and_names_their_entry(chat: Chat) -> None:
    labels, _ = answered(
        chat,
        "英伟达投资45亿元。",
        {"entities": [{"text": "45亿元", "type": "NUM.money"}, {"text": "英伟达", "type": "ORG.company", "polarity": "neutral"}]},
    )
    firm, money = labels.entities
    assert firm.name_id == "nvidia" and (money.value, money.unit) == (4.5e9, "CNY")


def test_a_second_run_with_a_cache_sends_no_request_and_says_the_same(chat: Chat, tmp_path: Path) -> None:
    given = sentences(*TEXTS)
    first = model(chat, batch=2, cache=tmp_path).label(given)
    sent = len(chat.requests)
    again = model(chat, batch=2, cache=tmp_path)
    assert again.label(given) == first and len(chat.requests) == sent == 2 and counts(again) == {}
    model(chat, batch=2, cache=tmp_path, model="another").label(given)
    model(chat, batch=3, cache=tmp_path).label(given)
    assert len(chat.requests) == sent + 3
    assert not list(tmp_path.rglob("*.part"))


def test_a_cached_answer_that_is_not_whole_is_asked_for_again(chat: Chat, tmp_path: Path) -> None:
    model(chat, cache=tmp_path).label(sentences(TEXTS[0]))
    [file] = tmp_path.rglob("*.json")
    file.write_text(file.read_text("utf-8")[:-40], "utf-8")
    assert len(model(chat, cache=tmp_path).label(sentences(TEXTS[0]))[0].entities) == 2
    assert len(chat.requests) == 2 and json.loads(file.read_text("utf-8"))["answer"]


def test_the_key_goes_to_the_server_and_nowhere_else(
    chat: Chat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("MY_KEY", KEY)
    model(chat, cache=tmp_path, api_key_env="MY_KEY").label(sentences(*TEXTS))
    assert chat.keys == [f"Bearer {KEY}"]
    chat.script = [Reply(status=401, body=json.dumps({"error": {"message": f"Incorrect API key provided: {KEY}"}}))]
    with pytest.raises(XinwenError, match="llm-endpoint") as caught:
        model(chat, api_key_env="MY_KEY").label(sentences(*TEXTS))
    assert "Incorrect API key" in str(caught.value) and KEY not in str(caught.value) + caplog.text
    assert not [p for p in tmp_path.rglob("*") if p.is_file() and KEY in p.read_text("utf-8")]


def test_no_key_is_sent_unless_one_is_named(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    model(chat).label(sentences(TEXTS[0]))
    assert KEY not in chat.keys[0]
    with pytest.raises(XinwenError, match="llm-key"):
        model(chat, api_key_env="A_VARIABLE_THAT_IS_NOT_SET")


def test_an_endpoint_that_stays_down_stops_the_run_with_one_error(chat: Chat) -> None:
    chat.script = [Reply(status=500, body="down", headers=SOON) for _ in range(20)]
    with pytest.raises(XinwenError) as caught:
        model(chat).label(sentences(*TEXTS))
    assert caught.value.id == "llm-endpoint" and caught.value.place == chat.base_url and len(chat.requests) == 9


def test_a_request_that_is_refused_for_its_content_is_split(chat: Chat) -> None:
    chat.script = [Reply(status=400, body='{"error": {"message": "content filter"}}')]
    asked = model(chat)
    assert [len(labels.entities) for labels in asked.label(sentences(*TEXTS))] == [2, 2, 0] and len(chat.requests) == 4


def test_a_model_that_takes_no_temperature_is_asked_without(chat: Chat) -> None:
    chat.script = [Reply(status=400, body='{"error": {"message": "temperature: only 1 is supported"}}')]
    model(chat, batch=2).label(sentences(*TEXTS))
    assert ["temperature" in request for request in chat.requests] == [True, False, False]


@pytest.mark.parametrize("body", ["<html>portal</html>", '{"choices": []}', '"text"', "{"])
def test_a_page_instead_of_a_completion_is_no_answer(chat: Chat, body: str) -> None:
    chat.script = [Reply(body=body)]
    assert len(model(chat).label(sentences(*TEXTS))[0].entities) == 2


def test_an_address_that_is_none_is_refused_at_once() -> None:
    with pytest.raises(XinwenError, match="llm-endpoint"):
        labeller("llm", base_url="localhost:8000/v1", model="m")


def test_the_prompt_names_every_label_of_the_scheme() -> None:
    s, text = scheme(), packaged_prompt().text
    for labels in (s.full_types, s.claim_types, s.times, s.certainties, s.source_kinds, s.quotes, s.bases, s.sentence_polarities):
        assert ", ".join(labels) in text
    assert "$" not in text and not any(line.startswith("#") for line in text.splitlines())


def test_the_example_in_the_prompt_is_a_usable_answer() -> None:
    text = packaged_prompt().text
    [found] = read_answer(text[text.index('{"sentences"') :], [2])
    assert len(found["entities"]) == 3


def test_the_command_labels_pages_and_reports_tokens(chat: Chat, tmp_path: Path) -> None:
    page = tmp_path / "a.txt"
    page.write_text("灵犀科技发布鲲鹏X9。谁来买单？这是一个问题，没有人知道答案。\n", "utf-8")
    words = [str(page), "-o", str(tmp_path / "out"), "--labeller", "llm", "--base-url", chat.base_url, "--model", "m"]
    done = CliRunner().invoke(build, [*words, "--cache", str(tmp_path / "kept"), "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["labeller"] == {"requests": 1, "prompt tokens": 100, "completion tokens": 10}
    assert len(list((tmp_path / "kept").rglob("*.json"))) == 1


def test_mentions_come_in_the_order_of_the_text(chat: Chat) -> None:
    for labels in model(chat).label(sentences(*TEXTS)):
        assert all(a.start_char < b.start_char for a, b in pairwise(labels.entities))


def test_without_the_package_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openai", None)
    with pytest.raises(XinwenError, match="llm-missing") as caught:
        labeller("llm", base_url="http://127.0.0.1:1/v1", model="m")
    assert "xinwen[llm]" in caught.value.remedy
