"""Differences between worlds: taken within each seed, with an interval, and told with no sign too many."""

import numpy as np
import pandas as pd
import pytest

from alliances.analysis.report.variants import comparison_report, difference_rows
from alliances.analysis.variants.differences import differences
from alliances.analysis.variants.figures import differences_figure
from alliances.analysis.variants.words import answer, compared

SHARE, SALES = "mean_foreign_sales_share", "foreign_sales"


def values(**by_world):
    """Rows of the values table from lists over seeds 1, 2, ... by world, of one outcome."""
    return pd.DataFrame(
        [(seed, world, SHARE, value) for world, own in by_world.items() for seed, value in enumerate(own, 1)],
        columns=["seed", "world", "outcome", "value"],
    )


def only(**by_world):
    return differences(values(**by_world), list(by_world), [SHARE]).to_dict("records")[0]


def test_the_difference_is_taken_in_each_seed_so_what_seeds_share_drops_out():
    row = only(a=[0.1, 0.5, 0.9], b=[0.2, 0.6, 1.0])
    assert row["difference"] == pytest.approx(0.1)
    assert (row["low"], row["high"]) == pytest.approx((0.1, 0.1))
    assert (row["base"], row["mean"]) == pytest.approx((0.5, 0.6))


def test_the_interval_is_students():
    row = only(a=[0, 0, 0, 0], b=[1, 2, 3, 4])  # mean 2.5, sd 1.29, t(3) = 3.182
    half = 3.1824463 * np.std([1, 2, 3, 4], ddof=1) / 2
    assert (row["low"], row["high"]) == pytest.approx((2.5 - half, 2.5 + half))


def test_the_share_of_seeds_is_that_of_the_sign_of_the_mean():
    assert only(a=[0, 0, 0, 0], b=[5, 1, 1, -1])["same_sign"] == 0.75
    assert only(a=[0, 0, 0, 0], b=[-5, 1, 1, -1])["same_sign"] == 0.5


def test_a_seed_in_which_one_world_has_no_such_outcome_is_left_out():
    row = only(a=[0.1, 0.2, 0.3], b=[0.2, np.nan, 0.4])
    assert row["seeds"] == 2 and row["base"] == pytest.approx(0.2)


def test_an_outcome_that_no_seed_has_in_both_worlds_is_not_told():
    row = only(a=[0.1, 0.2], b=[np.nan, np.nan])
    assert row["seeds"] == 0 and np.isnan(row["difference"])
    assert "cannot be taken in both" in compared(row, "a")


@pytest.mark.parametrize(
    ("b", "said"),
    [
        ([0.3, 0.31, 0.29], "It is higher by 20"),
        ([0.0, 0.01, -0.01], "It is lower by 10"),
        ([0.3, 0.0, 0.1], "Which is larger is not certain"),
        ([0.1, 0.1, 0.1], "Nothing changes"),
    ],
)
def test_a_sign_is_told_only_where_the_interval_leaves_out_zero(b, said):
    assert said in compared(only(a=[0.1, 0.1, 0.1], b=b), "a")


def test_shares_are_told_in_per_cent_and_their_differences_in_points():
    told = compared(only(a=[0.1, 0.1, 0.1], b=[0.3, 0.31, 0.29]), "a")
    assert "30.0 % in “b” and 10.0 % in “a”" in told and "percentage points, and so in 3 of 3 seeds" in told


def test_one_seed_has_no_interval_and_no_sign():
    assert "One seed has no interval" in compared(only(a=[0.1], b=[0.4]), "a")


def table_of_two():
    rows = pd.concat([values(a=[1, 2, 3], b=[2, 3, 4.5], c=[1, 2, 3]),
                      values(a=[9, 9, 8], b=[1, 2, 1], c=[9, 9, 8]).assign(outcome=SALES)])  # fmt: skip
    return differences(rows, ["a", "b", "c"], [SHARE, SALES])


def test_each_world_has_its_own_answer_and_many_outcomes_a_warning():
    said = answer(table_of_two(), "a")
    assert any("Of 2 outcomes, the interval of the difference excludes zero in 2" in line for line in said)
    assert any("Nothing changes" in line for line in said)
    assert "One in twenty" in said[-1]


def test_the_page_has_a_row_for_each_outcome_and_a_column_for_each_world():
    table = table_of_two()
    rows = difference_rows(table, "a")
    assert rows.heads == ["Outcome", "a", "b", "c"]
    assert [row[0] for row in rows.rows] == [
        "foreign share of sales, mean firm (%)",
        "foreign sales (million USD/year)",
    ]
    manifest = {"seeds": [1, 2, 3], "parameters": {}, "command": ["alliances", "compare"], "version": "1",
                "versions": {}, "scenario": {"name": "x", "firms": 10}}  # fmt: skip
    text = comparison_report(table, "a", manifest)
    assert "Only 3 seeds" in text and "alliances compare" in text and "<svg" in text


def test_the_figure_tells_the_difference_in_per_cent_of_the_first_world():
    plate = differences_figure(table_of_two(), "a")
    assert "“a”" in plate.title and "Foreign sales" in plate.alt
