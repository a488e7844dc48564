"""Partner choice: four criteria, reputation, past trust, and what a firm asks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.declarations.codes import (
    CAPITAL,
    EFFICIENCY,
    LEARNING,
    MARKET,
    MARKETING,
    OPERATIONS,
    RISK,
    TECHNOLOGY,
)
from alliances.model.rules import partner_choice as rule

share = st.floats(0, 1)
pair = st.tuples(share, share)
assets = st.floats(1e-3, 1e6)
admissible = st.from_type(rule.Parameters)


def test_closeness_is_what_three_cultural_distances_leave():
    # 1 - (0.1 + 0.2 + 0.3) / 3
    assert rule.cooperation(0.1, 0.2, 0.3) == pytest.approx(0.8)


def test_equal_means_are_proportionate_and_a_quarter_of_the_means_less_so():
    # ratio 1/4: (1 + 0.25) * 0.25 / (0.25 + 0.25) = 0.625, whichever of the two is larger
    p = rule.Parameters(half_proportion=0.25)
    assert rule.proportion(7, 7, p) == 1
    assert rule.proportion(2, 8, p) == rule.proportion(8, 2, p) == 0.625


def test_the_four_criteria_add_up_by_their_weights():
    # 2 * 0.5 + 1 * 0.25 + 0.5 * 0.5 + 0.4 * 0.25 = 1 + 0.25 + 0.25 + 0.1
    p = rule.Parameters(complementary_skills=2, cooperative_cultures=1, compatible_aims=0.5, proportionate_risk=0.4)
    assert rule.criteria_utility(0.5, 0.25, 0.5, 0.25, p) == pytest.approx(1.6)


def test_a_good_name_and_past_trust_add_to_utility():
    # 0.4 * 0.5 + 0.6 * 0.25
    p = rule.Parameters(reputation=0.4, past_trust=0.6)
    assert rule.social_utility(0.5, 0.25, 0, p) == pytest.approx(0.35)


def test_a_place_in_the_network_speaks_for_a_partner():
    # 0.4 * 0.5 + 0.6 * 0.25 + 0.8 * 2 / (2 + 6); as many alliances as are few say half of what very many would
    p = rule.Parameters(reputation=0.4, past_trust=0.6, centrality=0.8, few=6)
    assert rule.social_utility(0.5, 0.25, 2, p) == pytest.approx(0.55)
    assert rule.social_utility(0, 0, 6, p) == pytest.approx(0.4)


def test_capability_halves_the_error_in_judging_a_partner():
    # 0.4 * (2 * 0.75 - 1) * (1 - capability)
    p = rule.Parameters(judgement_noise=0.4)
    assert rule.judgement_noise(0.75, 0, p) == pytest.approx(0.2)
    assert rule.judgement_noise(0.75, 0.5, p) == pytest.approx(0.1)


def test_alternatives_and_a_full_portfolio_make_a_firm_ask_for_more():
    # 1 + 0.2 * 0.5 + 0.4 * (1 - 0.75)
    p = rule.Parameters(reservation=1, outside_option=0.2, load=0.4)
    assert rule.asked_utility(0.5, 0.75, p) == pytest.approx(1.2)


def test_a_partner_at_the_reservation_is_half_an_alternative():
    assert rule.alternative(1.5, rule.Parameters(contrast=4, reservation=1.5)) == 0.5


def test_a_useless_partner_is_no_alternative_to_the_most_demanding_firm():
    assert rule.alternative(0.0, rule.Parameters(contrast=100, reservation=20)) == pytest.approx(0)


def test_a_name_moves_part_of_the_way_to_what_was_seen():
    # 0.6 + 0.25 * (1 - 0.6) if honest, 0.6 - 0.25 * 0.6 if not
    p = rule.Parameters(reputation_speed=0.25)
    assert rule.next_reputation(0.6, True, p) == pytest.approx(0.7)
    assert rule.next_reputation(0.6, False, p) == pytest.approx(0.45)


@pytest.mark.parametrize(
    ("motive", "resource"), [(LEARNING, TECHNOLOGY), (EFFICIENCY, OPERATIONS), (RISK, CAPITAL), (MARKET, MARKETING)]
)
def test_a_motive_seeks_the_resource_that_serves_it(motive, resource):
    assert rule.sought_resource(motive) == resource


@pytest.mark.parametrize(
    ("motive", "aim", "answer"),
    [(MARKET, LEARNING, MARKET), (LEARNING, RISK, RISK), (EFFICIENCY, MARKET, MARKET), (RISK, RISK, RISK)],
)
def test_who_is_asked_wants_its_part_in_a_market_or_what_it_cares_for_most(motive, aim, answer):
    assert rule.answering_motive(motive, aim) == answer


def test_complementarity_is_half_what_all_resources_and_half_what_the_sought_one_offers():
    # (0.2 + 0.6) / 2
    assert rule.complementarity(0.2, 0.6) == pytest.approx(0.4)


def test_the_less_trusted_partner_is_forgotten_first_and_of_equals_neither():
    assert rule.is_forgotten_before(0.1, 0.2)
    assert not rule.is_forgotten_before(0.2, 0.1)
    assert not rule.is_forgotten_before(0.2, 0.2)


@given(p=admissible, mine=assets, theirs=assets, factor=st.floats(1, 100))
def test_means_further_apart_are_no_more_proportionate(p, mine, theirs, factor):
    smaller, larger = sorted((mine, theirs))
    assert 0 <= rule.proportion(smaller, larger * factor, p) <= rule.proportion(larger, smaller, p) + 1e-9 <= 1 + 2e-9


@given(near=st.tuples(share, share, share), step=share)
def test_more_distance_never_brings_partners_closer(near, step):
    far = [distance + step * (1 - distance) for distance in near]
    assert -1e-12 <= rule.cooperation(*far) <= rule.cooperation(*near) + 1e-12 <= 1 + 2e-12


@given(p=admissible, draw=share, capability=pair)
def test_capability_never_blurs_sight(p, draw, capability):
    blurred, sharp = (abs(rule.judgement_noise(draw, c, p)) for c in sorted(capability))
    assert sharp <= blurred <= p.judgement_noise


@given(p=admissible, reputation=share)
def test_a_name_stays_a_share_and_honesty_never_hurts_it(p, reputation):
    tainted, honest = (rule.next_reputation(reputation, seen, p) for seen in (False, True))
    assert 0 <= tainted <= reputation <= honest <= 1


@given(p=admissible, first=share, second=share, option=share, alliances=st.integers(0, 64))
def test_null_form_no_partner_is_preferred_and_even_busy_firms_ask_for_nothing(
    switched_off, p, first, second, option, alliances
):
    off = switched_off(p)
    assert rule.criteria_utility(first, second, first, second, off) == 0
    assert rule.social_utility(first, second, alliances, off) == 0
    assert rule.asked_utility(option, second, off) == 0
    assert rule.next_reputation(first, False, off) == first
