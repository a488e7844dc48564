"""What is done in the course of a world: each act does what it says, from its quarter on, and nothing else."""

import numpy as np
import pytest

from alliances.experiments.recording import acts
from alliances.experiments.recording.recording import recorded
from alliances.experiments.recording.setup import Act, Setup, setup_from
from alliances.experiments.recording.worlds import Worlds, with_fresh_draws
from alliances.model.declarations.codes import EXTERNAL_SHOCK, NEVER
from alliances.model.errors import InputError
from alliances.model.records.state import in_use, signed
from alliances.model.rules import trust
from alliances.model.simulation import Simulation


@pytest.fixture(scope="module")
def start():
    """A settled world; tests fork it."""
    return Simulation("default", 5, firms=150, quarters=24, record_every=0)


def same(one, other) -> bool:
    """Whether two worlds are equal bit for bit."""
    return all(
        in_use(one.world, group)[name].tobytes() == in_use(other.world, group)[name].tobytes()
        for group in ("firms", "alliances", "presence", "entries", "markets", "segments", "payments")
        for name in getattr(one.world, group).dtype.names
    )


def ran(start, *done: Act, until: int | None = None):
    """A fork that ran with these acts."""
    return recorded(start.fork(), done, until).simulation


@pytest.mark.smoke
def test_two_forks_without_a_change_stay_equal_bit_for_bit(start):
    one, other = ran(start), ran(start)
    assert same(one, other)
    assert same(ran(start, until=9).fork().run(), other)


@pytest.mark.parametrize(
    "act",
    [
        {"parameter": "trust.gain", "value": 0.2},
        {"without": "opportunism"},
        {"policy": {"name": "Grant", "instrument": "export_grant", "share": 0.8, "end": 3}},
    ],
)
def test_an_act_leaves_what_was_before_and_changes_what_comes(start, act):
    (done,) = setup_from({"acts": [{"quarter": 8, **act}]}).acts
    assert same(ran(start, done, until=8), ran(start, until=8))
    assert not same(ran(start, done), ran(start))


def test_a_policy_begins_when_it_is_pressed_and_lasts_as_long_as_it_says(start):
    document = {"quarter": 8, "policy": {"name": "Grant", "instrument": "export_grant", "start": 3, "end": 5}}
    (policy,) = ran(start, *setup_from({"acts": [document]}).acts).policies
    assert (policy.start, policy.end) == (2, 4)


def test_trust_is_raised_in_one_alliance_and_stays_below_one(start):
    fork = ran(start, until=6)
    a, other = signed(fork.world)[:2].tolist()
    before = fork.world.alliances["trust"][[a, other]].copy()
    acts.begun(fork, Act(quarter=6, alliance=a, trust=0.1))
    n = fork.world.alliances["n_partners"][a]
    assert np.allclose(fork.world.alliances["trust"][a, :n], np.minimum(before[0, :n] + 0.1, 1))
    assert np.array_equal(fork.world.alliances["trust"][other], before[1])


def seen_defection(start):
    """A quarter and an alliance in it of which a partner was seen to defect, and both worlds before it."""
    fork = start.fork()
    while fork.running:
        before = fork.fork()
        fork.step()
        rows, was = in_use(fork.world, "alliances"), in_use(before.world, "alliances")
        told = rows["defections_seen"][: len(was)].sum(axis=1) > was["defections_seen"].sum(axis=1)
        lives = (rows["formed"][: len(was)] != NEVER) & (rows["ended"][: len(was)] == NEVER)
        if (told & lives).any():
            return int(np.flatnonzero(told & lives)[0]), before
    raise AssertionError("nobody was seen to defect")


def test_without_the_defection_trust_grows_as_if_promises_had_been_kept(start):
    a, before = seen_defection(start)
    with_it, without_it = before.fork(), before.fork()
    with_it.step()
    acts.step(without_it, [Act(quarter=without_it.quarter, alliance=a, defection=False)])
    was, now, then = (world.world.alliances[a] for world in (before, without_it, with_it))
    for i in range(int(was["n_partners"])):
        assert now["trust"][i] == trust.trust_after_kept_promises(was["trust"][i], was["conflict"], before.values.trust)
    assert now["defections_seen"].sum() == was["defections_seen"].sum() < then["defections_seen"].sum()
    assert now["conflict"] < then["conflict"]
    assert (now["progress"] >= then["progress"])[: was["n_partners"]].any()


