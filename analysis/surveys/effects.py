"""What alliances, competition, barriers and knowledge cause: the same firms in paired worlds, in a survey's own units.

A survey compares firms that differ in much else. Here every firm is compared with itself, in a world of the same luck
in which one thing is different. Differences are scaled as the survey's coefficients are: standard deviations of the
outcome for one standard deviation of the cause.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from alliances.analysis.statistics.scales import normal_scores
from alliances.analysis.summary import last_record
from alliances.analysis.surveys import nissanka_constructs as constructs
from alliances.analysis.surveys import veilleux, zhu
from alliances.analysis.tables import BASE, Tables

Worlds = Mapping[str, Tables]
LEAST = 1e-9  # change of a cause below which nothing was changed
WORLDS_NEEDED = {
    "zhu": ("alone", "soft", "soft_alone", "hard", "hard_alone"),
    "nissanka": ("alone", "higher_barriers", "no_knowledge_exchange"),
    "veilleux": ("alone",),
}


class Yardstick(NamedTuple):
    """Means and spreads of the firms that Zhu's survey may ask in the base world."""

    mean: pd.Series
    spread: pd.Series
    performance_spread: float


def effects(survey: str, worlds: Worlds) -> pd.DataFrame:
    """Columns path and effect; a path without a row has no paired world of its own.

    ``worlds`` holds the tables of the base world and of ``WORLDS_NEEDED``, all of one seed. An effect is NaN where no
    firm can be compared.
    """
    found = {"zhu": zhu_effects, "nissanka": nissanka_effects, "veilleux": veilleux_effects}[survey](worlds)
    return pd.DataFrame({"path": list(found), "effect": [float(value) for value in found.values()]})


def zhu_effects(worlds: Worlds) -> dict[str, float]:
    """Effect of alliances on performance (by whatever way: ``total``) and on both mediators, and how far competition
    changes it.

    Compared are the firms with an international alliance in the window, with what they are in the world without allies.
    """
    measure = yardstick(zhu.eligible(worlds[BASE]))
    of_alliances = on_the_allied(worlds[BASE], worlds["alone"], measure)
    technical, depth = zhu.MEDIATORS
    hard = on_the_allied(worlds["hard"], worlds["hard_alone"], measure)
    soft = on_the_allied(worlds["soft"], worlds["soft_alone"], measure)
    harder = intensity(worlds["hard"]) - intensity(worlds["soft"])
    spreads = harder / measure.spread["market_competition_intensity"]
    return {
        "XM1": of_alliances[technical],
        "XM2": of_alliances[depth],
        "total": of_alliances[zhu.Y],
        "Z3": ratio(hard[zhu.Y] - soft[zhu.Y], spreads),
    }


def yardstick(eligible: pd.DataFrame) -> Yardstick:
    """The means and spreads by which the survey standardizes, of every eligible firm."""
    numbers = eligible.drop(columns=["firm_id", "industry"])
    mean, spread = numbers.mean(), numbers.std(ddof=0)
    parts = list(zhu.PERFORMANCE)
    performance = ((numbers[parts] - mean[parts]) / spread[parts]).mean(axis=1)
    return Yardstick(mean, spread, float(performance.std(ddof=0)))


def on_the_allied(tables: Tables, alone: Tables, measure: Yardstick) -> pd.Series:
    """Effect of alliances on mediators and performance of the allied firms that live in both worlds."""
    with_allies, without = zhu_outcomes(tables), zhu_outcomes(alone)
    same = with_allies.index.intersection(without.index)
    same = same[same.isin(list(zhu.allied(tables["alliances"], *zhu.window(tables))))]
    change = (with_allies.loc[same] - without.loc[same]).mean() / measure.spread[with_allies.columns]
    change[zhu.Y] = change[list(zhu.PERFORMANCE)].mean() / measure.performance_spread
    return change * measure.spread[zhu.X]


