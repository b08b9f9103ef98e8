"""Raw spans: every label leads back to the raw text, and every character of it is accounted for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from xinwen.checks.check import OURS, PASSES, RELEASE, check
from xinwen.checks.target import Hit, Row, Target, Unit
from xinwen.text.alignment import Alignment

_ALIGN = "Make the release again from the raw page: the alignment was changed by hand, or belongs to another text."
_Run = tuple[int, int, int]


@check("raw-alignment", "error", "The kept runs of an article rise in both texts and do not overlap.", _ALIGN, RELEASE)
def alignment(target: Target) -> Iterator[Hit]:
    for place, _, article in target.rows("articles"):
        wrong = _disorder(_runs(article), len(article["text"]), len(article["raw_text"]))
        if wrong:
            yield Hit(f"{place}: {article['article_id']}", wrong)


@check(
    "raw-characters",
    "error",
    "A kept character is that of the raw text, or stands for it (script, width, punctuation).",
    _ALIGN,
    RELEASE,
)
def characters(target: Target) -> Iterator[Hit]:
    for place, _, article in target.rows("articles"):
        text, raw = article["text"], article["raw_text"]
        for start, raw_start, length in _sound_runs(article):
            mine, theirs = text[start : start + length], raw[raw_start : raw_start + length]
            pairs = {pair for pair in zip(mine, theirs, strict=True) if pair[0] != pair[1]} if mine != theirs else set()
            strange = sorted(pair for pair in pairs if not _stands_for(*pair))
            if strange:
                message = f"in the run at {start} {strange[0][0]!r} stands for {strange[0][1]!r}"
                yield Hit(f"{place}: {article['article_id']}", message)


@check("raw-balance", "error", "Kept and removed characters add up to the raw text.", _ALIGN, RELEASE)
def balance(target: Target) -> Iterator[Hit]:
    for place, _, article in target.rows("articles"):
        kept = sum(run["length"] for run in article["alignment"])
        removed = sum(step["characters"] for step in article["removed"])
        if kept + removed != len(article["raw_text"]):
            message = f"{kept} kept and {removed} removed characters are not the {len(article['raw_text'])} of raw_text"
            yield Hit(f"{place}: {article['article_id']}", message)


@check("raw-removed-step", "error", "Every removed character has a step that removed it.", _ALIGN, RELEASE)
def removed_step(target: Target) -> Iterator[Hit]:
    for place, _, article in target.rows("articles"):
        for step in article["removed"]:
            if not step["step"] or step["characters"] is None or step["characters"] <= 0:
                yield Hit(f"{place}: {article['article_id']}", f"the step {step['step']!r} removed {step['characters']}")


@check(
    "raw-span",
    "error",
    "The raw span of a sentence, a mention and a claim is what the alignment makes of its span.",
    _ALIGN,
    RELEASE,
)
def span(target: Target) -> Iterator[Hit]:
    for (split, group), units in target.groups.items():
        article = target.release.articles.get((split, group))
        if article is None or _disorder(_runs(article), len(article["text"]), len(article["raw_text"])):
            continue
        aligned = _alignment(article)
        for place, start, end, row in (label for unit in units for label in _spans(unit)):
            if 0 <= start < end <= len(article["text"]) and (row["raw_start"], row["raw_end"]) != aligned.raw_span(start, end):
                due = "[{}:{}]".format(*aligned.raw_span(start, end))
                yield Hit(place, f"raw_text[{row['raw_start']}:{row['raw_end']}] should be {due}")


@check(
    "raw-bounds",
    "error",
    "A raw span is not empty, and a label's lies inside its sentence's.",
    "Correct the raw offsets.",
    OURS,
)
def bounds(target: Target) -> Iterator[Hit]:
    for unit in target.units:
        low, high = unit.row["raw_start"], unit.row["raw_end"]
        if not 0 <= low < high:
            yield unit.hit(f"[{low}, {high}) is no span of the raw text")
        elif target.folder:
            for label, key in ((x, k) for c, k in (("entities", "entity_id"), ("claims", "claim_id")) for x in unit.row[c]):
                if not low <= label["raw_start"] < label["raw_end"] <= high:
                    yield unit.hit(f"[{label['raw_start']}, {label['raw_end']}) leaves the sentence's [{low}, {high})", label[key])


@check("raw-order", "error", "The raw spans of an article's sentences stand in order.", "Correct the raw offsets.", OURS)
def order(target: Target) -> Iterator[Hit]:
    for units in target.groups.values():
        for one, two in pairwise(units):
            if two.row["raw_start"] < one.row["raw_start"]:
                yield two.hit(f"its raw span begins before that of {one.id}")


@check(
    "raw-runs",
    "error",
    "The kept runs of a sentence in a pass rise, and lie in its text and its raw span.",
    "Correct the runs, or run `xinwen annotate reanchor`.",
    PASSES,
)
def runs(target: Target) -> Iterator[Hit]:
    for path, stored in target.passes:
        for line, labels in enumerate(stored.labels.sentences, 2):
            kept = [(s, r - labels.raw_start, n) for s, r, n in stored.segments.get(labels.sentence_id, ())]
            wrong = _disorder(kept, len(labels.text), labels.raw_end - labels.raw_start)
            if wrong:
                yield Hit(f"{path}:{line}: {labels.sentence_id}", wrong)


def _runs(article: Row) -> list[_Run]:
    return [(run["start_char"], run["raw_start"], run["length"]) for run in article["alignment"]]


def _sound_runs(article: Row) -> list[_Run]:
    return [] if _disorder(_runs(article), len(article["text"]), len(article["raw_text"])) else _runs(article)


def _alignment(article: Row) -> Alignment:
    columns = np.array(_runs(article), np.int64).reshape(-1, 3)
    return Alignment(columns[:, 0], columns[:, 1], columns[:, 2], len(article["text"]), len(article["raw_text"]))


def _disorder(kept: list[_Run], length: int, raw_length: int) -> str:
    """What is wrong with the runs; nothing where they are sound."""
    end = raw_end = 0
    for run in kept:
        start, raw_start, size = run
        if size is None or size <= 0 or start < end or raw_start < raw_end:
            return f"the run {run} is empty or does not follow the one before"
        end, raw_end = start + size, raw_start + size
    return f"the runs end at {end} and {raw_end}, past {length} or {raw_length}" if end > length or raw_end > raw_length else ""


def _spans(unit: Unit) -> Iterator[tuple[str, int, int, Row]]:
    """Place, span in the clean text, and row of a sentence and of its labels."""
    at = unit.row["start_char"]
    yield unit.place, at, unit.row["end_char"], unit.row
    for column, key in (("entities", "entity_id"), ("claims", "claim_id")):
        for row in unit.row[column]:
            yield unit.at(row[key]), at + row["start_char"], at + row["end_char"], row


def _stands_for(mine: str, raw: str) -> bool:
    """Whether cleaning may write ``mine`` for ``raw``: both Han characters, both marks or blanks, or equal but for width."""
    kinds = [_kind(mine), _kind(raw)]
    return kinds[0] == kinds[1] != "other" or unicodedata.normalize("NFKC", mine) == unicodedata.normalize("NFKC", raw)


def _kind(character: str) -> str:
    if "\u3400" <= character <= "\u9fff" or character >= "\U00020000" or "\uf900" <= character <= "\ufaff":
        return "han"
    return "mark" if unicodedata.category(character)[0] in "PSZC" else "other"
