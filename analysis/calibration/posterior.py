"""Where the facts leave the parameters: what they rule out (history matching), and the posterior.

A reported number is the model's expectation, plus what the model misses (the discrepancy), whose scale is declared in
half-widths of the band. The discrepancy has Student's t with four degrees of freedom: one number that is out
of the model's reach does not decide alone. That makes the ABC posterior exact under this statement (Wilkinson 2013).
Points are rows of the unit cube, over which the prior is even.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from alliances.analysis.calibration.emulator import Emulator
from alliances.analysis.calibration.moments import Target
from alliances.analysis.calibration.sampling import Drawn, Numbers, drawn

FREEDOM = 4
RULED_OUT = 3.0  # units away from a reported number (Pukelsheim's three-sigma rule; Vernon et al. 2010)
STEEP = 30.0  # how fast the density falls beyond that


class Reported(NamedTuple):
    """What is reported: one number each, NaN where there is none, and the scale of its discrepancy."""

    centres: Numbers
    scales: Numbers


def reported(targets: Sequence[Target], discrepancy: float) -> Reported:
    """The centres of the bands, and the discrepancy in half-widths."""
    return Reported(
        np.array([target.centre for target in targets]),
        np.array([target.half_width * discrepancy for target in targets]),
    )


def deviations(emulator: Emulator, facts: Reported, points: Numbers) -> Numbers:
    """How far each number lies from the reported one, in units of discrepancy and emulator together."""
    means, variances = emulator.predict(points)
    return (means - facts.centres) / np.sqrt(facts.scales**2 + variances)


def implausibility(emulator: Emulator, facts: Reported, points: Numbers) -> Numbers:
    """The largest deviation of any number, by point."""
    return np.nanmax(np.abs(deviations(emulator, facts, points)), axis=1)


def misfit(emulator: Emulator, facts: Reported, points: Numbers) -> Numbers:
    """Minus the logarithm of the posterior density, up to a constant, by point."""
    means, variances = emulator.predict(points)
    spread = facts.scales**2 + variances
    terms = (FREEDOM + 1) / 2 * np.log1p((means - facts.centres) ** 2 / spread / FREEDOM) + np.log(spread) / 2
    return np.nansum(terms, axis=1) - emulator.log_measured(points)


def not_ruled_out(emulator: Emulator, facts: Reported, size: int, rng: np.random.Generator) -> Drawn:
    """Points spread evenly over what no number rules out; ``log_mass`` is the logarithm of its share of the cube.

    Where every point is ruled out, those that are nearest to not being so.
    """
    return drawn(
        lambda points: STEEP * np.maximum(implausibility(emulator, facts, points) - RULED_OUT, 0),
        size, emulator.dimensions, rng,
    )  # fmt: skip


def posterior(emulator: Emulator, facts: Reported, size: int, rng: np.random.Generator) -> Numbers:
    """So many points of the posterior."""
    return drawn(lambda points: misfit(emulator, facts, points), size, emulator.dimensions, rng).points
