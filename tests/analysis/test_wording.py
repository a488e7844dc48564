"""Numbers as people read them: no more digits than they are worth, and none that rounding takes for nothing."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.analysis.wording import (
    chance,
    estimate,
    interval,
    listed,
    number,
    per_cent,
    share_estimate,
    shown,
    spoken,
    written,
    years,
)


@pytest.mark.parametrize(
    ("mean", "low", "high", "text"),
    [
        (34.21, 28.13, 40.3, "34 (28 to 40)"),
        (0.724, 0.684, 0.772, "0.72 (0.68 to 0.77)"),
        (12345.6, 12000, 12691, "12,346 (12,000 to 12,691)"),
        (-3.4, -7.2, 0.4, "−3.4 (−7.2 to 0.4)"),
        (2.5, 0.012, 4.99, "2.50 (0.01 to 4.99)"),  # an end above zero stays above zero
        (0, 0, 0, "0"),
        (78.692146, 78.692146 - 1e-12, 78.692146 + 1e-12, "78.69"),
        (5, math.nan, math.nan, "5"),
        (math.nan, math.nan, math.nan, "–"),
    ],
)
def test_an_estimate_reads_as_a_mean_with_its_interval(mean, low, high, text):
    assert estimate({"mean": mean, "low": low, "high": high}) == text


@given(st.floats(0.0001, 1e5), st.floats(0.0001, 1e5))
def test_rounding_never_moves_an_end_onto_zero(low, width):
    """An interval that leaves zero out must be seen to."""
    text = estimate({"mean": low + width / 2, "low": low, "high": low + width})
    start = text.partition("(")[2].partition(" to ")[0] or text
    assert float(start.replace(",", "")) > 0


def test_a_share_is_never_rounded_to_certainty():
    shares = (0, 0.004, 0.01, 0.256, 0.5, 0.997, 1, math.nan, None)
    read = ["0 %", "< 1 %", "1 %", "26 %", "50 %", "> 99 %", "100 %", "–", "–"]
    assert [per_cent(share) for share in shares] == read
    assert per_cent(0.5, "of firms") == "50 % of firms"
    tenths = ["0.0 %", "< 0.1 %", "0.1 %", "25.6 %", "> 99.9 %", "100.0 %"]
    assert [per_cent(share, places=1) for share in (0, 0.0004, 0.001, 0.256, 0.9999, 1)] == tenths
    assert [chance(share) for share in (0, 0.3, 1, None)] == ["< 1 %", "30 %", "> 99 %", "–"]


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (0.2141, "0.21"), (0.0541, "0.054"), (-0.25, "−0.25"), (2.695, "2.69"), (12.34, "12.3"),
     (1234.5, "1,234"), (0.00004, "4.0e−05"), (math.nan, "–"), (None, "–"), (math.inf, "–")],
)  # fmt: skip
def test_a_number_is_shown_in_about_three_digits(value, text):
    assert shown(value) == text


def test_an_interval_needs_both_ends():
    assert interval(-0.1, 0.25) == "−0.10 to 0.25"
    assert interval(math.nan, 0.25) == "–"


def test_a_number_has_its_unit_and_what_is_not_known_has_none():
    assert [number(value, 1, "years") for value in (1234.56, -0.04, None)] == ["1,234.6 years", "0.0 years", "–"]


def test_what_somebody_set_keeps_its_digits():
    assert [written(value) for value in (0.5, -2.0, 12500.0, "contractual", 1 / 3)] == [
        "0.5", "−2", "12,500", "contractual", "0.333",
    ]  # fmt: skip


def test_words_are_put_in_a_row():
    assert [listed(list("abc")[:count]) for count in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert listed(["a", "b"], "or") == "a or b"
    assert [years(count) for count in (1, 5, 12, 2.5)] == ["one year", "five years", "12 years", "2.5 years"]
    assert [spoken(name) for name in ("trust.gain", "new_energy", "ict")] == ["gain", "new energy", "ICT"]


def test_a_share_and_its_ends_are_whole_per_cent_and_never_rounded_to_certainty():
    assert share_estimate({"mean": 0.995, "low": 0.976, "high": 1.0}) == "> 99 (98 to 100) %"
    assert share_estimate({"value": 0.477, "low": 0.426, "high": 0.523}, "value", "") == "48 (43 to 52)"
    assert share_estimate({"mean": 0.5, "low": math.nan, "high": math.nan}) == "50 %"
    assert share_estimate({"mean": math.nan, "low": 0.1, "high": 0.2}) == "–"
