"""Tempered sequential Monte Carlo in the unit cube (Del Moral, Doucet and Jasra 2006): points of a narrow density.

Points start evenly over the cube and are drawn towards low energy in steps that each keep about half of them; between
steps they move by a random walk whose spread follows theirs. So a region of a millionth of the cube is found in
seconds, as long as the energy is cheap.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Energy = Callable[[Numbers], Numbers]
KEPT = 0.5  # effective share of the points that each step keeps
MOVES = 20  # of a random walk between steps
WANTED = 0.234  # share of moves accepted at which a random walk in many dimensions goes farthest (Roberts et al. 1997)
WALK = 2.38  # its first reach, in standard deviations over the root of the dimensions
HALVINGS = 40


class Drawn(NamedTuple):
    """Points, one row each, and the logarithm of the mean of exp(-energy) over the cube."""

    points: Numbers
    log_mass: float


def drawn(energy: Energy, size: int, dimensions: int, rng: np.random.Generator) -> Drawn:
    """So many points of the unit cube, with a density in proportion to exp(-energy) of each row of points."""
    points = (rng.permuted(np.tile(np.arange(size), (dimensions, 1)), axis=1).T + rng.random((size, dimensions))) / size
    energies, cold, log_mass, reach = energy(points), 0.0, 0.0, WALK / dimensions**0.5
    while cold < 1:
        step = longest_step(energies, 1 - cold)
        weights = np.exp(-step * (energies - energies.min()))
        log_mass += float(np.log(weights.mean()) - step * energies.min())
        chosen = resampled(weights, rng)
        cold = 1.0 if step >= 1 - cold else cold + step
        points, energies, reach = walked(energy, points[chosen], energies[chosen], cold, reach, rng)
    return Drawn(points, log_mass)


def longest_step(energies: Numbers, most: float) -> float:
    """How far to cool, at most ``most``, so that the effective number of points stays at the share kept."""
    if effective(np.exp(-most * (energies - energies.min()))) >= KEPT * len(energies):
        return most
    low, high = 0.0, most
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        enough = effective(np.exp(-middle * (energies - energies.min()))) >= KEPT * len(energies)
        low, high = (middle, high) if enough else (low, middle)
    return high


def effective(weights: Numbers) -> float:
    """How many points of equal weight are worth as much (Kish)."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def resampled(weights: Numbers, rng: np.random.Generator) -> NDArray[np.intp]:
    """Places of as many points, each about as often as its weight says (systematic resampling)."""
    marks = (np.arange(len(weights)) + rng.random()) / len(weights)
    return np.minimum(np.searchsorted(np.cumsum(weights) / weights.sum(), marks), len(weights) - 1)


def walked(
    energy: Energy, points: Numbers, energies: Numbers, cold: float, reach: float, rng: np.random.Generator
) -> tuple[Numbers, Numbers, float]:
    """Points moved by a random walk that leaves their density as it is; its reach follows how often a move succeeds."""
    dimensions = points.shape[1]
    spread = np.linalg.cholesky(np.cov(points.T).reshape(dimensions, dimensions) + 1e-10 * np.eye(dimensions))
    for _ in range(MOVES):
        tried = reflected(points + reach * rng.standard_normal(points.shape) @ spread.T)
        tried_energies = energy(tried)
        better = np.log(rng.random(len(points))) < cold * (energies - tried_energies)
        points, energies = np.where(better[:, None], tried, points), np.where(better, tried_energies, energies)
        reach *= float(np.exp(better.mean() - WANTED))
    return points, energies, reach


def reflected(points: Numbers) -> Numbers:
    """Points folded back into the cube at its walls."""
    folded = np.mod(points, 2.0)
    return np.where(folded > 1, 2 - folded, folded)
