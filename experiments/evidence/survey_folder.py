"""What a survey leaves in its folder beside the runs: respondents, estimates, summary and figure."""

from __future__ import annotations

import json
from typing import Any

from alliances.analysis.drawing.plate import Plate, save
from alliances.analysis.json_rows import plain
from alliances.analysis.surveys.figures import survey_figure
from alliances.experiments.campaign.kept import KeptRuns
from alliances.experiments.evidence.survey import Plan, Surveyed, headline, styled, summary
from alliances.experiments.result_folder import write_frames
from alliances.experiments.whole_files import write_whole


def write(plan: Plan, kept: KeptRuns, surveyed: Surveyed) -> dict[str, Any]:
    """Write tables, summary and figure; returns what the manifest says of the tables."""
    folder = kept.folder
    written = write_frames(folder, surveyed._asdict())
    write_whole(folder / "respondents.csv", surveyed.respondents.to_csv(index=False))
    compared = summary(plan, surveyed)
    write_whole(folder / "summary.csv", compared.to_csv(index=False))
    text = json.dumps(plain(compared), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    write_whole(folder / "summary.json", text)
    save(folder, [figure_of(plan, surveyed)])
    return {"tables": written}


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
