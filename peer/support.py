"""Firms of the plain Mesa peer as clients of programmes: which levers they feel, and what is paid of their costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mesa

from alliances.model.declarations.codes import FOR_PROJECT, FOR_SALES
from peer.programmes import Programme, moved

if TYPE_CHECKING:
    from peer.alliance import PlainAlliance
    from peer.market import PlainMarket


class Client(mesa.Agent):
    """A firm as far as programmes support it."""

    def __init__(self, model: Any) -> None:
        """A firm without support."""
        super().__init__(model)
        self.support: list[Programme] = []  # this quarter's, in the order in which they pay

    def factor(self, lever: str, market: PlainMarket) -> float:
        """What a factor lever multiplies a value with."""
        return moved(1.0, lever, self.support, market) if self.support else 1.0

    def extra(self, lever: str, market: PlainMarket) -> float:
        """What an extra lever adds."""
        return moved(0.0, lever, self.support, market) if self.support else 0.0

    def filled(self, lever: str, market: PlainMarket, value: float) -> float:
        """A value in [0, 1] of which a fill lever supplies a share of what is missing."""
        return value + moved(0.0, lever, self.support, market) * (1 - value) if self.support else value

    def promised(self, purpose: int, cost: float, market: PlainMarket, alliance: PlainAlliance | None = None) -> float:
        """What programmes would pay now of a cost, in million USD."""
        return sum([amount for _, amount in self.offers(purpose, cost, market, alliance)]) if self.support else 0.0

    def paid(self, purpose: int, cost: float, market: PlainMarket, alliance: PlainAlliance | None = None) -> float:
        """The same, paid."""
        if not self.support:
            return 0.0
        offers = self.offers(purpose, cost, market, alliance)
        for programme, amount in offers:
            programme.pay(amount, purpose, self, alliance)
        return sum([amount for _, amount in offers])

    def offers(
        self, purpose: int, cost: float, market: PlainMarket, alliance: PlainAlliance | None
    ) -> list[tuple[Programme, float]]:
        """What each programme pays of what those before it have left; money on top leaves the cost as it is."""
        made, left = [], cost
        for programme in self.support:
            amount = programme.offer(self, purpose, left, market, alliance)
            made.append((programme, amount))
            if purpose not in (FOR_PROJECT, FOR_SALES):
                left -= amount
        return made
