"""``xinwen clean``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from xinwen.errors import XinwenError
from xinwen.readers import read_bytes, read_page
from xinwen.text.clean import STEPS, CleanText
from xinwen.text.clean import clean as clean_text


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--map", "as_map", is_flag=True, help="Print the map to the raw text as JSON lines.")
@click.option("--diff", "as_diff", is_flag=True, help="Print the raw text with every cut marked and named.")
@click.option("--skip", multiple=True, type=click.Choice(list(STEPS)), help="Leave a step out (may be repeated).")
def clean(files: tuple[Path, ...], as_map: bool, as_diff: bool, skip: tuple[str, ...]) -> None:
    """Clean pages and print the result; `-` reads standard input."""
    failed = False
    for file in files:
        try:
            data = sys.stdin.buffer.read() if str(file) == "-" else read_bytes(file)
            page, _, _ = read_page(data, "stdin" if str(file) == "-" else str(file))
        except XinwenError as error:
            failed = True
            click.echo(f"reject {error}", err=True)
            continue
        done = clean_text(page.raw_text, page.markup, skip=skip)
        lines = map_lines(done) if as_map else [diff(done)] if as_diff else [done.text]
        for line in lines:
            click.echo(line)
    sys.exit(1 if failed else 0)


def map_lines(done: CleanText) -> Iterator[str]:
    """The map as JSON lines: kept runs, removed and inserted runs, counts of replaced characters, damaged spans."""
    for start, raw_start, length in done.alignment.segments():
        yield json.dumps({"kept": {"start_char": start, "raw_start": raw_start, "length": length}})
    for removed in done.removed:
        step, first, last = removed
        yield json.dumps(
            {"removed": {"step": step, "raw_start": first, "raw_end": last, "text": done.raw[first:last]}}, ensure_ascii=False
        )
    for step, first, last in done.inserted:
        entry = {"step": step, "start_char": first, "end_char": last, "text": done.text[first:last]}
        yield json.dumps({"inserted": entry}, ensure_ascii=False)
    for step, count in sorted(done.replaced.items()):
        yield json.dumps({"replaced": {"step": step, "characters": count}})
    for first, last in done.damaged:
        yield json.dumps({"damaged": {"start_char": first, "end_char": last, "text": done.text[first:last]}}, ensure_ascii=False)


def diff(done: CleanText) -> str:
    """The raw text with what was removed in red brackets that name the step, and what replaced it in green."""
    parts: list[str] = []
    at = 0
    cuts = {(r.raw_start, r.raw_end): r.step for r in done.removed}
    for (start, end), step in sorted(cuts.items()):
        parts.append(_kept(done, at, start))
        shown = done.raw[start:end].replace("\n", "⏎\n")
        parts.append(click.style(f"[-{step}: {shown}-]", fg="red"))
        at = end
    parts.append(_kept(done, at, len(done.raw)))
    return "".join(parts)


def _kept(done: CleanText, raw_start: int, raw_end: int) -> str:
    """The clean text of a raw run, green where characters were replaced or inserted."""
    start, end = done.alignment.clean_span(raw_start, raw_end)
    parts: list[str] = []
    raw, text = done.raw[raw_start:raw_end], done.text[start:end]
    if len(raw) != len(text):
        return click.style(text, fg="green")
    run_start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or (raw[at] == text[at]) != (raw[run_start] == text[run_start]):
            piece = text[run_start:at]
            parts.append(piece if raw[run_start] == text[run_start] else click.style(piece, fg="green"))
            run_start = at
    return "".join(parts)
