"""Small tables from which facts can be counted by hand."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from alliances.analysis.facts.declaration import Replicate
from alliances.analysis.tables import BASE

ALLIANCE: dict[str, Any] = {
    "formed_step": 4, "ended_step": 8, "cause": "goals_met", "failed": False, "governance": "contractual",
    "technology": True, "supply_chain": False, "market_access": False, "n_partners": 2, "partners": [1, 2],
    "goals_met": [True, True], "international": True, "culture_distance": 0.1, "org_distance": 0.1, "prior_ties": 0,
    "knowledge_transferred": 0.1, "market_overlap": 0.0,
}  # fmt: skip
FIRM: dict[str, Any] = {
    "step": 3, "firm_id": 1, "home": "DEU", "industry": "ict", "age_years": 30.0, "technology": 0.5, "capital": 0.5,
    "marketing": 0.5, "operations": 0.5, "management": 0.5, "absorptive_capacity": 0.5, "dedicated_function": False,
    "markets": 0, "foreign_sales": 0.0, "total_sales": 1.0, "foreign_sales_share": 0.0,
}  # fmt: skip
ENTRY: dict[str, Any] = {"step": 3, "firm_id": 1, "market": "USA", "event": "enter", "mode": "export"}


def table(rows: list[dict[str, Any]], like: dict[str, Any]) -> pd.DataFrame:
    """A table of rows that say only what differs from ``like``."""
    made = pd.DataFrame([{**like, **row} for row in rows], columns=list(like))
    kinds = {name: type(value).__name__ for name, value in like.items() if isinstance(value, bool | int | float)}
    nullable = {name: kind for name, kind in {"ended_step": "Int64", "failed": "boolean"}.items() if name in like}
    return made.astype(kinds | nullable)


@pytest.fixture
def world() -> Callable[..., Replicate]:
    """Makes the base world of a replicate from rows of alliances, firms and entries."""

    def make(
        alliances: list[dict[str, Any]] = [],  # noqa: B006 (never changed)
        firms: list[dict[str, Any]] = [],  # noqa: B006
        entries: list[dict[str, Any]] = [],  # noqa: B006
        quarters: int = 80,
    ) -> Replicate:
        tables = {
            "quarters": pd.DataFrame({"step": range(quarters)}),
            "alliances": table(alliances, ALLIANCE),
            "firms": table(firms, FIRM),
            "entries": table(entries, ENTRY),
        }
        return Replicate(1, {BASE: tables})

    return make


def records(firm_id: int, markets: list[int], **others: Any) -> list[dict[str, Any]]:
    """Yearly records of a firm, from the end of the first year on, with its number of markets in each."""
    return [
        {"step": 3 + 4 * year, "firm_id": firm_id, "markets": n, "age_years": 30.0 + year, **others}
        for year, n in enumerate(markets)
    ]


@pytest.fixture(name="records")
def records_of() -> Callable[..., list[dict[str, Any]]]:
    """The maker of yearly records."""
    return records
