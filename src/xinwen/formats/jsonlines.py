"""Records of a JSON Lines file, or of one JSON array or object, each with its place."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from xinwen.errors import XinwenError

_REMEDY = "Write one JSON object a line, or one array of objects."


class Record(NamedTuple):
    """An object of the file and where it stands."""

    value: dict[str, Any]
    place: str


def read_records(text: str, place: str) -> tuple[list[Record], list[XinwenError]]:
    """The objects of a file; what is no object is a ``format-line`` problem."""
    whole = _whole(text)
    if whole is not None:
        items = [(item, f"{place} (item {number})") for number, item in enumerate(whole, 1)]
        return _objects(items)
    items, problems = [], []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                items.append((json.loads(line), f"{place}:{number}"))
            except (ValueError, RecursionError) as error:
                message = f"The line is no JSON: {error}."
                problems.append(XinwenError("format-line", message, place=f"{place}:{number}", remedy=_REMEDY))
    records, others = _objects(items)
    return records, problems + others


def write_records(records: Iterable[dict[str, Any]]) -> str:
    """JSON Lines."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def text_of(record: Record, key: str = "text") -> str:
    """The record's text.

    Raises:
        XinwenError: ``format-line`` if there is none.
    """
    text = record.value.get(key)
    if not isinstance(text, str):
        remedy = "Put the text there, or take the record out."
        raise XinwenError("format-line", f"There is no text under {key!r}.", place=record.place, remedy=remedy)
    return text


def unlabelled(place: str, key: str) -> XinwenError:
    """The error of a text that nobody labelled: it is not taken for one without names."""
    remedy = "Leave it out, or label it; a text without any name has an empty list."
    return XinwenError("format-unlabelled", f"The text has no {key!r}: it is not labelled.", place=place, remedy=remedy)


def _whole(text: str) -> list[Any] | None:
    """The items if the file is one JSON value that is no single line of JSON Lines."""
    start = text.lstrip()[:1]
    if start not in ("[", "{") or (start == "{" and "\n" not in text.strip()):
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, list) else [value]


def _objects(items: Iterable[tuple[Any, str]]) -> tuple[list[Record], list[XinwenError]]:
    records, problems = [], []
    for value, place in items:
        if isinstance(value, dict):
            records.append(Record(value, place))
        else:
            message = f"An object is expected, not {type(value).__name__}."
            problems.append(XinwenError("format-line", message, place=place, remedy=_REMEDY))
    return records, problems
