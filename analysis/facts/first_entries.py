"""Facts of the first steps abroad: how many markets, which order, which modes.

They are told of firms whose whole history abroad is known: founded in the run, or without any presence or event abroad
in its first three years, since a firm that old in the run may have been abroad before it.
"""

from __future__ import annotations

import pandas as pd

from alliances.analysis.facts.declaration import Fact, Measured, Number, Replicate
from alliances.analysis.facts.records import base, founded_step, last_step
from alliances.analysis.facts.registrations import WITH_MEASURE
from alliances.analysis.tables import Tables
from alliances.model.rules import QUARTERS_PER_YEAR

QUIET = 3 * QUARTERS_PER_YEAR
HEAVY = ("joint_venture", "wholly_owned")
MANY_MARKETS = 3


def first_steps_abroad(tables: Tables) -> pd.Series[int]:
    """Quarter of the first entry abroad, by firm, of the firms whose whole history abroad is known."""
    events = tables["entries"]
    first = events[events["event"] == "enter"].groupby("firm_id")["step"].min()
    founded = founded_step(tables["firms"]).reindex(first.index)
    sooner = pd.concat([
        events[events["event"] != "enter"].groupby("firm_id")["step"].min(),
        tables["firms"][tables["firms"]["markets"] > 0].groupby("firm_id")["step"].min(),
    ]).groupby(level=0).min().reindex(first.index)  # fmt: skip
    return first[((founded >= 0) | (first >= QUIET)) & ~(sooner < first)]


def never_abroad(tables: Tables) -> set[int]:
    """The firms that neither entered a foreign market in the run nor were recorded in one."""
    firms = tables["firms"]
    abroad = {*firms.loc[firms["markets"] > 0, "firm_id"], *tables["entries"]["firm_id"]}
    return {int(firm) for firm in set(firms["firm_id"]) - abroad}


def one_market_first(replicate: Replicate) -> Measured:
    """Share of first-time exporters that entered one market only in their first four quarters abroad."""
    tables = base(replicate)
    first = first_steps_abroad(tables)
    first = first[first <= last_step(tables) - QUARTERS_PER_YEAR + 1]
    enters = tables["entries"][tables["entries"]["event"] == "enter"]
    since = enters["step"] - enters["firm_id"].map(first)
    markets = enters[since < QUARTERS_PER_YEAR].groupby("firm_id")["market"].nunique()
    return {"one_market": float((markets == 1).mean())}


def distance_order(replicate: Replicate) -> Measured:
    """Kendall's tau of distance and order of entry, and the share of heavy presences without a lighter one before."""
    tables = base(replicate)
    events = tables["entries"]
    known = events[events["firm_id"].isin(first_steps_abroad(tables).index)].sort_values("step", kind="stable")
    return {"tau": order_by_distance(known, tables["firms"]), "leapfrog": leapfrogs(known)}


def order_by_distance(events: pd.DataFrame, firms: pd.DataFrame) -> float:
    """Mean over firms of Kendall's tau between the step of first entry into a market and its cultural distance."""
    from scipy.stats import kendalltau

    enters = events[events["event"] == "enter"].drop_duplicates(["firm_id", "market"])
    enters = enters[enters.groupby("firm_id")["market"].transform("size") >= MANY_MARKETS]
    home = enters["firm_id"].map(firms.drop_duplicates("firm_id").set_index("firm_id")["home"])
    apart = cultural_distances({*home, *enters["market"]})
    pairs = pd.MultiIndex.from_arrays([home, enters["market"]])
    rows = enters.assign(distance=apart.reindex(pairs).to_numpy())
    taus = [kendalltau(own["step"], own["distance"]).statistic for _, own in rows.groupby("firm_id")]
    return float(pd.Series(taus, dtype=float).mean())


def cultural_distances(codes: set[str]) -> pd.Series[float]:
    """Kogut-Singh index by pair of country codes, its variances over these countries; unknown ones are left out."""
    from alliances.model.world.country_file import read_countries
    from alliances.model.world.geography import culture_gaps

    countries = [country for country in read_countries().countries if country.iso3 in codes]
    names = [country.iso3 for country in countries]
    if not names:  # a synthetic world, of which the tables hold no cultures
        return pd.Series(dtype=float, index=pd.MultiIndex.from_arrays([[], []]))
    return pd.Series(culture_gaps(countries).ravel(), pd.MultiIndex.from_product([names, names]))


def leapfrogs(events: pd.DataFrame) -> float:
    """Share of the joint ventures and own units (one per firm and market) that no lighter presence there preceded."""
    arrivals = events[events["event"].isin(["enter", "deepen"])]
    first_modes = arrivals.drop_duplicates(["firm_id", "market"])
    came_heavy = first_modes[first_modes["mode"].isin(HEAVY)]
    ever_heavy = arrivals[arrivals["mode"].isin(HEAVY)].drop_duplicates(["firm_id", "market"])
    return len(came_heavy) / len(ever_heavy) if len(ever_heavy) else float("nan")


FACTS = (
    Fact(
        "one_market_first", "Most exporters start in one market", "most new exporters", ("eaton_2007",), "abstract",
        "firms whose whole history abroad is known: share that entered exactly one market in their first four quarters "
        "abroad", "validate", (Number("one_market", "Share with one market", "band", 0.70, 1.0),), one_market_first,
        registered=WITH_MEASURE,
    ),
    Fact(
        "distance_order", "Nearer cultures come first; the ladder of modes often breaks",
        "culturally close markets first; many establishments without earlier activity in the market",
        ("pedersen_1999",), "abstract",
        "firms whose whole history abroad is known: mean over those with three or more markets of Kendall's tau "
        "between cultural distance (Kogut-Singh) and order of entry; of the markets where firms came to hold a joint "
        "venture or own unit, the share where they had no lighter presence before", "validate",
        (
            Number("tau", "Kendall's tau of distance and order", "band", 0.10, 0.50, unit="tau"),
            Number("leapfrog", "Share of heavy presences without a lighter one before", "band", 0.20, 0.60),
        ), distance_order, registered=WITH_MEASURE,
    ),
)  # fmt: skip
