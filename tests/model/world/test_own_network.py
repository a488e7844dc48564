"""Alliances of the user's own firms are the network that a world starts from."""

import pytest

from alliances.model.errors import InputError
from alliances.model.face.model import AllianceModel
from alliances.model.world.own_alliances import read_alliances
from alliances.model.world.scenario import load_scenario

CODES = ("DEU", "VNM", "USA")
FIRMS = """name,home,industry
Alpha,DEU,ict
Beta,VNM,ict
Gamma,USA,biotech
Delta,DEU,medicine
Epsilon,VN,manufacturing
"""
ALLIANCES = """partner_1,partner_2,partner_3,start_year,governance,scope,host
Alpha,Beta,,2015.5,contract,market_access,Vietnam
Gamma,Delta,Epsilon,2019,joint venture,technology + supply_chain,
Beta,Gamma,,,,,
"""
SCENARIO = """[scenario]
title = "Own"
question = "What?"
source = "None"
look_for = "Anything"

[world]
firms = 40
quarters = 8
burn_in = 8
firms_file = "firms.csv"
alliances_file = "alliances.csv"
"""


@pytest.fixture
def scenario(tmp_path):
    """A scenario with firms and alliances of one's own."""

    def written(alliances=ALLIANCES):
        for name, text in {"firms.csv": FIRMS, "alliances.csv": alliances, "own.toml": SCENARIO}.items():
            (tmp_path / name).write_text(text, "utf-8")
        return load_scenario(tmp_path / "own.toml")

    return written


def ties(model):
    """Partners of all living alliances that one of the own firms is in."""
    return [set(row) for row in model.tables()["ties"].query("step == -1")["partners"] if min(row) < 5]


def start(model):
    """Alliances of the start, one row each."""
    table = model.tables()["alliances"]
    return table[[min(partners) < 5 for partners in table["partners"]]].set_index("formed_step")


def test_the_network_at_the_start_is_the_one_that_was_given(scenario):
    model = AllianceModel(scenario(), seed=1, quarters=0)
    given = start(model)
    assert sorted(map(tuple, given["partners"])) == [(0, 1), (1, 2), (2, 3, 4)]
    assert given.loc[-18, "governance"] == "contractual"
    assert given.loc[-18, "host_market"] == "VNM"
    assert given.loc[-18, ["technology", "supply_chain", "market_access"]].tolist() == [False, False, True]
    assert given.loc[-4, "governance"] == "equity_joint_venture"
    assert given.loc[-4, ["technology", "supply_chain", "market_access"]].tolist() == [True, True, False]
    rows = model.world.firms[:5]
    assert rows["alliances"].tolist() == rows["ties"].tolist() == [1, 2, 2, 1, 1]


def test_the_books_balance_with_a_given_network_from_the_first_quarter_on(scenario):
    model = AllianceModel(scenario(), seed=1)
    for _ in range(8):
        model.step()
        assert model.check() == []


def test_older_alliances_have_left_more_experience_and_are_on_schedule(scenario):
    model = AllianceModel(scenario(), seed=1, quarters=0)
    firms, alliances = model.world.firms, model.world.alliances
    old = start(model).loc[-18, "alliance_id"]
    assert firms["experience"][0] > firms["experience"][3] > 0
    due = alliances["goal"][old][:2] * min(1, 18 / horizon(alliances, old))
    assert alliances["progress"][old][:2] == pytest.approx(due)
    assert alliances["due"][old] >= 0


def horizon(alliances, row):
    """Quarters over which a goal is to be reached."""
    return min(alliances["planned_quarters"][row], 20)


def test_with_an_empty_network_own_firms_begin_without_alliances(scenario):
    model = AllianceModel(scenario("partner_1,partner_2\n"), seed=1, quarters=0)
    assert model.world.firms["ties"][:5].tolist() == [0] * 5
    assert model.world.firms["ties"][5:].max() > 0


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            "Alfa,Beta,,,,,",
            "line 2, partner_1 = 'Alfa': no firm has this name; it must be the name of one; did you mean",
        ),
        ("Alpha,Alpha,,,,,", "partner_2: 'Alpha' is there twice"),
        ("Alpha,,,,,,", "partner_2 = '': no firm has this name"),
        ("Alpha,Beta,,2031,,,", "start_year = '2031' must be a number in [1920, 2020]"),
        ("Alpha,Beta,,,loose,,", "governance = 'loose' must be contractual or equity_joint_venture"),
        ("Alpha,Beta,,,,research,", "scope: no field 'research'"),
        ("Alpha,Beta,,,,,Mars", "host: no country 'Mars'"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(tmp_path, row, said):
    path = tmp_path / "alliances.csv"
    path.write_text(f"{ALLIANCES.splitlines()[0]}\n{row}\n")
    with pytest.raises(InputError) as refused:
        read_alliances(path, ("Alpha", "Beta"), CODES)
    assert said in str(refused.value)


def test_a_name_that_several_firms_have_names_none(tmp_path):
    path = tmp_path / "alliances.csv"
    path.write_text("partner_1,partner_2\nAlpha,Beta\n")
    with pytest.raises(InputError, match="several firms have this name"):
        read_alliances(path, ("Alpha", "Alpha", "Beta"), CODES)


def test_an_alliance_that_is_older_than_five_years_at_the_start_is_judged_at_once(scenario):
    listed = "partner_1,partner_2,start_year\nAlpha,Beta,2012\nGamma,Delta,2019\n"
    model = AllianceModel(scenario(listed), seed=1, quarters=1).run()
    assert start(model)["failed"].notna().to_dict() == {-32: True, -4: False}
