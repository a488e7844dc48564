"""Measure the throughput of a sweep against ``mesa.batch_run`` of the same model, and of its plain Mesa peer.

    python -m benchmarks.sweep
    python -m benchmarks.sweep --firms 200 --runs 200 --plain-runs 4 --workers 2 --rounds 5 --out sweep.csv

All three do whole runs, burn-in and all, with as many processes; starting these is counted, compiling is not. All take
numbers of the last quarter; the sweep writes them, ``batch_run`` keeps them in memory. (Outcomes from larger tables, as
``--outcome failed_share``, cost a sweep a few milliseconds more; ``batch_run`` has none.) They take turns, so that
whatever else the machine does strikes all; runs per second of processor time hardly depend on it.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import mesa
import numba
from rich.console import Console
from rich.table import Table

from alliances.experiments.designs.design import Design, design_from
from alliances.experiments.sweeps.sweep import sweep
from alliances.model.face.model import AllianceModel
from alliances.model.world.scenario import load_scenario
from benchmarks.rounds import Result, in_turns, ratios, seconds_of
from peer.model import PlainModel

SWEEP, BATCH_RUN, PLAIN = "sweep", "batch_run", "batch_run, plain Mesa"
LAST = ["exporters@last", "failed@last", "foreign_sales@last"]


class PlainPeer(PlainModel):
    """The plain peer as ``mesa.batch_run`` makes and runs it."""

    def __init__(self, firms: int = 200, rng: int = 1) -> None:
        """The default world after its burn-in."""
        scenario = replace(load_scenario("default"), firms=firms)
        super().__init__(scenario, rng)
        self.quarters = scenario.quarters
        for _ in range(scenario.burn_in):
            self.step()
        self.steps = 0

    def step(self) -> None:
        """One quarter; the model stops by itself at the scenario's end."""
        super().step()
        self.running = self.quarter < getattr(self, "quarters", self.quarter + 1)


def by_sweep(firms: int, runs: int, workers: int, outcomes: list[str]) -> None:
    """Do the runs as a sweep."""
    sweep(design(firms, runs, outcomes), workers=workers)


