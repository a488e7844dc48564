"""What a sensitivity analysis keeps, and where: its tables and figures, and all of it as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from alliances.analysis.json_rows import plain
from alliances.analysis.sensitivity.figures import figures
from alliances.analysis.sensitivity.indices import Effort
from alliances.experiments import analysis_folder
from alliances.experiments.analysis_folder import Kept, file_name
from alliances.experiments.designs.design import Design
from alliances.experiments.sensitivity import Question, Sensitivity
from alliances.experiments.sweeps.results import Results
from alliances.experiments.whole_files import write_whole

BESIDE = "sensitivity"  # below the folder of the sweep


def place_of(asked: Question, design: Design) -> Path:
    """Where an analysis lies below its sweep: one folder per method, scenario, and whether by rule."""
    parts = [
        asked.method,
        "by-rule" if asked.by_rule else "",
        Path(asked.scenario).stem if design.scenarios[1:] else "",
    ]
    return Path(BESIDE, "-".join(filter(None, parts)))


def kept_as(results: Results, asked: Question, effort: Effort, command: list[str]) -> Kept:
    """The analysis as its manifest tells it: what was asked of which sweep."""
    of = {"folder": str(results.folder), "design": results.manifest["asked"]["design"]}
    return Kept("sensitivity", command, {**asked._asdict(), **effort._asdict()}, of)


def keep(folder: Path, kept: Kept, found: Sensitivity) -> None:
    """Write tables, all of it as JSON, figures and, last, the manifest; what was there is replaced."""
    text = json.dumps(as_json(found), indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    write_whole(folder / "sensitivity.json", text)
    tables = {
        "ranking": found.rankings(), "indices": found.indices, "convergence": found.convergence,
        "quality": found.quality,
    }  # fmt: skip
    plates = []
    for outcome in found.outcomes:
        for name, plate in figures(found, outcome).items():
            plate.name = f"{name}-{file_name(outcome)}"
            plates.append(plate)
    analysis_folder.keep(folder, kept, tables, plates)


def as_json(found: Sensitivity) -> dict[str, Any]:
    """Everything that was found as JSON can hold it: rankings, pairs, convergence, quality and notes by outcome."""
    told = {}
    quality = {row["outcome"]: row for row in plain(found.quality)}
    for name in found.outcomes:
        own = found.indices[found.indices["outcome"] == name]
        settling = found.convergence[found.convergence["outcome"] == name]
        told[name] = {
            "ranking": plain(found.ranking(name)),
            "pairs": plain(own.loc[own["other"] != "", ["factor", "other", "value", "low", "high"]]),
            "convergence": plain(settling.drop(columns="outcome")),
            "quality": quality[name],
            "notes": found.notes[name],
        }
    asked = found.question
    return {"method": asked.method, "scenario": asked.scenario, "by_rule": asked.by_rule, "outcomes": told,
            "refused": found.refused}  # fmt: skip
