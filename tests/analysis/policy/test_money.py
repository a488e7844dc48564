"""Prices, benefits and costs, on money that can be added up by hand."""

import math

import numpy as np
import pandas as pd
import pytest

from alliances.analysis.policy.money import NUMBERS, acceptability, money
from alliances.analysis.policy.plan import Plan

PLAN = Plan(start=0, horizon=2, discount_rate=0.25)
YEARS = (0.0, 1.0, 2.0, 3.0)


def a_grant(planted, gains=(4, 6, 5), spent=10.0, option="grant"):
    """10 million in years 1 and 2; firms on top; firms get 5 of the 10 and earn 9 more in each of years 1 to 3."""
    return pd.concat([
        planted(option, "firms_abroad", 100, 100 + np.array(gains), years=YEARS),
        planted(option, "spending", 0, [spent] * 3, years=(1.0, 2.0)),
        planted(option, "spending", 0, [0, 0, 0], years=(0.0, 3.0)),
        planted(option, "transfers", 0, [spent / 2] * 3, years=(1.0, 2.0)),
        planted(option, "transfers", 0, [0, 0, 0], years=(0.0, 3.0)),
        planted(option, "profit", [50, 60, 70], [50, 60, 70], years=(0.0,)),
        planted(option, "profit", [50, 60, 70], [59, 69, 79], years=(1.0, 2.0, 3.0)),
    ])  # fmt: skip


def told(rows, plan=PLAN):
    return money(rows, plan).set_index(["option", "number"])


def test_money_is_discounted_to_the_start_and_divided_by_what_it_bought(planted):
    """10/1.25 + 10/1.25² = 8 + 6.4 = 14.4 million for 5 firms: 2.88 each, 5/14.4 firms per million."""
    found = told(a_grant(planted)).loc["grant"]
    assert list(found.index) == list(NUMBERS)
    assert found["value"]["spending"] == pytest.approx(14.4)
    assert found["value"]["cost_per_additional"] == pytest.approx(2.88)
    assert found["value"]["effect_per_million"] == pytest.approx(5 / 14.4)
    assert found["verdict"]["cost_per_additional"] == "finite"


def test_benefits_are_profits_beyond_what_was_handed_out_and_run_on_after_the_horizon(planted):
    """(9 - 5)/1.25 + (9 - 5)/1.25² + 9/1.25³ = 3.2 + 2.56 + 4.608 = 10.368, over 14.4, or 14.4 × 1.2."""
    assert told(a_grant(planted)).loc[("grant", "benefit_cost"), "value"] == pytest.approx(10.368 / 14.4)
    dear = told(a_grant(planted), PLAN._replace(cost_of_funds=0.2))
    assert dear.loc[("grant", "benefit_cost"), "value"] == pytest.approx(10.368 / 14.4 / 1.2)


def test_a_year_of_unknown_profit_leaves_the_benefit_unknown(planted):
    rows = a_grant(planted)
    gap = (rows["measure"] == "profit") & (rows["year"] == 2)
    found = told(rows.assign(with_policy=rows["with_policy"].mask(gap))).loc[("grant", "benefit_cost")]
    assert math.isnan(found["value"]) and found["verdict"] == "not measured"


def test_an_effect_that_may_be_zero_is_never_given_a_price(planted):
    found = told(a_grant(planted, gains=(-4, 6, 5))).loc[("grant", "cost_per_additional")]
    assert found["verdict"] == "no finite upper bound"
    assert math.isnan(found["value"]) and found["high"] == found["bootstrap_high"] == math.inf


def test_what_costs_nothing_is_said_to_cost_nothing(planted):
    found = told(a_grant(planted, spent=0.0)).loc["grant"]
    assert set(found["verdict"]) == {"costs nothing", "no limit"}  # the latter of budgets, of which there is none
    assert found["value"]["cost_per_additional"] == 0 and math.isnan(found["value"]["benefit_cost"])


def test_money_without_any_effect_brings_nothing_per_million_and_buys_nothing(planted):
    found = told(a_grant(planted, gains=(0, 0, 0))).loc["grant"]
    assert found.loc["effect_per_million", ["value", "low", "high"]].tolist() == [0, 0, 0]
    assert found["verdict"][["effect_per_million", "cost_per_additional"]].tolist() == ["finite", "no gain"]


def test_the_chance_of_a_price_is_the_share_of_resamples_that_are_no_dearer(planted):
    """Gains 4, 5, 6 for 14.4: every resample costs from 2.4 to 3.6. Of 27 resamples one has mean 6, and one mean 4."""
    found = acceptability(a_grant(planted), PLAN, given=(0, 2.39, 2.41, 3.59, 3.61)).set_index("price")["probability"]
    assert found.tolist() == pytest.approx([0, 0, 1 / 27, 26 / 27, 1], abs=0.01)


def test_the_chance_never_falls_with_the_price_and_never_reaches_one_where_firms_may_be_lost(planted):
    """Gains -4, 6 and 5: all three draws are -4 in 1 of 27, and two of three in 6 of 27: a mean of -2/3 or -1."""
    rows = pd.concat([a_grant(planted, gains=(-4, 6, 5)), a_grant(planted, gains=(0, 1, 1), spent=0.0, option="free")])
    found = acceptability(rows, PLAN)
    for _, own in found.groupby("option"):
        assert own["price"].is_monotonic_increasing and own["probability"].is_monotonic_increasing
    dear = acceptability(rows, PLAN, given=(1e9,)).set_index("option")["probability"]
    assert dear["grant"] == pytest.approx(20 / 27, abs=0.015)
    assert dear["free"] == pytest.approx(26 / 27, abs=0.01)  # costs nothing, and gains something unless all draws are 0


def test_other_parts_of_the_evaluation_are_not_mixed_in(planted):
    rows = a_grant(planted)
    mixed = pd.concat([rows, rows.assign(kind="budget", with_policy=1000.0)])
    pd.testing.assert_frame_equal(money(rows, PLAN), money(mixed, PLAN))
