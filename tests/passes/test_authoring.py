"""The authoring form: what is typed becomes the pass that was meant, and every mistake is named with its line."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from pass_samples import INFO, REGISTER, articles, sentences_of

from xinwen.errors import XinwenError
from xinwen.passes.authoring import blank_form, compile_form, draft_form, form_info
from xinwen.passes.rules import check_pass
from xinwen.passes.surface import SurfaceError, locate, locate_content, written
from xinwen.records import ArticlePass, Entity, Mention, PassInfo, Quantity, SentenceLabels, Sentiment

HEADER = "@article demo\n@pass a\n@guidelines 1.0.0\n"
GUIDELINES = Path(__file__).parents[2] / "annotations" / "GUIDELINES.md"


def compiled(body: str, *texts: str):
    """The pass and the errors of a form with this body, over these sentences."""
    return compile_form(HEADER + body, sentences_of(texts), INFO, REGISTER)


def found(body: str, *texts: str) -> set[tuple[str, int]]:
    """Id and line, counted from the first line of the body, of every error."""
    _, errors = compiled(body, *texts)
    return {(error.id, int(error.place.rpartition(":")[2]) - 3) for error in errors}


@given(articles())
@settings(max_examples=150, deadline=None)
def test_a_pass_drafted_as_a_form_compiles_to_the_same_pass(article):
    sentences, made = article
    again, errors = compile_form(draft_form(made, sentences, REGISTER), sentences, INFO, REGISTER)
    assert errors == []
    assert again == made


@given(articles())
@settings(max_examples=30, deadline=None)
def test_a_blank_form_lacks_the_sentiment_of_each_sentence_and_nothing_else(article):
    sentences, _ = article
    made, errors = compile_form(blank_form("demo", sentences, INFO), sentences, INFO)
    assert [error.id for error in errors] == ["form-incomplete"] * len(sentences)
    assert [(s.sentence_id, s.text) for s in made.sentences] == [(s.sentence_id, s.text) for s in sentences]


EXAMPLE = """
## s001 body
蓝鲸宣布，将于2028年量产青鸟云，青鸟云售价约5元。
// the brand twice
S positive
E 蓝鲸 = ORG.company | neutral fact | @蓝鲸
E 2028年 = NUM.date | date=2028
E 青鸟云#1 = PROD.software | @青鸟云 | positive forecast c1
E 青鸟云#2 = PROD.software | @青鸟云 | neutral fact
I 青鸟 = ORG.company | @-
E 5元 = NUM.money | value=5 max=6.5 unit=CNY
C 将于 ~~ 青鸟云
  type: commitment
  other: numeric, causal
  source: named_org 蓝鲸
  cue: 宣布
  quote: indirect
  time: future
  certainty: asserted
  verifiable: yes
  checkworthy: 2
  about: 蓝鲸, 青鸟云#1
  num: 2028年 role=time
C 青鸟云售价约5元
  type: numeric
  source: author
  quote: none
  time: present
  certainty: asserted
  verifiable: no
  checkworthy: 0
  num: 5元 role=value per=/mo cmp=~
## s002 body
该公司称价格会降。
S neutral
C 价格会降
  type: forecast
  source: named_org s001:蓝鲸
  source: unnamed 该公司
  cue: 称
  quote: indirect
  time: future
  certainty: asserted
  verifiable: no
  checkworthy: 1
