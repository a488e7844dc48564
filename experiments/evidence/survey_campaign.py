"""The campaign of a survey: one run for each seed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from alliances.analysis.surveys import survey as named
from alliances.analysis.surveys.declaration import Survey
from alliances.experiments.campaign.campaign import Campaign
from alliances.experiments.campaign.kept import KeptRuns
from alliances.experiments.campaign.marks import scenario_read, tuples
from alliances.experiments.evidence.survey import Plan, Run, Surveyed, headline, scenario_of
from alliances.experiments.result_folder import scenario_again, world_told
from alliances.model.arguments import adjusted_scenario

KIND = "survey"


def campaign_of(plan: Plan) -> Campaign:
    """The campaign that surveys every seed of a plan; a folder of it may hold more seeds."""
    settings = adjusted_scenario(scenario_of(plan), plan.firms, None)
    of = {
        "survey": plan.survey.name, "firms": plan.firms, "without": list(plan.without),
        "parameters": dict(plan.parameters), "draws": plan.samples, "size": plan.sample_size,
    }  # fmt: skip
    return Campaign(
        kind=KIND, title=headline(plan), asked={**of, "seeds": list(plan.seeds)},
        world={"seeds": list(plan.seeds), "worlds": list(plan.worlds), "variables": dict(plan.survey.variables),
               **world_told(settings, plan.without, plan.parameters)},
        conditions={**of, "scenario": scenario_read(settings)},
        modules=(Run.__module__, *modules_of(plan.survey)), expected=len(plan.seeds),
        tasks=lambda: (Run(seed, plan) for seed in plan.seeds), result=lambda kept, found: surveyed(kept, plan),
    )  # fmt: skip


def modules_of(survey: Survey) -> list[str]:
    """The modules in which a survey's functions are."""
    functions = (getattr(value, "func", value) for value in vars(survey).values() if callable(value))
    return sorted({function.__module__ for function in functions})


def surveyed(kept: KeptRuns, plan: Plan) -> Surveyed:
    """The tables of all seeds of a plan, one under the other."""
    tables = [kept.rows(name).to_pandas().drop(columns="run_id") for name in Surveyed._fields]
    own = (table[table["seed"].isin(plan.seeds)] for table in tables)
    return Surveyed(*(table.sort_values("seed", kind="stable", ignore_index=True) for table in own))


def again(manifest: Mapping[str, Any], folder: Path) -> Campaign:
    """The campaign that a manifest tells."""
    asked = tuples(manifest["asked"])
    return campaign_of(Plan(named(asked.pop("survey")), scenario_again(manifest["scenario"]), **asked))
