"""How the figures of a policy comparison are drawn: paper, colours, marks, and what each figure carries with it.

Every figure can be drawn for a wide page and for a phone. Each option keeps one colour, one mark and one dash
everywhere, so that nothing is told by colour alone (palette of Okabe and Ito, darkened for contrast on white).
Lengths are in points.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLUE, ORANGE, GREEN, PURPLE, INK, BROWN = "#0072B2", "#C44E00", "#007D5A", "#A0457F", "#1f2933", "#7A5C00"
GREY, LIGHT, GRID = "#5b6670", "#dfe3e8", "#e6e9ed"
LOOKS = [(BLUE, "o", "-"), (ORANGE, "s", "--"), (GREEN, "^", "-."), (PURPLE, "D", ":"), (INK, "v", (0, (5, 1, 1, 1))),
         (BROWN, "P", (0, (1, 1)))]  # fmt: skip
WIDE, NARROW = 700.0, 345.0  # of a figure on a page, and on a phone
PER_INCH = 72.0
STYLE: dict[Any, Any] = {
    "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 10.5, "axes.edgecolor": GREY,
    "axes.labelcolor": INK, "text.color": INK, "xtick.color": INK, "ytick.color": INK, "hatch.linewidth": 0.7,
    "axes.spines.top": False, "axes.spines.right": False, "legend.frameon": False, "axes.unicode_minus": True,
}  # fmt: skip


class Look(NamedTuple):
    """Colour, mark and dash of an option."""

    colour: str
    mark: str
    dash: Any


class Plate(NamedTuple):
    """A figure with all that belongs to it; ``draw`` takes whether it is for a narrow page."""

    name: str
    title: str  # the question it answers
    reading: str  # how it is read
    counted: str  # what it rests on
    alt: str  # what it shows, for those who cannot see it
    table: pd.DataFrame
    draw: Callable[[bool], Figure]
    numbered: tuple[str, ...] = ()  # what the numbers in the figure stand for


def looks(options: Iterable[str]) -> dict[str, Look]:
    """The look of each option, by its place in the design."""
    return {option: Look(*LOOKS[place % len(LOOKS)]) for place, option in enumerate(options)}


def paper(narrow: bool, height: float) -> Figure:
    """An empty figure of the page's width, with a canvas of its own."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=((NARROW if narrow else WIDE) / PER_INCH, height / PER_INCH), layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def grid_of(count: int, narrow: bool, across: int = 3) -> tuple[int, int]:
    """Rows and columns for so many panels; few rows, and no panel left alone where that can be helped."""
    columns = 1 if narrow else min(count, across)
    rows = -(-count // columns)
    return rows, -(-count // rows)


def panels_of(figure: Figure, count: int, narrow: bool, **shared: Any) -> list[Axes]:
    """So many panels in a grid; the rest of the grid is left blank."""
    rows, columns = grid_of(count, narrow, shared.pop("across", 3))
    every = list(figure.subplots(rows, columns, squeeze=False, **shared).flat)
    for place in range(count, len(every)):
        every[place].set_visible(False)
        every[place - columns].tick_params(labelbottom=True)
    return every[:count]


def quiet(axes: Axes, along: Any) -> None:
    """A thin grid along the axis that is read, behind everything."""
    axes.grid(axis=along, color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, labelsize=9.5)


def titled(axes: Axes, option: str, look: Look, width: int = 34) -> None:
    """The option's name above its panel, in its colour, and its mark."""
    axes.set_title(wrapped(option, width), fontsize=10.5, fontweight="bold", color=look.colour, loc="left")


def key(figure: Figure, shown: Sequence[str], own: Mapping[str, Look], narrow: bool, **style: Any) -> None:
    """The options' marks, above the panels."""
    from matplotlib.lines import Line2D

    handles = [
        Line2D(
            [],
            [],
            color=own[name].colour,
            marker=own[name].mark,
            linestyle=own[name].dash,
            label=wrapped(name, 40),
            **style,
        )
        for name in shown
    ]
    if len(handles) > 1:
        columns = 1 if narrow else min(len(handles), 3)
        figure.legend(handles=handles, loc="outside upper left", ncols=columns, handlelength=3.2, fontsize=9.5)


def interval_bar(axes: Axes, row: Any, place: float, look: Look) -> None:
    """Mean and interval on a line; the mark is hollow where the interval holds zero."""
    open_ = holds_zero(row["low"], row["high"])
    axes.plot((row["low"], row["high"]), (place, place), color=look.colour, linewidth=2.2, solid_capstyle="butt")
    axes.plot(row["mean"], place, marker=look.mark, color=look.colour, markersize=7.5, markeredgewidth=1.6,
              markerfacecolor="white" if open_ else look.colour)  # fmt: skip


def rows_of(table: pd.DataFrame, column: str, value: str) -> list[dict[Any, Any]]:
    """The rows in which a column has a value."""
    return table[table[column] == value].to_dict("records")


def holds_zero(low: float, high: float) -> bool:
    """Whether an interval holds zero, so that no sign can be told."""
    return not (low > 0 or high < 0)


def sign_open(low: float, high: float) -> bool:
    """Whether the sign of a change cannot be told; of one that is zero in every world there is nothing to tell."""
    return holds_zero(low, high) and not low == high == 0


def wrapped(text: str, width: int) -> str:
    """A text in lines of so many characters."""
    return "\n".join(textwrap.wrap(text, width)) or text


def said(axes: Axes, text: str, place: tuple[float, float]) -> None:
    """A number above its mark, on white so that no line runs through it."""
    from matplotlib.patheffects import withStroke

    style: dict[str, Any] = {"fontsize": 9, "ha": "center", "va": "bottom", "textcoords": "offset points"}
    axes.annotate(text, place, (0, 5), path_effects=[withStroke(linewidth=3, foreground="white")], **style)


def money_axis(axes: Axes, narrow: bool) -> None:
    """What is along an axis of money."""
    axes.set_xlabel(
        "million USD spent, present value"
        if narrow
        else "public money spent to the horizon, million USD, present value"
    )


def names_of(axes: Axes, names: Sequence[str], width: int) -> None:
    """Names down the side, in lines of so many characters, the first on top."""
    axes.set_yticks(range(len(names)), [wrapped(name, width) for name in names])
    axes.set_ylim(len(names) - 0.4, -0.6)


def svg(plate: Plate, narrow: bool = False) -> str:
    """The figure as an SVG element that scales and needs nothing from outside; the same plate gives the same text."""
    import matplotlib as mpl

    from alliances.analysis.report.figures import as_text

    with mpl.rc_context({**STYLE, "svg.hashsalt": f"{plate.name} {narrow}"}):
        return as_text(plate.draw(narrow))


def png(plate: Plate) -> bytes:
    """The figure as a picture for slides and papers."""
    import matplotlib as mpl

    written = io.BytesIO()
    with mpl.rc_context(STYLE):
        plate.draw(False).savefig(written, format="png", dpi=180, metadata={"Software": None})
    return written.getvalue()
