"""Firms that a scenario's file names: what they are called, and their share of their industry's demand."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from alliances.model.simulation import Simulation
from alliances.model.world.scenario import Scenario


def names(settings: Scenario) -> list[str]:
    """What the first firms of the world are called, in the order of their ids; empty if nobody names them."""
    if not settings.firms_file:
        return []
    with Path(settings.firms_file).open(encoding="utf-8", newline="") as file:
        return [row.get("name") or "" for row in csv.DictReader(file)]


def shares(simulation: Simulation, count: int) -> np.ndarray:
    """The first so many firms' sales in per cent of their industry's demand in all markets; zero once closed."""
    firms = simulation.world.firms[:count]
    share = simulation.world.industries["share"][firms["industry"]]
    demand = simulation.world.markets["demand"].sum() * share
    sales = np.where(firms["alive"], firms["home_sales"] + firms["foreign_sales"], 0.0)
    return np.asarray(100 * sales / demand)
