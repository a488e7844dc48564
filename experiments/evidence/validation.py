"""Validation: the declared facts measured in simulated worlds, over many seeds, with and without single rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from alliances.analysis.facts import fact as fact_named
from alliances.analysis.facts.declaration import Fact
from alliances.analysis.tables import BASE
from alliances.experiments.campaign.campaign import Campaign
from alliances.experiments.campaign.kept import KeptRuns
from alliances.experiments.campaign.marks import mark, scenario_read, tuples
from alliances.experiments.ensemble import Member
from alliances.experiments.evidence.measures import MEASURE_ROWS, MEASURES, Run, ordered
from alliances.experiments.evidence.worlds import FIRMS, WORLDS, check_inputs
from alliances.experiments.result_folder import scenario_again, world_told
from alliances.model.arguments import adjusted_scenario
from alliances.model.declarations.parameters import RULES, null_form
from alliances.model.errors import refuse
from alliances.model.world.scenario import Scenario

KIND = "validation"
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
    ensemble: tuple[Member, ...] = ()  # seeds take their parameters from these in turn; ``parameters`` go before them

    def given(self, seed: int) -> dict[str, float]:
        """The parameters that are given in a seed; a member of the ensemble has no say in rules that are off."""
        own = self.ensemble[(seed - 1) % len(self.ensemble)] if self.ensemble else {}
        off = {name for rule in self.without for name in null_form(rule)}
        return {name: value for name, value in own.items() if name not in off} | dict(self.parameters)

    @property
    def measurable(self) -> tuple[Fact, ...]:
        """The facts that can be measured yet."""
        return tuple(fact for fact in self.facts if fact.measure is not None)

    @property
    def worlds(self) -> dict[str, str]:
        """The worlds that the facts are measured in, and what each means."""
        names = dict.fromkeys(name for fact in self.measurable for name in (BASE, *fact.worlds))
        return {name: WORLDS[name].meaning for name in names}


class Validated(NamedTuple):
    """What came of a plan."""

    measures: pd.DataFrame  # columns rule_off, fact, number, seed, draw, value, error

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
        refuse("no fact is chosen; there must be at least one")
    for rule in ("", *plan.ablate):
        for seed in plan.seeds[: max(len(plan.ensemble), 1)]:
            check_inputs(plan.scenario, *settings_without(plan, rule, seed))


def settings_without(plan: Plan, rule: str, seed: int) -> tuple[tuple[str, ...], dict[str, float]]:
    """The rules that are off and the parameters that are given in a seed, when ``rule`` is switched off as well."""
    if not rule:
        return plan.without, plan.given(seed)
    off = null_form(rule)
    return (*plan.without, rule), {name: value for name, value in plan.given(seed).items() if name not in off}


def runs(plan: Plan) -> Iterator[Run]:
    """The runs of a plan: seed by seed, all rules first. The scenario is sent along: a worker may not have its file."""
    scenario = adjusted_scenario(plan.scenario, plan.firms, None)
    for rule in ("", *plan.ablate):
        for seed in plan.seeds:
            without, parameters = settings_without(plan, rule, seed)
            yield Run(seed, rule, scenario, plan.firms, without, parameters, plan.measurable)


def campaign_of(plan: Plan) -> Campaign:
    """The campaign that measures the facts of a plan; a folder of it may hold more seeds and more ablations."""
    settings = adjusted_scenario(plan.scenario, plan.firms, None)
    facts = [fact.id for fact in plan.facts]
    asked = {
        "facts": facts, "firms": plan.firms, "seeds": list(plan.seeds), "without": list(plan.without),
        "parameters": dict(plan.parameters), "ablate": list(plan.ablate), "ensemble": list(map(dict, plan.ensemble)),
    }  # fmt: skip
    ids = [run.run_id for run in runs(plan)]
    return Campaign(
        kind=KIND, title=f"Validation in {settings.title}", asked=asked,
        world={"seeds": list(plan.seeds), "facts": facts, "worlds": plan.worlds, "ablated": list(plan.ablate),
               **world_told(settings, plan.without, plan.parameters)},
        conditions={"facts": facts, "scenario": scenario_read(settings), "without": list(plan.without),
                    "parameters": dict(plan.parameters), "ensemble": mark(asked["ensemble"])},
        modules=tuple(sorted({Run.__module__, *(fact.measure.__module__ for fact in plan.measurable)})),
        expected=len(ids), tasks=lambda: runs(plan), result=lambda kept, found: Validated(measures_of(kept, ids)),
    )  # fmt: skip


def measures_of(kept: KeptRuns, ids: Sequence[str]) -> pd.DataFrame:
    """The measures of these runs."""
    rows = kept.rows(MEASURES, MEASURE_ROWS).to_pandas()
    return ordered(rows[rows["run_id"].isin(ids)])


def again(manifest: Mapping[str, Any], folder: Path) -> Campaign:
    """The campaign that a manifest tells."""
    asked: dict[str, Any] = tuples(manifest["asked"])
    facts = tuple(map(fact_named, asked.pop("facts")))
    return campaign_of(Plan(facts, scenario_again(manifest["scenario"]), **asked))
