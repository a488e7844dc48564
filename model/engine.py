"""The engine: the order of a quarter."""

from alliances.model.kernels import entry_point
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


@entry_point
def advance(world, p, step):
    """One quarter of a world, in place; ``state.with_room`` must have made room for it."""
    move_markets(world, p, step)
    set_strategy(world, p, step)
    search_partners(world, p, step)
    choose_partners(world, p, step)
    hold_talks(world, p, step)
    operate_alliances(world, p, step)
    enter_markets(world, p, step)
    compete(world, p, step)
    develop_firms(world, p, step)
    review_alliances(world, p, step)
    renew_population(world, p, step)
    record(world, p, step)
