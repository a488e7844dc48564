"""The folder of a calibration: the journal of its trials, what was found, two figures, and the manifest."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from alliances.analysis.calibration.figures import moments_figure, profile_figure
from alliances.analysis.drawing.plate import save
from alliances.experiments.calibration.design import Design
from alliances.experiments.calibration.result import Calibrated, tolerated
from alliances.experiments.calibration.search import JOURNAL
from alliances.experiments.result_folder import (
    check_kind,
    new_manifest,
    open_folder,
    write_frames,
    write_manifest,
)

BEST = "best.toml"


def open_for(folder: Path, design: Design, command: list[str]) -> None:
    """Make the folder, or raise ``InputError`` if this calibration may not be written there."""
    check_kind(folder, "calibration", "a calibration")
    open_folder(folder, manifest_of(design, command))


def keep(folder: Path, design: Design, found: Calibrated, command: list[str]) -> None:
    """Write tables, best parameters and figures and, last, the manifest."""
    tables = {
        "trials": found.trials, "ensemble": found.ensemble, "profile": found.profile, "parameters": found.parameters,
        "held_out": found.held_out.numbers,
    }  # fmt: skip
    written = write_frames(folder, tables)
    (folder / BEST).write_text(best_toml(design, found), encoding="utf-8")
    profile = profile_figure(found.profile, found.trials, found.parameters, tolerated(found.best, design))
    save(folder, [profile, moments_figure(found.held_out.numbers)])
    write_manifest(folder, {**manifest_of(design, command), "status": "complete", "tables": written})


def best_toml(design: Design, found: Calibrated) -> str:
    """The best parameters as the table of a scenario file."""
    lines = [
        f"# Calibrated: {' '.join(design.title.split())}",
        f"# Trial {found.best.trial} of {len(found.trials)}, distance {found.best.distance:.3f}; "
        f"in held-out seeds {found.held_out.distance:.3f}, default {found.held_out.default_distance:.3f}.",
        "# Fitted to these facts, which therefore validate nothing: " + ", ".join(design.facts),
        "# Put this table into a scenario file, or give the values to --set.",
        "[parameters]",
    ]
    return "\n".join([*lines, *(f"{name} = {value!r}" for name, value in found.best.point.items())]) + "\n"


def manifest_of(design: Design, command: list[str]) -> dict[str, Any]:
    """What the result must tell of itself: the whole design and versions."""
    told = asdict(design) | {"parameters": [free._asdict() for free in design.parameters]}
    return new_manifest(command, {"calibration": told, "journal": JOURNAL})
