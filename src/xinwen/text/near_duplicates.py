"""Near-duplicate texts: MinHash sketches to find candidates, the exact Jaccard index to confirm them.

Sources: A. Broder, On the resemblance and containment of documents (1997); banded locality-sensitive hashing as in Leskovec,
Rajaraman and Ullman, Mining of Massive Datasets, ch. 3. The sketches are those of ``rensa``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from rensa import RMinHash, RMinHashLSH

_SHINGLE = 5
_PERMUTATIONS = 128
_SEED = 42
_BATCH = 1000
_CACHED_SETS = 512


class Near(NamedTuple):
    """A text that says nearly the same as its cluster's representative; ``jaccard`` of their character 5-grams, exact."""

    key: str
    jaccard: float


class Cluster(NamedTuple):
    """Texts that say nearly the same: the first of them in the order given, and the others, in that order."""

    representative: str
    others: tuple[Near, ...]


def near_duplicates(texts: Mapping[str, str], threshold: float = 0.8) -> list[Cluster]:
    """Group texts whose character 5-grams (blanks left out) have a Jaccard index of ``threshold`` or more.

    A text joins the most similar earlier representative, or else becomes one itself; so each of the others is a
    near-duplicate of the text that stands for it, not only of a neighbour of a neighbour. Texts without any character are
    left out of account.

    Cost: one sketch a text (some ten thousand texts of 500 characters a second), one look-up in 16 bands of 8 rows, and an exact
    comparison for each candidate. Banding misses about one pair in twenty at an index of exactly 0.8, and nearly none above 0.85;
    for thresholds under 0.75, 32 bands of 4 rows are used, which compare more candidates.

    Args:
        texts: texts by key, in the order in which they take precedence.
        threshold: above 0, at most 1.

    Returns:
        The clusters of two or more texts, in the order of their representatives.

    Raises:
        ValueError: when ``threshold`` does not lie in that range.
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"a threshold of {threshold} does not lie above 0 and up to 1")

    @lru_cache(maxsize=_CACHED_SETS)
    def shingles(key: str) -> frozenset[str]:
        return _shingles(texts[key])

    keys = [key for key, text in texts.items() if text and not text.isspace()]
    index = RMinHashLSH(threshold=threshold, num_perm=_PERMUTATIONS, num_bands=16 if threshold >= 0.75 else 32)
    others: dict[str, list[Near]] = {}
    for first in range(0, len(keys), _BATCH):
        batch = keys[first : first + _BATCH]
        sketches = RMinHash.from_token_sets([list(_shingles(texts[key])) for key in batch], _PERMUTATIONS, _SEED)
        for place, (key, sketch) in enumerate(zip(batch, sketches, strict=True), first):
            near = [(_jaccard(shingles(key), shingles(keys[at])), -at) for at in index.query(sketch)]
            best, at = max(near, default=(0.0, 0))
            if best >= threshold:
                others[keys[-at]].append(Near(key, best))
            else:
                index.insert(place, sketch)
                others[key] = []
    return [Cluster(key, tuple(near)) for key, near in others.items() if near]


def _shingles(text: str) -> frozenset[str]:
    """The character 5-grams of ``text`` without blanks; a shorter text is its own only one."""
    solid = "".join(text.split())
    return frozenset(solid[at : at + _SHINGLE] for at in range(max(1, len(solid) - _SHINGLE + 1)))


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    common = len(one & other)
    return common / (len(one) + len(other) - common)
