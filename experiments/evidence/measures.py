"""Facts measured in the paired worlds of one seed, under one set of rules: the runs of a validation."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from alliances.analysis.facts.declaration import Fact, Replicate, taken
from alliances.analysis.tables import BASE
from alliances.experiments.evidence.worlds import world_options
from alliances.experiments.paired_worlds import paired_worlds
from alliances.model.world.scenario import Scenario

MEASURES = "measures"
MEASURE_ROWS = pa.schema([
    ("rule_off", pa.string()), ("fact", pa.string()), ("number", pa.string()), ("seed", pa.int64()),
    ("draw", pa.int64()), ("value", pa.float64()), ("error", pa.string()),
])  # fmt: skip
ORDER = ["rule_off", "fact", "number", "seed", "draw"]


class Run(NamedTuple):
    """One seed under one set of rules, and the facts to measure there: a task of a validation."""

    seed: int
    rule_off: str  # the rule under ablation; empty for none
    scenario: str | Scenario
    firms: int | None
    without: tuple[str, ...]
    parameters: Mapping[str, float]
    facts: tuple[Fact, ...]

    @property
    def run_id(self) -> str:
        """The rule that is off, and the seed."""
        return f"{self.rule_off or 'all-rules'}-{self.seed:04d}"

    def rows(self) -> dict[str, pa.Table]:
        """Run the worlds and measure the facts."""
        return {MEASURES: pa.Table.from_pandas(measured(self), MEASURE_ROWS, preserve_index=False)}


def measured(run: Run) -> pd.DataFrame:
    """Run the worlds that the facts of a run need, and measure the facts there."""
    from threadpoolctl import threadpool_limits

    names = dict.fromkeys(name for fact in run.facts for name in (BASE, *fact.worlds))
    settings = (run.scenario, run.seed, run.firms, run.without, run.parameters)
    worlds = dict(paired_worlds({name: world_options(name, *settings) for name in names}))
    replicate = Replicate(run.seed, worlds)
    with threadpool_limits(1):  # the last digits of a sum depend on the number of threads
        return measures_table([(run.rule_off, *row) for fact in run.facts for row in fact_rows(fact, replicate)])


def measures_table(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    """The rows as a table, in order."""
    return ordered(pd.DataFrame(rows, columns=MEASURE_ROWS.names))


def ordered(measures: pd.DataFrame) -> pd.DataFrame:
    """The measures in order, whatever order the work was done in."""
    return measures.sort_values(ORDER, kind="stable", ignore_index=True)[MEASURE_ROWS.names]


def fact_rows(fact: Fact, replicate: Replicate) -> Iterator[tuple[str, str, int, int, float, str]]:
    """The rows of one fact: one per number and draw, or one per number with the error if it cannot be measured."""
    numbers, error = taken(fact, replicate)
    for number in fact.numbers:
        values = numbers.get(number.name, math.nan)
        missing = error or ("" if number.name in numbers else "the measure does not give this number")
        for draw, value in enumerate(np.atleast_1d(np.asarray(values, dtype=float))):
            yield fact.id, number.name, replicate.seed, draw, float(value), missing
