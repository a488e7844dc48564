"""How the effect of one thing changes with another: paired worlds with and without it, at several levels of the other.

Where the other is a trait of firms, there is one pair of worlds for a seed. They are the same until the cause begins;
firms are put into classes by the trait as it was then, and each class is followed in both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa

from alliances.analysis.drawing.plate import Plate
from alliances.analysis.firm_outcomes import FIRM_OUTCOMES
from alliances.analysis.report.notebook import shown
from alliances.analysis.run_outcomes import check_outcomes
from alliances.analysis.tables import Tables
from alliances.analysis.variants.figures import effect_figure
from alliances.analysis.variants.slopes import curve, slopes, with_effects
from alliances.analysis.variants.words import Words, effect_sentences
from alliances.experiments.campaign.campaign import Campaign
from alliances.experiments.campaign.kept import KeptRuns
from alliances.experiments.campaign.sitting import carry_out
from alliances.experiments.paired_worlds import paired_worlds
from alliances.experiments.result_folder import world_told
from alliances.experiments.variants.causes import (
    SIZE,
    WITH,
    WITHOUT,
    Cause,
    Levels,
    Trait,
    cause,
    cause_again,
    over,
    twins,
)
from alliances.experiments.variants.classes import Row, by_class, whole
from alliances.experiments.variants.comparison import SEEDS, done_by, seeds_of
from alliances.experiments.variants.variant import Variant, told_again, variant
from alliances.model.errors import refuse

KIND = "effect"
LEVELS = 5
PAIRS = "pairs"
PAIR_ROWS = pa.schema([
    ("seed", pa.uint64()), ("place", pa.int64()), ("at", pa.float64()), ("outcome", pa.string()),
    (WITH, pa.float64()), (WITHOUT, pa.float64()),
])  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """What is asked; refuses to be made of what cannot be."""

    base: Variant
    cause: Cause
    over: Levels | Trait
    seeds: tuple[int, ...]
    outcomes: tuple[str, ...]

    def __post_init__(self) -> None:
        """Raise ``InputError`` unless the worlds can be made and the outcomes be taken."""
        check_outcomes(self.outcomes, self.base.scenario.quarters)
        if isinstance(self.over, Trait):
            check_trait(self.cause, self.over, self.outcomes)
        elif self.over.name in self.cause.touched:
            refuse(f"{self.cause.name!r} sets {self.over.name} itself; --over must be something else")
        if not self.seeds:
            refuse("seeds is empty; there must be one or more")
        for level in self.levels:
            twins(self.base, self.cause, level)

    @property
    def levels(self) -> list[dict[str, float]]:
        """What each pair of worlds of a seed has in common: one level of the factor, or nothing for a trait."""
        return [{}] if isinstance(self.over, Trait) else [{self.over.name: value} for value in self.over.values]

    @property
    def title(self) -> str:
        """The question in short."""
        return f"Effect of {self.cause.words} over {self.over.words}, in {self.base.name}"


def check_trait(of: Cause, trait: Trait, outcomes: Sequence[str]) -> None:
    """Raise ``InputError`` unless firms can be followed from before the cause begins, in these outcomes."""
    if not of.by_policies or of.start < 1:
        refuse(f"--over {trait.asked} follows firms from before the cause begins, and {of.name!r} is there from the "
               "first quarter; it must be alliances, or policies that start later than year 0")  # fmt: skip
    if other := [name for name in outcomes if name not in FIRM_OUTCOMES]:
        refuse(f"{other[0]} is no outcome of single firms; over a trait of firms it must be one of "
               f"{', '.join(FIRM_OUTCOMES)}")  # fmt: skip


class Run(NamedTuple):
    """One pair of worlds, with and without the cause: a task of its campaign."""

    seed: int
    place: int  # of the level
    plan: Plan

    @property
    def run_id(self) -> str:
        """The seed and the level."""
        return f"{self.seed:04d}-{self.place:02d}"

    def rows(self) -> dict[str, pa.Table]:
        """Run both worlds and measure them."""
        from threadpoolctl import threadpool_limits

        level = self.plan.levels[self.place]
        options = {name: one.options(self.seed) for name, one in twins(self.plan.base, self.plan.cause, level).items()}
        with threadpool_limits(1):  # the last digits of a sum depend on the number of threads
            worlds = dict(paired_worlds(options))
            rows = list(self.measured(worlds))
        told = [dict(zip(PAIR_ROWS.names, (self.seed, *row), strict=True)) for row in rows]
        return {PAIRS: pa.Table.from_pylist(told, PAIR_ROWS)}

    def measured(self, worlds: Mapping[str, Tables]) -> Iterator[Row]:
        """The outcomes of both worlds, by class of firms or of all."""
        plan, over = self.plan, self.plan.over
        if isinstance(over, Trait):
            return by_class(worlds, plan.outcomes, over, plan.cause.start)
        (at,) = plan.levels[self.place].values()
        return whole(worlds, plan.outcomes, self.seed, (self.place, at))


@dataclass(frozen=True)
class Effect:
    """What came of it: ``pairs`` has one row per seed, level and outcome, with and without the cause."""

    plan: Plan
    pairs: pd.DataFrame

    def __repr__(self) -> str:
        """What was asked, of how many seeds."""
        return f"Effect({self.plan.title}, {len(self.plan.seeds)} seeds)"

    def _repr_html_(self) -> str:
        """The answer, the figure and the slopes, for a notebook."""
        return shown(self.plan.title, self.sentences(), self.figure(), self.slopes)

    @property
    def words(self) -> Words:
        """What it is called."""
        over = self.plan.over
        return Words(self.plan.cause.words, over.words, over.unit, over.step, over.asked == SIZE)

    def sentences(self, outcome: str | None = None) -> list[str]:
        """What is told of an outcome, by default the first."""
        return effect_sentences(self.curve, self.slopes, outcome or self.plan.outcomes[0], self.words)

    def figure(self, outcome: str | None = None) -> Plate:
        """The effect on an outcome as it is drawn, by default on the first."""
        return effect_figure(self.curve, self.slopes, outcome or self.plan.outcomes[0], self.words)

    @property
    def curve(self) -> pd.DataFrame:
        """The effect at each level, on both scales (see ``slopes.curve``)."""
        return curve(with_effects(self.pairs), self.plan.outcomes)

    @property
    def slopes(self) -> pd.DataFrame:
        """The mean effect and its slope over the factor, on both scales (see ``slopes.slopes``)."""
        return slopes(with_effects(self.pairs), self.plan.outcomes)


def effect(
    of: str,
    over: str,
    world: Any = "default",
    *,
    seeds: int | Iterable[int] = SEEDS,
    levels: int = LEVELS,
    outcomes: Sequence[str] | None = None,
    folder: str | Path | None = None,
    **how: Any,
) -> Effect:
    """Ask how the effect of one thing changes with another.

    Args:
        of: ``"alliances"``, ``"skip-STAGE"``, ``"revisit"``, a mechanism, ``"NAME=VALUE"``, or the path of a file of
            policies.
        over: ``"competition"``, ``"barriers"``, ``"institutions"``, a parameter or market setting; or a trait of firms:
            ``"size"``, ``"age"``, ``"capability"``.
        world: the world that both have in common (see :func:`variant`).
        seeds: how many, from 1 on, or which.
        levels: values of the factor, or classes of firms.
        outcomes: names as ``alliances outcomes runs`` lists them; by default those of firms abroad.
        folder: where runs are kept and gone on with; None for one that is removed at the end.
        how: ``executor``, ``workers``, ``progress``, as ``sweep`` has them.

    Raises:
        InputError: for what cannot be used, in one line.
    """
    plan = plan_of(variant(world), of, over, seeds, levels, outcomes)
    found: Effect = carry_out(campaign_of(plan), folder, done_by(**how))
    return found


def plan_of(
    base: Variant, of: str, along: str, seeds: int | Iterable[int], levels: int, outcomes: Sequence[str] | None
) -> Plan:
    """The plan of an effect; what the scenario is about comes first among its outcomes."""
    if levels < 2:
        refuse(f"levels = {levels} must be 2 or more")
    about = [base.scenario.outcome] if base.scenario.outcome in FIRM_OUTCOMES else []
    asked = cause(of)
    chosen = tuple(outcomes or asked.outcomes or dict.fromkeys([*about, *FIRM_OUTCOMES]))
    return Plan(base, asked, over(along, levels), seeds_of(seeds), chosen)


def campaign_of(plan: Plan) -> Campaign:
    """The campaign that runs every pair of a plan; a folder of it may hold more seeds."""
    runs = [Run(seed, place, plan) for seed in plan.seeds for place in range(len(plan.levels))]
    base, count = plan.base, plan.over.classes if isinstance(plan.over, Trait) else len(plan.over.values)
    asked = {"over": plan.over.asked, "levels": count, "outcomes": list(plan.outcomes)}
    pairs = [{name: one.read() for name, one in twins(base, plan.cause, level).items()} for level in plan.levels]
    return Campaign(
        kind=KIND, title=plan.title,
        asked={**asked, "cause": plan.cause.told(), "base": base.told(), "seeds": list(plan.seeds)},
        world={"seeds": list(plan.seeds), **world_told(base.scenario, base.without, base.parameters)},
        conditions={**asked, "pairs": pairs}, modules=(Run.__module__,), expected=len(runs), tasks=lambda: runs,
        result=lambda kept, found: Effect(plan, pairs_of(kept, [run.run_id for run in runs])),
        extent=f"{2 * len(runs):,} worlds in {len(runs):,} pairs",
    )  # fmt: skip


def pairs_of(kept: KeptRuns, ids: Sequence[str]) -> pd.DataFrame:
    """The rows of these runs; a folder may hold more."""
    rows = kept.rows(PAIRS, PAIR_ROWS).to_pandas()
    return rows[rows["run_id"].isin(ids)].drop(columns="run_id").reset_index(drop=True)


def again(manifest: Mapping[str, Any], folder: Path) -> Campaign:
    """The campaign that a manifest tells."""
    asked = manifest["asked"]
    along = over(asked["over"], asked["levels"])
    base, of = told_again(asked["base"]), cause_again(asked["cause"])
    return campaign_of(Plan(base, of, along, tuple(asked["seeds"]), tuple(asked["outcomes"])))
