"""Lead customers: a customer that buys from a firm opens the markets that it serves itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.rules import lead_customer as rule

share = st.floats(0, 1)
admissible = st.from_type(rule.Parameters)
p = rule.Parameters(trial=2, pilot=0.1, supplier=0.2, joint=0.05)


@pytest.mark.parametrize(
    ("years", "innovates", "opened"),
    [(0, True, 0.05), (1.75, False, 0.05), (2, False, 0.1), (2, True, 0.125), (12, True, 0.125)],
)
def test_a_pilot_a_leading_supplier_and_a_joint_innovator_open_more_and_more(years, innovates, opened):
    # half trusted: 0.5 * 0.1 on trial, then 0.5 * 0.2, with joint technology 0.5 * (0.2 + 0.05)
    assert rule.opened(years, 0.5, innovates, p) == pytest.approx(opened)


def test_a_customer_that_trusts_twice_as_much_opens_twice_as_much():
    assert rule.opened(3, 0.8, True, p) == pytest.approx(2 * rule.opened(3, 0.4, True, p))


def test_what_opens_comes_from_those_not_reached_yet():
    # 0.4 on its own, and a quarter of the other 0.6
    assert rule.reach(0.4, 0.25) == pytest.approx(0.55)


def test_by_default_a_customer_opens_nothing():
    usual = rule.Parameters()
    assert [rule.opened(years, 1.0, True, usual._replace(trial=2.0)) for years in (0, 5)] == [0, 0]
    assert rule.reach(0.35, 0.0) == 0.35


@given(p=admissible, years=st.floats(0, 100), trust=share, own=share)
def test_reach_stays_a_share_and_is_never_less_than_alone(p, years, trust, own):
    opened = rule.opened(years, trust, True, p)
    assert 0 <= opened <= 1
    assert own <= rule.reach(own, opened) <= 1 + 1e-12
