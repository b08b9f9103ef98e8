"""``xinwen annotate seed-errors``, ``review``, ``estimate``, ``audit-kit`` and ``audit-score``."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from xinwen.adjudication.review import (
    LayerEstimate,
    estimate_layers,
    match_flags,
    merge_flags,
    read_flags,
    review_sheet,
    write_flags,
)
from xinwen.adjudication.seeding import read_key, write_key
from xinwen.adjudication.seeding import seed_errors as plant
from xinwen.cli.adjudicate import render_agreement
from xinwen.cli.console import emit_json, table
from xinwen.cli.workplace import annotations_option, load_documents, read_named_passes, register_of, seeds_option
from xinwen.metrics.intervals import Interval
from xinwen.passes.store import ADJUDICATED

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_CSV = click.Path(path_type=Path, dir_okay=False)
_OUT = click.Path(path_type=Path, file_okay=False)


@click.command("seed-errors")
@click.argument("pass_name", metavar="PASS", default=ADJUDICATED)
@click.option("--seed", default=1, show_default=True, help="Of the random choices.")
@click.option("--per-layer", default=50, show_default=True, help="Errors planted in each layer, where there are labels enough.")
@click.option("-o", "--out", type=_OUT, required=True, help="Folder for review.txt and key.json (the latter not for the reviewer).")
@annotations_option
def seed_errors(pass_name: str, seed: int, per_layer: int, out: Path, annotations: Path) -> None:
    """Plant known errors into PASS (default: the adjudicated labels) and write the sheet for a reviewer."""
    seeded, key = plant(read_named_passes(annotations, pass_name), seed, per_layer)
    out.mkdir(parents=True, exist_ok=True)
    (out / "review.txt").write_text(review_sheet(seeded, register_of(annotations)), encoding="utf-8", newline="\n")
    write_key(key, out / "key.json")
    planted = Counter(error.layer for error in key.planted)
    click.echo(table([("layer", "labels", "planted"), *((layer, n, planted[layer]) for layer, n in key.labels.items())]))


@click.command()
@click.argument("key", type=_FILE)
@click.argument("flags", nargs=-1, required=True, type=_FILE)
@click.option("-o", "--out", type=_CSV, help="Write the flags that need a verdict here, as CSV.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def review(key: Path, flags: tuple[Path, ...], out: Path | None, as_json: bool) -> None:
    """Hold a reviewer's FLAGS against the KEY: how many hit a planted error, and which need a verdict (`real` or `none`)."""
    answers = read_key(key)
    given = merge_flags([flag for path in flags for flag in read_flags(path)])
    found, others = match_flags(answers, given)
    waiting = [flag for flag in others if not flag.verdict]
    if out:
        write_flags(waiting, out)
    counts = {"flags": len(given), "planted": len(answers.planted), "found": len(found), "without verdict": len(waiting)}
    if as_json:
        emit_json(counts)
    else:
        click.echo(table(list(counts.items())))


@click.command()
@click.argument("key", type=_FILE)
@click.argument("flags", nargs=-1, required=True, type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="Print the estimate as JSON.")
def estimate(key: Path, flags: tuple[Path, ...], as_json: bool) -> None:
    """Estimate the errors that are left, from the KEY, a reviewer's FLAGS and the verdicts on them."""
    layers = estimate_layers(read_key(key), merge_flags([flag for path in flags for flag in read_flags(path)]))
    if as_json:
        emit_json([layer.as_dict() for layer in layers])
        return
    click.echo(render_estimate(layers))


def render_estimate(layers: Sequence[LayerEstimate]) -> str:
    """The estimates as a table."""
    head = ("layer", "labels", "planted", "found", "share found", "real errors", "errors left", "per 100 labels")
    return table([head, *map(_row, layers)])


def _row(layer: LayerEstimate) -> tuple[object, ...]:
    share, rate = _bounds(layer.share, 100, "%"), _bounds(layer.rate, 100)
    return (layer.layer, layer.labels, layer.planted, layer.found, share, layer.real, _bounds(layer.remaining), rate)


def _bounds(interval: Interval | None, scale: float = 1, unit: str = "") -> str:
    if interval is None:
        return "–"
    middle, low, high = (f"{scale * bound:.1f}" for bound in interval)
    return f"{middle}{unit} [{low}, {high}]"


@click.command("audit-kit")
@click.argument("articles", nargs=-1)
@click.option("-n", "--sentences", "size", default=100, show_default=True, help="Sentences to draw.")
@click.option("--seed", default=1, show_default=True, help="Of the random choices.")
@click.option("-o", "--out", type=_OUT, required=True, help="Folder for the tasks.")
@seeds_option
@annotations_option
def audit_kit(articles: tuple[str, ...], size: int, seed: int, out: Path, seeds: Path, annotations: Path) -> None:
    """Draw sentences of ARTICLES (all, if none is named) for people to annotate, blank, as doccano and Label Studio tasks."""
    from xinwen.adjudication.audit import draw, write_kit

    sentences = [s for document in load_documents(seeds, articles) for s in document.sentences]
    for path in write_kit(draw(sentences, size, seed), out):
        click.echo(path)
    click.echo(f"guidelines: {annotations / 'GUIDELINES.md'}")


@click.command("audit-score")
@click.argument("answers", type=_FILE)
@click.option("--against", default=ADJUDICATED, show_default=True, help="The pass that the answers are held against.")
@click.option("--annotator", default="person", show_default=True, help="Who answered.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@annotations_option
def audit_score(answers: Path, against: str, annotator: str, as_json: bool, annotations: Path) -> None:
    """How far a person's ANSWERS (doccano .jsonl or Label Studio .json) agree with the labels."""
    from xinwen.adjudication.audit import read_answers, score_answers

    given, problems = read_answers(answers, annotator)
    for problem in problems:
        click.echo(f"error {problem}", err=True)
    figures = score_answers(read_named_passes(annotations, against), given)
    if as_json:
        emit_json(figures.as_dict())
    else:
        click.echo(render_agreement(figures))
    sys.exit(bool(problems))
