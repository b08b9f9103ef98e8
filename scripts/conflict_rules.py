"""Compare ways to settle what the rules and the tagger say of one place, by cross-validation over the articles of ``train``.

    pip install 'xinwen[train]'
    python scripts/conflict_rules.py --data dataset/xinwen-1.0.0

In each of the folds the tagger of ``hybrid`` is trained on the other articles. Entries of the register that an article shares with
no other are hidden from it, in training and in scoring. Prints a Markdown table: strict F1 of outer mentions by coarse type, with a
95 % bootstrap interval over articles, precision and recall.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from train_ner import examples, own_names, read_split, without
from xinwen.labellers.hybrid import MINIMUM
from xinwen.labellers.rules import find_entities
from xinwen.records import Entity
from xinwen.tagging.model import Found, Tagger
from xinwen.tagging.tokens import Span
from xinwen.tagging.training import Example, count, f1_interval, fit, prepare, total

FEATURES = "default"


class Said(NamedTuple):
    """What both say of a sentence: the outer mentions of the rules, and those of the tagger that are sure enough."""

    rules: list[Found]
    tagger: list[Found]


def before(first: Sequence[Found], then: Sequence[Found]) -> list[Found]:
    """The first ones, and of the others those that overlap none of them."""
    return [*first, *(one for one in then if not any(one.start < kept.end and kept.start < one.end for kept in first))]


def surer(said: Said) -> list[Found]:
    """Of mentions that overlap the surer one; of equals the tagger's."""
    kept: list[Found] = []
    for one in sorted([*said.tagger, *said.rules], key=lambda one: -one.confidence):
        kept = before(kept, [one])
    return kept


def numbers_first(said: Said) -> list[Found]:
    """The rules' numbers, then what the tagger says, then what else the rules say."""
    numbers = [one for one in said.rules if one.type == "NUM"]
    return before(before(numbers, said.tagger), said.rules)


WAYS: dict[str, Callable[[Said], list[Found]]] = {
    "the rules alone": lambda said: said.rules,
    "the tagger alone": lambda said: said.tagger,
    "**the tagger first**": lambda said: before(said.tagger, said.rules),
    "the surer one first": surer,
    "the rules first": lambda said: before(said.rules, said.tagger),
    "the rules' numbers first, then the tagger": numbers_first,
}


def heard(release: Path, folds: int) -> tuple[list[Example], list[Said]]:
    """The sentences of ``train``, and what rules and a tagger that has not seen their articles say of them."""
    rows = read_split(release, "train")
    alone = own_names(rows)
    known = examples(rows, lambda article: without(alone.get(article, ())))
    articles = list(dict.fromkeys(example.unit for example in known))
    texts = {article: "\n".join(one.sentence.text for one in known if one.unit == article) for article in articles}
    prepared = prepare(known, FEATURES)
    scored: list[Example] = []
    said: list[Said] = []
    for fold in range(folds):
        held_out = set(articles[fold::folds])
        with TemporaryDirectory() as folder:
            path = Path(folder) / "fold.crfsuite"
            fit([one for one, example in zip(prepared, known, strict=True) if example.unit not in held_out], FEATURES, path)
            tagger = Tagger(path)
        for article in sorted(held_out):
            own = [example for example in known if example.unit == article]
            dictionary = without(alone.get(article, ()))
            by_rules = [as_found(find_entities(one.sentence.text, texts[article], dictionary)) for one in own]
            tagged = [[one for one in spans if one.confidence >= MINIMUM] for spans in tagger.tag([one.sentence for one in own])]
            scored += own
            said += [Said(*both) for both in zip(by_rules, tagged, strict=True)]
    return scored, said


def as_found(entities: Sequence[Entity]) -> list[Found]:
    """The outer mentions of the rules, as those of the tagger are."""
    return [Found(e.start_char, e.end_char, e.type, e.confidence or 0.0) for e in entities if e.level == "outer"]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of a release")
    parser.add_argument("--folds", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0, help="of the bootstrap")
    wanted = parser.parse_args()
    scored, said = heard(wanted.data, wanted.folds)
    print(f"{len({one.unit for one in scored})} articles, {sum(len(one.spans) for one in scored)} mentions, {wanted.folds} folds\n")
    print("| rule | F1 | 95 % interval | precision | recall |\n|---|---:|---:|---:|---:|")
    for name, way in WAYS.items():
        units = count(scored, [[Span(*one[:3]) for one in way(both)] for both in said])
        score, interval = total(units), f1_interval(units, seed=wanted.seed)
        assert interval is not None
        f1 = f"{interval.estimate:.3f} | {interval.low:.3f} to {interval.high:.3f}"
        print(f"| {name} | {f1} | {score.precision:.3f} | {score.recall:.3f} |")


if __name__ == "__main__":
    main()
