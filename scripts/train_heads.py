"""Train the linear heads (`xinwen.labellers.heads`) on the hand labels of a release, and show what they are worth.

    pip install 'xinwen[train]'
    python scripts/train_heads.py --data dataset/xinwen-0.2.0 --out src/xinwen/labellers/data/heads.npz
    python scripts/train_heads.py --data dataset/xinwen-0.2.0 --evaluate validation
    python scripts/train_heads.py --data dataset/xinwen-0.2.0 --folds 5

The first line writes the weights, and a JSON file beside them that says what they were trained on. The second prints, for rules and
packaged heads, the scores on a split (entities given) and what each threshold of confidence costs, as Markdown. The third scores
heads on the training split by cross-validation over articles. Same data, same seed and same libraries: the same weights.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow.parquet as pq
import sklearn
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from head_scores import Labelled, accuracy, confident, macro_f1, scores
from xinwen.labellers import claims as rules
from xinwen.labellers import heads as linear
from xinwen.labellers import targets
from xinwen.labellers.attributes import Unit
from xinwen.labellers.attributes import describe as describe_claim
from xinwen.labellers.attribution import Attribution
from xinwen.labellers.reading import Reading
from xinwen.labellers.signals import Signals, claim_signals, sentence_signals, target_signals
from xinwen.records import Claim, Entity, Mention, Sentence, Sentiment

SEED = 20260101
#: For each space of signals in how many training samples one must occur to be kept.
SEEN = {"sentence": 1, "target": 2, "claim": 2}


class Recipe(NamedTuple):
    """How a head is trained: its space of signals, the weighting of its labels, the inverse of the L2 penalty.

    ``balanced`` weighs labels by rarity; those of ``target`` are milder, for a polarity that is not there is worse than one missed.
    """

    space: str
    weighting: str | dict[str, float] | None
    strength: float


HEADS = {
    "polarity": Recipe("sentence", "balanced", 10.0),
    "target": Recipe("target", {"negative": 1.8, "neutral": 0.6, "positive": 1.8}, 5.0),
    "type": Recipe("claim", "balanced", 30.0),
    "time": Recipe("claim", "balanced", 10.0),
    "verifiable": Recipe("claim", None, 10.0),
}
THRESHOLDS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


class Sample(NamedTuple):
    """What a space of heads learns from: signals, and the right label of each head of the space."""

    article: str
    signals: Signals
    labels: dict[str, str]


Article = list[Labelled]
Layers = tuple[list[tuple[Claim, ...]], list[tuple[Sentiment, ...]]]
Find = Callable[[Sequence[Sentence], Sequence[Sequence[Entity]]], Layers]


def read_split(release: Path, split: str) -> list[Article]:
    """The labelled sentences of a split, article by article."""
    articles: dict[str, Article] = defaultdict(list)
    for file in sorted((release / "data" / "sentences").glob(f"{split}-*.parquet")):
        for row in pq.read_table(file).to_pylist():
            articles[row["article_id"]].append(_labelled(row))
    if not articles:
        sys.exit(f"{release} has no split {split} of sentences.")
    return list(articles.values())


def _labelled(row: dict[str, Any]) -> Labelled:
    keys = ("sentence_id", "article_id", "position", "paragraph", "kind", "text", "start_char", "end_char", "raw_start", "raw_end")
    entities = tuple(_entity(entity) for entity in row["entities"])
    aimed = (s for s in row["sentiments"] if s["target_id"])
    sentiments = (Sentiment(row["polarity"]), *(Sentiment(s["polarity"], _local(s["target_id"]), s["basis"]) for s in aimed))
    return Labelled(Sentence(*(row[key] for key in keys)), entities, sentiments, tuple(_claim(claim) for claim in row["claims"]))


def _entity(row: dict[str, Any]) -> Entity:
    keys = ("start_char", "end_char", "text", "type", "fine_type", "level", "name_id", "value", "max_value", "unit", "date")
    parent = row["parent_id"] and _local(row["parent_id"])
    return Entity(_local(row["entity_id"]), parent_id=parent, **{key: row[key] for key in keys})


def _claim(row: dict[str, Any]) -> Claim:
    keys = ("start_char", "end_char", "text", "quote")
    described = ("type", "time", "certainty", "source_kind", "verifiable", "checkworthy")
    return Claim(
        _local(row["claim_id"]),
        sources=tuple(Mention(**mention) for mention in row["sources"]),
        cue=next((Mention(**mention) for mention in row["cue"] or ()), None),
        about=tuple(_local(about) for about in row["about"]),
        **{key: row[key] for key in (*keys, *described)},
    )


def _local(full_id: str) -> str:
    return full_id.rpartition(".")[2]


def samples(articles: Iterable[Article]) -> dict[str, list[Sample]]:
    """What the heads of each space learn from."""
    found: dict[str, list[Sample]] = {"sentence": [], "target": [], "claim": []}
    for article in articles:
        for labelled in article:
            reading = Reading(labelled.sentence, labelled.entities)
            (own, *aimed), name = labelled.sentiments, labelled.sentence.article_id
            found["sentence"].append(Sample(name, sentence_signals(reading), {"polarity": own.polarity}))
            told = {sentiment.entity_id: {"target": sentiment.polarity} for sentiment in aimed}
            aimed_at = zip(reading.targets, target_signals(reading), strict=True)
            found["target"] += [Sample(name, signals, told[t.id]) for t, signals in aimed_at if t.id in told]
            found["claim"] += _claim_samples(labelled, reading)
    return found


def _claim_samples(labelled: Labelled, reading: Reading) -> Iterator[Sample]:
    """For each claim the signals of what the rules would make of its span, had they found it."""
    read = list[Claim]()
    for gold in labelled.claims:
        saying = Attribution(gold.sources, gold.source_kind, gold.cue, gold.start_char) if gold.sources else None
        unit = Unit(gold.start_char, gold.end_char, saying, gold.quote == "direct")
        read.append(describe_claim(gold.id, labelled.sentence.text, unit, reading.outer, None))
    for gold, signals in zip(labelled.claims, claim_signals(reading, read), strict=True):
        yield Sample(labelled.sentence.article_id, signals, attributes(gold))


def attributes(claim: Claim) -> dict[str, str]:
    """The labels of a claim that heads decide."""
    return {"type": claim.type, "time": claim.time, "verifiable": "yes" if claim.verifiable else "no"}


def train(found: dict[str, list[Sample]], names: Iterable[str] = tuple(HEADS)) -> linear.Heads:
    """Heads trained on all samples of their space."""
    spaces = {space: _vocabulary((s.signals.written(space) for s in of_space), SEEN[space]) for space, of_space in found.items()}
    untrained = linear.Heads(spaces, {})
    trained = {}
    for name in names:
        space, weighting, strength = HEADS[name]
        model = LogisticRegression(C=strength, class_weight=weighting, max_iter=200, tol=1e-3, random_state=SEED)
        model.fit(_matrix(untrained, space, found[space]), [sample.labels[name] for sample in found[space]])
        trained[name] = linear.Head(space, tuple(str(label) for label in model.classes_), *_softmax(model))
    return linear.Heads(spaces, trained)


def _vocabulary(samples: Iterable[list[str]], seen: int) -> dict[str, int]:
    counts = Counter(signal for signals in samples for signal in set(signals))
    kept = sorted(signal for signal, count in counts.items() if count >= seen and "\n" not in signal)
    return {signal: row for row, signal in enumerate(kept)}


def _matrix(heads: linear.Heads, space: str, of_space: Sequence[Sample]) -> csr_matrix:
    """One row a sample: its known signals, scaled to length one, as `Heads.decide` weighs them."""
    owners, rows = heads.known(space, [sample.signals for sample in of_space])
    counts = np.bincount(owners, minlength=len(of_space))
    values = 1 / np.sqrt(counts[owners])
    return csr_matrix((values, rows, np.cumsum([0, *counts])), shape=(len(of_space), len(heads.spaces[space])))


def _softmax(model: LogisticRegression) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weights and bias, one column a label; a binary model has but one, which is that of its second label."""
    weights, bias = model.coef_, model.intercept_
    if len(weights) == 1:
        weights, bias = np.vstack([0 * weights, weights]), np.concatenate([[0.0], bias])
    return weights.T.astype(np.float32), bias.astype(np.float32)


