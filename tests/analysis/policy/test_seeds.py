"""Intervals over seeds, seeds that are needed, and what pairing saves, on numbers worked out by hand."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.analysis.policy.seeds import (
    chance_in_means,
    knowledge,
    pairing,
    recorded,
    seeds_needed,
    summary,
    with_effect,
)
from alliances.analysis.sensitivity.replicates import noise
from alliances.analysis.statistics.intervals import interval


def test_the_interval_is_students():
    """1 to 5: mean 3, sd sqrt(2.5) = 1.5811, t(4) = 2.7764: half-width 2.7764 × 1.5811 / sqrt(5) = 1.9632."""
    found = interval([1, 2, 3, 4, 5])
    assert (found.mean, found.n) == (3, 5)
    assert (found.low, found.high) == pytest.approx((3 - 1.9632, 3 + 1.9632), abs=1e-4)


def test_what_is_missing_does_not_count_and_one_seed_says_nothing_of_chance():
    assert interval([2.0, np.nan, 4.0, np.inf]).n == 2
    assert interval([7.0]).mean == 7 and math.isnan(interval([7.0]).low)
    assert math.isnan(interval([]).mean) and interval([]).n == 0


def test_seeds_needed_are_those_that_reach_the_half_width():
    """(1.96 × 10 / 2)² = 96.04, so 97."""
    assert seeds_needed(10, 2) == 97
    assert seeds_needed(0, 1) == 2 and seeds_needed(math.nan, 1) is None


@given(st.floats(0.1, 100), st.floats(0.01, 10))
def test_twice_the_precision_needs_four_times_the_seeds(sd, half_width):
    """Up to rounding up, and to the two seeds that are needed in any case."""
    once, twice = seeds_needed(sd, half_width), seeds_needed(sd, half_width / 2)
    assert 4 * (once - 1) < twice <= max(4 * once, 2) or once == 2


def test_the_summary_has_each_effect_with_its_own_interval(planted):
    rows = pd.concat([
        planted("a", "firms_abroad", [10, 20, 30], [11, 23, 35], years=(1.0, 2.0)),
        planted("a", "profit", [1, 1, 1], [np.nan, 2, 4]),
        planted("a", "firms_abroad", 0, [90, 90], kind="budget"),
        planted("a", "x by y", 0, [90, 90], group="lottery: p"),
    ])  # fmt: skip
    found = summary(rows).set_index(["measure", "year"])
    assert len(found) == 3
    first, exact = found.loc[("firms_abroad", 1.0)], interval([1, 3, 5])
    assert first.tolist() == found.loc[("firms_abroad", 2.0)].tolist()
    assert first[["mean", "low", "high", "sd", "n"]].tolist() == pytest.approx(
        [exact.mean, exact.low, exact.high, exact.sd, 3]
    )
    assert first[["base", "with_policy"]].tolist() == [20, 23]
    assert found.loc[("profit", 1.0), ["mean", "n", "base", "with_policy"]].tolist() == [2, 2, 1, 3]


def test_pairing_is_held_against_runs_of_different_seeds(planted):
    """Base 0, 10, 20 and with 1, 11, 24: variances 100 and 133; of the difference (1, 1, 4) it is 3: ratio 3/233."""
    rows = pd.concat([
        planted("a", "firms_abroad", [0, 10, 20], [1, 11, 24]),
        planted("a", "spending", 0, [1, 1, 1]),
    ])  # fmt: skip
    found = pairing(rows, 1.0)
    assert found[["measure", "n"]].to_numpy().tolist() == [["firms_abroad", 3]]
    assert found[["paired", "unpaired", "ratio"]].iloc[0].tolist() == pytest.approx([3, 100 + 133, 3 / 233])


def test_independent_worlds_gain_nothing_from_pairing(planted):
    rng = np.random.default_rng(1)
    rows = planted("a", "firms_abroad", rng.normal(size=4000), rng.normal(size=4000))
    assert pairing(rows, 1.0)["ratio"].iloc[0] == pytest.approx(1, abs=0.05)


def test_a_year_is_the_recorded_one_next_to_it_and_none_beyond_the_run(planted):
    rows = planted("a", "firms_abroad", 0, [1], years=(-1.0, 0.0, 1.0, 2.0))
    assert (recorded(rows, 1.4), recorded(rows, 0.5)) == (1, 0)
    assert math.isnan(recorded(rows, 3.0))


def draws_of(planted, effects):
    return pd.concat([
        planted("a", "firms_abroad", 0, seeds, kind="knowledge", setting=f"draw={number}")
        for number, seeds in enumerate(effects)
    ])  # fmt: skip


def test_chance_is_taken_out_of_what_is_not_known(planted):
    """Draws differ by sd 3; seeds add noise of sd 3 that all draws share, and noise of sd 4 that they do not."""
    rng = np.random.default_rng(2)
    draws = rng.normal(10, 3, (300, 1)) + rng.normal(0, 3, (1, 3)) + rng.normal(0, 4, (300, 3))
    found = knowledge(draws_of(planted, draws)).iloc[0]
    assert found["n"] == 300
    assert found["chance"] == pytest.approx(16 / 3 / (9 + 16 / 3), abs=0.03)
    assert found["chance"] == pytest.approx(noise(pd.DataFrame(draws)).noise_in_means)
    assert found["high"] - found["low"] == pytest.approx(2 * 1.96 * 3, rel=0.1)


def test_a_draw_that_lacks_a_seed_says_nothing_of_chance(planted):
    draws = [[0, 2, 7], [4, 0, 1], [9, 3, 5]]
    found = chance_in_means(with_effect(draws_of(planted, [*draws, [40, -40]])))
    assert found.tolist() == pytest.approx([noise(pd.DataFrame(draws)).variance_in_means])


def test_where_draws_differ_by_chance_only_nothing_is_unknown(planted):
    """Two seeds that trade places: residuals of ±1 and ±2 in means 1 and 2 leave no more than chance."""
    found = knowledge(draws_of(planted, [[0, 2], [4, 0]])).iloc[0]
    assert found[["mean", "low", "high", "chance"]].tolist() == pytest.approx([1.5, 1.5, 1.5, 1])
