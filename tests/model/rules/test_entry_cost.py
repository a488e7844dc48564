"""Entry cost: a sunk investment that liquid means must pay."""

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
    # 0.5 barrier * 0.4 of the cost of owning * (2 + 0.1 * 20) million * (1 + 1.5 * 0.5) = 0.2 * 4 * 1.75
    p = rule.Parameters(scale=2, size_share=0.1, distance=1.5)
    assert rule.sunk_cost(0.5, 0.5, 0.4, 20, p) == pytest.approx(1.4)


def test_half_the_financial_strength_makes_half_as_much_liquid():
    # 0.3 * 0.5 * 10 million
    assert rule.liquid_means(10, 0.5, rule.Parameters(liquidity=0.3)) == pytest.approx(1.5)


@given(p=admissible, barrier=st.tuples(share, share), distance=st.tuples(share, share), assets=assets, cost=share)
def test_higher_barriers_and_longer_distances_never_make_entry_cheaper(p, barrier, distance, assets, cost):
    easy = rule.sunk_cost(min(barrier), min(distance), cost, assets, p)
    hard = rule.sunk_cost(max(barrier), max(distance), cost, assets, p)
    assert 0 <= easy <= hard


@given(p=admissible, assets=assets, capital=share)
def test_no_firm_can_pay_more_than_it_owns(p, assets, capital):
    assert 0 <= rule.liquid_means(assets, capital, p) <= assets


@given(p=admissible, barrier=share, distance=share, assets=assets)
def test_null_form_entry_is_free(switched_off, p, barrier, distance, assets):
    assert rule.sunk_cost(barrier, distance, 1.0, assets, switched_off(p)) == 0
