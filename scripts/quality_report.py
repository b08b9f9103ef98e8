"""Write docs/quality.md: how the hand labels were made and how good they are, every figure from the files in annotations/.

    python scripts/quality_report.py
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from xinwen._version import __version__
from xinwen.adjudication.agreement import agree
from xinwen.adjudication.decisions import read_decisions
from xinwen.adjudication.review import estimate_layers, merge_flags, read_flags
from xinwen.adjudication.seeding import read_key
from xinwen.cli.adjudicate import render_agreement
from xinwen.cli.review import render_estimate
from xinwen.metrics.arithmetic import comparisons
from xinwen.passes.store import read_passes
from xinwen.pipeline import build_project

ROOT = Path(__file__).resolve().parents[1]
ANNOTATIONS = ROOT / "annotations"


def agreement() -> str:
    """The table of pass agreement."""
    passes = read_passes(ANNOTATIONS)
    return render_agreement(agree([p for p in passes if p.info.name == "a"], [p for p in passes if p.info.name == "b"]))


def decisions() -> Iterator[str]:
    """How the differences were decided."""
    for path in sorted((ANNOTATIONS / "decisions").glob("*.jsonl")):
        made = read_decisions(path)
        differences = Counter(d.choose for d in made if d.difference)
        extra = Counter(d.choose for d in made if not d.difference)
        shown = ", ".join(f"{n} for {choice}" for choice, n in sorted(differences.items()))
        more = ", ".join(f"{n} {action}" for action, n in sorted(extra.items())) or "none"
        yield f"- `{path.stem}`: {sum(differences.values())} differences ({shown}); further changes to agreed labels: {more}"


def rounds() -> Iterator[str]:
    """One table a round of error seeding."""
    for folder in sorted((ANNOTATIONS / "quality").glob("round-*")):
        flags = [flag for path in sorted(folder.glob("*.csv")) for flag in read_flags(path)]
        key = read_key(folder / "key.json")
        yield f"### {folder.name.replace('-', ' ').capitalize()}"
        yield f"Seed {key.seed}; {len(key.planted)} errors planted, {len(merge_flags(flags))} labels flagged.\n"
        yield f"```text\n{render_estimate(estimate_layers(key, merge_flags(flags)))}\n```\n"


def outside() -> Iterator[str]:
    """Counts of what independent systems found otherwise, and what became of it."""
    with (ANNOTATIONS / "quality" / "outside.csv").open(encoding="utf-8", newline="") as stream:
        counts = Counter((row["found_by"], row["verdict"]) for row in csv.DictReader(stream))
    yield "| difference found by | looked at | kept | changed |"
    yield "|---|---:|---:|---:|"
    for who in sorted({who for who, _ in counts}):
        kept, changed = counts[who, "kept"], counts[who, "changed"]
        yield f"| {who} | {kept + changed} | {kept} | {changed} |"


def arithmetic() -> Iterator[str]:
    """Every change that the figures of a sentence let one compute again."""
    built = build_project(ROOT, ROOT / "dataset")
    yield "| claim | baseline | value | unit | claimed | computed |"
    yield "|---|---:|---:|---|---:|---:|"
    for split in built.tables["sentences"].values():
        for row in split.select(["claims"]).to_pylist():
            for c in comparisons(row["claims"]):
                yield f"| `{c.claim_id}` | {c.baseline:g} | {c.value:g} | {c.unit} | {c.claimed:g} % | {c.due:.2f} % |"


def main() -> None:
    """Fill the template."""
    template = (ROOT / "scripts" / "quality_report.md").read_text("utf-8")
    parts = {
        "version": __version__,
        "agreement": agreement(),
        "decisions": "\n".join(decisions()),
        "rounds": "\n".join(rounds()),
        "outside": "\n".join(outside()),
        "arithmetic": "\n".join(arithmetic()),
    }
    for name, text in parts.items():
        template = template.replace(f"{{{{{name}}}}}", text.rstrip())
    (ROOT / "docs" / "quality.md").write_text(template, "utf-8")


if __name__ == "__main__":
    main()
