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
from xinwen.metrics.spans import Score
from xinwen.passes.store import ADJUDICATED, read_passes
from xinwen.pipeline import build_project
from xinwen.readers.sources import read_sources

ROOT = Path(__file__).resolve().parents[1]
ANNOTATIONS = ROOT / "annotations"


def splits() -> dict[str, str]:
    """The split of each article."""
    sources, _ = read_sources(ROOT / "seeds" / "sources.jsonl")
    return {source.article_id: source.split for source in sources}


def agreement() -> Iterator[str]:
    """A table of pass agreement for each split that was read twice."""
    passes, split_of = read_passes(ANNOTATIONS), splits()
    twice = {p.article_id for p in passes if p.info.name == "b"}
    for split in dict.fromkeys(split_of[id] for id in sorted(twice)):
        members = {id for id in twice if split_of[id] == split}
        a, b = ([p for p in passes if p.info.name == name and p.article_id in members] for name in "ab")
        yield f"### {split}\n\n```text\n{render_agreement(agree(a, b))}\n```\n"


def decisions() -> Iterator[str]:
    """How the differences were decided, and what was changed that was no difference."""
    for path in sorted((ANNOTATIONS / "decisions").glob("*.jsonl")):
        made = read_decisions(path)
        differences = Counter(d.choose for d in made if d.difference)
        extra = Counter(d.choose for d in made if not d.difference)
        shown = ", ".join(f"{n} for {choice}" for choice, n in sorted(differences.items()))
        more = ", ".join(f"{n} {action}" for action, n in sorted(extra.items())) or "none"
        read = f"{sum(differences.values())} differences ({shown})" if differences else "one pass, read again"
        yield f"- `{path.stem}`: {read}; changes to other labels: {more}"


def rounds() -> Iterator[str]:
    """One table a round of error seeding."""
    for folder in sorted((ANNOTATIONS / "quality").glob("round-*")):
        flags = [flag for path in sorted(folder.glob("*.csv")) for flag in read_flags(path)]
        key = read_key(folder / "key.json")
        split_of = splits()
        read = ", ".join(dict.fromkeys(split_of[error.sentence_id.partition(".")[0]] for error in key.planted))
        yield f"### {folder.name.replace('-', ' ').capitalize()}: {read}"
        yield f"Seed {key.seed}; {len(key.planted)} errors planted, {len(merge_flags(flags))} labels flagged.\n"
        yield f"```text\n{render_estimate(estimate_layers(key, merge_flags(flags)))}\n```\n"


def outside() -> Iterator[str]:
    """Counts of what independent systems found otherwise, and what became of it."""
    counts: Counter[tuple[str, str, str]] = Counter()
    split_of = splits()
    for path in sorted((ANNOTATIONS / "quality").glob("outside*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            rows = csv.DictReader(stream)
            counts.update((split_of[row["sentence_id"].partition(".")[0]], row["found_by"], row["verdict"]) for row in rows)
    yield "| split | difference found by | looked at | kept | changed |"
    yield "|---|---|---:|---:|---:|"
    for split, who in dict.fromkeys((split, who) for split, who, _ in sorted(counts)):
        kept, changed = counts[split, who, "kept"], counts[split, who, "changed"]
        yield f"| {split} | {who} | {kept + changed} | {kept} | {changed} |"


def numbers() -> Iterator[str]:
    """How far a further reading of all dates and numbers agrees with the labels, and who was held to be right where it does not."""
    split_of = splits()
    labels: Counter[str] = Counter()
    for p in read_passes(ANNOTATIONS):
        if p.info.name == ADJUDICATED:
            mentions = (e for sentence in p.sentences for e in sentence.entities)
            labels[split_of[p.article_id]] += sum(e.level == "outer" and e.type == "NUM" for e in mentions)
    differing: Counter[tuple[str, str, bool]] = Counter()
    with (ANNOTATIONS / "quality" / "numbers.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            split = split_of[row["sentence_id"].partition(".")[0]]
            differing[split, row["found_by"], row["found_by"] == row["right"]] += 1
    yield "| split | labels | marks | F1 | mark only, right | mark only, wrong | label only, right | label only, wrong |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for split, n in labels.items():
        cells = [differing[split, who, right] for who in ("reading", "labels") for right in (True, False)]
        agreed = n - sum(cells[2:])
        score = Score(agreed, n, agreed + sum(cells[:2]))
        yield f"| {split} | {n} | {score.predicted} | {score.f1:.3f} | {' | '.join(map(str, cells))} |"


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
        "agreement": "\n".join(agreement()),
        "decisions": "\n".join(decisions()),
        "rounds": "\n".join(rounds()),
        "outside": "\n".join(outside()),
        "numbers": "\n".join(numbers()),
        "arithmetic": "\n".join(arithmetic()),
    }
    for name, text in parts.items():
        template = template.replace(f"{{{{{name}}}}}", text.rstrip())
    (ROOT / "docs" / "quality.md").write_text(template, "utf-8")


if __name__ == "__main__":
    main()
