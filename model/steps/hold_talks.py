"""Partners negotiate, design and sign: talks end in agreement or breakdown, and an agreement fixes form and goals.

Partners who restructure come back here: they negotiate and design once more, while the work goes on.
"""

from alliances.model.declarations.codes import (
    DESIGN,
    FOR_TALKS,
    LEARNING,
    MANAGING,
    MARKET,
    MOTIVES,
    NEGOTIATION,
    NEVER,
    NO_AGREEMENT,
    RESOURCES,
)
from alliances.model.declarations.decisions import AGREEMENT, AMBITION, BREAKDOWN, OWNERSHIP, TERM
from alliances.model.engine.kernels import kernel, seldom
from alliances.model.engine.loops import each_alliance
from alliances.model.engine.randomness import stream, uniform_pair
from alliances.model.policies.booking import paid
from alliances.model.rules import (
    alliance_capability,
    entry_mode,
    evaluation,
    governance,
    knowledge_exchange,
    negotiation,
    trust,
)
from alliances.model.steps.abroad import sales_in, usable_knowledge
from alliances.model.steps.agreement import (
    created_by,
    drawn,
    ease_of_learning,
    enforcement,
    full_benefit,
    knowledge_gap,
    lesson_from,
    mean_capability,
    mean_distance,
    mode_of,
    offered_to,
    partner_capability,
    skipped,
    smallest_assets,
)
from alliances.model.steps.end_alliance import end_alliance
from alliances.model.steps.ties import past_trust


@each_alliance(talks=True)
def hold_talks(world, p, a, step):
    """Take an alliance that negotiates or designs one stage further."""
    stage, signed = world.alliances.stage[a], world.alliances.formed[a] != NEVER
    if stage == NEGOTIATION:
        if signed:
            renegotiate(world, p, a)
        else:
            negotiate(world, p, a, step)
    elif stage == DESIGN:
        if signed:
            redesign(world, a)
        else:
            sign(world, p, a, step)


@kernel
def renegotiate(world, p, a):
    """Settle conflict and realign goals, at a cost to every partner; a new design comes next."""
    alliances = world.alliances
    alliances.conflict[a] = evaluation.mended(alliances.conflict[a], p.evaluation)
    alliances.goal_divergence[a] = evaluation.mended(alliances.goal_divergence[a], p.evaluation)
    cost = p.evaluation.mending_cost * smallest_assets(world, a)
    for i in range(alliances.n_partners[a]):
        world.firms.outlay[alliances.partners[a, i]] += cost
    alliances.stage[a] = DESIGN


@kernel
def redesign(world, a):
    """Put the agreement right; one that was signed without a design is now designed."""
    world.alliances.redesigned[a] = True
    world.alliances.stage[a] = MANAGING


@kernel
def negotiate(world, p, a, step):
    """A quarter of talks; partners whose leader skips negotiation agree at once and align nothing."""
    alliances = world.alliances
    if not skipped(world, a, NEGOTIATION):
        pay_for_talks(world, p, a)
        distance = mean_distance(world, a)
        if drawn(world, a, BREAKDOWN, step) < negotiation.breakdown_probability(
            alliances.goal_divergence[a], p.negotiation
        ):
            end_alliance(world, p, a, NO_AGREEMENT, step)
            return
        if drawn(world, a, AGREEMENT, step) >= negotiation.agreement_probability(distance, p.negotiation):
            return
        alliances.goal_divergence[a] = negotiation.aligned_divergence(
            alliances.goal_divergence[a], mean_capability(world, p, a), p.negotiation
        )
    if skipped(world, a, DESIGN):
        sign(world, p, a, step)
    else:
        alliances.stage[a] = DESIGN


@kernel
def pay_for_talks(world, p, a):
    """Charge every partner for a quarter of talks."""
    alliances, firms = world.alliances, world.firms
    cost = p.negotiation.talk_cost * smallest_assets(world, a)
    for i in range(alliances.n_partners[a]):
        f = alliances.partners[a, i]
        firms.outlay[f] += cost - paid(world, f, a, alliances.host[a], FOR_TALKS, cost)
        alliances.formation_cost[a] += cost


@seldom
def sign(world, p, a, step):
    """Choose the form, and agree."""
    world.alliances.equity[a] = shares_ownership(world, p, a, step)
    agree(world, p, a, step)


