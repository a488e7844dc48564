"""Plugins in campaigns: every worker knows them, their columns are kept, and an edit of one is noticed."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from unittest.mock import ANY

import pytest

from alliances.experiments.campaign.kept import KeptRuns
from tests.cases import cases

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"
SWEEP = """
[design]
title = "How fast reputation spreads"
firms = 60
quarters = 8
replicates = 4
outcomes = ["exporters_share"]
keep_tables = ["firms"]
[sampler]
name = "grid"
levels = 2
[factors]
"reputation_spread.rate" = {}
"""
CLUSTER = """
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        print(cluster.scheduler_address, flush=True)
        input()
"""
VERBS = {
    "own_survey": ["survey", "satisfaction", "--firms", "400", "--size", "12", "--replicates", "2"],
    "own_fact": ["validate", "--fact", "exporters_by_size", "--firms", "60", "--replicates", "2"],
    "reputation_spreads": ["sweep", "sweep.toml"],
}


def alliances(folder, *words):
    """Give a command in a process of its own; its exit code and all that it said."""
    given = [sys.executable, "-m", "alliances", *map(str, words)]
    over = subprocess.run(given, cwd=folder, capture_output=True, text=True, check=False)
    return over.returncode, over.stdout + over.stderr


@pytest.fixture
def place(tmp_path):
    """A folder with a design and copies of the examples."""
    (tmp_path / "sweep.toml").write_text(SWEEP, encoding="utf-8")
    for name in VERBS:
        shutil.copy(EXAMPLES / f"{name}.py", tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", cases(["reputation_spreads"], ["own_survey", "own_fact"]))
def test_workers_know_plugins_and_an_edit_of_one_is_noticed(name, place):
    out, plugin = place / "out", place / f"{name}.py"
    words = [*VERBS[name], "--plugin", plugin, "--out", out, "--workers", "2", "--quiet"]
    assert alliances(place, *words)[0] == 0
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["status"], [Path(one["path"]) for one in manifest["plugins"]]) == ("complete", [plugin])
    run_id = min(KeptRuns(out).done)
    code, said = alliances(place, "rerun", out, "--run", run_id, "--plugin", plugin)
    assert code == 0 and "the same, bit for bit" in said
    plugin.write_text(f"{plugin.read_text(encoding='utf-8')}\nEDITED = 1\n", encoding="utf-8")
    code, said = alliances(place, *words)
    assert code == 2 and "or with other plugins" in said


@pytest.fixture
def scheduler(tmp_path):
    """The address of a Dask scheduler with two worker processes, all of which know no plugin yet."""
    pytest.importorskip("distributed", reason="the extra 'hpc' is not installed")
    words = [sys.executable, "-c", CLUSTER]
    with subprocess.Popen(words, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process.stdout.readline().strip()
        process.stdin.close()


@pytest.mark.parametrize("name", cases(["own_fact"], ["own_survey", "reputation_spreads"]))
def test_workers_of_a_scheduler_know_plugins(name, place, scheduler):
    more = ["--plugin", place / f"{name}.py", "--out", place / "out", "--quiet", "--scheduler", scheduler]
    assert alliances(place, *VERBS[name], *more) == (0, ANY)
    if name == "reputation_spreads":
        assert KeptRuns(place / "out").rows("firms")["company"].null_count == 0
