"""A crew gives the same bits on any number of threads, and its members wait for each other."""

from __future__ import annotations

import copy
import os
import pickle
import signal
import time
from dataclasses import replace
from functools import partial
from threading import Event, main_thread
from types import SimpleNamespace

import numpy as np
import pytest

from alliances.experiments.calibration import search
from alliances.experiments.evidence import worlds
from alliances.experiments.policy import evaluation
from alliances.experiments.sweeps.runs import Run
from alliances.model import crew as crew_module
from alliances.model import threads
from alliances.model.compiling import compiled
from alliances.model.crew import ONE_BLOCK, Crew, block_of, blocks_of, gathered, leads, meet, note, part
from alliances.model.declarations import InputError
from alliances.model.kernels import entry_point
from alliances.model.model import AllianceModel
from alliances.model.scenario import load_scenario
from alliances.model.threads import Hands, at_once, checked_threads, suitable

RELIEF = {"name": "Relief", "instrument": "foreign_profit_relief", "relief": 0.5, "start": 2, "budget": 5.0}
GRANT = {"name": "Grant", "instrument": "export_grant", "share": 0.5, "start": 1, "budget": 20.0}
SUBSIDY = {"name": "Search", "instrument": "formation_subsidy", "share": 0.5, "start": 1, "budget": 20.0}
MENTORS = {"name": "Mentors", "instrument": "mentoring", "start": 3}
POLICIES = {"none": [], "grant and search": [GRANT, SUBSIDY, MENTORS], "relief": [RELIEF, GRANT]}
YOUNG = replace(load_scenario("default"), burn_in=8)
ROUNDS = 2_000


def world_of(threads: int, firms: int, quarters: int, policies=()) -> AllianceModel:
    """A world that has run on so many threads."""
    return AllianceModel(YOUNG, seed=3, firms=firms, quarters=quarters, policies=policies, threads=threads).run()


def in_use(model: AllianceModel) -> dict[str, bytes]:
    """All that the world holds, column by column."""
    counts, found = model.world.counts[0], {}
    for name, records in model.world._asdict().items():
        counted = name if name in counts.dtype.names and name != "founders" else None
        rows = records[: counts["firms" if name == "awards" else counted]] if counted or name == "awards" else records
        for column in rows.dtype.names or [None]:
            found[f"{name}.{column}"] = (rows[column] if column else rows).tobytes()
    return found


def differing(one: AllianceModel, other: AllianceModel) -> list[str]:
    """The columns in which two worlds differ."""
    first, second = in_use(one), in_use(other)
    return [name for name in first if first[name] != second[name]]


@pytest.fixture(scope="module", params=POLICIES)
def large(request: pytest.FixtureRequest) -> tuple[list, AllianceModel]:
    """Policies, and a world with them of more than one block of firms, on one thread."""
    policies = POLICIES[request.param]
    return policies, world_of(1, ONE_BLOCK + 500, 30, policies)


@pytest.mark.parametrize("number", [2, 3, 5])
def test_results_are_the_same_bits_on_any_number_of_threads(large, number):
    policies, alone = large
    together = world_of(number, ONE_BLOCK + 500, 30, policies)
    assert differing(alone, together) == []
    assert together.check() == []
    theirs = together.tables()
    assert all(table.equals(theirs[name]) for name, table in alone.tables().items())


def test_the_worlds_compared_are_rich(large):
    policies, alone = large
    counts = alone.world.counts[0]
    assert counts["living"] > ONE_BLOCK
    assert min(counts["alliances"], counts["entries"], counts["free_presence"]) > 100
    assert bool(policies) == (counts["payments"] > 100)


@pytest.mark.parametrize(("firms", "number"), [(3, 8), (40, 3), (400, 2)])
def test_there_may_be_more_members_than_firms(firms, number):
    assert differing(world_of(1, firms, 30), world_of(number, firms, 30)) == []


def test_a_world_can_go_on_with_another_number_of_threads():
    alone, other = world_of(1, 300, 10), world_of(3, 300, 10)
    other._crew = Crew(2)
    assert differing(alone.run(10), other.run(10)) == []


def test_copies_have_a_crew_of_their_own():
    model = AllianceModel(YOUNG, seed=3, firms=300, quarters=10, threads=2)
    copied, revived = copy.deepcopy(model._crew), pickle.loads(pickle.dumps(model._crew))
    assert len(copied) == len(revived) == 2
    assert copied.board is not model._crew.board
    twin = copy.deepcopy(model)
    assert differing(model.run(), twin.run()) == []


