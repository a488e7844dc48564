"""The one box taken from a trajectory of PRIM, and which of its limits have evidence."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alliances.analysis.discovery.prim import EVERYWHERE, Limit, Points, Region, passed

LEVEL = 0.05  # quasi p-value above which a limit is dropped
COLUMNS = ["factor", "low", "high", "values", "low_p", "high_p", "range_low", "range_high"]


class Peeled:
    """The peeling of points ``x`` with 0 or 1 in ``wanted``, and the box chosen from it.

    It is the strongest box (see :func:`strength`), or, if a ``density`` is asked for, the one that covers most among
    those that reach it. Limits whose quasi p-value is above 0.05 are then dropped one by one, the weakest first.
    """

    def __init__(self, x: pd.DataFrame, wanted: NDArray[np.int64], mass: float, density: float | None) -> None:
        """``mass`` is the least share of points a box may hold; both values must occur in ``wanted``."""
        self.mass, self.density = mass, density
        self.points = Points(x, wanted)
        regions = passed(self.points, mass)
        self.trajectory = trajectory(regions, wanted)
        self.region = self._with_evidence(regions[chosen(self.trajectory, density)])
        self.members = self.region.members

    @property
    def box(self) -> dict[str, Limit]:
        """The limits by factor."""
        return self.region.limits

    @property
    def limits(self) -> pd.DataFrame:
        """One row per limited factor; columns are those of ``COLUMNS``."""
        rows: list[tuple[Any, ...]] = []
        p = self._quasi_p(self.region)
        for name, limit in self.box.items():
            if isinstance(limit, frozenset):
                rows.append((name, np.nan, np.nan, sorted(limit, key=str), p[name, 0], np.nan, np.nan, np.nan))
                continue
            ends = [end if np.isfinite(end) else np.nan for end in limit]
            values = self.points.columns[name]
            odds = (p.get((name, side), np.nan) for side in (0, 1))
            rows.append((name, *ends, None, *odds, values.min(), values.max()))
        return pd.DataFrame(rows, columns=COLUMNS)

    def _with_evidence(self, region: Region) -> Region:
        """The region without the limits that have no evidence, the weakest dropped first."""
        while True:
            weak = [(p, *limit) for limit, p in self._quasi_p(region).items() if p > LEVEL]
            if not weak:
                return region
            region = self._without(region, *max(weak)[1:])

    def _without(self, region: Region, name: str, side: int) -> Region:
        """The region without one limit."""
        limit = region.limits[name]
        if isinstance(limit, frozenset):
            return self.points.limited(region, name, self.points.whole[name])
        free = (EVERYWHERE[0], limit[1]) if side == 0 else (limit[0], EVERYWHERE[1])
        return self.points.limited(region, name, free)

    def _quasi_p(self, region: Region) -> dict[tuple[str, int], float]:
        """How likely the region would be as dense by chance without each of its limits, by factor and side.

        A factor without order has one side, 0.
        """
        from scipy.stats import binom

        wanted, found = self.points.wanted, {}
        for name, limit in region.limits.items():
            ends = (1, 0) if isinstance(limit, frozenset) else np.isfinite(limit)
            for side in np.flatnonzero(ends).tolist():
                wider = wanted[self._without(region, name, side).members].mean()
                own = wanted[region.members]
                found[name, side] = float(binom.sf(own.sum() - 1, len(own), wider))
        return found


def trajectory(regions: list[Region], wanted: NDArray[np.int64]) -> pd.DataFrame:
    """The boxes passed on the way: coverage, density, mass, number of limited factors, points and those wanted."""
    rows = [(len(region.limits), int(region.members.sum()), int(wanted[region.members].sum())) for region in regions]
    table = pd.DataFrame(rows, columns=["limited_factors", "n", "k"])
    n, k = table["n"], table["k"]
    shares = pd.DataFrame({"coverage": k / wanted.sum(), "density": k / n, "mass": n / len(wanted)})
    return pd.concat([shares, table], axis=1)


def chosen(trajectory: pd.DataFrame, density: float | None) -> int:
    """The box that covers most among those as dense as asked for; the strongest if none is, or nothing was asked."""
    dense = trajectory[trajectory["density"] >= (density or np.inf)]
    if len(dense):
        return int(dense.index.to_numpy()[dense["coverage"].to_numpy().argmax()])
    return int(strength(trajectory).argmax())


def strength(trajectory: pd.DataFrame) -> NDArray[np.float64]:
    """How many standard deviations more points of interest each box holds than one placed at random."""
    share = trajectory["k"].iloc[0] / trajectory["n"].iloc[0]
    spread = np.sqrt(trajectory["n"] * share * (1 - share))
    return ((trajectory["k"] - trajectory["n"] * share) / spread).to_numpy(float)


def inside(x: pd.DataFrame, box: dict[str, Limit]) -> NDArray[np.bool_]:
    """Which points lie in a box."""
    return Points(x, np.zeros(len(x), np.int64)).within(box)
