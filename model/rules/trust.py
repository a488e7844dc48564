"""Trust: it starts from what partners know of each other, grows with kept promises, and breaks with defection.

Trust is directed: each partner trusts the others to a degree of its own. Signals are noisy (see ``opportunism``),
so an honest partner can lose trust. A firm with poor alternatives forgives more readily.

Null form: trust never changes from where it starts.
Theory: Gulati (1995); Zaheer, McEvily and Perrone (1998); forgiveness and the outside option, Axelrod (1984).
"""

from typing import NamedTuple

from alliances.model.declarations.parameter import parameter
from alliances.model.rules import CALIBRATION, QUARTERS_PER_YEAR


class Parameters(NamedTuple):
    """How trust starts and moves."""

    start: float = parameter(
        0.35, "Trust in an unknown partner of average reputation and no distance", unit="trust",
        low=0, high=1, plausible=(0.2, 0.6), source="zaheer_1998", evidence="calibrated", facts=CALIBRATION,
    )
    reputation: float = parameter(
        0.3, "Share of the way to full (or no) trust that a spotless (or ruined) reputation moves", unit="share",
        low=0, high=1, plausible=(0.1, 0.5), source="dollinger_1997",
    )
    distance: float = parameter(
        0.3, "Share of starting trust lost at full cultural distance", unit="share",
        low=0, high=1, plausible=(0, 0.6), source="zaheer_1998",
    )
    gain: float = parameter(
        0.66, "Rate at which kept promises close the gap to full trust", unit="1/year",
        low=0, high=4, plausible=(0.2, 1.2), source="zaheer_1998", evidence="calibrated", facts=CALIBRATION, null=0,
    )
    loss: float = parameter(
        0.5, "Share of trust lost by a defection that is not forgiven", unit="share",
        low=0, high=1, plausible=(0.2, 0.8), source="zaheer_1998", null=0,
    )
    forgiveness: float = parameter(
        0.5, "Share of that loss forgiven by a firm without alternatives", unit="share",
        low=0, high=1, plausible=(0, 0.8), source="axelrod_1984",
    )


def starting_trust(reputation: float, distance: float, past_trust: float, p: Parameters) -> float:
    """Trust in a partner at signature; what is left from earlier alliances fills part of the doubt."""
    standing = 2 * reputation - 1
    room = 1 - p.start if standing > 0 else p.start
    fresh = (p.start + p.reputation * standing * room) * (1 - p.distance * distance)
    return fresh + (1 - fresh) * past_trust


def trust_after_kept_promises(trust: float, conflict: float, p: Parameters) -> float:
    """Trust after a quarter in which nothing amiss was seen; conflict slows its growth."""
    return trust + p.gain / QUARTERS_PER_YEAR * (1 - trust) * (1 - conflict)


def trust_after_defection(trust: float, outside_option: float, p: Parameters) -> float:
    """Trust after a quarter in which a defection was seen; ``outside_option`` in [0, 1]."""
    return trust * (1 - p.loss * (1 - p.forgiveness * (1 - outside_option)))
