"""Knowledge exchange: partners learn what the other knows better, and so have less left to learn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.rules import knowledge_exchange as rule

share = st.floats(0, 1)
pair = st.tuples(share, share)
factor = st.floats(0, 6)
admissible = st.from_type(rule.Parameters)


def test_distance_makes_knowledge_harder_to_absorb():
    # 0.8 * (1 - 0.5 * 0.5)
    assert rule.ease(0.8, 0.5, rule.Parameters(tacitness=0.5)) == pytest.approx(0.6)


def test_a_teacher_without_trust_is_open_only_so_far():
    # 0.2 + 0.8 * trust
    p = rule.Parameters(openness=0.2)
    assert rule.teaching(0, p) == 0.2
    assert rule.teaching(0.5, p) == pytest.approx(0.6)
    assert rule.teaching(1, p) == pytest.approx(1)


def test_a_quarter_passes_part_of_the_gap():
    # 0.4 * (0.8 / 4 * 0.5 * 0.5 * 0.5 * 2 = 0.05)
    assert rule.learned(0.4, 0.5, 0.5, 0.5, 2, rule.Parameters(rate=0.8)) == pytest.approx(0.02)


def test_nobody_learns_more_than_the_gap():
    # 4 / 4 * 1 * 1 * 1 * 1.5 would pass one and a half times the gap
    assert rule.learned(0.4, 1, 1, 1, 1.5, rule.Parameters(rate=4)) == 0.4


@given(p=admissible, capacity=pair, distance=pair)
def test_capacity_eases_learning_and_distance_hinders_it(p, capacity, distance):
    hard = rule.ease(min(capacity), max(distance), p)
    easy = rule.ease(max(capacity), min(distance), p)
    assert 0 <= hard <= easy <= 1


@given(p=admissible, trust=pair)
def test_more_trust_means_no_less_openness(p, trust):
    wary, open_ = (rule.teaching(t, p) for t in sorted(trust))
    assert 0 <= wary <= open_ + 1e-12 <= 1 + 2e-12


@given(p=admissible, gap=pair, ease=pair, teaching=pair, coordination=pair, conflict=st.tuples(factor, factor))
def test_more_of_anything_that_helps_learning_never_hurts(p, gap, ease, teaching, coordination, conflict):
    least, most = (rule.learned(*map(end, (gap, ease, teaching, coordination, conflict)), p) for end in (min, max))
    assert 0 <= least <= most <= max(gap)


@given(p=admissible, gap=share, ease=share, teaching=share, coordination=share, conflict=factor)
def test_null_form_nothing_passes_between_partners(switched_off, p, gap, ease, teaching, coordination, conflict):
    assert rule.learned(gap, ease, teaching, coordination, conflict, switched_off(p)) == 0
