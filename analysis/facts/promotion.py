"""Facts about export promotion for small and medium-sized firms, set against the same world without it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from alliances.analysis.facts.declaration import Fact, Measured, Number, Replicate
from alliances.analysis.facts.registrations import DEADWEIGHT, PROMOTION, THIRD_ROUND
from alliances.analysis.tables import BASE, Tables

BUDGETS = ("promotion_quarter", "promotion_half", "promotion")
FORMS = ("revenue_subsidy", "promotion")
PAIR = ["firm_id", "market"]


def before_and_end(tables: Tables) -> tuple[int, int]:
    """The last recorded step before the first payment, and the first at or after the last one."""
    paid, recorded = tables["spending"]["step"], tables["firms"]["step"]
    return int(recorded[recorded < paid.min()].max()), int(recorded[recorded >= paid.max()].min())


def at(tables: Tables, step: int) -> pd.DataFrame:
    """The firms recorded at a step, by id."""
    firms = tables["firms"]
    return firms[firms["step"] == step].set_index("firm_id")


def paid_firms(tables: Tables) -> pd.Index:
    """The firms that were paid."""
    return pd.Index(tables["spending"]["firm_id"].dropna().unique())


def deadweight(replicate: Replicate) -> Measured:
    """Of what supported firms do abroad at the programme's end, the share that is there without it too.

    Of their sales abroad; of first-time exporters among them, by heads; of the pairs of firm and market that are new.
    """
    promoted, base = replicate.worlds["promotion"], replicate.worlds[BASE]
    before, end = before_and_end(promoted)
    paid = paid_firms(promoted)
    with_it, without = (at(tables, end).reindex(paid) for tables in (promoted, base))
    known = promoted["firms"]["step"] <= before, promoted["entries"]["step"] <= before
    earlier = {*promoted["firms"][known[0] & (promoted["firms"]["markets"] > 0)]["firm_id"],
               *promoted["entries"][known[1]]["firm_id"]}  # fmt: skip
    first_time = with_it.index[(with_it["markets"] > 0) & ~with_it.index.isin(earlier)]
    new = pairs(promoted, paid, end).difference(pairs(promoted, paid, before))
    return {
        "deadweight": share(without["foreign_sales"].sum(), with_it["foreign_sales"].sum()),
        "first_time": share((without.loc[first_time, "markets"] > 0).sum(), len(first_time)),
        "pairs": share(len(new.intersection(pairs(base, paid, end))), len(new)),
    }


def pairs(tables: Tables, firms: Iterable[int], step: int) -> pd.MultiIndex:
    """The pairs of these firms and foreign markets that they are in at a step."""
    presence = tables["presence"]
    rows = presence[(presence["step"] == step) & presence["firm_id"].isin(list(firms))]
    return pd.MultiIndex.from_frame(rows[PAIR])


def share(part: float, whole: float) -> float:
    """A part of a whole; NaN where there is none."""
    return float(part / whole) if whole else float("nan")


def diminishing(replicate: Replicate) -> Measured:
    """Coefficient of squared spending in additional exports at the programme's end, over three budgets and none."""
    _, end = before_and_end(replicate.worlds["promotion"])
    exports = {name: at(replicate.worlds[name], end)["foreign_sales"].sum() for name in (BASE, *BUDGETS)}
    spent = np.array([replicate.worlds[name]["spending"]["amount"].sum() for name in BUDGETS])
    gained = np.array([exports[name] - exports[BASE] for name in BUDGETS])
    (_, squared), *_ = np.linalg.lstsq(np.column_stack([spent, spent**2]), gained, rcond=None)
    return {"squared": float(squared)}


def policy_form(replicate: Replicate) -> Measured:
    """Sales abroad gained per dollar by each form of support, to the end of the run, and by how much they differ.

    Of the firms that were small or medium-sized when support began, also of those that closed or outgrew it.
    """
    start = min(before_and_end(replicate.worlds[name])[0] for name in FORMS)
    firms = at(replicate.worlds[BASE], start)
    small = firms.index[firms["sme"]]
    sold = {name: sales_since(replicate.worlds[name], small, start) for name in (BASE, *FORMS)}
    revenue, entry = (share(sold[name] - sold[BASE], spent_on(replicate.worlds[name], small)) for name in FORMS)
    return {"difference": revenue - entry, "revenue": revenue, "entry": entry}


def sales_since(tables: Tables, firms: pd.Index, step: int) -> float:
    """Sales abroad of these firms in all yearly records after a step, in million USD."""
    rows = tables["firms"]
    return float(rows.loc[(rows["step"] > step) & rows["firm_id"].isin(firms), "foreign_sales"].sum())


def spent_on(tables: Tables, firms: pd.Index) -> float:
    """What was paid to these firms, in million USD."""
    spending = tables["spending"]
    return float(spending.loc[spending["firm_id"].isin(firms), "amount"].sum())


FACTS = (
    Fact(
        "deadweight", "Much of what supported firms sell abroad they would have sold anyway",
        "about 59 %: firms attribute 41 % of export sales to support", ("scottish_government_2023",), "abstract",
        "paired worlds with and without three years of a grant of half the cost of entry to small and medium-sized "
        "firms: sales abroad, at its end, of the firms that were paid, without it over with it", "validate",
        (
            Number("deadweight", "Share of sales that are there without it", "band", 0.35, 0.75, reported=0.59),
            Number("first_time", "Share of first-time exporters that are abroad without it", "shown"),
            Number("pairs", "Share of new pairs of firm and market that are there without it", "shown"),
        ), deadweight, ("promotion",), registered=DEADWEIGHT,
    ),
    Fact(
        "diminishing", "The return of export promotion falls with its budget", "diminishing returns",
        ("lederman_2010", "olarreaga_2015"), "abstract",
        "the same grant on a quarter of the money it would take up, on half of it, and on all: additional exports in "
        "its last year over spending, coefficient of squared spending", "validate",
        (Number("squared", "Coefficient of squared spending", "sign", float("-inf"), 0.0, unit="1/million USD"),),
        diminishing, BUDGETS, registered=PROMOTION,
    ),
    Fact(
        "policy_form", "Support of export revenue does more per dollar than support of entry",
        "revenue subsidies promote exports far more per dollar than subsidies of entry", ("das_2007",), "quoted",
        "paired worlds: three years of a twentieth on top of sales abroad, or of half the cost of entry, for small and "
        "medium-sized firms; their sales abroad from its start to the end of the run, gained per dollar", "validate",
        (
            Number("difference", "Gain per dollar, revenue less entry", "sign", unit="dollars per dollar"),
            Number("revenue", "Gain per dollar of a subsidy of revenue", "shown", unit="dollars per dollar"),
            Number("entry", "Gain per dollar of a grant for entry", "shown", unit="dollars per dollar"),
        ), policy_form, FORMS, registered=THIRD_ROUND,
    ),
)  # fmt: skip
