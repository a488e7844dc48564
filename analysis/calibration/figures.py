"""Figures of a calibration: the distance along each parameter, and the moments before and after."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.patches import Patch

from alliances.analysis.drawing import frame, marks
from alliances.analysis.drawing.palette import BAND, BLUE, GREY, ORANGE
from alliances.analysis.drawing.plate import Plate, styled
from alliances.analysis.run_outcomes import with_unit
from alliances.analysis.wording import listed

TRIAL = GREY._replace(mark=".", dash="")


@styled
def profile_figure(profile: pd.DataFrame, trials: pd.DataFrame, parameters: pd.DataFrame, tolerated: float) -> Plate:
    """One panel per parameter: all trials, the slice through the best, and the distance up to which it is as good."""
    plate = Plate("profile", "How well does each parameter's value fit?", 125 * frame.rows_of(len(parameters), 2))
    least, most = profile["distance"].min(), max(profile["distance"].max(), tolerated)
    rows, room = parameters.to_dict("records"), 0.15 * (most - least)
    for axes, row in zip(frame.panels(plate, len(rows), 2, sharey=True), rows, strict=True):
        part = profile[(profile["parameter"] == row["parameter"]) & profile["distance"].notna()]
        frame.dress(
            axes, f"identified: {row['identified']}", with_unit(str(row["parameter"])), "distance", fontsize=9.5
        )
        marks.cloud(axes, trials[row["parameter"]], trials["distance"], TRIAL, 5)
        marks.curve(axes, part["value"], part["distance"], BLUE, markersize=4)
        axes.axhline(tolerated, color=GREY.colour, linewidth=1)
        axes.axvline(row["best"], color=ORANGE.colour, linewidth=1, linestyle="--")
        axes.set_ylim(max(least - room, 0), most + room)
    frame.key(plate, {
        "trials": TRIAL, "slice through the best": BLUE, "as good as the best": GREY._replace(mark="", dash="-"),
        "the best": ORANGE._replace(mark=""),
    })  # fmt: skip
    known = listed([f"{row['parameter']} ({row['identified']})" for row in rows])
    return plate.tell(
        f"Curves of the distance from the facts along {len(rows)} parameters. Identified: {known}.",
        "Distance: how far the facts that were fitted to are missed; below the grey line a value is as good as the "
        "best.", "", profile,
    )  # fmt: skip


@styled
def moments_figure(numbers: pd.DataFrame) -> Plate:
    """Every number with a band in held-out seeds, default and calibrated, in half-widths of its band."""
    banded = numbers[(numbers["band_high"] - numbers["band_low"]).between(0, np.inf, inclusive="neither")]
    plate, within = Plate("moments", "Do the facts that were fitted to hold in fresh seeds?", 50 + 32 * len(banded)), 0
    axes = frame.panel(plate, "half-widths from the centre of the band", grid="x", zero=True)
    axes.axvspan(-1, 1, color=BAND, zorder=0)
    centre, half = (banded["band_low"] + banded["band_high"]) / 2, (banded["band_high"] - banded["band_low"]) / 2
    for prefix, shift, look in (("default_", -0.16, ORANGE), ("", 0.16, BLUE)):
        rows = pd.DataFrame({name: (banded[prefix + name] - centre) / half for name in ("low", "mean", "high")})
        marks.dots(axes, rows, np.arange(len(rows)) + shift, look, hollow=False)
        within = int(rows["mean"].between(-1, 1).sum())
    frame.names_down(axes, [f"{row.fact}: {row.number}" for row in banded.itertuples()], 30)
    frame.key(plate, {"default": ORANGE._replace(dash="-"), "calibrated": BLUE, "reported band": Patch(color=BAND)}, 3)
    return plate.tell(
        f"Intervals of {len(banded)} numbers beside their reported bands; calibrated, {within} means lie inside.",
        "Mean and 90 % interval over held-out seeds.", "", banded,
    )  # fmt: skip
