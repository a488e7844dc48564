"""The work of a campaign: tasks done, timed, and shared out in batches to workers, of which some may die."""

from __future__ import annotations

import errno
import os
import pickle
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor
from contextlib import ExitStack
from socket import gethostname
from statistics import median
from time import monotonic
from typing import Any, NamedTuple

from alliances.experiments.campaign.campaign import Finished, Task
from alliances.experiments.campaign.marks import program_mark
from alliances.experiments.campaign.workers import finished, pool
from alliances.model.errors import InputError, refuse
from alliances.model.face.model import AllianceModel
from alliances.model.plugins import PLUGINS, load_for_workers

AHEAD = 64  # batches handed out at once, at least, to an executor of somebody else: it may have many workers
SMALL = 20  # firms of a world that is made to compile the model
TIMED, TIMED_SECONDS = 4, 5.0  # runs that are timed before the rest is handed out, and when to stop timing
KILLED = "the worker process died: killed from outside, out of memory, or crashed"
LOST = "the workers were lost, or their scheduler"


def done(task: Task, may_be_refused: bool = True) -> Finished:
    """Do a task; an error is part of what is returned, and not raised, unless it is one of input that may not be."""
    try:
        return Finished(task.run_id, task.rows())
    except Exception as error:
        if isinstance(error, InputError) and not may_be_refused:
            raise
        return failed(task, error)


def failed(task: Task, error: BaseException) -> Finished:
    """A run that an error ended; one of the machine may pass, any other would come again."""
    if isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker":
        return Finished(task.run_id, error=KILLED, of_machine=True)
    said = " ".join(f"{type(error).__name__}: {error}".split())
    trace = "".join(traceback.format_exception(error))
    return Finished(task.run_id, {}, said, trace, isinstance(error, (MemoryError, OSError)))


def warm_up() -> None:
    """Compile the model if need be, so that workers find it compiled."""
    AllianceModel(firms=SMALL, quarters=1).run()


class Stopwatch:
    """Times tasks, once the model is compiled."""

    def __init__(self) -> None:
        """Nothing is timed yet."""
        self.times: list[float] = []

    def timed(self, task: Task) -> Finished:
        """Do a task and note how long it took."""
        if not self.times:
            warm_up()
        before = monotonic()
        over = done(task)
        self.times.append(monotonic() - before)
        return over

    @property
    def pace(self) -> float:
        """Seconds per run; 0 if none was timed. The first one still warms up what the others find ready."""
        return median(self.times[1:] or self.times or [0.0])

    @property
    def enough(self) -> bool:
        """Whether enough is timed."""
        return len(self.times) >= TIMED or sum(self.times) > TIMED_SECONDS


class Program(NamedTuple):
    """What must be the same on every machine: the modules that measure, and their mark."""

    modules: tuple[str, ...]
    mark: str
    may_be_refused: bool  # whether a run that is refused is one that failed, and the others go on


class Batch(NamedTuple):
    """Tasks that are handed out together; wherever they are, the plugins are loaded that they were handed out with."""

    number: int
    tasks: Sequence[Task]
    program: Program

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the plugins' files before the tasks, which may be made of what is in them."""
        return unpacked, (os.environ.get(PLUGINS, ""), pickle.dumps(tuple(self)))


def unpacked(plugins: str, content: bytes) -> Batch:
    """A batch that was pickled."""
    load_for_workers(plugins)
    return Batch(*pickle.loads(content))


def do_batch(batch: Batch) -> list[Finished]:
    """Do the tasks of a batch; ``InputError`` if this worker has another version than who handed it out."""
    modules, mark, may_be_refused = batch.program
    if mark != program_mark(modules):
        refuse(
            f"the worker on {gethostname()} has another version of the model ({program_mark(modules)}, here {mark}), "
            "or the model was edited meanwhile; allowed: the same on all machines"
        )
    return [done(task, may_be_refused) for task in batch.tasks]


class Workforce(ExitStack):
    """Who does the work: a given executor, or a pool of so many processes of our own, made when it is first needed."""

    def __init__(self, program: Program, executor: Executor | None, workers: int) -> None:
        """Nobody is at work yet."""
        super().__init__()
        self.program, self.given, self.workers = program, executor, workers
        self.pool: Executor | None = None

    @property
    def executor(self) -> Executor | None:
        """The given executor, or the pool; None where all is done in this process."""
        if self.given is None and self.pool is None and self.workers > 1:
            warm_up()
            self.pool = self.enter_context(pool(self.workers))
        return self.given or self.pool

    @property
    def ahead(self) -> int:
        """Batches under way at once."""
        return max(2 * self.workers, 0 if self.given is None else AHEAD)

    def survives(self, error: BaseException) -> bool:
        """Whether work can go on after this error: a worker died, and there are others or can be."""
        if type(error).__name__ == "KilledWorker":  # Dask's, for a task that several workers died of
            return True
        return self.given is None and isinstance(error, BrokenExecutor)

    def work_through(
        self, batches: Iterable[Sequence[Task]], stopped: Callable[[], bool]
    ) -> Generator[list[Finished], None, None]:
        """Do all batches, whatever happens to the workers; gives finished runs as they come.

        When a worker dies, each task that was under way is tried alone: the one that kills its worker again is
        recorded as failed, and the rest goes on. Raises ``ConnectionError`` if workers are lost for good.
        """
        coming = (Batch(number, tasks, self.program) for number, tasks in enumerate(batches))
        under_way: dict[int, Batch] = {}
        alone: deque[Task] = deque()
        while not stopped():
            try:
                one_by_one = [Batch(-1, [task], self.program) for task in alone]
                for _, runs in finished(do_batch, one_by_one, self.executor, stopped, ahead=1):
                    alone.popleft()
                    yield runs
                for batch, runs in finished(do_batch, noted(coming, under_way), self.executor, stopped, self.ahead):
                    del under_way[batch.number]
                    yield runs
                return
            except (Exception, CancelledError) as error:
                self.renew(error)
                if alone:
                    yield [failed(alone.popleft(), error)]
                alone.extend(task for batch in under_way.values() for task in batch.tasks)
                under_way.clear()

    def renew(self, error: BaseException) -> None:
        """Let a pool whose worker died be made anew; raises the error if that is no remedy."""
        if not self.survives(error):
            if isinstance(error, (BrokenExecutor, CancelledError)):
                raise ConnectionError(errno.ECONNABORTED, LOST) from error
            raise error
        self.close()
        self.pool = None


def noted(batches: Iterator[Batch], under_way: dict[int, Batch]) -> Iterator[Batch]:
    """The batches, each noted as under way when it is taken."""
    for batch in batches:
        under_way[batch.number] = batch
        yield batch
