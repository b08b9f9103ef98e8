"""Characters: nothing invisible, garbled or decomposed in a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from xinwen.checks.check import ALL, OURS, RELEASE, check
from xinwen.checks.target import Hit, Target
from xinwen.text.controls import find_controls

_SURROGATE = re.compile("[\ud800-\udfff]")
_REPORTED_ELSEWHERE = re.compile("[\ufffd\ud800-\udfff]+")


@check("text-empty", "error", "Every sentence has a text.", "Remove the row, or mend the splitting.", ALL)
def empty(target: Target) -> Iterator[Hit]:
    for unit in target.units:
        if not unit.text.strip():
            yield unit.hit("there is nothing but blanks in the text")


@check("text-edge-blank", "error", "No sentence begins or ends with a blank.", "Trim the sentence's span.", OURS)
def edge_blank(target: Target) -> Iterator[Hit]:
    for unit in target.units:
        if unit.text.strip() and unit.text != unit.text.strip():
            yield unit.hit(f"the text begins or ends with a blank: {unit.text[:20]!r}")


@check("text-replacement", "error", "No text holds U+FFFD.", "Decode the source again with its true encoding.", ALL)
def replacement(target: Target) -> Iterator[Hit]:
    for unit in target.units:
        at = unit.text.find("\ufffd")
        if at >= 0:
            yield unit.hit(f"character {at} is U+FFFD, left by a faulty decoding")


@check(
    "text-surrogate",
    "error",
    "No text holds half a surrogate pair.",
    "Join the halves: such a text cannot be written as UTF-8.",
    ALL,
)
def surrogate(target: Target) -> Iterator[Hit]:
    for problem in target.problems_of("format-encoding"):
        if "surrogate" in problem.message:
            yield Hit(problem.place, problem.message)
    for unit in target.units:
        half = _SURROGATE.search(unit.text)
        if half:
            yield unit.hit(f"character {half.start()} is half a surrogate pair (U+{ord(half[0]):04X})")


@check(
    "text-control",
    "error",
    "No text holds control, zero-width or private-use characters.",
    "Remove them and move the offsets along.",
    ALL,
)
def control(target: Target) -> Iterator[Hit]:
    for unit in target.units:
        for edit in find_controls(unit.text):
            run = unit.text[edit.start : edit.end]
            if not _REPORTED_ELSEWHERE.fullmatch(run):
                names = " ".join(f"U+{ord(c):04X}" for c in run[:3])
                yield unit.hit(f"characters {edit.start} to {edit.end} are invisible: {names}")


@check(
    "text-nfc",
    "error",
    "Texts are in Unicode's composed form (NFC).",
    "Normalise the text to NFC and move the offsets along.",
    ALL,
)
def composed(target: Target) -> Iterator[Hit]:
    for unit in target.units:
        if not unit.text.isascii() and not unicodedata.is_normalized("NFC", unit.text):
            yield unit.hit("the text is not in NFC")


@check("text-damaged-label", "error", "Nothing is labelled in a sentence that holds garbled text.", "Remove the labels.", RELEASE)
def damaged(target: Target) -> Iterator[Hit]:
    for unit in target.units:
        if unit.row["damaged"] and (unit.row["entities"] or unit.row["claims"]):
            yield unit.hit("the sentence is marked as damaged and carries labels")
