"""What markets, presences in them and steps into and out of them are described by."""

from __future__ import annotations

import numpy as np

from alliances.model.declarations.codes import ENTRY_EVENTS, MODES, NOBODY, RESOURCES
from alliances.model.declarations.columns import (
    MONEY,
    MONEY_A_YEAR,
    UNIT_INTERVAL,
    Records,
    bits,
    code,
    count,
    derived,
    link,
    place,
    real,
    share,
    step,
)


class PresenceColumns:
    """A firm in a foreign market."""

    firm = link("Firm; ids are stable over the run and over paired runs", table="presence", shown="firm_id")
    market = place("Market", table="presence")
    mode = code("Mode: export, contractual, joint_venture or wholly_owned; none once it has left", MODES,
                table="presence")  # fmt: skip
    next_presence = link("Next in the firm's chain")
    since = step("Quarter of entry")
    alliance = link("Alliance through which it came; none if alone")
    knowledge = share("Market knowledge", table="presence")
    demand_shock = real("How customers take to the firm, against what it expected", "log points")
    sales = real("Sales there", MONEY_A_YEAR, low=0, table="presence")
    market_share = share("Share of the whole market, all industries", table="presence")


class EntryColumns:
    """A step of a firm into or out of a foreign market."""

    step = step("Quarter", table="entries")
    firm = link("Firm", table="entries", shown="firm_id")
    market = place("Market", dtype="i2", table="entries")
    event = code("Event: enter, deepen, withdraw (to a lighter mode) or leave", ENTRY_EVENTS, table="entries")
    mode = code("Mode after the event; before it for leave", MODES, table="entries")
    alliance = link("Alliance through which it happened; null if alone", table="entries", shown="alliance_id",
                    when=lambda alliance: alliance != NOBODY)  # fmt: skip
    barrier_paid = real("Sunk cost paid", MONEY, low=0, table="entries")


class MarketColumns:
    """A market (country)."""

    demand = real("Demand, all industries", MONEY_A_YEAR, low=0, table="markets", shown="size")
    usual_demand = real("Demand without its swing", MONEY_A_YEAR, low=0)
    swing = real("Deviation of demand from what is usual", "log points")
    competition_intensity = share("Competition intensity", table="markets")
    entry_barrier = share("Entry barrier", table="markets")
    enforcement = share("Contract enforcement", table="markets")
    allotted = real("Shares of firms and outside incumbents together", "share", low=0)
    firms_present = count("Modelled firms present, local and foreign", "firms", table="markets")
    hhi = share("Sum of squared market shares of modelled firms", table="markets")
    slot_start = count("First of the country's places in ``slots``")
    slot_count = count("How many places it has there")


class BetweenColumns:
    """A home and another market."""

    distance = real("Psychic distance", "0-1", low=0, high=1)
    culture = real("National distance", "0-1", low=0, high=1)
    stranger_odds = real("Chance of seeking a stranger there, cumulative over markets", "probability", low=0)
    foreign_odds = real("Chance of looking at it as a market, cumulative over markets", "probability", low=0)


class IndustryColumns:
    """An industry."""

    rd_intensity = share("R&D intensity")
    appropriability = share("How well knowledge is protected")
    firms = count("Living firms of the industry", "firms")
    capacity = real("Mean weight that their free means give them with customers", "weight", low=0)
    bundle = share("Mean of their resources, weighted by what the industry needs")
    importance = share("Importance of each resource, sum 1", width=len(RESOURCES))
    buyers = bits("Industries whose firms buy from it, one bit each")
    share = share("Share of every market")


class SegmentColumns:
    """A market and an industry: the weights of those who compete there."""

    competition_intensity = share("Competition intensity", table="segments")
    elasticity = real("Log weight with customers per unit of appeal", "per unit appeal", low=0, table="segments")
    incumbent_number = real("Outside incumbents, counted in mean firms of the industry", "firms", low=0)
    incumbents = real("Weight of outside incumbents", "weight", low=0)
    weights = real("Weight of all, last quarter", "weight", low=0)
    incumbents_share = derived(
        "float", "Share of outside incumbents", UNIT_INTERVAL,
        lambda incumbents, weights: np.divide(incumbents, weights, out=np.ones_like(weights), where=weights > 0),
        "segments",
    )  # fmt: skip


PRESENCE = Records(
    "presence", "One entry per firm and foreign market it is in, or still remembers; freed entries are used again",
    (PresenceColumns,),
)  # fmt: skip
ENTRIES = Records("entries", "One entry per step that a firm took into or out of a foreign market", (EntryColumns,))
MARKETS = Records("markets", "One entry per market (country)", (MarketColumns,))
BETWEEN = Records("between", "One entry per pair of a home and another market", (BetweenColumns,))
INDUSTRIES = Records("industries", "One entry per industry", (IndustryColumns,))
SEGMENTS = Records("segments", "One entry per market and industry: customers' weights", (SegmentColumns,))
