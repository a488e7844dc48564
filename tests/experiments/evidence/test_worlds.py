"""Paired worlds: one thing differs, and only from then on."""

import pandas as pd
import pytest

from alliances.analysis.facts import FACTS
from alliances.experiments.evidence.worlds import WORLDS, world_options, world_parameters
from alliances.experiments.paired_worlds import world
from alliances.model.errors import InputError
from alliances.model.world.scenario import load_scenario

TALKS = 12  # quarters in which talks that had begun before may still end in an alliance
SMALL = {"seed": 3, "firms": 100}


@pytest.fixture(scope="module")
def worlds():
    """Every world of one seed."""
    return {name: world(world_options(name, **SMALL)) for name in WORLDS}


def test_a_world_without_changes_is_the_scenario(worlds):
    pd.testing.assert_frame_equal(worlds["base"]["quarters"], world(world_options("base", **SMALL))["quarters"])


def test_every_other_world_differs_from_the_base(worlds):
    base = worlds["base"]["presence"]
    assert [name for name, tables in worlds.items() if tables["presence"].equals(base)] == ["base"]


def test_worlds_of_a_seed_start_with_the_same_firms(worlds):
    """Homes and industries are drawn before anything differs; firms founded later may differ."""
    paired = [tables for name, tables in worlds.items() if WORLDS[name].scenario is None]
    first = [tables["firms"].drop_duplicates("firm_id").set_index("firm_id") for tables in paired]
    founders = [firms.loc[firms.index < SMALL["firms"], ["home", "industry"]] for firms in first]
    for one in founders[1:]:
        both = founders[0].index.intersection(one.index)
        assert len(both) > 0
        pd.testing.assert_frame_equal(founders[0].loc[both], one.loc[both])


def test_competition_and_barriers_move_as_the_worlds_say(worlds):
    def level(name, column):
        return worlds[name]["markets"][column].mean()

    soft, base, hard = (level(name, "competition_intensity") for name in ("soft", "base", "hard"))
    assert soft < base < hard
    assert level("hard_alone", "competition_intensity") == pytest.approx(hard)
    assert level("higher_barriers", "entry_barrier") > level("base", "entry_barrier")


def test_lots_bar_two_firms_in_five_from_new_alliances_and_no_other(worlds):
    lots = worlds["lottery"]["admissions"]
    assert set(lots["step"]) == {40}
    assert lots["admitted"].sum() == int(0.4 * len(lots))
    barred, alliances = set(lots.loc[lots["admitted"], "firm_id"]), worlds["lottery"]["alliances"]
    with_barred = alliances["partners"].map(lambda partners: not barred.isdisjoint(partners))
    new = alliances["formed_step"] >= 40 + TALKS
    assert with_barred[~new].any() and not with_barred[new].any() and new.any()


def test_nobody_seeks_allies_in_the_world_alone(worlds):
    assert len(worlds["alone"]["alliances"]) < 0.5 * len(worlds["base"]["alliances"])


def test_a_world_adds_to_what_is_set():
    changes = world_parameters("hard", "default", (), {"market_conditions.competition": 0.25})
    assert changes == {"market_conditions.competition": 1.75}  # 0.25 + 1.5


def test_a_change_to_a_rule_that_is_off_changes_nothing():
    assert world_parameters("no_knowledge_exchange", "default", ("knowledge_exchange",), {}) == {}


def test_an_unknown_world_is_refused_with_the_nearest_name():
    with pytest.raises(InputError, match="no world 'alnoe'; did you mean 'alone'"):
        world_options("alnoe")


def test_a_scenario_may_be_given_as_an_object():
    assert world_parameters("alone", load_scenario("default"), (), {}) == {"strategy.ally_propensity": 0}


def test_every_fact_names_worlds_that_there_are():
    assert {name for fact in FACTS for name in fact.worlds} <= set(WORLDS)
