"""Market conditions: what a country's data say about its market."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.rules import market_conditions as rule

points = st.floats(-3, 3)
log_gdp = st.floats(-8, 8)
share, lead = st.floats(0, 1), st.floats(-1, 1)
admissible = st.from_type(rule.Parameters)


def test_entry_barriers_are_lower_where_regulation_is_good():
    # log-odds log 3 - 0.5 log 3 * 2 = 0: a half; at average regulation 3 to 1
    p = rule.Parameters(barrier=math.log(3), barrier_regulation=-math.log(3) / 2)
    assert rule.entry_barrier(2, p) == pytest.approx(0.5)
    assert rule.entry_barrier(0, p) == pytest.approx(0.75)


def test_competition_is_more_intense_where_markets_are_large_and_well_regulated():
    # log-odds -0.5 + 0.25 * 2 + 0.5 * 2 = 1
    p = rule.Parameters(competition=-0.5, competition_size=0.25, competition_regulation=0.5)
    assert rule.competition_intensity(2, 2, p) == pytest.approx(1 / (1 + math.exp(-1)))


def test_competition_differs_between_the_industries_of_a_market():
    # odds of 3 to 1, times exp(log 3 * 1): 9 to 1
    p = rule.Parameters(competition_spread=math.log(3), competition_research=2, competition_common=0)
    assert rule.segment_competition(0.75, 0, 0, 1, p) == pytest.approx(0.9)
    assert rule.segment_competition(0.75, 0, 0, 0, p) == pytest.approx(0.75)


def test_part_of_what_differs_is_the_same_for_an_industry_in_every_market():
    # odds of 3 to 1, times exp(log 3 * (0.8 * 1 + 0.6 * 0.5)): 3 ** 2.1 to 1
    p = rule.Parameters(competition_spread=math.log(3), competition_research=0, competition_common=0.64)
    assert rule.segment_competition(0.75, 0, 1, 0.5, p) == pytest.approx(3**2.1 / (1 + 3**2.1))


def test_competition_is_less_intense_where_research_keeps_rivals_out():
    # odds of 3 to 1, times exp(-2 log 3 * 0.5): 1 to 1
    p = rule.Parameters(competition_spread=1, competition_research=2 * math.log(3))
    assert rule.segment_competition(0.75, 0.5, 0, 0, p) == pytest.approx(0.5)


@pytest.mark.parametrize("market", [0.0, 1.0])
def test_full_competition_and_none_are_the_same_in_every_industry(market):
    assert rule.segment_competition(market, 0.5, 1, 2, rule.Parameters()) == market


def test_contracts_are_enforced_as_far_as_the_rule_of_law_goes():
    # log-odds 2 * 0.5 = 1
    p = rule.Parameters(enforcement=1, enforcement_law=2)
    assert rule.contract_enforcement(0.5, p) == pytest.approx(1 / (1 + math.exp(-2)))


@given(p=admissible, log_gdp=log_gdp, regulation=points, law=points)
def test_barriers_competition_and_enforcement_are_shares(p, log_gdp, regulation, law):
    assert 0 <= rule.entry_barrier(regulation, p) <= 1
    assert 0 <= rule.competition_intensity(log_gdp, regulation, p) <= 1
    assert 0 <= rule.contract_enforcement(law, p) <= 1


@given(p=admissible, market=st.tuples(share, share), lead=lead, draw=st.floats(-8, 8))
def test_a_more_competitive_market_is_so_in_every_industry(p, market, lead, draw):
    soft, hard = (rule.segment_competition(intensity, lead, -draw / 2, draw, p) for intensity in sorted(market))
    assert 0 <= soft <= hard * (1 + 1e-12) <= 1 + 1e-12


@given(slope=st.floats(0, 10), law=st.tuples(points, points))
def test_a_stronger_rule_of_law_never_weakens_contracts(slope, law):
    weak, strong = (rule.contract_enforcement(points, rule.Parameters(enforcement_law=slope)) for points in sorted(law))
    assert weak <= strong


@given(p=admissible, log_gdp=log_gdp, regulation=points, law=points)
def test_null_form_all_markets_are_equally_competitive_open_and_lawful(switched_off, p, log_gdp, regulation, law):
    off = switched_off(p)
    assert rule.entry_barrier(regulation, off) == rule.entry_barrier(0, off)
    assert rule.competition_intensity(log_gdp, regulation, off) == rule.competition_intensity(0, 0, off)
    assert rule.contract_enforcement(law, off) == rule.contract_enforcement(0, off)


@given(p=admissible, market=share, lead=lead, draw=st.floats(-8, 8))
def test_null_form_all_industries_of_a_market_are_equally_competitive(switched_off, p, market, lead, draw):
    assert rule.segment_competition(market, lead, draw, draw, switched_off(p)) == pytest.approx(market)
