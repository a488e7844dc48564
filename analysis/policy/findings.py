"""What an evaluation finds: additional firms, deadweight, additionality, displacement, persistence; who wins.

The notions are those of evaluation practice (hm_treasury_2022). Deadweight and displacement speak of single firms,
which paired worlds follow; the effect on all firms does not depend on that.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from alliances.analysis.policy.effects import ALL, HOME, INDUSTRY, SIZE, SUPPORTED, UNSUPPORTED
from alliances.analysis.policy.plan import AIMS, Plan
from alliances.analysis.policy.ratios import ratio
from alliances.analysis.policy.seeds import by_seed, recorded, seeds_needed, summary
from alliances.analysis.statistics.intervals import Interval, interval

LASTS = 5  # years after the end over which persistence is told
HOMES = 12  # shown at most
FINDINGS: dict[str, tuple[str, str]] = {  # by name: unit, meaning
    "additional": ("firms", "Firms abroad on top of those without the policy, at the horizon"),
    "foreign_sales": ("million USD/year", "Foreign sales on top, at the horizon"),
    "alliances": ("alliances", "Alliances on top, at the horizon"),
    "alliance_survival": (
        "share",
        "Change of the share of new alliances that live three years, at the horizon; "
        "the two worlds sign different ones",
    ),
    "deadweight": ("share", "Of the supported firms abroad at the horizon, those that would have been abroad anyway"),
    "additionality": ("share", "1 - deadweight"),
    "displacement": ("firms", "Change of the firms abroad that got no support, at the horizon; negative: a loss"),
    "persistence_0": ("firms", "Additional firms when the policy ends"),
    **{
        f"persistence_{years}": ("firms", f"Additional firms {years} years after its end")
        for years in range(1, LASTS + 1)
    },
}
NOTHING = Interval(math.nan, math.nan, math.nan, math.nan, 0)
MEASURED_BY = {
    "additional": "firms_abroad",
    **{name: name for name in ("foreign_sales", "alliances", "alliance_survival")},
}


def findings(effects: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """One row per option and finding of ``FINDINGS`` from rows of kind "main": mean, low, high, sd, n, unit, meaning,
    ``share_kept`` (persistence: of the effect at the end, where that is above zero for sure) and ``seeds_needed`` (the
    aim: for the plan's precision). What cannot be said is NaN: deadweight where nobody is supported, persistence beyond
    the run or of a policy without end.
    """
    main = effects[(effects["kind"] == "main") & effects["group"].isin([ALL, SUPPORTED, UNSUPPORTED])]
    rows = []
    for option, own in main.groupby("option", sort=False):
        kept, lasting = persistence(own, plan.end(str(option)))
        told = {**at_horizon(own, recorded(own, plan.year(plan.horizon))), **lasting}
        for name, (unit, meaning) in FINDINGS.items():
            wanted = MEASURED_BY.get(name) == plan.aim and plan.aim in AIMS and plan.precision is not None
            needed = seeds_needed(told[name].sd, plan.precision or 0.0) if wanted else None
            rows.append({"option": option, "finding": name, **told[name]._asdict(), "unit": unit, "meaning": meaning,
                         "share_kept": kept.get(name, math.nan), "seeds_needed": needed})  # fmt: skip
    columns = ["option", "finding", *Interval._fields, "unit", "meaning", "share_kept", "seeds_needed"]
    return pd.DataFrame(rows, columns=columns).astype({"seeds_needed": "Int64"})


def at_horizon(own: pd.DataFrame, year: float) -> dict[str, Interval]:
    """What one option's rows say of the horizon."""
    told = {name: interval(by_seed(own, measure, ALL, year)["effect"]) for name, measure in MEASURED_BY.items()}
    told["displacement"] = interval(by_seed(own, "firms_abroad", UNSUPPORTED, year)["effect"])
    both, abroad = (
        by_seed(own, measure, SUPPORTED, year).set_index("seed")["with_policy"].sort_index()
        for measure in ("abroad_in_both", "firms_abroad")
    )
    found = ratio(both, abroad)
    low, high = np.clip((found.low, found.high), 0.0, 1.0)  # Fieller's limits do not know that it is a share
    told["deadweight"] = Interval(found.value, low, high, math.nan, found.n)
    told["additionality"] = Interval(1 - found.value, 1 - high, 1 - low, math.nan, found.n)
    return told


def persistence(own: pd.DataFrame, end: float | None) -> tuple[dict[str, float], dict[str, Interval]]:
    """Share of the effect that is kept, and the effect, at an option's end and in the years after."""
    kept, told = {}, {}
    at_end: Any = None
    for years in range(LASTS + 1):
        name, year = f"persistence_{years}", math.nan if end is None else recorded(own, end + years)
        effect = by_seed(own, "firms_abroad", ALL, year).set_index("seed")["effect"].sort_index()
        at_end = effect if at_end is None else at_end
        told[name] = interval(effect) if len(effect) else NOTHING
        kept[name] = ratio(effect, at_end).value if len(effect) else math.nan
    return kept, told


def distribution(effects: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """Who wins and who loses of the plan's aim: one row per option and group (size, industry, home) at the horizon, as
    in ``summary``; of homes, those with the highest base.
    """
    year = recorded(effects, plan.year(plan.horizon))
    chosen = (effects["measure"] == plan.aim) & (effects["year"] == year)
    rows = summary(effects[chosen & effects["group"].str.startswith((SIZE, INDUSTRY, HOME))])
    homes = rows[rows["group"].str.startswith(HOME)].groupby("group")["base"].mean()
    small = homes.sort_values(ascending=False, kind="stable").index[HOMES:]
    return rows[~np.isin(rows["group"], small)].reset_index(drop=True)
