"""Public lists of firms as they are: headings and cells in the shapes that people download, with invented firms."""

import warnings

import pytest

from alliances.model.declarations.parameters import values
from alliances.model.errors import InputError, Notice
from alliances.model.policies.world_policies import Known
from alliances.model.world.country_file import packaged
from alliances.model.world.firm_file import read_register, read_told
from alliances.model.world.public_lists import OUTSIDE, heads_in, industry_of, year_in
from alliances.model.world.setup import industry_names

P = values({})
KNOWN = Known(tuple(country.iso3 for country in packaged().countries), industry_names())
FORBES = "rank,company,country,sales,profits,assets,market_value,sector,industry\n" \
    "1,Alpha,China,9,1,4000,8,Technology,Semiconductors\n2,Beta Bank,Germany,9,1,99000,8,Financials,Major Banks\n" \
    "3,Gamma,South Korea,9,1,2500,8,Consumer Discretionary,Auto & Truck Manufacturers\n" \
    "4,Delta,Bermuda,9,1,700,3,Health Care,Pharmaceuticals\n"  # fmt: skip
FORBES_2022 = "2022 Ranking,Organization Name,Industry,Country,Year Founded,CEO,Revenue (Billions)," \
    "Profits (Billions),Assets (Billions),Market Value (Billions),Total Employees\n" \
    '1,Alpha,"Food, Drink & Tobacco",United States,1999,A B,9,1,4.1,8,1200\n' \
    "2,Beta,Drugs & Biotechnology,Viet Nam,2021,C D,9,1,0.5,2,90\n" \
    "3,Gamma,Banking,France,1900,E F,9,1,900,2,90000\n"  # fmt: skip
INC = "rank,profile,name,url,state,revenue,growth_%,industry,workers,previous_workers,founded,yrs_on_list,metro," \
    "city\n" \
    "1,p,Alpha,u,California,9 Million,500,Software,40,20,2012,1,LA,LA\n" \
    "2,p,Beta,u,Texas,9 Million,400,Health,50,20,2010,2,Austin,Austin\n" \
    "3,p,Gamma,u,Texas,9 Million,400,Human Resources,50,20,2010,2,Austin,Austin\n"  # fmt: skip
CRUNCHBASE = "Organization Name,Organization Name URL,Industries,Headquarters Location,Description,Founded Date," \
    "Number of Employees,Operating Status\n" \
    'Alpha,u,"Artificial Intelligence (AI), Drones, Software","Munich, Bayern, Germany",d,2017-01-01,11-50,Active\n' \
    'Beta,u,"Pets, Biotechnology","Austin, Texas, United States",d,May 2015,10001+,Active\n' \
    'Gamma,u,"Pets, Dog Walking","Austin, Texas, United States",d,2015,1-10,Active\n' \
    'Delta,u,Solar,"São Paulo, Sao Paulo, Brazil",d,—,251-500,Active\n'  # fmt: skip
STARTUPS = "permalink,name,homepage_url,category_list,funding_total_usd,status,country_code,state_code,region,city," \
    "funding_rounds,founded_at,first_funding_at,last_funding_at\n" \
    "/o/a,Alpha,u,Apps|Games,5,operating,DEU,BE,Berlin,Berlin,1,2012-06-01,2013-01-01,2013-01-01\n" \
    "/o/b,Beta,u,Curated Web,-,operating,USA,CA,LA,LA,1,,2013-01-01,2013-01-01\n" \
    "/o/c,Gamma,u,Biotechnology,-,closed,IND,,,,1,2011-01-01,2013-01-01,2013-01-01\n"  # fmt: skip
ORBIS = '"Company name Latin alphabet","Country ISO code","NACE Rev. 2, core code (4 digits)",' \
    '"Date of incorporation","Number of employees\nLast avail. yr","Total assets\nth USD Last avail. yr"\n' \
    "ALPHA SA,FR,2620,12/03/1999,250,41000\nBETA GMBH,DE,7211,2008,n.a.,3000\nGAMMA BV,NL,6419,1990,80,1000000\n" \
    "DELTA OY,FI,2630,1995,900,n.a.\n"  # fmt: skip
ORBIS_EUR = ORBIS.replace("th USD", "th EUR")
SURVEY = "country,nace_pro,size_pro,emp18,turn18,larmar,coop\nDE,C26,10-49,30,9000,1,1\nPT,J62,50-249,120,9000,0,1\n" \
    "BG,G46,250 and more,400,9000,0,0\n"  # fmt: skip


def read(tmp_path, text):
    """The firms of a list, and what was made of it."""
    file = tmp_path / "firms.csv"
    file.write_text(text, encoding="utf-8")
    return read_told(file, KNOWN, P)


