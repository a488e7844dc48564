"""Facts of the population of firms: how many come and go, that nothing drifts, and how unequal they are."""

from __future__ import annotations

import numpy as np
import pandas as pd

from alliances.analysis.facts.declaration import Fact, Measured, Number, Replicate
from alliances.analysis.facts.records import base
from alliances.analysis.facts.registrations import SECOND_ROUND
from alliances.analysis.summary import FIVE_YEARS, last_record
from alliances.analysis.tables import Tables
from alliances.model.rules import QUARTERS_PER_YEAR

TAIL = 0.05  # of firms


def turnover(replicate: Replicate) -> Measured:
    """Firms founded and closed a year, as shares of living firms."""
    quarters = base(replicate)["quarters"]
    firms = quarters["living_firms"].mean()
    return {name: float(QUARTERS_PER_YEAR * quarters[name].mean() / firms) for name in ("founded", "closed")}


def drift(tables: Tables) -> dict[str, float]:
    """Change from the first to the last five years of a run: of alliances per firm, exporters' and foreign share."""
    quarters = tables["quarters"]
    levels = pd.DataFrame(
        {
            "alliances": quarters["active_alliances"] / quarters["living_firms"],
            "exporters": quarters["exporters"] / quarters["living_firms"],
            "foreign_share": quarters["foreign_sales"] / quarters["total_sales"],
        }
    )
    change = levels.iloc[-FIVE_YEARS:].mean() / levels.iloc[:FIVE_YEARS].mean() - 1
    return {str(name): float(value) for name, value in change.items()}


def stationary(replicate: Replicate) -> Measured:
    """Drift over twenty and over sixty years."""
    found = {"twenty": drift(base(replicate)), "sixty": drift(replicate.worlds["sixty_years"])}
    return {f"{name}_{years}": value for years, changes in found.items() for name, value in changes.items()}


def zipf(replicate: Replicate) -> Measured:
    """Exponent of the upper tail of sales (Hill's estimator on the largest twentieth of firms)."""
    sales = np.sort(last_record(base(replicate)["firms"])["total_sales"].to_numpy())[::-1]
    tail = max(int(TAIL * len(sales)), 2)
    return {"exponent": float(1 / np.log(sales[:tail] / sales[tail]).mean())}


FACTS = (
    Fact(
        "turnover", "Firms come and go", "5-10 % founded, and closed, a year", ("bartelsman_2005",), "quoted",
        "firms founded and closed a year over living firms", "calibrate",
        (
            Number("founded", "Founded a year", "band", 0.04, 0.10),
            Number("closed", "Closed a year", "band", 0.04, 0.10),
        ), turnover, registered=SECOND_ROUND,
    ),
    Fact(
        "stationary", "Nothing declines by itself", "a property, not a finding", ("hopenhayn_1992",), "quoted",
        "mean of the last five years over that of the first, in runs of 20 and of 60 years", "calibrate",
        tuple(
            Number(f"{name}_{years}", f"{meaning}, {years} years", "band", -0.10, unit="relative change")
            for years in ("twenty", "sixty")
            for name, meaning in (
                ("alliances", "Alliances per firm"), ("exporters", "Exporters"),
                ("foreign_share", "Foreign in all sales"),
            )
        ), stationary, ("sixty_years",), registered=SECOND_ROUND,
    ),
    Fact(
        "zipf", "A few firms are very large", "exponent of the upper tail 1.06", ("axtell_2001",), "quoted",
        "total sales at the last record, largest twentieth of firms: Hill's estimate of the exponent", "validate",
        (Number("exponent", "Exponent", "band", 0.90, 1.30, reported=1.06, unit="exponent"),), zipf,
        registered=SECOND_ROUND,
    ),
)  # fmt: skip
