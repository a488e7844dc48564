"""Nissanka's five constructs among simulated firms: who is asked, what of its life each tells, and what changes them.

Asked are small and medium-sized firms at home in one of the ten emerging markets that were abroad and in an alliance in
the window: the paper's SMEs that "have engaged in internationalization activities through strategic partnerships and
alliances" (firms that entered a market together with a partner are too few for 152).

A construct is the mean of its facets. Every facet is a number from the result tables, ranked among those asked and
turned into a normal score, as respondents judge themselves against others. Who had no such alliance has the lowest
score. Facets share what the constructs share: an international contract is a partnership and an alliance, and every
market that makes a firm broad has its barrier.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from alliances.analysis.statistics.scales import normal_scores
from alliances.analysis.summary import last_record
from alliances.analysis.surveys.declaration import per_unit
from alliances.analysis.surveys.window import living, shared_by_partner, within_window
from alliances.analysis.tables import BASE, Tables, Worlds
from alliances.model.declarations.codes import CONTRACTUAL, EQUITY, GOVERNANCE
from alliances.model.rules.psychic_distance import Parameters
from alliances.model.world.country_file import read_countries
from alliances.model.world.geography import culture_gaps, distances

EMERGING = ("BRA", "RUS", "IND", "CHN", "ZAF", "MEX", "IDN", "TUR", "NGA", "VNM")
LEAVING = ("withdraw", "leave")
FACETS = {
    "strategic_partnerships": ("extent", "quality", "benefit"),
    "alliances": ("intensity", "commitment", "attainment"),
    "market_challenges": ("barriers", "distance", "rivalry", "setbacks"),
    "knowledge_transfer": ("passed", "depth"),
    "internationalization_success": ("share", "breadth", "growth", "penetration", "persistence", "profit"),
}


def constructs(tables: Tables) -> pd.DataFrame:
    """Every firm that may be asked: firm_id, home, industry, and its normal score on each construct."""
    firms = asked(tables)
    return firms[["home", "industry"]].join(scores(facet_values(tables, firms))).reset_index()


def scores(facets: pd.DataFrame) -> pd.DataFrame:
    """The normal score of each construct, among all rows of the facets."""
    return pd.DataFrame({
        construct: normal_scores(facets[[*names]].apply(normal_scores).mean(axis=1))
        for construct, names in FACETS.items()
    })  # fmt: skip


def facet_values(tables: Tables, firms: pd.DataFrame) -> pd.DataFrame:
    """All facets of all firms asked (rows by firm_id), in the units of the tables."""
    joined = memberships(tables, firms.index)
    abroad = within_window(tables, "presence")
    met = markets_met(tables, firms)
    parts = (partnerships(joined), cross_border(joined), knowledge(joined), challenges(tables, joined, met))
    told = pd.concat([part.reindex(firms.index).fillna(0.0) for part in parts], axis=1)
    return told.join(success(tables, firms, abroad))


def asked(tables: Tables) -> pd.DataFrame:
    """The last record of the firms that may be asked, by firm_id."""
    abroad = within_window(tables, "presence")["firm_id"]
    firms = last_record(tables["firms"])
    smes = firms[firms["sme"] & firms["home"].isin(EMERGING)].set_index("firm_id")
    allied = living(tables)["partners"].explode()
    return smes[smes.index.isin(abroad) & smes.index.isin(allied)].sort_index()


def memberships(tables: Tables, firms: pd.Index) -> pd.DataFrame:
    """One row per firm and alliance of the window, with the firm's own last trust and progress to its goal (0-1)."""
    rows = shared_by_partner(living(tables))
    rows = rows[rows["firm_id"].isin(firms)]
    ties = within_window(tables, "ties").sort_values("step").drop_duplicates(["alliance_id", "firm_id"], keep="last")
    rows = rows.merge(ties[["alliance_id", "firm_id", "trust", "goal_reached"]], "left", ["alliance_id", "firm_id"])
    rows["trust"] = rows["trust"].fillna(rows["trust_end"])  # lived between two records
    rows["goal_reached"] = rows["goal_reached"].clip(0.0, 1.0)
    return rows


def partnerships(joined: pd.DataFrame) -> pd.DataFrame:
    """Long-term cooperation under contract, in supply or marketing, with firms at home or abroad.

    extent: alliance-years; quality: trust and likeness of aims; benefit: progress to the firm's own goals.
    """
    by_contract = joined["governance"] == GOVERNANCE[CONTRACTUAL]
    rows = joined[by_contract & (joined["supply_chain"] | joined["market_access"])]
    by_firm = rows.assign(aligned=(rows["trust"] + 1 - rows["goal_divergence"]) / 2).groupby("firm_id")
    return by_firm.agg(extent=("years", "sum"), quality=("aligned", "mean"), benefit=("goal_reached", "mean"))


def cross_border(joined: pd.DataFrame) -> pd.DataFrame:
    """Alliances for internationalization: those with partners abroad, and equity joint ventures.

    intensity: alliance-years; commitment: specific investment, summed; attainment: progress to the firm's own goals.
    """
    rows = joined[joined["international"] | (joined["governance"] == GOVERNANCE[EQUITY])]
    return rows.groupby("firm_id").agg(
        intensity=("years", "sum"), commitment=("specific_investment", "sum"), attainment=("goal_reached", "mean")
    )


