"""Linear heads trained on hand labels: the polarity of sentences and towards names; type, time and verifiability of claims.

Each head is a softmax over the signals of `xinwen.labellers.signals`. What the heads were trained on stands beside their weights
(``data/heads.json``); ``scripts/train_heads.py`` trains them. Prediction needs numpy alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import as_file, files
from itertools import chain, pairwise, repeat
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from xinwen.errors import XinwenError
from xinwen.labellers import claims
from xinwen.labellers.grams import Grams
from xinwen.labellers.reading import Reading
from xinwen.labellers.signals import STRETCHES, Signals, claim_signals, sentence_signals, target_signals
from xinwen.labellers.targets import towards
from xinwen.records import Claim, Sentiment
from xinwen.scheme import scheme

_REMEDY = "Install the package again, or train the heads anew with scripts/train_heads.py."
Rows = NDArray[np.intp]


#: The most probable label, and its probability.
Decision = tuple[str, float]


@dataclass(frozen=True)
class Head:
    """One decision: its labels, and a row of weights for each signal of its space (``float32``, signals x labels)."""

    space: str
    labels: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]


@dataclass(frozen=True)
class Heads:
    """Heads and the signals that they know.

    Attributes:
        spaces: for each space of signals (``sentence``, ``target``, ``claim``) the row of every known signal.
        heads: by name.
    """

    spaces: Mapping[str, Mapping[str, int]]
    heads: Mapping[str, Head]

    def known(self, space: str, samples: Sequence[Signals]) -> tuple[Rows, Rows]:
        """The signals of samples that are known, each once: number of the sample and row of the signal, in order."""
        rows = self.spaces[space]
        lengths = [len(sample.words) for sample in samples]
        words = chain.from_iterable(sample.words for sample in samples)
        numbers = np.fromiter(map(rows.get, words, repeat(-1)), np.intp, sum(lengths))
        owners = np.repeat(np.arange(len(samples)), lengths)
        found = [owners[numbers >= 0] * len(rows) + numbers[numbers >= 0]]
        for place, grams in enumerate(self._grams[space]):
            owners, numbers = grams.find([sample.stretches[place] for sample in samples])
            found.append(owners * len(rows) + numbers)
        pairs = np.sort(np.concatenate(found))
        each = pairs[np.append(True, pairs[1:] > pairs[:-1])[: len(pairs)]]  # np.unique does not know that they are sorted fast
        owners = each // max(len(rows), 1)
        return owners, each - owners * max(len(rows), 1)

    def decide(self, space: str, samples: Sequence[Signals]) -> dict[str, list[Decision]]:
        """What each head of the space decides of each sample, given the signals of the samples."""
        names, weights, bias = self._stacks[space]
        owners, rows = self.known(space, samples)
        counts = np.bincount(owners, minlength=len(samples))
        known = counts > 0
        sums = np.zeros((len(samples), len(bias)), np.float32)
        if known.any():
            starts = (np.cumsum(counts) - counts)[known]
            sums[known] = np.add.reduceat(weights.take(rows, axis=0), starts, axis=0)
        scores = sums / np.sqrt(np.maximum(counts, 1))[:, None] + bias
        ends = np.cumsum([0, *(len(self.heads[name].labels) for name in names)]).tolist()
        return {name: _softmax(self.heads[name].labels, scores[:, a:b]) for name, (a, b) in zip(names, pairwise(ends), strict=True)}

    @cached_property
    def _grams(self) -> dict[str, list[Grams]]:
        """The n-grams of each stretch of each space: what else is a signal is longer, or begins with another letter."""
        return {
            space: [
                Grams({signal[1:]: row for signal, row in rows.items() if signal[0] == letter and 1 < len(signal) <= longest + 1})
                for letter, longest in STRETCHES[space]
            ]
            for space, rows in self.spaces.items()
        }

    @cached_property
    def _stacks(self) -> dict[str, tuple[list[str], NDArray[np.float32], NDArray[np.float32]]]:
        """The heads of each space side by side: one sum decides them all."""
        stacks = {}
        for space in self.spaces:
            names = [name for name, head in self.heads.items() if head.space == space]
            if names:
                weights = np.hstack([self.heads[name].weights for name in names])
                stacks[space] = (names, weights, np.concatenate([self.heads[name].bias for name in names]))
        return stacks


def _softmax(labels: Sequence[str], scores: NDArray[np.floating[Any]]) -> list[Decision]:
    """The most probable label of each row of scores."""
    sure = 1 / np.exp(scores - scores.max(axis=1, keepdims=True)).sum(axis=1)
    best = scores.argmax(axis=1)
    return list(zip(map(labels.__getitem__, best.tolist()), sure.tolist(), strict=True))


def save_heads(heads: Heads, path: Path) -> None:
    """Write heads as one ``.npz`` file: the same heads, the same bytes."""
    arrays: dict[str, Any] = {f"signals.{name}": _packed(space) for name, space in heads.spaces.items()}
    for name, head in heads.heads.items():
        arrays[f"head.{name}"] = _packed([head.space, *head.labels])
        arrays[f"weights.{name}"] = head.weights.astype(np.float16)
        arrays[f"bias.{name}"] = head.bias
    np.savez_compressed(path, **arrays)


def load_heads(path: Path) -> Heads:
    """Read heads.

    Raises:
        XinwenError: ``heads-file`` for a file that is missing or holds no heads.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            keys = [key.partition(".") for key in arrays.files]
            spaces = {
                name: {signal: row for row, signal in enumerate(_unpacked(arrays[f"signals.{name}"]))}
                for kind, _, name in keys
                if kind == "signals"
            }
            heads = {}
            for name in (name for kind, _, name in keys if kind == "head"):
                space, *labels = _unpacked(arrays[f"head.{name}"])
                weights = arrays[f"weights.{name}"].astype(np.float32)
                if weights.shape != (len(spaces[space]), len(labels)):
                    raise ValueError(f"the weights of {name} do not fit its signals and labels")
                heads[name] = Head(space, tuple(labels), weights, arrays[f"bias.{name}"].astype(np.float32))
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise XinwenError("heads-file", f"The file holds no heads: {error}.", place=str(path), remedy=_REMEDY) from error
    return Heads(spaces, heads)


