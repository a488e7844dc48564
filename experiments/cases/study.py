"""A case over many seeds: its world and the counterfactual ones, with the same firms and the same random draws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa

from alliances.analysis.cases.agreement import against_reported, against_worlds, spread
from alliances.analysis.cases.declaration import Event, Quantity, Told, last_step, years_of
from alliances.analysis.cases.measures import taken
from alliances.analysis.tables import Tables
from alliances.experiments.campaign.campaign import Campaign
from alliances.experiments.cases.case import Case
from alliances.experiments.result_folder import world_told
from alliances.experiments.variants.comparison import seeds_of, values_of
from alliances.experiments.variants.variant import told_again
from alliances.model.declarations.typed import read

KIND = "case"
VALUE_ROWS = pa.schema([
    ("seed", pa.uint64()), ("world", pa.string()), ("quantity", pa.string()), ("year", pa.int64()),
    ("value", pa.float64()),
])  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """A case and the seeds that it is simulated with."""

    case: Case
    seeds: tuple[int, ...]


class Run(NamedTuple):
    """One seed in every world of a case: a task of its campaign."""

    seed: int
    case: Case

    @property
    def run_id(self) -> str:
        """The seed."""
        return f"{self.seed:04d}"

    def rows(self) -> dict[str, pa.Table]:
        """Run the worlds, one after the other, and measure each."""
        from alliances.experiments.variants.measured import measured_rows

        def here(tables: Tables) -> Iterator[tuple[str, int, float]]:
            return measured(self.case, tables, self.seed)

        return {"values": measured_rows(self.seed, self.case.variants, here, VALUE_ROWS)}


def measured(case: Case, tables: Tables, seed: int) -> Iterator[tuple[str, int, float]]:
    """Quantity, year and value, of every quantity in every year that it is asked for."""
    for quantity in case.quantities:
        for year in years_of(quantity, case.first_year, case.last_year):
            value = value_in(quantity, year, case.first_year, tables, seed)
            if quantity.since is not None:
                value -= value_in(quantity, quantity.since, case.first_year, tables, seed)
            yield quantity.name, year, value


def value_in(quantity: Quantity, year: int, first_year: int, tables: Tables, seed: int) -> float:
    """A quantity at the end of a year."""
    return taken(quantity.measure, quantity.of, tables, last_step(year, first_year), seed)


@dataclass(frozen=True)
class Studied:
    """What came of it: ``values`` has one row per seed, world, quantity and year."""

    plan: Plan
    values: pd.DataFrame

    @property
    def paths(self) -> pd.DataFrame:
        """Mean and spread of every world, quantity and year (see ``spread``)."""
        return spread(self.values)

    @property
    def agreement(self) -> pd.DataFrame:
        """One row per reported number (see ``against_reported``)."""
        case = self.plan.case
        return against_reported(self.values, case.quantities, case.variants[0].name, case.last_year)

    @property
    def changes(self) -> pd.DataFrame:
        """One row per quantity and counterfactual world (see ``against_worlds``)."""
        case = self.plan.case
        return against_worlds(self.values, case.quantities, [one.name for one in case.variants], case.last_year)


def plan_of(case: Case, seeds: Any) -> Plan:
    """The plan of a case: so many seeds from 1 on, or those given."""
    return Plan(case, seeds_of(seeds))


def campaign_of(plan: Plan) -> Campaign:
    """The campaign that runs every seed of a case; a folder of it may hold more seeds."""
    case, seeds = plan.case, list(plan.seeds)
    first, ids = case.variants[0], [Run(seed, case).run_id for seed in seeds]
    return Campaign(
        kind=KIND, title=case.about.title, asked={"case": told(case), "seeds": seeds},
        world={"seeds": seeds, **world_told(first.scenario, first.without, first.parameters)},
        conditions={"worlds": {one.name: one.read() for one in case.variants},
                    "quantities": [asked_of(one, case) for one in case.quantities]},
        modules=(Run.__module__,), expected=len(ids), tasks=lambda: (Run(seed, case) for seed in seeds),
        result=lambda kept, found: Studied(plan, values_of(kept, ids, VALUE_ROWS)),
        extent=f"{len(ids) * len(case.variants):,} worlds with {len(ids):,} seeds",
    )  # fmt: skip


def asked_of(quantity: Quantity, case: Case) -> dict[str, Any]:
    """All that a quantity's rows depend on: what is reported is not among it, but in which years."""
    years = years_of(quantity, case.first_year, case.last_year)
    return {"name": quantity.name, "measure": quantity.measure, "of": quantity.of, "since": quantity.since,
            "years": years}  # fmt: skip


def told(case: Case) -> dict[str, Any]:
    """A case as a manifest has it."""
    return {
        "name": case.name, "about": asdict(case.about), "events": [asdict(one) for one in case.events],
        "quantities": [asdict(one) for one in case.quantities], "variants": [one.told() for one in case.variants],
        "differs": dict(case.differs),
    }  # fmt: skip


def again(manifest: Mapping[str, Any], folder: Path) -> Campaign:
    """The campaign that a manifest tells."""
    asked, told = manifest["asked"], manifest["asked"]["case"]
    case = Case(
        told["name"], read(Told, told["about"]), tuple(read(Event, one) for one in told["events"]),
        tuple(read(Quantity, one) for one in told["quantities"]), tuple(map(told_again, told["variants"])),
        told["differs"],
    )  # fmt: skip
    return campaign_of(Plan(case, tuple(asked["seeds"])))
