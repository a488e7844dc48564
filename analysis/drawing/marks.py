"""The marks: dots with intervals, clouds, curves and steps, bands, bars, blocks, and matrices of cells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap, Normalize
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from alliances.analysis.drawing.palette import BAND, INK, Look
from alliances.analysis.wording import holds_zero

HATCH = "////"
GOLDEN = 0.618034  # the golden ratio, whose multiples never come close to each other
Numbers = NDArray[np.float64]
Values = Any  # whatever Matplotlib takes for numbers along an axis


def dots(
    axes: Axes, rows: pd.DataFrame, at: Values, look: Look, mean: str = "mean", hollow: bool | None = None, **style: Any
) -> Any:  # fmt: skip
    """A mark at each mean and a line from ``low`` to ``high``, one row above the other; ``upright``: one beside the
    other. A mark is hollow where the interval holds zero, so that the sign cannot be told, unless all are or none.
    """
    size, width, upright = style.get("size", 7.0), style.get("width", 2.0), style.get("upright", False)
    lines, places = (axes.vlines, (at, rows[mean])) if upright else (axes.hlines, (rows[mean], at))
    lines(at, rows["low"], rows["high"], color=look.colour, linewidth=width, zorder=2.5)
    ends = zip(rows["low"], rows["high"], strict=True)
    fills = ["white" if (holds_zero(*both) if hollow is None else hollow) else look.colour for both in ends]
    edge: dict[str, Any] = {"marker": look.mark, "edgecolors": look.colour, "linewidths": 1.5, "zorder": 3}
    return axes.scatter(places[0], places[1], s=size**2, facecolors=fills, **edge)


def cloud(axes: Axes, x: Values, y: Values, look: Look, size: float = 4.0, faint: float = 0.45) -> Any:
    """Many points, one mark each."""
    return axes.scatter(x, y, s=size**2, marker=look.mark, color=look.colour, alpha=faint, linewidths=0, zorder=2)


def spread(count: int) -> Numbers:
    """Heights from 0 to 1 that keep so many points apart, always alike."""
    return np.arange(count, dtype=float) * GOLDEN % 1


def curve(axes: Axes, x: Values, y: Values, look: Look, *, step: bool = False, **style: Any) -> Any:
    """A line with its dash and, at every point or every so many, its mark; ``step`` keeps a value until the next."""
    shape: dict[str, Any] = {"color": look.colour, "linestyle": look.dash, "marker": look.mark, "markersize": 5}
    if step:
        shape |= {"drawstyle": "steps-post", "marker": ""}
    return axes.plot(x, y, **{**shape, **style})[0]


def band(axes: Axes, x: Values, low: Values, high: Values, look: Look, faint: float = 0.2, edged: bool = False) -> Any:
    """The room between two lines over x; its edges dotted, if they shall be told from another band's."""
    edge: dict[str, Any] = {"edgecolor": look.colour, "linestyle": ":", "linewidth": 1} if edged else {"linewidth": 0}
    return axes.fill_between(x, low, high, facecolor=(look.colour, faint), zorder=1.5, **edge)


def bars(axes: Axes, at: Values, ends: Values, *, start: Values = 0.0, **style: Any) -> Any:
    """Bars to the right, from their start to their ends."""
    style = {"height": 0.7, "edgecolor": "white", "linewidth": 0.6, **style}
    return axes.barh(at, np.subtract(ends, start), left=start, zorder=2, **style)


def block(axes: Axes, ends: Values, at: float, height: float, colour: str = BAND) -> None:
    """A block behind a row, between two ends."""
    low, high = ends
    axes.add_patch(Rectangle((low, at - height / 2), high - low, height, color=colour, linewidth=0, zorder=0))


def matrix(axes: Axes, values: Numbers, cmap: str | Iterable[str], norm: Normalize | None = None) -> Any:
    """Cells of equal size; ``cmap`` names a map, or lists the colours of kinds 0, 1, 2 and so on. Gives the mesh."""
    style: dict[str, Any] = {"cmap": cmap, "norm": norm}
    if not isinstance(cmap, str):
        colours = list(cmap)
        style = {"cmap": ListedColormap(colours), "vmin": -0.5, "vmax": len(colours) - 0.5}
    axes.spines[:].set_visible(False)
    rows, columns = (np.arange(count + 1) - 0.5 for count in values.shape)
    return axes.pcolormesh(columns, rows, np.ma.masked_invalid(values), linewidth=0, zorder=0.2, **style)


def cell_words(axes: Axes, mesh: Any, place: Any, text: str, **style: Any) -> None:
    """Words in the cell of a row and column, in the ink that its colour asks for."""
    value = mesh.get_array()[place]
    shade = (1.0, 1.0, 1.0) if np.ma.is_masked(value) else mesh.cmap(mesh.norm(value))[:3]
    ink = INK if np.dot(shade, (0.3, 0.59, 0.11)) > 0.55 else "white"
    clear = {"facecolor": shade, "edgecolor": "none", "pad": 0.5}  # of stripes below them
    style = {"ha": "center", "va": "center", "color": ink, "zorder": 4, "bbox": clear, **style}
    axes.text(place[1], place[0], text, **style)


def hatched(axes: Axes, where: NDArray[np.bool_]) -> None:
    """Stripes over cells that are not certain."""
    for row, column in zip(*np.nonzero(where), strict=True):
        corner = (column - 0.5, row - 0.5)
        axes.add_patch(Rectangle(corner, 1, 1, fill=False, hatch=HATCH, edgecolor=(INK, 0.33), linewidth=0))


def outlined(axes: Axes, kinds: Numbers) -> None:
    """Lines between cells of different kinds."""
    for row, column in zip(*np.nonzero(np.diff(kinds, axis=0)), strict=True):
        axes.plot((column - 0.5, column + 0.5), (row + 0.5,) * 2, color=INK, linewidth=1.2)
    for row, column in zip(*np.nonzero(np.diff(kinds, axis=1)), strict=True):
        axes.plot((column + 0.5,) * 2, (row - 0.5, row + 0.5), color=INK, linewidth=1.2)
