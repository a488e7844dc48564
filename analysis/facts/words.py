"""How facts and verdicts read: the same words in the terminal and in the report."""

from __future__ import annotations

import math
from typing import Any

from alliances.analysis.verdicts import NOT_MEASURED
from alliances.analysis.wording import declared, interval, known, number, per_cent

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
    "shown": "not judged: it stands beside the others",
}


def expected(test: str, low: float, high: float, reported: float | None) -> str:
    """What a number is validated against."""
    if test in ("sample", "shown"):
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
    low, high = row["confidence_low"], row["confidence_high"]
    if row["test"] == "sign" and known(low, high):
        return f"{number(100 * low)} to {number(100 * high)} % of seeds"
    return interval(low, high)


def judged(row: Any) -> str:
    """The verdict on a number; for a sign, with the share of seeds in which it is right."""
    if row["test"] == "sign" and row["verdict"] != NOT_MEASURED:
        return f"{row['verdict']} (right in {per_cent(row['inside'])} of seeds)"
    return str(row["verdict"])
