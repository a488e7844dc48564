"""Entry cost: entering a market is a sunk investment that must be paid out of liquid means.

What entry costs rises with the market's entry barrier, with psychic distance, and with how committed the mode is.
Joint entry shares the cost among partners. Only what a firm's financial strength makes liquid can pay it.

Null form: entry is free.
Theory: Dixit (1989); Roberts and Tybout (1997); liquidity, Chaney (2016).
"""

from typing import NamedTuple

from alliances.model.declarations.codes import CONTRACTUAL_MODE, EXPORT, JOINT_VENTURE
from alliances.model.declarations.parameter import parameter


class Parameters(NamedTuple):
    """What entry costs and who can pay."""

    scale: float = parameter(
        0.8, "Sunk cost of a wholly owned entry at full barrier and no distance", unit="million USD",
        low=0, high=1e4, plausible=(0.1, 2), source="roberts_tybout_1997", null=0,
    )
    size_share: float = parameter(
        0.12, "Sunk cost that grows with the entrant's own size, at full barrier", unit="share of assets",
        low=0, high=1, plausible=(0, 0.15), source="dixit_1989", null=0,
    )
    distance: float = parameter(
        1.0, "Share by which full psychic distance raises the cost", unit="share",
        low=0, high=10, plausible=(0, 2), source="roberts_tybout_1997",
    )
    export: float = parameter(
        0.15, "Cost of starting to export, against a wholly owned unit", unit="ratio",
        low=0, high=1, plausible=(0.05, 0.4), source="roberts_tybout_1997",
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
    if mode == EXPORT:
        return p.export
    if mode == CONTRACTUAL_MODE:
        return p.contract
    if mode == JOINT_VENTURE:
        return p.venture
    return 1.0


def sunk_cost(barrier: float, distance: float, mode_cost: float, assets: float, p: Parameters) -> float:
    """Cost of entry in million USD for a firm with these assets, before help and sharing."""
    return barrier * mode_cost * (p.scale + p.size_share * assets) * (1 + p.distance * distance)


def liquid_means(assets: float, capital: float, p: Parameters) -> float:
    """What a firm can pay at once, in million USD; ``capital`` in [0, 1] is its financial strength."""
    return p.liquidity * capital * assets
