"""The linear heads: valid labels with probabilities, weights that survive a file, refusal of files that hold none."""

import itertools
import json
import time
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xinwen.errors import XinwenError
from xinwen.labellers import claims as rules
from xinwen.labellers import labeller, targets
from xinwen.labellers.effects import find_effects
from xinwen.labellers.heads import Head, Heads, find_claims, find_sentiments, load_heads, packaged_heads, save_heads
from xinwen.labellers.masks import Masked, masked
from xinwen.labellers.reading import Reading
from xinwen.labellers.signals import Signals, sentence_signals, target_signals
from xinwen.records import Claim, Entity, Sentence
from xinwen.scheme import scheme

TEXT = "联想去年亏损3亿元，黄仁勋说，良率不高，但新厂已经通电；据悉，订单排到了2028年。"


def sentence(text: str, kind: str = "body", damaged: tuple[tuple[int, int], ...] = ()) -> Sentence:
    return Sentence("a.s001", "a", 1, 0, kind, text, 0, len(text), 0, len(text), damaged)


def entities(text: str) -> tuple[Entity, ...]:
    [labels] = labeller("rules").label([sentence(text)])
    return labels.entities


def reading(text: str) -> Reading:
    return Reading(sentence(text), entities(text))


def read(text: str) -> tuple[Claim, ...]:
    [found] = find_claims([reading(text)])
    return found


def words(*given: str) -> Signals:
    return Signals(("", ""), list(given))


def small() -> Heads:
    """Two labels decided by one signal."""
    weights = np.array([[1.5, -1.5], [-0.5, 0.5]], dtype=np.float32)
    head = Head("sentence", ("up", "down"), weights, np.array([0.0, 0.25], dtype=np.float32))
    return Heads({"sentence": {"涨": 0, "跌": 1}}, {"trend": head})


def test_the_probability_of_a_decision_is_that_of_a_softmax_over_known_signals() -> None:
    heads = small()
    [(label, sure)] = heads.decide("sentence", [words("涨", "涨", "unknown")])["trend"]
    assert label == "up" and sure == pytest.approx(1 / (1 + np.exp(-1.25 - 1.5)))


def test_without_a_known_signal_the_bias_decides() -> None:
    heads = small()
    assert heads.decide("sentence", [words("unknown"), words()])["trend"] == [("down", pytest.approx(1 / (1 + np.exp(-0.25))))] * 2


def test_what_is_decided_of_a_sample_does_not_depend_on_the_others() -> None:
    samples = [words("涨"), words(), words("跌", "涨"), words("unknown"), words("跌")]
    together = small().decide("sentence", samples)["trend"]
    assert together == [small().decide("sentence", [sample])["trend"][0] for sample in samples]
    assert small().decide("sentence", [])["trend"] == []


def test_heads_survive_a_file(tmp_path: Path) -> None:
    save_heads(small(), tmp_path / "heads.npz")
    back = load_heads(tmp_path / "heads.npz")
    assert back.spaces == small().spaces and back.heads["trend"].labels == ("up", "down")
    np.testing.assert_allclose(back.heads["trend"].weights, small().heads["trend"].weights)


@pytest.mark.parametrize("content", [None, b"", b"no archive", b"PK\x03\x04 cut short"])
def test_a_file_that_holds_no_heads_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "heads.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(XinwenError, match="heads-file") as caught:
        load_heads(path)
    assert str(path) in str(caught.value.place) and caught.value.remedy


def test_weights_that_do_not_fit_their_signals_are_refused(tmp_path: Path) -> None:
    heads = small()
    save_heads(replace(heads, spaces={"sentence": {"涨": 0}}), tmp_path / "heads.npz")
    with pytest.raises(XinwenError, match="do not fit"):
        load_heads(tmp_path / "heads.npz")


def test_the_packaged_heads_know_the_labels_of_the_scheme_and_say_what_they_were_trained_on() -> None:
    heads, known = packaged_heads().heads, scheme()
    assert set(heads["polarity"].labels) <= set(known.sentence_polarities)
    assert set(heads["type"].labels) <= set(known.claim_types) and set(heads["time"].labels) <= set(known.times)
    told = json.loads(files("xinwen.labellers").joinpath("data/heads.json").read_text("utf-8"))
    assert told["trained_on"]["split"] == "train" and told["samples"]["claim"] > 0 and told["seed"] == 20260101
    assert {name: set(counts) for name, counts in told["labels"].items()} == {n: set(h.labels) for n, h in heads.items()}


def test_claims_keep_their_sources_and_get_probabilities() -> None:
    found = read(TEXT)
    assert [claim.text for claim in found if claim.source_kind == "named_person"] == ["良率不高", "新厂已经通电"]
    assert all(claim.confidence is not None and 1 / 7 < claim.confidence < 1 for claim in found)
    assert all(claim.type not in claim.other_types for claim in found)


