"""Scenarios: those that ship can be used, and every file that cannot be used is refused in one line."""

import csv
import dataclasses
import re
import subprocess
import sys

import pytest

from alliances.model.declarations.parameters import declared
from alliances.model.errors import InputError
from alliances.model.world.countries import PACKAGED
from alliances.model.world.scenario import countries_of, load_scenario, scenario_names, shipped

NISSANKA = ("BRA", "RUS", "IND", "CHN", "ZAF", "MEX", "IDN", "TUR", "NGA", "VNM")
HEADER = '[scenario]\ntitle = "T"\nquestion = "Q?"\nsource = "S"\nlook_for = "L"\n'
WORLD = '[world]\ncountries = ["DEU", "VNM", "CHN"]\nfirms = 10\nquarters = 8\nburn_in = 4\n'


def load(tmp_path, text):
    path = tmp_path / "own.toml"
    path.write_text(text, "utf-8")
    return load_scenario(path)


def refusal(tmp_path, text):
    with pytest.raises(InputError) as caught:
        load(tmp_path, text)
    message = str(caught.value)
    assert "\n" not in message
    assert re.match(rf"{re.escape(str(tmp_path))}/own\.toml(, line \d+)?: ", message)
    return message


TELECOM_CASES = {"huawei-vodafone": 68, "ericsson-att": 68}
"""Their quarters: seventeen years."""


def test_the_two_telecom_cases_are_one_world_with_a_question_each():
    told = ("name", "title", "question", "look_for", "outcome", "then")
    huawei, ericsson = ({**vars(load_scenario(name)), **dict.fromkeys(told)} for name in TELECOM_CASES)
    assert huawei == ericsson


def test_the_scenarios_that_ship_say_what_they_are_for():
    assert scenario_names() == [
        "default", "emerging-smes", "ericsson-att", "hard-competition", "high-barriers", "huawei-vodafone",
        "montreal-boston", "open-markets", "synthetic", "telecom",
    ]  # fmt: skip
    for scenario in shipped():
        assert scenario.question.endswith("?")
        assert all((scenario.title, scenario.source, scenario.look_for))
        assert (scenario.quarters, scenario.burn_in) == ({"telecom": 20, **TELECOM_CASES}.get(scenario.name, 80), 80)
        many = {"montreal-boston": 2000, **dict.fromkeys(("telecom", *TELECOM_CASES), 15_000)}
        assert scenario.firms == many.get(scenario.name, 400)


def test_the_default_world_has_the_ten_emerging_markets_and_ten_advanced_economies():
    countries, filled = countries_of(load_scenario("default"), seed=1)
    assert tuple(country.iso3 for country in countries[:10]) == NISSANKA
    assert [country.economy for country in countries] == ["emerging"] * 10 + ["advanced"] * 10
    assert filled == ()  # Romania, which misses governance, is not among them


def test_small_firms_of_emerging_markets_are_at_home_there_and_small():
    scenario = load_scenario("emerging-smes")
    assert scenario.homes == NISSANKA
    firms = declared()
    largest = scenario.parameters["firm_demography.largest"] / firms["firm_demography.assets_per_employee"]
    assert largest < firms["firm_demography.sme_employees"] == 250


def test_scenarios_about_markets_differ_from_the_default_in_nothing_else():
    default = load_scenario("default")
    texts = dict.fromkeys(("name", "title", "question", "source", "look_for", "outcome", "then"), "-")
    for name, settings in {
        "hard-competition": {"competition_intensity": 0.9},
        "high-barriers": {"entry_barrier": 0.8},
        "open-markets": {"entry_barrier": 0.1},
    }.items():
        expected = dataclasses.replace(default, **texts, markets={"all": settings})
        assert dataclasses.replace(load_scenario(name), **texts) == expected


def test_a_synthetic_world_depends_on_the_seed_and_a_real_one_does_not():
    synthetic, default = load_scenario("synthetic"), load_scenario("default")
    assert len(countries_of(synthetic, 1).countries) == 20
    assert countries_of(synthetic, 1) != countries_of(synthetic, 2)
    assert countries_of(default, 1) == countries_of(default, 2)


def test_parameters_may_be_nested_tables_or_dotted_names(tmp_path):
    quoted = '[parameters]\n"trust.gain" = 0.3\npsychic_distance.culture = 0.1\n'
    nested = "[parameters.trust]\ngain = 0.3\n[parameters.psychic_distance]\nculture = 0.1\n"
    for text in (quoted, nested):
        assert load(tmp_path, HEADER + WORLD + text).parameters == {"trust.gain": 0.3, "psychic_distance.culture": 0.1}


def test_a_scenario_takes_its_name_from_its_file(tmp_path):
    assert load(tmp_path, HEADER + WORLD).name == "own"


def test_countries_keep_the_order_of_the_file_and_a_missing_value_of_a_chosen_one_is_reported(tmp_path):
    scenario = load(tmp_path, HEADER + WORLD.replace('"CHN"', '"ROU"'))
    countries, filled = countries_of(scenario, 0)
    assert [country.iso3 for country in countries] == ["DEU", "VNM", "ROU"]
    assert filled == ("ROU.rule_of_law", "ROU.regulatory_quality")


