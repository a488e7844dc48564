"""Figures of a sensitivity analysis: bars with intervals, Morris's plane, interactions, and convergence."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.ticker import FixedLocator, NullLocator
from matplotlib.transforms import Bbox

from alliances.analysis.drawing import frame, marks
from alliances.analysis.drawing.palette import BAND, BLUE, GREY, GRID, ORANGE, SOFT, looks
from alliances.analysis.drawing.plate import Plate, styled
from alliances.analysis.sensitivity.indices import METHODS
from alliances.analysis.wording import listed, number, shown

MOST_BARS, MOST_LABELS, MOST_PAIRS, MOST_LINES = 20, 14, 8, 6
LEAST_SCALE = 0.1  # of the map of interactions, so that nothing looks like much
SIGMA = "\N{GREEK SMALL LETTER SIGMA}"
BESIDE = {"morris": "mu", "sobol": "first", "efast": "first", "pawn": "pawn_max", "delta": "first"}
NAMES = {
    "mu": "µ, mean effect", "mu_star": "µ*, mean size of effects", "sigma": f"{SIGMA}, spread of effects",
    "first": "first order, alone", "total": "total, alone and with others", "pawn": "median over slices",
    "pawn_max": "largest over slices", "delta": "delta",
}  # fmt: skip
REST = GREY._replace(mark=".", dash="")
LEADER: Any = {"arrowstyle": "-", "color": SOFT, "linewidth": 0.6}
DISTANCES = (8, 15, 26, 40, 58, 80, 110, 145)  # in points, of a name from its point
AROUND = [(0, 1.1), (0, -1.1), (1, 0.7), (1, -0.7), (1, 0), (-1, 0.7), (-1, -0.7), (-1, 0)]  # where a name may lie


def figures(found: Any, outcome: str) -> dict[str, Plate]:
    """The figures of an outcome of a ``Sensitivity``, by name: bars, and what else fits its method."""
    method, ranking = found.question.method, found.ranking(outcome)
    indices, convergence = found.of(found.indices, outcome), found.of(found.convergence, outcome)
    made = [bars(method, outcome, ranking)]
    if method == "morris" and ranking["sigma"].notna().any():
        made.append(plane(outcome, ranking))
    if (indices["index"] == "second").any():
        made.append(interactions(outcome, ranking, indices))
    if convergence["blocks"].nunique() > 1:
        made.append(settling(method, outcome, ranking, convergence))
    return {plate.name: plate for plate in made}


@styled
def bars(method: str, outcome: str, ranking: pd.DataFrame) -> Plate:
    """The index that ranks and the one beside it for each factor, with 95 % intervals, the highest on top."""
    rows, main, key, ends = ranking.head(MOST_BARS), METHODS[method].ranks_by, {}, [0.0]
    plate = Plate("bars", f"Which parameters does {outcome} depend on? {METHODS[method].title}", 45 + 24 * len(rows))
    axes = frame.panel(plate, "index", grid="x", zero=True)
    for index, shift, look in ((main, -0.19, BLUE), (BESIDE[method], 0.19, ORANGE)):
        value, high, at = rows[index], rows[f"{index}_high"], np.arange(len(rows)) + shift
        told = pd.DataFrame({"mean": value, "low": 2 * value - high, "high": high})
        marks.bars(axes, at, value, height=0.36, facecolor=look.colour, alpha=0.45)
        marks.dots(axes, told, at, look, hollow=False, size=4.0, width=1.5)
        key[NAMES[index]] = look._replace(dash="-")
        ends += [*told["low"], *high]
    if rows["floor"].notna().any():
        axes.axvline(rows["floor"].max(), color=SOFT, linestyle="--", linewidth=1.2)
        key[f"what chance alone gives of {NAMES[main].partition(',')[0]}"] = GREY._replace(mark="")
    frame.room(axes, ends, 0.04)
    frame.names_down(axes, rows["factor"], 40)
    frame.key(plate, key, 1)
    rest = f" {len(ranking) - len(rows)} more are below these." if len(ranking) > len(rows) else ""
    return plate.tell(
        f"Bars for {len(rows)} factors. The first: {first(ranking, main)}.",
        f"Lines: 95 % intervals.{rest}",
        "",
        ranking,
    )


def first(ranking: pd.DataFrame, index: str) -> str:
    """The first factors of a ranking, in words."""
    return listed([f"{row['factor']} ({shown(row[index])})" for row in ranking.head(3).to_dict("records")])


@styled
def plane(outcome: str, ranking: pd.DataFrame) -> Plate:
    """Size against spread of effects: far right matters, high up depends on the place or on other factors."""
    known = ranking.dropna(subset=["mu_star", "sigma"])
    named, others = known.head(MOST_LABELS), known.iloc[MOST_LABELS:]
    plate = Plate(
        "plane", f"How large are the effects on {outcome}, and do they depend on others? Morris screening", 360
    )
    axes = frame.panel(
        plate, f"{NAMES['mu_star']} over the whole range", f"{NAMES['sigma']}: curved, or depends on others", "both"
    )
    most_x, most_y = known["mu_star_high"].max() / 1.2, known["sigma"].max()
    axes.set(xlim=(-0.03 * most_x, 1.3 * most_x), ylim=(-0.05 * most_y, 1.2 * most_y))
    guides(axes)
    key: dict[str, Any] = {"parameter, with 95 % interval of µ*": BLUE}
    rows = named.rename(columns={"mu_star": "mean", "mu_star_low": "low", "mu_star_high": "high"})
    marks.dots(axes, rows, rows["sigma"], BLUE, hollow=False, size=6.0, width=1.2)
    if len(others):
        marks.cloud(axes, others["mu_star"], others["sigma"], REST, faint=1.0)
        key["the rest, not named"] = REST
    if named["floor"].notna().any():
        axes.axvspan(axes.get_xlim()[0], named["floor"].iloc[0], color=BAND, zorder=0)
        key["µ* that noise alone gives"] = Patch(color=BAND)
    frame.key(plate, key, 1)
    name_points(plate, axes, rows, known[["mu_star", "sigma"]].to_numpy())
    return plate.tell(
        f"Points for {len(known)} factors by size and spread of their effects. Largest: {first(known, 'mu_star')}.",
        "Far right: matters. High up: the effect differs from place to place. Lines: 95 % intervals.", "", known,
    )  # fmt: skip


def guides(axes: Axes) -> None:
    """Lines at which the spread is as large as the effect, half of it, and a tenth of it."""
    most_x, most_y = axes.get_xlim()[1], axes.get_ylim()[1]
    for part in (1, 2, 10):
        end = min(most_x, most_y * part)
        axes.plot([0, end], [0, end / part], color=GRID, linewidth=1.5, zorder=0)
        frame.said(axes, f"{SIGMA} = µ*{f' / {part}' if part > 1 else ''}", (end, end / part), (-4, -3), color=SOFT)


def name_points(plate: Plate, axes: Axes, named: pd.DataFrame, points: Any) -> None:
    """Write each name where it lies on no other name and no point: near its point, else further off with a line."""
    plate.canvas.draw()  # places axes
    to_screen, inside = axes.transData.transform, axes.get_window_extent()
    taken, dots = [text.get_window_extent() for text in axes.texts], to_screen(points)
    for low, high, y in named[["low", "high", "sigma"]].to_numpy():
        taken.append(Bbox(to_screen([(low, y), (high, y)])).padded(1))
    for name, x, y in named[["factor", "mean", "sigma"]].itertuples(index=False, name=None):
        for distance, (across, up) in product(DISTANCES, AROUND):
            text = frame.said(axes, name, (x, y), (across * distance, up * distance), va="center", zorder=4,
                              arrowprops=LEADER if distance > DISTANCES[1] else None)  # fmt: skip
            text.set_in_layout(False)
            text.update_positions(plate.canvas.get_renderer())  # type: ignore[attr-defined]
            box = Text.get_window_extent(text)  # an annotation's own would take in its line
            within = inside.x0 < box.x0 and box.x1 < inside.x1 and inside.y0 < box.y0 and box.y1 < inside.y1
            if within and not any(box.overlaps(other) for other in taken) and not box.padded(2).count_contains(dots):
                taken.append(box.padded(1))
                break
            text.remove()


@styled
def interactions(outcome: str, ranking: pd.DataFrame, indices: pd.DataFrame) -> Plate:
    """Second orders of the first factors as a map: in colour where the interval lies above zero, else grey."""
    second = indices[indices["index"] == "second"]
    names = [name for name in ranking["factor"] if name in {*second["factor"], *second["other"]}][:MOST_PAIRS]
    rows = second[second["factor"].isin(names) & second["other"].isin(names)].to_dict("records")
    places = [tuple(sorted((names.index(row["factor"]), names.index(row["other"])), reverse=True)) for row in rows]
    cells = np.full((len(names), len(names)), np.nan)
    for place, row in zip(places, rows, strict=True):
        cells[place] = row["value"] if row["low"] > 0 else np.nan
    plate = Plate("interactions", f"Which pairs change {outcome} together? Sobol indices", 30 + 24 * len(names))
    axes = frame.panel(plate, grid="")
    mesh = marks.matrix(axes, cells, "Blues", Normalize(0, max([row["value"] for row in rows] + [LEAST_SCALE])))
    for (down, across), row in zip(places, rows, strict=True):
        marks.block(axes, (across - 0.5, across + 0.5), down, 1.0, GRID)
        colour = {} if row["low"] > 0 else {"color": SOFT, "bbox": None}
        marks.cell_words(axes, mesh, (down, across), number(row["value"], 2), fontsize=8, **colour)
    frame.names_down(axes, [f"{name}  {place}" for place, name in enumerate(names, 1)], 40)
    axes.set_xticks(range(len(names) - 1), map(str, range(1, len(names))))
    sure = [f"{row['factor']} with {row['other']} ({shown(row['value'])})" for row in rows if row["low"] > 0]
    return plate.tell(
        f"A map of {len(rows)} pairs of factors. Together: {listed(sure[:3]) or 'none for certain'}.",
        "Share of the variance due to a pair beyond what either does alone; columns are numbered as rows are. Blue: "
        "95 % interval above zero; grey: not.", "", second,
    )  # fmt: skip


@styled
def settling(method: str, outcome: str, ranking: pd.DataFrame, convergence: pd.DataFrame) -> Plate:
    """The index that ranks from fewer and more blocks, with 95 % intervals, for the first factors."""
    main, blocks, own = METHODS[method].ranks_by, METHODS[method].blocks, looks(ranking["factor"].head(MOST_LINES))
    rows = convergence[convergence["index"] == main]
    plate = Plate("convergence", f"Have the indices of {outcome} settled? {METHODS[method].title}", 180)
    axes, sizes = frame.panel(plate, f"{blocks} used", NAMES[main]), sorted(rows["blocks"].unique())
    for name, look in own.items():
        part = rows[rows["factor"] == name]
        marks.band(axes, part["blocks"], part["low"], part["high"], look, 0.13)
        marks.curve(axes, part["blocks"], part["value"], look)
    axes.set_xscale("log")
    axes.xaxis.set(major_locator=FixedLocator(sizes), minor_locator=NullLocator())
    axes.set_xticklabels([f"{size:g}" for size in sizes])
    frame.key(plate, own, 1)
    return plate.tell(
        f"Lines with bands for the first {len(own)} factors, from {sizes[0]:g} to {sizes[-1]:g} {blocks}.",
        "Bands: 95 % intervals. A line that is flat at its end has settled.", "", rows,
    )  # fmt: skip
