"""Entry cost: a sunk investment that liquid means must pay."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.declarations.codes import CONTRACTUAL_MODE, EXPORT, JOINT_VENTURE, WHOLLY_OWNED
from alliances.model.rules import entry_cost as rule

share = st.floats(0, 1)
assets = st.floats(1e-3, 1e6)
admissible = st.from_type(rule.Parameters)


def test_each_mode_has_its_own_cost_against_a_wholly_owned_unit():
    p = rule.Parameters(export=0.2, contract=0.3, venture=0.6)
    costs = [rule.mode_cost(mode, p) for mode in (EXPORT, CONTRACTUAL_MODE, JOINT_VENTURE, WHOLLY_OWNED)]
    assert costs == [0.2, 0.3, 0.6, 1.0]


def test_sunk_cost_rises_with_barrier_size_and_distance():
    # 0.5 barrier * 0.4 of the cost of owning * (2 + 0.5 * 4) million * (1 + 1.5 * 0.5) = 0.2 * 4 * 1.75
    p = rule.Parameters(scale=2, own=0.5, distance=1.5)
    assert rule.sunk_cost(0.5, 0.5, 0.4, 4, p) == pytest.approx(1.4)


def test_costs_grow_less_than_in_proportion_to_the_firm():
    # 4 ** 0.5; a mid-sized firm is the measure
    p = rule.Parameters(growth=0.5)
    assert rule.size_in_costs(4, p) == pytest.approx(2)
    assert rule.size_in_costs(1, p) == 1


def test_a_market_costs_some_firms_more_than_others():
    # exp(2 * 1.5 - 2) and exp(2 * 0.5 - 2)
    p = rule.Parameters(spread=2)
    assert rule.own_cost(1.5, p) == pytest.approx(math.e)
    assert rule.own_cost(0.5, p) == pytest.approx(1 / math.e)


@pytest.mark.parametrize("spread", [0.5, 1.0, 2.0])
def test_firms_own_costs_leave_the_mean_cost_as_it_is(spread):
    draws, weights = np.polynomial.hermite_e.hermegauss(60)  # an integral over the normal density
    costs = [rule.own_cost(draw, rule.Parameters(spread=spread)) for draw in draws]
    assert np.dot(weights, costs) / math.sqrt(2 * math.pi) == pytest.approx(1)


def test_half_the_financial_strength_makes_half_as_much_liquid():
    # 0.3 * 0.5 * 10 million
    assert rule.liquid_means(10, 0.5, rule.Parameters(liquidity=0.3)) == pytest.approx(1.5)


@given(p=admissible, barrier=st.tuples(share, share), distance=st.tuples(share, share), size=assets, cost=share)
def test_higher_barriers_and_longer_distances_never_make_entry_cheaper(p, barrier, distance, size, cost):
    easy = rule.sunk_cost(min(barrier), min(distance), cost, size, p)
    hard = rule.sunk_cost(max(barrier), max(distance), cost, size, p)
    assert 0 <= easy <= hard


@given(p=admissible, ratios=st.tuples(assets, assets), barrier=share, distance=share, cost=share)
def test_entry_is_never_cheaper_for_a_larger_firm(p, ratios, barrier, distance, cost):
    small, large = (rule.sunk_cost(barrier, distance, cost, rule.size_in_costs(r, p), p) for r in sorted(ratios))
    assert 0 <= small <= large * (1 + 1e-12)


@given(p=admissible, draw=st.floats(-8, 8))
def test_what_a_market_costs_a_firm_is_never_negative(p, draw):
    assert rule.own_cost(draw, p) > 0


@given(p=admissible, assets=assets, capital=share)
def test_no_firm_can_pay_more_than_it_owns(p, assets, capital):
    assert 0 <= rule.liquid_means(assets, capital, p) <= assets


@given(p=admissible, barrier=share, distance=share, assets=assets)
def test_null_form_entry_is_free(switched_off, p, barrier, distance, assets):
    assert rule.sunk_cost(barrier, distance, 1.0, assets, switched_off(p)) == 0
