"""The folder of a comparison: rows of all worlds, tables, figures, report, and the manifest that says how they came."""

from __future__ import annotations

from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Any

from alliances.analysis.drawing.plate import save
from alliances.analysis.policy.figures import chapters
from alliances.analysis.policy.study import Study
from alliances.analysis.report.policy import policy_report
from alliances.experiments.policy.comparison import Comparison
from alliances.experiments.policy.design import Design
from alliances.experiments.policy.evaluation import kept
from alliances.experiments.result_folder import (
    check_kind,
    new_manifest,
    open_folder,
    world_told,
    write_frames,
    write_manifest,
)

REPORT, COPY, FIGURES = "report.html", "design.toml", "figures"


def open_for(folder: Path, design: Design, command: list[str]) -> None:
    """Make the folder, or raise ``InputError`` if this comparison may not be written there."""
    check_kind(folder, "comparison", "a comparison of policies")
    kept(folder, design)
    open_folder(folder, manifest_of(design, command))
    (folder / COPY).write_text(design.text, encoding="utf-8")


def keep(folder: Path, found: Comparison, command: list[str]) -> None:
    """Write tables, figures and report, if the work is finished, and last the manifest; the rows are there already."""
    manifest = {**manifest_of(found.design, command), "status": "complete" if found.complete else "interrupted"}
    if found.complete:
        manifest["tables"] = write_frames(folder, found.tables, csv=True)
        study = Study(found.design, found.effects, found.tables, manifest)
        drawn = chapters(study)
        page = policy_report(study, drawn)
        save(folder / FIGURES, chain.from_iterable(drawn.values()))
        (folder / REPORT).write_text(page, encoding="utf-8")
    write_manifest(folder, manifest)


def manifest_of(design: Design, command: list[str]) -> dict[str, Any]:
    """What the result must tell of itself: the whole design, every parameter with its source, and versions."""
    told = {
        "comparison": comparison_told(design),
        "seeds": list(design.seeds),
        **world_told(design.world, (), design.parameters),
    }
    return new_manifest(command, told, "analysis")


def comparison_told(design: Design) -> dict[str, Any]:
    """The design as a manifest has it."""
    content = asdict(design)
    content.pop("text")
    told = [{**asdict(option), "policies": [policy.told() for policy in option.policies]} for option in design.options]
    return {**content, "options": told}
