"""Partners negotiate, design and sign: talks end in agreement or breakdown, and an agreement fixes form and goals.

Partners who restructure come back here: they negotiate and design once more, while the work goes on.
"""

from alliances.model.codes import (
    DESIGN,
    EFFICIENCY,
    FOR_TALKS,
    LEARNING,
    MANAGING,
    MARKET,
    MARKETING,
    NEGOTIATION,
    NEVER,
    NO_AGREEMENT,
    OPERATIONS,
    RESOURCES,
    RISK,
    TECHNOLOGY,
)
from alliances.model.decisions import AGREEMENT, AMBITION, BREAKDOWN, OWNERSHIP, TERM
from alliances.model.kernels import kernel, seldom
from alliances.model.levers import filled
from alliances.model.randomness import stream, uniform, uniform_pair
from alliances.model.rules import (
    alliance_capability,
    evaluation,
    governance,
    negotiation,
    positive_part,
    trust,
)
from alliances.model.steps.end_alliance import end_alliance
from alliances.model.steps.pay_support import paid
from alliances.model.steps.standing import local_knowledge, past_trust, proportion


@kernel
def hold_talks(world, p, step):
    """Take every alliance that negotiates or designs one stage further."""
    alliances = world.alliances
    for n in range(world.counts.active[0]):
        a = world.active[n]
        signed = alliances.formed[a] != NEVER
        if alliances.stage[a] == NEGOTIATION:
            if signed:
                renegotiate(world, p, a)
            else:
                negotiate(world, p, a, step)
        elif alliances.stage[a] == DESIGN:
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
        if draw(world, a, BREAKDOWN, step) < negotiation.breakdown_probability(
            alliances.goal_divergence[a], p.negotiation
        ):
            end_alliance(world, p, a, NO_AGREEMENT, step)
            return
        if draw(world, a, AGREEMENT, step) >= negotiation.agreement_probability(distance, p.negotiation):
            return
        alliances.goal_divergence[a] = negotiation.aligned_divergence(
            alliances.goal_divergence[a], mean_capability(world, p, a), p.negotiation
        )
    if skipped(world, a, DESIGN):
        sign(world, p, a, step)
    else:
        alliances.stage[a] = DESIGN


@kernel
def draw(world, a, decision, step):
    """The uniform draw of an alliance for a decision of this quarter."""
    return uniform(stream(world.seed, decision, step), world.alliances.key[a])


@kernel
def skipped(world, a, stage):
    """Whether an alliance skips a stage."""
    return (world.alliances.skipped[a] >> stage & 1) == 1


@kernel
def mean_distance(world, a):
    """Mean of national, organizational and professional distance between the partners."""
    alliances = world.alliances
    total = alliances.culture_distance[a] + alliances.org_distance[a] + alliances.professional_distance[a]
    return total / (1 + 2)


@kernel
def partner_capability(world, p, a, i):
    """Alliance capability of a partner in this alliance: its own, and routines from earlier work together."""
    firm = world.alliances.partners[a, i]
    return alliance_capability.with_routines(
        world.firms.capability[firm], world.alliances.past_trust[a], p.alliance_capability
    )


@kernel
def mean_capability(world, p, a):
    """Mean alliance capability of the partners."""
    total = 0.0
    for i in range(world.alliances.n_partners[a]):
        total += partner_capability(world, p, a, i)
    return total / world.alliances.n_partners[a]


@kernel
def smallest_assets(world, a):
    """Assets of the smallest partner, in million USD: the scale of what they can do together."""
    alliances, smallest = world.alliances, world.firms.assets[world.alliances.partners[a, 0]]
    for i in range(1, alliances.n_partners[a]):
        smallest = min(smallest, world.firms.assets[alliances.partners[a, i]])
    return smallest


@kernel
def pay_for_talks(world, p, a):
    """Charge every partner for a quarter of talks."""
    alliances, firms = world.alliances, world.firms
    cost = p.negotiation.talk_cost * smallest_assets(world, a)
    for i in range(alliances.n_partners[a]):
        f = alliances.partners[a, i]
        firms.outlay[f] += cost - paid(world, f, a, alliances.host[a], FOR_TALKS, cost)
        alliances.formation_cost[a] += cost


@kernel
def enforcement(world, a):
    """How far contracts are enforced at the alliance's host, for its initiator."""
    alliances, host = world.alliances, world.alliances.host[a]
    support = world.firms.support[alliances.partners[a, 0]]
    return filled(world.levers.contract_enforcement, support, host, world.markets.enforcement[host])


