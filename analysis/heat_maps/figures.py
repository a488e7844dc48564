"""Figures of heat maps and regime maps: cells of equal size, with their numbers where they are few."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import TwoSlopeNorm
from matplotlib.patches import Patch

from alliances.analysis.drawing import frame, marks
from alliances.analysis.drawing.palette import AMOUNTS, BAND, INK, PALE, SIGNS, SOFT
from alliances.analysis.drawing.plate import Plate, styled
from alliances.analysis.heat_maps.heat_maps import HeatMap, Matrix
from alliances.analysis.heat_maps.regimes import SURE, RegimeMap
from alliances.analysis.heat_maps.sign_lines import uncertain, zero_lines
from alliances.analysis.heat_maps.words import sentences
from alliances.analysis.outcome_words import name_of
from alliances.analysis.run_outcomes import unit_of
from alliances.analysis.wording import number, per_cent, spoken, written

FEW = 8  # rows or columns up to which cells show their numbers
TALL = 230  # of a map, with its title and axes


@styled
def heat_figure(heat: HeatMap) -> Plate:
    """The outcome over two factors; with a contrast, below it the effect and the line where it turns."""
    outcome, contrast, reading = (
        name_of(heat.view.outcome),
        heat.contrast,
        f"{counted(heat)} ±: half the 95 % interval.",
    )
    x, y = (factor_in_words(axis.name) for axis in (heat.x, heat.y))
    title, count = f"How do {x} and {y} change {outcome}?", 1 if contrast is None else 2
    plate = Plate("heatmap", title, TALL * count)
    first, *second = frame.panels(plate, count)
    mesh = draw_cells(first, heat, "", AMOUNTS)
    contours(first, heat.matrix("mean"))
    dress(first, heat, f"{outcome}, with alliances" if contrast and contrast.label == "alliances" else outcome, mesh)
    for axes in second:
        assert contrast is not None
        most = float(np.nanmax(np.abs(heat.matrix("effect")))) or 1.0
        mesh = draw_cells(axes, heat, "effect", SIGNS, TwoSlopeNorm(0, -most, most))
        marks.hatched(axes, uncertain(heat) & np.isfinite(heat.matrix("effect")))
        for line in zero_lines(heat):
            for colour, width in (("white", 5), (INK, 2.4)):
                axes.plot(line[:, 0], line[:, 1], color=colour, linewidth=width)
        dress(axes, heat, f"Effect of {contrast.label} on {outcome}", mesh, "difference in ")
        reading += " Hatched: sign not certain at 95 %. Black line: where the sign turns."
    return plate.tell(" ".join(sentences(heat)), reading, "", heat.cells)


@styled
def regime_figure(regimes: RegimeMap) -> Plate:
    """Which regime holds where, in plain words."""
    heat, names, contrast = regimes.heat, regimes.names, regimes.heat.contrast
    cells = regimes.cells.assign(kind=regimes.cells["regime"].map(names.index))
    kinds, sure = (
        cells.pivot(index="row", columns="column", values=name).reindex(range(len(heat.y.centres)), axis=0)
        .reindex(range(len(heat.x.centres)), axis=1).to_numpy(float) for name in ("kind", "sure")
    )  # fmt: skip
    what = f"does {spoken(contrast.factor)}" if contrast and contrast.label != "alliances" else "do alliances"
    title = f"What {what} do to {name_of(heat.view.outcome)}?" if contrast else "What holds where?"
    plate, colours = Plate("regimes", title, TALL), [*PALE[: len(regimes.regimes)], BAND, "white"][: len(names)]
    (axes,) = frame.panels(plate, 1)
    marks.matrix(axes, kinds, colours)
    marks.hatched(axes, ~(sure >= SURE) & np.isfinite(kinds))
    marks.outlined(axes, kinds)
    dress(axes, heat, "")
    held = [
        (name, colour) for kind, (name, colour) in enumerate(zip(names, colours, strict=True)) if (kinds == kind).any()
    ]
    key = {name: Patch(facecolor=colour, edgecolor=SOFT) for name, colour in held}
    frame.key(plate, {**key, "not certain": Patch(facecolor="white", edgecolor=SOFT, hatch=marks.HATCH)})
    note = f"Hatched: fewer than {per_cent(SURE)} of resamples say the same."
    return plate.tell(" ".join(sentences(heat, regimes)), f"{counted(heat)} {note}", "", regimes.cells)


def counted(heat: HeatMap) -> str:
    """How many runs there are in a cell."""
    ends = {name: sorted({heat.cells[name].min(), heat.cells[name].max()}) for name in ("points", "replicates")}
    told = ", ".join(f"{name} {' to '.join(map(str, span))}" for name, span in ends.items())
    return f"In each cell: {told}{', each run paired with its twin' if heat.contrast else ''}."


def contours(axes: Axes, surface: Matrix) -> None:
    """Contours of a surface whose cells are too many to show their numbers, where there is anything to see."""
    if min(surface.shape) > 1 and max(surface.shape) > FEW and np.ptp(surface[np.isfinite(surface)]) > 0:
        lines = axes.contour(
            np.ma.masked_invalid(surface), levels=5, colors="white", linestyles="solid", linewidths=1.4
        )
        axes.clabel(lines, fontsize=8.5, colors="white", fmt=written)


def draw_cells(axes: Axes, heat: HeatMap, of: str, cmap: str, norm: Any = None) -> Any:
    """The means of the outcome, or ``of`` the effect; with half their intervals if the cells are few enough to read."""
    mean, low, high = (
        heat.matrix(name if not of else of if name == "mean" else f"{of}_{name}") for name in ("mean", "low", "high")
    )
    mesh, halves, most = marks.matrix(axes, mean, cmap, norm), (high - low) / 2, max(mean.shape)
    usual = float(np.nanmedian(np.abs(halves if np.isfinite(halves).any() else mean / 100)))
    places = int(np.clip(1 - np.floor(np.log10(usual)), 0, 6)) if usual > 0 else 3
    for place in zip(*np.nonzero(np.isfinite(mean) & (most <= FEW)), strict=True):
        half = f"\n±{number(halves[place], places)}" if np.isfinite(halves[place]) else ""
        marks.cell_words(axes, mesh, place, f"{number(mean[place], places)}{half}", fontsize=8.5 if most <= 6 else 7.5)
    return mesh


def factor_in_words(name: str) -> str:
    """A factor as an axis has it: ``trust.gain`` is trust: gain."""
    return name.removeprefix("markets.all.").replace(".", ": ").replace("_", " ")


def in_unit(words: str, name: str) -> str:
    """Words with the unit that a name has, if it has one."""
    return f"{words} ({unit})" if (unit := unit_of(name)) else words


def dress(axes: Axes, heat: HeatMap, title: str, mesh: Any = None, drawn: str = "") -> None:
    """Title, ticks at the factors' levels or the edges of their classes, and a colour bar in the outcome's unit."""
    x, y = (in_unit(factor_in_words(of.name), of.name) for of in (heat.x, heat.y))
    frame.dress(axes, title, x, y, grid="")
    for axis, along in ((axes.xaxis, heat.x), (axes.yaxis, heat.y)):
        values = along.edges if len(along.edges) else along.centres
        places, step = np.arange(len(values)) - (0.5 if len(along.edges) else 0.0), -(-len(values) // 9)
        axis.set_ticks(places[::step], [written(float(value)) for value in values[::step]])
    if mesh is not None:
        label = in_unit(drawn + name_of(heat.view.outcome), heat.view.outcome)
        bar = axes.figure.colorbar(mesh, ax=axes, pad=0.02, aspect=30, label=label)
        bar.outline.set_visible(False)
