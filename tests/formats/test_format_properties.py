"""What every format keeps of any text, and tag sequences against another implementation."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xinwen.formats import FORMATS, Format, Relation, TaggedSpan, TaggedText, load_files
from xinwen.formats.document import crossing, in_order, with_levels
from xinwen.formats.fitting import fit
from xinwen.formats.offsets import Sample, from_utf16, judge, read, to_utf16
from xinwen.formats.tags import SCHEMES, Scheme, TokenSpan, from_spans, to_spans

LETTERS = "青州科技A9 ,。🚀𠀀"
LABELS = ("ORG.company", "LOC.gpe", "NUM.date", "PER")
LEVELS = ("outer", "inner", None)
WRITTEN = [f for f in FORMATS.values() if f.dump]


@st.composite
def tagged_texts(draw: st.DrawFn) -> TaggedText:
    text = draw(st.text(LETTERS, min_size=1, max_size=24).filter(str.strip))
    spans: list[TaggedSpan] = []
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        surface = text[start:end]
        span = TaggedSpan(start, end, draw(st.sampled_from(LABELS)), draw(st.sampled_from(LEVELS)), draw(_attributes()))
        if surface == surface.strip() and not crossing(sorted([*spans, span], key=in_order)):
            spans = sorted([*spans, span], key=in_order)
    ends = st.integers(0, max(0, len(spans) - 1))
    relations = draw(st.sets(st.tuples(ends, ends, st.sampled_from(["about", "part_of"])), max_size=3)) if spans else set()
    choices = draw(st.sampled_from([(), (("sentiment", "positive"),)]))
    meta = draw(st.sampled_from([(), (("raw_start", "12"), ("raw_end", "30"))]))
    return TaggedText("t1", text, tuple(spans), tuple(Relation(*r) for r in sorted(relations)), choices, None, meta)


def _attributes() -> st.SearchStrategy[tuple[tuple[str, str], ...]]:
    return st.sampled_from([(), (("polarity", "neutral"),), (("name_id", "青"), ("polarity", "positive"))])


def _comparable(text: TaggedText, format_: Format) -> TaggedText:
    tokens = tuple((i, i + 1) for i, c in enumerate(text.text) if not c.isspace()) if format_.name == "conll" else text.tokens
    return TaggedText(text.id, text.text, text.spans, text.relations, text.choices, tokens, text.meta)


@pytest.mark.parametrize("format_", WRITTEN, ids=lambda f: f.name)
@given(text=tagged_texts())
@settings(max_examples=30, deadline=None)
def test_what_a_format_can_hold_comes_back_and_the_rest_is_counted(format_: Format, text: TaggedText) -> None:
    if format_.name == "spacy":
        pytest.importorskip("spacy")
    assert format_.dump is not None
    lost: Counter[str] = Counter()
    fitted = fit(text, format_.holds, lost)
    dumped = format_.dump([text])
    assert dumped.lost == +lost
    content = dumped.content if isinstance(dumped.content, bytes) else dumped.content.encode()
    options = {"offsets": "code-point"} if format_.name in ("doccano", "label-studio") else {}
    loaded = load_files(format_, {"x": content}, **options)
    assert not loaded.problems
    assert loaded.texts == (_comparable(fitted, format_),)


@given(text=tagged_texts())
@settings(max_examples=30, deadline=None)
def test_nothing_lost_means_nothing_changed(text: TaggedText) -> None:
    holds = frozenset({"levels", "nesting", "attributes", "relations", "choices", "tokens", "meta"})
    lost: Counter[str] = Counter()
    assert fit(text, holds, lost) == text
    assert not +lost


@given(text=st.text(LETTERS, max_size=40))
@settings(max_examples=100, deadline=None)
def test_utf16_offsets_agree_with_the_encoder_both_ways(text: str) -> None:
    for offset in range(len(text) + 1):
        units = len(text[:offset].encode("utf-16-le")) // 2
        assert to_utf16(text, offset) == units
        assert from_utf16(text, units) == offset
    for offset, character in enumerate(text):
        if character > "\uffff":
            assert from_utf16(text, to_utf16(text, offset) + 1) is None


@given(texts=st.lists(tagged_texts(), max_size=6))
@settings(max_examples=30, deadline=None)
def test_utf16_with_surfaces_is_never_judged_code_points_when_it_matters(texts: list[TaggedText]) -> None:
    samples = []
    for text in texts:
        for span in text.spans:
            start, end = to_utf16(text.text, span.start), to_utf16(text.text, span.end)
            samples.append(Sample(text.text, start, end, text.text[span.start : span.end]))
    told = [s for s in samples if read(s, "code-point") != read(s, "utf-16") and s.text[s.start : s.end] != s.surface]
    assert judge(samples).convention == "utf-16" or not told


@given(length=st.integers(1, 12), cuts=st.sets(st.integers(0, 12)), scheme=st.sampled_from(SCHEMES), data=st.data())
@settings(max_examples=100, deadline=None)
def test_spans_survive_every_tag_scheme(length: int, cuts: set[int], scheme: Scheme, data: st.DataObject) -> None:
    borders = sorted({0, length, *(cut for cut in cuts if cut < length)})
    pieces = [(a, b) for a, b in pairwise(borders) if data.draw(st.booleans())]
    spans = [TokenSpan(a, b, data.draw(st.sampled_from(["ORG", "LOC-X"]))) for a, b in pieces]
    assert to_spans(from_spans(length, spans, scheme), scheme) == (spans, [])


TAGS = ["O", "B-X", "I-X", "B-Y", "I-Y"]
CLOSED_TAGS = [*TAGS, "E-X", "S-X", "E-Y", "S-Y"]


@given(tags=st.lists(st.sampled_from(TAGS), min_size=1, max_size=10))
@settings(max_examples=100, deadline=None)
def test_bio_spans_are_those_of_seqeval(tags: list[str]) -> None:
    labeling = pytest.importorskip("seqeval.metrics.sequence_labeling")
    strict = pytest.importorskip("seqeval.scheme")
    lenient = [(a, b + 1, label) for label, a, b in labeling.get_entities(tags)]
    spans, breaks = to_spans(tags, "BIO", "conlleval")
    assert [tuple(s) for s in spans] == lenient
    theirs = [(e.start, e.end, e.tag) for e in strict.Entities([tags], strict.IOB2).entities[0]]
    assert [tuple(s) for s in to_spans(tags, "BIO", "discard")[0]] == theirs
    if not breaks:
        assert theirs == lenient


@given(tags=st.lists(st.sampled_from(CLOSED_TAGS), min_size=1, max_size=10))
@settings(max_examples=100, deadline=None)
def test_sound_bioes_spans_are_those_of_seqeval(tags: list[str]) -> None:
    strict = pytest.importorskip("seqeval.scheme")
    spans, breaks = to_spans(tags, "BIOES")
    theirs = [(e.start, e.end, e.tag) for e in strict.Entities([tags], strict.IOBES).entities[0]]
    assert [tuple(s) for s in spans] == theirs or breaks
    assert [tuple(s) for s in to_spans(tags, "BIOES", "discard")[0]] == theirs


@given(text=tagged_texts())
@settings(max_examples=30, deadline=None)
def test_levels_that_are_not_told_follow_from_nesting(text: TaggedText) -> None:
    bare = sorted((TaggedSpan(s.start, s.end, s.label) for s in text.spans), key=in_order)
    for index, (span, told) in enumerate(zip(bare, with_levels(bare), strict=True)):
        around = [o for o in bare[:index] if o.start <= span.start and span.end <= o.end]
        assert (told.level == "inner") == bool(around)
