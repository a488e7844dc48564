"""The stages of a calibration: the points that each runs, chosen by what the runs before it gave.

First a Latin hypercube over the ranges, and worlds for recovery; then waves of history matching; then candidates from
the posterior; last the scenario's own values. A stage depends on nothing but the design and the runs before: a
calibration that was stopped is gone through again, with kept runs in place of new ones.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from alliances.analysis.calibration.emulator import Emulator
from alliances.analysis.calibration.posterior import not_ruled_out, posterior, reported
from alliances.analysis.calibration.sampling import Numbers
from alliances.experiments.calibration.design import Design
from alliances.experiments.calibration.runs import Asking, Run, by_name
from alliances.experiments.designs.sampling import Sampler, unit_cube
from alliances.model.errors import refuse

HYPERCUBE, RECOVERY, WAVE, CANDIDATES, DEFAULTS = "hypercube", "recovery", "wave", "candidates", "defaults"
PARTICLES = 600  # with which a region of the ranges is walked through
DIGITS = 6  # of a share of a range: fewer than a last bit that another machine adds up otherwise can reach


class Stages:
    """All points that were run so far, and what their runs gave."""

    def __init__(self, design: Design) -> None:
        """Nothing is run yet."""
        self.design, self.targets = design, design.targets()
        self.facts = reported(self.targets, design.discrepancy)
        self.rng = np.random.default_rng(design.first_seed)
        self.next_seed = design.first_seed
        self.stage: list[str] = []  # of every point
        self.shares = np.empty((0, len(design.parameters)))  # of the ranges, one row per point
        self.moments = np.empty((0, design.seeds, len(self.targets)))  # NaN where not measured, or not run
        self.errors: list[str] = []  # of runs that failed
        self.left: dict[str, float] = {}  # share of the ranges that no fact ruled out, by wave

    def go(self) -> Asking[Emulator]:
        """Go through all stages; gives the emulator by which the candidates were drawn."""
        for stage, shares, seeds in first(self.design):
            yield from self.run(stage, shares, seeds)
        if len(self.errors) == self.next_seed - self.design.first_seed:
            refuse(f"none of {len(self.errors)} runs went well; the first said: {self.errors[0]}")
        for number in range(1, self.design.waves + 1):
            yield from self.run(f"{WAVE} {number}", self.wave(f"{WAVE} {number}"), self.design.seeds)
        with threadpool_limits(1):
            emulator = self.emulator()
            drawn = posterior(emulator, self.facts, max(PARTICLES, 2 * self.design.candidates), self.rng)
        yield from self.run(CANDIDATES, self.some(drawn, self.design.candidates), self.design.seeds)
        yield from self.run(DEFAULTS, self.design.default_shares(), self.design.seeds)
        return emulator

    def run(self, stage: str, shares: Numbers, seeds: int) -> Asking[None]:
        """Run points, each in so many seeds of its own, and take in what they give."""
        finished = yield list(runs(self.design, shares, seeds, self.next_seed))
        self.next_seed += len(finished)
        self.errors += [one.error for one in finished if one.error]
        found = [[by_name(one).get(target.name, np.nan) for target in self.targets] for one in finished]
        moments = np.full((len(shares), *self.moments.shape[1:]), np.nan)
        moments[:, :seeds] = np.reshape(found, (len(shares), seeds, len(self.targets)))
        self.stage += [stage] * len(shares)
        self.shares = np.vstack([self.shares, np.round(shares, DIGITS)])
        self.moments = np.vstack([self.moments, moments])

    def emulator(self) -> Emulator:
        """Of all runs so far."""
        return Emulator(self.shares, self.moments, [target.name for target in self.targets])

    def wave(self, name: str) -> Numbers:
        """Points that no fact rules out as yet."""
        with threadpool_limits(1):  # the last digits of a sum depend on the number of threads
            drawn = not_ruled_out(self.emulator(), self.facts, max(PARTICLES, 2 * self.design.wave_points), self.rng)
        self.left[name] = float(np.exp(drawn.log_mass))
        return self.some(drawn.points, self.design.wave_points)

    def some(self, points: Numbers, number: int) -> Numbers:
        """So many of the points, by chance, none twice: a few of them never moved away from each other."""
        apart = np.unique(np.round(points, DIGITS), axis=0)
        return apart[self.rng.permutation(len(apart))[:number]]

    def of(self, stage: str) -> NDArray[np.bool_]:
        """Which points are of a stage."""
        return np.array(self.stage) == stage


def first(design: Design) -> Iterator[tuple[str, Numbers, int]]:
    """The stages that depend on no run: name, points, and seeds of each point."""
    sizes = {HYPERCUBE: (design.points, 1), RECOVERY: (design.recovery, design.seeds)}
    for seed, (name, (points, seeds)) in enumerate(sizes.items(), design.first_seed):
        yield name, unit_cube(Sampler(name="latin_hypercube", samples=points, seed=seed), design.parameters), seeds


def first_runs(design: Design) -> Iterator[Run]:
    """The runs of these stages."""
    seed = design.first_seed
    for _, shares, seeds in first(design):
        yield from runs(design, shares, seeds, seed)
        seed += seeds * len(shares)


def runs(design: Design, shares: Numbers, seeds: int, seed: int) -> Iterator[Run]:
    """Points in consecutive seeds, so many each."""
    for place, row in enumerate(np.round(shares, DIGITS)):
        point = {free.name: free.at(float(share)) for free, share in zip(design.parameters, row, strict=True)}
        for number in range(seeds):
            yield Run(design, point, seed + place * seeds + number)
