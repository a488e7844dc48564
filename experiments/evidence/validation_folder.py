"""What a validation leaves in its folder beside the runs: measures, verdicts and report."""

from __future__ import annotations

from typing import Any

from alliances.analysis.report.validation import Run, report
from alliances.analysis.verdicts import ablation_facts, ablation_numbers, fact_verdicts, number_verdicts, totals
from alliances.experiments.campaign.kept import KeptRuns
from alliances.experiments.evidence.validation import Plan, Validated
from alliances.experiments.result_folder import write_frames
from alliances.experiments.whole_files import write_whole

REPORT = "report.html"


def write(plan: Plan, kept: KeptRuns, validated: Validated) -> dict[str, Any]:
    """Write the measures, the tables of verdicts and the report; returns what the manifest says of them."""
    folder = kept.folder
    numbers = number_verdicts(validated.base(), plan.facts)
    facts = fact_verdicts(numbers, plan.facts)
    tables = write_frames(folder, {"measures": validated.measures})
    tables |= write_frames(folder, {"verdicts": numbers, "facts": facts}, csv=True)
    matrix = None
    if plan.ablate:
        matrix = ablation_facts(validated.by_rule(), plan.facts)
        write_whole(folder / "ablation.csv", matrix.to_csv())
        tables |= write_frames(folder, {"ablation": ablation_numbers(validated.by_rule(), plan.facts)})
    page = report(Run(plan.facts, validated.base(), numbers, facts, matrix, kept.manifest))
    write_whole(folder / REPORT, page)
    return {"tables": tables, "totals": totals(facts)}
