"""Conflict: what feeds it, what settles it, and its two faces."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.rules import conflict as rule

share = st.floats(0, 1)
admissible = st.from_type(rule.Parameters)


def test_three_distances_and_diverging_goals_feed_conflict():
    # 0.2 * 0.5 + 0.4 * 0.25 + 0.6 * 0.5 + 1 * 0.1 = 0.1 + 0.1 + 0.3 + 0.1
    p = rule.Parameters(national=0.2, organizational=0.4, professional=0.6, divergence=1)
    assert rule.feed(0.5, 0.25, 0.5, 0.1, p) == pytest.approx(0.6)


def test_conflict_closes_half_of_the_way_to_where_feed_and_settlement_balance():
    # settling 4 log 2 * (1 + 0.5) / 2 = 3 log 2, fed log 2: rest at 1 / (1 + 3); the pace, 4 log 2 a year, halves the
    # distance in a quarter: 0.25 + (0.75 - 0.25) / 2
    p = rule.Parameters(resolution=4 * math.log(2), defection=0.2)
    assert rule.next_conflict(0.75, math.log(2), False, 0.5, p) == pytest.approx(0.5)
    assert rule.next_conflict(0.25, math.log(2), False, 0.5, p) == pytest.approx(0.25)


def test_a_defection_fills_part_of_the_room_left_for_conflict():
    # without the defection 0.5, as above; then 0.5 + 0.2 * 0.5
    p = rule.Parameters(resolution=4 * math.log(2), defection=0.2)
    assert rule.next_conflict(0.75, math.log(2), True, 0.5, p) == pytest.approx(0.6)


def test_conflict_that_nothing_feeds_and_nobody_settles_stays():
    assert rule.next_conflict(0.5, 0, False, 1, rule.Parameters(resolution=0)) == 0.5


@given(p=admissible, conflict=share, fed=st.floats(0, 40), capability=share)
def test_conflict_moves_towards_the_balance_and_never_beyond_it(p, conflict, fed, capability):
    settling = p.resolution * (1 + capability) / 2
    balance = fed / (fed + settling) if fed + settling > 0 else conflict
    moved = rule.next_conflict(conflict, fed, False, capability, p)
    assert min(conflict, balance) - 1e-12 <= moved <= max(conflict, balance) + 1e-12


def test_full_conflict_destroys_the_share_of_coordination_that_friction_says():
    # 1 - 0.6 * 1, and half of that loss at half the conflict
    p = rule.Parameters(friction=0.6)
    assert rule.friction_factor(1, p) == pytest.approx(0.4)
    assert rule.friction_factor(0.5, p) == pytest.approx(0.7)


def test_partners_who_argue_and_trust_each_other_learn_more():
    # 1 + 0.8 * 0.5 * 0.5
    assert rule.learning_factor(0.5, 0.5, rule.Parameters(learning=0.8)) == pytest.approx(1.2)


def test_argument_without_trust_teaches_nothing():
    assert rule.learning_factor(1, 0, rule.Parameters(learning=0.8)) == 1


@given(p=admissible, conflict=share, fed=st.floats(0, 40), defected=st.booleans(), capability=share)
def test_conflict_stays_a_share(p, conflict, fed, defected, capability):
    assert 0 <= rule.next_conflict(conflict, fed, defected, capability, p) <= 1 + 1e-12


@given(p=admissible, conflict=share, fed=st.tuples(st.floats(0, 40), st.floats(0, 40)), capability=share)
def test_more_feed_and_defection_mean_more_conflict(p, conflict, fed, capability):
    calm, fierce = (rule.next_conflict(conflict, f, False, capability, p) for f in sorted(fed))
    assert calm <= fierce + 1e-12 <= rule.next_conflict(conflict, max(fed), True, capability, p) + 2e-12


@given(p=admissible, conflict=share, fed=st.floats(0, 40), capability=st.tuples(share, share))
def test_capable_partners_settle_conflict_faster(p, conflict, fed, capability):
    clumsy, capable = (rule.next_conflict(conflict, fed, False, c, p) for c in sorted(capability))
    assert capable <= clumsy + 1e-12


@given(p=admissible, conflict=st.tuples(share, share), trust=share)
def test_conflict_hinders_work_and_teaches(p, conflict, trust):
    less, more = sorted(conflict)
    assert 0 <= rule.friction_factor(more, p) <= rule.friction_factor(less, p) <= 1
    assert 1 <= rule.learning_factor(less, trust, p) <= rule.learning_factor(more, trust, p)


@given(p=admissible, distance=share, divergence=share, conflict=share, defected=st.booleans(), capability=share)
def test_null_form_nothing_feeds_conflict(switched_off, p, distance, divergence, conflict, defected, capability):
    off = switched_off(p)
    fed = rule.feed(distance, distance, distance, divergence, off)
    assert fed == 0
    assert rule.next_conflict(conflict, fed, defected, capability, off) <= conflict + 1e-12
