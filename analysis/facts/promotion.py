"""Facts about export promotion: a grant for small and medium-sized firms, set against the same world without it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from alliances.analysis.facts.declaration import Fact, Measured, Number, Replicate
from alliances.analysis.facts.registrations import PROMOTION
from alliances.analysis.tables import BASE, Tables

BUDGETS = ("promotion_quarter", "promotion_half", "promotion")


def at_the_end(tables: Tables, step: int) -> pd.DataFrame:
    """The firms recorded at the end of the programme, by id."""
    firms = tables["firms"]
    return firms[firms["step"] == step].set_index("firm_id")


def deadweight(replicate: Replicate) -> Measured:
    """Of the firms paid so far that are abroad at the end of the programme, the share that is abroad without it too."""
    spending = replicate.worlds["promotion"]["spending"]
    step = int(spending["step"].max())
    with_it, without = (at_the_end(replicate.worlds[world], step) for world in ("promotion", BASE))
    abroad = with_it.index[(with_it["markets"] > 0) & with_it.index.isin(spending["firm_id"].dropna())]
    anyway = without["markets"].reindex(abroad, fill_value=0) > 0
    return {"deadweight": float(anyway.mean()) if len(abroad) else float("nan")}


def diminishing(replicate: Replicate) -> Measured:
    """Coefficient of squared spending in additional exports at the programme's end, over three budgets and none."""
    step = int(replicate.worlds["promotion"]["spending"]["step"].max())
    exports = {name: at_the_end(replicate.worlds[name], step)["foreign_sales"].sum() for name in (BASE, *BUDGETS)}
    spent = np.array([replicate.worlds[name]["spending"]["amount"].sum() for name in BUDGETS])
    gained = np.array([exports[name] - exports[BASE] for name in BUDGETS])
    (_, squared), *_ = np.linalg.lstsq(np.column_stack([spent, spent**2]), gained, rcond=None)
    return {"squared": float(squared)}


FACTS = (
    Fact(
        "deadweight", "Many supported firms would have gone abroad anyway",
        "about 59 %: firms attribute 41 % of export sales to support", ("scottish_government_2023",), "abstract",
        "paired worlds with and without three years of a grant of half the cost of entry to small and medium-sized "
        "firms: of supported firms that are abroad at its end, the share that is abroad without it too", "validate",
        (Number("deadweight", "Share that would have gone anyway", "band", 0.35, 0.75, reported=0.59),),
        deadweight, ("promotion",), registered=PROMOTION,
    ),
    Fact(
        "diminishing", "The return of export promotion falls with its budget", "diminishing returns",
        ("lederman_2010", "olarreaga_2015"), "abstract",
        "the same grant on a quarter of the money it would take up, on half of it, and on all: additional exports in "
        "its last year over spending, coefficient of squared spending", "validate",
        (Number("squared", "Coefficient of squared spending", "sign", float("-inf"), 0.0, unit="1/million USD"),),
        diminishing, BUDGETS, registered=PROMOTION,
    ),
)  # fmt: skip
