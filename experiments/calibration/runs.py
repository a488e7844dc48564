"""One run of a calibration: the free parameters at a point, one seed, and the moments measured there."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import pandas as pd
import pyarrow as pa

from alliances.analysis.calibration.moments import measured
from alliances.analysis.facts.declaration import Replicate
from alliances.analysis.tables import BASE
from alliances.experiments.calibration.design import Design
from alliances.experiments.campaign.marks import mark
from alliances.experiments.paired_worlds import world

if TYPE_CHECKING:
    from alliances.experiments.campaign.campaign import Finished

MOMENTS = "moments"
MOMENT_ROWS = pa.schema([("seed", pa.int64()), ("moment", pa.string()), ("value", pa.float64())])
Point = Mapping[str, float]
Result = TypeVar("Result")
Asking = Generator[Sequence["Run"], "list[Finished]", Result]
"""Asks for runs, and goes on with what came of them."""


class Failure(NamedTuple):
    """Why a point could not be run."""

    reason: str


class Run(NamedTuple):
    """A point in a seed: a task of a calibration."""

    design: Design
    point: Point
    seed: int

    @property
    def run_id(self) -> str:
        """A mark of the point, and the seed."""
        return f"{mark(dict(self.point))}-{self.seed}"

    def options(self) -> dict[str, object]:
        """The run as the model takes it."""
        design = self.design
        return {"scenario": design.scenario, "seed": self.seed, "firms": design.firms, "quarters": design.quarters,
                "parameters": dict(self.point)}  # fmt: skip

    def rows(self) -> dict[str, pa.Table]:
        """Run the world and measure its moments."""
        rows = [{"seed": self.seed, "moment": name, "value": value} for name, value in simulated(self).items()]
        return {MOMENTS: pa.Table.from_pylist(rows, MOMENT_ROWS)}


def simulated(run: Run) -> dict[str, float]:
    """The moments of one run by ``fact.number``."""
    return measured(run.design.declared_facts(), Replicate(run.seed, {BASE: world(run.options())}))


def moments_of(design: Design, points: Sequence[Point], seeds: Iterable[int]) -> Asking[list[pd.DataFrame | Failure]]:
    """For each point its moments, one row per seed, or its first failure."""
    seeds = list(seeds)
    runs = yield [Run(design, point, seed) for point in points for seed in seeds]
    return [together(seeds, runs[place : place + len(seeds)]) for place in range(0, len(runs), len(seeds))]


def together(seeds: list[int], runs: list[Finished]) -> pd.DataFrame | Failure:
    """Moments of all seeds as one table, or the first failure."""
    if failures := [run.error for run in runs if run.error]:
        return Failure(failures[0])
    rows = {seed: by_name(run.rows[MOMENTS]) for seed, run in zip(seeds, runs, strict=True)}
    return pd.DataFrame.from_dict(rows, orient="index", dtype="float64")


def by_name(rows: pa.Table) -> dict[str, float]:
    """The moments of one run."""
    return dict(zip(rows["moment"].to_pylist(), rows["value"].to_pylist(), strict=True))
