"""Regressions with known answers."""

from math import isnan, log

import numpy as np
import pandas as pd
import pytest

from alliances.analysis.statistics.regression import CONSTANT, logit, ols


@pytest.fixture
def predictors():
    """Two predictors that are independent of each other."""
    rng = np.random.default_rng(2)
    return pd.DataFrame({"size": rng.normal(size=500), "abroad": rng.random(500) < 0.5})


def test_a_straight_line_is_found_exactly(predictors):
    fit = ols(1 + 2 * predictors["size"] - 3 * predictors["abroad"], predictors)
    estimates = {name: coefficient.estimate for name, coefficient in fit.coefficients.items()}
    assert estimates == {"size": pytest.approx(2), "abroad": pytest.approx(-3), CONSTANT: pytest.approx(1)}
    assert (fit.r_squared, fit.rows) == (pytest.approx(1), 500)


def test_standard_errors_are_the_textbook_ones():
    # y = 1, 3, 2, 4 on x = 0, 1, 2, 3: slope 4/5, residual variance 1.8/2, sum of squares 5
    fit = ols(pd.Series([1.0, 3, 2, 4]), pd.DataFrame({"x": [0.0, 1, 2, 3]}))
    assert fit.coefficients["x"][:2] == (pytest.approx(0.8), pytest.approx((0.9 / 5) ** 0.5))
    assert fit.r_squared == pytest.approx(0.64)


def test_a_logit_of_a_table_of_four_cells_is_its_log_odds_ratio():
    # 30 yes and 10 no with prior ties, 20 yes and 40 no without: odds ratio (30 × 40) / (10 × 20)
    ties = pd.DataFrame({"ties": [1] * 40 + [0] * 60})
    equity = pd.Series([True] * 30 + [False] * 10 + [True] * 20 + [False] * 40)
    found = logit(equity, ties).coefficients["ties"]
    assert found.estimate == pytest.approx(log(6))
    assert found.std_error == pytest.approx((1 / 30 + 1 / 10 + 1 / 20 + 1 / 40) ** 0.5, rel=1e-4)


@pytest.mark.parametrize("regression", [ols, logit])
def test_shuffled_outcomes_show_nothing(regression, predictors):
    outcome = (predictors["size"] > 0.3).sample(frac=1, random_state=1).set_axis(predictors.index)
    fit = regression(outcome, predictors)
    found = fit.coefficients["size"]
    assert abs(found.estimate) < 2.5 * found.std_error
    assert fit.r_squared < 0.02


@pytest.mark.parametrize("regression", [ols, logit])
def test_a_predictor_that_does_not_vary_is_unknown_and_does_no_harm(regression, predictors):
    outcome = np.arange(500) % 3 == 0
    fit = regression(pd.Series(outcome), predictors.assign(same=True))
    without = regression(pd.Series(outcome), predictors)
    assert isnan(fit.coefficients["same"].estimate)
    assert fit.coefficients["size"] == without.coefficients["size"]


@pytest.mark.parametrize("regression", [ols, logit])
@pytest.mark.parametrize("case", ["same outcome", "predictors repeat each other", "fewer rows than predictors"])
def test_what_cannot_be_told_apart_is_unknown(regression, case, predictors):
    outcome = pd.Series(np.arange(500) % 3 == 0)
    if case == "same outcome":
        outcome &= False
    elif case == "predictors repeat each other":
        predictors = predictors.assign(twice=2 * predictors["size"])
    else:
        outcome, predictors = outcome[:2], predictors[:2]
    fit = regression(outcome, predictors)
    assert all(isnan(coefficient.estimate) for coefficient in fit.coefficients.values())
    assert set(fit.coefficients) == {*predictors, CONSTANT}


def test_a_perfect_separation_has_no_log_odds(predictors):
    assert isnan(logit(predictors["size"] > 0, predictors[["size"]]).coefficients["size"].estimate)


def test_rows_with_a_gap_are_left_out(predictors):
    outcome = 2 * predictors["size"]
    fit = ols(outcome.where(outcome.index != 7), predictors.drop(index=9).reindex(predictors.index))
    assert fit.rows == 498
