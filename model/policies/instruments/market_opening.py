"""Market opening: the entry barrier of chosen markets is lowered for the firms that the agreement covers.

Standards are recognized, licences granted, procedures cut: what entry costs beyond distance falls. Cost: none but the
administration that the policy declares.

Theory: Djankov, La Porta, Lopez-de-Silanes and Shleifer (2002); Roberts and Tybout (1997).
"""

from typing import NamedTuple

from alliances.model.declarations.parameter import parameter

MARKETS, TARGET, SHOCK = True, True, False


class Parameters(NamedTuple):
    """How strong it is."""

    cut: float = parameter(
        0.3,
        "Share by which entry barriers fall",
        unit="share",
        low=0,
        high=1,
        plausible=(0.1, 0.6),
        source="djankov_2002",
        null=0,
    )


def entry_barrier(factor: float, p: Parameters) -> float:
    """Factor on the barrier."""
    return factor * (1 - p.cut)
