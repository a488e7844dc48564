"""A firm judges another as a partner."""

from alliances.model.declarations.codes import MARKET, NOBODY, RESOURCES, RISK
from alliances.model.declarations.decisions import SKIPPING
from alliances.model.engine.kernels import kernel
from alliances.model.engine.randomness import stream, uniform_pair
from alliances.model.policies.supported import scaled
from alliances.model.rules import evaluation, partner_choice, positive_part, stages
from alliances.model.steps.abroad import local_knowledge
from alliances.model.steps.motives import foremost_need
from alliances.model.steps.ties import compatible_aims, mean_gap, past_trust, proportion


@kernel
def seen_utility(world, p, f, other, motive, host, draws):
    """Utility of a partner as a firm sees it."""
    firms = world.firms
    complementarity = complementary_skills(world, p, f, other, motive, host)
    closeness = cooperation(world, f, other)
    compatibility = compatible_aims(world, f, other)
    means = proportion(world, p, f, other)
    utility = partner_choice.criteria_utility(complementarity, closeness, compatibility, means, p.partner_choice)
    utility += partner_choice.social_utility(
        firms.reputation[other], past_trust(world, f, other), firms.alliances[other], p.partner_choice
    )
    draw = uniform_pair(draws, firms.key[f], firms.key[other])
    noise = partner_choice.judgement_noise(draw, firms.alliance_capability[f], p.partner_choice)
    return utility + scaled(world.levers.match_quality, firms.support[f], firms.home[f], noise)


@kernel
def asked_utility(world, p, f):
    """Utility below which a firm declines a partner."""
    firms = world.firms
    return partner_choice.asked_utility(firms.outside_option[f], firms.attention[f], p.partner_choice)


@kernel
def complementary_skills(world, p, f, other, motive, host):
    """What a partner has and a firm lacks."""
    firms, industry, total = world.firms, world.firms.industry[f], 0.0
    for k in range(len(RESOURCES)):
        gap = positive_part(firms.resources[other, k] - firms.resources[f, k])
        total += world.industries.importance[industry, k] * gap
    return partner_choice.complementarity(total, offer(world, p, f, other, motive, host))


@kernel
def offer(world, p, f, other, motive, host):
    """What a firm wants most of this partner, by what it will be worth to it, in units of full market access.

    A newcomer to a host market lacks knowledge of it; a firm at home there wants a foreign bundle to sell. Who shares
    risk wants comparable means. Otherwise it is the resource that serves the firm's motive.
    """
    firms = world.firms
    if motive == MARKET and host != NOBODY:
        if firms.home[f] == host:
            return firms.bundle_abroad[other]
        return positive_part(local_knowledge(world, other, host) - local_knowledge(world, f, host))
    if motive == RISK:
        return evaluation.worth(motive, proportion(world, p, f, other), p.evaluation)
    k = partner_choice.sought_resource(motive)
    return evaluation.worth(motive, positive_part(firms.resources[other, k] - firms.resources[f, k]), p.evaluation)


@kernel
def answering_motive(world, p, other, motive):
    """What a firm that is asked wants."""
    return partner_choice.answering_motive(motive, foremost_need(world, p, other))


@kernel
def cooperation(world, f, other):
    """Closeness of two firms' national, organizational and professional cultures, in [0, 1]."""
    firms = world.firms
    national = world.between.culture[firms.home[f], firms.home[other]]
    organizational = mean_gap(firms.organizational_culture[f], firms.organizational_culture[other])
    professional = mean_gap(firms.professional_culture[f], firms.professional_culture[other])
    return partner_choice.cooperation(national, organizational, professional)


@kernel
def skips(world, p, f, stage, step):
    """Whether a firm skips a stage of an alliance it leads from this quarter on."""
    firms = world.firms
    chance = stages.skip_probability(stage, firms.planning[f], firms.alliance_capability[f], p.stages)
    return uniform_pair(stream(world.seed, SKIPPING, step), firms.key[f], stage) < chance
