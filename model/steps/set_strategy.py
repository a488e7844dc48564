"""Firms set strategy: what they seek next, in which market, alone or with a partner."""

from alliances.model.declarations.codes import (
    ACTORS,
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
    MODES,
    MOTIVES,
    NO_MODE,
    NO_MOTIVE,
    NOBODY,
    OPERATIONS,
    RESOURCES,
    RISK,
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
from alliances.model.engine.kernels import kernel
from alliances.model.engine.loops import each_firm
from alliances.model.engine.randomness import index_pair, stream, uniform, uniform_pair
from alliances.model.policies.booking import promised
from alliances.model.policies.supported import scaled
from alliances.model.records.firms import Character, Experience, Identity, Means, Plan, Position, Resources, Standing
from alliances.model.rules import QUARTERS_PER_YEAR, entry_mode, knowledge_exchange, market_learning, strategy
from alliances.model.steps.abroad import (
    can_pay,
    cost_of_entry,
    knowledge_from,
    presence_in,
    prospect,
    sources_of_knowledge,
)


@each_firm(Identity, Plan, Standing, Means, Resources, Experience, Position, Character, presences=True)
def set_strategy(world, p, f, step):
    """Let a firm whose review comes up decide what it seeks; otherwise it seeks nothing this quarter."""
    firms = world.firms
    forget_plan(world, p, f)
    if uniform(stream(world.seed, REVIEW, step), firms.key[f]) < firms.review_chance[f]:
        motive = chosen_motive(world, p, f, step)
        if motive == MARKET:
            plan_entry(world, p, f, step)
        elif seeks_ally(world, p, f, motive, step):
            firms.motive[f] = motive


@kernel
def forget_plan(world, p, f):
    """Clear last quarter's plan; alternatives seen fade."""
    firms = world.firms
    firms.motive[f] = NO_MOTIVE
    firms.target[f] = NOBODY
    firms.entry[f] = NO_MODE
    firms.proposer[f] = NOBODY
    firms.outside_option[f] *= p.partner_choice.option_memory


@kernel
def leading_actor(world, f, step):
    """The internal actor who leads this quarter: one of those that take part."""
    firms = world.firms
    draws = stream(world.seed, LEADER, step)
    best, leader = -1.0, EXECUTIVES
    for actor in range(len(ACTORS)):
        if firms.actors[f] >> actor & 1:
            draw = uniform_pair(draws, firms.key[f], actor)
            if draw > best:
                best, leader = draw, actor
    return leader


@kernel
def need(world, f, motive):
    """How much a firm lacks what a motive seeks, in [0, 1]."""
    firms = world.firms
    total = firms.home_sales[f] + firms.foreign_sales[f]
    abroad = firms.foreign_sales[f] / total if total > 0 else 0.0
    if motive == MARKET:
        return strategy.need_for_markets(abroad)
    if motive == EFFICIENCY:
        return strategy.need_for_efficiency(firms.resources[f, OPERATIONS])
    if motive == RISK:
        return strategy.need_to_share_risk(firms.risk_tolerance[f], max(abroad, 1 - abroad))
    return strategy.need_to_learn(firms.resources[f, TECHNOLOGY])


@kernel
def chosen_motive(world, p, f, step):
    """The motive that wins a strategy review, drawn in proportion to its pull."""
    backed = strategy.actor_motive(leading_actor(world, f, step))
    market = pull_of(world, p, f, MARKET, backed)
    efficiency = pull_of(world, p, f, EFFICIENCY, backed)
    risk = pull_of(world, p, f, RISK, backed)
    learning = pull_of(world, p, f, LEARNING, backed)
    total = market + efficiency + risk + learning
    left = uniform(stream(world.seed, MOTIVE, step), world.firms.key[f]) * total
    left -= market
    if left < 0:
        return MARKET
    left -= efficiency
    if left < 0:
        return EFFICIENCY
    return RISK if left - risk < 0 else LEARNING


@kernel
def pull_of(world, p, f, motive, backed):
    """How strongly a motive pulls a firm while the leading actor backs that one."""
    firms = world.firms
    seen = firms.international_experience[f] if motive == MARKET else 0.0
    aim = firms.aims[f, motive] * stake(world, p, f, motive)
    return strategy.pull(aim, need(world, f, motive), 1.0 * (motive == backed), seen, p.strategy)


@kernel
def stake(world, p, f, motive):
    """How much a firm's industry depends on what a motive seeks."""
    needs = world.industries.importance[world.firms.industry[f]]
    if motive == LEARNING:
        return strategy.relevance(needs[TECHNOLOGY], len(RESOURCES), p.strategy)
    if motive == EFFICIENCY:
        return strategy.relevance(needs[OPERATIONS], len(RESOURCES), p.strategy)
    return 1.0


@kernel
def foremost_need(world, p, f):
    """The motive a firm cares for most, as its industry depends on what it seeks."""
    best, most = 0, -1.0
    for motive in range(len(MOTIVES)):
        weighed = world.firms.aims[f, motive] * stake(world, p, f, motive)
        if weighed > most:
            best, most = motive, weighed
    return best


@kernel
def seeks_ally(world, p, f, motive, step):
    """Whether a firm looks for a partner for this motive rather than going alone."""
    cost = first_year_cost(world, p, f, motive) / world.firms.assets[f]
    chance = strategy.alliance_probability(need(world, f, motive), world.firms.attention[f], cost, p.strategy)
    chance = scaled(world.levers.ally_propensity, world.firms.support[f], world.firms.home[f], chance)
    return uniform(stream(world.seed, ALLY_OR_ALONE, step), world.firms.key[f]) < chance


@kernel
def may_ally(world, f):
    """Whether no policy bars a firm from new alliances."""
    return world.levers.ally_propensity[world.firms.support[f], world.firms.home[f]] > 0


@kernel
def first_year_cost(world, p, f, motive):
    """What a firm expects an alliance to cost in its first year, in million USD: to form it, run it, do research in it.

    It reckons with a partner like itself, at home; money that a programme adds to joint research makes that cheaper.
    """
    firms, home, assets = world.firms, world.firms.home[f], world.firms.assets[f]
    cost = formation_cost(world, p, f, home) + p.alliance_capability.management_cost * assets
    if motive == LEARNING:
        intensity = world.industries.rd_intensity[firms.industry[f]]
        research = knowledge_exchange.research_cost(intensity, assets, p.knowledge_exchange) * QUARTERS_PER_YEAR
        if research > 0:
            matched = promised(world, f, NOBODY, home, FOR_PROJECT, research)
            own = research - promised(world, f, NOBODY, home, FOR_RESEARCH, research)
            cost += own / (1 + matched / research)
    return cost


@kernel
def formation_cost(world, p, f, market):
    """What a firm expects to pay for one search and a quarter of talks for a market, in million USD."""
    search = p.partner_search.cost * world.firms.assets[f]
    talks = p.negotiation.talk_cost * world.firms.assets[f]
    search -= promised(world, f, NOBODY, market, FOR_SEARCH, search)
    return search + talks - promised(world, f, NOBODY, market, FOR_TALKS, talks)


@kernel
def drawn_market(odds, draw):
    """Market drawn from cumulative odds."""
    market = 0
    for other in range(len(odds) - 1):  # all of them: a loop that may end anywhere takes longer
        market += draw >= odds[other]
    return market


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
        sources = sources_of_knowledge(world, p, f, market)
        for mode in (EXPORT, CONTRACTUAL_MODE, WHOLLY_OWNED):
            if not entry_mode.is_option(mode, present, allies):
                continue
            weight = option_weight(world, p, f, market, row, mode, sources)
            weights += weight
            # reservoir choice: after all options, each is held with probability weight / weights
            if weight > 0 and uniform_pair(choice_draws, firms.key[f], look * len(MODES) + mode) * weights < weight:
                adopt_plan(world, p, f, market, mode)


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
def option_weight(world, p, f, market, row, mode, sources):
    """Weight of an option, zero if it cannot be paid, against staying as the firm is: out, or exporting alone.

    A partner is expected to know the market and to trust a bit.
    """
    demand_shock, before, spared = 0.0, 0.0, 0.0
    exports = row != NOBODY and world.presence.mode[row] == EXPORT
    sunk, hoped = cost_of_entry(world, p, f, market, mode), 0.0
    if mode == CONTRACTUAL_MODE:
        sunk *= 1 - p.entry_cost.shared
        able = world.firms.absorptive_capacity[f]
        hoped = market_learning.partner_knowledge(1.0, p.trust.start, able, True, p.market_learning)
    if not exports:
        sunk -= promised(world, f, NOBODY, market, FOR_ENTRY, sunk)
    if mode == CONTRACTUAL_MODE:
        sunk += formation_cost(world, p, f, market)
    if not can_pay(world, p, f, sunk):
        return 0.0
    knowledge = knowledge_from(world, p, f, market, sources, hoped)
    if exports:
        demand_shock = world.presence.demand_shock[row]
        known = knowledge_from(world, p, f, market, sources, 0.0)
        before, spared = prospect(world, p, f, market, EXPORT, known, demand_shock)
    benefit, running = prospect(world, p, f, market, mode, knowledge, demand_shock)
    return entry_mode.option_weight(benefit - before, running - spared, sunk, p.entry_mode)


@kernel
def adopt_plan(world, p, f, market, mode):
    """Make an option the firm's plan."""
    firms = world.firms
    firms.target[f] = market
    firms.motive[f] = MARKET if mode == CONTRACTUAL_MODE else NO_MOTIVE
    firms.entry[f] = NO_MODE if mode == CONTRACTUAL_MODE else mode
    firms.entry_cost[f] = cost_of_entry(world, p, f, market, mode)
