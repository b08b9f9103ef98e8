"""Train the tagger of names and numbers, score it, and draw its learning curve.

    pip install 'xinwen[train]'
    python scripts/train_ner.py --data dataset/xinwen-0.2.0 --eval validation --out models/mine.crfsuite
    python scripts/train_ner.py --data dataset/xinwen-0.2.0 --eval validation --into-package
    python scripts/train_ner.py --data train.iob2 --map map.json --eval dev.iob2 --features strong --out models/other.crfsuite
    python scripts/train_ner.py --data dataset/xinwen-0.2.0 --eval validation --learning-curve docs/learning_curve.svg

Data is a release, or a file that ``xinwen convert`` reads; what is scored is a split of the release, or another such file. Scores
are strict (span and coarse type) with 95 % bootstrap intervals over articles (of a release) or sentences.

In training, a sentence is not told of names that stand in its own article only: so the tagger learns what to do with names that
are in no register. A split is scored twice: with the whole register, and without the entries that occur in that split only.
"""

from __future__ import annotations

import argparse
import json
import shlex
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np
import pyarrow.parquet as pq

from xinwen.errors import XinwenError
from xinwen.formats import detect, load_files
from xinwen.formats.mapping import apply, map_names, named_map, parse_map
from xinwen.labellers.gazetteer import Gazetteer, packaged_gazetteer
from xinwen.labellers.rules import find_entities
from xinwen.labellers.tagger import hints_of, packaged_model
from xinwen.register import packaged_register, surfaces
from xinwen.scheme import full_type
from xinwen.tagging.features import FEATURE_SETS
from xinwen.tagging.model import Found, Sentence, Tagger
from xinwen.tagging.tokens import Span
from xinwen.tagging.training import ALL, Counts, Example, count, f1_interval, fit, prepare, total

