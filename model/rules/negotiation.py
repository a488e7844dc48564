"""Negotiation: talks align interests, take time, cost money, and can break down.

Each quarter of talks ends in agreement or breakdown, or goes on. Cultural distance slows agreement; diverging
goals break talks. An agreement aligns part of what diverged, more so with capable negotiators. Every partner pays the
same for talks, in proportion to what the smallest of them can afford.

Null form: talks align nothing and never break down.
Theory: Ring and Van de Ven (1994); Reuer and Ariño (2007); transaction costs of alliances, Gulati and Singh (1998).
"""

from typing import NamedTuple

from alliances.model.declarations.codes import LEARNING, MARKET
from alliances.model.declarations.parameter import parameter
from alliances.model.rules import CALIBRATION, QUARTERS_PER_YEAR, quarterly_probability


class Parameters(NamedTuple):
    """How talks go, and what is agreed."""

    agreement_rate: float = parameter(
        5.0, "Rate of agreement between partners of one culture", unit="1/year",
        low=0.1, high=50, plausible=(2, 10), source="ring_vandeven_1994",
    )
    breakdown_rate: float = parameter(
        2.0, "Rate at which talks break down when goals diverge wholly", unit="1/year",
        low=0, high=50, plausible=(0.5, 5), source="ring_vandeven_1994", null=0,
    )
    alignment: float = parameter(
        0.4, "Share of goal divergence that good talks remove", unit="share",
        low=0, high=1, plausible=(0.1, 0.7), source="ring_vandeven_1994", null=0,
    )
    talk_cost: float = parameter(
        0.002, "Cost of a quarter of talks to each partner, in assets of the smallest", unit="share of assets",
        low=0, high=0.2, plausible=(0, 0.01), source="gulati_singh_1998",
    )
    consortium: float = parameter(
        0.25, "Chance that partners with gaps left in every resource invite one more", unit="probability",
        low=0, high=1, plausible=(0, 0.5), source="lavie_2007",
    )
    technology_term: float = parameter(
        2, "Mean agreed term of technology alliances", unit="years",
        low=0.5, high=30, plausible=(1.5, 5), source="reuer_arino_2007", evidence="calibrated", facts=CALIBRATION,
    )
    other_term: float = parameter(
        9.7, "Mean agreed term of other alliances", unit="years",
        low=0.5, high=30, plausible=(3, 12), source="reuer_arino_2007", evidence="calibrated", facts=CALIBRATION,
    )
    equity_term: float = parameter(
        4.0, "Factor of joint ownership on the term", unit="factor",
        low=0.5, high=10, plausible=(1, 5), source="reuer_arino_2007", evidence="calibrated", facts=CALIBRATION,
    )


def agreement_probability(distance: float, p: Parameters) -> float:
    """Chance that talks succeed this quarter between partners at this mean cultural distance in [0, 1]."""
    return quarterly_probability(p.agreement_rate * (1 - distance))


def breakdown_probability(divergence: float, p: Parameters) -> float:
    """Chance that talks fail this quarter, at this goal divergence in [0, 1]."""
    return quarterly_probability(p.breakdown_rate * divergence)


def aligned_divergence(divergence: float, capability: float, p: Parameters) -> float:
    """Goal divergence after agreement; half the alignment needs no capability."""
    return divergence * (1 - p.alignment * (1 + capability) / 2)


def invitation_probability(lacking: float, p: Parameters) -> float:
    """Chance to invite one more partner; ``lacking`` in [0, 1] is what the partners' best resources leave open."""
    return p.consortium * lacking


def covers_technology(motive: int, partners_aim: int) -> bool:
    """Whether an alliance covers joint technology, by the initiator's motive and what its partner cares for most."""
    return motive == LEARNING or partners_aim == LEARNING


def is_domestic(home: int, partners_home: int, host: int) -> bool:
    """Whether both partners are at home where the alliance operates: then there is no market to open."""
    return home == host and partners_home == host


def covers_market(motive: int, partners_aim: int, domestic: bool) -> bool:
    """Whether it covers access to its host market."""
    return (motive == MARKET or partners_aim == MARKET) and not domestic


def covers_supply_chain(motive: int, partners_aim: int, domestic: bool) -> bool:
    """Whether it covers the supply chain: for efficiency, for shared risk, and where nothing else is left to do."""
    if (motive != LEARNING and motive != MARKET) or (partners_aim != LEARNING and partners_aim != MARKET):
        return True
    return domestic and not covers_technology(motive, partners_aim)


def host_market(motive: int, target: int, partners_aim: int, home: int, partners_home: int) -> int:
    """Where it operates: in the market sought, else where the partner seeks one, else at the partner's home."""
    if motive == MARKET:
        return target
    return home if partners_aim == MARKET else partners_home


def planned_quarters(technology: bool, equity: bool, draw: float, p: Parameters) -> int:
    """Agreed term in whole quarters, at least two; ``draw`` is uniform in [0, 1) and spreads it evenly by a half."""
    years = p.technology_term if technology else p.other_term
    if equity:
        years *= p.equity_term
    quarters = int(years * QUARTERS_PER_YEAR * (draw + (1 / 2)) + (1 / 2))
    return quarters if quarters > 2 else 2
