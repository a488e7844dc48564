"""The figure of a scenario discovery: how each box was peeled, what limits it, and the points in and out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.colors import BoundaryNorm
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from alliances.analysis.calibration.figures import drawn
from alliances.analysis.discovery.discovery import Box, Discovery
from alliances.analysis.figures import BLUE, GREY, ORANGE
from alliances.analysis.heat_maps.heat_maps import written

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def discovery_figure(found: Discovery) -> Figure:
    """One row for each box: its trajectory, its limits, and the points over its two most certain factors."""
    tallest = max(len(box.limits) for box in found.boxes)
    figure = drawn((14.5, (1.6 + max(2.8, 0.5 * tallest)) * len(found.boxes)))
    figure.suptitle(f"Where does {found.where} hold?", fontsize=13, fontweight="bold", x=0.01, ha="left")
    rows = figure.subplots(len(found.boxes), 3, squeeze=False, width_ratios=[1, 1.5, 1])
    for number, (box, axes) in enumerate(zip(found.boxes, rows, strict=True), 1):
        draw_trajectory(axes[0], box, found.share, number)
        draw_limits(axes[1], box)
        draw_points(axes[2], box, found.points)
        for panel in axes:
            panel.spines[["top", "right"]].set_visible(False)
    return figure


def draw_trajectory(axes: Axes, box: Box, share: float, number: int) -> None:
    """Coverage against density of the boxes passed on the way, by the number of factors they limit; the one taken."""
    most = int(max(box.trajectory["limited_factors"].max(), 1))
    norm = BoundaryNorm(np.arange(-0.5, most + 1), 256)
    dots = axes.scatter(
        box.trajectory["coverage"], box.trajectory["density"], c=box.trajectory["limited_factors"], cmap="cividis_r",
        norm=norm, s=26, edgecolor="white", linewidth=0.4,
    )  # fmt: skip
    axes.plot(box.coverage, box.density, "o", markersize=13, fillstyle="none", color=ORANGE, markeredgewidth=2)
    axes.axhline(share, color=GREY, linewidth=0.8, linestyle=":")
    axes.text(0, share, " share of all points", color=GREY, fontsize=8, va="bottom")
    axes.set(xlim=(0, 1.04), ylim=(0, 1.04), xlabel="coverage: share of all cases that it holds")
    axes.set_ylabel("density: share of its points that are cases")
    axes.set_title(f"Box {number}: {found_words(box)}", loc="left", fontsize=10)
    steps = np.unique(np.linspace(0, most, min(most + 1, 6)).round())
    axes.figure.colorbar(dots, ax=axes, label="limited factors", ticks=steps, pad=0.02).outline.set_visible(False)


def found_words(box: Box) -> str:
    """Coverage and density, and whether to believe in them."""
    words = f"coverage {box.coverage:.2f}, density {box.density:.2f}"
    return words if box.better_than_chance else f"{words}; not better than chance"


def draw_limits(axes: Axes, box: Box) -> None:
    """The limits of each factor within its range, with 90 % of the limits found in resamples."""
    axes.set_title("Limits, with 90 % of those found in halves of the points", loc="left", fontsize=10)
    axes.set_xlim(-0.02, 1.02)
    axes.set_xticks([0, 0.5, 1], ["lowest", "value of the factor", "highest"])
    axes.set_ylim(len(box.limits) - 0.4, -0.6)
    axes.set_yticks(range(len(box.limits)), box.limits["factor"])
    axes.tick_params(length=0)
    if box.limits.empty:
        axes.text(0.5, 0.5, "no limit has evidence for it", transform=axes.transAxes, ha="center", color=GREY)
        axes.set_yticks([])
    for place, row in enumerate(box.limits.to_dict("records")):
        axes.add_patch(Rectangle((0, place - 0.16), 1, 0.32, color="#e8e8e8", linewidth=0))
        if row["values"] is not None:
            axes.text(0.01, place, f"one of {', '.join(map(str, row['values']))}", va="center", fontsize=9)
        else:
            draw_span(axes, place, row)


def draw_span(axes: Axes, place: int, row: dict[Any, Any]) -> None:
    """The limited range of one factor, in shares of its whole range."""
    width = row["range_high"] - row["range_low"]
    ends = {name: (row[name] - row["range_low"]) / width for name in row if name.split("_")[0] in ("low", "high")}
    left = 0.0 if np.isnan(ends["low"]) else ends["low"]
    right = 1.0 if np.isnan(ends["high"]) else ends["high"]
    axes.add_patch(Rectangle((left, place - 0.16), right - left, 0.32, color=BLUE, linewidth=0))
    for side in ("low", "high"):
        if np.isnan(row[side]):
            continue
        axes.plot([ends[f"{side}_from"], ends[f"{side}_to"]], [place] * 2, color=ORANGE, linewidth=3)
        words = f"{written(row[side])} (p {p_words(row[f'{side}_p'])})"
        at = float(np.clip(ends[side], 0.12, 0.88))
        axes.text(at, place + 0.2, words, ha="center", va="top", fontsize=8.5)


def p_words(value: float) -> str:
    """A p-value as people read it."""
    return "< 0.001" if value < 0.001 else f"= {value:.3f}"


def draw_points(axes: Axes, box: Box, points: pd.DataFrame) -> None:
    """Points of interest and others over the two most certain factors that have an order, with the box."""
    ordered = box.limits[box.limits["values"].isna()]
    strongest = ordered.loc[ordered[["low_p", "high_p"]].min(axis=1).sort_values().index, "factor"].tolist()[:2]
    if not strongest:
        axes.set_axis_off()
        return
    x, y = strongest[0], strongest[1] if len(strongest) > 1 else None
    height = points[y] if y else pd.Series(np.linspace(0, 1, len(points)), points.index)
    for wanted, colour, marker in ((False, "#bbbbbb", "."), (True, ORANGE, "x")):
        rows = points["of_interest"] == wanted
        axes.scatter(points.loc[rows, x], height[rows], s=16, linewidth=0.9, color=colour, marker=marker)
    limits = {row["factor"]: row for row in box.limits.to_dict("records")}
    (left, right), (low, high) = ends_of(limits[x]), ends_of(limits[y]) if y else (0, 1)
    axes.add_patch(Rectangle((left, low), right - left, high - low, fill=False, edgecolor=BLUE, linewidth=2))
    axes.set(xlabel=x, ylabel=y or "points, in any order")
    if y is None:
        axes.set_yticks([])
    axes.set_title(f"Cases (×) in all {len(points)} points", loc="left", fontsize=10)


def ends_of(row: dict[Any, Any]) -> tuple[float, float]:
    """Where a factor's limits are, or its range ends."""
    return (
        row["range_low"] if np.isnan(row["low"]) else row["low"],
        row["range_high"] if np.isnan(row["high"]) else row["high"],
    )
