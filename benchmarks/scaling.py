"""Measure how time and memory grow with the number of firms."""

from __future__ import annotations

import math
import time
from dataclasses import replace
from functools import partial

import numpy as np

from alliances.model.face.model import AllianceModel
from alliances.model.world.scenario import load_scenario
from benchmarks.rounds import Result, in_turns

QUARTERS = {2_000: 100, 200_000: 2, 1_000_000: 1}
"""Quarters of one turn, by number of firms: about as many seconds each."""
SETTLING = 24
"""Quarters before the timing: long enough for as many alliances as later on."""
FIRMS, MARKETS = 200_000, 20
GROUPS = ("firms", "alliances", "presence", "entries")


def settled(firms: int) -> AllianceModel:
    """A world after some quarters."""
    scenario = replace(load_scenario("default"), burn_in=SETTLING)
    return AllianceModel(scenario, seed=1, firms=firms, record_every=0)


def cost(model: AllianceModel, quarters: int) -> float:
    """Processor seconds per firm-step."""
    firm_steps, start = 0, time.process_time()
    for _ in range(quarters):
        model.step()
        firm_steps += int(model.world.counts[0]["living"])
    return (time.process_time() - start) / firm_steps


def exponents(smaller: int, larger: int, low: list[float], high: list[float]) -> list[float]:
    """Exponent with which time grows between two sizes, round by round."""
    return [1 + math.log(above / below) / math.log(larger / smaller) for below, above in zip(low, high, strict=True)]


def growth(quick: bool) -> list[Result]:
    """The exponents, from worlds that take turns."""
    sizes = list(QUARTERS)[: 2 if quick else None]
    sides = {firms: partial(cost, settled(firms), QUARTERS[firms]) for firms in sizes}
    in_turns(sides, 1)
    costs = in_turns(sides, 3 if quick else 5)
    results, smallest = [], sizes[0]
    for firms, goal in zip(sizes[1:], ("1.12", "1.15"), strict=False):
        low, high = costs[smallest], costs[firms]
        note = f"{np.median(low) * 1e6:.2f} µs and {np.median(high) * 1e6:.2f} µs per firm-step"
        what = f"growth of time from {smallest:,} to {firms:,} firms, exponent"
        results.append(Result(what, f"<= {goal}", "", exponents(smallest, firms, low, high), 3, note))
    return results


def memory(quick: bool) -> list[Result]:
    """Bytes of all state per living firm, after the burn-in of the default scenario, and by table."""
    model = AllianceModel(seed=1, firms=FIRMS // 10 if quick else FIRMS, record_every=0)
    world, counts = model.world, model.world.counts[0]
    living = int(counts["living"])
    used = {name: int(counts[name]) * getattr(world, name).dtype.itemsize for name in GROUPS}
    used["lists"] = 8 * sum(int(counts[name]) for name in ("living", "active", "free_presence"))
    rest = sum(column.nbytes for name, column in world._asdict().items() if name not in (*GROUPS, "living", "active",
                                                                                      "free_presence"))  # fmt: skip
    used["lists"] += rest
    rows = {name: f"{counts[name] / living:.2f} rows of {getattr(world, name).dtype.itemsize} bytes" for name in GROUPS}
    what = f"memory per living firm, {MARKETS} markets, after {model.settings.burn_in} quarters, all state ever"
    total = sum(used.values()) / living / 1000
    results = [Result(what, "<= 1.5", "kB", [total], 2, f"{living:,} firms alive")]
    for name, size in used.items():
        note = rows.get(name, "registers, markets, lists of rows")
        results.append(Result(f"of that, {name}", "", "B", [size / living], 0, note))
    return results


def measured(quick: bool) -> list[Result]:
    """Both."""
    return growth(quick) + memory(quick)
