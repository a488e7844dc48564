"""What is measured of groups of firms, on tables that are written out, and what a case may ask of them."""

import pandas as pd
import pytest

from alliances.analysis.cases import groups
from alliances.analysis.cases.groups import GROUPS, check_choices
from alliances.analysis.cases.measures import MEASURES, check_measure
from alliances.analysis.cases.words import levels_words
from alliances.experiments.cases.case import load_case
from alliances.model.errors import InputError


@pytest.fixture
def tables():
    """Six firms: small biotechs, one of them abroad, and a large firm of medicine; and their alliances."""
    firms = [
        (3, 0, "CAN", "biotech", True, 0.4, 1), (3, 1, "USA", "biotech", True, 0.0, 2),
        (3, 2, "USA", "medicine", False, 0.6, 1), (3, 3, "USA", "biotech", True, 0.1, 0),
        (3, 4, "DEU", "biotech", True, 0.2, 1), (3, 5, "DEU", "ict", True, 0.3, 1),
    ]  # fmt: skip
    columns = ["step", "firm_id", "home", "industry", "sme", "foreign_sales_share", "alliances"]
    alliances = [
        (-4, pd.NA, [0, 1], 24, 0.1, pd.NA), (0, pd.NA, [1, 2], 24, 0.3, True), (1, 3, [0, 5], 8, 0.1, False),
        (2, pd.NA, [4, 5], 20, 0.25, False),
    ]  # fmt: skip
    names = ["formed_step", "ended_step", "partners", "planned_quarters", "goal_divergence", "failed"]
    return {
        "firms": pd.DataFrame(firms, columns=columns),
        "alliances": pd.DataFrame(alliances, columns=names).astype({"ended_step": "Int64", "failed": "boolean"}),
    }


def test_firms_are_in_a_partnership_or_in_other_alliances_or_in_none(tables):
    means = {kind: groups.by_kind(tables, 3, kind, "foreign_sales_share") for kind in groups.KINDS}
    # in a living partnership: 0 and 1, 4 and 5; in another alliance only: 2; in none: 3
    assert means == {"partnership": pytest.approx(0.225), "project": 0.6, "none": 0.1}


def test_failures_are_of_alliances_of_small_biotechs_of_the_two_cities(tables):
    assert groups.biotech_failed(tables, 3) == 0.5
    assert groups.biotech_mean(tables, 3, "foreign_sales_share") == pytest.approx(0.5 / 3)


def test_a_large_partner_is_none_of_the_small_firms(tables):
    assert groups.large_partner(tables, 3, ["medicine"]) == 0.5
    assert groups.large_partner(tables, 3, ["ict"]) == 0


def test_every_group_is_a_measure():
    assert set(GROUPS) <= set(MEASURES)


@pytest.mark.parametrize(
    ("of", "said"),
    [
        ({"city": "Bosten"}, "no city 'Bosten'; did you mean 'Boston'?"),
        ({"reasons": ["age", "luck"]}, "no reasons 'luck'"),
        ({"kind": "partnerships"}, "did you mean 'partnership'?"),
        ({"mean_of": "foreign_sales"}, ""),
        ({"mean_of": "shoes"}, "no mean_of 'shoes'"),
        ({"actor": "founder"}, "no actor 'founder'"),
    ],
)
def test_what_a_case_asks_of_a_group_is_checked_before_any_world_is_run(of, said):
    if not said:
        return check_choices(of)
    with pytest.raises(InputError, match=said.replace("?", r"\\?")):
        check_choices(of)


def test_a_measure_that_is_asked_for_too_much_or_too_little_is_refused():
    with pytest.raises(InputError, match="must name kind, mean_of"):
        check_measure("by_kind", {"kind": "none"})


@pytest.mark.parametrize(("name", "worlds"), [("biotech", 5), ("emerging-smes", 7)])
def test_the_shipped_cases_of_groups_can_be_read(name, worlds):
    case = load_case(name, firms=60)
    assert len(case.variants) == worlds
    assert not any(quantity.reported for quantity in case.quantities)


def test_a_case_of_which_nothing_is_reported_begins_with_what_its_first_quantities_are():
    case = load_case("emerging-smes", firms=60)
    rows = [(one.name, "without new alliances", 0.125) for one in case.quantities]
    changes = pd.DataFrame(rows, columns=["quantity", "world", "base"])
    said = levels_words(changes, case.quantities)
    assert said.startswith("As it was: Partnerships among alliances formed 12.5 %; Failed, of partnerships 12.5 %;")
    assert "Public spending" not in said
