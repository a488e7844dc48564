"""How facts, numbers and verdicts read: the same words in the terminal and in the report."""

from __future__ import annotations

import math
from typing import Any

ROLES = {"calibrate": "Calibrated", "validate": "Validation"}
TRUST = {
    "seed": "read in the work itself",
    "abstract": "read in the abstract of the work",
    "quoted": "quoted in the text of another author",
}
TESTS = {
    "band": "the mean over seeds lies in the band, and so does all of its 95 % confidence interval",
    "sign": "the number is right in nine seeds of ten or more, and so is all of that share's 95 % confidence interval",
    "sample": "the reported value lies inside the middle 95 % of all samples",
}
MINUS = "−"


def shown(value: float | None) -> str:
    """A number in three digits or so; a dash where there is none."""
    if value is None or not math.isfinite(value):
        return "–"
    size = abs(value)
    if size == 0:
        return "0"
    decimals = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.095 else 3
    text = f"{value:,.{decimals}f}" if size >= 0.0005 else f"{value:.1e}"
    return text.replace("-", MINUS)


def interval(low: float | None, high: float | None) -> str:
    """Two ends as one text."""
    if low is None or high is None or not (math.isfinite(low) and math.isfinite(high)):
        return "–"
    return f"{shown(low)} to {shown(high)}"


def spread(row: Any) -> str:
    """How far the seeds of a row lie apart, or its draws."""
    return interval(row["low"], row["high"])


def declared(value: float) -> str:
    """A number as it was declared or reported, with all its digits."""
    return f"{value:g}".replace("-", MINUS)


def expected(test: str, low: float, high: float, reported: float | None) -> str:
    """What a number is validated against."""
    if test == "sample":
        return "–" if reported is None else declared(reported)
    if math.isfinite(low) and math.isfinite(high):
        return f"{declared(low)} to {declared(high)}"
    if math.isfinite(low):
        return f"above {declared(low)}"
    return f"below {declared(high)}" if math.isfinite(high) else "any value"


def expected_of(row: Any) -> str:
    """The same, for a row of the table of numbers."""
    return expected(row["test"], row["band_low"], row["band_high"], row["reported"])


def confidence(row: Any) -> str:
    """The 95 % confidence interval of a row: of its mean, or for a sign of the share of seeds in which it is right."""
    ends = (row["confidence_low"], row["confidence_high"])
    if row["test"] == "sign" and all(map(math.isfinite, ends)):
        return f"{100 * ends[0]:.0f} to {100 * ends[1]:.0f} % of seeds"
    return interval(*ends)


def judged(row: Any) -> str:
    """The verdict on a number; for a sign, with the share of seeds in which it is right."""
    if row["test"] == "sign" and row["verdict"] != "not measured":
        return f"{row['verdict']} (right in {100 * row['inside']:.0f} % of seeds)"
    return str(row["verdict"])