def design(firms: int, runs: int, outcomes: list[str]) -> Design:
    """Two points and as many replicates as are asked for."""
    return design_from({
        "design": {"title": "Throughput", "firms": firms, "replicates": runs // 2, "outcomes": outcomes},
        "sampler": {"name": "grid", "levels": 2},
        "factors": {"trust.gain": {}},
    }, Path("throughput.toml"))  # fmt: skip


def by_batch_run(model: type[mesa.Model], firms: int, runs: int, workers: int) -> None:
    """Do the runs with Mesa's batch runner."""
    steps = load_scenario("default").quarters
    parameters = {"firms": [firms], "rng": list(range(1, runs + 1))}
    mesa.batch_run(model, parameters, number_processes=workers, max_steps=steps, display_progress=False)


def measured(asked: argparse.Namespace) -> list[dict[str, Any]]:
    """Runs a second of each, round by round, in turns."""
    sides: dict[str, tuple[int, Callable[[int], None]]] = {
        SWEEP: (asked.runs, lambda runs: by_sweep(asked.firms, runs, asked.workers, asked.outcome)),
        BATCH_RUN: (asked.runs, lambda runs: by_batch_run(AllianceModel, asked.firms, runs, asked.workers)),
        PLAIN: (asked.plain_runs, lambda runs: by_batch_run(PlainPeer, asked.firms, runs, asked.workers)),
    }
    AllianceModel(firms=asked.firms, seed=1).run()  # compiles
    rows = []
    for number in range(asked.rounds):
        order = list(sides) if number % 2 == 0 else list(reversed(sides))
        for side in order:
            runs, work = sides[side]
            start, used = time.perf_counter(), processor_seconds()
            work(runs)
            seconds, used = time.perf_counter() - start, processor_seconds() - used
            rows.append({
                "round": number, "side": side, "runs": runs, "seconds": seconds, "processor_seconds": used,
                "per_second": runs / seconds, "per_processor_second": runs / used,
            })  # fmt: skip
    return rows


def results(quick: bool) -> list[Result]:
    """A sweep against ``batch_run`` of the plain peer, and two workers against one; a sweep takes a minute at most."""
    runs, plain_runs, count = (1000, 2, 3) if quick else (2000, 4, 5)
    AllianceModel(firms=200, seed=1).run()  # compiles
    used: dict[str, list[float]] = {"one": [], "two": []}
    sides: dict[str, Callable[[], float]] = {
        name: partial(swept, runs, workers, used[name]) for name, workers in (("two", 2), ("one", 1))
    }
    sides[PLAIN] = lambda: seconds_of(lambda: by_batch_run(PlainPeer, 200, plain_runs, 2)) / plain_runs
    costs = in_turns(sides, count)
    note = f"{1 / median(costs['two']):.0f} against {1 / median(costs[PLAIN]):.2f} runs a second, starting counted"
    spent = f"{1000 * median(used['one']):.1f} and {1000 * median(used['two']):.1f} ms a run; starting counted"
    return [
        Result("sweep, 200 firms × 80 quarters, 2 cores, against mesa.batch_run of plain Mesa", ">= 100", "×",
               ratios(costs[PLAIN], costs["two"]), 0, note),
        Result(f"two workers of a sweep of {runs:,} runs against one", ">= 1.8", "×",
               ratios(costs["one"], costs["two"]), 2),
        Result("the same if both cores were free: twice one worker's processor seconds over two workers'", "", "×",
               [2 * ratio for ratio in ratios(used["one"], used["two"])], 2, spent),
    ]  # fmt: skip


def swept(runs: int, workers: int, used: list[float]) -> float:
    """Seconds a run takes in a sweep; notes what it takes of the processors."""
    before = processor_seconds()
    seconds = seconds_of(lambda: by_sweep(200, runs, workers, LAST))
    used.append((processor_seconds() - before) / runs)
    return seconds / runs


def processor_seconds() -> float:
    """Processor time of this process and of its children that are over."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def summary(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """For each side the median, least and most of its speeds, and of the sweep's ratio to it within a round."""
    lines = []
    for side in (SWEEP, BATCH_RUN, PLAIN):
        line: dict[str, Any] = {"side": side}
        for speed in ("per_second", "per_processor_second"):
            of = {(row["side"], row["round"]): row[speed] for row in rows}
            own = {number: value for (name, number), value in of.items() if name == side}
            ratios = [of[SWEEP, number] / value for number, value in own.items()]
            for name, numbers in ((speed, list(own.values())), (f"sweep_{speed}_ratio", ratios)):
                line |= {f"{name}_median": median(numbers), f"{name}_min": min(numbers), f"{name}_max": max(numbers)}
        lines.append(line)
    return lines


def arguments() -> argparse.Namespace:
    """What the user asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--firms", type=int, default=200, help="firms of every run")
    parser.add_argument("--runs", type=int, default=200, help="runs of a turn; an even number")
    parser.add_argument("--plain-runs", type=int, default=4, help="runs of a turn of the plain peer, which is slow")
    parser.add_argument("--workers", type=int, default=2, help="processes of each side")
    parser.add_argument("--outcome", nargs="+", default=LAST, help="outcomes of the sweep")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each side")
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")
    parser.add_argument("--out", type=Path, help="CSV file for every timing")
    return parser.parse_args()


def main() -> int:
    """Measure, and print the summary."""
    asked = arguments()
    rows = measured(asked)
    if asked.out:
        with asked.out.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    lines = summary(rows)
    if asked.json:
        print(json.dumps(lines, indent=2))
        return 0
    shown = Table(title=f"runs of {asked.firms} firms a second, {asked.workers} processes: median (least–most)")
    columns = {
        "per_second": "runs/s",
        "sweep_per_second_ratio": "sweep to it",
        "per_processor_second": "runs/processor s",
        "sweep_per_processor_second_ratio": "sweep to it ",
    }
    for heading in ("", *columns.values()):
        shown.add_column(heading, justify="right", no_wrap=True)
    for line in lines:
        cells = (
            f"{line[f'{name}_median']:.2f} ({line[f'{name}_min']:.2f}–{line[f'{name}_max']:.2f})" for name in columns
        )
        shown.add_row(line["side"], *cells)
    console = Console()
    console.print(shown)
    console.print(f"Python {platform.python_version()}, Mesa {mesa.__version__}, Numba {numba.__version__}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