"""
TEXTS = ("蓝鲸宣布，将于2028年量产青鸟云，青鸟云售价约5元。", "该公司称价格会降。")


def test_the_example_means_what_it_says():
    made, errors = compiled(EXAMPLE, *TEXTS)
    assert errors == []
    assert check_pass(made) == []
    first, second = made.sentences
    assert first.entities == (
        Entity("e01", 0, 2, "蓝鲸", "ORG", "company", name_id="n001"),
        Entity("e02", 7, 12, "2028年", "NUM", "date", date="2028"),
        Entity("e03", 14, 17, "青鸟云", "PROD", "software", name_id="n003"),
        Entity("e04", 18, 21, "青鸟云", "PROD", "software", name_id="n003"),
        Entity("e05", 18, 20, "青鸟", "ORG", "company", "inner", "e04"),
        Entity("e06", 24, 26, "5元", "NUM", "money", value=5.0, max_value=6.5, unit="CNY"),
    )
    assert first.sentiments == (
        Sentiment("positive"),
        Sentiment("neutral", "e01", "fact"),
        Sentiment("positive", "e03", "forecast", "c01"),
        Sentiment("neutral", "e04", "fact"),
    )
    commitment, price = first.claims
    assert (commitment.text, commitment.other_types, commitment.about) == (
        "将于2028年量产青鸟云",
        ("numeric", "causal"),
        ("e01", "e03"),
    )
    assert commitment.quantities == (Quantity("e02", "time"),)
    assert price.quantities == (Quantity("e06", "value", 5.0, "CNY", "/mo", "~"),)
    assert (price.source_kind, price.sources, price.verifiable) == ("author", (), False)
    claim = second.claims[0]
    assert claim.sources == (Mention("demo.s001", 0, 2, "蓝鲸"), Mention("demo.s002", 0, 3, "该公司"))
    assert claim.cue == Mention("demo.s002", 3, 4, "称")


def test_claims_typed_out_of_order_keep_their_numbers_for_polarities():
    body = """## s001 body
蓝鲸涨价，青鸟云降价
S mixed
E 青鸟云 = ORG.company | @青鸟云 | negative fact c1
C 青鸟云降价
  type: event_property
  source: unnamed 蓝鲸
  quote: indirect
  time: past
  certainty: asserted
  verifiable: yes
  checkworthy: 0
C 蓝鲸涨价
  type: event_property
  source: author
  quote: none
  time: past
  certainty: asserted
  verifiable: yes
  checkworthy: 0
