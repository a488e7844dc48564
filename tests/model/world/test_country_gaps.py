"""What is missing in a file of countries is filled from what is known, and told."""

from dataclasses import replace
from statistics import fmean

import pytest

from alliances.model.errors import InputError
from alliances.model.world.countries import CULTURE
from alliances.model.world.country_file import packaged, read_countries

PLACE = "region,economy,gdp_2019_busd,rule_of_law_2019,regulatory_quality_2019,latitude,longitude"
HOFSTEDE = "ctr,country,pdi,idv,mas,uai,ltowvs,ivr"


def read(path, text):
    """The countries of a CSV text."""
    file = path / "countries.csv"
    file.write_text(text, "utf-8")
    return read_countries(file)


def known(code):
    """A packaged country."""
    return next(country for country in packaged().countries if country.iso3 == code)


def test_codes_alone_do_for_countries_that_are_packaged_and_what_was_taken_is_told(tmp_path):
    read_so = read(tmp_path, "country\nGermany\nUK\nEL\n704\n")
    of_package = [known(code) for code in ("DEU", "GBR", "GRC", "VNM")]
    assert [replace(country, name="") for country in read_so.countries] == [
        replace(country, name="") for country in of_package
    ]
    assert "DEU.gdp_2019_busd" in read_so.filled
    assert "VNM.indulgence" in read_so.filled


def test_gaps_of_the_published_table_of_culture_are_filled_from_the_nearest_countries(tmp_path):
    rows = f"{HOFSTEDE},{PLACE}\nSRB,Serbia,86,25,43,92,52,#NULL!,EUR,emerging,51.5,-0.12,0.11,44.0,21.0\n"
    countries, filled = read(tmp_path, f"{rows}DEU,Germany,35,67,66,65,83,,EUR,advanced,3888,1.6,1.8,51.2,10.4\n")
    near = [known(code).culture[CULTURE.index("indulgence")] for code in ("HUN", "ROU", "GRC")]
    assert countries[0].culture[-1] == pytest.approx(fmean(near))
    assert filled == ("SRB.indulgence", "DEU.indulgence")


def test_a_country_that_is_not_packaged_needs_all_columns(tmp_path):
    with pytest.raises(InputError, match="no column 'region'"):
        read(tmp_path, "iso3,gdp\nXK,7.9\nDEU,3888\n")
