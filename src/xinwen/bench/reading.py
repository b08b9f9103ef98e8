"""Labelled sentences from wherever they lie: a release, a pass, or a file of one of the formats; gold and predictions alike."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from inspect import signature
from pathlib import Path
from typing import Any, TypeGuard

import pyarrow as pa

from xinwen.bench.marks import OUTER, Claimed, Entity, Marked, Marks, Source, Target, layers_in, marks_of
from xinwen.errors import XinwenError
from xinwen.formats import FORMATS, TaggedText, detect, load_files
from xinwen.formats.admission import LAYER_OF_LABEL
from xinwen.formats.decoding import decode
from xinwen.formats.document import with_levels
from xinwen.formats.jsonlines import Record, read_records
from xinwen.formats.tags import Repair, guess_scheme, split_tag, to_spans
from xinwen.passes.store import read_pass
from xinwen.readers import read_bytes
from xinwen.release.parquet import read_plain
from xinwen.scheme import full_type, scheme
from xinwen.text.damage import find_damage

_LIMIT = 2**30
_TAG_KEYS = ("ner_tags", "tags", "predictions", "labels")
_ARTICLE_KEYS = ("article_id", "newdoc id", "doc_id")
_COLUMNS = ("sentence_id", "article_id", "kind", "text", "damaged", "source_kind", "polarity", "entities", "sentiments", "claims")


@dataclass(frozen=True, slots=True)
class Reading:
    """Labelled sentences.

    Attributes:
        ours: the mentions carry our types; otherwise the tags of the file.
        layers: the layers that are labelled.
        split: of a release.
        problems: what could not be taken, with its place; notes: how the file was understood.
    """

    sentences: tuple[Marked, ...]
    ours: bool
    layers: tuple[str, ...]
    split: str | None = None
    problems: tuple[XinwenError, ...] = ()
    notes: tuple[str, ...] = ()


def read_labelled(path: Path, *, split: str | None = None, repair: Repair = "none") -> Reading:
    """Read a release, a pass (a file, or a folder of them), or files of a format.

    Args:
        path: where it lies.
        split: of a release; None: ``test`` where there is one, else ``seeds``, else the first.
        repair: what becomes of tag sequences that break their scheme (`xinwen.formats.tags`).

    Raises:
        XinwenError: ``bench-split`` for a split that is not there, ``bench-data`` for a release that cannot be read, and what the
            formats raise.
    """
    if is_release(path):
        return _release(path, split or default_split(path))
    files = _files(path)
    if split is not None:
        raise XinwenError("bench-split", "Only a release has splits.", place=str(path), remedy="Leave --split out.")
    contents = {str(file): read_bytes(file, limit=_LIMIT) for file in files}
    first = next(iter(contents.values()))[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if first.startswith(b'{"xinwen_pass"'):
        marked = tuple(_of_passes(files))
        return Reading(marked, ours=True, layers=layers_in(m.marks for m in marked))
    if b'"tokens"' in first.split(b"\n", 1)[0]:
        return _of_tokens(contents, repair)
    format_ = detect(contents)
    options: dict[str, Any] = {"repair": repair} if "repair" in signature(format_.load).parameters else {}
    loaded = load_files(format_, contents, **options)
    return Reading(tuple(_of_texts(loaded.texts)), ours=False, layers=("entities",), problems=loaded.problems, notes=loaded.notes)


def is_release(path: Path) -> bool:
    """Whether this is the folder of a release."""
    return (path / "data" / "sentences").is_dir()


def splits_of(path: Path) -> tuple[str, ...]:
    """The splits of a release, in the scheme's order."""
    found = {file.name.partition("-")[0] for file in (path / "data" / "sentences").glob("*.parquet")}
    known = scheme().splits
    return tuple(sorted(found, key=lambda split: (known.index(split) if split in known else len(known), split)))


def default_split(path: Path) -> str:
    """``test`` where there is one, else ``seeds``, else the first."""
    there = splits_of(path)
    return next((split for split in ("test", "seeds") if split in there), there[0] if there else "test")


def _release(path: Path, split: str) -> Reading:
    files = sorted((path / "data" / "sentences").glob(f"{split}-*.parquet"))
    if not files:
        message, remedy = f"The release has no split {split!r}.", f"Take one of: {', '.join(splits_of(path)) or 'none'}."
        raise XinwenError("bench-split", message, place=str(path), remedy=remedy)
    try:
        rows = [row for file in files for row in read_plain(file).select(_COLUMNS).to_pylist()]
    except (OSError, pa.ArrowException, KeyError) as error:
        message, remedy = f"This is no table of sentences: {error!r}.", "Name the folder of a release, and check it: xinwen check."
        raise XinwenError("bench-data", message, place=str(path), remedy=remedy) from None
    return Reading(tuple(map(_of_row, rows)), ours=True, layers=("entities", "sentiment", "claims"), split=split)


