"""Firms that a scenario's file names: their share of their industry's demand."""

from __future__ import annotations

import numpy as np

from alliances.model.simulation import Simulation

MOST = 12
"""Firms whose shares are filmed, the first of the file: as many lines as a chart can show."""


def shares(simulation: Simulation, count: int) -> np.ndarray:
    """The first so many firms' sales in per cent of their industry's demand in all markets; zero once closed."""
    firms = simulation.world.firms[:count]
    share = simulation.world.industries["share"][firms["industry"]]
    demand = simulation.world.markets["demand"].sum() * share
    sales = np.where(firms["alive"], firms["home_sales"] + firms["foreign_sales"], 0.0)
    return np.asarray(100 * sales / demand)
