"""What a comparison leaves in its folder beside the runs: rows of all worlds, tables, figures and report."""

from __future__ import annotations

from itertools import chain
from typing import Any

from alliances.analysis.drawing.plate import save
from alliances.analysis.policy.figures import chapters
from alliances.analysis.policy.study import Study
from alliances.analysis.report.policy import policy_report
from alliances.experiments.campaign.kept import KeptRuns
from alliances.experiments.policy.comparison import Comparison
from alliances.experiments.result_folder import write_frames
from alliances.experiments.whole_files import write_whole

REPORT, FIGURES = "report.html", "figures"


def write(kept: KeptRuns, found: Comparison) -> dict[str, Any]:
    """Write rows, tables, figures and report; returns what the manifest says of them."""
    folder = kept.folder
    rows = {"effects": found.effects} | ({"bundles": found.explored.tried} if found.explored else {})
    tables = write_frames(folder, rows) | write_frames(folder, found.tables, csv=True)
    study = Study(found.design, found.effects, found.tables, kept.manifest)
    drawn = chapters(study)
    page = policy_report(study, drawn)
    save(folder / FIGURES, chain.from_iterable(drawn.values()))
    write_whole(folder / REPORT, page)
    return {"tables": tables}
