"""What partners learn from each other in a quarter, what they find together, and what leaks."""

from alliances.model.declarations.codes import FOR_PROJECT, FOR_RESEARCH, RESOURCES, TECHNOLOGY
from alliances.model.engine.kernels import kernel
from alliances.model.policies.booking import paid
from alliances.model.rules import conflict, knowledge_exchange, learning_race, market_learning, positive_part
from alliances.model.steps.agreement import created_by, ease_of_learning, lesson_from, smallest_assets


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
