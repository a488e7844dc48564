"""The worlds of a comparison, run and measured: every option against the world without it, on the same seeds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa

from alliances.analysis.policy.effects import COLUMNS, effects
from alliances.analysis.policy.outside import outside
from alliances.analysis.policy.plan import Plan
from alliances.analysis.policy.take_up import Offer
from alliances.experiments.campaign.marks import mark
from alliances.experiments.paired_worlds import paired_worlds
from alliances.experiments.policy.design import Design, Option
from alliances.model.policies.policy import FOREVER, UNLIMITED, Policy
from alliances.model.rules import QUARTERS_PER_YEAR

MAIN, KNOWLEDGE, TORNADO, BUDGET, ROBUSTNESS = KINDS = ("main", "knowledge", "tornado", "budget", "robustness")
SHORT = 8  # digits of a mark in the id of a run
EFFECTS = "effects"
EFFECT_ROWS = pa.schema([
    ("kind", pa.string()), ("setting", pa.string()), ("factor", pa.float64()), ("seed", pa.int64()),
    ("option", pa.string()), ("measure", pa.string()), ("group", pa.string()), ("year", pa.float64()),
    ("base", pa.float64()), ("with_policy", pa.float64()),
])  # fmt: skip
ORDER = ["kind", "setting", "factor", "seed", "option", "measure", "group", "year"]
EVERY = 1  # quarters between snapshots: flows of a year are summed over its quarters


class Run(NamedTuple):
    """One base world and its twins with each option: a run of a comparison.

    Twins have the same seed, scenario and parameters as their base world: the same firms, and the same random draws.
    """

    design: Design
    kind: str  # what it is for: one of ``KINDS``
    seed: int
    setting: str = ""  # what is different from the design's own world, in words like "competition=hard"
    parameters: Mapping[str, float] = {}  # the same as values by full name; they go before the design's
    factors: tuple[float, ...] = (1.0,)  # on all budgets; every option is run at each

    @property
    def run_id(self) -> str:
        """What it is for, the seed, and a mark of all that is different from the design's own world."""
        different = [self.setting, dict(self.parameters), list(self.factors)]
        own = different == ["", {}, [1.0]]
        return f"{self.kind}-{self.seed:04d}" + ("" if own else f"-{mark(different, SHORT)}")

    def rows(self) -> dict[str, pa.Table]:
        """Run the worlds and measure what every option does."""
        return {EFFECTS: pa.Table.from_pandas(measured(self), EFFECT_ROWS, preserve_index=False)}


def plan_of(design: Design) -> Plan:
    """What the evaluation holds fixed, as the analysis takes it."""
    ends = {option.name: max(policy.end for policy in option.policies) for option in design.options}
    return Plan(
        start=design.start, horizon=design.measured_at,
        ends={name: end for name, end in ends.items() if end < FOREVER}, constituency=design.constituency,
        aim=design.aim, precision=design.precision, discount_rate=design.discount_rate,
        cost_of_funds=design.cost_of_funds, against={option.name: option.against for option in design.options},
        offers={option.name: tuple(offers_of(option)) for option in design.options},
        in_both=tuple(policy.name for policy in design.world.policies),
    )  # fmt: skip


def offers_of(option: Option) -> Iterator[Offer]:
    """The policies of an option that pay out of a budget."""
    for policy in option.policies:
        if policy.budget < UNLIMITED:
            first, after = policy.first_step / QUARTERS_PER_YEAR, policy.after_step / QUARTERS_PER_YEAR
            yield Offer(policy.name, policy.budget, first, after)


def measured(run: Run) -> pd.DataFrame:
    """Run the worlds and measure every option in them: rows with the columns of ``EFFECT_ROWS``, in order."""
    design = run.design
    policies = {"": (), **{option.name: option.policies for option in design.options}}
    bases = {f"base {option.against}": policies[option.against] for option in design.options}
    twins = {f"{factor:g} × {option.name}": (factor, option) for factor in run.factors for option in design.options}
    scaled = {name: option.scaled(factor).policies for name, (factor, option) in twins.items()}
    found, plan, parts = {}, plan_of(design), []
    for name, tables in paired_worlds(options(design, run.seed, run.parameters, bases | scaled)):
        if name in bases:
            found[name] = tables
        else:
            factor, option = twins[name]
            rows = option_rows(found[f"base {option.against}"], tables, option, plan, whole=run.kind == MAIN)
            parts.append(rows.assign(factor=factor, option=option.name))
    return ordered(pd.concat(parts, ignore_index=True).assign(kind=run.kind, setting=run.setting, seed=run.seed))


def ordered(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows in order, whatever order the work was done in."""
    return rows.sort_values(ORDER, kind="stable", ignore_index=True)[EFFECT_ROWS.names]


def options(
    design: Design, seed: int, parameters: Mapping[str, float], policies: Mapping[str, tuple[Policy, ...]]
) -> dict[str, dict[str, Any]]:
    """What the worlds of a seed are made of, which differ by their policies alone."""
    common = {
        "scenario": design.world, "seed": seed, "parameters": {**design.parameters, **parameters},
        "record_every": EVERY,
    }  # fmt: skip
    return {name: {**common, "policies": own} for name, own in policies.items()}


def option_rows(
    base: Mapping[str, pd.DataFrame], twin: Mapping[str, pd.DataFrame], option: Option, plan: Plan, whole: bool
) -> pd.DataFrame:
    """What one option does; ``whole``: to every group, and as an outside evaluator of its lotteries sees it."""
    rows = effects(base, twin, plan, told_apart=whole)
    lotteries = [policy.name for policy in option.policies if policy.allocation == "lottery" and whole]
    seen = (outside(base, twin, name, plan) for name in lotteries)  # nothing, of one with a single winner or loser
    return pd.concat([rows, *(one for one in seen if len(one))], ignore_index=True)[COLUMNS]
