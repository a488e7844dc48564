"""The quarter: its phases, in the order in which they happen."""

from __future__ import annotations

from typing import Any, NamedTuple

from alliances.model.engine.compiling import call
from alliances.model.engine.kernels import entry_point
from alliances.model.engine.loops import in_turn
from alliances.model.engine.order import in_order
from alliances.model.engine.room import with_room
from alliances.model.records.state import World
from alliances.model.steps.choose_partners import choose_partners
from alliances.model.steps.compete import compete
from alliances.model.steps.develop_firms import develop_firms
from alliances.model.steps.enter_markets import enter_markets
from alliances.model.steps.hold_talks import hold_talks
from alliances.model.steps.move_markets import move_markets
from alliances.model.steps.operate_alliances import operate_alliances
from alliances.model.steps.record import record
from alliances.model.steps.renew_population import renew_population
from alliances.model.steps.review_alliances import review_alliances
from alliances.model.steps.search_partners import search_partners
from alliances.model.steps.set_strategy import set_strategy


class Phase(NamedTuple):
    """A part of a quarter, after which mechanisms of one's own may be run."""

    name: str
    verb: Any  # compiled: ``verb(world, p, step)``


PHASES = (
    Phase("move_markets", move_markets),
    Phase("set_strategy", set_strategy),
    Phase("search_partners", search_partners),
    Phase("choose_partners", choose_partners),
    Phase("hold_talks", hold_talks),
    Phase("operate_alliances", operate_alliances),
    Phase("enter_markets", enter_markets),
    Phase("compete", compete),
    Phase("develop_firms", develop_firms),
    Phase("review_alliances", review_alliances),
    Phase("renew_population", renew_population),
    Phase("record", record),
)
"""Policies take effect before the first of them (see ``policies.programmes``)."""

PHASE_NAMES = tuple(phase.name for phase in PHASES)
go_through = in_turn(*(phase.verb for phase in PHASES))


@entry_point
def advance(world, parameters, step, first, after):  # type: ignore[no-untyped-def]
    """Go through some of the phases of a quarter, in a world that has room for it."""
    go_through(world, parameters[0], step, first, after)


def roomy(world: World, step: int) -> World:
    """The same world, ready for a quarter: in larger arrays where need be, tidied up once a year, its clock set."""
    world.counts["step"] = step
    return in_order(with_room(world), step)


def go_on(world: World, p: Any, step: int, first: int = 0, after: int = len(PHASES)) -> None:
    """Go through the phases from ``first`` on and before ``after``; records are changed in place."""
    call(advance, world, p, step, first, after)


def after_quarter(world: World, p: Any, step: int) -> World:
    """The world after one more quarter."""
    world = roomy(world, step)
    go_on(world, p, step)
    return world
