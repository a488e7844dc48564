"""Foresee the coming quarter: founders and strategy reviews that luck will bring bound what it can add."""

from alliances.model.crew import leads, meet, note, noted_by
from alliances.model.kernels import kernel
from alliances.model.steps.renew_population import founders_due
from alliances.model.steps.set_strategy import reviews_due


@kernel
def foresee(world, p, step, member):
    """Note how many founders and strategy reviews a quarter will bring, so that room can be made for it."""
    note(member, founders_due(world, p, step, member), reviews_due(world, p, step, member))
    meet(member)
    if leads(member):
        founders = reviews = 0
        for number in range(member.members):
            founders += noted_by(member, number, 0)
            reviews += noted_by(member, number, 1)
        world.counts.founders_due[0] = founders
        world.counts.reviews_due[0] = reviews
