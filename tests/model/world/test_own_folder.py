"""A folder of the user's own data is a scenario."""

import pytest

from alliances.model.errors import InputError
from alliances.model.face.model import AllianceModel
from alliances.model.world.scenario import load_scenario

FIRMS = "Company,Country,Sector\nAlpha,Germany,software\nBeta,Viet Nam,pharma\nGamma,US,cars\n"


@pytest.fixture
def folder(tmp_path):
    """A folder with firms and an alliance."""
    (tmp_path / "firms.csv").write_text(FIRMS)
    (tmp_path / "alliances.csv").write_text("partner_1,partner_2\nAlpha,Beta\n")
    return tmp_path


def test_its_firms_are_all_there_are_with_their_network(folder):
    model = AllianceModel(load_scenario(folder), seed=1, quarters=0)
    assert model.names == ("Alpha", "Beta", "Gamma")
    assert model.world.counts[0]["firms"] == 3
    assert model.world.firms["alliances"][:3].tolist() == [1, 1, 0]


def test_its_countries_are_the_markets(folder):
    (folder / "countries.csv").write_text("country\nVN\nDE\nUSA\n")
    assert AllianceModel(load_scenario(folder), seed=1, quarters=0).codes.tolist() == ["VNM", "DEU", "USA"]


def test_a_scenario_file_in_it_goes_before(folder):
    text = '[scenario]\ntitle = "T"\nquestion = "Q"\nsource = "S"\nlook_for = "L"\n[world]\nfirms = 30\n'
    (folder / "scenario.toml").write_text(f'{text}quarters = 4\nburn_in = 0\nfirms_file = "firms.csv"\n')
    read = load_scenario(folder)
    assert (read.name, read.firms, read.title) == (folder.name, 30, "T")
    assert read.firms_file == str(folder / "firms.csv")


def test_alliances_without_firms_are_refused(tmp_path):
    (tmp_path / "alliances.csv").write_text("partner_1,partner_2\nAlpha,Beta\n")
    with pytest.raises(InputError, match="alliances_file needs firms_file"):
        load_scenario(tmp_path)


def test_a_file_of_a_wrong_name_is_told(tmp_path):
    (tmp_path / "firm.csv").write_text(FIRMS)
    with pytest.raises(InputError, match=r"did you mean 'firms\.csv'"):
        load_scenario(tmp_path)
