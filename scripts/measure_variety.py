"""Measure how varied articles and their labels are, beside other corpora: does a text show that a machine wrote it?

    python scripts/measure_variety.py LABELS [--conll FILE]... [--with-test] [--json]

LABELS is a folder of passes (annotations/passes/a, annotations/adjudicated) or a release. Its articles are grouped by the word
before the hyphen in their ids (seed, syn). Labels of the test split are read with --with-test only. A CoNLL file is read up to the
size of the largest group; its documents are those that ``# newdoc`` begins, else its sentences.

Figures that grow or fall with the size of a corpus are taken of samples of one size and averaged: distinct character bigrams in
windows of 2,000, names that occur once in windows of 150 mentions. Names are outer entities but for numbers; the share of
sentences without one is also given for persons, organisations and places alone, which is all that most corpora label. Character
8-grams that stand in more than one article are counted as written, and with names and numbers left out.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from statistics import mean, pstdev, quantiles
from typing import Any, NamedTuple

import pyarrow.dataset as arrow

from xinwen.formats.conll import load

ROOT = Path(__file__).resolve().parents[1]
BIGRAMS, MENTIONS, GRAM, EDGE = 2_000, 150, 8, 4
SHORT, _FINALS = 10, ("。", "！", "？")
_NAMED = frozenset(("PER", "ORG", "LOC"))
_MARKS = re.compile(r"^\W+|\W+$")
_PART = re.compile(r"[^\s，。、；：？！…“”‘’（）《》—\0]+")


class Span(NamedTuple):
    """An outer entity."""

    start: int
    end: int
    type: str


class Sentence(NamedTuple):
    """A sentence, its article and its outer entities."""

    article: str
    text: str
    entities: tuple[Span, ...]

    def names(self) -> list[str]:
        """The surfaces of the names in it."""
        return [self.text[e.start : e.end] for e in self.entities if e.type != "NUM"]

    def masked(self) -> str:
        """The text with NUL for the characters of entities."""
        text = self.text
        for start, end, _ in self.entities:
            text = text[:start] + "\0" * (end - start) + text[end:]
        return text


def of_labels(folder: Path, *, with_test: bool) -> list[Sentence]:
    """The sentences of a folder of passes or of a release."""
    if (folder / "data" / "sentences").is_dir():
        files = sorted((folder / "data" / "sentences").glob("*.parquet"))
        kept = [str(file) for file in files if with_test or not file.name.startswith("test-")]
        rows = arrow.dataset(kept).to_table(columns=["article_id", "text", "entities"]).to_pylist()
        return [_sentence(row["article_id"], row) for row in rows]
    test = set() if with_test else test_articles()
    files = [file for file in sorted(folder.glob("*.jsonl")) if file.stem not in test]
    lines = ((file.stem, json.loads(line)) for file in files for line in file.read_text("utf-8").splitlines()[1:])
    return [_sentence(article, line) for article, line in lines]


def test_articles() -> set[str]:
    """The articles of the test split."""
    lines = [line for path in (ROOT / "seeds").rglob("sources.jsonl") for line in path.read_text("utf-8").splitlines()]
    return {source["article_id"] for source in map(json.loads, lines) if source.get("split") == "test"}


def _sentence(article: str, row: dict[str, Any]) -> Sentence:
    outer = [e for e in row.get("entities") or () if e.get("level", "outer") == "outer"]
    return Sentence(article, row["text"], tuple(Span(e["start_char"], e["end_char"], e["type"]) for e in outer))


def of_conll(path: Path, size: int) -> list[Sentence]:
    """The sentences of a CoNLL file, up to ``size`` characters."""
    sentences: list[Sentence] = []
    article = ""
    for number, text in enumerate(load(path.read_text("utf-8"), place=str(path)).texts):
        document = dict(text.meta).get("newdoc id")
        article = document or article
        sentences.append(Sentence(article or str(number), text.text, tuple(Span(s.start, s.end, s.label) for s in text.spans)))
        size -= len(text.text)
        if size <= 0:
            break
    return sentences


def measure(sentences: Sequence[Sentence]) -> dict[str, Any]:
    """All figures of one corpus."""
    lengths = [len(s.text) for s in sentences]
    characters = sum(lengths)
    tenths = quantiles(lengths, n=10)
    names = [name for s in sentences for name in s.names()]
    articles = [list(group) for _, group in groupby(sentences, key=lambda s: s.article)]
    starts, ends = ([edge(s.text, last=last) for s in sentences] for last in (False, True))
    return {
        "articles": len(articles),
        "sentences": len(sentences),
        "characters": characters,
        "without_entity": _share(not s.entities for s in sentences),
        "without_name": _share(not s.names() for s in sentences),
        "without_per_org_loc": _share(not any(e.type in _NAMED for e in s.entities) for s in sentences),
        "length": {"mean": mean(lengths), "sd": pstdev(lengths), "p10": tenths[0], "p50": tenths[4], "p90": tenths[8]},
        "short_sentences": _share(len(s.text) <= SHORT and s.text.endswith(_FINALS) for s in sentences),
        "bigram_ttr": windowed(bigrams(sentences), BIGRAMS, lambda window: len(set(window)) / len(window)),
        "names_per_1000": 1000 * len(names) / characters,
        "names_once": windowed(names, MENTIONS, once),
        "shared_8grams": shared_grams((s.article, s.text) for s in sentences),
        "shared_8grams_masked": shared_grams((s.article, s.masked()) for s in sentences),
        "distinct_openings": len(set(starts)) / len(starts),
        "distinct_closings": len(set(ends)) / len(ends),
        "openings": common(starts),
        "closings": common(ends),
        "article_openings": common(edge(body(a)[0].text) for a in articles),
        "article_closings": common(edge(a[-1].text, last=True) for a in articles),
        "phrases": phrases(sentences),
    }


def _share(flags: Iterable[bool]) -> float:
    return mean(map(float, flags))


def body(article: Sequence[Sentence]) -> Sequence[Sentence]:
    """The article from its first sentence with a full stop on: a heading is no opening."""
    first = next((i for i, s in enumerate(article) if re.search("[。！？]", s.text)), 0)
    return article[first:]


def bigrams(sentences: Iterable[Sentence]) -> list[str]:
    """The character bigrams within sentences, in order."""
    return [s.text[i : i + 2] for s in sentences for i in range(len(s.text) - 1)]


def windowed(items: Sequence[str], size: int, figure: Any) -> float | None:
    """The mean of a figure over half-overlapping windows of ``size`` items; None for fewer items."""
    starts = range(0, len(items) - size + 1, size // 2)
    return mean(figure(items[start : start + size]) for start in starts) if starts else None


def once(names: Sequence[str]) -> float:
    """The share of the distinct names that occur once."""
    counts = Counter(names)
    return sum(n == 1 for n in counts.values()) / len(counts)


def shared_grams(texts: Iterable[tuple[str, str]], size: int = GRAM) -> float:
    """The share of the distinct character n-grams that stand in more than one article."""
    places = _places(texts, size)
    return _share(len(articles) > 1 for articles in places.values()) if places else 0.0


def _places(texts: Iterable[tuple[str, str]], size: int) -> dict[str, set[str]]:
    places: defaultdict[str, set[str]] = defaultdict(set)
    for article, text in texts:
        for i in range(len(text) - size + 1):
            if "\0" not in text[i : i + size]:
                places[text[i : i + size]].add(article)
    return places


def edge(text: str, *, last: bool = False) -> str:
    """The first or the last characters of a sentence, marks at its edges left aside."""
    bare = _MARKS.sub("", text)
    return bare[-EDGE:] if last else bare[:EDGE]


def common(edges: Iterable[str], most: int = 8) -> list[tuple[str, int]]:
    """The edges that occur more than once, the most frequent first."""
    return [(found, n) for found, n in Counter(edges).most_common(most) if n > 1]


def phrases(sentences: Iterable[Sentence], least: int = 3) -> list[tuple[str, list[str]]]:
    """Runs of four to eight characters between marks and entities that stand in ``least`` articles or more, with the articles."""
    parts = [(s.article, part) for s in sentences for part in _PART.findall(s.masked()) if not re.search(r"[A-Za-z0-9]", part)]
    found: dict[str, list[str]] = {}
    for size in range(8, 3, -1):
        for gram, articles in _places(parts, size).items():
            within = any(gram in longer and articles <= set(places) for longer, places in found.items())
            if len(articles) >= least and not within:
                found[gram] = sorted(articles)
    return sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))


def markdown(corpora: dict[str, dict[str, Any]]) -> str:
    """The figures as a table."""
    rows: list[tuple[str, Any]] = [
        ("articles (documents)", lambda c: f"{c['articles']}"),
        ("sentences", lambda c: f"{c['sentences']:,}"),
        ("characters", lambda c: f"{c['characters']:,}"),
        ("sentences without any entity", lambda c: f"{c['without_entity']:.1%}"),
        ("sentences without a name (numbers left aside)", lambda c: f"{c['without_name']:.1%}"),
        ("sentences without person, organisation or place", lambda c: f"{c['without_per_org_loc']:.1%}"),
        ("sentence length, mean ± sd", lambda c: f"{c['length']['mean']:.1f} ± {c['length']['sd']:.1f}"),
        ("sentence length, 10 / 50 / 90 %", lambda c: " / ".join(f"{c['length'][p]:.0f}" for p in ("p10", "p50", "p90"))),
        (f"sentences of at most {SHORT} characters, headings left aside", lambda c: f"{c['short_sentences']:.1%}"),
        (f"distinct character bigrams in {BIGRAMS:,}", lambda c: _percent(c["bigram_ttr"])),
        ("names per 1,000 characters", lambda c: f"{c['names_per_1000']:.1f}"),
        (f"names that occur once, of those in {MENTIONS} mentions", lambda c: _percent(c["names_once"])),
        ("8-grams in more than one article", lambda c: f"{c['shared_8grams']:.2%}"),
        ("the same, names and numbers left out", lambda c: f"{c['shared_8grams_masked']:.2%}"),
        ("distinct first four characters, of all sentences", lambda c: f"{c['distinct_openings']:.1%}"),
        ("distinct last four characters, of all sentences", lambda c: f"{c['distinct_closings']:.1%}"),
    ]
    lines = [f"| | {' | '.join(corpora)} |", "|---|" + "---:|" * len(corpora)]
    lines += [f"| {label} | {' | '.join(show(c) for c in corpora.values())} |" for label, show in rows]
    return "\n".join(lines)


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("labels", type=Path, help="a folder of passes, or a release")
    parser.add_argument("--conll", type=Path, action="append", default=[], help="a CoNLL file to set beside (may be repeated)")
    parser.add_argument("--with-test", action="store_true", help="read the labels of the test split too")
    parser.add_argument("--json", action="store_true", help="print JSON: all figures, edges of sentences and phrases")
    options = parser.parse_args(arguments)
    corpora = {name: measure(sentences) for name, sentences in gathered(options.labels, options.conll, options.with_test)}
    json.dump(corpora, sys.stdout, ensure_ascii=False, indent=1) if options.json else print(markdown(corpora))


def gathered(labels: Path, others: Iterable[Path], with_test: bool) -> Iterator[tuple[str, list[Sentence]]]:
    """Every corpus with its name."""
    groups: defaultdict[str, list[Sentence]] = defaultdict(list)
    for sentence in of_labels(labels, with_test=with_test):
        groups[sentence.article.rpartition("-")[0] or "articles"].append(sentence)
    yield from sorted(groups.items(), key=lambda item: -len(item[1]))
    size = max((sum(len(s.text) for s in group) for group in groups.values()), default=0)
    for path in others:
        yield path.stem, of_conll(path, size)


if __name__ == "__main__":
    main()