# ---- parts and lists


@entry_point
def parts(member, count, found):
    """Note a member's part."""
    found[member.number, 0], found[member.number, 1] = part(member, count)


@entry_point
def blocks(count, found):
    """Count the blocks of so many firms, and note where each begins and ends."""
    for block in range(blocks_of(count)):
        found[block, 0], found[block, 1] = block_of(block, count)


@pytest.mark.parametrize(("count", "members"), [(0, 3), (2, 5), (7, 3), (100_000_000, 7)])
def test_parts_are_neighbours_that_cover_everything_once(count, members):
    found = np.zeros((members, 2), np.int64)
    for member in Crew(members).all:
        parts(blank_member(member), count, found)
    assert found[0, 0] == 0 and found[-1, 1] == count
    assert (found[1:, 0] == found[:-1, 1]).all()
    assert np.ptp(found[:, 1] - found[:, 0]) <= 1


@pytest.mark.parametrize(("count", "number"), [(0, 1), (ONE_BLOCK, 1), (ONE_BLOCK + 1, crew_module.BLOCKS)])
def test_blocks_depend_on_the_number_of_firms_alone_and_small_worlds_are_one(count, number):
    found = np.full((crew_module.BLOCKS, 2), -1)
    blocks(count, found)
    assert (found[:, 1] >= 0).sum() == number
    assert found[0, 0] == 0 and found[number - 1, 1] == count
    assert (found[1:number, 0] == found[: number - 1, 1]).all()


def blank_member(member: crew_module.Member) -> crew_module.Member:
    """A member as kernels take it, with a few places."""
    world = AllianceModel(YOUNG, seed=1, firms=20, quarters=1).world
    places = Crew().members(world)[0]
    return member._replace(listed=places.listed, segments=places.segments, markets=places.markets)


@entry_point
def list_odd(member, count):
    """List odd numbers below a count, each member in its part, and have the leader bring them together."""
    first, after = part(member, count)
    found = first
    for n in range(first, after):
        if n % 2 == 1:
            member.listed.row[found] = n
            member.listed.value[found] = n / 2
            found += 1
    note(member, found - first, 0)
    meet(member)
    if leads(member):
        note(member, gathered(member, count), 0)
    meet(member)


@pytest.mark.parametrize("members", [1, 2, 3, 7])
def test_lists_of_all_members_together_are_in_order(members):
    crew = [blank_member(member) for member in Crew(members).all]
    crew = [member._replace(listed=crew[0].listed) for member in crew]
    run_at_once(list_odd, [(member, 20) for member in crew])
    assert crew[0].board[crew_module.FIRST_NOTE] == 10
    assert crew[0].listed["row"][:10].tolist() == [1, 3, 5, 7, 9, 11, 13, 15, 17, 19]
    assert crew[0].listed["value"][:3].tolist() == [0.5, 1.5, 2.5]


# ---- meeting


@entry_point
def take_turns(member, rounds, seen):
    """In every round put down its number, meet, look whether all have put down theirs, and meet again."""
    for turn in range(rounds):
        seen[member.number * 8] = turn + 1
        meet(member)
        for number in range(member.members):
            if seen[number * 8] != turn + 1:
                seen[member.number * 8 + 1] += 1
        meet(member)


def run_at_once(entry, calls) -> None:
    """Run an entry point for every member at once."""
    code = compiled(entry, *calls[0])
    assert at_once([partial(code, *call) for call in calls])


@pytest.mark.parametrize("members", [2, 3, 4 * (os.cpu_count() or 1)])
def test_nobody_passes_before_all_have_come_and_nobody_waits_for_ever(members):
    crew = [blank_member(member) for member in Crew(members).all]
    seen = np.zeros(8 * members, np.int64)
    start = time.monotonic()
    run_at_once(take_turns, [(member, ROUNDS, seen) for member in crew])
    assert time.monotonic() - start < 60
    assert seen[::8].tolist() == [ROUNDS] * members
    assert seen[1::8].sum() == 0
    assert crew[0].board[crew_module.ARRIVED] == 0
    assert crew[0].board[crew_module.MEETINGS] == 2 * ROUNDS


# ---- threads


