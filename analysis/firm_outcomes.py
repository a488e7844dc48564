"""Outcomes of a group of firms, from their rows of the ``firms`` table in one quarter; None where there is nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pandas as pd

from alliances.analysis.summary import last_record, markets_per_exporter, mean, ratio
from alliances.analysis.tables import Tables

FIRM_OUTCOMES: dict[str, Callable[[pd.DataFrame], float | None]] = {
    "exporters_share": lambda firms: mean(firms["markets"] > 0),
    "foreign_sales_share": lambda firms: ratio(firms["foreign_sales"].sum(), firms["total_sales"].sum()),
    "mean_foreign_sales_share": lambda firms: mean(firms["foreign_sales_share"]),
    "foreign_sales": lambda firms: mean(firms["foreign_sales"]),
    "markets_per_exporter": markets_per_exporter,
}
"""By the name of the run's outcome that they are the same of; of sales, the mean firm's."""


class Association(NamedTuple):
    """An outcome of firms with living alliances and of firms without, at the last record; no effect.

    Firms that do well abroad may be those that find partners.
    """

    with_alliances: float | None
    without: float | None
    firms_with: int
    firms_without: int


def association(tables: Tables, outcome: str) -> Association | None:
    """The outcome of firms with alliances beside that of firms without; None if it is none of single firms."""
    if outcome not in FIRM_OUTCOMES or tables["firms"].empty:
        return None
    last = last_record(tables["firms"])
    allied: pd.Series[Any] = last["alliances"] > 0
    of = FIRM_OUTCOMES[outcome]
    return Association(of(last[allied]), of(last[~allied]), int(allied.sum()), int((~allied).sum()))
