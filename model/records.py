"""Records: what is kept of a run while it goes, as arrays; a record costs a copy, not an object per firm."""

from __future__ import annotations

import numpy as np

from alliances.model.codes import NEVER, NO_MODE, NOBODY
from alliances.model.snapshots import Snapshots
from alliances.model.state import Alliances, Firms, Presence, World

FIRM_COLUMNS = (
    "home", "industry", "founded", "assets", "resources", "absorptive_capacity", "planning", "opportunism",
    "capability", "dedicated_function", "reputation", "alliances", "international_alliances", "technology_alliances",
    "rd_projects", "mnc_years", "markets", "home_sales", "foreign_sales", "profit",
)  # fmt: skip
PRESENCE_COLUMNS = ("firm", "market", "mode", "knowledge", "sales", "share")
TIE_COLUMNS = ("partners", "trust", "conflict", "stage", "goal", "progress")


class Recorder:
    """Keeps every quarter's summary, and snapshots of firms, presences, markets and ties every so many quarters."""

    def __init__(self, every: int) -> None:
        """``every`` quarters between snapshots; 0 takes none."""
        self.every = every
        self.quarters: list[tuple[int, np.ndarray]] = []
        self.firms = Snapshots(Firms, FIRM_COLUMNS)
        self.presence = Snapshots(Presence, PRESENCE_COLUMNS)
        self.markets: list[tuple[int, np.ndarray]] = []
        self.ties = Snapshots(Alliances, TIE_COLUMNS)

    def record(self, world: World, step: int) -> None:
        """Keep what this quarter brought."""
        self.quarters.append((step, world.quarter.copy()))
        if self.every and (step + 1) % self.every == 0:
            self.snapshot(world, step)

    def snapshot(self, world: World, step: int) -> None:
        """Copy the records of living firms, presences, markets and living alliances."""
        self.firms.take(world.firms, world.living[: world.counts[0]["living"]].copy(), step)
        rows = world.presence[: world.counts[0]["presence"]]
        present = np.flatnonzero((rows["firm"] != NOBODY) & (rows["mode"] > NO_MODE)).astype(np.int32)
        self.presence.take(world.presence, present, step)
        self.markets.append((step, world.markets.copy()))
        self.ties.take(world.alliances, signed(world), step)


def signed(world: World) -> np.ndarray:
    """Rows of the living signed alliances."""
    active = world.active[: world.counts[0]["active"]]
    return active[world.alliances["formed"][active] != NEVER]
