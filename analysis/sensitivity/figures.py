"""Figures of a sensitivity analysis: bars with intervals, Morris's plane, interactions, and convergence."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.ticker import FixedLocator, NullLocator
from matplotlib.transforms import Bbox

from alliances.analysis.calibration.figures import BAND, drawn
from alliances.analysis.figures import BLUE, GREEN, GREY, ORANGE
from alliances.analysis.sensitivity.indices import METHODS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_BARS = 30
MOST_LABELS = 14
MOST_PAIRS = 14
MOST_LINES = 6
LEAST_SCALE = 0.1  # of the map of interactions, so that nothing looks like much
SIGMA = "\N{GREEK SMALL LETTER SIGMA}"
BESIDE = {"morris": "mu", "sobol": "first", "efast": "first", "pawn": "pawn_max", "delta": "first"}
NAMES = {
    "mu": "µ, mean effect", "mu_star": "µ*, mean size of effects", "sigma": f"{SIGMA}, spread of effects",
    "first": "first order: alone", "total": "total: alone and with others", "pawn": "median over slices",
    "pawn_max": "largest over slices", "delta": "delta",
}  # fmt: skip
LINES = [(BLUE, "o", "-"), (ORANGE, "s", "--"), (GREEN, "^", "-."), ("#CC79A7", "D", ":"), (GREY, "v", "-"),
         ("#56B4E9", "P", "--")]  # fmt: skip


def figures(method: str, title: str, ranking: pd.DataFrame, tables: Sequence[pd.DataFrame]) -> dict[str, Figure]:
    """Every figure that fits the method, by name; ``tables`` are the outcome's indices and their convergence."""
    indices, convergence = tables
    made = {"bars": bars(method, title, ranking)}
    if method == "morris" and ranking["sigma"].notna().any():
        made["plane"] = plane(title, ranking)
    if (indices["index"] == "second").any():
        made["interactions"] = interactions(title, ranking, indices)
    if convergence["blocks"].nunique() > 1:
        made["convergence"] = settling(method, title, ranking, convergence)
    return made


def bars(method: str, title: str, ranking: pd.DataFrame) -> Figure:
    """The index that ranks and the one beside it for each factor, with 95 % intervals, the highest on top."""
    shown = ranking.head(MOST_BARS)
    figure = drawn((8, 1.5 + 0.36 * len(shown)))
    axes = figure.subplots()
    place = np.arange(len(shown))
    for index, shift, colour in ((METHODS[method].ranks_by, -0.19, BLUE), (BESIDE[method], 0.19, ORANGE)):
        value = shown[index].fillna(0)
        spread = (shown[f"{index}_high"] - shown[index]).fillna(0)
        style: dict[str, Any] = {"ecolor": "#222222", "error_kw": {"elinewidth": 1, "capsize": 2}}
        axes.barh(place + shift, value, 0.36, xerr=spread, color=colour, label=NAMES[index], **style)
    if shown["floor"].notna().any():
        name = "what chance alone gives"
        axes.axvline(
            shown["floor"].max(), color=GREY, linestyle="--", linewidth=1.2, label=f"{name} ({title_of(method)})"
        )
    axes.axvline(0, color="#222222", linewidth=0.8)
    axes.set_yticks(place, shown["factor"])
    axes.set_ylim(len(shown) - 0.4, -0.6)
    rest = len(ranking) - len(shown)
    axes.set_xlabel("index, with 95 % interval" + (f"; {rest} more below these" if rest else ""))
    finish(figure, axes, title, "x")
    return figure


def title_of(method: str) -> str:
    """The index that ranks, in a word."""
    return NAMES[METHODS[method].ranks_by].partition(",")[0].partition(":")[0]


