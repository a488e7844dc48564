"""Figures of a case: its paths with what is reported and the dates of its history, and what counterfactuals change."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from alliances.analysis.cases.declaration import Event, Quantity
from alliances.analysis.cases.words import change_unit, scale_of, unit_of
from alliances.analysis.drawing import frame, marks
from alliances.analysis.drawing.palette import BLACK, SOFT, looks
from alliances.analysis.drawing.plate import Plate, styled

PATH, ROW, FOOT = 130.0, 18.0, 60.0  # heights of a path, of a row of dots, and of all else, in points


@styled
def paths_figure(paths: pd.DataFrame, quantities: Sequence[Quantity], events: Sequence[Event], last: int) -> Plate:
    """Each path with the spread of the first world, the means of all, what is reported, and numbered dates."""
    drawn = [quantity for quantity in quantities if quantity.path]
    plate = Plate("paths", "How did it go, and how else could it have gone?", FOOT + PATH * max(len(drawn), 1))
    worlds = list(dict.fromkeys(paths["world"]))
    own = looks(worlds)
    for axes, quantity in zip(frame.panels(plate, max(len(drawn), 1), sharex=True), drawn, strict=False):
        rows = paths[paths["quantity"] == quantity.name]
        path_panel(axes, rows, quantity, own)
        told = quantity.reported_in(last)
        if told:
            values = np.array([*told.values()]) * scale_of(quantity)
            axes.plot([*told], values, BLACK.mark, color=BLACK.colour, zorder=4, label="reported")
        dates(axes, events)
        frame.dress(axes, quantity.name, "", unit_of(quantity))
        frame.whole(axes.xaxis)
    frame.key(plate, {**own, "reported": BLACK._replace(dash="")})
    plate.numbered = tuple(f"{event.year:g}: {event.words}" for event in events)
    own_rows = paths[paths["quantity"].isin([quantity.name for quantity in drawn])]
    return plate.tell(
        "; ".join(f"{quantity.name} from year to year" for quantity in drawn) or "No path is drawn.",
        "Lines: means over seeds. Band: nine in ten worlds as it was. Diamonds: reported. Dotted lines: the dates that "
        "are numbered, which nothing in the model reads.", seeds_of(own_rows), own_rows,
    )  # fmt: skip


def path_panel(axes: frame.Axes, rows: pd.DataFrame, quantity: Quantity, own: dict[str, marks.Look]) -> None:
    """The means of all worlds, and the spread of the first."""
    for place, (world, look) in enumerate(own.items()):
        one = rows[rows["world"] == world].sort_values("year")
        scaled = one[["mean", "low", "high"]] * scale_of(quantity)
        if place == 0:
            marks.band(axes, one["year"], scaled["low"], scaled["high"], look)
        marks.curve(axes, one["year"], scaled["mean"], look, marker="" if place else look.mark, markersize=3)


def dates(axes: frame.Axes, events: Sequence[Event]) -> None:
    """A dotted line with a number at each date."""
    for number, event in enumerate(events, 1):
        axes.axvline(event.year, color=SOFT, linestyle=":", linewidth=0.8, zorder=1)
        at = {"xycoords": axes.get_xaxis_transform(), "color": SOFT, "fontsize": 7.5}
        frame.said(axes, str(number), (event.year, 1.0), (0, -2), **at)


@styled
def changes_figure(changes: pd.DataFrame, quantities: Sequence[Quantity]) -> Plate:
    """What each counterfactual changes, one panel for each quantity that something can be told of."""
    worlds, own = list(dict.fromkeys(changes["world"])), looks(["", *dict.fromkeys(changes["world"])])
    told = changes[changes["low"].notna()]
    shown = [quantity for quantity in quantities if (told["quantity"] == quantity.name).any()]
    across = 2 if len(shown) > 1 else 1
    rows_high = (ROW * len(worlds) + FOOT) * max(frame.rows_of(len(shown), across), 1)
    plate = Plate("changes", "What would have been different?", FOOT + rows_high)
    for axes, quantity in zip(frame.panels(plate, max(len(shown), 1), across), shown, strict=False):
        rows = told[told["quantity"] == quantity.name].set_index("world").reindex(worlds)
        scaled = rows[["difference", "low", "high"]] * scale_of(quantity)
        for place, world in enumerate(worlds):
            marks.dots(axes, scaled.loc[[world]], [place], own[world], mean="difference", size=5.0)
        frame.room(axes, [0.0, *scaled["low"], *scaled["high"]], 0.08)
        axes.set_yticks([])
        axes.set_ylim(len(worlds) - 0.5, -0.5)
        frame.dress(axes, quantity.name, change_unit(quantity), grid="x", zero=True)
    frame.key(plate, {world: own[world] for world in worlds}, 1)
    return plate.tell(
        "Differences of each counterfactual world from the world as it was.",
        "Mark: mean difference from the world as it was, of the same seed. Line: 95 % interval over seeds. A hollow "
        "mark: the interval contains zero, so the sign cannot be told.", seeds_of(changes), changes,
    )  # fmt: skip


def seeds_of(rows: pd.DataFrame) -> str:
    """How many seeds there are at most."""
    return f"{int(rows['seeds'].max()) if len(rows) else 0} seeds"
