"""Worlds as they are asked for: settled once, then forked for every act, pair and set of fresh draws."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace

import numpy as np

from alliances.experiments.recording.recording import Recorded, recorded
from alliances.experiments.recording.setup import Setup
from alliances.experiments.recording.uploads import UPLOADS
from alliances.model.simulation import Simulation

KEPT = 8
"""Settled worlds that are kept; each takes a few megabytes."""


class Worlds:
    """Makes worlds from their setups; safe to use from many threads."""

    def __init__(self, kept: int = KEPT) -> None:
        """Nothing is made yet; so many settled worlds are kept."""
        self._kept, self._most = OrderedDict[str, Simulation](), kept
        self._lock = threading.Lock()

    def start(self, setup: Setup) -> Simulation:
        """A settled world of one's own, at quarter 0 and before any act; ``InputError`` for what cannot be made."""
        name = repr(replace(setup, acts=()).told())
        with self._lock:
            settled = self._kept.get(name)
        if settled is None:
            settled = settle(setup)
        with self._lock:
            self._kept[name] = settled
            self._kept.move_to_end(name)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return settled.fork()

    def recorded(self, setup: Setup, until: int | None = None) -> Recorded:
        """A world's course to its end, or to a quarter."""
        return recorded(self.start(setup), setup.acts, until)


def settle(setup: Setup) -> Simulation:
    """A world after its burn-in."""
    return Simulation(
        UPLOADS.scenario(setup.scenario), setup.seed, firms=setup.firms, quarters=setup.quarters, without=setup.without,
        parameters=setup.parameters, record_every=0, policies=setup.policies,
    )  # fmt: skip


def with_fresh_draws(simulation: Simulation, number: int) -> Simulation:
    """A fork that goes on from here with random draws of its own; the same number gives the same draws."""
    forked = simulation.fork()
    drawn = np.random.SeedSequence([simulation.seed % 2**32, simulation.quarter, number]).generate_state(1, np.uint64)
    forked.world = forked.world._replace(seed=drawn[0])
    return forked
