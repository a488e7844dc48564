"""Alliance formation subsidy: the public pays a share of what it costs to find a partner and come to terms.

Search and negotiation are sunk before anything is gained, so that alliances worth having are not sought. Cost: the
share paid of each search and of each quarter of talks.

Theory: search, Rangan (2000); transaction costs of alliances, Gulati and Singh (1998); Williamson (1985).
"""

from typing import NamedTuple

from alliances.model.declarations.parameter import parameter

MARKETS, TARGET, SHOCK = True, True, False


class Parameters(NamedTuple):
    """How strong it is."""

    share: float = parameter(
        0.5,
        "Share of the cost of search and talks that is paid",
        unit="share",
        low=0,
        high=1,
        plausible=(0.2, 0.8),
        source="rangan_2000",
        null=0,
    )


def pays_search(p: Parameters) -> float:
    """Part of a search's cost that is paid."""
    return p.share


def pays_talks(p: Parameters) -> float:
    """Part of the cost of talks that is paid."""
    return p.share
