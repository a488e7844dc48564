"""One run of a sweep, with everything that determines it, and what is measured in its world."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from importlib.util import find_spec
from typing import Any, NamedTuple

import pyarrow as pa

from alliances.analysis.run_outcomes import ask_for_quarters_only, measure
from alliances.experiments.designs.factors import Markets, with_markets
from alliances.experiments.paired_worlds import world
from alliances.experiments.schemas import schema
from alliances.model.records.outcomes import TABLES
from alliances.model.world.scenario import load_scenario

WHO = pa.schema([("point", pa.int64()), ("replicate", pa.int64()), ("seed", pa.uint64())])
OUTCOMES = "outcomes"
OUTCOME_ROWS = pa.schema([*WHO, ("outcome", pa.string()), ("value", pa.float64())])


class Run(NamedTuple):
    """One run of a design: a task of its sweep."""

    run_id: str
    point: int
    replicate: int
    seed: int
    scenario: str
    firms: int | None  # None: the scenario's
    quarters: int | None  # None: the scenario's
    without: tuple[str, ...]
    parameters: dict[str, float]  # by full name: what the design fixes, and the point's own
    markets: Markets  # settings of markets by country code, or for "all"
    policies: tuple[Mapping[str, Any], ...]  # as tables
    outcomes: tuple[str, ...]
    tables: tuple[str, ...]  # to be kept

    def options(self) -> dict[str, Any]:
        """The run as the model takes it: ``AllianceModel(**run.options())``."""
        own = with_markets(load_scenario(self.scenario), self.markets) if self.markets else self.scenario
        return {
            "scenario": own, "seed": self.seed, "firms": self.firms, "quarters": self.quarters,
            "without": self.without, "parameters": self.parameters, "policies": self.policies,
        }  # fmt: skip

    def rows(self) -> dict[str, pa.Table]:
        """Run the world; gives its outcomes, and the tables that are to be kept."""
        unread: dict[str, Any] = {"record_every": 0} if ask_for_quarters_only(self.outcomes) and not self.tables else {}
        tables = world({**self.options(), **unread})
        with one_thread(self):
            measured = measure(self.outcomes, tables, self.seed)
        return {
            OUTCOMES: outcome_rows(self, measured),
            **{name: kept_table(self, name, tables) for name in self.tables},
        }


def outcome_rows(run: Run, measured: Mapping[str, float]) -> pa.Table:
    """The outcomes of a run, one row each."""
    who = {name: getattr(run, name) for name in WHO.names}
    return pa.Table.from_pylist(
        [{**who, "outcome": name, "value": measured[name]} for name in run.outcomes], OUTCOME_ROWS
    )


def one_thread(run: Run) -> AbstractContextManager[object]:
    """Keep linear algebra to one thread: last digits of a sum depend on how many there are. Only facts use any."""
    if not any("." in name for name in run.outcomes) or find_spec("threadpoolctl") is None:
        return nullcontext()
    from threadpoolctl import threadpool_limits

    return threadpool_limits(1)


def kept_table(run: Run, name: str, tables: Mapping[str, Any]) -> pa.Table:
    """A table of a run with its declared types, the run's point, replicate and seed in front."""
    (declared,) = (table for table in TABLES if table.name == name)
    rows = pa.Table.from_pandas(tables[name], schema=schema(declared, tables[name].columns), preserve_index=False)
    front = [pa.array([getattr(run, column.name)] * rows.num_rows, column.type) for column in WHO]
    own = rows.select([column for column in rows.column_names if column not in WHO.names])
    return pa.table([*front, *own.columns], schema=pa.schema([*WHO, *own.schema]))
