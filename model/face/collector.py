"""Mesa's DataCollector with the quarter's summary as model reporters, collected all at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import mesa

from alliances.model.records.state import SUMMARY
from alliances.model.records.tables import BUILDERS

if TYPE_CHECKING:
    import pandas as pd

    from alliances.model.simulation import Simulation


class SummaryCollector(mesa.DataCollector):
    """Collects what any DataCollector with these reporters would, without a call and a deep copy for each number.

    In a small world that would take a third as long as the quarter itself. Reporters that somebody adds are collected
    as Mesa does it.
    """

    def __init__(self, simulation: Simulation) -> None:
        """Of the columns of the ``quarters`` table, and of this simulation's firms."""
        super().__init__(model_reporters={name: partial(number, name=name) for name in SUMMARY})
        self._own = dict(self.model_reporters)
        self._simulation = simulation

    def get_agent_vars_dataframe(self) -> pd.DataFrame:
        """The ``firms`` table with Mesa's index, step and agent; what agent reporters collected where there are any.

        Firms are recorded once a year unless the model was asked for more (``record_every``).
        """
        if self.agent_reporters:
            return super().get_agent_vars_dataframe()
        firms = BUILDERS["firms"](self._simulation)
        return firms.rename(columns={"step": "Step", "firm_id": "AgentID"}).set_index(["Step", "AgentID"])

    def collect(self, model: Any) -> None:
        """Collect the quarter's summary."""
        if self.model_reporters != self._own or self.agent_reporters or self.agenttype_reporters:
            super().collect(model)
            return
        if hasattr(self, "_collection_steps"):  # Mesa 3.5's batch_run looks there for what belongs to which time
            self._collection_steps.append(model.time)
        quarter = model.simulation.world.quarter[0]
        for name, values in self.model_vars.items():
            values.append(quarter[name].item())


def number(model: Any, name: str) -> float:
    """One number of the quarter's summary."""
    return model.simulation.world.quarter[name][0].item()
