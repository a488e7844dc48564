"""A simulation: what may be changed on the way, and forks that go on by themselves."""

from __future__ import annotations

from time import perf_counter
from typing import Any

import numpy as np
import pytest
from pandas.testing import assert_frame_equal

from alliances.model.engine import layout
from alliances.model.errors import InputError
from alliances.model.records.state import GROUPS, in_use, signed
from alliances.model.simulation import Simulation

POLICIES = [
    {"name": "Grant", "instrument": "export_grant", "start": 0.5, "budget": 0.3, "ceiling": 0.1,
     "allocation": "lottery"},
    {"name": "Mentors", "instrument": "mentoring", "budget": 0.2, "administration": 0.02, "phase_in": 3},
]  # fmt: skip
SHARED = {"seed", "between", "new_firm", "new_alliance"}
"""What nobody changes, so that forks may share it."""
QUARTERS = 12


def ran(quarters: int, **settings: Any) -> Simulation:
    """A world with policies in the middle of a budget's year."""
    return Simulation(firms=80, seed=4, record_every=2, policies=POLICIES, **settings).run(quarters)


def assert_same(one: Simulation, other: Simulation) -> None:
    """Every table and all state of two simulations is the same, bit for bit."""
    tables = other.tables()
    for name, table in one.tables().items():
        assert_frame_equal(table, tables[name], check_exact=True, obj=name)
    for group in GROUPS:
        first, second = in_use(one.world, group.name), in_use(other.world, group.name)
        used = one.world.counts[0]["firms"] if group.name == "awards" else len(first)
        for name in group.stored:
            assert np.array_equal(first[name][:used], second[name][:used]), (group.name, name)


@pytest.fixture(scope="module")
def unforked() -> Simulation:
    """The world as it goes when nobody forks it; tests only read it."""
    return ran(5 + QUARTERS)


def test_forks_share_no_memory_that_anybody_changes():
    original = Simulation(firms=400, seed=1, policies=POLICIES).run(4)
    fork = original.fork()
    for name, array in original.world._asdict().items():
        if name not in SHARED:
            assert array.shape == getattr(fork.world, name).shape
            assert not np.shares_memory(array, getattr(fork.world, name)), name
    before = {name: np.copy(getattr(original.world, name)) for name in SHARED}
    original.run(QUARTERS)
    for name in SHARED:
        assert np.array_equal(before[name], getattr(original.world, name)), name


@pytest.mark.smoke
def test_two_forks_without_a_change_stay_equal_and_equal_to_a_run_without_forks(unforked):
    original = ran(5)
    left, right = original.fork(), original.fork()
    assert_same(left, right)
    for fork in (left, right, original):
        fork.run(QUARTERS)
    assert_same(left, right)
    assert_same(left, unforked)
    assert_same(original, unforked)
    assert len(unforked.tables()["spending"]) > 0 and left.check() == []


def test_forks_that_take_turns_do_not_disturb_each_other(unforked):
    original = ran(5)
    fork = original.fork()
    for _ in range(QUARTERS):
        fork.step()
        original.step()
    assert_same(fork, unforked)
    assert_same(original, unforked)


def test_a_fork_of_a_fork_goes_on_alike(unforked):
    assert_same(ran(2).fork().run(3).fork().run(QUARTERS), unforked)


def test_firms_founded_in_a_fork_have_had_no_support_whatever_its_memory_held_before(monkeypatch):
    """New memory is blank by chance alone: here it never is."""
    blank = layout.lined_up

    def used_before(*of: Any) -> np.ndarray:
        memory = blank(*of)
        memory.view(np.uint8)[...] = 0xFF
        return memory

    later = [{**policy, "start": 2} for policy in POLICIES]
    unforked = Simulation(firms=80, seed=4, policies=later).run(QUARTERS)
    original = Simulation(firms=80, seed=4, policies=later).run(1)
    monkeypatch.setattr(layout, "lined_up", used_before)
    fork = original.fork().run(QUARTERS - 1)
    assert_same(fork, unforked)
    founded = fork.tables()["admissions"]["firm_id"] >= original.world.counts[0]["firms"]
    assert founded.any()


