"""How well partners work together in a quarter, and each of them does its part."""

from alliances.model.declarations.codes import LEARNING, MANAGING
from alliances.model.engine.kernels import kernel
from alliances.model.rules import alliance_capability, conflict, learning_race, stages
from alliances.model.steps.agreement import partner_capability, skipped


@kernel
def coordination(world, p, a):
    """How well the partners work together this quarter, in [0, 1]: the mean of how well each does its part."""
    total = 0.0
    for i in range(world.alliances.n_partners[a]):
        total += own_part(world, p, a, i)
    return total / world.alliances.n_partners[a]


@kernel
def own_part(world, p, a, i):
    """How well a partner does its part, in [0, 1]; restructuring takes everybody's minds off the work."""
    alliances = world.alliances
    attention = world.firms.attention[alliances.partners[a, i]]
    ability = partner_capability(world, p, a, i)
    done = effort(world, p, a, i) * alliance_capability.coordination(ability, attention, p.alliance_capability)
    done *= conflict.friction_factor(alliances.conflict[a], p.conflict)
    unmanaged = skipped(world, a, MANAGING) or alliances.stage[a] != MANAGING
    return stages.slack_coordination(done, p.stages) if unmanaged else done


@kernel
def effort(world, p, a, i):
    """What a partner still puts in, given what it has learned."""
    alliances, f = world.alliances, world.alliances.partners[a, i]
    lesson = learning_race.lesson_learned(alliances.gap[a, i], alliances.gap_start[a, i])
    aim, rivalry = world.firms.aims[f, LEARNING], alliances.market_overlap[a]
    return learning_race.effort(aim, lesson, world.firms.opportunism[f], rivalry, p.learning_race)
