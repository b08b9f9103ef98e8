"""A release folder from rows: Parquet files, the card, croissant.json, stats.json, changes, MANIFEST.json."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from xinwen.errors import XinwenError
from xinwen.records import Name
from xinwen.release.card import card
from xinwen.release.changes import changes_since, file_name, version_of, write_changes
from xinwen.release.columns import TABLES
from xinwen.release.croissant import FILE as CROISSANT
from xinwen.release.croissant import croissant, newest_date
from xinwen.release.manifest import BUILD, FILE, OWN, dump, file_entry, manifest, statistics, table_entry
from xinwen.release.parquet import read_parquet, to_table, write_parquet
from xinwen.release.rows import Labelled, rows_by_table
from xinwen.scheme import scheme

REJECTS = "rejects.jsonl"

Tables = dict[str, dict[str, pa.Table]]


@dataclass(frozen=True, slots=True)
class Content:
    """What goes into a release.

    Attributes:
        labelled: the articles of every split.
        names: the register of names.
        rejects: what could not be taken.
        guidelines: version of the annotation guidelines in force.
        own: whether this is the project's own release; otherwise it is made of a user's pages.
        published: ISO 8601 date of the release; without it the newest article's date stands in croissant.json.
        previous: folder of the release before this one, for the file of changes.
    """

    labelled: Sequence[Labelled]
    names: Sequence[Name]
    version: str
    guidelines: str
    rejects: Sequence[XinwenError] = ()
    own: bool = True
    published: str | None = None
    previous: Path | None = None


def tables_of(content: Content) -> Tables:
    """Every table by name and split, in the order of the scheme; only splits that hold an article."""
    made: Tables = {name: {} for name in TABLES}
    for split in scheme().splits:
        labelled = [one for one in content.labelled if one.split == split]
        if labelled:
            for name, rows in rows_by_table(labelled, content.names).items():
                made[name][split] = to_table(TABLES[name], rows)
    return made


def write_into(folder: Path, content: Content, tables: Tables) -> dict[str, Any]:
    """Write every file of a release into an empty folder; returns its manifest.

    Raises:
        XinwenError: ``release-version`` when the version claims less than what changed since ``content.previous``.
    """
    parts = [(name, split, data) for name, splits in tables.items() for split, data in splits.items()]
    files = [_write_file(folder, *part, content.version) for part in parts]
    sources = [_source(one) for one in sorted(content.labelled, key=lambda one: one.document.article.article_id)]
    made = manifest(OWN if content.own else BUILD, content.version, files, content.guidelines, sources, _passes(content.labelled))
    stats = statistics(tables)
    published = content.published or newest_date(tables["articles"])
    texts = {
        "README.md": card(made, stats, own=content.own),
        CROISSANT: dump(croissant(made, stats, own=content.own, published=published)),
        "stats.json": dump(stats),
    }
    if content.rejects:
        texts[REJECTS] = "".join(f"{json.dumps(reject.as_dict(), ensure_ascii=False)}\n" for reject in content.rejects)
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    if content.previous:
        changes = changes_since(content.previous, folder, content.version)
        write_changes(folder / file_name(version_of(content.previous), content.version), changes, content.version)
    made["documents"] = [file_entry(path, folder) for path in sorted(folder.iterdir()) if path.is_file()]
    (folder / FILE).write_text(dump(made), "utf-8")
    return made


def _write_file(folder: Path, name: str, split: str, data: pa.Table, version: str) -> dict[str, Any]:
    path = folder / "data" / name / f"{split}-00000-of-00001.parquet"
    write_parquet(TABLES[name], data, path, version)
    return table_entry(path, folder, name, split, read_parquet(TABLES[name], path))


def _passes(labelled: Sequence[Labelled]) -> list[dict[str, Any]]:
    """Every pass of the release, with the number of its articles."""
    articles = Counter(info for one in labelled for info in {p.info for p in (one.adopted, *one.passes)})
    order = sorted(articles, key=lambda info: (info.name, info.annotator))
    return [{**asdict(info), "articles": articles[info]} for info in order]


def _source(one: Labelled) -> dict[str, str | None]:
    source = one.document.article.source
    names = {"article_id": source.article_id, "file": Path(source.file).name, "sha256": source.sha256}
    return {**names, "split": one.split, "event": source.event}
