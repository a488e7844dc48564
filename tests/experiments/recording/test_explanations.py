"""Why an alliance ended and why a firm goes abroad: sentences agree with the model's own records."""

import math
from dataclasses import replace

import numpy as np
import pytest

from alliances.experiments.recording.branches import bands, repeated
from alliances.experiments.recording.endings import Ending, ending, sentence
from alliances.experiments.recording.explanations import alliance_explained, firm_explained
from alliances.experiments.recording.options import options_of
from alliances.experiments.recording.recording import recorded
from alliances.experiments.recording.setup import Setup
from alliances.experiments.recording.worlds import Worlds
from alliances.model.declarations.codes import CONFLICT, GOALS_MET, PARTNER_CLOSED, TERM_REACHED
from alliances.model.errors import InputError
from alliances.model.records.state import in_use, signed
from alliances.model.rules import quarterly_probability
from alliances.model.simulation import Simulation

ENDED = Ending(
    alliance=17, quarter=31, cause=CONFLICT, faced=True, chance=0.039, draw=0.01,
    hazards=(0, 0.02, 0.02, 0.12, 0, 0), trust_before=0.7, trust=0.31, defections=2, conflict=0.6, lag=0.2,
    lesson=0, renewal=0.8, partners=2, met=1, late=False, closed=(),
)  # fmt: skip


@pytest.fixture(scope="module")
def made():
    """A world that was filmed."""
    return recorded(Simulation("default", 5, firms=200, quarters=40, record_every=0))


def test_the_sentence_says_cause_quarter_chance_trust_and_defections():
    # of the chance of 3.9 %, conflict has 0.12 / 0.16: 2.9 %
    assert sentence(ENDED) == (
        "Ended by conflict in quarter 31: chance 2.9 % in that quarter (of any end 3.9 %); conflict stood at 0.60, and "
        "trust had fallen from 0.70 to 0.31 after two defections; one of two partners missed its goal."
    )


def test_an_end_at_term_tells_the_chance_of_renewal():
    told = sentence(replace(ENDED, cause=TERM_REACHED, defections=0, trust_before=0.31, met=2))
    assert told == (
        "Ended at its term in quarter 31: the chance of renewal was 80 %; trust stood at 0.31, its highest, and the "
        "partner furthest behind lagged 20 % behind its goal; all partners reached their goals."
    )


def test_a_partner_that_closed_is_named():
    told = sentence(replace(ENDED, cause=PARTNER_CLOSED, closed=(112,), met=0))
    assert told.startswith("Ended when a partner closed in quarter 31: firm 112 went out of business; trust had fallen")
    assert told.endswith("no partner reached its goal.")


def test_what_outlived_its_judgement_says_when_it_was_judged():
    assert "; judged at five years, one of two" in sentence(replace(ENDED, cause=GOALS_MET, late=True))


def test_a_living_alliance_tells_how_it_stands():
    told = sentence(replace(ENDED, cause=None, met=None))
    assert told.startswith("Alive in quarter 31: trust had fallen from 0.70 to 0.31 after two defections")
    assert "most of it by conflict (2.9 %)" in told


def test_the_terms_of_every_end_are_those_of_the_decision_log(made):
    log = made.simulation.tables()["decisions"].set_index("alliance_id")
    for place in np.flatnonzero(made.lives.ended).tolist():
        told = ending(made.lives, place, made.simulation)
        kept = log.loc[told.alliance]
        assert told.quarter == kept["ended_step"]
        assert told.trust == kept["least_trust"] or kept["cause"] == "partner_closed"
        assert (told.chance, told.draw, told.conflict) == (kept["threshold"], kept["draw"], kept["conflict_end"])
        assert (told.lag, told.lesson) == (kept["lag_end"], kept["lesson_end"])
        if told.faced:
            assert told.chance == pytest.approx(quarterly_probability(sum(told.hazards)))
            assert (told.draw < told.chance) == (kept["cause"] not in ("partner_closed", "term_reached"))
        assert math.isclose(sum(told.chance_of.values()), told.chance) or sum(told.hazards) == 0


def test_options_are_those_of_the_rules_and_come_likeliest_first(made):
    firm = int(in_use(made.simulation.world, "living")[0])
    options = options_of(made.simulation, firm)
    chances = [one.chance for one in options]
    assert chances == sorted(chances, reverse=True)
    assert all(0 <= one.chance < 1 and (one.payable or one.chance == 0) for one in options)
    home = made.simulation.codes[made.simulation.world.firms["home"][firm]]
    assert home not in {one.market for one in options}
    sharper = made.simulation.fork()
    sharper.change({"entry_cost.scale": 4, "entry_cost.own": 2})
    dearer = {(one.market, one.mode): one.sunk for one in options_of(sharper, firm)}
    assert all(dearer[one.market, one.mode] > one.sunk for one in options)


def test_asking_changes_nothing(made):
    before = in_use(made.simulation.world, "firms").copy()
    for firm in in_use(made.simulation.world, "living")[:20].tolist():
        firm_explained(made, firm)
    after = in_use(made.simulation.world, "firms")
    assert all(before[name].tobytes() == after[name].tobytes() for name in before.dtype.names)


def test_firms_and_alliances_that_are_not_there_are_refused_in_one_line(made):
    for ask in (alliance_explained, firm_explained):
        for number in (-1, 10**6):
            with pytest.raises(InputError, match=f" {number} is not there; it must be 0 to "):
                ask(made, number)


def test_talks_that_failed_are_told_as_that(made):
    rows = in_use(made.simulation.world, "alliances")
    failed = int(np.flatnonzero((rows["formed"] < -(2**30)) & (rows["ended"] >= 0))[0])
    assert alliance_explained(made, failed).sentence.startswith("Talks of firm ")


def test_fresh_draws_are_counted_by_cause_and_add_up():
    worlds, setup = Worlds(), Setup(firms=150, quarters=24)
    alliance = int(signed(worlds.recorded(setup, 4).simulation.world)[0])
    told = repeated(worlds, setup, 4, alliance, 12)
    assert sum(told.ends.values()) + told.alive == 12
    assert len(told.quarters) == sum(told.ends.values())
    assert all(4 <= quarter < 24 for quarter in told.quarters)
    assert told == repeated(worlds, setup, 4, alliance, 12)
    with pytest.raises(InputError, match="does not live in quarter 4"):
        repeated(worlds, setup, 4, 10**5)


def test_bands_hold_the_worlds_and_a_world_does_not_differ_from_itself():
    setup = Setup(firms=60, quarters=6)
    told = bands(Worlds(), setup, setup, 4)
    active = told["series"]["active"]
    assert told["seeds"] == [1, 2, 3, 4]
    assert all(low <= mid <= high for low, mid, high in zip(active["low"], active["mid"], active["high"], strict=True))
    assert active["other"] == {name: active[name] for name in ("low", "mid", "high")}
    assert set(active["difference"]["low"] + active["difference"]["high"]) == {0.0}
    assert told["series"]["formed"]["mid"][0] is None, "nothing is signed before the first quarter"
