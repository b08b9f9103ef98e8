"""CLUENER's JSON Lines: ``{"text": …, "label": {type: {surface: [[start, end]]}}}``, the end being the last character."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from xinwen.errors import XinwenError
from xinwen.formats.admission import Candidate, Row, admit, layer, refuse_surrogates
from xinwen.formats.document import Dumped, Loaded, TaggedSpan, TaggedText
from xinwen.formats.fitting import fit
from xinwen.formats.format import Format
from xinwen.formats.jsonlines import Record, read_records, text_of, unlabelled, write_records


def load(text: str, *, place: str = "") -> Loaded:
    """Read a CLUENER file; texts without an id are numbered from 0, as CLUENER numbers its test set."""
    records, problems = read_records(text, place)
    texts = []
    for number, record in enumerate(records):
        try:
            tagged, refused = admit(_row(record, number))
        except XinwenError as problem:
            problems.append(problem)
            continue
        texts.append(tagged)
        problems += refused
    return Loaded(tuple(texts), tuple(problems))


def dump(texts: Sequence[TaggedText]) -> Dumped:
    """Write CLUENER's form, with an ``id``."""
    lost: Counter[str] = Counter()
    return Dumped(write_records(_record(fit(text, FORMAT.holds, lost)) for text in texts), +lost)


def _record(text: TaggedText) -> dict[str, Any]:
    label: dict[str, dict[str, list[list[int]]]] = {}
    for span in text.spans:
        places = label.setdefault(span.label, {}).setdefault(text.text[span.start : span.end], [])
        places.append([span.start, span.end - 1])
    return {"id": text.id, "text": text.text, "label": label}


def _row(record: Record, number: int) -> Row:
    text = text_of(record)
    half = refuse_surrogates(text, record.place)
    if half:
        raise half
    if "label" not in record.value:
        raise unlabelled(record.place, "label")
    meta = tuple((k, str(v)) for k, v in record.value.items() if k not in ("id", "text", "label"))
    return Row(str(record.value.get("id", number)), text, list(_candidates(record)), meta=meta)


def _candidates(record: Record) -> Iterator[Candidate]:
    number = 0
    try:
        for label, surfaces in record.value["label"].items():
            for surface, places in surfaces.items():
                for start, last in places:
                    span = TaggedSpan(int(start), int(last) + 1, label, layer(label))
                    yield Candidate(span, str(number), record.place, surface)
                    number += 1
    except (AttributeError, TypeError, ValueError):
        message = "The label is not {type: {surface: [[start, end]]}}."
        remedy = "Write it so; start and end are the numbers of its first and last character, from 0."
        raise XinwenError("format-line", message, place=record.place, remedy=remedy) from None


FORMAT = Format(
    name="cluener",
    suffixes=(".json", ".jsonl"),
    load=load,
    dump=dump,
    holds=frozenset({"nesting"}),
    loses="Levels (nesting shows them again), attributes, relations, choices, token borders and further fields.",
)
