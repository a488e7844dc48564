"""The quarter: phases that are steps, in an order, which may be gone through in parts."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest

from alliances.model.declarations.parameters import packed
from alliances.model.quarter import PHASE_NAMES, PHASES, after_quarter, go_on, roomy
from alliances.model.records.state import GROUPS, World, in_use
from alliances.model.simulation import Simulation

FIRMS, SEED = 60, 5


def assert_same(one: World, other: World) -> None:
    """All state in use of two worlds is the same, bit for bit."""
    for group in GROUPS:
        first, second = in_use(one, group.name), in_use(other, group.name)
        assert all(np.array_equal(first[name], second[name]) for name in group.stored), group.name


def test_every_phase_is_the_verb_of_a_step_file_of_its_name():
    steps = {path.name.removesuffix(".py") for path in (files("alliances.model") / "steps").iterdir()}
    assert len(set(PHASE_NAMES)) == len(PHASES) == 12
    assert set(PHASE_NAMES) <= steps
    assert (PHASE_NAMES[0], PHASE_NAMES[-1]) == ("move_markets", "record")


@pytest.mark.parametrize("place", range(len(PHASES) + 1))
def test_a_quarter_in_two_parts_is_the_whole_quarter(place):
    run = Simulation(firms=FIRMS, seed=SEED).run(4)
    whole, p = run.fork(), packed(run.values)
    whole.step()
    run.world = roomy(run.world, run.quarter)
    go_on(run.world, p, run.quarter, after=place)
    go_on(run.world, p, run.quarter, first=place)
    assert_same(run.world, whole.world)


def test_a_part_of_a_quarter_does_only_what_its_phases_do():
    run = Simulation(firms=FIRMS, seed=SEED)
    before, p, moving = run.fork().world, packed(run.values), PHASE_NAMES.index("move_markets")
    go_on(run.world, p, run.quarter, moving, moving + 1)
    assert not np.array_equal(run.world.markets["demand"], before.markets["demand"])
    assert np.array_equal(in_use(run.world, "firms"), in_use(before, "firms"))
    assert np.array_equal(in_use(run.world, "alliances"), in_use(before, "alliances"))


def test_a_simulations_step_is_a_quarter():
    run = Simulation(firms=FIRMS, seed=SEED)
    world = after_quarter(run.fork().world, packed(run.values), run.quarter)
    run.step()
    assert_same(world, run.world)