@pytest.mark.parametrize(
    ("text", "homes", "industries", "founded", "assets"),
    [
        (FORBES, "CHN KOR", "ict manufacturing", None, (4000, 2500)),
        (FORBES_2022, "USA VNM", "manufacturing medicine", (1999, 2020), (4100, 500)),
        (INC.replace("\n", ",country\n", 1).replace("LA\n", "LA,US\n").replace("Austin\n", "Austin,US\n"), "USA USA",
         "ict medicine", (2012, 2010), (40, 50)),
        (CRUNCHBASE, "DEU USA BRA", "ict biotech new_energy", (2017, 2015, None), (23, 10001, 354)),
        (STARTUPS, "DEU IND", "ict biotech", (2012, 2011), None),
        (ORBIS, "FRA DEU FIN", "ict biotech telecom_equipment", (1999, 2008, 1995), (41, 3, None)),
        (ORBIS_EUR, "FRA DEU FIN", "ict biotech telecom_equipment", (1999, 2008, 1995), (250, None, 900)),
        (SURVEY, "DEU PRT", "ict ict", None, (30, 120)),
    ],
    ids=["Forbes 2020", "Forbes 2022", "Inc. 5000", "Crunchbase export", "startups 2015", "Orbis", "Orbis in euro",
         "innovation survey"],
)  # fmt: skip
def test_a_public_list_is_read_as_it_is(tmp_path, text, homes, industries, founded, assets):
    firms, told = read(tmp_path, text)
    assert [KNOWN.codes[home] for home in firms.home] == homes.split()
    assert [KNOWN.industries[industry] for industry in firms.industry] == industries.split()
    assert told.rows == len(firms) + sum(told.rows_aside.values())
    if founded:
        years = [None if age != age else round(2020 + (age + 1) / 4) for age in firms.traits["founded"]]
        assert years == list(founded)
    if assets:
        unit = 1 if told.money else P.firm_demography.assets_per_employee
        sizes = [None if size != size else size / unit for size in firms.traits["assets"]]
        assert sizes == [None if size is None else pytest.approx(size) for size in assets]


def test_firms_set_aside_are_counted_by_cause_and_told_when_a_world_is_made(tmp_path):
    _, told = read(tmp_path, FORBES)
    assert dict(told.rows_aside) == {"of industries that the model has not": 1, "of countries without data": 1}
    with pytest.warns(Notice, match=r"of 4 firms these are set aside: 1 of industries .* and 1 of countries without"):
        read_register(tmp_path / "firms.csv", KNOWN, P)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # it is told once
        read_register(tmp_path / "firms.csv", KNOWN, P)


def test_a_list_without_countries_is_refused_with_what_it_needs(tmp_path):
    with pytest.raises(InputError, match="has no column 'home'; needed: home and industry"):
        read(tmp_path, INC)


def test_another_currency_is_refused_where_nothing_else_tells_the_size(tmp_path):
    with pytest.raises(InputError, match="unit 'th_eur' of assets must be one of usd"):
        read(tmp_path, ORBIS_EUR.replace("Number of employees", "Staff costs"))


def test_a_slip_of_the_pen_is_refused_and_not_set_aside(tmp_path):
    with pytest.raises(InputError, match="no industry 'biotehc'; did you mean 'biotech'"):
        read(tmp_path, "company,country,industry\nA,DE,biotehc\nB,DE,banking\nC,DE,ict\nD,DE,ict\n")


@pytest.mark.parametrize(
    ("text", "industry"),
    [("C26", "ict"), ("26.30", "telecom_equipment"), ("2651", "ict"), ("21", "medicine"), ("72.11", "biotech"),
     ("C", "manufacturing"), ("K64", OUTSIDE), ("4711", OUTSIDE), ("Shoes; Software", "ict"), ("Shoes", "Shoes"),
     ("Banking; Shoes", OUTSIDE), ("", "")],
)  # fmt: skip
def test_an_industry_is_known_by_codes_and_tags(text, industry):
    assert industry_of(text) == industry


@pytest.mark.parametrize(
    ("text", "heads"),
    [("11-50", "23"), ("1,001-5,000", "2237"), ("10001+", "10001"), ("250 or more", "250"), ("10 to 49", "22"),
     ("120", "120"), ("1,200", "1,200"), ("", "")],
)  # fmt: skip
def test_a_range_of_employees_is_its_geometric_mean(text, heads):
    assert heads_in(text) == heads


@pytest.mark.parametrize(
    ("text", "year"),
    [("2012-06-01", "2012"), ("01/06/1998", "1998"), ("May 2015", "2015"), ("2012 or 2013",) * 2,
     ("12", "12"), ("", "")],
)  # fmt: skip
def test_a_date_is_its_year(text, year):
    assert year_in(text) == year


def test_who_was_founded_after_the_first_year_begins_as_new(tmp_path):
    file = tmp_path / "firms.csv"
    file.write_text("company,country,industry,founded\nA,DE,ict,2012\nB,DE,ict,2006-05-01\n")
    assert read_register(file, KNOWN, P, 2007).traits["founded"].tolist() == [-1, -5]
