"""Joint research fund: a matching grant; for every dollar that a partner spends on joint research the fund adds some.

Knowledge made together leaks, so firms do less joint research than would pay for all. The money goes into the project:
it does not lower what the firm spends, and finds more (see ``knowledge_exchange.scale``). Cost: the matching money.

Theory: David, Hall and Toole (2000); returns to research, Hall, Mairesse and Mohnen (2010); Sakakibara (2001).
"""

from typing import NamedTuple

from alliances.model.declarations.parameter import parameter

MARKETS, TARGET, SHOCK = False, True, False


class Parameters(NamedTuple):
    """How strong it is."""

    match: float = parameter(
        1,
        "Public dollars per dollar that a partner spends on joint research",
        unit="ratio",
        low=0,
        high=20,
        plausible=(0.25, 3),
        source="sakakibara_2001",
        null=0,
    )


def pays_project(p: Parameters) -> float:
    """Money on top of a partner's own, per dollar."""
    return p.match
