"""Many pages to documents: articles in = documents out + rejects."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from xinwen.documents import Document, prepare
from xinwen.errors import XinwenError
from xinwen.readers import Page, read_bytes, read_page
from xinwen.readers.decoding import decode
from xinwen.readers.jsonl import read_jsonl
from xinwen.readers.sources import article_ids, check_sha256, read_sources
from xinwen.records import Article, Source
from xinwen.text.near_duplicates import near_duplicates

SOURCES = "sources.jsonl"

T = TypeVar("T")
Progress = Callable[[Iterable[T], str], Iterable[T]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The documents that could be read, in order, and a reject with its reason for everything else."""

    documents: tuple[Document, ...]
    rejects: tuple[XinwenError, ...]


def quiet(items: Iterable[T], _label: str) -> Iterable[T]:
    """No progress bar."""
    return items


def gather_sources(seeds: Path, *, progress: Progress[Source] = quiet) -> Gathered:
    """The pages that ``sources.jsonl`` in ``seeds`` lists, each checked against its sha256."""
    sources, rejects = read_sources(seeds / SOURCES)
    documents: list[Document] = []
    for source in progress(sources, "cleaning"):
        try:
            data = read_bytes(seeds / source.file)
            check_sha256(source, data, str(seeds / source.file))
            documents.append(prepare(_article(data, source)))
        except XinwenError as error:
            rejects.append(error)
    return Gathered(tuple(documents), tuple(rejects))


def gather_pages(
    paths: Sequence[Path],
    *,
    fields: Mapping[str, str] | None = None,
    skip: Collection[str] = (),
    without: Path | None = None,
    progress: Progress[Path] = quiet,
) -> Gathered:
    """The pages under ``paths`` (files, or folders with all that is in them); near-duplicates are kept once.

    Args:
        fields: for JSON Lines, which field of a record holds what.
        skip: cleaning steps to leave out.
        without: a folder that is no input, wherever it lies: the release that an earlier build made of these pages.
    """
    rejects: list[XinwenError] = []
    files = [file for file in _files(paths, rejects) if not without or without.resolve() not in file.resolve().parents]
    ids, notices = article_ids(files)
    rejects += notices
    documents: list[Document] = []
    for path in progress(files, "cleaning"):
        for outcome in _read(path, ids[path], fields):
            try:
                if isinstance(outcome, XinwenError):
                    raise outcome
                documents.append(prepare(outcome, skip=skip))
            except XinwenError as error:
                rejects.append(error)
    kept, duplicates = _once(documents)
    return Gathered(tuple(kept), (*rejects, *duplicates))


def _files(paths: Sequence[Path], rejects: list[XinwenError]) -> Iterator[Path]:
    """Every file under ``paths`` once, in a fixed order, without hidden ones."""
    seen: set[Path] = set()
    for path in paths:
        found = sorted(p for p in path.rglob("*") if p.is_file() and not _hidden(p, path)) if path.is_dir() else [path]
        if not found:
            remedy = "Name a folder that holds pages: .txt, .md, .html or .jsonl."
            rejects.append(
                XinwenError("input-empty-folder", "There is no readable file in this folder.", place=str(path), remedy=remedy)
            )
        for file in found:
            if file not in seen:
                seen.add(file)
                yield file


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def _read(path: Path, article_id: str, fields: Mapping[str, str] | None) -> Iterator[Article | XinwenError]:
    """The article, or for JSON Lines the articles, of one file."""
    try:
        data = read_bytes(path)
        sha256 = hashlib.sha256(data).hexdigest()
        if path.suffix.lower() in (".jsonl", ".ndjson"):
            text, encoding = decode(data, str(path))
            for number, record in read_jsonl(text, fields, place=str(path)):
                source = Source(f"{article_id}-{number}", f"{path}:{number}", sha256)
                yield record if isinstance(record, XinwenError) else _of_page(record, source, "jsonl", encoding)
            return
        yield _article(data, Source(article_id, str(path), sha256))
    except XinwenError as error:
        yield error


def _article(data: bytes, source: Source) -> Article:
    page, reader, encoding = read_page(data, source.file)
    return _of_page(page, source, reader, encoding)


def _of_page(page: Page, source: Source, reader: str, encoding: str) -> Article:
    return Article(source.article_id, page.raw_text, source, reader, encoding, page.blocks, dict(page.markup), page.metadata)


def _once(documents: Sequence[Document]) -> tuple[list[Document], list[XinwenError]]:
    """Documents without near-duplicates of an earlier one, and a reject for each that was left out."""
    clusters = near_duplicates({d.article.article_id: d.clean.text for d in documents})
    first = {other.key: (cluster.representative, other.jaccard) for cluster in clusters for other in cluster.others}
    rejects = []
    for document in documents:
        found = first.get(document.article.article_id)
        if found:
            message = f"This page says nearly the same as {found[0]} (Jaccard {found[1]:.2f} of character 5-grams), which is kept."
            rejects.append(
                XinwenError("near-duplicate", message, place=document.article.source.file, remedy="Nothing to do, or remove one.")
            )
    return [d for d in documents if d.article.article_id not in first], rejects
