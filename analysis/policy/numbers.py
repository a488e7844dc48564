"""How estimates read: no more digits than the interval is worth, and never an end that rounding moves onto zero."""

from __future__ import annotations

import math
from typing import Any

MINUS = "−"
MOST_DECIMALS = 6
MOST_FIGURES = 4  # of a mean, however narrow its interval


def digits(*values: float) -> int:
    """Decimals for a mean and its interval: one figure of the half-width, more if an end would be rounded to zero."""
    finite = [value for value in values if math.isfinite(value)]
    spread = (max(finite) - min(finite)) / 2 if finite else 0.0
    size = spread or max(map(abs, finite), default=0.0)
    places = 0 if size == 0 else min(max(0, -math.floor(math.log10(size / 2))), MOST_DECIMALS)
    largest = max(map(abs, finite), default=0.0)
    if largest > 0:
        places = min(places, max(0, MOST_FIGURES - 1 - math.floor(math.log10(largest))))
    while places < MOST_DECIMALS and any(value != 0 and round(value, places) == 0 for value in finite):
        places += 1
    return places


def number(value: float, places: int) -> str:
    """A number with so many decimals, a thousands separator, and a true minus; a dash where there is none."""
    if not math.isfinite(value):
        return "–"
    text = f"{round(value, places) + 0.0:,.{places}f}"
    return text.replace("-", MINUS)


def estimate(row: Any, scale: float = 1.0) -> str:
    """A mean with its interval: ``34 (28 to 40)``; a world that never changes has no interval to tell."""
    mean, low, high = (scale * float(row[name]) for name in ("mean", "low", "high"))
    if not math.isfinite(mean):
        return "–"
    places = digits(mean, low, high)
    if not (math.isfinite(low) and math.isfinite(high)) or low == mean == high:
        return number(mean, places)
    middle, start, end = (number(value, places) for value in (mean, low, high))
    return middle if start == end else f"{middle} ({start} to {end})"


def per_cent(share: float) -> str:
    """A share as whole per cent, or that it is below one or above 99."""
    if not math.isfinite(share):
        return "–"
    if 0 < share < 0.01:
        return "less than 1 %"
    if 0.99 < share < 1:
        return "more than 99 %"
    return f"{100 * share:.0f} %".replace("-", MINUS)


def years(count: float) -> str:
    """A number of years in words that people use."""
    small = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    known = float(count).is_integer() and 0 <= count < len(small)
    return f"{small[int(count)] if known else f'{count:g}'} year{'' if count == 1 else 's'}"


def listed(names: list[str]) -> str:
    """Names in a row, the last after "and"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