FRACTIONS = (0.25, 0.5, 1.0)
THRESHOLDS = (0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


class Row(NamedTuple):
    """A sentence of a data set: its article, its text, its outer spans, and the entries of the register that it names."""

    article: str
    text: str
    spans: tuple[Span, ...]
    names: frozenset[str]


@cache
def entries() -> dict[str, tuple[str, ...]]:
    """The entries of the register by surface: a mention may be older than its entry, and without a link."""
    found: dict[str, tuple[str, ...]] = {}
    for name in packaged_register():
        for surface in surfaces(name):
            found[surface] = (*found.get(surface, ()), name.name_id)
    return found


def read_split(release: Path, split: str) -> list[Row]:
    """The sentences of a split of a release."""
    parts = sorted((release / "data" / "sentences").glob(f"{split}-*.parquet"))
    if not parts:
        raise XinwenError("train-split", f"The release has no split {split}.", place=str(release), remedy="Name another split.")
    rows = [row for part in parts for row in pq.read_table(part).to_pylist()]
    return [
        Row(
            row["article_id"],
            row["text"],
            tuple(
                Span(e["start_char"], e["end_char"], full_type(e["type"], e["fine_type"]))
                for e in row["entities"]
                if e["level"] == "outer"
            ),
            frozenset(name for e in row["entities"] for name in (e["name_id"], *entries().get(e["text"], ())) if name),
        )
        for row in rows
    ]


def read_file(path: Path, map_name: str | None) -> list[Row]:
    """The texts of a file in one of the formats, its tags mapped; each is an article of its own."""
    contents = {path.name: path.read_bytes()}
    loaded = load_files(detect(contents), contents)
    for problem in loaded.problems:
        print(problem, file=sys.stderr)
    texts: Sequence[Any] = loaded.texts
    if map_name:
        known = map_name in map_names()
        mapped = apply(texts, named_map(map_name) if known else parse_map(Path(map_name).read_text("utf-8"), map_name))
        print(f"spans without a counterpart: {dict(mapped.dropped) or 0}", file=sys.stderr)
        texts = mapped.texts
    spans = [tuple(Span(s.start, s.end, s.label) for s in text.spans if s.level != "inner") for text in texts]
    return [Row(f"{path.name}:{i}", text.text, own, frozenset()) for i, (text, own) in enumerate(zip(texts, spans, strict=True))]


def examples(rows: Sequence[Row], gazetteer_of: Callable[[str], Gazetteer]) -> list[Example]:
    """The sentences with what the rules know of them, given the dictionary for each article."""
    articles: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        articles[row.article].append(row)
    made = []
    for article, own in articles.items():
        gazetteer, whole = gazetteer_of(article), "\n".join(row.text for row in own)
        for row in own:
            hints = hints_of(find_entities(row.text, whole, gazetteer))
            made.append(Example(Sentence(row.text, hints), row.spans, article))
    return made


def without(names: Iterable[str]) -> Gazetteer:
    """The dictionary without these entries of the register."""
    hidden = set(names)
    return Gazetteer([name for name in packaged_register() if name.name_id not in hidden]) if hidden else packaged_gazetteer()


def for_all(gazetteer: Gazetteer) -> Callable[[str], Gazetteer]:
    """The same dictionary for each article."""
    return lambda _: gazetteer


def own_names(rows: Sequence[Row]) -> dict[str, set[str]]:
    """For each article the entries that occur in it and in no other of these."""
    where: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        for name in row.names:
            where[name].add(row.article)
    own: defaultdict[str, set[str]] = defaultdict(set)
    for name, articles in where.items():
        if len(articles) == 1:
            own[min(articles)].add(name)
    return own


class Data(NamedTuple):
    """What to learn from, and what to score: a title and its sentences, each."""

    train: list[Example]
    scored: list[tuple[str, list[Example]]]
    about: dict[str, Any]


def read_data(wanted: argparse.Namespace) -> Data:
    """Everything that the command names."""
    about = {"data": wanted.data.name, "seed": wanted.seed, "command": command()}
    if not wanted.data.is_dir():
        train = examples(read_file(wanted.data, wanted.map), for_all(packaged_gazetteer()))
        files = [(name, read_file(Path(name), wanted.map)) for name in wanted.eval]
        return Data(train, [(Path(name).name, examples(rows, for_all(packaged_gazetteer()))) for name, rows in files], about)
    manifest = json.loads((wanted.data / "MANIFEST.json").read_text("utf-8"))
    about |= {"split": wanted.train_split, "digest": manifest["logical_digest"]}
    rows = read_split(wanted.data, wanted.train_split)
    alone = own_names(rows)
    train = examples(rows, lambda article: without(alone.get(article, ())))
    known = {name for row in rows for name in row.names}
    scored = []
    for split in wanted.eval:
        others = read_split(wanted.data, split)
        new = {name for row in others for name in row.names} - known
        scored.append((split, examples(others, for_all(packaged_gazetteer()))))
        scored.append((f"{split}, without the {len(new)} entries of its own", examples(others, for_all(without(new)))))
    return Data(train, scored, about)


def command() -> str:
    """The command, with files by their names alone."""
    return shlex.join(["python", "scripts/train_ner.py", *(Path(word).name if "/" in word else word for word in sys.argv[1:])])


def report(title: str, units: Sequence[Counts], seed: int) -> None:
    """Print the scores of every type."""
    print(f"\n{title}\n{'type':8}{'F1':>7}  95 % interval   {'P':>6}{'R':>7}{'gold':>7}{'found':>7}")
    for kind in sorted({kind for unit in units for kind in unit}, key=lambda k: (k != ALL, k)):
        score, interval = total(units, kind), f1_interval(units, kind, seed)
        if interval is None:
            continue
        f1 = f"{interval.estimate:7.3f}  {interval.low:.3f} to {interval.high:.3f}  "
        print(f"{kind:8}{f1}{score.precision or 0:6.3f}{score.recall or 0:7.3f}{score.gold:7}{score.predicted:7}", flush=True)


def thresholds(title: str, scored: Sequence[Example], found: Sequence[Sequence[Found]]) -> None:
    """Print what leaving out unsure spans would give."""
    print(f"\n{title}: spans left out below a probability\n")
    print("| left out below | F1 | precision | recall | left out |\n|---:|---:|---:|---:|---:|")
    for least in THRESHOLDS:
        kept = [[span for span in spans if span.confidence >= least] for spans in found]
        score, left = total(count(scored, kept)), sum(map(len, found)) - sum(map(len, kept))
        print(f"| {least} | {score.f1 or 0:.3f} | {score.precision or 0:.3f} | {score.recall or 0:.3f} | {left} |", flush=True)


def learning_curve(data: Data, features: str, seed: int, draws: int, target: Path) -> None:
    """Train on parts of the data, several draws of each, and draw F1 by type.

    The counts of a scored article are summed over the draws before articles are drawn for the interval: the same article scored
    by three models is not three articles.
    """
    title, scored = data.scored[-1]
    prepared = prepare(data.train, features)
    units = sorted({example.unit for example in data.train})
    points: dict[str, list[tuple[float, float, float, float]]] = defaultdict(list)
    with TemporaryDirectory() as folder:
        for fraction in FRACTIONS:
            scores: list[list[Counts]] = []
            for draw in range(draws if fraction < 1 else 1):
                rng = np.random.default_rng([seed, draw])
                chosen = set(rng.permutation(units)[: max(1, round(len(units) * fraction))].tolist())
                path = Path(folder) / f"{fraction}-{draw}.crfsuite"
                fit([p for p, e in zip(prepared, data.train, strict=True) if e.unit in chosen], features, path)
                scores.append(count(scored, Tagger(path).tag([example.sentence for example in scored])))
            counts = [summed(of_one) for of_one in zip(*scores, strict=True)]
            report(f"{fraction:.0%} of {len(units)} articles or texts, scored on {title}", counts, seed)
            for kind in {kind for unit in counts for kind in unit}:
                if interval := f1_interval(counts, kind, seed):
                    points[kind].append((fraction * len(units), *interval))
    _draw(points, title, target)


def summed(draws: Sequence[Counts]) -> Counts:
    """The counts of one unit over several models."""
    return {kind: total(draws, kind) for kind in sorted({kind for draw in draws for kind in draw})}


def _draw(points: dict[str, list[tuple[float, float, float, float]]], title: str, target: Path) -> None:
    try:
        import matplotlib
    except ImportError as error:
        raise XinwenError("plot-missing", f"A plot needs matplotlib ({error}).", remedy="pip install 'xinwen[plot]'.") from None
    matplotlib.use("Agg")
    from matplotlib import pyplot

    kinds = sorted(points, key=lambda k: (k != ALL, k))
    figure, axes = pyplot.subplots(-(-len(kinds) // 4), 4, figsize=(11, 2.4 * -(-len(kinds) // 4)), sharex=True, sharey=True)
    for axis in axes.flat[len(kinds) :]:
        axis.set_visible(False)
    for axis, kind in zip(axes.flat, kinds, strict=False):
        sizes, estimates, low, high = zip(*points[kind], strict=True)
        axis.fill_between(sizes, low, high, alpha=0.25)
        axis.plot(sizes, estimates, marker="o")
        axis.set(title=kind, ylim=(0, 1))
        axis.grid(alpha=0.3)
    figure.supxlabel(f"articles or texts trained on; scored on {title}")
    figure.supylabel("strict F1, 95 % interval")
    figure.tight_layout()
    target.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(target, metadata={"Date": None} if target.suffix == ".svg" else None)


def main() -> None:
    """Train, score, draw."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="a release, or a file that xinwen convert reads")
    parser.add_argument("--train-split", default="train", help="the release's split to learn from")
    parser.add_argument("--eval", nargs="*", default=[], help="splits of the release, or files, to score")
    parser.add_argument("--map", help="tag map for files: a name or a JSON file, as for xinwen convert")
    parser.add_argument("--features", choices=list(FEATURE_SETS), default="default")
    parser.add_argument("--seed", type=int, default=13, help="of the draws of the learning curve and of the intervals")
    parser.add_argument("--out", type=Path, help="the model's file")
    parser.add_argument("--into-package", action="store_true", help="train the default and the strong model of the package")
    parser.add_argument("--thresholds", action="store_true", help="show what leaving out unsure spans would give")
    parser.add_argument("--learning-curve", type=Path, help="draw the curve into this .svg or .png")
    parser.add_argument("--draws", type=int, default=5, help="draws of each part for the learning curve")
    wanted = parser.parse_args()
    try:
        data = read_data(wanted)
        if wanted.learning_curve:
            if not data.scored:
                parser.error("--learning-curve needs --eval")
            learning_curve(data, wanted.features, wanted.seed, wanted.draws, wanted.learning_curve)
        models = {name: packaged_model(name) for name in ("default", "strong")} if wanted.into_package else {}
        if wanted.out:
            models[wanted.features] = wanted.out
        for features, path in models.items():
            description = fit(prepare(data.train, features), features, path, data.about)
            print(json.dumps(description, ensure_ascii=False))
            for title, scored in data.scored:
                found = Tagger(path).tag([example.sentence for example in scored])
                report(f"{features} on {title}", count(scored, found), wanted.seed)
                if wanted.thresholds:
                    thresholds(title, scored, found)
    except XinwenError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
