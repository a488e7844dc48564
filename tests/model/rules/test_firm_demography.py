"""Founding and closing, and what new firms are like."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.declarations.codes import CAPITAL, MANAGEMENT, MARKETING, OPERATIONS, TECHNOLOGY
from alliances.model.rules import firm_demography as rule
from alliances.model.rules import quarterly_probability

assets = st.floats(1e-3, 1e6)
profit = st.floats(-1e6, 1e6)
normal = st.floats(-8, 8)
admissible = st.from_type(rule.Parameters)


def closing_probability(assets, yearly_profit, p):
    return quarterly_probability(rule.closing_rate(assets, yearly_profit, p))


def test_a_founding_slot_brings_a_firm_at_the_founding_rate():
    # 1 - exp(-0.4 / 4)
    assert rule.founding_probability(rule.Parameters(founding=0.4)) == pytest.approx(1 - math.exp(-0.1))


def test_small_firms_and_firms_with_losses_close_more_often():
    # 0.02 + 0.08 / (1 + 3) + 2 * loss of 0.6 / 3 = 0.02 + 0.02 + 0.4 a year
    p = rule.Parameters(closing=0.02, smallness=0.08, distress=2)
    assert closing_probability(3, -0.6, p) == pytest.approx(1 - math.exp(-0.11))


def test_profit_does_not_save_a_firm_from_closing():
    # 0.02 + 0.08 / (1 + 3) = 0.04 a year, whatever it earns
    p = rule.Parameters(closing=0.02, smallness=0.08, distress=2)
    assert closing_probability(3, 0, p) == pytest.approx(1 - math.exp(-0.01))
    assert closing_probability(3, 9, p) == closing_probability(3, 0, p)


def test_a_typical_founder_owns_its_share_of_the_median():
    # 0.25 * 8 * exp(0)
    assert rule.assets_drawn(0, 0.25, rule.Parameters(median_assets=8, assets_spread=1.5, largest=100)) == 2


def test_a_firm_one_deviation_up_is_larger_by_the_spread_but_never_beyond_the_largest():
    # 8 * exp(log 2) = 16
    spread = {"median_assets": 8, "assets_spread": math.log(2)}
    assert rule.assets_drawn(1, 1, rule.Parameters(**spread, largest=100)) == pytest.approx(16)
    assert rule.assets_drawn(1, 1, rule.Parameters(**spread, largest=10)) == 10


def test_larger_firms_have_an_advantage_in_resources():
    # 0.1 + 0.5 * 2 + 0.25 * 2
    p = rule.Parameters(resource_mean=0.1, resource_spread=0.5, size_advantage=0.25)
    assert rule.resource_score(2, 2, p) == pytest.approx(1.6)


def test_a_new_firm_has_its_customers_at_home_yet_to_win():
    # 1 - 0.8 * exp(-log 2 / 4 * age in quarters / 4): half of what is missing is won in four years
    p = rule.Parameters(liability_of_newness=0.8, settling=math.log(2) / 4)
    assert rule.home_reach(0, p) == pytest.approx(0.2)
    assert rule.home_reach(16, p) == pytest.approx(0.6)


def test_a_firm_that_is_yet_to_be_founded_reaches_as_many_as_a_new_one():
    p = rule.Parameters(liability_of_newness=0.8, settling=0.5)
    assert rule.home_reach(-40, p) == rule.home_reach(0, p)


@pytest.mark.parametrize(
    ("resource", "advantage"), [(CAPITAL, 1.5), (MANAGEMENT, 1.5), (TECHNOLOGY, 0), (MARKETING, 0), (OPERATIONS, 0)]
)
def test_size_gives_capital_and_management_and_nothing_else(resource, advantage):
    assert rule.size_advantage(resource, 1.5) == advantage


def test_a_firm_is_small_or_medium_below_so_many_employees_whose_number_follows_from_assets():
    # 5 million over 0.1 million an employee
    p = rule.Parameters(assets_per_employee=0.1, sme_employees=50)
    assert rule.employees(5, p) == pytest.approx(50)
    assert [rule.is_small_or_medium(employees, p) for employees in (49.9, 50)] == [True, False]


def test_a_firm_in_four_foreign_markets_or_with_a_unit_of_its_own_in_one_is_multinational():
    p = rule.Parameters(multinational_markets=4, multinational_units=1)
    assert [rule.is_multinational(markets, 0, p) for markets in (0, 3, 4, 5)] == [False, False, True, True]
    assert [rule.is_multinational(1, units, p) for units in (0, 1, 2)] == [False, True, True]


@given(p=admissible, ages=st.tuples(st.integers(-400, 4000), st.integers(-400, 4000)))
def test_home_reach_is_a_share_that_never_falls_with_age(p, ages):
    young, old = (rule.home_reach(age, p) for age in sorted(ages))
    assert 0 <= young <= old <= 1


@pytest.mark.parametrize(("draw", "mean", "expected"), [(0.3, 0.5, 0.3), (0.5, 0.25, 0.125), (0.25, 2 / 3, 0.5)])
def test_a_trait_is_the_draw_to_the_power_that_gives_its_mean(draw, mean, expected):
    # powers (1 - mean) / mean: 1; 0.75 / 0.25 = 3; (1/3) / (2/3) = 1/2
    assert rule.trait(draw, mean) == pytest.approx(expected)


@pytest.mark.parametrize("mean", [0.2, 0.5, 0.8])
def test_traits_have_the_mean_they_are_given(mean):
    draws = [(k + 0.5) / 10_000 for k in range(10_000)]
    assert sum(rule.trait(draw, mean) for draw in draws) / len(draws) == pytest.approx(mean, abs=1e-3)


@given(draws=st.tuples(st.floats(0, 1), st.floats(0, 1)), mean=st.floats(0.01, 0.99))
def test_a_trait_is_a_share_that_grows_with_the_draw(draws, mean):
    low, high = (rule.trait(draw, mean) for draw in sorted(draws))
    assert 0 <= low <= 1 and 0 <= high <= 1
    assert low <= high or max(draws) < rule.MOST_SMALL


@given(p=admissible, assets=st.tuples(assets, assets), profits=st.tuples(profit, profit))
def test_smaller_firms_and_larger_losses_close_no_less_often(p, assets, profits):
    safe = closing_probability(max(assets), max(profits), p)
    assert 0 <= safe <= closing_probability(max(assets), min(profits), p) <= 1
    assert closing_probability(max(assets), 0, p) <= closing_probability(min(assets), 0, p)


@given(p=admissible, normal=normal)
def test_no_firm_starts_without_assets_or_beyond_the_largest(p, normal):
    assert 0 < rule.assets_drawn(normal, p.founder_assets, p) <= p.largest


@given(p=admissible, assets=assets, profit=profit)
def test_null_form_no_firm_is_founded_none_closes_and_none_suffers_from_newness(switched_off, p, assets, profit):
    off = switched_off(p)
    assert rule.home_reach(0, off) == 1
    assert rule.founding_probability(off) == 0
    assert closing_probability(assets, profit, off) == 0


def test_a_firm_e_times_the_median_is_half_a_standard_deviation_large_where_that_is_two_log_points():
    p = rule.Parameters(median_assets=10, assets_spread=2)
    assert rule.relative_size(10 * math.e, p) == pytest.approx(0.5)  # ln(e) / 2
    assert rule.relative_size(10, p) == 0
    assert rule.relative_size(99, rule.Parameters(assets_spread=0)) == 0


def test_relative_size_undoes_the_draw_of_assets():
    p = rule.Parameters(median_assets=5, assets_spread=1.5, largest=1e6)
    assert rule.relative_size(rule.assets_drawn(0.7, 1, p), p) == pytest.approx(0.7)


def test_larger_firms_plan_more():
    p = rule.Parameters(planning_size=1.0)
    assert rule.inclination_to_plan(0.4, 0.0, p) == pytest.approx(0.4)
    # odds .4 / .6 times e, one standard deviation above the median
    assert rule.inclination_to_plan(0.4, 1.0, p) == pytest.approx(0.4 * math.e / (0.6 + 0.4 * math.e))
