"""Brokerage: a broker shows firms more candidates and what to think of them.

Search is local and judgement errs; a matchmaker widens the one and sharpens the other. Cost: a fee for each firm
served.

Theory: brokers in networks, Burt (1992); local search, Rangan (2000).
"""

from typing import NamedTuple

from alliances.model.declarations.parameter import parameter

MARKETS, TARGET, SHOCK = False, True, False


class Parameters(NamedTuple):
    """How strong it is."""

    reach: float = parameter(
        1,
        "Candidates shown on top, against those a firm finds itself",
        unit="ratio",
        low=0,
        high=9,
        plausible=(0.2, 2),
        source="burt_1992",
        null=0,
    )
    clarity: float = parameter(
        0.5,
        "Share of the error in judging partners that goes",
        unit="share",
        low=0,
        high=1,
        plausible=(0.1, 0.8),
        source="rangan_2000",
        null=0,
    )
    yearly_fee: float = parameter(
        0.005,
        "Cost of serving one firm",
        unit="million USD/year",
        low=0,
        high=10,
        plausible=(0.001, 0.02),
        source="rangan_2000",
        null=0,
    )


def search_reach(factor: float, p: Parameters) -> float:
    """Factor on the candidates looked at."""
    return factor * (1 + p.reach)


def match_quality(factor: float, p: Parameters) -> float:
    """Factor on the error in judging partners."""
    return factor * (1 - p.clarity)


def fee(p: Parameters) -> float:
    """Cost of serving one firm, million USD a year."""
    return p.yearly_fee
