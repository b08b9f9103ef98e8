"""``xinwen build`` and ``xinwen label``."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import click

from xinwen.cli.console import emit_errors, emit_json, progress, table
from xinwen.cli.labelling import chosen_labeller, counted, labelling_options, was_given
from xinwen.passes.store import Segments, write_pass
from xinwen.pipeline import AUTO, Built, build_pages, build_project, load_articles
from xinwen.pipeline import label as label_documents
from xinwen.release.comparison import summary
from xinwen.scheme import full_type
from xinwen.text.clean import STEPS


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for the release made of PATHS.")
@click.option("--skip", multiple=True, type=click.Choice(list(STEPS)), help="Leave a cleaning step out (may be repeated).")
@click.option(
    "--field",
    "fields",
    multiple=True,
    metavar="NAME=FIELD",
    help="JSON Lines: which field holds text, title, date … (may be repeated).",
)
@labelling_options
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def build(
    paths: tuple[Path, ...], out: Path | None, skip: tuple[str, ...], fields: tuple[str, ...], as_json: bool, **labelling: Any
) -> None:
    """Build a release.

    Without PATHS: the project's own, from seeds/ and annotations/ of this folder into dataset/. With PATHS (files or folders
    of .txt, .md, .html, .jsonl): clean, split and label these pages and write the release to OUT.
    """
    if paths:
        if out is None:
            raise click.UsageError("Say where the release should go: xinwen build PATH… -o OUT.")
        mapping = dict(map(_pair, fields)) or None
        chosen = chosen_labeller(labelling)
        built = build_pages(paths, out, chosen=chosen, fields=mapping, skip=skip, progress=progress)
    elif skip or fields or was_given():
        raise click.UsageError("--skip, --field, --labeller and its options are for pages of your own: xinwen build PATH… -o OUT.")
    else:
        built = build_project(Path(), out or Path("dataset"), progress=progress)
    if as_json:
        emit_json(report(built))
    else:
        click.echo(render(built))
        emit_errors(built.rejects)
    sys.exit(1 if built.rejects else 0)


def _pair(field: str) -> tuple[str, str]:
    name, equals, value = field.partition("=")
    if not (name and equals and value):
        raise click.BadParameter(f"{field!r} is not NAME=FIELD, e.g. text=body.", param_hint="--field")
    return name, value


@click.command()
@labelling_options
@click.option("--pass", "pass_name", default=AUTO, show_default=True, help="Name of the pass to write.")
def label(pass_name: str, **labelling: Any) -> None:
    """Write an automatic pass over every article of seeds/ into annotations/passes/."""
    annotations, chosen = Path("annotations"), chosen_labeller(labelling)
    documents = load_articles(Path("seeds"))
    passes = label_documents(documents, chosen, pass_name=pass_name, progress=progress)
    for document, made in zip(documents, passes, strict=True):
        segments: dict[str, Segments] = {
            s.sentence_id: tuple(document.clean.alignment.window(s.start_char, s.end_char)) for s in document.sentences
        }
        click.echo(write_pass(made, annotations, segments))
    if rows := list(counted(chosen.report)):
        click.echo(table(rows), err=True)
    problems = chosen.report.problems if chosen.report else []
    emit_errors(problems)
    sys.exit(1 if problems else 0)


def report(built: Built) -> dict[str, Any]:
    """What a build did, as a plain value."""
    entities = [row for t in built.tables["entities"].values() for row in t.select(["type", "fine_type", "level"]).to_pylist()]
    removed: Counter[str] = Counter()
    for document in built.documents:
        removed.update(document.clean.removed_by_step())
    return {
        "state": built.state,
        "release": str(built.target),
        "logical_digest": built.manifest["logical_digest"],
        "articles": len(built.documents),
        "sentences": sum(len(d.sentences) for d in built.documents),
        "characters": {
            "raw": sum(len(d.clean.raw) for d in built.documents),
            "kept": sum(int(d.clean.alignment.length.sum()) for d in built.documents),
            "removed": dict(sorted(removed.items())),
        },
        "labels": {
            "entities": dict(
                sorted(Counter(full_type(e["type"], e["fine_type"]) for e in entities if e["level"] == "outer").items())
            ),
            "inner entities": sum(e["level"] == "inner" for e in entities),
            "sentiments": sum(t.num_rows for t in built.tables["sentiments"].values()),
            "claims": sum(t.num_rows for t in built.tables["claims"].values()),
        },
        "labeller": dict(counted(built.report)),
        "changes": summary(list(built.changes)),
        "rejects": [reject.as_dict() for reject in built.rejects],
    }


def render(built: Built) -> str:
    """The short table that a build ends with."""
    facts = report(built)
    characters, labels = facts["characters"], facts["labels"]
    rows: list[tuple[object, object]] = [
        ("articles", facts["articles"]),
        ("sentences", facts["sentences"]),
        ("characters in", characters["raw"]),
        ("  kept", characters["kept"]),
        *((f"  removed by {step}", n) for step, n in characters["removed"].items()),
        *((f"entities {kind}", n) for kind, n in labels["entities"].items()),
        ("entities inside others", labels["inner entities"]),
        ("sentiments", labels["sentiments"]),
        ("claims", labels["claims"]),
        *((f"labeller: {what}", n) for what, n in facts["labeller"].items()),
        ("rejects", len(facts["rejects"])),
    ]
    lines = [table(rows), "", f"{_STATES[built.state]}: {built.target}", f"logical digest: {facts['logical_digest']}"]
    if built.state == "replaced":
        lines.append("rows that differ:" if facts["changes"] else "no row differs; what stands beside the tables was out of date")
    for name, kinds in facts["changes"].items():
        lines.append(f"  {name}: " + ", ".join(f"{n} {kind}" for kind, n in kinds.items() if n))
    split = next(iter(built.tables["sentences"]))
    lines += ["", "Load it:", f'  from datasets import load_dataset\n  sentences = load_dataset("{built.target}", split="{split}")']
    return "\n".join(lines)


_STATES = {
    "written": "Release written",
    "verified": "Release verified, left as it was",
    "replaced": "Release replaced",
}
