"""Reputation spreads through the network: a firm is judged by the company it keeps.

alliances run --plugin docs/examples/reputation_spreads.py --set reputation_spread.rate=0.4
"""

from statistics import fmean
from typing import NamedTuple

from alliances.extend import Mechanism, Summary, firms, parameter, share


class Parameters(NamedTuple):
    """How fast it spreads."""

    rate: float = parameter(
        0.2,
        "Rate at which a firm's reputation moves to the mean of its partners'",
        unit="1/year",
        low=0,
        high=4,
        plausible=(0.05, 0.8),
        source="podolny_1994",
        null=0,
    )


def moved(reputation: float, partners: float, p: Parameters) -> float:
    """Reputation a quarter on."""
    return reputation + p.rate / 4 * (partners - reputation)


def spread(simulation, p: Parameters) -> None:
    """Let every firm's reputation follow its partners'; all look before any is changed."""
    heard = {firm.row: [partner.reputation for partner in firm.partners()] for firm in firms(simulation)}
    for firm in firms(simulation):
        if heard[firm.row]:
            firm.company = fmean(heard[firm.row])
            firm.reputation = moved(firm.reputation, firm.company, p)


def spread_of(simulation) -> float:
    """How far apart reputations are."""
    held = [firm.reputation for firm in firms(simulation)]
    return max(held) - min(held)


mechanism = Mechanism(
    name="reputation_spread",
    theory="Status leaks through exchange relations: a firm is judged by the company it keeps (Podolny 1994).",
    after="review_alliances",
    run=spread,
    Parameters=Parameters,
    columns={"company": share("Mean reputation of its partners, last heard", fill=0.5, table="firms")},
    summaries={"reputation_range": Summary("Highest less lowest reputation", "share", spread_of)},
)
