"""What new firms are like: traits and resources are drawn from the firm's key alone."""

import math

from alliances.model.declarations.codes import ACTORS, EXECUTIVES, NOBODY, RESOURCES
from alliances.model.declarations.decisions import (
    ACTOR_TRAITS,
    AIM_TRAITS,
    CULTURE_TRAITS,
    REGISTER_PLACE,
    RESOURCE_TRAITS,
    TRAITS,
)
from alliances.model.engine.kernels import kernel, seldom
from alliances.model.engine.randomness import normal_pair, stream, uniform, uniform_pair
from alliances.model.rules import firm_demography, logistic
from alliances.model.steps.standing import refresh_standing

SIZE, RISK_TOLERANCE, OPPORTUNISM, PLANNING, APTITUDE, INTERNATIONAL_EXPERIENCE = range(6)
"""Places of the traits among a firm's draws."""


@seldom
def draw_firm(world, p, f, key, size_factor):
    """Draw a firm's traits and resources."""
    firms, traits, rule = world.firms, stream(world.seed, TRAITS, 0), p.firm_demography
    firms[f] = world.new_firm[0]
    firms.key[f] = key
    size = normal_pair(traits, key, SIZE)
    firms.assets[f] = firm_demography.assets_drawn(size, size_factor, rule)
    firms.risk_tolerance[f] = uniform_pair(traits, key, RISK_TOLERANCE)
    firms.opportunism[f] = firm_demography.trait(uniform_pair(traits, key, OPPORTUNISM), rule.opportunism)
    draw_planning(world, p, f, size)
    firms.aptitude[f] = uniform_pair(traits, key, APTITUDE)
    experience = uniform_pair(traits, key, INTERNATIONAL_EXPERIENCE)
    firms.international_experience[f] = firm_demography.trait(experience, rule.founder_experience)
    firms.reputation[f] = rule.first_reputation
    draw_resources(world, p, f, size)
    draw_cultures(world, f)
    draw_aims(world, f)
    draw_actors(world, p, f)


@kernel
def draw_planning(world, p, f, size):
    """Draw the inclination to plan for a size in standard deviations."""
    draw, rule = uniform_pair(stream(world.seed, TRAITS, 0), world.firms.key[f], PLANNING), p.firm_demography
    world.firms.planning[f] = firm_demography.inclination_to_plan(
        firm_demography.trait(draw, rule.planning), size, rule
    )


@kernel
def draw_resources(world, p, f, size):
    """Draw the resource bundle for a size in standard deviations."""
    firms, draws = world.firms, stream(world.seed, RESOURCE_TRAITS, 0)
    for k in range(len(RESOURCES)):
        advantage = firm_demography.size_advantage(k, size)
        score = firm_demography.resource_score(normal_pair(draws, firms.key[f], k), advantage, p.firm_demography)
        firms.resources[f, k] = logistic(score)
        firms.endowment[f, k] = firms.resources[f, k]


@kernel
def draw_cultures(world, f):
    """Draw positions in organizational and professional culture, evenly."""
    firms, draws = world.firms, stream(world.seed, CULTURE_TRAITS, 0)
    width = firms.organizational_culture.shape[1]
    for k in range(width):
        firms.organizational_culture[f, k] = uniform_pair(draws, firms.key[f], k)
    for k in range(firms.professional_culture.shape[1]):
        firms.professional_culture[f, k] = uniform_pair(draws, firms.key[f], width + k)


@kernel
def draw_aims(world, f):
    """Draw weights of the four motives that sum to one, every split equally likely."""
    aims, draws, total = world.firms.aims, stream(world.seed, AIM_TRAITS, 0), 0.0
    for motive in range(aims.shape[1]):
        aims[f, motive] = -math.log(1 - uniform_pair(draws, world.firms.key[f], motive))
        total += aims[f, motive]
    for motive in range(aims.shape[1]):
        aims[f, motive] /= total


@kernel
def draw_actors(world, p, f):
    """Draw which internal actors take part in alliance strategy; executives always do."""
    firms, draws = world.firms, stream(world.seed, ACTOR_TRAITS, 0)
    taking_part = 1 << EXECUTIVES
    for actor in range(1, len(ACTORS)):
        if uniform_pair(draws, firms.key[f], actor) < p.firm_demography.board_share:
            taking_part |= 1 << actor
    firms.actors[f] = taking_part


@kernel
def open_firm(world, p, f):
    """Let a firm begin: alive, registered, its standing known."""
    world.firms.alive[f] = True
    world.living[world.counts.living[0]] = f
    world.counts.living[0] += 1
    enter_register(world, f)
    refresh_standing(world, p, f)


@kernel
def enter_register(world, f):
    """Give a firm a place in its country's register: its own key's place, or the next free one.

    A full register takes no more; its firms can still search, and be met by referral.
    """
    place = register_place(world, f, NOBODY)
    if place != NOBODY:
        world.slots[place] = f


@kernel
def leave_register(world, f):
    """Take a closed firm out of its country's register."""
    place = register_place(world, f, f)
    if place != NOBODY:
        world.slots[place] = NOBODY


@kernel
def register_place(world, f, holder):
    """The first place at or after a firm's own that has this holder, or NOBODY."""
    markets, home = world.markets, world.firms.home[f]
    places = markets.slot_count[home]
    first = int(uniform(stream(world.seed, REGISTER_PLACE, 0), world.firms.key[f]) * places)
    for step in range(places):
        place = markets.slot_start[home] + (first + step) % places
        if world.slots[place] == holder:
            return place
    return NOBODY
