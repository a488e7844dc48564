"""A policy says what it is in a table of a file; whatever cannot be used is refused in one line that helps."""

import json
import math
from importlib.resources import files

import pytest

from alliances.model.errors import InputError
from alliances.model.face.model import AllianceModel
from alliances.model.policies.policy import INSTRUMENTS, Policy, policy_from
from alliances.model.policies.target import Target

pytestmark = pytest.mark.smoke
GRANT = {"name": "Grant", "instrument": "export_grant"}


def refused(**changes) -> str:
    with pytest.raises(InputError) as error:
        policy_from({**GRANT, **changes})
    assert "\n" not in str(error.value)
    return str(error.value)


def test_a_table_makes_a_policy():
    policy = policy_from({
        **GRANT, "share": 0.4, "markets": ["VNM", "CHN"], "start": 5, "end": 15, "phase_in": 1, "budget": 2,
        "ceiling": 0.1, "allocation": "lottery", "target": {"size": "sme", "age": [0, 5], "homes": ["DEU"]},
    })  # fmt: skip
    assert policy.full.share == 0.4
    assert policy.markets == ("VNM", "CHN")
    assert policy.target == Target(size="sme", age=(0, 5), homes=("DEU",))
    assert policy.admits == "yearly"
    assert policy.room == 20  # 2 million a year in awards of 0.1


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"share": 0.3, "markets": ["VNM"], "start": 2, "end": 4.5, "phase_in": 1, "stacking": False},
        {"budget": 2, "ceiling": 0.1, "places": 9, "allocation": "score", "score": "highest technology"},
        {"target": {"age": [5], "employees": [0, 50], "homes": ["DEU", "FRA"], "partner_abroad": True}},
    ],
)
def test_what_a_policy_tells_of_itself_makes_the_same_policy_and_is_json(changes):
    policy = policy_from({**GRANT, **changes})
    assert policy_from(json.loads(json.dumps(policy.told(), allow_nan=False))) == policy


def test_strength_is_phased_in_held_and_ended():
    policy = policy_from({**GRANT, "share": 0.8, "start": 1, "phase_in": 0.75, "end": 3})
    assert [policy.strength(step).share for step in (3, 4, 5, 6, 7, 11, 12)] == pytest.approx(
        [0, 0.2, 0.4, 0.6, 0.8, 0.8, 0]
    )


def test_places_follow_from_budget_and_fee():
    mentored = {"name": "Mentors", "instrument": "mentoring", "yearly_fee": 0.02, "administration": 0.1}
    assert policy_from({**mentored, "budget": 0.5}).room == 20  # (0.5 - 0.1) / 0.02
    assert policy_from({**mentored, "budget": 0.05}).room == 0
    assert policy_from(mentored).room == math.inf
    assert policy_from({**mentored, "places": 7}).room == 7


def test_a_round_admits_as_many_as_there_are_places_or_a_share_of_who_applies():
    def free(places, members, applicants):
        return policy_from({**GRANT, "places": places}).free(members, applicants)

    assert [free(7, members, 10) for members in (0, 5, 7, 9)] == [7, 2, 0, 0]
    assert free(7, 0, 3) == 3
    assert [free(0.4, 0, applicants) for applicants in (0, 2, 10, 77)] == [0, 0, 4, 30]
    assert free(0.29, 0, 100) == 29  # 0.29 * 100 is a little less


def test_a_budget_is_offered_anew_in_every_year_that_the_policy_has_begun():
    grant = policy_from({**GRANT, "budget": 2, "start": 1, "end": 3.5})
    assert [grant.offered(years) for years in (0.5, 1, 1.25, 2, 3, 4, 9)] == [0, 0, 2, 2, 4, 6, 6]


