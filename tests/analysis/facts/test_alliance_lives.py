"""Facts of how alliances live and end, on lives counted by hand and on planted ones."""

from math import isnan

import numpy as np
import pandas as pd
import pytest

from alliances.analysis.facts.alliance_lives import both_succeed, duration, failure, lives, rivals, termination

EQUITY = {"governance": "equity_joint_venture"}


def test_failure_is_told_of_decided_alliances_formed_in_the_run(world):
    replicate = world(
        [
            {"failed": True},
            {"failed": False},
            {"failed": True, "ended_step": None},  # five years old and alive
            {"failed": False},
            {"failed": None, "ended_step": None},  # open
            {"failed": True, "formed_step": -3},  # formed before the run
        ]
    )
    assert failure(replicate) == {"failed": 1 / 2}


def test_lives_run_from_signature_to_the_end_or_to_the_end_of_the_run(world):
    told = lives(world([{"formed_step": 0, "ended_step": 6}, {"formed_step": 59, "ended_step": None}]).worlds["base"])
    assert told["years"].tolist() == [1.5, 5.0]
    assert told["ended"].tolist() == [True, False]


def test_termination_counts_alliances_too_young_for_eight_years_while_they_are_watched(world):
    # two end after 1 and 3 years; two are watched for 2 and 10 years: survival 3/4 × 1/2
    rows = [(0, 4), (0, 12), (71, None), (39, None)]
    replicate = world([{"formed_step": formed, "ended_step": ended} for formed, ended in rows])
    assert termination(replicate) == {"ended": pytest.approx(1 - 3 / 8)}


def test_medians_are_of_joint_ventures_and_of_contracts_on_technology(world):
    rows = [{"formed_step": 0, "ended_step": 4 * years, **EQUITY} for years in (5, 7, 9)]
    rows += [{"formed_step": 0, "ended_step": 4 * years} for years in (1, 2, 3)]
    rows += [{"formed_step": 0, "ended_step": 76, "technology": False}] * 2
    assert duration(world(rows)) == {"joint_ventures": 7, "technology_contracts": 2}


def test_a_median_that_was_not_reached_is_at_least_the_time_watched(world):
    told = duration(world([{"formed_step": 39, "ended_step": None, **EQUITY}]))
    assert told["joint_ventures"] == 10
    assert isnan(told["technology_contracts"])


def test_both_or_neither_is_told_of_pairs_across_borders(world):
    goals = [[True, True], [True, True], [True, False], [False, False]]
    rows = [{"goals_met": pair} for pair in goals]
    rows += [{"international": False}, {"n_partners": 3, "goals_met": [True] * 3}, {"failed": None, "goals_met": None}]
    assert both_succeed(world(rows)) == {"both": 1 / 2, "neither": 1 / 4}


def planted_rivals(world, effect, shuffled=False):
    """A replicate in which rivalry multiplies the hazard of failing by exp(effect); others end by their goals."""
    rng = np.random.default_rng(4)
    overlap = rng.random(3000)
    fails, succeeds = rng.exponential(3 * np.exp(-effect * overlap)), rng.exponential(3, overlap.size)
    ends = np.ceil(4 * np.minimum(fails, succeeds)).astype(int)
    if shuffled:
        overlap = rng.permutation(overlap)
    return world(
        [
            {"formed_step": 0, "ended_step": end if end < 79 else None, "failed": bool(failed), "market_overlap": share}
            for end, failed, share in zip(ends.tolist(), fails < succeeds, overlap.tolist(), strict=True)
        ]
    )


def test_planted_rivalry_is_recovered_from_endings_by_failure_alone(world):
    # among all endings the effect would be diluted to about half
    assert rivals(planted_rivals(world, 0.8))["market_overlap"] == pytest.approx(0.8, abs=0.2)


def test_shuffled_rivalry_does_nothing(world):
    assert rivals(planted_rivals(world, 0.8, shuffled=True))["market_overlap"] == pytest.approx(0, abs=0.2)


def test_a_world_without_rivals_has_no_coefficient(world):
    assert isnan(rivals(world([{"failed": True}, {"ended_step": 9}]))["market_overlap"])


@pytest.mark.parametrize("measure", [failure, termination, duration, both_succeed, rivals])
def test_a_world_without_alliances_gives_no_number(measure, world):
    assert all(pd.isna(value) for value in measure(world()).values())
