"""``xinwen bench cleaning``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from xinwen.bench.cleaning import Outcome, bench_cleaning
from xinwen.bench.renderings import read_renderings
from xinwen.cli.console import emit_errors, emit_json, table
from xinwen.text.clean import STEPS

#: Where a checkout keeps them.
_FOLDER = Path("tests/fixtures/dirty")


@click.command()
@click.argument("folder", default=_FOLDER, type=click.Path(path_type=Path))
@click.option("--skip", multiple=True, type=click.Choice(list(STEPS)), help="Leave a cleaning step out (may be repeated).")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
def cleaning(folder: Path, skip: tuple[str, ...], as_json: bool) -> None:
    """Score the cleaning of dirty files whose truth is known, by kind of noise.

    FOLDER holds files with their truth, as scripts/render_dirty.py makes them; the default is tests/fixtures/dirty of a checkout.
    """
    outcomes = bench_cleaning(read_renderings(folder), skip=skip)
    total = sum(outcomes.values(), Outcome())
    if as_json:
        emit_json({"kinds": {kind: _record(o) for kind, o in outcomes.items()}, "all": _record(total)})
    else:
        click.echo(_scores({**outcomes, "all": total}))
        click.echo()
        click.echo(_shares(total))
    emit_errors(total.rejects)


def _record(outcome: Outcome) -> dict[str, Any]:
    score = outcome.score
    return {
        "renderings": outcome.renderings,
        "truth": score.truth,
        "kept": score.kept,
        "right": score.right,
        "reported": score.reported,
        "precision": round(score.precision, 6),
        "recall": round(score.recall, 6),
        "pieces": {kind: share._asdict() for kind, share in sorted(outcome.pieces.items())},
        "rejects": [error.as_dict() for error in outcome.rejects],
    }


def _scores(outcomes: Mapping[str, Outcome]) -> str:
    rows: list[list[object]] = [
        ["kind of file", "files", "characters", "kept", "precision", "recall", "wrong", "of these reported"]
    ]
    for kind, outcome in outcomes.items():
        s = outcome.score
        scores = (f"{s.precision:8.2%}", f"{s.recall:8.2%}")
        rows.append([kind, outcome.renderings, s.truth, s.kept, *scores, s.kept - s.right, s.reported])
    return table(rows)


def _shares(total: Outcome) -> str:
    """Noise removed and content restored, by kind of piece, over all files."""
    rows: list[list[object]] = [["kind of noise or change", "characters", "put right", "share"]]
    for kind, (characters, right) in sorted(total.pieces.items()):
        rows.append([kind, characters, right, f"{right / characters if characters else 1:8.2%}"])
    return table(rows)
