"""Agents as Mesa knows them: views of firms and alliances, made only when somebody looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np
from mesa.agent import AgentSet

from alliances.model.records import views
from alliances.model.records.state import in_use, signed

if TYPE_CHECKING:
    from alliances.model.face.model import AllianceModel


class Agent(views.View, mesa.Agent):
    """A view that is an agent; it is not registered with Mesa, and an unlooked-at model holds none."""

    def __init__(self, model: AllianceModel, row: int) -> None:
        """The agent of row ``row``."""
        views.View.__init__(self, model.simulation, row)
        object.__setattr__(self, "model", model)
        object.__setattr__(self, "unique_id", (self.group, row))
        object.__setattr__(self, "pos", None)


class Firm(Agent, views.Firm):
    """A firm; ``records.firms`` declares its attributes."""


class Alliance(Agent, views.Alliance):
    """A signed alliance; ``records.alliances`` declares its attributes."""


class Agents:
    """The agents of one model: the same object for the same firm, the sets made anew each quarter."""

    def __init__(self, model: AllianceModel) -> None:
        """None yet."""
        self.model = model
        self.known: dict[tuple[type[Agent], int], Agent] = {}
        self.quarter: int | None = None
        self.sets: dict[type[Agent], AgentSet] = {}
        self.all: AgentSet | None = None

    def by_type(self) -> dict[type[Agent], AgentSet]:
        """AgentSets of living firms and of signed alliances."""
        simulation = self.model.simulation
        if self.quarter != simulation.quarter:
            world = simulation.world
            rows = {Firm: in_use(world, "living"), Alliance: signed(world)}
            self.sets = {kind: self.agent_set(kind, found) for kind, found in rows.items()}
            self.all, self.quarter = None, simulation.quarter
        return self.sets

    def everyone(self) -> AgentSet:
        """Both together."""
        sets = self.by_type()
        if self.all is None:
            self.all = AgentSet([agent for agents in sets.values() for agent in agents], random=self.model.random)
        return self.all

    def agent_set(self, kind: type[Agent], rows: np.ndarray) -> AgentSet:
        """An AgentSet of the agents of these rows."""
        agents = [self.known.setdefault((kind, row), kind(self.model, row)) for row in rows.tolist()]
        return AgentSet(agents, random=self.model.random)
