"""Formats: labels to and from other people's files. A format is one file with a ``FORMAT``; the registry below is all that
knows of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from xinwen.errors import XinwenError
from xinwen.formats import brat, cluener, conll, docbin, doccano, label_studio
from xinwen.formats.decoding import decode
from xinwen.formats.document import Dumped, Loaded, Relation, TaggedSpan, TaggedText
from xinwen.formats.format import Format
from xinwen.formats.tags import split_tag

__all__ = ["FORMATS", "Dumped", "Format", "Loaded", "Relation", "TaggedSpan", "TaggedText", "detect", "load_files"]

#: The formats by name.
FORMATS: dict[str, Format] = {
    module.FORMAT.name: module.FORMAT for module in (conll, cluener, doccano, label_studio, docbin, brat)
}
_ZLIB = 0x78


def load_files(format_: Format, contents: Mapping[str, bytes], **options: Any) -> Loaded:
    """Read files of one format together; of several, one that is refused as a whole is listed and the others go on.

    Args:
        format_: the format.
        contents: file name to content.
        options: of the format's ``load``.
    """
    if format_.folder:
        return format_.load({name: decode(content, name) for name, content in contents.items()}, **options)
    parts = []
    refused = []
    for name, content in contents.items():
        try:
            parts.append(format_.load(content if format_.binary else decode(content, name), place=name, **options))
        except XinwenError as error:
            if len(contents) == 1:
                raise
            refused.append(error)
    return Loaded(
        tuple(text for part in parts for text in part.texts),
        (*refused, *(problem for part in parts for problem in part.problems)),
        tuple(dict.fromkeys(note for part in parts for note in part.notes)),
    )


def detect(contents: Mapping[str, bytes]) -> Format:
    """The format of files, by what they hold.

    Raises:
        XinwenError: ``format-unknown`` if no format can be told.
    """
    if any(PurePath(name).suffix == ".ann" for name in contents):
        return FORMATS["brat"]
    place, content = next(iter(contents.items()), ("", b""))
    if content[:1] == bytes([_ZLIB]) and b"\0" in content[:4096]:
        return FORMATS["spacy"]
    start = decode(content, place).lstrip()
    if start[:1] in ("{", "["):
        name = _json_format(start)
    else:
        fields = (line.split()[1:] for line in start[:10_000].split("\n"))
        name = "conll" if any(split_tag(field) for row in fields for field in row) else None
    if name is None:
        remedy = f"Name it: {', '.join(FORMATS)}."
        raise XinwenError("format-unknown", "The file's format cannot be told.", place=place, remedy=remedy)
    return FORMATS[name]


def _json_format(text: str) -> str | None:
    """By the keys of the first record: of the first line, else of the whole file."""
    try:
        value = json.loads(text.split("\n", 1)[0])
    except ValueError:
        try:
            value = json.loads(text)
        except ValueError:
            return None
    first = value[0] if isinstance(value, list) and value else value
    if not isinstance(first, dict):
        return None
    if isinstance(first.get("data"), dict):
        return "label-studio"
    if isinstance(first.get("label"), dict):
        return "cluener"
    return "doccano" if first.keys() & {"entities", "label", "labels"} else None
