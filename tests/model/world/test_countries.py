"""Countries: the packaged ones, a user's own, synthetic ones, and every refusal as one line."""

import csv
import dataclasses
import math
from pathlib import Path

import numpy as np
import pytest

from alliances.model.errors import InputError
from alliances.model.world.countries import PACKAGED, Country, read_countries, synthetic_countries


def packaged_rows() -> list[dict[str, str]]:
    with PACKAGED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written(tmp_path: Path, rows: list[dict[str, str]]) -> Path:
    path = tmp_path / "own.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_countries(path)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(f"{path}: ")
    return message


def by_code(code: str) -> Country:
    return next(country for country in read_countries().countries if country.iso3 == code)


def test_fifty_countries_come_with_the_package():
    countries = read_countries().countries
    assert len({country.iso3 for country in countries}) == 50
    assert all(len(country.culture) == 6 for country in countries)
    assert sum(country.economy == "emerging" for country in countries) == 25


def test_a_row_becomes_a_country():
    assert by_code("VNM") == Country(
        iso3="VNM", name="Vietnam", region="APAC", economy="emerging", gdp=334.4, rule_of_law=-0.03,
        regulatory_quality=-0.36, culture=(70, 20, 40, 30, 57, 35), latitude=14.1, longitude=108.3,
    )  # fmt: skip


def test_romania_gets_the_mean_governance_of_hungary_poland_and_russia_and_this_is_reported():
    assert read_countries().filled == ("ROU.rule_of_law", "ROU.regulatory_quality")
    assert by_code("ROU").rule_of_law == pytest.approx(0.06)  # (.52 + .41 - .75) / 3
    assert by_code("ROU").regulatory_quality == pytest.approx(1.16 / 3)  # (.60 + 1.02 - .46) / 3


def test_governance_is_filled_from_all_countries_where_no_like_country_has_it(tmp_path):
    rows = packaged_rows()[:3]  # Argentina alone in its region; Australia 1.73; Austria 1.9
    rows[0]["rule_of_law_2019"] = ""
    countries, filled = read_countries(written(tmp_path, rows))
    assert filled == ("ARG.rule_of_law",)
    assert countries[0].rule_of_law == pytest.approx(1.815)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("gdp_2019_busd", "lots", "line 3, gdp_2019_busd = 'lots' must be a number in [0.001, 1e+06]"),
        ("gdp_2019_busd", "0", "line 3, gdp_2019_busd = '0' must be"),
        ("gdp_2019_busd", "-5", "line 3, gdp_2019_busd = '-5' must be"),
        ("gdp_2019_busd", "", "line 3, gdp_2019_busd = '' must be"),
        ("gdp_2019_busd", "inf", "line 3, gdp_2019_busd = 'inf' must be"),
        ("rule_of_law_2019", "nan", "line 3, rule_of_law_2019 = 'nan' must be"),
        ("indulgence", "NaN", "line 3, indulgence = 'NaN' must be"),
        ("latitude", "90.5", "line 3, latitude = '90.5' must be a number in [-90, 90]"),
        ("longitude", "-181", "line 3, longitude = '-181' must be a number in [-180, 180]"),
        ("iso3", "ARG", "line 3, iso3 = 'ARG' is there twice; there must be one row per country"),
        ("iso3", "all", "line 3, iso3 = 'all' must be three capital letters"),
        ("economy", "rich", "line 3, economy = 'rich' must be advanced or emerging"),
    ],
)
def test_a_cell_that_cannot_be_used_is_named_with_what_is_allowed(tmp_path, column, value, said):
    rows = packaged_rows()[:3]
    rows[1][column] = value
    assert said in refusal(written(tmp_path, rows))


def test_a_missing_column_is_named_with_the_nearest_that_is_there(tmp_path):
    rows = [{("latitud" if key == "latitude" else key): value for key, value in row.items()} for row in packaged_rows()]
    assert "no column 'latitude'; did you mean 'latitud'?" in refusal(written(tmp_path, rows))


def test_files_that_are_no_table_of_countries_are_refused(tmp_path):
    path = tmp_path / "own.csv"
    assert "cannot be read (No such file or directory)" in refusal(path)
    path.write_text("")
    assert "is empty" in refusal(path)
    path.write_text(",".join(packaged_rows()[0]) + "\n")
    assert "holds no country" in refusal(path)
    path.write_text(PACKAGED.read_text("utf-8") + "AAA,half a row\n", "utf-8")
    assert "line 52, which has 2 cells where the header has 16" in refusal(path)
    path.write_bytes(b"\xff\xfe\x00")
    assert "is not text in UTF-8" in refusal(path)
    assert "is a folder; it must be a file" in refusal(tmp_path)


