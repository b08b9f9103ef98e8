"""``xinwen bench``."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from xinwen.bench.benchmark import Report, Result, benchmark
from xinwen.bench.errors import markdown as error_lists
from xinwen.bench.gold import ENOUGH_ARTICLES, read_gold
from xinwen.bench.leaderboard import commit, in_page, leaderboard, versions
from xinwen.bench.systems import default_systems
from xinwen.bench.tagsets import NAMED, OURS, tag_set
from xinwen.cli.bench_cleaning import cleaning
from xinwen.cli.console import emit_json, progress, table
from xinwen.errors import XinwenError
from xinwen.load import path as release_path
from xinwen.metrics.intervals import Interval
from xinwen.metrics.spans import Score

_PATH = click.Path(path_type=Path, exists=True)
_FILE = click.Path(path_type=Path, dir_okay=False)
_LAYERS = ("entities", "sentiment", "claims")
_NONE = "–"


@click.group(invoke_without_command=True)
@click.option("--system", "systems", multiple=True, metavar="NAME|FILE", help="A labeller, a tool, or predictions (default: all).")
@click.option("--data", type=_PATH, help="A release, a pass, or a file that `convert` reads (default: the newest release).")
@click.option("--split", help="Split of a release (default: test where there is one, else seeds).")
@click.option("--layer", "layers", multiple=True, type=click.Choice(_LAYERS), help="What to score (default: all there is).")
@click.option("--tags", default=OURS, show_default=True, metavar="SET|FILE", help=f"{', '.join(NAMED)}, or a JSON map to ours.")
@click.option("--train", type=_PATH, help="Where the names seen in training stand (default: the release's own split train).")
@click.option("--compare", nargs=2, multiple=True, metavar="A B", help="Compare two systems by paired bootstrap.")
@click.option("--unspoilt", is_flag=True, help="Hide register entries and forms that only the data has, not its train.")
@click.option("--seed", default=0, show_default=True, help="Seed of the resamples.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option("--markdown", type=_FILE, help="Write the leaderboard here; between its marks where the file has them.")
@click.option("--errors", type=_FILE, help="Write lists of the errors here.")
@click.pass_context
def bench(context: click.Context, /, **options: Any) -> None:
    """Score systems on a release or on a file of labels, with what they cost.

    Without --system: every labeller and tool; what is not installed is listed with the command that installs it. The exit status
    is 1 when a system that was named could not be run.
    """
    if context.invoked_subcommand is None:
        _run(**options)


def _run(
    systems: tuple[str, ...],
    data: Path | None,
    split: str | None,
    layers: tuple[str, ...],
    tags: str,
    train: Path | None,
    compare: tuple[tuple[str, str], ...],
    unspoilt: bool,
    seed: int,
    as_json: bool,
    markdown: Path | None,
    errors: Path | None,
) -> None:
    named = tuple(dict.fromkeys((*systems, *(name for pair in compare for name in pair))))
    gold = read_gold(data or release_path(), tag_set(tags), split=split, train=train)
    register = gold.unspoilt_register() if unspoilt else None
    chosen = named or default_systems()
    report = benchmark(gold, chosen, layers=layers, seed=seed, compare=compare, register=register, progress=progress)
    command = shlex.join(["xinwen", *sys.argv[1:]])
    if markdown:
        board = leaderboard(report, command)
        _write(markdown, lambda page: in_page(page, board) or board)
    if errors:
        _write(errors, lambda _: error_lists(report.results))
    if as_json:
        made = {"versions": versions(report), "commit": commit(), "command": command}
        emit_json({**made, **report.as_dict()})
    else:
        click.echo(render(report))
    sys.exit(1 if named and report.not_run else 0)


def render(report: Report) -> str:
    """The tables that a benchmark ends with."""
    gold = report.gold
    lines = [
        f"{gold.name}: {len(gold.sources)} sentences, {gold.characters:,} characters; tag set {gold.tags.name}",
        f"intervals: 95 %, by {gold.unit}",
    ]
    if gold.exposed:
        lines.append("exposed: scheme and rules were made with these sentences in sight; this is no test score")
    lines += [f"dropped from gold: {_counts(gold.dropped)}"] if gold.dropped else []
    lines += [f"not taken: {problem}" for problem in gold.problems]
    for result in report.results:
        lines += ["", *_system(result)]
    for one in report.comparisons:
        rows: list[tuple[object, ...]] = [("figure", "difference", "95 %", "ahead in")]
        rows += [(name, f"{d.estimate:+.3f}", _bounds(d.low, d.high), f"{d.ahead:.1%}") for name, d in one.differences.items()]
        lines += ["", f"{one.one} against {one.other}, on {', '.join(one.tags)}", table(rows)]
    lines += [""] if report.not_run else []
    lines += [f"not run: {one.system} ({one.reason}) {one.remedy}" for one in report.not_run]
    return "\n".join(lines)


def _system(result: Result) -> list[str]:
    """A system's tables."""
    lines = [f"{result.system} {result.version or ''}".rstrip()]
    lines += [f"  made with the tags of {', '.join(result.uses)}"] if result.uses else []
    lines += [f"  related to {', '.join(result.used_by)}, which its tags feed"] if result.used_by else []
    rows: list[tuple[object, ...]] = [("figure", "F1", "95 %", "correct", "gold", "system")]
    for name, figure in result.scores.figures.items():
        rows.append((name.replace("_f1", ""), *_value(figure.interval), *_numbers(figure.counts.total)))
    if entities := result.scores.entities:
        for tag, score in entities.spans.types.items():
            rows.append((f"  {tag}", *_value(entities.types[tag]), *_numbers(score)))
        for by, parts in entities.slices.items():
            for part, score in parts.items() if len(parts) < ENOUGH_ARTICLES else ():
                f1 = _NONE if score.f1 is None else f"{score.f1:.3f}"
                rows.append((f"  {by.removeprefix('by_').replace('_', ' ')}: {part}", f1, "", *_numbers(score)))
    lines.append(table(rows))
    return lines + _facts(result)


