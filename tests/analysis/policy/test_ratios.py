"""Ratios with intervals: Fieller against a published case and against its definition, the bootstrap against Fieller."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_1samp

from alliances.analysis.policy.ratios import FINITE, FREE, LOSS, NO_UPPER_BOUND, UNKNOWN, fieller, price, ratio
from alliances.analysis.statistics.intervals import interval


def uncorrelated(n, above, below):
    """Two columns of n values with exactly these (mean, standard error of the mean), uncorrelated."""
    rng = np.random.default_rng(1)
    values = np.linalg.qr(np.column_stack([np.ones(n), rng.normal(size=(n, 2))]))[0][:, 1:]
    means, errors = np.array([above, below]).T
    return (means + values * errors * math.sqrt(n * (n - 1))).T


def test_fieller_gives_the_limits_of_a_published_case():
    """DCSTATS, ``Fieller(14, 7, 3, 2, 0, 0.05, 12)``: t(10) = 1.812461, limits 1.051413 and 4.414296."""
    low, high = fieller(*uncorrelated(11, (14, 3), (7, 2)), level=0.9)
    assert (low, high) == pytest.approx((1.051413, 4.414296), abs=1e-6)


@given(st.integers(0, 10_000), st.floats(-3, 3), st.floats(-1, 1))
def test_fiellers_limits_are_where_a_t_test_turns(seed, mean, slope):
    """At a limit r, numerator - r × denominator differs from zero with p = 0.05 exactly."""
    below = np.random.default_rng(seed).normal(mean, 1, 12)
    above = slope * below + np.random.default_rng(seed + 1).normal(3, 1, 12)
    assume(abs(ttest_1samp(below, 0).pvalue - 0.05) > 1e-3)
    for limit in fieller(above, below):
        if math.isfinite(limit):
            assert ttest_1samp(above - limit * below, 0).pvalue == pytest.approx(0.05, abs=1e-6)


@given(st.integers(0, 10_000), st.floats(-2, 2))
@settings(max_examples=50)
def test_there_is_an_upper_bound_just_where_the_interval_of_the_effect_is_above_zero(seed, mean):
    effect = np.random.default_rng(seed).normal(mean, 1, 10)
    cost = np.random.default_rng(seed + 1).uniform(5, 6, 10)
    found, gain = ratio(cost, effect, draws=200), interval(effect)
    assert found.verdict == (FINITE if gain.low > 0 else LOSS if gain.high < 0 else NO_UPPER_BOUND)
    assert math.isfinite(found.high) == (gain.low > 0) == math.isfinite(found.value)
    if found.verdict == NO_UPPER_BOUND:
        assert found.high == found.bootstrap_high == math.inf


def test_an_effect_that_may_be_zero_has_no_price():
    """Effects of mean 1 and standard error 1; each world spends 100."""
    effect, _ = uncorrelated(20, (1, 1), (0, 1))
    found = ratio(np.full(20, 100.0), effect)
    assert found.verdict == "no finite upper bound"
    assert math.isnan(found.value) and found.high == math.inf
    assert 20 < found.low < 60  # 100 over the largest effect that is still likely, about 3


def test_a_planted_price_is_found_and_both_intervals_agree():
    """50 worlds: cost 100 (sd 10), effect 20 (sd 6), correlated: 5 a firm, give or take some 0.4."""
    rng = np.random.default_rng(4)
    effect = rng.normal(20, 6, 50)
    cost = 100 + 0.5 * (effect - 20) + rng.normal(0, 10, 50)
    found = ratio(cost, effect)
    assert found.low < 5 < found.high and found.value == pytest.approx(cost.mean() / effect.mean())
    assert (found.low, found.high) == pytest.approx((found.bootstrap_low, found.bootstrap_high), rel=0.03)
    assert (found.low, found.high) == fieller(cost, effect)


@pytest.mark.slow
def test_the_bootstrap_holds_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(8)
    held = 0
    for _ in range(1000):
        effect = rng.normal(20, 10, 50)
        found = ratio(100 + effect + rng.normal(0, 10, 50), effect, draws=1000)
        held += found.bootstrap_low <= 6 <= found.bootstrap_high
    assert 0.92 < held / 1000 < 0.97


def test_what_costs_nothing_has_the_price_zero_if_it_gains_for_sure():
    assert price([0, 0, 0], [4, 5, 6])[:3] == (0, 0, 0) and price([0, 0, 0], [4, 5, 6]).verdict == FREE
    assert math.isnan(price([0, 0, 0], [-4, 5, 6]).value)
    assert price([8, 10, 12], [4, 5, 6]) == ratio([8, 10, 12], [4, 5, 6])


def test_money_that_brought_nothing_has_the_ratio_zero_and_was_not_free():
    assert ratio([0, 0, 0], [4, 5, 6])[:3] == (0, 0, 0) and ratio([0, 0, 0], [4, 5, 6]).verdict == FINITE


def test_six_worlds_that_leave_the_effects_sign_open_leave_that_of_the_ratio_open():
    """Mean 2.5 and t interval from -0.7 to 5.7, while the percentile bootstrap of the ratio excludes zero."""
    effect = np.array([0, 0, 1, 2, 4, 8.0])
    cost = np.array([40, 42, 39, 41, 40, 44.0])
    found = ratio(effect, cost)
    assert interval(effect).low == pytest.approx(-0.735, abs=0.001)
    assert found.low < 0 < found.bootstrap_low and found.verdict == FINITE


@given(st.integers(0, 10_000), st.floats(-2, 2), st.integers(3, 20))
@settings(max_examples=100)
def test_the_ratio_holds_zero_just_where_the_effect_does(seed, mean, n):
    effect = np.random.default_rng(seed).normal(mean, 1, n)
    cost = 5 + 0.3 * effect + np.random.default_rng(seed + 1).uniform(0, 1, n)
    found, gain = ratio(effect, cost, draws=50), interval(effect)
    assume(found.verdict == FINITE and min(abs(gain.low), abs(gain.high)) > 1e-9)
    assert (found.low <= 0 <= found.high) == (gain.low <= 0 <= gain.high)


def test_no_price_buys_what_is_lost_for_sure_and_one_seed_tells_nothing():
    lost = ratio([1, 1, 1], [-4, -5, -6])
    assert lost.verdict == LOSS and math.isnan(lost.value) and lost.high == math.inf
    assert ratio([1, 1, 1], [0, 0, 0]).verdict == LOSS
    assert ratio([1], [2]).verdict == UNKNOWN and math.isnan(ratio([1], [2]).value)


def test_pairs_that_lack_a_value_are_left_out():
    assert ratio([1, 2, np.nan, 9], [1, 1, 1, np.nan]).n == 2


def test_resamples_are_the_same_every_time():
    cost, effect = np.random.default_rng(1).uniform(1, 2, (2, 30))
    assert ratio(cost, effect) == ratio(cost, effect)