def test_an_own_countries_file_is_found_beside_the_scenario(tmp_path):
    with PACKAGED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[:4]
    with (tmp_path / "mine.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    world = '[world]\ncountries_file = "mine.csv"\nfirms = 10\nquarters = 8\nburn_in = 4\n'
    assert [c.iso3 for c in countries_of(load(tmp_path, HEADER + world), 0).countries] == ["ARG", "AUS", "AUT"]
    (tmp_path / "mine.csv").unlink()
    assert "mine.csv: cannot be read (No such file or directory)" in refusal(tmp_path, HEADER + world)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "T"\n', "", "scenario.title is missing; it must be a text in quotes"),
        ('question = "Q?"\n', "", "scenario.question is missing"),
        ('source = "S"\n', "", "scenario.source is missing"),
        ('look_for = "L"\n', "", "scenario.look_for is missing"),
        ('look_for = "L"', 'look_for = " "', "scenario.look_for = ' ' must be a text in quotes"),
        ("firms = 10\n", "", "world.firms is missing; it must be a whole number"),
        ("firms = 10", "firm = 10", "no [world] key 'firm'; did you mean 'firms'?"),
        ("firms = 10", "firms = 1", "firms = 1 must be a whole number in [2, 5000000]"),
        ("firms = 10", "firms = 5_000_001", "firms = 5000001 must be"),
        ("firms = 10", "firms = 10.5", "world.firms = 10.5 must be a whole number"),
        ("firms = 10", "firms = true", "world.firms = True must be"),
        ("firms = 10", "firms = nan", "world.firms = nan must be"),
        ("quarters = 8", "quarters = -1", "quarters = -1 must be a whole number in [0, 100000]"),
        ("burn_in = 4", "burn_in = -1", "burn_in = -1 must be"),
        ("burn_in = 4", "burn_in = 4\nsynthetic = 9", "synthetic = 9 must be left out beside countries"),
        ("burn_in = 4", 'burn_in = 4\nhomes = ["FRA"]', "homes: country 'FRA' (France) is not in this world; add it"),
        ('"DEU", "VNM", "CHN"', '"DEU", "VNN"', "countries: no country 'VNN'; did you mean 'VNM'?"),
        ('"DEU", "VNM", "CHN"', '"DEU"', "countries = ['DEU'] must be at least 2 countries"),
        ('"DEU", "VNM", "CHN"', '"DEU", "DEU"', "countries = ['DEU', 'DEU'] must be a list that names each once"),
        ('["DEU", "VNM", "CHN"]', '"DEU"', "world.countries = 'DEU' must be a list of codes"),
        ("[world]", "[wrold]", "no table 'wrold'; did you mean 'world'?"),
        ("[world]", "[world", "is not a TOML file"),
        ('title = "T"', '"ti\\ntle" = "T"', "no [scenario] key 'ti\\ntle'; did you mean 'title'?"),
    ],
)
def test_what_cannot_be_used_is_refused_with_what_is_allowed(tmp_path, old, new, said):
    text = HEADER + WORLD
    assert old in text
    assert said in refusal(tmp_path, text.replace(old, new, 1))


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ("[parameters]\npsychic_distance.cultur = 0.1", "did you mean 'psychic_distance.culture'?"),
        (
            "[parameters]\npsychic_distance.culture = 1.7",
            "psychic_distance.culture = 1.7 must be a number in",
        ),
        ("[parameters]\npsychic_distance.culture = nan", "psychic_distance.culture = nan must be"),
        ("[parameters]\npsychic_distance.culture = '1'", "psychic_distance.culture = '1' must be a number"),
        ("[parameters]\npsychic_distance.culture = 1", "psychic_distance: culture + institutions + geography ="),
        (
            '[parameters]\n"psychic_distance.culture" = 0.1\npsychic_distance.culture = 0.2',
            "psychic_distance.culture is named twice",
        ),
        ("[markets.CHM]\nentry_barrier = 0.1", "no country 'CHM'; did you mean 'CHN'?"),
        ("[markets.USA]\nentry_barrier = 0.1", "(United States) is not in this world"),
        ("[markets.all]\nentry_barier = 0.1", "no [markets.all] key 'entry_barier'; did you mean 'entry_barrier'?"),
        (
            "[markets.all]\nentry_barrier = 1.7",
            "markets.all.entry_barrier = 1.7 must be a number in [0, 1]",
        ),
        ("[markets]\nentry_barrier = 0.1", "no country 'entry_barrier'"),
    ],
)
def test_settings_that_cannot_be_used_are_refused(tmp_path, extra, said):
    assert said in refusal(tmp_path, HEADER + WORLD + extra)


def test_a_table_that_is_none_is_refused(tmp_path):
    assert "markets = 3 must be a table [markets]" in refusal(tmp_path, "markets = 3\n" + HEADER + WORLD)


def test_a_name_that_no_scenario_has_is_answered_with_the_nearest(tmp_path):
    with pytest.raises(
        InputError, match=r"no scenario or file 'defualt'; did you mean 'default'\?; shipped scenarios: "
    ):
        load_scenario("defualt")
    with pytest.raises(InputError, match=r"is a folder without firms\.csv, alliances\.csv, countries\.csv or"):
        load_scenario(tmp_path)
    with pytest.raises(InputError, match=r"no scenario or file 'x{36}\.\.\.x{39}'; shipped scenarios"):
        load_scenario("x" * 5000)


def test_a_changed_scenario_is_checked_again():
    with pytest.raises(InputError, match="firms = 1 must be"):
        dataclasses.replace(load_scenario("default"), firms=1)


def test_reading_scenarios_needs_no_heavy_library():
    code = (
        "import sys, alliances.model.world.scenario as s; s.shipped();"
        "print({'numba', 'pandas', 'mesa'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