def test_the_polarities_of_a_sentence_and_of_its_targets_have_probabilities() -> None:
    text = "联想去年连续亏损，处境困难，荣耀夺走了它的客户。"
    [(own, *aimed)] = find_sentiments([reading(text)], [()])
    assert own.polarity in {"negative", "mixed"} and own.entity_id is None
    assert own.confidence is not None and 0.25 < own.confidence < 1
    assert [s.entity_id for s in aimed] == [s.entity_id for s in targets.find_sentiments(reading(text), ())[1:]]
    assert len(aimed) == 2 and all(s.confidence is not None and 1 / 3 <= s.confidence < 1 for s in aimed)
    assert aimed[0].polarity == "negative" and all((s.basis == "fact") or s.polarity != "neutral" for s in aimed)


def test_of_two_sides_each_is_read_by_its_own_surroundings() -> None:
    text = "联想与荣耀亏损。"
    first, second = target_signals(reading(text))
    assert set(first.written("target")) != set(second.written("target"))


@given(st.lists(st.sampled_from([*TEXT, "“", "”", "？", "虽然", "：", "将", " "]), max_size=40).map("".join))
@settings(max_examples=150, deadline=None)
def test_any_words_give_valid_claims(text: str) -> None:
    [found] = find_claims([reading(text)])
    for claim in found:
        assert text[claim.start_char : claim.end_char] == claim.text == claim.text.strip() != ""
        assert claim.type in scheme().claim_types and claim.time in scheme().times and claim.checkworthy in (0, 1, 2, 3)
    assert all(a.end_char <= b.start_char for a, b in itertools.pairwise(found))
    [(own, *_)] = find_sentiments([reading(text)], [found])
    assert own.polarity in scheme().sentence_polarities


def test_nothing_is_claimed_across_damage_or_in_a_byline() -> None:
    damaged, byline = sentence(TEXT, damaged=((2, 8),)), sentence("封面新闻记者 许知遥", kind="byline")
    found, none = find_claims([Reading(damaged, entities(TEXT)), Reading(byline, ())])
    assert found and all(c.end_char <= 2 or c.start_char >= 8 for c in found) and none == ()


def test_names_are_one_letter_a_type_in_signals() -> None:
    known = entities("联想与荣耀亏损3亿元。")
    text = Masked("联想与荣耀亏损3亿元。", known).text
    assert len(text) == len("联与荣亏损亿。") and text[0] == text[2] and "亏损" in text and "3" not in text


@given(st.integers(0, 40), st.integers(0, 40))
def test_a_stretch_is_masked_as_by_itself(start: int, length: int) -> None:
    known = entities(TEXT)
    assert Masked(TEXT, known).between(start, start + length) == masked(TEXT, known, start, start + length)


def test_signals_are_known_as_if_they_were_written_out() -> None:
    heads = packaged_heads()
    samples = [sentence_signals(reading(text)) for text in (TEXT, "", "好", "好好好，亏损？", "\U0001f600好")]
    owners, rows = heads.known("sentence", samples)
    vocabulary = heads.spaces["sentence"]
    spelled = [sorted({vocabulary[s] for s in sample.written("sentence") if s in vocabulary}) for sample in samples]
    assert list(zip(owners.tolist(), rows.tolist(), strict=True)) == [(i, row) for i, own in enumerate(spelled) for row in own]


def test_time_grows_no_faster_than_the_sentence() -> None:
    def seconds(count: int) -> float:
        text = "良率不高，订单不少，" * count
        taken = []
        for _ in range(3):
            started = time.process_time()
            nameless = Reading(sentence(text), ())
            rules_read = rules.find_claims([nameless])
            find_sentiments([nameless], find_claims([nameless]))
            taken.append(time.process_time() - started)
            assert rules_read
        return min(taken)

    seconds(10)
    assert seconds(400) < max(9 * seconds(100), 0.5)


def told_of(text: str) -> dict[str, set[str]]:
    """The signals of effects of each target."""
    own = reading(text)
    marks = ("does", "done", "first does", "last does")
    each = zip(own.targets, target_signals(own), strict=True)
    return {t.text: {s for s in signals.words if s.startswith(marks)} for t, signals in each}


def test_an_effect_is_told_of_its_subject_and_of_its_object() -> None:
    told = told_of("联想击败荣耀。")
    assert "does to another -" in told["联想"] and "done - right" in told["荣耀"]
    assert not any(signal.startswith("done") for signal in told["联想"])
    assert told["荣耀"] - {"done - right"} == {"does nothing"}


def test_negation_turns_an_effect() -> None:
    assert "first does -" in told_of("联想亏损。")["联想"]
    assert "first does -!" in told_of("联想没有亏损。")["联想"]


def test_an_alias_is_seen_where_its_name_is() -> None:
    told = told_of("英伟达（Nvidia）亏损。")
    assert told["英伟达"] == told["Nvidia"] and "does - True" in told["英伟达"]


def test_the_members_of_a_list_share_what_they_do() -> None:
    told = told_of("联想、荣耀亏损，台积电盈利。")
    assert told["联想"] == told["荣耀"] and "does - True" in told["联想"]
    assert "first does +" in told["台积电"] and "first does -" not in told["台积电"]


@pytest.mark.parametrize("text", ["", "天气不错。", "联想"])
def test_without_an_effect_none_is_found(text: str) -> None:
    assert find_effects(text) == []


def test_the_longest_word_counts_as_the_effect() -> None:
    [effect] = find_effects("甲输给乙")
    assert (effect.start, effect.end, effect.subject, effect.object) == (1, 3, "-", "+")
