"""One run of a calibration: the free parameters at a point, one seed, and the moments measured there."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from math import isnan
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
import pyarrow as pa

from alliances.analysis.facts.declaration import Replicate
from alliances.analysis.tables import BASE
from alliances.experiments.calibration.design import Design
from alliances.experiments.campaign.marks import mark
from alliances.experiments.evidence.measures import fact_rows
from alliances.experiments.paired_worlds import world

if TYPE_CHECKING:
    from alliances.experiments.campaign.campaign import Finished

MOMENTS = "moments"
MOMENT_ROWS = pa.schema([("seed", pa.int64()), ("moment", pa.string()), ("value", pa.float64())])
Point = Mapping[str, float]
Result = TypeVar("Result")
Asking = Generator[Sequence["Run"], "list[Finished]", Result]
"""Asks for runs, and goes on with what came of them."""


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
    """The moments of one run by ``fact.number``, each the mean of its draws; NaN where it could not be measured."""
    replicate = Replicate(run.seed, {BASE: world(run.options())})
    drawn: dict[str, list[float]] = {}
    for fact in run.design.declared_facts():
        for _, number, _, _, value, _ in fact_rows(fact, replicate):
            drawn.setdefault(f"{fact.id}.{number}", []).append(value)
    known = {name: [value for value in values if not isnan(value)] for name, values in drawn.items()}
    return {name: float(np.mean(values)) if values else np.nan for name, values in known.items()}


def by_name(finished: Finished) -> dict[str, float]:
    """The moments of a run; none of one that failed."""
    if finished.error:
        return {}
    rows = finished.rows[MOMENTS]
    return dict(zip(rows["moment"].to_pylist(), rows["value"].to_pylist(), strict=True))
