"""Estimates have the digits that their intervals are worth."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.analysis.policy.numbers import estimate, per_cent


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
    assert [per_cent(share) for share in (0, 0.004, 0.5, 0.997, 1)] == [
        "0 %",
        "less than 1 %",
        "50 %",
        "more than 99 %",
        "100 %",
    ]
