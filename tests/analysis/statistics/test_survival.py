"""Survival statistics on lives counted by hand, and on hazards that were planted."""

from math import inf, isnan

import numpy as np
import pandas as pd
import pytest

from alliances.analysis.statistics.survival import hazards, median_life, share_ended

YEARS = pd.Series([1.0, 2.0, 3.0, 4.0])
ENDED = pd.Series([True, False, True, True])


def planted(log_hazard_ratio: float, rows: int = 4000) -> pd.DataFrame:
    """Lives whose hazard is exp(ratio × rivalry) per year, watched for 1.5 years."""
    rng = np.random.default_rng(5)
    rivalry, other = rng.random(rows), rng.normal(size=rows)
    lives = rng.exponential(np.exp(-log_hazard_ratio * rivalry))
    told = {"rivalry": rivalry, "other": other, "years": np.minimum(lives, 1.5), "ended": lives < 1.5}
    return pd.DataFrame(told)


def test_the_share_ended_counts_only_those_still_watched():
    # 1 of 4 ends at 1, then 1 of the 2 still watched at 3: survival 3/4 × 1/2
    assert share_ended(YEARS, ENDED, 3.0) == pytest.approx(1 - 3 / 8)
    assert share_ended(YEARS, ENDED, 2.5) == pytest.approx(1 / 4)


def test_the_median_life_is_when_half_have_ended():
    assert median_life(YEARS, ENDED) == 3


def test_nothing_is_said_beyond_what_was_watched():
    assert isnan(share_ended(YEARS, ENDED, 4.5))
    assert median_life(YEARS, pd.Series([True, False, False, False])) == inf
    nobody = pd.Series(dtype=float)
    assert isnan(share_ended(nobody, nobody, 1.0))
    assert isnan(median_life(nobody, nobody))


@pytest.mark.parametrize("ratio", [0.7, -0.4])
def test_a_planted_hazard_is_recovered(ratio):
    lives = planted(ratio)
    found = hazards(lives["years"], lives["ended"], lives[["rivalry", "other"]])
    assert found["rivalry"].estimate == pytest.approx(ratio, abs=2.5 * found["rivalry"].std_error)
    assert found["rivalry"].p_value < 0.01
    assert found["other"].p_value > 0.01


def test_shuffled_rivalry_moves_no_hazard():
    lives = planted(0.7)
    shuffled = lives["rivalry"].sample(frac=1, random_state=3).set_axis(lives.index)
    found = hazards(lives["years"], lives["ended"], pd.DataFrame({"rivalry": shuffled}))["rivalry"]
    assert abs(found.estimate) < 2.5 * found.std_error


def test_what_does_not_vary_or_never_ends_has_no_hazard_ratio():
    lives = planted(0.7, rows=200).assign(same=1.0)
    found = hazards(lives["years"], lives["ended"], lives[["rivalry", "same"]])
    assert isnan(found["same"].estimate)
    assert not isnan(found["rivalry"].estimate)
    assert isnan(hazards(lives["years"], lives["ended"] & False, lives[["rivalry"]])["rivalry"].estimate)


def test_covariates_that_repeat_each_other_are_not_told_apart():
    lives = planted(0.7, rows=200)
    found = hazards(lives["years"], lives["ended"], lives[["rivalry"]].assign(twice=2 * lives["rivalry"]))
    assert all(isnan(coefficient.estimate) for coefficient in found.values())
