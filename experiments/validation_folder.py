"""The folder of a validation: measures, verdicts, report, and the manifest that says how they came."""

from __future__ import annotations

from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from alliances.analysis.report.page import Run, report
from alliances.analysis.verdicts import ablation_facts, ablation_numbers, fact_verdicts, number_verdicts, totals
from alliances.experiments.measures import Measures, mark_of
from alliances.experiments.result_folder import (
    DISTRIBUTION,
    check_folder,
    open_folder,
    parameters_of,
    versions,
    write_manifest,
)
from alliances.experiments.validation import Plan, Validated, conditions
from alliances.experiments.worlds import WORLDS
from alliances.model.model import adjusted_scenario, merged_overrides
from alliances.model.parameters import values

REPORT = "report.html"


def open_for(folder: Path, plan: Plan, command: list[str]) -> None:
    """Make the folder, or raise ``InputError`` if this validation may not be written there."""
    check_folder(folder)
    Measures(folder, mark_of(conditions(plan)))
    open_folder(folder, manifest_of(plan, command))


def keep(folder: Path, plan: Plan, validated: Validated, command: list[str]) -> None:
    """Write verdicts and report, if the work is finished, and last the manifest; the measures are there already."""
    complete = validated.done == validated.asked
    manifest = {**manifest_of(plan, command), "status": "complete" if complete else "interrupted"}
    if complete:
        manifest["totals"] = write_results(folder, plan, validated, manifest)
    write_manifest(folder, manifest)


def write_results(folder: Path, plan: Plan, validated: Validated, manifest: dict[str, Any]) -> dict[str, Any]:
    """Write the tables of verdicts and the report; returns how many facts held."""
    numbers = number_verdicts(validated.base(), plan.facts)
    facts = fact_verdicts(numbers, plan.facts)
    for name, table in (("verdicts", numbers), ("facts", facts)):
        table.to_parquet(folder / f"{name}.parquet", index=False)
        table.to_csv(folder / f"{name}.csv", index=False)
    matrix = None
    if plan.ablate:
        matrix = ablation_facts(validated.by_rule(), plan.facts)
        matrix.to_csv(folder / "ablation.csv")
        ablation_numbers(validated.by_rule(), plan.facts).to_parquet(folder / "ablation.parquet", index=False)
    page = report(Run(plan.facts, validated.base(), numbers, facts, matrix, manifest))
    (folder / REPORT).write_text(page, encoding="utf-8")
    return totals(facts)


def manifest_of(plan: Plan, command: list[str]) -> dict[str, Any]:
    """What the result must tell of itself: the plan, every parameter with its source, and versions."""
    settings = adjusted_scenario(plan.scenario, plan.firms, None)
    overrides, sources = merged_overrides(settings, plan.without, plan.parameters)
    model: Any = SimpleNamespace(values=values(overrides), sources=sources)
    worlds = dict.fromkeys(name for fact in plan.measurable for name in ("base", *fact.worlds))
    return {
        "made_by": DISTRIBUTION,
        "version": version(DISTRIBUTION),
        "status": "incomplete",
        "command": command,
        "seeds": list(plan.seeds),
        "facts": [fact.id for fact in plan.facts],
        "worlds": {name: WORLDS[name].meaning for name in worlds},
        "ablated": list(plan.ablate),
        "scenario": asdict(settings),
        "without": list(plan.without),
        "parameters": parameters_of(model),
        "versions": versions("analysis"),
    }
