"""Conditions move what a scenario has, by what was declared."""

import pytest

from alliances.experiments.policy.runs import settings_under
from alliances.model.errors import InputError
from alliances.model.world.scenario import load_scenario

WORLD = load_scenario("default")


def test_a_condition_is_added_to_what_the_world_has():
    own = {**WORLD.parameters}.get("market_conditions.barrier", 0.0)
    assert settings_under(["barriers"], WORLD, {}) == {
        "barriers=soft": {"market_conditions.barrier": own - 1},
        "barriers=hard": {"market_conditions.barrier": own + 1},
    }
    given = settings_under(["barriers"], WORLD, {"market_conditions.barrier": 2.0})
    assert given["barriers=hard"] == {"market_conditions.barrier": 3.0}


def test_a_scenario_of_harder_competition_is_made_harder_still():
    harder = load_scenario("hard-competition")
    own = harder.parameters.get("market_conditions.competition", 0.0)
    assert settings_under(["competition"], harder, {})["competition=hard"] == {
        "market_conditions.competition": own + 1.5
    }


def test_what_cannot_be_is_refused_in_one_line():
    with pytest.raises(InputError, match="no condition 'barrier'; did you mean 'barriers'"):
        settings_under(["barrier"], WORLD, {})
    with pytest.raises(InputError, match=r"market_conditions\.barrier = 10\.5 must be"):
        settings_under(["barriers"], WORLD, {"market_conditions.barrier": 9.5})
