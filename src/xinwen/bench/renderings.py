"""Dirty files that clean articles were turned into, each with its truth.

A *rendering* is such a file cut into pieces, each of which is content as it is, content in another shape (Traditional, garbled,
half-width), or noise. The truth stands beside the file as ``<file>.truth.jsonl``: a first line with ``file``, ``kind``,
``encoding`` and ``article_id``, then a line a piece::

    ["text as it is"]    ["raw text", "clean text", "kind of change"]    ["raw text", "", "kind of noise"]

The raw texts laid end to end are the decoded file, the clean texts the article.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from xinwen.errors import XinwenError
from xinwen.readers import read_bytes

TRUTH_SUFFIX = ".truth.jsonl"
#: Pieces of this kind never show: tags, scripts, comments.
MARKUP = "markup"

Positions = npt.NDArray[np.int64]


class Piece(NamedTuple):
    """A stretch of a dirty text: what stands there, what is meant by it (nothing for noise), and the kind of noise or change."""

    raw: str
    clean: str
    kind: str = ""


@dataclass(frozen=True, eq=False)
class Rendering:
    """A dirty file with its truth; ``kind`` is the kind of noise the file is an example of."""

    name: str
    kind: str
    encoding: str
    article_id: str
    data: bytes
    pieces: tuple[Piece, ...]

    @cached_property
    def text(self) -> str:
        """The decoded file."""
        return "".join(piece.raw for piece in self.pieces)

    @cached_property
    def starts(self) -> Positions:
        """Where the pieces start, and where the last one ends, in code points; shape (pieces + 1,)."""
        return np.cumsum([0, *(len(piece.raw) for piece in self.pieces)])


def read_renderings(folder: Path) -> list[Rendering]:
    """The renderings of a folder, by name.

    Raises:
        XinwenError: ``bench-no-renderings`` for a folder without any, ``bench-truth`` for a truth that cannot be read or that is
            another file's, and what a missing file raises.
    """
    truths = sorted(folder.glob(f"*{TRUTH_SUFFIX}")) if folder.is_dir() else []
    if not truths:
        raise XinwenError(
            "bench-no-renderings",
            "There are no dirty files with their truth here.",
            place=str(folder),
            remedy="Run this in a checkout of the project, or name a folder that scripts/render_dirty.py filled.",
        )
    return [read_rendering(truth) for truth in truths]


def read_rendering(truth: Path) -> Rendering:
    """One rendering, from its truth and the file beside it."""
    place = str(truth)
    try:
        head, *lines = [json.loads(line) for line in read_bytes(truth).decode("utf-8").split("\n") if line]
        pieces = tuple(_piece(line) for line in lines)
        name, kind, encoding, article_id = (str(head[key]) for key in ("file", "kind", "encoding", "article_id"))
    except (ValueError, KeyError, TypeError) as error:
        raise _bad_truth(f"The truth cannot be read: {error!r}.", place) from None
    rendering = Rendering(name, kind, encoding, article_id, read_bytes(truth.parent / name), pieces)
    try:
        spelled = rendering.text.encode(encoding)
    except (LookupError, UnicodeEncodeError) as error:
        raise _bad_truth(f"The truth does not spell the file: {error}.", place) from None
    if spelled != rendering.data:
        raise _bad_truth(f"The raw texts of the truth laid end to end are not {name}.", place)
    return rendering


def _piece(line: object) -> Piece:
    match line:
        case [str(raw)]:
            return Piece(raw, raw)
        case [str(raw), str(clean), str(kind)] if kind:
            return Piece(raw, clean, kind)
    raise ValueError(f"a line is [text] or [raw text, clean text, kind], not {line!r}")


def _bad_truth(message: str, place: str) -> XinwenError:
    return XinwenError(
        "bench-truth", message, place=place, remedy="Make the file and its truth again with scripts/render_dirty.py."
    )


def write_rendering(folder: Path, rendering: Rendering) -> None:
    """Write the file and its truth."""
    head = {"file": rendering.name, "kind": rendering.kind, "encoding": rendering.encoding, "article_id": rendering.article_id}
    lines = [head, *([p.raw] if p == Piece(p.raw, p.raw) else list(p) for p in rendering.pieces)]
    (folder / rendering.name).write_bytes(rendering.data)
    text = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)
    (folder / f"{rendering.name}{TRUTH_SUFFIX}").write_bytes(text.encode("utf-8"))
