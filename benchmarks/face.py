"""Measure what the Mesa face costs: ``AllianceModel.step`` against the bare kernels, and records against Mesa's."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import mesa
import pandas as pd

from alliances.model.declarations.columns import recorded
from alliances.model.declarations.parameters import packed
from alliances.model.engine.snapshots import Snapshots
from alliances.model.face.model import AllianceModel
from alliances.model.quarter import after_quarter
from alliances.model.records.firms import FIRMS
from benchmarks.rounds import Result, in_turns, ratios
from benchmarks.speed import plain_model
from peer.model import PlainModel

MANY, QUARTERS = 2_000, 40
COLUMNS = [name for name in recorded(FIRMS, "firms") if name not in ("home", "industry", "resources")]
"""What both sides take of every firm: single numbers."""
TAKES = 40


class Bare:
    """The kernels of a model without its face."""

    def __init__(self, model: AllianceModel) -> None:
        """Take the model's world over."""
        self.world, self.p, self.quarter = model.world, packed(model.values), model.quarter

    def step(self) -> None:
        """One quarter."""
        self.world = after_quarter(self.world, self.p, self.quarter)
        self.quarter += 1


def times(step: Callable[[], object], count: int) -> float:
    """Processor seconds of so many steps."""
    start = time.process_time()
    for _ in range(count):
        step()
    return time.process_time() - start


def face(quick: bool) -> list[Result]:
    """What face and collection add, with and without yearly snapshots; all sides live through the same quarters."""
    models = {every: AllianceModel(seed=1, firms=MANY, record_every=every) for every in (0, 4)}
    bare = Bare(AllianceModel(seed=1, firms=MANY))
    steps: dict[str, Callable[[], None]] = {"bare": bare.step, "face": models[0].step, "records": models[4].step}
    for step in steps.values():
        times(step, 4)
    costs = in_turns({name: partial(times, step, QUARTERS) for name, step in steps.items()}, 3 if quick else 7)
    added = {name: [100 * (ratio - 1) for ratio in ratios(costs[name], costs["bare"])] for name in ("face", "records")}
    what = f"Mesa face and model-level collection on top of the kernels, {MANY:,} firms"
    return [
        Result(what, "<= 10", "%", added["face"]),
        Result("the same with yearly snapshots of all firms, presences, markets and ties", "", "%", added["records"]),
    ]


def collected_by_mesa(model: PlainModel) -> float:
    """Seconds in which Mesa's collector takes columns of every firm some times and makes a DataFrame of them."""
    kind = type(model.firms[0])
    collector: Any = mesa.DataCollector(agenttype_reporters={kind: {name: name for name in COLUMNS}})

    def work() -> None:
        for _ in range(TAKES):
            collector.collect(model)
            model.steps += 1  # another quarter, as far as the collector knows
        collector.get_agenttype_vars_dataframe(kind)

    return times(work, 1)


def recorded_by_us(model: AllianceModel) -> float:
    """Seconds in which columnar records take the same columns and make a DataFrame of them."""
    kept = Snapshots(FIRMS, tuple(COLUMNS))

    def work() -> pd.DataFrame:
        for step in range(TAKES):
            kept.take(model.world.firms, model.world.living[: model.world.counts[0]["living"]].copy(), step)
        columns = {name: kept[name] for name in COLUMNS}
        return pd.DataFrame({"step": kept.step, "firm": kept.ids} | columns, copy=False)

    return times(work, 1)


def records(quick: bool) -> list[Result]:
    """Columnar records against Mesa's agent-level ones of ordinary objects."""
    ours, theirs = AllianceModel(seed=1, firms=MANY), plain_model("default", 1, MANY)
    sides = {"ours": lambda: recorded_by_us(ours), "theirs": lambda: collected_by_mesa(theirs)}
    in_turns(sides, 1)
    costs = in_turns(sides, 3 if quick else 7)
    what = f"columnar records of {MANY:,} firms against Mesa's agent-level collector, DataFrame included"
    return [Result(what, ">= 100", "×", ratios(costs["theirs"], costs["ours"]), 0)]


def measured(quick: bool) -> list[Result]:
    """Both."""
    return face(quick) + records(quick)
