"""From a model's tags to the types of the scheme: a map that the user gives, or the one that its labels call for."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from xinwen.errors import XinwenError
from xinwen.formats.decoding import decode
from xinwen.formats.mapping import FROM, TagMap, map_names, named_map, parse_map
from xinwen.readers import read_bytes
from xinwen.scheme import scheme


def read_tag_map(name: str) -> TagMap:
    """A map that the user names: a JSON file, or one of the scheme (``from-cluener10``).

    Raises:
        XinwenError: ``format-map``; ``tag-map-type`` for a map to something else than types of the scheme.
    """
    tag_map = named_map(name) if name in map_names() else parse_map(decode(read_bytes(Path(name)), name), name)
    unknown = sorted({tag for tag in tag_map.tags.values() if tag} - _ours())
    if unknown:
        message = f"The tag map leads to {', '.join(unknown)}, no types of the scheme."
        raise XinwenError("tag-map-type", message, place=name, remedy=f"Take types of {', '.join(scheme().full_types)}.")
    return tag_map


def guess_tag_map(labels: Collection[str], place: str) -> TagMap:
    """The map for a model with these labels: none is needed where they are ours; else that of the tag set that has all of them.

    Raises:
        XinwenError: ``tag-map-unknown`` where no tag set has.
    """
    if set(labels) <= _ours():
        return TagMap("ours", {label: label for label in labels})
    maps = (named_map(FROM + name) for name in scheme().mappings)
    found = next((tag_map for tag_map in maps if set(labels) <= tag_map.tags.keys()), None)
    if found is None:
        message = f"The model's labels ({', '.join(sorted(labels)) or 'none'}) are of no tag set that is known."
        remedy = 'Give --tag-map FILE, a JSON object such as {"COMP": "ORG.company", "MISC": null}.'
        raise XinwenError("tag-map-unknown", message, place=place, remedy=remedy)
    return found


def _ours() -> set[str]:
    return {*scheme().full_types, *scheme().coarse_types}
