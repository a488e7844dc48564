"""A case's quantities against what is reported, and against counterfactual worlds."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from alliances.analysis.cases.agreement import against_reported, against_worlds, placed, spread
from alliances.analysis.cases.declaration import Quantity, last_step, years_of
from alliances.analysis.cases.words import agreement_words, change_words
from alliances.model.errors import InputError

SHARE = Quantity(
    name="Share", measure="exporters_share", unit="share", reported={"2019": 0.3, "2023": 0.9}, source="a study"
)
SALES = Quantity(name="Sales", measure="foreign_sales")


def rows(world, quantity, year, values):
    """One row for each seed."""
    return [(seed, world, quantity, year, value) for seed, value in enumerate(values, 1)]


@pytest.fixture
def values():
    """Twenty-one seeds: 0.20, 0.21, ... 0.40 as it was, and a tenth more in the other world."""
    even = np.linspace(0.2, 0.4, 21)
    found = rows("was", "Share", 2019, even) + rows("was", "Share", 2023, even)
    found += (
        rows("else", "Share", 2023, even + 0.1) + rows("was", "Sales", 2023, even) + rows("else", "Sales", 2023, even)
    )
    return pd.DataFrame(found, columns=["seed", "world", "quantity", "year", "value"])


def test_nine_in_ten_worlds_lie_between_the_fifth_and_the_ninety_fifth(values):
    row = spread(values).iloc[0]
    assert [row["mean"], row["low"], row["high"], row["seeds"]] == pytest.approx([0.3, 0.21, 0.39, 21])


def test_what_is_reported_is_set_against_the_spread_and_not_the_mean(values):
    table = against_reported(values, [SHARE, SALES], "was", 2023)
    assert table[["year", "reported", "simulated"]].to_numpy().tolist() == [[2019, 0.3, "inside"], [2023, 0.9, "below"]]
    said = "Of 2 reported numbers, 1 lie where nine in ten simulated worlds lie."
    assert agreement_words(table) == f"{said} Simulated below what is reported: Share."


@pytest.mark.parametrize(("reported", "place"), [(0.2, "inside"), (0.4, "inside"), (0.41, "below"), (0.19, "above")])
def test_the_ends_are_inside(reported, place):
    assert placed(reported, {"low": 0.2, "high": 0.4}) == place


def test_a_number_of_a_year_that_was_not_simulated_is_said_to_be_missing(values):
    table = against_reported(values[values["year"] == 2019], [SHARE], "was", 2023)
    assert table["simulated"].tolist() == ["inside", "not simulated"]


def test_where_nothing_is_reported_there_is_an_empty_table_and_a_sentence(values):
    table = against_reported(values, [SALES], "was", 2023)
    assert list(table["quantity"]) == [] and agreement_words(table).startswith("Nothing is reported")


def test_worlds_are_set_against_each_other_seed_by_seed_in_the_last_reported_year(values):
    table = against_worlds(values, [SHARE, SALES], ["was", "else"], 2023).set_index("quantity")
    assert table.loc["Share", ["base", "difference", "same_sign"]].tolist() == pytest.approx([0.3, 0.1, 1])
    assert table.loc["Sales", "difference"] == 0
    said = change_words(table.reset_index(), [SHARE, SALES], "else")
    assert said == "“else” changes Share by 10.00 percentage points."


def test_of_many_changes_the_surest_are_told_and_the_others_counted():
    names = [f"Q{n}" for n in range(6)]
    quantities = [replace(SALES, name=name) for name in names]
    half = [5.0, 1.0, 2.0, 20.0, 3.0, 4.0]  # of intervals about 10: all sure but the fourth
    rows = [[name, "else", 10.0, 10 - width, 10 + width] for name, width in zip(names, half, strict=True)]
    changes = pd.DataFrame(rows, columns=["quantity", "world", "difference", "low", "high"])
    said = change_words(changes, quantities, "else")
    assert [name in said for name in names] == [False, True, True, False, True, False]
    assert said.endswith("and 2 further quantities.")


def test_years_are_those_that_are_told_of_and_all_of_a_path():
    assert years_of(SHARE, 2007, 2024) == [2019, 2023]
    assert years_of(SALES, 2007, 2024) == [2024]
    path = Quantity(name="Path", measure="exporters_share", path=True)
    assert years_of(path, 2020, 2023) == [2020, 2021, 2022, 2023]
    early = Quantity(name="Early", measure="exporters_share", year=2010)
    assert (early.told_in(2024), years_of(early, 2007, 2024)) == (2010, [2010])


def test_the_last_quarter_of_a_year_counts_from_the_first():
    assert [last_step(year, 2007) for year in (2007, 2019, 2023)] == [3, 51, 67]


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"source": ""}, "reported needs source"), ({"reported": {"soon": 1.0}}, "'soon' must be a year")],
)
def test_what_is_reported_must_have_a_year_and_a_source(changes, said):
    with pytest.raises(InputError, match=said):
        Quantity(**{"name": "N", "measure": "exporters_share", "reported": 0.1, "source": "a study", **changes})
