"""How numbers read, in every table, sentence and figure: no more digits than they are worth, a true minus, a dash for
what is not known.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

NONE, MINUS = "–", "−"
MOST_DECIMALS = 6
MOST_FIGURES = 4  # of a mean, however narrow its interval


def known(*values: Any) -> bool:
    """Whether all are numbers that have an end."""
    return all(value is not None and math.isfinite(value) for value in values)


def number(value: float | None, places: int = 0, unit: str = "") -> str:
    """A number with so many decimals, thousands apart, and its unit."""
    if value is None or not known(value):
        return NONE
    return f"{round(value, places) + 0.0:,.{places}f}".replace("-", MINUS) + f" {unit}".rstrip()


def shown(value: float | None) -> str:
    """A measured number in about three digits."""
    if value is None or not known(value) or value == 0:
        return "0" if value == 0 else NONE
    size = abs(value)
    if size < 0.0005:
        return f"{value:.1e}".replace("-", MINUS)
    return number(value, 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.095 else 3)


def written(value: Any, figures: int = 3) -> str:
    """A value that somebody set or declared, in so many digits; words as they are."""
    if isinstance(value, str | bool) or value is None:
        return str(value)
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.{figures}g}".replace("-", MINUS)


def declared(value: float) -> str:
    """A number as it was declared or reported, with all its digits."""
    return f"{value:g}".replace("-", MINUS)


def interval(low: float | None, high: float | None) -> str:
    """Two ends of a measured number."""
    return f"{shown(low)} to {shown(high)}" if known(low, high) else NONE


def digits(*values: float) -> int:
    """Decimals for a mean and its interval: one figure of the half-width, more if an end would be rounded to zero."""
    finite = [value for value in values if math.isfinite(value)]
    spread = (max(finite) - min(finite)) / 2 if finite else 0.0
    largest = max(map(abs, finite), default=0.0)
    size = spread or largest
    places = 0 if size == 0 else min(max(0, -math.floor(math.log10(size / 2))), MOST_DECIMALS)
    if largest > 0:
        places = min(places, max(0, MOST_FIGURES - 1 - math.floor(math.log10(largest))))
    while places < MOST_DECIMALS and any(value != 0 and round(value, places) == 0 for value in finite):
        places += 1
    return places


def estimate(row: Any, scale: float = 1.0, mean: str = "mean") -> str:
    """A mean with its interval: ``34 (28 to 40)``; what never changes has no interval to tell."""
    middle, low, high = (scale * float(row[name]) for name in (mean, "low", "high"))
    places = digits(middle, low, high)
    told = number(middle, places)
    if not known(middle, low, high) or number(low, places) == number(high, places):
        return told
    return f"{told} ({number(low, places)} to {number(high, places)})"


def holds_zero(low: float, high: float) -> bool:
    """Whether an interval contains zero, so that no sign can be told."""
    return not (low > 0 or high < 0)


def per_cent(share: float | None, of: str = "", places: int = 0) -> str:
    """A share as per cent, never rounded to none or all; what it is ``of`` behind it.

    Whole per cent; with ``places`` decimals only where levels are compared, or where chances of one quarter are small.
    """
    if share is None or not known(share):
        return NONE
    least = 10.0**-places
    low, high = f"< {least:g}", f"> {100 - least:g}"
    told = low if 0 < 100 * share < least else high if 100 - least < 100 * share < 100 else number(100 * share, places)
    return f"{told} % {of}".rstrip()


def chance(share: float | None) -> str:
    """A chance that was estimated from draws: never told to be none or all."""
    return per_cent(share if share is None else min(max(share, 1e-9), 1 - 1e-9))


def share_estimate(row: Any, mean: str = "mean", unit: str = " %") -> str:
    """A share with its interval, each in whole per cent: ``34 (28 to 40) %``."""
    middle, low, high = (per_cent(float(row[name])).removesuffix(" %") for name in (mean, "low", "high"))
    if middle == NONE:
        return NONE
    return f"{middle}{unit}" if NONE in (low, high) or low == high else f"{middle} ({low} to {high}){unit}"


def money(value: float) -> str:
    """Million USD."""
    return f"{shown(value)} million USD"


def years(count: float) -> str:
    """A number of years in words that people use."""
    small = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    whole = float(count).is_integer() and 0 <= count < len(small)
    return f"{small[int(count)] if whole else written(count)} year{'' if count == 1 else 's'}"


def listed(names: Sequence[str], last: str = "and") -> str:
    """Names in a row, the last after "and"."""
    return f" {last} ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def spoken(name: str) -> str:
    """A name of the tables in words: ``trust.gain`` is gain, ``ict`` ICT."""
    last = name.rpartition(".")[2]
    return last.upper() if last in ("sme", "ict") else last.replace("_", " ")
