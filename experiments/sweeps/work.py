"""The work of a sweep: one run, a batch of runs, batches shared out to workers of which some may die."""

from __future__ import annotations

import errno
import json
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from importlib.util import find_spec
from socket import gethostname
from typing import Any, NamedTuple

import pyarrow as pa

from alliances.analysis.run_outcomes import ask_for_quarters_only, measure
from alliances.experiments.designs.design import Run
from alliances.experiments.evidence.lazy_tables import TablesOnDemand
from alliances.experiments.result_folder import schema
from alliances.experiments.sweeps.folder import program_mark
from alliances.experiments.sweeps.parts import Finished
from alliances.experiments.workers import finished, pool
from alliances.model.errors import refuse
from alliances.model.face.model import AllianceModel
from alliances.model.records.outcomes import TABLES

AHEAD = 64  # batches handed out at once, at least, to an executor of somebody else: it may have many workers
KILLED = "the worker process died: killed from outside, out of memory, or crashed"
LOST = "the workers were lost, or their scheduler"


class Batch(NamedTuple):
    """Runs that are handed out together."""

    number: int
    runs: list[Run]
    program: str  # mark of the program that hands it out


@dataclass(frozen=True)
class Means:
    """Who does the work: a given executor, or a pool of so many processes of our own."""

    executor: Executor | None = None
    workers: int = 1

    def workforce(self) -> AbstractContextManager[Executor | None]:
        """The given executor, or a new pool."""
        return pool(self.workers) if self.executor is None else nullcontext(self.executor)

    @property
    def ahead(self) -> int:
        """Batches under way at once."""
        return max(2 * self.workers, 0 if self.executor is None else AHEAD)

    def survives(self, error: Exception) -> bool:
        """Whether work can go on after this error: a worker died, and there are others or can be."""
        if type(error).__name__ == "KilledWorker":  # Dask's, for a task that several workers died of
            return True
        return self.executor is None and isinstance(error, BrokenExecutor)


def run_one(run: Run) -> Finished:
    """Do one run and measure its outcomes; an error is part of what is returned, and never raised."""
    try:
        unread: dict[str, Any] = {"record_every": 0} if ask_for_quarters_only(run.outcomes) and not run.tables else {}
        tables = TablesOnDemand(AllianceModel(**run.options(), **unread).run())
        with one_thread(run):
            measured = measure(run.outcomes, tables, run.seed)
        kept = {name: kept_table(name, tables) for name in run.tables}
    except Exception as error:
        return failed(run, error)
    return Finished(*run[:3], run.seed, {name: measured[name] for name in run.outcomes}, tables=kept)


def one_thread(run: Run) -> AbstractContextManager[object]:
    """Keep linear algebra to one thread: last digits of a sum depend on how many there are. Only facts use any."""
    if not any("." in name for name in run.outcomes) or find_spec("threadpoolctl") is None:
        return nullcontext()
    from threadpoolctl import threadpool_limits

    return threadpool_limits(1)


def kept_table(name: str, tables: TablesOnDemand) -> pa.Table:
    """A table of a run, with its declared types."""
    (declared,) = (table for table in TABLES if table.name == name)
    return pa.Table.from_pandas(tables[name], schema=schema(declared), preserve_index=False)


def failed(run: Run, error: BaseException) -> Finished:
    """A run that an error ended; one of the machine may pass, any other would come again."""
    killed = isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker"
    return Finished(
        *run[:3], run.seed, {},
        error=KILLED if killed else " ".join(f"{type(error).__name__}: {error}".split()),
        trace="" if killed else "".join(traceback.format_exception(error)),
        of_machine=killed or isinstance(error, (MemoryError, OSError)),
        scenario=run.scenario, parameters=json.dumps({**run.parameters, **flat(run.markets)}),
    )  # fmt: skip


def flat(markets: dict[str, dict[str, float]]) -> dict[str, float]:
    """Settings of markets by full name."""
    return {f"markets.{code}.{name}": value for code, given in markets.items() for name, value in given.items()}


def run_batch(batch: Batch) -> list[Finished]:
    """Do the runs of a batch; ``InputError`` if this worker has another version of the model than who handed it out."""
    if batch.program != program_mark():
        refuse(
            f"the worker on {gethostname()} has another version of the model ({program_mark()}, here {batch.program}), "
            "or the model was edited meanwhile; allowed: the same on all machines"
        )
    return [run_one(run) for run in batch.runs]


def work_through(
    batches: Iterable[Batch], means: Means, stopped: Callable[[], bool]
) -> Generator[list[Finished], None, None]:
    """Do all batches on the workers, whatever happens to them; gives finished runs as they come.

    When a worker dies, each run that was under way is tried alone: the one that kills its worker again is recorded as
    failed, and the rest goes on. Raises ``ConnectionError`` if workers are lost for good.
    """
    coming = iter(batches)
    under_way: dict[int, Batch] = {}
    alone: deque[Run] = deque()
    while not stopped():
        with means.workforce() as executor:
            try:
                for _, done in finished(
                    run_batch, [Batch(-1, [run], program_mark()) for run in alone], executor, stopped, ahead=1
                ):
                    alone.popleft()
                    yield done
                for batch, done in finished(run_batch, noted(coming, under_way), executor, stopped, means.ahead):
                    del under_way[batch.number]
                    yield done
                return
            except (Exception, CancelledError) as error:
                if isinstance(error, (BrokenExecutor, CancelledError)) and not means.survives(error):
                    raise ConnectionError(errno.ECONNABORTED, LOST) from error
                if not means.survives(error):
                    raise
                if alone:
                    yield [failed(alone.popleft(), error)]
                alone.extend(run for batch in under_way.values() for run in batch.runs)
                under_way.clear()


def noted(batches: Iterator[Batch], under_way: dict[int, Batch]) -> Iterator[Batch]:
    """The batches, each noted as under way when it is taken."""
    for batch in batches:
        under_way[batch.number] = batch
        yield batch
