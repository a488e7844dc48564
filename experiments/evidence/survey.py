"""Virtual surveys: a paper's sample and models on simulated firms, over many seeds, beside causal effects.

One seed is one task: its base world is surveyed several times, and worlds of the same seed in which one thing differs
tell what that thing causes.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import partial
from importlib import import_module
from typing import Any, NamedTuple

import pandas as pd

from alliances.analysis.facts.declaration import BASE, Tables
from alliances.analysis.surveys.comparison import comparison, total_effect, with_total
from alliances.analysis.surveys.effects import WORLDS_NEEDED, effects
from alliances.analysis.surveys.paths import DESCRIBED
from alliances.experiments.evidence.worlds import FIRMS, world_parameters, world_tables
from alliances.experiments.single_run import stop_on_interrupt
from alliances.experiments.workers import finished
from alliances.model.declarations.parameters import values
from alliances.model.errors import InputError, refuse, unknown
from alliances.model.simulation import adjusted_scenario, checked_seed
from alliances.model.world.scenario import Scenario, load_scenario

SURVEYS = ("zhu", "nissanka", "veilleux")
REMEDY = "raise --firms or lower --size"
STYLES = {"nissanka": ({"style": True}, {"style": False})}  # the questionnaire as it is, and without response style


@dataclass(frozen=True)
class Plan:
    """What is surveyed: which paper's survey, in which world, how often."""

    survey: str
    scenario: str | Scenario | None = None  # the survey's own if None
    firms: int | None = FIRMS
    parameters: Mapping[str, float] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    seeds: tuple[int, ...] = tuple(range(1, 11))
    draws: int = 10
    size: int | None = None  # respondents per draw; the paper's own number if None


class Surveyed(NamedTuple):
    """What came of one seed or of many; the first column of every table is the seed.

    All but ``effects`` have a column ``style`` where a survey is taken with and without response style.
    """

    respondents: pd.DataFrame
    estimates: pd.DataFrame  # draw, path, estimate, std_error, p_value
    population: pd.DataFrame  # path, estimate: the same statistic on every eligible firm
    effects: pd.DataFrame  # path, effect: what is caused, from paired worlds


def survey_module(name: str) -> Any:
    """The survey's module: ``respondents``, ``population``, ``estimates``, ``SIZE`` and ``REPORTED``."""
    if name not in SURVEYS:
        raise unknown("survey", name, SURVEYS)
    return import_module(f"alliances.analysis.surveys.{name}")


def size_of(plan: Plan) -> int:
    """Respondents per draw."""
    return int(survey_module(plan.survey).SIZE if plan.size is None else plan.size)


def checked_plan(plan: Plan) -> Plan:
    """The plan with its scenario read; ``InputError`` for what cannot be used, before anything slow begins."""
    survey_module(plan.survey)
    for seed in (plan.seeds[0], plan.seeds[-1]):
        checked_seed(seed)
    scenario = adjusted_scenario(scenario_of(plan), plan.firms, None)
    for name in (BASE, *WORLDS_NEEDED[plan.survey]):
        values({**scenario.parameters, **world_parameters(name, scenario, plan.without, plan.parameters)})
    return replace(plan, scenario=scenario)


def scenario_of(plan: Plan) -> Scenario:
    """The plan's, or the default; for Veilleux that of its two cities, as elsewhere too few can be asked."""
    if plan.scenario is not None:
        return plan.scenario if isinstance(plan.scenario, Scenario) else load_scenario(plan.scenario)
    return load_scenario("montreal-boston" if plan.survey == "veilleux" else "default")


