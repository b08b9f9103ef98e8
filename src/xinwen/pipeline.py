"""The whole way: pages and passes to a release."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from xinwen._version import __version__
from xinwen.collection import Gathered, Progress, gather_pages, gather_sources, quiet
from xinwen.documents import Document
from xinwen.errors import XinwenError
from xinwen.labellers import DEFAULT, Labeller, labeller
from xinwen.labellers.report import Report
from xinwen.passes.store import ADJUDICATED, read_passes
from xinwen.records import ArticlePass, Entity, PassInfo
from xinwen.register import packaged_register, read_register
from xinwen.release.changes import previous_release
from xinwen.release.comparison import Change, compare, digests, next_version, read_release, required_bump
from xinwen.release.folder import Stage, refuse_foreign, staged
from xinwen.release.rows import Labelled
from xinwen.release.verification import outdated
from xinwen.release.writer import Content, Tables, tables_of, write_into
from xinwen.scheme import scheme

AUTO = "auto"
#: The pass of mentions that lost a conflict.
LOSERS = "losers"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did.

    Attributes:
        state: ``written``, ``verified`` (it stood there already and says the same) or ``replaced``.
        changes: rows that differ from what stood there before.
        report: what the labeller told of its work, if one ran and told anything.
    """

    target: Path
    state: str
    documents: tuple[Document, ...]
    rejects: tuple[XinwenError, ...]
    manifest: Mapping[str, Any]
    tables: Tables
    changes: tuple[Change, ...] = ()
    report: Report | None = None


def load_articles(seeds: Path) -> list[Document]:
    """The documents of a folder with ``sources.jsonl``.

    Raises:
        XinwenError: the first reject, since work on a part of the pages would go unnoticed.
    """
    gathered = gather_sources(seeds)
    if gathered.rejects:
        raise gathered.rejects[0]
    return list(gathered.documents)


def label(
    documents: Sequence[Document], chosen: Labeller, *, pass_name: str = AUTO, progress: Progress[Document] = quiet
) -> list[ArticlePass]:
    """One pass of a labeller over each document. What it tells of its work is in its report afterwards."""
    info = PassInfo(
        name=pass_name,
        label_source="auto",
        annotator_kind=chosen.annotator_kind,
        annotator=f"{chosen.name} {chosen.version}",
        guidelines=scheme().guidelines,
        scheme=scheme().version,
    )
    return [ArticlePass(info, d.article.article_id, tuple(chosen.label(d.sentences))) for d in progress(documents, "labelling")]


def build_project(root: Path, dataset: Path, *, progress: Progress[Any] = quiet) -> Built:
    """The project's own release, from ``seeds/`` and ``annotations/`` under ``root``; no labeller runs.

    Raises:
        XinwenError: ``release-frozen`` when a release of this version from 1.0 on says something else, ``pass-missing`` and
            ``pass-stale`` for an article without labels or with labels for another text, ``project-missing`` without seeds,
            ``release-target`` where something else than a release stands in its place.
    """
    target = dataset / f"xinwen-{__version__}"
    refuse_foreign(target)
    for needed in ("seeds", "annotations"):
        if not (root / needed).is_dir():
            remedy = "Run this in a checkout of the project, or name your own pages: xinwen build PATH… -o OUT."
            raise XinwenError("project-missing", f"There is no folder {needed}/ here.", place=str(root), remedy=remedy)
    gathered = gather_sources(root / "seeds", progress=progress)
    annotations = root / "annotations"
    passes = read_passes(annotations)
    labelled = tuple(_labelled(document, passes) for document in gathered.documents)
    names = read_register(annotations / "names.jsonl")
    content = Content(
        labelled,
        names,
        __version__,
        scheme().guidelines,
        gathered.rejects,
        published=_publication_date(root),
        previous=previous_release(dataset, __version__),
    )
    return _release(content, gathered, target, frozen=not __version__.startswith("0."))


