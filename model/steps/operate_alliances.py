"""Alliances at work: partners cooperate or defect, learn from each other, gain, quarrel and come to trust."""

from alliances.model.declarations.codes import (
    DESIGN,
    EFFICIENCY,
    EVALUATION,
    FOR_PROJECT,
    FOR_RESEARCH,
    LEARNING,
    MANAGING,
    MARKET,
    NO_MODE,
    NOBODY,
    RESOURCES,
    RISK,
    TECHNOLOGY,
)
from alliances.model.declarations.decisions import DEFECTION, DETECTION
from alliances.model.engine.kernels import kernel
from alliances.model.engine.loops import each_alliance
from alliances.model.engine.randomness import stream, uniform_pair
from alliances.model.policies.booking import paid
from alliances.model.records.alliances import Agreement, Course, Fit, Partners, Scope, Work
from alliances.model.records.firms import Character, Experience, Identity, Means, Position, Resources, Standing
from alliances.model.rules import (
    QUARTERS_PER_YEAR,
    alliance_capability,
    conflict,
    entry_mode,
    evaluation,
    firm_demography,
    governance,
    knowledge_exchange,
    learning_race,
    market_learning,
    opportunism,
    positive_part,
    stages,
    trust,
)
from alliances.model.steps.abroad import presence_in, units_abroad
from alliances.model.steps.agreement import (
    created_by,
    ease_of_learning,
    enforcement,
    full_benefit,
    knowledge_gap,
    lesson_from,
    mean_capability,
    mean_distance,
    partner_capability,
    skipped,
    smallest_assets,
)


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
def effort(world, p, a, i):
    """What a partner still puts in, given what it has learned."""
    alliances, f = world.alliances, world.alliances.partners[a, i]
    lesson = learning_race.lesson_learned(alliances.gap[a, i], alliances.gap_start[a, i])
    aim, rivalry = world.firms.aims[f, LEARNING], alliances.market_overlap[a]
    return learning_race.effort(aim, lesson, world.firms.opportunism[f], rivalry, p.learning_race)


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
def fund_research(world, p, a):
    """Charge every partner for joint research; return the factor that money on top of theirs puts on what it finds."""
    alliances, firms, own, matched = world.alliances, world.firms, 0.0, 0.0
    if not alliances.technology[a]:
        return 1.0
    cost = knowledge_exchange.research_cost(
        alliances.specific_investment[a], smallest_assets(world, a), p.knowledge_exchange
    )
    for i in range(alliances.n_partners[a]):
        f = alliances.partners[a, i]
        own += cost
        matched += paid(world, f, a, alliances.host[a], FOR_PROJECT, cost)
        firms.outlay[f] += cost - paid(world, f, a, alliances.host[a], FOR_RESEARCH, cost)
    return knowledge_exchange.scale(own + matched, own, p.knowledge_exchange)


@kernel
def exchange_knowledge(world, p, a, together, scale):
    """Let every partner learn from every other, field by field; what it learns arrives at the quarter's end."""
    alliances, firms = world.alliances, world.firms
    for i in range(alliances.n_partners[a]):
        f, ease = alliances.partners[a, i], ease_of_learning(world, p, a, i)
        alliances.lesson[a, i] = 0.0
        if alliances.technology[a]:
            created = created_by(world, p, a, i, ease, together * scale)
            firms.learned[f, TECHNOLOGY] += created
            alliances.lesson[a, i] += created
        for j in range(alliances.n_partners[a]):
            if j != i:
                learn_from(world, p, a, i, j, ease, together)


@kernel
def learn_from(world, p, a, i, j, ease, together):
    """Let one partner learn from another: how to go abroad, and resources field by field."""
    alliances, firms = world.alliances, world.firms
    f, other = alliances.partners[a, i], alliances.partners[a, j]
    openness = knowledge_exchange.teaching(alliances.trust[a, j], p.knowledge_exchange)
    stirred = conflict.learning_factor(alliances.conflict[a], alliances.trust[a, j], p.conflict)
    lead = positive_part(firms.international_experience[other] - firms.international_experience[f])
    firms.taught[f] += market_learning.taught(lead, ease, alliances.trust[a, j], together, p.market_learning)
    for k in range(len(RESOURCES)):
        lesson = lesson_from(world, p, a, i, j, k, ease, openness, together, stirred)
        firms.learned[f, k] += lesson
        alliances.lesson[a, i] += lesson
        alliances.knowledge_transferred[a] += lesson


