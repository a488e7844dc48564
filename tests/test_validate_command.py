"""``alliances facts`` and ``alliances validate``: what they print, what they keep, what they refuse."""

import json

import pandas as pd
import pytest

from alliances.__main__ import main
from alliances.analysis.facts import FACTS

SMALL = ["--firms", "80", "--replicates", "2", "--workers", "1", "--quiet"]
TWO = ["--fact", "failure", "--fact", "both_succeed"]


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A folder with a small validation and ablation."""
    folder = tmp_path_factory.mktemp("validation") / "small"
    without = [word for name in UNABLATED for word in ("--without", name)]
    assert main(["validate", *SMALL, *TWO, *without, "--ablate", "--out", str(folder)]) == 0
    return folder


UNABLATED = (
    "entry_cost", "entry_mode", "market_dynamics", "market_learning", "psychic_distance", "resource_development",
    "market_competition", "market_conditions", "stages", "strategy", "partner_search", "partner_choice",
)  # fmt: skip


def test_facts_are_listed_by_role_for_people(capsys):
    assert main(["facts"]) == 0
    said = capsys.readouterr().out
    assert said.index("Calibrated facts") < said.index("failure") < said.index("Validation facts")
    assert [fact.id for fact in FACTS if fact.id not in said] == []


def test_facts_are_listed_for_programs(capsys):
    assert main(["facts", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["id"] for row in rows] == [fact.id for fact in FACTS]
    assert {"finding", "reported", "source", "trust", "role", "measured_on", "worlds", "numbers"} <= set(rows[0])


def test_one_fact_is_shown_with_its_numbers(capsys):
    assert main(["facts", "failure"]) == 0
    said = capsys.readouterr().out
    for expected in ("bamford_2004", "0.3 to 0.7", "lies in the band", "calibrate", "2026-11-22 10:07 UTC (b148ad8)"):
        assert expected in said
    assert main(["facts", "failure", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["numbers"][0]["low"], row["numbers"][0]["high"]) == (0.3, 0.7)
    assert [registered["commit"] for registered in row["registered"]] == ["b148ad8"]


def test_validate_prints_two_blocks_and_the_totals(capsys):
    assert main(["validate", *SMALL, *TWO]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    for expected in ("80 firms, 2 seeds", "Calibrated facts.", "Validation facts.", "0.3 to 0.7", "Too few seeds"):
        assert expected in said.out
    (totals,) = [line for line in said.out.splitlines() if line.startswith("calibrated: ")]
    assert " of 1 reproduced, 1 open; validation: " in totals


def test_json_tells_facts_and_numbers(capsys):
    assert main(["validate", *SMALL, *TWO, "--json", "--without", "trust", "--set", "conflict.national=0.1"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["seeds"], told["without"], told["set"]) == ([1, 2], ["trust"], {"conflict.national": 0.1})
    assert [row["fact"] for row in told["facts"]] == ["failure", "both_succeed"]
    (failed,) = [row for row in told["numbers"] if row["fact"] == "failure"]
    assert failed["low"] <= failed["mean"] <= failed["high"]
    assert (failed["verdict"], failed["note"]) == ("open", "too few seeds")


@pytest.mark.smoke
def test_a_folder_holds_measures_verdicts_report_and_manifest(kept):
    measures = pd.read_parquet(kept / "measures.parquet")
    assert set(measures["seed"]) == {1, 2} and "trust" in set(measures["rule_off"])
    verdicts = pd.read_parquet(kept / "verdicts.parquet")
    assert list(pd.read_csv(kept / "verdicts.csv")["verdict"]) == list(verdicts["verdict"])
    assert pd.read_csv(kept / "ablation.csv", index_col=0).loc["failure", "trust"]
    manifest = json.loads((kept / "manifest.json").read_text())
    assert (manifest["status"], manifest["seeds"], manifest["facts"]) == (
        "complete",
        [1, 2],
        ["failure", "both_succeed"],
    )
    assert {"lifelines", "statsmodels", "semopy", "numpy"} <= set(manifest["versions"])
    assert manifest["totals"]["calibrate"]["open"] == 1
    report = (kept / "report.html").read_text(encoding="utf-8")
    assert "alliances validate --firms 80" in report and "switched off" in report


def test_a_folder_of_other_settings_stays_as_it_is(kept, refusal):
    before = {path: path.read_bytes() for path in kept.rglob("*") if path.is_file()}
    assert "other settings: without" in refusal("validate", *SMALL, *TWO, "--out", kept)
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["facts", "failur"], "no fact 'failur'; did you mean 'failure'?"),
        (["validate", "--fact", "failur"], "no fact 'failur'; did you mean 'failure'?"),
        (["validate", "--without", "trsut"], "no rule 'trsut'; did you mean 'trust'?"),
        (["validate", "--set", "trust.gain=9"], "trust.gain = 9 must be"),
        (["validate", "--set", "trust.gain=1", "--without", "trust"], "rule 'trust' is switched off"),
        (["validate", "--scenario", "defualt"], "did you mean 'default'?"),
        (["validate", "--firms", "1"], "firms = 1 must be"),
        (["validate", "--replicates", "0"], "--replicates"),
        (["validate", "--workers", "0"], "--workers"),
    ],
)
def test_bad_input_is_refused_before_anything_runs(refusal, arguments, said):
    assert said in refusal(*arguments)


def test_without_the_extra_it_says_what_to_install(refusal, monkeypatch):
    monkeypatch.setattr("alliances.commands.extras.find_spec", lambda name: None if name == "semopy" else name)
    said = refusal("validate", *SMALL)
    assert "semopy is not installed" in said and "pip install 'alliance-abm[analysis]'" in said
