"""Records: what is kept of a run while it goes, as arrays; a record costs a copy, not an object per firm."""

from __future__ import annotations

import numpy as np

from alliances.model.codes import NEVER, NO_MODE, NOBODY
from alliances.model.state import World


class Recorder:
    """Keeps every quarter's summary, and snapshots of firms, presences, markets and ties every so many quarters."""

    def __init__(self, every: int) -> None:
        """``every`` quarters between snapshots; 0 takes none."""
        self.every = every
        self.quarters: list[tuple[int, np.ndarray]] = []
        self.firms: list[tuple[int, np.ndarray, np.ndarray]] = []
        self.presence: list[tuple[int, np.ndarray]] = []
        self.markets: list[tuple[int, np.ndarray]] = []
        self.ties: list[tuple[int, np.ndarray, np.ndarray]] = []

    def record(self, world: World, step: int) -> None:
        """Keep what this quarter brought."""
        self.quarters.append((step, world.quarter.copy()))
        if self.every and (step + 1) % self.every == 0:
            self.snapshot(world, step)

    def snapshot(self, world: World, step: int) -> None:
        """Copy the records of living firms, presences, markets and living alliances."""
        counts = world.counts[0]
        alive = np.flatnonzero(world.firms["alive"][: counts["firms"]])
        self.firms.append((step, alive, world.firms[alive]))
        rows = world.presence[: counts["presence"]]
        self.presence.append((step, rows[(rows["firm"] != NOBODY) & (rows["mode"] > NO_MODE)]))
        self.markets.append((step, world.markets.copy()))
        active = signed(world)
        self.ties.append((step, active, world.alliances[active]))


def signed(world: World) -> np.ndarray:
    """Rows of the living signed alliances."""
    active = world.active[: world.counts[0]["active"]]
    return active[world.alliances["formed"][active] != NEVER]
