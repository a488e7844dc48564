"""Firms set strategy: what they seek next, in which market, alone or with a partner."""

from alliances.model.codes import (
    ACTORS,
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
    NOBODY,
    OPERATIONS,
    RISK,
    SCIENTISTS,
    TECHNOLOGY,
    WHOLLY_OWNED,
)
from alliances.model.crew import part
from alliances.model.decisions import ALLY_OR_ALONE, ENTRY_CHOICE, LEADER, MARKET_SEEN, MOTIVE, REVIEW
from alliances.model.kernels import kernel
from alliances.model.prefetch import expect, expect_allies, expect_presence
from alliances.model.randomness import stream, uniform, uniform_pair
from alliances.model.rules import QUARTERS_PER_YEAR, entry_mode, knowledge_exchange, market_learning, strategy
from alliances.model.steps.pay_support import promised
from alliances.model.steps.standing import (
    can_pay,
    cost_of_entry,
    knowledge_from,
    presence_in,
    prospect,
    sources_of_knowledge,
)


@kernel
def set_strategy(world, p, step, member):
    """Let firms whose review comes up decide what they seek; the others seek nothing this quarter."""
    firms = world.firms
    review_luck = stream(world.seed, REVIEW, step)
    first, after = part(member, world.counts.living[0])
    for n in range(first, after):
        expect(world.firms, world.living, n, after, 384)
        expect_presence(world, n, after)
        expect_allies(world, n, after)
        f = world.living[n]
        forget_plan(world, p, f)
        if uniform(review_luck, firms.key[f]) < firms.review_chance[f]:
            motive = chosen_motive(world, p, f, step)
            if motive == MARKET:
                plan_entry(world, p, f, step)
            elif seeks_ally(world, p, f, motive, step):
                firms.motive[f] = motive


@kernel
def reviews_due(world, p, step, member):
    """Firms in a member's part whose strategy review comes up this quarter."""
    luck, due = stream(world.seed, REVIEW, step), 0
    first, after = part(member, world.counts.living[0])
    for n in range(first, after):
        expect(world.firms, world.living, n, after, 64)
        f = world.living[n]
        due += uniform(luck, world.firms.key[f]) < world.firms.review_chance[f]
    return due


@kernel
def forget_plan(world, p, f):
    """Clear last quarter's plan; alternatives seen fade."""
    firms = world.firms
    firms.motive[f] = NO_MOTIVE
    firms.target[f] = NOBODY
    firms.entry[f] = NO_MODE
    firms.suitor[f] = NOBODY
    firms.outside_option[f] *= p.partner_choice.option_memory


@kernel
def leading_actor(world, f, step):
    """The inside actor who leads this quarter: one of those that take part."""
    firms = world.firms
    luck = stream(world.seed, LEADER, step)
    best, leader = -1.0, EXECUTIVES
    for actor in range(len(ACTORS)):
        if firms.actors[f] >> actor & 1:
            draw = uniform_pair(luck, firms.key[f], actor)
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
def championed_motive(actor):
    """The motive that an inside actor backs."""
    if actor == SCIENTISTS:
        return LEARNING
    if actor == MARKETERS:
        return MARKET
    if actor == BOARD:
        return RISK
    return EFFICIENCY


@kernel
def chosen_motive(world, p, f, step):
    """The motive that wins a strategy review, drawn in proportion to its pull."""
    backed = championed_motive(leading_actor(world, f, step))
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
    """How strongly a motive pulls a firm while this motive has its champion."""
    firms = world.firms
    seen = firms.international_experience[f] if motive == MARKET else 0.0
    return strategy.pull(firms.aims[f, motive], need(world, f, motive), 1.0 * (motive == backed), seen, p.strategy)


@kernel
def seeks_ally(world, p, f, motive, step):
    """Whether a firm looks for a partner for this motive rather than going alone."""
    cost = first_year_cost(world, p, f, motive) / world.firms.assets[f]
    chance = strategy.alliance_probability(need(world, f, motive), world.firms.attention[f], cost, p.strategy)
    return uniform(stream(world.seed, ALLY_OR_ALONE, step), world.firms.key[f]) < chance


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
    seen_luck = stream(world.seed, MARKET_SEEN, step)
    choice_luck = stream(world.seed, ENTRY_CHOICE, step)
    weights = 1.0
    for look in range(int(p.strategy.markets_considered)):
        market = drawn_market(world.between.foreign_odds[firms.home[f]], uniform_pair(seen_luck, firms.key[f], look))
        row = presence_in(world, f, market)
        present = world.presence.mode[row] if row != NOBODY else NO_MODE
        if present > EXPORT:
            continue
        sources = sources_of_knowledge(world, p, f, market)
        for mode in (EXPORT, CONTRACTUAL_MODE, WHOLLY_OWNED):
            if not is_open(p, mode, present):
                continue
            weight = option_weight(world, p, f, market, row, mode, sources)
            weights += weight
            # reservoir choice: after all options, each is held with probability weight / weights
            if weight > 0 and uniform_pair(choice_luck, firms.key[f], look * len(MODES) + mode) * weights < weight:
                adopt_plan(world, p, f, market, mode)


@kernel
def is_open(p, mode, present):
    """Whether a mode is an option: all where a firm is absent; where it exports, only to go on with a local partner."""
    if mode == CONTRACTUAL_MODE:
        return p.strategy.ally_propensity > 0
    return present == NO_MODE


@kernel
def option_weight(world, p, f, market, row, mode, sources):
    """Weight of an option, zero if it cannot be paid, against staying as the firm is: out, or exporting alone.

    A partner is expected to know the market and to trust a bit.
    """
    surprise, forgone = 0.0, 0.0
    exports = row != NOBODY and world.presence.mode[row] == EXPORT
    sunk, hoped = cost_of_entry(world, p, f, market, mode), 0.0
    if mode == CONTRACTUAL_MODE:
        sunk *= 1 - p.entry_cost.shared
        able = world.firms.absorptive_capacity[f]
        hoped = market_learning.lent_knowledge(1.0, p.trust.start, able, True, p.market_learning)
    if not exports:
        sunk -= promised(world, f, NOBODY, market, FOR_ENTRY, sunk)
    if mode == CONTRACTUAL_MODE:
        sunk += formation_cost(world, p, f, market)
    if not can_pay(world, p, f, sunk):
        return 0.0
    knowledge = knowledge_from(world, p, f, market, sources, hoped)
    if exports:
        surprise = world.presence.surprise[row]
        known = knowledge_from(world, p, f, market, sources, 0.0)
        forgone = prospect(world, p, f, market, EXPORT, known, surprise, 0.0)
    value = prospect(world, p, f, market, mode, knowledge, surprise, sunk) - forgone
    return entry_mode.option_weight(value, p.entry_mode)


@kernel
def adopt_plan(world, p, f, market, mode):
    """Make an option the firm's plan."""
    firms = world.firms
    firms.target[f] = market
    firms.motive[f] = MARKET if mode == CONTRACTUAL_MODE else NO_MOTIVE
    firms.entry[f] = NO_MODE if mode == CONTRACTUAL_MODE else mode
    firms.entry_cost[f] = cost_of_entry(world, p, f, market, mode)
