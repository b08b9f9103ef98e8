"""Records to and from plain JSON values, driven by the records' own type hints.

Fields that hold their default are left out, so that a line shows what an annotator said and nothing else; keys stand in the
order of the record's fields, so that a line changes only where a label does.
"""

from __future__ import annotations

import types
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Record = TypeVar("Record")


class CodecError(ValueError):
    """A JSON value that is no such record; ``path`` says where in the value (``entities[2].type``)."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path or 'line'}: {message}")


def encode(record: object) -> dict[str, Any]:
    """A record as a dict of JSON values, without the fields that hold their default."""
    pairs = ((name, default, getattr(record, name)) for name, default in defaults(type(record)))
    return {name: _plain(value) for name, default, value in pairs if value != default}


def _plain(value: Any) -> Any:
    if _is_record(type(value)):
        return encode(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value


def _is_record(kind: Any) -> bool:
    """Whether it is a class of records: a dataclass, or a tuple with names."""
    return is_dataclass(kind) or hasattr(kind, "_field_defaults")


def defaults(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    """The fields of a class of records, in order, with their defaults; ``dataclasses.MISSING`` for what is required."""
    return _defaults(kind)  # type: ignore[arg-type]


@cache
def _defaults(kind: Any) -> tuple[tuple[str, Any], ...]:
    if not is_dataclass(kind):
        return tuple((name, kind._field_defaults.get(name, MISSING)) for name in kind._fields)
    return tuple((f.name, f.default_factory() if f.default_factory is not MISSING else f.default) for f in fields(kind))


def decode(kind: type[Record], value: Any, path: str = "") -> Record:
    """The record that ``encode`` wrote.

    Raises:
        CodecError: for a missing or unknown key, or a value of the wrong type.
    """
    if not isinstance(value, dict):
        raise CodecError(path, f"an object is expected, not {_shown(value)}")
    hints, required = _shape(kind)  # type: ignore[arg-type]
    for key in value.keys() - hints.keys():
        raise CodecError(path, f"unknown key {key!r}; known are {', '.join(hints)}")
    for key in required:
        if key not in value:
            raise CodecError(path, f"key {key!r} is missing")
    prefix = f"{path}." if path else ""
    return kind(**{key: _typed(hints[key], item, prefix + key) for key, item in value.items()})


@cache
def _shape(kind: type[Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    hints = get_type_hints(kind)
    return hints, tuple(name for name, default in defaults(kind) if default is MISSING)


def _typed(hint: Any, value: Any, path: str) -> Any:
    if get_origin(hint) in (types.UnionType, Union):
        if value is None:
            return None
        hint = next(arm for arm in get_args(hint) if arm is not types.NoneType)
    if get_origin(hint) is tuple:
        return _items(get_args(hint)[0], value, path)
    if _is_record(hint):
        return decode(hint, value, path)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not hint:
        raise CodecError(path, f"{hint.__name__} is expected, not {_shown(value)}")
    return value


def _items(hint: Any, value: Any, path: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise CodecError(path, f"a list is expected, not {_shown(value)}")
    return tuple(_typed(hint, item, f"{path}[{i}]") for i, item in enumerate(value))


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:39]}…"
