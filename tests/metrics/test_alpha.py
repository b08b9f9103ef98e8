"""Krippendorff's α: known values, and no figure where there is none."""

from __future__ import annotations

from itertools import chain

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xinwen.metrics.alpha import agreement


def reference(pairs: list[tuple[int, int]], *, ordinal: bool) -> float:
    """α by the coincidence matrix (Krippendorff 2011, two observers, no missing data)."""
    values = sorted(set(chain.from_iterable(pairs)))
    index = {value: i for i, value in enumerate(values)}
    coincidences = np.zeros((len(values), len(values)))
    for a, b in pairs:
        coincidences[index[a], index[b]] += 1
        coincidences[index[b], index[a]] += 1
    n = coincidences.sum(axis=0)
    size = len(values)
    delta = np.ones((size, size)) - np.eye(size)
    if ordinal:
        for c in range(size):
            for k in range(c + 1, size):
                delta[c, k] = delta[k, c] = (n[c : k + 1].sum() - (n[c] + n[k]) / 2) ** 2
    observed = (coincidences * delta).sum()
    expected = (np.outer(n, n) * delta).sum() / (n.sum() - 1)
    return float(1 - observed / expected)


PAIRS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=25)


@given(PAIRS, st.booleans())
@settings(max_examples=80, deadline=None)
def test_alpha_is_that_of_the_coincidence_matrix(pairs, ordinal):
    figure = agreement(pairs, ordinal=ordinal)
    if len(set(chain.from_iterable(pairs))) < 2:
        assert figure.alpha is None
    else:
        assert figure.alpha == pytest.approx(reference(pairs, ordinal=ordinal))
    assert figure.n == len(pairs)
    assert figure.raw == sum(a == b for a, b in pairs) / len(pairs)


def test_the_worked_example_of_the_method_comes_out():
    """Krippendorff 2011, section B: two observers, ten binary units, α = 0.095."""
    first, second = (0, 1, 0, 0, 0, 0, 0, 0, 1, 0), (1, 1, 1, 0, 0, 1, 0, 0, 0, 0)
    figure = agreement(list(zip(first, second, strict=True)))
    assert figure.alpha == pytest.approx(0.095, abs=5e-4)
    assert (figure.n, figure.equal) == (10, 6)


@pytest.mark.parametrize("pairs", [[], [("a", "b")], [("a", "a"), ("a", "a")]])
def test_alpha_is_undefined_where_chance_is(pairs):
    assert agreement(pairs).alpha is None


def test_a_near_miss_weighs_less_than_a_far_one_on_an_ordinal_scale():
    near, far = [(0, 0), (1, 1), (2, 2), (3, 2)], [(0, 0), (1, 1), (2, 2), (3, 0)]
    assert agreement(near, ordinal=True).alpha > agreement(far, ordinal=True).alpha
