"""Alliances at work: partners cooperate or defect, learn from each other, gain, quarrel and come to trust."""

from alliances.model.declarations.codes import DESIGN, EVALUATION, MANAGING
from alliances.model.declarations.decisions import DEFECTION, DETECTION
from alliances.model.engine.kernels import kernel
from alliances.model.engine.loops import each_alliance
from alliances.model.engine.randomness import stream, uniform_pair
from alliances.model.records.alliances import Agreement, Course, Fit, Partners, Scope, Work
from alliances.model.records.firms import Character, Experience, Identity, Means, Position, Resources, Standing
from alliances.model.rules import conflict, firm_demography, governance, opportunism, trust
from alliances.model.steps.abroad import units_abroad
from alliances.model.steps.agreement import enforcement, mean_capability, mean_distance, skipped
from alliances.model.steps.coordination import coordination
from alliances.model.steps.exchange_knowledge import exchange_knowledge, fund_research, leak_knowledge
from alliances.model.steps.share_benefits import share_benefits, share_margins


@each_alliance(
    Partners, Course, Scope, Fit, Agreement, Work,
    partners=(Identity, Means, Resources, Standing, Experience, Character, Position),
)  # fmt: skip
def operate_alliances(world, p, a, step):
    """Let an alliance work for a quarter."""
    if world.alliances.stage[a] == EVALUATION:
        world.alliances.stage[a] = MANAGING
    guard = safeguard(world, p, a)
    defecting = who_defects(world, p, a, guard, step)
    seen = who_is_seen(world, p, a, defecting, step)
    together = coordination(world, p, a)
    exchange_knowledge(world, p, a, together, fund_research(world, p, a))
    leak_knowledge(world, p, a, guard)
    share_margins(world, p, a)
    share_benefits(world, p, a, together, defecting)
    adjust_trust(world, p, a, seen)
    adjust_conflict(world, p, a, seen)
    note_multinationals(world, p, a)


@kernel
def safeguard(world, p, a):
    """Share of the temptation to defect that the agreement removes."""
    designed = world.alliances.redesigned[a] or not skipped(world, a, DESIGN)
    return governance.safeguard(world.alliances.equity[a], designed, enforcement(world, a), p.governance)


@kernel
def who_defects(world, p, a, guard, step):
    """Partners that defect this quarter, one bit each."""
    alliances, draws, defecting = world.alliances, stream(world.seed, DEFECTION, step), 0
    for i in range(alliances.n_partners[a]):
        inclination = world.firms.opportunism[alliances.partners[a, i]]
        chance = opportunism.defection_probability(inclination, guard, alliances.trust[a, i], p.opportunism)
        if uniform_pair(draws, alliances.key[a], i) < chance:
            defecting |= 1 << i
    return defecting


@kernel
def who_is_seen(world, p, a, defecting, step):
    """Partners whom the others believe to have defected, rightly or wrongly, one bit each."""
    alliances, draws, seen = world.alliances, stream(world.seed, DETECTION, step), 0
    distance = mean_distance(world, a)
    for i in range(alliances.n_partners[a]):
        chance = opportunism.detection_probability((defecting >> i & 1) == 1, distance, p.opportunism)
        if uniform_pair(draws, alliances.key[a], i) < chance:
            seen |= 1 << i
            alliances.defections_seen[a, i] += 1
    return seen


@kernel
def adjust_trust(world, p, a, seen):
    """Let each partner's trust follow what it believes the others did."""
    alliances, firms = world.alliances, world.firms
    for i in range(alliances.n_partners[a]):
        before = alliances.trust[a, i]
        if seen & ~(1 << i):
            outside_option = firms.outside_option[alliances.partners[a, i]]
            alliances.trust[a, i] = trust.trust_after_defection(before, outside_option, p.trust)
        else:
            alliances.trust[a, i] = trust.trust_after_kept_promises(before, alliances.conflict[a], p.trust)


@kernel
def adjust_conflict(world, p, a, seen):
    """Let conflict be fed by distance, diverging goals and defection, and settled by capable partners."""
    alliances = world.alliances
    fed = conflict.feed(
        alliances.culture_distance[a],
        alliances.org_distance[a],
        alliances.professional_distance[a],
        alliances.goal_divergence[a],
        p.conflict,
    )
    able = mean_capability(world, p, a)
    alliances.conflict[a] = conflict.next_conflict(alliances.conflict[a], fed, seen != 0, able, p.conflict)
    alliances.conflict_peak[a] = max(alliances.conflict_peak[a], alliances.conflict[a])


@kernel
def note_multinationals(world, p, a):
    """Mark partners that work with a multinational this quarter."""
    alliances, firms = world.alliances, world.firms
    for j in range(alliances.n_partners[a]):
        other = alliances.partners[a, j]
        if firm_demography.is_multinational(firms.markets[other], units_abroad(world, other), p.firm_demography):
            for i in range(alliances.n_partners[a]):
                if i != j:
                    firms.mnc_partner[alliances.partners[a, i]] = True
