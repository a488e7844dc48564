"""What a heat map and its regimes show, in plain sentences."""

from __future__ import annotations

import numpy as np

from alliances.analysis.heat_maps.heat_maps import HeatMap, because_of
from alliances.analysis.heat_maps.regimes import SURE, RegimeMap
from alliances.analysis.heat_maps.sign_lines import turning_points, uncertain
from alliances.analysis.wording import written


def sentences(heat: HeatMap, regimes: RegimeMap | None = None) -> list[str]:
    """The range of the outcome, the sign of the effect, where it turns, and how far each regime reaches."""
    said = [range_sentence(heat)]
    if heat.empty:
        cells = f"{heat.empty} of {heat.empty + len(heat.cells)} cells"
        said.append(f"In {cells} it has no value in any run{because_of(heat.view.outcome)}.")
    if heat.contrast is not None:
        said += [sign_sentence(heat), *turning_sentences(heat)]
    return said + ([] if regimes is None else regime_sentences(regimes))


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
