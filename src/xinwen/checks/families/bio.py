"""BIO: the tags of ner are valid, and are the outer mentions of sentences; tags of foreign files follow their scheme."""

from __future__ import annotations

from collections.abc import Iterator

from xinwen.checks.check import FOREIGN, RELEASE, check
from xinwen.checks.target import Hit, Row, Target
from xinwen.release.rows import ner_row
from xinwen.scheme import scheme

_AGAIN = "Write the table ner again from the table sentences."


@check(
    "bio-tag",
    "error",
    "Every tag is one of the scheme's.",
    "Correct the tag, or say which column holds the tags.",
    (*RELEASE, *FOREIGN),
)
def tag(target: Target) -> Iterator[Hit]:
    known = set(scheme().bio_tags)
    for place, _, row in target.rows("ner"):
        strange = [tag for tag in row["ner_tags"] if tag not in known]
        if strange:
            yield Hit(f"{place}: {row['id']}", f"{strange[0]!r} is no tag")
    for problem in target.problems_of("format-tag", "format-scheme"):
        yield Hit(problem.place, problem.message)


@check(
    "bio-transition",
    "error",
    "An I- tag follows a B- or I- tag of its type.",
    "Write B- where a mention begins.",
    (*RELEASE, *FOREIGN),
)
def transition(target: Target) -> Iterator[Hit]:
    for place, _, row in target.rows("ner"):
        before = "O"
        for at, tag in enumerate(row["ner_tags"]):
            if tag[:2] == "I-" and before[2:] != tag[2:]:
                yield Hit(f"{place}: {row['id']}", f"tag {at} is {tag} after {before}")
            before = tag or ""
    for problem in target.problems_of("format-transition"):
        yield Hit(problem.place, problem.message)


@check("bio-length", "error", "A sentence has as many tags as tokens.", _AGAIN, RELEASE)
def length(target: Target) -> Iterator[Hit]:
    for place, _, row in target.rows("ner"):
        if len(row["tokens"]) != len(row["ner_tags"]):
            yield Hit(f"{place}: {row['id']}", f"{len(row['tokens'])} tokens and {len(row['ner_tags'])} tags")


@check("bio-token", "error", "A token is one character that is not blank.", _AGAIN, RELEASE)
def token(target: Target) -> Iterator[Hit]:
    for place, _, row in target.rows("ner"):
        strange = [t for t in row["tokens"] if len(t) != 1 or t.isspace()]
        if strange:
            yield Hit(f"{place}: {row['id']}", f"{strange[0]!r} is no such token")


@check("bio-text", "error", "The tokens are the characters of the sentence.", _AGAIN, RELEASE)
def text(target: Target) -> Iterator[Hit]:
    for place, row, unit_text in _pairs(target):
        if "".join(row["tokens"]) != "".join(unit_text.split()):
            yield Hit(place, "the tokens are not the sentence's characters")


@check(
    "bio-round-trip",
    "error",
    "Outer mentions to tags gives the table ner, and its tags give the mentions again.",
    _AGAIN,
    RELEASE,
)
def round_trip(target: Target) -> Iterator[Hit]:
    rows = {(split, row["id"]): row for _, split, row in target.rows("ner")}
    for unit in target.units:
        row = rows.get((unit.split, unit.id))
        sound = all(0 <= e["start_char"] < e["end_char"] <= len(unit.text) for e in unit.row["entities"])
        if row and sound and len(row["tokens"]) == len(row["ner_tags"]):
            wanted = {(*_without_blanks(unit.text, e), e["type"]) for e in unit.row["entities"] if e["level"] == "outer"}
            if row["ner_tags"] != ner_row(unit.row)["ner_tags"] or _decoded(row["ner_tags"]) != wanted:
                yield Hit(f"ner/{unit.split}: {unit.id}", "the tags are not those of the sentence's outer mentions")


def _pairs(target: Target) -> Iterator[tuple[str, Row, str]]:
    texts = {(unit.split, unit.id): unit.text for unit in target.units}
    for place, split, row in target.rows("ner"):
        if (split, row["id"]) in texts:
            yield f"{place}: {row['id']}", row, texts[split, row["id"]]


def _without_blanks(text: str, entity: Row) -> tuple[int, int]:
    start, end = entity["start_char"], entity["end_char"]
    first = len("".join(text[:start].split()))
    return first, first + len("".join(text[start:end].split()))


def _decoded(tags: list[str]) -> set[tuple[int, int, str]]:
    starts = [at for at, tag in enumerate(tags) if tag[:2] == "B-"]
    spans = set()
    for start in starts:
        end = start + 1
        while end < len(tags) and tags[end] == f"I-{tags[start][2:]}":
            end += 1
        spans.add((start, end, tags[start][2:]))
    return spans
