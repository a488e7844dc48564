"""Partner search: whom a firm meets when it looks for an ally."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.rules import partner_search as rule

share = st.floats(0, 1)
firms = st.integers(0, 10_000)
admissible = st.from_type(rule.Parameters)


@pytest.mark.parametrize(
    ("draw", "channel"),
    [
        (0.0, rule.PAST_PARTNER),
        (0.24, rule.PAST_PARTNER),
        (0.25, rule.REFERRAL),
        (0.74, rule.REFERRAL),
        (0.75, rule.STRANGER),
        (0.99, rule.STRANGER),
    ],
)
def test_past_partners_come_first_then_referrals_then_strangers(draw, channel):
    # a quarter past partners, half referrals, the remaining quarter strangers
    assert rule.search_channel(draw, rule.Parameters(past_partners=0.25, referrals=0.5)) == channel


def test_a_country_twice_as_far_pulls_less():
    # 12 * exp(-2 log 2 * 0.5) = 12 / 2 and 12 * exp(-2 log 2 * 1) = 12 / 4
    p = rule.Parameters(distance_decay=2 * math.log(2))
    assert rule.country_pull(12, 0.5, p) == pytest.approx(6)
    assert rule.country_pull(12, 1, p) == pytest.approx(3)


def test_more_candidates_than_all_cannot_come_from_known_firms():
    message = rule.contradiction(rule.Parameters(past_partners=0.75, referrals=0.5))
    assert message == "past_partners + referrals = 1.25 exceeds 1"


def test_searching_only_among_known_firms_is_no_contradiction():
    assert rule.contradiction(rule.Parameters(past_partners=0.7, referrals=0.3)) is None


@given(p=admissible, number=st.tuples(firms, firms), distance=st.tuples(share, share))
def test_distance_never_pulls_and_firms_never_repel(p, number, distance):
    weak = rule.country_pull(min(number), max(distance), p)
    strong = rule.country_pull(max(number), min(distance), p)
    assert 0 <= weak <= strong <= max(number)


@given(p=admissible, draws=st.tuples(share, share))
def test_a_higher_draw_never_leads_to_a_closer_channel(p, draws):
    first, second = (rule.search_channel(draw, p) for draw in sorted(draws))
    assert rule.PAST_PARTNER <= first <= second <= rule.STRANGER


@given(p=admissible, draw=share, number=firms, distance=share)
def test_null_form_candidates_are_strangers_drawn_evenly_from_the_world(switched_off, p, draw, number, distance):
    off = switched_off(p)
    assert rule.search_channel(draw, off) == rule.STRANGER
    assert rule.country_pull(number, distance, off) == number
    assert off.home == off.prominence == 0
