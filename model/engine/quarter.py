"""The engine: the order of a quarter, and room for it."""

from functools import partial
from time import perf_counter
from typing import Any

from alliances.model.engine.compiling import compiled
from alliances.model.engine.crew import Crew, alone, leads, meet
from alliances.model.engine.kernels import entry_point
from alliances.model.engine.order import in_order
from alliances.model.engine.room import with_room
from alliances.model.engine.threads import at_once
from alliances.model.records.state import World
from alliances.model.steps.choose_partners import choose_partners
from alliances.model.steps.compete import compete
from alliances.model.steps.develop_firms import develop_firms
from alliances.model.steps.enter_markets import enter_markets
from alliances.model.steps.foresee import foresee
from alliances.model.steps.hold_talks import hold_talks
from alliances.model.steps.move_markets import move_markets
from alliances.model.steps.operate_alliances import operate_alliances
from alliances.model.steps.record import record
from alliances.model.steps.renew_population import renew_population
from alliances.model.steps.review_alliances import review_alliances
from alliances.model.steps.search_partners import search_partners
from alliances.model.steps.set_strategy import set_strategy


def after_quarter(world: World, p: Any, step: int, crew: Crew | None = None) -> World:
    """The world after one more quarter: the same records, changed in place, in larger arrays where need be.

    Without a crew, or where the system has no threads for it, one thread does it all; nothing else differs.
    """
    world = in_order(with_room(world), step)
    crew = crew or Crew()
    members = crew.on_duty(world)
    code = compiled(advance, world, p, members[0], step)
    begun = perf_counter()
    if len(members) == 1 or not at_once([partial(code, world, p, member, step) for member in members]):
        code(world, p, *alone(members), step)
    crew.took(perf_counter() - begun, len(members))
    return world


@entry_point
def look_ahead(world, parameters, member, step):
    """Foresee a quarter. Every quarter does so for the next; whoever changes parameters has to do it again."""
    foresee(world, parameters[0], step, member)


@entry_point
def advance(world, parameters, member, step):
    """One quarter of a world that has room for it, in place, as each member of a crew goes through it."""
    p = parameters[0]
    if leads(member):
        move_markets(world, p, step)
    meet(member)
    set_strategy(world, p, step, member)
    meet(member)
    search_partners(world, p, step, member)
    meet(member)
    choose_partners(world, p, step, member)
    if leads(member):
        hold_talks(world, p, step)
        operate_alliances(world, p, step)
    enter_markets(world, p, step, member)
    meet(member)
    compete(world, p, step, member)
    meet(member)
    develop_firms(world, p, step, member)
    meet(member)
    review_alliances(world, p, step, member)
    meet(member)
    renew_population(world, p, step, member)
    meet(member)
    if leads(member):
        record(world, p, step)
    foresee(world, p, step + 1, member)
