"""Heat maps: an outcome over two factors, and where the effect of a third one changes its sign.

The third factor is compared in pairs: the same values of all other factors and the same random draws, with and without
it. So what both draw alike drops out of the difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alliances.analysis.conditions import outcomes_among
from alliances.analysis.statistics.intervals import LEVEL
from alliances.analysis.wording import written
from alliances.model.errors import refuse, unknown

MOST_LEVELS = 15  # values of a factor that each have a row of their own; more are put into classes
CLASSES = (3, 12)  # fewest and most
POINTS_PER_CELL = 8
CELL = ["column", "row"]
FAILED = "failed_share"  # has no value where there are no alliances
ALLY = "strategy.ally_propensity"  # at 0, nobody seeks allies
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class View:
    """What to look at: ``outcome`` over the factors ``x`` and ``y``.

    ``contrast`` is a factor with two levels whose effect on the outcome is shown too ("" for none, None for the one
    there is). ``bins`` is the number of classes where a factor has too many values; ``logarithmic`` names factors whose
    classes are equally wide on a logarithmic scale.
    """

    x: str
    y: str
    outcome: str
    contrast: str | None = None
    bins: int | None = None
    logarithmic: tuple[str, ...] = ()


class Axis(NamedTuple):
    """The rows or columns of a map: ``centres``, and the ``edges`` of classes (empty for levels as they are)."""

    name: str
    centres: Matrix
    edges: Matrix

    def place(self, values: pd.Series[Any]) -> NDArray[np.int64]:
        """The row or column of each value."""
        if len(self.edges):
            return np.clip(np.searchsorted(self.edges, values, "right") - 1, 0, len(self.centres) - 1)
        return np.searchsorted(self.centres, values)

    def value(self, places: Matrix) -> Matrix:
        """The factor's value at places between rows or columns, counted from 0 at the first centre."""
        return np.interp(places, np.arange(len(self.centres)), self.centres)


class Contrast(NamedTuple):
    """A factor with two levels; the effect is the outcome at ``high`` minus that at ``low``."""

    factor: str
    low: Any
    high: Any

    @property
    def label(self) -> str:
        """What has the effect, in words."""
        if self.factor == ALLY and self.low == 0:
            return "alliances"
        return f"{self.factor} at {written(self.high)} against {written(self.low)}"


@dataclass(frozen=True)
class HeatMap:
    """The map.

    ``cells`` has one row per cell with runs: ``column`` and ``row`` (places on the axes), ``points``, ``replicates``,
    ``mean`` with ``low`` and ``high`` (95 % interval), and with a contrast ``effect`` with ``effect_low`` and
    ``effect_high``; the mean is then that with the contrast's high level, ``without`` that with its low one.
    ``samples`` is what they are taken of, one row per point and replicate, with every outcome; where the outcome that
    is drawn has no value there is none.
    """

    view: View
    x: Axis
    y: Axis
    contrast: Contrast | None
    cells: pd.DataFrame
    samples: pd.DataFrame
    empty: int = 0  # cells with runs of which none has a value

    def __repr__(self) -> str:
        """What is drawn, and how many cells there are."""
        contrast = f", effect of {self.contrast.label}" if self.contrast else ""
        return f"HeatMap({self.view.outcome} over {self.x.name} and {self.y.name}{contrast}, {len(self.cells)} cells)"

    def matrix(self, column: str) -> Matrix:
        """A column of ``cells`` as an array of rows by columns, NaN where there are no runs."""
        filled = np.full((len(self.y.centres), len(self.x.centres)), np.nan)
        filled[self.cells["row"], self.cells["column"]] = self.cells[column].to_numpy(float)
        return filled


def heat_map(runs: pd.DataFrame, factors: Sequence[str], view: View) -> HeatMap:
    """The map of ``runs``, one row per run with the ``factors``, the outcomes, and ``replicate`` if there are several.

    Where other factors vary too, a cell is the mean over them. Raises ``InputError`` for an unknown name, for a factor
    without an order, and where there is nothing to draw.
    """
    check(runs, factors, view)
    contrast = contrast_of(runs, factors, view)
    x, y = (axis_of(runs, name, view, factors) for name in (view.x, view.y))
    samples = samples_of(runs, factors, contrast, view)
    samples = samples.assign(column=x.place(samples[view.x]), row=y.place(samples[view.y]))
    cells = cells_of(samples, view, contrast)
    all_cells = len(set(zip(x.place(runs[view.x]).tolist(), y.place(runs[view.y]).tolist(), strict=True)))
    return HeatMap(view, x, y, contrast, cells, samples, all_cells - len(cells))


def check(runs: pd.DataFrame, factors: Sequence[str], view: View) -> None:
    """Raise ``InputError`` unless the view fits the runs."""
    for name in (view.x, view.y, *([view.contrast] if view.contrast else [])):
        if name not in factors:
            raise unknown("factor", name, factors)
    if len({view.x, view.y, view.contrast}) < 3:
        refuse(f"'{view.y}' is asked for twice; x and y must be different factors")
    outcomes = outcomes_among(runs.columns, factors)
    if view.outcome not in outcomes:
        raise unknown("outcome", view.outcome, outcomes)
    if not pd.api.types.is_numeric_dtype(runs[view.outcome]):
        refuse(f"{view.outcome} is not a number; it must be an outcome")
    if view.bins is not None and not 2 <= view.bins <= 100:
        refuse(f"bins = {view.bins} must be 2 to 100")
    for name in (view.x, view.y):
        if not pd.api.types.is_numeric_dtype(runs[name]) or runs[name].nunique() < 2:
            refuse(f"{name} has no two values in order to draw along; it must be a factor that varies over numbers")
    if not runs[view.outcome].notna().any():
        refuse(f"{view.outcome} is missing in all {len(runs)} runs; it must be an outcome that was measured")


