"""Figures of a calibration: the distance along each parameter, and the moments before and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from alliances.analysis.figures import BLUE, GREY, ORANGE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ACROSS = 4  # panels in a row
BAND = "#e8e8e8"


def profile_figure(profile: pd.DataFrame, trials: pd.DataFrame, parameters: pd.DataFrame, tolerated: float) -> Figure:
    """One panel per parameter: all trials, the slice through the best, and the distance up to which it is as good."""
    rows = -(-len(parameters) // ACROSS)
    figure = drawn(figsize=(3.2 * min(len(parameters), ACROSS), 2.7 * rows))
    panels = list(figure.subplots(rows, min(len(parameters), ACROSS), sharey=True, squeeze=False).flat)
    least, most = profile["distance"].min(), max(profile["distance"].max(), tolerated)
    room = 0.15 * (most - least)
    for panel, row in zip(panels, parameters.to_dict("records"), strict=False):
        name = str(row["parameter"])
        slice_ = profile[(profile["parameter"] == name) & profile["distance"].notna()]
        panel.plot(trials[name], trials["distance"], ".", color=GREY, alpha=0.35, markersize=3, label="trials")
        panel.plot(slice_["value"], slice_["distance"], "-o", color=BLUE, markersize=4, label="slice through the best")
        panel.axhline(tolerated, color=ORANGE, linewidth=1, linestyle="--", label="as good as the best")
        panel.axvline(row["best"], color=BLUE, linewidth=0.8, linestyle=":")
        panel.set_title(f"{name}\nidentified: {row['identified']}", fontsize=9, loc="left")
        panel.set_ylim(max(least - room, 0), most + room)
    for panel in panels[len(parameters) :]:
        panel.set_visible(False)
    panels[0].set_ylabel("distance")
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower left", ncols=3, frameon=False)
    return figure


def moments_figure(numbers: pd.DataFrame) -> Figure:
    """Every number with a band in held-out seeds, default and calibrated, in half-widths of its band."""
    banded = numbers[(numbers["band_high"] - numbers["band_low"]).between(0, float("inf"), inclusive="neither")]
    figure = drawn(figsize=(8, 1.4 + 0.38 * len(banded)))
    axes = figure.subplots()
    axes.axvspan(-1, 1, color=BAND, zorder=0, label="reported band")
    axes.axvline(0, color=GREY, linewidth=0.8)
    intervals(axes, banded, "default_", -0.14, {"color": ORANGE, "fmt": "s", "label": "default"})
    intervals(axes, banded, "", 0.14, {"color": BLUE, "fmt": "o", "label": "calibrated"})
    axes.set_yticks(range(len(banded)), [f"{row.fact}: {row.number}" for row in banded.itertuples()])
    axes.invert_yaxis()
    axes.set_xlabel("half-widths from the centre of the band\n(mean and 90 % interval over held-out seeds)")
    figure.legend(loc="outside upper left", ncols=3, frameon=False)
    return figure


def intervals(axes: Axes, numbers: pd.DataFrame, prefix: str, shift: float, style: dict[str, Any]) -> None:
    """Mean and interval of each number, in half-widths of its band."""
    centre = (numbers["band_low"] + numbers["band_high"]) / 2
    half = (numbers["band_high"] - numbers["band_low"]) / 2
    low, mean, high = ((numbers[prefix + name] - centre) / half for name in ("low", "mean", "high"))
    errors: Sequence[Any] = [(mean - low).clip(lower=0), (high - mean).clip(lower=0)]
    axes.errorbar(mean, [place + shift for place in range(len(numbers))], xerr=errors, capsize=2, markersize=5, **style)


def drawn(figsize: tuple[float, float]) -> Figure:
    """An empty figure that needs no window system."""
    figure = Figure(figsize=figsize, layout="constrained")
    FigureCanvasAgg(figure)
    return figure
