"""Linear heads trained on hand labels: the polarity of sentences; type, time and verifiability of claims.

Each head is a softmax over the signals of `xinwen.labellers.signals`. What the heads were trained on stands beside their weights
(``data/heads.json``); ``scripts/train_heads.py`` trains them. Prediction needs numpy alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import as_file, files
from math import exp
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from xinwen.errors import XinwenError
from xinwen.labellers import claims, targets
from xinwen.labellers.signals import claim_signals, sentence_signals
from xinwen.records import Claim, Entity, Sentence, Sentiment
from xinwen.scheme import scheme

_REMEDY = "Install the package again, or train the heads anew with scripts/train_heads.py."


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
        spaces: for each space of signals (``sentence``, ``claim``) the row of every known signal.
        heads: by name.
    """

    spaces: Mapping[str, Mapping[str, int]]
    heads: Mapping[str, Head]

    def rows(self, space: str, signals: Iterable[str]) -> list[int]:
        """The rows of the signals that are known, each once."""
        known = map(self.spaces[space].get, signals)
        return sorted({row for row in known if row is not None})

    def decide(self, space: str, signals: Iterable[str]) -> dict[str, tuple[str, float]]:
        """For each head of the space its most probable label, with the probability."""
        names, weights, bias = self._stacks[space]
        rows = self.rows(space, signals)
        scores = (weights[rows].sum(axis=0) / max(len(rows), 1) ** 0.5 + bias).tolist()
        decisions, start = {}, 0
        for name in names:
            labels = self.heads[name].labels
            decisions[name] = _softmax(labels, scores[start : start + len(labels)])
            start += len(labels)
        return decisions

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


def _softmax(labels: Sequence[str], scores: Sequence[float]) -> tuple[str, float]:
    top = max(scores)
    return labels[scores.index(top)], 1 / sum(exp(score - top) for score in scores)


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


def find_sentiments(sentence: Sentence, entities: Sequence[Entity], stated: Sequence[Claim]) -> tuple[Sentiment, ...]:
    """As `xinwen.labellers.targets.find_sentiments`; the sentence's own polarity is the head's, with its probability."""
    heads = packaged_heads()
    polarity, sure = heads.decide("sentence", sentence_signals(sentence, entities))["polarity"]
    return (Sentiment(polarity, confidence=sure), *targets.find_sentiments(sentence, entities, stated)[1:])


def find_claims(sentence: Sentence, entities: Sequence[Entity], previous: Sequence[Claim] = ()) -> tuple[Claim, ...]:
    """As `xinwen.labellers.claims.find_claims`; type, time and verifiability are the heads', confidence is that of the type."""
    return tuple(_described(sentence, entities, claim) for claim in claims.find_claims(sentence, entities, previous))


def _described(sentence: Sentence, entities: Sequence[Entity], claim: Claim) -> Claim:
    decisions = packaged_heads().decide("claim", claim_signals(sentence, entities, claim))
    (type_, sure), (time, _), (verifiable, _) = (decisions[name] for name in ("type", "time", "verifiable"))
    fits = {claim.type, *claim.other_types} - {type_, "event_property"}
    return replace(
        claim,
        type=type_,
        other_types=tuple(other for other in scheme().claim_types if other in fits),
        time=time,
        verifiable=verifiable == "yes",
        confidence=sure,
    )


def _packed(words: Iterable[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def _unpacked(packed: NDArray[np.uint8]) -> list[str]:
    return packed.tobytes().decode().split("\n")
