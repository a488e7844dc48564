"""The figure of a survey: per path, the samples' estimates, the reported value, all firms, and the causal effect.

Readable without colour: every kind of number has its own shape.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from alliances.analysis.figures import BLUE, GREEN, GREY, ORANGE
from alliances.analysis.surveys.declaration import Groups

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PALE = "#a9cfe8"  # of the distributions
ROW, HEADING, MARGINS, WIDTH = 0.42, 0.45, 1.7, 10.0  # inches
BESIDE = 0.3  # rows below its own at which a path without response style is drawn
POINTS = 200  # at which a density is taken
VIOLIN = 0.72  # share of a row
FEWEST = 5  # different estimates from which a distribution is drawn
EDGE = {"markeredgecolor": "white", "markeredgewidth": 0.8}
MARKS: dict[str, dict[str, Any]] = {
    "population": {"marker": "|", "color": GREEN, "markersize": 19, "markeredgewidth": 3.2, "zorder": 3.5},
    "effect": {"marker": "^", "color": ORANGE, "markersize": 10, "zorder": 5, **EDGE},
    "reported": {"marker": "D", "color": "black", "markersize": 8, "zorder": 6, **EDGE},
}
STYLED: dict[str, Any] = {"color": BLUE, "linewidth": 2, "marker": "o", "markersize": 5}
PLAIN: dict[str, Any] = {
    "color": GREY, "linewidth": 1.2, "marker": "o", "markersize": 4.5, "markerfacecolor": "white",
}  # fmt: skip
MEANINGS = {
    "reported": "reported by the paper",
    "population": "every eligible firm instead of a sample",
    "effect": "caused: same firms, paired worlds",
}


def survey_figure(
    compared: pd.DataFrame, estimates: pd.DataFrame, title: str, groups: Groups, measured: Sequence[str]
) -> Figure:
    """A panel per group, and in it a row per path.

    Args:
        compared: rows by path, see ``comparison``; with columns ``…_without_style`` these are drawn beside.
        estimates: columns path and estimate, one row per draw, those with response style where there are both.
        title: of the figure.
        groups: paths in words, by path, by group.
        measured: what the horizontal axis shows: one for all groups, or one for each.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    heights = [HEADING + ROW * len(paths) for paths in groups.values()]
    figure = Figure(figsize=(WIDTH, MARGINS + sum(heights)), layout="constrained")
    FigureCanvasAgg(figure)
    figure.suptitle(title, fontsize=12, fontweight="bold", x=0.01, ha="left")
    shared = len(measured) == 1
    panels = figure.subplots(len(groups), sharex=shared, height_ratios=heights, squeeze=False)[:, 0]
    rows = {row["path"]: row for row in compared.to_dict("records")}
    drawn = dict(list(estimates.groupby("path")["estimate"]))
    for axes, (group, paths) in zip(panels, groups.items(), strict=True):
        for place, path in enumerate(paths):
            draw_path(axes, place, drawn[path], rows[path])
        dress(axes, group, list(paths.values()))
    for axes, what in zip(panels[-1:] if shared else panels, measured, strict=True):
        axes.set_xlabel(what)
    figure.legend(handles=legend_handles(compared), loc="outside lower center", ncols=3, frameon=False, fontsize=9)
    return figure


def save_survey_figure(figure: Figure, folder: Path, name: str = "figure") -> None:
    """Write the figure as SVG (its text stays text) and PNG; the same numbers give the same bytes."""
    from matplotlib import rc_context

    figure.savefig(folder / f"{name}.png", dpi=150, metadata={"Software": None})
    with rc_context({"svg.hashsalt": name, "svg.fonttype": "none"}):
        figure.savefig(folder / f"{name}.svg", metadata={"Date": None, "Creator": None})


def draw_path(axes: Axes, place: int, drawn: pd.Series[Any], row: Mapping[Hashable, Any]) -> None:
    """The samples of a path as a violin, or as dots where they are few; their mean, the middle 95 %, and the marks."""
    from matplotlib.mlab import GaussianKDE

    values = drawn.dropna().to_numpy(float)
    if len(np.unique(values)) >= FEWEST:
        across = np.linspace(values.min(), values.max(), POINTS)
        density = GaussianKDE(values)(across)
        half = VIOLIN / 2 * density / density.max()
        axes.fill_between(across, place - half, place + half, color=PALE, linewidth=0, zorder=2)
    else:
        axes.plot(values, np.full(len(values), place), "o", color=PALE, markersize=6, zorder=2)
    interval(axes, place, row, "", STYLED)
    if "mean_without_style" in row:
        interval(axes, place + BESIDE, row, "_without_style", PLAIN)
    for kind, style in MARKS.items():
        axes.plot(row[kind], place, linestyle="none", clip_on=False, **style)


def interval(axes: Axes, place: float, row: Mapping[Hashable, Any], which: str, style: Mapping[str, Any]) -> None:
    """A mean and the middle 95 %."""
    line = {name: value for name, value in style.items() if not name.startswith("marker")}
    axes.plot([row[f"low{which}"], row[f"high{which}"]], [place, place], solid_capstyle="butt", zorder=3, **line)
    axes.plot(row[f"mean{which}"], place, zorder=4, **style)


def dress(axes: Axes, group: str, names: Sequence[str]) -> None:
    """Title, names of the rows, a line at zero, and light guides."""
    axes.set_title(group, fontsize=11, loc="left")
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.45, -0.55)
    axes.tick_params(axis="y", length=0)
    axes.axvline(0, color=GREY, linewidth=1, zorder=1)
    axes.grid(axis="x", color="#e4e4e4", linewidth=0.7)
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left"]].set_visible(False)


def legend_handles(compared: pd.DataFrame) -> list[Any]:
    """What each shape stands for, of those that there are."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Any] = [
        Patch(facecolor=PALE, label="estimates of the samples"),
        Line2D([], [], label="their mean and middle 95 %", **STYLED),
    ]
    if "mean_without_style" in compared:
        handles.append(Line2D([], [], label="the same without response style", **PLAIN))
    marks = {kind: {**style, "markersize": 9} for kind, style in MARKS.items() if compared[kind].notna().any()}
    return handles + [Line2D([], [], linestyle="none", label=MEANINGS[kind], **style) for kind, style in marks.items()]
