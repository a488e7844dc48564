"""What is measured of named firms, on tables that are written out."""

import pandas as pd
import pytest

from alliances.analysis.cases import measures
from alliances.analysis.cases.measures import check_measure, taken
from alliances.model.errors import InputError
from alliances.model.world.setup import build_industries, industry_names

EUROPE = ["DEU", "SWE"]


@pytest.fixture
def tables():
    """Two firms in two years: one from Sweden, at home in a region, one from China, abroad in it."""
    firms = [
        (3, 0, "Maker", "SWE", 40.0, 100.0), (3, 1, "Rival", "CHN", 30.0, 60.0), (7, 1, "Rival", "CHN", 0.0, 50.0),
    ]  # fmt: skip
    presence = [(3, 0, "DEU", 25.0), (3, 0, "CHN", 15.0), (3, 1, "DEU", 30.0), (7, 1, "USA", 9.0)]
    markets = [(3, "DEU", 6000.0), (3, "CHN", 2000.0), (7, "DEU", 8000.0)]
    alliances = [(-2, 5, [0, 1]), (4, pd.NA, [1, 2])]
    return {
        "firms": pd.DataFrame(firms, columns=["step", "firm_id", "name", "home", "foreign_sales", "total_sales"]),
        "presence": pd.DataFrame(presence, columns=["step", "firm_id", "market", "sales"]),
        "markets": pd.DataFrame(markets, columns=["step", "market", "size"]),
        "alliances": pd.DataFrame(alliances, columns=["formed_step", "ended_step", "partners"]),
    }


def test_a_share_of_demand_is_of_the_industrys_part_of_the_whole_world(tables):
    part = build_industries()["share"][industry_names().index("biotech")]
    assert measures.share_of_demand(tables, 3, "Maker", "biotech") == pytest.approx(100 / (8000 * part))


def test_a_firm_that_has_closed_has_no_share_and_no_foreign_share(tables):
    assert measures.share_of_demand(tables, 7, "Maker", "biotech") == 0
    assert measures.foreign_share(tables, 7, "Maker") is None


def test_the_foreign_share_is_of_all_its_sales(tables):
    assert measures.foreign_share(tables, 3, "Maker") == pytest.approx(0.4)
    assert measures.foreign_share(tables, 7, "Rival") == 0


def test_sales_in_a_region_count_the_home_that_lies_there(tables):
    # 25 in Germany and 100 - 40 at home; the rival sells 30 in Germany and is at home elsewhere
    assert measures.sales_in(tables, 3, "Maker", EUROPE) == 85
    assert measures.sales_in(tables, 3, "Rival", EUROPE) == 30
    assert measures.sales_over(tables, 3, "Maker", "Rival", EUROPE) == pytest.approx(85 / 115)
    assert measures.sales_over(tables, 3, "Maker", "Rival", ["BRA"]) is None


@pytest.mark.parametrize(("step", "is_allied"), [(3, 1), (4, 1), (5, 0), (7, 0)])
def test_firms_are_allied_until_the_quarter_in_which_it_ends(tables, step, is_allied):
    assert measures.allied(tables, step, "Maker", "Rival") == is_allied


def test_what_cannot_be_taken_is_not_a_number(tables):
    value = taken("foreign_share", {"firm": "Maker"}, tables, 7, 1)
    assert value != value


@pytest.mark.parametrize(
    ("name", "of", "said"),
    [
        ("foreign_shore", {}, "did you mean 'foreign_share'?"),
        ("foreign_share", {}, "must name firm for the measure 'foreign_share'"),
        ("foreign_share", {"firm": "Maker", "industry": "ict"}, "must name firm"),
        ("exporters@", {}, "exporters@"),
    ],
)
def test_a_measure_that_cannot_be_taken_is_refused(name, of, said):
    with pytest.raises(InputError, match=said.replace("?", "[?]")):
        check_measure(name, of)
