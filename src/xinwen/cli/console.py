"""What the commands show: progress bars on standard error, tables on standard output."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import click
from tqdm import tqdm

from xinwen.errors import XinwenError

T = TypeVar("T")


def progress(items: Iterable[T], label: str) -> Iterable[T]:
    """A progress bar on standard error, off when that is not a terminal."""
    return tqdm(items, desc=label, unit="page", file=sys.stderr, disable=not sys.stderr.isatty(), leave=False)


def table(rows: Sequence[Sequence[object]], *, indent: str = "  ") -> str:
    """Rows as aligned columns; a Han character is two columns wide, numbers stand to the right."""
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    lines = []
    for row, values in zip(cells, rows, strict=True):
        padded = [
            _pad(cell, width, right=isinstance(value, int | float)) for cell, width, value in zip(row, widths, values, strict=True)
        ]
        lines.append((indent + "  ".join(padded)).rstrip())
    return "\n".join(lines)


def emit_json(value: Any) -> None:
    """A value as JSON on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def emit_errors(errors: Iterable[XinwenError]) -> None:
    """Errors, one a line, on standard error."""
    for error in errors:
        click.echo(f"reject {error}", err=True)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _pad(text: str, width: int, *, right: bool) -> str:
    blanks = " " * (width - _width(text))
    return blanks + text if right else text + blanks
