"""Re-anchoring: labels follow the raw text, and what has changed comes back for review."""

from __future__ import annotations

import re

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from pass_samples import INFO, REGISTER, articles

from xinwen.passes.anchoring import reanchor, segments_of
from xinwen.passes.authoring import compile_form
from xinwen.passes.rules import check_pass, check_sentences
from xinwen.passes.store import StoredPass, read_stored, write_pass
from xinwen.records import ArticlePass, Sentence
from xinwen.text.alignment import Alignment, Edit, apply_edits

RAW = "【快讯】蓝鲸(lánjīng)宣布涨价。青鸟云降价，蓝鲸停产。"
PINYIN, TAG = Edit(6, 15), Edit(0, 4)
FORM = """@article demo
@pass a
@guidelines 1.0.0
## s001 body
蓝鲸宣布涨价。
S negative
E 蓝鲸 = ORG.company | @蓝鲸 | neutral fact
C 涨价
  type: event_property
  source: named_org 蓝鲸
  cue: 宣布
  quote: indirect
  time: past
  certainty: asserted
  verifiable: yes
  checkworthy: 0
## s002 body
青鸟云降价，蓝鲸停产。
S negative
E 青鸟云 = ORG.company | @青鸟云 | positive fact
E 蓝鲸 = ORG.company | @蓝鲸 | negative fact c2
C 青鸟云降价
  type: event_property
  source: named_org s001:蓝鲸
  quote: indirect
  time: past
  certainty: asserted
  verifiable: yes
  checkworthy: 0
  about: 青鸟云
C 蓝鲸停产
  type: event_property
  source: named_org s001:蓝鲸
  quote: indirect
  time: past
  certainty: asserted
  verifiable: yes
  checkworthy: 0
  about: 蓝鲸
"""


def aligned(edits: list[Edit], length: int) -> Alignment:
    """The alignment that edits make: a character that a replacement wrote came from nowhere."""
    origins, at = [], 0
    for start, end, replacement in [*edits, Edit(length, length)]:
        origins += [*range(at, start), *[-1] * len(replacement)]
        at = end
    return Alignment.of_origins(np.array(origins, np.int32), length)


def cleaned(edits: list[Edit], pattern: str = "[^。]+。", raw: str = RAW) -> tuple[list[Sentence], Alignment]:
    """The sentences of the raw text after some edits, cut by a pattern."""
    text, alignment = apply_edits(raw, edits), aligned(edits, len(raw))
    sentences = [
        Sentence(f"demo.s{n:03d}", "demo", n, n, "body", m.group(), *m.span(), *alignment.raw_span(*m.span()))
        for n, m in enumerate(re.finditer(pattern, text), 1)
    ]
    return sentences, alignment


def annotated() -> StoredPass:
    sentences, alignment = cleaned([TAG, PINYIN])
    made, errors = compile_form(FORM, sentences, INFO, REGISTER)
    assert errors == []
    return StoredPass(made, segments_of(sentences, alignment))


def test_nothing_moves_when_nothing_has_changed():
    stored = annotated()
    made, lost = reanchor(stored, *cleaned([TAG, PINYIN]))
    assert (made, lost) == (stored.labels, [])


def test_labels_follow_when_cleaning_removes_less_around_them():
    sentences, alignment = cleaned([PINYIN])
    made, lost = reanchor(annotated(), sentences, alignment)
    first = made.sentences[0]
    assert first.text == "【快讯】蓝鲸宣布涨价。"
    assert [(e.text, e.start_char) for e in first.entities] == [("蓝鲸", 4)]
    assert [(c.text, c.start_char, c.cue.start_char, c.sources[0].start_char) for c in first.claims] == [("涨价", 8, 6, 4)]
    assert made.sentences[1].claims[0].sources[0].start_char == 4
    assert [(u.label, u.new_text) for u in lost] == [("S", "【快讯】蓝鲸宣布涨价。")]
    assert check_sentences(made, sentences) == []


