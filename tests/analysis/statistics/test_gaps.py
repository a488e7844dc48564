"""Missing answers: statistics are of the whole rows, say how many these are, and refuse too few in one line."""

import numpy as np
import pandas as pd
import pytest

from alliances.analysis.statistics.path_model import interaction_estimates, path_estimates
from alliances.analysis.statistics.regression import logit, ols
from alliances.analysis.statistics.rows import whole_rows
from alliances.analysis.statistics.scales import cronbach_alpha, normal_scores, regression_from_correlations
from alliances.analysis.statistics.survival import hazards, median_life, share_ended
from alliances.model.errors import InputError, Notice

GAPS = [np.nan, np.inf]


def answers(gap=np.nan):
    """Made-up answers of 60 respondents, of which 15 rows lack a value: x drives m, and both drive y."""
    draw = np.random.default_rng(3)
    x = draw.normal(size=60)
    m = 0.6 * x + draw.normal(size=60)
    y = 0.5 * x + 0.4 * m + draw.normal(size=60)
    data = pd.DataFrame({"x": x, "m": m, "y": y, "years": draw.exponential(size=60), "ended": np.arange(60) % 3 > 0})
    data.loc[::7, "m"] = gap
    data.loc[3::9, "x"] = gap
    return data


def whole(gap=np.nan):
    """The whole rows."""
    return answers(gap).replace(np.inf, np.nan).dropna()


STATISTICS = {  # of which columns, and what
    "alpha": ("x m y", cronbach_alpha),
    "paths": ("x m y", lambda data: path_estimates(data, {"y": ["x", "m"]})["estimate"].tolist()),
    "moderation": ("x m y", lambda data: interaction_estimates(data, "y", "x", ["m"])["estimate"].tolist()),
    "hazards": ("years ended x m", lambda data: hazards(data["years"], data["ended"], data[["x", "m"]])["m"].estimate),
    "share ended": ("m ended", lambda data: share_ended(data["m"].abs(), data["ended"], 1.0)),
    "median life": ("m ended", lambda data: median_life(data["m"].abs(), data["ended"])),
}


@pytest.mark.parametrize("gap", GAPS)
@pytest.mark.parametrize("name", STATISTICS)
def test_a_statistic_is_of_the_whole_rows_and_says_how_many(name, gap):
    columns, statistic = STATISTICS[name]
    data = answers(gap)[columns.split()]
    same = data[np.isfinite(data.astype(float)).all(axis=1)]
    with pytest.warns(Notice, match=rf"{len(same)} of 60 rows are whole and used"):
        found = statistic(data)
    assert found == pytest.approx(statistic(same), rel=1e-9)


def test_the_reliability_of_answers_with_gaps_is_no_more_than_one():
    items = pd.DataFrame({"a": [4, 2, 5, 3, 1, 4], "b": [4, 3, 5, None, 2, 3], "c": [5, 2, 4, 3, 1, 4]})
    with pytest.warns(Notice, match="Cronbach's alpha: 5 of 6 rows are whole and used"):
        assert cronbach_alpha(items) == cronbach_alpha(items.drop(3)) < 1


@pytest.mark.parametrize("name", ["alpha", "paths", "moderation"])
def test_too_few_whole_rows_are_refused_in_one_line(name):
    data = answers()
    data.loc[1:, "m"] = np.nan
    with pytest.raises(InputError, match=r"needs at least \d+ whole rows; 0 of 60 are whole \(gaps in .*m.*\)"):
        STATISTICS[name][1](data[STATISTICS[name][0].split()])


def test_hazards_without_a_whole_row_are_unknown():
    data = answers()
    data["m"] = np.nan
    with pytest.warns(Notice, match="0 of 60 rows are whole"):
        assert np.isnan(hazards(data["years"], data["ended"], data[["m"]])["m"].estimate)


@pytest.mark.parametrize("gap", GAPS)
@pytest.mark.parametrize("regression", [ols, logit])
def test_a_regression_is_of_the_whole_rows_and_carries_their_number(gap, regression):
    data = answers(gap)
    outcome = data["y"] if regression is ols else (data["y"] > 0).astype(float)
    fitted = regression(outcome, data[["x", "m"]])
    same = regression(outcome[whole(gap).index], whole(gap)[["x", "m"]])
    assert fitted.rows == len(whole(gap)) == 45
    assert fitted.coefficients["x"].estimate == pytest.approx(same.coefficients["x"].estimate)


def test_scores_of_those_who_answered_do_not_depend_on_how_many_did_not():
    scores = normal_scores(pd.Series([3.0, 1.0, 2.0, np.nan, np.nan]))
    assert scores[:3].tolist() == pytest.approx(normal_scores(pd.Series([3.0, 1.0, 2.0])).tolist())
    assert scores[3:].isna().all()


def test_a_missing_correlation_is_named():
    table = pd.DataFrame(np.eye(3), list("abc"), list("abc"))
    table.loc["a", "b"] = table.loc["b", "a"] = np.nan
    with pytest.raises(InputError, match="a correlation of a is missing"):
        regression_from_correlations(table, "c", ["a", "b"], 50)


def test_whole_rows_say_nothing_where_nothing_is_missing(recwarn):
    data = whole()
    pd.testing.assert_frame_equal(whole_rows(data, "it", 45), data)
    assert not recwarn.list
