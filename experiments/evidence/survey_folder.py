"""The folder of a survey: respondents, estimates, summary, figure, and the manifest that says how they came."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from alliances.analysis.drawing.plate import Plate, save
from alliances.analysis.json_rows import plain
from alliances.analysis.surveys.figures import survey_figure
from alliances.experiments.evidence.survey import (
    Plan,
    Surveyed,
    headline,
    scenario_of,
    styled,
    summary,
    together,
)
from alliances.experiments.result_folder import (
    check_folder,
    new_manifest,
    open_folder,
    world_told,
    write_frames,
    write_manifest,
)
from alliances.model.simulation import adjusted_scenario

KEPT = ("respondents", "estimates", "population", "effects")


def open_for(folder: Path, plan: Plan, command: list[str]) -> None:
    """Make the folder, or raise ``InputError`` if this survey may not be written there."""
    check_folder(folder)
    open_folder(folder, manifest_of(plan, command))


def keep(folder: Path, plan: Plan, finished: Mapping[int, Surveyed], command: list[str]) -> None:
    """Write what the finished seeds brought and, last, the manifest."""
    complete = len(finished) == len(plan.seeds)
    told = {**manifest_of(plan, command), "status": "complete" if complete else "interrupted"}
    told["seeds"] = {"asked": list(plan.seeds), "done": list(finished)}
    if finished:
        told["tables"] = write_results(folder, replace(plan, seeds=tuple(finished)), together(finished))
    write_manifest(folder, told)


def write_results(folder: Path, plan: Plan, surveyed: Surveyed) -> dict[str, Any]:
    """Write tables, summary and figure; returns what the manifest says of the tables."""
    written = write_frames(folder, dict(zip(KEPT, surveyed, strict=True)))
    surveyed.respondents.to_csv(folder / "respondents.csv", index=False)
    compared = summary(plan, surveyed)
    compared.to_csv(folder / "summary.csv", index=False)
    text = json.dumps(plain(compared), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    (folder / "summary.json").write_text(text, encoding="utf-8")
    save(folder, [figure_of(plan, surveyed)])
    return written


def figure_of(plan: Plan, surveyed: Surveyed) -> Plate:
    """The survey's figure, estimates in the units of its axes."""
    survey = plan.survey
    if survey.scaled:
        estimates, population = (
            survey.scaled(table, surveyed.respondents) for table in (surveyed.estimates, surveyed.population)
        )
        surveyed = surveyed._replace(estimates=estimates, population=population)
    compared = summary(plan, surveyed)
    groups = survey.in_groups(surveyed.estimates["path"])
    return survey_figure(compared, styled(surveyed.estimates), headline(plan), groups, survey.axes)


def manifest_of(plan: Plan, command: list[str]) -> dict[str, Any]:
    """What the result must tell of itself: the plan, every parameter with its source, and versions."""
    settings = adjusted_scenario(scenario_of(plan), plan.firms, None)
    told = {
        "survey": plan.survey.name,
        "draws": plan.samples,
        "size": plan.sample_size,
        "variables": dict(plan.survey.variables),
        "seeds": {"asked": list(plan.seeds), "done": []},
        "worlds": list(plan.worlds),
        **world_told(settings, plan.without, plan.parameters),
    }
    return new_manifest(command, told, "analysis")