def build_pages(
    paths: Sequence[Path],
    out: Path,
    *,
    chosen: Labeller | None = None,
    fields: Mapping[str, str] | None = None,
    skip: Collection[str] = (),
    progress: Progress[Any] = quiet,
) -> Built:
    """A release in ``out`` from any pages, labelled by a labeller.

    Args:
        paths, fields, skip: as `xinwen.collection.gather_pages` takes them.
        out: the folder of the release.
        chosen: the labeller, `labellers.DEFAULT` unless told. Sentences that it could not label are among the rejects.

    Raises:
        XinwenError: ``input-nothing`` when not one page could be read; the reasons are in its message. ``release-target`` when
            ``out`` holds something else than a release.
    """
    refuse_foreign(out)
    gathered = gather_pages(paths, fields=fields, skip=skip, without=out, progress=progress)
    if not gathered.documents:
        reasons = "; ".join(str(reject) for reject in gathered.rejects[:5])
        raise XinwenError(
            "input-nothing", f"Not one page could be read. {reasons}", place=str(out), remedy="Mend what the reasons name."
        )
    chosen = chosen or labeller(DEFAULT)
    passes = label(gathered.documents, chosen, progress=progress)
    lost = chosen.report.losers if chosen.report else {}
    labelled = tuple(
        Labelled(d, d.article.source.split, p, (p, *_losers(p, lost))) for d, p in zip(gathered.documents, passes, strict=True)
    )
    names = (*packaged_register(), *chosen.own_names)
    gathered = replace(gathered, rejects=(*gathered.rejects, *(chosen.report.problems if chosen.report else ())))
    content = Content(labelled, names, __version__, scheme().guidelines, gathered.rejects, own=False)
    return replace(_release(content, gathered, out, frozen=False), report=chosen.report)


def _losers(p: ArticlePass, lost: Mapping[str, tuple[Entity, ...]]) -> Iterator[ArticlePass]:
    """A pass of the mentions that lost a conflict while ``p`` was made, for ``labels_raw``; none where nothing lost."""
    sentences = tuple(replace(s, entities=lost.get(s.sentence_id, ()), sentiments=(), claims=()) for s in p.sentences)
    if any(s.entities for s in sentences):
        yield replace(p, info=replace(p.info, name=LOSERS), sentences=sentences)


def _publication_date(root: Path) -> str | None:
    """The date of release that CITATION.cff states, where there is one."""
    path = root / "CITATION.cff"
    found = re.search(r"^date-released: *[\"']?(\d{4}-\d\d-\d\d)", path.read_text("utf-8"), re.M) if path.is_file() else None
    return found[1] if found else None


def _labelled(document: Document, passes: Iterable[ArticlePass]) -> Labelled:
    """The document with the passes over it; adjudicated labels count before a hand pass, a hand pass before an auto one."""
    article_id = document.article.article_id
    own = [p for p in passes if p.article_id == article_id]
    if not own:
        raise XinwenError(
            "pass-missing", "This article has no labels.", place=article_id, remedy="Run `xinwen label` for an auto pass."
        )
    for one in own:
        _check_fresh(document, one)
    adopted = min(own, key=lambda p: (p.info.name != ADJUDICATED, p.info.label_source != "hand", p.info.name))
    raw = tuple(p for p in own if p.info.name != ADJUDICATED)
    return Labelled(document, document.article.source.split, adopted, raw)


def _check_fresh(document: Document, one: ArticlePass) -> None:
    """A pass belongs to the very sentences that it was made on."""
    for sentence, labels in zip(document.sentences, one.sentences, strict=False):
        if sentence.sentence_id != labels.sentence_id or sentence.text != labels.text:
            break
    else:
        if len(document.sentences) == len(one.sentences):
            return
        sentence = document.sentences[min(len(one.sentences), len(document.sentences) - 1)]
    raise XinwenError(
        "pass-stale",
        f"The pass was made on other sentences; the first that differs is {sentence.sentence_id}.",
        place=f"{one.info.name}/{one.article_id}",
        remedy="Run `xinwen label` again for an auto pass, `xinwen annotate reanchor` for a hand pass.",
    )


def _release(content: Content, gathered: Gathered, target: Path, *, frozen: bool) -> Built:
    """Write the release beside its place, compare, and put it there only when it says something else."""
    tables = tables_of(content)
    with staged(target) as stage:
        manifest = write_into(stage.folder, content, tables)
        state, changes = _settle(stage, frozen=frozen)
    return Built(target, state, gathered.documents, gathered.rejects, manifest, tables, tuple(changes))


def _settle(stage: Stage, *, frozen: bool) -> tuple[str, list[Change]]:
    if not stage.target.exists():
        stage.publish()
        return "written", []
    try:
        before = read_release(stage.target)
    except (OSError, pa.ArrowException):
        before = {}
    after = read_release(stage.folder)
    same = bool(before) and digests(before) == digests(after)
    if same and (frozen or not outdated(stage.target, stage.folder)):
        return "verified", []
    changes = compare(before, after)
    if frozen:
        raise _frozen(stage.target, changes)
    stage.publish()
    return "replaced", changes


def _frozen(target: Path, changes: list[Change]) -> XinwenError:
    shown = "; ".join(f"{c.kind} {c.table} {c.row}" for c in changes[:5])
    due = next_version(__version__, required_bump(changes))
    return XinwenError(
        "release-frozen",
        f"A release from 1.0 on never changes, and {len(changes)} rows differ ({shown}).",
        place=str(target),
        remedy=f"Set the version to {due} in src/xinwen/_version.py and build again.",
    )
