"""A sweep on a real Dask scheduler with worker processes, one of which is killed in mid-sweep."""

import os
import signal
from pathlib import Path

import pandas as pd
import pytest

from alliances.__main__ import main
from alliances.experiments.sweeps.results import Results
from alliances.experiments.sweeps.sweep import sweep

distributed = pytest.importorskip("distributed", reason="the extra 'hpc' is not installed")
DESIGN = """
[design]
title = "Small worlds"
firms = 40
quarters = 20
replicates = 3
outcomes = ["failed_share", "formed@0:20 sum"]

[sampler]
name = "grid"
levels = 6

[factors]
"trust.gain" = {}
"trust.start" = {}
"""


@pytest.fixture
def design(tmp_path):
    """The file of a design of 108 runs."""
    path = tmp_path / "small.toml"
    path.write_text(DESIGN, encoding="utf-8")
    return path


@pytest.fixture
def cluster(tmp_path):
    """A scheduler with two worker processes on this machine."""
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with distributed.LocalCluster(**options, local_directory=str(tmp_path / "dask")) as made:
        yield made


def test_a_sweep_on_a_scheduler_survives_the_death_of_a_worker(design, cluster, tmp_path):
    with distributed.Client(cluster, set_as_default=False) as client:
        victims = list(client.run(os.getpid).values())

        def kill_one(told):
            if victims and told.done > 20:
                os.kill(victims.pop(), signal.SIGKILL)
                victims.clear()

        results = sweep(design, tmp_path / "dask-sweep", client.get_executor(), workers=2, progress=kill_one)
    assert victims == []
    assert results.missing() == []
    assert len(results.failures) == 0
    pd.testing.assert_frame_equal(results.runs, sweep(design, workers=1).runs, check_exact=True)


@pytest.mark.slow  # as every campaign does
def test_the_command_finds_the_scheduler_by_its_address(design, cluster, tmp_path, capsys):
    folder = tmp_path / "sweep"
    assert main(["sweep", str(design), "--out", str(folder), "--scheduler", cluster.scheduler_address, "--quiet"]) == 0
    assert "108 of 108 runs done" in capsys.readouterr().out
    assert Results(folder).missing() == []


def test_a_scheduler_that_is_not_there_is_one_line(design, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("alliances.commands.campaigns.CONNECTING", 1)
    refusals = {"tcp://127.0.0.1:9": "--scheduler tcp://127.0.0.1:9: cannot be reached",
                "nonsense": "--scheduler 'nonsense' must be an address, such as "}  # fmt: skip
    for address, refusal in refusals.items():
        assert main(["sweep", str(design), "--out", str(tmp_path / "sweep"), "--scheduler", address, "--quiet"]) == 2
        said = capsys.readouterr().err.splitlines()
        assert len(said) == 1
        assert said[0].startswith(f"alliances: {refusal}")
    assert not Path(tmp_path / "sweep").exists()
