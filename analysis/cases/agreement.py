"""A case's quantities in the simulated worlds: set against what is reported, and against the counterfactual worlds.

``values`` has one row per seed, world, quantity and year. What is reported happened once: it is set against how much
simulated worlds differ by their random draws, not against the mean of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from alliances.analysis.cases.declaration import Quantity
from alliances.analysis.variants.differences import differences

MOST = (0.05, 0.95)
"""Nine in ten simulated worlds lie between these quantiles."""
INSIDE, BELOW, ABOVE, UNKNOWN = "inside", "below", "above", "not simulated"
"""Where the simulated worlds lie, seen from what is reported."""
COLUMNS = ["quantity", "year", "reported", "mean", "low", "high", "seeds", "simulated", "source"]


def spread(values: pd.DataFrame) -> pd.DataFrame:
    """Mean, ``low`` and ``high`` (nine in ten worlds) and number of seeds of each world, quantity and year."""
    groups = values.dropna(subset=["value"]).groupby(["world", "quantity", "year"], sort=False)["value"]
    ends = [groups.quantile(end).rename(name) for name, end in zip(("low", "high"), MOST, strict=True)]
    return pd.concat([groups.mean().rename("mean"), *ends, groups.size().rename("seeds")], axis=1).reset_index()


def against_reported(values: pd.DataFrame, quantities: Sequence[Quantity], world: str, last: int) -> pd.DataFrame:
    """One row per reported number: quantity, year, reported, mean, low, high, seeds, and where the worlds lie."""
    own = spread(values[values["world"] == world])
    rows = {(row["quantity"], row["year"]): row for row in own.to_dict("records")}
    found = []
    for quantity in quantities:
        for year, reported in quantity.reported_in(last).items():
            here = rows.get((quantity.name, year), {})
            cells = {name: here.get(name) for name in ("mean", "low", "high")}
            place = placed(reported, here) if here else UNKNOWN
            found.append({
                "quantity": quantity.name, "year": year, "reported": reported, **cells,
                "seeds": here.get("seeds", 0), "simulated": place, "source": quantity.source,
            })  # fmt: skip
    return pd.DataFrame(found, columns=COLUMNS)


def placed(reported: float, row: Mapping[Any, Any]) -> str:
    """Where nine in ten worlds lie, seen from what is reported."""
    return BELOW if row["high"] < reported else ABOVE if row["low"] > reported else INSIDE


def against_worlds(
    values: pd.DataFrame, quantities: Sequence[Quantity], worlds: Sequence[str], last: int
) -> pd.DataFrame:  # fmt: skip
    """One row per quantity and world after the first (see ``differences``), each in the year that it is told of."""
    years = pd.Series({quantity.name: quantity.told_in(last) for quantity in quantities}, name="year")
    own = values[values["year"] == values["quantity"].map(years)].rename(columns={"quantity": "outcome"})
    return differences(own, worlds, [*years.index]).rename(columns={"outcome": "quantity"})
