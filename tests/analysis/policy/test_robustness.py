"""Rankings, and where they turn, are found as they were planted."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.analysis.policy.robustness import (
    differences,
    lead,
    ranking,
    shares_best,
    turns,
)
from alliances.analysis.policy.settings import AS_IT_IS, CONDITIONS, in_words, setting_of
from alliances.analysis.statistics.intervals import interval
from alliances.model.declarations.parameters import declared

SEEDS = 10
COMMON = np.random.default_rng(1).normal(0, 5, SEEDS)  # shared by the options of a world


def worlds(means, noise=0.5, costs=None, against=None):
    """Worlds with these mean effects: {setting: {option: mean}}; ``against``: what options are set against, by name."""
    draw = np.random.default_rng(2)
    rows = [
        (
            setting,
            seed,
            option,
            mean + COMMON[seed] + draw.normal(0, noise),
            (costs or {}).get(option, 2.0),
            (against or {}).get(option, ""),
        )
        for setting, by_option in means.items()
        for option, mean in by_option.items()
        for seed in range(SEEDS)
    ]
    return pd.DataFrame(rows, columns=["setting", "seed", "option", "effect", "cost", "against"])


PLANTED = {
    AS_IT_IS: {"grant": 10.0, "mentoring": 6.0, "fund": 0.0},
    "competition=hard": {"grant": 3.0, "mentoring": 8.0, "fund": 0.0},
    "barriers=hard": {"grant": 10.0, "mentoring": 6.0, "fund": 0.0},
}


def test_the_ranking_is_by_mean_effect_within_each_setting():
    table = ranking(worlds(PLANTED))
    found = table.groupby("setting", sort=False)["option"].agg(list).to_dict()
    assert found[AS_IT_IS] == found["barriers=hard"] == ["grant", "mentoring", "fund"]
    assert found["competition=hard"] == ["mentoring", "grant", "fund"]
    assert table["rank"].tolist() == [1, 2, 3] * 3
    assert table["worlds"].unique().tolist() == [SEEDS]


def test_chance_that_options_share_does_not_hide_which_is_best():
    """Effects scatter by 5 from world to world, and the best is ahead by 4 with a noise of 0.5."""
    table = ranking(worlds(PLANTED)).set_index(["setting", "option"])
    assert table.loc[(AS_IT_IS, "grant"), "share_best"] == 1
    grant = table.loc[(AS_IT_IS, "grant")]
    assert grant["high"] - grant["low"] > 4
    ahead = lead(worlds(PLANTED), AS_IT_IS, "grant", "mentoring")
    assert 3.2 < ahead.low < 4 < ahead.high < 4.8


def test_the_ranking_turns_where_that_was_planted_and_nowhere_else():
    table = turns(worlds(PLANTED)).set_index("setting")
    assert list(table.index) == ["competition=hard", "barriers=hard"]
    turned, same = table.loc["competition=hard"], table.loc["barriers=hard"]
    assert (turned["best_as_it_is"], turned["best"], turned["ahead_of"]) == ("grant", "mentoring", "grant")
    assert turned["turned"] and turned["sure"] and turned["low"] < 5 < turned["high"]
    assert not same["turned"] and same["sure"] and same["ahead_of"] == "mentoring"


def test_the_new_best_is_held_against_the_old_one_wherever_that_falls():
    means = {AS_IT_IS: {"a": 9.0, "b": 0.0, "c": 0.0}, "barriers=soft": {"a": 0.0, "b": 9.0, "c": 8.0}}
    row = turns(worlds(means)).iloc[0]
    assert (row["best"], row["ahead_of"]) == ("b", "a") and row["low"] < 9 < row["high"]


def test_a_turn_within_the_noise_is_not_sure():
    table = turns(worlds({AS_IT_IS: {"a": 1.0, "b": 0.9}, "barriers=soft": {"a": 0.9, "b": 1.0}}, noise=4))
    assert not table["sure"].any()


def test_a_turn_is_not_sure_if_the_ranking_was_not_before():
    means = {
        AS_IT_IS: {"a": 1.0, "b": 1.0},
        "barriers=soft": {"a": 0.0, "b": 9.0},
        "barriers=hard": {"a": 9.0, "b": 0.0},
    }
    table = turns(worlds(means))
    assert table["turned"].sum() == 1 and not table.loc[table["turned"], "sure"].any()


def test_one_option_has_nobody_to_be_ahead_of():
    assert turns(worlds({AS_IT_IS: {"a": 1.0}, "barriers=soft": {"a": 2.0}})).empty


SHOCKED = {"grant": "shock", "mentoring": "shock"}  # the fund is set against the world as it is


def test_only_options_that_are_set_against_the_same_world_are_ranked_with_each_other():
    table = ranking(worlds(PLANTED, against=SHOCKED)).set_index(["setting", "against", "option"])
    hard = table.loc["competition=hard"]
    assert hard["rank"].to_dict() == {("shock", "mentoring"): 1, ("shock", "grant"): 2, ("", "fund"): 1}
    assert hard["share_best"][("", "fund")] == 1


def test_a_ranking_turns_only_among_options_that_are_set_against_the_same_world():
    table = turns(worlds(PLANTED, against=SHOCKED)).set_index(["against", "setting"])
    assert table.loc["shock", "turned"].to_dict() == {"competition=hard": True, "barriers=hard": False}
    assert set(table.index.get_level_values("against")) == {"shock"}  # the fund has nobody to be ranked with


def test_options_are_compared_on_the_same_seeds_if_they_are_set_against_the_same_world():
    """Effects 5, 7, 9 and 1, 2, 6: differences 4, 5, 3."""
    rows = [
        ("", seed, name, value, 0.0, other)
        for name, values, other in (("a", (5, 7, 9), ""), ("b", (1, 2, 6), ""), ("c", (0, 0, 0), "shock"))
        for seed, value in enumerate(values)
    ]
    found = differences(pd.DataFrame(rows, columns=["setting", "seed", "option", "effect", "cost", "against"]))
    assert found[["first", "second", "n"]].to_numpy().tolist() == [["a", "b", 3]]
    assert found.loc[0, ["mean", "low", "high"]].tolist() == pytest.approx(interval([4, 5, 3])[:3])


def test_what_costs_nothing_has_no_effect_per_million():
    table = ranking(
        worlds(
            {AS_IT_IS: {"opening": 5.0, "cheap": 4.0, "dear": 8.0}}, costs={"opening": 0.0, "cheap": 1.0, "dear": 8.0}
        )
    )
    table = table.set_index("option")
    assert np.isnan(table.loc["opening", "per_million"])
    assert table.loc["cheap", "per_million"] == pytest.approx(table.loc["cheap", "effect"])
    assert table.loc["dear", "per_million"] == pytest.approx(table.loc["dear", "effect"] / 8)
    assert table["share_best"].idxmax() == "dear"


def test_options_that_tie_share_the_world():
    shares = shares_best(pd.DataFrame({"a": [1.0, 3.0, np.nan], "b": [1.0, 2.0, 9.0]}))
    assert shares.to_dict() == {"a": 0.75, "b": 0.25}


@given(st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=1, max_size=20))
def test_shares_of_the_best_sum_to_one(values):
    shares = shares_best(pd.DataFrame(values, columns=list("abc")))
    assert shares.sum() == pytest.approx(1) and (shares >= 0).all()


def test_every_condition_moves_a_declared_parameter_to_admissible_values_and_has_words():
    for name, condition in CONDITIONS.items():
        default = declared()[condition.parameter]
        assert set(condition.levels) == set(condition.words) == {"soft", "hard"}
        for level, added in condition.levels.items():
            assert added != 0 and default.admits(float(default) + added)
            assert in_words(setting_of(name, level)) == condition.words[level]
    assert in_words(AS_IT_IS) == "the world is as it is" and in_words("draw=3") == "draw=3"
