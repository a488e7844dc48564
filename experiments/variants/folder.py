"""What compared worlds and effects leave in their folders beside the runs: tables, one figure, and the report."""

from __future__ import annotations

from typing import Any

from alliances.analysis.drawing.plate import save
from alliances.analysis.report.variants import Asked, comparison_report, effect_report
from alliances.analysis.variants.figures import differences_figure
from alliances.experiments.campaign.kept import KeptRuns
from alliances.experiments.result_folder import write_frames
from alliances.experiments.variants.causes import Trait
from alliances.experiments.variants.comparison import Compared
from alliances.experiments.variants.effect import Effect
from alliances.experiments.whole_files import write_whole

REPORT = "report.html"


def write_comparison(kept: KeptRuns, found: Compared) -> dict[str, Any]:
    """Write the tables, figure and report of compared worlds; returns what the manifest says of the tables."""
    folder, base, table = kept.folder, found.plan.variants[0].name, found.table
    tables = write_frames(folder, {"values": found.values}) | write_frames(folder, {"differences": table}, csv=True)
    save(folder, [differences_figure(table, base)])
    write_whole(folder / REPORT, comparison_report(table, base, kept.manifest))
    return {"tables": tables}


def write_effect(kept: KeptRuns, found: Effect) -> dict[str, Any]:
    """Write the tables, figure and report of an effect; returns what the manifest says of the tables."""
    folder, curve, slopes, asked = kept.folder, found.curve, found.slopes, asked_of(found)
    tables = write_frames(folder, {"pairs": found.pairs})
    tables |= write_frames(folder, {"curve": curve, "slopes": slopes}, csv=True)
    save(folder, [found.figure()])
    write_whole(folder / REPORT, effect_report(curve, slopes, asked, kept.manifest))
    return {"tables": tables}


def asked_of(found: Effect) -> Asked:
    """What was asked of an effect, in words."""
    plan = found.plan
    return Asked(found.words, plan.cause.meaning, plan.base.name, isinstance(plan.over, Trait))
