"""Reproduced, not reproduced or open: literal measures, known verdicts."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.analysis.facts.declaration import Fact, Number
from alliances.analysis.verdicts import (
    VERDICTS,
    ablation_facts,
    ablation_numbers,
    fact_verdicts,
    number_verdicts,
    of_all,
    placed,
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


SPREAD = [-1.0] * 15 + [1.0] * 15  # mean 0, standard error 1.01710 / sqrt(30) = .18569; t(29) = 2.04523
REACH = 0.3797896  # their product


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (-0.37978, 0.37979, "open"), (-0.37979, 0.37979, "reproduced"), (-0.37979, 0.37978, "open"),
        (0.37978, 1, "open"), (0.37979, 1, "not reproduced"), (-1, -0.37978, "open"), (-1, -0.37979, "not reproduced"),
        (-0.1, 0.1, "open"), (-np.inf, 0.4, "reproduced"),
    ],
)  # fmt: skip
def test_a_band_is_reproduced_if_it_holds_the_whole_interval_of_the_mean_and_not_if_it_holds_none(low, high, expected):
    row = verdict(Number("x", "", "band", low, high), SPREAD)
    assert row["mean"] == 0
    assert (row["confidence_low"], row["confidence_high"]) == pytest.approx((-REACH, REACH), abs=1e-6)
    assert (row["low"], row["high"]) == (-1, 1)  # the spread of the seeds is another thing
    assert row["verdict"] == expected


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(1, 2, "reproduced"), (1, 1, "reproduced"), (0.5, 1, "open"), (2, 3, "open"), (0, 3, "open"),
     (0, 0.99, "not reproduced"), (2.01, 3, "not reproduced")],
)  # fmt: skip
def test_an_interval_that_only_touches_the_band_from_1_to_2_is_open(low, high, expected):
    assert placed((low, high), (1, 2)) == expected


def test_seeds_that_overlap_a_band_do_not_make_it_reproduced():
    """By the older rule, which asked whether the middle 90 % of the seeds overlap the band, noise was a help."""
    band = Number("x", "", "band", 0.5, 2.0)
    assert verdict(band, [0.4] * 30)["verdict"] == "not reproduced"
    assert verdict(band, [0.1] * 15 + [0.7] * 15)["verdict"] == "open"  # mean .4, interval .29 to .51
    assert verdict(band, [0.1, 0.7] * 50)["verdict"] == "not reproduced"  # more seeds tell


@given(
    st.lists(st.floats(-5, 5), min_size=30, max_size=40),
    st.floats(1, 10),
    st.tuples(st.floats(-5, 5), st.floats(-5, 5)).map(sorted),
)
def test_noise_never_turns_a_verdict_into_reproduced(seeds, times, ends):
    quiet = np.asarray(seeds)
    noisy = quiet.mean() + times * (quiet - quiet.mean())
    band = Number("x", "", "band", *ends)
    before, after = (verdict(band, values)["verdict"] for values in (quiet, noisy))
    assert after != "reproduced" or before == "reproduced" or np.ptp(quiet) < 1e-9


def test_a_share_that_is_one_in_every_seed_but_few_has_no_interval_beyond_one():
    whole = Number("x", "", "band", 0.9, 1.0)
    assert verdict(whole, [1.0] * 30)["verdict"] == "reproduced"
    row = verdict(whole, [1.0] * 29 + [0.95])
    assert (row["confidence_high"], row["verdict"]) == (1.0, "reproduced")


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    # Jeffreys' 95 % intervals: 30 of 30 from .920; 29 of 30 from .855; 24 of 30 to .912; 23 of 30 to .889;
    # 49 of 50 from .910; 48 of 50 from .878; 41 of 50 to .907; 40 of 50 to .892
    [(30, 0, "reproduced"), (29, 1, "open"), (27, 3, "open"), (24, 6, "open"), (23, 7, "not reproduced"),
     (49, 1, "reproduced"), (48, 2, "open"), (45, 5, "open"), (41, 9, "open"), (40, 10, "not reproduced"),
     (0, 30, "not reproduced")],
)  # fmt: skip
def test_a_sign_is_reproduced_if_seeds_can_tell_that_nine_in_ten_are_right(right, wrong, expected):
    assert verdict(Number("x", "", "sign"), [1] * right + [-1] * wrong)["verdict"] == expected
    assert verdict(Number("x", "", "sign", -np.inf, 0), [-1] * right + [1] * wrong)["verdict"] == expected


def test_the_share_of_right_signs_has_the_interval():
    row = verdict(Number("x", "", "sign"), [1] * 49 + [0])  # zero is not above zero
    assert row["inside"] == pytest.approx(0.98)
    assert (row["confidence_low"], row["confidence_high"]) == pytest.approx((0.9103, 0.9978), abs=1e-4)


def test_a_seed_that_could_not_give_a_sign_does_not_count_for_it():
    row = verdict(Number("x", "", "sign"), [1] * 30 + [np.nan] * 10)
    assert (row["inside"], row["verdict"]) == (0.75, "not reproduced")


def test_a_sample_is_reproduced_if_the_reported_value_lies_among_all_draws():
    draws = np.arange(1000).reshape(50, 20) / 999  # 2.5th and 97.5th percentiles are .025 and .975
    cases = ((0.024, "not reproduced"), (0.026, "reproduced"), (0.974, "reproduced"), (0.976, "not reproduced"))
    for reported, expected in cases:
        row = verdict(Number("x", "", "sample", reported=reported), draws)
        assert (row["low"], row["high"]) == pytest.approx((0.025, 0.975))
        assert (row["verdict"], row["seeds"], row["draws"]) == (expected, 50, 1000)
        assert np.isnan(row["confidence_low"])


def test_draws_of_a_band_are_averaged_within_their_seed():
    row = verdict(Number("x", "", "band", 0, 1), [[0, 1]] * 30)  # every seed's mean is .5
    assert (row["low"], row["high"]) == (0.5, 0.5)


def test_a_number_is_not_measured_if_fewer_than_half_of_the_seeds_give_it():
    band = Number("x", "", "band", 0, 2)
    assert verdict(band, [1] * 30 + [np.nan] * 30)["verdict"] == "reproduced"
    row = verdict(band, [1] * 14 + [np.inf] * 16)
    assert (row["verdict"], row["note"]) == ("not measured", "taken in 14 of 30 seeds")
    assert verdict(band, [])["verdict"] == "not measured"


def test_a_number_that_fewer_than_thirty_seeds_give_is_open():
    row = verdict(Number("x", "", "band", 0, 2), [1] * 29 + [np.nan])
    assert (row["verdict"], row["note"]) == ("open", "taken in 29 of 30 seeds")


def test_an_error_is_told_beside_its_number():
    rows = number_verdicts(measures([np.nan] * 3, error="ValueError: none"), [fact(Number("x", "", "sign"))])
    assert rows["note"].item() == "too few seeds; taken in 0 of 3 seeds; ValueError: none"


@pytest.mark.parametrize(
    ("seeds", "expected", "note"), [(1, "open", "too few seeds"), (29, "open", "too few seeds"), (30, "reproduced", "")]
)
@pytest.mark.parametrize(
    "number", [Number("x", "", "band", 0, 2), Number("x", "", "sign"), Number("x", "", "sample", reported=1.0)]
)
def test_below_thirty_seeds_every_verdict_is_open_and_that_is_said(number, seeds, expected, note):
    row = verdict(number, [1] * seeds)
    assert (row["verdict"], row["note"]) == (expected, note)


R, N, P, U = VERDICTS  # P for pending, U for unmeasured
assert (R, N, P, U) == ("reproduced", "not reproduced", "open", "not measured")


@pytest.mark.parametrize(
    ("numbers", "needed", "expected"),
    [
        ("b:R", None, R), ("b:N", None, N), ("b:U", None, U), ("b:P", None, P), ("", None, U),
        ("s:R s:R s:R", None, R), ("s:R s:N s:R", None, N), ("s:R s:N s:R", 2, R), ("s:R s:N s:N", 2, N),
        ("s:R s:R s:N b:N", 2, N), ("s:R s:R s:N b:U", 2, U), ("s:R s:R s:N b:P", 2, P), ("s:R s:P s:N", 2, P),
        ("s:R s:U s:N", 2, U), ("s:U s:N s:N", 2, N), ("s:P s:N s:N", 2, N), ("s:R s:R s:U", 2, R),
        ("s:R s:R s:P", 2, R), ("b:U b:N", None, N), ("b:P b:N", None, N), ("b:P b:U", None, U),
    ],
)  # fmt: skip
def test_a_fact_needs_so_many_samples_and_all_others(numbers, needed, expected):
    verdicts = {"R": R, "N": N, "P": P, "U": U}
    pairs = [({"s": "sample", "b": "band"}[part[0]], verdicts[part[2]]) for part in numbers.split()]
    assert of_all(pairs, needed) == expected


@given(st.lists(st.tuples(st.sampled_from(["sample", "band"]), st.sampled_from(VERDICTS))), st.integers(0, 5))
def test_what_is_decided_while_numbers_are_open_stays_so_however_these_turn_out(pairs, needed):
    needed = min(needed, sum(test == "sample" for test, _ in pairs))
    before = of_all(pairs, needed)
    for outcome in (R, N):
        after = of_all([(test, outcome if found in (P, U) else found) for test, found in pairs], needed)
        assert before in (P, U, after)


def test_a_fact_without_a_measure_is_not_measured():
    numbers = number_verdicts(measures([]), [waiting := fact(Number("x", "", "sign"), measure=None)])
    assert fact_verdicts(numbers, [waiting])["verdict"].item() == "not measured"


def test_a_number_that_is_shown_is_told_with_its_mean_and_decides_nothing():
    told = fact(Number("x", "", "band", 0, 1), Number("beside", "", "shown", reported=0.3))
    table = pd.concat([measures([0.5] * 30), measures([7.0] * 30, number="beside")])
    numbers = number_verdicts(table, [told])
    assert numbers[["mean", "verdict"]].to_numpy().tolist() == [[0.5, "reproduced"], [7.0, "not judged"]]
    verdict = fact_verdicts(numbers, [told]).iloc[0]
    assert verdict["verdict"] == "reproduced"
    assert verdict[["reproduced", "not_reproduced", "open", "not_measured"]].tolist() == [1, 0, 0, 0]
    assert verdict["needed"] == "the number must be reproduced"


def test_roles_are_counted_apart():
    facts = [
        fact(Number("x", "", "band", 0, 1), name="a", role="calibrate"),
        fact(Number("x", "", "band", 2, 3), name="b"),
        fact(Number("x", "", "band", 0, 1), name="c"),
        fact(Number("x", "", "sign"), name="d", measure=None),
    ]
    table = pd.concat([measures([0.5] * 30, name=name) for name in "abc"])
    verdicts = fact_verdicts(number_verdicts(table, facts), facts)
    assert list(verdicts["verdict"]) == [R, N, R, U]
    expected = {"reproduced": 1, "not_reproduced": 1, "open": 0, "not_measured": 1}
    assert totals(verdicts)["validate"] == expected
    assert verdicts.loc[1, [*expected]].to_dict() == {**dict.fromkeys(expected, 0), "not_reproduced": 1}
    said = "calibrated: 1 of 1 reproduced; validation: 1 of 2 reproduced, 1 not reproduced, 1 not measured"
    assert totals_in_words(verdicts) == said


def test_the_ablation_matrix_says_what_breaks_without_which_rule():
    facts = [fact(Number("x", "", "band", 0, 1), name="a"), fact(Number("x", "", "sign"), name="b")]
    runs = {
        "": pd.concat([measures([0.5] * 30, name="a"), measures([1] * 30, name="b")]),
        "trust": pd.concat([measures([2.5] * 30, name="a"), measures([1] * 30, name="b")]),
        "stages": pd.concat([measures([0.5] * 30, name="a"), measures([np.nan] * 30, name="b")]),
    }
    matrix = ablation_facts(runs, facts)
    assert matrix["trust"].to_dict() == {"a": "reproduced → not reproduced", "b": "reproduced"}
    assert matrix["stages"].to_dict() == {"a": "reproduced", "b": "reproduced → not measured"}
    numbers = ablation_numbers(runs, facts).set_index(["fact", "rule"])
    assert tuple(numbers.loc[("a", "trust"), ["mean_with", "mean_without", "change"]]) == (0.5, 2.5, 2.0)
    assert numbers.loc[("b", "stages"), "verdict_without"] == U
