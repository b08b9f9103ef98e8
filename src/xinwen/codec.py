"""Records to and from plain JSON values, driven by the records' own type hints.

Fields that hold their default are left out, so that a line shows what an annotator said and nothing else; keys stand in the
order of the record's fields, so that a line changes only where a label does.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from functools import cache, partial
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Record = TypeVar("Record")
Decoder = Callable[[Any], Any]


class CodecError(ValueError):
    """A JSON value that is no such record; ``path`` says where in the value (``entities[2].type``)."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path or 'line'}: {message}")
        self.path, self.message = path, message

    def under(self, step: str) -> CodecError:
        """The same error, told of a value that holds this one under ``step``: a key, or an index in brackets."""
        dot = "." if self.path and not self.path.startswith("[") else ""
        return CodecError(f"{step}{dot}{self.path}", self.message)


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


def decode(kind: type[Record], value: Any) -> Record:
    """The record that ``encode`` wrote.

    Raises:
        CodecError: for a missing or unknown key, or a value of the wrong type.
    """
    record: Record = _decoder(kind)(value)  # type: ignore[arg-type]
    return record


@cache
def _decoder(hint: Any) -> Decoder:
    """What makes a value of a type out of its JSON value; made once a type, since there are some fifty values a sentence."""
    if get_origin(hint) in (types.UnionType, Union):
        return partial(_optional, _decoder(next(arm for arm in get_args(hint) if arm is not types.NoneType)))
    if get_origin(hint) is tuple:
        return partial(_items, _decoder(get_args(hint)[0]))
    if _is_record(hint):
        decoders = {name: _decoder(one) for name, one in get_type_hints(hint).items()}
        return partial(_record, hint, decoders, [name for name, default in defaults(hint) if default is MISSING])
    return _number if hint is float else partial(_exactly, hint)


def _record(kind: type[Any], decoders: Mapping[str, Decoder], required: Sequence[str], value: Any) -> Any:
    if not isinstance(value, dict):
        raise CodecError("", f"an object is expected, not {_shown(value)}")
    for key in value.keys() - decoders.keys():
        raise CodecError("", f"unknown key {key!r}; known are {', '.join(decoders)}")
    for key in required:
        if key not in value:
            raise CodecError("", f"key {key!r} is missing")
    made = {}
    for key, item in value.items():
        try:
            made[key] = decoders[key](item)
        except CodecError as error:
            raise error.under(key) from None
    return kind(**made)


def _optional(decoder: Decoder, value: Any) -> Any:
    return None if value is None else decoder(value)


def _items(decoder: Decoder, value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise CodecError("", f"a list is expected, not {_shown(value)}")
    made = []
    for i, item in enumerate(value):
        try:
            made.append(decoder(item))
        except CodecError as error:
            raise error.under(f"[{i}]") from None
    return tuple(made)


def _number(value: Any) -> float:
    return float(value) if type(value) is int else _exactly(float, value)


def _exactly(kind: type[Record], value: Any) -> Record:
    if type(value) is not kind:
        raise CodecError("", f"{kind.__name__} is expected, not {_shown(value)}")
    return value


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:39]}…"
