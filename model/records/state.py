"""The state of one world: records of firms, alliances, presences and markets, and how many are in use.

Steps read ``world.firms.assets[f]``, Python reads ``world.firms["assets"]``. A row number is a firm's or an alliance's
id for good. Arrays are larger than what is in use, and ``COUNTS`` says how much is.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from alliances.model.declarations.codes import NEVER
from alliances.model.declarations.columns import MONEY_A_YEAR, UNIT_INTERVAL, Records, bits, count, real, step
from alliances.model.records.alliances import ALLIANCES
from alliances.model.records.firms import FIRMS
from alliances.model.records.ledgers import AWARDS, PAYMENTS, PROGRAMMES
from alliances.model.records.markets import BETWEEN, ENTRIES, INDUSTRIES, MARKETS, PRESENCE, SEGMENTS

TABLE = "quarters"


class InUse:
    """How much is in use."""

    firms = count("Firms that ever lived")
    living = count("Firms alive")
    founding_slots = count("Firms that the world is scaled for: each is a slot in which firms are founded")
    held = count("Firms of the user's own, the first of all, that are held as given until the burn-in ends")
    alliances = count("Alliances ever talked about")
    active = count("Talks and living alliances")
    presence = count("Presences, with those to use again")
    free_presence = count("Presences to use again")
    entries = count("Steps into and out of markets")
    payments = count("Payments", dtype="i8")


class Clock:
    """The quarter under way."""

    step = step("Quarter under way", dtype="i8")
    in_force = bits("Policies in force, one bit each", dtype="i8")


class Quarter:
    """What a quarter brought."""

    active_alliances = count("Signed alliances alive at the end of the quarter", "alliances", table=TABLE)
    formed = count("Alliances signed", "alliances", table=TABLE)
    ended = count("Signed alliances that ended", "alliances", table=TABLE)
    failed = count("Of those, with a partner below its own goal", "alliances", table=TABLE)
    exporters = count("Firms present in a foreign market", "firms", table=TABLE)
    foreign_sales = real("Foreign sales of all firms", MONEY_A_YEAR, low=0, table=TABLE)
    total_sales = real("Sales of all firms", MONEY_A_YEAR, low=0, table=TABLE)
    mean_foreign_sales_share = real(
        "Mean over firms of foreign in total sales", UNIT_INTERVAL, low=0, high=1, table=TABLE
    )
    founded = count("Firms founded", "firms", table=TABLE)
    closed = count("Firms closed", "firms", table=TABLE)
    living_firms = count("Firms alive", "firms", table=TABLE)


COUNTS = Records("counts", "How much is in use; there is one such record", (InUse, Clock))
QUARTER = Records("quarter", "What the last quarter brought; there is one such record", (Quarter,))
SUMMARY = tuple(QUARTER.stored)
"""Names of the numbers that sum a quarter up."""

GROUPS = (
    FIRMS, ALLIANCES, PRESENCE, ENTRIES, MARKETS, BETWEEN, INDUSTRIES, SEGMENTS, PROGRAMMES, AWARDS, PAYMENTS, COUNTS,
    QUARTER,
)  # fmt: skip
"""Every kind of record."""


class World(NamedTuple):
    """All state of one world."""

    seed: np.uint64
    counts: np.ndarray  # of COUNTS, length 1
    quarter: np.ndarray  # of QUARTER, length 1
    markets: np.ndarray  # of MARKETS
    between: np.ndarray  # of BETWEEN, market by market
    industries: np.ndarray  # of INDUSTRIES
    segments: np.ndarray  # of SEGMENTS, market by industry
    slots: np.ndarray  # firms by place in their country's register: drawing a place ignores who else is there
    firms: np.ndarray  # of FIRMS
    living: np.ndarray  # rows of living firms, oldest first
    new_firm: np.ndarray  # of FIRMS, length 1: what a row holds before it is filled in
    alliances: np.ndarray  # of ALLIANCES
    new_alliance: np.ndarray  # of ALLIANCES, length 1
    active: np.ndarray  # rows of talks and living alliances, oldest first
    presence: np.ndarray  # of PRESENCE
    free_presence: np.ndarray  # stack of presence rows to use again
    entries: np.ndarray  # of ENTRIES
    levers: np.ndarray  # of LEVERS, programme mask by market
    programmes: np.ndarray  # of PROGRAMMES
    served: np.ndarray  # whether a programme pays for a market, programme by market
    awards: np.ndarray  # of AWARDS, firm by programme
    payments: np.ndarray  # of PAYMENTS


def signed(world: World) -> np.ndarray:
    """Rows of the living signed alliances."""
    active = world.active[: world.counts[0]["active"]]
    return active[world.alliances["formed"][active] != NEVER]


def in_use(world: World, group: str) -> np.ndarray:
    """The records of a group that are in use."""
    records: np.ndarray = getattr(world, group)
    return records[: world.counts[0][group]] if group in InUse.__dict__ else records
