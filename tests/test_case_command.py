"""``alliances case``: what it lists, prints, keeps and refuses."""

import json

import pandas as pd
import pytest

from alliances.__main__ import main

WORLD = """[scenario]
title = "T"
question = "Q?"
source = "S"
look_for = "L"
[world]
countries = ["CHN", "DEU", "BRA", "USA"]
firms = 40
quarters = 12
burn_in = 8
firms_file = "firms.csv"
"""
FIRMS = "name,home,industry,assets,age_years\nMaker,CHN,telecom_equipment,400,20\nOperator,DEU,ict,400,20\n"
CASE = """[case]
title = "A maker and an operator"
question = "What if nobody trusted?"
source = "A test."
scenario = "world.toml"
shows = ["What the model makes of it."]
cannot = ["One history proves nothing."]
[[event]]
year = 2021
words = "It happened"
[[counterfactual]]
name = "without trust"
words = "Nobody trusts."
without = ["trust"]
[[quantity]]
name = "Share"
measure = "share_of_demand"
of = { firm = "Maker", industry = "telecom_equipment" }
unit = "share"
path = true
reported = { 2021 = 0.99 }
source = "a study"
missed = "The maker is small."
"""
SMALL = ["--replicates", "2", "--workers", "1", "--quiet"]


@pytest.fixture
def case(tmp_path):
    """The file of a case."""
    for name, text in {"world.toml": WORLD, "firms.csv": FIRMS, "mine.toml": CASE}.items():
        (tmp_path / name).write_text(text, "utf-8")
    return str(tmp_path / "mine.toml")


@pytest.mark.smoke
def test_without_a_name_it_lists_the_cases(capsys):
    assert main(["case"]) == 0
    assert "huawei-vodafone" in capsys.readouterr().out
    assert main(["case", "--json"]) == 0
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["ericsson-att"]["worlds"] == [
        "as it was", "without the alliance", "customers open no markets", "without sanctions",
        "equity instead of contract",
        "with the other's partner",
    ]  # fmt: skip


def test_a_case_of_which_nothing_is_reported_is_printed_and_has_a_page(case, tmp_path, capsys):
    (tmp_path / "mine.toml").write_text(CASE.partition("reported =")[0], "utf-8")
    out = tmp_path / "out"
    assert main(["case", case, *SMALL, "--out", str(out)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "As it was: Share " in said and "Nothing is reported that this could be set against." in said
    page = (out / "report.html").read_text("utf-8")
    assert "What would have been different" in page and "Why numbers are missed" not in page


def test_it_prints_what_agrees_what_changes_and_what_it_cannot_show(case, capsys):
    assert main(["case", case, *SMALL]) == 0
    said = " ".join(capsys.readouterr().out.split())
    for expected in ("A maker and an operator", "Share, 2021 (%) 99.0", "below", "without trust",
                     "Of 1 reported numbers, 0 lie", "One history proves nothing."):  # fmt: skip
        assert expected in said


def test_it_keeps_tables_figures_and_one_page_and_goes_on_with_more_seeds(case, tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["case", case, *SMALL, "--out", str(out)]) == 0
    kept = {path.name for path in out.iterdir()}
    assert {
        "report.html",
        "agreement.csv",
        "changes.csv",
        "paths.csv",
        "values.parquet",
        "paths.svg",
        "changes.png",
    } <= kept
    page = (out / "report.html").read_text("utf-8")
    for expected in ("What this can show, and what it cannot", "One history proves nothing.", "2021: It happened",
                     "The maker is small.", "Do it again"):  # fmt: skip
        assert expected in page
    capsys.readouterr()
    assert main(["case", case, "--replicates", "3", "--workers", "1", "--out", str(out)]) == 0
    assert "2 are done, 1 to do" in capsys.readouterr().err
    assert pd.read_csv(out / "agreement.csv")["seeds"].tolist() == [3]


def test_what_is_reported_may_change_without_a_world_being_run_again(case, tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["case", case, *SMALL, "--out", str(out)]) == 0
    capsys.readouterr()
    (tmp_path / "mine.toml").write_text(CASE.replace("2021 = 0.99", "2021 = 0.0001"), "utf-8")
    assert main(["case", case, "--replicates", "2", "--workers", "1", "--out", str(out), "--json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["agreement"][0]["reported"] == 0.0001
    assert "2 are done, 0 to do" in said.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["case", "huawei-vodafon"], "no case or file 'huawei-vodafon'; did you mean 'huawei-vodafone'?"),
        (["case", "huawei-vodafone", "--replicates", "0"], "--replicates"),
        (["case", "huawei-vodafone", "--firms", "1"], "firms"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_line(words, said, refusal):
    assert said in refusal(*words)
