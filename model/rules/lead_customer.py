"""Lead customers: a large customer that buys from a firm opens the markets that it serves itself.

A supply alliance with a firm of an industry that buys from one's own begins with a pilot. Once the trial is over the
firm is a leading supplier: it serves the customer in every market of the customer's footprint, and who is seen to be
trusted by the lead of a market is trusted by others there. Where the alliance covers technology too, the two then
innovate together, which binds more of that demand. All of it is worth what the customer's trust is worth. The markets
are the customer's home and the countries of its footprint. What opens is reach: it adds to the customers that a firm
gets to on its own, and sanctions cut it like all other custom.

Null form: a customer opens no market; this is the default.
Theory: firms find markets through the networks of those they sell to, Chaney (2014); a prominent partner endorses a
firm of unknown quality, Stuart, Hoang and Hybels (1999); outsiders to a market's networks come in by an insider,
Johanson and Vahlne (2009).
"""

from typing import NamedTuple

from alliances.model.declarations.parameter import parameter


class Parameters(NamedTuple):
    """What a trusting customer opens of the markets that it serves."""

    trial: float = parameter(
        2, "Years of supply on trial before a firm is a leading supplier", unit="years",
        low=0, high=20, plausible=(0.5, 4), source="chaney_2014",
    )
    pilot: float = parameter(
        0, "Share of customers that a trusting lead customer opens during the trial", unit="share",
        low=0, high=0.5, plausible=(0, 0.1), source="chaney_2014", null=0,
    )
    supplier: float = parameter(
        0, "Share of customers that it opens to a leading supplier", unit="share",
        low=0, high=0.5, plausible=(0, 0.3), source="chaney_2014", null=0,
    )
    joint: float = parameter(
        0, "Share of customers that joint innovation with it opens on top", unit="share",
        low=0, high=0.5, plausible=(0, 0.2), source="stuart_1999", null=0,
    )


def opened(years: float, trust: float, innovates: bool, p: Parameters) -> float:
    """Share of customers that a lead customer opens after so many years of supply; ``trust`` in [0, 1] is its own."""
    if years < p.trial:
        return p.pilot * trust
    return (p.supplier + p.joint) * trust if innovates else p.supplier * trust


def reach(own: float, opened: float) -> float:
    """Share of customers reached, of whom a firm reaches some on its own; both in [0, 1]."""
    return own + (1 - own) * opened
