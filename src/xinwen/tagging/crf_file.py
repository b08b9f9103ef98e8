"""The file of a linear-chain conditional random field, as CRFsuite writes it: labels, attributes, and a weight for pairs of them.

A header of numbers says where the parts lie: the weights (kind, from, to, weight), and for labels and attributes each a constant
database (CQDB) of strings and their numbers, of which only the list of the strings is read.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_HEADER = struct.Struct("<4sI4s9I")
_DATABASE = struct.Struct("<4s5I")
_ORDER = 0x62445371  # how a database says that its numbers are little-endian
_CHUNK = struct.Struct("<4s2I")
_STRING = struct.Struct("<2I")
_WEIGHTS = np.dtype([("kind", "<u4"), ("source", "<u4"), ("target", "<u4"), ("weight", "<f8")])
_STATE = 0


class Field(NamedTuple):
    """A conditional random field.

    Attributes:
        labels: its labels.
        attributes: what may be said of a token.
        states: what an attribute is worth for a label, shape (attributes, labels).
        steps: what a label is worth for the one behind it, shape (labels, labels).
    """

    labels: list[str]
    attributes: list[str]
    states: NDArray[np.float64]
    steps: NDArray[np.float64]


def read_field(content: bytes) -> Field:
    """The field in a file of CRFsuite.

    Raises:
        ValueError: it is no such file, or it is torn.
    """
    try:
        magic, size, kind, _, _, _, _, weights, labels, attributes, *_ = _HEADER.unpack_from(content)
        if (magic, kind) != (b"lCRF", b"FOMC"):
            raise ValueError("it is no file of CRFsuite")
        if size != len(content):
            raise ValueError("it is torn")
        names, known = _strings(content, labels), _strings(content, attributes)
        _, _, number = _CHUNK.unpack_from(content, weights)
        rows = np.frombuffer(content, _WEIGHTS, number, weights + _CHUNK.size)
        states, steps = rows[rows["kind"] == _STATE], rows[rows["kind"] != _STATE]
        return Field(names, known, _table(states, len(known), len(names)), _table(steps, len(names), len(names)))
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise ValueError(f"it is torn: {error}") from None


def _table(rows: NDArray[np.void], height: int, width: int) -> NDArray[np.float64]:
    table = np.zeros((height, width))
    table[rows["source"], rows["target"]] = rows["weight"]
    return table


def _strings(content: bytes, start: int) -> list[str]:
    """The strings of a database, by their numbers."""
    magic, _, _, order, number, places = _DATABASE.unpack_from(content, start)
    if (magic, order) != (b"CQDB", _ORDER):
        raise ValueError("it has no database of strings")
    strings = []
    for place in np.frombuffer(content, "<u4", number, start + places).tolist():
        _, length = _STRING.unpack_from(content, start + place)
        begin = start + place + _STRING.size
        strings.append(content[begin : begin + length - 1].decode())  # the last byte is zero
    return strings
