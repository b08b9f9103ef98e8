"""Find what two articles have in common: a whole sentence, or a run of words.

    python scripts/check_overlap.py [SEEDS] [--annotations FOLDER] [--terms FILE]

Two articles may not share a sentence of six or more characters, nor ten characters in a row, names, numbers and fixed terms left
aside. Left aside are the surfaces of the register and of the labels, titles in 《》, Latin words, figures, and the terms of
check_overlap.txt: each stands for one that fits any other, counts nothing and does not end the run, so that a sentence with
other names filled in is found. The list of terms lies beside the script: it belongs to this check and says nothing of an article.

Labels of the test split are not read: what a test article shares with another one is named there. Prints every place; the exit
status is 1 when there is one, 2 when an article cannot be read.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from daachorse import MATCH_KIND_LEFTMOST_LONGEST, CharwiseDoubleArrayAhoCorasick

from xinwen.collection import gather_sources
from xinwen.documents import Document
from xinwen.passes.store import ADJUDICATED
from xinwen.register import read_register, surfaces

ROOT = Path(__file__).resolve().parents[1]
SENTENCE, RUN = 6, 10
#: What stands for a name, a number or a term.
_GAP = "\0"
_LEFT_ASIDE = re.compile(r"《[^《》]*》|[A-Za-zÀ-ɏ0-9][A-Za-zÀ-ɏ0-9.,%&+/'’‰℃ -]*(?<! )|[\s\0]+")


class Place(NamedTuple):
    """Where two articles say the same: the kind of finding, the two places, and what is said in each."""

    kind: str
    one: str
    one_text: str
    other: str
    other_text: str


class Line(NamedTuple):
    """A sentence reduced to what counts.

    Attributes:
        reduced: the text with ``_GAP`` for each stretch that is left aside.
        spans: for each character of ``reduced`` the span of the text that it stands for.
        counted: the positions in ``reduced`` of the characters that count.
    """

    article_id: str
    sentence_id: str
    text: str
    reduced: str
    spans: Sequence[tuple[int, int]]
    counted: Sequence[int]


def shared_sentences(documents: Iterable[Document]) -> Iterator[Place]:
    """Sentences that stand in two articles."""
    seen: dict[str, tuple[str, str]] = {}
    for document in documents:
        article_id = document.article.article_id
        for sentence in document.sentences:
            before = seen.setdefault(sentence.text, (article_id, sentence.sentence_id))
            if len(sentence.text) >= SENTENCE and before[0] != article_id:
                yield Place("sentence", before[1], sentence.text, sentence.sentence_id, sentence.text)


def shared_runs(lines: Sequence[Line]) -> Iterator[Place]:
    """Runs of at least ``RUN`` counted characters that stand in two articles, each as long as it goes."""
    windows: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, line in enumerate(lines):
        for at in range(len(line.counted) - RUN + 1):
            windows[line.reduced[line.counted[at] : line.counted[at + RUN - 1] + 1]].append((number, at))
    starts = {pair for found in windows.values() for pair in combinations(found, 2)}
    for (one, i), (other, j) in sorted(starts):
        if lines[one].article_id == lines[other].article_id or ((one, i - 1), (other, j - 1)) in starts:
            continue
        size = 1
        while ((one, i + size), (other, j + size)) in starts:
            size += 1
        last = size + RUN - 2
        places = (
            lines[one].sentence_id,
            _shown(lines[one], i, i + last),
            lines[other].sentence_id,
            _shown(lines[other], j, j + last),
        )
        yield Place("run", *places)


def _shown(line: Line, first: int, last: int) -> str:
    """The text from one counted character to another."""
    return line.text[line.spans[line.counted[first]][0] : line.spans[line.counted[last]][1]]


def reduce(documents: Iterable[Document], names: Iterable[str]) -> list[Line]:
    """The sentences of the documents, with ``names`` and all else that does not count left aside."""
    patterns = sorted({name for name in names if len(name) > 1} | {_GAP})
    finder = CharwiseDoubleArrayAhoCorasick(patterns, MATCH_KIND_LEFTMOST_LONGEST)
    lines = []
    for document in documents:
        for sentence in document.sentences:
            text = sentence.text
            for start, end, _ in finder.find(text):
                text = text[:start] + _GAP * (end - start) + text[end:]
            gaps = [match.span() for match in _LEFT_ASIDE.finditer(text)]
            lines.append(_line(document.article.article_id, sentence.sentence_id, sentence.text, gaps))
    return lines


def _line(article_id: str, sentence_id: str, text: str, gaps: Iterable[tuple[int, int]]) -> Line:
    spans: list[tuple[int, int]] = []
    reduced, at = "", 0
    for start, end in [*gaps, (len(text), len(text))]:
        spans += [(i, i + 1) for i in range(at, start)]
        reduced += text[at:start]
        if start < end and not reduced.endswith(_GAP):
            spans.append((start, end))
            reduced += _GAP
        at = end
    return Line(article_id, sentence_id, text, reduced, spans, [i for i, c in enumerate(reduced) if c != _GAP])


def names_of(annotations: Path, unread: Iterable[str] = ()) -> Iterator[str]:
    """The surfaces of the register, and of the entities but for numbers that any pass labels, articles in ``unread`` left out."""
    if (annotations / "names.jsonl").is_file():
        for name in read_register(annotations / "names.jsonl"):
            yield from surfaces(name)
    left_out = set(unread)
    for path in sorted([*annotations.glob("passes/*/*.jsonl"), *(annotations / ADJUDICATED).glob("*.jsonl")]):
        if path.stem not in left_out:
            for line in path.read_text("utf-8").splitlines():
                yield from (e["text"] for e in json.loads(line).get("entities", ()) if e["type"] != "NUM")


def terms_of(path: Path) -> list[str]:
    """The terms of a list; lines that start with # are remarks."""
    return [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what is shared."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument(
        "seeds", nargs="?", type=Path, default=ROOT / "seeds", help="folder with sources.jsonl, or folders that have one"
    )
    parser.add_argument("--annotations", type=Path, default=ROOT / "annotations", help="folder with names.jsonl and passes")
    parser.add_argument("--terms", type=Path, default=Path(__file__).with_suffix(".txt"), help="list of fixed terms")
    options = parser.parse_args(arguments)
    documents: list[Document] = []
    unreadable = False
    for sources in sorted(options.seeds.rglob("sources.jsonl")):
        gathered = gather_sources(sources.parent)
        documents += gathered.documents
        for reject in gathered.rejects:
            unreadable = True
            print(f"not read: {reject}", file=sys.stderr)
    unread = [d.article.article_id for d in documents if d.article.source.split == "test"]
    lines = reduce(documents, [*names_of(options.annotations, unread), *terms_of(options.terms)])
    places = [*shared_sentences(documents), *shared_runs(lines)]
    for place in places:
        print(f"{place.kind}\t{place.one}\t{place.one_text}\t{place.other}\t{place.other_text}")
    print(f"{len(documents)} articles, {len(lines)} sentences: {len(places)} places shared", file=sys.stderr)
    return 2 if unreadable or not documents else 1 if places else 0


if __name__ == "__main__":
    sys.exit(main())
