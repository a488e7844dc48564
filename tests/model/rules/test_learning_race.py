"""Learning race and leakage: who has learned enough cools off, and rivals take more than was offered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.rules import learning_race as rule

share = st.floats(0, 1)
pair = st.tuples(share, share)
admissible = st.from_type(rule.Parameters)


@pytest.mark.parametrize(("gap", "at_start", "lesson"), [(0.4, 0.4, 0), (0.1, 0.4, 0.75), (0, 0.4, 1), (0.6, 0.4, 0)])
def test_the_lesson_learned_is_the_share_of_the_gap_that_is_closed(gap, at_start, lesson):
    assert rule.lesson_learned(gap, at_start) == lesson


def test_who_had_nothing_to_learn_has_learned_nothing():
    assert rule.lesson_learned(0, 0) == 0


def test_an_opportunistic_pupil_withdraws_effort_as_it_learns():
    # 1 - 0.8 * 0.5 * 0.5 * 0.5
    assert rule.effort(0.5, 0.5, 0.5, 0, rule.Parameters(cooling=0.8)) == pytest.approx(0.9)


def test_a_partner_keeps_effort_back_from_a_rival():
    # (1 - .8 x .125) x (1 - .4 x .5)
    assert rule.effort(0.5, 0.5, 0.5, 0.5, rule.Parameters(cooling=0.8, guarding=0.4)) == pytest.approx(0.72)


def test_a_rival_picks_up_what_neither_industry_nor_agreement_protects():
    # 0.8 / 4 * 0.5 * 0.5 * (1 - 0.2) * (1 - 0.5)
    assert rule.leaked(0.5, 0.5, 0.2, 0.5, rule.Parameters(leakage=0.8)) == pytest.approx(0.02)


def test_markets_overlap_by_those_shared_of_the_partner_in_fewer_its_home_included():
    # two shared of one home and three foreign markets; one firm at home alone in the other's home
    assert rule.market_overlap(2, 3) == 0.5
    assert rule.market_overlap(1, 0) == 1
    assert rule.market_overlap(0, 4) == 0


@given(gap=pair, at_start=share)
def test_a_smaller_gap_means_more_of_the_lesson_learned(gap, at_start):
    much, little = (rule.lesson_learned(g, at_start) for g in sorted(gap))
    assert 0 <= little <= much <= 1


@given(p=admissible, aim=pair, lesson=pair, opportunism=pair)
def test_effort_falls_with_learning_done_and_with_opportunism(p, aim, lesson, opportunism):
    keen = rule.effort(min(aim), min(lesson), min(opportunism), 0, p)
    cool = rule.effort(max(aim), max(lesson), max(opportunism), 0, p)
    assert 0 <= cool <= keen <= 1


@given(p=admissible, gap=pair, rivalry=pair, appropriability=pair, safeguard=pair)
def test_rivalry_opens_leaks_and_protection_closes_them(p, gap, rivalry, appropriability, safeguard):
    tight = rule.leaked(min(gap), min(rivalry), max(appropriability), max(safeguard), p)
    loose = rule.leaked(max(gap), max(rivalry), min(appropriability), min(safeguard), p)
    assert 0 <= tight <= loose <= max(gap)


@given(p=admissible, first=share, second=share, third=share)
def test_null_form_nobody_cools_off_and_nothing_leaks(switched_off, p, first, second, third):
    off = switched_off(p)
    assert rule.effort(first, second, third, first, off) == 1
    assert rule.leaked(first, second, third, 0, off) == 0
    assert off.leakage_loss == 0
