"""Tax credit on cooperative R&D: the state gives back a share of what a firm spends on joint research.

It lowers the firm's own cost, whatever the project; it is refunded to firms that owe no tax. Cost: the credit.

Theory: Hall and Van Reenen (2000); David, Hall and Toole (2000).
"""

from typing import NamedTuple

from alliances.model.declarations.parameter import parameter

MARKETS, TARGET, SHOCK = False, True, False


class Parameters(NamedTuple):
    """How strong it is."""

    credit: float = parameter(
        0.25,
        "Share of a firm's spending on joint research that it gets back",
        unit="share",
        low=0,
        high=1,
        plausible=(0.1, 0.5),
        source="hall_vanreenen_2000",
        null=0,
    )


def pays_research(p: Parameters) -> float:
    """Part of a firm's own spending on joint research that is paid back."""
    return p.credit
