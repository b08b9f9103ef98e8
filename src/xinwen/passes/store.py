"""The store of labels: one JSON Lines file for an article and a pass.

``passes/<pass>/<article_id>.jsonl`` holds what one annotator said, ``adjudicated/<article_id>.jsonl`` the labels that count. The
first line is a header that says who made the pass and under what; each further line is one sentence with its text, its place in the
raw text and its labels, so that a diff of two versions reads like a list of changed sentences.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xinwen.codec import CodecError, decode, encode
from xinwen.errors import XinwenError
from xinwen.records import ArticlePass, PassInfo, SentenceLabels

#: The name of the pass whose labels count.
ADJUDICATED = "adjudicated"

#: Runs of a sentence that were kept from the raw text: (start in the sentence, start in the raw text, length).
Segments = tuple[tuple[int, int, int], ...]

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class StoredPass:
    """A pass as it lies in a file: the labels, and for each sentence the runs it kept from the raw text."""

    labels: ArticlePass
    segments: Mapping[str, Segments]


def pass_path(annotations: Path, name: str, article_id: str) -> Path:
    """Where the pass ``name`` over ``article_id`` lies; the adjudicated labels have a folder of their own."""
    folder = annotations / ADJUDICATED if name == ADJUDICATED else annotations / "passes" / name
    return folder / f"{article_id}.jsonl"


def write_pass(p: ArticlePass, annotations: Path, segments: Mapping[str, Segments] | None = None) -> Path:
    """Write a pass into the store, beside the old file first, then in its place.

    Args:
        p: the pass.
        annotations: the folder of annotations.
        segments: for each sentence the runs it kept from the raw text. A sentence that is a copy of its raw text needs none.

    Returns:
        The file written.
    """
    path = pass_path(annotations, p.info.name, p.article_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.part")
    beside.write_text("".join(f"{line}\n" for line in dump_pass(p, segments or {})), encoding="utf-8", newline="\n")
    beside.replace(path)
    return path


def dump_pass(p: ArticlePass, segments: Mapping[str, Segments]) -> Iterator[str]:
    """The lines of a pass file, header first."""
    yield _json({"xinwen_pass": _FORMAT, **encode(p.info), "article_id": p.article_id})
    for labels in p.sentences:
        line = encode(labels)
        kept = segments.get(labels.sentence_id)
        if kept is not None and kept != _copied(labels):
            head = ("sentence_id", "text", "raw_start", "raw_end")
            line = {**{key: line[key] for key in head}, "raw": kept, **line}
        yield _json(line)


def read_pass(path: Path) -> ArticlePass:
    """Read a pass.

    Raises:
        XinwenError: ``pass-file`` for no file, ``pass-header`` for a first line that is no header, ``pass-line`` for any other
            line that is no sentence.
    """
    return read_stored(path).labels


def read_stored(path: Path) -> StoredPass:
    """Read a pass together with the runs its sentences kept from the raw text; raises as :func:`read_pass`."""
    lines = _read_lines(path)
    info, article_id = _header(lines[0] if lines else "", path)
    sentences: list[SentenceLabels] = []
    segments: dict[str, Segments] = {}
    for number, line in enumerate(lines[1:], 2):
        labels, kept = _sentence(line, f"{path}:{number}")
        sentences.append(labels)
        segments[labels.sentence_id] = kept
    return StoredPass(ArticlePass(info, article_id, tuple(sentences)), segments)


def read_passes(annotations: Path) -> list[ArticlePass]:
    """Every pass in the store, the adjudicated one first, then by pass and article."""
    paths = (*sorted((annotations / ADJUDICATED).glob("*.jsonl")), *sorted((annotations / "passes").glob("*/*.jsonl")))
    return [read_pass(path) for path in paths]


def _read_lines(path: Path) -> list[str]:
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        remedy = "Check the names of the pass and of the article."
        raise XinwenError("pass-file", "there is no such pass file.", place=str(path), remedy=remedy) from error
    except UnicodeDecodeError as error:
        message = f"not UTF-8: {error.reason} at byte {error.start}."
        raise XinwenError("pass-line", message, place=str(path), remedy="Save the file as UTF-8.") from error
    return text.removesuffix("\n").split("\n") if text else []


def _header(line: str, path: Path) -> tuple[PassInfo, str]:
    place = f"{path}:1"
    remedy = 'The first line is an object with "xinwen_pass": 1, the pass and the article_id.'
    try:
        value = _parsed(line)
        version, article_id = value.pop("xinwen_pass", None), value.pop("article_id", None)
        if version != _FORMAT or not isinstance(article_id, str):
            raise CodecError("", f'"xinwen_pass" is {version!r} and "article_id" {article_id!r}')
        return decode(PassInfo, value), article_id
    except CodecError as error:
        raise XinwenError("pass-header", f"{error}.", place=place, remedy=remedy) from error


def _sentence(line: str, place: str) -> tuple[SentenceLabels, Segments]:
    try:
        value = _parsed(line)
        raw = value.pop("raw", None)
        labels = decode(SentenceLabels, value)
        return labels, _copied(labels) if raw is None else _kept(raw)
    except CodecError as error:
        remedy = "Correct the line, or write the pass again with `xinwen annotate compile`."
        raise XinwenError("pass-line", f"{error}.", place=place, remedy=remedy) from error


def _copied(labels: SentenceLabels) -> Segments:
    """The one run of a sentence that stands in the raw text as it is; none where the lengths differ."""
    length = len(labels.text)
    return ((0, labels.raw_start, length),) if length and labels.raw_end - labels.raw_start == length else ()


def _kept(value: Any) -> Segments:
    if not isinstance(value, list) or not all(
        isinstance(run, list) and len(run) == 3 and all(type(n) is int for n in run) for run in value
    ):
        raise CodecError("raw", "a list of [start_char, raw_start, length] is expected")
    return tuple((start, raw, length) for start, raw, length in value)


def _parsed(line: str) -> dict[str, Any]:
    try:
        value = json.loads(line, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise CodecError("", f"no JSON ({error})") from error
    if not isinstance(value, dict):
        raise CodecError("", "an object is expected")
    return value


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
