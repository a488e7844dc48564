"""Figures of the report: for each fact a forest of its numbers, as SVG that scales and needs nothing from outside.

One row per number: simulated seeds as dots, their interval as a line, the reported band in grey, the reported value
as a diamond. Numbers of one unit share an axis. Lengths are in points.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLUE, ORANGE, GREY, BAND, INK = "#0072B2", "#B84A00", "#666666", "#dfe3e8", "#1f2933"
COLOURS = {"reproduced": BLUE, "not reproduced": ORANGE, "open": GREY, "not measured": GREY}
WIDTH, SIDE = 360.0, 8.0
LINE, STRIP, GAP, FOOT = 14.0, 26.0, 12.0, 34.0  # a line of a label, the dots, between rows, below an axis
CHARACTERS = 44  # of a label, in one line
PER_INCH = 72.0
GOLDEN = 0.618034  # spreads dots evenly without luck
STYLE: dict[Any, Any] = {"svg.fonttype": "none", "font.family": "sans-serif", "font.size": 11}


def forest(fact: str, numbers: pd.DataFrame, measures: pd.DataFrame) -> str:
    """The SVG of a fact's numbers (rows of the table of verdicts) with its measures; empty if none was taken."""
    if not (numbers["seeds"] > 0).any():
        return ""
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    groups = [rows for _, rows in numbers.groupby("unit", sort=False)]
    heights = [sum(row_heights(rows)) + FOOT for rows in groups]
    seeds = {str(name): seed_means(rows) for name, rows in measures.groupby("number")}
    with mpl.rc_context({**STYLE, "svg.hashsalt": fact}):
        figure = Figure(figsize=(WIDTH / PER_INCH, sum(heights) / PER_INCH))
        FigureCanvasSVG(figure)
        top = sum(heights)
        for rows, height in zip(groups, heights, strict=True):
            draw_group(axes_at(figure, top, height, sum(heights)), rows, seeds)
            top -= height
        return as_text(figure)


def seed_means(rows: pd.DataFrame) -> pd.Series[Any]:
    """The mean of a seed's finite draws, by seed."""
    return rows[np.isfinite(rows["value"])].groupby("seed")["value"].mean()


def row_heights(rows: pd.DataFrame) -> list[float]:
    """Height of each row: its label, and the strip of dots."""
    return [LINE * len(label(row)) + 5 + STRIP + GAP for _, row in rows.iterrows()]


def label(row: Any) -> list[str]:
    """What a row is about, in lines that fit."""
    return textwrap.wrap(str(row["meaning"]), CHARACTERS) or [str(row["number"])]


def axes_at(figure: Figure, top: float, height: float, whole: float) -> Axes:
    """Axes over the width of the figure, ``height`` high with their foot, below ``top``; y runs down in points."""
    box = (SIDE / WIDTH, (top - height + FOOT) / whole, 1 - 2 * SIDE / WIDTH, (height - FOOT) / whole)
    axes = figure.add_axes(box)
    axes.set_ylim(height - FOOT, 0)
    return axes


def draw_group(axes: Axes, rows: pd.DataFrame, seeds: Mapping[str, pd.Series[Any]]) -> None:
    """The numbers of one unit on one axis."""
    low, high = limits(rows, seeds)
    axes.set_xlim(low, high)
    top = 0.0
    for (_, row), height in zip(rows.iterrows(), row_heights(rows), strict=True):
        draw_label(axes, row, top)
        middle = top + height - GAP - STRIP / 2
        draw_reported(axes, row, middle, (low, high))
        draw_simulated(axes, row, middle, seeds.get(str(row["number"]), pd.Series(dtype=float)))
        top += height
    axes.spines[["top", "left", "right"]].set_visible(False)
    axes.set_yticks([])
    axes.locator_params(axis="x", nbins=6)
    axes.tick_params(colors=INK, labelsize=10)
    axes.set_xlabel(str(rows["unit"].iloc[0]), fontsize=10, color=INK, labelpad=2)


