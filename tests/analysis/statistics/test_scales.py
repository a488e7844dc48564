"""Scales: reliability, regression from correlations, ticks and response style, on data with known answers."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.analysis.statistics.scales import (
    communality,
    cronbach_alpha,
    cut_points,
    kept,
    moments,
    normal_scores,
    regression_from_correlations,
    response_style,
    ticked,
)
from alliances.analysis.surveys.nissanka import CORRELATIONS
from alliances.model.errors import InputError

SUCCESS = "internationalization_success"
OTHERS = ["strategic_partnerships", "alliances", "market_challenges", "knowledge_transfer"]


def test_nissankas_regression_follows_from_its_correlations():
    fitted, explained = regression_from_correlations(CORRELATIONS, SUCCESS, OTHERS, 152)
    assert fitted["beta"].round(3).tolist() == [0.189, 0.226, 0.477, 0.087]  # printed: .189 .226 .476 .087
    assert fitted["std_error"].round(2).tolist() == [0.06, 0.07, 0.07, 0.05]  # printed: .060 .070 .069 .054
    assert fitted["t"].tolist() == pytest.approx([3.138, 3.242, 6.911, 1.608], abs=0.02)
    assert fitted["p"].tolist() == pytest.approx([0.002, 0.001, 0.0, 0.110], abs=0.004)
    assert explained == pytest.approx(0.761, abs=0.0005)


def test_correlations_give_the_same_regression_as_the_cases():
    import statsmodels.api as sm

    rng = np.random.default_rng(3)
    cases = pd.DataFrame(rng.normal(size=(40, 3)), columns=["a", "b", "y"])
    cases["y"] += cases["a"] - 0.5 * cases["b"]
    scores = (cases - cases.mean()) / cases.std()
    by_cases = sm.OLS(scores["y"], sm.add_constant(scores[["a", "b"]])).fit()
    fitted, explained = regression_from_correlations(cases.corr(), "y", ["a", "b"], 40)
    assert fitted["beta"].tolist() == pytest.approx(by_cases.params[["a", "b"]].tolist())
    assert fitted["std_error"].tolist() == pytest.approx(by_cases.bse[["a", "b"]].tolist())
    assert fitted["p"].tolist() == pytest.approx(by_cases.pvalues[["a", "b"]].tolist())
    assert explained == pytest.approx(by_cases.rsquared)


def test_predictors_that_determine_each_other_are_refused():
    same = pd.DataFrame(1.0, index=["a", "b", "y"], columns=["a", "b", "y"])
    with pytest.raises(InputError, match="a, b determine each other"):
        regression_from_correlations(same, "y", ["a", "b"], 40)
    with pytest.raises(InputError, match="n = 3 is too few for 2 predictors"):
        regression_from_correlations(same, "y", ["a", "b"], 3)


def test_alpha_of_a_scale_counted_by_hand():
    items = pd.DataFrame({"a": [1, 2, 3, 4], "b": [2, 1, 4, 3]})
    # variances 5/3 each, of the sums 3, 3, 7, 7: 16/3; 2 / 1 * (1 - (10/3) / (16/3)) = 0.75
    assert cronbach_alpha(items) == pytest.approx(0.75)


def test_alpha_of_items_that_agree_is_one_and_of_unrelated_ones_about_zero():
    agree = pd.DataFrame({"a": [1, 2, 5], "b": [1, 2, 5], "c": [1, 2, 5]})
    assert cronbach_alpha(agree) == pytest.approx(1)
    noise = pd.DataFrame(np.random.default_rng(1).normal(size=(5000, 4)))
    assert abs(cronbach_alpha(noise)) < 0.05
    assert np.isnan(cronbach_alpha(agree * 0))
    with pytest.raises(InputError, match="1 item has no reliability"):
        cronbach_alpha(agree[["a"]])


@given(st.floats(2.0, 4.2), st.floats(0.7, 1.2))
def test_cut_points_give_the_reported_mean_and_spread(mean, spread):
    assert moments(np.array(cut_points(mean, spread))) == pytest.approx((mean, spread), abs=1e-6)


def test_impossible_ticks_are_refused():
    with pytest.raises(InputError, match="no ticks from 1 to 5 have mean 4 and spread 2"):
        cut_points(4.0, 2.0)


def test_an_opinion_is_ticked_between_its_cuts():
    cuts = (-1.5, -0.5, 0.5, 1.5)
    assert ticked(np.array([-9, -1.0, 0.0, 1.0, 9]), cuts).tolist() == [1, 2, 3, 4, 5]


def test_ticks_keep_the_correlation_that_is_said():
    opinion = np.random.default_rng(1).normal(size=20000)
    cuts = cut_points(3.9, 0.9)
    assert np.corrcoef(opinion, ticked(opinion, cuts))[0, 1] == pytest.approx(kept(cuts), abs=0.01)


def test_noise_set_for_an_alpha_gives_that_alpha():
    rng, cuts = np.random.default_rng(2), cut_points(3.5, 1.0)
    share = communality(0.8, [kept(cuts)] * 3)
    opinion = rng.normal(size=8000)
    items = {i: ticked(np.sqrt(share) * opinion + np.sqrt(1 - share) * rng.normal(size=8000), cuts) for i in range(3)}
    assert cronbach_alpha(pd.DataFrame(items)) == pytest.approx(0.8, abs=0.02)
    with pytest.raises(InputError, match=r"alpha = 0\.99 cannot be had from 3 such items"):
        communality(0.99, [kept(cuts)] * 3)


def test_normal_scores_keep_the_order_and_nothing_else():
    scores = normal_scores(pd.Series([10.0, 1e6, 0.0, 20.0, 20.0]))
    assert scores.rank().tolist() == [2, 5, 1, 3.5, 3.5]
    assert (scores.mean(), scores.std(ddof=0)) == (pytest.approx(0), pytest.approx(1))
    assert normal_scores(pd.Series([7.0, 7.0])).tolist() == [0, 0]


def test_the_style_that_made_correlations_is_found_again():
    names = ["a", "b", "c"]
    latent = pd.DataFrame([[1, 0.2, 0.1], [0.2, 1, 0.3], [0.1, 0.3, 1]], index=names, columns=names)
    alphas = pd.Series([0.8, 0.8, 0.8], names)
    # style 1.5: mean of 0.8 (r + 2.25) / 3.25 over r = .2, .1, .3 is 0.8 * 2.45 / 3.25
    assert response_style(latent, alphas, 0.8 * 2.45 / 3.25) == pytest.approx(1.5)
    assert response_style(latent, alphas, 0.1) == 0  # 0.8 * 0.2 by themselves: no style needed
    with pytest.raises(InputError, match=r"correlate by 0\.800 on average at most"):
        response_style(latent, alphas, 0.85)