def describe(articles: Sequence[Article], release: Path, found: dict[str, list[Sample]], heads: linear.Heads) -> dict[str, Any]:
    """What stands beside the weights."""
    manifest = release / "MANIFEST.json"
    known = json.loads(manifest.read_text("utf-8")) if manifest.is_file() else {}
    return {
        "what": "Weights of linear heads: signals of a sentence, a target or a claim to labels (xinwen.labellers.heads).",
        "licence": "CC-BY-4.0, as the labels that they were trained on",
        "trained_on": {"release": release.name, "split": "train", "articles": len(articles), "version": known.get("version")},
        "samples": {space: len(of_space) for space, of_space in found.items()},
        "signals": {space: len(vocabulary) for space, vocabulary in heads.spaces.items()},
        "labels": {
            name: dict(sorted(Counter(s.labels[name] for s in found[space]).items())) for name, (space, *_) in HEADS.items()
        },
        "seed": SEED,
        "recipes": {name: recipe._asdict() for name, recipe in HEADS.items()},
        "seen": SEEN,
        "libraries": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
        "command": f"python scripts/train_heads.py --data {release.name} --out heads.npz",
    }


def cross_validate(articles: Sequence[Article], folds: int) -> None:
    """Accuracy and macro F1 of each head on articles that it was not trained on."""
    found = samples(articles)
    print("| head | n | accuracy | macro F1 | most frequent label |\n|---|--:|--:|--:|--:|")
    for name, (space, *_) in HEADS.items():
        gold, guessed = [], []
        groups = [sample.article for sample in found[space]]
        for known, held in GroupKFold(folds).split(groups, groups=groups):
            heads = train({space: [found[space][i] for i in known]}, [name])
            gold += [found[space][i].labels[name] for i in held]
            guessed += [label for label, _ in heads.decide(space, [found[space][i].signals for i in held])[name]]
        most = max(Counter(gold).values()) / len(gold)
        print(f"| {name} | {len(gold)} | {accuracy(gold, guessed):.3f} | {macro_f1(gold, guessed):.3f} | {most:.3f} |")


