"""Somebody else's label files in the common model: a file is a split, a document a group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from xinwen.checks.target import Row, Target, Unit
from xinwen.errors import XinwenError
from xinwen.formats import Loaded, TaggedText, detect, load_files
from xinwen.formats.document import with_levels

_NEW_DOCUMENT = ("newdoc id", "newdoc")
_LEVELS = ("outer", "inner")
_MENDED = ("format-transition", "format-edge-blank")
_LENIENT: dict[str, dict[str, Any]] = {
    "conll": {"repair": "conlleval"},
    **{name: {"trim_edges": True} for name in ("doccano", "label-studio", "brat")},
}


def read_foreign(roots: tuple[Path, ...], files: Sequence[Path]) -> Target:
    """The files with what could be read of them; a file of no known format is a problem, not an error.

    Tags that break their scheme and spans with blank edges are reported, and then read as the CoNLL-2000 scorer reads the ones, and
    without the blanks the others, so that the other checks see them too.
    """
    contents = {str(path): path.read_bytes() for path in files}
    units: list[Unit] = []
    problems: list[XinwenError] = []
    for path in files:
        if path.suffix == ".txt" and path.with_suffix(".ann") in files:
            continue
        try:
            loaded, found = _load(path, contents)
        except XinwenError as problem:
            problems.append(problem)
            continue
        units += _units(str(path), loaded)
        problems += found
    return Target("foreign", roots, tuple(units), contents, tuple(problems))


def _load(path: Path, contents: Mapping[str, bytes]) -> tuple[Loaded, list[XinwenError]]:
    """What the file holds, read leniently where it has to be, and its problems, as a strict reading finds them."""
    held = {str(path): _readable(contents[str(path)])}
    text = path.with_suffix(".txt")
    if path.suffix == ".ann" and text.is_file():
        held[str(text)] = _readable(text.read_bytes())
    format_ = detect(held)
    strict = load_files(format_, held)
    mended = [problem for problem in strict.problems if problem.id in _MENDED]
    if not mended or format_.name not in _LENIENT:
        return strict, list(strict.problems)
    lenient = load_files(format_, held, **_LENIENT[format_.name])
    return lenient, [*mended, *(problem for problem in lenient.problems if problem.id not in _MENDED)]


def _readable(content: bytes) -> bytes:
    """The content, bytes that are no UTF-8 replaced, so that the rest can be looked at; bytes have checks of their own."""
    try:
        content.decode("utf-8", "surrogatepass")
        return content
    except UnicodeDecodeError:
        binary = content[:4096].count(b"\0") > 0
        return content if binary else content.decode("utf-8", "replace").encode()


def _units(name: str, loaded: Loaded) -> Iterator[Unit]:
    document, numbered = "", False
    for text in loaded.texts:
        begun = next((value for key, value in text.meta if key in _NEW_DOCUMENT), None)
        numbered = numbered or begun is not None
        document = begun or document
        yield Unit(text.id, document if numbered else text.id, name, name, _row(text))


def _row(text: TaggedText) -> Row:
    spans = [span for span in with_levels(text.spans) if span.level in _LEVELS]
    entities: list[Row] = []
    for span in spans:
        entities.append({
            "entity_id": f"{text.id} [{span.start}, {span.end})",
            "start_char": span.start,
            "end_char": span.end,
            "text": text.text[span.start : span.end],
            "type": span.label,
            "fine_type": None,
            "level": span.level,
        })
    return {"text": text.text, "entities": entities}