def more_conflict(fork: Simulation) -> None:
    fork.change({"termination.conflict": 20, "trust.gain": 0})


def no_trust(fork: Simulation) -> None:
    fork.world.alliances["trust"][signed(fork.world)[0]] = 0.0


def richer(fork: Simulation) -> None:
    fork.world.firms["assets"][fork.world.living[:20]] *= 3


@pytest.mark.parametrize("change", [more_conflict, no_trust, richer])
def test_what_is_changed_in_a_fork_leaves_the_original_as_it_is(change, unforked):
    original = ran(5)
    fork, values, sources = original.fork(), original.values, dict(original.sources)
    change(fork)
    fork.run(QUARTERS)
    assert (original.values, original.sources, original.quarter) == (values, sources, 5)
    assert_same(original.run(QUARTERS), unforked)
    assert not fork.tables()["ties"].equals(unforked.tables()["ties"])
    assert fork.check() == []


def test_what_is_changed_in_the_original_leaves_a_fork_as_it_is(unforked):
    original = ran(5)
    fork = original.fork()
    more_conflict(original)
    richer(original)
    original.run(QUARTERS)
    assert_same(fork.run(QUARTERS), unforked)


def test_a_fork_costs_little_against_making_the_world_anew():
    def seconds(act: Any) -> float:
        start = perf_counter()
        act()
        return perf_counter() - start

    making = seconds(lambda: Simulation(firms=400, seed=1))
    original = Simulation(firms=400, seed=1).run(8)
    assert min(seconds(original.fork) for _ in range(5)) < making / 3


@pytest.mark.parametrize("quarters", [0, 1, 2])
@pytest.mark.parametrize("had", [0, 1])
def test_policies_that_are_added_before_they_start_are_as_if_there_from_the_first_quarter(had, quarters):
    relief = {"name": "Relief", "instrument": "foreign_profit_relief", "end": 2, "budget": 0.5}
    grant, mentors = {**POLICIES[0], "places": 9}, {**POLICIES[1], "start": 0.5}
    first = [relief][:had]
    whole = Simulation(firms=80, seed=4, policies=[*first, grant, mentors]).run(QUARTERS)
    added = Simulation(firms=80, seed=4, policies=first).run(quarters)
    fork = added.fork()
    fork.add_policies([grant])
    fork.add_policies([mentors])
    assert_same(fork.run(QUARTERS - quarters), whole)
    assert_same(added.run(QUARTERS - quarters), Simulation(firms=80, seed=4, policies=first).run(QUARTERS))


def test_nothing_added_changes_nothing(unforked):
    original = ran(5)
    original.add_policies([])
    assert_same(original.run(QUARTERS), unforked)


@pytest.mark.parametrize(
    ("late", "said"),
    [
        ({"start": 0.5}, r"policy 'Late': start = 0.5 is over; it must be in quarter 5 or later"),
        ({"start": 2, "name": "Grant"}, "two policies are named 'Grant'"),
        ({"start": 2, "markets": ["USB"]}, "did you mean 'USA'"),
    ],
)
def test_a_policy_that_cannot_be_added_changes_nothing(late, said, unforked):
    original = ran(5)
    with pytest.raises(InputError, match=said):
        original.add_policies([{"name": "Late", "instrument": "export_grant", **late}])
    assert_same(original.run(QUARTERS), unforked)


def test_a_parameter_that_cannot_be_changed_changes_nothing():
    run = Simulation(firms=20, seed=1)
    values = run.values
    with pytest.raises(InputError, match=r"trust\.gain = 5 must be"):
        run.change({"trust.loss": 0.2, "trust.gain": 5})
    assert (run.values, run.sources) == (values, {})
