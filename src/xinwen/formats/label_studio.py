"""Label Studio's JSON: tasks with regions, relations and choices.

A region's control tag (``from_name``) is the level of its span; further results for the same region are its attributes; results
without a region are choices of the text. Label Studio counts code points, older versions of it UTF-16 code units; a region says
what it covers, which shows how it was counted.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from xinwen.errors import XinwenError
from xinwen.formats.admission import Candidate, Link, Row, admit, layer, refuse_surrogates
from xinwen.formats.document import Dumped, Loaded, Pairs, TaggedSpan, TaggedText
from xinwen.formats.fitting import fit
from xinwen.formats.format import Format
from xinwen.formats.interface import LEVELS, TEXT_NAME, TYPED_OF_REGION, TYPED_OF_TEXT
from xinwen.formats.jsonlines import Record, read_records, unlabelled
from xinwen.formats.offsets import Convention, Sample, judge, resolve

_LABEL_TYPES = ("labels", "hypertextlabels")
_ID_KEY = "sentence_id"
_PLAIN_LEVEL = "label"


class Region(NamedTuple):
    """A labelled region as the file has it."""

    key: str
    sample: Sample
    label: str
    level: str | None


class Task(NamedTuple):
    """A task whose results have been sorted."""

    record: Record
    id: str
    text: str
    regions: list[Region]
    attributes: dict[str, list[tuple[str, str]]]
    links: list[Link]
    choices: Pairs
    meta: Pairs


def load(
    text: str, *, place: str = "", offsets: Convention | None = None, trim_edges: bool = False, text_key: str | None = None
) -> Loaded:
    """Read an export (``JSON``) or an import file with annotations.

    Args:
        text: the file.
        place: its name, for the places of problems.
        offsets: what the file counts; None lets its regions decide.
        trim_edges: leave blanks at the edges of a span outside it, instead of refusing the span.
        text_key: the field of ``data`` that holds the text; None: ``text``, or the only field that is a string.
    """
    records, problems = read_records(text, place)
    read: list[Task] = []
    for record in records:
        try:
            read.append(_task(record, text_key, problems))
        except XinwenError as problem:
            problems.append(problem)
    verdict = judge(region.sample for task in read for region in task.regions)
    texts = []
    for task in read:
        row, doubtful = _row(task, offsets or verdict.convention)
        tagged, refused = admit(row, trim=trim_edges)
        texts.append(tagged)
        problems += doubtful + refused
    return Loaded(tuple(texts), tuple(problems), (f"offsets {offsets or verdict.convention or 'in doubt'}: {verdict.evidence}",))


def dump(texts: Sequence[TaggedText]) -> Dumped:
    """Write tasks with one annotation each, offsets in code points; ``interface.labeling_config`` makes the interface for them."""
    lost: Counter[str] = Counter()
    done = [_written(fit(text, FORMAT.holds, lost)) for text in texts]
    return Dumped(json.dumps(done, ensure_ascii=False, indent=1) + "\n", +lost)


def tasks(texts: Sequence[TaggedText]) -> str:
    """Write the texts alone, as tasks that nobody has done: an annotation, even an empty one, would pass for an answer."""
    return json.dumps([{"data": _data(text)} for text in texts], ensure_ascii=False, indent=1) + "\n"


def _written(text: TaggedText) -> dict[str, Any]:
    keys = _region_keys(text)
    results = []
    for key, span in zip(keys, text.spans, strict=True):
        where = {"start": span.start, "end": span.end, "text": text.text[span.start : span.end]}
        results.append(_result(key, span.level or _PLAIN_LEVEL, "labels", {**where, "labels": [span.label]}))
        values: dict[str, list[str]] = {}
        for name, value in span.attributes:
            values.setdefault(name, []).append(value)
        for name, told in values.items():
            kind, field = ("textarea", "text") if name in TYPED_OF_REGION else ("choices", "choices")
            results.append(_result(key, name, kind, {**where, field: told}))
    for number, (name, value) in enumerate(text.choices):
        kind, field = ("textarea", "text") if name in TYPED_OF_TEXT else ("choices", "choices")
        results.append(_result(f"{text.id}.text.{number}", name, kind, {field: [value]}))
    for r in text.relations:
        arc = {"from_id": keys[r.head], "to_id": keys[r.tail], "type": "relation", "direction": "right", "labels": [r.label]}
        results.append(arc)
    return {"data": _data(text), "annotations": [{"result": results}]}


def _data(text: TaggedText) -> dict[str, str]:
    return {**{key: value for key, value in text.meta if key not in ("text", _ID_KEY)}, "text": text.text, _ID_KEY: text.id}


def _result(key: str, name: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"id": key, "from_name": name, "to_name": TEXT_NAME, "type": kind, "value": value}


def _region_keys(text: TaggedText) -> list[str]:
    """Keys of regions: unique in all the project, since Label Studio joins results by them."""
    return [f"{text.id}.{number}" for number in range(len(text.spans))]


def _task(record: Record, text_key: str | None, problems: list[XinwenError]) -> Task:
    data = record.value.get("data")
    if not isinstance(data, dict):
        remedy = "Export the project as JSON; JSON-MIN is another format."
        raise XinwenError("format-line", "The task has no data.", place=record.place, remedy=remedy)
    key = text_key or _text_key(data, record.place)
    identity = str(data.get(_ID_KEY, record.value.get("id", record.place)))
    place = f"{record.place}, {identity}"
    half = refuse_surrogates(data[key], place)
    if half:
        raise half
    meta = tuple((name, str(value)) for name, value in data.items() if name not in (key, _ID_KEY))
    task = Task(record._replace(place=place), identity, data[key], [], {}, [], (), meta)
    return _sorted(task, _annotation(record.value, place, problems), problems)


def _text_key(data: dict[str, Any], place: str) -> str:
    if isinstance(data.get("text"), str):
        return "text"
    strings = [key for key, value in data.items() if isinstance(value, str)]
    if len(strings) != 1:
        remedy = "Say which field of data holds it."
        raise XinwenError("format-line", "The task's text cannot be told.", place=place, remedy=remedy)
    return strings[0]


def _annotation(task: dict[str, Any], place: str, problems: list[XinwenError]) -> list[dict[str, Any]]:
    """The results of the task's annotation; a second one is another annotator's, and refused."""
    made = [a for a in task.get("annotations") or task.get("completions") or () if not a.get("was_cancelled")]
    if not made:
        raise unlabelled(place, "annotations")
    if len(made) > 1:
        message = f"The task has {len(made)} annotations; the first is taken."
        problems.append(XinwenError("format-annotations", message, place=place, remedy="Export each annotator by itself."))
    result: list[dict[str, Any]] = made[0].get("result", [])
    return result


def _sorted(task: Task, results: Sequence[dict[str, Any]], problems: list[XinwenError]) -> Task:
    choices: list[tuple[str, str]] = []
    regions = {r.get("id") for r in results if r.get("type") in _LABEL_TYPES}
    for result in results:
        try:
            kind = result["type"]
            if kind == "relation":
                head, tail = result["from_id"], result["to_id"]
                ends = (tail, head) if result.get("direction") == "left" else (head, tail)
                task.links.extend(Link(*ends, name, task.record.place) for name in result.get("labels") or [""])
            elif kind in _LABEL_TYPES:
                task.regions.extend(_regions(task, result))
            else:
                pairs = [(result["from_name"], str(v)) for v in _values(result)]
                (task.attributes.setdefault(result["id"], []) if result.get("id") in regions else choices).extend(pairs)
        except (KeyError, TypeError, ValueError, AttributeError):
            message = f"A result of type {result.get('type')!r} cannot be read."
            remedy = "Export the task again, or take the result out."
            problems.append(XinwenError("format-line", message, place=task.record.place, remedy=remedy))
    return task._replace(choices=tuple(choices))


def _regions(task: Task, result: dict[str, Any]) -> list[Region]:
    value = result["value"]
    start, end = (value.get("globalOffsets", value)[side] for side in ("start", "end"))
    surface = value.get("text")
    surface = surface.replace("\\n", "\n") if surface and "\\n" not in task.text else surface
    sample = Sample(task.text, int(start), int(end), surface)
    level = result["from_name"] if result["from_name"] in LEVELS else None
    key = result["id"]
    labels = value.get(result["type"]) or value["labels"]
    return [Region(key if n == 0 else f"{key}/{n}", sample, label, level or layer(label)) for n, label in enumerate(labels)]


def _values(result: dict[str, Any]) -> list[Any]:
    value = result["value"]
    found = value.get(result["type"], value.get("text"))
    if found is None:
        raise KeyError(result["type"])
    return found if isinstance(found, list) else [found]


def _row(task: Task, convention: Convention | None) -> tuple[Row, list[XinwenError]]:
    candidates, doubtful = [], []
    for region in task.regions:
        span = resolve(region.sample, convention)
        if span is None:
            doubtful.append(_doubt(region, task.record.place))
            continue
        attributes = tuple(sorted(task.attributes.get(region.key, ())))
        tagged = TaggedSpan(*span, region.label, region.level, attributes)
        candidates.append(Candidate(tagged, region.key, task.record.place, region.sample.surface))
    return Row(task.id, task.text, candidates, task.links, task.choices, None, task.meta), doubtful


def _doubt(region: Region, place: str) -> XinwenError:
    what = f"{region.label} [{region.sample.start}, {region.sample.end})"
    message = f"{what} stands after an astral character, and neither code points nor UTF-16 offsets can be told to be meant."
    return XinwenError("format-offsets", message, place=place, remedy="Say which (offsets: code-point or utf-16).")


FORMAT = Format(
    name="label-studio",
    suffixes=(".json",),
    load=load,
    dump=dump,
    holds=frozenset({"levels", "nesting", "attributes", "relations", "choices", "meta"}),
    loses="Attributes of relations (the normalised numbers of a claim's quantities) and token borders.",
)