def knowledge(joined: pd.DataFrame) -> pd.DataFrame:
    """Knowledge that passed in a firm's alliances, per partner: in all, and in the one that taught most.

    Absorptive capacity does not change in the model, so its growth cannot be told.
    """
    rows = joined.assign(per_partner=joined["knowledge_transferred"] / joined["n_partners"])
    return rows.groupby("firm_id").agg(passed=("per_partner", "sum"), depth=("per_partner", "max"))


def markets_met(tables: Tables, firms: pd.DataFrame) -> pd.DataFrame:
    """Foreign markets that each firm was in or tried to enter in the window, with what makes them hard."""
    pairs = pd.concat([within_window(tables, name)[["firm_id", "market"]] for name in ("presence", "entries")])
    pairs = pairs[pairs["firm_id"].isin(firms.index)].drop_duplicates()
    barriers = within_window(tables, "markets").groupby("market")["entry_barrier"].mean()
    rivalry = within_window(tables, "segments").groupby(["market", "industry"])["competition_intensity"].mean()
    met = firms.loc[pairs["firm_id"]]
    far = [psychic_distances().get(way, np.nan) for way in zip(met["home"], pairs["market"], strict=True)]
    pairs = pairs.assign(psychic_distance=far, industry=met["industry"].to_numpy())
    return pairs.join(barriers, on="market").join(rivalry, on=["market", "industry"])


def challenges(tables: Tables, joined: pd.DataFrame, met: pd.DataFrame) -> pd.DataFrame:
    """Barriers actually met.

    barriers: entry barriers of the markets met, summed; distance: the furthest of them; rivalry: the most competitive;
    setbacks: withdrawals and exits, and the worst conflict in an alliance.
    """
    by_firm, events = met.groupby("firm_id"), within_window(tables, "entries")
    exits = events[events["event"].isin(LEAVING)].groupby("firm_id").size()
    conflict = joined.groupby("firm_id")["conflict_peak"].max()
    return pd.DataFrame(
        {"barriers": by_firm["entry_barrier"].sum(), "distance": by_firm["psychic_distance"].max(),
         "rivalry": by_firm["competition_intensity"].max(), "setbacks": exits.add(conflict, fill_value=0.0)}
    )  # fmt: skip


def success(tables: Tables, firms: pd.DataFrame, abroad: pd.DataFrame) -> pd.DataFrame:
    """What the paper calls market expansion rate, revenue growth and market penetration.

    share of foreign sales and breadth (markets) now; growth of foreign sales over the window (log of million USD, one
    added); penetration: largest market share abroad now; persistence: share of the window's records abroad; profit
    over assets.
    """
    records = within_window(tables, "firms")
    records = records[records["firm_id"].isin(firms.index)]
    before = records.sort_values("step").drop_duplicates("firm_id").set_index("firm_id")["foreign_sales"]
    known = records.groupby("firm_id").size()
    there = abroad.groupby("firm_id")["step"].nunique()
    now = abroad[abroad["step"] == abroad["step"].max()].groupby("firm_id")["market_share"].max()
    facets = {
        "share": firms["foreign_sales_share"], "breadth": firms["markets"],
        "growth": np.log1p(firms["foreign_sales"]) - np.log1p(before), "penetration": now,
        "persistence": there / known, "profit": firms["profit"] / firms["assets"],
    }  # fmt: skip
    return pd.DataFrame(facets).reindex(firms.index).fillna(0.0).astype(float)


def effects(worlds: Worlds) -> dict[str, float]:
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
        "beta_A": per_unit(allies[success], allies["alliances"]),
        "beta_KT": per_unit(knowledge[success], knowledge["knowledge_transfer"]),
        "beta_MC": per_unit(barriers[success], (raised.mean() - now.mean()) / now.std(ddof=0)),
    }


def score_changes(one: Tables, other: Tables) -> pd.Series:
    """Mean change of each construct from the ``other`` world to this ``one``, in spreads.

    Compared are the firms that live in both and may be asked in either: chosen in one world only, they would be those
    that chance was kind to in it.
    """
    living = last_record(one["firms"]).set_index("firm_id").sort_index()
    same = living.index.intersection(pd.Index(last_record(other["firms"])["firm_id"]))
    same = same[same.isin(asked(one).index) | same.isin(asked(other).index)]
    told = [
        facet_values(tables, last_record(tables["firms"]).set_index("firm_id").loc[same]) for tables in (one, other)
    ]
    means = scores(pd.concat(told, keys=("one", "other"))).groupby(level=0).mean().reindex(["one", "other"])
    return means.iloc[0] - means.iloc[1]


@lru_cache(maxsize=1)
def psychic_distances() -> dict[tuple[str, str], float]:
    """Psychic distance between the packaged countries, at the default weights of its components."""
    countries = read_countries().countries
    matrix = distances(countries, culture_gaps(countries), Parameters())
    codes = [country.iso3 for country in countries]
    return {(home, host): float(matrix[i, j]) for i, home in enumerate(codes) for j, host in enumerate(codes)}
