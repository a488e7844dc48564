"""Ban on new alliances: firms that it covers hardly seek allies; at full strength they may not be asked either.

Alliances and talks that there are go on. Competition law does so where firms would cooperate too closely; drawn by lot
among all firms, it is an experiment that tells what alliances do. Cost: none but the administration that the policy
declares.

Theory: Jorde and Teece (1990); experiments by lot, Holland (1988).
"""

from typing import NamedTuple

from alliances.model.declarations.parameter import parameter

MARKETS, TARGET, SHOCK = False, True, False


class Parameters(NamedTuple):
    """How strong it is."""

    barred: float = parameter(
        1,
        "Share of the readiness to seek allies that is lost; at 1 nobody may ask the firm either",
        unit="share",
        low=0,
        high=1,
        plausible=(0.5, 1),
        source="jorde_teece_1990",
        null=0,
    )


def ally_propensity(factor: float, p: Parameters) -> float:
    """Factor on the readiness to seek allies."""
    return factor * (1 - p.barred)
