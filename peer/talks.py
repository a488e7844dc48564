"""Alliances of the plain Mesa peer in the making: how partners compare, talk, and sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alliances.model.declarations.codes import (
    CONTRACTUAL_MODE,
    DESIGN,
    EFFICIENCY,
    FOR_TALKS,
    JOINT_VENTURE,
    LEARNING,
    MANAGING,
    MARKET,
    NEGOTIATION,
    NEVER,
    NO_AGREEMENT,
    RISK,
    SELECTION,
    STAGES,
    STRATEGY,
)
from alliances.model.declarations.decisions import AGREEMENT, AMBITION, BREAKDOWN, CONSENT, INVITATION, OWNERSHIP, TERM
from alliances.model.rules import (
    alliance_capability,
    entry_mode,
    evaluation,
    governance,
    knowledge_exchange,
    negotiation,
    partner_choice,
    stages,
    trust,
)
from peer.judgement import mean_gap
from peer.partners import Partnership

if TYPE_CHECKING:
    from peer.firm import PlainFirm


class Talks(Partnership):
    """An alliance up to its signature."""

    def __init__(self, model: Any, initiator: PlainFirm, other: PlainFirm) -> None:
        """Open talks between an initiator, the firm that consented, and whom they invite."""
        super().__init__(model, initiator, other)
        self.invite(initiator, other)
        self.start_partners()
        self.plan_scope(initiator, other)
        self.compare_partners()
        self.note_formation(initiator, other)

    # opening

    def invite(self, initiator: PlainFirm, other: PlainFirm) -> None:
        """Ask the initiator's next candidates in, as far as the partners together still lack resources."""
        model = self.model
        for rank, guest in enumerate(initiator.proposal[1:], 1):
            if guest is other or any(guest.is_tied(partner) for partner in self.partners):
                continue
            chance = negotiation.invitation_probability(self.lacking(), model.p.negotiation)
            if model.draws.uniform_pair(INVITATION, model.quarter, self.key, rank) < chance:
                motive = guest.answering_motive(initiator.motive)
                utility = guest.seen_utility(initiator, motive, initiator.target, CONSENT)
                if utility >= guest.asked():
                    self.join(guest)

    def lacking(self) -> float:
        """What the partners' best resources leave open, in [0, 1], by the initiator's industry."""
        total = 0.0
        for k, importance in enumerate(self.partners[0].industry.importance):
            total += importance * (1 - max(firm.resources[k] for firm in self.partners))
        return total

    def plan_scope(self, initiator: PlainFirm, other: PlainFirm) -> None:
        """Fix what the alliance is for, where, who leads it, and which stages its leader will skip."""
        self.motive, self.leader = initiator.motive, initiator.leader
        foremost = other.foremost_need()
        for motive in (initiator.motive, foremost):
            if motive == LEARNING:
                self.technology = True
            elif motive == MARKET:
                self.market_access = True
            else:
                self.supply_chain = True
        if initiator.motive == MARKET:
            self.host = initiator.target
        else:
            self.host = initiator.home if foremost == MARKET else other.home
        if initiator.home is self.host and other.home is self.host:
            self.market_access = False
            self.supply_chain = self.supply_chain or not self.technology
        self.skipped = {stage for stage in range(len(STAGES)) if stage != SELECTION and initiator.skips(stage)}
        if initiator.skips_selection:
            self.skipped.add(SELECTION)

    def compare_partners(self) -> None:
        """Fill in the partners' mean distances, divergence of aims, overlap of markets and common past."""
        partners = self.partners
        pairs = [(firm, other) for place, firm in enumerate(partners) for other in partners[:place]]
        count = len(pairs)
        self.culture_distance = sum(f.home.culture[o.home.number] for f, o in pairs) / count
        self.org_distance = sum(mean_gap(f.organizational_culture, o.organizational_culture) for f, o in pairs) / count
        self.professional_distance = (
            sum(mean_gap(f.professional_culture, o.professional_culture) for f, o in pairs) / count
        )
        self.distance = (self.culture_distance + self.org_distance + self.professional_distance) / (1 + 2)
        self.market_overlap = sum(market_overlap(f, o) for f, o in pairs) / count
        self.past_trust = sum((f.past_trust(o) + o.past_trust(f)) / 2 for f, o in pairs) / count
        self.prior_ties = sum(max(f.past_alliances(o), o.past_alliances(f)) for f, o in pairs)
        self.international = any(f.home is not o.home for f, o in pairs)
        divergence = sum(1 - f.compatible_aims(o) for f, o in pairs) / count
        if STRATEGY in self.skipped:
            divergence = stages.vague_divergence(divergence, self.model.p.stages)
        self.goal_divergence = divergence
        intensity = sum(firm.industry.rd_intensity for firm in partners) / len(partners)
        self.specific_investment = intensity if self.technology else intensity / 2

    def note_formation(self, initiator: PlainFirm, other: PlainFirm) -> None:
        """Record the terms behind the choice, as each side weighed them (the decision log)."""
        p = self.model.p.partner_choice
        host, sides = initiator.target, ((initiator, other), (other, initiator))
        motives = (initiator.motive, other.answering_motive(initiator.motive))
        self.fit = [initiator.proposal_utility, other.proposer_utility]
        self.complementarity = [
            one.complementary_skills(partner, motive, host)
            for (one, partner), motive in zip(sides, motives, strict=True)
        ]
        self.closeness = [one.cooperation(partner) for one, partner in sides]
        self.compatibility = [one.compatible_aims(partner) for one, partner in sides]
        self.proportion = [partner_choice.proportion(one.assets, partner.assets, p) for one, partner in sides]
        self.reputation_and_past = [
            partner_choice.social_utility(partner.reputation, one.past_trust(partner), partner.alliances, p)
            for one, partner in sides
        ]
        self.asked = [initiator.proposal_asked, other.asked()]

    # talks and signature

    def hold_talks(self) -> None:
        """Take an alliance that negotiates or designs one stage further; who restructures does so while signed."""
        signed = self.formed != NEVER
        if self.stage == NEGOTIATION:
            if signed:
                self.renegotiate()
            else:
                self.negotiate()
        elif self.stage == DESIGN:
            if signed:
                self.redesigned, self.stage = True, MANAGING
            else:
                self.sign()

    def renegotiate(self) -> None:
        """Settle conflict and realign goals, at a cost to every partner; a new design comes next."""
        p = self.model.p.evaluation
        self.conflict = evaluation.mended(self.conflict, p)
        self.goal_divergence = evaluation.mended(self.goal_divergence, p)
        cost = p.mending_cost * self.smallest_assets()
        for firm in self.partners:
            firm.outlay += cost
        self.stage = DESIGN

    def negotiate(self) -> None:
        """A quarter of talks; partners whose leader skips negotiation agree at once and align nothing."""
        p = self.model.p.negotiation
        if NEGOTIATION not in self.skipped:
            self.pay_for_talks()
            if self.drawn(BREAKDOWN) < negotiation.breakdown_probability(self.goal_divergence, p):
                self.end(NO_AGREEMENT)
                return
            if self.drawn(AGREEMENT) >= negotiation.agreement_probability(self.distance, p):
                return
            self.goal_divergence = negotiation.aligned_divergence(self.goal_divergence, self.mean_capability(), p)
        if DESIGN in self.skipped:
            self.sign()
        else:
            self.stage = DESIGN

    def pay_for_talks(self) -> None:
        """Charge every partner for a quarter of talks."""
        cost = self.model.p.negotiation.talk_cost * self.smallest_assets()
        for firm in self.partners:
            firm.outlay += cost - firm.paid(FOR_TALKS, cost, self.host, self)
            self.formation_cost += cost

    def sign(self) -> None:
        """Choose the form, fix term and goals, and start working."""
        model = self.model
        self.formed, self.stage = model.quarter, MANAGING
        model.formed += 1
        self.equity = self.shares_ownership()
        self.planned_quarters = negotiation.planned_quarters(
            self.technology, self.equity, self.drawn(TERM), model.p.negotiation
        )
        self.due = self.formed + self.planned_quarters - 1
        self.best = self.best_resources()
        for place, firm in enumerate(self.partners):
            firm.alliances += 1
            firm.international_alliances += self.international
            firm.technical_cooperation_projects += self.technology
            self.trust[place] = self.first_trust(firm)
            self.gap[place] = self.gap_start[place] = self.knowledge_gap(firm)
        self.offered = [offer for firm in self.partners for offer in self.offered_to(firm)]
        self.expected_lesson = [self.lesson_expected(firm) for firm in self.partners]
        self.expected_margin = [self.margin_expected(firm) for firm in self.partners]
        self.goal = [self.set_goal(place, firm) for place, firm in enumerate(self.partners)]
        self.trust_start = sum(self.trust) / len(self.trust)

    def shares_ownership(self) -> bool:
        """Whether partners found a joint venture; without a design stage they sign a contract."""
        if DESIGN in self.skipped:
            return False
        secrecy = sum(firm.industry.appropriability for firm in self.partners) / len(self.partners)
        hazard = governance.exposure(self.specific_investment, secrecy, self.enforcement())
        fields = self.technology + self.supply_chain + self.market_access
        chance = governance.equity_probability(hazard, fields, self.past_trust, self.model.p.governance)
        return self.drawn(OWNERSHIP) < chance

    def first_trust(self, firm: PlainFirm) -> float:
        """Trust of a partner in the others when they sign."""
        p, total = self.model.p.trust, 0.0
        for other in self.partners:
            if other is not firm:
                total += trust.starting_trust(other.reputation, self.distance, firm.past_trust(other), p)
        return total / (len(self.partners) - 1)

    def mode(self) -> int:
        """The mode in which partners enter the host market."""
        return JOINT_VENTURE if self.equity else CONTRACTUAL_MODE

    def work_expected(self, firm: PlainFirm) -> float:
        """How well a partner expects to work with the others."""
        p = self.model.p.alliance_capability
        return alliance_capability.coordination(self.partner_capability(firm), firm.attention, p)

    def lesson_expected(self, firm: PlainFirm) -> float:
        """What a partner expects to learn in a quarter."""
        covered, ease, work = self.covered(), self.ease(firm), self.work_expected(firm)
        total = self.created(firm, ease, work)
        for other, trusts in zip(self.partners, self.trust, strict=True):
            if other is not firm:
                openness = knowledge_exchange.teaching(trusts, self.model.p.knowledge_exchange)
                total += sum(self.lessons(firm, other, covered, ease, openness, work))
        return total

    def margin_expected(self, firm: PlainFirm) -> float:
        """Yearly margin that a partner expects of the host market: its own, or what newcomers give a local partner."""
        p = self.model.p.entry_mode
        if not self.market_access:
            return 0.0
        if firm.home is not self.host:
            return self.sales_expected(firm) * entry_mode.kept_margin(self.mode(), p)
        newcomers = [other for other in self.partners if other.home is not self.host]
        given = sum([entry_mode.given_margin(self.sales_expected(other), p) for other in newcomers])
        return given / (len(self.partners) - len(newcomers))

    def sales_expected(self, firm: PlainFirm) -> float:
        """Yearly sales that a newcomer expects in the host market, with what its partners know of it."""
        return firm.sales_in(self.host, self.mode(), firm.usable_knowledge(self.host), 0.0)

    def set_goal(self, place: int, firm: PlainFirm) -> float:
        """A partner's goal for the alliance; where it expects no sales or no lesson, it hopes for none."""
        model, work, full = self.model, self.work_expected(firm), self.full_benefits(place, firm)
        ideal = work * (full[EFFICIENCY] + full[RISK])
        if self.expected_margin[place] > 0:
            ideal += full[MARKET]
        if self.expected_lesson[place] > 0:
            ideal += full[LEARNING]
        draw = model.draws.uniform_pair(AMBITION, model.quarter, self.key, place)
        quarters = evaluation.horizon_quarters(self.planned_quarters)
        return evaluation.goal(ideal, quarters, draw, self.partner_capability(firm), model.p.evaluation)


def market_overlap(firm: PlainFirm, other: PlainFirm) -> float:
    """Share of the smaller firm's markets in which both sell as rivals; none across industries."""
    if firm.industry is not other.industry:
        return 0.0
    both = 1 if other.is_in(firm.home) else 0
    for presence in firm.presences.values():
        if presence.mode > 0 and other.is_in(presence.market):
            both += 1
    return both / (1 + min(firm.markets, other.markets))
