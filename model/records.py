"""Records: what is kept of a run while it goes, as arrays; a record costs a copy, not an object per firm."""

from __future__ import annotations

import numpy as np

from alliances.model.codes import NEVER, NO_MODE, NOBODY
from alliances.model.state import World

FIRM_COLUMNS = (
    "home", "industry", "founded", "assets", "resources", "absorptive_capacity", "planning", "opportunism",
    "capability", "dedicated_function", "reputation", "alliances", "international_alliances", "technology_alliances",
    "rd_projects", "mnc_years", "markets", "home_sales", "foreign_sales", "profit", "alive",
)  # fmt: skip
PRESENCE_COLUMNS = ("firm", "market", "mode", "knowledge", "sales", "share")
TIE_COLUMNS = ("partners", "trust", "conflict", "stage", "goal", "progress")


Columns = dict[str, np.ndarray]


class Recorder:
    """Keeps every quarter's summary, and snapshots of firms, presences, markets and ties every so many quarters."""

    def __init__(self, every: int) -> None:
        """``every`` quarters between snapshots; 0 takes none."""
        self.every = every
        self.quarters: list[tuple[int, np.ndarray]] = []
        self.firms: list[tuple[int, np.ndarray, Columns]] = []
        self.presence: list[tuple[int, np.ndarray, Columns]] = []
        self.markets: list[tuple[int, np.ndarray]] = []
        self.ties: list[tuple[int, np.ndarray, Columns]] = []

    def record(self, world: World, step: int) -> None:
        """Keep what this quarter brought."""
        self.quarters.append((step, world.quarter.copy()))
        if self.every and (step + 1) % self.every == 0:
            self.snapshot(world, step)

    def snapshot(self, world: World, step: int) -> None:
        """Copy the records of living firms, presences, markets and living alliances."""
        counts = world.counts[0]
        self.snapshot_firms(world, step)
        rows = world.presence[: counts["presence"]]
        present = np.flatnonzero((rows["firm"] != NOBODY) & (rows["mode"] > NO_MODE))
        self.presence.append((step, present, taken(rows, present, PRESENCE_COLUMNS)))
        self.markets.append((step, world.markets.copy()))
        active = signed(world)
        self.ties.append((step, active, taken(world.alliances, active, TIE_COLUMNS)))

    def snapshot_firms(self, world: World, step: int) -> None:
        """Copy the records of living firms."""
        alive = world.living[: world.counts[0]["living"]].copy()
        self.firms.append((step, alive, taken(world.firms, alive, FIRM_COLUMNS)))


def taken(records: np.ndarray, rows: np.ndarray, columns: tuple[str, ...]) -> Columns:
    """Some columns of some records, each an array of its own."""
    return {name: records[name][rows] for name in columns}


def signed(world: World) -> np.ndarray:
    """Rows of the living signed alliances."""
    active = world.active[: world.counts[0]["active"]]
    return active[world.alliances["formed"][active] != NEVER]
