"""``alliances sweep``, ``status`` and ``rerun``: what they print, what they keep, what they refuse."""

import json

import pandas as pd
import pytest

from alliances.__main__ import main
from alliances.experiments.sweeps import runs as sweep_runs
from alliances.experiments.sweeps.results import Results

DESIGN = """
[design]
title = "Small worlds"
firms = 20
quarters = 4
replicates = 2
outcomes = ["exporters_share", "formed@0:4 sum"]

[sampler]
name = "grid"
levels = 2

[factors]
"trust.gain" = {}
"trust.start" = {}
"""


@pytest.fixture
def design(tmp_path, monkeypatch):
    """The file of a design of 8 runs, in the folder where commands are given."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.toml").write_text(DESIGN, encoding="utf-8")
    return tmp_path / "small.toml"


def test_a_sweep_says_what_is_ahead_and_what_came_of_it(design, capsys):
    assert main(["sweep", "small.toml", "--workers", "1"]) == 0
    said = capsys.readouterr()
    assert "8 runs (4 points × 2 replicates); about" in said.err
    assert "on 1 worker" in said.err
    for expected in ("Small worlds", "exporters_share", "8 of 8 runs done, 0 missing, 0 failed", "results/small"):
        assert expected in said.out
    assert main(["sweep", "small.toml", "--workers", "1"]) == 0
    assert "8 are done, 0 to do" in capsys.readouterr().err


def test_quiet_says_nothing_of_progress_and_json_tells_programs(design, capsys):
    assert main(["sweep", "small.toml", "--workers", "1", "--out", "here", "--quiet", "--json"]) == 0
    said = capsys.readouterr()
    told = json.loads(said.out)
    assert said.err == ""
    assert (told["runs"], told["done"], told["failed"], told["sitting"]["runs"]) == (8, 8, 0, 8)
    assert [row["outcome"] for row in told["outcomes"]] == ["exporters_share", "formed@0:4 sum"]
    mean = Results("here").runs["exporters_share"].mean()
    assert told["outcomes"][0]["mean"] == pytest.approx(mean, rel=1e-12)


def test_a_dry_run_keeps_nothing(design, capsys):
    assert main(["sweep", "small.toml", "--dry-run", "--workers", "2"]) == 0
    assert "Small worlds: 8 runs (4 points × 2 replicates); about" in capsys.readouterr().out
    assert main(["sweep", "small.toml", "--dry-run", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["runs"] == 8
    assert [path.name for path in design.parent.iterdir()] == ["small.toml"]


def test_shards_and_status_tell_how_far_it_is(design, capsys):
    assert main(["sweep", "small.toml", "--shard", "1/2", "--out", "here", "--workers", "1", "--quiet"]) == 0
    assert main(["status", "here"]) == 0
    said = capsys.readouterr().out
    assert "4 of 8 runs done, 4 missing, 0 failed" in said
    assert "missing: 000000-001, 000001-001" in said
    assert main(["sweep", "small.toml", "--shard", "2/2", "--out", "here", "--workers", "1", "--quiet"]) == 0
    capsys.readouterr()
    assert main(["status", "here", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["done"], told["missing_runs"], told["failures"], told["at_work"]) == (8, [], [], [])


def test_failed_runs_are_told_in_one_line_with_a_fault_as_exit_code(design, capsys, monkeypatch):
    done = sweep_runs.measure

    def broken(names, tables, seed):
        if tables["quarters"]["founded"].sum() >= 0 and not broken.spared:
            raise ZeroDivisionError("no firms")
        broken.spared -= 1
        return done(names, tables, seed)

    broken.spared = 5
    monkeypatch.setattr(sweep_runs, "measure", broken)
    assert main(["sweep", "small.toml", "--out", "here", "--workers", "1", "--quiet"]) == 1
    said = capsys.readouterr()
    assert "5 of 8 runs done, 0 missing, 3 failed" in said.out
    assert said.err == (
        "alliances: 3 of 8 runs failed, the first is 000002-001: ZeroDivisionError: no firms "
        "(alliances status here lists them)\n"
    )
    assert main(["status", "here"]) == 0
    said = capsys.readouterr().out
    assert "ZeroDivisionError: no firms" in said
    assert "alliances rerun here --run 000002-001" in said
    assert main(["rerun", "here", "--run", "000002-001"]) == 1
    said = capsys.readouterr().out
    assert "Traceback" in said
    assert "failed in the same way" in said


def test_a_run_is_repeated_bit_for_bit_and_its_tables_kept(design, capsys):
    assert main(["sweep", "small.toml", "--out", "here", "--workers", "1", "--quiet"]) == 0
    capsys.readouterr()
    assert main(["rerun", "here", "--run", "000003-001", "--out", "one"]) == 0
    said = capsys.readouterr().out
    assert "the same, bit for bit" in said
    assert "run 000003-001: point 3, replicate 1, seed 2, scenario default" in said
    formed = pd.read_parquet("one/quarters.parquet")["formed"].sum()
    assert Results("here").runs.set_index("run_id").loc["000003-001", "formed@0:4 sum"] == formed
    assert main(["rerun", "here", "--run", "000003-001", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["same"] is True


def test_what_cannot_be_used_is_one_line(design, capsys, refusal, monkeypatch):
    assert "allowed: i/n" in refusal("sweep", "small.toml", "--shard", "5/4")
    assert "allowed: one of them" in refusal("sweep", "small.toml", "--workers", 2, "--scheduler", "tcp://x:1")
    assert "holds no runs" in refusal("status", ".")
    assert "holds no runs" in refusal("rerun", "nowhere", "--run", "000000-000")
    assert main(["sweep", "small.toml", "--out", "here", "--workers", "1", "--quiet"]) == 0
    capsys.readouterr()
    assert "allowed: 000000-000 to 000003-001" in refusal("rerun", "here", "--run", "000009-000")
    design.write_text(DESIGN.replace("quarters = 4", "quarters = 5"), encoding="utf-8")
    assert "quarters (4 there, 5 now)" in refusal("sweep", "small.toml", "--out", "here", "--workers", "1")
    monkeypatch.setattr("alliances.commands.extras.find_spec", lambda name: None)
    said = refusal("sweep", "small.toml", "--scheduler", "tcp://x:1")
    assert "pip install 'alliance-abm[hpc]'" in said


def test_a_full_disk_is_one_line(design, capsys, monkeypatch):
    def full(path, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("alliances.experiments.campaign.parts.write_whole", full)
    assert main(["sweep", "small.toml", "--out", "here", "--workers", "1", "--quiet"]) == 1
    (said,) = capsys.readouterr().err.splitlines()
    assert said == (
        "alliances: here: No space left on device; 0 of 8 runs are kept, and the same command goes on from there"
    )
