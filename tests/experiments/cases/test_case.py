"""Cases as files declare them, and as they are simulated."""

import tomllib
from dataclasses import replace

import pandas as pd
import pytest

from alliances.experiments.campaign.campaign import How
from alliances.experiments.campaign.sitting import carry_out
from alliances.experiments.cases.case import AS_IT_WAS, SHIPPED, load_case, shipped_cases
from alliances.experiments.cases.folder import write_case
from alliances.experiments.cases.study import campaign_of, measured, plan_of
from alliances.model.errors import InputError
from alliances.model.world.own_files import text_in

UNREPORTED = ("biotech", "emerging-smes")
"""Cases whose sources report no number that a world could be set against."""
SCENARIO = """[scenario]
title = "T"
question = "Q?"
source = "S"
look_for = "L"
[world]
countries = ["CHN", "DEU", "BRA", "USA"]
firms = 40
quarters = 12
burn_in = 8
first_year = 2007
firms_file = "firms.csv"
alliances_file = "alliances.csv"
[[policy]]
name = "Sanctions"
instrument = "sanctions"
markets = ["USA"]
start = 1
target = { homes = ["CHN"] }
[[policy]]
name = "Slump"
instrument = "demand_slump"
start = 2
"""
FIRMS = "name,home,industry,assets,age_years\nMaker,CHN,telecom_equipment,400,20\nOperator,DEU,ict,400,20\n"
ALLIED = "partner_1,partner_2,start_year,scope\nMaker,Operator,2005,supply_chain\n"
CASE = """[case]
title = "T"
question = "Q?"
source = "S"
scenario = "world.toml"
shows = ["This."]
cannot = ["That."]
[[event]]
year = 2008
words = "It happened"
[[counterfactual]]
name = "apart"
words = "They are not allied."
alliances_file = "apart.csv"
[[counterfactual]]
name = "without sanctions"
words = "No sanctions."
lifted = ["Sanctions"]
[[counterfactual]]
name = "no policies"
words = "None."
lifted = ["all"]
[counterfactual.parameters]
trust.gain = 0.2
[[quantity]]
name = "Allied"
measure = "allied"
of = { firm = "Maker", other = "Operator" }
path = true
reported = { 2008 = 1 }
source = "a study"
[[quantity]]
name = "Change"
measure = "foreign_share"
of = { firm = "Maker" }
unit = "share"
since = 2007
reported = 0.1
source = "a study"
"""


@pytest.fixture
def read(tmp_path):
    """Reads a case from text, with its files beside it."""

    def reader(text=CASE):
        files = {
            "world.toml": SCENARIO, "firms.csv": FIRMS, "alliances.csv": ALLIED, "mine.toml": text,
            "apart.csv": ALLIED.splitlines()[0] + "\n",
        }  # fmt: skip
        for name, content in files.items():
            (tmp_path / name).write_text(content, "utf-8")
        return load_case(tmp_path / "mine.toml")

    return reader


def test_worlds_differ_in_what_a_counterfactual_says_and_in_nothing_else(read):
    was, apart, lifted, none = read().variants
    assert was.name == AS_IT_WAS
    assert apart.scenario == replace(was.scenario, alliances_file=apart.scenario.alliances_file) != was.scenario
    assert apart.scenario.alliances_file.endswith("apart.csv")
    assert [[policy.name for policy in one.scenario.policies] for one in (was, lifted, none)] == [
        ["Sanctions", "Slump"], ["Slump"], [],
    ]  # fmt: skip
    assert none.parameters == {"trust.gain": 0.2} and not was.parameters


def test_years_are_those_of_the_scenario(read):
    case = read()
    assert (case.first_year, case.last_year) == (2007, 2009)
    assert case.quantities[1].reported_in(case.last_year) == {2009: 0.1}


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('["Sanctions"]', '["Sanctoins"]', "no policy of the scenario 'Sanctoins'; did you mean 'Sanctions'?"),
        ('firm = "Maker", other', 'firm = "Mker", other', "no firm 'Mker'; did you mean 'Maker'?"),
        ("2008 = 1", "2019 = 1", "year 2019 must be in 2007 to 2009"),
        ("since = 2007", "since = 2006", "year 2006 must be in 2007 to 2009"),
        ('name = "apart"', 'name = "as it was"', "counterfactual 'as it was' must have a name of its own"),
        ('name = "Change"', 'name = "Allied"', "quantity 'Allied' must have a name of its own"),
        ('measure = "allied"', 'measure = "alied"', "no measure 'alied'; did you mean 'allied'?"),
        ("apart.csv", "gone.csv", "gone.csv"),
        ('title = "T"', 'titel = "T"', "did you mean 'title'?"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line(read, right, wrong, said):
    assert right in CASE
    with pytest.raises(InputError) as error:
        case = read(CASE.replace(right, wrong, 1))
        carry_out(campaign_of(plan_of(case, 1)), None)
    assert said in str(error.value) and "\n" not in str(error.value)


def test_a_case_is_measured_in_every_world_year_by_year(read):
    case = read()
    found = carry_out(campaign_of(plan_of(case, 2)), None)
    allied = found.values[found.values["quantity"] == "Allied"].set_index(["seed", "world", "year"])["value"]
    assert len(allied) == 2 * 4 * 3
    assert allied.xs("apart", level="world").loc[(1, 2007)] == 0
    assert set(found.changes["world"]) == {"apart", "without sanctions", "no policies"}
    assert found.agreement["quantity"].tolist() == ["Allied", "Change"]


def test_the_name_of_a_file_that_is_not_utf8_may_stand_in_the_report(read, tmp_path):
    how = How(workers=1, command=["alliances", "case", "caf\udce9.toml"])
    carry_out(campaign_of(plan_of(read(), 2)), tmp_path / "f", how, write_case)
    assert r"caf\udce9.toml" in (tmp_path / "f" / "report.html").read_text(encoding="utf-8")


def test_a_change_is_the_last_year_less_the_earlier_one(read):
    steps = {3: 40.0, 11: 65.0}
    firms = pd.DataFrame([
        {"step": step, "firm_id": 0, "name": "Maker", "foreign_sales": sales, "total_sales": 100.0}
        for step, sales in steps.items()
    ])  # fmt: skip
    case = replace(read(), quantities=read().quantities[1:])
    assert [*measured(case, {"firms": firms}, 1)] == [("Change", 2009, pytest.approx(0.25))]


@pytest.mark.parametrize("name", shipped_cases())
def test_a_shipped_case_can_be_read_and_feeds_nothing_reported_into_its_worlds(name):
    case = load_case(name)
    document = tomllib.loads(text_in(SHIPPED / f"{name}.toml"))
    told = [quantity.get("reported") for quantity in document["quantity"]]
    assert any(told) != (name in UNREPORTED) and all(one.source for one in case.quantities if one.reported is not None)
    bare = [replace(one, reported=None, source="") for one in case.quantities]
    assert [one.read() for one in replace(case, quantities=tuple(bare)).variants] == [
        one.read() for one in case.variants
    ]
