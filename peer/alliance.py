"""The alliance of the plain Mesa peer: how partners work, learn, gain and quarrel, and enter a market together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliances.model.declarations.codes import (
    DEEPEN,
    DESIGN,
    EFFICIENCY,
    ENTER,
    EVALUATION,
    FOR_ENTRY,
    FOR_PROJECT,
    FOR_RESEARCH,
    LEARNING,
    MANAGING,
    MARKET,
    NEVER,
    RISK,
    TECHNOLOGY,
)
from alliances.model.declarations.decisions import DEFECTION, DETECTION
from alliances.model.rules import (
    QUARTERS_PER_YEAR,
    alliance_capability,
    conflict,
    entry_mode,
    evaluation,
    firm_demography,
    governance,
    knowledge_exchange,
    learning_race,
    market_learning,
    opportunism,
    positive_part,
    stages,
    trust,
)
from peer.review import Review

if TYPE_CHECKING:
    from peer.firm import PlainFirm


class PlainAlliance(Review):
    """An alliance at work; talks, reviews and its end are in its bases."""

    def operate(self) -> None:
        """Work for a quarter, if signed."""
        if self.formed == NEVER:
            return
        if self.stage == EVALUATION:
            self.stage = MANAGING
        self.best = self.best_resources()
        designed = self.redesigned or DESIGN not in self.skipped
        guard = governance.safeguard(self.equity, designed, self.enforcement(), self.model.p.governance)
        defecting = self.who_defects(guard)
        seen = self.who_is_seen(defecting)
        parts = [self.own_part(place, firm) for place, firm in enumerate(self.partners)]
        together = sum(parts) / len(parts)
        self.exchange_knowledge(together, self.fund_research())
        self.leak_knowledge(guard)
        self.share_margins()
        self.share_benefits(together, parts, defecting)
        self.adjust_trust(seen)
        self.adjust_conflict(any(seen))
        self.note_multinationals()

    def who_defects(self, guard: float) -> list[bool]:
        """For every partner, whether it defects this quarter."""
        p, pair, quarter = self.model.p.opportunism, self.model.draws.uniform_pair, self.model.quarter
        return [
            pair(DEFECTION, quarter, self.key, place)
            < opportunism.defection_probability(firm.opportunism, guard, self.trust[place], p)
            for place, firm in enumerate(self.partners)
        ]

    def who_is_seen(self, defecting: list[bool]) -> list[bool]:
        """For every partner, whether the others believe, rightly or wrongly, that it defected."""
        p, pair, quarter = self.model.p.opportunism, self.model.draws.uniform_pair, self.model.quarter
        seen = [
            pair(DETECTION, quarter, self.key, place) < opportunism.detection_probability(defects, self.distance, p)
            for place, defects in enumerate(defecting)
        ]
        for place, defected in enumerate(seen):
            self.defections_seen[place] += defected
        return seen

    def own_part(self, place: int, firm: PlainFirm) -> float:
        """How well a partner does its part, in [0, 1]; restructuring takes everybody's minds off the work."""
        p = self.model.p
        lesson = learning_race.lesson_learned(self.gap[place], self.gap_start[place])
        effort = learning_race.effort(
            firm.aims[LEARNING], lesson, firm.opportunism, self.market_overlap, p.learning_race
        )
        able = self.partner_capability(firm)
        done = effort * alliance_capability.coordination(able, firm.attention, p.alliance_capability)
        done *= conflict.friction_factor(self.conflict, p.conflict)
        unmanaged = MANAGING in self.skipped or self.stage != MANAGING
        return stages.slack_coordination(done, p.stages) if unmanaged else done

    def fund_research(self) -> float:
        """Charge every partner for joint research; return the factor that money on top puts on what it finds."""
        if not self.technology:
            return 1.0
        rule, own, matched = self.model.p.knowledge_exchange, 0.0, 0.0
        cost = knowledge_exchange.research_cost(self.specific_investment, self.smallest_assets(), rule)
        for firm in self.partners:
            own += cost
            matched += firm.paid(FOR_PROJECT, cost, self.host, self)
            firm.outlay += cost - firm.paid(FOR_RESEARCH, cost, self.host, self)
        return knowledge_exchange.scale(own + matched, own, rule)

    def exchange_knowledge(self, together: float, scale: float) -> None:
        """Let every partner learn from every other, field by field; what it learns arrives at the quarter's end."""
        p, partners, covered = self.model.p, self.partners, self.covered()
        stirred = [conflict.learning_factor(self.conflict, level, p.conflict) for level in self.trust]
        openness = [knowledge_exchange.teaching(level, p.knowledge_exchange) for level in self.trust]
        for place, firm in enumerate(partners):
            ease = self.ease(firm)
            created = self.created(firm, ease, together * scale)
            firm.learned[TECHNOLOGY] += created
            self.lesson[place] = created
            for other, trusts, opens, stirs in zip(partners, self.trust, openness, stirred, strict=True):
                if other is firm:
                    continue
                lead = positive_part(other.international_experience - firm.international_experience)
                firm.taught += market_learning.taught(lead, ease, trusts, together, p.market_learning)
                for k, lesson in enumerate(self.lessons(firm, other, covered, ease, opens, together, stirs)):
                    firm.learned[k] += lesson
                    self.lesson[place] += lesson
                    self.knowledge_transferred += lesson

    def leak_knowledge(self, guard: float) -> None:
        """Between rivals, let technology leak beyond the agreement; the source loses some benefit."""
        if self.market_overlap == 0:
            return
        p = self.model.p.learning_race
        for firm in self.partners:
            for place, other in enumerate(self.partners):
                gap = positive_part(other.resources[TECHNOLOGY] - firm.resources[TECHNOLOGY])
                leaked = learning_race.leaked(gap, self.market_overlap, other.industry.appropriability, guard, p)
                firm.learned[TECHNOLOGY] += leaked
                self.progress[place] -= p.leakage_loss * leaked

    def share_benefits(self, together: float, parts: list[float], defecting: list[bool]) -> None:
        """Book each partner's benefit of the quarter towards its goal and its profit."""
        p, scale, defections = self.model.p, self.smallest_assets(), sum(defecting)
        cost = p.alliance_capability.management_cost * scale / QUARTERS_PER_YEAR
        for place, firm in enumerate(self.partners):
            work = evaluation.fruitful_work(together, parts[place], p.evaluation)
            full = self.full_benefits(place, firm)
            sold = evaluation.reached(self.margin[place], self.expected_margin[place]) * full[MARKET]
            learned = evaluation.reached(self.lesson[place], self.expected_lesson[place]) * full[LEARNING]
            others_defect, saved = defections > defecting[place], work * (full[EFFICIENCY] + full[RISK])
            kept = opportunism.benefit_reached(1.0, others_defect, defecting[place], p.opportunism)
            self.progress[place] += kept * (sold + learned + saved)
            firm.alliance_profit += p.evaluation.money * kept * saved * scale / QUARTERS_PER_YEAR
            firm.outlay += cost
            self.gap[place] = self.knowledge_gap(firm)

    def share_margins(self) -> None:
        """Let partners who entered by the alliance give the local ones, in equal parts, their share of the margin."""
        p, self.margin = self.model.p.entry_mode, [0.0] * len(self.partners)
        if not self.market_access:
            return
        hosts = [place for place, firm in enumerate(self.partners) if firm.home is self.host]
        for place, firm in enumerate(self.partners):
            presence = firm.presences.get(self.host)
            if presence is not None and presence.alliance is self:
                self.margin[place] = presence.sales * entry_mode.kept_margin(presence.mode, p)
                given = entry_mode.given_margin(presence.sales, p)
                for host in hosts:
                    self.margin[host] += given / len(hosts)
                    self.partners[host].alliance_profit += given / len(hosts) / QUARTERS_PER_YEAR

    def adjust_trust(self, seen: list[bool]) -> None:
        """Let each partner's trust follow what it believes the others did."""
        p, all_seen = self.model.p.trust, sum(seen)
        for place, firm in enumerate(self.partners):
            if all_seen > seen[place]:
                self.trust[place] = trust.trust_after_defection(self.trust[place], firm.outside_option, p)
            else:
                self.trust[place] = trust.trust_after_kept_promises(self.trust[place], self.conflict, p)

    def adjust_conflict(self, defection: bool) -> None:
        """Let conflict be fed by distance, diverging goals and defection, and settled by capable partners."""
        p = self.model.p.conflict
        fed = conflict.feed(
            self.culture_distance, self.org_distance, self.professional_distance, self.goal_divergence, p
        )
        self.conflict = conflict.next_conflict(self.conflict, fed, defection, self.mean_capability(), p)
        self.conflict_peak = max(self.conflict_peak, self.conflict)

    def note_multinationals(self) -> None:
        """Mark partners that work with a multinational this quarter."""
        for other in self.partners:
            if firm_demography.is_multinational(other.markets, other.units_abroad(), self.model.p.firm_demography):
                for firm in self.partners:
                    if firm is not other:
                        firm.mnc_partner = True

    def enter_together(self) -> None:
        """Bring every partner that can pay its part into the host market of a newly signed alliance."""
        if self.formed != self.model.quarter or not self.market_access:
            return
        host, mode = self.host, self.mode()
        kept = 1 - self.model.p.entry_cost.shared if any(firm.home is host for firm in self.partners) else 1.0
        for firm in self.partners:
            if firm.home is host:
                continue
            present = firm.is_in(host)
            cost = firm.cost_of_entry(host, mode) * kept
            own = cost if present else cost - firm.promised(FOR_ENTRY, cost, host, self)
            if firm.can_pay(own) and not (present and firm.presences[host].mode >= mode):
                firm.take_position(host, mode, self, cost, DEEPEN if present else ENTER)
