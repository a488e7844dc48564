"""The figure of a survey: per path, the samples' estimates, the reported value, all firms, and the causal effect.

Readable without colour: every kind of number has its own shape.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.mlab import GaussianKDE
from matplotlib.patches import Patch

from alliances.analysis.drawing import frame, marks
from alliances.analysis.drawing.palette import BLACK, BLUE, GREEN, GREY, ORANGE, PALE
from alliances.analysis.drawing.plate import Plate, styled
from alliances.analysis.surveys.declaration import Groups
from alliances.analysis.wording import listed

ROW, HEADING = 28.0, 44.0
BESIDE = 0.3  # rows below its own at which a path without response style is drawn
POINTS, VIOLIN = 200, 0.36  # at which a density is taken; its half height, of a row
FEWEST = 5  # different estimates from which a distribution is drawn
WITHOUT_STYLE = GREY._replace(mark="o", dash="-")
MARKS = {
    "population": GREEN._replace(mark="|", dash=""), "effect": ORANGE._replace(mark="^", dash=""),
    "reported": BLACK._replace(dash=""),
}  # fmt: skip
MEANINGS = {
    "population": "every eligible firm instead of a sample", "effect": "caused: same firms, paired worlds",
    "reported": "reported by the paper",
}  # fmt: skip


@styled
def survey_figure(
    compared: pd.DataFrame, estimates: pd.DataFrame, title: str, groups: Groups, measured: Sequence[str]
) -> Plate:
    """A panel per group, and in it a row per path.

    Args:
        compared: rows by path, see ``comparison``; with columns ``…_without_style`` these are drawn beside.
        estimates: columns path and estimate, one row per draw, those with response style where there are both.
        title: of the figure.
        groups: paths in words, by path, by group.
        measured: what the horizontal axis shows: one for all groups, or one for each.
    """
    heights = [HEADING + ROW * len(paths) for paths in groups.values()]
    plate, drawn = Plate("figure", title, sum(heights)), dict(list(estimates.groupby("path")["estimate"]))
    labels = [*measured, *[""] * (len(groups) - len(measured))][:: 1 if len(measured) > 1 else -1]
    every = frame.panels(plate, len(groups), sharex=len(measured) == 1, height_ratios=heights)
    rows = {row["path"]: row for row in compared.to_dict("records")}
    for axes, (group, paths), label in zip(every, groups.items(), labels, strict=True):
        frame.dress(axes, group, label, "", "x", zero=True)
        frame.names_down(axes, paths.values(), 26)
        for place, path in enumerate(paths):
            draw_path(axes, place, drawn[path], rows[path])
    frame.key(plate, {
        "estimates of the samples": Patch(facecolor=PALE[0]), "their mean and middle 95 %": BLUE,
        **({"the same without response style": WITHOUT_STYLE} if "mean_without_style" in compared else {}),
        **{MEANINGS[kind]: look for kind, look in MARKS.items() if compared[kind].notna().any()},
    }, 1)  # fmt: skip
    return plate.tell(in_words(compared, groups), "", "", compared)


def in_words(compared: pd.DataFrame, groups: Groups) -> str:
    """How many of the reported values the samples reproduce, and which they do not."""
    told, drawn = compared.dropna(subset="reported"), f"Distributions of the estimates for {len(compared)} paths."
    words = {path: name for paths in groups.values() for path, name in paths.items()}
    outside = [words.get(path, path) for path in told.loc[~told["inside"].astype(bool), "path"]]
    if told.empty:
        return f"{drawn} Nothing is reported."
    where = f"; outside: {listed(outside)}" if outside else ""
    return f"{drawn} {len(told) - len(outside)} of {len(told)} reported values lie inside the middle 95 %{where}."


def draw_path(axes: Axes, place: int, drawn: pd.Series[Any], row: Mapping[Hashable, Any]) -> None:
    """The samples of a path as a violin, or as dots where they are few; their mean, the middle 95 %, and the marks."""
    values = drawn.dropna().to_numpy(float)
    if len(np.unique(values)) >= FEWEST:
        across = np.linspace(values.min(), values.max(), POINTS)
        density = GaussianKDE(values)(across)
        half = VIOLIN * density / density.max()
        axes.fill_between(across, place - half, place + half, color=PALE[0], linewidth=0, zorder=2)
    else:
        axes.plot(values, np.full(len(values), place), "o", color=PALE[0], markersize=6, zorder=2)
    for which, look, beside in (("", BLUE, 0.0), ("_without_style", WITHOUT_STYLE, BESIDE)):
        if f"mean{which}" in row:
            ends = pd.DataFrame([{name: row[f"{name}{which}"] for name in ("mean", "low", "high")}])
            marks.dots(axes, ends, [place + beside], look, hollow=bool(which), size=5.0)
    for kind, look in MARKS.items():
        edge = (
            {"markersize": 15, "markeredgewidth": 3}
            if kind == "population"
            else {"markeredgecolor": "white", "markersize": 8}
        )
        marks.curve(axes, [row[kind]], [place], look, clip_on=False, zorder=5, **edge)
