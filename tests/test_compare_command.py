"""``alliances compare`` and ``effect``: what they print, what they keep, and where they send the reader next."""

import json

import pandas as pd
import pytest

from alliances.__main__ import main

SMALL = ["--firms", "60", "--quarters", "12", "--replicates", "2", "--workers", "1", "--quiet"]
EFFECT = ["effect", "alliances", "--over", "size", "--levels", "2", *SMALL]
GRANT = '[[policy]]\nname = "Grant"\ninstrument = "export_grant"\nstart = 1\nbudget = 2.0\n'


@pytest.fixture
def grant(tmp_path):
    """A file of a policy."""
    file = tmp_path / "grant.toml"
    file.write_text(GRANT, encoding="utf-8")
    return file


@pytest.mark.smoke
def test_every_change_makes_one_more_world_beside_the_first(capsys, grant):
    words = ["compare", "--without", "trust", "--set", "conflict.friction=0.2", "--policy", str(grant), *SMALL]
    assert main([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["base"], told["worlds"]) == ("default", ["conflict.friction = 0.2", "without trust", "with Grant"])
    assert told["seeds"] == [1, 2]
    spent = {row["world"]: row["mean"] for row in told["differences"] if row["outcome"] == "public_spending"}
    assert spent["without trust"] == 0 < spent["with Grant"]


def test_it_prints_every_outcome_the_answer_and_the_next_command(capsys):
    assert main(["compare", "default", "default --without trust", *SMALL, "--seed", "5"]) == 0
    said = capsys.readouterr()
    for expected in ("without trust against default", "exporters among firms (%)", "Difference (95 %)", "of 2",
                     "each firm counts alike", "Next: alliances effect trust --over competition"):  # fmt: skip
        assert expected in said.out
    assert said.err == ""


def test_a_narrow_terminal_shows_the_rows_below_each_other_and_cuts_no_word(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    assert main(["compare", "--without", "trust", *SMALL, "--outcome", "mean_foreign_sales_share"]) == 0
    said = capsys.readouterr().out
    assert "foreign share of sales, mean firm (%)\n" in said and "; Difference (95 %): " in said
    assert "…" not in said


def test_it_keeps_tables_figure_and_report(tmp_path, capsys):
    assert main(["compare", "--without", "trust", *SMALL, "--out", str(tmp_path / "out")]) == 0
    kept = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"differences.csv", "values.parquet", "differences.png", "report.html", "manifest.json"} <= kept
    table = pd.read_csv(tmp_path / "out" / "differences.csv")
    assert set(table["world"]) == {"without trust"} and table["seeds"].max() == 2
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["status"] == "complete"
    assert "Report, tables and figure are in" in capsys.readouterr().out


def test_an_effect_is_printed_with_its_slope_on_both_scales(capsys):
    assert main(EFFECT) == 0
    said = " ".join(capsys.readouterr().out.split())
    for expected in ("Effect of alliances over size of the firm", "million USD", "per doubling of assets",
                     "In proportion (log scale)", "Slope of the log ratio", "Next: alliances sweep"):  # fmt: skip
        assert expected in said


def test_an_effect_as_json_and_in_a_folder(tmp_path, capsys):
    assert main([*EFFECT, "--out", str(tmp_path / "out"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["cause"], told["over"], len(told["slopes"])) == ("alliances", "size", 10)
    kept = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"curve.csv", "slopes.csv", "pairs.parquet", "effect.svg", "report.html"} <= kept


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["compare"], "one world alone is given"),
        (["compare", "--without", "trsut"], "did you mean 'trust'?"),
        (["compare", "default", "--replicates", "0"], "--replicates"),
        (["effect", "alliances", "--over", "competitoin"], "did you mean 'competition'?"),
        (["effect", "alliances"], "--over"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_line(words, said, refusal):
    assert said in refusal(*words)
