"""The comparison of a survey's estimates with what was reported and what is caused, on numbers that are known."""

import math

import pandas as pd
import pytest

from alliances.analysis.json_rows import plain
from alliances.analysis.surveys.comparison import comparison
from alliances.analysis.surveys.veilleux import in_spreads


def drawn(values, path="XY", p=0.01):
    return pd.DataFrame({"draw": range(len(values)), "path": path, "estimate": values, "std_error": 0.1, "p_value": p})


def effects(*values):
    return pd.DataFrame({"path": "XY", "effect": values})


NONE = pd.DataFrame({"path": [], "estimate": []})


def compared(estimates, population=NONE, caused=(), reported=None):
    return comparison(estimates, population, effects(*caused), reported or {}).set_index("path")


def test_the_interval_holds_the_middle_95_percent_of_the_draws():
    row = compared(drawn([n / 1000 for n in range(1001)])).loc["XY"]
    assert (row["mean"], row["low"], row["high"]) == pytest.approx((0.5, 0.025, 0.975))
    assert row["draws"] == 1001


@pytest.mark.parametrize(("reported", "inside"), [(0.03, True), (0.02, False), (0.98, False)])
def test_a_reported_value_is_inside_or_not(reported, inside):
    row = compared(drawn([n / 1000 for n in range(1001)]), reported={"XY": reported}).loc["XY"]
    assert bool(row["inside"]) is inside


def test_survivors_are_the_mean_over_seeds_where_they_are_told_apart():
    everyone = pd.DataFrame({"path": ["XY", "XY"], "estimate": [0.2, 0.4], "survivors": [0.1, 0.2]})
    row = compared(drawn([0.3]), everyone).loc["XY"]
    assert (row["population"], row["survivors"]) == pytest.approx((0.3, 0.15))
    assert math.isnan(compared(drawn([0.3]), everyone[["path", "estimate"]]).loc["XY", "survivors"])


def test_population_and_effect_are_means_over_seeds():
    population = pd.DataFrame({"path": ["XY", "XY", "M1Y"], "estimate": [0.2, 0.4, 9.0]})
    row = compared(drawn([0.1]), population, (0.1, 0.2, math.nan)).loc["XY"]
    assert (row["population"], row["effect"]) == pytest.approx((0.3, 0.15))
    assert row["effect_std_error"] == pytest.approx(0.05)  # spread .0707 over the root of 2


def test_draws_with_p_below_five_percent_are_counted():
    estimates = pd.concat([drawn([0.1] * 3, p=0.04), drawn([0.1], p=0.05), drawn([0.1], p=math.nan)])
    assert compared(estimates).loc["XY", "significant"] == 0.75


def test_what_nobody_reported_tested_or_caused_is_null_in_json():
    row = plain(comparison(drawn([0.1, 0.2], p=math.nan), NONE, effects(), {}))[0]
    assert [row[name] for name in ("reported", "inside", "population", "effect", "significant")] == [None] * 5
    assert row["mean"] == pytest.approx(0.15)


def test_a_path_that_is_only_caused_has_a_row_behind_the_others():
    table = comparison(drawn([0.1, 0.2]), NONE, pd.DataFrame({"path": ["other"], "effect": [0.3]}), {})
    assert list(table["path"]) == ["XY", "other"]
    assert table.loc[1, ["effect", "draws"]].to_dict() == {"effect": 0.3, "draws": 0}
    assert table.loc[1, ["mean", "low", "high"]].isna().all()


def test_gaps_are_told_in_spreads_between_firms_and_shares_as_they_are():
    estimates = pd.concat([drawn([4.0], "gap_age_years"), drawn([0.5], "planned")])
    asked = pd.DataFrame({"age_years": [0.0, 2.0, 4.0], "planned": 1.0})  # spread 2
    assert list(in_spreads(estimates, asked)["estimate"]) == [2.0, 0.5]
