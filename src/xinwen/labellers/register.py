"""The register of names: one JSON object a line, sorted by ``name_id``.

Fields of a line: ``name_id`` (a short Latin slug, unique), ``type`` and ``fine_type`` (of the scheme), ``name_zh`` and
``name_en`` (the canonical names; at least one), ``aliases`` (other surfaces), ``note`` (a remark, or null). A surface that
belongs to two entries (a firm and its model, a cloud brand as actor and as service) is decided by its context.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from xinwen.errors import XinwenError
from xinwen.records import Name
from xinwen.scheme import scheme

_FIELDS = ("name_id", "type", "fine_type", "name_zh", "name_en", "aliases", "note")


def parse_register(lines: Iterable[str], place: str = "names.jsonl") -> tuple[Name, ...]:
    """The entries of a register.

    Raises:
        XinwenError: ``names-malformed``: a line is no JSON object, lacks a field, has an unknown type, or repeats a ``name_id``.
    """
    names: dict[str, Name] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            fields: dict[str, Any] = {key: row[key] for key in _FIELDS}
            name = Name(**fields | {"aliases": tuple(row["aliases"])})
        except (ValueError, TypeError, KeyError) as error:
            raise _malformed(f"The line is no entry of the register ({error!r}).", place, number) from error
        if not scheme().is_type(name.type, name.fine_type):
            raise _malformed(f"{name.type}.{name.fine_type} is no type of the scheme.", place, number)
        if not (name.name_zh or name.name_en) or name.name_id in names:
            raise _malformed(f"The entry {name.name_id!r} has no name, or its name_id occurs twice.", place, number)
        names[name.name_id] = name
    return tuple(names.values())


def _malformed(message: str, place: str, line: int) -> XinwenError:
    return XinwenError(
        "names-malformed", message, place=f"{place}:{line}", remedy="Correct the line; the format is in xinwen.labellers.register."
    )


def surfaces(name: Name) -> tuple[str, ...]:
    """Every surface of an entry once, canonical names first."""
    return tuple(dict.fromkeys(s for s in (name.name_zh, name.name_en, *name.aliases) if s))


@cache
def packaged_register() -> tuple[Name, ...]:
    """The register that belongs to this version: from the installed package, or from the source tree.

    Raises:
        XinwenError: ``names-missing``: it is in neither place.
    """
    source_tree = Path(__file__).parents[3] / "annotations" / "names.jsonl"
    places: tuple[Traversable, ...] = (files("xinwen.labellers").joinpath("data/names.jsonl"), source_tree)
    for place in places:
        if place.is_file():
            return parse_register(place.read_text("utf-8").splitlines(), str(place))
    raise XinwenError(
        "names-missing", "The register of names is not installed.", place=str(source_tree), remedy="Reinstall the package."
    )
