"""Entry cost: entering a market is a sunk investment that must be paid out of liquid means.

What entry costs rises with the market's entry barrier, with psychic distance, and with how committed the mode is. Part
of it is the same for every firm, part grows with the firm, but less than in proportion, so that large firms can be in
many markets. Each firm has lasting advantages and drawbacks of its own in each market. Joint entry shares the cost
among partners. Only what a firm's financial strength makes liquid can pay it.

Null form: entry is free.
Theory: Dixit (1989); Roberts and Tybout (1997); Das, Roberts and Tybout (2007); fixed costs and size, Melitz (2003),
Arkolakis (2010); lasting draws of firm and market, Eaton, Kortum and Kramarz (2011); liquidity, Chaney (2016).
"""

import math
from typing import NamedTuple

from alliances.model.declarations.parameter import parameter
from alliances.model.rules import CALIBRATION, by_mode


class Parameters(NamedTuple):
    """What entry costs and who can pay."""

    scale: float = parameter(
        2.6, "Sunk cost of a wholly owned entry at full barrier and no distance", unit="million USD",
        low=0, high=1e4, plausible=(0.1, 4), source="das_2007", evidence="calibrated", facts=CALIBRATION, null=0,
    )
    own: float = parameter(
        0.95, "Sunk cost of a wholly owned entry that grows with the entrant, of a mid-sized firm", unit="million USD",
        low=0, high=1e4, plausible=(0, 2), source="das_2007", evidence="calibrated", facts=CALIBRATION, null=0,
    )
    growth: float = parameter(
        0.4, "Exponent by which that part, and running cost, grow with assets", unit="exponent",
        low=0, high=1.5, plausible=(0.3, 0.9), source="arkolakis_2010", evidence="calibrated", facts=CALIBRATION,
    )
    spread: float = parameter(
        0.61, "Standard deviation of the log of what a firm's costs in a market are against other firms'",
        unit="log points", low=0, high=4, plausible=(0.3, 1.5), source="eaton_2011",
        evidence="calibrated", facts=CALIBRATION,
    )
    distance: float = parameter(
        1.6, "Share by which full psychic distance raises the cost", unit="share",
        low=0, high=10, plausible=(0, 2), source="roberts_tybout_1997", evidence="calibrated", facts=CALIBRATION,
    )
    export: float = parameter(
        0.08, "Cost of starting to export, against a wholly owned unit", unit="ratio",
        low=0, high=1, plausible=(0.05, 0.4), source="roberts_tybout_1997", evidence="calibrated", facts=CALIBRATION,
    )
    contract: float = parameter(
        0.2, "Cost of entering by contract", unit="ratio",
        low=0, high=1, plausible=(0.1, 0.6), source="dunning_2000",
    )
    venture: float = parameter(
        0.4, "Cost of entering by joint venture", unit="ratio",
        low=0, high=1, plausible=(0.3, 1), source="dunning_2000",
    )
    shared: float = parameter(
        0.5, "Share of the foreign partner's cost that a local partner's set-up saves", unit="share",
        low=0, high=1, plausible=(0.2, 0.7), source="contractor_lorange_2002",
    )
    liquidity: float = parameter(
        0.2, "Assets that a firm of full financial strength can pay out at once", unit="share of assets",
        low=0, high=1, plausible=(0.1, 0.4), source="chaney_2016",
    )


def mode_cost(mode: int, p: Parameters) -> float:
    """Cost of a mode against a wholly owned unit."""
    return by_mode(mode, p.export, p.contract, p.venture, 1.0)


def sunk_cost(barrier: float, distance: float, mode_cost: float, size: float, p: Parameters) -> float:
    """Cost of entry in million USD, before help and sharing; ``size`` is what ``size_in_costs`` makes of assets."""
    return barrier * mode_cost * (p.scale + p.own * size) * (1 + p.distance * distance)


def size_in_costs(assets_ratio: float, p: Parameters) -> float:
    """What being abroad costs a firm against a mid-sized one; ``assets_ratio`` is its assets over that one's."""
    return math.exp(p.growth * math.log(assets_ratio))


def own_cost(draw: float, p: Parameters) -> float:
    """Factor on all that a market costs a firm, from a standard normal draw that never changes; its mean is 1."""
    return math.exp(p.spread * draw - p.spread * p.spread / 2)


def liquid_means(assets: float, capital: float, p: Parameters) -> float:
    """What a firm can pay at once, in million USD; ``capital`` in [0, 1] is its financial strength."""
    return p.liquidity * capital * assets
