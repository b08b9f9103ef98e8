"""Small gold data that the tests of the benchmark share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hypothesis import strategies as st

from xinwen.bench.gold import Gold
from xinwen.bench.marks import Entity, Marks, Source
from xinwen.bench.tagsets import tag_set

LENGTH = 14
TAGS = ("LOC", "ORG", "PER")
TEXTS = ("海川汽车的张明在北京说，灵犀科技是对手。", "灵犀科技位于上海 浦东。", "无人回应。")


def gold_of(marks: Sequence[Marks], texts: Sequence[str], **facts: object) -> Gold:
    """Gold sentences of one article with these texts, under our coarse types."""
    sources = tuple(Source(f"a.s{i:03d}", text, "a", "web") for i, text in enumerate(texts, 1))
    fields = {"layers": ("entities", "sentiment", "claims"), "tags": tag_set("ours"), "dropped": Counter(), **facts}
    return Gold("a", None, sources, tuple(marks), **fields)


def entities(text: str, **tags: str) -> tuple[Entity, ...]:
    """The first place of each surface in the text, under its tag."""
    found = (Entity(text.index(surface), text.index(surface) + len(surface), tag) for surface, tag in tags.items())
    return tuple(sorted(found))


def news() -> Gold:
    """Three sentences with five names."""
    first = entities(TEXTS[0], 海川汽车="ORG", 张明="PER", 北京="LOC", 灵犀科技="ORG")
    return gold_of([Marks(first), Marks(entities(TEXTS[1], 灵犀科技="ORG", 上海="LOC")), Marks()], TEXTS)


@st.composite
def marked(draw: st.DrawFn, sentences: int = 4) -> list[Marks]:
    """Mentions that do not overlap, in sentences of one length."""
    found = []
    for _ in range(sentences):
        cuts = sorted(draw(st.lists(st.integers(0, LENGTH), max_size=6, unique=True)))
        spans = zip(cuts[::2], cuts[1::2], strict=False)
        found.append(Marks(tuple(Entity(start, end, draw(st.sampled_from(TAGS))) for start, end in spans)))
    return found
