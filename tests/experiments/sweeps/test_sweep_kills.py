"""Real sweeps in processes of their own that are killed: nothing lost, nothing twice, nobody left behind."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from alliances.experiments.campaign.kept import KeptRuns
from alliances.experiments.sweeps.results import Results
from alliances.experiments.sweeps.sweep import sweep

DESIGN = """
[design]
title = "Small worlds"
firms = 20
quarters = 8
replicates = 5
outcomes = ["failed_share", "exporters_share", "formed@0:8 sum"]

[sampler]
name = "grid"
levels = 6

[factors]
"trust.gain" = {}
"trust.start" = {}
"""
OFTEN = """
import sys
from alliances.experiments.campaign import parts, sitting
from alliances.__main__ import main
parts.LATE, sitting.POOL_SECONDS, sitting.MOST_IN_BATCH = -1.0, 0, 4  # every batch is written as it comes
sys.exit(main(sys.argv[1:]))
"""
LONGEST_WAIT = 300  # seconds: a busy machine may take long to start a process


@pytest.fixture(scope="module")
def design(tmp_path_factory):
    """The file of a design of 180 runs."""
    path = tmp_path_factory.mktemp("design") / "small.toml"
    path.write_text(DESIGN, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def whole(design, tmp_path_factory):
    """The results of an undisturbed sweep."""
    folder = tmp_path_factory.mktemp("whole") / "sweep"
    return sweep(design, folder, workers=1)


def started(design, folder, workers):
    """A sweep in a process of its own, which writes very often."""
    words = ["sweep", str(design), "--out", str(folder), "--workers", str(workers), "--quiet", "--json"]
    return subprocess.Popen(
        [sys.executable, "-c", OFTEN, *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, process_group=0
    )


def written(folder):
    """How many parts of the ledger there are."""
    return len(list(folder.glob("parts/runs/*.parquet")))


def wait_until(condition, process):
    """Wait for what a process does, or for its end."""
    end = time.monotonic() + LONGEST_WAIT
    while not condition() and process.poll() is None:
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.005)


def wait_for_parts(number, folder, process):
    """Wait until a process has written so many parts in all, or for its end."""
    wait_until(lambda: written(folder) >= number, process)


def children(process):
    """The processes that a process has started."""
    told = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(pid) for pid in told.read_text().split()] if told.exists() else []


def living(pids):
    """Those that are still at work."""
    return [pid for pid in pids if Path(f"/proc/{pid}/stat").exists()
            and Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"]  # fmt: skip


@pytest.mark.parametrize("kills", [3, pytest.param(50, marks=pytest.mark.slow)])
def test_a_sweep_that_is_killed_at_any_moment_ends_with_the_same_table(kills, design, whole, tmp_path):
    """Each kill comes so many parts after the process has begun to write, and some moments later; some before that."""
    rng, folder, left, happened = random.Random(kills), tmp_path / "sweep", [], []
    while len(happened) < kills:
        before = written(folder)
        process = started(design, folder, workers=rng.choice([1, 2]))
        wanted = 0 if len(happened) % 5 == 4 else rng.randint(1, 12)  # every fifth kill may come while it starts
        wait_for_parts(before + wanted, folder, process)
        time.sleep(rng.uniform(0, 0.1) if wanted else rng.uniform(0, 3))
        left += children(process)
        process.kill()
        if process.wait() == 0:  # it was over before the kill, which does not count: begin anew, elsewhere
            folder = tmp_path / f"sweep-{len(list(tmp_path.iterdir()))}"
        else:
            assert process.returncode == -signal.SIGKILL, process.stderr.read()
            happened.append(written(folder) - before)
        if (folder / "manifest.json").exists():
            rows = Results(folder).outcomes
            assert not rows.duplicated(["run_id", "outcome"]).any()
            told = [path.name for path in folder.glob("parts/runs/*.parquet")]
            read = pd.concat([pd.DataFrame({"run_id": []}), *map(pd.read_parquet, folder.glob("parts/runs/*.parquet"))])
            assert not read.duplicated("run_id").any(), told
    final = started(design, folder, workers=2)
    assert final.wait() == 0, final.stderr.read()
    for name in ("outcomes", "runs", "failures", "points"):
        pd.testing.assert_frame_equal(getattr(Results(folder), name), getattr(whole, name), check_exact=True)
    assert list(folder.rglob("*.new")) == []
    end = time.monotonic() + LONGEST_WAIT
    while living(left) and time.monotonic() < end:
        time.sleep(0.2)
    assert living(left) == []
    assert sum(parts > 0 for parts in happened) >= kills / 2  # most kills struck a process that had written
    print(f"{kills} kills, after {happened} parts that the process had written; {len(left)} workers were left")


def test_a_second_process_says_who_is_there_and_a_dead_one_is_not_there(design, tmp_path):
    folder = tmp_path / "sweep"
    first = started(design, folder, workers=1)
    wait_until((folder / "locks" / "1-of-1.json").exists, first)
    os.kill(first.pid, signal.SIGSTOP)  # it holds the folder, and does nothing
    second = started(design, folder, workers=1)
    said = second.communicate()[1].decode()
    assert second.returncode == 2
    assert f"process {first.pid} on " in said
    assert len(said.splitlines()) == 1
    first.kill()
    first.wait()
    assert started(design, folder, workers=1).wait() == 0
    assert Results(folder).missing() == []


@pytest.mark.parametrize(
    ("send", "number"), [(os.kill, signal.SIGINT), (os.kill, signal.SIGTERM), (os.killpg, signal.SIGTERM)]
)
def test_ctrl_c_and_sigterm_end_with_one_line_and_their_own_code(send, number, design, tmp_path):
    folder = tmp_path / "sweep"
    process = started(design, folder, workers=2)
    wait_until(lambda: written(folder), process)
    send(process.pid, number)  # to all of the group: workers die of it, which is no fault of the runs they had
    said = process.communicate()[1].decode()
    if process.returncode == 0:
        pytest.skip("it was over before")
    assert process.returncode == 130
    assert said.startswith("alliances: interrupted; ")
    assert "of 180 runs, and the same command goes on from there" in said
    assert KeptRuns(folder).failures == {}
    assert len(said.splitlines()) == 1
