"""Programmes of the plain Mesa peer: policies at work, with a budget, and what each firm got of it this year."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from alliances.model.declarations.codes import FOR_ADMINISTRATION, FOR_SERVICE, PURPOSES
from alliances.model.policies.policy import ROUNDING, Policy
from alliances.model.rules import QUARTERS_PER_YEAR
from peer.admission import Selector

if TYPE_CHECKING:
    from peer.alliance import PlainAlliance
    from peer.firm import PlainFirm
    from peer.market import PlainMarket


class Payment(NamedTuple):
    """A payment: to a firm, for one, or (without a firm) for the policy itself."""

    step: int
    programme: Programme
    firm: PlainFirm | None
    alliance: PlainAlliance | None
    purpose: int
    amount: float


class Programme(Selector):
    """A policy at work."""

    def __init__(self, model: Any, policy: Policy) -> None:
        """A programme before its first quarter."""
        super().__init__(model, policy)
        self.markets = {market for market in model.markets if not policy.markets or market.code in policy.markets}
        self.strength: Any = None
        self.in_force, self.left = False, 0.0
        self.received: dict[PlainFirm, float] = {}

    def begin_quarter(self, firms: list[PlainFirm]) -> None:
        """Renew the budget once a year, pay for the policy itself, admit firms, and support those that are served."""
        quarter, policy = self.model.quarter, self.policy
        self.strength, self.in_force = policy.strength(quarter), False
        if policy.ramp(quarter) == 0 or policy.budget == 0:
            return
        if (quarter - policy.first_step) % QUARTERS_PER_YEAR == 0:
            self.left, self.received = policy.budget, {}
        self.in_force = self.pays_for_itself()
        if self.in_force:
            if self.admits_now():
                self.admit(firms)
            for firm in firms:
                if firm in self.members and self.serves(firm):
                    firm.support.append(self)

    def pays_for_itself(self) -> bool:
        """Pay a quarter's administration and upkeep, if there is money for both; whether there was."""
        administration = self.policy.administration / QUARTERS_PER_YEAR
        upkeep = self.policy.ramp(self.model.quarter) * self.policy.upkeep / QUARTERS_PER_YEAR
        if not self.can_spend(administration + upkeep):
            return False
        self.pay(administration, FOR_ADMINISTRATION)
        self.pay(upkeep, FOR_SERVICE)
        return True

    def serves(self, firm: PlainFirm) -> bool:
        """Pay the quarter's fee of serving a firm, if its ceiling and the budget allow; whether it is served."""
        fee = self.policy.ramp(self.model.quarter) * self.policy.fee / QUARTERS_PER_YEAR
        within = self.received.get(firm, 0.0) + fee <= self.policy.ceiling * (1 + ROUNDING)
        if fee > 0 and not (within and self.can_spend(fee)):
            return False
        self.pay(fee, FOR_SERVICE, firm)
        return True

    def can_spend(self, amount: float) -> bool:
        """Whether an amount is left of this year's budget."""
        return amount <= self.left * (1 + ROUNDING)

    def offer(
        self, firm: PlainFirm, purpose: int, cost: float, market: PlainMarket, alliance: PlainAlliance | None
    ) -> float:
        """What it would pay of a firm's cost: its share, within what is left of budget and of the firm's ceiling."""
        abroad = alliance.international if alliance else firm.home is not market
        if market not in self.markets or (self.policy.target.partner_abroad and not abroad):
            return 0.0
        left = min(self.left, self.policy.ceiling - self.received.get(firm, 0.0))
        return max(0.0, min(self.share(purpose) * cost, left))

    def share(self, purpose: int) -> float:
        """The part of a cost that it pays this quarter; more than 1 where it matches."""
        pays = getattr(self.policy.module, f"pays_{PURPOSES[purpose]}", None)
        return float(pays(self.strength)) if pays else 0.0

    def pay(
        self, amount: float, purpose: int, firm: PlainFirm | None = None, alliance: PlainAlliance | None = None
    ) -> None:
        """Book a payment, if there is anything to pay."""
        if amount > 0:
            self.left = max(self.left - amount, 0.0)
            if firm:
                self.received[firm] = self.received.get(firm, 0.0) + amount
            self.model.payments.append(Payment(self.model.quarter, self, firm, alliance, purpose, amount))


def moved(value: float, lever: str, programmes: Iterable[Programme], market: PlainMarket) -> float:
    """A lever's value in a market as these programmes leave it, one after the other."""
    for programme in programmes:
        move = getattr(programme.policy.module, lever, None)
        if move is not None and market in programme.markets:
            value = move(value, programme.strength)
    return value