@cache
def packaged_heads() -> Heads:
    """The heads that come with the package."""
    with as_file(files("xinwen.labellers").joinpath("data/heads.npz")) as path:
        return load_heads(path)


def find_sentiments(readings: Sequence[Reading], stated: Sequence[Sequence[Claim]]) -> list[tuple[Sentiment, ...]]:
    """As `xinwen.labellers.targets.find_sentiments`, for the sentences of an article; the polarities are the heads'."""
    heads = packaged_heads()
    own = heads.decide("sentence", [sentence_signals(reading) for reading in readings])["polarity"]
    aimed = iter(heads.decide("target", [signals for reading in readings for signals in target_signals(reading)])["target"])
    return [
        (Sentiment(label, confidence=sure), *(towards(r, t, *next(aimed), claimed) for t in r.targets))
        for r, (label, sure), claimed in zip(readings, own, stated, strict=True)
    ]


def find_claims(readings: Sequence[Reading]) -> list[tuple[Claim, ...]]:
    """The claims of the sentences of an article, by `xinwen.labellers.claims.find_claims`.

    Type, time and verifiability are the heads', confidence is that of the type.
    """
    ruled = claims.find_claims(readings)
    signals = [signals for each in zip(readings, ruled, strict=True) for signals in claim_signals(*each)]
    decided = packaged_heads().decide("claim", signals)
    each = zip(decided["type"], decided["time"], decided["verifiable"], strict=True)
    return [tuple([_described(claim, *next(each)) for claim in stated]) for stated in ruled]


def _described(c: Claim, typed: Decision, timed: Decision, verified: Decision) -> Claim:
    """The claim as the heads see it, by its own constructor: `dataclasses.replace` looks through all fields each time."""
    (type_, sure), (time, _), (verifiable, _) = typed, timed, verified
    fits = {c.type, *c.other_types} - {type_, "event_property"}
    others = tuple(other for other in scheme().claim_types if other in fits) if fits else ()
    said = (c.certainty, c.source_kind, c.quote, c.sources, c.cue, others, verifiable == "yes")
    rest = (c.checkworthy, c.about, c.quantities, sure)
    return Claim(c.id, c.start_char, c.end_char, c.text, type_, time, *said, *rest)


def _packed(words: Iterable[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def _unpacked(packed: NDArray[np.uint8]) -> list[str]:
    return packed.tobytes().decode().split("\n")
