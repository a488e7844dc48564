"""Foresee the coming quarter: founders and strategy reviews that luck will bring bound what it can add."""

from alliances.model.kernels import kernel
from alliances.model.steps.renew_population import founders_due
from alliances.model.steps.set_strategy import reviews_due


@kernel
def foresee(world, p, step):
    """Note how many founders and strategy reviews a quarter will bring, so that room can be made for it."""
    world.counts.founders_due[0] = founders_due(world, p, step)
    world.counts.reviews_due[0] = reviews_due(world, p, step)
