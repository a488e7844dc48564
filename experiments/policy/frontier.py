"""The search for bundles that no other bundle beats in cost and effect.

Bundles are proposed a generation at a time, and run in the first seeds of the comparison. Those that did best there
look better than they are, so a shortlist is run in fresh seeds, and only these count. The search is the same for any
number of workers; one that was stopped is gone over again, with what was run looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from alliances.analysis.policy.effects import effects
from alliances.analysis.policy.frontier import FRESH, SEARCH
from alliances.analysis.policy.worlds import worlds
from alliances.experiments.evidence.measures import mark_of, scenario_read
from alliances.experiments.growing_table import Form, GrowingTable
from alliances.experiments.policy import tasks
from alliances.experiments.policy.bundles import Bundle, Space, space_of
from alliances.experiments.policy.design import Design, Option
from alliances.experiments.policy.evaluation import plan_of, world
from alliances.experiments.policy.nsga import SHORTLIST, Point, generations, shortlist
from alliances.experiments.single_run import stop_on_interrupt
from alliances.experiments.workers import finished

FRESH_SEEDS = 2  # for each seed of the search
TYPES = {"stage": "str", "bundle": "str", "seed": "int64", "cost": "float64", "effect": "float64"}
FORM = Form("bundles.parquet", TYPES, ("stage", "bundle", "seed"))
READ = tuple(f"policy/{name}.py" for name in ("effects", "plan", "seeds", "worlds", "yearly"))


class Task(NamedTuple):
    """One seed: the world without a bundle, and its twins with each of these."""

    stage: str
    seed: int
    bundles: tuple[Bundle, ...]


class Explored(NamedTuple):
    """What came of a search."""

    tried: pd.DataFrame  # columns of ``TYPES``
    order: list[str]  # bundles as they were proposed
    complete: bool  # unless it was interrupted


def explore(
    design: Design,
    folder: Path | None = None,
    executor: Executor | None = None,
    progress: Callable[[int], None] = lambda pairs: None,
) -> Explored:
    """Search for the frontier, and run its shortlist in fresh seeds; what is finished when Ctrl-C is pressed is kept.

    With a ``folder``, rows are written as they come, and those that are there already are not run again. ``progress``
    is told after each task how many pairs of worlds there are, ``most_pairs(design)`` or fewer at the end. Raises
    ``InputError`` where there is nothing to search, and for a folder with rows of another design or version.
    """
    space, settings = space_of(design), design.frontier
    assert settings is not None
    rows = GrowingTable(folder, mark_of(conditions(design, space), READ), FORM)
    seeds = tasks.first_seeds(design, settings.replicates)
    fresh = range(seeds.stop, seeds.stop + FRESH_SEEDS * settings.replicates)
    tried: dict[Bundle, Point] = {}
    complete = False
    try:
        with stop_on_interrupt() as stopped:
            runs = Runs(partial(tried_in, design, space), space, rows, executor, stopped, progress)
            for generation in generations(space, settings.trials, tried):
                tried.update(runs(SEARCH, generation, seeds))
            runs(FRESH, shortlist(space, tried), fresh)
            complete = True
    except KeyboardInterrupt:
        pass  # said by ``complete``
    finally:
        rows.write()
    return Explored(rows.all(), [space.name(bundle) for bundle in tried], complete)


def most_pairs(design: Design) -> int:
    """Pairs of worlds that a search runs if its shortlist is full."""
    space, settings = space_of(design), design.frontier
    assert settings is not None
    return settings.replicates * (min(settings.trials, space.size) + FRESH_SEEDS * (SHORTLIST + len(space.designed)))


def conditions(design: Design, space: Space) -> dict[str, Any]:
    """What rows depend on, beside the program, bundle and seed."""
    plan = plan_of(design)
    return {
        "world": scenario_read(design.world), "parameters": design.parameters,
        "plan": [plan.start, plan.horizon, plan.aim, plan.discount_rate],
        "choices": [asdict(choice.policy) for choice in space.choices], "shocks": [asdict(one) for one in space.shocks],
    }  # fmt: skip


class Runs:
    """Runs bundles in seeds, here or in an executor, and keeps what comes of them."""

    def __init__(
        self,
        work: Callable[[Task], pd.DataFrame],
        space: Space,
        rows: GrowingTable,
        executor: Executor | None,
        stopped: Callable[[], bool],
        progress: Callable[[int], None],
    ) -> None:
        """``work`` is what comes of one task, ``rows`` what is there already."""
        self.work, self.space, self.rows = work, space, rows
        self.executor, self.stopped, self.progress = executor, stopped, progress

    def __call__(self, stage: str, bundles: Iterable[Bundle], seeds: Sequence[int]) -> dict[Bundle, Point]:
        """Mean cost and effect of each bundle over the seeds; ``KeyboardInterrupt`` once stopped."""
        names = {self.space.name(bundle): bundle for bundle in bundles}
        known = set(self.rows.all()[["stage", "bundle", "seed"]].itertuples(index=False, name=None))
        lacking = {seed: [one for name, one in names.items() if (stage, name, seed) not in known] for seed in seeds}
        todo = [Task(stage, seed, tuple(missing)) for seed, missing in lacking.items() if missing]
        done = 0
        for _, found in finished(self.work, todo, self.executor, self.stopped):
            self.rows.add(found)
            done += 1
            self.progress(len(self.rows.all()))
        if done < len(todo):
            raise KeyboardInterrupt
        rows = self.rows.all()
        rows = rows[(rows["stage"] == stage) & rows["seed"].isin(seeds)]
        means = rows.groupby("bundle")[["cost", "effect"]].mean()
        return {bundle: Point(*means.loc[name]) for name, bundle in names.items()}


def tried_in(design: Design, space: Space, task: Task) -> pd.DataFrame:
    """Run one seed without a bundle and with each; columns of ``TYPES``."""
    plan, own, parts = plan_of(design), tasks.Task(tasks.MAIN, task.seed), []
    base = world(design, own, Option(name="shocks", policies=space.shocks))
    for bundle in task.bundles:
        option = Option(name=space.name(bundle), policies=space.policies(bundle))
        parts.append(effects(base, world(design, own, option), plan, told_apart=False).assign(option=option.name))
    rows = pd.concat(parts, ignore_index=True).assign(kind=task.stage, setting="", factor=1.0, seed=task.seed)
    return worlds(rows, plan).rename(columns={"kind": "stage", "option": "bundle"})[list(TYPES)]
