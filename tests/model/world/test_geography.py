"""What follows from countries for markets: literal values and properties."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.declarations.parameters import values
from alliances.model.errors import InputError
from alliances.model.rules.market_competition import demand_elasticity
from alliances.model.world.countries import Country, kilometres
from alliances.model.world.country_file import read_countries
from alliances.model.world.geography import culture_gaps, market_conditions
from alliances.model.world.scenario import countries_of, load_scenario

DEFAULTS = values()


def country(iso3="AAA", **changes):
    plain = Country(
        iso3=iso3, name=iso3, region="EUR", economy="advanced", gdp=100.0, rule_of_law=1.0,
        regulatory_quality=1.0, culture=(50.0,) * 6, latitude=0.0, longitude=0.0,
    )  # fmt: skip
    return dataclasses.replace(plain, **changes)


def test_a_quarter_of_the_equator_and_the_way_to_the_other_side_of_the_earth():
    origin = country()
    # a quarter of the circumference: 6371 * pi / 2
    assert kilometres(origin, country(longitude=90.0)) == pytest.approx(10007.543398)
    assert kilometres(origin, country(latitude=90.0)) == pytest.approx(10007.543398)
    assert kilometres(country(longitude=-90.0), country(longitude=90.0)) == pytest.approx(20015.086796)
    # the date line is no obstacle
    assert kilometres(country(longitude=179.5), country(longitude=-179.5)) == pytest.approx(111.194927)


@given(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), st.tuples(st.floats(-90, 90), st.floats(-180, 180)))
def test_the_way_there_is_as_long_as_the_way_back_and_at_most_half_around_the_earth(here, there):
    first, second = (country(latitude=place[0], longitude=place[1]) for place in (here, there))
    assert kilometres(first, second) == kilometres(second, first) <= 6371 * math.pi


def test_the_kogut_singh_index_of_two_countries_counts_only_dimensions_that_differ():
    # two countries 20 points apart on one of six: variance 100, so 400 / 100 / 6
    gap = culture_gaps([country("AAA"), country("BBB", culture=(70.0, *(50.0,) * 5))])
    np.testing.assert_allclose(gap, [[0, 2 / 3], [2 / 3, 0]])


def test_countries_alike_in_everything_are_no_distance_apart():
    conditions = market_conditions([country("AAA"), country("BBB")], set(), {}, DEFAULTS)
    np.testing.assert_array_equal(conditions.distance, np.zeros((2, 2)))
    np.testing.assert_array_equal(conditions.culture, np.zeros((2, 2)))


def test_psychic_distance_adds_culture_institutions_and_geography():
    weights = {"culture": 0.4, "institutions": 0.3, "geography": 0.3}
    scales = {"culture_scale": 2, "institutions_scale": 1, "geography_scale": 6000}
    p = values({f"psychic_distance.{name}": value for name, value in {**weights, **scales}.items()})
    far = country("BBB", culture=(70.0, *(50.0,) * 5), rule_of_law=0.0, regulatory_quality=0.5, longitude=90.0)
    conditions = market_conditions([country("AAA"), far], set(), {}, p)
    # .4 (1 - e^-(.6667/2)) + .3 (1 - e^-.75) + .3 (1 - e^-(10007.54/6000))
    assert conditions.distance[0, 1] == pytest.approx(0.4 * 0.2834687 + 0.3 * 0.5276334 + 0.3 * 0.8113624, abs=1e-6)
    assert conditions.culture[0, 1] == pytest.approx(0.2834687, abs=1e-6)


def test_a_country_of_average_data_is_an_average_market():
    neutral = {"barrier": 0, "competition": 0, "enforcement_law": 1}
    p = values({f"market_conditions.{name}": value for name, value in neutral.items()})
    rest = {"rule_of_law": 0.0, "regulatory_quality": 0.0}
    conditions = market_conditions([country("AAA", **rest), country("BBB", **rest)], set(), {}, p)
    for setting in (conditions.competition, conditions.barrier, conditions.enforcement):
        np.testing.assert_allclose(setting, 0.5)


def test_size_counts_by_its_exponent():
    p = values({"market_conditions.size_exponent": 0.5, "market_conditions.firms_exponent": 1})
    countries = [country("AAA", gdp=100.0), country("BBB", gdp=900.0)]
    conditions = market_conditions(countries, set(), {}, p)
    np.testing.assert_allclose(conditions.size_weight, [0.25, 0.75])  # 10 : 30
    np.testing.assert_allclose(conditions.firms_weight, [0.1, 0.9])


def test_no_firm_is_at_home_outside_the_homes():
    countries = [country("AAA"), country("BBB", gdp=300.0), country("CCC", gdp=300.0)]
    weights = market_conditions(countries, {"BBB", "CCC"}, {}, DEFAULTS).firms_weight
    np.testing.assert_allclose(weights, [0, 0.5, 0.5])


def test_better_regulation_lowers_barriers_and_larger_markets_are_more_competitive():
    slopes = {"barrier": 0, "barrier_regulation": -0.5, "competition": 0, "competition_size": 0.3,
              "competition_regulation": 0.5}  # fmt: skip
    p = values({f"market_conditions.{name}": value for name, value in slopes.items()})
    countries = [country("AAA", regulatory_quality=0.0), country("BBB", gdp=400.0, regulatory_quality=1.0)]
    conditions = market_conditions(countries, set(), {}, p)
    assert conditions.barrier[0] > 0.5 > conditions.barrier[1]
    assert conditions.competition[0] < 0.5 < conditions.competition[1]
    # log odds: .3 ln(4)/2 + .5/2 above zero, and as much below
    assert conditions.competition[1] == pytest.approx(1 / (1 + math.exp(-(0.15 * math.log(4) + 0.25))))


def test_a_scenario_sets_conditions_for_all_markets_and_for_one_of_them():
    overrides = {"all": {"competition_intensity": 0.8}, "BBB": {"competition_intensity": 0.1, "entry_barrier": 0.7}}
    conditions = market_conditions([country("AAA"), country("BBB")], set(), overrides, DEFAULTS)
    np.testing.assert_array_equal(conditions.competition, [0.8, 0.1])
    np.testing.assert_array_equal(conditions.barrier, [0.5, 0.7])


@pytest.mark.parametrize(
    ("overrides", "said"),
    [
        ({"AAB": {}}, "no country 'AAB'; did you mean 'AAA'?"),
        ({"AAA": {"barrier": 0.1}}, "did you mean 'entry_barrier'?"),
        ({"AAA": {"entry_barrier": 1.7}}, "markets.AAA.entry_barrier = 1.7 must be a number in [0, 1]"),
        ({"all": {"entry_barrier": math.nan}}, "markets.all.entry_barrier = nan must be"),
        ({"all": {"entry_barrier": True}}, "markets.all.entry_barrier = True must be"),
        ({"all": 0.5}, "markets.all = 0.5 must be a table with competition_intensity and entry_barrier"),
    ],
)
def test_conditions_that_cannot_be_set_are_refused(overrides, said):
    with pytest.raises(InputError) as caught:
        market_conditions([country("AAA"), country("BBB")], set(), overrides, DEFAULTS)
    assert said in str(caught.value)


def test_homes_must_be_among_the_countries():
    with pytest.raises(InputError, match="no country 'AAC'"):
        market_conditions([country("AAA"), country("BBB")], {"AAA", "AAC"}, {}, DEFAULTS)


def test_the_conditions_of_all_packaged_countries_are_proper():
    conditions = market_conditions(read_countries().countries, set(), {}, DEFAULTS)
    for matrix in (conditions.distance, conditions.culture):
        np.testing.assert_array_equal(matrix, matrix.T)
        np.testing.assert_array_equal(np.diag(matrix), 0)
        assert matrix.min() >= 0
        assert matrix.max() < 1
    for weight in (conditions.size_weight, conditions.firms_weight):
        assert weight.sum() == pytest.approx(1)


def test_demand_in_the_default_countries_gives_markups_that_differ_as_far_as_those_of_listed_firms():
    p, scenario = values({}), load_scenario("default")
    countries = countries_of(scenario, 1).countries
    competition = market_conditions(countries, {country.iso3 for country in countries}, {}, p).competition
    elasticity = np.array([demand_elasticity(one, 0.0, p.market_competition) for one in competition])
    assert np.log(1 / (elasticity - 1)).std() == pytest.approx(0.58, abs=0.005)  # de_loecker_2018: about 0.6
