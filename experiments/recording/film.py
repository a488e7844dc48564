"""What is seen of a world, frame by frame: frame 0 is the settled start, frame ``f`` the end of quarter ``f - 1``."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from alliances.experiments.recording import named
from alliances.experiments.recording.acquaintance import found
from alliances.model.declarations.codes import NEVER, NO_MODE, NOBODY
from alliances.model.records.state import World, in_use, signed
from alliances.model.rules import QUARTERS_PER_YEAR, firm_demography
from alliances.model.simulation import Simulation

FIRM_COLUMNS = ("assets", "home_sales", "foreign_sales", "alliances")
LIFE_COLUMNS = (
    "partners", "trust", "conflict", "stage", "progress", "goal", "hazards", "threshold", "draw", "defections_seen",
    "revisits", "due", "judged", "formed", "ended",
)  # fmt: skip
PRESENCE_COLUMNS = ("firm", "market", "mode", "alliance")
Columns = dict[str, np.ndarray]


class Frames(NamedTuple):
    """Records of all frames, one after the other: in which frame each was seen, whose it is, and what was seen."""

    frame: np.ndarray
    ids: np.ndarray
    columns: Columns


class Film:
    """The frames of one simulation, which is filmed as it goes."""

    def __init__(self, simulation: Simulation) -> None:
        """Begin with the start, which must be quarter 0."""
        self._firms: list[tuple[np.ndarray, Columns]] = []
        self._lives: list[tuple[np.ndarray, Columns]] = []
        self._presences: list[tuple[np.ndarray, Columns]] = []
        self._resources: list[tuple[np.ndarray, Columns]] = []
        self.quarters: list[np.ndarray] = []
        self.moments: list[dict[str, float]] = []
        self.found: dict[int, int] = {}
        self.named = min(len(simulation.names), named.MOST)
        self.shares: list[np.ndarray] = []
        self.take(simulation)

    def take(self, simulation: Simulation) -> None:
        """Take a frame of the world as it is now."""
        world, first = simulation.world, not self.quarters
        living, lives = in_use(world, "living").copy(), seen_alliances(world, simulation.quarter)
        self.found |= found(world, self.found, lives, first)
        self._firms.append((living, columns(world.firms, FIRM_COLUMNS, living)))
        self._lives.append((lives, columns(world.alliances, LIFE_COLUMNS, lives)))
        rows = in_use(world, "presence")
        present = np.flatnonzero((rows["firm"] != NOBODY) & (rows["mode"] > NO_MODE))
        self._presences.append((present, columns(rows, PRESENCE_COLUMNS, present)))
        if simulation.quarter % QUARTERS_PER_YEAR == 0:
            self._resources.append((living, columns(world.firms, ("resources",), living)))
        self.quarters.append(world.quarter.copy())
        self.shares.append(named.shares(simulation, self.named))
        self.moments.append(moment(simulation, self._firms[-1][1], self._presences[-1][1]))

    @property
    def length(self) -> int:
        """How many frames there are."""
        return len(self.quarters)

    @property
    def firms(self) -> Frames:
        """Living firms of all frames."""
        return joined(self._firms)

    @property
    def lives(self) -> Frames:
        """Alliances of all frames: those that live, and those that ended in the frame's quarter."""
        return joined(self._lives)

    @property
    def presences(self) -> Frames:
        """Presences abroad of all frames."""
        return joined(self._presences)

    @property
    def resources(self) -> Frames:
        """Resources of living firms, every fourth frame; ``frame`` counts years."""
        return joined(self._resources)


def columns(records: np.ndarray, names: tuple[str, ...], rows: np.ndarray) -> Columns:
    """Some columns of some records, as they are now."""
    return {name: records[name][rows] for name in names}


def joined(taken: list[tuple[np.ndarray, Columns]]) -> Frames:
    """All frames, one after the other."""
    names = taken[0][1]
    return Frames(
        np.repeat(np.arange(len(taken)), [len(ids) for ids, _ in taken]),
        np.concatenate([ids for ids, _ in taken]),
        {name: np.concatenate([kept[name] for _, kept in taken]) for name in names},
    )


def seen_alliances(world: World, quarter: int) -> np.ndarray:
    """Signed alliances that live, and those that ended in the last quarter, by id; at the start, those that live."""
    rows = in_use(world, "alliances")
    over = (rows["ended"] == quarter - 1) & (rows["formed"] != NEVER) & (quarter > 0)
    return np.sort(np.concatenate([signed(world), np.flatnonzero(over)])).astype(np.int64)


def moment(simulation: Simulation, firms: Columns, presences: Columns) -> dict[str, float]:
    """Numbers of a frame that the model's own summary of a quarter does not have."""
    total = firms["home_sales"] + firms["foreign_sales"]
    share = 100 * np.divide(firms["foreign_sales"], total, out=np.zeros_like(total), where=total > 0)
    p = simulation.values.firm_demography
    assets: Any = firms["assets"]  # rules take arrays as well as numbers
    small: Any = firm_demography.is_small_or_medium(firm_demography.employees(assets, p), p)
    abroad, allied = firms["foreign_sales"] > 0, firms["alliances"] > 0
    payments: Any = in_use(simulation.world, "payments")
    return {
        "foreign_with": mean(share[allied]), "foreign_without": mean(share[~allied]),
        "sme_exporters": mean(100.0 * abroad[small]),
        "alone_abroad": float((presences["alliance"] == NOBODY).sum()),
        "with_partner_abroad": float((presences["alliance"] != NOBODY).sum()),
        "spending": float(payments["amount"][payments["step"] == simulation.quarter - 1].sum()),
    }  # fmt: skip


def mean(values: np.ndarray) -> float:
    """The mean; NaN of nothing."""
    return float(values.mean()) if len(values) else float("nan")
