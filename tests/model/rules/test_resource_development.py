"""Resource development: firms invest, resources wear, profits become assets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.rules import resource_development as rule

share = st.floats(0, 1)
shock = st.floats(-8, 8)
assets = st.floats(1e-3, 1e6)
money = st.floats(-1e6, 1e6)
admissible = st.from_type(rule.Parameters)


def test_a_resource_drifts_back_to_what_the_firm_sustains():
    # 0.9 + 0.4 / 4 * (0.5 - 0.9)
    assert rule.next_resource(0.9, 0.5, 0, rule.Parameters(reversion=0.4, chance=0.1)) == pytest.approx(0.86)


def test_chance_moves_a_middling_resource_most():
    # at 0.5: 4 * 0.5 * 0.5 = 1 standard deviation of 0.02; at 0.9: 4 * 0.9 * 0.1 = 0.36 of it
    p = rule.Parameters(reversion=0, chance=0.02)
    assert rule.next_resource(0.5, 0.5, 1, p) == pytest.approx(0.52)
    assert rule.next_resource(0.9, 0.5, 1, p) == pytest.approx(0.9072)


def test_part_of_what_was_learned_becomes_the_firms_own():
    # 0.5 + 0.5 * 0.4 / 4 * (0.9 - 0.5)
    assert rule.next_endowment(0.5, 0.9, rule.Parameters(reversion=0.4, absorption=0.5)) == pytest.approx(0.52)


def test_retained_profit_beyond_a_normal_return_becomes_assets():
    # 10 + 0.5 * (3 - 0.2 * 10) / 4
    p = rule.Parameters(retention=0.5, normal_return=0.2)
    assert rule.next_assets(10, 3, p) == pytest.approx(10.125)


def test_a_normal_return_keeps_assets_where_they_are():
    assert rule.next_assets(10, 2, rule.Parameters(retention=0.5, normal_return=0.2)) == 10


def test_no_quarter_costs_a_firm_more_than_half_its_assets():
    # 10 + 0.5 * (-46 - 0.2 * 10) / 4 would leave 4
    assert rule.next_assets(10, -46, rule.Parameters(retention=0.5, normal_return=0.2)) == 5


@pytest.mark.parametrize(("resource", "kept"), [(-0.1, 0), (0.4, 0.4), (1.3, 1)])
def test_a_resource_is_kept_on_its_scale(resource, kept):
    assert rule.bounded(resource) == kept


def test_foreign_profit_is_taxed_and_a_loss_is_not():
    p = rule.Parameters(foreign_tax=0.2)
    assert rule.foreign_tax(1.5, p) == pytest.approx(0.3)
    assert rule.foreign_tax(-1, p) == 0


def test_every_firm_runs_one_project_and_larger_research_firms_run_more():
    # 1 + whole part of 3 * 0.5 * 2.5 = 3.75
    p = rule.Parameters(own_projects=3)
    assert rule.own_rd_projects(2.5, 0.5, p) == 4
    assert rule.own_rd_projects(2.5, 0, p) == 1


@given(p=admissible, resource=share, endowment=share, shock=shock)
def test_resources_and_endowments_stay_on_their_scale(p, resource, endowment, shock):
    assert 0 <= rule.next_resource(resource, endowment, shock, p) <= 1
    assert -1e-12 <= rule.next_endowment(endowment, resource, p) <= 1 + 1e-12


@given(p=admissible, assets=assets, profits=st.tuples(money, money))
def test_more_profit_never_means_fewer_assets_and_assets_never_vanish(p, assets, profits):
    poorer, richer = (rule.next_assets(assets, profit, p) for profit in sorted(profits))
    assert 0 < assets / 2 <= poorer <= richer


@given(p=admissible, profit=money)
def test_tax_never_turns_profit_into_loss(p, profit):
    assert 0 <= rule.foreign_tax(profit, p) <= max(profit, 0)


@given(p=admissible, resource=share, endowment=share, shock=shock, assets=assets, profit=money)
def test_null_form_resources_and_assets_stay_as_they_are(switched_off, p, resource, endowment, shock, assets, profit):
    off = switched_off(p)
    assert rule.next_resource(resource, endowment, shock, off) == resource
    assert rule.next_endowment(endowment, resource, off) == endowment
    assert rule.next_assets(assets, profit, off) == assets
