"""Curves over budget bend as they were planted, and the best option by budget is the one that was planted."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.analysis.policy.budget import (
    DIMINISHING,
    FIXED,
    INCREASING,
    STRAIGHT,
    bend,
    best_by_budget,
    budget_curve,
    returns,
)

FACTORS = (0.25, 0.5, 1.0, 2.0, 4.0)
SEEDS = 20


def worlds(curves, noise=0.3, seeds=SEEDS):
    """Worlds with options {name: (cost of a factor, effect of a cost)}."""
    draw = np.random.default_rng(3)
    rows = []
    for option, (cost, effect) in curves.items():
        for seed in range(seeds):
            for factor in FACTORS:
                paid = cost(factor) * (1 + 0.01 * (seed - seeds / 2) / seeds)
                rows.append(("budget", "", factor, seed, option, effect(paid) + draw.normal(0, noise), paid))
    table = pd.DataFrame(rows, columns=["kind", "setting", "factor", "seed", "option", "effect", "cost"])
    return table.assign(against="")


def shape(effect, noise=0.3, cost=lambda factor: 10 * factor):
    return returns(worlds({"a": (cost, effect)}, noise)).iloc[0]


def test_a_concave_curve_has_diminishing_returns():
    found = shape(lambda cost: 5 * np.sqrt(cost))
    assert found["returns"] == DIMINISHING and found["n"] == SEEDS
    assert 0 < found["low"] < found["bend"] < found["high"]


def test_the_bend_of_a_square_root_is_a_sixth_of_its_end():
    """Mean of √x over [0, 1] is 2/3, of the chord 1/2; straight pieces between budgets lie a little below √x."""
    found = shape(lambda cost: 6 * np.sqrt(cost / 40), noise=0)
    straight = 6 * (np.trapezoid([0, 0.25, 0.5**1.5, 0.5, 0.5**0.5, 1], [0, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1]) - 0.5)
    assert found["bend"] == pytest.approx(straight, rel=0.02) and 0.8 < found["bend"] < 1


@given(st.lists(st.floats(0, 10), min_size=2, max_size=6), st.booleans())
def test_a_bend_has_the_sign_of_the_curvature(slopes, concave):
    """Stretches of one million each, with slopes that only fall or only rise."""
    effect = np.cumsum([0.0, *sorted(slopes, reverse=concave)])
    found = bend(np.arange(len(effect), dtype=float), effect)
    assert found >= -1e-9 if concave else found <= 1e-9


def test_a_convex_curve_has_increasing_returns_and_a_straight_one_neither():
    assert shape(lambda cost: 0.02 * cost**2)["returns"] == INCREASING
    straight = shape(lambda cost: 0.5 * cost)
    assert straight["returns"] == STRAIGHT and straight["low"] < 0 < straight["high"]


def test_a_straight_curve_is_called_bent_in_about_a_twentieth_of_comparisons():
    draw, wrong = np.random.default_rng(4), 0
    for _ in range(200):
        rows = [
            ("budget", factor, seed, "a", factor + draw.normal(0, 1), factor) for seed in range(8) for factor in FACTORS
        ]
        table = pd.DataFrame(rows, columns=["kind", "factor", "seed", "option", "effect", "cost"])
        wrong += returns(table).iloc[0]["returns"] != STRAIGHT
    assert 1 <= wrong <= 22


def test_marginal_returns_are_those_of_each_stretch():
    """Two firms a million up to ten million, half a firm a million beyond."""
    table = budget_curve(
        worlds({"a": (lambda factor: 10 * factor, lambda cost: 2 * min(cost, 10) + 0.5 * max(cost - 10, 0))}, 0.1)
    )
    assert table["factor"].tolist() == [0, *FACTORS] and table["n"].unique().tolist() == [SEEDS]
    assert table.loc[0, ["cost", "effect", "low", "high"]].tolist() == [0, 0, 0, 0] and np.isnan(
        table.loc[0, "marginal"]
    )
    assert table["marginal"].tolist()[1:] == pytest.approx([2, 2, 2, 0.5, 0.5], abs=0.06)
    assert (table["marginal_low"] <= table["marginal"])[1:].all() and (table["marginal"] <= table["marginal_high"])[
        1:
    ].all()
    assert table["marginal_high"].iloc[4] < 1 < table["marginal_low"].iloc[3]


def test_money_that_is_not_spent_has_no_marginal_return():
    table = budget_curve(worlds({"a": (lambda factor: 10 * min(factor, 1), lambda cost: cost)}, 0.1))
    assert table.set_index("factor")["marginal"].isna().to_dict() == {
        0: True,
        0.25: False,
        0.5: False,
        1: False,
        2: True,
        4: True,
    }


def test_an_option_without_a_budget_is_said_to_have_none():
    found = shape(lambda cost: 3.0, cost=lambda factor: 5.0)
    assert found["returns"] == FIXED and np.isnan(found["bend"])


CHEAP_AND_DEAR = {
    "small": (lambda factor: 4 * factor, lambda cost: 10 * min(cost, 4) / 4),  # all it can do is had for 4
    "large": (lambda factor: 20 * factor, lambda cost: 0.75 * cost),
}


def test_the_best_option_changes_with_the_budget_where_the_curves_cross():
    """The curves cross at 10 firms: 0.75 firms a million make that 13.3 million."""
    table = best_by_budget(worlds(CHEAP_AND_DEAR, 0.1), [2, 4, 12, 16, 80])
    best = table[table["rank"] == 1].set_index("budget")
    assert best["option"].to_dict() == {2: "small", 4: "small", 12: "small", 16: "large", 80: "large"}
    assert (best["share_best"] > 0.9).all()
    small = table[table["option"] == "small"].set_index("budget")["effect"]
    assert small.to_dict() == pytest.approx({2: 5, 4: 10, 12: 10, 16: 10, 80: 10}, abs=0.2)


def test_options_against_different_worlds_are_each_best_of_their_own():
    table = worlds(CHEAP_AND_DEAR, 0.1)
    apart = best_by_budget(table.assign(against=table["option"].where(table["option"] == "large", "")), [4, 80])
    assert set(apart["rank"]) == {1} and set(apart["share_best"]) == {1.0}


def test_an_option_without_a_budget_is_had_as_a_whole_or_not_at_all():
    fixed = {"whole": (lambda factor: 10.0, lambda cost: 50.0), "part": (lambda factor: 10 * factor, lambda cost: cost)}
    table = best_by_budget(worlds(fixed, 0), [5, 11]).set_index(["budget", "option"])
    assert table.loc[(5, "whole"), "effect"] == 0 and table.loc[(11, "whole"), "effect"] == 50
    assert table.loc[(5, "part"), "effect"] == pytest.approx(5)


def test_budgets_run_from_the_cheapest_to_the_dearest_that_was_tried():
    budgets = best_by_budget(worlds(CHEAP_AND_DEAR))["budget"].unique()
    assert budgets[0] == pytest.approx(1, rel=0.01) and budgets[-1] == pytest.approx(80, rel=0.01)
    assert (np.diff(budgets) > 0).all()


def test_without_rows_of_budgets_there_is_nothing_to_tell():
    none = worlds(CHEAP_AND_DEAR).head(0)
    assert budget_curve(none).empty and returns(none).empty and best_by_budget(none).empty


def test_a_seed_that_lacks_a_budget_is_left_out():
    table = worlds({"a": (lambda factor: 10 * factor, lambda cost: cost)})
    found = budget_curve(table[~((table["seed"] == 3) & (table["factor"] == 4))])
    assert found["n"].unique().tolist() == [SEEDS - 1]
