"""The few forms that many rules share."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.rules import (
    by_cube,
    by_square,
    exponential,
    happens,
    logistic,
    mean_of_three,
    positive_part,
    quarterly_probability,
    rule_modules,
)

score = st.floats(-700, 700)
rate = st.floats(0, 1000)


def test_a_yearly_rate_of_four_log_two_is_an_even_chance_each_quarter():
    # per quarter the rate is log 2, and 1 - exp(-log 2) = 1 - 1/2
    assert quarterly_probability(4 * math.log(2)) == pytest.approx(0.5)


def test_what_never_happens_in_a_year_never_happens_in_a_quarter():
    assert quarterly_probability(0) == 0


@given(yearly=rate)
def test_four_quarters_make_the_year(yearly):
    # surviving four quarters is surviving a year: (1 - q)^4 = exp(-rate)
    quarter = quarterly_probability(yearly)
    assert 0 <= quarter <= 1
    assert (1 - quarter) ** 4 == pytest.approx(math.exp(-yearly), abs=1e-12)


@given(low=rate, high=rate)
def test_a_higher_rate_makes_an_event_likelier(low, high):
    low, high = sorted((low, high))
    assert quarterly_probability(low) <= quarterly_probability(high)


def test_even_odds_are_a_score_of_zero():
    assert logistic(0) == 0.5


def test_three_to_one_odds_are_three_quarters():
    # log odds log 3: 1 / (1 + 1/3) = 3/4
    assert logistic(math.log(3)) == pytest.approx(0.75)


@given(score=score)
def test_opposite_scores_have_opposite_chances(score):
    assert 0 <= logistic(score) <= 1
    assert logistic(score) + logistic(-score) == pytest.approx(1)


@given(low=score, high=score)
def test_a_higher_score_is_never_less_likely(low, high):
    low, high = sorted((low, high))
    assert logistic(low) <= logistic(high)


@pytest.mark.parametrize(("score", "chance"), [(-2000.0, 0), (2000.0, 1)])
def test_a_hopeless_score_has_no_chance_and_a_hopeful_one_is_certain(score, chance):
    assert logistic(score) == pytest.approx(chance, abs=1e-15)


def test_the_exponential_is_exact_below_its_limit_and_finite_beyond():
    # exp(log 3) = 3; beyond 512 every score counts as 512
    assert exponential(math.log(3)) == pytest.approx(3)
    assert exponential(-2000.0) == 0
    assert math.exp(511) < exponential(512) == exponential(1e6) < math.inf


@pytest.mark.parametrize(("value", "kept"), [(0.25, 0.25), (0.0, 0.0), (-0.25, 0.0)])
def test_only_what_is_above_zero_is_kept(value, kept):
    assert positive_part(value) == kept


def test_what_grows_with_the_square_or_the_cube_of_its_driver_reaches_its_most_at_one():
    # 3 * 0.5 ** 2 and 3 * 0.5 ** 3
    assert by_square(3, 0.5) == 0.75
    assert by_cube(3, 0.5) == 0.375
    assert by_square(3, 1) == by_cube(3, 1) == 3


def test_the_mean_of_three_is_a_third_of_their_sum():
    # (0.1 + 0.2 + 0.6) / 3
    assert mean_of_three(0.1, 0.2, 0.6) == pytest.approx(0.3)


def test_every_mechanism_is_listed_once_in_alphabetical_order():
    names = list(rule_modules())
    assert names == sorted(set(names))
    assert {"trust", "conflict", "partner_search"} <= set(names)


@given(draw=st.floats(0, 1, exclude_max=True), yearly=st.floats(1e-6, 1000))
def test_an_event_happens_when_the_draw_is_below_its_quarterly_probability(draw, yearly):
    assert happens(draw, yearly) == (draw < quarterly_probability(yearly))
