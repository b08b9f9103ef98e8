"""Intervals: published values, bounds that hold, draws that repeat."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xinwen.metrics.intervals import bootstrap, chapman, wilson


def test_wilson_gives_the_published_interval():
    """Newcombe 1998, table I, method 3: 81 of 263."""
    share, low, high = wilson(81, 263)
    assert (share, low, high) == pytest.approx((0.3080, 0.2553, 0.3662), abs=5e-5)


@given(st.integers(0, 60), st.integers(1, 60))
def test_a_share_lies_in_its_interval(successes, n):
    share, low, high = wilson(min(successes, n), n)
    assert 0 <= low <= share <= high <= 1


def test_a_share_of_nothing_has_no_interval():
    assert wilson(0, 0) is None


def test_chapman_estimates_a_known_population():
    """200 marked, 100 caught, 20 of them marked: 201 · 101 / 21 − 1."""
    estimate, low, high = chapman(200, 100, 20)
    assert estimate == pytest.approx(965.714, abs=1e-3)
    assert 600 < low < estimate < high < 1700


@given(st.integers(0, 50), st.integers(0, 50), st.data())
@settings(max_examples=40, deadline=None)
def test_a_population_is_no_smaller_than_what_was_seen(marked, caught, data):
    recaptured = data.draw(st.integers(0, min(marked, caught)))
    found = chapman(marked, caught, recaptured)
    if recaptured == 0:
        assert found is None
    else:
        assert marked + caught - recaptured <= found.low <= found.estimate <= found.high


def test_the_bounds_of_a_population_cover_it_as_often_as_they_say():
    """40 populations of 120, of which 50 are marked and each is caught with a chance of 0.7."""
    rng = np.random.default_rng(3)
    hits = 0
    for _ in range(40):
        recaptured, others = rng.binomial(50, 0.7), rng.binomial(70, 0.7)
        _, low, high = chapman(50, int(recaptured + others), int(recaptured))
        hits += low <= 120 <= high
    assert 0.88 <= hits / 40 <= 1


def test_where_all_marked_units_come_back_hardly_any_can_be_unseen():
    assert chapman(50, 50, 50) == (50, 50, 50)


def test_more_recaptured_than_caught_is_refused():
    with pytest.raises(ValueError, match="not possible"):
        chapman(10, 3, 4)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20), st.integers(0, 100))
@settings(max_examples=20, deadline=None)
def test_a_bootstrap_repeats_with_its_seed_and_stays_within_the_data(values, seed):
    def mean(some):
        return sum(some) / len(some)

    first = bootstrap(values, mean, seed=seed, resamples=50)
    assert first == bootstrap(values, mean, seed=seed, resamples=50)
    assert min(values) - 1e-9 <= first.low <= first.high <= max(values) + 1e-9


def test_a_bootstrap_interval_narrows_with_the_number_of_units():
    def mean(some):
        return sum(some) / len(some)

    few, many = bootstrap([0, 1] * 5, mean), bootstrap([0, 1] * 200, mean)
    assert many.high - many.low < (few.high - few.low) / 3


def test_a_statistic_that_is_undefined_has_no_interval():
    assert bootstrap([1, 2], lambda _: None) is None
    assert bootstrap([], len) is None
