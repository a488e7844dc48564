"""The kernels' exponential: as good as the system's, and theirs alone."""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from alliances.model.engine import elementary
from alliances.model.engine.kernels import entry_point
from alliances.model.rules import logistic

UNITS = 1  # in the last place


@entry_point
def exp_in_kernel(x):
    """The exponential as kernels see it."""
    return elementary.exp(x)


@entry_point
def logistic_in_kernel(x):
    """A rule as kernels see it."""
    return logistic(x)


@given(st.floats(-700, 700))
@example(0.0)
@example(-0.0)
@example(math.log(2) / 128)
@example(700.0)
@example(-700.0)
def test_it_is_the_exponential_to_the_last_place(x):
    assert abs(exp_in_kernel(x) - math.exp(x)) <= UNITS * math.ulp(math.exp(x))


@pytest.mark.parametrize(
    ("x", "value"),
    [(0.0, 1.0), (1000.0, math.inf), (math.inf, math.inf), (-1000.0, 0.0), (-math.inf, 0.0), (-745.0, 5e-324)],
)
def test_ends_of_its_range(x, value):
    assert exp_in_kernel(x) == value


def test_what_is_no_number_stays_none():
    assert math.isnan(exp_in_kernel(math.nan))


def test_its_bits_are_the_same_on_every_system():
    bits = {
        -30.0: "0x1.a56e0c2ac7f75p-44",
        -1.5: "0x1.c8f87724b5c1dp-3",
        0.1: "0x1.1aec7b35a00d3p+0",
        20.0: "0x1.ceb088b68e804p+28",
    }
    assert {x: exp_in_kernel(x).hex() for x in bits} == bits


def test_rules_use_it_inside_kernels_and_the_systems_outside():
    scores = np.linspace(-4, 4, 2001).tolist()
    parts = [x for x in scores if exp_in_kernel(-abs(x)) != math.exp(-abs(x))]
    assert parts
    for x in parts:
        odds = exp_in_kernel(-abs(x))
        assert logistic_in_kernel(x) == (odds / (1 + odds) if x < 0 else 1 / (1 + odds))
        assert logistic(x) == (math.exp(x) / (1 + math.exp(x)) if x < 0 else 1 / (1 + math.exp(-x)))
