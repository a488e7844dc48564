"""Means over seeds and their intervals by Student's t."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

LEVEL = 0.95
NORMAL = 1.959964  # standard errors in half an interval of this level, of many seeds


class Interval(NamedTuple):
    """A mean over seeds and its interval (Student t); NaN bounds from fewer than two seeds."""

    mean: float
    low: float
    high: float
    sd: float
    n: int


def interval(values: Sequence[float] | NDArray[np.float64] | pd.Series, level: float = LEVEL) -> Interval:
    """Mean of the finite values, with its interval."""
    found = np.asarray(values, float)
    found = found[np.isfinite(found)]
    n = len(found)
    if n < 2:
        return Interval(float(found[0]) if n else math.nan, math.nan, math.nan, math.nan, n)
    mean, sd = float(found.mean()), float(found.std(ddof=1))
    half = float(quantile_of_t(n, level)) * sd / math.sqrt(n)
    return Interval(mean, mean - half, mean + half, sd, n)


def quantile_of_t(n: Any, level: float = LEVEL) -> Any:
    """Student's t for a two-sided interval of the mean of n values; NaN for fewer than two."""
    from scipy.stats import t

    return t.ppf((1 + level) / 2, np.asarray(n) - 1)
