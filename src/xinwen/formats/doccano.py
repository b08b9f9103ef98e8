"""doccano's JSON Lines, in both dialects: ``{"label": [[start, end, label]]}`` and ``{"entities": [{…}], "relations": [{…}]}``.

Exports of some versions count UTF-16 code units; the spans of the file itself show which (see ``offsets``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from xinwen.errors import XinwenError
from xinwen.formats.admission import Candidate, Link, Row, admit, layer, refuse_surrogates
from xinwen.formats.document import Dumped, Loaded, Pairs, TaggedSpan, TaggedText
from xinwen.formats.fitting import fit
from xinwen.formats.format import Format
from xinwen.formats.jsonlines import Record, read_records, text_of, unlabelled, write_records
from xinwen.formats.offsets import Convention, Sample, judge, resolve

_LABEL_KEYS = ("entities", "label", "labels")
_OWN_KEYS = {"id", "text", "data", "relations", "sentence_id", *_LABEL_KEYS}


class Mark(NamedTuple):
    """A span as doccano has it, in the file's own offsets."""

    key: str
    start: int
    end: int
    label: str


class Task(NamedTuple):
    """A record whose parts have been found."""

    record: Record
    text: str
    marks: list[Mark]


def load(text: str, *, place: str = "", offsets: Convention | None = None, trim_edges: bool = False) -> Loaded:
    """Read a doccano export.

    Args:
        text: the file.
        place: its name, for the places of problems.
        offsets: what the file counts; None lets its spans decide. Where they cannot, the spans in doubt are refused.
        trim_edges: leave blanks at the edges of a span outside it, instead of refusing the span.
    """
    records, problems = read_records(text, place)
    tasks = []
    for record in records:
        try:
            tasks.append(_task(record))
        except XinwenError as problem:
            problems.append(problem)
    verdict = judge(Sample(task.text, mark.start, mark.end) for task in tasks for mark in task.marks)
    convention = offsets or verdict.convention
    texts = []
    for task in tasks:
        row, doubtful = _row(task, convention)
        tagged, refused = admit(row, trim=trim_edges)
        texts.append(tagged)
        problems += doubtful + refused
    note = f"offsets taken as {convention} (told)" if offsets else f"offsets {convention or 'in doubt'}: {verdict.evidence}"
    return Loaded(tuple(texts), tuple(problems), (note,))


def dump(texts: Sequence[TaggedText]) -> Dumped:
    """Write the dialect with relations, offsets in code points; the text's id goes into the field ``sentence_id``."""
    lost: Counter[str] = Counter()
    records = []
    first = 1
    for number, text in enumerate(texts, 1):
        fitted = fit(text, FORMAT.holds, lost)
        records.append(_record(fitted, number, first))
        first += len(fitted.spans)
    return Dumped(write_records(records), +lost)


def _record(text: TaggedText, number: int, first: int) -> dict[str, Any]:
    """doccano numbers spans through the whole file; ``first`` is the first number of this text."""
    entities = [
        {"id": first + i, "label": s.label, "start_offset": s.start, "end_offset": s.end} for i, s in enumerate(text.spans)
    ]
    relations = [
        {"id": i, "from_id": first + r.head, "to_id": first + r.tail, "type": r.label} for i, r in enumerate(text.relations)
    ]
    fields = {key: value for key, value in text.meta if key not in _OWN_KEYS}
    return {"id": number, "text": text.text, "sentence_id": text.id, **fields, "entities": entities, "relations": relations}


def _task(record: Record) -> Task:
    text = text_of(record, "data" if "text" not in record.value and "data" in record.value else "text")
    half = refuse_surrogates(text, record.place)
    if half:
        raise half
    key = next((key for key in _LABEL_KEYS if key in record.value), None)
    if key is None:
        raise unlabelled(record.place, "label")
    try:
        return Task(record, text, [_mark(item, number) for number, item in enumerate(record.value[key])])
    except (TypeError, ValueError, KeyError):
        message = f"{key!r} holds something that is no span with start, end and label."
        remedy = "Write it as [start, end, label], or as an object with start_offset, end_offset and label."
        raise XinwenError("format-line", message, place=record.place, remedy=remedy) from None


def _mark(item: Any, number: int) -> Mark:
    if isinstance(item, dict):
        return Mark(str(item.get("id", number)), int(item["start_offset"]), int(item["end_offset"]), _name(item["label"]))
    start, end, label = item
    return Mark(str(number), int(start), int(end), _name(label))


def _name(label: Any) -> str:
    if not isinstance(label, str):
        raise TypeError(label)
    return label


def _row(task: Task, convention: Convention | None) -> tuple[Row, list[XinwenError]]:
    candidates, doubtful = [], []
    for mark in task.marks:
        span = resolve(Sample(task.text, mark.start, mark.end), convention)
        if span is None:
            doubtful.append(_doubt(mark, convention, task.record.place))
        else:
            candidates.append(Candidate(TaggedSpan(*span, mark.label, layer(mark.label)), mark.key, task.record.place))
    value = task.record.value
    links = [
        Link(str(r.get("from_id")), str(r.get("to_id")), str(r.get("type")), task.record.place)
        for r in value.get("relations") or ()
    ]
    meta: Pairs = tuple((key, str(told)) for key, told in value.items() if key not in _OWN_KEYS and told not in (None, []))
    identity = str(value.get("sentence_id", value.get("id", task.record.place)))
    return Row(identity, task.text, candidates, links, meta=meta), doubtful


def _doubt(mark: Mark, convention: Convention | None, place: str) -> XinwenError:
    what = f"{mark.label} [{mark.start}, {mark.end})"
    if convention:
        remedy = "Correct its offsets, or read the file with the other way of counting (offsets: code-point or utf-16)."
        return XinwenError("format-range", f"{what} begins or ends inside a surrogate pair.", place=place, remedy=remedy)
    message = f"{what} stands after an astral character, and the file does not show whether it counts code points or UTF-16."
    return XinwenError("format-offsets", message, place=place, remedy="Say which (offsets: code-point or utf-16).")


FORMAT = Format(
    name="doccano",
    suffixes=(".jsonl", ".json"),
    load=load,
    dump=dump,
    holds=frozenset({"nesting", "relations", "meta"}),
    loses="Levels (nesting shows them again), attributes of spans and relations, choices and token borders.",
)
