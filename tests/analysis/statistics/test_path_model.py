"""Path models and moderation on data whose coefficients are known."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from alliances.analysis.statistics.path_model import interaction_estimates, path_estimates, standardized
from alliances.model.errors import InputError

EQUATIONS = {"y": ("x", "m", "n", "z"), "m": ("x",), "n": ("x",)}
PLANTED = {("m", "x"): 0.4, ("n", "x"): 0.5, ("y", "x"): 0.2, ("y", "m"): 0.3, ("y", "n"): 0.25, ("y", "z"): 0.1}
# variance of y that the causes explain: every variable has variance 1, and x, z are independent, so
# cov(x, m) = .4, cov(x, n) = .5, cov(m, n) = .2:
# .04 + .09 + .0625 + .01 + 2 (.2 x .3 x .4 + .2 x .25 x .5 + .3 x .25 x .2) = .3305
EXPLAINED = 0.3305


def planted(rows, seed=1):
    """Variables of variance one, tied by the planted paths."""
    draw = np.random.default_rng(seed).standard_normal((rows, 5)).T
    x, z = draw[0], draw[1]
    m = 0.4 * x + np.sqrt(1 - 0.4**2) * draw[2]
    n = 0.5 * x + np.sqrt(1 - 0.5**2) * draw[3]
    y = 0.2 * x + 0.3 * m + 0.25 * n + 0.1 * z + np.sqrt(1 - EXPLAINED) * draw[4]
    return pd.DataFrame({"x": x, "z": z, "m": m, "n": n, "y": y})


def correlated_mediators(rows, seed=1):
    """The same with a common cause of both mediators, and a scale of its own for every column."""
    data = planted(rows, seed)
    common = np.random.default_rng(seed + 1).standard_normal(rows)
    data = data.assign(m=data["m"] + common, n=data["n"] + common, y=data["y"] + 0.6 * common)
    return data * [1, 10, 100, 0.1, 5] + [3, 0, -7, 1, 2]


def by_arrow(found, column="estimate"):
    return {(row["outcome"], row["predictor"]): row[column] for _, row in found.iterrows()}


def test_planted_paths_are_recovered():
    found = [by_arrow(path_estimates(planted(20_000, seed), EQUATIONS)) for seed in range(1, 11)]
    means = {arrow: np.mean([sample[arrow] for sample in found]) for arrow in PLANTED}
    assert means == pytest.approx(PLANTED, abs=0.01)  # a standard error is 0.007 / sqrt(10) = 0.002


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_semopy_agrees_with_least_squares_on_the_same_z_scores(seed):
    data = correlated_mediators(200, seed)
    found = path_estimates(data, EQUATIONS, correlated=[("m", "n")])
    scores = standardized(data)
    for outcome, predictors in EQUATIONS.items():
        fitted = sm.OLS(scores[outcome], scores[list(predictors)]).fit()
        rows = found[found["outcome"] == outcome].set_index("predictor").loc[list(predictors)]
        assert rows["estimate"].to_numpy() == pytest.approx(fitted.params.to_numpy(), abs=1e-3)
        # maximum likelihood divides by n where least squares divides by n - k, and tests by z where that tests by t
        assert rows["std_error"].to_numpy() == pytest.approx(fitted.bse.to_numpy(), rel=0.06)
        assert rows["p_value"].to_numpy() == pytest.approx(fitted.pvalues.to_numpy(), abs=0.02)


def test_letting_mediators_correlate_changes_standard_errors_and_no_coefficient():
    data = correlated_mediators(200)
    free = path_estimates(data, EQUATIONS, correlated=[("m", "n")])
    apart = path_estimates(data, EQUATIONS)
    assert by_arrow(free) == pytest.approx(by_arrow(apart), abs=1e-3)
    assert by_arrow(free, "std_error")["y", "m"] > 1.05 * by_arrow(apart, "std_error")["y", "m"]


@settings(max_examples=20, deadline=None)
@given(
    scale=st.floats(1e-3, 1e3), shift=st.floats(-100, 100), column=st.sampled_from(["x", "m", "y"]),
)  # fmt: skip
def test_units_do_not_matter(scale, shift, column):
    data = planted(80)
    other = data.assign(**{column: data[column] * scale + shift})
    assert by_arrow(path_estimates(other, EQUATIONS)) == pytest.approx(
        by_arrow(path_estimates(data, EQUATIONS)), abs=1e-3
    )


def test_a_column_that_does_not_vary_is_refused_in_one_line():
    data = planted(50).assign(m=1.0)
    for fit in (
        lambda: path_estimates(data, EQUATIONS),
        lambda: interaction_estimates(data, "y", "m", ["z"]),
    ):
        with pytest.raises(InputError, match=r"^m does not vary among the 50 firms asked, so no .*$") as error:
            fit()
        assert "\n" not in str(error.value)


def test_a_planted_interaction_is_recovered_and_an_absent_one_is_not():
    x, z, w, noise = np.random.default_rng(1).standard_normal((4, 20_000))
    y = 0.3 * x + 0.2 * z + 0.25 * x * z + noise  # variance 1 + .09 + .04 + .0625 = 1.1925
    found = interaction_estimates(pd.DataFrame({"x": x, "z": z, "w": w, "y": y}), "y", "x", ["z", "w"])
    assert found["moderator"].tolist() == ["z", "w"]
    assert found["estimate"].tolist() == pytest.approx([0.25 / np.sqrt(1.1925), 0.0], abs=0.02)
    assert found["p_value"][0] < 1e-6 < 0.01 < found["p_value"][1]


def test_standard_errors_of_interactions_do_not_trust_equal_variances():
    x, z, noise = np.random.default_rng(1).standard_normal((3, 5_000))
    data = pd.DataFrame({"x": x, "z": z, "y": x + noise * (1 + np.abs(x * z))})
    robust = interaction_estimates(data, "y", "x", ["z"])["std_error"][0]
    scores = standardized(data)
    naive = sm.OLS(
        scores["y"], sm.add_constant(scores[["x", "z"]].assign(xz=scores["x"] * scores["z"]))
    ).fit().bse["xz"]  # fmt: skip
    assert robust > 1.5 * naive
