"""Where pages came from: ``sources.jsonl``, and ids for pages that have none."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import MISSING, fields
from pathlib import Path

from xinwen.errors import XinwenError
from xinwen.readers.decoding import decode
from xinwen.records import Source
from xinwen.scheme import scheme

#: Name of the file that lists the pages of a folder.
SOURCES_FILE = "sources.jsonl"

_FIELDS = {field.name: field for field in fields(Source)}
_REQUIRED = tuple(name for name, field in _FIELDS.items() if field.default is MISSING)
_OPTIONAL = frozenset(name for name, field in _FIELDS.items() if field.default is None)
_KINDS = ("web", "synthetic")
_SHA256 = re.compile(r"[0-9a-f]{64}")
#: What an article id is made of: letters, digits, hyphen, underscore and Han.
_NOT_ID = re.compile(r"[^A-Za-z0-9_\-\u3400-\u4dbf\u4e00-\u9fff]+")
_ID_LENGTH = 80


def read_sources(path: Path) -> tuple[list[Source], list[XinwenError]]:
    """Read ``sources.jsonl``.

    Returns:
        The sources in file order, and what is wrong with the other lines: ``sources-line``, ``sources-duplicate-id``,
        ``sources-duplicate-file``. Of two lines with one id or file the first counts.

    Raises:
        XinwenError: ``input-missing`` or ``input-unreadable`` for a file that cannot be read, or an id of ``decode``.
    """
    try:
        text, _ = decode(path.read_bytes(), str(path))
    except FileNotFoundError:
        raise XinwenError("input-missing", "There is no such file.", place=str(path), remedy="Check the path.") from None
    except OSError as error:
        message, remedy = f"The file cannot be read: {error}.", "Check its permissions."
        raise XinwenError("input-unreadable", message, place=str(path), remedy=remedy) from None
    sources: list[Source] = []
    errors: list[XinwenError] = []
    seen: dict[tuple[str, str], int] = {}
    for number, line in enumerate(re.split(r"\r\n?|\n", text), 1):
        if line.strip():
            try:
                source = _source(line, f"{path}:{number}")
                _refuse_twins(source, seen, number, f"{path}:{number}")
                sources.append(source)
            except XinwenError as error:
                errors.append(error)
    return sources, errors


def check_sha256(source: Source, data: bytes, place: str) -> None:
    """Check that the page is the one that ``sources.jsonl`` speaks of.

    Raises:
        XinwenError: ``source-sha256``.
    """
    found = hashlib.sha256(data).hexdigest()
    if found != source.sha256:
        message = f"The file has SHA-256 {found}, {SOURCES_FILE} says {source.sha256}."
        remedy = f"Restore the page as received; if it was replaced on purpose, correct the line of {source.article_id}."
        raise XinwenError("source-sha256", message, place=place, remedy=remedy)


def article_ids(paths: Iterable[Path]) -> tuple[dict[Path, str], list[XinwenError]]:
    """Ids for pages that are listed nowhere: the file stem, made unique.

    The ids depend on the set of paths only, not on their order: among files of one stem, the first by path keeps it and the
    others are numbered from 2.

    Returns:
        The id of each path, and a notice (``input-duplicate-stem``) for each stem that several files share.
    """
    groups: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(set(paths)):
        groups[_as_id(path.stem)].append(path)
    taken, ids, notices = set(groups), dict[Path, str](), []
    for stem, twins in sorted(groups.items()):
        ids[twins[0]] = stem
        for path in twins[1:]:
            number = 2
            while f"{stem}-{number}" in taken:
                number += 1
            ids[path] = f"{stem}-{number}"
            taken.add(ids[path])
        if len(twins) > 1:
            notices.append(_twins(twins, ids))
    return ids, notices


def _as_id(stem: str) -> str:
    return _NOT_ID.sub("-", stem).strip("-")[:_ID_LENGTH] or "page"


def _twins(paths: list[Path], ids: dict[Path, str]) -> XinwenError:
    given = ", ".join(f"{path} is {ids[path]}" for path in paths)
    remedy = f"Rename them, or list them with ids of their own in {SOURCES_FILE}."
    return XinwenError("input-duplicate-stem", f"Files share one stem: {given}.", place=str(paths[1]), remedy=remedy)


def _source(line: str, place: str) -> Source:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _bad(f"The line is no JSON: {error}.", place) from None
    if not isinstance(record, dict):
        raise _bad("The line is no JSON object.", place)
    if problems := [*_field_problems(record), *_value_problems(record)]:
        raise _bad(f"The line is wrong: {'; '.join(problems)}.", place)
    return Source(**record)


def _field_problems(record: dict[str, object]) -> Iterable[str]:
    yield from (f"field {name} is missing" for name in _REQUIRED if name not in record)
    yield from (f"field {name} is unknown" for name in record if name not in _FIELDS)
    for name, value in record.items():
        if name in _FIELDS and not isinstance(value, str) and not (value is None and name in _OPTIONAL):
            yield f"field {name} is no string: {json.dumps(value, ensure_ascii=False)[:80]}"


def _value_problems(record: dict[str, object]) -> Iterable[str]:
    identifier, digest, file = record.get("article_id"), record.get("sha256"), record.get("file")
    if isinstance(identifier, str) and (not identifier or _NOT_ID.search(identifier)):
        yield f"article_id {identifier!r} is not made of letters, digits, hyphens, underscores and Han characters"
    if isinstance(digest, str) and not _SHA256.fullmatch(digest):
        yield "sha256 is not 64 lower-case hexadecimal digits"
    if isinstance(file, str) and (not file or Path(file).is_absolute() or ".." in Path(file).parts):
        yield f"file {file!r} is not a path inside the folder"
    if "source_kind" in record and record["source_kind"] not in _KINDS:
        yield f"source_kind is none of {', '.join(_KINDS)}"
    if "split" in record and record["split"] not in scheme().splits:
        yield f"split is none of {', '.join(scheme().splits)}"


def _refuse_twins(source: Source, seen: dict[tuple[str, str], int], number: int, place: str) -> None:
    for kind, value in (("id", source.article_id), ("file", source.file)):
        first = seen.setdefault((kind, value), number)
        if first != number:
            remedy = "Give each page one line and an id of its own."
            raise XinwenError(f"sources-duplicate-{kind}", f"{value} stands on line {first} already.", place=place, remedy=remedy)


def _bad(message: str, place: str) -> XinwenError:
    names = ", ".join(_FIELDS)
    return XinwenError("sources-line", message, place=place, remedy=f"The fields are {names}.")
