"""An instrument of one's own: consulates help firms with visas and permits, so that entry is cheaper and talks too.

alliances instruments visa_help --plugin docs/examples/visa_help.py
"""

from typing import NamedTuple

from alliances.extend import Instrument, parameter


class Parameters(NamedTuple):
    """How strong it is."""

    eased: float = parameter(
        0.2,
        "Share by which permits and visas lower the barrier of entry",
        unit="share",
        low=0,
        high=1,
        plausible=(0.05, 0.4),
        source="own estimate",
        null=0,
    )
    yearly_fee: float = parameter(
        0.002,
        "Cost of serving one firm",
        unit="million USD/year",
        low=0,
        high=10,
        plausible=(0.001, 0.01),
        source="own estimate",
        null=0,
    )


def entry_barrier(factor: float, p: Parameters) -> float:
    """Factor on the barrier."""
    return factor * (1 - p.eased)


def fee(p: Parameters) -> float:
    """Cost of serving one firm, million USD a year."""
    return p.yearly_fee


visa_help = Instrument(
    "visa_help", "Visa help: consulates ease permits and visas in chosen markets. Cost: a fee for each firm served.",
    Parameters, markets=True, entry_barrier=entry_barrier, fee=fee,
)  # fmt: skip
