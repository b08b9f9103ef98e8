"""Compare the CPU time of two checkouts in turns: commands as a user calls them, cleaning, and labelling.

    git worktree add ../before 0123abc
    python scripts/compare_checkouts.py ../before . [--rounds 5] [--json]

Speed differs from hour to hour on a shared machine by more than a change gains. Here each round runs both checkouts, one right
after the other and the first of them by turns, every run in a process of its own, and the ratio of each round counts; what is
shown is their median, with the least and the greatest. Commands are timed whole, from the start of Python; cleaning and labelling
inside their process, of each text the best of several runs. Both read the seeds and the train split of the second checkout.
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
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
from tqdm import tqdm

COMMANDS = {
    "xinwen --version": ["--version"],
    "xinwen clean, one page": ["clean", "{seed}"],
    "xinwen build, one page": ["build", "{seed}", "-o", "{out}"],
    "xinwen build, the project": ["build"],
    "xinwen check, the newest release": ["check", "{release}"],
}

# What a checkout does to the texts, in a process that imports it; prints seconds by name.
_PROBE = """
import json, sys, time
from xinwen.labellers import labeller
from xinwen.labellers.gazetteer import packaged_gazetteer
from xinwen.labellers.rules import find_entities
from xinwen.readers import read_page
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

def seconds(work, texts, times):
    best = [float("inf")] * len(texts)
    for _ in range(times + 1):
        for i, text in enumerate(texts):
            start = time.process_time()
            work(text)
            best[i] = min(best[i], time.process_time() - start)
    return sum(best)

found = {f"cleaning, {name}": seconds(cleaned, [raw], 60) for name, raw in given["pages"].items()}
found["labelling, rules' mentions"] = seconds(mentions, articles, 8)
found["labelling, hybrid"] = seconds(hybrid.label, articles, 3)
print(json.dumps(found))
"""


def main() -> int:
    """Run the rounds and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    ratios: defaultdict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as place:
        texts = Path(place) / "texts.json"
        texts.write_text(json.dumps(material(options.after)), "utf-8")
        for number in tqdm(range(options.rounds), disable=None, desc="rounds"):
            pair = (options.before, options.after)
            took = {side: measured(side, texts) for side in (pair if number % 2 == 0 else pair[::-1])}
            for name, seconds in took[options.after].items():
                ratios[name].append(seconds / took[options.before][name])
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


def measured(checkout: Path, texts: Path) -> dict[str, float]:
    """CPU seconds of one checkout, by what it did."""
    environment = {**os.environ, "PYTHONPATH": str((checkout / "src").resolve()), "OPENBLAS_NUM_THREADS": "1"}
    probe = subprocess.run(
        [sys.executable, "-c", _PROBE, str(texts)], env=environment, stdout=subprocess.PIPE, text=True, check=True, encoding="utf-8"
    )
    return {**dict(commands(checkout, environment)), **json.loads(probe.stdout)}


def commands(checkout: Path, environment: dict[str, str]) -> Iterator[tuple[str, float]]:
    """Each command with the CPU seconds of its process."""
    with tempfile.TemporaryDirectory() as place:
        known = {
            "seed": str(next((checkout / "seeds").glob("004*")).resolve()),
            "out": f"{place}/release",
            "release": str(newest(checkout).resolve()),
        }
        for name, words in COMMANDS.items():
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            call = [sys.executable, "-m", "xinwen", *(word.format(**known) for word in words)]
            subprocess.run(call, cwd=checkout, env=environment, stdout=subprocess.DEVNULL, check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            yield name, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def render(rows: dict[str, tuple[float, float, float]], rounds: int) -> Iterator[str]:
    """The table in Markdown."""
    yield f"| CPU time, after / before, {rounds} rounds | median | least | greatest |"
    yield "|---|---:|---:|---:|"
    for name, (median, least, greatest) in rows.items():
        yield f"| {name} | {median:.2f} | {least:.2f} | {greatest:.2f} |"


if __name__ == "__main__":
    sys.exit(main())