def test_two_columns_of_one_name_are_refused_and_named(tmp_path):
    path = tmp_path / "own.csv"
    header, *rows = PACKAGED.read_text("utf-8").splitlines()[:4]
    path.write_text("\n".join([f"{header},gdp_2019_busd", *(f"{row},46.8" for row in rows)]), "utf-8")
    assert "column 'gdp_2019_busd' is there twice; it must be there once" in refusal(path)


def test_a_header_with_blanks_is_read_and_so_are_columns_that_the_model_does_not_need(tmp_path):
    rows = [{**row, "gdp_growth_2009_2019": "0.01"} for row in packaged_rows()[:3]]
    path, padded = written(tmp_path, rows), tmp_path / "padded.csv"
    padded.write_text("\n" + path.read_text("utf-8").replace(",", " , "), "utf-8")
    assert read_countries(padded) == read_countries(path)


def test_all_faults_of_a_file_are_told_at_once(tmp_path):
    rows = packaged_rows()[:4]
    rows[0]["gdp_2019_busd"], rows[1]["latitude"], rows[2]["economy"] = "1.200,5", "north", "rich"
    with pytest.raises(InputError) as refused:
        read_countries(written(tmp_path, rows))
    told = str(refused.value).splitlines()
    assert told[0].endswith("3 faults:")
    assert [" ".join(line.split()[:3]) for line in told[1:]] == [
        "line 4, economy", "line 2, gdp_2019_busd", "line 3, latitude"
    ]  # fmt: skip


def test_more_countries_than_there_are_is_refused_with_what_they_would_need(tmp_path):
    rows = [{**packaged_rows()[0], "iso3": f"A{n // 36:X}{n % 10}"} for n in range(600)]
    assert "has 600 countries, whose pairs would need about 0.1 GB of memory; it must have at most 500" in refusal(
        written(tmp_path, rows)
    )


def test_governance_that_no_country_has_cannot_be_filled(tmp_path):
    rows = [{**row, "regulatory_quality_2019": ""} for row in packaged_rows()[:3]]
    assert "regulatory_quality_2019 is blank in every row" in refusal(written(tmp_path, rows))


def test_a_file_from_a_spreadsheet_with_a_byte_order_mark_reads_the_same(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text(PACKAGED.read_text("utf-8"), "utf-8-sig")
    assert read_countries(path) == read_countries()


def test_synthetic_countries_belong_to_their_seed():
    assert synthetic_countries(4, 7) == synthetic_countries(4, 7) != synthetic_countries(4, 8)
    assert [drawn.iso3 for drawn in synthetic_countries(4, 7)] == ["S01", "S02", "S03", "S04"]


@pytest.mark.parametrize("seed", [0, 1, 2**63 + 1, 2**64 - 1])
def test_every_seed_of_64_bits_draws_proper_countries(seed):
    for drawn in synthetic_countries(10, seed):
        assert all(0 <= index <= 100 for index in drawn.culture)
        assert abs(drawn.latitude) <= 90
        assert abs(drawn.longitude) <= 180
        assert drawn.gdp > 0


def test_one_more_synthetic_country_leaves_the_others_as_they_were():
    few, more = (
        [dataclasses.replace(drawn, economy="") for drawn in synthetic_countries(count, 3)] for count in (10, 11)
    )
    assert more[:10] == few


def test_half_the_synthetic_countries_are_advanced_and_those_govern_better():
    drawn = synthetic_countries(20, 5)
    level = {economy: [c.rule_of_law + c.regulatory_quality for c in drawn if c.economy == economy]
             for economy in ("advanced", "emerging")}  # fmt: skip
    assert len(level["advanced"]) == len(level["emerging"]) == 10
    assert min(level["advanced"]) > max(level["emerging"])


def test_synthetic_countries_have_the_moments_they_are_drawn_with():
    drawn = [c for seed in range(10) for c in synthetic_countries(200, seed)]  # 2000: bands of four standard errors
    log_gdp = np.log([c.gdp for c in drawn])
    assert np.mean(log_gdp) == pytest.approx(math.log(800), abs=0.11)
    assert np.std(log_gdp) == pytest.approx(1.2, abs=0.08)
    assert np.mean([c.culture for c in drawn]) == pytest.approx(50, abs=0.75)
    assert np.mean([math.sin(math.radians(c.latitude)) for c in drawn]) == pytest.approx(0, abs=0.055)
    governance = np.corrcoef([c.rule_of_law for c in drawn], [c.regulatory_quality for c in drawn])
    assert governance[0, 1] == pytest.approx(0.95, abs=0.01)