def plane(title: str, ranking: pd.DataFrame) -> Figure:
    """Size against spread of effects: far right matters, high up depends on the place or on other factors."""
    figure = drawn((8.5, 6))
    axes = figure.subplots()
    known = ranking.dropna(subset=["mu_star", "sigma"])
    most_x, most_y = known["mu_star_high"].max() / 1.2, known["sigma"].max()
    axes.set_xlim(-0.03 * most_x, 1.3 * most_x)
    axes.set_ylim(-0.05 * most_y, 1.2 * most_y)
    named = known.head(MOST_LABELS)
    guides(axes)
    if named["floor"].notna().any():
        axes.axvspan(
            axes.get_xlim()[0], named["floor"].iloc[0], color=BAND, zorder=0, label="µ* that noise alone gives"
        )
    others = known.iloc[MOST_LABELS:]
    axes.plot(others["mu_star"], others["sigma"], ".", color=GREY, label="" if others.empty else "the rest, not named")
    spread = (named["mu_star_high"] - named["mu_star"]).to_numpy()
    axes.errorbar(
        named["mu_star"], named["sigma"], xerr=spread, fmt="o", color=BLUE, ecolor="#9ecae1", capsize=2, zorder=3,
        label="parameter, with 95 % interval of µ*",
    )  # fmt: skip
    axes.set_xlabel(NAMES["mu_star"] + " over the whole range")
    axes.set_ylabel(NAMES["sigma"] + ": curved, or depends on others")
    finish(figure, axes, title, "both")
    name_points(figure, axes, named, known[["mu_star", "sigma"]].to_numpy())
    return figure


def guides(axes: Axes) -> None:
    """Lines at which the spread is as large as the effect, half of it, and a tenth of it."""
    most_x, most_y = axes.get_xlim()[1], axes.get_ylim()[1]
    for slope, words in ((1.0, f"{SIGMA} = µ*"), (0.5, f"{SIGMA} = µ* / 2"), (0.1, f"{SIGMA} = µ* / 10")):
        end = min(most_x, most_y / slope)
        axes.plot([0, end], [0, slope * end], color="#cccccc", linewidth=1, zorder=0)
        axes.annotate(
            words, (end, slope * end), xytext=(-4, -3), textcoords="offset points", ha="right", va="top",
            color="#888888", fontsize=8,
        )  # fmt: skip


def name_points(figure: Figure, axes: Axes, named: pd.DataFrame, points: Any) -> None:
    """Write each name where it lies on no other name and no point: near its point, else further off with a line."""
    figure.canvas.draw()  # places axes for good
    figure.set_layout_engine("none")
    taken: list[Bbox] = [text.get_window_extent() for text in axes.texts]
    for low, high, y in named[["mu_star_low", "mu_star_high", "sigma"]].itertuples(index=False, name=None):
        taken.append(Bbox(axes.transData.transform([(low, y), (high, y)])).padded(1))
    dots = axes.transData.transform(points)
    frame = axes.get_window_extent()
    for name, x, y in named[["factor", "mu_star", "sigma"]].itertuples(index=False, name=None):
        for distance, (across, up) in product(DISTANCES, AROUND):
            text = axes.annotate(
                name, (x, y), xytext=(across * distance, up * distance), textcoords="offset points", fontsize=8.5,
                ha={1: "left", 0: "center", -1: "right"}[round(across)], va="center", zorder=4,
                arrowprops=LEADER if distance > DISTANCES[1] else None,
            )  # fmt: skip
            text.update_positions(figure.canvas.get_renderer())  # type: ignore[attr-defined]
            box = Text.get_window_extent(text)  # an annotation's own would take in its line
            inside = frame.x0 < box.x0 and box.x1 < frame.x1 and frame.y0 < box.y0 and box.y1 < frame.y1
            if inside and not any(box.overlaps(other) for other in taken) and not box.padded(2).count_contains(dots):
                taken.append(box)
                break
            text.remove()