"""
    made, errors = compiled(body, "蓝鲸涨价，青鸟云降价")
    assert errors == []
    labels = made.sentences[0]
    assert [c.text for c in labels.claims] == ["蓝鲸涨价", "青鸟云降价"]
    assert labels.sentiments[1].claim_id == "c02"


@pytest.mark.parametrize("block", re.findall(r"```form\n(.*?)```", GUIDELINES.read_text("utf-8"), re.DOTALL))
def test_every_example_of_the_guidelines_compiles_but_for_what_it_leaves_out(block):
    heads = re.findall(r"^## (\S+) (\S+)\n(.*)$", block, re.MULTILINE)
    sentences = [replace(s, kind=kind) for s, (_, kind, _) in zip(sentences_of([text for *_, text in heads]), heads, strict=True)]
    made, errors = compile_form(HEADER + block, sentences, INFO)
    assert {error.id for error in errors} <= {"form-incomplete"}
    assert sum(len(s.entities) for s in made.sentences) == len(re.findall(r"^[EI] ", block, re.MULTILINE))
    assert sum(len(s.claims) for s in made.sentences) == len(re.findall(r"^C ", block, re.MULTILINE))


TEXT = "蓝鲸宣布青鸟云和青鸟云投产3万片"
HEAD = f"## s001 body\n{TEXT}\nS neutral\n"
CLAIM = (
    "C 投产3万片\n  type: numeric\n  source: author\n  quote: none\n  time: past\n  certainty: asserted\n"
    "  verifiable: yes\n  checkworthy: 0\n"
)

MISTAKES = {
    "a surface that is not there": ("E 灵犀 = EVENT", {("form-surface", 4)}),
    "a surface that occurs twice, without its number": ("E 青鸟云 = EVENT", {("form-surface", 4)}),
    "a number beyond the last occurrence": ("E 青鸟云#3 = EVENT", {("form-surface", 4)}),
    "an unknown type": ("E 蓝鲸 = FIRM", {("form-label", 4)}),
    "an unknown fine type": ("E 蓝鲸 = ORG.bank | @- | neutral fact", {("form-label", 4)}),
    "no type": ("E 蓝鲸", {("form-line", 4)}),
    "an unknown polarity": ("E 蓝鲸 = ORG.company | @- | good fact", {("form-label", 4)}),
    "an unknown basis": ("E 蓝鲸 = ORG.company | @- | neutral hope", {("form-label", 4)}),
    "a target without polarity": ("E 蓝鲸 = ORG.company | @-", {("form-incomplete", 4)}),
    "a name without its register entry": ("E 蓝鲸 = ORG.company | neutral fact", {("form-incomplete", 4)}),
    "a polarity on what is no target": ("E 蓝鲸 = EVENT | neutral fact", {("form-reference", 4)}),
    "a polarity that names a claim that is not there": (
        "E 蓝鲸 = ORG.company | @- | positive fact c2",
        {("form-reference", 4)},
    ),
    "a number without value": ("E 3万片 = NUM.quantity", {("form-incomplete", 4)}),
    "a value that is no number": ("E 3万片 = NUM.quantity | value=3万 unit=1", {("form-value", 4)}),
    "a date that is none": ("E 3万片 = NUM.date | date=June", {("form-value", 4)}),
    "an unknown field of a number": ("E 3万片 = NUM.quantity | value=3 unit=1 size=2", {("form-field", 4)}),
    "a value on what is no number": ("E 蓝鲸 = EVENT | value=3 unit=1", {("form-label", 4)}),
    "a field that is none": ("E 蓝鲸 = EVENT | ???", {("form-field", 4)}),
    "an inner mention without an outer one": ("I 蓝鲸 = ORG.company | @-", {("form-nesting", 4)}),
    "an inner mention outside its outer one": ("E 蓝鲸 = EVENT\nI 青鸟 = EVENT", {("form-surface", 5)}),
    "an inner mention as long as its outer one": ("E 蓝鲸 = EVENT\nI 蓝鲸 = EVENT", {("form-nesting", 5)}),
    "outer mentions that overlap": ("E 蓝鲸宣布 = EVENT\nE 宣布青鸟云 = WORK", {("form-overlap", 5)}),
    "a second sentiment": ("S positive", {("form-line", 4)}),
    "an unknown line": ("X something", {("form-line", 4)}),
    "a field that belongs to no claim": ("  type: numeric", {("form-line", 4)}),
    "a claim that is not there": (CLAIM.replace("C 投产", "C 停产"), {("form-surface", 4)}),
    "an unknown field of a claim": (CLAIM + "  colour: red", {("form-field", 12)}),
    "a field of a claim twice": (CLAIM + "  time: past", {("form-field", 12)}),
    "a claim without certainty": (CLAIM.replace("  certainty: asserted\n", ""), {("form-incomplete", 4)}),
    "an unknown claim type": (CLAIM.replace("numeric", "number"), {("form-label", 5)}),
    "an unknown certainty": (CLAIM.replace("asserted", "sure"), {("form-label", 9)}),
    "a checkworthiness above three": (CLAIM.replace("checkworthy: 0", "checkworthy: 4"), {("form-value", 11)}),
    "verifiable that is neither yes nor no": (CLAIM.replace("yes", "perhaps"), {("form-value", 10)}),
    "a named source without its name": (CLAIM.replace("author", "named_org"), {("form-label", 6)}),
    "an unknown kind of source": (CLAIM.replace("author", "friend 蓝鲸"), {("form-label", 6)}),
    "a source that is not in the sentence": (CLAIM.replace("author", "named_org 灵犀"), {("form-surface", 6)}),
    "a source in a sentence that is not there": (CLAIM.replace("author", "named_org s009:灵犀"), {("form-reference", 6)}),
    "a cue that is not in the sentence": (CLAIM + "  cue: 表示", {("form-surface", 12)}),
    "about what is no mention": (CLAIM + "  about: 蓝鲸", {("form-reference", 12)}),
    "a quantity that is no mention": (CLAIM + "  num: 3万片 role=value", {("form-reference", 12)}),
    "a quantity without a role": (CLAIM + "  num: 3万片", {("form-field", 12)}),
    "an unknown role": (CLAIM + "  num: 3万片 role=size\nE 3万片 = NUM.quantity | value=30000 unit=1", {("form-label", 12)}),
    "claims that overlap": (CLAIM + CLAIM.replace("投产3万片", "投产3万"), {("form-overlap", 4)}),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_form_names_the_line_of(mistake):
    body, expected = MISTAKES[mistake]
    assert found(HEAD + body, TEXT) == expected


def test_all_mistakes_of_a_form_are_reported_at_once():
    body = HEAD + "E 灵犀 = EVENT\nE 蓝鲸 = ORG.company\nX\n" + CLAIM.replace("past", "then")
    ids = {("form-surface", 4), ("form-incomplete", 5), ("form-line", 6), ("form-label", 11)}
    assert found(body, TEXT) == ids


OUTLINES = {
    "a sentence is missing": ("## s001 body\n一\nS neutral", {("form-sentences", 1)}),
    "a sentence is unknown": (
        "## s001 body\n一\nS neutral\n## s002 body\n二\nS neutral\n## s003 body\n三\nS neutral",
        {("form-sentences", 7)},
    ),
    "sentences are out of order": ("## s002 body\n二\nS neutral\n## s001 body\n一\nS neutral", {("form-sentences", 4)}),
    "a text was changed": ("## s001 body\n壹\nS neutral\n## s002 body\n二\nS neutral", {("form-text", 2)}),
    "a kind was changed": ("## s001 title\n一\nS neutral\n## s002 body\n二\nS neutral", {("form-heading", 1)}),
}


@pytest.mark.parametrize("name", OUTLINES)
def test_the_form_is_held_against_the_article_when(name):
    body, expected = OUTLINES[name]
    assert found(body, "一", "二") == expected


@pytest.mark.parametrize("date", ["2026", "2026-06-30", "2026-06-30T09:30", "2024/2028", "--02-10", "---20"])
def test_a_date_is_taken_whole_as_a_range_or_without_its_larger_parts(date):
    made, errors = compiled(f"## s001 body\n二月\nS neutral\nE 二月 = NUM.date | date={date}", "二月")
    assert errors == []
    assert made.sentences[0].entities[0].date == date


def test_a_header_that_names_another_pass_is_refused():
    _, errors = compile_form("@article demo\n@pass b\n@mood good\n## s001 body\n一\nS neutral", sentences_of(["一"]), INFO)
    assert [(error.id, error.place) for error in errors] == [
        ("form-header", "form:1"),
        ("form-header", "form:2"),
        ("form-header", "form:3"),
    ]


def test_a_form_says_who_made_it_and_whether_it_is_independent():
    info = PassInfo("c", "hand", "person", "annotator one", "1.0.0", "1.0.0", False, "auto")
    text = blank_form("demo", sentences_of(["一"]), info)
    base = PassInfo("", "hand", "language_model", "", "", "1.0.0")
    assert form_info(text, base) == info


def test_windows_line_ends_and_a_byte_order_mark_make_no_difference():
    text = "\ufeff" + (HEADER + EXAMPLE).replace("\n", "\r\n")
    made, errors = compile_form(text, sentences_of(TEXTS), INFO, REGISTER)
    assert errors == []
    assert made == compiled(EXAMPLE, *TEXTS)[0]


def test_a_text_that_looks_like_a_comment_is_still_a_text():
    made, errors = compiled("## s001 body\n// 一\nS neutral", "// 一")
    assert errors == []
    assert made.sentences[0].text == "// 一"


def test_a_span_that_the_form_cannot_name_is_an_error_and_not_another_span():
    labels = SentenceLabels("demo.s001", "哈哈哈", 0, 3, (Entity("e01", 1, 3, "哈哈", "EVENT"),), (Sentiment("neutral"),))
    with pytest.raises(XinwenError) as caught:
        draft_form(ArticlePass(INFO, "demo", (labels,)), sentences_of(["哈哈哈"]))
    assert caught.value.id == "form-surface"


def test_a_draft_over_other_sentences_is_refused():
    with pytest.raises(XinwenError) as caught:
        draft_form(ArticlePass(INFO, "demo", ()), sentences_of(["一"]))
    assert caught.value.id == "pass-sentences"


@pytest.mark.parametrize(
    ("text", "surface", "span"),
    [
        ("青鸟和青鸟云", "青鸟#2", (3, 5)),
        ("哈哈哈哈", "哈哈#2", (2, 4)),
        ("C#2好", "C#2#1", (0, 3)),
        ("a.b a+b", "a+b", (4, 7)),
    ],
)
def test_a_surface_names_a_span(text, surface, span):
    assert locate(text, surface) == span


def test_a_surface_that_ends_like_an_ordinal_is_written_with_one():
    assert written("C#2好", 0, 3) == "C#2#1"


def test_a_long_claim_is_named_by_its_ends():
    text = "产能翻倍，产能翻番"
    assert locate_content(text, "产能 ~~ 倍") == (0, 4)
    assert locate_content(text, "产能#2 ~~ 番") == (5, 9)
    assert locate_content("甲 ~~ 乙", "甲 ~~ 乙") == (0, 6)
    with pytest.raises(SurfaceError):
        locate_content(text, "翻番 ~~ 产能")
