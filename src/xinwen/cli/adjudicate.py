"""``xinwen annotate agree`` and ``adjudicate``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from xinwen.adjudication.adjudicate import adjudicate as adjudicate_article
from xinwen.adjudication.adjudicate import adjudicated_info
from xinwen.adjudication.agreement import PassAgreement
from xinwen.adjudication.agreement import agree as agree_passes
from xinwen.adjudication.decisions import ledger, read_decisions, sheet, write_decisions
from xinwen.adjudication.differences import differences
from xinwen.cli.console import emit_json, table
from xinwen.cli.workplace import annotations_option, read_named_passes, register_of
from xinwen.errors import XinwenError
from xinwen.metrics.alpha import Agreement
from xinwen.metrics.spans import Score
from xinwen.passes.store import pass_path, read_stored, write_pass
from xinwen.records import ArticlePass
from xinwen.scheme import scheme

_FOLDER = click.Path(path_type=Path, file_okay=False)
_FILES = click.Path(path_type=Path, exists=True)


@click.command()
@click.argument("a")
@click.argument("b")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@annotations_option
def agree(a: str, b: str, as_json: bool, annotations: Path) -> None:
    """How far the passes A and B agree, each figure with its n."""
    figures = agree_passes(read_named_passes(annotations, a), read_named_passes(annotations, b))
    if as_json:
        emit_json(figures.as_dict())
    else:
        click.echo(render_agreement(figures))


def render_agreement(figures: PassAgreement) -> str:
    """The figures as a table."""
    head = f"{figures.kind}: {figures.a.name} ({figures.a.annotator}) and {figures.b.name} ({figures.b.annotator})"
    rows = list(_score_rows(figures))
    values = list(_value_rows(figures))
    return "\n".join(
        [
            head,
            f"{figures.articles} articles, {figures.sentences} sentences",
            "",
            table([("spans", "F1", "both", figures.a.name, figures.b.name), *rows]),
            "",
            table([("values on matched units", "α", "raw", "n"), *values]),
        ]
    )


def _score_rows(figures: PassAgreement) -> Iterator[tuple[str, str, int, int, int]]:
    scores: dict[str, Score] = {"entities, outer, coarse types": figures.coarse.micro}
    scores |= {f"  {type}": score for type, score in figures.coarse.types.items()}
    for level, spans in figures.entities.items():
        scores[f"entities, {level}, fine types"] = spans.micro
        scores |= {f"  {type} ({level})": score for type, score in spans.types.items()}
    scores |= {"claims, exact span": figures.claims, "claims, overlapping": figures.claims_overlap}
    scores |= {f"  {name} of matched claims": score for name, score in figures.parts.items()}
    for name, score in scores.items():
        yield name, _figure(score.f1), score.correct, score.gold, score.predicted


def _value_rows(figures: PassAgreement) -> Iterator[tuple[str, str, str, int]]:
    values: dict[str, Agreement] = {"register entry": figures.links}
    values |= {f"sentiment: {name}": value for name, value in figures.sentiment.items()}
    values |= {f"claim: {name}": value for name, value in figures.attributes.items()}
    for name, value in values.items():
        yield name, _figure(value.alpha), _figure(value.raw), value.n


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


@click.command()
@click.argument("a")
@click.argument("b")
@click.option("--sheet", "sheets", type=_FOLDER, help="Write one sheet an article into this folder.")
@click.option("--decisions", type=_FILES, help="A sheet or .jsonl of decisions, or a folder of them by article.")
@click.option("--article", "articles", multiple=True, help="Only this article (may be repeated).")
@click.option("--annotator", default="", help="Who adjudicated: name and version (default: the annotator of A).")
@click.option("--annotator-kind", type=click.Choice(scheme().annotator_kinds), help="What the adjudicator is (default: as A).")
@click.option("--json", "as_json", is_flag=True, help="Print the differences as JSON.")
@annotations_option
def adjudicate(
    a: str,
    b: str,
    sheets: Path | None,
    decisions: Path | None,
    articles: tuple[str, ...],
    annotator: str,
    annotator_kind: str | None,
    as_json: bool,
    annotations: Path,
) -> None:
    """List the differences of the passes A and B, write sheets to decide them on, or carry the decisions out."""
    register = register_of(annotations)
    others = {p.article_id: p for p in read_named_passes(annotations, b)}
    pairs = [(p, others[p.article_id]) for p in read_named_passes(annotations, a) if p.article_id in others]
    pairs = [pair for pair in pairs if not articles or pair[0].article_id in articles]
    if not pairs:
        message, remedy = "the two passes have no such article in common.", "Name articles that both passes have."
        raise XinwenError("agreement-articles", message, place=str(annotations), remedy=remedy)
    if decisions:
        kind = annotator_kind or pairs[0][0].info.annotator_kind
        done = [_settle(*pair, decisions, annotations, annotator or pair[0].info.annotator, kind) for pair in pairs]
        sys.exit(not all(done))
    found = {one.article_id: differences(one, two, register) for one, two in pairs}
    if as_json:
        emit_json([d.as_dict() for article in found.values() for d in article])
        return
    if sheets:
        sheets.mkdir(parents=True, exist_ok=True)
        for one, two in pairs:
            (sheets / f"{one.article_id}.sheet").write_text(sheet(one, two, register), encoding="utf-8", newline="\n")
    click.echo(table([("article", "differences"), *((id, len(article)) for id, article in found.items())]))


def _settle(a: ArticlePass, b: ArticlePass, decisions: Path, annotations: Path, annotator: str, kind: str) -> bool:
    """Carry out the decisions on one article; whether that was possible."""
    register = register_of(annotations)
    choices = (decisions / f"{a.article_id}.sheet", decisions / f"{a.article_id}.jsonl")
    file = next((path for path in choices if path.exists()), None) if decisions.is_dir() else decisions
    found = differences(a, b, register)
    if file is None and found:
        click.echo(f"error [decision-missing] {a.article_id}: there is no file of decisions on this article.", err=True)
        return False
    decided = read_decisions(file) if file else []
    made, errors = adjudicate_article(a, b, decided, adjudicated_info(a.info, b.info, annotator, kind), register)
    for error in errors:
        click.echo(f"error {error}", err=True)
    if errors:
        return False
    segments = read_stored(pass_path(annotations, a.info.name, a.article_id)).segments
    click.echo(write_pass(made, annotations, segments))
    write_decisions(ledger(found, decided), annotations / "decisions" / f"{a.article_id}.jsonl")
    return True