LEADER: Any = {"arrowstyle": "-", "color": "#999999", "linewidth": 0.6}
DISTANCES = (8, 15, 26, 40, 58, 80, 110, 145)  # in points, of a name from its point
AROUND = [(0, 1.1), (0, -1.1), (1, 0.7), (1, -0.7), (1, 0), (-1, 0.7), (-1, -0.7), (-1, 0)]  # where a name may lie


def interactions(title: str, ranking: pd.DataFrame, indices: pd.DataFrame) -> Figure:
    """Second orders of the first factors as a map: in colour where the interval lies above zero, else grey."""
    second = indices[indices["index"] == "second"]
    names = [name for name in ranking["factor"] if name in {*second["factor"], *second["other"]}][:MOST_PAIRS]
    order = {name: number for number, name in enumerate(names)}
    cells = np.full((len(names), len(names)), np.nan)
    figure = drawn((3.6 + 0.62 * len(names), 2.6 + 0.5 * len(names)))
    axes = figure.subplots()
    rows = [row for row in second.to_dict("records") if row["factor"] in order and row["other"] in order]
    most = max([row["value"] for row in rows] + [LEAST_SCALE])
    for row in rows:
        across, down = sorted((order[str(row["factor"])], order[str(row["other"])]))
        sure = row["low"] > 0
        cells[down, across] = row["value"] if sure else np.nan
        colour = ("white" if row["value"] > 0.6 * most else "#111111") if sure else "#9a9a9a"
        axes.text(across, down, f"{row['value']:.2f}", ha="center", va="center", color=colour, fontsize=8)
        if not sure:
            axes.add_patch(Rectangle((across - 0.5, down - 0.5), 1, 1, facecolor="#f3f3f3", zorder=0))
    image = axes.imshow(cells[1:, :-1], cmap="Blues", vmin=0, vmax=most, aspect="auto", extent=edges(len(names)))
    axes.set_xticks(range(len(names) - 1), names[:-1], rotation=40, ha="right", rotation_mode="anchor")
    axes.set_yticks(range(1, len(names)), names[1:])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    figure.colorbar(image, ax=axes, label="share of variance due to the pair", shrink=0.8)
    axes.set_title("blue: 95 % interval above zero; grey: not", fontsize=9, color=GREY, loc="left")
    figure.suptitle(title, fontsize=12, fontweight="bold", x=0.01, ha="left")
    return figure


def edges(count: int) -> tuple[float, float, float, float]:
    """Left, right, bottom and top of a map whose first row and last column are left out."""
    return -0.5, count - 1.5, count - 0.5, 0.5


def settling(method: str, title: str, ranking: pd.DataFrame, convergence: pd.DataFrame) -> Figure:
    """The index that ranks from fewer and more blocks, with 95 % intervals, for the first factors."""
    main = METHODS[method].ranks_by
    figure = drawn((8, 4.8))
    axes = figure.subplots()
    rows = convergence[convergence["index"] == main]
    for (colour, marker, line), name in zip(LINES, ranking["factor"].head(MOST_LINES), strict=False):
        own = rows[rows["factor"] == name]
        axes.fill_between(own["blocks"], own["low"], own["high"], color=colour, alpha=0.13, linewidth=0)
        axes.plot(own["blocks"], own["value"], marker=marker, linestyle=line, color=colour, markersize=5, label=name)
    sizes = sorted(rows["blocks"].unique())
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(FixedLocator(sizes))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xticklabels([f"{size:g}" for size in sizes])
    axes.set_xlabel(f"{METHODS[method].blocks} used")
    axes.set_ylabel(NAMES[main])
    finish(figure, axes, title, "y")
    return figure


def finish(figure: Figure, axes: Axes, title: str, grid: Any) -> None:
    """Title, legend below the panel, and a quiet frame."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis=grid, color="#e4e4e4", linewidth=0.7)
    axes.set_axisbelow(True)
    figure.suptitle(title, fontsize=12, fontweight="bold", x=0.01, ha="left")
    figure.legend(loc="outside lower left", ncols=3, frameon=False, fontsize=9)
