"""Markets move: demand swings around each market's size."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.rules import market_dynamics as rule

shock = st.floats(-8, 8)
admissible = st.from_type(rule.Parameters)


def test_a_swing_fades_and_is_shocked_anew():
    # 0.8 * 0.1 + 0.02 * 1.5
    assert rule.next_swing(0.1, 1.5, rule.Parameters(persistence=0.8, volatility=0.02)) == pytest.approx(0.11)


def test_demand_is_what_is_usual_times_its_swing():
    # 300 * exp(log 2)
    assert rule.demand(300, math.log(2)) == pytest.approx(600)


@given(p=admissible, swing=st.floats(-5, 5))
def test_a_swing_without_shocks_always_shrinks(p, swing):
    after = rule.next_swing(swing, 0, p)
    assert abs(after) <= abs(swing)
    assert after * swing >= 0


@given(p=admissible, shock=shock, size=st.floats(0.1, 1e6))
def test_null_form_demand_stays_as_it_started(switched_off, p, shock, size):
    assert rule.demand(size, rule.next_swing(0, shock, switched_off(p))) == size
