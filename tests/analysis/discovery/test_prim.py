"""Peeling and pasting: every step gains, holds what it says, and treats equal values alike."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from alliances.analysis.discovery.prim import EVERYWHERE, Points, Region, passed, pastes, peels

LEVELS = st.lists(st.tuples(st.integers(0, 6), st.floats(-1, 1), st.sampled_from("abc"), st.booleans()), min_size=20)


def of(values, wanted):
    """Points of one factor."""
    return Points(pd.DataFrame({"x": values}), np.array(wanted, int))


@settings(max_examples=60)
@given(LEVELS, st.floats(0.05, 0.5))
def test_every_region_on_the_way_is_denser_holds_its_members_and_is_no_smaller_than_asked(rows, mass):
    table = pd.DataFrame(rows, columns=["level", "x", "kind", "wanted"])
    wanted = table.pop("wanted").to_numpy().astype(int)
    points = Points(table, wanted)
    way = passed(points, mass)
    densities = [wanted[region.members].mean() for region in way]
    assert (np.diff(densities) > 0).all()
    for region in way:
        assert (points.within(region.limits) == region.members).all()
        assert region.members.sum() >= mass * len(wanted)
        assert all(limit not in (EVERYWHERE, points.whole[name]) for name, limit in region.limits.items())


def test_a_step_takes_the_outermost_twentieth_at_either_end():
    points = of(np.arange(100.0), [0] * 100)
    whole = Region({}, np.ones(100, bool))
    assert [region.limits["x"] for region in peels(points, whole)] == [(4.5, np.inf), (-np.inf, 94.5)]
    assert [region.members.sum() for region in peels(points, whole)] == [95, 95]


def test_equal_values_go_together_and_the_last_is_never_taken():
    points = of([1.0] * 50 + [2.0] * 50, [0] * 100)
    low, high = peels(points, Region({}, np.ones(100, bool)))
    assert (low.limits["x"][0], low.members.sum(), high.members.sum()) == (1.5, 50, 50)
    assert list(peels(points, high)) == []


def test_pasting_takes_back_the_nearest_points_or_lifts_the_limit():
    points = of(np.arange(100.0), [1] * 100)
    some = points.limited(Region({}, np.ones(100, bool)), "x", (39.5, np.inf))
    (wider,) = pastes(points, some)
    assert (wider.limits["x"], wider.members.sum()) == ((36.5, np.inf), 63)  # a twentieth of 60 is 3
    nearly = points.limited(some, "x", (0.5, np.inf))
    (whole,) = pastes(points, nearly)
    assert whole.limits == {} and whole.members.all()


def test_a_limit_between_two_numbers_without_any_between_them_parts_them():
    one, next_one = 1.0, float(np.nextafter(1.0, 2.0))
    points = of([one] * 10 + [next_one] * 10, [0] * 20)
    low, high = peels(points, Region({}, np.ones(20, bool)))
    assert (low.members.sum(), high.members.sum()) == (10, 10)


def test_a_factor_without_order_loses_and_regains_one_value_at_a_time():
    points = of(["a", "b", "c", "a"], [1, 1, 0, 1])
    whole = Region({}, np.ones(4, bool))
    assert [sorted(region.limits["x"]) for region in peels(points, whole)] == [["b", "c"], ["a", "c"], ["a", "b"]]
    (back,) = pastes(points, points.limited(whole, "x", frozenset("ab")))
    assert back.limits == {} and back.members.all()