def test_a_policy_must_last_a_quarter():
    assert "must be a quarter of a year or more after start = 0.4" in refused(start=0.4, end=0.45)
    brief = policy_from({**GRANT, "start": 0.4, "end": 0.65})
    assert [step for step in range(8) if brief.ramp(step)] == [2]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"instrument": "export_grnt"}, "no instrument 'export_grnt'; did you mean 'export_grant'?"),
        ({"shre": 0.5}, "no key 'shre'; did you mean 'share'?"),
        ({"share": 1.5}, "share = 1.5 must be a number in [0, 1]"),
        ({"share": "half"}, "share = 'half' must be"),
        ({"budget": -1}, "budget = -1 must be a number, 0 or more"),
        ({"budget": math.nan}, "budget = nan must be"),
        ({"start": 5, "end": 5}, "end = 5 must be a quarter of a year or more after start = 5"),
        ({"start": -1}, "start = -1 must be"),
        ({"allocation": "raffle"}, "allocation = 'raffle' must be one of first_come, score, lottery"),
        ({"allocation": "lottery", "budget": 1}, "needs places, or a budget and what one firm gets (ceiling)"),
        ({"score": "lowest fame"}, "no score 'lowest fame'"),
        ({"markets": []}, "markets = [] must be a list of one name or more"),
        ({"markets": ["VNM", "VNM"]}, "names each once"),
        ({"target": {"sise": "sme"}}, "no [target] key 'sise'; did you mean 'size'?"),
        ({"target": {"age": [5, 2]}}, "target.age = [5, 2] must be [from, below]"),
        ({"target": {"age": ["x", 2]}}, "target.age = ['x', 2] must be a list of numbers"),
        ({"target": {"age": [1, 2, 3]}}, "target.age = [1, 2, 3] must be"),
        ({"target": {"employees": [250, 10]}}, "target.employees = [250, 10] must be [from, below]"),
        ({"target": {"size": "tiny"}}, "target.size = 'tiny' must be one of any, sme, large"),
        ({"target": "sme"}, "target = 'sme' must be a table"),
        ({"stacking": "no"}, "stacking = 'no' must be true or false"),
        ({"name": " "}, "name = ' ' must be a text"),
    ],
)
def test_what_cannot_be_used_is_refused(changes, said):
    assert said in refused(**changes)


def test_an_instrument_that_is_not_bound_to_markets_takes_none():
    assert "is not bound to markets" in refused(instrument="mentoring", markets=["DEU"])


def test_a_slump_of_demand_reaches_all_firms_and_takes_no_target():
    said = refused(instrument="demand_slump", target={"homes": ["DEU"]})
    assert said.endswith("target = {'homes': ['DEU']} must be left out; demand_slump reaches all firms")
    assert policy_from({**GRANT, "instrument": "demand_slump", "target": {}, "markets": ["DEU"]}).markets == ("DEU",)


def test_a_shock_costs_nobodys_budget():
    assert "which costs nobody's budget" in refused(instrument="sanctions", budget=1)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"markets": ["VNX"]}, "markets: no country 'VNX'; did you mean 'VNM'?"),
        ({"target": {"homes": ["XXX"]}}, "target.homes: no country 'XXX'"),
        ({"target": {"industries": ["biotec"]}}, "target.industries: no name 'biotec'; did you mean 'biotech'?"),
    ],
)
def test_a_policy_must_fit_its_world(changes, said):
    with pytest.raises(InputError, match="policy 'Grant': ") as error:
        AllianceModel(firms=30, quarters=1, policies=[{**GRANT, **changes}])
    assert said in str(error.value)


def test_names_are_given_once_and_policies_are_few():
    with pytest.raises(InputError, match="two policies are named 'Grant'"):
        AllianceModel(firms=30, quarters=1, policies=[GRANT, GRANT])
    with pytest.raises(InputError, match="a run must have at most 8 policies, not 9"):
        AllianceModel(firms=30, quarters=1, policies=[{**GRANT, "name": f"Grant {n}"} for n in range(9)])


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_every_instrument_makes_a_policy_by_its_name_alone(instrument):
    assert Policy(name="One", instrument=instrument).full == INSTRUMENTS[instrument].Parameters()


def test_a_scenario_may_bring_policies_and_shocks(tmp_path):
    shipped = (files("alliances.model") / "scenarios" / "default.toml").read_text(encoding="utf-8")
    own = tmp_path / "slump.toml"
    own.write_text(shipped + '\n[[policy]]\nname = "Slump"\ninstrument = "demand_slump"\n', encoding="utf-8")
    model = AllianceModel(str(own), firms=30, quarters=1, policies=[GRANT])
    assert [policy.name for policy in model.policies] == ["Slump", "Grant"]
