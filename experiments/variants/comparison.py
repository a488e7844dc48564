"""Variants of a world side by side: every outcome of each in paired worlds, set against the first variant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa

from alliances.analysis.run_outcomes import HEADLINES, check_outcomes, measure
from alliances.analysis.tables import Tables
from alliances.analysis.variants.differences import differences
from alliances.experiments.campaign.campaign import Campaign, How, Progress
from alliances.experiments.campaign.kept import KeptRuns
from alliances.experiments.campaign.sitting import carry_out
from alliances.experiments.result_folder import world_told
from alliances.experiments.variants.variant import Variant, told_again, variant
from alliances.model.arguments import checked_seed
from alliances.model.errors import refuse, whole

KIND = "comparison of worlds"
SEEDS = 20
SPENDING = "public_spending"
VALUES = "values"
VALUE_ROWS = pa.schema([
    ("seed", pa.uint64()), ("world", pa.string()), ("outcome", pa.string()), ("value", pa.float64()),
])  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """What is compared; refuses to be made of what cannot be."""

    variants: tuple[Variant, ...]  # the others are set against the first
    seeds: tuple[int, ...]
    outcomes: tuple[str, ...]

    def __post_init__(self) -> None:
        """Raise ``InputError`` unless there are two variants or more, of names of their own, seeds and outcomes."""
        names = [one.name for one in self.variants]
        if len(names) < 2:
            refuse("one world alone is given; there must be two or more to compare, as in: default --without trust")
        if twice := [name for place, name in enumerate(names) if name in names[:place]]:
            refuse(f"{twice[0]!r} is there twice; each world must be there once")
        if not self.seeds:
            refuse("seeds is empty; there must be one or more")
        check_outcomes(self.outcomes, min(one.scenario.quarters for one in self.variants))

    @property
    def title(self) -> str:
        """The worlds by name."""
        return " against ".join([", ".join(self.others), self.variants[0].name])

    @property
    def others(self) -> tuple[str, ...]:
        """Names of the variants that are set against the first."""
        return tuple(one.name for one in self.variants[1:])


class Run(NamedTuple):
    """One seed in every variant: a task of its campaign."""

    seed: int
    plan: Plan

    @property
    def run_id(self) -> str:
        """The seed."""
        return f"{self.seed:04d}"

    def rows(self) -> dict[str, pa.Table]:
        """Run the worlds, one after the other, and measure each."""
        from alliances.experiments.variants.measured import measured_rows

        def here(tables: Tables) -> Iterable[tuple[str, float | None]]:
            return measure(self.plan.outcomes, tables, self.seed).items()

        return {VALUES: measured_rows(self.seed, self.plan.variants, here, VALUE_ROWS)}


@dataclass(frozen=True)
class Compared:
    """What came of it: ``values`` has one row per seed, world and outcome."""

    plan: Plan
    values: pd.DataFrame

    @property
    def table(self) -> pd.DataFrame:
        """One row per outcome and world, against the first world (see ``differences``)."""
        return differences(self.values, [one.name for one in self.plan.variants], self.plan.outcomes)


def compare(
    *worlds: Any,
    seeds: int | Iterable[int] = SEEDS,
    outcomes: Sequence[str] | None = None,
    firms: int | None = None,
    quarters: int | None = None,
    folder: str | Path | None = None,
    **how: Any,
) -> pd.DataFrame:
    """Compare worlds with the same seeds: every outcome of the others set against the first.

    Args:
        worlds: two or more, each in words (``"default --without trust"``) or as a mapping of arguments of
            ``AllianceModel`` (see :func:`variant`).
        seeds: how many, from 1 on, or which.
        outcomes: names as ``alliances outcomes runs`` lists them; by default the headline ones.
        firms: at the start, instead of the scenario's.
        quarters: to run, instead of the scenario's.
        folder: where runs are kept and gone on with; None for one that is removed at the end.
        how: ``executor``, ``workers``, ``progress``, as ``sweep`` has them.

    Returns:
        One row per outcome and world: ``outcome``, ``world``, ``base`` (mean in the first world), ``mean``,
        ``difference`` with ``low`` and ``high`` (95 % interval over seeds), ``same_sign`` (share of seeds whose
        difference has the sign of the mean one), ``seeds``.

    Raises:
        InputError: for what cannot be used, in one line.
    """
    plan = plan_of([variant(one, firms, quarters) for one in worlds], seeds, outcomes)
    found: Compared = carry_out(campaign_of(plan), folder, done_by(**how))
    return found.table


def done_by(
    executor: Executor | None = None,
    workers: int | None = None,
    progress: Callable[[Progress], None] = lambda told: None,
) -> How:
    """How the runs are done."""
    return How(executor, workers, progress=progress)


def plan_of(
    variants: Sequence[Variant], seeds: int | Iterable[int] = SEEDS, outcomes: Sequence[str] | None = None
) -> Plan:
    """The plan of a comparison; what the first scenario is about comes first among its outcomes."""
    about = [one.scenario.outcome for one in variants[:1]]
    paid = any((*one.policies, *one.scenario.policies) for one in variants)
    chosen = dict.fromkeys(outcomes or (*about, *(name for name in HEADLINES if paid or name != SPENDING)))
    named = [one.beside(variants[0]) for one in variants]
    return Plan(tuple(named), seeds_of(seeds), tuple(chosen))


def seeds_of(seeds: int | Iterable[int]) -> tuple[int, ...]:
    """So many seeds from 1 on, or those given."""
    chosen = seeds if isinstance(seeds, Iterable) else range(1, whole("seeds", seeds, 0) + 1)
    return tuple(map(checked_seed, chosen))


def campaign_of(plan: Plan) -> Campaign:
    """The campaign that runs every seed of a plan; a folder of it may hold more seeds."""
    first, ids = plan.variants[0], [Run(seed, plan).run_id for seed in plan.seeds]
    return Campaign(
        kind=KIND, title=plan.title,
        asked={"variants": [one.told() for one in plan.variants], "seeds": list(plan.seeds),
               "outcomes": list(plan.outcomes)},
        world={"seeds": list(plan.seeds), **world_told(first.scenario, first.without, first.parameters)},
        conditions={"worlds": {one.name: one.read() for one in plan.variants}, "outcomes": list(plan.outcomes)},
        modules=(Run.__module__,), expected=len(ids), tasks=lambda: (Run(seed, plan) for seed in plan.seeds),
        result=lambda kept, found: Compared(plan, values_of(kept, ids)),
        extent=f"{len(ids) * len(plan.variants):,} worlds with {len(ids):,} seeds",
    )  # fmt: skip


def values_of(kept: KeptRuns, ids: Sequence[str], schema: pa.Schema = VALUE_ROWS) -> pd.DataFrame:
    """The rows of these runs; a folder may hold more."""
    rows = kept.rows(VALUES, schema).to_pandas()
    return rows[rows["run_id"].isin(ids)].drop(columns="run_id").reset_index(drop=True)


def again(manifest: Mapping[str, Any], folder: Path) -> Campaign:
    """The campaign that a manifest tells."""
    asked = manifest["asked"]
    variants = tuple(map(told_again, asked["variants"]))
    return campaign_of(Plan(variants, tuple(asked["seeds"]), tuple(asked["outcomes"])))
