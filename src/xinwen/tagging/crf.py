"""A linear-chain conditional random field at work: what labels its attributes speak for, the best sequence, and how sure it is.

The sentences of an article are worked on together, step by step along the longest of them, in NumPy. The forward and the
backward algorithm, side by side, give the probability of each label of each token. Most of the likeliest labels are then known to
be those of the best sequence; between these it is sought by Viterbi's algorithm. Values are CRFsuite's to the last digits of
double precision.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise, repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xinwen.tagging.crf_file import Field
from xinwen.tagging.features import BAR, Table, Template

_BATCH = 64  # sentences at once
_RESCALED = 16  # steps after which probabilities are scaled anew, long before they would leave the range of doubles
_NEARLY = 1 - 1e-6  # what rounding may take from a probability

Numbers = NDArray[np.intp]
Scores = NDArray[np.float64]


class _Use(NamedTuple):
    """Where around a token a column is looked at, and what each of its values is worth for each label there."""

    place: int
    worth: Scores


class _Vocabulary:
    """The values of a column that a field knows, numbered from zero; all others are number -1, the last, and worth nothing."""

    def __init__(self, field: Field, uses: Sequence[tuple[Template, int]]) -> None:
        letters = {template.letter for template, _ in uses}
        values = {attribute[1:] for attribute in field.attributes if attribute[:1] in letters}
        self.known = {value: number for number, value in enumerate(sorted(values))}
        rows = {attribute: row for row, attribute in enumerate(field.attributes)}
        self.uses = []
        for template, place in uses:
            worth = np.zeros((len(values) + 1, len(field.labels)))
            for value, number in self.known.items():
                row = rows.get(template.letter + value)
                if row is not None:
                    worth[number] = field.states[row]
            self.uses.append(_Use(place, worth))


class _Joined:
    """The values that a field knows of a template of several columns; found by the numbers of what they are joined of."""

    def __init__(self, field: Field, template: Template) -> None:
        self._template = template
        self._known: list[dict[str, int]] = [{} for _ in template.parts]
        keys, rows = [], []
        for row, attribute in enumerate(field.attributes):
            if attribute[0] == template.letter:
                # A value may hold the bar itself: whatever would be written so is found.
                for way in _ways(attribute[1:].split(BAR), len(template.parts)):
                    keys.append([known.setdefault(part, len(known)) for known, part in zip(self._known, way, strict=True)])
                    rows.append(row)
        merged = self._merged(list(np.array(keys, np.intp).reshape(-1, len(template.parts)).T))
        order = np.argsort(merged)
        self._keys = merged[order]
        self.worth = np.vstack([field.states[np.array(rows, np.intp)[order]], np.zeros((1, len(field.labels)))])

    def numbers(self, table: Table) -> Numbers:
        """For each token the number of its value; -1 for one that is not known."""
        parts = []
        for (name, place), known in zip(self._template.parts, self._known, strict=True):
            values, codes = table.columns[name]
            parts.append(_numbers(known, values)[codes[table.rows + place, 0]])
        keys = self._merged(parts)
        places = np.searchsorted(self._keys, keys)
        there = np.append(self._keys, -1)[places] == keys
        return np.where(there & (np.min(parts, axis=0) >= 0), places, -1)

    def _merged(self, parts: Sequence[Numbers]) -> Numbers:
        """The numbers of the parts as one."""
        merged = np.zeros_like(parts[0])
        for part, known in zip(parts, self._known, strict=True):
            merged = merged * len(known) + part
        return merged


def _ways(pieces: Sequence[str], parts: int) -> Iterator[list[str]]:
    """Every way to put pieces between bars together to that many parts."""
    for cuts in combinations(range(1, len(pieces)), parts - 1):
        yield [BAR.join(pieces[start:end]) for start, end in pairwise((0, *cuts, len(pieces)))]


def _numbers(known: Mapping[str, int], values: Sequence[str]) -> Numbers:
    return np.fromiter(map(known.get, values, repeat(-1)), np.intp, len(values))


class States:
    """What a field says of tokens by themselves.

    Args:
        field: the field.
        templates: those of which its attributes were made.
    """

    def __init__(self, field: Field, templates: Sequence[Template]) -> None:
        single: dict[str, list[tuple[Template, int]]] = {}
        for template in templates:
            if len(template.parts) == 1:
                [(name, place)] = template.parts
                single.setdefault(name, []).append((template, place))
        self._columns = {name: _Vocabulary(field, uses) for name, uses in single.items()}
        self._joined = [_Joined(field, template) for template in templates if len(template.parts) > 1]
        self._labels = len(field.labels)

    def scores(self, table: Table) -> Scores:
        """What speaks for each label of each token, shape (tokens, labels)."""
        scores = np.zeros((len(table.rows), self._labels))
        for name, vocabulary in self._columns.items():
            values, codes = table.columns[name]
            numbers = np.append(_numbers(vocabulary.known, values), -1)[codes]
            for place, worth in vocabulary.uses:
                _add(scores, worth, numbers.take(table.rows + place, axis=0))
        for several in self._joined:
            _add(scores, several.worth, several.numbers(table)[:, None])
        return scores


def _add(scores: Scores, worth: Scores, numbers: Numbers) -> None:
    scores += worth.take(numbers[:, 0], axis=0)
    for more in numbers.T[1:]:
        known = np.flatnonzero(more >= 0)
        scores[known] += worth[more[known]]


class Paths(NamedTuple):
    """The best labels of the tokens, by number, and the probability of each, sentence by sentence."""

    labels: Numbers
    sure: Scores


def paths(steps: Scores, scores: Scores, lengths: Sequence[int]) -> Paths:
    """The best sequence of labels of each sentence.

    Args:
        steps: what a label is worth for the one behind it, shape (labels, labels).
        scores: what speaks for each label of each token, shape (tokens, labels), sentence by sentence.
        lengths: of the sentences, in tokens.
    """
    ends = np.cumsum([0, *lengths], dtype=np.intp)
    there = np.flatnonzero(np.diff(ends))
    if not len(there):
        return Paths(np.zeros(0, np.intp), np.zeros(0))
    starts, stops = ends[there], ends[there + 1]
    shares, total = _shares(steps, scores, starts, stops - starts)
    labels = shares.argmax(axis=1)
    # Whatever is likelier than this sequence as a whole goes through labels that are likelier than it by themselves: where a token
    # has but one of these, it is settled, and the best sequence is sought between settled tokens only.
    least = np.exp(_worth(steps, scores, starts, labels) - total) * _NEARLY
    open_ = (shares >= np.repeat(least, stops - starts)[:, None]).sum(axis=1) > 1
    _reconsider(steps, scores, starts, open_, labels)
    return Paths(labels, shares[np.arange(len(labels)), labels])


def _worth(steps: Scores, scores: Scores, starts: Numbers, labels: Numbers) -> Scores:
    """What a sequence of labels is worth, for each sentence."""
    worth = scores[np.arange(len(labels)), labels]
    within = np.ones(len(labels), bool)
    within[starts] = False
    behind = np.flatnonzero(within)
    worth[behind] += steps[labels[behind - 1], labels[behind]]
    summed: Scores = np.add.reduceat(worth, starts)
    return summed


def _reconsider(steps: Scores, scores: Scores, starts: Numbers, open_: NDArray[np.bool_], labels: Numbers) -> None:
    """Put the best labels into the runs of open tokens, given those of the tokens around them."""
    first = np.zeros(len(labels) + 1, bool)
    first[starts] = first[-1] = True  # of a sentence
    padded = np.concatenate([[False], open_, [False]])
    begins = np.flatnonzero(padded[1:-1] & (~padded[:-2] | first[:-1]))
    ends = np.flatnonzero(padded[1:-1] & (~padded[2:] | first[1:])) + 1
    if not len(begins):
        return
    given = scores.copy()
    behind, before = begins[~first[begins]], ends[~first[ends]]
    given[behind] += steps[labels[behind - 1]]
    given[before - 1] += steps.T[labels[before]]
    for run in _batches(ends - begins):
        lengths = (ends - begins)[run]
        best = _best(steps, given, begins[run], lengths)
        for column, (start, length) in enumerate(zip(begins[run].tolist(), lengths.tolist(), strict=True)):
            labels[start : start + length] = best[:length, column]


def _batches(lengths: Numbers) -> Iterator[Numbers]:
    """The places of the stretches of these lengths, the longest first."""
    order = np.argsort(-lengths, kind="stable")
    for first in range(0, len(order), _BATCH):
        yield order[first : first + _BATCH]


def _best(steps: Scores, scores: Scores, starts: Numbers, lengths: Numbers) -> Numbers:
    """The best labels of stretches of tokens, shape (longest, stretches); what stands behind a stretch's end means nothing."""
    best = scores.take(_places(starts, lengths), axis=0)
    width = _widths(lengths)
    for step in range(1, len(best)):
        own = width[step]
        best[step, :own] += (best[step - 1, :own].T[:, :, None] + steps[:, None, :]).max(axis=0)
    chosen = np.zeros(best.shape[:2], np.intp)
    going = 0
    for step in range(len(best) - 1, -1, -1):
        # Stretches that go on end in the label that the next one was reached from, the others in their best.
        if going:
            best[step, :going] += steps.T[chosen[step + 1, :going]]
        going = width[step]
        chosen[step, :going] = best[step, :going].argmax(axis=1)
    return chosen


