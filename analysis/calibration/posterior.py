"""Where the facts leave the parameters: what they rule out (history matching), and the posterior.

A reported number may lie anywhere in its band. It is the model's expectation, plus what the model misses (the
discrepancy), whose scale is declared in half-widths of the band. A point is as likely as this sum is to lie in the
band. The discrepancy has Student's t with four degrees of freedom: one number that is out of the model's reach does not
decide alone. That makes the ABC posterior exact under this statement (Wilkinson 2013). Points are rows of the unit
cube, over which the prior is even.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import stdtr

from alliances.analysis.calibration.emulator import Emulator
from alliances.analysis.calibration.moments import Target
from alliances.analysis.calibration.sampling import Drawn, Numbers, drawn

FREEDOM = 4
RULED_OUT = 3.0  # units outside a band (Pukelsheim's three-sigma rule; Vernon et al. 2010)
STEEP = 30.0  # how fast the density falls beyond that


class Reported(NamedTuple):
    """What is reported: a band for each number, NaN where there is none, and the scale of its discrepancy."""

    low: Numbers
    high: Numbers
    scales: Numbers


def reported(targets: Sequence[Target], discrepancy: float) -> Reported:
    """The bands, and the discrepancy in half-widths of them."""
    half_widths = np.array([target.half_width for target in targets])
    low, high = (np.array([getattr(target, end) for target in targets]) for end in ("low", "high"))
    return Reported(low, high, half_widths * discrepancy)


def deviations(emulator: Emulator, facts: Reported, points: Numbers) -> Numbers:
    """How far each number lies outside its band, in units of discrepancy and emulator together; 0 inside."""
    means, variances = emulator.predict(points)
    outside = np.maximum(np.maximum(facts.low - means, means - facts.high), 0)
    return np.asarray(outside / np.sqrt(facts.scales**2 + variances))


def implausibility(emulator: Emulator, facts: Reported, points: Numbers) -> Numbers:
    """The largest deviation of any number, by point."""
    return np.nanmax(deviations(emulator, facts, points), axis=1)


def misfit(emulator: Emulator, facts: Reported, points: Numbers) -> Numbers:
    """Minus the logarithm of the posterior density, up to a constant, by point."""
    means, variances = emulator.predict(points)
    units = np.sqrt(facts.scales**2 + variances)
    in_band = between((facts.low - means) / units, (facts.high - means) / units)
    return -np.nansum(np.log(in_band), axis=1) - emulator.log_measured(points)


def between(low: Numbers, high: Numbers) -> Numbers:
    """Probability that the discrepancy, in units of its scale, lies between two values."""
    above = low > 0  # where both lie in the upper tail, the lower one has the digits
    return np.asarray(stdtr(FREEDOM, np.where(above, -low, high)) - stdtr(FREEDOM, np.where(above, -high, low)))


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
