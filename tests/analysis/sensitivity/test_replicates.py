"""Replicates: means, what is missing, and how much of the variance is chance."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from alliances.analysis.sensitivity.replicates import gathered, noise


def tidy(rows):
    return pd.DataFrame(rows, columns=["point", "replicate", "value"])


def test_missing_and_empty_runs_are_told_apart_and_counted():
    rows = tidy([(0, 0, 1.0), (0, 1, 3.0), (1, 0, np.nan), (1, 1, 5.0), (2, 0, np.nan), (2, 1, np.inf)])
    found = gathered(rows, pd.RangeIndex(4, name="point"), 2)
    assert found.means.tolist()[:2] == [2.0, 5.0] and found.means[2:].isna().all()
    assert found.counts() == {
        "runs": 8, "runs_missing": 2, "runs_nan": 3, "points": 4, "points_missing": 2, "points_in_part": 1,
    }  # fmt: skip


def test_variance_is_shared_out_to_factors_common_draws_and_noise():
    rng = np.random.default_rng(3)
    effect, alike = rng.normal(0, 2, (4000, 1)), np.array([[-1.0, 0.0, 1.0, 2.0]])
    found = noise(pd.DataFrame(effect + alike + rng.normal(0, 1, (4000, 4))))
    total = 4 + alike.var(ddof=1) + 1  # 4 + 5/3 + 1
    assert found.share_factors == pytest.approx(4 / total, abs=0.02)
    assert found.share_draws == pytest.approx(5 / 3 / total, abs=0.02)
    assert found.share_noise == pytest.approx(1 / total, abs=0.02)
    assert found.noise_in_means == pytest.approx(0.25 / 4.25, abs=0.005)
    assert found.variance_in_means == pytest.approx(0.25, abs=0.02)
    assert found.replicates_wanted == 3  # 1 / 4 × 9 = 2.25, rounded up


def test_pure_noise_is_called_so():
    found = noise(pd.DataFrame(np.random.default_rng(1).normal(size=(500, 5))))
    assert found.noise_in_means > 0.85 and found.share_noise > 0.9


def test_one_replicate_says_nothing_of_noise():
    found = noise(pd.DataFrame([[1.0], [2.0], [4.0]]))
    assert np.isnan(found.noise_in_means) and found.replicates_wanted is None


def test_points_that_lack_a_replicate_are_left_out():
    full = pd.DataFrame(np.random.default_rng(1).normal(size=(30, 3)))
    short = pd.concat([full, pd.DataFrame([[9.0, np.nan, 900.0]])], ignore_index=True)
    assert noise(short) == pytest.approx(noise(full))


@given(
    arrays(float, (12, 3), elements=st.integers(-50, 50).map(float)),
    st.lists(st.integers(-9, 9), min_size=3, max_size=3),
)
def test_chance_that_is_alike_everywhere_is_never_noise(values, alike):
    before, after = noise(pd.DataFrame(values)), noise(pd.DataFrame(values + np.array(alike, float)))
    assert after.noise_in_means == pytest.approx(before.noise_in_means, abs=1e-9)
    assert after.variance_in_means == pytest.approx(before.variance_in_means, abs=1e-9)


@given(arrays(float, (8, 4), elements=st.integers(-50, 50).map(float)))
def test_shares_are_shares(values):
    found = noise(pd.DataFrame(values))
    shares = (found.share_factors, found.share_draws, found.share_noise)
    if np.ptp(values) == 0:
        assert found.noise_in_means == 0
    else:
        assert sum(shares) == pytest.approx(1) and min(shares) >= 0 and 0 <= found.noise_in_means <= 1
