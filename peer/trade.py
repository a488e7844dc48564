"""Firms of the plain Mesa peer abroad: what they know of markets, and how they enter, deepen and leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alliances.model.declarations.codes import (
    CAPITAL,
    DEEPEN,
    ENTER,
    EXPORT,
    FOR_ENTRY,
    FOR_SALES,
    FOR_TAX,
    JOINT_VENTURE,
    LEAVE,
    NEVER,
    NO_MODE,
    WHOLLY_OWNED,
    WITHDRAW,
)
from alliances.model.declarations.decisions import DEEPENING, FIRST_DEMAND_SHOCK, LEAVING, OWN_COST, RECONSIDERING
from alliances.model.rules import (
    entry_cost,
    entry_mode,
    lead_customer,
    market_competition,
    market_learning,
    resource_development,
)
from peer.market import PlainEntry, PlainMarket, PlainPresence
from peer.support import Client

if TYPE_CHECKING:
    from peer.alliance import PlainAlliance


class Trader(Client):
    """A firm as far as it sells abroad."""

    model: Any
    home: PlainMarket
    international_experience: float

    def __init__(self, model: Any) -> None:
        """A firm in no foreign market, without a plan."""
        super().__init__(model)
        self.presences: dict[PlainMarket, PlainPresence] = {}
        self.own_costs: dict[PlainMarket, float] = {}
        self.ties: list[PlainAlliance] = []  # talks and signed alliances, oldest first
        self.target: PlainMarket | None = None
        self.entry, self.entry_cost = NO_MODE, 0.0

    def foreign_sales_share(self) -> float:
        """Share of foreign in all sales; none without sales."""
        total = self.home_sales + self.foreign_sales
        return self.foreign_sales / total if total > 0 else 0.0

    # what it knows and expects

    def is_in(self, market: PlainMarket) -> bool:
        """Whether the firm sells in a market: at home always, abroad if it has a mode there."""
        if market is self.home:
            return True
        presence = self.presences.get(market)
        return presence is not None and presence.mode > NO_MODE

    def units_abroad(self) -> int:
        """How many joint ventures and wholly owned units the firm has abroad."""
        return sum(presence.mode in (JOINT_VENTURE, WHOLLY_OWNED) for presence in self.presences.values())

    def local_knowledge(self, market: PlainMarket) -> float:
        """Own knowledge of a market: full at home."""
        if market is self.home:
            return 1.0
        presence = self.presences.get(market)
        return presence.knowledge if presence is not None else 0.0

    def usable_knowledge(self, market: PlainMarket, hoped: float = 0.0) -> float:
        """What the firm can use in a foreign market: own, spilled-over, partner, general and supplied knowledge.

        ``hoped`` is what a partner yet to be found is expected to know.
        """
        p = self.model.p.market_learning
        own, spilled, from_partners, distances = 0.0, 0.0, hoped, market.distance
        for presence in self.presences.values():
            if presence.market is market:
                own = presence.knowledge
            else:
                spill = market_learning.spilled_knowledge(presence.knowledge, distances[presence.market.number], p)
                if spill > spilled:
                    spilled = spill
        for alliance in self.ties:
            if alliance.formed != NEVER:
                from_partners = max(from_partners, alliance.partner_knowledge_for(self, market))
        usable = market_learning.usable_knowledge(own, spilled, from_partners, self.international_experience, p)
        return self.filled("market_knowledge", market, usable)

    def weight_abroad(self, market: PlainMarket, mode: int, knowledge: float, demand_shock: float) -> float:
        """The firm's weight with those customers of a foreign market that may buy, at a price that bears the tariff."""
        p = self.model.p.market_competition
        distance = market.distance[self.home.number]
        appeal = market_competition.appeal(self.bundle_abroad, distance, knowledge, p)
        if mode == EXPORT:
            appeal -= market_competition.dearness(self.extra("tariff", market))
        reach = lead_customer.reach(market_competition.reach(mode, p), self.opened_in(market))
        reach *= self.factor("customers", market)
        elasticity = market.segments[self.industry.number].elasticity
        return market_competition.customer_weight(self.capacity, reach, elasticity, appeal, demand_shock)

    def opened_in(self, market: PlainMarket) -> float:
        """The largest share of a market's customers that any customer of the firm opens to it."""
        signed = (alliance for alliance in self.ties if alliance.formed != NEVER and alliance.supply_chain)
        return max((alliance.opened_by_buyers(self, market) for alliance in signed), default=0.0)

    def sales_in(self, market: PlainMarket, mode: int, knowledge: float, demand_shock: float) -> float:
        """Yearly sales that the firm can expect in a foreign market, in million USD."""
        industry, presence = self.industry, self.presences.get(market)
        weight = self.weight_abroad(market, mode, knowledge, demand_shock)
        rivals = market.segments[industry.number].weights
        if presence is not None:
            rivals *= 1 - presence.market_share / industry.share
        return market_competition.share(weight, rivals + weight) * market.demand * industry.share

    def prospect(self, market: PlainMarket, mode: int, knowledge: float, demand_shock: float) -> tuple[float, float]:
        """Margin after tax, and running cost, that the firm expects of being in a market by a mode; a year."""
        p = self.model.p.entry_mode
        caution = entry_mode.caution_factor(self.risk_tolerance, knowledge, p)
        sales = self.sales_in(market, mode, knowledge, demand_shock)
        margin = sales * entry_mode.kept_margin(mode, p) * caution
        running = self.running_cost(market, mode)
        tax = resource_development.foreign_tax(margin - running, self.model.p.resource_development)
        support = self.promised(FOR_TAX, tax, market) + self.promised(FOR_SALES, sales, market)
        return margin - tax + support, running

    def own_cost(self, market: PlainMarket) -> float:
        """Factor on what a market costs the firm: drawn once, it never changes."""
        if market not in self.own_costs:
            draw = self.model.draws.normal_pair(OWN_COST, 0, self.key, market.number)
            self.own_costs[market] = entry_cost.own_cost(draw, self.model.p.entry_cost)
        return self.own_costs[market]

    def running_cost(self, market: PlainMarket, mode: int) -> float:
        """Yearly cost of a presence in a market, in million USD."""
        return entry_mode.running_cost(mode, self.size_in_costs, self.model.p.entry_mode) * self.own_cost(market)

    def cost_of_entry(self, market: PlainMarket, mode: int) -> float:
        """Sunk cost in million USD to enter a market by a mode, before what programmes pay."""
        p, barrier = self.model.p.entry_cost, market.entry_barrier * self.factor("entry_barrier", market)
        dearness, distance = entry_cost.mode_cost(mode, p), market.distance[self.home.number]
        return entry_cost.sunk_cost(barrier, distance, dearness, self.size_in_costs, p) * self.own_cost(market)

    def can_pay(self, cost: float) -> bool:
        """Whether liquid means cover a cost beside what is already spent this quarter."""
        means = entry_cost.liquid_means(self.assets, self.resources[CAPITAL], self.model.p.entry_cost)
        return self.outlay + cost <= means

    # what it does

    def enter_alone(self) -> None:
        """Carry out a plan to enter alone, if the firm is not there by now and can still pay what is left to it."""
        market, cost = self.target, self.entry_cost
        if market is None or self.is_in(market):
            return
        if self.can_pay(cost - self.promised(FOR_ENTRY, cost, market)):
            self.take_position(market, self.entry, None, cost, ENTER)

    def take_position(
        self, market: PlainMarket, mode: int, alliance: PlainAlliance | None, cost: float, event: int
    ) -> None:
        """Pay for and take up a mode of presence, with support where the firm is new there."""
        model = self.model
        presence = self.presences.get(market)
        if presence is None:
            presence = self.presences[market] = PlainPresence(self, market)
        if presence.mode == NO_MODE:
            self.markets += 1
            presence.since = model.quarter
            draw = model.draws.normal_pair(FIRST_DEMAND_SHOCK, model.quarter, self.key, market.number)
            presence.demand_shock = model.p.entry_mode.demand_shock * draw
        presence.mode, presence.alliance = mode, alliance
        self.outlay += cost - self.paid(FOR_ENTRY, cost, market, alliance) if event == ENTER else cost
        self.note_entry(presence, event, alliance, cost)

    def note_entry(self, presence: PlainPresence, event: int, alliance: PlainAlliance | None, paid: float) -> None:
        """Record a step into or out of a market."""
        model = self.model
        if model.quarter >= 0:  # the burn-in is not recorded
            model.entries.append(PlainEntry(model.quarter, self, presence.market, event, presence.mode, alliance, paid))

    def reconsider_all(self) -> None:
        """Reconsider every presence that is older than this quarter, the youngest first."""
        quarter = self.model.quarter
        for presence in reversed(self.presences.values()):
            if presence.mode > NO_MODE and presence.since < quarter:
                self.reconsider(presence)

    def reconsider(self, presence: PlainPresence) -> None:
        """Leave or step back from a losing market, or own what was exported to."""
        model, mode, number = self.model, presence.mode, presence.market.number
        p, pair, quarter = model.p.entry_mode, model.draws.uniform_pair, model.quarter
        margin = presence.sales * entry_mode.kept_margin(mode, p)
        margin += self.promised(FOR_SALES, presence.sales, presence.market)
        running = self.running_cost(presence.market, mode)
        if pair(LEAVING, quarter, self.key, number) < entry_mode.leave_probability(margin, running, p):
            self.step_back(presence)
        elif mode == EXPORT and pair(RECONSIDERING, quarter, self.key, number) < model.reconsider_chance:
            self.consider_owning(presence)

    def step_back(self, presence: PlainPresence) -> None:
        """Go back from owning to exporting where that would pay, else leave."""
        if presence.mode == WHOLLY_OWNED and self.would_export(presence):
            presence.mode = EXPORT
            self.note_entry(presence, WITHDRAW, presence.alliance, 0.0)
        else:
            self.leave_market(presence)

    def would_export(self, presence: PlainPresence) -> bool:
        """Whether the firm would go on as an exporter where it is already."""
        knowledge = self.usable_knowledge(presence.market)
        benefit, running = self.prospect(presence.market, EXPORT, knowledge, presence.demand_shock)
        return benefit > running

    def consider_owning(self, presence: PlainPresence) -> None:
        """Compare exporting with a wholly owned unit, and pay for the unit if it wins."""
        model, market, demand_shock = self.model, presence.market, presence.demand_shock
        cost = self.cost_of_entry(market, WHOLLY_OWNED)
        if not self.can_pay(cost):
            return
        knowledge = self.usable_knowledge(market)
        benefit, running = self.prospect(market, WHOLLY_OWNED, knowledge, demand_shock)
        before, spared = self.prospect(market, EXPORT, knowledge, demand_shock)
        weight = entry_mode.option_weight(benefit - before, running - spared, cost, model.p.entry_mode)
        if model.draws.uniform_pair(DEEPENING, model.quarter, self.key, market.number) < weight / (1 + weight):
            self.take_position(market, WHOLLY_OWNED, None, cost, DEEPEN)

    def leave_market(self, presence: PlainPresence, alliance: PlainAlliance | None = None) -> None:
        """Close a presence; knowledge of the market stays for a while."""
        self.note_entry(presence, LEAVE, alliance or presence.alliance, 0.0)
        presence.mode, presence.alliance = NO_MODE, None
        presence.sales = presence.market_share = 0.0
        self.markets -= 1

    def fall_back(self, alliance: PlainAlliance) -> None:
        """Settle a presence that hung on an ended alliance: own it after a takeover, else export alone or leave."""
        presence = self.presences.get(alliance.host)
        if presence is None or presence.alliance is not alliance:
            return
        presence.alliance = None
        if alliance.buyer is self:
            presence.mode = WHOLLY_OWNED
            self.note_entry(presence, DEEPEN, alliance, 0.0)
        elif self.would_export(presence):
            presence.mode = EXPORT
            self.note_entry(presence, WITHDRAW, alliance, 0.0)
        else:
            self.leave_market(presence, alliance)
