"""Figures of a calibration: where the parameters lie, what the ensemble gives, and whether known worlds are found."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.patches import Patch

from alliances.analysis.drawing import frame, marks
from alliances.analysis.drawing.palette import BAND, BLUE, GREY, ORANGE
from alliances.analysis.drawing.plate import Plate, styled
from alliances.analysis.wording import listed

WIDE = 8.0  # half-widths of a band from its centre that a figure shows


@styled
def posterior_figure(parameters: pd.DataFrame) -> Plate:
    """Every parameter's 90 % interval in the ensemble, in shares of its range, and the default."""
    plate = Plate("posterior", "Which values do the facts leave?", 60 + 20 * len(parameters))
    axes, at = frame.panel(plate, "share of the range", grid="x"), np.arange(len(parameters))
    low, span = parameters["low"], parameters["high"] - parameters["low"]
    rows = pd.DataFrame({
        "mean": (parameters["median"] - low) / span, "low": (parameters["posterior_low"] - low) / span,
        "high": (parameters["posterior_high"] - low) / span,
    })  # fmt: skip
    marks.dots(axes, rows, at, BLUE, hollow=False)
    default = ((parameters["default"] - low) / span).where(lambda share: share.between(0, 1))
    marks.cloud(axes, default, at, ORANGE, 6, faint=1.0)
    axes.set_xlim(-0.02, 1.02)
    frame.names_down(axes, list(parameters["parameter"]), 34)
    frame.key(plate, {"ensemble: median, 90 %": BLUE, "default": ORANGE._replace(dash="")})
    narrowed = list(parameters.loc[parameters["contraction"] >= 0.5, "parameter"])
    return plate.tell(
        f"Intervals of {len(parameters)} parameters over their ranges. "
        f"Narrowed to less than half the variance: {listed(narrowed) or 'none'}.",
        "An interval as wide as the range: the facts do not tell this parameter.", "", parameters,
    )  # fmt: skip


@styled
def predictive_figure(numbers: pd.DataFrame) -> Plate:
    """Every number before calibration and in the ensemble, in half-widths of its band."""
    plate = Plate("predictive", "Does the ensemble give what is reported?", 60 + 32 * len(numbers))
    axes = frame.panel(plate, "half-widths from the centre of the band", grid="x", zero=True)
    axes.axvspan(-1, 1, color=BAND, zorder=0)
    centre = (numbers["band_low"] + numbers["band_high"]) / 2
    half = (numbers["band_high"] - numbers["band_low"]) / 2
    for prefix, shift, look in (("prior_", -0.16, GREY), ("", 0.16, BLUE)):
        rows = pd.DataFrame({name: (numbers[prefix + name] - centre) / half for name in ("low", "high")})
        rows = rows.clip(-WIDE, WIDE).assign(mean=np.nan if prefix else (numbers["mean"] - centre) / half)
        marks.dots(axes, rows, np.arange(len(rows)) + shift, look, hollow=False)
    frame.names_down(axes, [f"{row.fact}: {row.number}" for row in numbers.itertuples()], 30)
    looks = {"over the ranges": GREY._replace(mark="", dash="-"), "ensemble": BLUE}
    frame.key(plate, looks | {"reported band": Patch(color=BAND)}, 3)
    within = int(((numbers["mean"] - centre) / half).between(-1, 1).sum())
    return plate.tell(
        f"Intervals of {len(numbers)} numbers beside their reported bands; {within} means of the ensemble lie inside.",
        "Lines: 90 % of the points, each the mean of its seeds.", "", numbers,
    )  # fmt: skip


@styled
def recovery_figure(rows: pd.DataFrame, parameters: pd.DataFrame) -> Plate:
    """One panel per parameter: the truth in each world across, the 90 % interval found for it upwards."""
    plate = Plate("recovery", "Are known parameters found again?", 95 * frame.rows_of(len(parameters), 3))
    for axes, row in zip(frame.panels(plate, len(parameters), 3), parameters.to_dict("records"), strict=True):
        own = rows[rows["parameter"] == row["parameter"]]
        inside = own["truth"].between(own["low"], own["high"])
        name = str(row["parameter"]).partition(".")[2].replace("_", " ")
        frame.dress(axes, f"{name}: {row['told']}", "", "", fontsize=8.5)
        axes.plot([0, 1], [0, 1], color=GREY.colour, linewidth=1)
        for found, look in ((own[inside], BLUE), (own[~inside], ORANGE)):
            marks.dots(axes, found, found["truth"], look, hollow=False, upright=True, size=3, width=1)
        axes.set(xlim=(0, 1), ylim=(0, 1), xticks=[0, 1], yticks=[0, 1])
    frame.key(plate, {"interval holds the truth": BLUE, "does not": ORANGE})
    told = [f"{row.parameter} ({row.told})" for row in parameters.itertuples()]
    return plate.tell(
        f"Intervals found for the parameters of {rows['world'].nunique()} known worlds. Told: {listed(told)}.",
        "Across: the truth; upwards: what its facts say, both in shares of the range. Nine in ten should hold it.", "",
        rows,
    )  # fmt: skip
