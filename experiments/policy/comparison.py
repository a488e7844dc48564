"""A comparison of policies from its design to its tables: for notebooks, and for the command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from alliances.analysis.policy import budget, frontier, robustness, seeds, tornado
from alliances.analysis.policy.findings import distribution, findings
from alliances.analysis.policy.money import acceptability, money
from alliances.analysis.policy.outside import outside_summary
from alliances.analysis.policy.plan import Plan
from alliances.analysis.policy.worlds import worlds
from alliances.experiments.campaign.campaign import Campaign, How, Progress
from alliances.experiments.campaign.folder import content_of
from alliances.experiments.campaign.kept import KeptRuns
from alliances.experiments.campaign.marks import scenario_read
from alliances.experiments.campaign.sitting import carry_out
from alliances.experiments.policy import evaluation
from alliances.experiments.policy import frontier as frontier_search
from alliances.experiments.policy.design import Design, Option
from alliances.experiments.policy.evaluation import EFFECT_ROWS, EFFECTS, MAIN, ordered, plan_of
from alliances.experiments.policy.file import load_comparison
from alliances.experiments.policy.frontier import Explored, expected_runs, explore
from alliances.experiments.policy.runs import runs_of
from alliances.experiments.result_folder import world_told
from alliances.model.declarations.typed import read

KIND, COPY = "comparison", "design.toml"


@dataclass(frozen=True)
class Comparison:
    """What came of a comparison; ``tables`` are worked out when they are first read."""

    design: Design
    effects: pd.DataFrame  # one row per pair of worlds, measure, group and year
    explored: Explored | None = None  # the search for the frontier, if there is one

    def __repr__(self) -> str:
        """What is compared, in how many pairs of worlds."""
        options = ", ".join(option.name for option in self.design.options)
        return f"Comparison({self.design.title}: {options}; {self.design.replicates} pairs of worlds)"

    def _repr_html_(self) -> str:
        """The answer and the options in numbers, for a notebook."""
        from alliances.analysis.policy.study import Study
        from alliances.analysis.policy.words import verdict
        from alliances.analysis.report.notebook import shown
        from alliances.analysis.report.policy import overview

        study = Study(self.design, self.effects, self.tables, {})
        return shown(self.design.title, verdict(study), table=pd.DataFrame(overview(study)))

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table by name; what the design does not ask for, or what has no rows, is left out."""
        plan = plan_of(self.design)
        pairs = worlds(self.effects, plan)
        found = {**main_tables(self.effects, pairs, plan), **further_tables(self.effects, pairs)}
        if self.explored is not None and len(self.explored.tried):
            found["frontier"] = frontier.frontier(self.explored.tried)
            found["convergence"] = frontier.convergence(self.explored.tried, self.explored.order).reset_index()
        return {name: table for name, table in found.items() if len(table)}


def main_tables(effects: pd.DataFrame, pairs: pd.DataFrame, plan: Plan) -> Mapping[str, pd.DataFrame]:
    """What is worked out of the main comparison."""
    horizon = plan.year(plan.horizon)
    return {
        "summary": seeds.summary(effects),
        "findings": findings(effects, plan),
        "differences": robustness.differences(pairs[pairs["kind"] == MAIN]),
        "money": money(effects, plan),
        "acceptability": acceptability(effects, plan),
        "distribution": distribution(effects, plan),
        "outside": outside_summary(effects),
        "pairing": seeds.pairing(effects, horizon),
        "worlds": pairs,
    }


def further_tables(effects: pd.DataFrame, pairs: pd.DataFrame) -> Mapping[str, pd.DataFrame]:
    """What is worked out of the further parts."""
    kinds = set(pairs["kind"])
    found: dict[str, pd.DataFrame] = {}
    if "knowledge" in kinds:
        found |= {"knowledge": seeds.knowledge(effects), "uncertainty": tornado.uncertainty(pairs)}
        found["tornado"] = tornado.tornado(pairs)
    if "budget" in kinds:
        found |= {"budget": budget.budget_curve(pairs), "returns": budget.returns(pairs)}
        found["best_by_budget"] = budget.best_by_budget(pairs)
    if "robustness" in kinds:
        shown = pairs[pairs["kind"].isin(("main", "robustness"))]
        found |= {"robustness": robustness.ranking(shown), "turns": robustness.turns(shown)}
    return found


def evaluate(
    design: Design | str | Path,
    folder: str | Path | None = None,
    executor: Executor | None = None,
    workers: int | None = None,
    progress: Callable[[Progress], None] = lambda told: None,
) -> Comparison:
    """Run the worlds of a comparison that ``folder`` does not hold yet, and give all that comes of them.

    Args:
        design: a :class:`Design`, a shipped comparison's name, or the path of a TOML file.
        folder: where rows are written as they come, and gone on with; None for one that is removed at the end.
        executor: any ``concurrent.futures.Executor``; a pool of processes if None.
        workers: processes of that pool, by default one per core.
        progress: called at the start, and whenever some runs are over.

    Raises:
        InputError: for a design that cannot be used, or a folder that holds something else or is in use.
        KeyboardInterrupt: after Ctrl-C, with all finished runs kept.
    """
    chosen = design if isinstance(design, Design) else load_comparison(design)
    found: Comparison = carry_out(campaign_of(chosen), folder, How(executor, workers, progress=progress))
    return found


def campaign_of(design: Design) -> Campaign:
    """The campaign of a comparison, its frontier last; a folder of it may hold more seeds and further parts.

    Raises ``InputError`` for worlds, or a frontier, that cannot be.
    """
    runs = runs_of(design)
    ids = [run.run_id for run in runs]
    searched = 0 if design.frontier is None else expected_runs(design)
    return Campaign(
        kind=KIND, title=design.title, asked=told(design),
        world={"seeds": list(design.seeds), **world_told(design.world, (), design.parameters)},
        conditions={
            "world": scenario_read(design.world), "parameters": design.parameters,
            "constituency": list(design.constituency), "options": [option_told(option) for option in design.options],
        },
        modules=(evaluation.__name__, frontier_search.__name__), expected=len(ids) + searched,
        tasks=lambda: runs, search=(lambda: explore(design)) if searched else None,
        result=lambda kept, explored: Comparison(design, effects_of(kept, ids), explored),
        files={COPY: design.text.encode()} if design.text else {},
    )  # fmt: skip


def effects_of(kept: KeptRuns, ids: list[str]) -> pd.DataFrame:
    """The rows of these runs; a folder may hold more."""
    rows = kept.rows(EFFECTS, EFFECT_ROWS).to_pandas()
    return ordered(rows[rows["run_id"].isin(ids)])


def told(design: Design) -> dict[str, Any]:
    """The design as a manifest has it."""
    content = asdict(design)
    content.pop("text")
    return {**content, "options": [option_told(option) for option in design.options]}


def option_told(option: Option) -> dict[str, Any]:
    """An option as a manifest has it: its policies are tables of which the same policies can be made."""
    return {"name": option.name, "policies": [policy.told() for policy in option.policies], "against": option.against}


def again(manifest: Mapping[str, Any], folder: Path) -> Campaign:
    """The campaign that a manifest tells."""
    text = (content_of(folder, COPY) or b"").decode()
    return campaign_of(read(Design, {**manifest["asked"], "text": text}))
