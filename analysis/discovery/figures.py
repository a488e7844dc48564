"""The figure of a scenario discovery: how each box was peeled, what limits it, and the points in and out of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import BoundaryNorm
from matplotlib.patches import Rectangle

from alliances.analysis.discovery.discovery import Box, Discovery
from alliances.analysis.discovery.words import sentences
from alliances.analysis.drawing import frame, marks
from alliances.analysis.drawing.palette import AMOUNTS, BLUE, GREY, ORANGE, SOFT
from alliances.analysis.drawing.plate import Plate, styled
from alliances.analysis.run_outcomes import with_unit
from alliances.analysis.wording import per_cent, shown, written


@styled
def discovery_figure(found: Discovery) -> Plate:
    """Three panels for each box: its trajectory, its limits, and the points over its two most certain factors."""
    heights = [part for box in found.boxes for part in (190, 60 + 34 * max(len(box.limits), 1), 210)]
    plate = Plate("boxes", f"Where does {found.where} hold?", sum(heights))
    every = iter(frame.panels(plate, len(heights), height_ratios=heights))
    for number, box in enumerate(found.boxes, 1):
        draw_trajectory(next(every), box, found.share, number)
        draw_limits(next(every), box.limits)
        draw_points(next(every), box.limits, found.points)
    return plate.tell(
        " ".join(sentences(found)),
        "Coverage: share of all cases that the box holds. Density: share of its points that are cases. Ringed: the box "
        "that was taken. Blue bars: limits; orange: where 90 % of those found in halves of the points lie.",
        "", found.points,
    )  # fmt: skip


def draw_trajectory(axes: Axes, box: Box, share: float, number: int) -> None:
    """Coverage against density of the boxes passed on the way, by the number of factors they limit; the one taken."""
    doubt = "" if box.better_than_chance else ", not better than chance"
    frame.dress(axes, f"Box {number}{doubt}", "coverage", "density", "both")
    passed, most = box.trajectory, int(max(box.trajectory["limited_factors"].max(), 1))
    dots = axes.scatter(
        passed["coverage"], passed["density"], c=passed["limited_factors"], cmap=f"{AMOUNTS}_r", s=26,
        edgecolor="white", norm=BoundaryNorm(np.arange(-0.5, most + 1), 256), linewidth=0.4,
    )  # fmt: skip
    taken = (box.coverage, box.density)
    marks.curve(axes, taken[:1], taken[1:], ORANGE, marker="o", markersize=13, fillstyle="none")
    frame.said(axes, f"{shown(box.coverage)}, {shown(box.density)}", taken, (-10, 0), color=ORANGE.colour)
    axes.axhline(share, color=SOFT, linewidth=1)
    frame.said(axes, f"share of all points: {per_cent(share)}", (0, share), (2, 3 if share < 1 / 2 else -3), color=SOFT)
    axes.set(xlim=(0, 1.04), ylim=(0, 1.04))
    steps = np.unique(np.linspace(0, most, min(most + 1, 6)).round())
    axes.figure.colorbar(dots, ax=axes, label="limited factors", ticks=steps, pad=0.02).outline.set_visible(False)


def draw_limits(axes: Axes, limits: pd.DataFrame) -> None:
    """The limits of each factor within its range, with 90 % of the limits found in resamples."""
    frame.dress(axes, "Limits within the range of each factor", grid="")
    frame.names_down(axes, limits["factor"], 30)
    axes.set_xlim(-0.02, 1.02)
    axes.set_xticks([0, 1], ["lowest", "highest"])
    if limits.empty:
        frame.remark(axes, "no limit has evidence for it")
    for place, row in enumerate(limits.to_dict("records")):
        marks.block(axes, (0, 1), place, 0.32)
        if row["values"] is not None:
            frame.said(axes, f"one of {', '.join(map(str, row['values']))}", (0, place), (3, 0), bbox=None)
        else:
            draw_span(axes, place, row)


def draw_span(axes: Axes, place: int, row: dict[Any, Any]) -> None:
    """The limited range of one factor, in shares of its whole range."""
    start, width = row["range_low"], row["range_high"] - row["range_low"]
    ends = {name: (row[name] - start) / width for name in row if name.startswith(("low", "high"))}
    marks.block(axes, [(end - start) / width for end in ends_of(row)], place, 0.32, BLUE.colour)
    for side, word in (("low", "above"), ("high", "below")):
        if not np.isnan(row[side]):
            axes.plot([ends[f"{side}_from"], ends[f"{side}_to"]], [place] * 2, color=ORANGE.colour, linewidth=3)
            chance = "< 0.001" if row[f"{side}_p"] < 0.001 else f"= {row[f'{side}_p']:.3f}"
            at = (float(np.clip(ends[side], 0.2, 0.8)), place)
            frame.said(axes, f"{word} {written(row[side])} (p {chance})", at, (0, -10))


def draw_points(axes: Axes, limits: pd.DataFrame, points: pd.DataFrame) -> None:
    """Points of interest and others over the two most certain factors that have an order, with the box."""
    ordered = limits[limits["values"].isna()].set_index("factor")
    x, y, *_ = [*ordered[["low_p", "high_p"]].min(axis=1).sort_values().index[:2], None, None]
    if x is None:
        axes.set_axis_off()
        return
    up, wanted = points[y] if y else pd.Series(marks.spread(len(points)), points.index), points["of_interest"]
    marks.cloud(axes, points.loc[~wanted, x], up[~wanted], GREY._replace(mark="."), 5)
    axes.scatter(points.loc[wanted, x], up[wanted], s=16, linewidth=0.9, color=ORANGE.colour, marker="x")
    (left, right), (low, high) = ends_of(ordered.loc[x]), ends_of(ordered.loc[y]) if y else (0, 1)
    axes.add_patch(Rectangle((left, low), right - left, high - low, fill=False, edgecolor=BLUE.colour, linewidth=2))
    name = with_unit(y) if y else "points, in any order"
    frame.dress(axes, f"Cases (×) in all {len(points)} points, and the box", with_unit(x), name, grid="")
    if y is None:
        axes.set_yticks([])


def ends_of(row: Any) -> tuple[float, float]:
    """Where a factor's limits are, or its range ends."""
    low, high = (row[f"range_{end}"] if np.isnan(row[end]) else row[end] for end in ("low", "high"))
    return low, high
