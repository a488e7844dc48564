"""The firm of the plain Mesa peer: how it begins, sells, develops and closes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliances.model.declarations.codes import FOR_SALES, FOR_TAX, MARKETING, NO_MODE, OPERATIONS, RESOURCES, TECHNOLOGY
from alliances.model.declarations.decisions import CLOSING, DEMAND_SHOCK, FUNCTION, REGISTER_PLACE, RESOURCE_CHANCE
from alliances.model.rules import (
    QUARTERS_PER_YEAR,
    alliance_capability,
    entry_cost,
    entry_mode,
    firm_demography,
    happens,
    knowledge_exchange,
    market_competition,
    market_learning,
    quarterly_probability,
    resource_development,
    strategy,
)
from peer.traits import Character

if TYPE_CHECKING:
    from peer.market import PlainIndustry, PlainMarket, PlainPresence
    from peer.model import PlainModel


class PlainFirm(Character):
    """A firm; traits, strategy, search, entry and support are in its bases."""

    def __init__(
        self, model: PlainModel, key: int, home: PlainMarket, industry: PlainIndustry, founded: int, size: float
    ) -> None:
        """A firm whose random draws belong to ``key``, open from now on; ``size`` scales the assets drawn."""
        super().__init__(model)
        self.key, self.home, self.industry, self.founded = key, home, industry, founded
        self.alive = True
        self.draw_traits(size)
        self.start_blank()
        self.enter_register()
        self.refresh_standing()

    def start_blank(self) -> None:
        """What a firm has at first: no past and no sales."""
        self.learned, self.taught = [0.0] * len(RESOURCES), 0.0
        self.alliances = self.international_alliances = self.technical_cooperation_projects = 0
        self.experience, self.dedicated_function = 0.0, False
        self.reputation, self.outside_option = self.model.p.firm_demography.first_reputation, 0.0
        self.mnc_partner, self.mnc_cooperation_years = False, 0.0
        self.markets = self.footprint = 0
        self.home_sales = self.foreign_sales = self.profit = self.alliance_profit = self.outlay = 0.0

    def enter_register(self) -> None:
        """Take a place in the country's register: the key's own, or the next free one, if any is left."""
        register = self.home.register
        places = len(register)
        first = int(self.model.draws.uniform(REGISTER_PLACE, 0, self.key) * places)
        self.place = None
        for step in range(places):
            place = (first + step) % places
            if register[place] is None:
                register[place], self.place = self, place
                return

    def refresh_standing(self) -> None:
        """Bring up to date what the quarter's rules ask of a firm again and again."""
        p, industry = self.model.p, self.industry
        self.weigh_resources()
        ratio = self.assets / p.firm_demography.median_assets
        free = market_competition.free_share(self.foreign_sales_share(), p.market_competition)
        self.capacity = market_competition.capacity(free * ratio, p.market_competition)
        self.size_in_costs = entry_cost.size_in_costs(ratio, p.entry_cost)
        rule = p.alliance_capability
        own = alliance_capability.alliance_capability(self.experience, self.dedicated_function, rule)
        self.alliance_capability = self.filled("alliance_capability", self.home, own)
        self.absorptive_capacity = knowledge_exchange.absorptive_capacity(
            self.aptitude, ratio, industry.rd_intensity, p.knowledge_exchange
        )
        span = alliance_capability.span(ratio, self.dedicated_function, rule)
        self.attention = alliance_capability.attention(len(self.ties), span)
        self.review_chance = quarterly_probability(strategy.reviews(ratio, p.strategy))
        whole = market_competition.capacity(ratio, p.market_competition)
        self.own_rd_projects = resource_development.own_rd_projects(
            whole, industry.rd_intensity, p.resource_development
        )

    def weigh_resources(self) -> None:
        """Weigh resources by what the industry needs, and abroad with technology partly in the place of others."""
        needs, resources = self.industry.importance, self.resources
        self.bundle = sum([need * resource for need, resource in zip(needs, resources, strict=True)])
        shortfall = sum([needs[k] * (resources[k] - resources[TECHNOLOGY]) for k in (MARKETING, OPERATIONS)])
        self.bundle_abroad = market_competition.bundle_abroad(self.bundle, shortfall, self.model.p.market_competition)

    # competition

    def weigh_in(self) -> None:
        """Add the firm's weights to those of its markets; they wait where sales and shares will be."""
        home, number = self.home, self.industry.number
        reach = firm_demography.home_reach(self.model.quarter - self.founded, self.model.p.firm_demography)
        elasticity = home.segments[number].elasticity
        self.home_sales = market_competition.customer_weight(self.capacity, reach, elasticity, self.bundle, 0.0)
        self.foreign_sales = 0.0
        home.segments[number].weights += self.home_sales
        home.firms_present += 1
        for presence in self.presences.values():
            if presence.mode > NO_MODE:
                market = presence.market
                knowledge = self.usable_knowledge(market)
                presence.market_share = self.weight_abroad(market, presence.mode, knowledge, presence.demand_shock)
                market.segments[number].weights += presence.market_share
                market.firms_present += 1

    def take_share(self) -> None:
        """Turn weights into shares and sales."""
        home, industry = self.home, self.industry
        self.home_sales = home.allot(self.home_sales, industry) * home.demand
        for presence in self.presences.values():
            if presence.mode > NO_MODE:
                market = presence.market
                presence.market_share = market.allot(presence.market_share, industry)
                presence.sales = presence.market_share * market.demand
                self.foreign_sales += presence.sales

    # development

    def develop(self) -> None:
        """Learn about markets, book the quarter's profit, develop resources, gain experience."""
        self.profit = 0.0
        self.learn_markets()
        self.learn_to_go_abroad()
        self.learn_from_centres()
        self.book_profit()
        self.develop_resources()
        self.gain_experience()
        self.refresh_standing()

    def learn_markets(self) -> None:
        """Let knowledge grow in present markets and fade in left ones; book profits, the latest known market first."""
        p, forgotten = self.model.p, []
        for presence in reversed(self.presences.values()):
            if presence.mode == NO_MODE:
                presence.knowledge = market_learning.knowledge_after_absence(presence.knowledge, p.market_learning)
                if market_learning.is_forgotten(presence.knowledge, p.market_learning):
                    forgotten.append(presence.market)
                continue
            committed = market_learning.commitment(presence.mode, p.market_learning)
            competition = presence.market.segments[self.industry.number].competition_intensity
            presence.knowledge = market_learning.knowledge_after_presence(
                presence.knowledge, committed, competition, p.market_learning
            )
            shock = self.model.draws.shock_pair(DEMAND_SHOCK, self.model.quarter, self.key, presence.market.number)
            presence.demand_shock = entry_mode.next_demand_shock(presence.demand_shock, shock, p.entry_mode)
            self.profit += self.profit_abroad(presence)
        for market in forgotten:
            del self.presences[market]

    def profit_abroad(self, presence: PlainPresence) -> float:
        """Yearly profit of a presence after tax; support is paid by the quarter."""
        p, mode = self.model.p, presence.mode
        margin = presence.sales * entry_mode.kept_margin(mode, p.entry_mode)
        profit = margin - self.running_cost(presence.market, mode)
        tax = resource_development.foreign_tax(profit, p.resource_development)
        self.outlay -= self.paid(FOR_TAX, tax / QUARTERS_PER_YEAR, presence.market)
        self.outlay -= self.paid(FOR_SALES, presence.sales / QUARTERS_PER_YEAR, presence.market)
        return profit - tax

    def learn_to_go_abroad(self) -> None:
        """Let international experience grow by markets and partners, or fade at home."""
        self.international_experience = market_learning.next_experience(
            self.international_experience, self.markets, self.taught, self.model.p.market_learning
        )
        self.taught = 0.0

    def learn_from_centres(self) -> None:
        """Pick up technology from foreign R&D centres that are in touch with the firm."""
        contact = self.extra("centre_contact", self.home)
        if contact > 0:
            self.learned[TECHNOLOGY] += knowledge_exchange.picked_up(
                self.resources[TECHNOLOGY], contact, self.absorptive_capacity, self.model.p.knowledge_exchange
            )

    def book_profit(self) -> None:
        """Add home margin and alliance profit, take off the function's cost and the quarter's outlays; move assets."""
        p = self.model.p
        profit = self.profit + p.resource_development.home_margin * self.home_sales
        profit -= p.resource_development.operating_cost
        if self.dedicated_function:
            profit -= p.alliance_capability.function_cost * self.assets
        self.profit = profit + (self.alliance_profit - self.outlay) * QUARTERS_PER_YEAR
        self.alliance_profit = self.outlay = 0.0
        self.assets = resource_development.next_assets(self.assets, self.profit, p.resource_development)

    def develop_resources(self) -> None:
        """Move every resource: what was learned, drift, and chance."""
        p, shock_pair, quarter = self.model.p.resource_development, self.model.draws.shock_pair, self.model.quarter
        resources, endowment, learned = self.resources, self.endowment, self.learned
        for k in range(len(RESOURCES)):
            held = resource_development.bounded(resources[k] + learned[k])
            learned[k] = 0.0
            shock = shock_pair(RESOURCE_CHANCE, quarter, self.key, k)
            resources[k] = resource_development.next_resource(held, endowment[k], shock, p)
            endowment[k] = resource_development.next_endowment(endowment[k], held, p)

    def gain_experience(self) -> None:
        """Let experience with alliances and with multinationals grow, and a dedicated function be set up."""
        p = self.model.p.alliance_capability
        taught = self.extra("training", self.home)
        self.experience = alliance_capability.next_experience(self.experience, self.alliances + taught, p)
        if not self.dedicated_function:
            chance = alliance_capability.function_probability(self.alliances, p)
            self.dedicated_function = self.model.draws.uniform(FUNCTION, self.model.quarter, self.key) < chance
        if self.mnc_partner:
            self.mnc_cooperation_years += 1 / QUARTERS_PER_YEAR
            self.mnc_partner = False

    # closing

    def closes(self) -> bool:
        """Whether the firm fails this quarter."""
        rate = firm_demography.closing_rate(self.assets, self.profit, self.model.p.firm_demography)
        return happens(self.model.draws.uniform(CLOSING, self.model.quarter, self.key), rate)

    def close(self) -> None:
        """Leave all markets, the register and the model."""
        self.alive = False
        for presence in self.presences.values():
            if presence.mode > NO_MODE:
                self.leave_market(presence)
        self.presences.clear()
        self.home_sales = self.foreign_sales = 0.0
        if self.place is not None:
            self.home.register[self.place] = None
        self.remove()
