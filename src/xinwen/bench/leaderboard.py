"""The leaderboard in Markdown, with everything that is needed to make it again."""

from __future__ import annotations

import platform
import re
import subprocess
from collections import Counter
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

from xinwen._version import __version__
from xinwen.bench.benchmark import Report, Result
from xinwen.bench.counts import RESAMPLES
from xinwen.bench.scores import Figure

MARKS = re.compile(r"(<!-- leaderboard -->\n).*?(<!-- end of leaderboard -->)", re.S)
_NONE = "–"
_FIGURES = (
    ("entities micro_f1", "entities, micro F1"),
    ("entities macro_f1", "macro F1"),
    ("sentence polarity", "sentence polarity"),
    ("target polarity", "target polarity"),
    ("claim detection", "claims found"),
    ("claim span", "claim span"),
    ("attribution", "attribution"),
)


def leaderboard(report: Report, command: str) -> str:
    """A table of the systems, best first, with its provenance, the scores by tag, and what was not run."""
    ranked = sorted(report.results, key=_rank)
    parts = [_provenance(report, command), _table(ranked), _tags(ranked), _notes(report, ranked)]
    return "\n\n".join(part for part in parts if part) + "\n"


def in_page(page: str, board: str) -> str | None:
    """A page with the leaderboard between its marks; None for a page without marks."""
    text, n = MARKS.subn(lambda match: f"{match[1]}\n{board}\n{match[2]}", page)
    return text if n else None


def commit() -> str | None:
    """The commit that the package is run from; None outside a checkout."""
    here = Path(__file__).parent
    try:
        made = subprocess.run(
            ["git", "describe", "--always", "--dirty", "--abbrev=12"], cwd=here, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return made.stdout.strip()


def versions(report: Report) -> dict[str, str]:
    """The versions that figures depend on."""
    found = {"xinwen": __version__, "python": platform.python_version(), "numpy": metadata.version("numpy")}
    return {**found, **{result.system: result.version for result in report.results if result.version}}


def _rank(result: Result) -> tuple[float, str]:
    figure = next((result.scores.figures[name] for name, _ in _FIGURES if name in result.scores.figures), None)
    return -(figure.interval.estimate if figure and figure.interval else 0.0), result.system


def _provenance(report: Report, command: str) -> str:
    gold = report.gold
    dropped = f"; gold mentions without counterpart: {_counted(gold.dropped)}" if gold.dropped else ""
    used = ", ".join(f"{name} {version}" for name, version in versions(report).items())
    lines = [
        f"- data: {gold.name}, {len(gold.sources)} sentences, {gold.characters:,} characters; tag set {gold.tags.name}{dropped}",
        f"- intervals: 95 %, {RESAMPLES:,} bootstrap resamples, drawn by {gold.unit}, seed {report.seed}",
        f"- versions: {used}; commit {commit() or 'unknown'}",
        f"- command: `{command}`",
    ]
    if gold.exposed:
        lines.insert(1, "- **exposed**: scheme and rules were made with these sentences in sight; this is no test score")
    return "\n".join(lines)


def _table(results: Sequence[Result]) -> str:
    columns = [(name, title) for name, title in _FIGURES if any(name in result.scores.figures for result in results)]
    head = ["system", *(title for _, title in columns), "characters / CPU s", "peak memory, MB", "scored on"]
    rows = [
        [_system(r), *(_shown(r.scores.figures.get(name)) for name, _ in columns), *_cost(r), ", ".join(r.tags)] for r in results
    ]
    return markdown_table(head, rows) + _caution(results)


def _caution(results: Sequence[Result]) -> str:
    """A word under the table where systems are scored on different tags."""
    alike = len({result.tags for result in results}) < 2
    return (
        "" if alike else "\n\nScores on different tags cannot be compared; `--compare` scores two systems on those that both give."
    )


def _system(result: Result) -> str:
    return f"{result.system} †" if result.uses or result.used_by else result.system


def _shown(figure: Figure | None) -> str:
    if figure is None or figure.interval is None:
        return _NONE
    return "{:.3f} [{:.3f}, {:.3f}]".format(*figure.interval)


def _cost(result: Result) -> tuple[str, str]:
    if result.cost is None:
        return _NONE, _NONE
    speed, memory = result.cost.characters_per_second, result.cost.peak_memory
    return f"{speed:,.0f}" if speed else _NONE, f"{memory / 2**20:,.0f}" if memory is not None else _NONE


def _tags(results: Sequence[Result]) -> str:
    """F1 of each tag, with the number of gold mentions."""
    scored = [(result, result.scores.entities) for result in results if result.scores.entities]
    n = {tag: s.gold for _, entities in scored for tag, s in entities.spans.types.items() if s.gold}
    if not n:
        return ""
    rows = []
    for result, entities in scored:
        cells = [entities.types.get(tag) if tag in result.tags else None for tag in sorted(n)]
        rows.append([result.system, *("{:.3f} [{:.3f}, {:.3f}]".format(*cell) if cell else _NONE for cell in cells)])
    return markdown_table(["F1 by tag", *(f"{tag} (n {n[tag]})" for tag in sorted(n))], rows)


def _notes(report: Report, results: Sequence[Result]) -> str:
    """What a system is related to, what was dropped, what was aligned, what was not run."""
    lines = [f"- † {r.system}: made with the tags of {', '.join(r.uses)}" for r in results if r.uses]
    lines += [f"- † {r.system}: related to {', '.join(r.used_by)}, which its tags feed" for r in results if r.used_by]
    for r in results:
        here = r.dropped_gold - report.gold.dropped
        if here or r.dropped_system:
            lines.append(f"- {r.system}, not scored: gold {_counted(here)}; system {_counted(r.dropped_system)}")
        if r.told:
            lines.append(f"- {r.system} tells: {_counted(r.told)}")
        if r.aligned:
            a = r.aligned
            lines.append(f"- {r.system}: by {a.how}; {len(a.missing)} sentences without a prediction, {len(a.unknown)} unknown")
    lines += [f"- not run: {one.system} ({one.reason}). {_code(one.remedy)}" for one in report.not_run]
    return "\n".join(lines)


def _code(remedy: str) -> str:
    return f"`{remedy}`" if remedy.startswith("pip ") else remedy


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{tag} {n}" for tag, n in counts.most_common()) or "none"


def markdown_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; all columns but the first stand to the right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
