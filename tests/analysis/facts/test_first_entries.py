"""Facts of the first steps abroad, on entries counted by hand."""

from math import isnan

import numpy as np
import pandas as pd
import pytest

from alliances.analysis.facts.first_entries import (
    cultural_distances,
    distance_order,
    first_steps_abroad,
    never_abroad,
    one_market_first,
)

HEAVY = {"mode": "joint_venture"}


def entry(firm_id, step, market="USA", event="enter", **others):
    return {"firm_id": firm_id, "step": step, "market": market, "event": event, **others}


def test_only_firms_with_a_known_history_take_a_first_step(world, records):
    firms = [
        *records(1, [0] * 5),  # quiet for three years, then enters
        *records(2, [0, 1]),  # enters in the first three years: perhaps not for the first time
        *({**row, "age_years": 0.5} for row in records(3, [0])),  # founded in the run, enters soon
        *records(4, [1, 1, 1, 1]),  # abroad from before the run
        *records(5, [0] * 5),  # left a market early in the run
        *records(6, [0] * 5),
    ]
    entries = [entry(1, 12), entry(2, 5), entry(3, 5), entry(4, 14), entry(5, 1, event="leave"), entry(5, 14)]
    tables = world(firms=firms, entries=entries).worlds["base"]
    assert first_steps_abroad(tables).to_dict() == {1: 12, 3: 5}
    assert never_abroad(tables) == {6}


def test_one_market_first_looks_at_the_first_four_quarters_abroad(world, records):
    firms = [row for number in range(1, 6) for row in records(number, [0])]
    entries = [
        entry(1, 20), entry(1, 24, "FRA"),  # the second a year later
        entry(2, 20), entry(2, 23, "FRA"),
        entry(3, 20), entry(3, 21, event="leave"), entry(3, 22),  # one market, twice
        entry(4, 20), entry(4, 20, "FRA"),
        entry(5, 78),  # not watched for four quarters
    ]  # fmt: skip
    assert one_market_first(world(firms=firms, entries=entries)) == {"one_market": 2 / 4}


def test_leapfrogs_are_heavy_presences_without_a_lighter_one_before(world, records):
    firms = records(1, [0]) + records(2, [0])
    entries = [
        entry(1, 20, **HEAVY),  # a leap
        entry(1, 21, "FRA"), entry(1, 25, "FRA", "deepen", mode="wholly_owned"),  # the ladder
        entry(1, 26, "FRA", "withdraw"), entry(1, 27, "FRA", "deepen", **HEAVY),  # still the same market
        entry(1, 30, "BRA"),  # never heavy
        entry(2, 20, "FRA"), entry(2, 22, "FRA", "leave"), entry(2, 30, "FRA", mode="wholly_owned"),  # it knew France
        entry(2, 40, "IND", mode="contractual"), entry(2, 44, "IND", "deepen", **HEAVY),
    ]  # fmt: skip
    assert distance_order(world(firms=firms, entries=entries))["leapfrog"] == 1 / 4


def test_distances_are_kogut_and_singhs(world):
    apart = cultural_distances({"DEU", "USA", "JPN"})
    assert apart[("USA", "DEU")] == apart[("DEU", "USA")] > 0 == apart[("USA", "USA")]
    # over all ordered pairs, squared gaps over the variance average to 2, whatever the countries
    assert apart.mean() == pytest.approx(2)


def in_order(firm_id, markets, step=20):
    return [entry(firm_id, step + 2 * place, market) for place, market in enumerate(markets)]


def test_tau_is_one_where_the_nearest_come_first_and_minus_one_the_other_way(world, records):
    markets = ["AUT", "FRA", "USA", "JPN", "IND"]
    nearest_first = cultural_distances({"DEU", *markets})["DEU"].drop("DEU").sort_values().index.tolist()
    firms = records(1, [0]) + records(2, [0])
    assert distance_order(world(firms=firms, entries=in_order(1, nearest_first)))["tau"] == pytest.approx(1)
    both = in_order(1, nearest_first) + in_order(2, nearest_first[::-1])
    assert distance_order(world(firms=firms, entries=both))["tau"] == pytest.approx(0)
    assert distance_order(world(firms=firms, entries=in_order(2, nearest_first[::-1])))["tau"] == pytest.approx(-1)


def test_shuffled_entries_have_no_order(world, records):
    rng = np.random.default_rng(1)
    markets = ["AUT", "FRA", "USA", "JPN", "IND", "BRA"]
    entries = [row for firm in range(300) for row in in_order(firm, rng.permutation(markets))]
    firms = [row for firm in range(300) for row in records(firm, [0])]
    assert distance_order(world(firms=firms, entries=entries))["tau"] == pytest.approx(0, abs=0.08)


def test_two_markets_or_unknown_countries_have_no_order(world, records):
    firms = records(1, [0]) + records(2, [0], home="S01")
    assert isnan(distance_order(world(firms=firms, entries=in_order(1, ["USA", "FRA"])))["tau"])
    assert isnan(distance_order(world(firms=firms, entries=in_order(2, ["S02", "S03", "S04"])))["tau"])


@pytest.mark.parametrize("measure", [one_market_first, distance_order])
def test_a_world_where_nobody_goes_abroad_gives_no_number(measure, world, records):
    assert all(pd.isna(value) for value in measure(world(firms=records(1, [0]))).values())