@kernel
def agree(world, p, a, step):
    """Fix term and goals of an alliance whose form is chosen, and start working."""
    alliances, firms = world.alliances, world.firms
    alliances.formed[a] = step
    alliances.stage[a] = MANAGING
    alliances.planned_quarters[a] = negotiation.planned_quarters(
        alliances.technology[a], alliances.equity[a], drawn(world, a, TERM, step), p.negotiation
    )
    alliances.due[a] = step + alliances.planned_quarters[a] - 1
    for i in range(alliances.n_partners[a]):
        f = alliances.partners[a, i]
        firms.alliances[f] += 1
        firms.international_alliances[f] += alliances.international[a]
        firms.technical_cooperation_projects[f] += alliances.technology[a]
        alliances.trust[a, i] = first_trust(world, p, a, i)
        alliances.trust_start[a] += alliances.trust[a, i] / alliances.n_partners[a]
        alliances.gap_start[a, i] = knowledge_gap(world, a, i)
        alliances.gap[a, i] = alliances.gap_start[a, i]
        for motive in range(len(MOTIVES)):
            alliances.offered[a, i * len(MOTIVES) + motive] = offered_to(world, p, a, i, motive)
    for i in range(alliances.n_partners[a]):
        alliances.expected_lesson[a, i] = expected_lesson(world, p, a, i)
        alliances.expected_margin[a, i] = expected_margin(world, p, a, i)
        alliances.goal[a, i] = set_goal(world, p, a, i, step)


@kernel
def shares_ownership(world, p, a, step):
    """Whether partners found a joint venture; without a design stage they sign a contract."""
    if skipped(world, a, DESIGN):
        return False
    alliances, secrecy = world.alliances, 0.0
    for i in range(alliances.n_partners[a]):
        industry = world.firms.industry[alliances.partners[a, i]]
        secrecy += world.industries.appropriability[industry] / alliances.n_partners[a]
    hazard = governance.exposure(alliances.specific_investment[a], secrecy, enforcement(world, a))
    fields = 1.0 * alliances.technology[a] + alliances.supply_chain[a] + alliances.market_access[a]
    chance = governance.equity_probability(hazard, fields, alliances.past_trust[a], p.governance)
    return drawn(world, a, OWNERSHIP, step) < chance


@kernel
def first_trust(world, p, a, i):
    """Trust of a partner in the others when they sign."""
    alliances, f, total = world.alliances, world.alliances.partners[a, i], 0.0
    for j in range(alliances.n_partners[a]):
        if j != i:
            other = alliances.partners[a, j]
            total += trust.starting_trust(
                world.firms.reputation[other], mean_distance(world, a), past_trust(world, f, other), p.trust
            )
    return total / (alliances.n_partners[a] - 1)


@kernel
def expected_coordination(world, p, a, i):
    """How well a partner expects to work with the others."""
    f = world.alliances.partners[a, i]
    return alliance_capability.coordination(
        partner_capability(world, p, a, i), world.firms.attention[f], p.alliance_capability
    )


@kernel
def expected_lesson(world, p, a, i):
    """What a partner expects to learn in a quarter."""
    alliances, total = world.alliances, 0.0
    ease, work = ease_of_learning(world, p, a, i), expected_coordination(world, p, a, i)
    for j in range(alliances.n_partners[a]):
        if j != i:
            openness = knowledge_exchange.teaching(alliances.trust[a, j], p.knowledge_exchange)
            for k in range(len(RESOURCES)):
                total += lesson_from(world, p, a, i, j, k, ease, openness, work, 1.0)
    return total + created_by(world, p, a, i, ease, work) if alliances.technology[a] else total


@kernel
def expected_margin(world, p, a, i):
    """Yearly margin that a partner expects of the host market: its own, or what newcomers give a local partner."""
    alliances, host = world.alliances, world.alliances.host[a]
    if not alliances.market_access[a]:
        return 0.0
    if world.firms.home[alliances.partners[a, i]] != host:
        return entry_mode.kept_margin(mode_of(world, a), p.entry_mode) * expected_sales(world, p, a, i)
    total, hosts = 0.0, 0
    for j in range(alliances.n_partners[a]):
        if world.firms.home[alliances.partners[a, j]] == host:
            hosts += 1
        else:
            total += entry_mode.given_margin(expected_sales(world, p, a, j), p.entry_mode)
    return total / hosts


@kernel
def expected_sales(world, p, a, i):
    """Yearly sales that a newcomer expects in the host market, with what its partners know of it."""
    f, host = world.alliances.partners[a, i], world.alliances.host[a]
    return sales_in(world, p, f, host, mode_of(world, a), usable_knowledge(world, p, f, host, 0.0), 0.0)


@kernel
def hoped_for(world, p, a, i, motive):
    """Share of the full benefit of one kind that a partner hopes for: of sales and lessons, all that it expects."""
    if motive == MARKET:
        return 1.0 * (world.alliances.expected_margin[a, i] > 0)
    if motive == LEARNING:
        return 1.0 * (world.alliances.expected_lesson[a, i] > 0)
    return expected_coordination(world, p, a, i)


@kernel
def set_goal(world, p, a, i, step):
    """A partner's goal for the alliance."""
    alliances = world.alliances
    draws, ideal = stream(world.seed, AMBITION, step), 0.0
    for motive in range(len(MOTIVES)):
        ideal += full_benefit(world, p, a, i, motive) * hoped_for(world, p, a, i, motive)
    return evaluation.goal(
        ideal,
        evaluation.horizon_quarters(alliances.planned_quarters[a]),
        uniform_pair(draws, alliances.key[a], i),
        partner_capability(world, p, a, i),
        p.evaluation,
    )
