"""Partner search: whom a firm meets when it looks for an ally.

Search is local in three senses. Firms turn to past partners, and to partners of their partners, whose word they can
trust; the rest they meet in the country that matters for the aim, or at home and in near countries. Of strangers the
better connected are the more visible. A firm looks at a handful of candidates, never at all firms, and a search takes
time and money.

Null form: no prior ties, no referral, no prominence, no distance: candidates are strangers drawn evenly from the world.
Theory: Gulati (1995); prominence, Gulati and Gargiulo (1999); local search, Cyert and March (1963); its cost, Rangan
(2000).
"""

import math
from typing import NamedTuple

from alliances.model.declarations.parameter import parameter
from alliances.model.rules import CALIBRATION

PAST_PARTNER, REFERRAL, STRANGER = range(3)


class Parameters(NamedTuple):
    """Where candidates come from."""

    candidates: float = parameter(
        6, "Candidates a firm looks at in one search", unit="firms",
        low=1, high=64, plausible=(2, 12), source="cyert_march_1963", integer=True,
    )
    tries: float = parameter(
        4, "Places looked up for one stranger before the candidate is given up", unit="places",
        low=1, high=64, plausible=(2, 8), source="cyert_march_1963", integer=True,
    )
    cost: float = parameter(
        0.002, "Cost of one search", unit="share of assets",
        low=0, high=0.2, plausible=(0, 0.01), source="rangan_2000",
    )
    past_partners: float = parameter(
        0.2, "Share of candidates sought among past partners", unit="share",
        low=0, high=1, plausible=(0, 0.4), source="gulati_1995", null=0,
    )
    referrals: float = parameter(
        0.3, "Share of candidates sought among partners of partners", unit="share",
        low=0, high=1, plausible=(0, 0.5), source="gulati_gargiulo_1999", null=0,
    )
    prominence: float = parameter(
        0.9, "Share of looks at strangers in which the better connected of two firms is noticed", unit="share",
        low=0, high=1, plausible=(0, 0.9), source="gulati_gargiulo_1999", null=0,
    )
    home: float = parameter(
        0.4, "Share of strangers sought in the own country where the aim is not a foreign market", unit="share",
        low=0, high=1, plausible=(0, 0.7), source="cyert_march_1963", evidence="calibrated", facts=CALIBRATION, null=0,
    )
    distance_decay: float = parameter(
        3.0, "Fall of the log weight of a country in search per unit of psychic distance", unit="per unit distance",
        low=0, high=50, plausible=(0, 6), source="johanson_vahlne_1977", null=0,
    )


def contradiction(p: Parameters) -> str | None:
    """Why these settings cannot hold together, or None."""
    total = p.past_partners + p.referrals
    return f"past_partners + referrals = {total:g} exceeds 1" if total > 1 + 1e-9 else None


def search_channel(draw: float, p: Parameters) -> int:
    """Where the next candidate comes from; ``draw`` is uniform in [0, 1)."""
    if draw < p.past_partners:
        return PAST_PARTNER
    if draw < p.past_partners + p.referrals:
        return REFERRAL
    return STRANGER


def country_pull(firms: float, distance: float, p: Parameters) -> float:
    """Unscaled chance that a stranger is sought in a country with so many firms at this psychic distance."""
    return firms * math.exp(-p.distance_decay * distance)
