"""Ratios of means over paired seeds, with intervals that may have no end.

A ratio whose denominator may be zero has no finite interval, and no single number stands for it (Fieller 1954). His
interval is the one that is told, since with few seeds it agrees with Student's intervals of the means; a bootstrap
checks it. What is resampled are whole seeds, so that numerator and denominator stay together (Efron and Tibshirani
1993); a price that buys nothing counts as infinite (Fenwick, O'Brien and Briggs 2004).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alliances.analysis.statistics.intervals import LEVEL, interval, quantile_of_t

DRAWS, SEED = 10_000, 20_260
FINITE, NO_UPPER_BOUND, FREE, LOSS = "finite", "no finite upper bound", "costs nothing", "no gain"
UNKNOWN = "not measured"
NAN = float("nan")

Values = Sequence[float] | NDArray[np.float64] | pd.Series


class Ratio(NamedTuple):
    """A ratio of means over ``n`` seeds, Fieller's 95 % interval, the bootstrap's to check it, and a verdict.

    ``finite``: Fieller's interval has two ends, and holds zero just where Student's of the numerator does;
    ``no finite upper bound``: the denominator's interval contains zero (``value`` NaN, ``high`` inf);
    ``no gain``: it lies below zero, so that no price buys anything; ``costs nothing``: a price of which the numerator
    is zero; ``not measured``: fewer than two seeds.
    """

    value: float = NAN
    low: float = NAN
    high: float = NAN
    bootstrap_low: float = NAN
    bootstrap_high: float = NAN
    verdict: str = UNKNOWN
    n: int = 0


def ratio(numerators: Values, denominators: Values, draws: int = DRAWS) -> Ratio:
    """Mean of the numerators over mean of the denominators; pairs that lack one of the two are left out."""
    above, below = pairs(numerators, denominators)
    n, gain = len(below), interval(below)
    if n < 2:
        return Ratio(n=n)
    if gain.high < 0 or (gain.high <= 0 and gain.sd == 0):
        return Ratio(high=math.inf, bootstrap_high=math.inf, verdict=LOSS, n=n)
    low, high = fieller(above, below)
    share = (1 - LEVEL) / 2
    drawn = prices(resampled(np.column_stack([above, below]), draws))
    lowest, highest = map(float, np.quantile(drawn, [share, 1 - share], method="inverted_cdf"))
    if gain.low <= 0:
        lowest = lowest if math.isfinite(lowest) else NAN
        return Ratio(NAN, low, math.inf, lowest, math.inf, NO_UPPER_BOUND, n)
    return Ratio(above.mean() / below.mean(), low, high, lowest, highest, FINITE, n)


def price(costs: Values, gains: Values, draws: int = DRAWS) -> Ratio:
    """What one more of the gains costs: a ratio, or 0 where nothing was spent and something is gained for sure."""
    spent, gained = pairs(costs, gains)
    if spent.any() or len(gained) < 2:
        return ratio(spent, gained, draws)
    value = 0.0 if interval(gained).low > 0 else NAN
    return Ratio(value, value, value, value, value, FREE, len(gained))


def fieller(numerators: Values, denominators: Values, level: float = LEVEL) -> tuple[float, float]:
    """Fieller's interval of a ratio of paired means: all ratios r at which numerator - r × denominator may be zero.

    Where the denominator may be zero it has no end: (low, inf), of which the part below zero is left out, or
    (-inf, inf).
    """
    above, below = pairs(numerators, denominators)
    if len(below) < 2:
        return NAN, NAN
    spread = np.cov(above, below) / len(below) * quantile_of_t(len(below), level) ** 2
    squared = below.mean() ** 2 - spread[1, 1]
    middle = above.mean() * below.mean() - spread[0, 1]
    last = above.mean() ** 2 - spread[0, 0]
    under_root = middle**2 - squared * last
    if squared == 0 or (squared < 0 and under_root < 0):
        return -math.inf, math.inf
    root = math.sqrt(max(under_root, 0.0))
    if squared < 0:
        return max((middle + root) / squared, (middle - root) / squared), math.inf
    return (middle - root) / squared, (middle + root) / squared


def pairs(numerators: Values, denominators: Values) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Both as arrays, without the pairs that lack one of the two."""
    both = np.column_stack([np.asarray(numerators, float), np.asarray(denominators, float)])
    above, below = both[np.isfinite(both).all(axis=1)].T
    return above, below


def resampled(values: NDArray[np.float64], draws: int = DRAWS) -> NDArray[np.float64]:
    """Means of so many resamples of the rows (seeds); the same resamples for every table of as many rows."""
    rng = np.random.default_rng(SEED)
    counts = rng.multinomial(len(values), np.full(len(values), 1 / len(values)), draws)
    return np.asarray(counts @ values / len(values), float)


def prices(means: NDArray[np.float64]) -> NDArray[Any]:
    """First column over second; infinite where the second is not above zero."""
    out = np.full(len(means), math.inf)
    return np.divide(means[:, 0], means[:, 1], out=out, where=means[:, 1] > 0)
