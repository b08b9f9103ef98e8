"""A user's own names: a CSV file with the columns ``surface`` and ``type``, and ``name_id`` and ``canonical`` for links.

``type`` is a full type of the scheme (``ORG.company``), or ``-`` for a surface that is no name. ``name_id`` is an entry of the
register or a new one; ``canonical`` is the name of a new entry, or, without a ``name_id``, that of an entry of the register.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from xinwen.errors import XinwenError
from xinwen.labellers.gazetteer import NOT_A_NAME
from xinwen.readers import read_bytes
from xinwen.readers.decoding import decode
from xinwen.records import Name
from xinwen.register import Register
from xinwen.scheme import full_type, scheme, split_type

COLUMNS = ("surface", "type", "name_id", "canonical")
_REQUIRED = 2
_SHOWN = 5
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_REMEDY = f"Write the columns {', '.join(COLUMNS)}; the last two may be left out."


class OwnName(NamedTuple):
    """A line of the file: a surface, its full type, and the entry that it is linked to."""

    surface: str
    type: str
    name_id: str | None = None
    canonical: str | None = None


def read_names(path: Path, register: Register) -> tuple[OwnName, ...]:
    """The names of a file, linked.

    Raises:
        XinwenError: ``names-header`` for other columns; ``names-line`` for lines that are no names, the first of them with their
            numbers; what `xinwen.readers` raises for a file that cannot be read.
    """
    text, _ = decode(read_bytes(path), str(path))
    names: dict[tuple[str, str], OwnName] = {}
    wrong: list[tuple[int, str]] = []
    types: dict[str, str] = {n.name_id: full_type(n.type, n.fine_type) for n in register.by_id.values()}
    for line, row in _rows(text, str(path)):
        try:
            name = _linked(row, register)
            if (name.surface, name.type) in names:
                raise ValueError(f"{name.surface} stands twice as {name.type}")
            if name.name_id and types.setdefault(name.name_id, name.type) not in (name.type, split_type(name.type)[0]):
                raise ValueError(f"{name.name_id} is {types[name.name_id]}, not {name.type}")
            names[name.surface, name.type] = name
        except ValueError as error:
            wrong.append((line, str(error)))
    if wrong:
        shown = "; ".join(f"line {line}: {message}" for line, message in wrong[:_SHOWN])
        message = f"{len(wrong)} of the lines {'is no name' if len(wrong) == 1 else 'are no names'} ({shown})."
        raise XinwenError("names-line", message, place=f"{path}:{wrong[0][0]}", remedy="Correct the lines.")
    return tuple(names.values())


def new_entries(names: Iterable[OwnName], register: Register) -> tuple[Name, ...]:
    """The entries that the names add to the register, each with all its surfaces."""
    linked: dict[str, list[OwnName]] = {}
    for name in names:
        if name.name_id and name.name_id not in register.by_id:
            linked.setdefault(name.name_id, []).append(name)
    return tuple(_entry(name_id, same) for name_id, same in linked.items())


def _rows(text: str, place: str) -> Iterator[tuple[int, OwnName]]:
    """The lines as they stand, each with its number."""
    reader = csv.reader(StringIO(text, newline=""), skipinitialspace=True, strict=True)
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        if set(header) - set(COLUMNS) or len(header) != len(set(header)) or not set(COLUMNS[:_REQUIRED]) <= set(header):
            message = f"The first line names the columns {', '.join(header) or '(none)'}."
            raise XinwenError("names-header", message, place=f"{place}:1", remedy=_REMEDY)
        for row in reader:
            cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
            if any(cells.values()):
                surface, type_, name_id, canonical = (cells.get(column, "") for column in COLUMNS)
                yield reader.line_num, OwnName(surface, type_, name_id or None, canonical or None)
    except csv.Error as error:
        raise XinwenError("names-line", f"This is no CSV: {error}.", place=f"{place}:{reader.line_num}", remedy=_REMEDY) from None


def _linked(name: OwnName, register: Register) -> OwnName:
    """The name with its entry; raises ValueError for what is no name."""
    if not name.surface:
        raise ValueError("the surface is empty")
    if name.type == NOT_A_NAME and not (name.name_id or name.canonical):
        return name
    if name.type not in scheme().full_types:
        raise ValueError(
            f"{name.type or 'an empty cell'} is no type; known are {', '.join(scheme().full_types)}, and {NOT_A_NAME} for no name"
        )
    if name.name_id or not name.canonical:
        return name
    entry = register.resolve(name.canonical, name.type)
    if entry is None:
        raise ValueError(f"no {name.type} of the register is called {name.canonical}; give it a name_id")
    return name._replace(name_id=entry.name_id)


def _entry(name_id: str, names: Sequence[OwnName]) -> Name:
    canonical = next((n.canonical for n in names if n.canonical), names[0].surface)
    aliases = tuple(dict.fromkeys(n.surface for n in names if n.surface != canonical))
    chinese = _HAN.search(canonical) is not None
    return Name(name_id, *split_type(names[0].type), canonical if chinese else None, None if chinese else canonical, aliases)
