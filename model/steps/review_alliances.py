"""Partners evaluate, restructure, renew and end alliances."""

from alliances.model.declarations.codes import (
    EVALUATION,
    EXTERNAL_SHOCK,
    HAZARDS,
    LEARNING,
    MANAGING,
    NEGOTIATION,
    TERM_REACHED,
)
from alliances.model.declarations.decisions import ENDING, ENDING_CAUSE, RENEWAL, RESTRUCTURING, TAKEOVER
from alliances.model.engine.kernels import kernel
from alliances.model.engine.loops import each_alliance
from alliances.model.policies.supported import extra
from alliances.model.records.alliances import Agreement, Course, EndingLog, Fit, Partners, Scope, Work
from alliances.model.records.firms import Plan
from alliances.model.rules import QUARTERS_PER_YEAR, evaluation, learning_race, quarterly_probability, termination
from alliances.model.rules.evaluation import DECISION_YEARS
from alliances.model.steps.agreement import drawn, enforcement, skipped, value_to
from alliances.model.steps.end_alliance import judge, settle


@each_alliance(Partners, Course, Scope, Fit, Agreement, Work, EndingLog, partners=(Plan,))
def review_alliances(world, p, a, step):
    """Review an alliance: judge it in time, mend it, end it or let it go on."""
    note_state(world, p, a, step)
    if world.alliances.formed[a] == step:
        return
    age = quarters_worked(world, a, step)
    if age >= DECISION_YEARS * QUARTERS_PER_YEAR:
        judge(world, a)
    if age % QUARTERS_PER_YEAR == 0 and not skipped(world, a, EVALUATION):
        evaluate(world, p, a, step)
    if is_over(world, p, a, step):
        take_over(world, p, a, step)
        settle(world, p, a, step)


@kernel
def take_over(world, p, a, step):
    """Choose who may take over a joint venture that ends, unless from outside: the partner who values it most."""
    alliances = world.alliances
    if not alliances.equity[a] or alliances.cause[a] == EXTERNAL_SHOCK:
        return
    buyer, most = 0, value_to(world, p, a, 0)
    for i in range(1, alliances.n_partners[a]):
        value = value_to(world, p, a, i)
        if value > most:
            buyer, most = i, value
    lag = lag_of(world, a, buyer, step)
    if drawn(world, a, TAKEOVER, step) < termination.takeover_probability(lag, p.termination):
        alliances.buyer[a] = alliances.partners[a, buyer]


@kernel
def quarters_worked(world, a, step):
    """Quarters an alliance has worked, this one and that of the signature included."""
    return step - world.alliances.formed[a] + 1


@kernel
def lag_of(world, a, i, step):
    """How far a partner is behind its goal."""
    alliances = world.alliances
    horizon = evaluation.horizon_quarters(alliances.planned_quarters[a])
    return evaluation.lag(alliances.progress[a, i], alliances.goal[a, i], quarters_worked(world, a, step), horizon)


@kernel
def note_state(world, p, a, step):
    """Work out what endings depend on: the worst lag, the most learned lesson, the best alternative, least trust."""
    alliances, firms = world.alliances, world.firms
    lag, lesson, outside, least = 0.0, 0.0, 0.0, 1.0
    for i in range(alliances.n_partners[a]):
        f = alliances.partners[a, i]
        lag = max(lag, lag_of(world, a, i, step))
        lesson = max(
            lesson,
            firms.aims[f, LEARNING] * learning_race.lesson_learned(alliances.gap[a, i], alliances.gap_start[a, i]),
        )
        outside = max(outside, firms.outside_option[f])
        least = min(least, alliances.trust[a, i])
    alliances.lag_end[a] = lag
    alliances.lesson_end[a] = lesson
    alliances.outside_end[a] = outside
    alliances.least_trust[a] = least


@kernel
def evaluate(world, p, a, step):
    """A yearly review: partners who lag and trust each other go back to negotiation and design (see ``hold_talks``)."""
    alliances = world.alliances
    if alliances.stage[a] != MANAGING:
        return
    alliances.stage[a] = EVALUATION
    chance = evaluation.restructuring_probability(alliances.lag_end[a], alliances.least_trust[a], p.evaluation)
    if drawn(world, a, RESTRUCTURING, step) < chance:
        alliances.revisits[a] += 1
        alliances.stage[a] = NEGOTIATION


@kernel
def is_over(world, p, a, step):
    """Whether an alliance ends now, at its term or for another cause, which is noted."""
    if step == world.alliances.due[a] and not renews(world, p, a, step):
        world.alliances.cause[a] = TERM_REACHED
        return True
    return meets_its_end(world, p, a, step)


@kernel
def renews(world, p, a, step):
    """Whether partners renew a contract that reaches its term, for the same term again."""
    alliances = world.alliances
    chance = termination.renewal_probability(
        alliances.lag_end[a], alliances.least_trust[a], alliances.outside_end[a], p.termination
    )
    if drawn(world, a, RENEWAL, step) >= chance:
        return False
    alliances.due[a] += alliances.planned_quarters[a]
    return True


@kernel
def meets_its_end(world, p, a, step):
    """Compare a draw with the chance that any cause ends the alliance now; the cause is drawn in proportion."""
    alliances = world.alliances
    hazards, total = all_hazards(world, p, a), 0.0
    for h in range(len(HAZARDS)):
        alliances.hazards[a, h] = hazards[h]
        total += hazards[h]
    chance = quarterly_probability(total)
    draw = drawn(world, a, ENDING, step)
    alliances.threshold[a] = chance
    alliances.draw[a] = draw
    if draw >= chance:
        return False
    left = drawn(world, a, ENDING_CAUSE, step) * total
    for h in range(len(HAZARDS)):
        left -= hazards[h]
        if left < 0:
            alliances.cause[a] = HAZARDS[h]
            return True
    return False


@kernel
def all_hazards(world, p, a):
    """The yearly hazard of every cause, in the order of ``HAZARDS``."""
    alliances, least = world.alliances, world.alliances.least_trust[a]
    shocks = termination.hazard_external_shock(alliances.international[a], enforcement(world, a), p.termination)
    return (
        termination.hazard_goals_met(all_goals_met(world, a), p.termination),
        termination.hazard_goals_failed(alliances.lag_end[a], p.termination),
        termination.hazard_opportunism(least, alliances.outside_end[a], p.termination),
        termination.hazard_conflict(alliances.conflict[a], p.termination),
        termination.hazard_knowledge_learned(alliances.lesson_end[a], p.termination),
        shocks + severance(world, a),
    )


@kernel
def severance(world, a):
    """Yearly hazard from sanctions: on each partner, in the alliance's host or in another partner's home."""
    alliances, firms, lever, most = world.alliances, world.firms, world.levers.severance, 0.0
    for i in range(alliances.n_partners[a]):
        support = firms.support[alliances.partners[a, i]]
        if support == 0:
            continue
        most = max(most, extra(lever, support, alliances.host[a]))
        for j in range(alliances.n_partners[a]):
            if j != i:
                most = max(most, extra(lever, support, firms.home[alliances.partners[a, j]]))
    return most


@kernel
def all_goals_met(world, a):
    """Whether every partner has reached its goal."""
    alliances = world.alliances
    for i in range(alliances.n_partners[a]):
        if alliances.progress[a, i] < alliances.goal[a, i]:
            return False
    return True