def test_one_thread_does_it_all_where_the_system_has_no_more(monkeypatch):
    monkeypatch.setattr(Hands, "hire", lambda self, count: False)
    several = world_of(3, 300, 10)
    monkeypatch.undo()
    assert differing(several, world_of(1, 300, 10)) == []


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="signals go to no thread on this system")
def test_ctrl_c_is_obeyed_when_the_work_that_has_begun_is_over():
    ended, press = Event(), partial(signal.pthread_kill, main_thread().ident, signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        at_once([lambda: (press(), time.sleep(0.2), ended.set()), lambda: None])
    assert ended.is_set()
    assert differing(world_of(2, 300, 10), world_of(1, 300, 10)) == []


def test_work_that_has_not_begun_is_called_off_by_ctrl_c(monkeypatch):
    done: list[int] = []

    class Inbox:
        def put(self, work):
            raise KeyboardInterrupt

    hands = Hands()
    hands.inboxes = [Inbox(), Inbox()]
    monkeypatch.setattr(threads, "HANDS", [hands])
    with pytest.raises(KeyboardInterrupt):
        at_once([lambda: done.append(1), lambda: done.append(2)])
    assert done == []


def test_an_error_of_all_reaches_who_asked_and_the_next_work_is_done():
    def wrong() -> None:
        raise ValueError("no world")

    with pytest.raises(ValueError, match="no world"):
        at_once([wrong, wrong])
    done: list[int] = []
    assert at_once([lambda: done.append(1), wrong])
    assert done == [1]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork")
def test_a_forked_process_has_threads_of_its_own():
    model = AllianceModel(YOUNG, seed=3, firms=300, quarters=10, threads=2)
    child = os.fork()
    if child == 0:
        os._exit(0 if model.run().quarter == 10 else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.parametrize("wrong", [0, -1, 1.5, "x", True, 10_000])
def test_another_number_of_threads_is_refused_in_one_line(wrong):
    with pytest.raises(InputError, match=r"^threads = .* is refused; allowed: a whole number in \[1, 256\]$"):
        AllianceModel(YOUNG, firms=20, threads=wrong)


def test_small_worlds_run_on_one_thread_and_large_ones_on_all_cores(monkeypatch):
    monkeypatch.setattr(threads, "cores", lambda: 3)
    assert (suitable(threads.LARGE - 1), suitable(threads.LARGE)) == (1, 3)
    assert checked_threads(None, threads.LARGE) == 3
    assert checked_threads(5, 20) == 5
    monkeypatch.setattr(threads, "cores", lambda: 100)
    assert suitable(threads.LARGE) == threads.MOST
    monkeypatch.setattr(threads.multiprocessing, "parent_process", lambda: object())
    assert suitable(threads.LARGE) == 1


def test_runs_beside_each_other_use_one_thread_each(monkeypatch):
    asked = []

    def noted(*_, **options):
        asked.append(options["threads"])
        raise InterruptedError

    for module in (search, worlds, evaluation):
        monkeypatch.setattr(module, "AllianceModel", noted)
    plan = SimpleNamespace(scenario=YOUNG, world=YOUNG, firms=20, quarters=1, parameters={})
    task = SimpleNamespace(seed=1, parameters={})
    for make in (
        lambda: search.simulated(plan, {}, 1),
        lambda: evaluation.world(plan, task),
        lambda: worlds.world_tables("base"),
    ):
        with pytest.raises(InterruptedError):
            make()
    run = Run(**{**dict.fromkeys(Run._fields), "scenario": "default", "markets": {}})
    assert [*asked, run.options()["threads"]] == [1, 1, 1, 1]


def test_a_watchful_crew_goes_the_faster_way_and_tries_the_other_now_and_then(monkeypatch):
    monkeypatch.setattr(crew_module, "TRIED_AGAIN", 6)
    world = AllianceModel(firms=20, seed=1, threads=1).world
    crew, pace, on_duty = Crew(2, watchful=True), {1: 1.0, 2: 0.6}, []

    def go_on(quarters: int) -> list[int]:
        """Members on duty, quarter by quarter."""
        for _ in range(quarters):
            on_duty.append(len(crew.on_duty(world)))
            crew.took(pace[on_duty[-1]], on_duty[-1])
        return on_duty[-quarters:]

    assert go_on(8) == [1, 2, 2, 2, 2, 2, 1, 2]
    pace[2] = 3.0  # somebody else needs the cores
    assert go_on(6) == [2, 1, 1, 1, 2, 1]
    assert crew.on_duty(world)[0].members == 1
    assert [member.members for member in Crew(2).on_duty(world)] == [2, 2]
