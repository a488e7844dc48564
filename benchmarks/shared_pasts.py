"""What it gains that worlds of a comparison share their past: processor time of its runs, without sharing over with it.

    python -m benchmarks.shared_pasts --firms 400 4000 --rounds 5

Both sides take turns in one process: first the worlds alone are run, then the whole task, with its tables and effects.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from statistics import median
from time import process_time
from typing import Any
from unittest.mock import patch

from alliances.experiments.paired_worlds import TablesOnDemand, paired_worlds, world
from alliances.experiments.policy import evaluation
from alliances.experiments.policy.evaluation import BUDGET, MAIN, Run, measured
from alliances.experiments.policy.file import load_comparison, shipped_comparisons

FACTORS = (0.25, 0.5, 1.0, 2.0, 4.0)


def alone(options: Mapping[str, Any]) -> Iterator[tuple[str, TablesOnDemand]]:
    """Every world settled and run by itself."""
    for name, own in options.items():
        yield name, world(own)


def seconds(act: Callable[[], object]) -> float:
    """Processor seconds of this process."""
    start = process_time()
    act()
    return process_time() - start


def worlds_of(run: Run) -> dict[str, Any]:
    """What the worlds of a run are made of."""
    asked: dict[str, Any] = {}

    def caught(options: dict[str, Any]) -> Iterator[Any]:
        asked.update(options)
        return paired_worlds(options)

    with patch.object(evaluation, "paired_worlds", caught):
        measured(run)
    return asked


def task(run: Run, made: Callable[..., Any]) -> None:
    """The whole task: worlds, tables and effects."""
    with patch.object(evaluation, "paired_worlds", made):
        measured(run)


def through(worlds: Iterator[Any]) -> None:
    """Run the worlds, and let each go."""
    for _ in worlds:
        pass


def compared(run: Run, rounds: int) -> str:
    """A line of a Markdown table: how many worlds, and both ratios, median and range."""
    asked = worlds_of(run)
    worlds, tasks = [], []
    for _ in range(rounds):
        worlds.append(seconds(lambda: through(alone(asked))) / seconds(lambda: through(paired_worlds(asked))))
        tasks.append(seconds(lambda: task(run, alone)) / seconds(lambda: task(run, paired_worlds)))
    told = (f"{median(found):.2f} × ({min(found):.2f}–{max(found):.2f})" for found in (worlds, tasks))
    return f"| {run.design.name} | {run.kind} | {run.design.firms:,} | {len(asked)} | {' | '.join(told)} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, nargs="+", default=[400, 4000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--comparisons", nargs="+", default=shipped_comparisons())
    asked = parser.parse_args()
    print("| comparison | part | firms | worlds | running them | whole task |\n| --- | --- | --- | --- | --- | --- |")
    for name in asked.comparisons:
        for firms in asked.firms:
            design = replace(load_comparison(name), firms=firms)
            for run in (Run(design, MAIN, 1), Run(design, BUDGET, 1, factors=FACTORS)):
                print(compared(run, asked.rounds), flush=True)


if __name__ == "__main__":
    main()
