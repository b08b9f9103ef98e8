"""``xinwen check``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import click

from xinwen.checks.exceptions import NAME, Recorded, read_exceptions
from xinwen.checks.listing import as_dicts, markdown
from xinwen.checks.registry import CHECKS, chosen
from xinwen.checks.runner import Report, check_paths
from xinwen.cli.console import emit_json, table

_SHOWN = 20


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the report, or with --list the checks, as JSON.")
@click.option("--list", "as_list", is_flag=True, help="List every check.")
@click.option("--markdown", "as_markdown", is_flag=True, help="With --list: the page docs/checks.md.")
@click.option("--only", metavar="ID,…", default="", help="Run these checks, or families of checks, alone.")
@click.option("--skip", metavar="ID,…", default="", help="Leave these checks, or families of checks, out.")
@click.option(
    "--exceptions",
    "exceptions_path",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Recorded exceptions (JSON Lines).",
)
@click.option("--strict", is_flag=True, help="Warnings fail, too.")
@click.option("--all", "show_all", is_flag=True, help=f"Show every finding, not {_SHOWN} a check.")
def check(
    paths: tuple[Path, ...],
    as_json: bool,
    as_list: bool,
    as_markdown: bool,
    only: str,
    skip: str,
    exceptions_path: Path | None,
    strict: bool,
    show_all: bool,
) -> None:
    """Find what is wrong with a release, with passes, or with somebody else's label files.

    PATHS is a release folder, a folder of passes, or files of CoNLL, doccano, CLUENER, Label Studio, brat or spaCy; several files
    (train, dev, test) are looked at together. The exit status is 1 when an error was found. Without --exceptions,
    annotations/exceptions.jsonl of this folder counts where it is there.
    """
    if as_list:
        _list(as_json=as_json, as_markdown=as_markdown)
        return
    if not paths:
        raise click.UsageError("Say what to check: xinwen check PATH…")
    checks = chosen(_names(only), _names(skip))
    report = check_paths(paths, checks=checks, exceptions=_exceptions(exceptions_path, paths))
    if as_json:
        emit_json(as_value(report))
    else:
        click.echo(render(report, None if show_all else _SHOWN))
    failed = report.of_level("error") or (strict and report.of_level("warning"))
    sys.exit(1 if failed else 0)


def as_value(report: Report) -> dict[str, object]:
    """A report as a plain value."""
    return {
        "kind": report.kind,
        "sentences": report.units,
        "entities": report.entities,
        "checks": len(report.ran),
        "errors": len(report.of_level("error")),
        "warnings": len(report.of_level("warning")),
        "findings": [finding.as_dict() for finding in report.findings],
        "unused_exceptions": [
            {"check": one.check, "place": one.place, "surface": one.surface, "article_id": one.article_id} for one in report.unused
        ],
    }


def render(report: Report, shown: int | None) -> str:
    """A report for the terminal: findings by check, errors first, ``shown`` at most for each."""
    parts = []
    findings = sorted((f for f in report.findings if f.excused is None), key=lambda f: f.level)
    for check_id, members in groupby(findings, lambda f: f.check_id):
        group = list(members)
        parts.append(f"{click.style(group[0].level, fg='red' if group[0].level == 'error' else 'yellow')} {check_id}: {len(group)}")
        parts += [f"  {finding.place}: {finding.message}" for finding in group[:shown]]
        parts += [f"  … and {len(group) - shown} more (--all shows them)"] if shown and len(group) > shown else []
        parts.append(f"  → {group[0].remedy}\n")
    for one in report.unused:
        parts.append(f"note: the exception for {one.check} at {one.place or one.surface} excuses nothing any more\n")
    return "\n".join([*parts, _summary(report)])


def _summary(report: Report) -> str:
    excused = sum(finding.excused is not None for finding in report.findings)
    what = f"{report.kind}: {report.units} sentences, {report.entities} mentions, {len(report.ran)} checks"
    return f"{what}; {len(report.of_level('error'))} errors, {len(report.of_level('warning'))} warnings, {excused} excused"


def _list(*, as_json: bool, as_markdown: bool) -> None:
    if as_markdown:
        click.echo(markdown(), nl=False)
    elif as_json:
        emit_json(as_dicts())
    else:
        click.echo(table([(check.id, check.level, ", ".join(check.kinds), check.title) for check in CHECKS.values()], indent=""))


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _exceptions(path: Path | None, targets: Sequence[Path]) -> Sequence[Recorded]:
    """Those of the file named, or else of this folder's own annotations when what is checked lies in this folder."""
    if path is None and not all(target.resolve().is_relative_to(Path.cwd()) for target in targets):
        return ()
    path = path or Path("annotations") / NAME
    return read_exceptions(path) if path.is_file() else ()
