"""Strategy formation: what a firm wants next, and whether to seek it with a partner."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.declarations.codes import (
    BOARD,
    EFFICIENCY,
    EXECUTIVES,
    LEARNING,
    MARKET,
    MARKETERS,
    RISK,
    SCIENTISTS,
)
from alliances.model.rules import strategy as rule

share = st.floats(0, 1)
pair = st.tuples(share, share)
admissible = st.from_type(rule.Parameters)


@pytest.mark.parametrize("need", [rule.need_for_markets, rule.need_for_efficiency, rule.need_to_learn])
def test_a_firm_needs_what_it_lacks(need):
    assert need(0.25) == 0.75
    assert need(1) == 0


def test_a_cautious_firm_that_depends_on_one_market_needs_to_share_risk():
    # (1 - 0.2) * 0.75
    assert rule.need_to_share_risk(0.2, 0.75) == pytest.approx(0.6)


def test_the_leading_actor_doubles_the_pull_of_what_aims_and_needs_say():
    # 1 - 0.8 by chance, 0.8 * 0.5 * 0.25 = 0.1 by aim and need, twice that with an actor who adds once
    p = rule.Parameters(need_weight=0.8, actor_weight=1)
    assert rule.pull(0.5, 0.25, 0, 0, p) == pytest.approx(0.3)
    assert rule.pull(0.5, 0.25, 1, 0, p) == pytest.approx(0.4)


def test_international_experience_makes_a_firm_alert_to_foreign_markets():
    # 0.2 by chance, 0.8 * 0.5 * 0.25 = 0.1 by aim and need, times 1 + 3 * 0.5, or 1 + 1 + 3 * 0.5 with an actor
    p = rule.Parameters(need_weight=0.8, actor_weight=1, alertness=3)
    assert rule.pull(0.5, 0.25, 0, 0.5, p) == pytest.approx(0.45)
    assert rule.pull(0.5, 0.25, 1, 0.5, p) == pytest.approx(0.55)


def test_a_firm_four_times_as_large_reviews_its_strategy_twice_as_often():
    # 1.5 * 4 ** 0.5 a year
    p = rule.Parameters(review_rate=1.5, review_growth=0.5)
    assert rule.reviews(4, p) == pytest.approx(3)
    assert rule.reviews(1, p) == 1.5


def test_a_firm_four_times_as_large_looks_at_twice_as_many_markets():
    # 3 * 4 ** 0.5
    p = rule.Parameters(markets_considered=3, considered_growth=0.5)
    assert rule.considered(4, p) == pytest.approx(6)
    assert rule.considered(1, p) == 3
    assert rule.considered(1e12, p) == 256  # there are not more countries


def test_the_smallest_firm_looks_at_one_market():
    # 2 * 0.01 ** 0.5 = 0.2
    assert rule.considered(0.01, rule.Parameters(markets_considered=2, considered_growth=0.5)) == 1


def test_a_need_weighs_as_the_industry_depends_on_what_is_lacked():
    # 1 + 0.5 * (5 * 0.3 - 1); a fifth of five resources is the measure
    p = rule.Parameters(industry_weight=0.5)
    assert rule.relevance(0.3, 5, p) == pytest.approx(1.25)
    assert rule.relevance(0.2, 5, p) == 1


def test_a_market_twice_as_far_is_looked_at_less():
    # 12 * exp(-2 log 2 * 0.5) = 12 / 2 and 12 * exp(-2 log 2 * 1) = 12 / 4
    p = rule.Parameters(distance_decay=2 * math.log(2))
    assert rule.market_pull(12, 0.5, p) == pytest.approx(6)
    assert rule.market_pull(12, 1, p) == pytest.approx(3)


def test_half_the_attention_halves_the_readiness_to_ally():
    # 1.5 * 0.4 * attention
    p = rule.Parameters(ally_propensity=1.5)
    assert rule.alliance_probability(0.4, 1, 0, p) == pytest.approx(0.6)
    assert rule.alliance_probability(0.4, 0.5, 0, p) == pytest.approx(0.3)


def test_what_an_alliance_costs_deters():
    # 1.5 * 0.4 * exp(-20 log 2 * 0.05) = 0.6 / 2
    p = rule.Parameters(ally_propensity=1.5, cost_aversion=20 * math.log(2))
    assert rule.alliance_probability(0.4, 1, 0.05, p) == pytest.approx(0.3)


def test_a_firm_in_great_need_surely_looks_for_an_ally():
    # 4 * 0.5 = 2, capped at 1
    assert rule.alliance_probability(0.5, 1, 0, rule.Parameters(ally_propensity=4)) == 1


@pytest.mark.parametrize(
    ("actor", "motive"), [(EXECUTIVES, EFFICIENCY), (SCIENTISTS, LEARNING), (MARKETERS, MARKET), (BOARD, RISK)]
)
def test_every_internal_actor_backs_a_motive_of_its_own(actor, motive):
    assert rule.actor_motive(actor) == motive


@given(tolerance=pair, concentration=pair)
def test_tolerance_calms_and_concentration_worries(tolerance, concentration):
    calm = rule.need_to_share_risk(max(tolerance), min(concentration))
    worried = rule.need_to_share_risk(min(tolerance), max(concentration))
    assert 0 <= calm <= worried <= 1


@given(p=admissible, aim=pair, need=pair, backing=pair, experience=pair)
def test_aims_needs_actors_and_experience_never_weaken_a_motive(p, aim, need, backing, experience):
    weak, strong = (rule.pull(*map(end, (aim, need, backing, experience)), p) for end in (min, max))
    assert 0 <= weak <= strong


@given(p=admissible, size=pair, distance=pair)
def test_size_draws_eyes_to_a_market_and_distance_away(p, size, distance):
    assert 0 <= rule.market_pull(min(size), max(distance), p) <= rule.market_pull(max(size), min(distance), p)


@given(p=admissible, sizes=st.tuples(st.floats(1e-4, 1e6), st.floats(1e-4, 1e6)))
def test_larger_firms_never_review_less_often(p, sizes):
    small, large = (rule.reviews(size, p) for size in sorted(sizes))
    assert 0 <= small <= large * (1 + 1e-12)


@given(p=admissible, sizes=st.tuples(st.floats(1e-4, 1e6), st.floats(1e-4, 1e6)))
def test_larger_firms_never_look_at_fewer_markets_and_all_look_at_one(p, sizes):
    small, large = (rule.considered(size, p) for size in sorted(sizes))
    assert 1 <= small <= large * (1 + 1e-12)


@given(p=admissible, importance=pair)
def test_needs_never_weigh_less_where_the_industry_depends_more_on_what_is_lacked(p, importance):
    less, more = (rule.relevance(weight, 5, p) for weight in sorted(importance))
    assert 0 <= less <= more


@given(p=admissible, need=pair, attention=pair, cost=pair)
def test_need_and_attention_never_deter_from_allying_and_cost_never_attracts(p, need, attention, cost):
    shy = rule.alliance_probability(min(need), min(attention), max(cost), p)
    eager = rule.alliance_probability(max(need), max(attention), min(cost), p)
    assert 0 <= shy <= eager <= 1


@given(p=admissible, aim=share, need=share, backing=share, experience=share)
def test_null_form_motives_are_drawn_blindly(switched_off, p, aim, need, backing, experience):
    assert rule.pull(aim, need, backing, experience, switched_off(p)) == 1


@given(p=admissible, importance=share, size=st.floats(1e-4, 1e6))
def test_null_form_neither_industry_nor_size_changes_what_a_firm_looks_at(switched_off, p, importance, size):
    off = switched_off(p)
    assert rule.relevance(importance, 5, off) == 1
    assert rule.considered(size, off) == off.markets_considered
