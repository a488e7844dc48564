"""Where an effect on a heat map changes its sign, and where that is not certain."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alliances.analysis.heat_maps.heat_maps import HeatMap, Matrix


def uncertain(heat: HeatMap) -> NDArray[np.bool_]:
    """Cells in which the effect's interval contains zero, or nothing is known of it; rows by columns."""
    low, high = heat.matrix("effect_low"), heat.matrix("effect_high")
    return ~((low > 0) | (high < 0))


def sign_line(heat: HeatMap) -> list[Matrix]:
    """The lines along which the effect is zero, between cells of either sign: arrays of (x, y) in factors' units."""
    return [np.column_stack([heat.x.value(line[:, 0]), heat.y.value(line[:, 1])]) for line in zero_lines(heat)]


def zero_lines(heat: HeatMap) -> list[Matrix]:
    """The same lines in columns and rows of the map, counted from 0 at the first centre."""
    from contourpy import contour_generator

    effect = heat.matrix("effect")
    if min(effect.shape) < 2:
        return []
    return [np.asarray(line) for line in contour_generator(z=np.ma.masked_invalid(effect)).lines(0.0)]


def turning_points(heat: HeatMap) -> pd.DataFrame:
    """Where the effect changes sign along x, one row per change: ``y``, ``x``, ``low``, ``high``, the sign ``then``.

    ``low`` and ``high`` are the nearest values of x with a certain sign on either side; NaN where there is none.
    """
    rows = []
    sure = ~uncertain(heat)
    for row, effects in enumerate(heat.matrix("effect")):
        known = np.flatnonzero(np.isfinite(effects) & (effects != 0))
        for left, right in pairwise(known):
            first, second = effects[left], effects[right]
            if first * second > 0:
                continue
            place = left + (right - left) * first / (first - second)
            before = [at for at in known if at <= left and sure[row, at] and effects[at] * first > 0]
            after = [at for at in known if at >= right and sure[row, at] and effects[at] * second > 0]
            ends = (heat.x.centres[at[side]] if at else np.nan for at, side in ((before, -1), (after, 0)))
            rows.append((heat.y.centres[row], float(heat.x.value(np.array(place))), *ends, "+" if second > 0 else "-"))
    return pd.DataFrame(rows, columns=["y", "x", "low", "high", "then"])
