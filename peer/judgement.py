"""Firms of the plain Mesa peer as judges: what they think of others as partners, and what they ask of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alliances.model.declarations.codes import (
    EFFICIENCY,
    LEARNING,
    MARKET,
    MARKETING,
    MEMORY,
    OPERATIONS,
    RISK,
    TECHNOLOGY,
)
from alliances.model.rules import evaluation, partner_choice, positive_part, strategy
from peer.market import Memory
from peer.trade import Trader

if TYPE_CHECKING:
    from peer.firm import PlainFirm
    from peer.market import PlainMarket

SOUGHT = {LEARNING: TECHNOLOGY, EFFICIENCY: OPERATIONS, MARKET: MARKETING}


def mean_gap(first: list[float], second: list[float]) -> float:
    """Mean absolute difference of two positions."""
    total = 0.0
    for one, other in zip(first, second, strict=True):
        total += abs(one - other)
    return total / len(first)


class Judge(Trader):
    """A firm as far as it weighs others up, and remembers them."""

    def __init__(self, model: Any) -> None:
        """A firm without a past."""
        super().__init__(model)
        self.memory: dict[PlainFirm, Memory] = {}
        self.remembered: list[PlainFirm] = []

    def past_alliances(self, other: PlainFirm) -> int:
        """Earlier alliances with this firm that are remembered."""
        memory = self.memory.get(other)
        return memory.alliances if memory is not None else 0

    def past_trust(self, other: PlainFirm) -> float:
        """Trust that earlier alliances with this firm have left."""
        memory = self.memory.get(other)
        return memory.trust if memory else 0.0

    def remember(self, other: PlainFirm, trust: float) -> None:
        """Keep what is left of trust in a past partner; the least trusted is forgotten for a new one."""
        memory = self.memory.get(other)
        if memory is None:
            if len(self.remembered) < MEMORY:
                self.remembered.append(other)
            else:
                least = min(self.remembered, key=self.past_trust)
                self.remembered[self.remembered.index(least)] = other
                del self.memory[least]
            memory = self.memory[other] = Memory()
        memory.trust = trust
        memory.alliances += 1

    def is_tied(self, other: PlainFirm) -> bool:
        """Whether the two are in talks or in an alliance with each other."""
        for alliance in self.ties:
            if other in alliance.partners:
                return True
        return False

    def seen_utility(self, other: PlainFirm, motive: int, host: PlainMarket | None, decision: int) -> float:
        """Utility of a partner as the firm sees it."""
        p = self.model.p.partner_choice
        utility = partner_choice.criteria_utility(
            self.complementary_skills(other, motive, host),
            self.cooperation(other),
            self.compatible_aims(other),
            partner_choice.proportion(self.assets, other.assets, p),
            p,
        )
        utility += partner_choice.social_utility(other.reputation, self.past_trust(other), other.alliances, p)
        draw = self.model.draws.uniform_pair(decision, self.model.quarter, self.key, other.key)
        error = partner_choice.judgement_noise(draw, self.alliance_capability, p)
        return utility + error * self.factor("match_quality", self.home)

    def complementary_skills(self, other: PlainFirm, motive: int, host: PlainMarket | None) -> float:
        """What a partner has and the firm lacks: resources by importance, and what it wants most."""
        total = 0.0
        for importance, mine, theirs in zip(self.industry.importance, self.resources, other.resources, strict=True):
            if theirs > mine:
                total += importance * (theirs - mine)
        return (total + self.offer(other, motive, host)) / 2

    def offer(self, other: PlainFirm, motive: int, host: PlainMarket | None) -> float:
        """What the firm wants most of this partner, in units of full market access.

        Knowledge of the host market; a foreign bundle to sell for who is at home there; comparable means to share risk;
        else the resource it seeks.
        """
        p = self.model.p
        if motive == MARKET and host is not None:
            if self.home is host:
                return other.bundle_abroad
            return positive_part(other.local_knowledge(host) - self.local_knowledge(host))
        if motive == RISK:
            means = partner_choice.proportion(self.assets, other.assets, p.partner_choice)
            return evaluation.worth(RISK, means, p.evaluation)
        k = SOUGHT[motive]
        return evaluation.worth(motive, positive_part(other.resources[k] - self.resources[k]), p.evaluation)

    def cooperation(self, other: PlainFirm) -> float:
        """Closeness of national, organizational and professional cultures, in [0, 1]."""
        return partner_choice.cooperation(
            self.home.culture[other.home.number],
            mean_gap(self.organizational_culture, other.organizational_culture),
            mean_gap(self.professional_culture, other.professional_culture),
        )

    def compatible_aims(self, other: PlainFirm) -> float:
        """Overlap of two firms' aims, in [0, 1]."""
        return 1 - mean_gap(self.aims, other.aims) * len(self.aims) / 2

    def asked(self) -> float:
        """Utility below which the firm declines."""
        return partner_choice.asked_utility(self.outside_option, self.attention, self.model.p.partner_choice)

    def stakes(self) -> list[float]:
        """How much the firm cares for every motive, as its industry depends on what it seeks."""
        needs, p = self.industry.importance, self.model.p.strategy
        depends = {LEARNING: needs[TECHNOLOGY], EFFICIENCY: needs[OPERATIONS]}
        return [
            aim * strategy.relevance(depends[motive], len(needs), p) if motive in depends else aim
            for motive, aim in enumerate(self.aims)
        ]

    def foremost_need(self) -> int:
        """The motive the firm cares for most, as its industry depends on what it seeks."""
        stakes = self.stakes()
        return stakes.index(max(stakes))

    def answering_motive(self, motive: int) -> int:
        """What the firm wants if it is asked: its part in entering a market, or what it cares for most."""
        return motive if motive == MARKET else self.foremost_need()
