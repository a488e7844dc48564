"""Every figure of a policy comparison, in the order of a report, grouped by the question they answer."""

from __future__ import annotations

from alliances.analysis.drawing.plate import Plate
from alliances.analysis.policy.budget_figures import best_for, budget, pareto, search
from alliances.analysis.policy.certainty_figures import outside, robustness, tornado
from alliances.analysis.policy.effect_figures import distribution, persistence, side_by_side, time_path
from alliances.analysis.policy.money_figures import acceptability, deadweight, plane
from alliances.analysis.policy.study import Study

CHAPTERS = {
    "Does it work?": (side_by_side, time_path, persistence),
    "For whom?": (deadweight, distribution),
    "Is it worth the money?": (plane, acceptability, budget, best_for, pareto, search),
    "How sure is that?": (tornado, robustness, outside),
}


def chapters(study: Study) -> dict[str, list[Plate]]:
    """The figures that the tables of a study allow, by chapter; a chapter without any is left out."""
    made = {title: [plate for draw in drawn if (plate := draw(study)) is not None] for title, drawn in CHAPTERS.items()}
    return {title: plates for title, plates in made.items() if plates}
