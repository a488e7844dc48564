"""Firms of the plain Mesa peer as strategists: what they seek, whom they meet, and whom they court."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from alliances.model.declarations.codes import (
    BOARD,
    CONTRACTUAL_MODE,
    EFFICIENCY,
    EXECUTIVES,
    EXPORT,
    LEARNING,
    MARKET,
    MARKETERS,
    MEMORY,
    MODES,
    NO_MODE,
    NO_MOTIVE,
    OPERATIONS,
    RISK,
    SCIENTISTS,
    SELECTION,
    TECHNOLOGY,
    WHOLLY_OWNED,
)
from alliances.model.declarations.decisions import (
    ALLY_OR_ALONE,
    CHANNEL,
    CONSENT,
    COUNTRY,
    ENTRY_CHOICE,
    JUDGEMENT,
    LEADER,
    MARKET_SEEN,
    MOTIVE,
    NOTICE,
    PAST_PARTNER,
    REFERRAL,
    REVIEW,
    SKIPPING,
    STRANGER,
)
from alliances.model.rules import (
    QUARTERS_PER_YEAR,
    entry_mode,
    knowledge_exchange,
    market_learning,
    partner_choice,
    partner_search,
    stages,
    strategy,
)
from peer.judgement import Judge

if TYPE_CHECKING:
    from peer.firm import PlainFirm
    from peer.market import PlainMarket

SHORTLIST = 3
CHAMPIONED = {EXECUTIVES: EFFICIENCY, SCIENTISTS: LEARNING, MARKETERS: MARKET, BOARD: RISK}


def drawn(odds: list[float], draw: float) -> int:
    """Place drawn from cumulative odds."""
    return bisect_right(odds, draw, 0, len(odds) - 1)


class Strategist(Judge):
    """A firm as far as it makes plans and looks for partners."""

    def __init__(self, model: Any) -> None:
        """A firm without plans or ties."""
        super().__init__(model)
        self.motive, self.leader, self.skips_selection = NO_MOTIVE, EXECUTIVES, False
        self.proposal: list[PlainFirm] = []  # best first
        self.proposal_utility = self.proposal_asked = 0.0
        self.proposer: PlainFirm | None = None
        self.proposer_utility = 0.0

    # strategy

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
        backed = CHAMPIONED[self.leader]
        pulls = [
            strategy.pull(
                aim,
                self.need(motive),
                1.0 if motive == backed else 0.0,
                self.international_experience if motive == MARKET else 0.0,
                p,
            )
            for motive, aim in enumerate(self.aims)
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
        total = self.home_sales + self.foreign_sales
        abroad = self.foreign_sales / total if total > 0 else 0.0
        if motive == MARKET:
            return strategy.need_for_markets(abroad)
        return strategy.need_to_share_risk(self.risk_tolerance, max(abroad, 1 - abroad))

    def seeks_ally(self, motive: int) -> bool:
        """Whether the firm looks for a partner for this motive rather than going alone."""
        model = self.model
        cost = self.first_year_cost(motive) / self.assets
        chance = strategy.alliance_probability(self.need(motive), self.attention, cost, model.p.strategy)
        return model.draws.uniform(ALLY_OR_ALONE, model.quarter, self.key) < chance

    def first_year_cost(self, motive: int) -> float:
        """What the firm expects to pay in an alliance's first year: to form it, run it, and do research in it."""
        p = self.model.p
        cost = self.formation_cost() + p.alliance_capability.management_cost * self.assets
        if motive == LEARNING:
            research = knowledge_exchange.research_cost(self.industry.rd_intensity, self.assets, p.knowledge_exchange)
            cost += research * QUARTERS_PER_YEAR
        return cost

    def formation_cost(self) -> float:
        """What the firm expects to pay for one search and a quarter of talks, in million USD."""
        p = self.model.p
        return p.partner_search.cost * self.assets + p.negotiation.talk_cost * self.assets

    def plan_entry(self) -> None:
        """Look at some foreign markets; choose among staying out, exporting, owning, and a local partner."""
        model, key = self.model, self.key
        pair, quarter, weights = model.draws.uniform_pair, model.quarter, 1.0
        for look in range(model.markets_considered):
            market = model.markets[drawn(self.home.foreign_odds, pair(MARKET_SEEN, quarter, key, look))]
            for mode in self.open_modes(market):
                cost = self.cost_of_entry(market, mode)
                weight = self.option_weight(market, mode, cost)
                weights += weight
                # reservoir choice: after all options, each is held with probability weight / weights
                if pair(ENTRY_CHOICE, quarter, key, look * len(MODES) + mode) * weights < weight:
                    self.target, self.entry_cost = market, cost
                    with_partner = mode == CONTRACTUAL_MODE
                    self.motive, self.entry = (MARKET, NO_MODE) if with_partner else (NO_MOTIVE, mode)

    def open_modes(self, market: PlainMarket) -> list[int]:
        """Modes to compare: all where the firm is absent; where it exports, only to go on with a local partner."""
        with_partner = [CONTRACTUAL_MODE] if self.model.p.strategy.ally_propensity > 0 else []
        if not self.is_in(market):
            return [EXPORT, *with_partner, WHOLLY_OWNED]
        return with_partner if self.exports_to(market) else []

    def exports_to(self, market: PlainMarket) -> bool:
        """Whether the firm exports to a market."""
        return market in self.presences and self.presences[market].mode == EXPORT

    def option_weight(self, market: PlainMarket, mode: int, cost: float) -> float:
        """Weight of an option, zero if it cannot be paid, against staying as the firm is: out, or exporting alone."""
        p, promised, surprise, forgone = self.model.p, 0.0, 0.0, 0.0
        if mode == CONTRACTUAL_MODE:  # a partner is expected to know the market and to trust a bit
            cost *= 1 - p.entry_cost.shared
            promised = market_learning.partner_knowledge(
                1.0, p.trust.start, self.absorptive_capacity, True, p.market_learning
            )
            cost += self.formation_cost()
        if not self.can_pay(cost):
            return 0.0
        if self.exports_to(market):
            surprise = self.presences[market].demand_shock
            forgone = self.prospect(market, EXPORT, self.usable_knowledge(market), surprise, 0.0)
        knowledge = self.usable_knowledge(market, promised)
        value = self.prospect(market, mode, knowledge, surprise, cost) - forgone
        return entry_mode.option_weight(value, p.entry_mode)

    # search

    def search(self) -> None:
        """Look at candidates one by one and keep the best three that satisfy; who skips selection takes the first."""
        p = self.model.p.partner_choice
        self.outlay += self.model.p.partner_search.cost * self.assets
        self.proposal = []
        self.proposal_asked = asked = self.asked()
        self.skips_selection = self.skips(SELECTION)
        utilities: list[float] = []
        for look in range(1 if self.skips_selection else self.model.candidates):
            other = self.candidate(look)
            if other is None or other is self or not other.alive or self.is_tied(other):
                continue
            utility = self.seen_utility(other, self.motive, self.target, JUDGEMENT)
            self.outside_option = max(self.outside_option, partner_choice.alternative(utility, p))
            if utility >= asked and other not in self.proposal:
                place = sum(utility <= better for better in utilities)
                utilities.insert(place, utility)
                self.proposal.insert(place, other)
                del utilities[SHORTLIST:], self.proposal[SHORTLIST:]
        if utilities:
            self.proposal_utility = utilities[0]

    def skips(self, stage: int) -> bool:
        """Whether the firm skips a stage of an alliance it leads from this quarter on."""
        model = self.model
        chance = stages.skip_probability(self.planning, self.alliance_capability, model.p.stages)
        return model.draws.uniform_pair(SKIPPING, model.quarter, self.key, stage) < chance

    def candidate(self, look: int) -> PlainFirm | None:
        """The next firm met, if any."""
        draws, quarter, key, p = self.model.draws, self.model.quarter, self.key, self.model.p.partner_search
        channel = partner_search.search_channel(draws.uniform_pair(CHANNEL, quarter, key, look), p)
        if channel == partner_search.PAST_PARTNER:
            place = draws.index_pair(PAST_PARTNER, quarter, key, look, MEMORY)
            return self.remembered[place] if place < len(self.remembered) else None
        if channel == partner_search.REFERRAL:
            friend = self.some_partner(draws.uniform_pair(REFERRAL, quarter, key, 2 * look))
            if friend is None:
                return None
            return friend.some_partner(draws.uniform_pair(REFERRAL, quarter, key, 2 * look + 1))
        return self.stranger(look)

    def some_partner(self, draw: float) -> PlainFirm | None:
        """A partner, drawn evenly from the ties, the youngest first."""
        if not self.ties:
            return None
        partners = self.ties[-1 - int(draw * len(self.ties))].partners
        return partners[(partners.index(self) + 1) % len(partners)]

    def stranger(self, look: int) -> PlainFirm | None:
        """A firm of the target market, home, or a near country; of two firms met, the better connected may count."""
        model, key, country = self.model, self.key, self.target
        draws, quarter = model.draws, model.quarter
        if country is None:
            country = self.home
            if draws.uniform_pair(COUNTRY, quarter, key, 2 * look) >= model.p.partner_search.home:
                draw = draws.uniform_pair(COUNTRY, quarter, key, 2 * look + 1)
                country = model.markets[drawn(country.stranger_odds, draw)]
        register, met = country.register, []
        notices = draws.uniform_pair(NOTICE, quarter, key, look) < model.p.partner_search.prominence
        tries = int(model.p.partner_search.tries)
        for attempt in range(tries):
            firm = register[draws.index_pair(STRANGER, quarter, key, look * tries + attempt, len(register))]
            if firm is not None:
                met.append(firm)
                if len(met) == (2 if notices else 1):
                    break
        return max(met, key=lambda firm: firm.alliances, default=None)

    # consent

    def propose(self) -> None:
        """Become the proposer of the best candidate, if it accepts and likes nobody better (ties: the lower key)."""
        other = self.proposal[0]
        utility = other.seen_utility(self, other.answering_motive(self.motive), self.target, CONSENT)
        if utility < other.asked():
            return
        rival, better = other.proposer, other.proposer_utility
        if rival is None or utility > better or (utility == better and self.key < rival.key):
            other.proposer, other.proposer_utility = self, utility
