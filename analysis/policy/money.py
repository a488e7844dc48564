"""What effects cost: price, benefit and cost, and the chance that a price is not exceeded.

Money of a year is taken as paid at its end, and discounted to the first policy's start. Cost-effectiveness follows
Fenwick, O'Brien and Briggs (2004).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alliances.analysis.policy.plan import Plan
from alliances.analysis.policy.ratios import FINITE, FREE, Ratio, price, prices, ratio, resampled
from alliances.analysis.policy.seeds import by_seed
from alliances.analysis.policy.take_up import take_up
from alliances.analysis.policy.worlds import worlds
from alliances.analysis.statistics.intervals import interval

PRICES = 101  # at which the chance is told, from 0 on
REACH = 2.0  # highest of them, against the highest median price of an option
NUMBERS = {  # by name: unit, meaning
    "spending": ("million USD", "Public money to the horizon, at present value"),
    "offered": ("million USD", "What budgets offer to the horizon, at present value"),
    "take_up": ("share", "Of what budgets offer, what was spent to the horizon"),
    "cost_per_additional": ("million USD per firm", "Spending per additional firm abroad at the horizon"),
    "effect_per_million": ("per million USD", "Effect on the aim at the horizon, in its unit, per million USD spent"),
    "benefit_cost": ("ratio", "Additional profit less what firms were handed, over public money and what raising it "
                     "costs; present values of the whole run"),
}  # fmt: skip


def money(effects: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """One row per option and number of ``NUMBERS``: value, low, high, bootstrap_low, bootstrap_high, verdict,
    n, unit.

    ``verdict`` says how to read it (see ``Ratio``). Transfers are no benefit, and what is handed out is a cost: a
    benefit-cost ratio of 0 means that firms earn no more than they were given. What customers gain is not in it.
    """
    rows = []
    firms = main_worlds(effects, plan._replace(aim="firms_abroad"))
    aim = main_worlds(effects, plan)
    for option in dict.fromkeys(aim["option"]):
        cost, effect, more = (
            table.loc[table["option"] == option, name].to_numpy(float)
            for table, name in ((aim, "cost"), (aim, "effect"), (firms, "effect"))
        )
        spent = interval(cost)
        free = Ratio(verdict=FREE, n=len(cost))
        told = {
            "spending": Ratio(spent.mean, spent.low, spent.high, verdict=FINITE if cost.any() else FREE, n=spent.n),
            **take_up(effects, plan, str(option)),
            "cost_per_additional": price(cost, more),
            "effect_per_million": ratio(effect, cost) if cost.any() else free,
            "benefit_cost": benefit_cost(effects, plan, str(option)) if cost.any() else free,
        }
        rows += [
            {"option": option, "number": name, **found._asdict(), "unit": NUMBERS[name][0]}
            for name, found in told.items()
        ]
    return pd.DataFrame(rows, columns=["option", "number", *Ratio._fields, "unit"])


def main_worlds(effects: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """Effect and cost of each pair of worlds of the main comparison, in order of seeds."""
    return worlds(effects[effects["kind"] == "main"], plan).sort_values("seed", kind="stable")


def benefit_cost(effects: pd.DataFrame, plan: Plan, option: str) -> Ratio:
    """Present value of additional profit less transfers, over that of public money and what raising it costs."""
    own = effects[(effects["kind"] == "main") & (effects["option"] == option)]
    profit, transfers, spending = (
        present_value(own, plan, measure).to_numpy(float) for measure in ("profit", "transfers", "spending")
    )
    return ratio(profit - transfers, np.multiply(spending, 1 + plan.cost_of_funds))


def present_value(effects: pd.DataFrame, plan: Plan, measure: str) -> pd.Series[float]:
    """Discounted sum of the effect on a yearly flow of money, from the first policy's start to the end of the run, by
    seed; NaN if a year is not known.
    """
    years = effects["year"].unique()
    rows = by_seed(effects, measure, "all", years[years > 0])
    worth = plan.worth(rows["effect"], rows["year"])
    return worth.groupby(rows["seed"], sort=True).sum(min_count=int((years > 0).sum()))


def acceptability(effects: pd.DataFrame, plan: Plan, given: Sequence[float] | None = None) -> pd.DataFrame:
    """Columns option, price (million USD per additional firm abroad), probability (that it costs no more).

    The chance is over seeds only. ``given`` prices, or from 0 to well above the middle prices of all options. An option
    that costs nothing has the chance that it gains anything.
    """
    table = main_worlds(effects, plan._replace(aim="firms_abroad"))
    drawn = {
        str(option): prices(resampled(rows[["cost", "effect"]].dropna().to_numpy(float)))
        for option, rows in table.groupby("option", sort=False)
        if rows["effect"].notna().sum() > 1
    }
    asked = np.array(shown_prices(drawn) if given is None else given, float)
    parts = [
        pd.DataFrame({"option": option, "price": asked, "probability": (found[:, None] <= asked).mean(axis=0)})
        for option, found in drawn.items()
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["option", "price", "probability"])


def shown_prices(drawn: dict[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    """Prices from 0 to ``REACH`` times the highest median price of an option, among its draws that have a price."""
    middles = [float(np.median(found[np.isfinite(found)])) for found in drawn.values() if np.isfinite(found).any()]
    top = REACH * max(middles, default=0.0)
    return np.linspace(0.0, top if math.isfinite(top) and top > 0 else 1.0, PRICES)
