"""Error seeding and review: errors are valid, spread and repeatable; what a reviewer finds gives an estimate."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from two_passes import REGISTER, pass_a

from xinwen.adjudication.review import Flag, estimate_layers, match_flags, merge_flags, read_flags, review_sheet, write_flags
from xinwen.adjudication.seeding import (
    KINDS,
    LAYERS,
    MISSING,
    Key,
    Planted,
    count_labels,
    read_key,
    renumber,
    seed_errors,
    write_key,
)
from xinwen.errors import XinwenError
from xinwen.passes.rules import check_pass
from xinwen.records import ArticlePass, Mention, SentenceLabels


def articles(number: int) -> list[ArticlePass]:
    """The same labels in several articles."""
    return [_renamed(pass_a(), f"art{n}") for n in range(number)]


def _renamed(p: ArticlePass, article_id: str) -> ArticlePass:
    def id(old: str) -> str:
        return old.replace("demo", article_id)

    def mention(m: Mention) -> Mention:
        return replace(m, sentence_id=id(m.sentence_id))

    def labels(s: SentenceLabels) -> SentenceLabels:
        claims = [replace(c, sources=tuple(map(mention, c.sources)), cue=c.cue and mention(c.cue)) for c in s.claims]
        return replace(s, sentence_id=id(s.sentence_id), claims=tuple(claims))

    return replace(p, article_id=article_id, sentences=tuple(map(labels, p.sentences)))


@pytest.fixture(scope="module")
def seeded():
    passes = articles(50)
    return passes, *seed_errors(passes, seed=7)


def test_each_layer_gets_its_fifty_errors(seeded):
    _, _, key = seeded
    counts = Counter(p.layer for p in key.planted)
    assert counts["entity"] == counts["sentiment"] == counts["claim"] == 50
    assert counts["basis"] == 50


def test_errors_are_spread_over_every_kind(seeded):
    _, _, key = seeded
    for layer in LAYERS:
        counts = Counter(p.kind for p in key.planted if p.layer == layer)
        assert set(counts) == set(KINDS[layer])
        assert max(counts.values()) <= 2 * min(counts.values()) + 1


def test_a_sentence_has_one_error_of_a_layer_where_there_are_sentences_enough(seeded):
    _, _, key = seeded
    assert max(Counter((p.layer, p.sentence_id) for p in key.planted if p.layer != "basis").values()) == 1


def test_seeded_labels_are_valid_by_the_format(seeded):
    _, wrong, _ = seeded
    assert [error for p in wrong for error in check_pass(p)] == []


def test_what_is_not_in_the_key_is_as_it_was(seeded):
    passes, wrong, key = seeded
    touched = {p.sentence_id for p in key.planted}
    for before, after in zip(passes, wrong, strict=True):
        for one, two in zip(before.sentences, after.sentences, strict=True):
            assert (one == two) == (one.sentence_id not in touched)


def test_the_key_names_the_wrong_label_of_the_seeded_pass(seeded):
    passes, wrong, key = seeded
    right = {s.sentence_id: s for p in passes for s in p.sentences}
    there = {s.sentence_id: s for p in wrong for s in p.sentences}
    for planted in key.planted:
        before, after = right[planted.sentence_id], there[planted.sentence_id]
        if planted.layer == "entity" and planted.label != MISSING:
            label = next(e for e in after.entities if e.id == planted.label)
            assert label._replace(id="", parent_id="") not in [e._replace(id="", parent_id="") for e in before.entities]
        elif planted.layer == "claim" and planted.label != MISSING:
            label = next(c for c in after.claims if c.id == planted.label)
            assert (
                replace(label, id="", about=(), quantities=())
                not in [replace(c, id="", about=(), quantities=()) for c in before.claims]
                or planted.kind == "quantity"
            )
        elif planted.label == MISSING:
            labels = after.entities if planted.layer == "entity" else after.claims
            assert planted.text not in {label.text for label in labels}


def test_the_same_seed_plants_the_same_errors_and_another_seed_others(seeded):
    passes, wrong, key = seeded
    assert seed_errors(passes, seed=7) == (wrong, key)
    assert seed_errors(passes, seed=8)[1].planted != key.planted


def test_a_short_text_gets_what_it_can_hold():
    passes = articles(1)
    wrong, key = seed_errors(passes, seed=1)
    assert 0 < len(key.planted) < 50
    assert [error for p in wrong for error in check_pass(p)] == []


def test_ids_tell_nothing_since_labels_are_numbered_anew(seeded):
    _, wrong, _ = seeded
    for labels in (s for p in wrong for s in p.sentences):
        assert renumber(labels)[0] == labels
        assert [e.id for e in labels.entities] == [f"e{n:02d}" for n in range(1, len(labels.entities) + 1)]


def test_a_key_is_read_as_it_was_written(seeded, tmp_path):
    _, _, key = seeded
    write_key(key, tmp_path / "key.json")
    assert read_key(tmp_path / "key.json") == key
    (tmp_path / "key.json").write_text('{"seed": 1}')
    with pytest.raises(XinwenError) as caught:
        read_key(tmp_path / "key.json")
    assert caught.value.id == "review-key"


def test_the_sheet_shows_each_label_behind_its_id():
    sheet = review_sheet([pass_a()], REGISTER)
    assert "[S] S positive" in sheet
    assert "[e02] E 蓝鲸鲲鹏X9 = PROD.hardware | @鲲鹏X9 | positive forecast c1" in sheet
    assert "[e03] I 蓝鲸 = ORG.company | @蓝鲸科技" in sheet
    assert "[c01] C 将于2028年量产\n       type: commitment" in sheet


def planted(layer: str, label: str, sentence: str = "x.s001", kind: str = "type", text: str = "蓝鲸科技") -> Planted:
    return Planted(layer, kind, sentence, label, text)


def test_a_flag_hits_what_was_planted_at_that_label():
    key = Key(1, {"entity": 9}, (planted("entity", "e01"), planted("entity", MISSING, kind="missed", text="灵犀科技")))
    hit = Flag("x.s001", "entity", "e01", "wrong type")
    named = Flag("x.s001", "entity", MISSING, "left out", "E 灵犀科技 = ORG.company")
    other_label = Flag("x.s001", "entity", "e02", "wrong type")
    other_layer = Flag("x.s001", "sentiment", "e01", "not positive")
    other_name = Flag("x.s001", "entity", MISSING, "left out", "E 远山研究所 = ORG.other")
    found, others = match_flags(key, [hit, named, other_label, other_layer, other_name])
    assert found == set(key.planted)
    assert others == [other_label, other_layer, other_name]


def test_flags_come_back_with_verdicts_and_count_once(tmp_path):
    flags = [Flag("x.s001", "entity", "e01", "wrong", "E 甲 = TECH"), Flag("x.s002", "claim", MISSING, "left, out", "C 乙")]
    write_flags(flags, tmp_path / "flags.csv")
    write_flags([replace(flags[1], verdict="real")], tmp_path / "verdicts.csv")
    merged = merge_flags([*read_flags(tmp_path / "flags.csv"), *read_flags(tmp_path / "verdicts.csv")])
    assert merged == [flags[0], replace(flags[1], verdict="real")]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("sentence_id,layer,label\nx,entity,e01\n", ":1"),
        ("sentence_id,layer,label,wrong\nx,colour,e01,so\n", ":2"),
        ("sentence_id,layer,label,wrong,verdict\nx,entity,e01,so,perhaps\n", ":2"),
    ],
)
def test_a_line_that_is_no_flag_is_refused(tmp_path, text, place):
    (tmp_path / "flags.csv").write_text(text, "utf-8")
    with pytest.raises(XinwenError) as caught:
        read_flags(tmp_path / "flags.csv")
    assert caught.value.id == "review-flag"
    assert caught.value.place.endswith(place)


def test_the_estimate_is_that_of_capture_and_recapture():
    key = Key(1, {"entity": 1000}, tuple(planted("entity", "e01", f"x.s{n:03d}") for n in range(50)))
    found = [Flag(f"x.s{n:03d}", "entity", "e01", "so") for n in range(40)]
    real = [Flag(f"y.s{n:03d}", "entity", "e01", "so", verdict="real") for n in range(8)]
    none = [Flag("y.s099", "entity", "e01", "so", verdict="none")]
    (layer,) = estimate_layers(key, [*found, *real, *none])
    assert (layer.planted, layer.found, layer.real, layer.none) == (50, 40, 8, 1)
    assert layer.share.estimate == 0.8
    # 51 · 49 / 41 − 1 errors in all, 58 of them seen.
    assert layer.remaining.estimate == pytest.approx(51 * 49 / 41 - 1 - 58)
    assert 0 <= layer.remaining.low < layer.remaining.estimate < layer.remaining.high < 8


def test_a_reviewer_who_finds_nothing_planted_allows_no_estimate():
    key = Key(1, {"entity": 100}, (planted("entity", "e01"),))
    (layer,) = estimate_layers(key, [Flag("y.s001", "entity", "e01", "so", verdict="real")])
    assert (layer.found, layer.real, layer.remaining, layer.rate) == (0, 1, None, None)


def test_the_rate_is_that_of_errors_left_per_label():
    key = Key(1, {"entity": 1000}, tuple(planted("entity", "e01", f"x.s{n:03d}") for n in range(2)))
    (layer,) = estimate_layers(key, [Flag("x.s000", "entity", "e01", "so"), Flag("y.s001", "entity", "e01", "so", verdict="real")])
    assert layer.rate.estimate == pytest.approx(layer.remaining.estimate / 1000)


def test_a_reviewer_who_finds_everything_leaves_nothing_to_estimate():
    key = Key(1, {"entity": 100}, tuple(planted("entity", "e01", f"x.s{n:03d}") for n in range(50)))
    (layer,) = estimate_layers(key, [Flag(p.sentence_id, p.layer, p.label, "so") for p in key.planted])
    assert layer.remaining.estimate == 0
    assert layer.remaining.high <= 1


def test_an_estimate_waits_for_every_verdict():
    key = Key(1, {"entity": 100}, (planted("entity", "e01"),))
    with pytest.raises(XinwenError) as caught:
        estimate_layers(key, [Flag("y.s001", "entity", "e01", "so")])
    assert caught.value.id == "review-verdict"


def test_labels_are_counted_by_layer():
    assert count_labels([pass_a()]) == {"entity": 8, "sentiment": 8, "basis": 5, "claim": 3}
