"""Firms of the user's own, from a file and from Python: what they become, and what is refused."""

import numpy as np
import pandas as pd
import pytest

from alliances.model.declarations.codes import RESOURCES
from alliances.model.declarations.parameters import values
from alliances.model.errors import InputError
from alliances.model.face.model import AllianceModel
from alliances.model.policies.world_policies import Known
from alliances.model.world.firm_file import COLUMNS, given_register, read_register
from alliances.model.world.setup import industry_names

KNOWN = Known(("DEU", "VNM", "IND"), industry_names())
WHOLE = {
    "name": "Acme", "home": "IND", "industry": "ict", "assets": "5", "age_years": "2.5", "technology": "0.1",
    "capital": "0.2", "marketing": "0.3", "operations": "0.4", "management": "0.5", "aptitude": "0.6",
    "international_experience": "0.65", "planning": "0.7", "opportunism": "0.8", "risk_tolerance": "0.9",
    "reputation": "1", "dedicated_function": "yes", "footprint": "Germany; VNM",
}  # fmt: skip
"""A firm of which everything is given."""


@pytest.fixture
def read(tmp_path):
    """Read a register from text."""

    def reader(text):
        path = tmp_path / "firms.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_register(path, KNOWN, values())

    return reader


def test_home_and_industry_are_enough(read):
    firms = read("home,industry\nVNM,ict\nDEU,biotech\n")
    assert dict(firms.traits) == {}
    assert firms.home.tolist() == [1, 0]
    assert [industry_names()[code] for code in firms.industry] == ["ict", "biotech"]
    assert firms.names == ("own firm 1", "own firm 2")


def test_every_column_becomes_a_column_of_the_state(read):
    assert {*WHOLE} | {"employees", "founded_year"} == set(COLUMNS)
    row = ",".join(WHOLE.values())
    firms = read(f"{','.join(WHOLE)}\n{row}\n{row.replace('yes', 'No')}\n")
    assert firms.names == ("Acme", "Acme")
    assert firms.traits["founded"].tolist() == [-11, -11]  # ten quarters before the quarter that ends the burn-in
    assert firms.traits["resources"].tolist() == [[0.1, 0.2, 0.3, 0.4, 0.5]] * 2
    assert firms.traits["dedicated_function"].tolist() == [1, 0]
    assert firms.footprint.tolist() == [0b011] * 2  # the first two countries
    assert firms.filled == {}


def test_employees_become_assets(read):
    firms = read("home,industry,employees\nVNM,ict,50\nDEU,biotech,1000\n")
    assert firms.traits["assets"].tolist() == [5, 100]  # 0.1 million USD per employee


def test_what_is_missing_is_told_by_column(read):
    firms = read("home,industry,employees,technology\nVNM,ict,50,0.5\nDEU,biotech,,0.5\nDEU,ict,,\n")
    assert firms.filled["assets"] == 2
    assert firms.filled["technology"] == 1
    assert firms.filled["age_years"] == firms.filled["capital"] == 3


def test_a_data_frame_gives_the_firms_of_the_file_that_it_was_read_from(tmp_path):
    path = tmp_path / "firms.csv"
    row = ",".join(WHOLE.values())
    path.write_text(f"{','.join(WHOLE)}\n{row}\n{row.replace('5,2.5', ',')}\n")
    file, table = read_register(path, KNOWN, values()), given_register(pd.read_csv(path), KNOWN, values())
    assert (file.names, file.filled) == (table.names, table.filled)
    assert file.filled == {"assets": 1, "age_years": 1}
    assert all(np.array_equal(file.traits[name], table.traits[name], equal_nan=True) for name in file.traits)


@pytest.mark.parametrize("missing", [None, float("nan"), np.nan, pd.NA, pd.NaT, ""])
def test_python_has_many_words_for_nothing(missing):
    table = {"home": ["DEU", "VNM"], "industry": ["ict", "ict"], "assets": [1, missing]}
    assert given_register(table, KNOWN, values()).filled["assets"] == 1


@pytest.mark.parametrize("kind", [list, tuple, np.array, pd.Series, pd.Categorical, pd.Index, iter])
def test_columns_may_be_of_any_kind_of_list(kind):
    table = {"home": kind(["DEU", "VNM"]), "industry": kind(["ict", "ict"]), "employees": kind([12, 30])}
    assert given_register(table, KNOWN, values()).traits["assets"].round(6).tolist() == [1.2, 3.0]


