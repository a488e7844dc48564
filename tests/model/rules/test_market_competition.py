"""Competition for customers: logit shares, sharper where competition is hard."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.declarations.codes import CONTRACTUAL_MODE, EXPORT, JOINT_VENTURE, WHOLLY_OWNED
from alliances.model.rules import market_competition as rule

share = st.floats(0, 1)
pair = st.tuples(share, share)
admissible = st.from_type(rule.Parameters)


def test_demand_is_more_elastic_where_competition_is_intense():
    # 2 + 6 * 0.5
    assert rule.demand_elasticity(0.5, rule.Parameters(elasticity=2, elasticity_rise=6)) == 5


def test_a_firm_four_times_as_large_weighs_twice_as_much():
    # 4 ** 0.5
    assert rule.capacity(4, rule.Parameters(capacity=0.5)) == pytest.approx(2)


def test_foreignness_costs_appeal_until_the_market_is_known():
    # 0.6 - 0.5 * 0.5 * (1 - 0.2); with full knowledge nothing is lost
    p = rule.Parameters(liability_of_foreignness=0.5)
    assert rule.appeal(0.6, 0.5, 0.2, p) == pytest.approx(0.4)
    assert rule.appeal(0.6, 0.5, 1, p) == 0.6


def test_each_mode_reaches_its_own_share_of_customers():
    p = rule.Parameters(export_reach=0.1, contract_reach=0.2, venture_reach=0.3, owned_reach=0.4)
    reached = [rule.reach(mode, p) for mode in (EXPORT, CONTRACTUAL_MODE, JOINT_VENTURE, WHOLLY_OWNED)]
    assert reached == [0.1, 0.2, 0.3, 0.4]


def test_weight_is_means_times_reach_times_what_customers_think():
    # 2 * 0.25 * exp(5 * 0.2 log 3) = 0.5 * 3
    assert rule.customer_weight(2, 0.25, 5, 0.2 * math.log(3)) == pytest.approx(1.5)


def test_market_share_is_a_weight_among_all_weights():
    # 1.5 of 6
    assert rule.share(1.5, 6) == 0.25


def test_a_very_appealing_newcomer_has_a_finite_weight_in_the_sharpest_market():
    # elasticity 50 + 100; full bundle and a demand shock two standard deviations of 2 up: appeal 5, exp(750)
    elasticity = rule.demand_elasticity(1, rule.Parameters(elasticity=50, elasticity_rise=100))
    assert rule.customer_weight(1, 1, elasticity, 1 + 2 * 2.0) < math.inf


@given(p=admissible, bundle=share, distance=pair, knowledge=pair)
def test_distance_never_helps_and_knowledge_never_hurts_appeal(p, bundle, distance, knowledge):
    stranger = rule.appeal(bundle, max(distance), min(knowledge), p)
    insider = rule.appeal(bundle, min(distance), max(knowledge), p)
    assert stranger <= insider <= bundle


@given(p=admissible, bundles=pair, competition=pair)
def test_harder_competition_never_helps_the_weaker_of_two_rivals(p, bundles, competition):
    def share_of_weaker(intensity):
        elasticity = rule.demand_elasticity(intensity, p)
        weak, strong = (rule.customer_weight(1, 1, elasticity, bundle) for bundle in sorted(bundles))
        return rule.share(weak, weak + strong)

    soft, hard = (share_of_weaker(intensity) for intensity in sorted(competition))
    assert 0 <= hard <= soft + 1e-12 <= 0.5 + 2e-12


@given(p=admissible, ratios=st.tuples(st.floats(1e-4, 1e5), st.floats(1e-4, 1e5)))
def test_larger_firms_never_weigh_less(p, ratios):
    small, large = (rule.capacity(ratio, p) for ratio in sorted(ratios))
    assert 0 < small <= large


@given(p=admissible, competition=share)
def test_null_form_elasticity_does_not_depend_on_competition_intensity(switched_off, p, competition):
    off = switched_off(p)
    assert rule.demand_elasticity(competition, off) == rule.demand_elasticity(0, off) == off.elasticity


def test_a_tariff_costs_the_log_of_the_price_it_makes():
    assert rule.dearness(0) == 0
    assert rule.dearness(math.e - 1) == pytest.approx(1)
