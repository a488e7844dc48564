"""Partners of the plain Mesa peer's alliances: what they share, what they can gain, and how they part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mesa

from alliances.model.declarations.codes import (
    CAPITAL,
    DISSOLVED,
    EFFICIENCY,
    HAZARDS,
    LEARNING,
    MARKET,
    MARKETING,
    MOTIVES,
    NEGOTIATION,
    NEVER,
    NO_CAUSE,
    NOBODY,
    OPERATIONS,
    RESOURCES,
    RISK,
    TAKEN_OVER,
    TECHNOLOGY,
    TERMINATION,
)
from alliances.model.declarations.decisions import ALLIANCE_KEY
from alliances.model.rules import (
    QUARTERS_PER_YEAR,
    alliance_capability,
    evaluation,
    knowledge_exchange,
    lead_customer,
    market_learning,
    partner_choice,
    positive_part,
    stages,
)

if TYPE_CHECKING:
    from peer.firm import PlainFirm
    from peer.market import PlainMarket


class Partnership(mesa.Agent):
    """An alliance as far as it is a group of partners."""

    model: Any
    host: PlainMarket
    international: bool
    past_trust: float
    goal_divergence: float
    best: list[float]

    def __init__(self, model: Any, initiator: PlainFirm, other: PlainFirm) -> None:
        """Bring two firms together to talk."""
        super().__init__(model)
        self.key = model.draws.hashed(ALLIANCE_KEY, model.quarter, initiator.key, other.key)
        self.partners: list[PlainFirm] = []
        self.started, self.formed, self.ended, self.cause = model.quarter, NEVER, NEVER, NO_CAUSE
        self.ending, self.buyer = NOBODY, None
        self.stage, self.revisits = NEGOTIATION, 0
        self.skipped: set[int] = set()
        self.start_blank()
        self.join(initiator)
        self.join(other)

    def start_blank(self) -> None:
        """What is not known before the end, or before the signature."""
        self.judged = self.failed = self.equity = self.redesigned = False
        self.planned_quarters = self.due = 0
        self.trust_start = self.conflict = self.conflict_peak = 0.0
        self.knowledge_transferred = self.formation_cost = 0.0
        self.trust_end = self.least_trust = self.conflict_end = self.divergence_end = 0.0
        self.lag_end = self.lesson_end = self.outside_end = self.threshold = self.draw = 0.0
        self.hazards = [0.0] * len(HAZARDS)
        self.technology = self.supply_chain = self.market_access = False

    def start_partners(self) -> None:
        """What is kept for each partner."""
        count = len(self.partners)
        self.goals_met, self.defections_seen = [False] * count, [0] * count
        self.trust, self.goal, self.progress = [0.0] * count, [0.0] * count, [0.0] * count
        self.gap, self.gap_start = [0.0] * count, [0.0] * count
        self.offered = [0.0] * (count * len(MOTIVES))
        self.expected_margin, self.expected_lesson = [0.0] * count, [0.0] * count
        self.margin, self.lesson = [0.0] * count, [0.0] * count

    def join(self, firm: PlainFirm) -> None:
        """Add a firm to the alliance and the alliance to the firm's ties."""
        self.partners.append(firm)
        firm.ties.append(self)

    def drawn(self, decision: int) -> float:
        """The uniform draw of the alliance for a decision of this quarter."""
        return self.model.draws.uniform(decision, self.model.quarter, self.key)

    def enforcement(self) -> float:
        """How far contracts are enforced at the host, for the initiator."""
        return self.partners[0].filled("contract_enforcement", self.host, self.host.enforcement)

    # what they can do together

    def smallest_assets(self) -> float:
        """Assets of the smallest partner, in million USD: the scale of what they can do together."""
        return min([firm.assets for firm in self.partners])

    def partner_capability(self, firm: PlainFirm) -> float:
        """Alliance capability of a partner in this alliance: its own, and routines from earlier work together."""
        p = self.model.p.alliance_capability
        return alliance_capability.with_routines(firm.alliance_capability, self.past_trust, p)

    def mean_capability(self) -> float:
        """Mean alliance capability of the partners."""
        return sum([self.partner_capability(firm) for firm in self.partners]) / len(self.partners)

    def covered(self) -> list[bool]:
        """For every resource, whether the alliance cooperates in its field."""
        fields = [False] * len(RESOURCES)
        fields[TECHNOLOGY], fields[OPERATIONS] = self.technology, self.supply_chain
        fields[MARKETING] = self.market_access
        return fields

    def best_resources(self) -> list[float]:
        """The most that any partner has of every resource."""
        return [max(held) for held in zip(*[firm.resources for firm in self.partners], strict=True)]

    def knowledge_gap(self, firm: PlainFirm) -> float:
        """What a partner can still learn in the covered fields from whoever knows most, summed over fields."""
        total, best, resources = 0.0, self.best, firm.resources
        if self.technology:
            total += best[TECHNOLOGY] - resources[TECHNOLOGY]
        if self.market_access:
            total += best[MARKETING] - resources[MARKETING]
        if self.supply_chain:
            total += best[OPERATIONS] - resources[OPERATIONS]
        return total

    def offered_to(self, firm: PlainFirm) -> list[float]:
        """What the alliance offers a partner of every motive's kind, by the partner who offers most."""
        access, shelter = 0.0, 0.0
        for other in self.partners:
            if other is firm:
                continue
            if self.market_access:
                access = max(access, abs(other.local_knowledge(self.host) - firm.local_knowledge(self.host)))
            shelter = max(shelter, partner_choice.proportion(firm.assets, other.assets, self.model.p.partner_choice))
        strongest = positive_part(self.best[OPERATIONS] - firm.resources[OPERATIONS])
        kinds = {MARKET: access, EFFICIENCY: strongest, RISK: shelter, LEARNING: self.knowledge_gap(firm)}
        return [kinds[motive] for motive in range(len(MOTIVES))]

    def benefits(self, firm: PlainFirm, offered: list[float]) -> list[float]:
        """Benefit of every motive's kind that a partner has in a quarter in which all goes well."""
        rule = self.model.p.evaluation
        return [
            evaluation.benefit(aim, motive, offer, rule)
            for motive, (aim, offer) in enumerate(zip(firm.aims, offered, strict=True))
        ]

    def full_benefits(self, place: int, firm: PlainFirm) -> list[float]:
        """The same by what the alliance offered at its signature."""
        return self.benefits(firm, self.offered[place * len(MOTIVES) : (place + 1) * len(MOTIVES)])

    def ease(self, firm: PlainFirm) -> float:
        """How easily a partner learns from the others."""
        distance = (self.org_distance + self.professional_distance) / 2
        return knowledge_exchange.ease(firm.absorptive_capacity, distance, self.model.p.knowledge_exchange)

    def lessons(
        self, firm: PlainFirm, other: PlainFirm, covered: list[bool], ease: float, openness: float, work: float,
        stirred: float = 1.0,
    ) -> list[float]:  # fmt: skip
        """What a partner learns from another in a quarter in the field of every resource."""
        p, learned = self.model.p.knowledge_exchange, [0.0] * len(RESOURCES)
        for k, (mine, theirs) in enumerate(zip(firm.resources, other.resources, strict=True)):
            if k != CAPITAL and theirs > mine:
                lesson = knowledge_exchange.learned(theirs - mine, ease, openness, work, stirred, p)
                learned[k] = lesson if covered[k] else lesson * p.outside_field
        return learned

    def created(self, firm: PlainFirm, ease: float, work: float) -> float:
        """Technology that joint work creates for a partner in a quarter, if it is what the alliance is for."""
        if not self.technology:
            return 0.0
        p = self.model.p.knowledge_exchange
        return knowledge_exchange.created(firm.resources[TECHNOLOGY], self.professional_distance, ease, work, p)

    def partner_knowledge_for(self, firm: PlainFirm, market: PlainMarket) -> float:
        """The most that a partner can use of what one of the others knows of a market."""
        p, most = self.model.p.market_learning, 0.0
        agreed = self.market_access and market is self.host
        for other, trust in zip(self.partners, self.trust, strict=True):
            if other is not firm and other.alive:
                known = other.local_knowledge(market)
                usable = market_learning.partner_knowledge(known, trust, firm.absorptive_capacity, agreed, p)
                most = max(most, usable)
        return most

    def opened_by_buyers(self, firm: PlainFirm, market: PlainMarket) -> float:
        """What the partners that buy from a firm and serve a market open to it there."""
        p, years, most = self.model.p.lead_customer, (self.model.quarter - self.formed) / QUARTERS_PER_YEAR, 0.0
        for other, trust in zip(self.partners, self.trust, strict=True):
            buys = firm.industry.buyers >> other.industry.number & 1
            serves = other.home is market or other.footprint >> market.number & 1
            if other is not firm and other.alive and buys and serves:
                most = max(most, lead_customer.opened(years, trust, self.technology, p))
        return most

    # ending

    def end(self, cause: int) -> None:
        """End the alliance, or the talks, for a cause."""
        model = self.model
        signed = self.formed != NEVER
        self.ended, self.cause, self.stage = model.quarter, cause, TERMINATION
        self.ending = DISSOLVED if self.buyer is None else TAKEN_OVER
        if signed:
            self.judge()
            self.trust_end = sum(self.trust) / len(self.trust)
            self.conflict_end, self.divergence_end = self.conflict, self.goal_divergence
            model.ended += 1
            model.failed += self.failed
        for place, firm in enumerate(self.partners):
            firm.ties.remove(self)
            if signed:
                self.leave(place, firm)
                firm.fall_back(self)
        self.remove()

    def judge(self) -> None:
        """Compare the alliance with its partners' goals, once: it fails if one of them is below its own."""
        if not self.judged:
            self.judged = True
            self.goals_met = [done >= goal for done, goal in zip(self.progress, self.goal, strict=True)]
            self.failed = not all(self.goals_met)

    def leave(self, place: int, firm: PlainFirm) -> None:
        """Update a partner's portfolio, name and memory of the others."""
        p = self.model.p
        firm.alliances -= 1
        firm.international_alliances -= self.international
        firm.technical_cooperation_projects -= self.technology
        honest = self.defections_seen[place] == 0
        firm.reputation = partner_choice.next_reputation(firm.reputation, honest, p.partner_choice)
        left = self.trust[place]
        if TERMINATION in self.skipped:
            left = stages.after_rupture(left, p.stages)
            if place == 0:
                firm.reputation = stages.after_rupture(firm.reputation, p.stages)
        for other in self.partners:
            if other is not firm:
                firm.remember(other, left)
