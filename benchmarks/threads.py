"""Measure what threads gain within a run: wall time of the same quarters on one thread and on all cores."""

from __future__ import annotations

from functools import partial

import numpy as np

from alliances.model.model import AllianceModel
from alliances.model.threads import cores
from benchmarks.rounds import Result, in_turns, ratios, seconds_of
from benchmarks.scaling import settled

QUARTERS = {20_000: 20, 200_000: 2}
"""Quarters of one turn, by number of firms."""


def firm_step(model: AllianceModel, quarters: int) -> float:
    """Seconds of wall time per firm-step."""
    firm_steps = 0

    def go_on() -> None:
        nonlocal firm_steps
        for _ in range(quarters):
            model.step()
            firm_steps += int(model.world.counts[0]["living"])

    seconds = seconds_of(go_on)
    return seconds / firm_steps


def measured(quick: bool) -> list[Result]:
    """One thread against as many as there are cores, at each size; twins that live through the same quarters."""
    results = []
    for firms in list(QUARTERS)[: 1 if quick else None]:
        quarters = QUARTERS[firms]
        sides = {f"{n}": partial(firm_step, settled(firms, n), quarters) for n in sorted({1, cores()})}
        in_turns(sides, 1)
        costs = in_turns(sides, 3 if quick else 7)
        many = str(cores())
        note = f"{np.median(costs['1']) * 1e6:.2f} and {np.median(costs[many]) * 1e6:.2f} µs of wall time per firm-step"
        what = f"a run of {firms:,} firms on {many} threads against one: times as fast"
        results.append(Result(what, "", "×", ratios(costs["1"], costs[many]), 2, note))
    return results
