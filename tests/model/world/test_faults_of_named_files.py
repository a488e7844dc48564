"""Faults of a file that a scenario names are told of that file, all of them."""

import pytest

from alliances.model.errors import InputError
from alliances.model.world.scenario import load_scenario

TOML = """[scenario]
title = "T"
question = "Q"
source = "S"
look_for = "L"

[world]
firms = 20
quarters = 4
burn_in = 4
countries_file = "countries.csv"
"""


@pytest.mark.parametrize("in_toml", [True, False])
def test_several_faults_of_a_countries_file_are_told_with_its_name(tmp_path, in_toml):
    (tmp_path / "countries.csv").write_text("iso3,country,region\nABC,Nowhere,Sea\n")
    if in_toml:
        (tmp_path / "scenario.toml").write_text(TOML)
    with pytest.raises(InputError) as refused:
        load_scenario(tmp_path)
    first, *lines = str(refused.value).splitlines()
    assert first.startswith(f"{tmp_path}/countries.csv: ")
    assert "no column 'economy'" in lines[0] and len(lines) > 5