def test_conflict_without_the_jolt_is_what_it_would_have_been():
    # 0.3, and a jolt of 0.2 of the room left: 0.3 + 0.2 * 0.7 = 0.44
    assert acts.without_jolt(0.44, 0.2) == pytest.approx(0.3)


def test_without_shocks_nothing_from_outside_ends_an_alliance_and_the_next_quarter_is_as_it_was():
    start = Simulation(
        "default", 5, firms=400, quarters=6, parameters={"termination.external_shock": 5}, record_every=0
    )
    shocked, spared = start.fork(), start.fork()
    shocked.step()
    acts.step(spared, [Act(quarter=0, shock=False)])
    for simulation, ends in ((shocked, True), (spared, False)):
        rows = in_use(simulation.world, "alliances")
        assert ((rows["ended"] == 0) & (rows["cause"] == EXTERNAL_SHOCK)).any() == ends
    assert spared.values.termination.external_shock == 5
    spared.step()
    rows = in_use(spared.world, "alliances")
    assert ((rows["ended"] == 1) & (rows["cause"] == EXTERNAL_SHOCK)).any()


def test_worlds_are_settled_once_and_their_starts_are_not_changed(start):
    worlds = Worlds()
    setup = Setup(firms=60, quarters=4)
    first = worlds.recorded(setup).simulation
    changed = worlds.recorded(setup_from({"firms": 60, "quarters": 4, "acts": [{"quarter": 0, "without": "trust"}]}))
    assert len(worlds._kept) == 1
    assert not same(first, changed.simulation)
    assert same(first, worlds.recorded(setup).simulation)


def test_fresh_draws_change_what_comes_and_the_same_number_gives_the_same(start):
    one, again, other = (with_fresh_draws(start, number).run() for number in (1, 1, 2))
    assert same(one, again)
    assert not same(one, other)


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"scenario": "../etc/passwd"}, "no scenario '../etc/passwd'"),
        ({"scenario": "defualt"}, "did you mean 'default'?"),
        ({"seed": 2**70}, "seed = 1180591620717411303424 must be a whole number in"),
        ({"firms": 10**9}, "firms = 1000000000 must be a whole number in [2, 2000]"),
        ({"parameters": {"trust.gian": 1}}, "no parameter 'trust.gian'; did you mean 'trust.gain'?"),
        ({"acts": [{"quarter": 1}]}, "an act does nothing; it must do one thing"),
        ({"acts": [{"quarter": 1, "shock": False, "without": "trust"}]}, "an act does without and shock"),
        ({"acts": [{"quarter": 1, "alliance": 3}]}, "an act does nothing"),
        ({"acts": [{"quarter": 1, "trust": 0.1}]}, "must name its alliance"),
        ({"acts": [{"quarter": 1, "parameter": "trust.gain"}]}, "must have parameter and value"),
        ({"acts": [{"quarter": 1, "alliance": 3, "defection": True}]}, "must be false"),
        ({"acts": [{"quarter": 1, "without": "trust"}] * 41}, "acts"),
        ({"wat": 1}, "'wat'"),
    ],
)
def test_what_cannot_be_a_world_is_refused_in_one_line(document, said):
    with pytest.raises(InputError) as refused:
        setup_from(document)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_act_on_an_alliance_that_does_not_live_is_refused(start):
    with pytest.raises(InputError, match="alliance 99999 does not live in quarter 2"):
        ran(start, Act(quarter=2, alliance=99999, trust=0.1))


def test_a_setup_says_what_it_was_read_from():
    document = {
        "scenario": "default", "seed": 4, "firms": 80, "parameters": {"trust.gain": 0.2}, "without": ["stages"],
        "acts": [{"quarter": 3, "shock": False}, {"quarter": 4, "parameter": "trust.gain", "value": 0.4}],
    }  # fmt: skip
    assert setup_from(document).told() == document
