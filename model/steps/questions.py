"""Questions about a world, for explanations: the answers are written into arrays, and nothing in the world changes."""

from alliances.model.declarations.codes import CONTRACTUAL_MODE, EXPORT, NO_MODE, NOBODY, WHOLLY_OWNED
from alliances.model.engine.kernels import entry_point
from alliances.model.rules import entry_mode
from alliances.model.steps.abroad import own_cost, presence_in, sources_of_knowledge
from alliances.model.steps.operate_alliances import safeguard, who_defects
from alliances.model.steps.plan_entry import may_ally, option_terms, weight_of

OPTIONS = (EXPORT, CONTRACTUAL_MODE, WHOLLY_OWNED)
TERMS = ("is_option", "payable", "weight", "benefit", "running", "sunk")
"""What is said of every option, in columns; money in million USD, a year or (``sunk``) once."""
IS_OPTION, PAYABLE, WEIGHT, BENEFIT, RUNNING, SUNK = range(len(TERMS))


@entry_point
def weigh_options(world, parameters, f, answers):
    """Write what a firm would compare if it looked at every foreign market now: market by mode by ``TERMS``."""
    p = parameters[0]
    allies = p.strategy.ally_propensity > 0 and may_ally(world, f)
    for market in range(len(world.markets)):
        row = presence_in(world, f, market)
        present = world.presence.mode[row] if row != NOBODY else NO_MODE
        if market == world.firms.home[f] or present > EXPORT:
            continue
        own, sources = own_cost(world, p, f, market), sources_of_knowledge(world, p, f, market)
        for n in range(len(OPTIONS)):
            mode = OPTIONS[n]
            if not entry_mode.is_option(mode, present, allies):
                continue
            payable, benefit, running, sunk = option_terms(world, p, f, market, row, mode, own, sources)
            weight = weight_of(world, p, f, mode, benefit, running, sunk) if payable else 0.0
            answers[market, n, IS_OPTION] = 1.0
            answers[market, n, PAYABLE] = payable
            answers[market, n, WEIGHT] = weight
            answers[market, n, BENEFIT] = benefit
            answers[market, n, RUNNING] = running
            answers[market, n, SUNK] = sunk


@entry_point
def defectors(world, parameters, a, step, answers):
    """Write which partners of an alliance defect in a quarter, in the state before they work."""
    p = parameters[0]
    defecting = who_defects(world, p, a, safeguard(world, p, a), step)
    for i in range(world.alliances.n_partners[a]):
        answers[i] = (defecting >> i & 1) == 1