def contrast_of(runs: pd.DataFrame, factors: Sequence[str], view: View) -> Contrast | None:
    """The two levels to compare: of the factor asked for, else of alliances, else of the only one with two levels."""
    if view.contrast == "":
        return None
    others = [name for name in factors if name not in (view.x, view.y)]
    two = [name for name in others if runs[name].nunique() == 2]
    if view.contrast and view.contrast not in two:
        refuse(f"{view.contrast} has {runs[view.contrast].nunique()} values; it must be a factor with two levels")
    name = view.contrast or (ALLY if ALLY in two else two[0] if len(two) == 1 else None)
    return Contrast(name, *sorted(runs[name].unique().tolist())) if name else None


def axis_of(runs: pd.DataFrame, name: str, view: View, factors: Sequence[str]) -> Axis:
    """The axis of a factor: its own levels if they are few, else equally wide classes."""
    levels = np.unique(runs[name].to_numpy(float))
    if len(levels) <= MOST_LEVELS:
        return Axis(name, levels, np.empty(0))
    points = len(runs[list(factors)].drop_duplicates())
    count = view.bins or int(np.clip(np.sqrt(points / POINTS_PER_CELL), *CLASSES))
    if name in view.logarithmic:
        edges = np.geomspace(levels[0], levels[-1], count + 1)
        return Axis(name, np.sqrt(edges[:-1] * edges[1:]), edges)
    edges = np.linspace(levels[0], levels[-1], count + 1)
    return Axis(name, (edges[:-1] + edges[1:]) / 2, edges)


def samples_of(runs: pd.DataFrame, factors: Sequence[str], contrast: Contrast | None, view: View) -> pd.DataFrame:
    """One row per point and replicate: factors, ``point``, ``replicate``, outcomes; with a contrast, pairs of runs.

    Of a pair, outcomes are those at the high level, ``without`` is the outcome at the low level, and ``effect`` the
    difference. Runs without a partner (a factor drawn at random has hardly two runs alike) are left out.
    """
    others = [name for name in factors if contrast is None or name != contrast.factor]
    rows = runs.drop(columns=["point"], errors="ignore")
    if "replicate" not in rows:
        rows = rows.assign(replicate=rows.groupby(list(factors), observed=True).cumcount())
    rows = rows.assign(point=rows.groupby(others, sort=True, observed=True).ngroup())
    if contrast is None:
        return rows[rows[view.outcome].notna()]
    key = ["point", "replicate"]
    low, high = (rows[rows[contrast.factor] == level] for level in (contrast.low, contrast.high))
    pairs = high.merge(low[[*key, view.outcome]].rename(columns={view.outcome: "without"}), on=key)
    pairs = pairs.assign(effect=pairs[view.outcome] - pairs["without"])
    if len(pairs) and pairs["effect"].isna().all():
        refuse(f"{view.outcome} has no value in one of any two runs that differ in {contrast.factor} alone"
               f"{because_of(view.outcome)}; --contrast none draws it alone")  # fmt: skip
    pairs = pairs[pairs["effect"].notna()]
    if pairs.empty:
        refuse(
            f"no two runs differ in {contrast.factor} alone; "
            "the design must be a grid over it, or --contrast none for the outcome alone"
        )
    return pairs


def because_of(outcome: str) -> str:
    """Why an outcome may have no value, in brackets, if that is known."""
    return " (no alliances)" if outcome == FAILED else ""


def cells_of(samples: pd.DataFrame, view: View, contrast: Contrast | None) -> pd.DataFrame:
    """The cells of the map, with their numbers of points and replicates, means and intervals."""
    groups = samples.groupby(CELL, sort=True)
    cells = groups.agg(points=("point", "nunique"), replicates=("replicate", "nunique"))
    columns = {view.outcome: ("mean", "low", "high")}
    if contrast is not None:
        columns["effect"] = ("effect", "effect_low", "effect_high")
        cells["without"] = groups["without"].mean()
    for source, (mean, low, high) in columns.items():
        half = half_width(samples, source)
        cells[mean] = groups[source].mean()
        cells[low], cells[high] = cells[mean] - half, cells[mean] + half
    return cells.reset_index()


def half_width(samples: pd.DataFrame, column: str) -> pd.Series[float]:
    """Half the 95 % interval of each cell's mean, NaN where a cell has neither two points nor two replicates.

    Runs at one point share their factors, and runs of one replicate share their random draws. So means are taken over
    either first, Student's interval is that of those means, and the wider one counts.
    """
    from scipy.special import stdtrit

    widths: dict[str, pd.Series[Any]] = {}
    for cluster in ("point", "replicate"):
        means = samples.groupby([*CELL, cluster])[column].mean().groupby(CELL)
        count = means.size()
        times = pd.Series(stdtrit((count - 1).clip(lower=1), (1 + LEVEL) / 2), count.index)
        widths[cluster] = times * means.std() / np.sqrt(count)
    return pd.DataFrame(widths).max(axis=1)
