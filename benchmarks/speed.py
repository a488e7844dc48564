"""Measure the speed of the compiled model against its plain Mesa peer.

    python -m benchmarks.speed
    python -m benchmarks.speed --firms 200 2000 20000 --rounds 9 --out speed.csv

Both sides run the same scenario from the same burn-in on, each with its own luck and with Mesa's DataCollector for the
quarter's summary; the compiled model also takes its snapshots. They take turns, so that whatever else the machine does
strikes both; seconds are those of the processor. Compiling and burn-in are not
counted. A firm-step is one living firm for one quarter.
"""

from __future__ import annotations

import argparse
import csv
import gc
import json
import platform
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median

import mesa
import numba
from rich.console import Console
from rich.table import Table

from alliances.model.face.model import AllianceModel
from alliances.model.world.scenario import load_scenario
from benchmarks.rounds import Result
from peer.model import PlainModel

COMPILED, PLAIN = "compiled", "plain Mesa"
QUARTERS = {200: 40, 2_000: 8, 20_000: 2}
"""Quarters of a turn of the peer, by number of firms; larger worlds take the least."""
GOALS = {200: 80, 2_000: 120, 20_000: 150}
"""How many times as fast as the peer the compiled model should at least be."""
YEAR = 4
WHOLE_RUN = 160
"""Quarters of a turn of the compiled side, as in a run with its burn-in: the first ten find nothing in the caches."""
MICRO = 1e6
Either = AllianceModel | PlainModel


@dataclass(frozen=True)
class Timing:
    """One side in one round."""

    firms: int  # at the start
    round: int
    side: str
    quarters: int
    firm_steps: int
    seconds: float

    @property
    def cost(self) -> float:
        """Microseconds per firm-step."""
        return self.seconds / self.firm_steps * MICRO


def plain_model(scenario_name: str, seed: int, firms: int) -> PlainModel:
    """The plain peer of a scenario after its burn-in."""
    scenario = replace(load_scenario(scenario_name), firms=firms)
    model = PlainModel(scenario, seed)
    for _ in range(scenario.burn_in):
        model.step()
    return model


def living_firms(model: Either) -> int:
    """Firms alive at the end of the last quarter."""
    return int(model.summary["living_firms"] if isinstance(model, PlainModel) else model.world.counts[0]["living"])


def timed(model: Either, quarters: int) -> tuple[int, float]:
    """Firm-steps and processor seconds of so many quarters."""
    gc.collect()  # no side pays for the other's garbage
    firm_steps = 0
    start = time.process_time()
    for _ in range(quarters):
        model.step()
        firm_steps += living_firms(model)
    return firm_steps, time.process_time() - start


def rounds(scenario: str, firms: int, count: int, seed: int) -> Iterator[Timing]:
    """Both sides in turns, after the same burn-in; who begins changes from round to round."""
    quarters = QUARTERS.get(firms, min(QUARTERS.values()))
    sides: list[tuple[str, Either]] = [
        (COMPILED, AllianceModel(scenario, seed=seed, firms=firms)),
        (PLAIN, plain_model(scenario, seed, firms)),
    ]
    for _, model in sides:
        timed(model, YEAR)  # warms caches, and compiles whatever the burn-in did not
    for n in range(count):
        for side, model in sides if n % 2 == 0 else reversed(sides):
            turn = WHOLE_RUN if side == COMPILED else quarters
            yield Timing(firms, n, side, turn, *timed(model, turn))


def measured(quick: bool) -> list[Result]:
    """The ratio of both sides' costs, by size."""
    results = []
    for firms, goal in list(GOALS.items())[: 2 if quick else None]:
        timings = list(rounds("default", firms, 3 if quick else 5, seed=1))
        (line,) = summary(timings)
        note = f"{line['compiled_us_median']:.2f} µs against {line['plain_us_median']:.1f} µs per firm-step"
        several = [ratio_of(timings, number) for number in range(int(line["rounds"]))]
        what = f"single run of {firms:,} firms against plain Mesa"
        results.append(Result(what, f">= {goal}", "×", several, 0, note))
    return results


def ratio_of(timings: list[Timing], number: int) -> float:
    """The plain side's cost against the compiled one's within a round."""
    cost = {timing.side: timing.cost for timing in timings if timing.round == number}
    return cost[PLAIN] / cost[COMPILED]


def summary(timings: list[Timing]) -> list[dict[str, float]]:
    """For each size the median, least and most of both sides' costs, and of their ratio within a round."""
    lines = []
    for firms in dict.fromkeys(timing.firms for timing in timings):
        costs: dict[str, dict[int, float]] = {COMPILED: {}, PLAIN: {}}
        for timing in timings:
            if timing.firms == firms:
                costs[timing.side][timing.round] = timing.cost
        ratios = [cost / costs[COMPILED][n] for n, cost in costs[PLAIN].items()]
        line: dict[str, float] = {"firms": firms, "rounds": len(ratios)}
        columns = {"compiled_us": costs[COMPILED].values(), "plain_us": costs[PLAIN].values(), "ratio": ratios}
        for name, numbers in columns.items():
            line |= {f"{name}_median": median(numbers), f"{name}_min": min(numbers), f"{name}_max": max(numbers)}
        lines.append(line)
    return lines


def table(lines: list[dict[str, float]]) -> Table:
    """The summary for people."""
    shown = Table(title="µs per firm-step: median (least–most)")
    for heading in ("firms", "rounds", COMPILED, PLAIN, "ratio"):
        shown.add_column(heading, justify="right", no_wrap=True)
    for line in lines:
        cells = [f"{line['firms']:,.0f}", f"{line['rounds']:.0f}"]
        for name, digits in (("compiled_us", 2), ("plain_us", 1), ("ratio", 1)):
            middle, least, most = (line[f"{name}_{part}"] for part in ("median", "min", "max"))
            cells.append(f"{middle:.{digits}f} ({least:.{digits}f}–{most:.{digits}f})")
        shown.add_row(*cells)
    return shown


def write_csv(timings: list[Timing], path: Path) -> None:
    """Every timing, one row each."""
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = [asdict(timing) | {"us_per_firm_step": timing.cost} for timing in timings]
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def arguments() -> argparse.Namespace:
    """What the user asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--scenario", default="default", help="name or file of a scenario")
    parser.add_argument("--firms", nargs="+", type=int, default=list(QUARTERS), help="sizes to measure")
    parser.add_argument("--rounds", type=int, default=7, help="turns of each side")
    parser.add_argument("--seed", type=int, default=1, help="seed of both sides")
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")
    parser.add_argument("--out", type=Path, help="CSV file for every timing")
    return parser.parse_args()


def main() -> int:
    """Measure, and print the summary."""
    asked = arguments()
    timings = [timing for firms in asked.firms for timing in rounds(asked.scenario, firms, asked.rounds, asked.seed)]
    if asked.out:
        write_csv(timings, asked.out)
    lines = summary(timings)
    if asked.json:
        print(json.dumps(lines, indent=2))
        return 0
    console = Console()
    console.print(table(lines))
    versions = f"Python {platform.python_version()}, Mesa {mesa.__version__}, Numba {numba.__version__}"
    console.print(f"{versions}, {platform.machine()}, scenario {asked.scenario}, seed {asked.seed}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