LISTED = [
    ("", "is empty"),
    ("home,industry\n", "has 0 firms; it must have at least 2"),
    ("home,sectr\nVNM,ict\n", "has no column 'industry'"),
    ("home\nVNM\nDEU\n", "has no column 'industry'"),
    ("home,industry,asets\nVNM,ict,1\n", "no column 'asets'; did you mean 'assets'?"),
    ("home,industry,home\nVNM,ict,VNM\n", "column 'home' is there twice"),
    ("home,industry,assets,employees\nVNM,ict,1,1\n", "must be one of them"),
    ("home,industry,absorptive_capacity\nVNM,ict,1\n", "no column 'absorptive_capacity'"),
    ("home,industry\nVNM,ict\nVMN,ict\n", "line 3, home: no country 'VMN'; did you mean 'VNM'?"),
    ("home,industry\nVNM,itc\nVNM,ict\n", "line 2, industry: no industry 'itc'; did you mean 'ict'?"),
    ("home,industry\n,ict\nVNM,ict\n", "line 2, home: no country ''"),
    ("home,industry,assets\nVNM,ict,5\nVNM,ict,-1\n", "line 3, assets = '-1' must be a number in [0.001, "),
    ("home,industry,assets\nVNM,ict,nan\nVNM,ict,1\n", "line 2, assets = 'nan' must be"),
    ("home,industry,assets\nVNM,ict,inf\nVNM,ict,1\n", "line 2, assets = 'inf' must be"),
    ("home,industry,planning\nVNM,ict,1.2\nVNM,ict,1\n", "must be a number in [0, 1]"),
    ("home,industry,dedicated_function\nVNM,ict,maybe\nVNM,ict,no\n", "must be one of yes, no, true, false, 1, 0"),
    ("home,industry\nVNM\nVNM,ict\n", "line 2, which has 1 cells where the header has 2"),
    (b"home,industry\n\xff\xfe,ict\n", "is not text in UTF-8"),
]


@pytest.mark.parametrize(("text", "said"), LISTED)
def test_what_cannot_be_used_is_refused_in_one_line(read, text, said):
    with pytest.raises(InputError) as refused:
        read(text)
    assert said in str(refused.value)
    assert "firms.csv: " in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.parametrize(
    "count", ["1.200", "12.500", "1,200", "1_200", "25_0", "1 200", "1'200", "0.5", "1.234.567", "१२"]
)
def test_a_count_is_whole_and_grouped_digits_are_refused(read, count):
    with pytest.raises(InputError, match=r"line 2, employees = .* must be a whole number in \[1, 1e\+08\]") as refused:
        read(f'home,industry,employees\nVNM,ict,"{count}"\nVNM,ict,250\n')
    grouped = count not in ("25_0", "0.5", "१२")
    assert ("without marks between thousands" in str(refused.value)) == grouped


@pytest.mark.parametrize("count", ["120", "120.0", " 120 ", "1.2e2", "+120"])
def test_a_whole_number_may_be_written_as_programs_write_it(read, count):
    assert read(f"home,industry,employees\nVNM,ict,{count}\nVNM,ict,250\n").traits["assets"][0] == pytest.approx(12)


def test_a_decimal_comma_is_refused_with_a_hint(read):
    with pytest.raises(InputError, match=r"assets = '1,5' must be a number in .*; write it with a decimal point"):
        read("home;industry;assets\nVNM;ict;1,5\nVNM;ict;2\n")


def test_all_faults_of_a_file_are_told_at_once_a_line_each(read):
    with pytest.raises(InputError) as refused:
        read("home,industry,employees,age_years\nVNM,itc,1.200,5\nVNM,ict,7,old\nUSA,ict,7,5\n")
    first, *told = str(refused.value).splitlines()
    assert first.endswith("firms.csv: 4 faults:")
    assert [" ".join(line.split()[:3]) for line in told] == [
        "line 2, employees", "line 3, age_years", "line 4, home:", "line 2, industry:"
    ]  # fmt: skip


def test_of_many_faults_the_first_twenty_are_told_and_the_others_counted(read):
    with pytest.raises(InputError) as refused:
        read("home,industry,assets\n" + "VNM,ict,-1\n" * 50)
    lines = str(refused.value).splitlines()
    assert lines[0].endswith("50 faults:")
    assert len(lines) == 22
    assert lines[-1].strip() == "and 30 more"


def test_a_refused_value_is_repeated_with_at_most_80_characters(read):
    with pytest.raises(InputError) as refused:
        read(f"home,industry,assets\nVNM,ict,{'9' * 10_000}x\nVNM,ict,1\n")
    assert len(str(refused.value).partition("firms.csv")[2]) < 200


@pytest.mark.parametrize(
    ("home", "said"),
    [
        ("CHE", "country 'CHE' (Switzerland) is not in this world; add it to the scenario: [world] countries"),
        ("UK", "give 'GBR', and add it to the scenario"),
        ("EL", "give 'GRC'"),
        ("United States of America", "(United States) is not in this world; give 'USA'"),
        ("Atlantis", "no country 'Atlantis'"),
    ],
)
def test_a_country_by_another_name_or_from_outside_is_understood(read, home, said):
    with pytest.raises(InputError) as refused:
        read(f"home,industry\n{home},ict\nVNM,ict\n")
    assert said in str(refused.value)


