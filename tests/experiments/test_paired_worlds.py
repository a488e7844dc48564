"""Worlds that are run beside others, each as if it were run alone, and their tables, built on first look."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from alliances.experiments.evidence.worlds import WORLDS, world_options
from alliances.experiments.paired_worlds import TablesOnDemand, paired_worlds
from alliances.experiments.policy import evaluation, frontier
from alliances.experiments.policy.file import load_comparison, shipped_comparisons
from alliances.experiments.policy.runs import robustness_runs
from alliances.model.errors import InputError
from alliances.model.face.model import AllianceModel
from alliances.model.plugins import executed
from alliances.model.policies.policy import policies_of
from alliances.model.simulation import Simulation
from alliances.model.world.scenario import load_scenario
from tests.cases import cases

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
SMALL = {"scenario": "default", "seed": 1, "firms": 40, "quarters": 8}
LATE = {"name": "Late", "instrument": "export_grant", "start": 1, "budget": 2.0}
LATER = {"name": "Later", "instrument": "mentoring", "start": 1.5, "budget": 1.0, "administration": 0.1}
POLICIES = (
    LATE,
    LATER,
    {"name": "At once", "instrument": "foreign_profit_relief", "start": 0, "end": 2},
    {"name": "Slump", "instrument": "demand_slump", "drop": 0.4, "start": 0.5, "end": 1.5},
    {"name": "Sanctions", "instrument": "sanctions", "start": 1, "phase_in": 1},
    {"name": "Places", "instrument": "export_grant", "start": 0.75, "places": 4, "allocation": "lottery",
     "rounds": "once", "stacking": False, "budget": 3.0},
    {"name": "Best", "instrument": "formation_subsidy", "start": 1, "places": 6, "allocation": "score",
     "score": "highest technology", "ceiling": 0.1, "target": {"size": "sme", "partner_abroad": True}},
    {"name": "After the end", "instrument": "market_opening", "start": 9},
)  # fmt: skip
"""Of every kind, from quarter 0 on, in the same and in different quarters, and after the end of the run."""


def as_if_alone(options: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, TablesOnDemand]]:
    """The worlds, every table of each compared with the same world run alone."""
    for name, tables in paired_worlds(options):
        alone = AllianceModel(**options[name]).run().tables()
        assert list(tables) == list(alone)
        for table in alone:
            assert_frame_equal(tables[table], alone[table], check_exact=True, obj=f"{table} of {name}")
        yield name, tables


def paid(worlds: Mapping[str, TablesOnDemand]) -> float:
    """What policies paid in worlds, million USD."""
    return sum(tables["spending"]["amount"].sum() for tables in worlds.values())


def with_policies(*policies: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Options of a small world with policies."""
    return {**SMALL, **more, "policies": policies}


@pytest.fixture
def advanced(monkeypatch) -> list[int]:
    """The quarters that are simulated, one after the other."""
    quarters: list[int] = []
    advance = Simulation.advance
    monkeypatch.setattr(Simulation, "advance", lambda self, *a: quarters.append(self.quarter) or advance(self, *a))
    return quarters


def test_tables_on_demand_are_those_of_the_model():
    model = AllianceModel(**SMALL).run()
    lazy, whole = TablesOnDemand(model.simulation), model.tables()
    assert list(lazy) == list(whole) and len(lazy) == len(whole)
    assert_frame_equal(lazy["alliances"], whole["alliances"])
    assert lazy["alliances"] is lazy["alliances"]
    with pytest.raises(KeyError):
        lazy["aliances"]


# ---- each world is as if it were run alone


@pytest.mark.parametrize("seed", cases([1], [2]))
@pytest.mark.parametrize("comparison", shipped_comparisons())
def test_worlds_of_a_packaged_comparison_are_as_if_run_alone(comparison, seed, monkeypatch):
    met: dict[str, TablesOnDemand] = {}
    monkeypatch.setattr(evaluation, "paired_worlds", lambda options: noted(as_if_alone(options), met))
    design = replace(load_comparison(comparison), firms=80)
    evaluation.measured(evaluation.Run(design, evaluation.MAIN, seed))
    evaluation.measured(evaluation.Run(design, evaluation.BUDGET, seed, factors=(0.25, 1, 4)))
    evaluation.measured(next(robustness_runs(design))._replace(seed=seed))
    assert len(met) > 4 * len(design.options) and paid(met) > 0


def noted(worlds: Iterator[tuple[str, TablesOnDemand]], met: dict[str, TablesOnDemand]) -> Iterator[Any]:
    """The worlds, noted as they are met."""
    for name, tables in worlds:
        met[f"{len(met)} {name}"] = tables
        yield name, tables


def test_bundles_of_a_search_are_as_if_run_alone(monkeypatch):
    monkeypatch.setattr(frontier, "paired_worlds", as_if_alone)
    design = replace(load_comparison("sme-subsidy-or-opening"), firms=80)
    space = frontier.space_of(design)
    bundles = (*space.designed, tuple(choice.factors[1] for choice in space.choices))
    (run,) = frontier.asked(design, space, frontier.SEARCH, bundles, [3])
    assert set(frontier.tried_in(run)["bundle"]) == {space.name(bundle) for bundle in bundles}


