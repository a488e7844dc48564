"""Sweeps: every run of a design, on any number of workers, stopped and gone on with at any moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alliances.experiments.campaign.campaign import Campaign, How, Progress
from alliances.experiments.campaign.marks import mark, scenario_read
from alliances.experiments.campaign.sitting import carry_out
from alliances.experiments.campaign.work import Stopwatch
from alliances.experiments.designs.design import Design, load_design, points
from alliances.experiments.designs.factors import divided
from alliances.experiments.locks import Shard
from alliances.experiments.result_folder import world_told
from alliances.experiments.sweeps.results import KIND, POINTS, Results, design_in, run_id, stored
from alliances.experiments.sweeps.runs import Run
from alliances.model.arguments import adjusted_scenario

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Progress", "Results", "Shard", "rehearse", "runs", "sweep"]

WORDS = ("title", "question", "scenario", "ensemble")
"""Keys that may differ: of scenarios and ensembles, the content counts and not the path."""


def sweep(
    design: Design | str | Path,
    folder: str | Path | None = None,
    executor: Executor | None = None,
    workers: int | None = None,
    shard: Shard | None = None,
    progress: Callable[[Progress], None] = lambda told: None,
) -> Results:
    """Do the runs of a design that ``folder`` does not hold yet, and give all results.

    Args:
        design: a :class:`Design`, a shipped one's name, or the path of a TOML file.
        folder: where results are kept and gone on with; None for one that lasts as long as the results are held.
        executor: any ``concurrent.futures.Executor``; a pool of processes if None.
        workers: processes of that pool, by default one per core; with an executor, how many workers it has.
        shard: do only this share of the runs.
        progress: called once runs are timed, and whenever some are over.

    Raises:
        InputError: for a design that cannot be used, or a folder that holds something else or is in use.
        KeyboardInterrupt: after Ctrl-C, with all finished runs kept.
        OSError: if the folder cannot be written (a full disk), or workers are lost for good; all that is written stays.
    """
    chosen = design if isinstance(design, Design) else load_design(design)
    results: Results = carry_out(campaign_of(chosen), folder, How(executor, workers, shard or Shard(), progress))
    return results


def campaign_of(design: Design) -> Campaign:
    """The campaign that does the runs of a design."""
    drawn = points(design)
    scenarios = [adjusted_scenario(name, design.firms, design.quarters) for name in design.scenarios]
    told = design.document()
    return Campaign(
        kind=KIND, title=design.title,
        asked={"name": design.name, "design": told, "points": len(drawn), "replicates": design.replicates},
        world={"parameters": world_told(scenarios[0], design.without, divided(design.settings)[0])["parameters"]},
        conditions={
            **told, "design": {key: value for key, value in told["design"].items() if key not in WORDS},
            "scenarios": [scenario_read(scenario) for scenario in scenarios], "points": len(drawn),
            "ensemble": mark(list(map(dict, design.members))),
        },
        modules=(Run.__module__,), expected=design.expected,
        tasks=lambda: runs(design, drawn), result=lambda kept, found: Results(kept),
        needs_all=False, short=True,
        extent=f"{design.expected:,} runs ({len(drawn):,} points × {design.replicates} replicates)",
        files={POINTS: stored(drawn)},
    )  # fmt: skip


def again(manifest: Mapping[str, Any], folder: Path) -> Campaign:
    """The campaign that a manifest tells."""
    return campaign_of(design_in(manifest["asked"], folder))


def runs(design: Design, drawn: pd.DataFrame | None = None) -> Iterator[Run]:
    """Every run of a design, point by point; ``drawn`` are its points, or some of them, if they are at hand."""
    table = points(design) if drawn is None else drawn
    names = [one.name for one in design.factors]
    worlds = table["scenario"] if "scenario" in table else [design.scenarios[0]] * len(table)
    for point, scenario, row in zip(table.index, worlds, table[names].itertuples(index=False, name=None), strict=True):
        parameters, markets = divided({**design.settings, **dict(zip(names, row, strict=True))})
        for replicate in range(design.replicates):
            yield Run(
                run_id=run_id(point, replicate), point=int(point), replicate=replicate,
                seed=design.seed(int(point), replicate), scenario=scenario, firms=design.firms,
                quarters=design.quarters, without=design.without,
                parameters={**design.member(replicate), **parameters}, markets=markets,
                policies=design.policies, outcomes=design.outcomes, tables=design.keep_tables,
            )  # fmt: skip


def rehearse(design: Design, workers: int = 1) -> Progress:
    """Time a few runs of a design and keep nothing: how many runs there are, and how long they would take."""
    clock, failures = Stopwatch(), 0
    for run in runs(design):
        failures += bool(clock.timed(run).error)
        if clock.enough:
            break
    return Progress(0, design.expected, 0, failures, sum(clock.times), clock.pace, workers)
