"""Panels on a plate, their titles and axes, words beside places, and the key to what is drawn."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator, PercentFormatter

from alliances.analysis.drawing.palette import GRID, SOFT, Look
from alliances.analysis.drawing.plate import PER_INCH, Plate

TITLE, LABEL, HIGH, KEY = 52, 50, 40, 66  # letters of a title, an axis's name, one upwards, and a key across a plate
LINE = 15.0  # of a key, in points
CLEAR = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.8}


def rows_of(count: int, across: int) -> int:
    """Rows that so many panels take."""
    return -(-count // across)


def panels(plate: Plate, count: int, across: int = 1, **shared: Any) -> list[Axes]:
    """So many panels, few rows, and no panel left alone where that can be helped."""
    rows = rows_of(count, across)
    columns = rows_of(count, rows)
    every = list(plate.body.subplots(rows, columns, squeeze=False, **shared).flat)
    for place in range(count, len(every)):
        every[place].set_visible(False)
        every[place - columns].tick_params(labelbottom=True)
    return every[:count]


def panel(plate: Plate, x: str = "", y: str = "", grid: Any = "y", zero: bool = False) -> Axes:
    """The only panel of a plate, dressed."""
    (axes,) = panels(plate, 1)
    dress(axes, "", x, y, grid, zero)
    return axes


def dress(
    axes: Axes, title: str = "", x: str = "", y: str = "", grid: Any = "y", zero: bool = False, **style: Any
) -> None:  # fmt: skip
    """Title, names of the axes (upwards only at the left of the plate), a thin grid along the axis that is read (x, y,
    both or none), and a line at its zero.
    """
    place = axes.get_subplotspec()
    assert place is not None
    columns = place.get_gridspec().ncols
    axes.set_title(wrapped(title, TITLE // columns), **style)
    axes.set(xlabel=wrapped(x, LABEL // columns), ylabel=wrapped(y, HIGH) if place.is_first_col() else "")
    axes.tick_params(length=0)
    if grid:
        axes.grid(axis=grid, color=GRID, linewidth=0.8)
    for axis, line in (("y", axes.axhline), ("x", axes.axvline)):
        if zero and grid in (axis, "both"):
            line(0, color=SOFT, linewidth=1, zorder=1)


def names_down(axes: Axes, names: Iterable[str], width: int = 24) -> None:
    """Names down the side, the first on top, and nothing but them."""
    told = [wrapped(name, width) for name in names]
    axes.set_yticks(range(len(told)), told)
    axes.set_ylim(len(told) - 0.4, -0.6)
    axes.spines["left"].set_visible(False)


def whole(axis: Any) -> None:
    """Whole numbers on an axis of years or counts."""
    axis.set_major_locator(MaxNLocator(5, integer=True, steps=[1, 2, 5, 10]))


def shares(axis: Any) -> None:
    """Per cent on an axis of shares."""
    axis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))


def room(axes: Axes, ends: Any, beside: float) -> None:
    """An x axis over all finite ends, with a share of their span as room beside them."""
    finite = np.asarray(ends, float)[np.isfinite(ends)]
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
    wide = beside * (high - low) or abs(high) or 1.0
    axes.set_xlim(low - wide, high + wide)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=4))


def said(axes: Axes, text: str, at: tuple[float, float], away: tuple[float, float] = (0, 5), **style: Any) -> Any:
    """Words beside a place, so many points away, on white so that no line runs through them."""
    across, up = away
    style = {
        "fontsize": 8.5, "ha": "center" if not across else "left" if across > 0 else "right",
        "va": "center" if not up else "bottom" if up > 0 else "top", "bbox": CLEAR, **style,
    }  # fmt: skip
    return axes.annotate(text, at, away, textcoords="offset points", **style)


def remark(axes: Axes, text: str) -> None:
    """A remark in grey in the middle of a panel."""
    said(axes, text, (0.5, 0.5), xycoords="axes fraction", color=SOFT)


def key(plate: Plate, meanings: Mapping[str, Look | Any], columns: int = 2, **style: Any) -> None:
    """What each look or patch stands for, above the panels, with room of its own; of one there is nothing to tell."""
    if len(meanings) < 2:
        return
    handles = [
        Line2D([], [], color=look.colour, marker=look.mark, linestyle=look.dash, **style) if isinstance(look, Look)
        else look for look in meanings.values()
    ]  # fmt: skip
    told = [wrapped(words, KEY // columns - 4) for words in meanings]
    plate.body.legend(handles, told, loc="outside upper left", ncols=min(columns, len(handles)))
    rows = rows_of(len(told), columns)
    lines = sum(max(words.count("\n") + 1 for words in told[row::rows]) for row in range(rows))
    plate.set_size_inches(plate.get_figwidth(), plate.get_figheight() + (lines * LINE + 6) / PER_INCH)


def wrapped(text: str, width: int) -> str:
    """A text in lines of so many characters."""
    return "\n".join(textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)) or text
