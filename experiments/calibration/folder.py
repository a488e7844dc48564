"""What a calibration leaves in its folder beside the runs: tables, the ensemble, its likeliest member, figures."""

from __future__ import annotations

from typing import Any

import tomli_w

from alliances.analysis.calibration.figures import posterior_figure, predictive_figure, recovery_figure
from alliances.analysis.drawing.plate import save
from alliances.experiments.calibration.design import Design
from alliances.experiments.calibration.result import Calibrated
from alliances.experiments.campaign.kept import KeptRuns
from alliances.experiments.result_folder import write_frames
from alliances.experiments.whole_files import write_whole

BEST, ENSEMBLE = "best.toml", "ensemble.csv"


def write(design: Design, kept: KeptRuns, found: Calibrated) -> dict[str, Any]:
    """Write tables, ensemble and figures; returns what the manifest says of the tables."""
    folder = kept.folder
    names = ("parameters", "numbers", "stages", "points", "recovery")
    written = write_frames(folder, {name: getattr(found, name) for name in names})
    write_whole(folder / ENSEMBLE, found.ensemble.to_csv(index=False))
    write_whole(folder / BEST, best_toml(design, found))
    recovery = recovery_figure(found.recovery, found.parameters)
    save(folder, [posterior_figure(found.parameters), predictive_figure(found.numbers), recovery])
    return {"tables": written}


def best_toml(design: Design, found: Calibrated) -> str:
    """The likeliest member as the table of a scenario file."""
    best: dict[str, dict[str, float]] = {}
    for name, value in found.best.items():
        rule, _, own = name.partition(".")
        best.setdefault(rule, {})[own] = float(value)
    told = [
        f"# Calibrated: {' '.join(design.title.split())}",
        f"# The likeliest of {len(found.ensemble)} members of the ensemble.",
        "# Fitted to these facts, which therefore validate nothing: " + ", ".join(design.facts),
        "# Put this table into a scenario file, or give the values to --set.",
        tomli_w.dumps({"parameters": best}),
    ]
    return "\n".join(told)
