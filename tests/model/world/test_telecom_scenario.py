"""The scenario ``telecom``: named firms first, grouped markets, and sanctions when and where they were."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from alliances.model.errors import InputError
from alliances.model.face.model import AllianceModel
from alliances.model.world.country_file import read_countries
from alliances.model.world.scenario import load_scenario
from alliances.model.world.setup import industry_names

NAMED = ["Huawei", "Ericsson", "Nokia", "ZTE", "Samsung", "Vodafone", "AT&T"]
FEW = 300


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("telecom")


def start(scenario, **changes):
    """A small world of the scenario, before anything happened in it."""
    return AllianceModel(replace(scenario, burn_in=0, **changes), seed=1, firms=FEW, quarters=20)


def rows_of(path):
    with Path(path).open(encoding="utf-8") as file:
        return [*csv.DictReader(file)]


def test_named_firms_come_first_and_the_others_are_drawn(scenario):
    model, rows = start(scenario), rows_of(scenario.firms_file)
    firms = model.world.firms
    assert [row["name"] for row in rows] == NAMED
    assert model.world.counts[0]["firms"] == FEW
    named = firms[: len(rows)]
    assert model.codes[named["home"]].tolist() == [row["home"] for row in rows]
    assert [industry_names()[code] for code in named["industry"]] == [row["industry"] for row in rows]
    assert named["assets"].tolist() == [float(row["assets"]) for row in rows]
    assert named["resources"][:, 0].tolist() == named["endowment"][:, 0].tolist() == [0.74] * len(rows)


def test_the_drawn_firms_are_those_of_the_same_world_without_named_ones(scenario):
    named, drawn = start(scenario).world, start(scenario, firms_file=None).world
    for column in ("home", "industry", "assets", "resources", "founded"):
        np.testing.assert_array_equal(named.firms[column][7:FEW], drawn.firms[column][7:FEW])
    np.testing.assert_array_equal(named.markets["demand"], drawn.markets["demand"])


def test_a_register_of_one_s_own_stands_in_for_the_named_firms(scenario):
    own = {"home": ["CHN", "SWE"], "industry": ["ict", "ict"]}
    model = AllianceModel(replace(scenario, burn_in=0), seed=1, quarters=0, register=own)
    assert model.world.counts[0]["firms"] == 2


def test_more_named_firms_than_are_asked_for_are_all_there(scenario):
    assert AllianceModel(replace(scenario, burn_in=0), seed=1, firms=3, quarters=0).world.counts[0]["firms"] == 7


def test_only_a_file_that_can_be_read_is_taken(tmp_path, scenario):
    path = tmp_path / "own.toml"
    path.write_text(
        '[scenario]\ntitle = "T"\nquestion = "Q?"\nsource = "S"\nlook_for = "L"\n'
        '[world]\nfirms = 10\nquarters = 1\nburn_in = 0\nfirms_file = "mine.csv"\n', "utf-8",
    )  # fmt: skip
    with pytest.raises(InputError, match=r"mine\.csv: cannot be read"):
        AllianceModel(path, seed=1)
    (tmp_path / "mine.csv").write_text("home,industry\nDEU,ict\nVNM,biotech\n", "utf-8")
    world = AllianceModel(path, seed=1).world
    assert industry_names()[world.firms["industry"][1]] == "biotech"
    assert world.counts[0]["firms"] == 10
    path.write_text(path.read_text("utf-8").replace('"mine.csv"', "3"), "utf-8")
    with pytest.raises(InputError, match=r"world\.firms_file = 3 must be a text in quotes"):
        load_scenario(path)


def test_groups_hold_every_country_once_and_sum_to_the_world(scenario):
    groups = rows_of(scenario.countries_file)
    members = sorted(code for group in groups for code in group["culture_note"].split())
    countries = read_countries().countries
    assert members == sorted(country.iso3 for country in countries)
    assert sum(float(group["gdp_2019_busd"]) for group in groups) == pytest.approx(
        sum(country.gdp for country in countries), abs=1
    )


def test_the_market_is_as_large_as_it_was(scenario):
    model = AllianceModel(replace(scenario, burn_in=0), seed=1, quarters=0)
    part = model.world.industries["share"][industry_names().index("telecom_equipment")]
    assert 90_000 < part * model.world.markets["demand"].sum() < 95_000  # million USD


def test_sanctions_are_on_chinese_suppliers_alone_where_and_when_they_were(scenario):
    model = start(scenario)
    # half-finished bans in a group of countries leave 1 - 0.8 * (their share of its GDP) of customers
    left = {"XNA": {0: 0.26, 14: 0.26, 15: 0.2}, "XAS": {0: 0.598, 9: 0.598, 10: 0.428},
            "XEU": {7: 1.0, 8: 0.778}, "SWE": {7: 1.0, 8: 0.2}, "XME": {19: 1.0}, "CHN": {19: 1.0}}  # fmt: skip
    for step in range(20):
        model.step()
        mask = model.world.firms["support"]
        assert mask[0] == mask[3] > 0
        assert not mask[[1, 2, 4, 5, 6]].any()
        for code, told in left.items():
            if step in told:
                market = model.codes.tolist().index(code)
                assert model.world.levers["customers"][mask[0], market] == pytest.approx(told[step], abs=1e-3)
    assert not model.check()


def test_the_strengths_follow_from_the_shares_of_countries_in_their_group(scenario):
    gdp = {country.iso3: country.gdp for country in read_countries().countries}
    members = {row["iso3"]: row["culture_note"].split() for row in rows_of(scenario.countries_file)}
    under = {"United States": ("XNA", ["USA"]), "Canada": ("XNA", ["CAN"]), "India": ("XAS", ["IND"]),
             "Japan, Australia and New Zealand": ("XAS", ["JPN", "AUS", "NZL"]),
             "United Kingdom and France": ("XEU", ["GBR", "FRA"]), "Sweden": ("SWE", ["SWE"])}  # fmt: skip
    reached = {}
    for policy in scenario.policies:
        group, countries = under[policy.name]
        share = sum(gdp[code] for code in countries) / sum(gdp[code] for code in members[group])
        before = reached.get(group, 0.0)
        reached[group] = before + share
        assert policy.strengths["lost"] == pytest.approx(1 - (1 - 0.8 * reached[group]) / (1 - 0.8 * before), abs=2e-3)
        assert policy.strengths["cut_rate"] == pytest.approx(share, abs=1e-3)


def test_nothing_falls_by_construction_before_or_without_sanctions(scenario):
    late = [policy for policy in scenario.policies if policy.start >= 2]
    with_them, without = (start(scenario, policies=policies).run() for policies in (late, ()))
    tables = [model.tables()["quarters"].query("step < 8") for model in (with_them, without)]
    assert tables[0].equals(tables[1])
    before = start(scenario, policies=())
    for _ in range(4):
        before.step()
        assert not before.world.firms["support"][:FEW].any()
        assert (before.world.levers["customers"] == 1).all()


def test_every_number_says_what_it_rests_on(scenario):
    rows = rows_of(Path(scenario.firms_file).with_name("telecom_sources.csv"))
    assert {row["evidence"] for row in rows} <= {"rule", "measured", "recalled", "assumed", "drawn"}
    told = " ".join(row["what"] for row in rows)
    assert all(name in told for name in (*NAMED, *(column for column in rows_of(scenario.firms_file)[0])) if name not in
               ("name", "home", "assets"))  # fmt: skip
