"""The folder of a validation: measures, verdicts, report, and the manifest that says how they came."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alliances.analysis.report.validation import Run, report
from alliances.analysis.verdicts import ablation_facts, ablation_numbers, fact_verdicts, number_verdicts, totals
from alliances.experiments.evidence.measures import Measures, mark_of
from alliances.experiments.evidence.validation import Plan, Validated, conditions
from alliances.experiments.evidence.worlds import WORLDS
from alliances.experiments.result_folder import (
    check_folder,
    new_manifest,
    open_folder,
    world_told,
    write_frames,
    write_manifest,
)
from alliances.model.simulation import adjusted_scenario

REPORT = "report.html"


def open_for(folder: Path, plan: Plan, command: list[str]) -> None:
    """Make the folder, or raise ``InputError`` if this validation may not be written there."""
    check_folder(folder)
    Measures(folder, mark_of(conditions(plan)))
    open_folder(folder, manifest_of(plan, command))


def keep(folder: Path, plan: Plan, validated: Validated, command: list[str]) -> None:
    """Write verdicts and report, if the work is finished, and last the manifest; the measures are there already."""
    complete = validated.done == validated.asked
    told = {**manifest_of(plan, command), "status": "complete" if complete else "interrupted"}
    if complete:
        told["totals"] = write_results(folder, plan, validated, told)
    write_manifest(folder, told)


def write_results(folder: Path, plan: Plan, validated: Validated, told: dict[str, Any]) -> dict[str, Any]:
    """Write the tables of verdicts and the report; returns how many facts held."""
    numbers = number_verdicts(validated.base(), plan.facts)
    facts = fact_verdicts(numbers, plan.facts)
    write_frames(folder, {"verdicts": numbers, "facts": facts}, csv=True)
    matrix = None
    if plan.ablate:
        matrix = ablation_facts(validated.by_rule(), plan.facts)
        matrix.to_csv(folder / "ablation.csv")
        ablation_numbers(validated.by_rule(), plan.facts).to_parquet(folder / "ablation.parquet", index=False)
    page = report(Run(plan.facts, validated.base(), numbers, facts, matrix, told))
    (folder / REPORT).write_text(page, encoding="utf-8")
    return totals(facts)


def manifest_of(plan: Plan, command: list[str]) -> dict[str, Any]:
    """What the result must tell of itself: the plan, every parameter with its source, and versions."""
    settings = adjusted_scenario(plan.scenario, plan.firms, None)
    worlds = dict.fromkeys(name for fact in plan.measurable for name in ("base", *fact.worlds))
    told = {
        "seeds": list(plan.seeds),
        "facts": [fact.id for fact in plan.facts],
        "worlds": {name: WORLDS[name].meaning for name in worlds},
        "ablated": list(plan.ablate),
        **world_told(settings, plan.without, plan.parameters),
    }
    return new_manifest(command, told, "analysis")