def conduct(
    plan: Plan, executor: Executor | None = None, progress: Callable[[int, int], None] | None = None
) -> dict[int, Surveyed]:
    """Survey every seed of the plan, here or in any executor; what is finished when Ctrl-C is pressed is kept.

    ``progress(done, all)`` is called after each seed. Returns the finished seeds in order; all of the plan's, unless
    it was interrupted. Raises ``InputError`` where too few firms are eligible.
    """
    done: dict[int, Surveyed] = {}
    with stop_on_interrupt() as stopped:
        for seed, surveyed in finished(partial(survey_seed, plan), plan.seeds, executor, stopped):
            done[seed] = surveyed
            if progress is not None:
                progress(len(done), len(plan.seeds))
    return {seed: done[seed] for seed in plan.seeds if seed in done}


def survey_seed(plan: Plan, seed: int) -> Surveyed:
    """Run the worlds of one seed, survey the base world, and take the causal effects.

    Linear algebra keeps to one thread, as the last digits of its sums depend on how many there are. Libraries that warn
    of a small sample are not heard: its wide interval and missing standard errors say it better.
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return surveyed_in(plan, seed)


def surveyed_in(plan: Plan, seed: int) -> Surveyed:
    """The work of ``survey_seed``."""
    scenario = scenario_of(plan)
    worlds = {
        name: world_tables(name, scenario, seed, plan.firms, plan.without, plan.parameters)
        for name in (BASE, *WORLDS_NEEDED[plan.survey])
    }
    taken = [taken_once(plan, worlds[BASE], seed, style) for style in STYLES.get(plan.survey, ({},))]
    tables = [pd.concat(parts, ignore_index=True) for parts in zip(*taken, strict=True)]
    return Surveyed(*(with_seed(table, seed) for table in (*tables, effects(plan.survey, worlds))))


def taken_once(plan: Plan, tables: Tables, seed: int, style: dict[str, bool]) -> tuple[pd.DataFrame, ...]:
    """Respondents, their estimates, and those of all eligible firms, with or without response style."""
    module = survey_module(plan.survey)
    try:
        answers = module.respondents(tables, plan.draws, size_of(plan), seed, **style)
    except InputError as error:
        refuse(f"seed {seed}: {error}; {REMEDY}")
    everyone = module.population(tables, **style).assign(draw=0)
    found = [module.estimates(asked) for asked in (answers, everyone)]
    if plan.survey == "zhu":
        found = [with_total(estimates) for estimates in found]
    return answers.assign(**style), found[0].assign(**style), found[1][["path", "estimate"]].assign(**style)


def with_seed(table: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The table with the seed as its first column."""
    table.insert(0, "seed", seed)
    return table


def together(surveyed: Mapping[int, Surveyed]) -> Surveyed:
    """The tables of all seeds, one under the other."""
    return Surveyed(*(pd.concat(parts, ignore_index=True) for parts in zip(*surveyed.values(), strict=True)))


def summary(plan: Plan, surveyed: Surveyed) -> pd.DataFrame:
    """One row per path, see ``comparison``; where there is a response style, also the numbers without it."""
    reported = dict(survey_module(plan.survey).REPORTED)
    if plan.survey == "zhu":
        reported["total"] = total_effect(reported)
    if plan.survey not in STYLES:
        return comparison(surveyed.estimates, surveyed.population, surveyed.effects, reported)
    with_style, without = (
        comparison(styled(surveyed.estimates, style), styled(surveyed.population, style), surveyed.effects, reported)
        for style in (True, False)
    )
    added = without[["mean", "low", "high", "population"]].add_suffix("_without_style")
    return pd.concat([with_style, added], axis=1)


def styled(table: pd.DataFrame, style: bool = True) -> pd.DataFrame:
    """The rows with (or without) response style, where a survey has one; else all."""
    return table[table["style"] == style] if "style" in table else table


def headline(plan: Plan) -> str:
    """What was asked of whom, how often."""
    about = DESCRIBED[plan.survey]
    worlds = "one world" if len(plan.seeds) == 1 else f"each of {len(plan.seeds)} worlds"
    samples = f"{plan.draws} {'sample' if plan.draws == 1 else 'samples'}"
    return f"{about.paper}: {samples} of {size_of(plan)} {about.asked} in {worlds}"
