"""JSON Lines: a page a line, as crawlers and feed readers write them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from xinwen.errors import XinwenError
from xinwen.readers.frontmatter import FIELDS, as_text, metadata_of
from xinwen.readers.language import refuse_other_languages
from xinwen.readers.page import Page

#: File name suffixes of JSON Lines.
SUFFIXES = (".jsonl", ".ndjson")
#: Names under which the text of a page is looked for, the first that is filled wins.
TEXT_FIELDS = ("text", "content", "body", "article", "raw_content", "maintext")
#: Names of the page's own id.
ID_FIELDS = ("article_id", "id", "_id", "uid", "doc_id")

_TARGETS = frozenset(("text", "id", *FIELDS))
_LINE = re.compile(r"[^\r\n]+")
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_jsonl(text: str, fields: Mapping[str, str] | None = None, *, place: str = "") -> Iterator[tuple[int, Page | XinwenError]]:
    """Read a record a line; a line that cannot be read is an error, and the others go on.

    Args:
        text: the file's text.
        fields: which field of the record holds what: ``{"text": "正文", "title": "标题"}``, for any of ``text``, ``id``,
            ``title``, ``author``, ``publisher``, ``date``, ``url`` and ``summary``. What is not named is found by the usual names.
        place: the file's name, for errors.

    Yields:
        The line's number, from 1, and its page (``extra["id"]`` is the record's id, where it has one) or what is wrong with
        it: ``input-jsonl-line``, ``input-no-text`` or ``input-no-chinese``.

    Raises:
        XinwenError: ``input-jsonl-fields`` if ``fields`` names something that no page has.
    """
    if unknown := set(fields or ()) - _TARGETS:
        message = f"No page has {', '.join(sorted(unknown))}."
        raise XinwenError("input-jsonl-fields", message, place=place, remedy=f"Map any of {', '.join(sorted(_TARGETS))}.")
    return _pages(text, dict(fields or {}), place)


def _pages(text: str, fields: dict[str, str], place: str) -> Iterator[tuple[int, Page | XinwenError]]:
    number = 1
    at = 0
    for line in _LINE.finditer(text):
        number += _line_ends(text[at : line.start()])
        at = line.end()
        if line.group().strip():
            yield number, _page_or_error(line.group(), fields, f"{place}:{number}" if place else f"line {number}")


def _line_ends(between: str) -> int:
    return between.count("\n") + between.count("\r") - between.count("\r\n")


def _page_or_error(line: str, fields: dict[str, str], place: str) -> Page | XinwenError:
    try:
        return _page(_record(line, place), fields, place)
    except XinwenError as error:
        return error


def _record(line: str, place: str) -> dict[str, object]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _bad(f"The line is no JSON: {error}.", place) from None
    if not isinstance(record, dict):
        raise _bad(f"The line is a {type(record).__name__}, not an object.", place)
    return record


def _page(record: dict[str, object], fields: dict[str, str], place: str) -> Page:
    if missing := [name for name in fields.values() if name not in record]:
        raise _bad(f"The record has no field {', '.join(missing)}.", place)
    mapped = {name: record[source] for name, source in fields.items()}
    rest = {name: value for name, value in record.items() if name not in fields.values()}
    key = "text" if "text" in mapped else next((name for name in TEXT_FIELDS if name in rest), "")
    body = mapped.pop("text") if "text" in mapped else rest.pop(key, None)
    if not isinstance(body, str):
        raise _bad(f"The record has no text under {key or ', '.join(TEXT_FIELDS)}.", place)
    if _SURROGATE.search(body):
        raise _bad("The text holds half a surrogate pair.", place)
    if not body.strip():
        raise XinwenError("input-no-text", "The text of the record is empty.", place=place, remedy="Leave the record out.")
    refuse_other_languages(body, place)
    given = as_text(mapped.pop("id", None)) or next((text for name in ID_FIELDS if (text := as_text(rest.pop(name, None)))), "")
    metadata, extra = metadata_of({**rest, **mapped})
    return Page(body, metadata=metadata, extra={"id": given, **extra} if given else extra)


def _bad(message: str, place: str) -> XinwenError:
    return XinwenError("input-jsonl-line", message, place=place, remedy="Repair or remove this line; the others were read.")
