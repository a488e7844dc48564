"""The interviews of Veilleux, Haskell and Pons (2012) with simulated firms: 16 biotech SMEs of Montreal, 12 of Boston.

The model has countries, not cities: Canada stands for Montreal, the United States for Boston. Asked are small and
medium-sized biotech firms that were in an international alliance in the window. The paper's three dimensions: who
inside the firm led, planning against opportunity, and what was learned. Its abstract gives no numbers, so there is
nothing to validate estimates against.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from alliances.analysis.statistics.regression import ols
from alliances.analysis.summary import last_record
from alliances.analysis.surveys.declaration import Survey
from alliances.analysis.surveys.window import WINDOW_YEARS, allied_abroad, living, shared_by_partner, within_window
from alliances.analysis.tables import BASE, Tables, Worlds
from alliances.model.errors import refuse

CITIES = {"CAN": "Montreal", "USA": "Boston"}
QUOTAS = {"Montreal": 16, "Boston": 12}
SIZE = sum(QUOTAS.values())
INDUSTRY = "biotech"
YOUNG = 10.0  # years: about what a biotech product takes to the market
EXPLANATIONS = ("age_years", "phase_reached", "employees", "capital")
STRATEGY = ("alliances_formed", "initiated_share", "stages_skipped")  # how a firm forms alliances
MEASURES = {
    "age_years": "age (years)",
    "phase_reached": "phase reached (0-2)",
    "employees": "employees",
    "capital": "financial strength (0-1)",
    "alliances_formed": f"alliances in {WINDOW_YEARS} years",
    "initiated_share": "share it initiated",
    "stages_skipped": "stages skipped per alliance",
    "planning": "inclination to plan (0-1)",
    "knowledge_learned": "knowledge learned per alliance",
    "alliance_capability": "alliance capability (0-1)",
    "capability_gained": f"capability gained in {WINDOW_YEARS} years",
}
APPROACHES = {"planned": "planned", "combination": "a combination of both", "opportunistic": "opportunistic"}
LEAST = 1e-12  # standard error below which a measure does not vary
PHASES = ("research", "development", "market")
GROUPS = {"age_group": ["young", "established"], "phase": [*PHASES], "resources": ["scarce", "ample"]}
OUTCOMES = {"foreign_sales_share": "foreign share of sales", "alliance_capability": "alliance capability"}


def sample(frame: pd.DataFrame, size: int, rng: np.random.Generator) -> pd.DataFrame:
    """Firms at random from each city, 16 of 28 in Montreal; ``InputError`` where a city has too few."""
    montreal = round(size * QUOTAS["Montreal"] / SIZE)
    order = frame.iloc[rng.permutation(len(frame))]
    parts = []
    for city, quota in (("Montreal", montreal), ("Boston", size - montreal)):
        here = order[order["city"] == city]
        if not 1 <= quota <= len(here):
            refuse(f"size = {size} takes {quota} firms of {city}; it must take 1 to {len(here)}, as there are")
        parts.append(here.head(quota))
    return pd.concat(parts)


def eligible(tables: Tables) -> pd.DataFrame:
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
    firms = firms[firms.index.isin(allied_abroad(tables))].sort_index()
    joined = shared_by_partner(living(tables))
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


def statistics(answers: pd.DataFrame) -> pd.DataFrame:
    """What one sample of interviews tells: path, estimate, std_error, p_value.

    Paths: the mean of each measure (``age_years`` …), Boston less Montreal (``gap_age_years`` …, Welch's t test), and
    the shares that are planned, opportunistic, or a combination.
    """
    from scipy.stats import ttest_ind

    rows: list[tuple[Any, ...]] = []
    for measure in MEASURES:
        montreal, boston = (answers.loc[answers["city"] == city, measure].dropna().astype(float) for city in QUOTAS)
        both = pd.concat([montreal, boston])
        rows.append((measure, both.mean(), both.sem(), np.nan))
        error = float(np.linalg.norm(np.array([montreal.sem(), boston.sem()], float)))
        p = ttest_ind(boston, montreal, equal_var=False).pvalue if error > LEAST else np.nan
        rows.append((f"gap_{measure}", boston.mean() - montreal.mean(), error, p))
    for approach in APPROACHES:
        share = (answers["approach"].dropna() == approach).astype(float)
        rows.append((approach, share.mean(), share.sem(), np.nan))
    return pd.DataFrame(rows, columns=["path", "estimate", "std_error", "p_value"])


def in_spreads(estimates: pd.DataFrame, respondents: pd.DataFrame) -> pd.DataFrame:
    """Estimates with each ``gap_…`` in standard deviations of its measure between all firms asked."""
    measures = estimates["path"].str.removeprefix("gap_")
    gaps = estimates["path"].str.startswith("gap_") & measures.isin(respondents.columns)
    spreads = measures[gaps].map(respondents[measures[gaps].unique()].astype(float).std())
    return estimates.assign(
        estimate=estimates["estimate"].where(~gaps, estimates["estimate"] / spreads.where(spreads > 0))
    )


def tables_of(respondents: pd.DataFrame) -> Mapping[str, pd.DataFrame]:
    """Means by city, age, phase and resources, and shares by city of who led and how alliances came about."""
    poor = respondents["capital"] < respondents["capital"].median()
    told = respondents.assign(resources=poor.map({True: "scarce", False: "ample"}))
    by_group = [by(told, group, names) for group, names in GROUPS.items()]
    return {
        "Means by city": by(told, "city", [*QUOTAS]),
        "Means by age, phase and resources": pd.concat(by_group, axis=1),
        "Who led most alliances": shares(told, "leader"),
        "Planned or opportunistic": shares(told, "approach"),
    }


def by(told: pd.DataFrame, group: str, names: list[str]) -> pd.DataFrame:
    """Mean of each measure, and share of the interviews, in each part of a group; null where nobody was asked."""
    means = told.groupby(group)[[*MEASURES]].mean().rename(columns=MEASURES)
    return means.assign(interviews=told[group].value_counts(normalize=True)).reindex(names).T


def shares(told: pd.DataFrame, column: str) -> pd.DataFrame:
    """Share of each answer by city, of firms that initiated any alliance."""
    return pd.crosstab(told[column], told["city"], normalize="columns").reindex(columns=[*QUOTAS])


def effects(worlds: Worlds) -> dict[str, float]:
    """What alliances did to the foreign sales share and the alliance capability of the firms interviewed (0-1 points).

    Neither is a path of the survey, which has no outcome; they are called ``caused_…``.
    """
    asked = eligible(worlds[BASE])["firm_id"]
    now, alone = (last_record(worlds[name]["firms"]).set_index("firm_id") for name in (BASE, "alone"))
    same = pd.Index(asked).intersection(alone.index)
    return (now.loc[same, [*OUTCOMES]] - alone.loc[same, [*OUTCOMES]]).mean().add_prefix("caused_").to_dict()


def explained(respondents: pd.DataFrame, predictors: pd.DataFrame) -> float:
    """Adjusted R² of how firms form alliances on these predictors: the mean over the three measures of ``STRATEGY``."""
    shares = []
    for measure in STRATEGY:
        fit = ols(respondents[measure], predictors)
        freedom = fit.rows - predictors.shape[1] - 1
        shares.append(1 - (1 - fit.r_squared) * (fit.rows - 1) / freedom if freedom > 0 else np.nan)
    return float(np.mean(shares))


SURVEY = Survey(
    name="veilleux",
    paper="Veilleux, Haskell and Pons (2012)",
    asked="biotechnology SMEs",
    size=SIZE,
    frame=eligible,
    sample=sample,
    statistics=statistics,
    variables={
        "city": "Montreal for Canada, Boston for the United States",
        **MEASURES,
        "leader": "inside actor who led most of the alliances that it initiated",
        "approach": "planned, opportunistic or a combination",
    },
    scenario="montreal-boston",  # elsewhere too few can be asked
    worlds=("alone",),
    effects=effects,
    axes=("difference, in standard deviations between firms", "share of the firms that initiated alliances"),
    groups={
        "Boston less Montreal": {f"gap_{measure}": words for measure, words in MEASURES.items()},
        "How firms come to their alliances": APPROACHES,
        "What alliances changed among the firms asked": {f"caused_{name}": words for name, words in OUTCOMES.items()},
    },
    about="The abstract reports no numbers, so there is nothing to compare with. Young: below ten years. Resources: "
    "financial strength below or above the median. Planned: no stage was skipped in any alliance that the firm "
    "initiated; opportunistic: one was in each.",
    tables=tables_of,
    scaled=in_spreads,
)