@seldom
def sign(world, p, a, step):
    """Choose the form, fix term and goals, and start working."""
    alliances, firms = world.alliances, world.firms
    alliances.formed[a] = step
    alliances.stage[a] = MANAGING
    alliances.equity[a] = shares_ownership(world, p, a, step)
    alliances.planned_quarters[a] = negotiation.planned_quarters(
        alliances.technology[a], alliances.equity[a], draw(world, a, TERM, step), p.negotiation
    )
    alliances.due[a] = step + alliances.planned_quarters[a] - 1
    for i in range(alliances.n_partners[a]):
        f = alliances.partners[a, i]
        firms.alliances[f] += 1
        firms.international_alliances[f] += alliances.international[a]
        firms.technology_alliances[f] += alliances.technology[a]
        alliances.trust[a, i] = first_trust(world, p, a, i)
        alliances.trust_start[a] += alliances.trust[a, i] / alliances.n_partners[a]
        alliances.gap_start[a, i] = knowledge_gap(world, a, i)
        alliances.gap[a, i] = alliances.gap_start[a, i]
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
    hazard = governance.exposure(alliances.specificity[a], secrecy, enforcement(world, a))
    fields = 1.0 * alliances.technology[a] + alliances.supply_chain[a] + alliances.market_access[a]
    chance = governance.equity_probability(hazard, fields, alliances.past_trust[a], p.governance)
    return draw(world, a, OWNERSHIP, step) < chance


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
def covers(world, a, resource):
    """Whether an alliance cooperates in the field of a resource."""
    alliances = world.alliances
    if resource == TECHNOLOGY:
        return alliances.technology[a]
    if resource == OPERATIONS:
        return alliances.supply_chain[a]
    if resource == MARKETING:
        return alliances.market_access[a]
    return False


@kernel
def knowledge_gap(world, a, i):
    """What a partner can still learn in the covered fields from whoever knows most, summed over fields."""
    alliances, firms, total = world.alliances, world.firms, 0.0
    f = alliances.partners[a, i]
    for k in range(len(RESOURCES)):
        if covers(world, a, k):
            best = 0.0
            for j in range(alliances.n_partners[a]):
                best = max(best, firms.resources[alliances.partners[a, j], k])
            total += positive_part(best - firms.resources[f, k])
    return total


@kernel
def ideal_benefit(world, p, a, i):
    """Benefit of a partner in a quarter if all goes well, by what it cares for."""
    alliances, firms = world.alliances, world.firms
    f = alliances.partners[a, i]
    access, strongest, shelter = 0.0, 0.0, 0.0
    for j in range(alliances.n_partners[a]):
        if j == i:
            continue
        other = alliances.partners[a, j]
        if alliances.market_access[a]:
            access = max(access, mutual_access(world, f, other, alliances.host[a]))
        strongest = max(strongest, positive_part(firms.resources[other, OPERATIONS] - firms.resources[f, OPERATIONS]))
        shelter = max(shelter, proportion(world, p, f, other))
    return (
        evaluation.benefit(firms.aims[f, LEARNING], p.evaluation.lesson, alliances.gap[a, i])
        + evaluation.benefit(firms.aims[f, MARKET], p.evaluation.access, access)
        + evaluation.benefit(firms.aims[f, EFFICIENCY], p.evaluation.synergy, strongest)
        + evaluation.benefit(firms.aims[f, RISK], p.evaluation.shelter, shelter)
    )


@kernel
def mutual_access(world, f, other, host):
    """Access to the host market: what the other knows of it; the local partner gains as much from the newcomer."""
    mine, theirs = local_knowledge(world, f, host), local_knowledge(world, other, host)
    return theirs - mine if theirs > mine else mine - theirs


@kernel
def expected_coordination(world, p, a, i):
    """How well a partner expects to work with the others."""
    f = world.alliances.partners[a, i]
    return alliance_capability.coordination(
        partner_capability(world, p, a, i), world.firms.attention[f], p.alliance_capability
    )


@kernel
def set_goal(world, p, a, i, step):
    """A partner's goal for the alliance."""
    alliances = world.alliances
    luck = stream(world.seed, AMBITION, step)
    ideal = ideal_benefit(world, p, a, i) * expected_coordination(world, p, a, i)
    return evaluation.goal(
        ideal,
        evaluation.horizon_quarters(alliances.planned_quarters[a]),
        uniform_pair(luck, alliances.key[a], i),
        partner_capability(world, p, a, i),
        p.evaluation,
    )