def test_a_span_with_other_words_in_it_comes_back_with_old_text_new_text_and_place():
    stored = annotated()
    sentences, alignment = cleaned([TAG, PINYIN, Edit(23, 24, "*")])
    made, lost = reanchor(stored, sentences, alignment)
    assert sentences[1].text == "青鸟云*价，蓝鲸停产。"
    changed = next(u for u in lost if u.label == "c01")
    assert (changed.old_text, changed.new_text, changed.raw_start, changed.raw_end) == ("青鸟云降价", "青鸟云*价", 20, 25)
    assert [e.text for e in made.sentences[1].entities] == ["青鸟云", "蓝鲸"]
    assert [(c.id, c.text) for c in made.sentences[1].claims] == [("c01", "蓝鲸停产")]
    assert made.sentences[1].sentiments[-1].claim_id == "c01"


def test_labels_are_shared_out_when_a_sentence_is_split():
    sentences, alignment = cleaned([TAG, PINYIN], "[^。，]+[。，]")
    made, lost = reanchor(annotated(), sentences, alignment)
    assert [[e.text for e in s.entities] for s in made.sentences] == [["蓝鲸"], ["青鸟云"], ["蓝鲸"]]
    assert [[c.id for c in s.claims] for s in made.sentences] == [["c01"], ["c01"], ["c01"]]
    assert made.sentences[2].sentiments[0].claim_id == "c01"
    assert [(u.sentence_id, u.label) for u in lost] == [("demo.s002", "S")]


def test_labels_are_numbered_anew_when_sentences_are_joined():
    sentences, alignment = cleaned([TAG, PINYIN], ".+")
    made, lost = reanchor(annotated(), sentences, alignment)
    (only,) = made.sentences
    assert [e.id for e in only.entities] == ["e01", "e02", "e03"]
    assert [(c.id, c.about) for c in only.claims] == [("c01", ()), ("c02", ("e02",)), ("c03", ("e03",))]
    assert [u.label for u in lost] == ["S", "S"]
    assert {error.id for error in check_pass(made)} == {"pass-incomplete"}


def test_a_mention_that_is_gone_takes_its_polarity_with_it_and_both_are_told():
    sentences, alignment = cleaned([TAG, PINYIN, Edit(20, 23)])
    made, lost = reanchor(annotated(), sentences, alignment)
    assert [e.text for e in made.sentences[1].entities] == ["蓝鲸"]
    told = [(u.label, u.reason) for u in lost if u.sentence_id == "demo.s002"]
    assert ("e01", "the text has changed") in told
    assert ("e01", "its polarity (positive) went with the mention") in told


def test_a_pass_without_known_places_comes_back_whole():
    stored = annotated()
    made, lost = reanchor(StoredPass(stored.labels, {}), *cleaned([TAG, PINYIN]))
    assert not any(s.entities or s.claims or s.sentiments for s in made.sentences)
    assert {u.label for u in lost} >= {"S", "e01", "e02", "c01", "c02"}


def test_places_survive_the_store(tmp_path):
    stored = annotated()
    path = write_pass(stored.labels, tmp_path, stored.segments)
    assert '"raw": [[0, 4, 2], [2, 15, 5]]' in path.read_text("utf-8")
    assert read_stored(path) == StoredPass(stored.labels, stored.segments)


@given(articles(), st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_is_inserted_between_sentences_every_label_is_carried(article, data):
    """The same sentences at other places of another raw text, which holds furniture in front of each."""
    sentences, made = article
    edits, raw, moved = [], "", []
    for s in sentences:
        junk = data.draw(st.text("广告", max_size=3))
        edits += [Edit(len(raw), len(raw) + len(junk))] if junk else []
        raw += junk + s.text + "\n"
    old = aligned([], len(raw))
    clean = aligned(edits, len(raw))
    at = 0
    for s in sentences:
        end = at + len(s.text)
        moved.append(Sentence(s.sentence_id, "demo", s.position, 1, "body", s.text, at, end, *clean.raw_span(at, end)))
        at = end + 1
    where = [old.clean_span(m.raw_start, m.raw_end) for m in moved]
    before = [
        Sentence(m.sentence_id, "demo", m.position, 1, "body", m.text, s, e, s, e) for m, (s, e) in zip(moved, where, strict=True)
    ]
    carried, lost = reanchor(StoredPass(made, segments_of(before, old)), moved, clean)
    assert lost == []
    assert [(s.entities, s.sentiments, s.claims) for s in carried.sentences] == [
        (s.entities, s.sentiments, s.claims) for s in made.sentences
    ]
    assert isinstance(carried, ArticlePass)
