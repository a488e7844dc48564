"""The worlds of a comparison, run and measured: every option against the world without it, on the same seeds.

Tasks share nothing, so any number of workers, and any number of interruptions, gives the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from alliances.analysis.policy.effects import COLUMNS, effects
from alliances.analysis.policy.outside import outside
from alliances.analysis.policy.plan import Plan
from alliances.experiments.evidence.lazy_tables import TablesOnDemand
from alliances.experiments.evidence.measures import mark_of, scenario_read
from alliances.experiments.growing_table import Form, GrowingTable
from alliances.experiments.policy.design import Design, Option
from alliances.experiments.policy.tasks import MAIN, Task, tasks_of
from alliances.experiments.single_run import stop_on_interrupt
from alliances.experiments.workers import finished
from alliances.model.face.model import AllianceModel
from alliances.model.policies.policy import FOREVER

TYPES = {"kind": "str", "setting": "str", "factor": "float64", "seed": "int64", "option": "str", "measure": "str",
         "group": "str", "year": "float64", "base": "float64", "with_policy": "float64"}  # fmt: skip
KEY = ["kind", "setting", "seed", "factor"]  # of a task's twins
FORM = Form("effects.parquet", TYPES, ("kind", "setting", "factor", "seed", "option", "measure", "group", "year"))
READ = tuple(f"policy/{name}.py" for name in ("effects", "outside", "plan", "yearly"))
EVERY = 1  # quarters between snapshots: flows of a year are summed over its quarters


class Measured(NamedTuple):
    """What came of the tasks of a comparison."""

    effects: pd.DataFrame  # columns of ``TYPES``
    done: int  # tasks finished now
    asked: int  # tasks that were missing
    stopped: bool = False  # whether Ctrl-C was pressed, were it during the last task


def run_tasks(
    design: Design,
    folder: Path | None = None,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] = lambda done, asked: None,
) -> Measured:
    """Run the worlds that ``folder`` does not hold yet, here or in an executor; Ctrl-C keeps what is finished.

    ``progress(done, asked)`` follows each task. Raises ``InputError`` for a folder with rows of another design.
    """
    rows = kept(folder, design)
    known = set(rows.all()[KEY].drop_duplicates().itertuples(index=False, name=None))
    wanted = tasks_of(design)
    tasks, done = [task for one in wanted if (task := one.without(known)).factors], 0
    try:
        with stop_on_interrupt() as stopped:
            for _, found in finished(partial(measured, design), tasks, executor, stopped):
                rows.add(found)
                done += 1
                progress(done, len(tasks))
            return Measured(asked_for(wanted, rows.all()), done, len(tasks), stopped())
    finally:
        rows.write()


def kept(folder: Path | None, design: Design) -> GrowingTable:
    """The rows that a folder holds; raises ``InputError`` if they are those of another design or version."""
    return GrowingTable(folder, mark_of(conditions(design), READ), FORM)


def conditions(design: Design) -> dict[str, Any]:
    """What rows depend on, beside the program and their tasks: not how many seeds or which further parts there are."""
    return {
        "world": scenario_read(design.world), "parameters": design.parameters, "constituency": design.constituency,
        "options": [asdict(option) for option in design.options],
    }  # fmt: skip


def asked_for(tasks: list[Task], rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of these tasks; a folder may hold more."""
    wanted = pd.MultiIndex.from_tuples([key for task in tasks for key in task.keys])
    return rows[pd.MultiIndex.from_frame(rows[KEY]).isin(wanted)].reset_index(drop=True)


def plan_of(design: Design) -> Plan:
    """What the evaluation holds fixed, as the analysis takes it."""
    ends = {option.name: max(policy.end for policy in option.policies) for option in design.options}
    return Plan(
        start=design.start, horizon=design.measured_at,
        ends={name: end for name, end in ends.items() if end < FOREVER}, constituency=design.constituency,
        aim=design.aim, precision=design.precision, discount_rate=design.discount_rate,
        cost_of_funds=design.cost_of_funds, against={option.name: option.against for option in design.options},
        in_both=tuple(policy.name for policy in design.world.policies),
    )  # fmt: skip


def measured(design: Design, task: Task) -> pd.DataFrame:
    """Run a task's worlds and measure every option in them: rows with the columns of ``TYPES``."""
    shocks = {option.name: option for option in design.options}
    bases = {name: world(design, task, shocks.get(name)) for name in {option.against for option in design.options}}
    plan, parts = plan_of(design), []
    for factor in task.factors:
        for option in design.options:
            twin = world(design, task, option.scaled(factor))
            rows = option_rows(bases[option.against], twin, option, plan, whole=task.kind == MAIN)
            parts.append(rows.assign(factor=factor, option=option.name))
    return pd.concat(parts, ignore_index=True).assign(kind=task.kind, setting=task.setting, seed=task.seed)


def world(design: Design, task: Task, option: Option | None = None) -> Mapping[str, pd.DataFrame]:
    """The tables of a task's world, with an option's policies or without any."""
    parameters = {**design.parameters, **task.parameters}
    policies = () if option is None else option.policies
    model = AllianceModel(design.world, seed=task.seed, parameters=parameters, policies=policies, record_every=EVERY)
    return TablesOnDemand(model.run())


def option_rows(
    base: Mapping[str, pd.DataFrame], twin: Mapping[str, pd.DataFrame], option: Option, plan: Plan, whole: bool
) -> pd.DataFrame:
    """What one option does; ``whole``: to every group, and as an outside evaluator of its lotteries sees it."""
    rows = effects(base, twin, plan, told_apart=whole)
    lotteries = [policy.name for policy in option.policies if policy.allocation == "lottery" and whole]
    seen = (outside(base, twin, name, plan) for name in lotteries)  # nothing, of one with a single winner or loser
    return pd.concat([rows, *(one for one in seen if len(one))], ignore_index=True)[COLUMNS]
