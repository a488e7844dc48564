"""Pairs of worlds in two numbers each: what an option brought by the horizon, and what it had cost by then."""

from __future__ import annotations

import pandas as pd

from alliances.analysis.policy.plan import Plan
from alliances.analysis.policy.seeds import recorded

WORLD = ["kind", "setting", "factor", "seed", "option"]


def worlds(effects: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """One row per pair of worlds of the effects table: ``kind``, ``setting``, ``factor``, ``seed``, ``option``, and

    - ``effect``: with the option less without, on the plan's aim, of all firms, at the recorded year next to the
      horizon; no rows if none is within half a year of it;
    - ``cost``: all that was spent until then on top of the world without, million USD, discounted to the first policy's
      start, a year's money as paid at its end;
    - ``against``: the option of shocks whose world the option is set against ("": the world as it is). Only options
      that are set against the same world are ranked with each other.
    """
    rows = effects[effects["group"] == "all"]
    horizon = recorded(effects, plan.year(plan.horizon))
    last = rows[(rows["measure"] == plan.aim) & (rows["year"] == horizon)].set_index(WORLD)
    spent = rows[(rows["measure"] == "spending") & (rows["year"] <= horizon)]
    paid = plan.worth(spent["with_policy"] - spent["base"], spent["year"])
    cost = paid.groupby([spent[name] for name in WORLD], sort=False).sum()
    table = pd.DataFrame({"effect": last["with_policy"] - last["base"], "cost": cost.reindex(last.index).fillna(0.0)})
    table = table.reset_index()
    return table.assign(against=[plan.against.get(str(option), "") for option in table["option"]])
