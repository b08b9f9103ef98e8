"""What the annotation commands share: where things lie, and how they are read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xinwen.errors import XinwenError
from xinwen.passes.store import pass_path, read_pass
from xinwen.records import ArticlePass
from xinwen.register import Register, read_register

if TYPE_CHECKING:
    from xinwen.documents import Document

_FOLDER = click.Path(path_type=Path, file_okay=False)

seeds_option = click.option("--seeds", type=_FOLDER, default=Path("seeds"), show_default=True, help="Folder with the raw pages.")
annotations_option = click.option(
    "--annotations", type=_FOLDER, default=Path("annotations"), show_default=True, help="Folder with passes and register."
)


def read_named_passes(annotations: Path, name: str) -> list[ArticlePass]:
    """Every article of a pass.

    Raises:
        XinwenError: ``pass-file`` when there is none.
    """
    folder = pass_path(annotations, name, "x").parent
    passes = [read_pass(path) for path in sorted(folder.glob("*.jsonl"))]
    if not passes:
        raise XinwenError("pass-file", f"there is no pass {name}.", place=str(folder), remedy="Check the name of the pass.")
    return passes


def load_documents(seeds: Path, articles: Sequence[str]) -> list[Document]:
    """The documents named, or all of them.

    Raises:
        XinwenError: ``article-unknown`` for a name that no page has.
    """
    from xinwen.pipeline import load_articles

    documents = load_articles(seeds)
    unknown = set(articles) - {d.article.article_id for d in documents}
    if unknown:
        message = f"there is no article {', '.join(sorted(unknown))}."
        raise XinwenError("article-unknown", message, place=str(seeds), remedy="Take the ids in sources.jsonl.")
    return [d for d in documents if not articles or d.article.article_id in articles]


def register_of(annotations: Path) -> Register:
    """The register of names; empty where there is none yet."""
    path = annotations / "names.jsonl"
    return Register(read_register(path) if path.exists() else ())
