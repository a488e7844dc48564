"""Numbers as people read them."""

import math

import pytest

from alliances.analysis.report.wording import confidence, expected, interval, judged, shown


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


@pytest.mark.parametrize(
    ("test", "low", "high", "reported", "text"),
    [("sample", 0, math.inf, 0.214, "0.214"), ("band", 0.3, 0.75, None, "0.3 to 0.75"),
     ("sign", 0, math.inf, None, "above 0"), ("sign", -math.inf, 0, None, "below 0"),
     ("band", -math.inf, math.inf, None, "any value")],
)  # fmt: skip
def test_what_a_number_is_validated_against_is_said_in_words(test, low, high, reported, text):
    assert expected(test, low, high, reported) == text


def test_a_sign_is_told_with_its_share_of_seeds():
    assert judged({"test": "sign", "verdict": "open", "inside": 0.8}) == "open (right in 80 % of seeds)"
    assert judged({"test": "band", "verdict": "reproduced", "inside": 0.8}) == "reproduced"


def test_confidence_is_of_the_mean_or_of_the_share_of_right_signs():
    ends = {"confidence_low": 0.9103, "confidence_high": 0.9978}
    assert confidence({"test": "band", **ends}) == "0.91 to 1.00"
    assert confidence({"test": "sign", **ends}) == "91 to 100 % of seeds"
    assert confidence({"test": "sample", "confidence_low": math.nan, "confidence_high": math.nan}) == "–"
