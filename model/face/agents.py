"""Agents as views: ``Firm`` and ``Alliance`` read and write one record each, and are made only when looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mesa
import numpy as np
from mesa.agent import AgentSet

from alliances.model.records.state import in_use, signed

if TYPE_CHECKING:
    from alliances.model.face.model import AllianceModel


class View(mesa.Agent):
    """One record of the world, with its columns as attributes; setting an attribute writes the record.

    A view is not registered with Mesa: it holds no state, and an unlooked-at model holds no views.
    """

    group = ""

    def __init__(self, model: AllianceModel, row: int) -> None:
        """The view of row ``row``."""
        object.__setattr__(self, "model", model)
        object.__setattr__(self, "row", row)
        object.__setattr__(self, "unique_id", (self.group, row))
        object.__setattr__(self, "pos", None)

    def __getattr__(self, name: str) -> Any:
        """The value of a column."""
        if "model" not in self.__dict__:  # while a copy is being made
            raise AttributeError(name)
        records = getattr(self.__dict__["model"].simulation.world, type(self).group)
        if name not in records.dtype.names:
            raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")
        value = records[name][self.__dict__["row"]]
        return value.item() if np.ndim(value) == 0 else value

    def __setattr__(self, name: str, value: Any) -> None:
        """Write a column, or keep an attribute of the user's own."""
        records = getattr(self.model.simulation.world, self.group)
        if name in records.dtype.names:
            records[name][self.row] = value
        else:
            object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        """The view in short."""
        return f"<{type(self).__name__} {self.row}>"


class Firm(View):
    """A firm; see ``records.firms`` for its attributes."""

    group = "firms"


class Alliance(View):
    """A signed alliance; see ``records.alliances`` for its attributes."""

    group = "alliances"


class Views:
    """The views of one model: the same object for the same firm, the sets made anew each quarter."""

    def __init__(self, model: AllianceModel) -> None:
        """No views yet."""
        self.model = model
        self.known: dict[tuple[type[View], int], View] = {}
        self.quarter: int | None = None
        self.sets: dict[type[View], AgentSet] = {}
        self.all: AgentSet | None = None

    def by_type(self) -> dict[type[View], AgentSet]:
        """AgentSets of living firms and of signed alliances."""
        if self.quarter != self.model.simulation.quarter:
            world = self.model.simulation.world
            living = in_use(world, "living")
            self.sets = {Firm: self.agent_set(Firm, living), Alliance: self.agent_set(Alliance, signed(world))}
            self.all, self.quarter = None, self.model.simulation.quarter
        return self.sets

    def everyone(self) -> AgentSet:
        """Both together."""
        sets = self.by_type()
        if self.all is None:
            self.all = AgentSet([agent for agents in sets.values() for agent in agents], random=self.model.random)
        return self.all

    def agent_set(self, kind: type[View], rows: np.ndarray) -> AgentSet:
        """An AgentSet of views of these rows."""
        views = [self.known.setdefault((kind, row), kind(self.model, row)) for row in rows.tolist()]
        return AgentSet(views, random=self.model.random)
