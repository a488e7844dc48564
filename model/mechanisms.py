"""The mechanisms of one's own in a run: when they happen, their columns, and what they bring to the tables."""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from alliances.model.engine.compiling import call
from alliances.model.engine.kernels import entry_point, offer_all
from alliances.model.extension import Mechanism, join
from alliances.model.quarter import PHASE_NAMES
from alliances.model.records.state import World, in_use

if TYPE_CHECKING:
    from alliances.model.simulation import Simulation

Happening = Callable[["Simulation"], None]
ENTRIES: dict[Mechanism, Any] = {}
"""Compiled mechanisms."""


class Mechanisms:
    """Those of one run, in the order in which they happen."""

    def __init__(self, mechanisms: Iterable[Mechanism] = ()) -> None:
        """Let them join the model, if they have not yet."""
        self.all = tuple(mechanisms)
        for mechanism in self.all:
            join(mechanism)
        places = [(PHASE_NAMES.index(mechanism.after) + 1, mechanism) for mechanism in self.all]
        self.in_order = sorted(places, key=lambda item: item[0])
        self.own: dict[str, np.ndarray] = {}
        self.kept: dict[str, list[np.ndarray]] = {mechanism.name: [] for mechanism in self.all}
        self.summaries: dict[str, list[float]] = {name: [] for one in self.all for name in one.summaries}

    def open(self, rows: int) -> None:
        """Begin with blank columns for so many firms."""
        self.own = {mechanism.name: mechanism.blank(rows) for mechanism in self.all}

    def make_room(self, rows: int) -> None:
        """Have columns for so many firms; those of new firms are blank."""
        for mechanism in self.all:
            own = self.own[mechanism.name]
            if len(own) < rows:
                self.own[mechanism.name] = np.concatenate([own, mechanism.blank(rows - len(own))])

    def between(self, after: Mapping[str, Happening]) -> list[tuple[int, Happening]]:
        """What happens between the phases of a quarter, by the number of phases before it: these, and ``after``."""
        happen = [(place, partial(self.run, mechanism)) for place, mechanism in self.in_order]
        more = [(PHASE_NAMES.index(name) + 1, what) for name, what in after.items()]
        return sorted([*happen, *more], key=lambda item: item[0])

    def run(self, mechanism: Mechanism, simulation: Simulation) -> None:
        """Let one happen."""
        p = getattr(simulation.values, mechanism.name)
        if not mechanism.compiled:
            mechanism.run(simulation, p)
            return
        fields = np.dtype([(name, "f8") for name in p._fields] or [("none", "i1")])
        call(compiled(mechanism), simulation.world, np.array([tuple(p)], fields), self.own[mechanism.name],
             simulation.quarter)  # fmt: skip

    def record(self, simulation: Simulation) -> None:
        """Keep what the quarter brought: own numbers, and own columns where firms are recorded."""
        for mechanism in self.all:
            for name, summary in mechanism.summaries.items():
                self.summaries[name].append(float(summary.of(simulation)))
        if simulation.recorder.takes_snapshot(simulation.quarter - 1):
            self.snapshot(simulation.world)

    def snapshot(self, world: World) -> None:
        """Keep the own columns of all living firms."""
        for mechanism in self.all:
            self.kept[mechanism.name].append(self.own[mechanism.name][in_use(world, "living")])

    def columns_shown(self) -> dict[str, np.ndarray]:
        """What the table ``firms`` shows of own columns, row for row."""
        return {
            name: np.concatenate([rows[name] for rows in self.kept[mechanism.name]])
            for mechanism in self.all
            for name in mechanism.shown
        }

    def fork(self) -> Mechanisms:
        """The same mechanisms, going on from here by themselves."""
        forked = copy.copy(self)
        forked.own = {name: own.copy() for name, own in self.own.items()}
        forked.kept = {name: list(kept) for name, kept in self.kept.items()}
        forked.summaries = {name: list(kept) for name, kept in self.summaries.items()}
        return forked


def compiled(mechanism: Mechanism) -> Any:
    """The entry point of a compiled mechanism; kernels may call every function of its file."""
    if mechanism not in ENTRIES:
        module = sys.modules[mechanism.run.__module__]
        offer_all(module, without=mechanism.run.__name__)
        ENTRIES[mechanism] = entry_point(mechanism.run)
    return ENTRIES[mechanism]
