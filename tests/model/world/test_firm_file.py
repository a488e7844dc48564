"""A register of the user's own firms: what it becomes, and what is refused."""

import dataclasses

import numpy as np
import pytest

from alliances.model.declarations.codes import RESOURCES
from alliances.model.declarations.parameters import values
from alliances.model.errors import InputError
from alliances.model.face.model import AllianceModel
from alliances.model.world.firm_file import COLUMNS, read_register
from alliances.model.world.scenario import load_scenario
from alliances.model.world.setup import industry_names

CODES = ["DEU", "VNM", "IND"]


@pytest.fixture
def read(tmp_path):
    """Read a register from text."""

    def reader(text):
        path = tmp_path / "firms.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_register(path, CODES, industry_names(), values())

    return reader


def test_home_and_industry_are_enough(read):
    register = read("home,industry\nVNM,ict\nDEU,biotech\n")
    assert set(register) == {"home", "industry"}
    assert register["home"].tolist() == [1, 0]
    assert [industry_names()[code] for code in register["industry"]] == ["ict", "biotech"]


def test_every_column_becomes_a_column_of_the_state(read):
    cells = {
        "name": "Acme", "home": "IND", "industry": "ict", "assets": "5", "age_years": "2.5", "technology": "0.1",
        "capital": "0.2", "marketing": "0.3", "operations": "0.4", "management": "0.5", "aptitude": "0.6",
        "international_experience": "0.65", "planning": "0.7", "opportunism": "0.8", "risk_tolerance": "0.9",
        "reputation": "1", "dedicated_function": "yes",
    }  # fmt: skip
    assert set(cells) | {"employees"} == set(COLUMNS)
    row = ",".join(cells.values())
    register = read(f"{','.join(cells)}\n{row}\n{row.replace('yes', 'No')}\n")
    assert register["founded"].tolist() == [-11, -11]  # ten quarters before the quarter that ends the burn-in
    assert register["resources"].tolist() == [[0.1, 0.2, 0.3, 0.4, 0.5]] * 2
    assert register["dedicated_function"].tolist() == [True, False]
    model = AllianceModel(seed=1, register=register, quarters=0)
    assert {name for name in register if name not in model.world.firms.dtype.names} == set()


def test_employees_become_assets(read):
    register = read("home,industry,employees\nVNM,ict,50\nDEU,biotech,1000\n")
    assert register["assets"].tolist() == [5, 100]  # 0.1 million USD per employee


def test_a_spreadsheet_s_byte_order_mark_and_spaces_do_no_harm(read):
    register = read("\ufeffhome , industry\n VNM, ict\nDEU ,biotech\n")
    assert register["home"].tolist() == [1, 0]


def test_registered_firms_are_those_of_the_model(read):
    register = read("home,industry,opportunism\n" + "VNM,ict,0.25\n" * 30 + "DEU,biotech,0.75\n" * 10)
    world = AllianceModel("default", seed=1, firms=40, register=register, quarters=0).world
    assert np.array_equal(world.firms["opportunism"][:40], register["opportunism"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("home,industry\n", "has 0 firms; allowed: at least 2"),
        ("home,sector\nVNM,ict\n", "no column 'sector'"),
        ("home\nVNM\nDEU\n", "has no column 'industry'"),
        ("home,industry,asets\nVNM,ict,1\n", "no column 'asets'; did you mean 'assets'?"),
        ("home,industry,home\nVNM,ict,VNM\n", "column 'home' appears twice"),
        ("home,industry,assets,employees\nVNM,ict,1,1\n", "allowed: one of them"),
        ("home,industry,absorptive_capacity\nVNM,ict,1\n", "has column 'absorptive_capacity'; allowed: 'aptitude'"),
        ("home,industry,technology\nVNM,ict,1\n", "has column 'technology' but not 'capital'"),
        ("home,industry\nVNM,ict\nVMN,ict\n", "line 3, home: no country 'VMN'; did you mean 'VNM'?"),
        ("home,industry\nVNM,itc\nVNM,ict\n", "line 2, industry: no industry 'itc'; did you mean 'ict'?"),
        (
            "home,industry,assets\nVNM,ict,5\nVNM,ict,\n",
            "line 3, assets = '' is refused; allowed: a number in [0.001, ",
        ),
        ("home,industry,assets\nVNM,ict,nan\nVNM,ict,1\n", "line 2, assets = 'nan' is refused"),
        ("home,industry,planning\nVNM,ict,1.2\nVNM,ict,1\n", "allowed: a number in [0, 1]"),
        ("home,industry,dedicated_function\nVNM,ict,maybe\nVNM,ict,no\n", "allowed: true, yes, 1, false, no, 0"),
        ("home,industry\nVNM\nVNM,ict\n", "line 2 has not as many cells as the header (2)"),
        (b"home,industry\n\xff\xfe,ict\n", "is not a CSV file in UTF-8"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line(read, text, said):
    with pytest.raises(InputError) as refused:
        read(text)
    assert said in str(refused.value)
    assert "firms.csv: " in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match=r"none\.csv: cannot be read"):
        read_register(tmp_path / "none.csv", CODES, industry_names(), values())


@pytest.mark.parametrize(
    ("register", "said"),
    [
        ({"asets": [1.0]}, "no firm column 'asets'; did you mean 'assets'?"),
        ({"assets": [1.0, float("nan")]}, "register column assets holds what is not a finite number"),
        ({"assets": [1.0, 2.0], "home": [0]}, "register column home has shape (1,)"),
        ({"resources": [[0.5, 0.5]]}, "register column resources has shape (1, 2)"),
        ({"home": [0, 99]}, "register column home holds what is no code; allowed: whole numbers in [0, 19]"),
        ({"home": [0.5, 1]}, "register column home holds what is no code"),
        ({"assets": ["much"]}, "register column assets holds what is not a finite number"),
        ({"absorptive_capacity": [0.5]}, "register column absorptive_capacity follows from other columns; allowed: "),
    ],
)
def test_columns_that_cannot_be_used_are_refused_in_one_line(register, said):
    with pytest.raises(InputError) as refused:
        AllianceModel(firms=2, quarters=1, register=register)
    assert str(refused.value).startswith(said)
    assert "\n" not in str(refused.value)


def test_a_firm_that_is_young_at_the_end_of_the_burn_in_sells_all_through_it(read):
    register = read("home,industry,age_years\n" + "VNM,ict,0.25\n" * 30)
    model = AllianceModel(seed=1, firms=30, register=register, quarters=0)
    sold = model.world.firms["home_sales"][:30]
    assert (sold >= 0).all() and (sold > 0).any()
    assert model.check() == []


def test_every_firm_of_a_register_in_one_country_finds_a_place_there():
    model = AllianceModel(firms=40, quarters=1, register={"home": [3] * 120})
    alive = np.flatnonzero(model.world.firms["alive"][: model.world.counts[0]["firms"]])
    assert set(alive.tolist()) <= set(model.world.slots.tolist())


def test_a_firm_that_a_register_makes_larger_has_more_capital_and_management_and_the_same_technology():
    def resources(assets: float) -> list[float]:
        scenario = dataclasses.replace(load_scenario("default"), burn_in=0)
        model = AllianceModel(scenario, seed=1, firms=4, quarters=1, register={"assets": [assets] * 4})
        return model.world.firms["resources"][0].tolist()

    small, large = resources(1.0), resources(1000.0)
    assert large[RESOURCES.index("capital")] > small[RESOURCES.index("capital")]
    assert large[RESOURCES.index("management")] > small[RESOURCES.index("management")]
    assert large[RESOURCES.index("technology")] == small[RESOURCES.index("technology")]
