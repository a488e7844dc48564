"""The fact of the two telecom cases: on tables whose answer is known, and against the scenario it is measured in."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from alliances.analysis.facts import fact, telecom
from alliances.analysis.facts.declaration import Replicate
from alliances.model.world.country_file import read_countries
from alliances.model.world.scenario import load_scenario

STEPS = [*telecom.YEARS.values()]
DEMAND = 1000.0  # in each of two markets; a tenth of it is for telecom equipment
SALES = {"Huawei": [56, 62, 60, 58, 56], "Ericsson": [28, 30, 32, 34, 36], "Nokia": 28, "ZTE": 22, "Samsung": 13}


def tables(sales=SALES, abroad=()):
    """Yearly records of suppliers by what they sell, ``abroad`` as rows of supplier, market and sales in every year."""
    by_year = {name: told if isinstance(told, list) else [told] * len(STEPS) for name, told in sales.items()}
    firms = [
        {"step": step, "firm_id": telecom.SUPPLIERS[name], "total_sales": float(sold),
         "foreign_sales": sum(sold for who, _, sold in abroad if who == name)}
        for name, told in by_year.items() for step, sold in zip(STEPS, told, strict=True)
    ]  # fmt: skip
    markets = [{"step": step, "market": market, "size": DEMAND} for step in STEPS for market in ("CHN", "XEU")]
    presence = [
        {"step": step, "firm_id": telecom.SUPPLIERS[name], "market": market, "sales": sold}
        for step in STEPS for name, market, sold in abroad
    ]  # fmt: skip
    frames = {"firms": firms, "markets": markets}
    made = {name: pd.DataFrame(rows) for name, rows in frames.items()}
    return {**made, "presence": pd.DataFrame(presence, columns=["step", "firm_id", "market", "sales"])}


def measured(told):
    return telecom.telecom_shares(Replicate(1, {telecom.TELECOM: told}))


def test_shares_are_of_the_world_s_demand_for_telecom_equipment():
    # two markets of 1000 million, 0.10 of each: 56 of 200 is 0.28
    shares = telecom.shares(tables())
    assert shares["Huawei"].tolist() == pytest.approx([0.28, 0.31, 0.30, 0.29, 0.28])
    assert [*shares.columns] == ["Huawei", "Ericsson", "Nokia", "ZTE", "Samsung"]


def test_the_reported_course_is_told_as_reported():
    told = measured(tables())
    assert told["rank_order"] == pytest.approx(1)
    assert told["huawei_before"] == pytest.approx(0.03)
    assert told["huawei_after"] == pytest.approx(-0.03)
    assert told["ericsson"] == pytest.approx(0.04)


def test_a_reversed_order_is_told_too():
    told = measured(tables({"Huawei": 1, "Ericsson": 2, "Nokia": 3, "ZTE": 4, "Samsung": 5}))
    assert told["rank_order"] == pytest.approx(-1)
    assert told["huawei_before"] == told["ericsson"] == 0


def test_a_supplier_that_closed_has_no_share():
    told = tables()
    told["firms"] = told["firms"][(told["firms"]["firm_id"] != 1) | (told["firms"]["step"] < 11)]
    assert telecom.shares(told)["Ericsson"].tolist() == pytest.approx([0.14, 0.15, 0, 0, 0])


def test_a_region_is_led_by_whoever_sells_more_there_at_home_or_from_abroad():
    leads = [("Huawei", "XEU", 20.0), ("Ericsson", "XNA", 9.0), ("Huawei", "KOR", 1.0), ("Huawei", "XME", 1.0)]
    # Ericsson keeps 28 - 9 and more at home, in Europe: 95 and more over the years against Huawei's 100
    sales = {**SALES, "Ericsson": 28}
    assert telecom.sold(tables(sales, leads), "Ericsson", telecom.REGIONS["Europe"]) == pytest.approx(5 * (28 - 9))
    assert measured(tables(sales, leads))["regions_led"] == 1
    assert measured(tables(sales, leads[:3]))["regions_led"] == 0.75  # nobody in Middle East and Africa


def test_what_is_reported_is_read_from_the_paper_s_tables():
    assert telecom.reported_shares().round(3).to_dict() == {
        "Huawei": 0.292, "Ericsson": 0.16, "Nokia": 0.144, "ZTE": 0.108, "Samsung": 0.064,
    }  # fmt: skip
    assert telecom.leaders() == {
        "Europe": "Huawei", "North America": "Ericsson", "Asia (except China)": "Huawei",
        "Middle East / Africa": "Huawei",
    }  # fmt: skip
    assert set(telecom.REGIONS) == set(telecom.leaders())


def test_suppliers_and_regions_are_those_of_the_scenario():
    scenario = load_scenario("telecom")
    assert scenario.firms_file and scenario.countries_file
    with Path(scenario.firms_file).open(encoding="utf-8") as file:
        rows = [*csv.DictReader(file)]
    assert {row["name"]: n for n, row in enumerate(rows) if row["industry"] == "telecom_equipment"} == telecom.SUPPLIERS
    assert {row["name"]: row["home"] for row in rows if row["name"] in telecom.HOMES} == telecom.HOMES
    codes = {country.iso3 for country in read_countries(Path(scenario.countries_file)).countries}
    assert {code for region in telecom.REGIONS.values() for code in region} < codes
    assert max(STEPS) == scenario.quarters - 1


def test_bands_and_signs_are_those_declared_before_anything_was_measured():
    told = {number.name: (number.test, number.low, number.high) for number in fact("telecom_shares").numbers}
    rises, infinity = ("sign", 0.0, float("inf")), float("inf")
    assert told == {
        "rank_order": rises, "huawei_before": rises, "huawei_after": ("sign", -infinity, 0.0), "ericsson": rises,
        "regions_led": ("band", 1.0, 1.0),
    }  # fmt: skip
    assert fact("telecom_shares").role == "validate"
