"""Passes for tests: sentences from texts, passes from forms, and hypothesis strategies for valid passes."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from xinwen.passes.surface import SurfaceError, written
from xinwen.records import ArticlePass, Claim, Entity, Mention, Name, PassInfo, Quantity, Sentence, SentenceLabels, Sentiment
from xinwen.register import Register
from xinwen.scheme import scheme, split_type

INFO = PassInfo("a", "hand", "language_model", "model 1", "1.0.0", "1.0.0")
REGISTER = Register(
    [
        Name("n001", "ORG", "company", "蓝鲸科技", "Blue Whale", ("蓝鲸",)),
        Name("n002", "ORG", "company", "青鸟云", None),
        Name("n003", "PROD", "software", "青鸟云", None),
        Name("n004", "PER", None, "林远舟", None),
        Name("n005", "PER", None, "林远舟", None),
    ]
)


def sentences_of(texts: Sequence[str], article_id: str = "demo") -> list[Sentence]:
    """Sentences that follow each other in clean and raw text, one line each."""
    sentences, at = [], 0
    for number, text in enumerate(texts, 1):
        end = at + len(text)
        sentences.append(Sentence(f"{article_id}.s{number:03d}", article_id, number, number, "body", text, at, end, at, end))
        at = end + 1
    return sentences


def _nameable(text: str, start: int, end: int) -> bool:
    try:
        written(text, start, end)
    except SurfaceError:
        return False
    return text[start:end] == text[start:end].strip()


_TEXTS = st.text("芯片蓝鲸科技宣布将于年月产能，。：“”#|=~@,>? s0123456789aB%", min_size=1, max_size=40)
_NUMBERS = st.one_of(st.integers(-(10**12), 10**12).map(float), st.floats(-1e9, 1e9, allow_nan=False).map(lambda v: round(v, 4)))
_UNITS = st.sampled_from(["1", "CNY", "%", "kW.h", "[in_i]"])


@st.composite
def spans(draw: st.DrawFn, text: str, most: int) -> list[tuple[int, int]]:
    """Up to ``most`` spans that do not overlap, and that the form can name."""
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=2 * most, unique=True)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return [(s, e) for s, e in pairs if _nameable(text, s, e)]


@st.composite
def entity(draw: st.DrawFn, id: str, text: str, span: tuple[int, int], parent: str | None = None) -> Entity:
    """A mention of any type, with what its type calls for."""
    coarse, fine = split_type(draw(st.sampled_from(scheme().full_types)))
    name_id = value = unit = date = maximum = None
    if coarse in scheme().named_types:
        name_id = draw(st.sampled_from([None, "?新名", *REGISTER.by_id]))
    elif coarse == "NUM" and fine == "date":
        date = draw(st.sampled_from([None, "2026", "2026-06", "2024/2028"]))
    elif coarse == "NUM":
        value, unit, maximum = draw(_NUMBERS), draw(_UNITS), draw(st.none() | _NUMBERS)
    level = "inner" if parent else "outer"
    return Entity(id, *span, text[slice(*span)], coarse, fine, level, parent, name_id, value, maximum, unit, date)


@st.composite
def sentence_labels(draw: st.DrawFn, sentence: Sentence, others: Sequence[Sentence]) -> SentenceLabels:
    """Valid labels of a sentence; sources may lie in any of ``others``."""
    text = sentence.text
    entities: list[Entity] = []
    for span in draw(spans(text, 3)):
        outer = draw(entity(f"e{len(entities) + 1:02d}", text, span))
        entities.append(outer)
        for start, end in draw(spans(outer.text, 1)):
            if end - start < len(outer.text):
                inside = (span[0] + start, span[0] + end)
                entities.append(draw(entity(f"e{len(entities) + 1:02d}", text, inside, outer.id)))
    claims = [draw(claim(f"c{n:02d}", sentence, others, span, entities)) for n, span in enumerate(draw(spans(text, 2)), 1)]
    views = [Sentiment(draw(st.sampled_from(scheme().sentence_polarities)))]
    carriers = st.sampled_from([None, *(c.id for c in claims)])
    polarities, bases = st.sampled_from(scheme().target_polarities), st.sampled_from(scheme().bases)
    for e in entities:
        if e.level == "outer" and scheme().is_target(e.type, e.fine_type):
            views.append(Sentiment(draw(polarities), e.id, draw(bases), draw(carriers)))
    return SentenceLabels(
        sentence.sentence_id, text, sentence.raw_start, sentence.raw_end, tuple(entities), tuple(views), tuple(claims)
    )


@st.composite
def claim(
    draw: st.DrawFn, id: str, sentence: Sentence, others: Sequence[Sentence], span: tuple[int, int], entities: Sequence[Entity]
) -> Claim:
    """A valid claim on a span."""
    s, text = scheme(), sentence.text
    outer = [e for e in entities if e.level == "outer"]
    numbers = [e for e in outer if e.type == "NUM"]
    sources = draw(st.lists(st.sampled_from(others).flatmap(mentions), max_size=2, unique=True)) if others else []
    sources = [m for m in sources if m]
    cue = draw(mentions(sentence))
    about = draw(st.lists(st.sampled_from(outer), max_size=2, unique=True)) if outer else []
    quantities = [draw(quantity(e)) for e in (draw(st.lists(st.sampled_from(numbers), max_size=2)) if numbers else [])]
    kinds = [kind for kind in s.source_kinds if kind != "author"]
    return Claim(
        id,
        *span,
        text[slice(*span)],
        draw(st.sampled_from(s.claim_types)),
        draw(st.sampled_from(s.times)),
        draw(st.sampled_from(s.certainties)),
        draw(st.sampled_from(kinds)) if sources else "author",
        draw(st.sampled_from(s.quotes)),
        tuple(sources),
        cue,
        tuple(draw(st.lists(st.sampled_from(s.claim_types), max_size=2, unique=True))),
        draw(st.booleans()),
        draw(st.integers(0, 3)),
        tuple(e.id for e in about),
        tuple(quantities),
    )


@st.composite
def quantity(draw: st.DrawFn, e: Entity) -> Quantity:
    """A quantity on a NUM mention, with its own number or another."""
    value = draw(st.sampled_from([e.value, None]) | _NUMBERS)
    unit = draw(st.sampled_from([e.unit, None]) | _UNITS)
    per = draw(st.sampled_from([None, "/mo", "/1e6token"]))
    role, comparator = draw(st.sampled_from(scheme().quantity_roles)), draw(st.sampled_from(scheme().comparators))
    return Quantity(e.id, role, value, unit, per, comparator)


@st.composite
def mentions(draw: st.DrawFn, sentence: Sentence) -> Mention | None:
    """A span of a sentence, or none."""
    found = draw(spans(sentence.text, 1))
    return Mention(sentence.sentence_id, *found[0], sentence.text[slice(*found[0])]) if found else None


@st.composite
def articles(draw: st.DrawFn) -> tuple[list[Sentence], ArticlePass]:
    """An article of a few sentences with a valid, complete pass over it."""
    texts = [text for text in draw(st.lists(_TEXTS.map(str.strip), min_size=1, max_size=3)) if text] or ["芯片"]
    sentences = sentences_of(texts)
    labels = tuple(draw(sentence_labels(s, sentences)) for s in sentences)
    return sentences, ArticlePass(INFO, "demo", labels)
