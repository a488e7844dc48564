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
    # 2 + 6 * 0.5 in an industry of mean R&D intensity
    assert rule.demand_elasticity(0.5, 0, rule.Parameters(elasticity=2, elasticity_rise=6)) == 5


def test_demand_is_more_elastic_where_industries_live_by_research():
    # (2 + 6 * 0.5) * (1 + 0.8 * 0.25), and as much less with an intensity as far below the mean
    p = rule.Parameters(elasticity=2, elasticity_rise=6, research_rise=0.8)
    assert rule.demand_elasticity(0.5, 0.25, p) == pytest.approx(6)
    assert rule.demand_elasticity(0.5, -0.25, p) == pytest.approx(4)


def test_assets_that_are_tied_up_abroad_win_no_other_customers():
    # 1 - 0.5 * 0.6
    assert rule.free_share(0.6, rule.Parameters(occupied=0.5)) == pytest.approx(0.7)


def test_a_firm_that_sells_all_abroad_still_has_a_weight():
    p = rule.Parameters(occupied=1, capacity=1)
    assert rule.capacity(rule.free_share(1, p), p) == rule.LEAST_FREE > 0


def test_technology_stands_in_abroad_for_part_of_marketing_and_operations():
    # 0.6, less half of the 0.2 that would be lost if it stood in for all of them
    assert rule.bundle_abroad(0.6, 0.2, rule.Parameters(bound=0.5)) == pytest.approx(0.5)


def test_outside_incumbents_weigh_as_much_as_so_many_mean_firms():
    # 3 of them, each 2 * exp(5 * 0.2 log 3) = 2 * 3
    assert rule.incumbents_weight(3, 2, 5, 0.2 * math.log(3)) == pytest.approx(18)


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
    assert rule.customer_weight(2, 0.25, 5, 0.2 * math.log(3), 0) == pytest.approx(1.5)


def test_market_share_is_a_weight_among_all_weights():
    # 1.5 of 6
    assert rule.share(1.5, 6) == 0.25


def test_a_very_appealing_newcomer_has_a_finite_weight_in_the_sharpest_market():
    # elasticity (50 + 100) * 3, a full bundle, a demand shock eight standard deviations of 4 up: exp(482)
    elasticity = rule.demand_elasticity(1, 1, rule.Parameters(elasticity=50, elasticity_rise=100, research_rise=2))
    assert rule.customer_weight(1, 1, elasticity, 1, 8 * 4.0) < math.inf


@given(p=admissible, bundle=share, distance=pair, knowledge=pair)
def test_distance_never_helps_and_knowledge_never_hurts_appeal(p, bundle, distance, knowledge):
    stranger = rule.appeal(bundle, max(distance), min(knowledge), p)
    insider = rule.appeal(bundle, min(distance), max(knowledge), p)
    assert stranger <= insider <= bundle


@given(p=admissible, abroad=pair)
def test_more_sales_abroad_never_free_assets(p, abroad):
    much, little = (rule.free_share(share, p) for share in sorted(abroad))
    assert 0 < little <= much <= 1


@given(p=admissible, needs=st.tuples(share, share, share), held=st.tuples(share, share, share))
def test_a_bundle_abroad_is_a_bundle(p, needs, held):
    # technology, marketing and operations, by needs that sum to 1 at most
    needs = [need / max(1, sum(needs)) for need in needs]
    bundle = sum(need * resource for need, resource in zip(needs, held, strict=True))
    shortfall = sum(need * (resource - held[0]) for need, resource in zip(needs[1:], held[1:], strict=True))
    assert -1e-12 <= rule.bundle_abroad(bundle, shortfall, p) <= 1 + 1e-12


@given(p=admissible, bundles=pair, competition=pair, lead=st.floats(-0.5, 1))
def test_harder_competition_never_helps_the_weaker_of_two_rivals(p, bundles, competition, lead):
    def share_of_weaker(intensity):
        elasticity = rule.demand_elasticity(intensity, lead, p)
        weak, strong = (rule.customer_weight(1, 1, elasticity, bundle, 0) for bundle in sorted(bundles))
        return rule.share(weak, weak + strong)

    soft, hard = (share_of_weaker(intensity) for intensity in sorted(competition))
    assert 0 <= hard <= soft + 1e-12 <= 0.5 + 2e-12


@given(p=admissible, ratios=st.tuples(st.floats(1e-4, 1e5), st.floats(1e-4, 1e5)))
def test_larger_firms_never_weigh_less(p, ratios):
    small, large = (rule.capacity(ratio, p) for ratio in sorted(ratios))
    assert 0 < small <= large


@given(p=admissible, competition=share, lead=st.floats(-0.5, 1))
def test_null_form_elasticity_depends_neither_on_competition_intensity_nor_on_research(
    switched_off, p, competition, lead
):
    off = switched_off(p)
    assert rule.demand_elasticity(competition, lead, off) == rule.demand_elasticity(0, 0, off) == off.elasticity


@given(p=admissible, bundle=share, shortfall=st.floats(-1, 1), abroad=share)
def test_null_form_all_resources_travel_and_all_assets_win_customers(switched_off, p, bundle, shortfall, abroad):
    off = switched_off(p)
    assert rule.bundle_abroad(bundle, shortfall, off) == bundle
    assert rule.free_share(abroad, off) == 1


def test_a_tariff_costs_the_log_of_the_price_it_makes():
    assert rule.dearness(0) == 0
    assert rule.dearness(math.e - 1) == pytest.approx(1)
