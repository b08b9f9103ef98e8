"""Leakage: nothing of one split, or of one file, stands in another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from xinwen.checks.check import FOREIGN, RELEASE, check
from xinwen.checks.target import Hit, Target, Unit, brief

_SHORTEST = 6
_BOTH = (*RELEASE, *FOREIGN)
_ONE = "Keep it in one split only: in the test split, or where most of its article is."


@check("leak-sentence", "error", f"No text of {_SHORTEST} or more characters stands in two splits or files.", _ONE, _BOTH)
def sentence(target: Target) -> Iterator[Hit]:
    for units in _same_text(target):
        splits = list(dict.fromkeys(unit.split for unit in units))
        if len(splits) > 1:
            message = f"{brief(units[0].text)} stands in {' and '.join(splits)}, first in {units[0].place}"
            yield units[-1].hit(message, surface=units[0].text)


@check("leak-near-duplicate", "error", "No two splits or files hold texts that are nearly the same.", _ONE, _BOTH)
def near(target: Target) -> Iterator[Hit]:
    for one, two, jaccard in target.near_duplicates:
        if one.split != two.split and one.text != two.text:
            yield Hit(two.place, f"nearly the same (Jaccard {jaccard:.2f} of character 5-grams) as {one.place}")


@check("leak-article", "error", "No article stands in two splits.", _ONE, RELEASE)
def article(target: Target) -> Iterator[Hit]:
    homes: defaultdict[str, set[str]] = defaultdict(set)
    for split, group in target.groups:
        homes[group].add(split)
    for _, split, row in target.rows("articles"):
        homes[row["article_id"]].add(split)
    for article_id, splits in homes.items():
        if len(splits) > 1:
            yield Hit(f"articles: {article_id}", f"the article stands in {' and '.join(sorted(splits))}", None, article_id)


@check("leak-event", "error", "The articles of one event stand in one split.", "Move the event's articles into one split.", RELEASE)
def event(target: Target) -> Iterator[Hit]:
    homes: defaultdict[str, set[str]] = defaultdict(set)
    listed = (target.release.manifest or {}).get("sources")
    for source in listed if isinstance(listed, list) else ():
        if isinstance(source, dict) and source.get("event"):
            homes[str(source["event"])].add(str(source.get("split")))
    for name, splits in homes.items():
        if len(splits) > 1:
            yield Hit(f"MANIFEST.json: {name}", f"the event's articles stand in {' and '.join(sorted(splits))}")


@check(
    "leak-time",
    "warning",
    "train, validation and test follow each other in time.",
    "Move the article, or record why its date does not matter.",
    RELEASE,
)
def time(target: Target) -> Iterator[Hit]:
    dates = [(row["date"][:10], split, row["article_id"]) for _, split, row in target.rows("articles") if row["date"]]
    for before, after in (("train", "validation"), ("train", "test"), ("validation", "test")):
        first = min((date for date, split, _ in dates if split == after), default=None)
        for date, split, article_id in dates:
            if split == before and first and date > first:
                message = f"its date, {date}, lies after the first of {after}, {first}"
                yield Hit(f"articles/{split}: {article_id}", message, None, article_id)


@check(
    "duplicate-text",
    "warning",
    f"No text of {_SHORTEST} or more characters stands twice in one split or file.",
    "Remove one, or count it once when scoring.",
    _BOTH,
)
def duplicate(target: Target) -> Iterator[Hit]:
    for units in _same_text(target):
        by_split: defaultdict[str, list[Unit]] = defaultdict(list)
        for unit in units:
            by_split[unit.split].append(unit)
        for split, twins in by_split.items():
            if len(twins) > 1:
                message = f"{brief(twins[0].text)} stands {len(twins)} times in {split}, first in {twins[0].id}"
                yield twins[-1].hit(message, surface=twins[0].text)


@check("duplicate-article", "warning", "No two articles of a split are nearly the same.", "Keep the earlier one.", RELEASE)
def duplicate_article(target: Target) -> Iterator[Hit]:
    for one, two, jaccard in target.near_duplicates:
        if one.split == two.split:
            yield Hit(two.place, f"nearly the same (Jaccard {jaccard:.2f} of character 5-grams) as {one.place}")


def _same_text(target: Target) -> list[list[Unit]]:
    """Units of the same text, blanks left out, where there are two or more and the text is long enough."""
    found: defaultdict[str, list[Unit]] = defaultdict(list)
    for unit in target.units:
        solid = "".join(unit.text.split())
        if len(solid) >= _SHORTEST:
            found[solid].append(unit)
    return [units for units in found.values() if len(units) > 1]
