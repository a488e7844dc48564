"""The fact of sanctions: firms of a sanctioned home lose sales where they are sanctioned; some may sell elsewhere."""

from __future__ import annotations

import pandas as pd

from alliances.analysis.facts.declaration import Fact, Measured, Number, Replicate
from alliances.analysis.facts.registrations import THIRD_ROUND
from alliances.analysis.tables import BASE, Tables
from alliances.model.rules import QUARTERS_PER_YEAR

SANCTIONED = "CHN"
SANCTIONING = ("USA", "GBR", "JPN", "AUS", "SWE")  # where Chinese network equipment was barred
END = 10 * QUARTERS_PER_YEAR - 1  # the last quarter of the sanctions


def sales_abroad(tables: Tables) -> pd.Series[float]:
    """Sales of the sanctioned home's firms in the last quarter of the sanctions: where they are sanctioned, or not."""
    firms, presence = (tables[name][tables[name]["step"] == END] for name in ("firms", "presence"))
    ours = presence[presence["firm_id"].isin(firms.loc[firms["home"] == SANCTIONED, "firm_id"])]
    there = ours["market"].isin(SANCTIONING)
    return pd.Series({"sanctioned": ours.loc[there, "sales"].sum(), "elsewhere": ours.loc[~there, "sales"].sum()})


def sanctioned_sales(replicate: Replicate) -> Measured:
    """Relative change of these sales by sanctions, where they are in force and elsewhere."""
    change = sales_abroad(replicate.worlds["sanctions"]) / sales_abroad(replicate.worlds[BASE]) - 1
    return {str(name): float(value) for name, value in change.items()}


FACTS = (
    Fact(
        "sanctioned_sales", "Sanctions cost the sanctioned sales",
        "trade between sanctioned and sanctioning countries falls",
        ("hufbauer_2007",), "quoted",
        "paired worlds with and without five years of sanctions of five countries on Chinese firms: sales of all "
        "Chinese firms at their end, relative to those without them", "validate",
        (
            Number("sanctioned", "Change of sales in the sanctioning markets", "sign", float("-inf"), 0.0,
                   unit="relative change"),
            Number("elsewhere", "Change of sales in other foreign markets (diversion)", "shown",
                   unit="relative change"),
        ), sanctioned_sales, ("sanctions",), registered=THIRD_ROUND,
    ),
)  # fmt: skip
