"""Motives: what a firm lacks, what its industry depends on, and which motive wins a strategy review."""

from alliances.model.declarations.codes import (
    ACTORS,
    EFFICIENCY,
    EXECUTIVES,
    LEARNING,
    MARKET,
    MOTIVES,
    OPERATIONS,
    RESOURCES,
    RISK,
    TECHNOLOGY,
)
from alliances.model.declarations.decisions import LEADER, MOTIVE
from alliances.model.engine.kernels import kernel
from alliances.model.engine.randomness import stream, uniform, uniform_pair
from alliances.model.rules import strategy


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
