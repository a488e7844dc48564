"""A firm looks at foreign markets, and plans to enter one of them: alone, or with a partner yet to be found."""

from alliances.model.declarations.codes import (
    CONTRACTUAL_MODE,
    EXPORT,
    FOR_ENTRY,
    FOR_SEARCH,
    FOR_TALKS,
    MARKET,
    MODES,
    NO_MODE,
    NO_MOTIVE,
    NOBODY,
    WHOLLY_OWNED,
)
from alliances.model.declarations.decisions import ENTRY_CHOICE, MARKET_SEEN, SEEN_FROM
from alliances.model.engine.kernels import kernel
from alliances.model.engine.randomness import index_pair, stream, uniform_pair
from alliances.model.policies.booking import promised
from alliances.model.policies.supported import scaled
from alliances.model.rules import entry_mode, market_learning, strategy
from alliances.model.steps.abroad import (
    can_pay,
    cost_of_entry,
    knowledge_from,
    own_cost,
    presence_in,
    prospect,
    sources_of_knowledge,
)


@kernel
def plan_entry(world, p, f, step):
    """Look at some foreign markets; compare staying out, exporting, owning, and going with a local partner."""
    firms = world.firms
    seen_draws, choice_draws = stream(world.seed, MARKET_SEEN, step), stream(world.seed, ENTRY_CHOICE, step)
    weights, ratio = 1.0, firms.assets[f] / p.firm_demography.median_assets
    allies = p.strategy.ally_propensity > 0 and may_ally(world, f)
    for look in range(int(strategy.considered(ratio, p.strategy))):
        origin = looks_from(world, p, f, look, step)
        market = drawn_market(world.between.foreign_odds[origin], uniform_pair(seen_draws, firms.key[f], look))
        if market == firms.home[f]:
            continue
        row = presence_in(world, f, market)
        present = world.presence.mode[row] if row != NOBODY else NO_MODE
        if present > EXPORT:
            continue
        own, sources = own_cost(world, p, f, market), sources_of_knowledge(world, p, f, market)
        for mode in (EXPORT, CONTRACTUAL_MODE, WHOLLY_OWNED):
            if not entry_mode.is_option(mode, present, allies):
                continue
            weight = option_weight(world, p, f, market, row, mode, own, sources)
            weights += weight
            # reservoir choice: after all options, each is held with probability weight / weights
            if weight > 0 and uniform_pair(choice_draws, firms.key[f], look * len(MODES) + mode) * weights < weight:
                adopt_plan(world, p, f, market, mode, own)


@kernel
def looks_from(world, p, f, look, step):
    """The country from which a firm looks for a market: home, or one of the markets that it serves."""
    firms, presence, home = world.firms, world.presence, world.firms.home[f]
    if firms.markets[f] == 0:
        return home
    draws = stream(world.seed, SEEN_FROM, step)
    if uniform_pair(draws, firms.key[f], 2 * look) >= p.strategy.onward:
        return home
    place, row = index_pair(draws, firms.key[f], 2 * look + 1, firms.markets[f]), firms.first_presence[f]
    while row != NOBODY:
        if presence.mode[row] > NO_MODE:
            if place == 0:
                return presence.market[row]
            place -= 1
        row = presence.next_presence[row]
    return home


@kernel
def drawn_market(odds, draw):
    """Market drawn from cumulative odds."""
    market = 0
    for other in range(len(odds) - 1):  # all of them: a loop that may end anywhere takes longer
        market += draw >= odds[other]
    return market


@kernel
def option_weight(world, p, f, market, row, mode, own, sources):
    """Weight of an option, zero if it cannot be paid, against staying as the firm is: out, or exporting alone."""
    payable, benefit, running, sunk = option_terms(world, p, f, market, row, mode, own, sources)
    return weight_of(world, p, f, mode, benefit, running, sunk) if payable else 0.0


@kernel
def weight_of(world, p, f, mode, benefit, running, sunk):
    """Weight of an option that can be paid: as it pays, and with a partner as far as policies let the firm ally."""
    weight = entry_mode.option_weight(benefit, running, sunk, p.entry_mode)
    if mode == CONTRACTUAL_MODE:
        return scaled(world.levers.ally_propensity, world.firms.support[f], world.firms.home[f], weight)
    return weight


@kernel
def option_terms(world, p, f, market, row, mode, own, sources):
    """Whether an option can be paid; what it brings and costs a year on top of staying, and its sunk cost.

    A partner is expected to know the market and to trust a bit.
    """
    demand_shock, before, spared = 0.0, 0.0, 0.0
    exports = row != NOBODY and world.presence.mode[row] == EXPORT
    sunk, hoped = cost_of_entry(world, p, f, market, mode, own), 0.0
    if mode == CONTRACTUAL_MODE:
        sunk *= 1 - p.entry_cost.shared
        able = world.firms.absorptive_capacity[f]
        hoped = market_learning.partner_knowledge(1.0, p.trust.start, able, True, p.market_learning)
    if not exports:
        sunk -= promised(world, f, NOBODY, market, FOR_ENTRY, sunk)
    if mode == CONTRACTUAL_MODE:
        sunk += formation_cost(world, p, f, market)
    if not can_pay(world, p, f, sunk):
        return False, 0.0, 0.0, sunk
    knowledge = knowledge_from(world, p, f, market, sources, hoped)
    if exports:
        demand_shock = world.presence.demand_shock[row]
        known = knowledge_from(world, p, f, market, sources, 0.0)
        before, spared = prospect(world, p, f, market, EXPORT, own, known, demand_shock)
    benefit, running = prospect(world, p, f, market, mode, own, knowledge, demand_shock)
    return True, benefit - before, running - spared, sunk


@kernel
def adopt_plan(world, p, f, market, mode, own):
    """Make an option the firm's plan."""
    firms = world.firms
    firms.target[f] = market
    firms.motive[f] = MARKET if mode == CONTRACTUAL_MODE else NO_MOTIVE
    firms.entry[f] = NO_MODE if mode == CONTRACTUAL_MODE else mode
    firms.entry_cost[f] = cost_of_entry(world, p, f, market, mode, own)


@kernel
def formation_cost(world, p, f, market):
    """What a firm expects to pay for one search and a quarter of talks for a market, in million USD."""
    search = p.partner_search.cost * world.firms.assets[f]
    talks = p.negotiation.talk_cost * world.firms.assets[f]
    search -= promised(world, f, NOBODY, market, FOR_SEARCH, search)
    return search + talks - promised(world, f, NOBODY, market, FOR_TALKS, talks)


@kernel
def may_ally(world, f):
    """Whether no policy bars a firm from new alliances."""
    return world.levers.ally_propensity[world.firms.support[f], world.firms.home[f]] > 0
