"""Compare the CPU time of two checkouts in turns: commands as a user calls them, cleaning, and labelling.

    git worktree add ../before 0123abc
    python scripts/compare_checkouts.py ../before . [--rounds 5] [--json]

Speed differs from minute to minute on a shared machine by more than a change gains. Here both checkouts do each piece of work right
after one another, the first of them by turns, and the ratio of each round counts; what is shown is their median, with the least and
the greatest. Commands are timed whole, from the start of Python; cleaning and labelling in one process a checkout, which waits
while the other works. Both read the seeds and the train split of the second checkout.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any

import pyarrow.parquet as pq
from tqdm import tqdm

COMMANDS = {
    "xinwen --version": ["--version"],
    "xinwen clean, one page": ["clean", "{seed}"],
    "xinwen build, one page": ["build", "{seed}", "-o", "{out}"],
    "xinwen build, the project": ["build"],
    "xinwen check, the newest release": ["check", "{release}"],
}

# What a checkout does to the texts: for each name of a piece of work on standard input, the seconds that it took.
_WORKER = """
import json, sys, time
from xinwen.labellers import labeller
from xinwen.labellers.gazetteer import packaged_gazetteer
from xinwen.labellers.rules import find_entities
from xinwen.records import Sentence
from xinwen.text.clean import clean
from xinwen.text.paragraphs import find_paragraphs
from xinwen.text.sentences import split_sentences

given = json.load(open(sys.argv[1], encoding="utf-8"))
articles = [[Sentence(*row) for row in rows] for rows in given["articles"]]
gazetteer, hybrid = packaged_gazetteer(), labeller("hybrid")

def cleaned(raw):
    done = clean(raw)
    done.alignment
    find_paragraphs(done.text)
    split_sentences(done.text)

def mentions(article):
    whole = "\\n".join(sentence.text for sentence in article)
    for sentence in article:
        find_entities(sentence.text, whole, gazetteer)

works = {f"cleaning, {name}": (cleaned, [raw] * 50) for name, raw in given["pages"].items()}
works["labelling, rules' mentions"] = mentions, articles
works["labelling, hybrid"] = hybrid.label, articles
for line in sys.stdin:
    work, texts = works[line.strip()]
    start = time.process_time()
    for text in texts:
        work(text)
    print(time.process_time() - start, flush=True)
"""
_WORKS = ("cleaning, seed 000", "cleaning, seed 004", "labelling, rules' mentions", "labelling, hybrid")

Task = Callable[[], float]


def main() -> int:
    """Run the rounds and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    ratios: defaultdict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        texts = Path(place) / "texts.json"
        texts.write_text(json.dumps(material(options.after)), "utf-8")
        before, after = (stack.enter_context(tasks(side, texts)) for side in (options.before, options.after))
        for number in tqdm(range(options.rounds + 1), disable=None, desc="rounds"):
            for name in before:
                took = {side: (before, after)[side][name]() for side in ((0, 1) if number % 2 else (1, 0))}
                if number:  # the first is to warm up
                    ratios[name].append(took[1] / took[0])
    rows = {name: (statistics.median(found), min(found), max(found)) for name, found in ratios.items()}
    print(json.dumps(rows, indent=2, ensure_ascii=False) if options.json else "\n".join(render(rows, options.rounds)))
    return 0


def material(checkout: Path) -> dict[str, object]:
    """The pages and articles that both sides work on; pages as this process reads them."""
    from xinwen.readers import read_page

    seeds = sorted((checkout / "seeds").glob("0*.txt"))
    pages = {f"seed {path.name[:3]}": read_page(path.read_bytes(), path.name)[0].raw_text for path in seeds}
    articles: defaultdict[str, list[list[object]]] = defaultdict(list)
    own = ("sentence_id", "article_id", "position", "paragraph", "kind", "text", "start_char", "end_char", "raw_start", "raw_end")
    for part in sorted((newest(checkout) / "data" / "sentences").glob("train-*.parquet")):
        for row in pq.read_table(part, columns=list(own)).to_pylist():
            articles[row["article_id"]].append([row[column] for column in own])
    return {"pages": pages, "articles": list(articles.values())}


def newest(checkout: Path) -> Path:
    """The newest release in the checkout."""
    return max((checkout / "dataset").glob("xinwen-*"), key=lambda path: [int(part) for part in path.name[7:].split(".")])


@contextmanager
def tasks(checkout: Path, texts: Path) -> Iterator[dict[str, Task]]:
    """The pieces of work of a checkout by name; each does it once, and returns the CPU seconds that it took."""
    environment = {**os.environ, "PYTHONPATH": str((checkout / "src").resolve()), "OPENBLAS_NUM_THREADS": "1"}
    call = [sys.executable, "-c", _WORKER, str(texts)]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(call, env=environment, **pipes) as worker, tempfile.TemporaryDirectory() as place:
        assert worker.stdin and worker.stdout
        known = {
            "seed": str(next((checkout / "seeds").glob("004*")).resolve()),
            "out": f"{place}/release",
            "release": str(newest(checkout).resolve()),
        }
        made: dict[str, Task] = {}
        for name, words in COMMANDS.items():
            made[name] = partial(called, [word.format(**known) for word in words], checkout, environment)
        for name in _WORKS:
            made[name] = partial(asked, name, worker.stdin, worker.stdout)
        yield made
        worker.stdin.close()


def called(words: list[str], checkout: Path, environment: dict[str, str]) -> float:
    """CPU seconds of a command's process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "xinwen", *words], cwd=checkout, env=environment, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def asked(name: str, questions: IO[str], answers: IO[str]) -> float:
    """CPU seconds that a worker says a piece of work took."""
    print(name, file=questions, flush=True)
    return float(answers.readline())


def render(rows: dict[str, tuple[float, float, float]], rounds: int) -> Iterator[str]:
    """The table in Markdown."""
    yield f"| CPU time, after / before, {rounds} rounds | median | least | greatest |"
    yield "|---|---:|---:|---:|"
    for name, (median, least, greatest) in rows.items():
        yield f"| {name} | {median:.2f} | {least:.2f} | {greatest:.2f} |"


if __name__ == "__main__":
    sys.exit(main())
