"""Virtual surveys: a paper's sample and models on simulated firms, over many seeds, beside causal effects.

One seed is one run: its base world is surveyed several times, and worlds of the same seed in which one thing differs
tell what that thing causes.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

from alliances.analysis.surveys.comparison import comparison
from alliances.analysis.surveys.declaration import Survey
from alliances.analysis.tables import Tables
from alliances.experiments.evidence.worlds import FIRMS, world_options, world_parameters
from alliances.experiments.paired_worlds import paired_worlds
from alliances.model.arguments import adjusted_scenario, checked_seed
from alliances.model.declarations.parameters import values
from alliances.model.errors import InputError, refuse
from alliances.model.world.scenario import Scenario, load_scenario

REMEDY = "raise --firms or lower --size"


@dataclass(frozen=True)
class Plan:
    """What is surveyed: which survey, in which world, how often."""

    survey: Survey
    scenario: str | Scenario | None = None  # the survey's own if None
    firms: int | None = FIRMS
    parameters: Mapping[str, float] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    seeds: tuple[int, ...] = tuple(range(1, 11))
    draws: int | None = None  # the survey's own number of samples if None
    size: int | None = None  # the survey's own number of respondents if None

    @property
    def samples(self) -> int:
        """Samples of each world."""
        return self.survey.draws if self.draws is None else self.draws

    @property
    def sample_size(self) -> int:
        """Respondents per sample."""
        return self.survey.size if self.size is None else self.size

    @property
    def worlds(self) -> tuple[str, ...]:
        """The worlds that are run with each seed."""
        return (self.survey.world, *self.survey.worlds)


class Surveyed(NamedTuple):
    """What came of one seed or of many; the first column of every table is the seed.

    All but ``effects`` have a column ``style`` where a survey is taken with and without response style.
    """

    respondents: pd.DataFrame
    estimates: pd.DataFrame  # draw, path, estimate, std_error, p_value
    population: pd.DataFrame  # path, estimate: the same statistic on every eligible firm; survivors, if told apart
    effects: pd.DataFrame  # path, effect: what is caused, from paired worlds


def checked_plan(plan: Plan) -> Plan:
    """The plan with its scenario read; ``InputError`` for what cannot be used, before anything slow begins."""
    for seed in (plan.seeds[0], plan.seeds[-1]):
        checked_seed(seed)
    scenario = adjusted_scenario(scenario_of(plan), plan.firms, None)
    for name in plan.worlds:
        values({**scenario.parameters, **world_parameters(name, scenario, plan.without, plan.parameters)})
    return replace(plan, scenario=scenario)


def scenario_of(plan: Plan) -> Scenario:
    """The plan's scenario, or the survey's own."""
    chosen = plan.scenario or plan.survey.scenario
    return chosen if isinstance(chosen, Scenario) else load_scenario(chosen)


class Run(NamedTuple):
    """One seed of a survey: a task of its campaign."""

    seed: int
    plan: Plan

    @property
    def run_id(self) -> str:
        """The seed."""
        return f"{self.seed:04d}"

    def rows(self) -> dict[str, pa.Table]:
        """Run the worlds and take the survey; columns and their types are the survey's own."""
        tables = survey_seed(self.plan, self.seed)._asdict()
        return {name: pa.Table.from_pandas(table, preserve_index=False) for name, table in tables.items()}


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
    settings = (scenario, seed, plan.firms, plan.without, plan.parameters)
    worlds = dict(paired_worlds({name: world_options(name, *settings) for name in plan.worlds}))
    taken = [taken_once(plan, worlds[plan.survey.world], seed, style) for style in plan.survey.styles]
    tables = [pd.concat(parts, ignore_index=True) for parts in zip(*taken, strict=True)]
    return Surveyed(*(with_seed(table, seed) for table in (*tables, plan.survey.caused(worlds))))


def taken_once(plan: Plan, tables: Tables, seed: int, style: bool) -> tuple[pd.DataFrame, ...]:
    """Respondents, their estimates, and those of all eligible firms, with or without response style."""
    survey = plan.survey
    frame = survey.frame(tables)
    try:
        answers = survey.respondents(frame, seed, plan.samples, plan.sample_size, style)
    except InputError as error:
        refuse(f"seed {seed}: {error}; {REMEDY}")
    everyone = of_everyone(survey, frame, style)
    if survey.beside:
        narrow = of_everyone(survey, survey.beside(tables), style).rename(columns={"estimate": "survivors"})
        everyone = everyone.merge(narrow, how="left", on="path")
    found = (answers, survey.estimates(answers), everyone)
    return tuple(table.assign(style=style) for table in found) if len(survey.styles) > 1 else found


def of_everyone(survey: Survey, frame: pd.DataFrame, style: bool) -> pd.DataFrame:
    """Path and estimate of all firms of a frame."""
    return survey.estimates(survey.population(frame, style).assign(draw=0))[["path", "estimate"]]


def with_seed(table: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The table with the seed as its first column."""
    table.insert(0, "seed", seed)
    return table


def summary(plan: Plan, surveyed: Surveyed) -> pd.DataFrame:
    """One row per path, see ``comparison``; where there is a response style, also the numbers without it."""
    compared = [
        comparison(
            styled(surveyed.estimates, style), styled(surveyed.population, style), surveyed.effects,
            plan.survey.reported,
        )
        for style in plan.survey.styles
    ]  # fmt: skip
    added = [table[["mean", "low", "high", "population"]].add_suffix("_without_style") for table in compared[1:]]
    return pd.concat([compared[0], *added], axis=1)


def styled(table: pd.DataFrame, style: bool = True) -> pd.DataFrame:
    """The rows with (or without) response style, where a survey has one; else all."""
    return table[table["style"] == style] if "style" in table else table


def headline(plan: Plan) -> str:
    """What was asked of whom, how often."""
    worlds = "one world" if len(plan.seeds) == 1 else f"each of {len(plan.seeds)} worlds"
    samples = f"{plan.samples} {'sample' if plan.samples == 1 else 'samples'}"
    return f"{plan.survey.paper}: {samples} of {plan.sample_size} {plan.survey.asked} in {worlds}"