def limits(rows: pd.DataFrame, seeds: Mapping[str, pd.Series[Any]]) -> tuple[float, float]:
    """Ends of the axis: all dots, intervals, bands and reported values, with some room."""
    ends = rows[["reported", "band_low", "band_high", "low", "high"]].to_numpy(dtype=float)
    sampled = (rows["test"] == "sample").to_numpy()
    ends[sampled, 1:3] = np.nan  # a sample is validated against the reported value alone
    dots = [values.to_numpy() for name, values in seeds.items() if name in set(rows["number"])]
    every = np.concatenate([ends.ravel(), *dots])
    every = every[np.isfinite(every)]
    low, high = float(every.min()), float(every.max())
    room = 0.06 * (high - low) or 0.1 * abs(high) or 1.0
    return low - room, high + room


def draw_label(axes: Axes, row: Any, top: float) -> None:
    """What the number is, at the left, and its verdict, at the right."""
    across = axes.get_yaxis_transform()
    for n, line in enumerate(label(row)):
        axes.text(0, top + LINE * (n + 0.8), line, transform=across, color=INK, va="baseline")
    style: dict[str, Any] = {"color": COLOURS[row["verdict"]], "fontweight": "bold", "ha": "right", "va": "baseline"}
    axes.text(1, top + LINE * 0.8, str(row["verdict"]), transform=across, **style)


def draw_reported(axes: Axes, row: Any, middle: float, ends: tuple[float, float]) -> None:
    """The band in grey, to the end of the axis where it has no end, and the reported value as a diamond."""
    edges = (middle - STRIP / 2, middle + STRIP / 2)
    if ends[0] < 0 < ends[1]:
        axes.plot((0, 0), edges, color=GREY, linewidth=0.8, zorder=1)
    if row["test"] != "sample":
        low, high = np.clip((row["band_low"], row["band_high"]), *ends)
        axes.fill_between((low, high), *edges, color=BAND, linewidth=0, zorder=0)
        for end in (row["band_low"], row["band_high"]):
            if np.isfinite(end):
                axes.plot((end, end), edges, color=GREY, linewidth=1, zorder=1)
    if np.isfinite(row["reported"]):
        axes.plot(row["reported"], middle, marker="D", markersize=8, color=INK, markeredgecolor="white", zorder=5)


def draw_simulated(axes: Axes, row: Any, middle: float, seeds: pd.Series[Any]) -> None:
    """A dot per seed, spread in height so that they do not hide each other, and the interval as a line."""
    colour = COLOURS[row["verdict"]]
    if seeds.empty:
        axes.text(0, middle, "–", transform=axes.get_yaxis_transform(), color=GREY, va="center")
        return
    spread = (np.arange(len(seeds)) * GOLDEN % 1 - 0.5) * STRIP * 0.7
    dots: dict[str, Any] = {"s": 16, "color": colour, "alpha": 0.4, "linewidths": 0, "zorder": 3}
    axes.scatter(seeds.to_numpy(), middle + spread, **dots)
    axes.plot((row["low"], row["high"]), (middle, middle), color=colour, linewidth=2.4, solid_capstyle="butt", zorder=4)
    for end in (row["low"], row["high"]):
        axes.plot((end, end), (middle - 5, middle + 5), color=colour, linewidth=2.4, zorder=4)


def as_text(figure: Figure) -> str:
    """The SVG element, without ids that would repeat in a page of many figures, and without fixed width."""
    written = io.StringIO()
    figure.savefig(written, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    text = written.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text, flags=re.DOTALL)
    text = re.sub(r'<g id="[^"]*">', "<g>", text)
    return re.sub(r' (?:width|height)="[^"]*"', "", text[: text.index(">")]) + text[text.index(">") :]


def figures(numbers: pd.DataFrame, measures: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Id and figure of every fact that was measured."""
    own = {str(fact): rows for fact, rows in measures.groupby("fact")}
    for fact, rows in numbers.groupby("fact", sort=False):
        yield str(fact), forest(str(fact), rows, own.get(str(fact), measures.head(0)))