def _of_row(row: Mapping[str, Any]) -> Marked:
    """A row of the table ``sentences``."""
    damaged = tuple(find_damage(row["text"])[1]) if row["damaged"] else ()
    source = Source(row["sentence_id"], row["text"], row["article_id"], row["source_kind"], row["kind"], damaged)
    outer = [e for e in row["entities"] if e["level"] == OUTER]
    spans = {e["entity_id"]: (e["start_char"], e["end_char"]) for e in outer}
    marks = Marks(
        tuple(Entity(e["start_char"], e["end_char"], full_type(e["type"], e["fine_type"])) for e in outer),
        row["polarity"],
        tuple(Target(*spans[s["target_id"]], s["polarity"]) for s in row["sentiments"] if s["target_id"] in spans),
        tuple(_claim_of_row(c) for c in row["claims"]),
    )
    return Marked(source, marks)


def _claim_of_row(claim: Mapping[str, Any]) -> Claimed:
    sources = frozenset((m["sentence_id"], m["start_char"], m["end_char"]) for m in claim["sources"])
    return Claimed(claim["start_char"], claim["end_char"], claim["source_kind"], sources)


def _files(path: Path) -> list[Path]:
    """The file, with the text beside brat's; or every file in the folder that a format may have written."""
    if not path.is_dir():
        beside = [path.with_suffix(suffix) for suffix in (".txt", ".ann")] if path.suffix == ".ann" else [path]
        return [file for file in beside if file == path or file.is_file()]
    suffixes = {suffix for format_ in FORMATS.values() for suffix in format_.suffixes}
    files = sorted(file for file in path.rglob("*") if file.suffix in suffixes and file.is_file())
    if not files:
        message = f"No file here ends with {', '.join(sorted(suffixes))}, and this is no release."
        raise XinwenError("input-missing", message, place=str(path), remedy="Name a release, a file, or a folder of files.")
    return files


def _of_passes(files: Sequence[Path]) -> Iterator[Marked]:
    for file in files:
        one = read_pass(file)
        for labels in one.sentences:
            yield Marked(Source(labels.sentence_id, labels.text, one.article_id), marks_of(labels))


def _of_texts(texts: Sequence[TaggedText]) -> Iterator[Marked]:
    """Texts of a format, their outermost spans as mentions; a document's id holds until the next one."""
    article: str | None = None
    for text in texts:
        told = dict(text.meta)
        article = next((told[key] for key in _ARTICLE_KEYS if key in told), article)
        spans = (s for s in with_levels(text.spans) if s.level == OUTER and s.label not in LAYER_OF_LABEL)
        entities = tuple(Entity(s.start, s.end, s.label) for s in spans)
        yield Marked(Source(text.id, text.text, article, told.get("source_kind")), Marks(entities), text.tokens)


def _of_tokens(contents: Mapping[str, bytes], repair: Repair) -> Reading:
    """JSON Lines of tokens and tags, as the config ``ner`` has them: ``{"id": …, "tokens": […], "ner_tags": […]}``."""
    marked: list[Marked] = []
    problems: list[XinwenError] = []
    for name, content in contents.items():
        records, refused = read_records(decode(content, name), name)
        problems += refused
        for record in records:
            try:
                marked.append(_of_record(record, str(len(marked) + 1), repair))
            except XinwenError as problem:
                problems.append(problem)
    return Reading(tuple(marked), ours=False, layers=("entities",), problems=tuple(problems), notes=("tokens and tags",))


def _of_record(record: Record, default_id: str, repair: Repair) -> Marked:
    tokens = record.value.get("tokens")
    tags = next((record.value[key] for key in _TAG_KEYS if key in record.value), None)
    if not (_is_words(tokens) and isinstance(tags, list) and len(tokens) == len(tags)):
        remedy = f"Write as many tags (under {_TAG_KEYS[0]}) as tokens."
        raise XinwenError("format-line", "Tokens and tags do not go together.", place=record.place, remedy=remedy)
    named = [_tag_name(tag, record.place) for tag in tags]
    prefixes = {parts[0] for tag in named if (parts := split_tag(tag))}
    spans, breaks = to_spans(named, guess_scheme(prefixes, record.place), repair)
    if breaks and repair == "none":
        raise XinwenError("format-transition", f"{breaks[0].message}.", place=record.place, remedy="Mend the tags.")
    places, at = [], 0
    for token in tokens:
        places.append((at, at + len(token)))
        at += len(token)
    entities = tuple(Entity(places[s.start][0], places[s.end - 1][1], s.label) for s in spans)
    source = Source(str(record.value.get("id", default_id)), "".join(tokens))
    return Marked(source, Marks(entities), tuple(places))


def _is_words(tokens: object) -> TypeGuard[list[str]]:
    return isinstance(tokens, list) and all(isinstance(token, str) and token for token in tokens)


def _tag_name(tag: object, place: str) -> str:
    """A tag by name, or by its number in the scheme's list as ``load_dataset`` gives it."""
    names = scheme().bio_tags
    if isinstance(tag, str) and split_tag(tag):
        return tag
    if isinstance(tag, int) and 0 <= tag < len(names):
        return names[tag]
    raise XinwenError("format-tag", f"{json.dumps(tag)} is no tag.", place=place, remedy="Write tags as strings: B-ORG.")
