"""Causal effects from paired worlds, on worlds whose difference is known."""

import math

import numpy as np
import pytest

from alliances.analysis.surveys import nissanka_constructs, survey, surveys, zhu
from alliances.analysis.surveys.nissanka_constructs import score_changes
from alliances.analysis.surveys.zhu import yardstick
from alliances.experiments.evidence.worlds import WORLDS


def found(name, worlds):
    return survey(name).caused(worlds).set_index("path")["effect"].to_dict()


def same_everywhere(name, tables):
    return dict.fromkeys(("base", *survey(name).worlds), tables)


def changed(tables, name, **columns):
    return {**tables, name: tables[name].assign(**columns)}


def test_the_worlds_needed_exist():
    assert {name for one in surveys().values() for name in one.worlds} <= set(WORLDS)


def test_where_no_world_differs_nothing_is_caused(world):
    caused = found("zhu", same_everywhere("zhu", world))
    assert (caused["XM1"], caused["XM2"], caused["total"]) == (0, 0, 0)
    assert math.isnan(caused["Z3"])  # competition does not differ, so nothing is known of it
    assert all(math.isnan(value) for value in found("nissanka", same_everywhere("nissanka", world)).values())
    assert set(found("veilleux", same_everywhere("veilleux", world)).values()) == {0}


def test_one_spread_more_of_a_mediator_is_one_spread_of_the_alliance_variable(world):
    """Every firm had one standard deviation fewer years in the world without allies: b = 1 spread, beta = b × sd(X)."""
    eligible = zhu.eligible(world)
    spread = eligible["mnc_cooperation_depth"].std(ddof=0)
    years = world["firms"]["mnc_cooperation_years"] - spread
    worlds = same_everywhere("zhu", world) | {"alone": changed(world, "firms", mnc_cooperation_years=years)}
    caused = found("zhu", worlds)
    assert caused["XM2"] == pytest.approx(eligible[zhu.X].std(ddof=0))
    assert (caused["XM1"], caused["total"]) == (0, 0)


def test_performance_is_measured_in_its_own_spreads(world):
    """One spread of the foreign sales share is a third of one in the mean of three parts."""
    eligible = zhu.eligible(world)
    measure = yardstick(eligible)
    share = world["firms"]["foreign_sales_share"] - eligible["overseas_revenue_ratio"].std(ddof=0)
    worlds = same_everywhere("zhu", world) | {"alone": changed(world, "firms", foreign_sales_share=share)}
    expected = 1 / 3 / measure.performance_spread * measure.spread[zhu.X]
    assert found("zhu", worlds)["total"] == pytest.approx(expected)


def test_the_yardstick_is_the_surveys_own(world):
    answered = zhu.SURVEY.population(zhu.eligible(world))
    assert yardstick(zhu.eligible(world)).performance_spread == pytest.approx(answered[zhu.Y].std(ddof=0))


def test_barriers_that_cost_sales_are_told_as_a_loss(world):
    """Sales of the firms asked are lower wherever barriers are higher, by as much as they are higher."""
    asked = nissanka_constructs.asked(world).index
    firms = world["firms"]
    poorer = np.where(firms["firm_id"].isin(asked), 0.01, 1.0) * firms["foreign_sales_share"]
    raised = changed(world, "firms", foreign_sales_share=poorer)
    raised = changed(raised, "markets", entry_barrier=world["markets"]["entry_barrier"] + 0.1)
    caused = found("nissanka", same_everywhere("nissanka", world) | {"higher_barriers": raised})
    assert caused["beta_MC"] < -0.05
    assert math.isnan(caused["beta_KT"])


def test_changes_of_scores_turn_around_with_the_worlds(world):
    poorer = changed(world, "firms", foreign_sales_share=world["firms"]["foreign_sales_share"] * 0.5)
    forth, back = score_changes(world, poorer), score_changes(poorer, world)
    assert forth["internationalization_success"] > 0
    assert list(forth) == pytest.approx(list(-back))