@pytest.mark.parametrize("seed", cases([1], [2, 3]))
def test_worlds_of_facts_and_surveys_are_as_if_run_alone(seed):
    worlds = dict(as_if_alone({name: world_options(name, "default", seed, 80) for name in WORLDS}))
    assert paid(worlds) > 0


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 2**64 - 1),
    scenario=st.sampled_from(["default", "telecom", "synthetic"]),
    record_every=st.sampled_from([0, 1, 3]),
    chosen=st.lists(st.lists(st.sampled_from(POLICIES), max_size=4, unique_by=lambda one: one["name"]), max_size=5),
)
def test_worlds_with_any_policies_in_any_order_are_as_if_run_alone(seed, scenario, record_every, chosen):
    own = {"seed": seed, "scenario": scenario, "record_every": record_every, "quarters": 14, "firms": 40}
    most = 8 - len(load_scenario(scenario).policies)
    options = {str(n): with_policies(*policies[:most], **own) for n, policies in enumerate(chosen)}
    assert list(dict(as_if_alone(options))) == list(options)


@pytest.mark.usefixtures("shipped_afterwards")
@pytest.mark.parametrize("example", ["reputation_spreads", "copies_partners_mode"])
def test_mechanisms_of_ones_own_go_on_in_worlds_that_share_a_past(example):
    mechanism = executed(EXAMPLES / f"{example}.py").mechanism
    own = {"mechanisms": [mechanism], "quarters": 12, "record_every": 2}
    options = {
        "base": with_policies(**own),
        "late": with_policies(LATE, **own),
        "both": with_policies(LATE, LATER, **own),
    }
    worlds = dict(as_if_alone(options))
    assert {*mechanism.shown} <= {*worlds["both"]["firms"]} and paid(worlds) > 0


# ---- what is shared, and for how long


def test_a_past_that_worlds_share_is_simulated_once(advanced):
    burn_in, shock = 80, {"name": "Slump", "instrument": "demand_slump", "start": 1, "end": 2}
    options = {
        "base": with_policies(), "shock": with_policies(shock), "helped": with_policies(shock, LATER),
        "shock again": with_policies(shock), "late": with_policies(LATE),
    }  # fmt: skip
    worlds = paired_worlds(options)
    needed = {"base": burn_in + 8, "shock": 4, "helped": 2, "shock again": 0, "late": 4}
    for name, _ in worlds:
        assert len(advanced) == needed[name], name
        advanced.clear()


def test_worlds_whose_scenario_is_without_some_policies_share_what_comes_before_these(advanced):
    struck = replace(load_scenario("default"), policies=policies_of([{**LATE, "start": 0.5}, LATER]))
    lifted = replace(struck, policies=struck.policies[:1])
    options = {"struck": with_policies(scenario=struck), "lifted": with_policies(scenario=lifted)}
    assert paid(dict(as_if_alone(options))) > 0
    assert len(advanced) == 2 * 88 + 88 + 2  # both alone; then one, and the other from the second policy's start on


def test_worlds_that_differ_by_more_than_policies_share_nothing(advanced):
    options = {"base": with_policies(LATE), "trusting": with_policies(LATE, parameters={"trust.gain": 0.4}),
               "without": with_policies(LATE, without="trust"), "other": with_policies(LATE, seed=2)}  # fmt: skip
    dict(as_if_alone(options))
    assert len(advanced) == 2 * len(options) * 88


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_policy_that_pays_first_though_it_starts_last_shares_what_it_can(order, advanced):
    policies = [LATER, LATE, POLICIES[3]]
    options = {"base": with_policies(), "in order": with_policies(*(policies[n] for n in order))}
    dict(as_if_alone(options))
    assert len(advanced) == 2 * 88 + 88 + 6  # both alone; in one, the slump strikes in quarter 2


def test_worlds_are_let_go_with_the_last_that_shares_them(monkeypatch):
    alive: weakref.WeakSet[Simulation] = weakref.WeakSet()
    opened = Simulation.run
    monkeypatch.setattr(Simulation, "run", lambda self, quarters=None: alive.add(self) or opened(self, quarters))
    options = {"base": with_policies(), "late": with_policies(LATE), "later": with_policies(LATE, LATER),
               "other": with_policies(seed=2)}  # fmt: skip
    held = []
    for _, tables in paired_worlds(options):
        del tables
        gc.collect()
        held.append(len(alive))
    assert held == [1, 1, 0, 0]  # beside the world itself: its past in quarter 4, or 6, if another will go on from it


@pytest.mark.parametrize("wrong", [{"instrument": "export_grand"}, {"markets": ["USB"]}, {"budget": -1}])
def test_a_policy_that_cannot_be_is_refused_in_the_words_of_a_world_run_alone(wrong):
    own = with_policies({**LATE, **wrong})
    with pytest.raises(InputError) as alone:
        AllianceModel(**own)
    with pytest.raises(InputError) as shared:
        dict(paired_worlds({"base": with_policies(), "wrong": own}))
    assert str(shared.value) == str(alone.value)
