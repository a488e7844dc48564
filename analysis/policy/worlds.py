"""Pairs of worlds in two numbers each: what an option brought by the horizon, and what it had cost by then."""

from __future__ import annotations

import pandas as pd

from alliances.analysis.policy.plan import Plan

WORLD = ["kind", "setting", "factor", "seed", "option"]


def worlds(effects: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """One row per pair of worlds of the effects table: ``kind``, ``setting``, ``factor``, ``seed``, ``option``, and

    - ``effect``: with the option less without, on the plan's aim, of all firms, at the recorded year next to the
      horizon;
    - ``cost``: all that was spent until then, million USD, discounted to the first policy's start, a year's money as
      paid at its end.
    """
    rows = effects[effects["group"] == "all"]
    aim = rows[rows["measure"] == plan.aim]
    horizon = min(aim["year"].unique(), key=lambda year: abs(year - plan.year(plan.horizon)), default=0.0)
    last = aim[aim["year"] == horizon].set_index(WORLD)
    spent = rows[(rows["measure"] == "spending") & (rows["year"] <= horizon)]
    paid = (spent["with_policy"] - spent["base"]) * (1 + plan.discount_rate) ** -spent["year"]
    cost = paid.groupby([spent[name] for name in WORLD], sort=False).sum()
    table = pd.DataFrame({"effect": last["with_policy"] - last["base"], "cost": cost.reindex(last.index).fillna(0.0)})
    return table.reset_index()
