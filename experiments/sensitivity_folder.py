"""The folder of a sensitivity analysis: tables as CSV and Parquet, all as JSON, figures, and the manifest."""

from __future__ import annotations

import json
import math
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from alliances.analysis.sensitivity import Effort
from alliances.experiments.design import Design
from alliances.experiments.result_folder import (
    DISTRIBUTION,
    MANIFEST,
    check_folder,
    is_ours,
    open_folder,
    versions,
    write_manifest,
)
from alliances.experiments.sensitivity import Question, Sensitivity
from alliances.experiments.sweep_store import Results
from alliances.model.declarations import refuse

BESIDE = "sensitivity"  # below the folder of the sweep


def place_of(asked: Question, design: Design) -> Path:
    """Where an analysis lies below its sweep: one folder per method, scenario, and whether by rule."""
    parts = [
        asked.method,
        "by-rule" if asked.by_rule else "",
        Path(asked.scenario).stem if design.scenarios[1:] else "",
    ]
    return Path(BESIDE, "-".join(filter(None, parts)))


def open_for(folder: Path, results: Results, asked: Question, effort: Effort, command: list[str]) -> None:
    """Make the folder, or raise ``InputError`` if the analysis may not be written there."""
    check_folder(folder)
    if folder.is_dir() and is_ours(folder):
        written = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if "sensitivity" not in written:
            refuse(f"--out {folder}: holds another kind of result; allowed: a new folder, or one with such an analysis")
    open_folder(folder, manifest_of(results, asked, effort, command))


def keep(folder: Path, results: Results, found: Sensitivity, effort: Effort, command: list[str]) -> None:
    """Write tables and figures and, last, the manifest. Tables and figures of an earlier analysis are replaced."""
    tables = {
        "ranking": found.rankings(), "indices": found.indices, "convergence": found.convergence,
        "quality": found.quality,
    }  # fmt: skip
    for old in folder.glob("*.png"):
        old.unlink()
    for name, table in tables.items():
        table.to_parquet(folder / f"{name}.parquet", index=False)
        table.to_csv(folder / f"{name}.csv", index=False)
    (folder / "sensitivity.json").write_text(
        json.dumps(as_json(found), indent=1, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8"
    )
    for outcome in found.outcomes:
        for name, figure in found.figures(outcome).items():
            figure.savefig(folder / f"{name}-{file_name(outcome)}.png", dpi=150, metadata={"Software": None})
    written = {name: {"file": f"{name}.parquet", "rows": len(table)} for name, table in tables.items()}
    manifest = manifest_of(results, found.question, effort, command)
    write_manifest(folder, {**manifest, "status": "complete", "tables": written})


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


def plain(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as JSON can hold them: null for what is missing or without end."""
    rows = table.astype(object).to_dict("records")
    return [{str(key): null(value) for key, value in row.items()} for row in rows]


def null(value: Any) -> Any:
    """The value as Python's own kind, or None where there is none."""
    if value is None or value is pd.NA:
        return None
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and not math.isfinite(value) else value


def file_name(outcome: str) -> str:
    """An outcome's name as part of a file's name: ``exporters@40:80`` becomes ``exporters_40_80``."""
    return re.sub(r"[^\w.-]+", "_", outcome)


def manifest_of(results: Results, asked: Question, effort: Effort, command: list[str]) -> dict[str, Any]:
    """What the analysis must tell of itself: what was asked of which sweep, and versions."""
    return {
        "made_by": DISTRIBUTION,
        "version": version(DISTRIBUTION),
        "status": "incomplete",
        "command": command,
        "sensitivity": {**asked._asdict(), **effort._asdict()},
        "of": {"folder": str(results.folder), "design": results.manifest["sweep"]["design"]},
        "versions": versions("analysis"),
    }
