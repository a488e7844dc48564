"""Figures of heat maps and regime maps: cells of equal size, with their numbers where they are few."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.colors import ListedColormap, TwoSlopeNorm
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle
from matplotlib.patheffects import withStroke
from numpy.typing import NDArray

from alliances.analysis.calibration.figures import drawn
from alliances.analysis.figures import GREY
from alliances.analysis.heat_maps.heat_maps import Axis, HeatMap, Matrix, spoken, written
from alliances.analysis.heat_maps.regimes import SURE, RegimeMap
from alliances.analysis.heat_maps.sign_lines import uncertain, zero_lines

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HATCH = "////"
FEW = 10  # rows or columns up to which cells show their numbers
# Okabe and Ito's, lightened so that text on them can be read
REGIME_COLOURS = ("#56B4E9", "#E69F00", "#CC79A7", "#009E73", "#F0E442", "#D55E00")
NEUTRAL = "#dddddd"


def heat_figure(heat: HeatMap) -> Figure:
    """The outcome over two factors with contours; with a contrast, beside it the effect and the line where it turns."""
    panels = 1 if heat.contrast is None else 2
    figure = drawn((6.6 * panels, 5.6))
    axes = figure.subplots(1, panels, squeeze=False)[0]
    draw_outcome(axes[0], heat)
    if heat.contrast is not None:
        draw_effect(axes[1], heat)
    figure.supxlabel(textwrap.fill(note_of(heat), 95 * panels), fontsize=9, color=GREY, x=0.01, ha="left")
    return figure


def draw_outcome(axes: Axes, heat: HeatMap) -> None:
    """The outcome: colours, contours, numbers."""
    mean = heat.matrix("mean")
    image = axes.imshow(mean, origin="lower", aspect="auto", cmap="cividis")
    contours(axes, mean)
    numbers(axes, mean, (heat.matrix("high") - heat.matrix("low")) / 2, image)
    with_them = f", with {heat.contrast.label}" if heat.contrast and heat.contrast.label == "alliances" else ""
    finish(axes, heat, f"{heat.view.outcome}{with_them}", image)


def draw_effect(axes: Axes, heat: HeatMap) -> None:
    """The effect of the contrast: a black line where its sign turns, hatched where that is not certain."""
    assert heat.contrast is not None
    effect = heat.matrix("effect")
    most = float(np.nanmax(np.abs(effect))) or 1.0
    image = axes.imshow(effect, origin="lower", aspect="auto", cmap="PuOr_r", norm=TwoSlopeNorm(0, -most, most))
    numbers(axes, effect, (heat.matrix("effect_high") - heat.matrix("effect_low")) / 2, image)
    hatch(axes, uncertain(heat) & np.isfinite(effect))
    for line in zero_lines(heat):
        axes.plot(line[:, 0], line[:, 1], color="white", linewidth=5)
        axes.plot(line[:, 0], line[:, 1], color="black", linewidth=2.4)
    finish(axes, heat, f"effect of {heat.contrast.label} on {heat.view.outcome}", image)


def regime_figure(regimes: RegimeMap) -> Figure:
    """Which regime holds where, in plain words."""
    heat = regimes.heat
    figure = drawn((7.4, 6.2))
    axes = figure.subplots()
    kinds = np.full((len(heat.y.centres), len(heat.x.centres)), np.nan)
    sure = kinds.copy()
    rows, columns = regimes.cells["row"], regimes.cells["column"]
    kinds[rows, columns] = regimes.cells["regime"].map(regimes.names.index).to_numpy(float)
    sure[rows, columns] = regimes.cells["sure"]
    colours = [*REGIME_COLOURS[: len(regimes.regimes)], NEUTRAL]
    axes.imshow(
        kinds, origin="lower", aspect="auto", cmap=ListedColormap(colours), vmin=-0.5, vmax=len(colours) - 0.5,
        interpolation="nearest",
    )  # fmt: skip
    hatch(axes, ~(sure >= SURE) & np.isfinite(kinds))
    outlines(axes, kinds)
    finish(axes, heat, title_of(regimes), None)
    held = [place for place in range(len(colours)) if (kinds == place).any()]
    handles = [Patch(facecolor=colours[place], edgecolor=GREY, label=regimes.names[place]) for place in held]
    handles.append(Patch(facecolor="white", edgecolor=GREY, hatch=HATCH, label="not certain"))
    figure.legend(handles=handles, loc="outside upper left", ncols=2, frameon=False)
    figure.supxlabel(textwrap.fill(note_of(heat, regimes=True), 100), fontsize=9, color=GREY, x=0.01, ha="left")
    return figure


def title_of(regimes: RegimeMap) -> str:
    """The question that the regimes answer."""
    heat = regimes.heat
    if heat.contrast is None:
        return "What holds where?"
    what = "do alliances" if heat.contrast.label == "alliances" else f"does {spoken(heat.contrast.factor)}"
    return f"What {what} do to {heat.view.outcome}?"


def note_of(heat: HeatMap, regimes: bool = False) -> str:
    """How many runs there are, and how to read the hatching."""
    counts = ", ".join(f"{name} {span(heat.cells[name])}" for name in ("points", "replicates"))
    note = f"In each cell: {counts}{', each run paired with its twin' if heat.contrast else ''}."
    if regimes:
        return f"{note} Hatched: fewer than {100 * SURE:.0f} % of resamples say the same."
    note += " ±: half the 95 % interval."
    return note + (" Hatched: sign not certain at 95 %. Black line: where the sign turns." if heat.contrast else "")


def span(counts: Any) -> str:
    """The least and the most of counts."""
    low, high = int(counts.min()), int(counts.max())
    return str(low) if low == high else f"{low} to {high}"


def contours(axes: Axes, surface: Matrix) -> None:
    """Contours of a surface, where there is anything to see; labelled where cells do not show their numbers."""
    finite = surface[np.isfinite(surface)]
    if min(surface.shape) < 2 or np.ptp(finite) == 0:
        return
    few = max(surface.shape) <= FEW
    thin, faint = (1.0, 0.7) if few else (1.4, 1.0)
    style: dict[str, Any] = {"colors": "white", "linestyles": "solid", "linewidths": thin, "alpha": faint}
    lines = axes.contour(np.ma.masked_invalid(surface), levels=5, **style)
    if not few:
        axes.clabel(lines, fontsize=8, colors="white", fmt=lambda value: f"{value:.3g}")


def numbers(axes: Axes, values: Matrix, halves: Matrix, image: Any) -> None:
    """Each cell's number and half its interval, if the cells are few enough to read them."""
    rows, columns = values.shape
    if max(rows, columns) > FEW:
        return
    size = 8 if max(rows, columns) <= 7 else 6.5
    places = decimals(halves if np.isfinite(halves).any() else values / 100)
    for row, column in zip(*np.nonzero(np.isfinite(values)), strict=True):
        colour = image.cmap(image.norm(values[row, column]))[:3]
        half = f"\n± {halves[row, column]:.{places}f}" if np.isfinite(halves[row, column]) else ""
        text = f"{values[row, column]:.{places}f}{half}"
        ink = "white" if np.dot(colour, (0.3, 0.59, 0.11)) < 0.5 else "black"
        halo = [withStroke(linewidth=2.5, foreground=colour)]  # keeps the number clear of lines below it
        axes.text(column, row, text, ha="center", va="center", fontsize=size, color=ink, path_effects=halo)


