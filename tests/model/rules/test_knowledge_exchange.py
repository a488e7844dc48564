"""Knowledge exchange: partners learn what the other knows better, and so have less left to learn."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.declarations.codes import CAPITAL, MANAGEMENT, MARKETING, OPERATIONS, TECHNOLOGY
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


def test_a_mid_sized_firm_of_a_middling_industry_absorbs_by_its_aptitude():
    p = rule.Parameters(prior_size=0.5, prior_research=2)
    assert rule.absorptive_capacity(0.3, 1, 0.5, p) == pytest.approx(0.3)


def test_prior_knowledge_of_large_firms_and_of_research_based_ones_multiplies_the_odds_of_absorbing():
    # odds 1 at an aptitude of one half; log odds 0.5 * log 9 = log 3, so 3 / (1 + 3)
    size = rule.Parameters(prior_size=0.5, prior_research=0)
    assert rule.absorptive_capacity(0.5, 9, 0.9, size) == pytest.approx(0.75)
    # log odds 4 log 3 * (0.25 - 0.5) = -log 3, so (1/3) / (1 + 1/3)
    research = rule.Parameters(prior_size=0, prior_research=4 * math.log(3))
    assert rule.absorptive_capacity(0.5, 9, 0.25, research) == pytest.approx(0.25)


def test_a_quarter_passes_part_of_the_gap():
    # 0.4 * (0.8 / 4 * 0.5 * 0.5 * 0.5 * 2 = 0.05)
    assert rule.learned(0.4, 0.5, 0.5, 0.5, 2, rule.Parameters(rate=0.8, overreach=0)) == pytest.approx(0.02)


def test_what_is_too_far_ahead_is_not_understood():
    # 0.4 * 0.05, as above, * (1 - 1.5 * 0.4); nothing passes over a gap of 1 / 1.5 and more
    p = rule.Parameters(rate=0.8, overreach=1.5)
    assert rule.learned(0.4, 0.5, 0.5, 0.5, 2, p) == pytest.approx(0.008)
    assert rule.learned(0.7, 0.5, 0.5, 0.5, 2, p) == 0


def test_nobody_learns_more_than_the_gap():
    # 4 / 4 * 1 * 1 * 1 * 1.5 would pass one and a half times the gap
    assert rule.learned(0.4, 1, 1, 1, 1.5, rule.Parameters(rate=4, overreach=0)) == 0.4


def test_partners_of_different_professions_create_technology_that_neither_had():
    # (1 - 0.6) * 2 / 4 * 0.5 * 0.8 * 0.5; nothing new comes of one profession
    p = rule.Parameters(creation=2)
    assert rule.created(0.6, 0.5, 0.8, 0.5, p) == pytest.approx(0.04)
    assert rule.created(0.6, 0, 0.8, 0.5, p) == 0


def test_nobody_creates_more_than_is_left_to_find():
    # 20 / 4 * 1 * 1 * 1 would find five times what is left
    assert rule.created(0.6, 1, 1, 1, rule.Parameters(creation=20)) == pytest.approx(0.4)


def test_joint_research_costs_by_specificity_and_the_smallest_partner():
    # 0.02 / 4 * 0.5 * 8
    assert rule.research_cost(0.5, 8, rule.Parameters(research_cost=0.02)) == pytest.approx(0.02)


def test_research_on_twice_the_money_finds_more_but_not_twice_as_much():
    # 2 ** 0.5; without money on top there is nothing to scale, not even where research is free
    p = rule.Parameters(returns=0.5)
    assert rule.scale(3, 1.5, p) == pytest.approx(2**0.5)
    assert rule.scale(1.5, 1.5, p) == 1
    assert rule.scale(0, 0, p) == 1


def test_firms_in_touch_with_foreign_centres_pick_up_technology():
    # (1 - 0.6) * 0.2 / 4 * 0.5 * 0.8
    assert rule.picked_up(0.6, 0.5, 0.8, rule.Parameters(centre_rate=0.2)) == pytest.approx(0.008)
    assert rule.picked_up(0.6, 0, 0.8, rule.Parameters(centre_rate=0.2)) == 0


def test_everything_but_capital_can_be_taught():
    taught = [k for k in (TECHNOLOGY, CAPITAL, MARKETING, OPERATIONS, MANAGEMENT) if rule.can_be_taught(k)]
    assert taught == [TECHNOLOGY, MARKETING, OPERATIONS, MANAGEMENT]


@pytest.mark.parametrize(
    ("scope", "fields"),
    [((True, False, False), [TECHNOLOGY]), ((False, True, False), [OPERATIONS]), ((False, False, True), [MARKETING]),
     ((True, True, True), [TECHNOLOGY, MARKETING, OPERATIONS]), ((False, False, False), [])],
)  # fmt: skip
def test_a_field_is_covered_where_the_alliance_has_it_in_its_scope(scope, fields):
    # technology, supply chain, market access
    resources = (TECHNOLOGY, CAPITAL, MARKETING, OPERATIONS, MANAGEMENT)
    assert [k for k in resources if rule.is_covered(k, *scope)] == fields


@given(p=admissible, technology=pair, contact=pair, capacity=pair)
def test_nobody_picks_up_more_than_is_left_to_learn(p, technology, contact, capacity):
    least = rule.picked_up(max(technology), min(contact), min(capacity), p)
    assert 0 <= least <= rule.picked_up(min(technology), max(contact), max(capacity), p) <= 1 - min(technology)


@given(p=admissible, aptitude=pair, size=st.tuples(st.floats(1e-4, 1e6), st.floats(1e-4, 1e6)), research=pair)
def test_absorptive_capacity_is_a_share_that_grows_with_aptitude_and_prior_knowledge(p, aptitude, size, research):
    slow, quick = (rule.absorptive_capacity(*map(end, (aptitude, size, research)), p) for end in (min, max))
    assert 0 <= slow <= quick + 1e-12 <= 1 + 2e-12


@given(p=admissible, technology=pair, variety=pair, ease=pair, coordination=pair)
def test_variety_and_good_work_create_and_the_frontier_leaves_less_to_find(p, technology, variety, ease, coordination):
    least = rule.created(max(technology), min(variety), min(ease), min(coordination), p)
    most = rule.created(min(technology), max(variety), max(ease), max(coordination), p)
    assert 0 <= least <= most <= 1 - min(technology)


@given(p=admissible, capacity=pair, distance=pair)
def test_capacity_eases_learning_and_distance_hinders_it(p, capacity, distance):
    hard = rule.ease(min(capacity), max(distance), p)
    easy = rule.ease(max(capacity), min(distance), p)
    assert 0 <= hard <= easy <= 1


@given(p=admissible, trust=pair)
def test_more_trust_means_no_less_openness(p, trust):
    wary, open_ = (rule.teaching(t, p) for t in sorted(trust))
    assert 0 <= wary <= open_ + 1e-12 <= 1 + 2e-12


@given(p=admissible, gap=share, ease=pair, teaching=pair, coordination=pair, conflict=st.tuples(factor, factor))
def test_more_of_anything_that_helps_learning_never_hurts(p, gap, ease, teaching, coordination, conflict):
    least, most = (rule.learned(gap, *map(end, (ease, teaching, coordination, conflict)), p) for end in (min, max))
    assert 0 <= least <= most <= gap


@given(p=admissible, gap=pair, ease=share, teaching=share, coordination=share, conflict=factor)
def test_a_wider_gap_teaches_more_where_nothing_is_too_far_ahead(p, gap, ease, teaching, coordination, conflict):
    near = p._replace(overreach=0.0)
    narrow, wide = (rule.learned(g, ease, teaching, coordination, conflict, near) for g in sorted(gap))
    assert 0 <= narrow <= wide <= max(gap)


@given(p=admissible, gap=share, ease=share, teaching=share, coordination=share, conflict=factor)
def test_null_form_partners_teach_and_create_nothing(switched_off, p, gap, ease, teaching, coordination, conflict):
    off = switched_off(p)
    assert rule.learned(gap, ease, teaching, coordination, conflict, off) == 0
    assert rule.created(gap, teaching, ease, coordination, off) == 0
    assert rule.picked_up(gap, teaching, ease, off) == 0
    assert rule.research_cost(ease, gap, off) == 0
