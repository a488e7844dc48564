"""The search for bundles that no other bundle beats in cost and effect.

Bundles are proposed a generation at a time, and run in the first seeds of the comparison. Those that did best there
look better than they are, so a shortlist is run in fresh seeds, and only these count.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
import pyarrow as pa

from alliances.analysis.policy.effects import effects
from alliances.analysis.policy.frontier import FRESH, SEARCH
from alliances.analysis.policy.worlds import worlds
from alliances.experiments.campaign.marks import mark
from alliances.experiments.paired_worlds import paired_worlds
from alliances.experiments.policy.bundles import Bundle, Space, space_of
from alliances.experiments.policy.design import Design
from alliances.experiments.policy.evaluation import SHORT, options, plan_of
from alliances.experiments.policy.nsga import POPULATION, Point, generations, shortlist
from alliances.experiments.policy.runs import first_seeds

if TYPE_CHECKING:
    from alliances.experiments.campaign.campaign import Finished

FRESH_SEEDS = 2  # for each seed of the search
BUNDLES = "bundles"
BUNDLE_ROWS = pa.schema([
    ("stage", pa.string()), ("bundle", pa.string()), ("seed", pa.int64()), ("cost", pa.float64()),
    ("effect", pa.float64()),
])  # fmt: skip
ORDER = ["stage", "bundle", "seed"]


class Run(NamedTuple):
    """One seed: the world without a bundle, and its twins with each of these; a task of the search."""

    design: Design
    space: Space
    stage: str
    seed: int
    bundles: tuple[Bundle, ...]

    @property
    def run_id(self) -> str:
        """The stage, the seed, and a mark of the bundles and of what is told of each."""
        plan, space = plan_of(self.design), self.space
        named = {space.name(bundle): [policy.told() for policy in space.policies(bundle)] for bundle in self.bundles}
        told = [named, plan.start, plan.horizon, plan.aim, plan.discount_rate]
        return f"{self.stage}-{self.seed:04d}-{mark(told, SHORT)}"

    def rows(self) -> dict[str, pa.Table]:
        """Run the worlds; what each bundle costs and brings."""
        return {BUNDLES: pa.Table.from_pandas(tried_in(self), BUNDLE_ROWS, preserve_index=False)}


class Explored(NamedTuple):
    """What came of a search."""

    tried: pd.DataFrame  # columns of ``BUNDLE_ROWS``
    order: list[str]  # bundles as they were proposed


def explore(design: Design) -> Generator[list[Run], list[Finished], Explored]:
    """Search for the frontier, and run its shortlist in fresh seeds.

    Raises ``InputError`` where there is nothing to search.
    """
    space, settings = space_of(design), design.frontier
    assert settings is not None
    seeds = first_seeds(design, settings.replicates)
    fresh = range(seeds.stop, seeds.stop + FRESH_SEEDS * settings.replicates)
    tried: dict[Bundle, Point] = {}
    parts = []
    for generation in generations(space, settings.trials, tried):
        rows = together((yield asked(design, space, SEARCH, generation, seeds)))
        tried.update(points(space, generation, rows))
        parts.append(rows)
    parts.append(together((yield asked(design, space, FRESH, shortlist(space, tried), fresh))))
    found = pd.concat(parts, ignore_index=True).sort_values(ORDER, kind="stable", ignore_index=True)
    return Explored(found, [space.name(bundle) for bundle in tried])


def asked(design: Design, space: Space, stage: str, bundles: Iterable[Bundle], seeds: Sequence[int]) -> list[Run]:
    """The runs of bundles in seeds."""
    named = tuple({space.name(bundle): bundle for bundle in bundles}.values())
    return [Run(design, space, stage, seed, named) for seed in seeds] if named else []


def together(runs: Iterable[Finished]) -> pd.DataFrame:
    """The rows of runs as one table, in the order of the seeds."""
    return pa.concat_tables([BUNDLE_ROWS.empty_table(), *(run.rows[BUNDLES] for run in runs)]).to_pandas()


def points(space: Space, bundles: Iterable[Bundle], rows: pd.DataFrame) -> dict[Bundle, Point]:
    """Mean cost and effect of each bundle over the seeds."""
    means = rows.groupby("bundle")[["cost", "effect"]].mean()
    return {bundle: Point(*means.loc[space.name(bundle)]) for bundle in bundles}


def expected_runs(design: Design) -> int:
    """About how many runs a search makes: each generation in every seed, and the shortlist in fresh ones."""
    space, settings = space_of(design), design.frontier
    assert settings is not None
    searched = 1 if space.size <= settings.trials else -(-settings.trials // POPULATION)
    return settings.replicates * (searched + FRESH_SEEDS)


def tried_in(run: Run) -> pd.DataFrame:
    """Run one seed without a bundle and with each; columns of ``BUNDLE_ROWS``."""
    design, space, plan, parts = run.design, run.space, plan_of(run.design), []
    policies = {"": space.shocks, **{space.name(bundle): space.policies(bundle) for bundle in run.bundles}}
    made = paired_worlds(options(design, run.seed, {}, policies))
    _, base = next(made)
    for name, tables in made:
        parts.append(effects(base, tables, plan, told_apart=False).assign(option=name))
    rows = pd.concat(parts, ignore_index=True).assign(kind=run.stage, setting="", factor=1.0, seed=run.seed)
    return worlds(rows, plan).rename(columns={"kind": "stage", "option": "bundle"})[BUNDLE_ROWS.names]
