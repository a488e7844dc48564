"""Outcomes of a run: known answers from small tables, and the same numbers as the summary and the facts give."""

import math

import pandas as pd
import pytest

from alliances.analysis.facts import fact
from alliances.analysis.facts.declaration import Replicate
from alliances.analysis.run_outcomes import OUTCOMES, check_outcomes, fact_numbers, measure
from alliances.analysis.summary import summary
from alliances.analysis.tables import BASE
from alliances.model.errors import InputError
from alliances.model.face.model import AllianceModel
from alliances.model.records.outcomes import QUARTERS_TABLE

STEPS = 8


@pytest.fixture(scope="module")
def tables():
    return AllianceModel(seed=3, firms=120, quarters=60).run().tables()


def quarters():
    """Eight quarters in which each column is the step times 10."""
    names = [column.name for column in QUARTERS_TABLE.columns]
    return pd.DataFrame({name: [10 * step for step in range(STEPS)] for name in names}).assign(step=range(STEPS))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("exporters@last", 70),
        ("exporters@0:8", 35),
        ("exporters@2:4", 25),  # of 20 and 30: the window ends before quarter 4
        ("formed@0:8 sum", 280),
        ("formed@5:6 mean", 50),
        ("formed@3:7 min", 30),
        ("formed@3:7 max", 60),
    ],
)
def test_a_column_of_quarters_is_taken_in_its_window(name, value):
    assert measure([name], {"quarters": quarters()}) == {name: value}


def test_rates_are_per_firm_and_year():
    still = quarters().assign(closed=1, formed=2, living_firms=40)
    told = measure(["firms_closed", "alliances_formed"], {"quarters": still})
    assert told == {"firms_closed": 4 / 40, "alliances_formed": 8 / 40}


def test_outcomes_agree_with_the_summary(tables):
    told, short = measure(OUTCOMES, tables), summary(tables)
    assert told["failed_share"] == short["alliances"]["failed_share"]
    assert told["median_alliance_life"] == short["alliances"]["median_life_of_ended_years"]
    assert told["exporters_share"] == short["firms"]["exporters_share"]
    assert told["foreign_sales_share"] == short["firms"]["foreign_sales_share"]
    assert told["equity_share"] == short["by_governance"]["equity_joint_venture"]["share_of_formed"]
    assert told["opportunism_share"] == short["endings"].get("opportunism", {"share": 0.0})["share"]


def test_every_outcome_is_a_number_with_its_unit_and_shares_lie_between_0_and_1(tables):
    told = measure(OUTCOMES, tables)
    assert list(told) == list(OUTCOMES)
    for name, outcome in OUTCOMES.items():
        assert isinstance(told[name], float)
        assert outcome.unit and outcome.meaning[0].isupper() and not outcome.meaning.endswith(".")
        if outcome.unit == "0-1":
            assert 0 <= told[name] <= 1


def test_numbers_of_facts_are_those_that_the_fact_gives(tables):
    names = ["export_entry.new", "duration.joint_ventures", "degree_skew.clustering"]
    told = measure(names, tables, seed=3)
    for name in names:
        one, _, number = name.partition(".")
        assert told[name] == fact(one).measure(Replicate(3, {BASE: tables}))[number]


def test_facts_that_need_other_worlds_are_not_offered():
    assert "export_entry.new" in fact_numbers()
    assert not [name for name in fact_numbers() if name.startswith(("competition_causal", "telecom_shares"))]


def test_where_there_is_nothing_to_take_a_number_of_it_is_not_a_number():
    alone = AllianceModel(seed=1, firms=30, quarters=4, parameters={"strategy.ally_propensity": 0.0}).run().tables()
    told = measure(OUTCOMES, alone)
    nothing = {name for name, value in told.items() if math.isnan(value)}
    assert {"failed_share", "median_alliance_life", "equity_share"} <= nothing
    assert told["alliances_formed"] == told["alliances_per_firm"] == 0
    no_time = AllianceModel(seed=1, firms=30, quarters=0).tables()
    assert math.isnan(measure(["exporters@last"], no_time)["exporters@last"])


def test_the_numbers_of_a_fact_that_breaks_in_a_small_run_are_not_numbers():
    small = AllianceModel(seed=1, firms=60, quarters=2).run().tables()
    told = measure([*OUTCOMES, *fact_numbers()], small)
    assert math.isnan(told["zipf.exponent"]) and math.isnan(told["nissanka_correlations.smallest"])
    assert told["exporters_share"] >= 0


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], "outcomes is empty"),
        (["failed_shre"], "no outcome 'failed_shre'; did you mean 'failed_share'"),
        (["failed_share", "failed_share"], "names 'failed_share' twice"),
        (["exporter@last"], "no column of quarters 'exporter'; did you mean 'exporters'"),
        (["exporters@lst"], "outcome 'exporters@lst' must be COLUMN@last"),
        (["exporters@4:4"], "must have a window from an earlier to a later quarter"),
        (["exporters@0:90"], "must have windows inside the run's 80 quarters"),
        (["exporters@0:80 men"], "no way to take one number 'men'; did you mean 'mean'"),
        (["export_entry.nwe"], "did you mean 'export_entry.new'"),
        (["competition_causal.points"], "no outcome 'competition_causal.points'"),
    ],
)
def test_an_outcome_that_cannot_be_measured_is_refused(names, said):
    with pytest.raises(InputError, match=said):
        check_outcomes(names, quarters=80)
