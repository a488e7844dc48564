"""Alliance capability: experience, routines, a dedicated function, limited attention."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.rules import alliance_capability as rule

share = st.floats(0, 1)
years = st.floats(0, 1000)
alliances = st.integers(0, 64)
admissible = st.from_type(rule.Parameters)


def test_experience_of_log_two_over_its_effect_gives_half_of_full_capability():
    # 1 - exp(-0.1 * 10 log 2) = 1 - 1/2
    p = rule.Parameters(experience_effect=0.1, function_effect=0.4)
    assert rule.alliance_capability(10 * math.log(2), False, p) == pytest.approx(0.5)


def test_a_dedicated_function_supplies_part_of_what_experience_leaves_missing():
    # half is missing; the function supplies 0.4 of it: 1 - 0.5 * 0.6
    p = rule.Parameters(experience_effect=0.1, function_effect=0.4)
    assert rule.alliance_capability(10 * math.log(2), True, p) == pytest.approx(0.7)


def test_routines_with_a_known_partner_fill_part_of_what_is_missing():
    # 0.6 + 0.4 missing * 0.5 * past trust 0.5
    assert rule.with_routines(0.6, 0.5, rule.Parameters(routine_effect=0.5)) == pytest.approx(0.7)


def test_a_quarter_of_alliances_adds_experience_while_old_experience_fades():
    # 8 + (3 alliances - 0.125 * 8) / 4
    assert rule.next_experience(8, 3, rule.Parameters(fading=0.125)) == 8.5


def test_only_firms_with_enough_alliances_set_up_a_function():
    p = rule.Parameters(function_threshold=3, function_rate=4 * math.log(2))
    assert rule.function_probability(2, p) == 0
    assert rule.function_probability(3, p) == pytest.approx(0.5)


def test_a_firm_four_times_as_large_has_twice_the_span():
    # 3 * 4 ** 0.5
    assert rule.span(4, False, rule.Parameters(span=3, span_growth=0.5)) == pytest.approx(6)


def test_a_dedicated_function_widens_the_span():
    # 3 * 2.5 * 4 ** 0.5
    assert rule.span(4, True, rule.Parameters(span=3, span_growth=0.5, function_span=2.5)) == pytest.approx(15)


def test_alliances_as_many_as_the_span_use_up_half_the_attention():
    assert rule.attention(5, 5) == 0.5
    assert rule.attention(0, 5) == 1


def test_coordination_rests_on_a_floor_and_needs_attention():
    # (0.4 + 0.6 * 0.5) * (1 + 0.5) / 2 = 0.7 * 0.75
    assert rule.coordination(0.5, 0.5, rule.Parameters(coordination_floor=0.4)) == pytest.approx(0.525)


@given(p=admissible, experience=years, more=years, past_trust=share, function=st.booleans())
def test_capability_stays_a_share_and_never_falls_with_experience(p, experience, more, past_trust, function):
    less, more = (rule.alliance_capability(e, function, p) for e in sorted((experience, more)))
    assert 0 <= less <= more <= 1
    assert more <= rule.with_routines(more, past_trust, p) + 1e-12 <= 1 + 2e-12


@given(p=admissible, capability=share, attention=share)
def test_coordination_is_a_share(p, capability, attention):
    assert 0 <= rule.coordination(capability, attention, p) <= 1 + 1e-12


@given(few=alliances, many=alliances, span=st.floats(0.1, 1e6))
def test_each_further_alliance_thins_attention(few, many, span):
    few, many = sorted((few, many))
    assert 0 < rule.attention(many, span) <= rule.attention(few, span) <= 1


@given(p=admissible, size=st.floats(1e-4, 1e4), experience=years, function=st.booleans(), past=share, busy=alliances)
def test_null_form_nothing_teaches_and_attention_lasts(switched_off, p, size, experience, function, past, busy):
    off = switched_off(p)
    assert rule.alliance_capability(experience, function, off) == 0
    assert rule.with_routines(0.2, past, off) == 0.2
    assert rule.attention(busy, rule.span(size, function, off)) == pytest.approx(1, abs=1e-4)
    assert rule.function_probability(busy, off) == 0