def zhu_outcomes(tables: Tables) -> pd.DataFrame:
    """Mediators and parts of performance of every living firm, by firm_id; a firm at home sells nothing abroad."""
    start, end = zhu.window(tables)
    firms, step = tables["firms"], tables["firms"]["step"]
    now = firms[step == end].set_index("firm_id")
    before = firms[step == start].set_index("firm_id")["foreign_sales"].reindex(now.index, fill_value=0.0)
    outcomes = {
        "technical_cooperation_intensity": zhu.cooperation_intensity(firms[(step > start) & (step <= end)]),
        "mnc_cooperation_depth": now["mnc_cooperation_years"],
        "export_growth": zhu.symmetric_rate(before, now["foreign_sales"]),
        "overseas_revenue_ratio": now["foreign_sales_share"],
        "market_share_change": zhu.market_share_change(tables["presence"], start, end),
    }
    return pd.DataFrame(outcomes).reindex(now.index).fillna(0.0)


def intensity(tables: Tables) -> float:
    """Mean competition intensity of the markets at the last record."""
    return float(last_record(tables["markets"])["competition_intensity"].mean())


def nissanka_effects(worlds: Worlds) -> dict[str, float]:
    """Effect on success of alliances (of all kinds), of knowledge transfer, and of entry barriers.

    Each is the change of success over the change of its cause between two worlds. Scores are ranks of the same firms
    in both worlds taken together. Barriers are those that the worlds set, in spreads between markets: what a firm meets
    depends on where it dares to go.
    """
    base = worlds[BASE]
    allies = score_changes(base, worlds["alone"])
    knowledge = score_changes(base, worlds["no_knowledge_exchange"])
    barriers = score_changes(worlds["higher_barriers"], base)
    now, raised = (last_record(tables["markets"])["entry_barrier"] for tables in (base, worlds["higher_barriers"]))
    success = "internationalization_success"
    return {
        "beta_A": ratio(allies[success], allies["alliances"]),
        "beta_KT": ratio(knowledge[success], knowledge["knowledge_transfer"]),
        "beta_MC": ratio(barriers[success], (raised.mean() - now.mean()) / now.std(ddof=0)),
    }


def score_changes(one: Tables, other: Tables) -> pd.Series:
    """Mean change of each construct from the ``other`` world to this ``one``, in spreads.

    Compared are the firms that live in both and may be asked in either: chosen in one world only, they would be those
    that were lucky in it.
    """
    living = last_record(one["firms"]).set_index("firm_id").sort_index()
    same = living.index.intersection(pd.Index(last_record(other["firms"])["firm_id"]))
    same = same[same.isin(constructs.asked(one).index) | same.isin(constructs.asked(other).index)]
    told = [constructs.facet_values(tables, records_of(tables, same)) for tables in (one, other)]
    ranked = pd.concat(told, keys=("one", "other")).apply(normal_scores)
    scores = pd.DataFrame({
        construct: normal_scores(ranked[[*facets]].mean(axis=1)) for construct, facets in constructs.FACETS.items()
    })  # fmt: skip
    means = scores.groupby(level=0).mean().reindex(["one", "other"])
    return means.iloc[0] - means.iloc[1]


def records_of(tables: Tables, firms: pd.Index) -> pd.DataFrame:
    """The last records of these firms, by firm_id."""
    return last_record(tables["firms"]).set_index("firm_id").loc[firms]


def ratio(change: float, dose: float) -> float:
    """Change per unit of the cause; NaN where the cause did not change."""
    return change / dose if abs(dose) > LEAST else float("nan")


def veilleux_effects(worlds: Worlds) -> dict[str, float]:
    """What alliances did to the foreign sales share and the alliance capability of the firms interviewed (0-1 points).

    Neither is a path of the survey, which has no outcome; they are called ``caused_…``.
    """
    asked = veilleux.population(worlds[BASE])["firm_id"]
    now, alone = (last_record(worlds[name]["firms"]).set_index("firm_id") for name in (BASE, "alone"))
    same = pd.Index(asked).intersection(alone.index)
    outcomes = ["foreign_sales_share", "alliance_capability"]
    return (now.loc[same, outcomes] - alone.loc[same, outcomes]).mean().add_prefix("caused_").to_dict()
