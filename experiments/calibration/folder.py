"""What a calibration leaves in its folder beside the runs: tables, the best parameters, two figures."""

from __future__ import annotations

from typing import Any

from alliances.analysis.calibration.figures import moments_figure, profile_figure
from alliances.analysis.drawing.plate import save
from alliances.experiments.calibration.design import Design
from alliances.experiments.calibration.result import Calibrated, tolerated
from alliances.experiments.campaign.kept import KeptRuns
from alliances.experiments.result_folder import write_frames

BEST = "best.toml"


def write(design: Design, kept: KeptRuns, found: Calibrated) -> dict[str, Any]:
    """Write tables, best parameters and figures; returns what the manifest says of the tables."""
    folder = kept.folder
    tables = {
        "trials": found.trials, "ensemble": found.ensemble, "profile": found.profile, "parameters": found.parameters,
        "held_out": found.held_out.numbers,
    }  # fmt: skip
    written = write_frames(folder, tables)
    (folder / BEST).write_text(best_toml(design, found), encoding="utf-8")
    profile = profile_figure(found.profile, found.trials, found.parameters, tolerated(found.best, design))
    save(folder, [profile, moments_figure(found.held_out.numbers)])
    return {"tables": written}


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