def decimals(halves: Matrix) -> int:
    """Digits after the point that show the usual half-width with two digits."""
    usual = float(np.nanmedian(np.abs(halves)))
    return int(np.clip(1 - np.floor(np.log10(usual)), 0, 6)) if usual > 0 else 3


def hatch(axes: Axes, where: NDArray[np.bool_]) -> None:
    """Hatch cells."""
    for row, column in zip(*np.nonzero(where), strict=True):
        place = (column - 0.5, row - 0.5)
        axes.add_patch(Rectangle(place, 1, 1, fill=False, hatch=HATCH, edgecolor="#00000055", linewidth=0))


def outlines(axes: Axes, kinds: Matrix) -> None:
    """Lines between cells of different kinds."""
    rows, columns = kinds.shape
    for row in range(rows):
        for column in range(columns):
            if column + 1 < columns and kinds[row, column] != kinds[row, column + 1]:
                axes.plot([column + 0.5] * 2, [row - 0.5, row + 0.5], color="black", linewidth=1.2)
            if row + 1 < rows and kinds[row, column] != kinds[row + 1, column]:
                axes.plot([column - 0.5, column + 0.5], [row + 0.5] * 2, color="black", linewidth=1.2)


def finish(axes: Axes, heat: HeatMap, title: str, image: Any) -> None:
    """Title, ticks at the factors' values, colour bar."""
    axes.set_title("\n".join(textwrap.wrap(title, 60)), loc="left", fontsize=11)
    ticks(axes.xaxis, heat.x)
    ticks(axes.yaxis, heat.y)
    axes.set_xlabel(named(heat.x.name))
    axes.set_ylabel(named(heat.y.name))
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    if image is not None:
        bar = axes.figure.colorbar(image, ax=axes, pad=0.02)
        bar.outline.set_visible(False)


def ticks(axis: Any, along: Axis) -> None:
    """Ticks at levels, or at the edges of classes; not more than can be read."""
    if len(along.edges):
        places, values = np.arange(len(along.edges)) - 0.5, along.edges
    else:
        places, values = np.arange(len(along.centres)) * 1.0, along.centres
    step = -(-len(values) // 9)
    axis.set_ticks(places[::step], [written(float(value)) for value in values[::step]])


def named(factor: str) -> str:
    """A factor in words, with its full name for those who want to set it."""
    return f"{spoken(factor)}\n({factor})" if spoken(factor) != factor else factor
