"""Front matter of Markdown pages: YAML (Hugo, Jekyll, Hexo), TOML and JSON."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import yaml

from xinwen.readers.dates import iso_date
from xinwen.records import Metadata

#: Metadata field by the names that generators and crawlers give it, the first that is filled wins.
FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline"),
    "author": ("author", "authors", "byline"),
    "publisher": ("publisher", "source", "site", "sitename", "source_name"),
    "date": ("date", "published", "publishdate", "publish_date", "pubdate", "published_at", "time", "datetime", "created"),
    "url": ("source_link", "source_url", "original_url", "url", "link", "source", "permalink"),
    "summary": ("summary", "description", "excerpt", "abstract", "digest"),
}

_KEY = r"[A-Za-z_][\w.-]*"
_FENCED = re.compile(r"\s*(?P<fence>---|\+\+\+)[ \t]*(?:\r\n?|\n)")
_UNFENCED = re.compile(rf"(?:{_KEY}:(?: [^\r\n]*)?(?:\r\n?|\n)|[ \t-][^\r\n]*(?:\r\n?|\n))+?---[ \t]*(?:\r\n?|\n|\Z)")
_ENTRY = re.compile(rf"(?P<key>{_KEY})[ \t]*[:=](?:[ \t]+(?P<value>[^\r\n]*))?$")
_LINE = re.compile(r"([^\r\n]*)(?:\r\n?|\n|\Z)")
#: Front matter ends within this many characters, or there is none.
_LIMIT = 1 << 14


class FrontMatter(NamedTuple):
    """Where the front matter ends, and what it says. ``end`` is 0 where there is none."""

    end: int
    values: Mapping[str, object]


def find_front_matter(text: str) -> FrontMatter:
    """The front matter at the start of ``text``; a broken one is read line by line, as far as it can be."""
    head = text[:_LIMIT]
    if opening := _FENCED.match(head):
        return _fenced(head, opening)
    if head.lstrip().startswith("{"):
        return _json(head)
    if (found := _UNFENCED.match(head)) and re.search("^(?:title|date):", found.group(), re.M):
        return FrontMatter(found.end(), _yaml(found.group().rstrip().removesuffix("---")))
    return FrontMatter(0, {})


def metadata_of(values: Mapping[str, object]) -> tuple[Metadata, dict[str, str]]:
    """The metadata in a front matter or record, and the other values that are plain text.

    A ``url`` is an address: a site-relative permalink is none; a ``source`` is an address or the publisher's name.
    """
    lower = {key.lower(): value for key, value in values.items()}
    found: dict[str, str] = {}
    used: set[str] = set()
    for name, keys in FIELDS.items():
        for key in keys:
            value = iso_date(lower.get(key)) if name == "date" else as_text(lower.get(key))
            if value and (name not in ("url", "publisher") or _is_address(value) == (name == "url")):
                found[name] = value
                used.add(key)
                break
    extra = {key: text for key, value in lower.items() if key not in used and (text := as_text(value))}
    return Metadata(**found), extra


def as_text(value: object) -> str:
    """A scalar, or a list of scalars joined by commas, as text; of a mapping its ``name``."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(as_text, value[:100])))
    if isinstance(value, dict):
        name = value.get("name")
        return name.strip() if isinstance(name, str) else ""
    return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""


def _is_address(value: str) -> bool:
    return value.startswith(("http://", "https://"))


def _fenced(head: str, opening: re.Match[str]) -> FrontMatter:
    fence = opening["fence"]
    start = opening.end()
    closing = re.compile(rf"^{re.escape(fence)}[ \t]*(?:\r\n?|\n|\Z)", re.M).search(head, start)
    end = closing.start() if closing else _last_entry(head, start)
    body = head[start:end]
    entries = _lines(body)
    if body.strip() and not entries:
        return FrontMatter(0, {})  # a thematic break, and text after it
    values = _toml(body) if fence == "+++" else _yaml(body)
    return FrontMatter(closing.end() if closing else end if entries else 0, values)


def _last_entry(head: str, start: int) -> int:
    """Where the run of lines that look like front matter ends, when no closing fence says so."""
    end = start
    for line in _LINE.finditer(head, start):
        if not (_ENTRY.match(line[1]) or (end > start and re.match(r"[ \t]*- |[ \t]+\S", line[1]))):
            break
        end = line.end()
    return end


def _json(head: str) -> FrontMatter:
    start = len(head) - len(head.lstrip())
    try:
        values, end = json.JSONDecoder().raw_decode(head, start)
    except (ValueError, RecursionError):
        return FrontMatter(0, {})
    return FrontMatter(end, values) if isinstance(values, dict) and "title" in values else FrontMatter(0, {})


def _toml(body: str) -> Mapping[str, object]:
    try:
        values = tomllib.loads(re.sub(r"\r\n?", "\n", body))
    except (tomllib.TOMLDecodeError, ValueError, RecursionError):
        return _lines(body)
    params = values.get("params")
    return {**params, **values} if isinstance(params, dict) else values


def _yaml(body: str) -> Mapping[str, object]:
    """The mapping that YAML gives, every scalar a string: no date, number or truth value is guessed.

    The pure-Python loader: on deep nesting it raises, where the C one overflows its stack.
    """
    try:
        values = yaml.load(body, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return _lines(body)
    return {str(key): value for key, value in values.items()} if isinstance(values, dict) else _lines(body)


def _lines(body: str) -> dict[str, object]:
    return dict(_entries(body))


def _entries(body: str) -> Iterator[tuple[str, str]]:
    """``key: value`` lines, the rest passed over."""
    for line in _LINE.finditer(body):
        if entry := _ENTRY.match(line[1]):
            yield entry["key"], _unquoted((entry["value"] or "").strip())


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    return value.replace('\\"', '"')
