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

from alliances.experiments.sweeps.store import Results

DESIGN = """
[design]
title = "Small worlds"
firms = 20
quarters = 8
replicates = 5
outcomes = ["failed_share", "exporters_share", "formed@0:8 sum"]

[sampler]
name = "grid"
levels = 8

[factors]
"trust.gain" = {}
"trust.start" = {}
"""
OFTEN = """
import sys
from alliances.experiments.sweeps import parts as sweep_parts
from alliances.experiments.sweeps import sweep
from alliances.__main__ import main
sweep_parts.SOON, sweep.POOL_SECONDS = 0.02, 0
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def design(tmp_path_factory):
    """The file of a design of 320 runs."""
    path = tmp_path_factory.mktemp("design") / "small.toml"
    path.write_text(DESIGN, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def whole(design, tmp_path_factory):
    """The results of an undisturbed sweep."""
    folder = tmp_path_factory.mktemp("whole") / "sweep"
    assert started(design, folder, workers=1).wait() == 0
    return Results(folder)


def started(design, folder, workers):
    """A sweep in a process of its own, which writes very often."""
    words = ["sweep", str(design), "--out", str(folder), "--workers", str(workers), "--quiet", "--json"]
    return subprocess.Popen(
        [sys.executable, "-c", OFTEN, *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, process_group=0
    )


def wait_for_work(process, folder):
    """Wait until a process holds the folder, or is over."""
    owner, deadline = folder / "locks" / "1-of-1.json", time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        if owner.exists() and f'"process": {process.pid},' in owner.read_text():
            return
        time.sleep(0.02)


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
    luck, folder, left, happened, at_work = random.Random(kills), tmp_path / "sweep", [], 0, 0
    while happened < kills:
        before = len(list(folder.glob("runs/*.parquet")))
        process = started(design, folder, workers=luck.choice([1, 2]))
        if happened % 5:  # every fifth kill may come while it starts, the others once it works
            wait_for_work(process, folder)
        time.sleep(luck.uniform(0, 3))
        left += children(process)
        process.kill()
        if process.wait() == 0:  # it was over before the kill, which does not count: begin anew, elsewhere
            folder = tmp_path / f"sweep-{len(list(tmp_path.iterdir()))}"
        else:
            assert process.returncode == -signal.SIGKILL, process.stderr.read()
            happened += 1
            at_work += len(list(folder.glob("runs/*.parquet"))) > before
        if folder.exists() and (folder / "manifest.json").exists():
            rows = Results(folder).outcomes
            assert not rows.duplicated(["run_id", "outcome"]).any()
            read = [pd.read_parquet(path) for path in (folder / "runs").glob("*.parquet")]
            assert len(read) == 0 or not pd.concat(read).duplicated(["run_id", "outcome"]).any()
    final = started(design, folder, workers=2)
    assert final.wait() == 0, final.stderr.read()
    for name in ("outcomes", "runs", "failures", "points"):
        pd.testing.assert_frame_equal(getattr(Results(folder), name), getattr(whole, name), check_exact=True)
    assert list(folder.rglob("*.new")) == []
    deadline = time.monotonic() + 20
    while living(left) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert living(left) == []
    assert at_work >= kills / 2  # most kills struck a process that had written, and had more to do
    print(f"{happened} kills, {at_work} of them after the process had written parts, {len(left)} workers were left")


def test_a_second_process_says_who_is_there_and_a_dead_one_is_not_there(design, tmp_path):
    folder = tmp_path / "sweep"
    first = started(design, folder, workers=1)
    deadline = time.monotonic() + 60
    while not (folder / "locks" / "1-of-1.json").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
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
    deadline = time.monotonic() + 60
    while not list(folder.glob("runs/*.parquet")) and time.monotonic() < deadline:
        time.sleep(0.02)
    send(process.pid, number)  # to all of the group: workers die of it, which is no fault of the runs they had
    said = process.communicate()[1].decode()
    if process.returncode == 0:
        pytest.skip("it was over before")
    assert process.returncode == 130
    assert said.startswith("alliances: interrupted; ")
    assert "of 320 runs, and the same command goes on from there" in said
    assert Results(folder).failures.empty
    assert len(said.splitlines()) == 1
