"""Counts of claims: whether they were found, to the character, and under whose name."""

from __future__ import annotations

from collections.abc import Sequence

from xinwen.bench.counts import Counts, Item, count, tally
from xinwen.bench.marks import Claimed, Marks, Source

AUTHOR = "author"
_CLAIM = "claim"
#: A gold claim and the predicted one that overlaps it.
Pair = tuple[Claimed, Claimed]


def claim_counts(sources: Sequence[Source], gold: Sequence[Marks], marks: Sequence[Marks]) -> dict[str, Counts]:
    """Counts by the name of the figure.

    ``claim detection``: a predicted claim overlaps a gold one, each used once. ``claim span``: the same span. Of the pairs that
    detection makes: ``attribution``, of claims that are not the author's: source kind and source spans are the same; ``source
    kind``: the kind alone, the author's claims among them.
    """
    pairs = [overlapping(g.claims, m.claims) for g, m in zip(gold, marks, strict=True)]
    detected = [
        ([(pair, _CLAIM) for pair in found], [(c, _CLAIM) for c in g.claims], [(c, _CLAIM) for c in m.claims])
        for found, g, m in zip(pairs, gold, marks, strict=True)
    ]
    return {
        "claim detection": tally((_CLAIM,), detected),
        "claim span": count(*([[((c.start, c.end), _CLAIM) for c in m.claims] for m in side] for side in (gold, marks))),
        "attribution": count(*([_attributions(found, side) for found in pairs] for side in (0, 1))),
        "source kind": count(*([_kinds(found, side) for found in pairs] for side in (0, 1))),
    }


def overlapping(gold: Sequence[Claimed], predicted: Sequence[Claimed]) -> list[Pair]:
    """Pairs of claims that overlap, each used once, from the left: as many as `xinwen.metrics.spans.overlap_score` counts."""
    pairs: list[Pair] = []
    left = sorted(predicted, key=_start)
    for claim in sorted(gold, key=_start):
        rival = next((r for r in left if r.start < claim.end and claim.start < r.end), None)
        if rival:
            left.remove(rival)
            pairs.append((claim, rival))
    return pairs


def _start(claim: Claimed) -> int:
    return claim.start


def _kinds(pairs: Sequence[Pair], side: int) -> list[Item]:
    return [(i, pair[side].source_kind) for i, pair in enumerate(pairs)]


def _attributions(pairs: Sequence[Pair], side: int) -> list[Item]:
    """What one side says of whose the claims are that are not the author's."""
    return [
        ((i, pair[side].source_kind, pair[side].sources), "attribution")
        for i, pair in enumerate(pairs)
        if pair[side].source_kind != AUTHOR
    ]
