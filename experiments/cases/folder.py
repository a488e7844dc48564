"""What a case leaves in its folder beside the runs: tables, figures, and the page."""

from __future__ import annotations

from typing import Any

from alliances.analysis.cases.figures import changes_figure
from alliances.analysis.drawing.plate import save
from alliances.analysis.report.cases import CaseFound, case_report, figure_of_paths
from alliances.experiments.campaign.kept import KeptRuns
from alliances.experiments.cases.study import Studied
from alliances.experiments.result_folder import write_frames
from alliances.experiments.variants.folder import REPORT
from alliances.experiments.whole_files import write_whole


def found_of(studied: Studied) -> CaseFound:
    """A case and what came of it, as its page and the terminal tell it."""
    case = studied.plan.case
    return CaseFound(
        case.about, case.events, case.quantities, case.differs, case.last_year, studied.paths, studied.agreement,
        studied.changes,
    )  # fmt: skip


def write_case(kept: KeptRuns, studied: Studied) -> dict[str, Any]:
    """Write the tables, figures and page of a case; returns what the manifest says of the tables."""
    folder, found = kept.folder, found_of(studied)
    frames = {"paths": found.paths, "agreement": found.agreement, "changes": found.changes}
    tables = write_frames(folder, {"values": studied.values}) | write_frames(folder, frames, csv=True)
    save(folder, [figure_of_paths(found), changes_figure(found.changes, found.quantities)])
    write_whole(folder / REPORT, case_report(found, kept.manifest))
    return {"tables": tables}
