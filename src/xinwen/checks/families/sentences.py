"""Sentences: numbered, in order, and together the whole clean text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from xinwen.checks.check import PASSES, RELEASE, check
from xinwen.checks.target import Hit, Row, Target, Unit

_SPLIT_AGAIN = "Split the article again."


@check(
    "sentence-surface",
    "error",
    "A sentence is the stretch of its article's text that its offsets say.",
    "Correct the offsets or the text.",
    RELEASE,
)
def surface(target: Target) -> Iterator[Hit]:
    for article, units in _by_article(target):
        for unit in units:
            start, end = unit.row["start_char"], unit.row["end_char"]
            if not 0 <= start < end <= len(article["text"]):
                yield unit.hit(f"[{start}, {end}) is no span of an article of {len(article['text'])} characters")
            elif article["text"][start:end] != unit.text:
                yield unit.hit(f"the article has {article['text'][start:end][:20]!r} there")


@check("sentence-order", "error", "Sentences stand in order and do not overlap.", _SPLIT_AGAIN, RELEASE)
def order(target: Target) -> Iterator[Hit]:
    for _, units in _by_article(target):
        for one, two in pairwise(units):
            if two.row["start_char"] < one.row["end_char"]:
                yield two.hit(f"it begins before {one.id} ends")


@check("sentence-gap", "error", "No character of the clean text lies outside the sentences, but for blanks.", _SPLIT_AGAIN, RELEASE)
def gap(target: Target) -> Iterator[Hit]:
    for article, units in _by_article(target):
        ends = [0, *(u.row["end_char"] for u in units)]
        starts = [*(u.row["start_char"] for u in units), len(article["text"])]
        for end, start in zip(ends, starts, strict=True):
            left = article["text"][end:start].strip() if end < start else ""
            if left:
                yield Hit(f"articles/{units[0].split}: {article['article_id']}", f"{left[:20]!r} at {end} is in no sentence")


@check("sentence-position", "error", "The positions of an article's sentences are 1, 2, 3 …", _SPLIT_AGAIN, RELEASE)
def position(target: Target) -> Iterator[Hit]:
    for _, units in _by_article(target):
        for wanted, unit in enumerate(units, 1):
            if unit.row["position"] != wanted:
                yield unit.hit(f"its position is {unit.row['position']}, not {wanted}")
                break


@check("sentence-paragraph", "error", "Paragraph numbers rise by at most one, from 1.", _SPLIT_AGAIN, RELEASE)
def paragraph(target: Target) -> Iterator[Hit]:
    for _, units in _by_article(target):
        before = 0
        for unit in units:
            number = unit.row["paragraph"]
            if not max(1, before) <= number <= before + 1:
                yield unit.hit(f"paragraph {number} follows paragraph {before}")
            before = number


@check("sentence-none", "error", "Every article has sentences.", "Split the article, or take it out.", RELEASE)
def none(target: Target) -> Iterator[Hit]:
    for split, article_id in target.release.articles:
        if (split, article_id) not in target.groups:
            yield Hit(f"articles/{split}: {article_id}", "the article has no sentence")


@check(
    "sentence-ner",
    "error",
    "The tables sentences and ner have the same sentences in the same order.",
    "Write the table ner again.",
    RELEASE,
)
def same_as_ner(target: Target) -> Iterator[Hit]:
    tagged: dict[str, list[str]] = {}
    for _, split, row in target.rows("ner"):
        tagged.setdefault(split, []).append(row["id"])
    for split in dict.fromkeys(u.split for u in target.units):
        ids = [u.id for u in target.units if u.split == split]
        if ids != tagged.get(split, []):
            missing = [i for i in ids if i not in set(tagged.get(split, []))]
            yield Hit(f"ner/{split}", f"the ids differ from those of sentences (missing: {', '.join(missing[:3]) or 'none'})")


@check(
    "sentence-passes",
    "error",
    "All passes over an article have the same sentences.",
    "Run `xinwen annotate reanchor` on the older pass.",
    PASSES,
)
def same_in_passes(target: Target) -> Iterator[Hit]:
    first: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    for path, stored in target.passes:
        mine = [(s.sentence_id, s.text) for s in stored.labels.sentences]
        other, theirs = first.setdefault(stored.labels.article_id, (str(path), mine))
        if mine != theirs:
            yield Hit(str(path), f"its sentences are not those of {other}", None, stored.labels.article_id)


def _by_article(target: Target) -> Iterator[tuple[Row, tuple[Unit, ...]]]:
    for key, article in target.release.articles.items():
        if key in target.groups:
            yield article, target.groups[key]
