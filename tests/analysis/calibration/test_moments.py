"""The distance between simulated moments and reported bands."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.analysis.calibration.moments import (
    UNMEASURED,
    Target,
    distance,
    measured,
    measures,
    penalty,
    seed_noise,
    targets,
)
from alliances.analysis.facts.declaration import Fact, Number, Replicate
from alliances.model.errors import InputError

MEDIAN = (Number("median", "Median", "band", 2.0, 6.0),)


def fact(name="life", numbers=MEDIAN, **changes):
    """A fact that may calibrate."""
    given = Fact(name, "", "", (), "seed", "", "calibrate", numbers, lambda replicate: {"median": 4.0})
    return given._replace(**changes)


def test_a_fact_counts_once_however_many_numbers_it_has():
    two = (Number("a", "", "band", 0, 1), Number("b", "", "band", 0, 1))
    aims = targets([fact("one"), fact("two", two)])
    assert [(aim.name, aim.part) for aim in aims] == [("one.median", 0.5), ("two.a", 0.25), ("two.b", 0.25)]


def test_weights_shift_the_parts():
    aims = targets([fact("one"), fact("two")], {"one": 3.0})
    assert [aim.part for aim in aims] == [0.75, 0.25]


def test_numbers_without_two_ends_are_not_aimed_at():
    numbers = (Number("sign", "", "sign"), Number("open", "", "band", 0.6), Number("band", "", "band", 0, 1))
    assert [aim.number for aim in targets([fact(numbers=numbers)])] == ["band"]


def test_distance_is_zero_at_the_centre_and_one_at_an_edge():
    aims = targets([fact()])  # centre 4, half-width 2
    assert [distance({"life.median": value}, aims) for value in (4.0, 2.0, 6.0, 5.0)] == [0.0, 1.0, 1.0, 0.25]


def test_far_out_a_number_counts_linearly():
    # Huber's function with corner 2: at 2 it is 4 with slope 4, so at 3 it is 8 where the square would be 9
    assert [penalty(away) for away in (2.0, 3.0, -3.0, 10.0)] == [4.0, 8.0, 8.0, 36.0]


def test_what_cannot_be_measured_counts_as_far_out():
    assert distance({"life.median": math.nan}, targets([fact()])) == penalty(UNMEASURED) == 36.0


@given(st.floats(-50, 50), st.floats(-50, 50))
def test_farther_is_never_nearer(one, other):
    nearer, farther = sorted((one, other), key=abs)
    assert penalty(nearer) <= penalty(farther)


def test_a_fact_of_validation_is_refused_in_one_line():
    with pytest.raises(InputError, match="fact 'life' has role 'validate', so nothing is ever tuned to it"):
        targets([fact(role="validate")])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"measure": None, "awaits": "the cases"}, r"cannot be measured yet \(the cases\)"),
        ({"worlds": ("base", "alone")}, "needs the worlds base, alone"),
        ({"numbers": (Number("sign", "", "sign"),)}, "no number with a band"),
    ],
)
def test_a_fact_that_cannot_calibrate_is_refused(changes, said):
    with pytest.raises(InputError, match=said):
        targets([fact(**changes)])


def test_draws_are_averaged_and_nothing_stays_nan():
    one = fact("one", measure=lambda replicate: {"median": [1.0, math.nan, 3.0]})
    two = fact("two", measure=lambda replicate: {"median": math.nan})
    found = measured([one, two], Replicate(1, {}))
    assert found["one.median"] == 2.0
    assert math.isnan(found["two.median"])


def test_seed_noise_is_that_of_the_mean():
    # values ±1 half-width in turn: a mean of n has variance 1 / n, its square is chi-squared over n: deviation √2 / n
    aims = [Target("life", "median", 2.0, 6.0, 1.0)]
    by_seed = pd.DataFrame({"life.median": np.tile([2.0, 6.0], 200)})
    assert seed_noise(by_seed, aims, 25) == pytest.approx(math.sqrt(2) / 25, rel=0.15)
    assert seed_noise(by_seed, aims, 25) == seed_noise(by_seed, aims, 25)


def test_without_spread_there_is_no_noise():
    by_seed = pd.DataFrame({"life.median": [3.0] * 8})
    assert seed_noise(by_seed, targets([fact()]), 4) == 0.0


def test_moments_become_the_table_of_verdicts():
    table = measures(pd.DataFrame({"life.median": [3.0, 5.0]}, index=[7, 8]))
    assert table[["fact", "number", "seed", "value"]].values.tolist() == [
        ["life", "median", 7, 3.0],
        ["life", "median", 8, 5.0],
    ]
