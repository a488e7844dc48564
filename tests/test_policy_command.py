"""``alliances policy`` and ``alliances instruments``: what they print, what they keep, what they refuse."""

import json
import signal
import tomllib

import pandas as pd
import pytest

from alliances.__main__ import main
from alliances.experiments.policy import evaluation, frontier
from alliances.experiments.policy.file import shipped_comparisons
from alliances.model.policies.policy import INSTRUMENTS, policy_from
from tests.cases import cases

COMPARISON = """
[comparison]
title = "A small comparison"
question = "Does relief help?"
source = "devereux_griffith_2003"
firms = 80
years = 5
replicates = 3
precision = 2.0

[[option]]
name = "Relief"
[[option.policy]]
name = "Relief"
instrument = "foreign_profit_relief"
start = 1
end = 3

[[option]]
name = "Grant by lottery"
[[option.policy]]
name = "Grant"
instrument = "export_grant"
start = 1
end = 3
budget = 5.0
places = 30
allocation = "lottery"
rounds = "once"
target = { exporting = "no" }

[budget]
factors = [0.5, 1]
replicates = 2
"""


SHOCKS = """
[comparison]
title = "A slump"
question = "What does a slump do?"
[[option]]
name = "Slump"
[[option.policy]]
name = "Slump"
instrument = "demand_slump"
end = 2
[frontier]
trials = 4
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A file with a small comparison."""
    path = tmp_path_factory.mktemp("policy") / "small.toml"
    path.write_text(COMPARISON, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def kept(written):
    """A folder with what came of it."""
    folder = written.parent / "out"
    assert main(["policy", str(written), "--workers", "1", "--quiet", "--out", str(folder)]) == 0
    return folder


def test_without_a_design_the_shipped_comparisons_are_listed(capsys):
    assert main(["policy"]) == 0
    said = capsys.readouterr().out
    assert "sme-subsidy-or-opening" in said and "sanctions-and-recovery" in said
    assert main(["policy", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in rows] == list(shipped_comparisons())
    assert rows[0]["options"] == ["Grant, first come", "Grant by lottery"]


def test_a_comparison_is_printed_for_people(written, capsys):
    assert main(["policy", str(written), "--only", "main", "--workers", "1", "--quiet"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    for expected in ("A small comparison", "Does relief help?", "Relief", "no forecast", "take-up, %", "no limit",
                     "cost per additional firm", "95 % intervals over 3 pairs of worlds",
                     "Next: alliances policy small.toml --out DIR"):  # fmt: skip
        assert expected in said
    for riddle in ("P(", "variance", "nan", "None"):
        assert riddle not in said


def test_a_comparison_is_printed_for_programs(written, capsys):
    assert main(["policy", str(written), "--only", "main", "--replicates", "2", "--workers", "1", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["seeds"] == [1, 2] and "budget" not in told
    (additional,) = [
        row for row in told["findings"] if (row["option"], row["finding"]) == ("Relief", "additional")
    ]  # fmt: skip
    assert additional["n"] == 2


@pytest.mark.smoke
def test_everything_is_kept_in_the_folder(kept):
    manifest = json.loads((kept / "manifest.json").read_text())
    assert manifest["status"] == "complete" and manifest["seeds"] == [1, 2, 3]
    relief = manifest["asked"]["options"][0]["policies"][0]
    assert policy_from(relief) == policy_from(
        {"name": "Relief", "instrument": "foreign_profit_relief", "start": 1, "end": 3}
    )
    assert "budget" not in relief  # without limit
    for name in ("effects.parquet", "report.html", "design.toml", "summary.csv", "summary.parquet", "money.csv",
                 "outside.csv", "budget.csv"):  # fmt: skip
        assert (kept / name).exists(), name
    assert tomllib.loads((kept / "design.toml").read_text()) == tomllib.loads(COMPARISON)
    pairs = {path.stem for path in (kept / "figures").glob("*.svg")}
    assert pairs and pairs == {path.stem for path in (kept / "figures").glob("*.png")}
    summary = pd.read_csv(kept / "summary.csv")
    assert {"option", "measure", "group", "year", "mean", "low", "high", "n"} <= set(summary)


@pytest.mark.slow
def test_the_same_command_runs_nothing_again_and_writes_the_same(kept, written):
    before = {path: path.read_bytes() for path in kept.rglob("*") if path.suffix in (".csv", ".svg", ".png", ".html")}
    assert main(["policy", str(written), "--workers", "1", "--quiet", "--out", str(kept)]) == 0
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize(
    ("module", "work", "call", "said"),
    cases(
        [(evaluation, "measured", 3, "3 of about"), (frontier, "tried_in", 1, "4 of about")],  # before it, and in it
        [(evaluation, "measured", 2, "2 of about")],
    ),
)
def test_ctrl_c_is_one_line_and_the_same_command_goes_on(module, work, call, said, tmp_path, monkeypatch, capsys):
    file, folder, begun = tmp_path / "small.toml", tmp_path / "out", []
    file.write_text(COMPARISON.partition("[budget]")[0] + "[frontier]\ntrials = 2\nreplicates = 2\n", encoding="utf-8")
    command = ["policy", str(file), "--workers", "1", "--quiet", "--out", str(folder)]
    own = getattr(module, work)

    def interrupted(*arguments):
        begun.append(arguments)
        if len(begun) == call:
            signal.raise_signal(signal.SIGINT)
        return own(*arguments)

    monkeypatch.setattr(module, work, interrupted)
    assert main(command) == 130
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"alliances: interrupted; {folder} keeps {said} ")
    assert err.endswith(" runs, and the same command goes on from there\n")
    assert json.loads((folder / "manifest.json").read_text())["status"] == "incomplete"
    assert main(command) == 0
    assert json.loads((folder / "manifest.json").read_text())["status"] == "complete"
    seeds = 3 if module is evaluation else 2 + 4  # of the frontier those of the search, and fresh ones
    assert len(begun) == seeds, "nothing is done twice"


def test_another_comparison_is_refused_by_the_folder_and_leaves_it_alone(kept, written, refusal):
    other = written.with_name("other.toml")
    other.write_text(COMPARISON.replace("places = 30", "places = 31"), encoding="utf-8")
    before = (kept / "manifest.json").read_bytes()
    assert "holds a comparison of other settings: options[2]" in refusal("policy", other, "--out", kept)
    assert (kept / "manifest.json").read_bytes() == before


def test_a_folder_with_another_kind_of_result_is_refused(tmp_path, written, refusal, capsys):
    assert main(["run", "--firms", "30", "--quarters", "4", "--quiet", "--out", str(tmp_path / "run")]) == 0
    capsys.readouterr()
    assert "holds another kind of result" in refusal("policy", written, "--out", tmp_path / "run")


def test_bad_designs_and_parts_are_refused_in_one_line(written, refusal):
    assert "did you mean 'sme-subsidy-or-opening'" in refusal("policy", "sme-subsidy-or-openin")
    shocks = written.with_name("shocks.toml")
    shocks.write_text(SHOCKS, encoding="utf-8")
    assert "all policies are shocks" in refusal("policy", shocks, "--out", written.parent / "none")
    assert not (written.parent / "none").exists()
    shocks.write_text(SHOCKS.replace("end = 2", 'end = 2\ntarget = { size = "sme" }'), encoding="utf-8")
    assert "must be left out; demand_slump reaches all firms" in refusal("policy", shocks)
    assert "no part 'budgets'" in refusal("policy", written, "--only", "budgets")


def test_instruments_are_listed_with_their_strengths(capsys, refusal):
    assert main(["instruments"]) == 0
    said = capsys.readouterr().out
    assert [name for name in INSTRUMENTS if name not in said] == []
    assert main(["instruments", "tariff", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["shock"] and row["strengths"][0]["name"] == "rate" and row["strengths"][0]["source"]
    assert main(["instruments", "mentoring"]) == 0
    assert "Zollo, Reuer and Singh" in capsys.readouterr().out
    assert "did you mean 'export_grant'" in refusal("instruments", "export_grand")


def test_a_run_takes_policies_from_files_and_tells_of_them(tmp_path, refusal, capsys):
    path = tmp_path / "relief.toml"
    path.write_text('[[policy]]\nname = "Relief"\ninstrument = "foreign_profit_relief"\nend = 2\n', encoding="utf-8")
    run = ["run", "--firms", "60", "--quarters", "8", "--quiet", "--out"]
    assert main([*run, str(tmp_path / "with"), "--policy", str(path)]) == 0
    capsys.readouterr()
    paid = pd.read_parquet(tmp_path / "with" / "spending.parquet")
    assert set(paid["policy"]) == {"Relief"} and (paid["amount"] > 0).all()
    manifest = json.loads((tmp_path / "with" / "manifest.json").read_text())
    (told,) = manifest["scenario"]["policies"]
    assert told == {"name": "Relief", "instrument": "foreign_profit_relief", "end": 2}
    assert manifest["input_files"]["policy 1"]["path"] == str(path)
    path.write_text('[[policy]]\nname = "Relief"\ninstrument = "tariff"\nmarkets = ["XXX"]\n', encoding="utf-8")
    assert "no country 'XXX'" in refusal("run", "--policy", path, "--quiet")
    assert "absent.toml" in refusal("run", "--policy", tmp_path / "absent.toml")
