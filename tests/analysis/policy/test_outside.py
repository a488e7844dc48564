"""An outside evaluator of a lottery, in worlds where the truth is known."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ttest_ind

from alliances.analysis.policy.outside import outside, outside_summary, welch
from alliances.analysis.policy.plan import Plan

PLAN = Plan(start=1, horizon=3)
WINNERS, LOSERS = [0, 1, 2], [3, 4, 5]
LOTTERY = [(4, firm, firm in WINNERS) for firm in range(6)]


def estimates(rows, outcome, year):
    rows = rows[(rows["year"] == year) & rows["measure"].str.startswith(f"{outcome} by ")]
    return rows.assign(measure=rows["measure"].str.removeprefix(f"{outcome} by ")).set_index("measure")


def lottery(made_up, before, gain, loss=0.0, later=()):
    """Firms sell ``before``; from year 1 on winners sell ``gain`` more with the policy, and losers ``loss`` less."""
    base = np.tile(np.asarray(before, float), (3, 1))
    option = base.copy()
    option[1:, WINNERS] += gain
    option[1:, LOSERS] -= loss
    abroad = np.ones((3, 6))
    return made_up(abroad, sales=base), made_up(abroad, sales=option, rounds=[*LOTTERY, *later])


def test_among_equal_firms_that_do_not_touch_each_other_the_difference_of_means_is_the_true_effect(made_up):
    rows = estimates(outside(*lottery(made_up, [5] * 6, gain=2), "lot", PLAN), "foreign_sales", 1.0)
    for estimator in ("difference_of_means", "difference_in_differences", "all_firms"):
        assert rows.loc[estimator, ["base", "with_policy"]].tolist() == [2, 2]
    assert rows.loc["difference_of_means half-width", "with_policy"] == 0  # no firm differs from its like
    assert set(rows["group"]) == {"lottery: lot"}


def test_differences_in_differences_forgive_unlike_winners_and_differences_of_means_do_not(made_up):
    """Winners sold 9 on average, losers 3; the policy brings 2."""
    rows = estimates(outside(*lottery(made_up, [8, 9, 10, 2, 3, 4], gain=2), "lot", PLAN), "foreign_sales", 1.0)
    assert rows["with_policy"]["difference_of_means"] == pytest.approx(6 + 2)
    assert rows["with_policy"]["difference_in_differences"] == pytest.approx(2)
    assert rows["base"]["difference_of_means"] == pytest.approx(2)


def test_what_losers_lose_by_the_policy_is_counted_as_a_gain_of_winners_by_those_outside(made_up):
    """Winners gain 2, losers lose 1: the evaluator finds 3, the truth is 2, and all firms together have 1 each."""
    rows = estimates(outside(*lottery(made_up, [5] * 6, gain=2, loss=1), "lot", PLAN), "foreign_sales", 2.0)
    assert rows["with_policy"][["difference_of_means", "difference_in_differences", "all_firms"]].tolist() == [3, 3, 1]
    assert set(rows.loc[["difference_of_means", "all_firms"], "base"]) == {2}


def test_a_firm_that_closed_is_not_abroad_and_stays_in_the_comparison(made_up):
    """Without support winners 0 and 1 close."""
    abroad = np.ones((3, 6))
    base = made_up(abroad, dead={(1, 0), (2, 0), (1, 1), (2, 1), (1, 3), (2, 3)})
    option = made_up(abroad, dead={(1, 3), (2, 3)}, rounds=LOTTERY)
    rows = estimates(outside(base, option, "lot", PLAN), "firms_abroad", 1.0)
    assert rows.loc["difference_of_means", ["base", "with_policy"]].tolist() == pytest.approx([2 / 3, 1 - 2 / 3])


def test_only_years_after_the_first_round_and_only_its_firms_are_told(made_up):
    later = [(11, 3, True), (11, 4, False)]
    rows = outside(*lottery(made_up, [5] * 6, gain=2, later=later), "lot", PLAN)
    assert set(rows["year"]) == {1.0, 2.0}
    admitted = rows[rows["measure"] == "losers admitted later"].set_index("year")["with_policy"]
    assert admitted.to_dict() == pytest.approx({1: 0, 2: 1 / 3})
    assert estimates(rows, "foreign_sales", 1.0)["with_policy"]["difference_of_means"] == 2


def test_a_lottery_at_the_very_start_has_no_before(made_up):
    base, option = lottery(made_up, [5] * 6, gain=2)
    option["admissions"]["step"] = 0
    rows = estimates(outside(base, option, "lot", Plan(start=0, horizon=3)), "foreign_sales", 2.0)
    assert math.isnan(rows["with_policy"]["difference_in_differences"])
    assert rows["with_policy"]["difference_of_means"] == 2


def test_without_losers_nothing_can_be_found_outside(made_up):
    base, option = lottery(made_up, [5] * 6, gain=2)
    option["admissions"]["admitted"] = True
    assert outside(base, option, "lot", PLAN).empty
    assert outside(base, option, "another", PLAN).empty


def test_the_interval_is_welchs():
    one, other = np.array([3.0, 5, 8, 8, 9]), np.array([1.0, 2, 2, 4])
    estimate, half = welch(one, other)
    exact = ttest_ind(one, other, equal_var=False).confidence_interval()
    assert (estimate - half, estimate + half) == pytest.approx((exact.low, exact.high))


@pytest.mark.filterwarnings("error")
def test_winners_that_are_all_alike_have_an_interval_without_a_warning():
    assert welch(np.ones(5), np.array([0.0, 1, 1, 0]))[1] == pytest.approx(0.91869, abs=1e-5)


def test_a_fair_lottery_is_right_on_average_and_its_intervals_hold_the_truth_as_often_as_they_say(made_up):
    """Forty lotteries: half of 40 firms, drawn by lot, gain 1; sales differ by sd 2 between firms."""
    rng = np.random.default_rng(6)
    parts = []
    for seed in range(40):
        won = rng.permutation(40) < 20
        base = np.tile(rng.normal(10, 2, 40), (3, 1))
        option = base + np.outer([0, 1, 1], won)
        worlds = (
            made_up(base * 0 + 1, sales=base),
            made_up(base * 0 + 1, sales=option, rounds=[(4, n, w) for n, w in enumerate(won)]),
        )
        rows = outside(*worlds, "lot", PLAN).assign(kind="main", setting="", factor=1.0, seed=seed, option="a")
        parts.append(rows)
    found = outside_summary(pd.concat(parts, ignore_index=True)).set_index(["outcome", "estimator", "year"])
    means = found.loc[("foreign_sales", "difference_of_means", 1.0)]
    assert means["true"] == pytest.approx(1) and means["low"] < 0 < means["high"] and means["n"] == 40
    assert 0.85 <= means["coverage"] <= 1 and 0.05 < means["high"] < 0.5
    assert found.loc[("foreign_sales", "difference_in_differences", 1.0), "estimate"] == pytest.approx(1)
    assert math.isnan(found.loc[("foreign_sales", "all_firms", 1.0), "coverage"])
    assert found["losers_admitted"].eq(0).all() and set(found["policy"]) == {"lot"}


def test_coverage_counts_estimates_that_are_too_low_and_too_high(planted):
    """Errors -3, 0, 3 and 1, half-widths 2: two of four hold the truth; the mean error is 1/4."""
    rows = pd.concat([
        planted("a", "firms_abroad by difference_of_means", 5, [2, 5, 8, 6], group="lottery: lot"),
        planted("a", "firms_abroad by difference_of_means half-width", 0, [2, 2, 2, 2], group="lottery: lot"),
        planted("a", "losers admitted later", 0, [0, 0.5, 0.5, 1], group="lottery: lot"),
    ])  # fmt: skip
    found = outside_summary(rows).iloc[0]
    assert found[["option", "policy", "outcome", "estimator"]].tolist() == [
        "a",
        "lot",
        "firms_abroad",
        "difference_of_means",
    ]
    assert found[["true", "estimate", "error", "coverage", "losers_admitted", "n"]].tolist() == [
        5,
        5.25,
        0.25,
        0.5,
        0.5,
        4,
    ]


def test_where_there_was_no_lottery_there_is_nothing_to_sum_up(planted):
    found = outside_summary(planted("a", "firms_abroad", 0, [1, 2]))
    assert found.empty and "coverage" in found
