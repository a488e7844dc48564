"""The interviews of Veilleux, Haskell and Pons (2012) with simulated firms: 16 biotech SMEs of Montreal, 12 of Boston.

The model has countries, not cities: Canada stands for Montreal, the United States for Boston. Asked are small and
medium-sized biotech firms that were in an international alliance in the five years before the last record. The paper's
three dimensions: who inside the firm led, planning against opportunity, and what was learned. Its abstract gives no
numbers, so there is nothing to hold estimates against (``REPORTED`` is empty).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from alliances.analysis.statistics.regression import ols
from alliances.analysis.summary import last_record
from alliances.analysis.surveys.window import living, shared_by_partner, within_window
from alliances.analysis.tables import Tables
from alliances.model.errors import refuse

CITIES = {"CAN": "Montreal", "USA": "Boston"}
QUOTAS = {"Montreal": 16, "Boston": 12}
SIZE = sum(QUOTAS.values())
REPORTED: dict[str, float] = {}
INDUSTRY = "biotech"
YOUNG = 10.0  # years: about what a biotech product takes to the market
EXPLANATIONS = ("age_years", "phase_reached", "employees", "capital")
STRATEGY = ("alliances_formed", "initiated_share", "stages_skipped")  # how a firm forms alliances
MEASURES = (*EXPLANATIONS, *STRATEGY, "planning", "knowledge_learned", "alliance_capability", "capability_gained")
GROUPS = ("city", "age_group", "phase")
LEAST = 1e-12  # standard error below which a measure does not vary
PHASES = ("research", "development", "market")


def respondents(tables: Tables, draws: int, size: int, seed: int) -> pd.DataFrame:
    """One row per draw and interview, 16 of 28 in Montreal; see ``population`` for the columns.

    Raises ``InputError`` where a city has too few eligible firms.
    """
    eligible = population(tables)
    montreal = round(size * QUOTAS["Montreal"] / SIZE)
    for city, quota in (("Montreal", montreal), ("Boston", size - montreal)):
        found = int((eligible["city"] == city).sum())
        if not 1 <= quota <= found:
            refuse(f"{quota} interviews in {city} cannot be held: {found} biotech SMEs there had an international "
                   "alliance in the last five years; allowed: fewer interviews, or more firms")  # fmt: skip
    samples = []
    for draw in range(draws):
        rng = np.random.default_rng([seed, draw])
        order = eligible.iloc[rng.permutation(len(eligible))]
        samples.append(pd.concat([order[order["city"] == "Montreal"].head(montreal),
                                  order[order["city"] == "Boston"].head(size - montreal)]))  # fmt: skip
    return pd.concat(samples, keys=range(draws), names=["draw"]).reset_index("draw").reset_index(drop=True)


def population(tables: Tables) -> pd.DataFrame:
    """Every eligible firm: city, age group, phase, resources, how it forms alliances, what it learned.

    ``alliances_formed`` and ``initiated_share`` are of the window; ``stages_skipped`` per alliance and ``leader`` (who
    led most) are of those it initiated, null where it initiated none. ``approach`` is ``planned`` where it skipped no
    stage in any, ``opportunistic`` where it skipped in all, else ``combination``. ``knowledge_learned`` is what passed
    per alliance and partner. ``phase`` is ``market`` for firms of ten years or more that are abroad, ``research`` for
    younger ones that are not, else ``development`` (all have R&D, so it does not tell phases apart).
    """
    abroad = within_window(tables, "presence")
    firms = last_record(tables["firms"])
    firms = firms[firms["sme"] & (firms["industry"] == INDUSTRY) & firms["home"].isin([*CITIES])].set_index("firm_id")
    joined = shared_by_partner(living(tables))
    firms = firms[firms.index.isin(joined.loc[joined["international"], "firm_id"])].sort_index()
    now = abroad.loc[abroad["step"] == abroad["step"].max(), "firm_id"]
    reached = (firms["age_years"] >= YOUNG).astype(int) + firms.index.isin(now)
    told = pd.DataFrame({
        "city": firms["home"].map(CITIES), "age_years": firms["age_years"],
        "age_group": np.where(firms["age_years"] < YOUNG, "young", "established"),
        "phase": [PHASES[step] for step in reached], "phase_reached": reached,
        "employees": firms["employees"], "capital": firms["capital"], "planning": firms["planning"],
        "alliance_capability": firms["alliance_capability"],
        "capability_gained": capability_gained(tables, firms), "dedicated_function": firms["dedicated_function"],
    }, index=firms.index)  # fmt: skip
    return told.join(formation(joined[joined["firm_id"].isin(firms.index)])).reset_index()


def capability_gained(tables: Tables, firms: pd.DataFrame) -> pd.Series[float]:
    """Change of alliance capability from the first record of the window to the last."""
    records = within_window(tables, "firms").sort_values("step").drop_duplicates("firm_id").set_index("firm_id")
    return firms["alliance_capability"] - records["alliance_capability"].reindex(firms.index)


def formation(joined: pd.DataFrame) -> pd.DataFrame:
    """How each firm formed the alliances that it had in the window, by firm_id."""
    own = joined[joined["initiated"]]
    skipped = own["stages_skipped"].gt(0).groupby(own["firm_id"]).mean()
    by_firm, by_initiator = joined.groupby("firm_id"), own.groupby("firm_id")
    learned = (joined["knowledge_transferred"] / joined["n_partners"]).groupby(joined["firm_id"]).mean()
    approach = skipped.map({0.0: "planned", 1.0: "opportunistic"}).fillna("combination")
    return pd.DataFrame({
        "alliances_formed": by_firm.size(), "initiated_share": by_firm["initiated"].mean(),
        "stages_skipped": by_initiator["stages_skipped"].mean(), "approach": approach,
        "leader": own.groupby("firm_id")["leader"].agg(lambda leaders: leaders.mode().iloc[0]),
        "knowledge_learned": learned,
    })  # fmt: skip


def estimates(respondents: pd.DataFrame) -> pd.DataFrame:
    """What the interviews tell, per draw: draw, path, estimate, std_error, p_value.

    Paths: the mean of each measure (``age_years`` …), Boston less Montreal (``gap_age_years`` …, Welch's t test), and
    the shares that are planned, opportunistic, or a combination.
    """
    from scipy.stats import ttest_ind

    rows: list[tuple[Any, ...]] = []
    for draw, told in respondents.groupby("draw", sort=True):
        for measure in MEASURES:
            montreal, boston = (told.loc[told["city"] == city, measure].dropna().astype(float) for city in QUOTAS)
            both = pd.concat([montreal, boston])
            rows.append((draw, measure, both.mean(), both.sem(), np.nan))
            error = float(np.linalg.norm(np.array([montreal.sem(), boston.sem()], float)))
            p = ttest_ind(boston, montreal, equal_var=False).pvalue if error > LEAST else np.nan
            rows.append((draw, f"gap_{measure}", boston.mean() - montreal.mean(), error, p))
        for approach in ("planned", "opportunistic", "combination"):
            share = (told["approach"].dropna() == approach).astype(float)
            rows.append((draw, approach, share.mean(), share.sem(), np.nan))
    return pd.DataFrame(rows, columns=["draw", "path", "estimate", "std_error", "p_value"])


def by_group(respondents: pd.DataFrame, group: str) -> pd.DataFrame:
    """Interviews and mean of each measure by city, age group or phase."""
    if group not in GROUPS:
        refuse(f"group {group!r} is refused; allowed: {', '.join(GROUPS)}")
    groups = respondents.groupby(group, sort=True)
    return groups[[*MEASURES]].mean().assign(interviews=groups.size())


def leaders(respondents: pd.DataFrame) -> pd.DataFrame:
    """Share of the firms of each city in which each inside actor led most alliances (of firms that initiated any)."""
    counted = respondents.dropna(subset=["leader"])
    return pd.crosstab(counted["city"], counted["leader"], normalize="index")


def explained(respondents: pd.DataFrame, predictors: pd.DataFrame) -> float:
    """Adjusted R² of how firms form alliances on these predictors: the mean over the three measures of ``STRATEGY``."""
    shares = []
    for measure in STRATEGY:
        fit = ols(respondents[measure], predictors)
        freedom = fit.rows - predictors.shape[1] - 1
        shares.append(1 - (1 - fit.r_squared) * (fit.rows - 1) / freedom if freedom > 0 else np.nan)
    return float(np.mean(shares))
