"""Loops: each does for all living firms, alliances or markets what a plain one would, memory asked ahead or not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
import numpy as np
import pytest

from alliances.model.declarations.codes import NEVER, TERMINATION
from alliances.model.declarations.columns import Records
from alliances.model.declarations.parameters import packed
from alliances.model.engine import loops
from alliances.model.engine.compiling import call
from alliances.model.engine.kernels import entry_point
from alliances.model.engine.layout import LINE, READERS, in_memory, layout
from alliances.model.engine.loops import (
    alliances_that_stay,
    each_alliance,
    each_firm,
    each_market,
    firms_that_stay,
    in_turn,
    lines_of,
)
from alliances.model.records.alliances import ALLIANCES, Course, Partners
from alliances.model.records.firms import FIRMS, Identity, Means
from alliances.model.records.markets import PRESENCE
from alliances.model.records.state import World, in_use, signed
from alliances.model.simulation import Simulation

STEP = 7
VERBS = 7


def verbs() -> Any:
    """One verb of every kind, in turn; each numbers what it is done for, in the order in which it is done."""

    def number(world, p, f, step):
        world.counts.payments[0] += 1
        world.firms.profit[f] = world.counts.payments[0] + step

    def is_wealthy(world, p, f, step):
        world.counts.payments[0] += 1
        world.firms.home_sales[f] = world.counts.payments[0]
        return world.firms.assets[f] > step

    def number_alliance(world, p, a, step):
        world.counts.payments[0] += 1
        world.alliances.formation_cost[a] = world.counts.payments[0] + step

    def number_talks(world, p, a, step):
        world.counts.payments[0] += 1
        world.alliances.conflict[a] = world.counts.payments[0] + step

    def is_even(world, p, a, step):
        world.counts.payments[0] += 1
        world.alliances.conflict_peak[a] = world.counts.payments[0]
        return a % 2 == 0

    def number_market(world, p, m, step):
        world.markets.swing[m] = m * step

    def number_by_hand(world, p, f, step):
        world.firms.foreign_sales[f] = step

    return in_turn(
        each_firm(Identity, Means, presences=True)(number), firms_that_stay(Identity)(is_wealthy),
        each_alliance(Partners, partners=(Identity, Means))(number_alliance), each_alliance(talks=True)(number_talks),
        alliances_that_stay(Course)(is_even), each_market(number_market), each_firm()(number_by_hand),
    )  # fmt: skip


nearby, far_away = verbs(), verbs()


@entry_point
def near(world, parameters, step, first, after):
    """The verbs in a world that a cache holds."""
    nearby(world, parameters[0], step, first, after)


@entry_point
def far(world, parameters, step, first, after):
    """The verbs in a world that asks ahead for its records."""
    far_away(world, parameters[0], step, first, after)


@pytest.fixture(scope="module", autouse=True)
def always_far() -> Any:
    """Compile the second set of verbs as if any world were a large one."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(loops, "FAR", 0)
        run = Simulation(firms=20, seed=1)
        call(far, run.world, packed(run.values), STEP, 0, 0)


@pytest.fixture(params=[near, far], ids=["near", "far"])
def done(request) -> Callable[..., tuple[World, World]]:
    """Does some of the verbs in a world; gives it as it was before, and as it is afterwards."""
    run = Simulation(firms=60, quarters=4, seed=2, parameters={"partner_choice.reservation": 1}).run()

    def go(first: int, after: int | None = None) -> tuple[World, World]:
        before = run.fork().world
        run.world.counts["payments"] = 0
        call(request.param, run.world, packed(run.values), STEP, first, first + 1 if after is None else after)
        return before, run.world

    return go


def numbered(rows: np.ndarray, step: int = 0) -> dict[int, float]:
    """The numbers that rows get, one after the other."""
    return {int(row): float(number + step) for number, row in enumerate(rows, 1)}


def changed(before: World, after: World, records: str, column: str) -> dict[int, float]:
    """What differs in a column, by row."""
    old, new = in_use(before, records)[column], in_use(after, records)[column]
    return {int(row): float(new[row]) for row in np.flatnonzero(old != new)}


def test_each_firm_is_every_living_firm_in_order(done):
    before, after = done(0)
    assert changed(before, after, "firms", "profit") == numbered(in_use(before, "living"), STEP)


def test_firms_that_stay_keep_their_order(done):
    before, after = done(1)
    living = in_use(before, "living")
    assert after.firms["home_sales"][living].tolist() == list(range(1, len(living) + 1))
    stayed = [f for f in living.tolist() if before.firms["assets"][f] > STEP]
    assert in_use(after, "living").tolist() == stayed
    assert 0 < len(stayed) < len(living)


def test_each_alliance_is_every_signed_one_that_lives(done):
    before, after = done(2)
    assert changed(before, after, "alliances", "formation_cost") == numbered(signed(before), STEP)
    assert len(signed(before)) > 0


def test_each_alliance_may_take_in_those_who_negotiate(done):
    before, after = done(3)
    active = in_use(before, "active")
    assert (before.alliances["formed"][active] == NEVER).any()
    assert changed(before, after, "alliances", "conflict") == numbered(active, STEP)


def test_no_alliance_is_looked_at_once_it_has_ended(done):
    before, _ = done(0, 0)
    ended = int(in_use(before, "active")[1])
    _, after = done(0, 0)
    after.alliances["stage"][ended] = TERMINATION
    _, after = done(3)
    others = [a for a in in_use(before, "active").tolist() if a != ended]
    assert after.alliances["conflict"][others].tolist() == [number + STEP for number in range(1, len(others) + 1)]
    assert after.alliances["conflict"][ended] == before.alliances["conflict"][ended]


def test_alliances_that_stay_keep_their_order(done):
    before, after = done(4)
    active = in_use(before, "active").tolist()
    assert after.alliances["conflict_peak"][active].tolist() == list(range(1, len(active) + 1))
    assert in_use(after, "active").tolist() == [a for a in active if a % 2 == 0]
    assert 0 < len(in_use(after, "active")) < len(active)


def test_each_market_is_every_market(done):
    _, after = done(5)
    assert after.markets["swing"].tolist() == [m * STEP for m in range(len(after.markets))]


def test_verbs_come_in_turn_and_only_those_of_the_range(done):
    before, after = done(0, VERBS)
    living, stayed = in_use(before, "living"), in_use(after, "living")
    # those that the second verb drops are not there for the last one
    assert changed(before, after, "firms", "profit").keys() == set(living.tolist())
    assert set(after.firms["foreign_sales"][stayed]) == {STEP}
    gone = np.setdiff1d(living, stayed)
    assert after.firms["foreign_sales"][gone].tolist() == before.firms["foreign_sales"][gone].tolist()
    _, untouched = done(3, 3)
    assert untouched.counts[0]["payments"] == 0


# ---- what is asked for ahead


@pytest.mark.parametrize("records", [FIRMS, ALLIANCES, PRESENCE], ids=lambda records: records.name)
def test_the_lines_asked_for_are_those_in_which_the_columns_of_a_part_lie(records: Records):
    record = layout(records)
    for part in records.parts:
        names = [name for name, _ in in_memory(part)]
        columns = [(record.fields[name][1], record.fields[name][0].itemsize) for name in names]
        held = {byte // LINE for start, size in columns for byte in range(start, start + size)}
        assert lines_of(numba.from_dtype(record), names) == sorted(held), part
        assert max(held, default=0) * LINE < record.itemsize


def test_loops_of_others_leave_records_as_they_lie():
    before = READERS.copy()
    verbs()
    assert before == READERS
    assert before[Identity] > 5