def _facts(result: Result) -> list[str]:
    """What scores rest on, and what the run cost."""
    lines = []
    if entities := result.scores.entities:
        s = entities.spans
        lines.append(
            f"  errors: {s.wrong_boundary} boundary only, {s.wrong_type} type only, {s.missed} missed, {s.spurious} spurious"
        )
    if result.dropped_gold or result.dropped_system:
        lines.append(f"  not scored: gold {_counts(result.dropped_gold)}; system {_counts(result.dropped_system)}")
    lines += [f"  told: {_counts(result.told)}"] if result.told else []
    if result.aligned:
        a = result.aligned
        lines.append(
            f"  aligned by {a.how}: {a.moved} sentences moved, {len(a.missing)} without a prediction, {len(a.unknown)} unknown"
        )
    if result.cost:
        speed, memory = result.cost.characters_per_second, result.cost.peak_memory
        shown = f"{speed:,.0f}" if speed else _NONE
        lines.append(f"  {shown} characters / CPU s; peak memory {_NONE if memory is None else f'{memory / 2**20:,.0f} MB'}")
    return lines


def _value(interval: Interval | None) -> tuple[str, str]:
    return (f"{interval.estimate:.3f}", _bounds(*interval[1:])) if interval else (_NONE, "")


def _numbers(score: Score) -> tuple[int, int, int]:
    return score.correct, score.gold, score.predicted


def _bounds(low: float, high: float) -> str:
    return f"[{low:.3f}, {high:.3f}]"


def _counts(counts: Any) -> str:
    return ", ".join(f"{tag} {n}" for tag, n in counts.most_common()) or "none"


def _write(file: Path, content: Callable[[str], str]) -> None:
    """Write a file, made from what it holds now."""
    try:
        file.write_text(content(file.read_text("utf-8") if file.exists() else ""), encoding="utf-8", newline="\n")
    except (OSError, UnicodeDecodeError) as error:
        message = f"It cannot be written: {error}."
        raise XinwenError("output-unwritable", message, place=str(file), remedy="Name another file.") from None


bench.add_command(cleaning)
