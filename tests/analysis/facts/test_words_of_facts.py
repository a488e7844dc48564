"""Facts and verdicts as people read them."""

import math

import pytest

from alliances.analysis.facts.words import confidence, expected, judged


@pytest.mark.parametrize(
    ("test", "low", "high", "reported", "text"),
    [("sample", 0, math.inf, 0.214, "0.214"), ("shown", 0, math.inf, 0.5, "0.5"), ("shown", 0, math.inf, None, "–"),
     ("band", 0.3, 0.75, None, "0.3 to 0.75"),
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