def evaluate(articles: Sequence[Article]) -> None:
    """Scores of rules and heads on the articles, their entities given, and what each threshold costs."""
    found = {"rules": label(articles, by_rules), "heads": label(articles, by_heads)}
    gold = [labelled for article in articles for labelled in article]
    print("| what | n | rules | heads |\n|---|--:|--:|--:|")
    scored = {name: dict(scores(gold, guessed)) for name, guessed in found.items()}
    for what, (count, value) in scored["rules"].items():
        other = scored["heads"][what]
        counts = str(count) if count == other[0] else f"{count} / {other[0]}"
        print(f"| {what} | {counts} | {value:.3f} | {other[1]:.3f} |")
    for what, decisions in confident(gold, found["heads"]).items():
        print(f"\n{what}\n\n| threshold | kept | left out | precision | recall | F1 |\n|--:|--:|--:|--:|--:|--:|")
        for threshold in THRESHOLDS:
            print(_row(threshold, *decisions))


def _row(threshold: float, decisions: Sequence[tuple[float, bool]], wanted: int) -> str:
    """Precision of the labels kept, and recall among all that gold has."""
    kept = [right for sure, right in decisions if sure >= threshold]
    precision, recall = sum(kept) / max(len(kept), 1), sum(kept) / max(wanted, 1)
    f1 = 2 * sum(kept) / max(len(kept) + wanted, 1)
    return f"| {threshold:.1f} | {len(kept)} | {len(decisions) - len(kept)} | {precision:.3f} | {recall:.3f} | {f1:.3f} |"


def by_rules(sentences: Sequence[Sentence], entities: Sequence[Sequence[Entity]]) -> Layers:
    """Claims and sentiments of an article's sentences by rules alone."""
    readings = list(map(Reading, sentences, entities))
    stated = rules.find_claims(readings)
    return stated, list(map(targets.find_sentiments, readings, stated))


def by_heads(sentences: Sequence[Sentence], entities: Sequence[Sequence[Entity]]) -> Layers:
    """Claims and sentiments of an article's sentences by rules and packaged heads."""
    readings = list(map(Reading, sentences, entities))
    stated = linear.find_claims(readings)
    return stated, linear.find_sentiments(readings, stated)


def label(articles: Sequence[Article], find: Find) -> list[Labelled]:
    """What a finder makes of the sentences, in order, their entities given."""
    found: list[Labelled] = []
    for article in articles:
        stated, aimed = find([one.sentence for one in article], [one.entities for one in article])
        each = zip(article, aimed, stated, strict=True)
        found += [one._replace(sentiments=sentiments, claims=claims) for one, sentiments, claims in each]
    return found


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of a release")
    parser.add_argument("--train-split", default="train")
    parser.add_argument("--out", type=Path, help="the weights are written here, and a JSON file beside them")
    parser.add_argument("--evaluate", metavar="SPLIT", help="score rules and packaged heads on a split")
    parser.add_argument("--folds", type=int, help="score heads by cross-validation over the articles of the training split")
    options = parser.parse_args()
    if options.out:
        articles = read_split(options.data, options.train_split)
        found = samples(articles)
        heads = train(found)
        linear.save_heads(heads, options.out)
        told = json.dumps(describe(articles, options.data, found, heads), ensure_ascii=False, indent=2)
        options.out.with_suffix(".json").write_text(told + "\n", "utf-8")
    if options.folds:
        cross_validate(read_split(options.data, options.train_split), options.folds)
    if options.evaluate:
        evaluate(read_split(options.data, options.evaluate))


if __name__ == "__main__":
    main()
