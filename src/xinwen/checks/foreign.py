"""Somebody else's label files in the common model: a file is a split, a document a group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from xinwen.checks.target import Row, Target, Unit
from xinwen.errors import XinwenError
from xinwen.formats import Format, Loaded, TaggedText, detect, load_files
from xinwen.formats.document import with_levels

_NEW_DOCUMENT = ("newdoc id", "newdoc")
_LEVELS = ("outer", "inner")


def read_foreign(roots: tuple[Path, ...], files: Sequence[Path]) -> Target:
    """The files with what could be read of them; a file of no known format is a problem, not an error.

    A sentence whose tags break their scheme is reported, and then read as the CoNLL-2000 scorer reads it, so that
    the other checks see it too.
    """
    contents = {str(path): path.read_bytes() for path in files}
    units: list[Unit] = []
    problems: list[XinwenError] = []
    for path in files:
        try:
            loaded, found = _load(path, contents)
        except XinwenError as problem:
            problems.append(problem)
            continue
        units += _units(str(path), loaded)
        problems += found
    return Target("foreign", roots, tuple(units), contents, tuple(problems))


def _load(path: Path, contents: dict[str, bytes]) -> tuple[Loaded, tuple[XinwenError, ...]]:
    name = str(path)
    if path.suffix == ".ann" or path.with_suffix(".ann").exists():
        return _load_brat(path) if path.suffix == ".ann" else (Loaded(), ())
    held = {name: _readable(contents[name])}
    format_ = detect(held)
    loaded = load_files(format_, held)
    problems = loaded.problems
    if format_.name == "conll" and any(p.id == "format-transition" for p in problems):
        loaded = load_files(format_, held, repair="conlleval")
    return loaded, problems


def _load_brat(path: Path) -> tuple[Loaded, tuple[XinwenError, ...]]:
    pair = {file.name: file.read_bytes() for file in (path, path.with_suffix(".txt")) if file.exists()}
    format_: Format = detect(pair)
    loaded = load_files(format_, pair)
    return loaded, loaded.problems


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
