"""A comparison of policies from its design to its tables: for notebooks, and for the command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cached_property, partial
from os import cpu_count
from pathlib import Path

import pandas as pd

from alliances.analysis.policy import budget, frontier, robustness, seeds, tornado
from alliances.analysis.policy.findings import distribution, findings
from alliances.analysis.policy.money import acceptability, money
from alliances.analysis.policy.outside import outside_summary
from alliances.analysis.policy.plan import Plan
from alliances.analysis.policy.worlds import worlds
from alliances.experiments.policy.bundles import space_of
from alliances.experiments.policy.design import Design
from alliances.experiments.policy.evaluation import plan_of, run_tasks
from alliances.experiments.policy.file import load_comparison
from alliances.experiments.policy.frontier import Explored, explore, most_pairs
from alliances.experiments.policy.tasks import MAIN, tasks_of
from alliances.experiments.workers import pool

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Comparison:
    """What came of a comparison; ``tables`` are worked out when they are first read."""

    design: Design
    effects: pd.DataFrame  # one row per pair of worlds, measure, group and year
    explored: Explored | None  # the search for the frontier, if there is one
    done: int  # tasks finished now
    asked: int  # tasks that were missing

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        searched = self.explored.complete if self.explored else self.design.frontier is None
        return self.done == self.asked and searched

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table by name; what the design does not ask for, or what has no rows, is left out."""
        plan = plan_of(self.design)
        pairs = worlds(self.effects, plan)
        found = {**main_tables(self.effects, pairs, plan), **further_tables(self.effects, pairs)}
        if self.explored is not None and len(self.explored.tried):
            found["frontier"] = frontier.frontier(self.explored.tried)
            found["convergence"] = frontier.convergence(self.explored.tried, self.explored.order).reset_index()
        return {name: table for name, table in found.items() if len(table)}


def main_tables(effects: pd.DataFrame, pairs: pd.DataFrame, plan: Plan) -> Mapping[str, pd.DataFrame]:
    """What is worked out of the main comparison."""
    horizon = plan.year(plan.horizon)
    return {
        "summary": seeds.summary(effects),
        "findings": findings(effects, plan),
        "differences": robustness.differences(pairs[pairs["kind"] == MAIN]),
        "money": money(effects, plan),
        "acceptability": acceptability(effects, plan),
        "distribution": distribution(effects, plan),
        "outside": outside_summary(effects),
        "pairing": seeds.pairing(effects, horizon),
        "worlds": pairs,
    }


def further_tables(effects: pd.DataFrame, pairs: pd.DataFrame) -> Mapping[str, pd.DataFrame]:
    """What is worked out of the further parts."""
    kinds = set(pairs["kind"])
    found: dict[str, pd.DataFrame] = {}
    if "knowledge" in kinds:
        found |= {"knowledge": seeds.knowledge(effects), "uncertainty": tornado.uncertainty(pairs)}
        found["tornado"] = tornado.tornado(pairs)
    if "budget" in kinds:
        found |= {"budget": budget.budget_curve(pairs), "returns": budget.returns(pairs)}
        found["best_by_budget"] = budget.best_by_budget(pairs)
    if "robustness" in kinds:
        shown = pairs[pairs["kind"].isin(("main", "robustness"))]
        found |= {"robustness": robustness.ranking(shown), "turns": robustness.turns(shown)}
    return found


def check(design: Design) -> None:
    """Raise ``InputError`` for worlds, or a frontier, that cannot be; nothing is run."""
    tasks_of(design)
    if design.frontier is not None:
        space_of(design)


def evaluate(
    design: Design | str | Path,
    folder: str | Path | None = None,
    executor: Executor | None = None,
    workers: int | None = None,
    progress: Progress = lambda done, asked, what: None,
) -> Comparison:
    """Run the worlds of a comparison that ``folder`` does not hold yet; Ctrl-C keeps what is finished.

    Args:
        design: a :class:`Design`, a shipped comparison's name, or the path of a TOML file.
        folder: where rows are written as they come, and gone on with; None to keep them in memory.
        executor: any ``concurrent.futures.Executor``; a pool of processes if None.
        workers: processes of that pool, by default one per core.
        progress: called after each piece of work with how many are done, how many there are, and what they are.

    Raises:
        InputError: for a design that cannot be used, or a folder that holds rows of another one.
    """
    chosen = design if isinstance(design, Design) else load_comparison(design)
    check(chosen)
    place = None if folder is None else Path(folder)
    if place is not None:
        place.mkdir(parents=True, exist_ok=True)
    with nullcontext(executor) if executor else pool(workers or cpu_count() or 1) as used:
        measured = run_tasks(chosen, place, used, partial(told, progress, "comparison"))
        explored = None
        if chosen.frontier is not None and not measured.stopped:
            most = most_pairs(chosen)
            explored = explore(chosen, place, used, lambda pairs: progress(pairs, max(pairs, most), "frontier"))
    return Comparison(chosen, measured.effects, explored, measured.done, measured.asked)


def told(progress: Progress, what: str, done: int, asked: int) -> None:
    """Tell how far a part is."""
    progress(done, asked, what)
