"""What a heat map and its regimes show, in plain sentences."""

from __future__ import annotations

import numpy as np

from alliances.analysis.heat_maps.heat_maps import CELL, HeatMap, because_of
from alliances.analysis.heat_maps.regimes import SURE, RegimeMap
from alliances.analysis.heat_maps.sign_lines import turning_points, uncertain
from alliances.analysis.statistics.intervals import NORMAL
from alliances.analysis.wording import written

FINE = 0.25  # part of the range of a map that replicates should tell from chance


def sentences(heat: HeatMap, regimes: RegimeMap | None = None) -> list[str]:
    """The range of the outcome, the sign of the effect, where it turns, and how far each regime reaches."""
    said = [range_sentence(heat)]
    if heat.empty:
        cells = f"{heat.empty} of {heat.empty + len(heat.cells)} cells"
        said.append(f"In {cells} it has no value in any run{because_of(heat.view.outcome)}.")
    if heat.contrast is not None:
        said += [sign_sentence(heat), *turning_sentences(heat)]
    said += replicates_warning(heat)
    return said + ([] if regimes is None else regime_sentences(regimes))


def replicates_warning(heat: HeatMap) -> list[str]:
    """A warning if there are fewer replicates than tell a quarter of the range of the map from random draws.

    So many are needed that half the 95 % interval of a cell of usual spread is a quarter of the range of the cells.
    """
    column = "mean" if heat.contrast is None else "effect"
    source = heat.view.outcome if heat.contrast is None else "effect"
    has = int(heat.cells["replicates"].min())
    if has < 2:
        return ["Warning: a cell has one replicate, so what is random in it is not known; two or more are needed."]
    by_replicate = heat.samples.groupby([*CELL, "replicate"])[source].mean()
    spread, reach = float(by_replicate.groupby(CELL).std().median()), float(np.ptp(heat.cells[column]))
    needs = np.ceil((NORMAL * spread / (reach * FINE)) ** 2) if reach > 0 else 0
    if has >= needs:
        return []
    return [
        f"Warning: {has} replicates are few. Cells vary so much between random draws that about {needs:.0f} are needed "
        "to tell a quarter of the range of this map from chance."
    ]


def range_sentence(heat: HeatMap) -> str:
    """Where the outcome is lowest and highest."""
    means = heat.cells["mean"].to_numpy()
    ends = [heat.cells.iloc[int(place)] for place in (np.nanargmin(means), np.nanargmax(means))]
    lowest, highest = (
        f"{written(float(cell['mean']))} (at {written(float(heat.x.centres[int(cell['column'])]))}, "
        f"{written(float(heat.y.centres[int(cell['row'])]))})"
        for cell in ends
    )
    return f"{heat.view.outcome} over {heat.x.name} and {heat.y.name}: from {lowest} to {highest}."


def sign_sentence(heat: HeatMap) -> str:
    """In how many cells the effect has which sign."""
    assert heat.contrast is not None
    unsure, effect = uncertain(heat), heat.matrix("effect")
    higher, lower = int((~unsure & (effect > 0)).sum()), int((~unsure & (effect < 0)).sum())
    return (
        f"The effect of {heat.contrast.label} on it is above zero in {higher} of {len(heat.cells)} cells, below in "
        f"{lower}; in {len(heat.cells) - higher - lower} the sign is not certain."
    )


def turning_sentences(heat: HeatMap) -> list[str]:
    """Where the sign turns along x, for each y at which it does so between two values that are certain."""
    turns = turning_points(heat)
    sure = turns.dropna()
    said = [
        f"At {heat.y.name} = {written(row['y'])} it turns {'up' if row['then'] == '+' else 'down'} at {heat.x.name} = "
        f"{written(row['x'])} (between {written(row['low'])} and {written(row['high'])})."
        for row in sure.to_dict("records")
    ]
    if sure.empty:
        said.append(f"Nowhere does it turn between two values of {heat.x.name} at which its sign is certain.")
    return said


def regime_sentences(regimes: RegimeMap) -> list[str]:
    """How many cells each regime holds in, and in how many that is certain."""
    said = []
    for name in regimes.names:
        cells = regimes.cells[regimes.cells["regime"] == name]
        sure = int((cells["sure"] >= SURE).sum())
        said.append(f"{name}: {len(cells)} of {len(regimes.cells)} cells, {sure} of them certain.")
    return said