@kernel
def leak_knowledge(world, p, a, guard):
    """Between rivals, let technology leak beyond the agreement; the source loses some benefit."""
    alliances, firms = world.alliances, world.firms
    if alliances.market_overlap[a] == 0:
        return
    for i in range(alliances.n_partners[a]):
        f = alliances.partners[a, i]
        for j in range(alliances.n_partners[a]):
            other = alliances.partners[a, j]
            gap = positive_part(firms.resources[other, TECHNOLOGY] - firms.resources[f, TECHNOLOGY])
            secrecy = world.industries.appropriability[firms.industry[other]]
            leaked = learning_race.leaked(gap, alliances.market_overlap[a], secrecy, guard, p.learning_race)
            firms.learned[f, TECHNOLOGY] += leaked
            alliances.progress[a, j] -= p.learning_race.leakage_loss * leaked


@kernel
def share_benefits(world, p, a, together, defecting):
    """Book each partner's benefit of the quarter towards its goal and its profit."""
    alliances, firms = world.alliances, world.firms
    scale = smallest_assets(world, a)
    cost = p.alliance_capability.management_cost * scale / QUARTERS_PER_YEAR
    for i in range(alliances.n_partners[a]):
        f = alliances.partners[a, i]
        work = evaluation.fruitful_work(together, own_part(world, p, a, i), p.evaluation)
        saved = work * (full_benefit(world, p, a, i, EFFICIENCY) + full_benefit(world, p, a, i, RISK))
        sold = evaluation.reached(alliances.margin[a, i], alliances.expected_margin[a, i])
        learned = evaluation.reached(alliances.lesson[a, i], alliances.expected_lesson[a, i])
        benefit = saved + sold * full_benefit(world, p, a, i, MARKET) + learned * full_benefit(world, p, a, i, LEARNING)
        others_defect = (defecting & ~(1 << i)) != 0
        defects = (defecting >> i & 1) == 1
        kept = opportunism.benefit_reached(1.0, others_defect, defects, p.opportunism)
        alliances.progress[a, i] += kept * benefit
        firms.alliance_profit[f] += p.evaluation.money * kept * saved * scale / QUARTERS_PER_YEAR
        firms.outlay[f] += cost
        alliances.gap[a, i] = knowledge_gap(world, a, i)


@kernel
def share_margins(world, p, a):
    """Let partners who entered by the alliance give the local ones their share of the margin."""
    alliances, presence, host = world.alliances, world.presence, world.alliances.host[a]
    for i in range(alliances.n_partners[a]):
        alliances.margin[a, i] = 0.0
    if not alliances.market_access[a]:
        return
    for i in range(alliances.n_partners[a]):
        row = presence_in(world, alliances.partners[a, i], host)
        if row != NOBODY and presence.mode[row] > NO_MODE and presence.alliance[row] == a:
            alliances.margin[a, i] += presence.sales[row] * entry_mode.kept_margin(presence.mode[row], p.entry_mode)
            reward_hosts(world, a, host, entry_mode.given_margin(presence.sales[row], p.entry_mode))


@kernel
def reward_hosts(world, a, host, margin):
    """Book a yearly margin that a newcomer gives up: the partners at home in the host market divide it evenly."""
    alliances, firms, hosts = world.alliances, world.firms, 0
    for i in range(alliances.n_partners[a]):
        hosts += firms.home[alliances.partners[a, i]] == host
    for i in range(alliances.n_partners[a]):
        f = alliances.partners[a, i]
        if firms.home[f] == host:
            firms.alliance_profit[f] += margin / QUARTERS_PER_YEAR / hosts
            alliances.margin[a, i] += margin / hosts


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
