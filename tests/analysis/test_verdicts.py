"""Held or missed: literal measures, known verdicts."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.analysis.facts.declaration import Fact, Number
from alliances.analysis.verdicts import (
    ablation_facts,
    ablation_numbers,
    fact_verdicts,
    number_verdicts,
    of_all,
    totals,
    totals_in_words,
)


def fact(*numbers, name="a_fact", role="validate", needed=None, measure=lambda replicate: {}):
    """A fact of these numbers."""
    return Fact(
        name, "A finding", "some", ("bamford_2004",), "seed", "alliances", role, numbers, measure, needed=needed
    )


def measures(values, number="x", name="a_fact", error=""):
    """The measures of a number: one value per seed, or a list of draws per seed."""
    rows = [
        (name, number, seed, draw, float(value), error)
        for seed, draws in enumerate(values, 1)
        for draw, value in enumerate(np.atleast_1d(draws))
    ]
    return pd.DataFrame(rows, columns=["fact", "number", "seed", "draw", "value", "error"])


def verdict(number, values):
    """The row of one number."""
    return number_verdicts(measures(values), [fact(number)]).iloc[0]


HUNDRED = np.linspace(0, 1, 101)  # its 5th and 95th percentiles are .05 and .95


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0.9, 2, "held"), (0.95, 2, "held"), (0.96, 2, "missed"), (-1, 0.04, "missed"), (-1, 0.05, "held"),
     (0.4, 0.5, "held")],
)  # fmt: skip
def test_a_band_holds_if_the_interval_over_seeds_overlaps_it(low, high, expected):
    row = verdict(Number("x", "", "band", low, high), HUNDRED)
    assert (row["low"], row["high"]) == pytest.approx((0.05, 0.95))
    assert row["mean"] == pytest.approx(0.5)
    assert row["verdict"] == expected


def test_a_sign_holds_in_nine_seeds_of_ten_and_not_in_fewer():
    above = Number("x", "", "sign")
    assert verdict(above, [1] * 27 + [-1] * 3)["verdict"] == "held"
    assert verdict(above, [1] * 26 + [-1] * 4)["verdict"] == "missed"
    assert verdict(above, [1] * 26 + [0] * 4)["verdict"] == "missed"  # zero is not above zero
    assert verdict(Number("x", "", "sign", -float("inf"), 0), [-1] * 30)["verdict"] == "held"


def test_a_seed_that_could_not_give_a_sign_does_not_count_for_it():
    assert verdict(Number("x", "", "sign"), [1] * 26 + [np.nan] * 4)["verdict"] == "missed"


def test_a_sample_holds_if_the_reported_value_lies_among_all_draws():
    draws = np.arange(1000).reshape(50, 20) / 999  # 2.5th and 97.5th percentiles are .025 and .975
    for reported, expected in ((0.024, "missed"), (0.026, "held"), (0.974, "held"), (0.976, "missed")):
        row = verdict(Number("x", "", "sample", reported=reported), draws)
        assert (row["low"], row["high"]) == pytest.approx((0.025, 0.975))
        assert (row["verdict"], row["seeds"], row["draws"]) == (expected, 50, 1000)


def test_draws_of_a_band_are_averaged_within_their_seed():
    row = verdict(Number("x", "", "band", 0, 1), [[0, 1]] * 30)  # every seed's mean is .5
    assert (row["low"], row["high"]) == (0.5, 0.5)


def test_a_number_is_not_measured_if_fewer_than_half_of_the_seeds_give_it():
    band = Number("x", "", "band", 0, 2)
    assert verdict(band, [1] * 15 + [np.nan] * 15)["verdict"] == "held"
    row = verdict(band, [1] * 14 + [np.inf] * 16)
    assert (row["verdict"], row["note"]) == ("not measured", "taken in 14 of 30 seeds")
    assert verdict(band, [])["verdict"] == "not measured"


def test_an_error_is_told_beside_its_number():
    rows = number_verdicts(measures([np.nan] * 3, error="ValueError: none"), [fact(Number("x", "", "sign"))])
    assert rows["note"].item() == "too few seeds; taken in 0 of 3 seeds; ValueError: none"


@pytest.mark.parametrize(("seeds", "expected"), [(29, "too few seeds"), (30, "")])
def test_fewer_than_thirty_seeds_are_shown_and_said_to_be_too_few(seeds, expected):
    row = verdict(Number("x", "", "band", 0, 2), [1] * seeds)
    assert (row["verdict"], row["note"]) == ("held", expected)


H, M, N = "held", "missed", "not measured"


@pytest.mark.parametrize(
    ("numbers", "needed", "expected"),
    [
        ("b:H", None, H), ("b:M", None, M), ("b:N", None, N), ("", None, N),
        ("s:H s:H s:H", None, H), ("s:H s:M s:H", None, M), ("s:H s:M s:H", 2, H), ("s:H s:M s:M", 2, M),
        ("s:H s:H s:M b:M", 2, M), ("s:H s:H s:M b:N", 2, N), ("s:H s:N s:M", 2, N), ("s:N s:M s:M", 2, M),
        ("s:H s:H s:N", 2, H), ("b:N b:M", None, M),
    ],
)  # fmt: skip
def test_a_fact_needs_so_many_samples_and_all_others(numbers, needed, expected):
    verdicts = {"H": H, "M": M, "N": N}
    pairs = [({"s": "sample", "b": "band"}[part[0]], verdicts[part[2]]) for part in numbers.split()]
    assert of_all(pairs, needed) == expected


@given(st.lists(st.tuples(st.sampled_from(["sample", "band"]), st.sampled_from([H, M, N]))), st.integers(0, 5))
def test_a_number_that_turns_out_to_hold_never_breaks_a_fact(pairs, needed):
    """And what is decided while numbers are open stays so however these turn out."""
    needed = min(needed, sum(test == "sample" for test, _ in pairs))
    before = of_all(pairs, needed)
    for outcome in (H, M):
        after = of_all([(test, outcome if found == N else found) for test, found in pairs], needed)
        assert before in (N, after)


def test_a_fact_without_a_measure_is_not_measured():
    numbers = number_verdicts(measures([]), [waiting := fact(Number("x", "", "sign"), measure=None)])
    assert fact_verdicts(numbers, [waiting])["verdict"].item() == "not measured"


def test_roles_are_counted_apart():
    facts = [
        fact(Number("x", "", "band", 0, 1), name="a", role="calibrate"),
        fact(Number("x", "", "band", 2, 3), name="b"),
        fact(Number("x", "", "band", 0, 1), name="c"),
        fact(Number("x", "", "sign"), name="d", measure=None),
    ]
    table = pd.concat([measures([0.5] * 30, name=name) for name in "abc"])
    verdicts = fact_verdicts(number_verdicts(table, facts), facts)
    assert list(verdicts["verdict"]) == [H, M, H, N]
    assert totals(verdicts)["validate"] == {"held": 1, "measured": 2, "not_measured": 1}
    assert totals_in_words(verdicts) == "calibrated: 1 of 1 held; validation: 1 of 2 held, 1 not measured"


def test_the_ablation_matrix_says_what_breaks_without_which_rule():
    facts = [fact(Number("x", "", "band", 0, 1), name="a"), fact(Number("x", "", "sign"), name="b")]
    runs = {
        "": pd.concat([measures([0.5] * 30, name="a"), measures([1] * 30, name="b")]),
        "trust": pd.concat([measures([2.5] * 30, name="a"), measures([1] * 30, name="b")]),
        "stages": pd.concat([measures([0.5] * 30, name="a"), measures([np.nan] * 30, name="b")]),
    }
    matrix = ablation_facts(runs, facts)
    assert matrix["trust"].to_dict() == {"a": "held → missed", "b": "held"}
    assert matrix["stages"].to_dict() == {"a": "held", "b": "held → not measured"}
    numbers = ablation_numbers(runs, facts).set_index(["fact", "rule"])
    assert tuple(numbers.loc[("a", "trust"), ["mean_with", "mean_without", "change"]]) == (0.5, 2.5, 2.0)
    assert numbers.loc[("b", "stages"), "verdict_without"] == N
