"""Firms set strategy: what they seek next, in which market, alone or with a partner."""

from alliances.model.declarations.codes import FOR_PROJECT, FOR_RESEARCH, LEARNING, MARKET, NO_MODE, NO_MOTIVE, NOBODY
from alliances.model.declarations.decisions import ALLY_OR_ALONE, REVIEW
from alliances.model.engine.kernels import kernel
from alliances.model.engine.loops import each_firm
from alliances.model.engine.randomness import stream, uniform
from alliances.model.policies.booking import promised
from alliances.model.policies.supported import scaled
from alliances.model.records.firms import Character, Experience, Identity, Means, Plan, Position, Resources, Standing
from alliances.model.rules import QUARTERS_PER_YEAR, knowledge_exchange, strategy
from alliances.model.steps.motives import chosen_motive, need
from alliances.model.steps.plan_entry import formation_cost, plan_entry


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
def seeks_ally(world, p, f, motive, step):
    """Whether a firm looks for a partner for this motive rather than going alone."""
    cost = first_year_cost(world, p, f, motive) / world.firms.assets[f]
    chance = strategy.alliance_probability(need(world, f, motive), world.firms.attention[f], cost, p.strategy)
    chance = scaled(world.levers.ally_propensity, world.firms.support[f], world.firms.home[f], chance)
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
