"""What the partners of an alliance are to each other, and what each gets out of it: several steps ask."""

from alliances.model.declarations.codes import EFFICIENCY, LEARNING, MARKET, OPERATIONS, RESOURCES, RISK
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
    """Access to the host market that two partners open to each other."""
    return evaluation.mutual_access(local_knowledge(world, f, host), local_knowledge(world, other, host))