def _shares(steps: Scores, scores: Scores, starts: Numbers, lengths: Numbers) -> tuple[Scores, Scores]:
    """The probability of each label of each token, shape (tokens, labels), and the logarithm of what all sequences are worth."""
    highest = scores.max(axis=1)
    alone = np.exp(scores - highest[:, None])
    shares = np.empty_like(scores)
    total = np.add.reduceat(highest, starts)
    for batch in _batches(lengths):
        places = _places(starts[batch], lengths[batch])
        states, scales = _both_ways(steps, alone, places, lengths[batch])
        total[batch] += scales + np.log(states[lengths[batch] - 1, 0, np.arange(len(batch))].sum(axis=1))
        # Both directions hold what a token says by itself: once is enough.
        step, column = np.nonzero(np.arange(len(places))[:, None] < lengths[batch])
        own = places[step, column]
        shares[own] = states[step, 0, column] * states[lengths[batch][column] - 1 - step, 1, column] / alone[own]
    shares /= shares.sum(axis=1, keepdims=True)
    return shares, total


def _both_ways(steps: Scores, alone: Scores, places: Numbers, lengths: Numbers) -> tuple[Scores, Scores]:
    """What all sequences up to a token, and from it on, are worth by its label, and the logarithm of the scale of the former.

    Shape of the states: (longest, 2, sentences, labels), those of the second direction from the last token to the first.
    """
    ways = np.stack([np.exp(steps), np.exp(steps.T)])
    turned = places[0] + np.maximum(lengths - 1 - np.arange(len(places))[:, None], 0)
    states = alone.take(np.stack([places, turned], axis=1), axis=0)
    scales = np.zeros(len(lengths))
    before = states[0]
    for step, width in enumerate(_widths(lengths)):
        here = states[step, :, :width]
        if step:
            here *= before[:, :width] @ ways
        if step % _RESCALED == _RESCALED - 1:
            sums = here.sum(axis=2)
            here /= sums[:, :, None]
            scales[:width] += np.log(sums[0])
        before = here
    return states, scales


def _places(starts: Numbers, lengths: Numbers) -> Numbers:
    """Where the tokens of stretches stand, shape (longest, stretches); behind the last one it stands again."""
    return starts + np.minimum(np.arange(lengths[0])[:, None], lengths - 1)


def _widths(lengths: Numbers) -> list[int]:
    """How many stretches, the longest first, have a token at each step."""
    return [int(width) for width in (lengths > np.arange(lengths[0])[:, None]).sum(axis=1)]
