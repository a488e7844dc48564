"""What is kept of a run while it goes, as arrays; a record costs a copy, not an object per firm."""

from __future__ import annotations

import copy

import numpy as np

from alliances.model.declarations.codes import NO_MODE, NOBODY
from alliances.model.declarations.columns import recorded
from alliances.model.engine.layout import allocated
from alliances.model.engine.snapshots import Snapshots
from alliances.model.records.alliances import ALLIANCES
from alliances.model.records.firms import FIRMS
from alliances.model.records.markets import PRESENCE
from alliances.model.records.outcomes import TIES
from alliances.model.records.state import World, in_use, signed


class Recorder:
    """Keeps every quarter's summary, and snapshots of firms, presences, markets and ties every so many quarters."""

    def __init__(self, every: int) -> None:
        """``every`` quarters between snapshots; 0 takes none."""
        self.every = every
        self.start = allocated(FIRMS, 0)  # firms of the user's own, as they were at the end of the burn-in
        self.quarters: list[tuple[int, np.ndarray]] = []
        self.markets: list[tuple[int, np.ndarray]] = []
        self.segments: list[np.ndarray] = []
        self.firms = Snapshots(FIRMS, recorded(FIRMS, "firms"))
        self.presence = Snapshots(PRESENCE, recorded(PRESENCE, "presence"))
        self.ties = Snapshots(ALLIANCES, recorded(TIES, "ties"))

    def record(self, world: World, step: int) -> None:
        """Keep what this quarter brought."""
        self.quarters.append((step, world.quarter.copy()))
        if self.takes_snapshot(step):
            self.snapshot(world, step)

    def record_start(self, world: World, own: int, step: int) -> None:
        """Keep how the user's ``own`` firms, the first so many, and all around them are before the first quarter."""
        self.start = world.firms[:own].copy()
        if self.takes_snapshot(step):
            self.snapshot(world, step)

    def takes_snapshot(self, step: int) -> bool:
        """Whether this quarter is one of those whose records are kept."""
        return bool(self.every) and (step + 1) % self.every == 0

    def snapshot(self, world: World, step: int) -> None:
        """Copy the records of living firms, presences, markets and living alliances."""
        self.firms.take(world.firms, in_use(world, "living").copy(), step)
        rows = in_use(world, "presence")
        present = np.flatnonzero((rows["firm"] != NOBODY) & (rows["mode"] > NO_MODE)).astype(np.int32)
        self.presence.take(world.presence, present, step)
        self.markets.append((step, world.markets.copy()))
        self.segments.append(world.segments.copy())
        self.ties.take(world.alliances, signed(world), step)

    def fork(self) -> Recorder:
        """A recorder that goes on from here by itself; what was kept is shared, since nobody changes it."""
        forked = copy.copy(self)
        forked.quarters, forked.markets, forked.segments = list(self.quarters), list(self.markets), list(self.segments)
        forked.firms, forked.presence, forked.ties = self.firms.fork(), self.presence.fork(), self.ties.fork()
        return forked
