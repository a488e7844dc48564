"""``alliances survey``: what it prints, what it keeps, that workers do not matter, and what Ctrl-C leaves."""

import json
import os
import signal

import pandas as pd
import pytest

from alliances.__main__ import main
from alliances.experiments.evidence import survey

SMALL = ["--firms", "600", "--replicates", "1", "--draws", "3", "--size", "30", "--workers", "1", "--quiet"]


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A folder with a small Nissanka survey, and what was printed as JSON."""
    folder = tmp_path_factory.mktemp("surveys") / "nissanka"
    assert main(["survey", "nissanka", *SMALL, "--out", str(folder)]) == 0
    return folder


@pytest.mark.smoke
def test_a_survey_prints_each_path_and_what_the_columns_mean(capsys):
    assert main(["survey", "zhu", *SMALL, "--seed", "4"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    for expected in ("3 samples of 30 firms that were abroad five years ago in one world", "600 firms, seed 4",
                     "0.402", "alliance → performance, in all", "inside", "survivors: everyone again",
                     "caused: the same firms", "selection"):  # fmt: skip
        assert expected in said.out


def test_the_same_is_asked_where_lots_decide_as_table_figure_and_words(capsys, tmp_path):
    assert main(["survey", "zhu", "--causal", *SMALL, "--out", str(tmp_path)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    for expected in ("Zhu (2025), by lot: 3 samples of 30 firms that were abroad when lots were drawn", "0.144",
                     "free to ally → performance", "market competition", "Lots decide who may ally"):  # fmt: skip
        assert expected in said
    assert {"summary.csv", "figure.svg", "respondents.csv"} <= {path.name for path in tmp_path.iterdir()}


def test_a_survey_without_a_lottery_is_refused_one_in_a_line(capsys):
    assert main(["survey", "veilleux", "--causal", *SMALL]) == 2
    assert "has no lottery, so --causal must be left out; there is one for zhu" in capsys.readouterr().err


def test_the_interviews_are_told_by_city_age_phase_and_resources(capsys):
    assert main(["survey", "veilleux", *SMALL, "--firms", "1500", "--size", "10"]) == 0
    said = capsys.readouterr().out
    for expected in ("Montreal and Boston", "Montreal", "Boston", "young", "development", "ample",
                     "Who led", "executives", "opportunistic", "knowledge learned", "Boston less Montreal",
                     "What alliances changed"):  # fmt: skip
        assert expected in said


def test_columns_that_hold_nothing_are_left_out(capsys):
    assert main(["survey", "veilleux", *SMALL, "--firms", "1500", "--size", "10"]) == 0
    said = capsys.readouterr().out
    assert "everyone:" in said and "reported:" not in said and "no style:" not in said


def test_without_a_name_the_surveys_are_listed(capsys):
    assert main(["survey"]) == 0
    said = capsys.readouterr().out
    for expected in ("zhu", "200 firms that were", "nissanka", "no_knowledge_exchange", "montreal-boston"):
        assert expected in said
    assert main(["survey", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in rows] == ["zhu", "zhu_lottery", "nissanka", "veilleux"]
    assert rows[0]["paths"]["Paths"]["XY"] == "alliance → performance, direct"


def test_json_holds_a_row_for_every_path(capsys):
    assert main(["survey", "zhu", *SMALL, "--json", "--set", "trust.gain=0.2", "--without", "conflict"]) == 0
    told = json.loads(capsys.readouterr().out)
    rows = {row["path"]: row for row in told["paths"]}
    assert set(rows) == {"XY", "XM1", "M1Y", "XM2", "M2Y", "Z1", "Z2", "Z3", "total"}
    assert rows["XM2"]["reported"] == 0.402
    assert rows["total"]["reported"] == pytest.approx(0.440, abs=5e-4)  # .214 + .375 × .312 + .402 × .271
    assert (told["size"], told["without"], told["set"]) == (30, ["conflict"], {"trust.gain": 0.2})
    assert {row["path"] for row in told["effects"]} == {"XM1", "XM2", "total", "Z3"}


def test_respondents_are_kept_as_csv_and_as_parquet(kept):
    written, read = (pd.read_parquet(kept / "respondents.parquet"), pd.read_csv(kept / "respondents.csv"))
    assert list(read.columns[:3]) == ["seed", "draw", "firm_id"]
    assert len(read) == 2 * 3 * 30  # with and without response style
    pd.testing.assert_frame_equal(written, read)


def test_estimates_are_kept_for_every_draw(kept):
    estimates = pd.read_parquet(kept / "estimates.parquet")
    assert {"seed", "draw", "path", "estimate", "std_error", "p_value"} <= set(estimates.columns)
    assert len(estimates[estimates["path"] == "beta_MC"]) == 2 * 3
    effects = pd.read_parquet(kept / "effects.parquet")
    assert list(effects["path"]) == ["beta_A", "beta_KT", "beta_MC"]


def test_the_summary_is_kept_twice_and_says_what_it_would_be_without_style(kept):
    rows = json.loads((kept / "summary.json").read_text())
    table = pd.read_csv(kept / "summary.csv")
    assert list(table["path"]) == [row["path"] for row in rows]
    found = next(row for row in rows if row["path"] == "r_SP_A")
    assert found["reported"] == 0.713 or found["reported"] == 0.717
    assert found["mean"] > found["mean_without_style"]


def test_the_manifest_tells_how_the_survey_came(kept):
    manifest = json.loads((kept / "manifest.json").read_text())
    assert (manifest["status"], manifest["asked"]["survey"], manifest["asked"]["size"]) == ("complete", "nissanka", 30)
    assert manifest["seeds"] == [1]
    assert manifest["variables"]["true_SP"].startswith("partnerships")
    assert manifest["worlds"] == ["base", "alone", "higher_barriers", "no_knowledge_exchange"]
    assert manifest["tables"]["respondents"] == {"file": "respondents.parquet", "rows": 180}
    assert (kept / "figure.svg").read_text().count("market challenges") >= 4  # its text stays text
    assert (kept / "figure.png").stat().st_size > 10_000


@pytest.mark.slow  # as for every campaign
def test_workers_change_nothing(capsys):
    both = []
    for workers in ("1", "2"):
        assert main(["survey", "zhu", *SMALL, "--replicates", "2", "--workers", workers, "--json"]) == 0
        both.append(capsys.readouterr().out)
    assert both[0] == both[1]


def test_an_unknown_survey_is_refused_with_the_nearest_name(refusal):
    assert "no survey 'nisanka'; did you mean 'nissanka'?" in refusal("survey", "nisanka")


@pytest.mark.parametrize("name", ["zhu", "nissanka", "veilleux"])
def test_too_few_firms_are_counted_and_the_remedy_is_named(refusal, name):
    said = refusal("survey", name, "--firms", "60", "--replicates", "1", "--quiet")
    assert "seed 1: " in said and "raise --firms or lower --size" in said


def test_a_variable_that_is_the_same_everywhere_is_named_and_more_firms_are_not_asked_for(refusal):
    said = refusal("survey", "zhu", *SMALL, "--without", "market_conditions")
    assert "market_competition_intensity does not vary" in said and "--firms" not in said


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["--without", "conflicts"], "no rule 'conflicts'; did you mean 'conflict'?"),
        (["--set", "trust.gian=0.2"], "did you mean 'trust.gain'?"),
        (["--seed", "-1"], "seed = -1 must be a whole number in [0, 2**64)"),
        (["--firms", "-5"], "firms = -5"),
        (["no-such-scenario"], "no-such-scenario"),
        (["--draws", "0"], "--draws"),
    ],
)
def test_what_cannot_be_used_is_refused_before_anything_runs(refusal, monkeypatch, given, expected):
    monkeypatch.setattr(survey, "survey_seed", lambda *_: pytest.fail("a world was run"))
    assert expected in refusal("survey", "zhu", *given)


def test_a_folder_with_other_files_is_refused(refusal, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    assert "holds other files" in refusal("survey", "zhu", *SMALL, "--out", str(tmp_path))


def test_ctrl_c_keeps_the_seeds_that_are_finished(capsys, monkeypatch, tmp_path):
    whole = survey.survey_seed

    def pressed(plan, seed):
        if seed == 2:
            os.kill(os.getpid(), signal.SIGINT)
        return whole(plan, seed)

    monkeypatch.setattr(survey, "survey_seed", pressed)
    asked = ["survey", "zhu", *SMALL, "--replicates", "5", "--out", str(tmp_path / "out")]
    assert main(asked) == 130
    said = capsys.readouterr()
    assert said.out == ""
    assert f"interrupted; {tmp_path / 'out'} keeps 2 of 5 runs, and the same command goes on from there" in said.err
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["status"] == "incomplete"
    monkeypatch.setattr(survey, "survey_seed", lambda plan, seed: again.append(seed) or whole(plan, seed))
    again = []
    assert main(asked) == 0
    assert again == [3, 4, 5]
    assert set(pd.read_parquet(tmp_path / "out" / "estimates.parquet")["seed"]) == {1, 2, 3, 4, 5}
