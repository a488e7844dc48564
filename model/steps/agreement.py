"""What the partners of an alliance are to each other, and what each gets out of it: several steps ask."""

from alliances.model.declarations.codes import (
    CONTRACTUAL_MODE,
    EFFICIENCY,
    JOINT_VENTURE,
    LEARNING,
    MOTIVES,
    OPERATIONS,
    RESOURCES,
    RISK,
    TECHNOLOGY,
)
from alliances.model.engine.kernels import kernel
from alliances.model.engine.randomness import stream, uniform
from alliances.model.policies.supported import filled
from alliances.model.rules import alliance_capability, evaluation, knowledge_exchange, mean_of_three, positive_part
from alliances.model.steps.abroad import local_knowledge
from alliances.model.steps.ties import proportion


@kernel
def drawn(world, a, decision, step):
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
    return mean_of_three(alliances.culture_distance[a], alliances.org_distance[a], alliances.professional_distance[a])


@kernel
def partner_capability(world, p, a, i):
    """Alliance capability of a partner in this alliance: its own, and routines from earlier work together."""
    firm = world.alliances.partners[a, i]
    return alliance_capability.with_routines(
        world.firms.alliance_capability[firm], world.alliances.past_trust[a], p.alliance_capability
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
def mode_of(world, a):
    """The mode in which partners enter the host market."""
    return JOINT_VENTURE if world.alliances.equity[a] else CONTRACTUAL_MODE


@kernel
def enforcement(world, a):
    """How far contracts are enforced at the alliance's host, for its initiator."""
    alliances, host = world.alliances, world.alliances.host[a]
    support = world.firms.support[alliances.partners[a, 0]]
    return filled(world.levers.contract_enforcement, support, host, world.markets.enforcement[host])


@kernel
def covers(world, a, resource):
    """Whether an alliance cooperates in the field of a resource."""
    alliances = world.alliances
    return knowledge_exchange.is_covered(
        resource, alliances.technology[a], alliances.supply_chain[a], alliances.market_access[a]
    )


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
def offered_to(world, p, a, i, motive):
    """What the alliance offers a partner of a motive's kind, by the partner who offers most."""
    alliances, firms, most = world.alliances, world.firms, 0.0
    f = alliances.partners[a, i]
    if motive == LEARNING:
        return knowledge_gap(world, a, i)
    for j in range(alliances.n_partners[a]):
        if j == i:
            continue
        other = alliances.partners[a, j]
        if motive == EFFICIENCY:
            most = max(most, positive_part(firms.resources[other, OPERATIONS] - firms.resources[f, OPERATIONS]))
        elif motive == RISK:
            most = max(most, proportion(world, p, f, other))
        elif alliances.market_access[a]:
            most = max(most, mutual_access(world, f, other, alliances.host[a]))
    return most


@kernel
def mutual_access(world, f, other, host):
    """Access to the host market that two partners open to each other."""
    return evaluation.mutual_access(local_knowledge(world, f, host), local_knowledge(world, other, host))


@kernel
def full_benefit(world, p, a, i, motive):
    """Benefit of one kind that a partner has in a quarter in which all goes as it expected."""
    alliances = world.alliances
    aim = world.firms.aims[alliances.partners[a, i], motive]
    return evaluation.benefit(aim, motive, alliances.offered[a, i * len(MOTIVES) + motive], p.evaluation)


@kernel
def value_to(world, p, a, i):
    """What an alliance still offers a partner per quarter, by what it cares for."""
    total, aims = 0.0, world.firms.aims
    for motive in range(len(MOTIVES)):
        aim = aims[world.alliances.partners[a, i], motive]
        total += evaluation.benefit(aim, motive, offered_to(world, p, a, i, motive), p.evaluation)
    return total


@kernel
def lesson_from(world, p, a, i, j, k, ease, openness, together, stirred):
    """What one partner learns from another in the field of a resource in a quarter."""
    firms = world.firms
    f, other = world.alliances.partners[a, i], world.alliances.partners[a, j]
    gap = positive_part(firms.resources[other, k] - firms.resources[f, k])
    if gap == 0 or not knowledge_exchange.can_be_taught(k):
        return 0.0
    lesson = knowledge_exchange.learned(gap, ease, openness, together, stirred, p.knowledge_exchange)
    return lesson if covers(world, a, k) else lesson * p.knowledge_exchange.outside_field


@kernel
def ease_of_learning(world, p, a, i):
    """How easily a partner learns from the others."""
    alliances = world.alliances
    distance = (alliances.org_distance[a] + alliances.professional_distance[a]) / 2
    able = world.firms.absorptive_capacity[alliances.partners[a, i]]
    return knowledge_exchange.ease(able, distance, p.knowledge_exchange)


@kernel
def created_by(world, p, a, i, ease, work):
    """Technology that joint work creates for a partner in a quarter."""
    alliances = world.alliances
    technology = world.firms.resources[alliances.partners[a, i], TECHNOLOGY]
    return knowledge_exchange.created(technology, alliances.professional_distance[a], ease, work, p.knowledge_exchange)
