"""Firms of the plain Mesa peer as strategists: what they seek, alone or with a partner, and in which market."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliances.model.declarations.codes import (
    BOARD,
    CONTRACTUAL_MODE,
    EFFICIENCY,
    EXECUTIVES,
    EXPORT,
    FOR_ENTRY,
    FOR_PROJECT,
    FOR_RESEARCH,
    FOR_SEARCH,
    FOR_TALKS,
    LEARNING,
    MARKET,
    MARKETERS,
    MODES,
    NO_MODE,
    NO_MOTIVE,
    OPERATIONS,
    RISK,
    SCIENTISTS,
    TECHNOLOGY,
    WHOLLY_OWNED,
)
from alliances.model.declarations.decisions import (
    ALLY_OR_ALONE,
    ENTRY_CHOICE,
    LEADER,
    MARKET_SEEN,
    MOTIVE,
    REVIEW,
    SEEN_FROM,
)
from alliances.model.rules import (
    QUARTERS_PER_YEAR,
    entry_mode,
    knowledge_exchange,
    market_learning,
    strategy,
)
from peer.draws import drawn
from peer.search import Searcher

if TYPE_CHECKING:
    from peer.market import PlainMarket

BACKED = {EXECUTIVES: EFFICIENCY, SCIENTISTS: LEARNING, MARKETERS: MARKET, BOARD: RISK}


class Strategist(Searcher):
    """A firm as far as it makes plans."""

    def set_strategy(self) -> None:
        """Forget last quarter's plan, and make a new one if a review comes up."""
        model = self.model
        self.motive, self.target, self.entry, self.proposer = NO_MOTIVE, None, NO_MODE, None
        self.outside_option *= model.p.partner_choice.option_memory
        if model.draws.uniform(REVIEW, model.quarter, self.key) < self.review_chance:
            motive = self.chosen_motive()
            if motive == MARKET:
                self.plan_entry()
            elif self.seeks_ally(motive):
                self.motive = motive

    def chosen_motive(self) -> int:
        """The motive that wins a strategy review, drawn in proportion to its pull."""
        model, p = self.model, self.model.p.strategy
        pair, quarter, key = model.draws.uniform_pair, model.quarter, self.key
        self.leader = max(self.actors, key=lambda actor: pair(LEADER, quarter, key, actor))
        backed = BACKED[self.leader]
        pulls = [
            strategy.pull(
                aim,
                self.need(motive),
                1.0 if motive == backed else 0.0,
                self.international_experience if motive == MARKET else 0.0,
                p,
            )
            for motive, aim in enumerate(self.stakes())
        ]
        left = model.draws.uniform(MOTIVE, quarter, key) * sum(pulls)
        for motive, pull in enumerate(pulls):
            left -= pull
            if left < 0:
                return motive
        return LEARNING

    def need(self, motive: int) -> float:
        """How much the firm lacks what a motive seeks, in [0, 1]."""
        if motive == EFFICIENCY:
            return strategy.need_for_efficiency(self.resources[OPERATIONS])
        if motive == LEARNING:
            return strategy.need_to_learn(self.resources[TECHNOLOGY])
        abroad = self.foreign_sales_share()
        if motive == MARKET:
            return strategy.need_for_markets(abroad)
        return strategy.need_to_share_risk(self.risk_tolerance, max(abroad, 1 - abroad))

    def seeks_ally(self, motive: int) -> bool:
        """Whether the firm looks for a partner for this motive rather than going alone."""
        model = self.model
        cost = self.first_year_cost(motive) / self.assets
        chance = strategy.alliance_probability(self.need(motive), self.attention, cost, model.p.strategy)
        chance *= self.factor("ally_propensity", self.home)
        return model.draws.uniform(ALLY_OR_ALONE, model.quarter, self.key) < chance

    def first_year_cost(self, motive: int) -> float:
        """What the firm expects to pay in an alliance's first year: to form it, run it, and do research in it.

        It reckons with a partner like itself, at home; money on top makes joint research cheaper for what it finds.
        """
        p, home, rule = self.model.p, self.home, self.model.p.knowledge_exchange
        cost = self.formation_cost(home) + p.alliance_capability.management_cost * self.assets
        if motive == LEARNING:
            research = knowledge_exchange.research_cost(self.industry.rd_intensity, self.assets, rule)
            research *= QUARTERS_PER_YEAR
            own = research - self.promised(FOR_RESEARCH, research, home)
            project = research + self.promised(FOR_PROJECT, research, home)
            cost += own * research / project if project > 0 else 0.0
        return cost

    def formation_cost(self, market: PlainMarket) -> float:
        """What the firm expects to pay for one search and a quarter of talks for a market, in million USD."""
        p = self.model.p
        search, talks = p.partner_search.cost * self.assets, p.negotiation.talk_cost * self.assets
        return search + talks - self.promised(FOR_SEARCH, search, market) - self.promised(FOR_TALKS, talks, market)

    def plan_entry(self) -> None:
        """Look at some foreign markets; choose among staying out, exporting, owning, and a local partner."""
        model, key = self.model, self.key
        pair, quarter, weights = model.draws.uniform_pair, model.quarter, 1.0
        ratio = self.assets / model.p.firm_demography.median_assets
        for look in range(int(strategy.considered(ratio, model.p.strategy))):
            odds = self.looks_from(look).foreign_odds
            market = model.markets[drawn(odds, pair(MARKET_SEEN, quarter, key, look))]
            for mode in self.open_modes(market):
                cost = self.cost_of_entry(market, mode)
                weight = self.option_weight(market, mode, cost)
                weights += weight
                # reservoir choice: after all options, each is held with probability weight / weights
                if pair(ENTRY_CHOICE, quarter, key, look * len(MODES) + mode) * weights < weight:
                    self.target, self.entry_cost = market, cost
                    with_partner = mode == CONTRACTUAL_MODE
                    self.motive, self.entry = (MARKET, NO_MODE) if with_partner else (NO_MOTIVE, mode)

    def looks_from(self, look: int) -> PlainMarket:
        """The country from which the firm looks for a market: home, or one of those that it serves."""
        draws, quarter, key = self.model.draws, self.model.quarter, self.key
        served = [presence.market for presence in self.presences.values() if presence.mode > NO_MODE]
        if not served or draws.uniform_pair(SEEN_FROM, quarter, key, 2 * look) >= self.model.p.strategy.onward:
            return self.home
        return served[-1 - draws.index_pair(SEEN_FROM, quarter, key, 2 * look + 1, len(served))]

    def open_modes(self, market: PlainMarket) -> list[int]:
        """Modes to compare: all where it is absent, none at home; an exporter may only go on with a local partner."""
        allies = self.may_ally() and self.model.p.strategy.ally_propensity > 0
        with_partner = [CONTRACTUAL_MODE] if allies else []
        if not self.is_in(market):
            return [EXPORT, *with_partner, WHOLLY_OWNED]
        return with_partner if self.exports_to(market) else []

    def exports_to(self, market: PlainMarket) -> bool:
        """Whether the firm exports to a market."""
        return market in self.presences and self.presences[market].mode == EXPORT

    def option_weight(self, market: PlainMarket, mode: int, cost: float) -> float:
        """Weight of an option, zero if it cannot be paid, against staying as the firm is: out, or exporting alone."""
        p, hoped, demand_shock, before, spared = self.model.p, 0.0, 0.0, 0.0, 0.0
        if mode == CONTRACTUAL_MODE:  # a partner is expected to know the market and to trust a bit
            cost *= 1 - p.entry_cost.shared
            able = self.absorptive_capacity
            hoped = market_learning.partner_knowledge(1.0, p.trust.start, able, True, p.market_learning)
        if not self.exports_to(market):  # who is there already gets no support to enter
            cost -= self.promised(FOR_ENTRY, cost, market)
        if mode == CONTRACTUAL_MODE:
            cost += self.formation_cost(market)
        if not self.can_pay(cost):
            return 0.0
        if self.exports_to(market):
            demand_shock = self.presences[market].demand_shock
            before, spared = self.prospect(market, EXPORT, self.usable_knowledge(market), demand_shock)
        benefit, running = self.prospect(market, mode, self.usable_knowledge(market, hoped), demand_shock)
        weight = entry_mode.option_weight(benefit - before, running - spared, cost, p.entry_mode)
        return weight * self.factor("ally_propensity", self.home) if mode == CONTRACTUAL_MODE else weight
