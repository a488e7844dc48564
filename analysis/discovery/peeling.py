"""One run of PRIM, by the EMA Workbench, and the one box taken from its trajectory.

Differences between versions 2.5 (Python 3.11) and 3.0 of the workbench are met here and nowhere else.
"""

from __future__ import annotations

import inspect
import warnings
from functools import cache
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

LEVEL = 0.05  # quasi p-value above which a limit is dropped
COLUMNS = ["factor", "low", "high", "values", "low_p", "high_p", "range_low", "range_high"]


@cache
def prim() -> ModuleType:
    """The module; its package warns of parallel machinery that is not installed and not needed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import ema_workbench.analysis.prim as module
    return module


class Peeled:
    """The peeling of points ``x`` with 0 or 1 in ``wanted``, and the box chosen from it.

    It is the strongest box (see :func:`strength`), or, if a ``density`` is asked for, the one that covers most among
    those that reach it. Limits whose quasi p-value is above 0.05 are then dropped one by one, the weakest first.
    """

    def __init__(self, x: pd.DataFrame, wanted: NDArray[np.int64], mass: float, density: float | None) -> None:
        """``mass`` is the least share of points a box may hold; both values must occur in ``wanted``."""
        self.names = list(x.columns)
        self.mass, self.density = mass, density
        module = prim()
        threshold = {"threshold": 1e-9} if "threshold" in inspect.signature(module.Prim).parameters else {}
        # a column called 'scenario' would be dropped, whole numbers would be peeled one at a time
        self.found = module.Prim(neutral(x), wanted, mass_min=mass, **threshold).find_box()
        self.trajectory = self._trajectory()
        self.place = chosen(self.trajectory, density)
        self._drop_weak_limits()
        self.box = self.found.box_lims[self.place].set_axis(self.names_of(self.found.box_lims[self.place]), axis=1)
        self.members = inside(x, self.box)

    def names_of(self, limits: pd.DataFrame) -> list[str]:
        """The names of the factors that limits are of."""
        return [self.names[int(short[1:])] for short in limits.columns]

    @property
    def limits(self) -> pd.DataFrame:
        """One row per limited factor; columns are those of ``COLUMNS``."""
        whole = self.found.prim.box_init
        rows = []
        for short, (low_p, high_p) in self._quasi_p(self.place).items():
            name, ends = self.names[int(short[1:])], self.found.box_lims[self.place][short].tolist()
            if isinstance(ends[0], set):
                rows.append((name, np.nan, np.nan, sorted(ends[0]), low_p, np.nan, np.nan, np.nan))
                continue
            first, last = whole[short].tolist()
            low, high = (end if end != bound else np.nan for end, bound in zip(ends, (first, last), strict=True))
            rows.append((name, low, high, None, *(p if p >= 0 else np.nan for p in (low_p, high_p)), first, last))
        return pd.DataFrame(rows, columns=COLUMNS)

    def _quasi_p(self, place: int) -> dict[str, list[float]]:
        """Quasi p-values of the lower and the upper limit of each limited factor; -1 where there is no limit."""
        every: Any = self.found.p_values if hasattr(self.found, "p_values") else self.found.qp
        return dict(every[place])

    def _trajectory(self) -> pd.DataFrame:
        """The boxes passed on the way: coverage, density, mass, number of limited factors, points and those wanted."""
        passed = self.found.peeling_trajectory
        columns = {"coverage": float, "density": float, "mass": float, "res_dim": int, "n": int, "k": int}
        return passed[list(columns)].astype(columns).rename(columns={"res_dim": "limited_factors"})

    def _drop_weak_limits(self) -> None:
        """Drop limits without evidence; each drop adds a box to the workbench's own list, and is the new place."""
        whole = self.found.prim.box_init
        while True:
            weak = [
                (p, short, side)
                for short, ends in self._quasi_p(self.place).items()
                for side, p in enumerate(ends)
                if p > LEVEL
            ]
            if not weak:
                self.found.select(self.place)
                return
            _, short, side = max(weak)
            wider = self.found.box_lims[self.place].copy()
            if isinstance(wider.at[0, short], set):
                wider[short] = whole[short]
            else:
                wider.at[side, short] = whole.at[side, short]
            members = self.found.prim.yi[inside(self.found.prim.x, wider)]
            self.found.update(wider, members)
            self.place = len(self.found.box_lims) - 1


def neutral(x: pd.DataFrame) -> pd.DataFrame:
    """The points with names and types that the workbench treats as they are meant."""
    renamed = x.set_axis([f"f{place}" for place in range(x.shape[1])], axis=1)
    numeric = [name for name in renamed.columns if pd.api.types.is_numeric_dtype(renamed[name])]
    return renamed.astype({name: float if name in numeric else object for name in renamed.columns})


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


def inside(x: pd.DataFrame, box: pd.DataFrame) -> NDArray[np.bool_]:
    """Which points lie in a box: two rows of limits, or sets of values, with one column per factor."""
    within = np.ones(len(x), bool)
    for name in box.columns:
        low, high = box[name].tolist()
        within &= (x[name].isin(low) if isinstance(low, set) else x[name].between(low, high)).to_numpy()
    return within