@pytest.mark.parametrize("home", ["DE", "276", "germany", "Deutschland", "DEU", "GER"])
def test_a_country_may_be_called_by_any_of_its_codes_and_names(read, home):
    assert read(f"home,industry\n{home},ict\nVNM,ict\n").home[0] == read("home,industry\nDEU,ict\nVNM,ict\n").home[0]


def test_headings_of_public_lists_are_understood_and_what_the_model_has_no_use_for_is_set_aside(read):
    public = read(
        "Rank,Company,Country,Sector,Year founded,Total assets ($B)\n"
        "1,A,Germany,Software,2010,1.5\n2,B,VN,Pharma,1990,NA\n"
    )
    plain = read("name,home,industry,age_years,assets\nA,DEU,ict,10,1500\nB,VNM,medicine,30,\n")
    assert public.names == plain.names
    assert public.home.tolist() == plain.home.tolist()
    assert public.industry.tolist() == plain.industry.tolist()
    for trait, column in plain.traits.items():
        np.testing.assert_array_equal(public.traits[trait], column)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match=r"none\.csv: cannot be read"):
        read_register(tmp_path / "none.csv", KNOWN, values())


TWO = {"home": ["DEU", "USA"], "industry": ["ict", "ict"]}


@pytest.mark.parametrize(
    ("register", "said"),
    [
        (5, "register: 5 must be a table: a DataFrame, or a dictionary of lists"),
        ([1, 2], "register: [1, 2] must be a table"),
        ({}, "register: 2 faults:\n  has no column 'home'"),
        ({**TWO, "asets": [1.0, 2.0]}, "register: no column 'asets'; did you mean 'assets'?"),
        ({**TWO, 7: [1.0, 2.0]}, "register: no column 7"),
        ({**TWO, "assets": [1.0]}, "register: column assets has 1 rows and column home has 2"),
        ({**TWO, "assets": 5}, "register: column assets = 5 must be a list"),
        ({**TWO, "assets": "12"}, "register: column assets = '12' must be a list"),
        ({**TWO, "assets": [[1], [2]]}, "register: 2 faults"),
        ({**TWO, "assets": [1.0, 1e300]}, "register: row 1, assets = '1e+300' must be a number in [0.001, 1e+07]"),
        ({**TWO, "assets": [10**5000, 1]}, "register: row 0, assets = "),
        ({**TWO, "assets": [True, 1]}, "register: row 0, assets = 'True' must be"),
        ({**TWO, "home": [0, 1]}, "register: 2 faults"),
        ({"home": ["DEU"], "industry": ["ict"]}, "register: has 1 firms; it must have at least 2"),
    ],
)
def test_what_cannot_be_used_in_python_is_refused_too(register, said):
    with pytest.raises(InputError) as refused:
        AllianceModel(firms=2, quarters=1, register=register)
    assert str(refused.value).startswith(said)
    assert all(len(line) < 600 for line in str(refused.value).splitlines())


INTERNAL = {
    "first_tie": [5, 5], "first_presence": [3, 3], "alliances": [3, 3], "markets": [5, 5],
    "past_partner": [[900000] * 8] * 2, "suitor": [7, 7], "target": [9999, 1], "aims": [[0] * 4] * 2,
    "entry": [99, 99], "motive": [99, 99], "proposal": [[1, 2, 3]] * 2, "resources": [[5] * 5] * 2,
    "founded": [10**9, 1], "alive": [False, False], "key": [1, 1], "capability": [1, 1],
    "technology_alliances": [10**6, 1], "support": [2**62, 1], "actors": [127, 127], "absorptive_capacity": [0.5, 0.5],
}  # fmt: skip
BEYOND = {
    "reputation": [7, -3], "opportunism": [2, 3], "assets": [-5, 1], "aptitude": [50, -9], "employees": [0, 1],
    "age_years": [-1, 1], "technology": [5, 5],
}  # fmt: skip


@pytest.mark.parametrize("column", INTERNAL)
def test_a_column_of_the_state_is_no_column_of_a_register(column):
    with pytest.raises(InputError, match=rf"register: no column '{column}'"):
        AllianceModel(firms=30, quarters=8, register={**TWO, column: INTERNAL[column]})


@pytest.mark.parametrize("column", BEYOND)
def test_a_value_out_of_its_range_is_refused_as_in_a_file(column):
    with pytest.raises(InputError, match=rf"{column} = .* must be a (whole )?number in \["):
        AllianceModel(firms=30, quarters=8, register={**TWO, column: BEYOND[column]})


def test_a_register_may_be_the_path_of_a_file(tmp_path):
    path = tmp_path / "firms.csv"
    path.write_text("name,home,industry\nAlpha,DEU,ict\nBeta,CHN,ict\n")
    for register in (path, str(path), pd.read_csv(path)):
        assert AllianceModel(quarters=0, register=register).names == ("Alpha", "Beta")
    with pytest.raises(InputError, match="x: cannot be read"):
        AllianceModel(register="x")


def test_resources_are_in_the_order_of_the_model():
    assert [name for name in COLUMNS if name in RESOURCES] == list(RESOURCES)
