"""Psychic distance: how foreign a country feels to a firm from another."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.rules import psychic_distance as rule

index = st.floats(0, 20)
gap = st.floats(0, 5)
kilometres = st.floats(0, 20_040)
admissible = st.from_type(rule.Parameters)


def test_one_scale_of_distance_feels_63_percent_foreign():
    # 1 - exp(-1) = 0.632
    assert rule.saturated(5, 5) == pytest.approx(0.632, abs=1e-3)
    assert rule.saturated(0, 5) == 0


def test_three_kinds_of_distance_add_up_by_their_weights():
    # half-way each: culture 2 log 2 of scale 2, institutions log 2 of 1, geography 5000 log 2 of 5000 km
    p = rule.Parameters(
        culture=0.4, institutions=0.2, geography=0.3, culture_scale=2, institutions_scale=1, geography_scale=5000
    )
    half = math.log(2)
    assert rule.psychic_distance(2 * half, half, 5000 * half, p) == pytest.approx(0.2 + 0.1 + 0.15)
    assert rule.psychic_distance(2 * half, 0, 0, p) == pytest.approx(0.2)
    assert rule.psychic_distance(0, half, 0, p) == pytest.approx(0.1)


def test_home_is_not_foreign():
    assert rule.psychic_distance(0, 0, 0, rule.Parameters(culture=0.4, institutions=0.3, geography=0.3)) == 0


def test_weights_beyond_one_are_refused():
    message = rule.contradiction(rule.Parameters(culture=0.5, institutions=0.5, geography=0.25))
    assert message == "culture + institutions + geography = 1.25 exceeds 1"


def test_weights_of_exactly_one_are_fine():
    # 0.34 + 0.55 + 0.11 comes out a hair above 1 in floating point
    assert rule.contradiction(rule.Parameters(culture=0.34, institutions=0.55, geography=0.11)) is None


@given(p=admissible, culture=st.tuples(index, index), gaps=st.tuples(gap, gap), way=st.tuples(kilometres, kilometres))
def test_a_less_like_or_farther_country_never_feels_nearer(p, culture, gaps, way):
    near = rule.psychic_distance(min(culture), min(gaps), min(way), p)
    far = rule.psychic_distance(max(culture), max(gaps), max(way), p)
    assert 0 <= near <= far <= 1 + 1e-9


@given(p=admissible, culture=index, gap=gap, way=kilometres)
def test_null_form_every_country_feels_like_home(switched_off, p, culture, gap, way):
    assert rule.psychic_distance(culture, gap, way, switched_off(p)) == 0
