"""Validation: the declared facts measured in simulated worlds, over many seeds, with and without single rules.

One task is one seed under one set of rules: its paired worlds are run, and every fact is measured in them. Tasks share
nothing, so any number of workers, and any number of interruptions, gives the same measures.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from alliances.analysis.facts.declaration import Fact, Replicate
from alliances.analysis.tables import BASE
from alliances.experiments.evidence.measures import Measures, mark_of, measures_table, scenario_read
from alliances.experiments.evidence.worlds import FIRMS, check_inputs, world_tables
from alliances.experiments.single_run import stop_on_interrupt
from alliances.experiments.workers import finished
from alliances.model.declarations.parameters import RULES, null_form
from alliances.model.errors import refuse
from alliances.model.simulation import adjusted_scenario
from alliances.model.world.scenario import Scenario

REPLICATES = 30


@dataclass(frozen=True)
class Plan:
    """What is measured: which facts, in which world, on which seeds, and which rules are switched off one by one."""

    facts: tuple[Fact, ...]
    scenario: str | Scenario = "default"
    firms: int | None = FIRMS
    seeds: tuple[int, ...] = tuple(range(1, REPLICATES + 1))
    without: tuple[str, ...] = ()
    parameters: Mapping[str, float] = field(default_factory=dict)
    ablate: tuple[str, ...] = ()

    @property
    def measurable(self) -> tuple[Fact, ...]:
        """The facts that can be measured yet."""
        return tuple(fact for fact in self.facts if fact.measure is not None)


class Task(NamedTuple):
    """One seed under one set of rules, and the facts still to be measured there."""

    scenario: str | Scenario
    firms: int | None
    seed: int
    without: tuple[str, ...]
    parameters: Mapping[str, float]
    rule_off: str  # the rule under ablation; empty for none
    facts: tuple[Fact, ...]


class Validated(NamedTuple):
    """What came of a plan."""

    measures: pd.DataFrame  # columns rule_off, fact, number, seed, draw, value, error
    done: int  # tasks finished, now or earlier
    asked: int

    def by_rule(self) -> dict[str, pd.DataFrame]:
        """The measures by the rule that was off; the empty name, which comes first, is for none."""
        off = {str(rule): rows for rule, rows in self.measures.groupby("rule_off", sort=True)}
        return {"": self.measures.head(0), **off}

    def base(self) -> pd.DataFrame:
        """The measures with all rules of the plan."""
        return self.by_rule()[""]


def ablated_rules(without: Sequence[str]) -> tuple[str, ...]:
    """Every rule that can be switched off and is not off already."""
    return tuple(rule for rule in RULES if null_form(rule) and rule not in without)


def check_plan(plan: Plan) -> None:
    """Raise ``InputError`` for a plan that cannot be carried out, before anything slow begins."""
    if not plan.facts:
        refuse("no fact is chosen; allowed: at least one")
    for rule in ("", *plan.ablate):
        check_inputs(plan.scenario, *settings_without(plan, rule))


def settings_without(plan: Plan, rule: str) -> tuple[tuple[str, ...], dict[str, float]]:
    """The rules that are off and the parameters that are given, when ``rule`` is switched off as well."""
    if not rule:
        return plan.without, dict(plan.parameters)
    off = null_form(rule)
    return (*plan.without, rule), {name: value for name, value in plan.parameters.items() if name not in off}


def tasks_of(plan: Plan, measured: pd.DataFrame) -> Iterator[Task]:
    """The tasks of a plan that are not among what is measured already; seed by seed, all rules first."""
    known = set(zip(*(measured[name] for name in ("rule_off", "seed", "fact")), strict=True))
    for rule in ("", *plan.ablate):
        for seed in plan.seeds:
            facts = tuple(fact for fact in plan.measurable if (rule, seed, fact.id) not in known)
            if facts:
                without, parameters = settings_without(plan, rule)
                yield Task(plan.scenario, plan.firms, seed, without, parameters, rule, facts)


def measure(task: Task) -> pd.DataFrame:
    """Run the worlds that the facts of a task need, and measure the facts there."""
    from threadpoolctl import threadpool_limits

    names = dict.fromkeys(name for fact in task.facts for name in (BASE, *fact.worlds))
    settings = (task.scenario, task.seed, task.firms, task.without, task.parameters)
    replicate = Replicate(task.seed, {name: world_tables(name, *settings) for name in names})
    with threadpool_limits(1):  # the last digits of a sum depend on the number of threads
        return measures_table((task.rule_off, *row) for fact in task.facts for row in fact_rows(fact, replicate))


def fact_rows(fact: Fact, replicate: Replicate) -> Iterator[tuple[str, str, int, int, float, str]]:
    """The rows of one fact: one per number and draw, or one per number with the error if it cannot be measured."""
    assert fact.measure is not None
    error, taken = "", {}
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")  # a fit that warns is judged by its number
            taken = dict(fact.measure(replicate))
    except Exception as problem:  # one fact that breaks must not take the others with it
        error = " ".join(f"{type(problem).__name__}: {problem}".split())
    for number in fact.numbers:
        values = taken.get(number.name, math.nan)
        missing = error or ("" if number.name in taken else "the measure does not give this number")
        for draw, value in enumerate(np.atleast_1d(np.asarray(values, dtype=float))):
            yield fact.id, number.name, replicate.seed, draw, float(value), missing


def validate(
    plan: Plan,
    folder: Path | None = None,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Validated:
    """Measure the facts of a plan; what is finished when Ctrl-C is pressed is kept.

    With a ``folder``, measures are written as they come, and those that are there already are not taken again. Any
    ``concurrent.futures.Executor`` will do; with None all is done here. ``progress(done, asked)`` follows each task.
    """
    measures = Measures(folder, mark_of(conditions(plan)))
    tasks = list(tasks_of(plan, measures.all()))
    done = 0
    try:
        with stop_on_interrupt() as stopped:
            for _, rows in finished(measure, tasks, executor, stopped):
                measures.add(rows)
                done += 1
                if progress is not None:
                    progress(done, len(tasks))
    finally:
        measures.write()
    return Validated(asked_for(plan, measures.all()), done, len(tasks))


def conditions(plan: Plan) -> dict[str, object]:
    """What the measures of a plan depend on, beside the program: not its facts, seeds and ablations."""
    settings = scenario_read(adjusted_scenario(plan.scenario, plan.firms, None))
    return {"scenario": settings, "without": plan.without, "parameters": dict(plan.parameters)}


def asked_for(plan: Plan, measures: pd.DataFrame) -> pd.DataFrame:
    """The measures that belong to a plan; a folder may hold more facts, seeds and rules."""
    chosen = {"rule_off": ("", *plan.ablate), "seed": plan.seeds, "fact": [fact.id for fact in plan.facts]}
    for name, wanted in chosen.items():
        measures = measures[measures[name].isin(wanted)]
    return measures.reset_index(drop=True)
