"""Whether an estimator applies to an outcome at all, and what its numbers then say of themselves."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from alliances.analysis.sensitivity.pawn import Numbers
from alliances.analysis.wording import per_cent
from alliances.model.errors import refuse

FEWEST_VALUES = 10  # different ones, from which delta can estimate densities
MOST_TIED = 0.5  # share of points with one and the same value up to which it can
TIED = 0.1  # share from which densities mislead
FARTHEST = 40.0  # range over the spread of the middle half: delta's grid of 100 places passes over narrower densities
LOUD = 0.5  # share of the variance that is of one point, from which shares of variance tell of that point
SHARES = ("first", "total", "delta")  # indices that lie between 0 and 1
BEYOND = 0.05  # how far outside of that chance alone may put an estimate


def check_applies(method: str, y: Numbers) -> None:
    """Raise ``InputError`` where the method's estimator does not apply to the values of an outcome."""
    if method != "delta":
        return
    values, counts = np.unique(y, return_counts=True)
    tied = float(counts.max() / len(y))
    if len(values) < FEWEST_VALUES or tied > MOST_TIED:
        refuse(f"delta compares densities, and the outcome has {len(values)} different values, {per_cent(tied)} of the "
               "points the same; use method pawn")  # fmt: skip
    low, middle_low, middle_high, high = np.quantile(y, [0, 0.25, 0.75, 1])
    if high - low > FARTHEST * (middle_high - middle_low):
        refuse(f"delta compares densities on a grid from {low:.4g} to {high:.4g}, too coarse for the middle half of "
               f"the points, {middle_low:.4g} to {middle_high:.4g}; use method pawn")  # fmt: skip


def remarks(method: str, y: Numbers, indices: pd.DataFrame) -> Iterator[str]:
    """What the values of an outcome and the indices found say against these indices."""
    tied = float(np.unique(y, return_counts=True)[1].max() / len(y))
    if method == "delta" and tied > TIED:
        yield f"{per_cent(tied)} of the points have the same value, which delta's densities cannot show: try pawn"
    squares = (y - y.mean()) ** 2
    loudest = float(squares.max() / squares.sum())
    if method != "pawn" and loudest > LOUD:
        yield (f"one point holds {per_cent(loudest)} of the variance: shares of variance and effects tell of that "
               "point alone; try pawn")  # fmt: skip
    out = indices[indices["index"].isin(SHARES) & ((indices["value"] < -BEYOND) | (indices["value"] > 1 + BEYOND))]
    if len(out):
        worst = out.iloc[int((out["value"] - 0.5).abs().to_numpy().argmax())]
        yield (f"{worst['index']} of {worst['factor']} is {worst['value']:.2f}, and must lie between 0 and 1: there "
               "are too few points for this method")  # fmt: skip
